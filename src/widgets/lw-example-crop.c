/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-example-crop.h"

#include <glib/gi18n-lib.h>

#include <math.h>
#include <string.h>

/* On the screen; the pixels are twice as many, for screens that have them. */
#define EDGE_PX 96
#define CUT_EDGE_PX (2 * EDGE_PX)

/* What is around a thing often says what it is. */
#define MARGIN 0.15

/* Crops that stay when their picture is long gone from memory: a few megabytes. */
#define N_KEPT 128
#define KEPT "lw-example-crops"

struct _LwExampleCrop
{
  GtkWidget parent_instance;

  LwProject    *project;
  GCancellable *loading;
  char         *id; /* of what is shown: image and place */
  gint64        image_key;
  LwRect        rect;

  GtkWidget *picture;
};

G_DEFINE_FINAL_TYPE (LwExampleCrop, lw_example_crop, GTK_TYPE_WIDGET)

/* --- Cutting out --- */

/* In whole pixels, with the margin, inside the picture. */
static GdkRectangle
find_area (LwExampleCrop *self,
           int            width_px,
           int            height_px)
{
  const double margin_x = (self->rect.x1 - self->rect.x0) * MARGIN;
  const double margin_y = (self->rect.y1 - self->rect.y0) * MARGIN;
  const int    x0 = (int) CLAMP (floor (self->rect.x0 - margin_x), 0, width_px - 1);
  const int    y0 = (int) CLAMP (floor (self->rect.y0 - margin_y), 0, height_px - 1);
  const int    x1 = (int) CLAMP (ceil (self->rect.x1 + margin_x), x0 + 1, width_px);
  const int    y1 = (int) CLAMP (ceil (self->rect.y1 + margin_y), y0 + 1, height_px);

  return (GdkRectangle){ x0, y0, x1 - x0, y1 - y0 };
}

/* From the coarsest level that still has enough pixels: never more than four times as many
 * as are shown, however large the picture is. */
static GdkTexture *
cut_out (LwExampleCrop *self,
         LwPixels      *pixels)
{
  GdkRectangle        area = find_area (self, lw_pixels_get_width (pixels), lw_pixels_get_height (pixels));
  int                 level = 0;
  g_autofree guint32 *cut = NULL;
  g_autoptr (GBytes) bytes = NULL;

  while (level + 1 < lw_pixels_get_n_levels (pixels) && (MAX (area.width, area.height) >> (level + 1)) >= CUT_EDGE_PX)
    level++;

  area.x >>= level;
  area.y >>= level;
  area.width = MAX (area.width >> level, 1);
  area.height = MAX (area.height >> level, 1);
  cut = g_new (guint32, (gsize) area.width * area.height);
  lw_pixels_render (pixels, level, area.x, area.y, area.width, area.height, NULL, cut, area.width);

  for (gsize i = 0; i < (gsize) area.width * area.height; i++)
    cut[i] |= 0xff000000;

  bytes = g_bytes_new (cut, (gsize) area.width * area.height * sizeof *cut);

  return gdk_memory_texture_new (area.width, area.height, GDK_MEMORY_DEFAULT, bytes, area.width * sizeof *cut);
}

/* --- What was cut out before --- */

static GHashTable *
get_kept (LwProject *project)
{
  GHashTable *kept = g_object_get_data (G_OBJECT (project), KEPT);

  if (kept == NULL)
    {
      kept = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
      g_object_set_data_full (G_OBJECT (project), KEPT, kept, (GDestroyNotify) g_hash_table_unref);
    }

  return kept;
}

static void
keep (LwExampleCrop *self,
      GdkTexture    *texture)
{
  GHashTable *kept = get_kept (self->project);

  if (g_hash_table_size (kept) >= N_KEPT)
    g_hash_table_remove_all (kept);

  g_hash_table_insert (kept, g_strdup (self->id), g_object_ref (texture));
}

/* --- Loading --- */

static void
show_failure (LwExampleCrop *self,
              const char    *why)
{
  g_autoptr (GtkIconPaintable) icon =
      gtk_icon_theme_lookup_icon (gtk_icon_theme_get_for_display (gtk_widget_get_display (GTK_WIDGET (self))),
                                  "image-missing-symbolic", NULL, EDGE_PX / 3, 1, GTK_TEXT_DIR_NONE, 0);

  gtk_picture_set_paintable (GTK_PICTURE (self->picture), GDK_PAINTABLE (icon));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), why);
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (LwExampleCrop) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  g_autoptr (LwPixels) pixels = lw_picture_loader_load_finish (LW_PICTURE_LOADER (source), result, &error);

  if (pixels == NULL)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        show_failure (self, error->message);

      return;
    }

  texture = cut_out (self, pixels);
  keep (self, texture);
  gtk_picture_set_paintable (GTK_PICTURE (self->picture), GDK_PAINTABLE (texture));
}

/* Only what is seen is read: examples of a page that nobody opens cost nothing. */
static void
lw_example_crop_map (GtkWidget *widget)
{
  LwExampleCrop   *self = LW_EXAMPLE_CROP (widget);
  GdkTexture      *texture = g_hash_table_lookup (get_kept (self->project), self->id);
  g_autofree char *path = NULL;

  GTK_WIDGET_CLASS (lw_example_crop_parent_class)->map (widget);

  if (texture != NULL)
    gtk_picture_set_paintable (GTK_PICTURE (self->picture), GDK_PAINTABLE (texture));

  if (texture != NULL || self->loading != NULL)
    return;

  if (!(path = lw_project_dup_image_path (self->project, self->image_key)))
    {
      show_failure (self, _ ("The image is not in the project any more"));
      return;
    }

  self->loading = g_cancellable_new ();
  lw_picture_loader_load_async (lw_project_get_picture_loader (self->project), path, self->loading, loaded_cb,
                                g_object_ref (self));
}

static void
lw_example_crop_dispose (GObject *object)
{
  LwExampleCrop *self = LW_EXAMPLE_CROP (object);

  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  g_clear_object (&self->project);
  g_clear_pointer (&self->picture, gtk_widget_unparent);

  G_OBJECT_CLASS (lw_example_crop_parent_class)->dispose (object);
}

static void
lw_example_crop_finalize (GObject *object)
{
  g_free (LW_EXAMPLE_CROP (object)->id);

  G_OBJECT_CLASS (lw_example_crop_parent_class)->finalize (object);
}

static void
lw_example_crop_class_init (LwExampleCropClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lw_example_crop_dispose;
  G_OBJECT_CLASS (klass)->finalize = lw_example_crop_finalize;
  widget_class->map = lw_example_crop_map;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
lw_example_crop_init (LwExampleCrop *self)
{
  self->picture = gtk_picture_new ();
  gtk_picture_set_can_shrink (GTK_PICTURE (self->picture), TRUE);
  gtk_widget_set_size_request (self->picture, EDGE_PX, EDGE_PX);
  gtk_widget_set_parent (self->picture, GTK_WIDGET (self));
  gtk_widget_set_halign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
}

GtkWidget *
lw_example_crop_new (LwProject          *project,
                     const LwExampleRow *row)
{
  LwExampleCrop   *self = g_object_new (LW_TYPE_EXAMPLE_CROP, NULL);
  g_autofree char *name = NULL;

  self->project = g_object_ref (project);
  self->image_key = row->image_key;
  self->rect = row->rect;
  self->id = g_strdup_printf ("%" G_GINT64_FORMAT " %g %g %g %g", row->image_key, row->rect.x0, row->rect.y0, row->rect.x1,
                              row->rect.y1);

  /* Translators: what a picture shows, and what is said of it. */
  name = g_strdup_printf (row->is_wrong ? _ ("Counter-example: %s") : _ ("Example: %s"),
                          row->caption != NULL ? row->caption : "");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);

  return GTK_WIDGET (self);
}

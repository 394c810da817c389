/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-class-grid-cell.h"

#include "lw-progress-text.h"
#include "lw-thumbnail.h"

#include <glib/gi18n-lib.h>

struct _LwClassGridCell
{
  GtkBox parent_instance;

  LwProject    *project; /* while there is an item */
  LwImageItem  *item;
  GCancellable *loading;

  GtkImage *thumbnail;
  GtkLabel *class_label, *name_label;
};

G_DEFINE_FINAL_TYPE (LwClassGridCell, lw_class_grid_cell, GTK_TYPE_BOX)

/* "● Cat  ● Dog", the discs in the colours of the classes; @names gets "Cat, Dog". */
static char *
dup_markup (LwClassGridCell *self,
            GString         *names)
{
  g_autoptr (GArray) tags = lw_project_list_tags (self->project, lw_image_item_get_key (self->item), NULL);
  GString *markup = g_string_new (NULL);

  for (guint i = 0; tags != NULL && i < tags->len; i++)
    {
      const LwClassRow *class = lw_project_find_class (self->project, g_array_index (tags, LwTagRow, i).class_key);
      g_autofree char *escaped = class != NULL ? g_markup_escape_text (class->name, -1) : NULL;

      if (class == NULL)
        continue;

      g_string_append_printf (markup, "%s<span foreground='#%06x'>●</span> %s", markup->len > 0 ? "  " : "", class->colour, escaped);
      g_string_append_printf (names, ", %s", class->name);
    }

  return g_string_free (markup, FALSE);
}

void
lw_class_grid_cell_update (LwClassGridCell *self)
{
  g_autoptr (GString) description = NULL;
  g_autofree char *markup = NULL;
  GtkWidget       *list_item = gtk_widget_get_parent (GTK_WIDGET (self));

  g_return_if_fail (LW_IS_CLASS_GRID_CELL (self));

  if (self->item == NULL)
    return;

  description = g_string_new (lw_image_item_get_name (self->item));
  g_string_append_printf (description, ", %s", lw_progress_to_text (lw_image_item_get_progress (self->item)));
  markup = dup_markup (self, description);

  if (*markup == '\0')
    g_string_append_printf (description, ", %s", _ ("no class"));

  gtk_label_set_markup (self->class_label, markup);

  if (list_item != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (list_item), GTK_ACCESSIBLE_PROPERTY_LABEL, description->str, -1);
}

static void
clear (LwClassGridCell *self)
{
  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  g_clear_object (&self->item);
  g_clear_object (&self->project);
}

static void
lw_class_grid_cell_dispose (GObject *object)
{
  clear (LW_CLASS_GRID_CELL (object));

  G_OBJECT_CLASS (lw_class_grid_cell_parent_class)->dispose (object);
}

static void
lw_class_grid_cell_class_init (LwClassGridCellClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = lw_class_grid_cell_dispose;
}

static GtkLabel *
add_label (LwClassGridCell *self)
{
  GtkWidget *label = gtk_label_new (NULL);

  /* As wide as the thumbnail and no wider, whatever it says. */
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_single_line_mode (GTK_LABEL (label), TRUE);
  gtk_label_set_width_chars (GTK_LABEL (label), 1);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 1);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (self), label);

  return GTK_LABEL (label);
}

static void
lw_class_grid_cell_init (LwClassGridCell *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_widget_set_halign (GTK_WIDGET (self), GTK_ALIGN_CENTER);

  self->thumbnail = GTK_IMAGE (gtk_image_new ());
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->thumbnail));
  self->class_label = add_label (self);
  self->name_label = add_label (self);
  gtk_widget_add_css_class (GTK_WIDGET (self->name_label), "dim-label");
  gtk_widget_add_css_class (GTK_WIDGET (self->name_label), "caption");
}

GtkWidget *
lw_class_grid_cell_new (void)
{
  return g_object_new (LW_TYPE_CLASS_GRID_CELL, NULL);
}

void
lw_class_grid_cell_set_item (LwClassGridCell *self,
                             LwProject       *project,
                             LwImageItem     *item)
{
  g_autofree char *path = NULL;

  g_return_if_fail (LW_IS_CLASS_GRID_CELL (self));

  clear (self);
  gtk_image_clear (self->thumbnail);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->thumbnail), NULL);

  if (item == NULL)
    return;

  self->project = g_object_ref (project);
  self->item = g_object_ref (item);
  self->loading = g_cancellable_new ();
  gtk_label_set_label (self->name_label, lw_image_item_get_name (item));
  lw_class_grid_cell_update (self);

  path = lw_project_dup_image_path (project, lw_image_item_get_key (item));
  lw_thumbnail_load (self->thumbnail, lw_project_get_picture_loader (project), path, self->loading);
}

gint64
lw_class_grid_cell_get_image (LwClassGridCell *self)
{
  g_return_val_if_fail (LW_IS_CLASS_GRID_CELL (self), 0);

  return self->item != NULL ? lw_image_item_get_key (self->item) : 0;
}

void
lw_class_grid_cell_set_size (LwClassGridCell *self,
                             int              side_px)
{
  g_return_if_fail (LW_IS_CLASS_GRID_CELL (self));

  gtk_image_set_pixel_size (self->thumbnail, side_px);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-label-page-private.h"

#include "lw-decode.h"
#include "lw-frame-log.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* A picture that takes longer than this gets a spinner; ui rule. */
#define SPINNER_DELAY_MS 300

static void
set_pixels (LwLabelPage *self,
            LwPixels    *pixels,
            const char  *path)
{
  g_autoptr (LwImageItem) item = lw_image_list_dup_item (lw_project_get_images (self->project), self->image_key);
  LwImageInfo info;

  g_clear_pointer (&self->pixels, lw_pixels_unref);
  self->pixels = lw_pixels_ref (pixels);
  lw_canvas_set_pixels (self->canvas, pixels);
  lw_label_page_update_tone_pixels (self);
  lw_box_inspector_set_image_size (self->inspector, lw_pixels_get_width (pixels), lw_pixels_get_height (pixels));

  /* The head of a file that has just been read whole: no waiting for the disk. */
  if (item != NULL && lw_image_item_get_width (item) == 0 && lw_project_get_read_only_reason (self->project) == NULL &&
      lw_decode_probe (path, &info, NULL))
    lw_project_set_image_info (self->project, self->image_key, lw_pixels_get_width (pixels),
                               lw_pixels_get_height (pixels), info.orientation);
  else
    lw_project_identify_image (self->project, self->image_key);
}

static void
stop_spinner (LwLabelPage *self)
{
  g_clear_handle_id (&self->spinner_source, g_source_remove);
  gtk_spinner_set_spinning (GTK_SPINNER (self->spinner), FALSE);
  gtk_widget_set_visible (self->spinner, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->progress_label), FALSE);
}

static gboolean
spinner_cb (gpointer user_data)
{
  LwLabelPage *self = user_data;

  self->spinner_source = 0;
  gtk_widget_set_visible (self->spinner, TRUE);
  gtk_spinner_set_spinning (GTK_SPINNER (self->spinner), TRUE);

  return G_SOURCE_REMOVE;
}

/* In steps, so that a screen reader is not told ten times a second: beside the spinner, and where
 * the picture will be until there is something to see of it. */
static void
progress_cb (LwLabelPage     *self,
             const char      *path,
             double           part,
             LwPictureLoader *loader)
{
  const int        percent = (int) (part * 20) * 5;
  g_autofree char *number = NULL;
  g_autofree char *message = NULL;

  if (self->pixels != NULL || g_strcmp0 (path, self->picture_path) != 0 || !gtk_widget_get_visible (self->spinner))
    return;

  number = g_strdup_printf (_ ("%d %%"), percent);
  gtk_label_set_label (self->progress_label, number);
  gtk_widget_set_visible (GTK_WIDGET (self->progress_label), TRUE);

  if (self->has_preview)
    return;

  message = g_strdup_printf (_ ("The picture is being read: %d %%"), percent);
  lw_canvas_set_message (self->canvas, message);
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (LwLabelPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  g_autoptr (LwPixels) pixels = lw_picture_loader_load_finish (LW_PICTURE_LOADER (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  stop_spinner (self);

  if (pixels == NULL)
    {
      lw_canvas_set_message (self->canvas, error->message);
      lw_label_page_set_missing (self, g_error_matches (error, LW_ERROR, LW_ERROR_NOT_FOUND));
    }
  else
    {
      path = lw_project_dup_image_path (self->project, self->image_key);
      set_pixels (self, pixels, path);
    }
}

/* Of a picture that nobody has looked at yet, the size comes with its first preview. */
static void
preview_cb (LwLabelPage     *self,
            const char      *path,
            LwPixels        *preview,
            int              width_px,
            int              height_px,
            LwPictureLoader *loader)
{
  g_autoptr (LwImageItem) item = NULL;

  if (self->pixels != NULL || g_strcmp0 (path, self->picture_path) != 0)
    return;

  item = lw_image_list_dup_item (lw_project_get_images (self->project), self->image_key);

  if (!self->has_preview && (item == NULL || lw_image_item_get_width (item) == 0))
    {
      lw_canvas_set_image_size (self->canvas, width_px, height_px);
      lw_box_inspector_set_image_size (self->inspector, width_px, height_px);
    }

  if (!self->has_preview)
    lw_canvas_set_message (self->canvas, NULL);

  self->has_preview = TRUE;
  lw_canvas_set_preview (self->canvas, preview);
}

static void
add_neighbour (LwLabelPage *self,
               GPtrArray   *paths,
               guint        position)
{
  GListModel *images = G_LIST_MODEL (lw_project_get_images (self->project));
  g_autoptr (LwImageItem) item = g_list_model_get_item (images, position);

  if (item != NULL)
    g_ptr_array_add (paths, lw_project_dup_image_path (self->project, lw_image_item_get_key (item)));
}

static void
prepare_neighbours (LwLabelPage *self)
{
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  guint position = lw_image_list_find (lw_project_get_images (self->project), self->image_key);

  if (position != G_MAXUINT)
    {
      add_neighbour (self, paths, position + 1);
      add_neighbour (self, paths, position + 2);

      if (position > 0)
        add_neighbour (self, paths, position - 1);
    }

  g_ptr_array_add (paths, NULL);
  lw_picture_loader_prepare (lw_project_get_picture_loader (self->project),
                             (const char *const *) paths->pdata);
}

static void
load_picture (LwLabelPage *self)
{
  LwPictureLoader *loader = lw_project_get_picture_loader (self->project);
  g_autofree char *path = lw_project_dup_image_path (self->project, self->image_key);
  g_autoptr (LwPixels) pixels = lw_picture_loader_peek (loader, path);

  g_free (self->picture_path);
  self->picture_path = g_strdup (path);

  if (pixels != NULL)
    set_pixels (self, pixels, path);
  else
    {
      self->loading = g_cancellable_new ();
      self->spinner_source = g_timeout_add (SPINNER_DELAY_MS, spinner_cb, self);
      g_signal_handlers_disconnect_by_func (loader, preview_cb, self);
      g_signal_handlers_disconnect_by_func (loader, progress_cb, self);
      g_signal_connect_object (loader, "preview", G_CALLBACK (preview_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (loader, "progress", G_CALLBACK (progress_cb), self, G_CONNECT_SWAPPED);
      lw_picture_loader_load_async (loader, path, self->loading, loaded_cb, g_object_ref (self));
    }

  prepare_neighbours (self);
}

void
lw_label_page_stop_loading (LwLabelPage *self)
{
  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  g_clear_pointer (&self->pixels, lw_pixels_unref);
  lw_label_page_update_tone_pixels (self);
  g_clear_pointer (&self->picture_path, g_free);
  self->has_preview = FALSE;
  stop_spinner (self);
  lw_label_page_set_missing (self, FALSE);
}

void
lw_label_page_show_image (LwLabelPage *self,
                          gint64       image_key)
{
  g_autoptr (LwImageItem) item = NULL;
  int width, height;

  g_return_if_fail (LW_IS_LABEL_PAGE (self));

  lw_frame_log_mark ("next image");
  lw_label_page_stop_loading (self);
  self->seeks_first_left = FALSE;
  self->image_key = image_key;

  if (self->project != NULL && image_key != 0)
    item = lw_image_list_dup_item (lw_project_get_images (self->project), image_key);

  if (item == NULL)
    self->image_key = 0;

  width = item != NULL ? lw_image_item_get_width (item) : 0;
  height = item != NULL ? lw_image_item_get_height (item) : 0;

  lw_label_page_drop_ghosts (self);
  lw_label_page_clear_boxes (self);
  lw_canvas_set_image_size (self->canvas, width, height);
  lw_label_page_reload_ghosts (self);
  lw_box_inspector_set_image_size (self->inspector, width, height);
  lw_label_page_load_boxes (self);
  lw_label_page_reload_tags (self);
  lw_image_sidebar_set_image (self->sidebar, self->image_key);

  if (item != NULL)
    load_picture (self);
  else if (self->project != NULL)
    lw_canvas_set_message (self->canvas, _ ("There are no images in this project. Put pictures into its folder and open the folder again."));

  lw_label_page_show_notice (self, NULL);
  lw_label_page_update_status (self);
  lw_label_page_update_actions (self);
  lw_label_page_say_image (self, NULL);
}

/* --- Zoom and pointer --- */

static gboolean
zoom_label_cb (gpointer user_data)
{
  LwLabelPage     *self = user_data;
  g_autofree char *text = g_strdup_printf (_ ("%.0f%%"), lw_canvas_get_zoom (self->canvas) * 100);

  self->zoom_source = 0;
  gtk_label_set_label (self->zoom_label, text);

  return G_SOURCE_REMOVE;
}

/* Later, because a picture is fitted while sizes are being given out, when a label
 * must not ask for another one. */
void
lw_label_page_zoom_changed (LwLabelPage *self)
{
  if (self->zoom_source == 0)
    self->zoom_source = g_idle_add (zoom_label_cb, self);
}

/* In the numbers of the file, whatever the picture is shown like. */
static char *
describe_colour (LwPixels *pixels,
                 int       x_px,
                 int       y_px)
{
  double values[3];

  /* Translators: the number of a pixel of a grey picture */
  if (lw_pixels_get_values (pixels, x_px, y_px, values) == 1)
    return g_strdup_printf (_ ("grey %.6g"), values[0]);

  return g_strdup_printf (_ ("rgb %.0f %.0f %.0f"), values[0], values[1], values[2]);
}

void
lw_label_page_pointer_moved (LwLabelPage *self,
                             double       x,
                             double       y,
                             gboolean     is_inside)
{
  g_autofree char *place = NULL;
  g_autofree char *colour = NULL;

  if (!is_inside)
    {
      gtk_label_set_label (self->pointer_label, "");
      gtk_label_set_label (self->colour_label, "");
      return;
    }

  place = lw_label_page_dup_place (self, x, y);
  gtk_label_set_label (self->pointer_label, place);

  if (self->pixels == NULL || x < 0 || y < 0 || x >= lw_pixels_get_width (self->pixels) ||
      y >= lw_pixels_get_height (self->pixels))
    return;

  colour = describe_colour (self->pixels, (int) x, (int) y);
  gtk_label_set_label (self->colour_label, colour);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-label-page-private.h"

#include "lw-toast.h"

#include <glib/gi18n-lib.h>

/* How far a copy is put from its original: visible, and not mistaken for it. */
#define COPY_OFFSET_PX 10

static void
show_error (LwLabelPage  *self,
            const GError *error)
{
  lw_toast_show_error (GTK_WIDGET (self), error);
}

/* --- Boxes --- */

static void
set_undo_toast (LwLabelPage *self,
                const char  *text)
{
  g_clear_weak_pointer (&self->undo_toast);
  self->undo_toast = lw_toast_show_action (GTK_WIDGET (self), text, _ ("_Undo"), "label.undo");

  if (self->undo_toast != NULL)
    g_object_add_weak_pointer (G_OBJECT (self->undo_toast), (gpointer *) &self->undo_toast);
}

static void
delete_action (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  LwLabelPage *self = user_data;
  g_autoptr (GArray) keys = lw_label_page_dup_selection (self);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (keys->len == 0 || !lw_label_page_can_edit (self))
    return;

  if (!lw_project_remove_boxes (self->project, (const gint64 *) keys->data, keys->len, &error))
    {
      show_error (self, error);
      return;
    }

  text = g_strdup_printf (ngettext ("%u box deleted", "%u boxes deleted", keys->len), keys->len);
  set_undo_toast (self, text);
}

void
lw_label_page_set_flags (LwLabelPage *self,
                         guint        flags)
{
  g_autoptr (GArray) keys = lw_label_page_dup_selection (self);
  g_autoptr (GError) error = NULL;

  if (keys->len == 1 && lw_label_page_can_edit (self) &&
      !lw_project_set_box_flags (self->project, g_array_index (keys, gint64, 0), flags, &error))
    show_error (self, error);
}

/* What is selected, as rows to be added again: (element-type LwBoxRow). */
static GArray *
copy_selection (LwLabelPage *self)
{
  GArray       *rows = g_array_new (FALSE, FALSE, sizeof (LwBoxRow));
  gsize         n_keys;
  const gint64 *keys = lw_canvas_get_selection (self->canvas, &n_keys);

  for (gsize i = 0; i < n_keys; i++)
    {
      const LwShownBox *box = lw_box_model_find_box (self->boxes, keys[i]);
      const LwBoxRow    row = {
           .class_key = box != NULL ? box->class_key : 0,
           .rect = box != NULL ? box->rect : (LwRect){ 0, 0, 0, 0 },
           .flags = box != NULL ? box->flags : 0,
      };

      if (box != NULL)
        g_array_append_val (rows, row);
    }

  return rows;
}

/* Puts copies on the image as one step, moved by @offset where that is inside, and
 * selects them. */
static void
add_copies (LwLabelPage  *self,
            const GArray *rows,
            double        offset)
{
  g_autoptr (LwImageItem) image = lw_image_list_dup_item (lw_project_get_images (self->project), self->image_key);
  g_autoptr (GArray) moved = g_array_copy ((GArray *) rows);
  g_autoptr (GArray) keys = g_array_new (FALSE, TRUE, sizeof (gint64));
  g_autoptr (GError) error = NULL;
  const int width = lw_image_item_get_width (image);
  const int height = lw_image_item_get_height (image);

  if (rows->len == 0)
    return;

  for (guint i = 0; i < moved->len; i++)
    {
      LwRect *rect = &g_array_index (moved, LwBoxRow, i).rect;

      *rect = (LwRect){ rect->x0 + offset, rect->y0 + offset, rect->x1 + offset, rect->y1 + offset };

      if (width > 0 && height > 0)
        *rect = lw_rect_push_inside (*rect, width, height);
    }

  g_array_set_size (keys, moved->len);

  if (lw_project_add_boxes (self->project, self->image_key, (const LwBoxRow *) moved->data, moved->len,
                            (gint64 *) keys->data, &error))
    lw_label_page_select (self, keys);
  else
    show_error (self, error);
}

static void
duplicate_action (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       user_data)
{
  LwLabelPage *self = user_data;
  g_autoptr (GArray) copies = NULL;

  if (!lw_label_page_can_edit (self))
    return;

  copies = copy_selection (self);
  add_copies (self, copies, COPY_OFFSET_PX);
}

static void
copy_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  LwLabelPage     *self = user_data;
  g_autofree char *text = NULL;

  g_clear_pointer (&self->clipboard, g_array_unref);
  self->clipboard = copy_selection (self);

  text = g_strdup_printf (ngettext ("%u box copied", "%u boxes copied", self->clipboard->len), self->clipboard->len);
  lw_label_page_show_notice (self, text);
  lw_label_page_update_actions (self);
}

static void
paste_action (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  LwLabelPage *self = user_data;

  if (self->clipboard != NULL && lw_label_page_can_edit (self))
    add_copies (self, self->clipboard, 0);
}

static void
from_previous_action (GSimpleAction *action,
                      GVariant      *parameter,
                      gpointer       user_data)
{
  LwLabelPage *self = user_data;
  LwImageList *images;
  guint        position;
  g_autoptr (LwImageItem) previous = NULL;
  g_autoptr (GArray) rows = NULL;
  g_autoptr (GError) error = NULL;

  if (!lw_label_page_can_edit (self))
    return;

  images = lw_project_get_images (self->project);
  position = lw_image_list_find (images, self->image_key);

  if (position == 0 || position == G_MAXUINT)
    {
      lw_label_page_show_notice (self, _ ("There is no previous image in the list."));
      return;
    }

  previous = g_list_model_get_item (G_LIST_MODEL (images), position - 1);
  rows = lw_project_list_boxes (self->project, lw_image_item_get_key (previous), &error);

  if (rows == NULL)
    show_error (self, error);
  else if (rows->len == 0)
    lw_label_page_show_notice (self, _ ("You have no boxes on the previous image."));
  else
    add_copies (self, rows, 0);
}

static void
select_all_action (GSimpleAction *action,
                   GVariant      *parameter,
                   gpointer       user_data)
{
  LwLabelPage *self = user_data;
  g_autoptr (GArray) keys = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < lw_box_model_get_n_boxes (self->boxes); i++)
    g_array_append_val (keys, lw_box_model_get_box (self->boxes, i)->key);

  lw_label_page_select (self, keys);
}

/* --- Undo --- */

/* What came back, or was changed back, is what the next key is about. */
static void
select_stepped (LwLabelPage *self)
{
  g_autoptr (GArray) keys = lw_project_list_stepped_boxes (self->project);

  for (guint i = keys->len; i > 0; i--)
    if (lw_box_model_find_box (self->boxes, g_array_index (keys, gint64, i - 1)) == NULL)
      g_array_remove_index (keys, i - 1);

  if (keys->len == 0)
    return;

  lw_label_page_select (self, keys);
  lw_canvas_scroll_to_box (self->canvas, g_array_index (keys, gint64, 0));
}

static void
stepped_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (LwLabelPage) self = user_data;
  g_autoptr (GError) error = NULL;
  gint64 image_key = 0;

  if (LW_PROJECT (source) != self->project)
    return;

  if (!lw_project_step_finish (self->project, result, &image_key, &error))
    {
      show_error (self, error);
      return;
    }

  if (image_key != 0 && image_key != self->image_key)
    lw_label_page_show_image (self, image_key);

  select_stepped (self);
}

static void
undo_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  LwLabelPage *self = user_data;

  if (!lw_label_page_can_edit (self))
    return;

  lw_project_undo_async (self->project, stepped_cb, g_object_ref (self));
}

static void
redo_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  LwLabelPage *self = user_data;

  if (!lw_label_page_can_edit (self))
    return;

  lw_project_redo_async (self->project, stepped_cb, g_object_ref (self));
}

static const GActionEntry entries[] = {
  { .name = "delete", .activate = delete_action },
  { .name = "duplicate", .activate = duplicate_action },
  { .name = "copy", .activate = copy_action },
  { .name = "paste", .activate = paste_action },
  { .name = "from-previous", .activate = from_previous_action },
  { .name = "select-all", .activate = select_all_action },
  { .name = "undo", .activate = undo_action },
  { .name = "redo", .activate = redo_action },
};

void
lw_label_page_add_edit_actions (LwLabelPage *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
}

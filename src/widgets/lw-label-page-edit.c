/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-label-page-private.h"

#include "lw-toast.h"

#include <glib/gi18n-lib.h>

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
  self->undo_toast = lw_toast_show_action (GTK_WIDGET (self), text, _ ("_Undo"), "label.undo");
}

/* FALSE where nothing is left. */
static gboolean
leave_out_locked (LwLabelPage *self,
                  GArray      *keys)
{
  guint            n_before = keys->len;
  g_autofree char *text = NULL;

  for (guint i = keys->len; i-- > 0;)
    if (lw_label_page_is_locked (self, g_array_index (keys, gint64, i)))
      g_array_remove_index (keys, i);

  if (keys->len < n_before)
    {
      text = g_strdup_printf (ngettext ("%u locked box is kept: unlock it first", "%u locked boxes are kept: unlock them first", n_before - keys->len), n_before - keys->len);
      lw_canvas_announce (self->canvas, text);
    }

  return keys->len > 0;
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

  if (keys->len == 0 || !lw_label_page_can_edit (self) || !leave_out_locked (self, keys))
    return;

  if (!lw_project_remove_boxes (self->project, (const gint64 *) keys->data, keys->len, &error))
    {
      show_error (self, error);
      return;
    }

  text = g_strdup_printf (ngettext ("%u box deleted", "%u boxes deleted", keys->len), keys->len);
  lw_label_page_say (self, text);
  set_undo_toast (self, text);
}

/* --- Undo --- */

/* What came back, or was changed back, is what the next key is about. */
static void
select_stepped (LwLabelPage *self)
{
  g_autoptr (GArray) keys = lw_project_list_stepped_boxes (self->project);

  lw_label_page_finish_boxes (self);
  for (guint i = keys->len; i > 0; i--)
    if (lw_box_model_find_box (self->boxes, g_array_index (keys, gint64, i - 1)) == NULL)
      g_array_remove_index (keys, i - 1);

  if (keys->len == 0)
    return;

  lw_label_page_select (self, keys);
  lw_canvas_scroll_to_box (self->canvas, g_array_index (keys, gint64, 0));
}

/* FALSE where it was not made; the user has been told why. */
static gboolean
finish_step (LwLabelPage  *self,
             GObject      *source,
             GAsyncResult *result,
             gboolean     *is_elsewhere)
{
  g_autoptr (GError) error = NULL;
  gint64 image_key = 0;

  if (LW_PROJECT (source) != self->project)
    return FALSE;

  if (!lw_project_step_finish (self->project, result, &image_key, &error))
    {
      show_error (self, error);
      return FALSE;
    }

  *is_elsewhere = image_key != 0 && image_key != self->image_key;

  if (*is_elsewhere)
    lw_label_page_show_image (self, image_key);

  select_stepped (self);

  return TRUE;
}

static void
undone_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (LwLabelPage) self = user_data;
  gboolean         is_elsewhere = FALSE;
  g_autofree char *label = NULL;
  g_autofree char *text = NULL;

  if (!finish_step (self, source, result, &is_elsewhere))
    return;

  /* What could be done again is what has just been undone. */
  g_object_get (self->project, "redo-label", &label, NULL);
  /* Translators: a step that was taken back: "Undone: Move box" */
  text = g_strdup_printf (_ ("Undone: %s"), label != NULL ? label : "");
  lw_label_page_say_step (self, text, is_elsewhere);
}

static void
redone_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (LwLabelPage) self = user_data;
  gboolean         is_elsewhere = FALSE;
  g_autofree char *label = NULL;
  g_autofree char *text = NULL;

  if (!finish_step (self, source, result, &is_elsewhere))
    return;

  g_object_get (self->project, "undo-label", &label, NULL);
  /* Translators: a step that had been taken back: "Done again: Move box" */
  text = g_strdup_printf (_ ("Done again: %s"), label != NULL ? label : "");
  lw_label_page_say_step (self, text, is_elsewhere);
}

static void
jumped_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (LwLabelPage) self = user_data;
  gboolean is_elsewhere = FALSE;

  finish_step (self, source, result, &is_elsewhere);
}

void
lw_label_page_jump (LwLabelPage *self,
                    gint64       group_key)
{
  g_return_if_fail (LW_IS_LABEL_PAGE (self));

  if (lw_label_page_can_edit (self))
    lw_project_jump_async (self->project, group_key, jumped_cb, g_object_ref (self));
}

static void
undo_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  LwLabelPage *self = user_data;

  if (!lw_label_page_can_edit (self))
    return;

  lw_project_undo_async (self->project, undone_cb, g_object_ref (self));
}

static void
redo_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  LwLabelPage *self = user_data;

  if (!lw_label_page_can_edit (self))
    return;

  lw_project_redo_async (self->project, redone_cb, g_object_ref (self));
}

static const GActionEntry entries[] = {
  { .name = "delete", .activate = delete_action },
  { .name = "undo", .activate = undo_action },
  { .name = "redo", .activate = redo_action },
};

void
lw_label_page_add_edit_actions (LwLabelPage *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
}

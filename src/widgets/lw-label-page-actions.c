/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-label-page-private.h"

#include "lw-name-dialog.h"
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

static void
select_one (LwLabelPage *self,
            gint64       key)
{
  g_autoptr (GArray) keys = g_array_new (FALSE, FALSE, sizeof (gint64));

  g_array_append_val (keys, key);
  lw_label_page_select (self, keys);
}

/* --- Drawing --- */

static void
add_box (LwLabelPage *self,
         gint64       class_key,
         LwRect       rect)
{
  g_autoptr (GError) error = NULL;
  gint64 key;

  if (lw_project_add_box (self->project, self->image_key, class_key, rect, &key, &error))
    select_one (self, key);
  else
    show_error (self, error);
}

static void
first_class_cb (const char *name,
                gpointer    user_data)
{
  LwLabelPage *self = user_data;
  g_autoptr (GError) error = NULL;
  gint64 class_key;

  lw_label_page_focus_canvas (self);

  if (name == NULL || !lw_label_page_can_edit (self))
    return;

  if (!lw_project_add_class (self->project, name, &class_key, &error))
    {
      show_error (self, error);
      return;
    }

  lw_class_palette_set_current (self->palette, class_key);
  add_box (self, class_key, self->pending_rect);
}

void
lw_label_page_add_drawn_box (LwLabelPage *self,
                             LwRect       rect)
{
  const LwNameQuestion question = {
    .heading = _ ("What Is in the Box?"),
    .body = _ ("The first box needs a class. You can add more classes on the right."),
    .entry_label = _ ("Name of the class"),
    .accept = _ ("_Add"),
  };
  gint64 class_key = lw_class_palette_get_current (self->palette);

  if (!lw_label_page_can_edit (self))
    return;

  if (class_key != 0)
    add_box (self, class_key, rect);
  else
    {
      self->pending_rect = rect;
      lw_name_dialog_ask (GTK_WIDGET (self), &question, first_class_cb, self);
    }
}

/* --- Classes --- */

void
lw_label_page_set_class (LwLabelPage *self,
                         gint64       class_key)
{
  g_autoptr (GArray) keys = lw_label_page_dup_selection (self);
  g_autoptr (GError) error = NULL;

  lw_class_palette_set_current (self->palette, class_key);

  if (keys->len > 0 && lw_label_page_can_edit (self) &&
      !lw_project_set_box_class (self->project, (const gint64 *) keys->data, keys->len, class_key, &error))
    show_error (self, error);

  lw_label_page_focus_canvas (self);
}

void
lw_label_page_toggle_tag (LwLabelPage *self,
                          gint64       class_key)
{
  g_autoptr (GError) error = NULL;

  if (lw_label_page_can_edit (self) &&
      !lw_project_toggle_tag (self->project, self->image_key, class_key, &error))
    show_error (self, error);
}

static gint64
get_class_at (LwLabelPage *self,
              GVariant    *parameter)
{
  const GArray *classes = self->project != NULL ? lw_project_get_classes (self->project) : NULL;
  int           i = g_variant_get_int32 (parameter);

  return classes != NULL && i >= 0 && (guint) i < classes->len ? g_array_index (classes, LwClassRow, i).key : 0;
}

static void
class_action (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  gint64 class_key = get_class_at (user_data, parameter);

  if (class_key != 0)
    lw_label_page_set_class (user_data, class_key);
}

static void
tag_action (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       user_data)
{
  gint64 class_key = get_class_at (user_data, parameter);

  if (class_key != 0)
    lw_label_page_toggle_tag (user_data, class_key);
}

/* By the place of the key: with Shift a digit is another character on most
 * keyboards, and shortcuts are matched by character. */
static gboolean
tag_key_cb (GtkEventControllerKey *controller,
            guint                  keyval,
            guint                  keycode,
            GdkModifierType        state,
            gpointer               user_data)
{
  GdkDisplay *display = gtk_widget_get_display (user_data);
  int         group = gtk_event_controller_key_get_group (controller);
  guint       plain;

  if ((state & (GDK_SHIFT_MASK | GDK_CONTROL_MASK | GDK_ALT_MASK)) != GDK_SHIFT_MASK ||
      !gdk_display_translate_key (display, keycode, 0, group, &plain, NULL, NULL, NULL) ||
      plain < GDK_KEY_0 || plain > GDK_KEY_9)
    return GDK_EVENT_PROPAGATE;

  gtk_widget_activate_action (user_data, "label.tag", "i", (int) ((plain - GDK_KEY_0 + 9) % 10));

  return GDK_EVENT_STOP;
}

void
lw_label_page_add_tag_keys (LwLabelPage *self)
{
  GtkEventController *controller = gtk_event_controller_key_new ();

  g_signal_connect (controller, "key-pressed", G_CALLBACK (tag_key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
}

static void
edit_class_action (GSimpleAction *action,
                   GVariant      *parameter,
                   gpointer       user_data)
{
  LwLabelPage *self = user_data;

  /* Enter is first of all the canvas's own: it sets corners while drawing. */
  if (lw_canvas_get_drawing_mode (self->canvas))
    lw_canvas_place_corner (self->canvas);
  else
    lw_box_inspector_open_class (self->inspector);
}

/* --- Moving through the images --- */

static gboolean
step (LwLabelPage *self,
      int          direction)
{
  LwImageList *images;
  guint        position, n_images;
  g_autoptr (LwImageItem) item = NULL;

  if (self->project == NULL)
    return FALSE;

  images = lw_project_get_images (self->project);
  n_images = g_list_model_get_n_items (G_LIST_MODEL (images));
  position = lw_image_list_find (images, self->image_key);

  if (position == G_MAXUINT)
    position = 0;
  else if (direction > 0 ? position + 1 >= n_images : position == 0)
    {
      lw_label_page_show_notice (self, direction > 0 ? _ ("This is the last image of the list.") : _ ("This is the first image of the list."));
      return FALSE;
    }
  else
    position += direction;

  item = g_list_model_get_item (G_LIST_MODEL (images), position);

  if (item != NULL)
    lw_label_page_show_image (self, lw_image_item_get_key (item));

  return item != NULL;
}

static void
next_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  step (user_data, 1);
}

static void
previous_action (GSimpleAction *action,
                 GVariant      *parameter,
                 gpointer       user_data)
{
  step (user_data, -1);
}

static void
set_progress_and_step (LwLabelPage *self,
                       LwProgress   progress)
{
  g_autoptr (GError) error = NULL;

  if (!lw_label_page_can_edit (self))
    return;

  if (lw_project_set_progress (self->project, self->image_key, progress, &error))
    step (self, 1);
  else
    show_error (self, error);
}

static void
done_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  set_progress_and_step (user_data, LW_PROGRESS_DONE);
}

static void
skip_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  set_progress_and_step (user_data, LW_PROGRESS_SKIPPED);
}

static void
reopen_action (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  LwLabelPage *self = user_data;
  g_autoptr (GError) error = NULL;

  if (lw_label_page_can_edit (self) &&
      !lw_project_set_progress (self->project, self->image_key, LW_PROGRESS_OPEN, &error))
    show_error (self, error);
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

static void
saved_action (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  lw_toast_show (GTK_WIDGET (user_data), _ ("Everything is kept as you work"));
}

/* --- View --- */

static void
draw_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  LwLabelPage *self = user_data;

  lw_canvas_set_drawing_mode (self->canvas, !lw_canvas_get_drawing_mode (self->canvas));
  lw_label_page_focus_canvas (self);
}

static void
back_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  LwLabelPage *self = user_data;
  GtkWindow   *window = GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));

  if (!lw_canvas_step_back (self->canvas) && gtk_window_is_fullscreen (window))
    gtk_window_unfullscreen (window);

  lw_label_page_focus_canvas (self);
}

static void
search_action (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  LwLabelPage *self = user_data;

  g_object_set (self, "show-sidebar", TRUE, NULL);
  lw_image_sidebar_focus_search (self->sidebar);
}

static void
focus_canvas_action (GSimpleAction *action,
                     GVariant      *parameter,
                     gpointer       user_data)
{
  lw_label_page_focus_canvas (user_data);
}

static void
zoom_in_action (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       user_data)
{
  lw_canvas_zoom_in (LW_LABEL_PAGE (user_data)->canvas);
}

static void
zoom_out_action (GSimpleAction *action,
                 GVariant      *parameter,
                 gpointer       user_data)
{
  lw_canvas_zoom_out (LW_LABEL_PAGE (user_data)->canvas);
}

static void
fit_action (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       user_data)
{
  lw_canvas_zoom_fit (LW_LABEL_PAGE (user_data)->canvas);
}

static void
actual_size_action (GSimpleAction *action,
                    GVariant      *parameter,
                    gpointer       user_data)
{
  lw_canvas_zoom_actual (LW_LABEL_PAGE (user_data)->canvas);
}

static const GActionEntry entries[] = {
  { .name = "next", .activate = next_action },
  { .name = "previous", .activate = previous_action },
  { .name = "done", .activate = done_action },
  { .name = "skip", .activate = skip_action },
  { .name = "reopen", .activate = reopen_action },
  { .name = "search", .activate = search_action },
  { .name = "draw", .activate = draw_action },
  { .name = "back", .activate = back_action },
  { .name = "delete", .activate = delete_action },
  { .name = "duplicate", .activate = duplicate_action },
  { .name = "copy", .activate = copy_action },
  { .name = "paste", .activate = paste_action },
  { .name = "from-previous", .activate = from_previous_action },
  { .name = "select-all", .activate = select_all_action },
  { .name = "undo", .activate = undo_action },
  { .name = "redo", .activate = redo_action },
  { .name = "saved", .activate = saved_action },
  { .name = "class", .activate = class_action, .parameter_type = "i" },
  { .name = "tag", .activate = tag_action, .parameter_type = "i" },
  { .name = "edit-class", .activate = edit_class_action },
  { .name = "focus-canvas", .activate = focus_canvas_action },
  { .name = "zoom-in", .activate = zoom_in_action },
  { .name = "zoom-out", .activate = zoom_out_action },
  { .name = "fit", .activate = fit_action },
  { .name = "actual-size", .activate = actual_size_action },
};

void
lw_label_page_add_actions (LwLabelPage *self)
{
  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
}

static void
set_enabled (LwLabelPage *self,
             const char  *name,
             gboolean     enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

void
lw_label_page_update_actions (LwLabelPage *self)
{
  gboolean can_edit = lw_label_page_can_edit (self);
  gboolean can_undo = FALSE, can_redo = FALSE;
  gsize    n_selected;

  lw_canvas_get_selection (self->canvas, &n_selected);

  if (self->project != NULL)
    g_object_get (self->project, "can-undo", &can_undo, "can-redo", &can_redo, NULL);

  set_enabled (self, "undo", can_edit && can_undo);
  set_enabled (self, "redo", can_edit && can_redo);
  set_enabled (self, "delete", can_edit && n_selected > 0);
  set_enabled (self, "duplicate", can_edit && n_selected > 0);
  set_enabled (self, "copy", n_selected > 0);
  set_enabled (self, "paste", can_edit && self->clipboard != NULL && self->clipboard->len > 0);
  set_enabled (self, "from-previous", can_edit);
  set_enabled (self, "done", can_edit);
  set_enabled (self, "skip", can_edit);
  set_enabled (self, "reopen", can_edit);
  set_enabled (self, "draw", can_edit);
}

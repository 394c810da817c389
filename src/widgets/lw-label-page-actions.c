/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-label-page-private.h"

#include "lw-progress-text.h"
#include "lw-toast.h"

#include <glib/gi18n-lib.h>

static void
show_error (LwLabelPage  *self,
            const GError *error)
{
  lw_toast_show_error (GTK_WIDGET (self), error);
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
      lw_label_page_say (self, direction > 0 ? _ ("This is the last image of the list.") : _ ("This is the first image of the list."));
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

  if (!lw_project_set_progress (self->project, self->image_key, progress, &error))
    show_error (self, error);
  else if (step (self, 1))
    lw_label_page_say_image (self, lw_progress_to_text (progress));
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

  if (!lw_label_page_can_edit (self))
    return;

  if (lw_project_set_progress (self->project, self->image_key, LW_PROGRESS_OPEN, &error))
    lw_label_page_say_image (self, NULL);
  else
    show_error (self, error);
}

/* --- View --- */

static void
saved_action (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  lw_toast_show (GTK_WIDGET (user_data), _ ("Everything is kept as you work"));
}

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
filter_action (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  LwLabelPage *self = user_data;

  g_object_set (self, "show-sidebar", TRUE, NULL);
  lw_image_sidebar_show_filter (self->sidebar);
}

static void
show_all_action (GSimpleAction *action,
                 GVariant      *parameter,
                 gpointer       user_data)
{
  lw_image_sidebar_show_all (LW_LABEL_PAGE (user_data)->sidebar);
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
  lw_label_page_say_zoom (user_data);
}

static void
zoom_out_action (GSimpleAction *action,
                 GVariant      *parameter,
                 gpointer       user_data)
{
  lw_canvas_zoom_out (LW_LABEL_PAGE (user_data)->canvas);
  lw_label_page_say_zoom (user_data);
}

static void
fit_action (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       user_data)
{
  lw_canvas_zoom_fit (LW_LABEL_PAGE (user_data)->canvas);
  lw_label_page_say_zoom (user_data);
}

static void
actual_size_action (GSimpleAction *action,
                    GVariant      *parameter,
                    gpointer       user_data)
{
  lw_canvas_zoom_actual (LW_LABEL_PAGE (user_data)->canvas);
  lw_label_page_say_zoom (user_data);
}

static const GActionEntry entries[] = {
  { .name = "next", .activate = next_action },
  { .name = "previous", .activate = previous_action },
  { .name = "done", .activate = done_action },
  { .name = "skip", .activate = skip_action },
  { .name = "reopen", .activate = reopen_action },
  { .name = "search", .activate = search_action },
  { .name = "filter", .activate = filter_action },
  { .name = "show-all", .activate = show_all_action },
  { .name = "draw", .activate = draw_action },
  { .name = "back", .activate = back_action },
  { .name = "saved", .activate = saved_action },
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
  lw_label_page_add_class_actions (self);
  lw_label_page_add_guideline_actions (self);
  lw_label_page_add_edit_actions (self);
  lw_label_page_add_clipboard_actions (self);
  lw_label_page_add_select_actions (self);
  lw_label_page_add_arrange_actions (self);
  lw_label_page_add_hide_actions (self);
  lw_label_page_add_flow_actions (self);
  lw_label_page_add_attribute_actions (self);
  lw_label_page_add_grid_actions (self);
  lw_label_page_add_walk_actions (self);
  lw_label_page_add_tone_actions (self);
  lw_label_page_add_view_actions (self);
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
  gboolean has_project = self->project != NULL;
  gboolean can_undo = FALSE, can_redo = FALSE;
  gsize    n_selected;

  lw_canvas_get_selection (self->canvas, &n_selected);

  if (self->project != NULL)
    g_object_get (self->project, "can-undo", &can_undo, "can-redo", &can_redo, NULL);

  set_enabled (self, "undo", can_edit && can_undo);
  set_enabled (self, "redo", can_edit && can_redo);
  set_enabled (self, "delete", can_edit && n_selected > 0);
  set_enabled (self, "duplicate", can_edit && n_selected > 0);
  set_enabled (self, "difficult", can_edit && n_selected > 0);
  set_enabled (self, "truncated", can_edit && n_selected > 0);
  set_enabled (self, "occluded", can_edit && n_selected > 0);
  set_enabled (self, "crowd", can_edit && n_selected > 0);
  set_enabled (self, "copy", n_selected > 0);
  set_enabled (self, "cut", can_edit && n_selected > 0);
  set_enabled (self, "paste", can_edit);
  set_enabled (self, "paste-here", can_edit);
  set_enabled (self, "paste-at-menu", can_edit);
  set_enabled (self, "lock", can_edit && n_selected > 0);
  set_enabled (self, "four-points", can_edit);
  set_enabled (self, "from-previous", can_edit);
  set_enabled (self, "done", can_edit);
  set_enabled (self, "skip", can_edit);
  set_enabled (self, "reopen", can_edit);
  set_enabled (self, "flag", can_edit);
  set_enabled (self, "unflag", can_edit);
  set_enabled (self, "draw", can_edit);
  set_enabled (self, "grid", has_project);
  set_enabled (self, "walk", has_project);
  set_enabled (self, "attributes", has_project);
  set_enabled (self, "edit-classes", has_project);
  lw_label_page_update_arrange_actions (self);
}

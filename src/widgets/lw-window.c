/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-window-private.h"

#include "lw-export-dialog.h"
#include "lw-file-chooser.h"
#include "lw-frame-log.h"
#include "lw-import-dialog.h"
#include "lw-keys.h"
#include "lw-names.h"
#include "lw-settings.h"
#include "lw-toast-overlay.h"
#include "lw-ui.h"

#include <glib/gi18n-lib.h>

G_DEFINE_FINAL_TYPE (LwWindow, lw_window, ADW_TYPE_APPLICATION_WINDOW)

/* --- Messages that stay --- */

void
lw_window_show_notice (LwWindow   *self,
                       const char *text)
{
  gtk_label_set_label (self->notice_label, text != NULL ? text : "");
  gtk_widget_set_visible (self->notice_box, text != NULL);
}

static void
notice_closed_cb (LwWindow *self)
{
  lw_window_show_notice (self, NULL);
}

/* --- The project --- */

static void
update_history (LwWindow *self)
{
  g_autofree char *undo_label = NULL;
  g_autofree char *redo_label = NULL;
  g_autofree char *undo_text = NULL;
  g_autofree char *redo_text = NULL;

  if (self->project == NULL)
    return;

  g_object_get (self->project, "undo-label", &undo_label, "redo-label", &redo_label, NULL);

  /* Translators: a step of the history: "Undo: Draw box" */
  undo_text = undo_label != NULL ? g_strdup_printf (_ ("Undo: %s"), undo_label) : g_strdup (_ ("Nothing to Undo"));
  redo_text = redo_label != NULL ? g_strdup_printf (_ ("Redo: %s"), redo_label) : g_strdup (_ ("Nothing to Redo"));
  lw_keys_set_tooltip (self->undo_button, undo_text, "label.undo");
  lw_keys_set_tooltip (self->redo_button, redo_text, "label.redo");
}

static void
set_enabled (LwWindow   *self,
             const char *name,
             gboolean    enabled)
{
  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self), name)), enabled);
}

void
lw_window_update_actions (LwWindow *self)
{
  gboolean has_project = self->project != NULL;
  gboolean is_busy = has_project && lw_project_is_busy (self->project);
  gboolean can_edit = has_project && !is_busy && lw_project_get_read_only_reason (self->project) == NULL;

  set_enabled (self, "start", has_project && !is_busy);
  set_enabled (self, "import", can_edit);
  set_enabled (self, "export", has_project && !is_busy);
  set_enabled (self, "history", has_project);
  set_enabled (self, "annotator", has_project && !is_busy);
  set_enabled (self, "add-annotator", can_edit);
  set_enabled (self, "open", !is_busy && self->opening == NULL);
  set_enabled (self, "open-folder", !is_busy && self->opening == NULL);
  set_enabled (self, "demo", !is_busy && self->opening == NULL);
}

void
lw_window_set_project (LwWindow  *self,
                       LwProject *project)
{
  if (self->project != NULL)
    g_signal_handlers_disconnect_by_data (self->project, self);

  lw_window_forget_layers (self);
  g_set_object (&self->project, project);
  lw_label_page_set_project (self->label_page, project);
  lw_history_popover_set_project (self->history_popover, project);
  lw_window_show_notice (self, project != NULL ? lw_project_get_read_only_reason (project) : NULL);

  gtk_widget_set_visible (self->back_button, project != NULL);
  gtk_widget_set_visible (self->history_box, project != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->annotator_button), project != NULL);
  gtk_stack_set_visible_child_name (self->stack, project != NULL ? "label" : "start");
  adw_window_title_set_title (self->window_title, project != NULL ? lw_project_get_title (project) : _ ("Labelwright"));
  gtk_window_set_title (GTK_WINDOW (self), project != NULL ? lw_project_get_title (project) : _ ("Labelwright"));

  if (project == NULL)
    lw_start_page_reload (self->start_page);
  else
    {
      g_signal_connect_object (project, "annotators-changed", G_CALLBACK (lw_window_update_annotators), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (project, "notify::annotator-key", G_CALLBACK (lw_window_update_annotators), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (project, "notify::undo-label", G_CALLBACK (update_history), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (project, "notify::redo-label", G_CALLBACK (update_history), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (project, "notify::busy", G_CALLBACK (lw_window_update_actions), self, G_CONNECT_SWAPPED);
      lw_window_update_annotators (self);
      update_history (self);
      lw_window_choose_annotator (self);
      lw_label_page_focus_canvas (self->label_page);
    }

  lw_window_update_actions (self);
}

/* --- Actions --- */

static void
start_action (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  lw_window_set_project (user_data, NULL);
}

static void
open_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  lw_file_chooser_ask (user_data, LW_CHOOSE_PROJECT_OR_ANNOTATIONS, _ ("Open a Project or an Annotation File"), NULL,
                       lw_window_open_chosen, user_data);
}

static void
open_folder_action (GSimpleAction *action,
                    GVariant      *parameter,
                    gpointer       user_data)
{
  lw_file_chooser_ask (user_data, LW_CHOOSE_FOLDER, _ ("Open a Folder of Images"), NULL, lw_window_open_chosen, user_data);
}

static void
demo_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  lw_window_open_demo (user_data);
}

static void
import_action (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  LwWindow *self = user_data;

  lw_import_dialog_present (GTK_WINDOW (self), self->project, NULL);
}

static void
export_action (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  LwWindow *self = user_data;

  lw_export_dialog_present (GTK_WINDOW (self), self->project);
}

static void
annotator_action (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       user_data)
{
  lw_window_set_annotator (user_data, g_variant_get_string (parameter, NULL));
}

static void
add_annotator_action (GSimpleAction *action,
                      GVariant      *parameter,
                      gpointer       user_data)
{
  lw_window_ask_annotator (user_data);
}

static void
fullscreen_action (GSimpleAction *action,
                   GVariant      *parameter,
                   gpointer       user_data)
{
  if (gtk_window_is_fullscreen (user_data))
    gtk_window_unfullscreen (user_data);
  else
    gtk_window_fullscreen (user_data);
}

static void
history_action (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       user_data)
{
  gtk_menu_button_popup (LW_WINDOW (user_data)->history_button);
}

static void
jump_requested_cb (LwWindow *self,
                   gint64    group_key)
{
  lw_label_page_jump (self->label_page, group_key);
}

static void
menu_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  gtk_menu_button_popup (LW_WINDOW (user_data)->menu_button);
}

static void
next_part_action (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       user_data)
{
  lw_window_focus_next_part (user_data, 1);
}

static void
previous_part_action (GSimpleAction *action,
                      GVariant      *parameter,
                      gpointer       user_data)
{
  lw_window_focus_next_part (user_data, -1);
}

static const GActionEntry entries[] = {
  { .name = "start", .activate = start_action },
  { .name = "open", .activate = open_action },
  { .name = "open-folder", .activate = open_folder_action },
  { .name = "demo", .activate = demo_action },
  { .name = "import", .activate = import_action },
  { .name = "export", .activate = export_action },
  { .name = "annotator", .activate = annotator_action, .parameter_type = "s", .state = "''" },
  { .name = "add-annotator", .activate = add_annotator_action },
  { .name = "fullscreen", .activate = fullscreen_action },
  { .name = "menu", .activate = menu_action },
  { .name = "history", .activate = history_action },
  { .name = "next-part", .activate = next_part_action },
  { .name = "previous-part", .activate = previous_part_action },
};

static void
add_actions (LwWindow *self)
{
  g_autoptr (GPropertyAction) sidebar = g_property_action_new ("show-sidebar", self->label_page, "show-sidebar");
  g_autoptr (GPropertyAction) inspector = g_property_action_new ("show-inspector", self->label_page, "show-inspector");

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (sidebar));
  g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (inspector));
  gtk_widget_insert_action_group (GTK_WIDGET (self), "label", lw_label_page_get_actions (self->label_page));
}

/* --- The window itself --- */

/* Closed without choosing, a menu leaves the focus on its button; who was labelling
 * goes on labelling. */
static void
menu_closed_cb (LwWindow *self)
{
  if (self->project != NULL)
    lw_label_page_focus_canvas (self->label_page);
}

void
lw_window_watch_menu (LwWindow      *self,
                      GtkMenuButton *button)
{
  g_signal_connect_object (gtk_menu_button_get_popover (button), "closed", G_CALLBACK (menu_closed_cb), self,
                           G_CONNECT_SWAPPED);
}

static void
fullscreened_cb (LwWindow *self)
{
  gboolean is_fullscreen = gtk_window_is_fullscreen (GTK_WINDOW (self));

  gtk_widget_set_visible (self->header_bar, !is_fullscreen);
  lw_label_page_set_fullscreen (self->label_page, is_fullscreen);
}

/* Not bound to the setting: a window says that it is not maximised until it is shown,
 * which would be remembered. */
static void
maximized_cb (LwWindow *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    g_settings_set_boolean (self->settings, "is-maximized", gtk_window_is_maximized (GTK_WINDOW (self)));
}

/* Asked for earlier, it is lost under X11. */
static void
first_mapped_cb (LwWindow *self)
{
  g_signal_handlers_disconnect_by_func (self, first_mapped_cb, NULL);

  if (g_settings_get_boolean (self->settings, "is-maximized"))
    gtk_window_maximize (GTK_WINDOW (self));

  g_signal_connect (self, "notify::maximized", G_CALLBACK (maximized_cb), NULL);
}

static void
restore_state (LwWindow *self)
{
  g_settings_bind (self->settings, "window-width", self, "default-width", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "window-height", self, "default-height", G_SETTINGS_BIND_DEFAULT);
  g_signal_connect_after (self, "map", G_CALLBACK (first_mapped_cb), NULL);
}

static void
lw_window_dispose (GObject *object)
{
  LwWindow *self = LW_WINDOW (object);

  g_clear_handle_id (&self->pulse_source, g_source_remove);
  g_cancellable_cancel (self->opening);

  if (self->project != NULL)
    g_signal_handlers_disconnect_by_data (self->project, self);

  /* Its actions would keep the page alive beyond the window that they are told of. */
  if (self->label_page != NULL)
    {
      lw_label_page_set_project (self->label_page, NULL);
      gtk_widget_insert_action_group (GTK_WIDGET (self), "label", NULL);
      g_action_map_remove_action (G_ACTION_MAP (self), "show-sidebar");
      g_action_map_remove_action (G_ACTION_MAP (self), "show-inspector");
    }

  g_clear_object (&self->project);
  gtk_widget_dispose_template (GTK_WIDGET (object), LW_TYPE_WINDOW);

  G_OBJECT_CLASS (lw_window_parent_class)->dispose (object);

  /* The focus has gone with the widgets. */
  g_clear_handle_id (&self->focus_source, g_source_remove);
}

static void
lw_window_finalize (GObject *object)
{
  LwWindow *self = LW_WINDOW (object);

  g_clear_object (&self->opening);
  g_free (self->import_path);

  G_OBJECT_CLASS (lw_window_parent_class)->finalize (object);
}

static void
lw_window_class_init (LwWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lw_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = lw_window_finalize;

  g_type_ensure (LW_TYPE_START_PAGE);
  g_type_ensure (LW_TYPE_LABEL_PAGE);
  g_type_ensure (LW_TYPE_HISTORY_POPOVER);
  g_type_ensure (LW_TYPE_TOAST_OVERLAY);
  gtk_widget_class_set_template_from_resource (widget_class, LW_UI ("lw-window.ui"));
  gtk_widget_class_bind_template_child (widget_class, LwWindow, header_bar);
  gtk_widget_class_bind_template_child (widget_class, LwWindow, notice_box);
  gtk_widget_class_bind_template_child (widget_class, LwWindow, notice_label);
  gtk_widget_class_bind_template_child (widget_class, LwWindow, busy_label);
  gtk_widget_class_bind_template_child (widget_class, LwWindow, busy_bar);
  gtk_widget_class_bind_template_child (widget_class, LwWindow, busy_cancel);
  gtk_widget_class_bind_template_child (widget_class, LwWindow, window_title);
  gtk_widget_class_bind_template_child (widget_class, LwWindow, back_button);
  gtk_widget_class_bind_template_child (widget_class, LwWindow, undo_button);
  gtk_widget_class_bind_template_child (widget_class, LwWindow, redo_button);
  gtk_widget_class_bind_template_child (widget_class, LwWindow, history_box);
  gtk_widget_class_bind_template_child (widget_class, LwWindow, history_button);
  gtk_widget_class_bind_template_child (widget_class, LwWindow, history_popover);
  gtk_widget_class_bind_template_callback (widget_class, jump_requested_cb);
  gtk_widget_class_bind_template_child (widget_class, LwWindow, open_button);
  gtk_widget_class_bind_template_child (widget_class, LwWindow, menu_button);
  gtk_widget_class_bind_template_child (widget_class, LwWindow, annotator_button);
  gtk_widget_class_bind_template_child (widget_class, LwWindow, annotator_content);
  gtk_widget_class_bind_template_child (widget_class, LwWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, LwWindow, start_page);
  gtk_widget_class_bind_template_child (widget_class, LwWindow, label_page);
  gtk_widget_class_bind_template_callback (widget_class, notice_closed_cb);
  gtk_widget_class_bind_template_callback (widget_class, lw_window_cancel_opening);
  gtk_widget_class_bind_template_callback (widget_class, lw_window_open);
}

static void
lw_window_init (LwWindow *self)
{
  self->settings = lw_settings_get ();

  gtk_widget_init_template (GTK_WIDGET (self));
  lw_names_tidy (GTK_WIDGET (self));
  lw_frame_log_watch (GTK_WINDOW (self));
  add_actions (self);
  restore_state (self);
  lw_window_watch_focus (self);
  lw_window_accept_drops (self);
  lw_window_watch_menu (self, self->open_button);
  lw_window_watch_menu (self, self->history_button);
  lw_keys_set_tooltip (GTK_WIDGET (self->history_button), _ ("History"), "win.history");
  lw_window_watch_menu (self, self->menu_button);
  lw_keys_set_tooltip (GTK_WIDGET (self->menu_button), _ ("Main Menu"), "win.menu");
  lw_keys_write_in_menu (G_MENU (gtk_menu_button_get_menu_model (self->menu_button)));
  g_signal_connect (self, "notify::fullscreened", G_CALLBACK (fullscreened_cb), NULL);
  lw_window_set_project (self, NULL);
}

LwWindow *
lw_window_new (AdwApplication *application)
{
  return g_object_new (LW_TYPE_WINDOW, "application", application, NULL);
}

LwProject *
lw_window_get_project (LwWindow *self)
{
  g_return_val_if_fail (LW_IS_WINDOW (self), NULL);

  return self->project;
}

gboolean
lw_window_is_free (LwWindow *self)
{
  g_return_val_if_fail (LW_IS_WINDOW (self), FALSE);

  return self->project == NULL && self->opening == NULL;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-window.h"

#include "lw-config.h"
#include "lw-demo-maker.h"
#include "lw-export-dialog.h"
#include "lw-file-chooser.h"
#include "lw-frame-log.h"
#include "lw-import-dialog.h"
#include "lw-keys.h"
#include "lw-label-page.h"
#include "lw-name-dialog.h"
#include "lw-open-target.h"
#include "lw-recent.h"
#include "lw-start-page.h"
#include "lw-toast.h"
#include "lw-ui.h"

#include <glib/gi18n-lib.h>

struct _LwWindow
{
  AdwApplicationWindow parent_instance;

  GSettings    *settings;
  LwProject    *project;
  GCancellable *opening;     /* set while the busy page is shown */
  char         *import_path; /* to be offered for import once its project is open */
  guint         pulse_source;

  /* Template */
  GtkWidget        *header_bar, *notice_box;
  GtkLabel         *notice_label, *busy_label;
  GtkProgressBar   *busy_bar;
  GtkWidget        *busy_cancel;
  AdwWindowTitle   *window_title;
  GtkWidget        *back_button, *undo_button, *redo_button, *history_box;
  GtkMenuButton    *menu_button, *annotator_button;
  AdwButtonContent *annotator_content;
  GtkStack         *stack;
  LwStartPage      *start_page;
  LwLabelPage      *label_page;
};

G_DEFINE_FINAL_TYPE (LwWindow, lw_window, ADW_TYPE_APPLICATION_WINDOW)

/* --- Messages that stay --- */

static void
show_notice (LwWindow   *self,
             const char *text)
{
  gtk_label_set_label (self->notice_label, text != NULL ? text : "");
  gtk_widget_set_visible (self->notice_box, text != NULL);
}

static void
notice_closed_cb (LwWindow *self)
{
  show_notice (self, NULL);
}

/* --- Annotators --- */

static const char *
find_annotator_name (LwWindow *self)
{
  const GArray *annotators = lw_project_get_annotators (self->project);
  gint64        key = lw_project_get_annotator_key (self->project);

  for (guint i = 0; i < annotators->len; i++)
    if (g_array_index (annotators, LwAnnotatorRow, i).key == key)
      return g_array_index (annotators, LwAnnotatorRow, i).name;

  return NULL;
}

static void
update_annotators (LwWindow *self)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) people = g_menu_new ();
  g_autoptr (GMenu) more = g_menu_new ();
  g_autofree char *label = NULL;
  const GArray    *annotators = lw_project_get_annotators (self->project);
  const char      *current = find_annotator_name (self);
  GAction         *action = g_action_map_lookup_action (G_ACTION_MAP (self), "annotator");

  for (guint i = 0; i < annotators->len; i++)
    {
      const char *name = g_array_index (annotators, LwAnnotatorRow, i).name;
      g_autoptr (GMenuItem) item = g_menu_item_new (NULL, NULL);
      g_auto (GStrv) parts = g_strsplit (name, "_", -1);
      g_autofree char *escaped = g_strjoinv ("__", parts); /* a menu reads _ as a mnemonic */

      g_menu_item_set_label (item, escaped);
      g_menu_item_set_action_and_target (item, "win.annotator", "s", name);
      g_menu_append_item (people, item);
    }

  g_menu_append (more, _ ("_Add an Annotator…"), "win.add-annotator");
  g_menu_append_section (menu, _ ("Whose labels"), G_MENU_MODEL (people));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (more));
  gtk_menu_button_set_menu_model (self->annotator_button, G_MENU_MODEL (menu));

  g_simple_action_set_state (G_SIMPLE_ACTION (action), g_variant_new_string (current != NULL ? current : ""));
  adw_button_content_set_label (self->annotator_content, current != NULL ? current : _ ("Nobody"));
  label = g_strdup_printf (_ ("Annotator: %s"), current != NULL ? current : _ ("nobody"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->annotator_button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static gboolean
set_annotator (LwWindow   *self,
               const char *name)
{
  g_autoptr (GError) error = NULL;

  if (!lw_project_set_annotator (self->project, name, &error))
    {
      lw_toast_show_error (GTK_WIDGET (self->label_page), error);
      return FALSE;
    }

  return TRUE;
}

static void
annotator_named_cb (const char *name,
                    gpointer    user_data)
{
  LwWindow *self = user_data;

  if (name != NULL && self->project != NULL && set_annotator (self, name))
    g_settings_set_string (self->settings, "annotator-name", name);

  lw_label_page_focus_canvas (self->label_page);
}

static void
ask_annotator (LwWindow *self)
{
  const char    *name = g_get_real_name ();
  LwNameQuestion question = {
    .heading = _ ("Who Is Labelling?"),
    .body = _ ("Every label says who made it. You can switch later at the top of the window."),
    .entry_label = _ ("Your name"),
    .accept = _ ("_Continue"),
  };

  question.initial = g_str_equal (name, "Unknown") ? g_get_user_name () : name;
  lw_name_dialog_ask (GTK_WIDGET (self), &question, annotator_named_cb, self);
}

/* Somebody else's labels are easily taken for lost ones.  Said once, when it has
 * been counted what the annotator has. */
static void
offer_other_layers (LwWindow *self)
{
  const GArray    *annotators = lw_project_get_annotators (self->project);
  GListModel      *images = G_LIST_MODEL (lw_project_get_images (self->project));
  guint            counts[LW_N_PROGRESS] = { 0 };
  g_autofree char *text = NULL;
  g_autofree char *action = NULL;

  g_signal_handlers_disconnect_by_func (self->project, offer_other_layers, self);
  lw_image_list_count_progress (LW_IMAGE_LIST (images), counts);

  if (annotators->len < 2 || counts[LW_PROGRESS_UNSEEN] < g_list_model_get_n_items (images))
    return;

  for (guint i = 0; i < annotators->len; i++)
    {
      const LwAnnotatorRow *row = &g_array_index (annotators, LwAnnotatorRow, i);
      AdwToast             *toast;

      if (row->key == lw_project_get_annotator_key (self->project))
        continue;

      text = g_strdup_printf (_ ("You have no labels here yet; %s has a layer, too"), row->name);
      action = g_strdup_printf ("win.annotator::%s", row->name);
      toast = lw_toast_show_action (GTK_WIDGET (self->label_page), text, _ ("_Show It"), action);

      if (toast != NULL)
        adw_toast_set_timeout (toast, 10);
      return;
    }
}

static void
choose_annotator (LwWindow *self)
{
  const GArray    *annotators = lw_project_get_annotators (self->project);
  g_autofree char *name = g_settings_get_string (self->settings, "annotator-name");

  if (lw_project_get_read_only_reason (self->project) != NULL)
    {
      if (lw_project_get_annotator_key (self->project) == 0 && annotators->len > 0)
        set_annotator (self, g_array_index (annotators, LwAnnotatorRow, 0).name);
    }
  else if (*name == '\0')
    ask_annotator (self);
  else if (set_annotator (self, name))
    g_signal_connect_object (self->project, "counts-changed", G_CALLBACK (offer_other_layers), self,
                             G_CONNECT_SWAPPED);
}

/* --- The project --- */

static void
update_history (LwWindow *self)
{
  g_autofree char *undo_label = NULL;
  g_autofree char *redo_label = NULL;
  g_autofree char *undo_text = NULL;
  g_autofree char *redo_text = NULL;
  g_autofree char *undo_tooltip = NULL;
  g_autofree char *redo_tooltip = NULL;

  if (self->project == NULL)
    return;

  g_object_get (self->project, "undo-label", &undo_label, "redo-label", &redo_label, NULL);

  /* Translators: a step of the history: "Undo: Draw box" */
  undo_text = undo_label != NULL ? g_strdup_printf (_ ("Undo: %s"), undo_label) : g_strdup (_ ("Nothing to Undo"));
  redo_text = redo_label != NULL ? g_strdup_printf (_ ("Redo: %s"), redo_label) : g_strdup (_ ("Nothing to Redo"));
  undo_tooltip = lw_keys_dup_tooltip (undo_text, "label.undo");
  redo_tooltip = lw_keys_dup_tooltip (redo_text, "label.redo");
  gtk_widget_set_tooltip_text (self->undo_button, undo_tooltip);
  gtk_widget_set_tooltip_text (self->redo_button, redo_tooltip);
}

static void
set_enabled (LwWindow   *self,
             const char *name,
             gboolean    enabled)
{
  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self), name)), enabled);
}

static void
update_actions (LwWindow *self)
{
  gboolean has_project = self->project != NULL;
  gboolean is_busy = has_project && lw_project_is_busy (self->project);
  gboolean can_edit = has_project && !is_busy && lw_project_get_read_only_reason (self->project) == NULL;

  set_enabled (self, "start", has_project && !is_busy);
  set_enabled (self, "import", can_edit);
  set_enabled (self, "export", has_project && !is_busy);
  set_enabled (self, "annotator", has_project && !is_busy);
  set_enabled (self, "add-annotator", can_edit);
  set_enabled (self, "open", !is_busy && self->opening == NULL);
  set_enabled (self, "open-folder", !is_busy && self->opening == NULL);
  set_enabled (self, "demo", !is_busy && self->opening == NULL);
}

static void
set_project (LwWindow  *self,
             LwProject *project)
{
  if (self->project != NULL)
    g_signal_handlers_disconnect_by_data (self->project, self);

  g_set_object (&self->project, project);
  lw_label_page_set_project (self->label_page, project);
  show_notice (self, project != NULL ? lw_project_get_read_only_reason (project) : NULL);

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
      g_signal_connect_object (project, "annotators-changed", G_CALLBACK (update_annotators), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (project, "notify::annotator-key", G_CALLBACK (update_annotators), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (project, "notify::undo-label", G_CALLBACK (update_history), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (project, "notify::redo-label", G_CALLBACK (update_history), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (project, "notify::busy", G_CALLBACK (update_actions), self, G_CONNECT_SWAPPED);
      update_annotators (self);
      update_history (self);
      choose_annotator (self);
      lw_label_page_focus_canvas (self->label_page);
    }

  update_actions (self);
}

/* --- Opening --- */

static gboolean
pulse_cb (gpointer user_data)
{
  gtk_progress_bar_pulse (LW_WINDOW (user_data)->busy_bar);

  return G_SOURCE_CONTINUE;
}

static GCancellable *
start_busy (LwWindow   *self,
            const char *text)
{
  set_project (self, NULL);
  gtk_label_set_label (self->busy_label, text);
  gtk_progress_bar_set_fraction (self->busy_bar, 0);
  gtk_stack_set_visible_child_name (self->stack, "busy");

  self->opening = g_cancellable_new ();
  self->pulse_source = g_timeout_add (150, pulse_cb, self);
  update_actions (self);

  return self->opening;
}

static void
stop_busy (LwWindow *self)
{
  g_clear_handle_id (&self->pulse_source, g_source_remove);
  g_clear_object (&self->opening);
  update_actions (self);
}

static void
busy_cancelled_cb (LwWindow *self)
{
  g_cancellable_cancel (self->opening);
}

static void
opened_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (LwWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *import_path = g_steal_pointer (&self->import_path);
  g_autoptr (LwProject) project = lw_project_open_finish (result, &error);

  stop_busy (self);

  /* The window was closed meanwhile. */
  if (self->stack == NULL)
    return;

  if (project == NULL)
    {
      set_project (self, NULL);

      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        show_notice (self, error->message);
      return;
    }

  lw_recent_add (lw_project_get_path (project));
  set_project (self, project);

  if (import_path != NULL && lw_project_get_read_only_reason (project) == NULL)
    lw_import_dialog_present (GTK_WINDOW (self), project, import_path);
}

static gboolean
present_if_open (LwWindow   *self,
                 const char *path)
{
  GList *windows = gtk_application_get_windows (gtk_window_get_application (GTK_WINDOW (self)));

  for (GList *l = windows; l != NULL; l = l->next)
    if (LW_IS_WINDOW (l->data) && LW_WINDOW (l->data)->project != NULL &&
        g_strcmp0 (lw_project_get_path (LW_WINDOW (l->data)->project), path) == 0)
      {
        gtk_window_present (l->data);
        return TRUE;
      }

  return FALSE;
}

void
lw_window_open (LwWindow   *self,
                const char *path)
{
  g_autofree char *folder = NULL;
  g_autofree char *absolute = g_canonicalize_filename (path, NULL);
  g_autofree char *name = g_path_get_basename (absolute);
  g_autofree char *text = g_strdup_printf (_ ("Opening %s"), name);
  LwTargetKind     kind;

  g_return_if_fail (LW_IS_WINDOW (self));

  if (self->opening != NULL || present_if_open (self, absolute))
    return;

  kind = lw_open_target_look (absolute, &folder);
  start_busy (self, text);

  if (kind == LW_TARGET_PROJECT)
    lw_project_open_async (absolute, self->opening, opened_cb, g_object_ref (self));
  else
    {
      g_free (self->import_path);
      self->import_path = kind == LW_TARGET_ANNOTATIONS ? g_strdup (absolute) : NULL;
      lw_project_open_folder_async (folder != NULL ? folder : absolute, self->opening, opened_cb, g_object_ref (self));
    }
}

static void
chosen_cb (const char *path,
           gpointer    user_data)
{
  lw_window_open (user_data, path);
}

static void
demo_progress_cb (double   fraction,
                  gpointer user_data)
{
  LwWindow *self = user_data;

  g_clear_handle_id (&self->pulse_source, g_source_remove);
  gtk_progress_bar_set_fraction (self->busy_bar, fraction);
}

static void
demo_made_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (LwWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = lw_demo_maker_finish (result, &error);

  stop_busy (self);

  if (self->stack == NULL)
    return;

  set_project (self, NULL);

  if (path != NULL)
    lw_window_open (self, path);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    show_notice (self, error->message);
}

/* --- Actions --- */

static void
start_action (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  set_project (user_data, NULL);
}

static void
open_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  lw_file_chooser_ask (user_data, LW_CHOOSE_PROJECT_OR_ANNOTATIONS, _ ("Open a Project or an Annotation File"), NULL,
                       chosen_cb, user_data);
}

static void
open_folder_action (GSimpleAction *action,
                    GVariant      *parameter,
                    gpointer       user_data)
{
  lw_file_chooser_ask (user_data, LW_CHOOSE_FOLDER, _ ("Open a Folder of Images"), NULL, chosen_cb, user_data);
}

static void
demo_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  LwWindow *self = user_data;

  start_busy (self, _ ("Drawing the demonstration"));
  lw_demo_maker_make_async (demo_progress_cb, self, self->opening, demo_made_cb, g_object_ref (self));
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
  set_annotator (user_data, g_variant_get_string (parameter, NULL));
}

static void
add_annotator_action (GSimpleAction *action,
                      GVariant      *parameter,
                      gpointer       user_data)
{
  ask_annotator (user_data);
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
menu_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  gtk_menu_button_popup (LW_WINDOW (user_data)->menu_button);
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

static void
fullscreened_cb (LwWindow *self)
{
  gtk_widget_set_visible (self->header_bar, !gtk_window_is_fullscreen (GTK_WINDOW (self)));
}

static void
restore_state (LwWindow *self)
{
  g_settings_bind (self->settings, "window-width", self, "default-width", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "window-height", self, "default-height", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "is-maximized", self, "maximized", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "show-sidebar", self->label_page, "show-sidebar", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "show-inspector", self->label_page, "show-inspector", G_SETTINGS_BIND_GET);
}

static void
lw_window_dispose (GObject *object)
{
  LwWindow *self = LW_WINDOW (object);

  g_clear_handle_id (&self->pulse_source, g_source_remove);
  g_cancellable_cancel (self->opening);

  if (self->project != NULL)
    g_signal_handlers_disconnect_by_data (self->project, self);

  g_clear_object (&self->project);
  gtk_widget_dispose_template (GTK_WIDGET (object), LW_TYPE_WINDOW);

  G_OBJECT_CLASS (lw_window_parent_class)->dispose (object);
}

static void
lw_window_finalize (GObject *object)
{
  LwWindow *self = LW_WINDOW (object);

  g_clear_object (&self->opening);
  g_clear_object (&self->settings);
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
  gtk_widget_class_bind_template_child (widget_class, LwWindow, menu_button);
  gtk_widget_class_bind_template_child (widget_class, LwWindow, annotator_button);
  gtk_widget_class_bind_template_child (widget_class, LwWindow, annotator_content);
  gtk_widget_class_bind_template_child (widget_class, LwWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, LwWindow, start_page);
  gtk_widget_class_bind_template_child (widget_class, LwWindow, label_page);
  gtk_widget_class_bind_template_callback (widget_class, notice_closed_cb);
  gtk_widget_class_bind_template_callback (widget_class, busy_cancelled_cb);
  gtk_widget_class_bind_template_callback (widget_class, lw_window_open);
}

static void
lw_window_init (LwWindow *self)
{
  self->settings = g_settings_new (LW_APPLICATION_ID);

  gtk_widget_init_template (GTK_WIDGET (self));
  lw_frame_log_watch (GTK_WINDOW (self));
  add_actions (self);
  restore_state (self);
  g_signal_connect (self, "notify::fullscreened", G_CALLBACK (fullscreened_cb), NULL);
  set_project (self, NULL);
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

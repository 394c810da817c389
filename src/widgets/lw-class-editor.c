/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-class-editor.h"

#include "lw-class-editor-text.h"
#include "lw-class-merge-dialog.h"
#include "lw-class-page.h"
#include "lw-class-split-dialog.h"
#include "lw-class-tree-view.h"
#include "lw-name-dialog.h"
#include "lw-names.h"
#include "lw-pane-handle.h"
#include "lw-toast-overlay.h"
#include "lw-toast.h"
#include "lw-ui.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

/* Of a page: how it is told about the class. */
#define SHOW_CLASS "lw-show-class"

/* As wide as the form can be read with ease. */
#define PAGE_WIDTH_PX 560

struct _LwClassEditor
{
  AdwWindow parent_instance;

  LwProject    *project;
  GArray       *box_keys; /* (element-type gint64), nullable */
  GCancellable *working;  /* while a merge or split runs */
  LwClassPage  *page;
  gint64        class_key; /* the one that is selected; 0 for none or several */
  gint64        into_key;  /* the one that takes over while a merge runs */
  guint         focus_source;

  /* Template */
  GtkPaned        *pane;
  LwClassTreeView *tree;
  GtkStack        *stack, *pages;
  GtkWidget       *switcher;
  GtkLabel        *several_label, *work_label;
  GtkWidget       *work_box;
  GtkProgressBar  *work_bar;
};

G_DEFINE_FINAL_TYPE (LwClassEditor, lw_class_editor, ADW_TYPE_WINDOW)

/* --- What is selected --- */

static void
show_class (LwClassEditor *self,
            gint64         class_key)
{
  self->class_key = class_key;

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->pages)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      LwClassPageFunc func = (LwClassPageFunc) g_object_get_data (G_OBJECT (child), SHOW_CLASS);

      if (func != NULL)
        func (g_object_get_data (G_OBJECT (child), "lw-page"), class_key);
    }
}

static void
update_actions (LwClassEditor *self)
{
  g_autoptr (GArray) keys = lw_class_tree_view_dup_selection (self->tree);
  const gboolean can_edit = self->project != NULL && !lw_project_is_busy (self->project) &&
                            lw_project_get_read_only_reason (self->project) == NULL;
  GtkWidget *widget = GTK_WIDGET (self);

  gtk_widget_action_set_enabled (widget, "classes.add", can_edit);
  gtk_widget_action_set_enabled (widget, "classes.read-text", can_edit);
  gtk_widget_action_set_enabled (widget, "classes.merge", can_edit && keys->len > 0);
  gtk_widget_action_set_enabled (widget, "classes.archive", can_edit && keys->len > 0);
  gtk_widget_action_set_enabled (widget, "classes.unarchive", can_edit && keys->len > 0);
  gtk_widget_action_set_enabled (widget, "classes.split", can_edit && keys->len == 1);
  gtk_widget_action_set_enabled (widget, "classes.remove", can_edit && keys->len == 1);
  gtk_widget_action_set_enabled (widget, "classes.rename", can_edit && keys->len == 1);
  gtk_widget_set_sensitive (GTK_WIDGET (self->pages), can_edit);
}

static void
selection_changed_cb (LwClassEditor *self)
{
  g_autoptr (GArray) keys = lw_class_tree_view_dup_selection (self->tree);
  g_autofree char *several = g_strdup_printf (ngettext ("%u Class", "%u Classes", keys->len), keys->len);

  gtk_label_set_label (self->several_label, several);
  show_class (self, keys->len == 1 ? g_array_index (keys, gint64, 0) : 0);
  gtk_stack_set_visible_child_name (self->stack, keys->len == 0 ? "none" : keys->len == 1 ? "one"
                                                                                          : "several");
  update_actions (self);
}

static void
move_requested_cb (LwClassEditor *self,
                   gint64         class_key,
                   gint64         parent_key,
                   gint64         before_key)
{
  g_autoptr (GError) error = NULL;

  if (!lw_project_move_class (self->project, class_key, parent_key, before_key, &error))
    lw_toast_show_error (GTK_WIDGET (self->tree), error);
}

/* --- Adding, renaming, archiving, removing --- */

static void
added_cb (const char *name,
          gpointer    user_data)
{
  LwClassEditor    *self = user_data;
  const LwClassRow *row = lw_project_find_class (self->project, self->class_key);
  g_autoptr (GError) error = NULL;
  gint64 key;

  if (name == NULL)
    return;

  /* Beside the one that is selected. */
  if (lw_project_add_classes (self->project, &name, 1, row != NULL ? row->parent_key : 0, &key, &error))
    lw_class_editor_show_class (self, key);
  else
    lw_toast_show_error (GTK_WIDGET (self->tree), error);
}

static void
add_action (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  const LwNameQuestion question = {
    .heading = _ ("Add a Class"),
    .body = _ ("It comes beside the class that is selected."),
    .entry_label = _ ("Name of the class"),
    .accept = _ ("_Add"),
  };

  lw_name_dialog_ask (widget, &question, added_cb, widget);
}

static void
rename_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  LwClassEditor *self = LW_CLASS_EDITOR (widget);

  gtk_stack_set_visible_child_name (self->pages, "class");
  lw_class_page_focus_name (self->page);
}

static void
archive (LwClassEditor *self,
         gboolean       is_archived)
{
  g_autoptr (GArray) keys = lw_class_tree_view_dup_selection (self->tree);
  g_autoptr (GError) error = NULL;

  if (!lw_project_archive_classes (self->project, (const gint64 *) keys->data, keys->len, is_archived, &error))
    lw_toast_show_error (GTK_WIDGET (self->tree), error);
  else if (is_archived)
    lw_toast_show_action (GTK_WIDGET (self->tree), _ ("Archived; the labels stay"), _ ("_Undo"), "label.undo");
}

static void
archive_action (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  archive (LW_CLASS_EDITOR (widget), g_str_equal (action_name, "classes.archive"));
}

static void
archive_requested_cb (LwClassEditor *self)
{
  const LwClassRow *row = lw_project_find_class (self->project, self->class_key);

  if (row != NULL)
    archive (self, !row->is_archived);
}

static void
refused_response_cb (LwClassEditor *self,
                     const char    *response)
{
  if (g_str_equal (response, "archive"))
    archive (self, TRUE);
  else if (g_str_equal (response, "merge"))
    gtk_widget_activate_action (GTK_WIDGET (self), "classes.merge", NULL);
}

/* Its labels would lose their meaning: the two things that keep it are offered instead. */
static void
offer_instead (LwClassEditor *self,
               const GError  *error)
{
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (self), _ ("The Class Is in Use"), error->message);

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "merge", _ ("_Merge Into…"),
                                    "archive", _ ("_Archive"), NULL);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "archive");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (refused_response_cb), self, G_CONNECT_SWAPPED);
  lw_names_tidy (dialog);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
remove_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  LwClassEditor *self = LW_CLASS_EDITOR (widget);
  g_autoptr (GError) error = NULL;

  if (lw_project_remove_class (self->project, self->class_key, &error))
    lw_toast_show_action (GTK_WIDGET (self->tree), _ ("The class was removed"), _ ("_Undo"), "label.undo");
  else if (g_error_matches (error, LW_ERROR, LW_ERROR_CONFLICT))
    offer_instead (self, error);
  else
    lw_toast_show_error (GTK_WIDGET (self->tree), error);
}

/* --- Merging and splitting, which may take long --- */

static void
progress_cb (double   fraction,
             gpointer user_data)
{
  gtk_progress_bar_set_fraction (LW_CLASS_EDITOR (user_data)->work_bar, fraction);
}

static void
start_work (LwClassEditor *self,
            const char    *text)
{
  g_set_object (&self->working, g_cancellable_new ());
  g_object_unref (self->working);
  gtk_label_set_label (self->work_label, text);
  gtk_progress_bar_set_fraction (self->work_bar, 0);
  gtk_widget_set_visible (self->work_box, TRUE);
}

static void
end_work (LwClassEditor *self,
          const GError  *error,
          const char    *text)
{
  g_clear_object (&self->working);
  gtk_widget_set_visible (self->work_box, FALSE);

  if (error != NULL)
    lw_toast_show_error (GTK_WIDGET (self->tree), error);
  else
    lw_toast_show_action (GTK_WIDGET (self->tree), text, _ ("_Undo"), "label.undo");
}

static void
work_cancelled_cb (LwClassEditor *self)
{
  g_cancellable_cancel (self->working);
}

static void
merged_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (LwClassEditor) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char   *text = NULL;
  LwClassMergeReport report = { 0 };

  if (lw_project_merge_classes_finish (LW_PROJECT (source), result, &report, &error))
    text = g_strdup_printf (_ ("Merged: %" PRIu64 " boxes and %" PRIu64 " image classes changed over"), report.n_boxes,
                            report.n_tags + report.n_dropped_tags);

  if (text != NULL)
    lw_class_editor_show_class (self, self->into_key);

  end_work (self, error, text);
}

static void
merge_chosen_cb (gint64   into_key,
                 gpointer user_data)
{
  LwClassEditor *self = user_data;
  g_autoptr (GArray) keys = lw_class_tree_view_dup_selection (self->tree);

  for (guint i = keys->len; i > 0; i--)
    if (g_array_index (keys, gint64, i - 1) == into_key)
      g_array_remove_index (keys, i - 1);

  if (keys->len == 0)
    return;

  self->into_key = into_key;
  lw_class_page_flush (self->page);
  start_work (self, _ ("Merging classes"));
  lw_project_merge_classes_async (self->project, (const gint64 *) keys->data, keys->len, into_key, progress_cb, self,
                                  self->working, merged_cb, g_object_ref (self));
  update_actions (self);
}

static void
merge_action (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  LwClassEditor *self = LW_CLASS_EDITOR (widget);
  g_autoptr (GArray) keys = lw_class_tree_view_dup_selection (self->tree);

  lw_class_merge_dialog_ask (GTK_WINDOW (self), self->project, keys, merge_chosen_cb, self);
}

static void
split_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (LwClassEditor) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char   *text = NULL;
  LwClassSplitReport report = { 0 };

  if (lw_project_split_class_finish (LW_PROJECT (source), result, &report, &error))
    text = g_strdup_printf (_ ("Split: %" PRIu64 " boxes have another class now"), report.n_boxes);

  end_work (self, error, text);
}

static void
split_chosen_cb (const LwClassSplit *split,
                 gpointer            user_data)
{
  LwClassEditor *self = user_data;

  lw_class_page_flush (self->page);
  start_work (self, _ ("Splitting the class"));
  lw_project_split_class_async (self->project, split, progress_cb, self, self->working, split_cb, g_object_ref (self));
  update_actions (self);
}

static void
split_action (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  LwClassEditor *self = LW_CLASS_EDITOR (widget);

  lw_class_split_dialog_ask (GTK_WINDOW (self), self->project, self->class_key, self->box_keys, split_chosen_cb, self);
}

static void
text_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  if (g_str_equal (action_name, "classes.read-text"))
    lw_class_editor_read_text (LW_CLASS_EDITOR (widget));
  else
    lw_class_editor_write_text (LW_CLASS_EDITOR (widget));
}

static void
activate_own (LwClassEditor *self,
              const char    *action)
{
  gtk_widget_activate_action (GTK_WIDGET (self), action, NULL);
}

static void
remove_requested_cb (LwClassEditor *self)
{
  activate_own (self, "classes.remove");
}

static void
merge_requested_cb (LwClassEditor *self)
{
  activate_own (self, "classes.merge");
}

static void
split_requested_cb (LwClassEditor *self)
{
  activate_own (self, "classes.split");
}

/* --- The window itself --- */

static void
show_archived_cb (GSimpleAction *action,
                  GVariant      *state,
                  gpointer       user_data)
{
  LwClassEditor *self = user_data;

  g_simple_action_set_state (action, state);
  lw_class_tree_view_set_shows_archived (self->tree, g_variant_get_boolean (state));
}

static void
add_page_in_clamp (LwClassEditor  *self,
                   const char     *name,
                   const char     *title,
                   GtkWidget      *page,
                   LwClassPageFunc func)
{
  GtkWidget *window = gtk_scrolled_window_new ();
  GtkWidget *clamp = adw_clamp_new ();

  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), PAGE_WIDTH_PX);
  adw_clamp_set_child (ADW_CLAMP (clamp), page);
  gtk_widget_add_css_class (clamp, "lw-form");
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (window), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (window), clamp);
  g_object_set_data (G_OBJECT (window), SHOW_CLASS, (gpointer) func);
  g_object_set_data (G_OBJECT (window), "lw-page", page);
  gtk_stack_add_titled (self->pages, window, name, title);
}

static void
page_show_class (GtkWidget *page,
                 gint64     class_key)
{
  lw_class_page_set_class (LW_CLASS_PAGE (page), class_key);
}

static gboolean
focus_cb (gpointer user_data)
{
  LwClassEditor *self = user_data;

  self->focus_source = 0;

  if (gtk_window_get_focus (GTK_WINDOW (self)) == NULL)
    lw_class_tree_view_focus_list (self->tree);

  return G_SOURCE_REMOVE;
}

/* What had the focus may go with its class, or with the page of several: without a place for
 * the focus no key would be heard, not even Esc. */
static void
focus_changed_cb (LwClassEditor *self)
{
  if (self->focus_source == 0 && gtk_window_get_focus (GTK_WINDOW (self)) == NULL)
    self->focus_source = g_idle_add (focus_cb, self);
}

/* What is being written is kept before the window goes. */
static gboolean
close_request_cb (LwClassEditor *self)
{
  lw_class_page_flush (self->page);

  return GDK_EVENT_PROPAGATE;
}

static gboolean
leave_cb (GtkWidget *widget,
          GVariant  *arguments,
          gpointer   user_data)
{
  gtk_window_close (GTK_WINDOW (widget));

  return TRUE;
}

static gboolean
search_cb (GtkWidget *widget,
           GVariant  *arguments,
           gpointer   user_data)
{
  lw_class_tree_view_focus_search (LW_CLASS_EDITOR (widget)->tree);

  return TRUE;
}

static void
lw_class_editor_dispose (GObject *object)
{
  LwClassEditor *self = LW_CLASS_EDITOR (object);

  g_clear_handle_id (&self->focus_source, g_source_remove);
  g_cancellable_cancel (self->working);
  g_clear_object (&self->working);

  if (self->project != NULL)
    g_signal_handlers_disconnect_by_data (self->project, self);

  g_clear_pointer (&self->box_keys, g_array_unref);
  gtk_widget_dispose_template (GTK_WIDGET (object), LW_TYPE_CLASS_EDITOR);
  g_clear_object (&self->project);

  G_OBJECT_CLASS (lw_class_editor_parent_class)->dispose (object);
}

static void
add_keys (GtkWidgetClass *widget_class)
{
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_n, GDK_CONTROL_MASK, "classes.add", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F2, 0, "classes.rename", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_z, GDK_CONTROL_MASK, "label.undo", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_z, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "label.redo", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_y, GDK_CONTROL_MASK, "label.redo", NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, leave_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_f, GDK_CONTROL_MASK, search_cb, NULL);
}

static void
lw_class_editor_class_init (LwClassEditorClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lw_class_editor_dispose;

  gtk_widget_class_install_action (widget_class, "classes.add", NULL, add_action);
  gtk_widget_class_install_action (widget_class, "classes.rename", NULL, rename_action);
  gtk_widget_class_install_action (widget_class, "classes.read-text", NULL, text_action);
  gtk_widget_class_install_action (widget_class, "classes.write-text", NULL, text_action);
  gtk_widget_class_install_action (widget_class, "classes.merge", NULL, merge_action);
  gtk_widget_class_install_action (widget_class, "classes.split", NULL, split_action);
  gtk_widget_class_install_action (widget_class, "classes.archive", NULL, archive_action);
  gtk_widget_class_install_action (widget_class, "classes.unarchive", NULL, archive_action);
  gtk_widget_class_install_action (widget_class, "classes.remove", NULL, remove_action);
  add_keys (widget_class);

  g_type_ensure (LW_TYPE_CLASS_TREE_VIEW);
  g_type_ensure (LW_TYPE_TOAST_OVERLAY);
  gtk_widget_class_set_template_from_resource (widget_class, LW_UI ("lw-class-editor.ui"));
  gtk_widget_class_bind_template_child (widget_class, LwClassEditor, pane);
  gtk_widget_class_bind_template_child (widget_class, LwClassEditor, tree);
  gtk_widget_class_bind_template_child (widget_class, LwClassEditor, stack);
  gtk_widget_class_bind_template_child (widget_class, LwClassEditor, pages);
  gtk_widget_class_bind_template_child (widget_class, LwClassEditor, switcher);
  gtk_widget_class_bind_template_child (widget_class, LwClassEditor, several_label);
  gtk_widget_class_bind_template_child (widget_class, LwClassEditor, work_box);
  gtk_widget_class_bind_template_child (widget_class, LwClassEditor, work_label);
  gtk_widget_class_bind_template_child (widget_class, LwClassEditor, work_bar);
  gtk_widget_class_bind_template_callback (widget_class, selection_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, move_requested_cb);
  gtk_widget_class_bind_template_callback (widget_class, work_cancelled_cb);
}

static void
lw_class_editor_init (LwClassEditor *self)
{
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();
  g_autoptr (GSimpleAction) archived = g_simple_action_new_stateful ("show-archived", NULL, g_variant_new_boolean (FALSE));

  gtk_widget_init_template (GTK_WIDGET (self));
  lw_pane_handle_tend (self->pane);

  self->page = g_object_new (LW_TYPE_CLASS_PAGE, NULL);
  g_signal_connect_swapped (self->page, "archive-requested", G_CALLBACK (archive_requested_cb), self);
  g_signal_connect_swapped (self->page, "remove-requested", G_CALLBACK (remove_requested_cb), self);
  g_signal_connect_swapped (self->page, "merge-requested", G_CALLBACK (merge_requested_cb), self);
  g_signal_connect_swapped (self->page, "split-requested", G_CALLBACK (split_requested_cb), self);
  add_page_in_clamp (self, "class", _ ("Class"), GTK_WIDGET (self->page), page_show_class);

  g_signal_connect (archived, "change-state", G_CALLBACK (show_archived_cb), self);
  g_action_map_add_action (G_ACTION_MAP (group), G_ACTION (archived));
  gtk_widget_insert_action_group (GTK_WIDGET (self), "view", G_ACTION_GROUP (group));
  g_signal_connect (self, "close-request", G_CALLBACK (close_request_cb), NULL);
  g_signal_connect (self, "notify::focus-widget", G_CALLBACK (focus_changed_cb), NULL);
  lw_names_tidy (GTK_WIDGET (self));
}

GtkWidget *
lw_class_editor_new (GtkWindow    *parent,
                     LwProject    *project,
                     GActionGroup *actions)
{
  LwClassEditor *self = g_object_new (LW_TYPE_CLASS_EDITOR, "transient-for", parent, NULL);

  gtk_widget_insert_action_group (GTK_WIDGET (self), "label", actions);
  self->project = g_object_ref (project);
  lw_class_page_set_project (self->page, project);
  lw_class_tree_view_set_project (self->tree, project);
  g_signal_connect_object (project, "notify::busy", G_CALLBACK (update_actions), self, G_CONNECT_SWAPPED);
  selection_changed_cb (self);
  lw_class_tree_view_focus_list (self->tree);

  return GTK_WIDGET (self);
}

void
lw_class_editor_show_class (LwClassEditor *self,
                            gint64         class_key)
{
  g_return_if_fail (LW_IS_CLASS_EDITOR (self));

  if (class_key != 0)
    lw_class_tree_view_select (self->tree, class_key);
}

void
lw_class_editor_edit_guideline (LwClassEditor *self,
                                gint64         class_key)
{
  g_return_if_fail (LW_IS_CLASS_EDITOR (self));

  lw_class_editor_show_class (self, class_key);
  lw_class_tree_view_cancel_focus (self->tree);
  lw_class_page_focus_guideline (self->page);
}

void
lw_class_editor_set_boxes (LwClassEditor *self,
                           GArray        *box_keys)
{
  g_return_if_fail (LW_IS_CLASS_EDITOR (self));

  g_clear_pointer (&self->box_keys, g_array_unref);
  self->box_keys = box_keys != NULL ? g_array_copy (box_keys) : NULL;
}

void
lw_class_editor_add_page (LwClassEditor  *self,
                          const char     *name,
                          const char     *title,
                          GtkWidget      *page,
                          LwClassPageFunc func)
{
  g_return_if_fail (LW_IS_CLASS_EDITOR (self));

  add_page_in_clamp (self, name, title, page, func);
  lw_names_tidy (page);
  gtk_widget_set_visible (self->switcher, TRUE);
  func (page, self->class_key);
}

LwProject *
lw_class_editor_get_project (LwClassEditor *self)
{
  g_return_val_if_fail (LW_IS_CLASS_EDITOR (self), NULL);

  return self->project;
}

GtkWidget *
lw_class_editor_get_toast_widget (LwClassEditor *self)
{
  g_return_val_if_fail (LW_IS_CLASS_EDITOR (self), NULL);

  return GTK_WIDGET (self->tree);
}

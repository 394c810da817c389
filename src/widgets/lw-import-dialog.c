/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-import-dialog.h"

#include "lw-file-chooser.h"
#include "lw-names.h"
#include "lw-report-view.h"
#include "lw-toast.h"
#include "lw-ui.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

struct _LwImportDialog
{
  AdwWindow parent_instance;

  LwProject    *project;
  char         *source;
  GCancellable *running; /* NULL while nothing runs */
  gboolean      is_dry_run;

  /* Template */
  GtkStack       *stack;
  GtkWidget      *import_button, *file_button;
  GtkLabel       *error_label, *progress_label, *source_label;
  GtkProgressBar *progress_bar;
  LwReportView   *report_view;
};

G_DEFINE_FINAL_TYPE (LwImportDialog, lw_import_dialog, ADW_TYPE_WINDOW)

static void
show_page (LwImportDialog *self,
           const char     *name)
{
  gtk_stack_set_visible_child_name (self->stack, name);
  gtk_widget_set_visible (self->import_button, g_str_equal (name, "report"));
}

static const char *
find_annotator_name (LwImportDialog *self)
{
  const GArray *annotators = lw_project_get_annotators (self->project);
  gint64        key = lw_project_get_annotator_key (self->project);

  for (guint i = 0; i < annotators->len; i++)
    if (g_array_index (annotators, LwAnnotatorRow, i).key == key)
      return g_array_index (annotators, LwAnnotatorRow, i).name;

  return NULL;
}

static void
progress_cb (double   fraction,
             gpointer user_data)
{
  LwImportDialog *self = user_data;

  if (self->progress_bar != NULL)
    gtk_progress_bar_set_fraction (self->progress_bar, CLAMP (fraction, 0, 1));
}

static void
show_imported (LwImportDialog       *self,
               const LwImportReport *report)
{
  GtkWindow       *parent = gtk_window_get_transient_for (GTK_WINDOW (self));
  g_autofree char *text = NULL;
  GtkWidget       *focus;

  text = g_strdup_printf (ngettext ("%" PRIu64 " label imported", "%" PRIu64 " labels imported",
                                    report->n_boxes_added + report->n_tags_added),
                          report->n_boxes_added + report->n_tags_added);

  /* The overlay is an ancestor of whatever has the focus on the page. */
  focus = parent != NULL ? gtk_window_get_focus (parent) : NULL;
  if (focus != NULL)
    lw_toast_show_action (focus, text, _ ("_Undo"), "label.undo");

  gtk_window_close (GTK_WINDOW (self));
}

static void
finished_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (LwImportDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (LwImportReport) report = lw_project_import_finish (LW_PROJECT (source), result, &error);

  g_clear_object (&self->running);

  /* Closed while it ran. */
  if (self->stack == NULL)
    return;

  if (report == NULL)
    {
      gboolean is_cancelled = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

      gtk_label_set_label (self->error_label, is_cancelled ? _ ("Cancelled; nothing was imported.") : error->message);
      gtk_widget_set_visible (GTK_WIDGET (self->error_label), TRUE);
      show_page (self, "choose");
    }
  else if (report->dry_run)
    {
      lw_report_view_set_import (self->report_view, report);
      show_page (self, "report");
      gtk_widget_grab_focus (self->import_button);
    }
  else
    show_imported (self, report);
}

static void
run (LwImportDialog *self,
     gboolean        is_dry_run)
{
  LwImportOptions options = {
    .source = self->source,
    .annotator = find_annotator_name (self),
    .dry_run = is_dry_run,
  };
  g_autofree char *name = g_path_get_basename (self->source);
  g_autofree char *text = g_strdup_printf (is_dry_run ? _ ("Looking at %s") : _ ("Importing %s"), name);

  gtk_label_set_label (self->source_label, self->source);
  gtk_label_set_label (self->progress_label, text);
  gtk_progress_bar_set_fraction (self->progress_bar, 0);
  show_page (self, "progress");

  self->running = g_cancellable_new ();
  lw_project_import_async (self->project, &options, progress_cb, self, self->running, finished_cb,
                           g_object_ref (self));
}

static void
chosen_cb (const char *path,
           gpointer    user_data)
{
  LwImportDialog *self = user_data;

  if (self->running != NULL || self->stack == NULL)
    return;

  g_free (self->source);
  self->source = g_strdup (path);
  run (self, TRUE);
}

static void
choose_file_cb (LwImportDialog *self)
{
  lw_file_chooser_ask (GTK_WIDGET (self), LW_CHOOSE_ANY_FILE, _ ("Import Labels from a File"), NULL, chosen_cb, self);
}

static void
choose_folder_cb (LwImportDialog *self)
{
  lw_file_chooser_ask (GTK_WIDGET (self), LW_CHOOSE_FOLDER, _ ("Import Labels from a Folder"), NULL, chosen_cb, self);
}

static void
import_clicked_cb (LwImportDialog *self)
{
  run (self, FALSE);
}

static void
cancel_clicked_cb (LwImportDialog *self)
{
  if (self->running != NULL)
    g_cancellable_cancel (self->running);
  else
    gtk_window_close (GTK_WINDOW (self));
}

static gboolean
close_request_cb (LwImportDialog *self)
{
  if (self->running == NULL)
    return GDK_EVENT_PROPAGATE;

  g_cancellable_cancel (self->running);

  return GDK_EVENT_STOP;
}

static void
lw_import_dialog_dispose (GObject *object)
{
  LwImportDialog *self = LW_IMPORT_DIALOG (object);

  g_cancellable_cancel (self->running);
  gtk_widget_dispose_template (GTK_WIDGET (object), LW_TYPE_IMPORT_DIALOG);

  G_OBJECT_CLASS (lw_import_dialog_parent_class)->dispose (object);
}

static void
lw_import_dialog_finalize (GObject *object)
{
  LwImportDialog *self = LW_IMPORT_DIALOG (object);

  g_clear_object (&self->running);
  g_clear_object (&self->project);
  g_free (self->source);

  G_OBJECT_CLASS (lw_import_dialog_parent_class)->finalize (object);
}

static void
lw_import_dialog_class_init (LwImportDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lw_import_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = lw_import_dialog_finalize;

  g_type_ensure (LW_TYPE_REPORT_VIEW);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class, LW_UI ("lw-import-dialog.ui"));
  gtk_widget_class_bind_template_child (widget_class, LwImportDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, LwImportDialog, import_button);
  gtk_widget_class_bind_template_child (widget_class, LwImportDialog, file_button);
  gtk_widget_class_bind_template_child (widget_class, LwImportDialog, error_label);
  gtk_widget_class_bind_template_child (widget_class, LwImportDialog, progress_label);
  gtk_widget_class_bind_template_child (widget_class, LwImportDialog, source_label);
  gtk_widget_class_bind_template_child (widget_class, LwImportDialog, progress_bar);
  gtk_widget_class_bind_template_child (widget_class, LwImportDialog, report_view);
  gtk_widget_class_bind_template_callback (widget_class, choose_file_cb);
  gtk_widget_class_bind_template_callback (widget_class, choose_folder_cb);
  gtk_widget_class_bind_template_callback (widget_class, import_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, cancel_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, close_request_cb);
}

static void
lw_import_dialog_init (LwImportDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  lw_names_tidy (GTK_WIDGET (self));
  show_page (self, "choose");
}

void
lw_import_dialog_present (GtkWindow  *parent,
                          LwProject  *project,
                          const char *source)
{
  LwImportDialog *self = g_object_new (LW_TYPE_IMPORT_DIALOG, "transient-for", parent, NULL);

  self->project = g_object_ref (project);
  gtk_widget_grab_focus (self->file_button);
  gtk_window_present (GTK_WINDOW (self));

  if (source != NULL)
    chosen_cb (source, self);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-export-dialog.h"

#include "lw-file-chooser.h"
#include "lw-names.h"
#include "lw-report-view.h"
#include "lw-ui.h"

#include <glib/gi18n-lib.h>

struct _LwExportDialog
{
  AdwWindow parent_instance;

  LwProject    *project;
  GPtrArray    *formats; /* const LwFormat *, those that can be written */
  GCancellable *running; /* NULL while nothing runs */

  /* Template */
  GtkStack       *stack;
  GtkWidget      *export_button, *cancel_button;
  AdwComboRow    *format_row, *annotator_row;
  GtkLabel       *losses_label, *error_label, *done_label;
  GtkProgressBar *progress_bar;
  LwReportView   *report_view;
};

G_DEFINE_FINAL_TYPE (LwExportDialog, lw_export_dialog, ADW_TYPE_WINDOW)

static void
show_page (LwExportDialog *self,
           const char     *name)
{
  gtk_stack_set_visible_child_name (self->stack, name);
  gtk_widget_set_visible (self->export_button, g_str_equal (name, "choose"));
  gtk_button_set_label (GTK_BUTTON (self->cancel_button), g_str_equal (name, "report") ? _ ("_Close") : _ ("_Cancel"));
}

static const LwFormat *
get_format (LwExportDialog *self)
{
  guint selected = adw_combo_row_get_selected (self->format_row);

  return selected < self->formats->len ? g_ptr_array_index (self->formats, selected) : NULL;
}

static void
format_changed_cb (LwExportDialog *self)
{
  const LwFormat *format = get_format (self);

  if (format != NULL)
    gtk_label_set_label (self->losses_label, *format->losses != '\0' ? _ (format->losses) : _ ("Nothing is lost."));
}

static void
progress_cb (double   fraction,
             gpointer user_data)
{
  LwExportDialog *self = user_data;

  if (self->progress_bar != NULL)
    gtk_progress_bar_set_fraction (self->progress_bar, CLAMP (fraction, 0, 1));
}

static void
finished_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (LwExportDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (LwFindings) findings = lw_project_export_finish (LW_PROJECT (source), result, &error);

  g_clear_object (&self->running);

  /* Closed while it ran. */
  if (self->stack == NULL)
    return;

  if (findings != NULL)
    {
      lw_report_view_set_losses (self->report_view, findings);
      show_page (self, "report");
      return;
    }

  gtk_label_set_label (self->error_label, g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ? _ ("Cancelled; nothing was written.") : error->message);
  gtk_widget_set_visible (GTK_WIDGET (self->error_label), TRUE);
  show_page (self, "choose");
}

static void
run (LwExportDialog *self,
     const char     *target)
{
  const GArray    *annotators = lw_project_get_annotators (self->project);
  guint            selected = adw_combo_row_get_selected (self->annotator_row);
  g_autofree char *text = g_strdup_printf (_ ("Written to %s"), target);
  LwExportOptions  options = {
     .target = target,
     .format = get_format (self),
  };

  if (self->running != NULL)
    return;

  if (selected < annotators->len)
    options.annotator = g_array_index (annotators, LwAnnotatorRow, selected).name;

  gtk_label_set_label (self->done_label, text);
  gtk_progress_bar_set_fraction (self->progress_bar, 0);
  show_page (self, "progress");

  self->running = g_cancellable_new ();
  lw_project_export_async (self->project, &options, progress_cb, self, self->running, finished_cb,
                           g_object_ref (self));
}

static void
chosen_cb (const char *path,
           gpointer    user_data)
{
  LwExportDialog *self = user_data;

  if (self->stack != NULL)
    run (self, path);
}

static void
export_clicked_cb (LwExportDialog *self)
{
  const LwFormat  *format = get_format (self);
  g_autofree char *name = NULL;

  if (format == NULL)
    return;

  name = format->target_is_folder ? g_strdup_printf ("%s-%s", lw_project_get_title (self->project), format->id)
                                  : g_strdup_printf ("%s.json", lw_project_get_title (self->project));

  lw_file_chooser_ask (GTK_WIDGET (self), LW_CHOOSE_NEW_FILE, _ ("Export Labels"), name, chosen_cb, self);
}

static void
cancel_clicked_cb (LwExportDialog *self)
{
  if (self->running != NULL)
    g_cancellable_cancel (self->running);
  else
    gtk_window_close (GTK_WINDOW (self));
}

static gboolean
close_request_cb (LwExportDialog *self)
{
  if (self->running == NULL)
    return GDK_EVENT_PROPAGATE;

  g_cancellable_cancel (self->running);

  return GDK_EVENT_STOP;
}

static void
lw_export_dialog_dispose (GObject *object)
{
  LwExportDialog *self = LW_EXPORT_DIALOG (object);

  g_cancellable_cancel (self->running);
  gtk_widget_dispose_template (GTK_WIDGET (object), LW_TYPE_EXPORT_DIALOG);

  G_OBJECT_CLASS (lw_export_dialog_parent_class)->dispose (object);
}

static void
lw_export_dialog_finalize (GObject *object)
{
  LwExportDialog *self = LW_EXPORT_DIALOG (object);

  g_clear_object (&self->running);
  g_clear_object (&self->project);
  g_ptr_array_unref (self->formats);

  G_OBJECT_CLASS (lw_export_dialog_parent_class)->finalize (object);
}

static void
lw_export_dialog_class_init (LwExportDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lw_export_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = lw_export_dialog_finalize;

  g_type_ensure (LW_TYPE_REPORT_VIEW);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class, LW_UI ("lw-export-dialog.ui"));
  gtk_widget_class_bind_template_child (widget_class, LwExportDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, LwExportDialog, export_button);
  gtk_widget_class_bind_template_child (widget_class, LwExportDialog, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, LwExportDialog, format_row);
  gtk_widget_class_bind_template_child (widget_class, LwExportDialog, annotator_row);
  gtk_widget_class_bind_template_child (widget_class, LwExportDialog, losses_label);
  gtk_widget_class_bind_template_child (widget_class, LwExportDialog, error_label);
  gtk_widget_class_bind_template_child (widget_class, LwExportDialog, done_label);
  gtk_widget_class_bind_template_child (widget_class, LwExportDialog, progress_bar);
  gtk_widget_class_bind_template_child (widget_class, LwExportDialog, report_view);
  gtk_widget_class_bind_template_callback (widget_class, format_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, export_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, cancel_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, close_request_cb);
}

static void
lw_export_dialog_init (LwExportDialog *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  const LwFormat *const *formats;
  guint                  n_formats;

  self->formats = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  lw_names_tidy (GTK_WIDGET (self));

  formats = lw_formats_list (&n_formats);

  for (guint i = 0; i < n_formats; i++)
    if (formats[i]->write != NULL)
      {
        g_ptr_array_add (self->formats, (gpointer) formats[i]);
        gtk_string_list_append (names, formats[i]->name);
      }

  adw_combo_row_set_model (self->format_row, G_LIST_MODEL (names));
  format_changed_cb (self);
  show_page (self, "choose");
}

static void
list_annotators (LwExportDialog *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  const GArray *annotators = lw_project_get_annotators (self->project);
  guint         current = 0;

  for (guint i = 0; i < annotators->len; i++)
    {
      const LwAnnotatorRow *row = &g_array_index (annotators, LwAnnotatorRow, i);

      gtk_string_list_append (names, row->name);

      if (row->key == lw_project_get_annotator_key (self->project))
        current = i;
    }

  adw_combo_row_set_model (self->annotator_row, G_LIST_MODEL (names));
  adw_combo_row_set_selected (self->annotator_row, current);
}

void
lw_export_dialog_present (GtkWindow *parent,
                          LwProject *project)
{
  LwExportDialog *self = g_object_new (LW_TYPE_EXPORT_DIALOG, "transient-for", parent, NULL);

  self->project = g_object_ref (project);
  list_annotators (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->format_row));
  gtk_window_present (GTK_WINDOW (self));
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-label-page-private.h"

#include "lw-file-chooser.h"
#include "lw-toast.h"

#include <glib/gi18n-lib.h>

void
lw_label_page_update_missing (LwLabelPage *self)
{
  const gboolean can_write = self->project != NULL && lw_project_get_read_only_reason (self->project) == NULL;
  const gboolean is_finding = self->finding != NULL;

  gtk_widget_set_visible (self->missing_bar, can_write && (self->is_missing || is_finding));
  gtk_widget_set_visible (self->find_button, !is_finding);
  gtk_widget_set_sensitive (self->find_button, can_write && !lw_project_is_busy (self->project));
  gtk_widget_set_visible (GTK_WIDGET (self->find_progress), is_finding);
  gtk_widget_set_visible (self->stop_finding_button, is_finding);
}

void
lw_label_page_set_missing (LwLabelPage *self,
                           gboolean     is_missing)
{
  self->is_missing = is_missing;
  lw_label_page_update_missing (self);
}

static void
progress_cb (double   fraction,
             gpointer user_data)
{
  LwLabelPage *self = user_data;

  if (self->find_progress != NULL)
    gtk_progress_bar_set_fraction (self->find_progress, CLAMP (fraction, 0, 1));
}

static void
show_found (LwLabelPage          *self,
            const LwRelinkReport *report)
{
  g_autofree char *text = lw_relink_report_to_text (report);

  if (lw_project_get_annotator_key (self->project) != 0)
    lw_toast_show_action (GTK_WIDGET (self), text, _ ("_Undo"), "label.undo");
  else
    lw_toast_show (GTK_WIDGET (self), text);
}

static void
found_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (LwLabelPage) self = user_data;
  g_autoptr (GError) error = NULL;
  LwRelinkReport report;
  const gboolean is_found = lw_project_relink_finish (LW_PROJECT (source), result, &report, &error);

  g_clear_object (&self->finding);

  /* Closed while it ran. */
  if (self->missing_bar == NULL)
    return;

  lw_label_page_update_missing (self);

  /* On to another project. */
  if (self->project != LW_PROJECT (source))
    return;

  if (is_found)
    show_found (self, &report);
  else
    lw_toast_show_error (GTK_WIDGET (self), error);
}

static void
chosen_cb (const char *path,
           gpointer    user_data)
{
  LwLabelPage *self = user_data;

  if (self->missing_bar == NULL || self->project == NULL || self->finding != NULL)
    return;

  self->finding = g_cancellable_new ();
  gtk_progress_bar_set_fraction (self->find_progress, 0);
  lw_project_relink_async (self->project, path, progress_cb, self, self->finding, found_cb, g_object_ref (self));
  lw_label_page_update_missing (self);
}

void
lw_label_page_find_images (LwLabelPage *self)
{
  lw_file_chooser_ask (GTK_WIDGET (self), LW_CHOOSE_FOLDER, _ ("Find the Images"), NULL, chosen_cb, self);
}

void
lw_label_page_stop_finding (LwLabelPage *self)
{
  g_cancellable_cancel (self->finding);
}

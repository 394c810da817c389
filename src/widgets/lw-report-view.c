/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-report-view.h"

#include "lw-ui.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

struct _LwReportView
{
  AdwBin parent_instance;

  /* Template */
  AdwPreferencesGroup *summary_group, *findings_group;

  GPtrArray *rows; /* of both groups; borrowed */
};

G_DEFINE_FINAL_TYPE (LwReportView, lw_report_view, ADW_TYPE_BIN)

static void
add_row (LwReportView        *self,
         AdwPreferencesGroup *group,
         GtkWidget           *row)
{
  g_ptr_array_add (self->rows, row);
  adw_preferences_group_add (group, row);
}

static void
clear (LwReportView *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      GtkWidget *row = g_ptr_array_index (self->rows, i);
      GtkWidget *group = gtk_widget_get_ancestor (row, ADW_TYPE_PREFERENCES_GROUP);

      adw_preferences_group_remove (ADW_PREFERENCES_GROUP (group), row);
    }

  g_ptr_array_set_size (self->rows, 0);
}

static GtkWidget *
new_number (guint64 n)
{
  g_autofree char *text = g_strdup_printf ("%" PRIu64, n);
  GtkWidget       *label = gtk_label_new (text);

  gtk_widget_add_css_class (label, "numeric");

  return label;
}

static void
add_summary (LwReportView *self,
             const char   *title,
             guint64       n,
             const char   *subtitle)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), new_number (n));
  add_row (self, self->summary_group, row);
}

static const char *
get_severity_icon (LwSeverity severity)
{
  return severity == LW_SEVERITY_NOTE ? "dialog-information-symbolic" : "dialog-warning-symbolic";
}

static const char *
get_severity_text (LwSeverity severity)
{
  switch (severity)
    {
    case LW_SEVERITY_WARNING:
      return _ ("Suspicious");

    case LW_SEVERITY_LOSS:
      return _ ("Left out");

    default:
      return _ ("Note");
    }
}

/* In a report for the terminal the number stands before the text; here the text is a line of its own. */
static char *
dup_sentence (const char *text)
{
  g_autoptr (GString) sentence = g_string_new (NULL);

  g_string_append_unichar (sentence, g_unichar_toupper (g_utf8_get_char (text)));
  g_string_append (sentence, *text != '\0' ? g_utf8_next_char (text) : "");

  return g_strdup (sentence->str);
}

static void
add_finding (LwReportView    *self,
             const LwFinding *finding)
{
  g_autofree char *text = dup_sentence (finding->text);
  GtkWidget       *row = adw_expander_row_new ();
  GtkWidget       *icon = gtk_image_new_from_icon_name (get_severity_icon (finding->severity));

  gtk_widget_set_tooltip_text (icon, get_severity_text (finding->severity));
  gtk_accessible_update_property (GTK_ACCESSIBLE (icon), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  get_severity_text (finding->severity), -1);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), text);
  adw_expander_row_add_prefix (ADW_EXPANDER_ROW (row), icon);
  adw_expander_row_add_action (ADW_EXPANDER_ROW (row), new_number (finding->count));
  adw_expander_row_set_enable_expansion (ADW_EXPANDER_ROW (row), finding->examples->len > 0);

  for (guint i = 0; i < finding->examples->len; i++)
    {
      GtkWidget *example = adw_action_row_new ();

      adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (example), FALSE);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (example), g_ptr_array_index (finding->examples, i));
      adw_expander_row_add_row (ADW_EXPANDER_ROW (row), example);
    }

  /* The row that can be opened is a row in a row, of which only the inner one has a name. */
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  add_row (self, self->findings_group, row);
}

static void
set_findings (LwReportView *self,
              LwFindings   *findings,
              const char   *nothing)
{
  guint n_kinds = lw_findings_get_n_kinds (findings);

  for (guint i = 0; i < n_kinds; i++)
    add_finding (self, lw_findings_get (findings, i));

  adw_preferences_group_set_description (self->findings_group, n_kinds == 0 ? nothing : NULL);
}

static void
lw_report_view_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), LW_TYPE_REPORT_VIEW);

  G_OBJECT_CLASS (lw_report_view_parent_class)->dispose (object);
}

static void
lw_report_view_finalize (GObject *object)
{
  g_ptr_array_unref (LW_REPORT_VIEW (object)->rows);

  G_OBJECT_CLASS (lw_report_view_parent_class)->finalize (object);
}

static void
lw_report_view_class_init (LwReportViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lw_report_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = lw_report_view_finalize;

  gtk_widget_class_set_template_from_resource (widget_class, LW_UI ("lw-report-view.ui"));
  gtk_widget_class_bind_template_child (widget_class, LwReportView, summary_group);
  gtk_widget_class_bind_template_child (widget_class, LwReportView, findings_group);
}

static void
lw_report_view_init (LwReportView *self)
{
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
lw_report_view_set_import (LwReportView         *self,
                           const LwImportReport *report)
{
  g_autofree char *images = NULL;
  g_autofree char *classes = NULL;
  g_autofree char *boxes = NULL;

  g_return_if_fail (LW_IS_REPORT_VIEW (self));

  clear (self);
  images = g_strdup_printf (ngettext ("%u more is in the project already", "%u more are in the project already",
                                      report->n_images_matched),
                            report->n_images_matched);
  classes = g_strdup_printf (ngettext ("%u more is there already", "%u more are there already",
                                       report->n_classes_matched),
                             report->n_classes_matched);
  boxes = g_strdup_printf (_ ("%" PRIu64 " are left out, see below"), report->n_boxes_skipped);

  gtk_widget_set_visible (GTK_WIDGET (self->summary_group), TRUE);
  adw_preferences_group_set_title (self->summary_group, _ ("What Will Be Added"));
  adw_preferences_group_set_description (self->summary_group, report->format != NULL ? report->format->name : NULL);
  add_summary (self, _ ("Boxes"), report->n_boxes_added, report->n_boxes_skipped > 0 ? boxes : NULL);
  add_summary (self, _ ("Classes of whole images"), report->n_tags_added, NULL);
  add_summary (self, _ ("Images"), report->n_images_added, report->n_images_matched > 0 ? images : NULL);
  add_summary (self, _ ("Classes"), report->n_classes_added, report->n_classes_matched > 0 ? classes : NULL);

  adw_preferences_group_set_title (self->findings_group, _ ("What Was Noticed"));
  set_findings (self, report->findings, _ ("Nothing suspicious."));
}

void
lw_report_view_set_losses (LwReportView *self,
                           LwFindings   *findings)
{
  g_return_if_fail (LW_IS_REPORT_VIEW (self));

  clear (self);
  gtk_widget_set_visible (GTK_WIDGET (self->summary_group), FALSE);
  adw_preferences_group_set_title (self->findings_group, _ ("What the Format Could Not Hold"));
  set_findings (self, findings, _ ("Nothing was lost."));
}

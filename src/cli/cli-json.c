/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-cli-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdio.h>

json_t *
lw_cli_json_text (const char *text)
{
  g_autofree char *valid = NULL;

  if (text == NULL)
    return json_null ();

  valid = g_utf8_make_valid (text, -1);

  return json_string (valid);
}

static const char *
severity_id (LwSeverity severity)
{
  switch (severity)
    {
    case LW_SEVERITY_WARNING:
      return "warning";
    case LW_SEVERITY_LOSS:
      return "loss";
    case LW_SEVERITY_NOTE:
    default:
      return "note";
    }
}

json_t *
lw_cli_json_from_findings (LwFindings *findings)
{
  json_t *array = json_array ();

  for (guint i = 0; i < lw_findings_get_n_kinds (findings); i++)
    {
      const LwFinding *finding = lw_findings_get (findings, i);
      json_t          *examples = json_array ();

      for (guint j = 0; j < finding->examples->len; j++)
        json_array_append_new (examples, lw_cli_json_text (g_ptr_array_index (finding->examples, j)));

      json_array_append_new (array, json_pack ("{s:s, s:s, s:o, s:I, s:o}",
                                               "kind", finding->kind,
                                               "severity", severity_id (finding->severity),
                                               "text", lw_cli_json_text (finding->text),
                                               "count", (json_int_t) finding->count,
                                               "examples", examples));
    }

  return array;
}

json_t *
lw_cli_json_number (double number)
{
  return isfinite (number) ? json_real (number) : json_null ();
}

json_t *
lw_cli_json_from_interval (LwInterval  interval,
                           const char *why)
{
  json_t *json = json_pack ("{s:o, s:o, s:o}", "value", lw_cli_json_number (interval.value), "low",
                            lw_cli_json_number (interval.low), "high", lw_cli_json_number (interval.high));

  if (!isfinite (interval.value))
    json_object_set_new (json, "why", json_string (why));

  return json;
}

json_t *
lw_cli_json_from_report (const LwImportReport *report)
{
  return json_pack ("{s:s, s:b, s:i, s:i, s:i, s:i, s:I, s:I, s:I, s:o}",
                    "format", report->format->id,
                    "dry_run", report->dry_run,
                    "images_added", report->n_images_added,
                    "images_matched", report->n_images_matched,
                    "classes_added", report->n_classes_added,
                    "classes_matched", report->n_classes_matched,
                    "boxes_added", (json_int_t) report->n_boxes_added,
                    "boxes_skipped", (json_int_t) report->n_boxes_skipped,
                    "tags_added", (json_int_t) report->n_tags_added,
                    "findings", lw_cli_json_from_findings (report->findings));
}

gboolean
lw_cli_print_json (json_t  *json,
                   GError **error)
{
  const gboolean is_written = json != NULL && json_dumpf (json, stdout, JSON_INDENT (2)) == 0;

  json_decref (json);
  putchar ('\n');

  if (!is_written)
    g_set_error_literal (error, LW_ERROR, LW_ERROR_NO_SPACE, _ ("The output cannot be written; is the disk full?"));

  return is_written;
}

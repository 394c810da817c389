/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-import.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

void
lw_import_report_free (LwImportReport *self)
{
  g_clear_pointer (&self->findings, lw_findings_free);
  g_free (self);
}

static const char *
severity_word (LwSeverity severity)
{
  switch (severity)
    {
    case LW_SEVERITY_WARNING:
      return _ ("Warning");
    case LW_SEVERITY_LOSS:
      return _ ("Lost");
    case LW_SEVERITY_NOTE:
    default:
      return _ ("Note");
    }
}

char *
lw_findings_to_text (LwFindings *findings)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < lw_findings_get_n_kinds (findings); i++)
    {
      const LwFinding *finding = lw_findings_get (findings, i);

      g_string_append_printf (text, "%s: %s (%" PRIu64 ") [%s]\n", severity_word (finding->severity),
                              finding->text, finding->count, finding->kind);

      for (guint j = 0; j < finding->examples->len; j++)
        g_string_append_printf (text, "    %s\n", (const char *) g_ptr_array_index (finding->examples, j));

      if (finding->count > finding->examples->len)
        g_string_append_printf (text, _ ("    and %" PRIu64 " more\n"),
                                finding->count - finding->examples->len);
    }

  return g_string_free (text, FALSE);
}

char *
lw_import_report_to_text (const LwImportReport *self)
{
  GString         *text = g_string_new (NULL);
  g_autofree char *findings = lw_findings_to_text (self->findings);

  g_string_append_printf (text, self->dry_run ? _ ("Would import %s; nothing was changed\n") : _ ("Imported %s\n"),
                          self->format->name);
  g_string_append_printf (text, _ ("Images: %u added, %u in the project already\n"),
                          self->n_images_added, self->n_images_matched);
  g_string_append_printf (text, _ ("Classes: %u added, %u in the project already\n"),
                          self->n_classes_added, self->n_classes_matched);
  g_string_append_printf (text, _ ("Boxes: %" PRIu64 " added, %" PRIu64 " left out\n"),
                          self->n_boxes_added, self->n_boxes_skipped);

  if (self->n_tags_added > 0)
    g_string_append_printf (text, _ ("Image classes: %" PRIu64 " added\n"), self->n_tags_added);

  g_string_append (text, findings);

  return g_string_free (text, FALSE);
}

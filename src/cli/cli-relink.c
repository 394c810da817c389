/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-cli-private.h"

#include "lw-relink.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>

static void
print_count (guint       n,
             const char *text)
{
  if (n > 0)
    printf ("  %u %s\n", n, text);
}

static gboolean
print_report (LwCli                *self,
              const char           *folder,
              const LwRelinkReport *report,
              GError              **error)
{
  const guint      n_missing = report->n_images - report->n_found;
  g_autofree char *text = NULL;

  lw_cli_end_progress ();

  if (self->json)
    return lw_cli_print_json (json_pack ("{s:o, s:i, s:i, s:i, s:i, s:i, s:i}", "folder", lw_cli_json_text (folder),
                                         "images", (int) report->n_images, "found", (int) report->n_found,
                                         "renamed", (int) report->n_renamed, "kept", (int) report->n_kept,
                                         "changed", (int) report->n_changed, "missing", (int) n_missing),
                              error);

  text = lw_relink_report_to_text (report);
  printf ("%s\n", text);
  print_count (report->n_renamed, _ ("under another path than before"));
  print_count (report->n_kept, _ ("not in this folder, but still where they were"));
  print_count (report->n_changed, _ ("of another file size than before: were they edited, or are they other pictures?"));
  print_count (n_missing, _ ("missing"));

  return TRUE;
}

gboolean
lw_cli_relink (LwCli   *self,
               int      argc,
               char   **argv,
               GError **error)
{
  g_autoptr (LwStore) store = NULL;
  g_autofree char *folder = NULL;
  LwRelinkReport   report;

  if (!lw_cli_parse (self, NULL, &argc, &argv, 2, 2, error) ||
      !(store = lw_cli_open_for_writing (argv[1], error)) ||
      !lw_relink_run (store, argv[2], 0, &report, lw_cli_show_progress, NULL, self->cancellable, error))
    return FALSE;

  folder = g_canonicalize_filename (argv[2], NULL);

  return print_report (self, folder, &report, error);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-cli-private.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>

static gboolean
step (LwCli   *self,
      int      argc,
      char   **argv,
      gboolean is_redo,
      GError **error)
{
  g_autofree char   *annotator = NULL;
  const GOptionEntry entries[] = {
    { "annotator", 0, 0, G_OPTION_ARG_STRING, &annotator, N_ ("Whose step it is; may be left out where there is only one"), "NAME" },
    G_OPTION_ENTRY_NULL
  };
  g_autoptr (LwStore) store = NULL;
  g_autofree char *label = NULL;
  gint64           key;

  if (!lw_cli_parse (self, entries, &argc, &argv, 1, 1, error) ||
      !(store = lw_cli_open_for_writing (argv[1], error)) ||
      !lw_cli_choose_annotator (store, annotator, &key, error))
    return FALSE;

  label = is_redo ? lw_store_dup_redo_label (store, key) : lw_store_dup_undo_label (store, key);

  if (!(is_redo ? lw_store_redo (store, key, NULL, error) : lw_store_undo (store, key, NULL, error)))
    return FALSE;

  if (self->json)
    return lw_cli_print_json (json_pack ("{s:o}", "step", lw_cli_json_text (label)), error);

  printf ("%s\n", label);

  return TRUE;
}

gboolean
lw_cli_undo (LwCli   *self,
             int      argc,
             char   **argv,
             GError **error)
{
  return step (self, argc, argv, FALSE, error);
}

gboolean
lw_cli_redo (LwCli   *self,
             int      argc,
             char   **argv,
             GError **error)
{
  return step (self, argc, argv, TRUE, error);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-cli-private.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <stdio.h>

static char *
dup_time (gint64 made_at_us)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (made_at_us / G_USEC_PER_SEC);

  return time != NULL ? g_date_time_format_iso8601 (time) : g_strdup ("");
}

static gboolean
save (LwCli      *self,
      const char *path,
      const char *name,
      GError    **error)
{
  g_autoptr (LwStore) store = lw_cli_open_for_writing (path, error);
  gint64 seq;

  if (store == NULL || !lw_store_save_version (store, name, error) || !lw_store_find_version (store, name, &seq, error))
    return FALSE;

  if (self->json)
    return lw_cli_print_json (json_pack ("{s:o, s:I}", "name", lw_cli_json_text (name), "seq", (json_int_t) seq), error);

  printf (_ ("Version “%s” is the state after change %" PRId64 "\n"), name, seq);

  return TRUE;
}

static gboolean
list (LwCli      *self,
      const char *path,
      GError    **error)
{
  g_autoptr (LwStore) store = lw_store_open_read_only (path, error);
  g_autoptr (GArray) rows = store != NULL ? lw_store_list_versions (store, error) : NULL;
  json_t *array;

  if (rows == NULL)
    return FALSE;

  array = json_array ();

  for (guint i = 0; i < rows->len; i++)
    {
      const LwVersionRow *row = &g_array_index (rows, LwVersionRow, i);
      g_autofree char    *time = dup_time (row->made_at_us);

      json_array_append_new (array, json_pack ("{s:o, s:I, s:s}", "name", lw_cli_json_text (row->name),
                                               "seq", (json_int_t) row->seq, "made_at", time));

      if (!self->json)
        printf ("%" PRId64 "\t%s\t%s\n", row->seq, time, row->name);
    }

  if (self->json)
    return lw_cli_print_json (array, error);

  json_decref (array);

  return TRUE;
}

static gboolean
diff (LwCli      *self,
      const char *path,
      const char *a,
      const char *b,
      GError    **error)
{
  g_autoptr (LwStore) store = lw_store_open_read_only (path, error);
  g_autoptr (GArray) rows = NULL;
  json_t *object;
  gint64  seq_a, seq_b;

  if (store == NULL ||
      !lw_store_find_version (store, a, &seq_a, error) ||
      !lw_store_find_version (store, b, &seq_b, error) ||
      !(rows = lw_store_diff (store, seq_a, seq_b, error)))
    return FALSE;

  object = json_object ();

  for (guint i = 0; i < rows->len; i++)
    {
      const LwVersionDifference *row = &g_array_index (rows, LwVersionDifference, i);

      json_object_set_new (object, row->kind, json_pack ("{s:I, s:I, s:I}", "added", (json_int_t) row->n_added, "changed", (json_int_t) row->n_changed, "removed", (json_int_t) row->n_removed));

      if (!self->json)
        printf (_ ("%s: %" PRIu64 " added, %" PRIu64 " changed, %" PRIu64 " removed\n"),
                row->kind, row->n_added, row->n_changed, row->n_removed);
    }

  if (self->json)
    return lw_cli_print_json (json_pack ("{s:I, s:I, s:o}", "from", (json_int_t) seq_a, "to", (json_int_t) seq_b,
                                         "kinds", object),
                              error);

  json_decref (object);

  return TRUE;
}

gboolean
lw_cli_version (LwCli   *self,
                int      argc,
                char   **argv,
                GError **error)
{
  if (!lw_cli_parse (self, NULL, &argc, &argv, 2, 4, error))
    return FALSE;

  if (g_str_equal (argv[2], "save") && argc == 4)
    return save (self, argv[1], argv[3], error);

  if (g_str_equal (argv[2], "list") && argc == 3)
    return list (self, argv[1], error);

  if (g_str_equal (argv[2], "diff") && argc == 5)
    return diff (self, argv[1], argv[3], argv[4], error);

  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED, _ ("after the project comes “save NAME”, “list” or “diff A B”"));

  return FALSE;
}

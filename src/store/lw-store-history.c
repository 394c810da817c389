/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-item-json.h"
#include "lw-store-private.h"

#include <glib/gi18n-lib.h>

static void
clear_history (gpointer data)
{
  LwHistoryRow *row = data;

  g_free (row->label);
}

GArray *
lw_store_list_history (LwStore *self,
                       gint64   annotator_key,
                       guint    n_max,
                       GError **error)
{
  GError *local_error = NULL;
  g_autoptr (GArray) rows = NULL;
  g_autoptr (LwStmt) stmt = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  if (!(stmt = lw_sql_get (&self->sql, LW_SQL_LIST_HISTORY, error)))
    return NULL;

  rows = g_array_new (FALSE, TRUE, sizeof (LwHistoryRow));
  g_array_set_clear_func (rows, clear_history);
  lw_stmt_bind_key (stmt, 1, annotator_key);
  sqlite3_bind_int64 (stmt, 2, n_max);

  while (lw_sql_step (&self->sql, stmt, &local_error))
    {
      const LwHistoryRow row = {
        .group_key = sqlite3_column_int64 (stmt, 0),
        .made_at_us = sqlite3_column_int64 (stmt, 1),
        .annotator_key = sqlite3_column_int64 (stmt, 2),
        .label = lw_stmt_dup_text (stmt, 3),
        .is_undone = sqlite3_column_int (stmt, 4) != 0,
      };

      g_array_append_val (rows, row);
    }

  if (local_error != NULL)
    {
      g_propagate_error (error, local_error);
      return NULL;
    }

  return g_steal_pointer (&rows);
}

/* Columns of LW_SQL_LOG. */
enum
{
  LOG_SEQ,
  LOG_ID,
  LOG_MADE_AT,
  LOG_ANNOTATOR,
  LOG_ANNOTATOR_ID,
  LOG_KIND,
  LOG_ITEM,
  LOG_BEFORE,
  LOG_AFTER,
  LOG_GROUP,
  LOG_LABEL,
  LOG_GROUP_KIND,
};

static void
append_text_member (GString    *line,
                    const char *name,
                    LwStmt     *stmt,
                    int         column)
{
  g_autofree char *text = lw_stmt_dup_text (stmt, column);

  g_string_append_printf (line, ",\"%s\":", name);

  if (text != NULL)
    lw_item_json_append_string (line, text);
  else
    g_string_append (line, "null");
}

static gboolean
append_id_member (GString    *line,
                  const char *name,
                  LwStmt     *stmt,
                  int         column)
{
  LwId id;

  g_string_append_printf (line, ",\"%s\":", name);

  if (sqlite3_column_type (stmt, column) == SQLITE_NULL)
    {
      g_string_append (line, "null");
      return TRUE;
    }

  if (!lw_stmt_get_id (stmt, column, &id))
    return FALSE;

  lw_json_append_id (line, id);

  return TRUE;
}

static void
append_time_member (GString *line,
                    gint64   made_at_us)
{
  g_autoptr (GDateTime) seconds = g_date_time_new_from_unix_utc (made_at_us / G_USEC_PER_SEC);
  g_autofree char *text = seconds != NULL ? g_date_time_format (seconds, "%Y-%m-%dT%H:%M:%S") : NULL;

  g_string_append_printf (line, ",\"made_at\":\"%s.%06dZ\"", text != NULL ? text : "0000-00-00T00:00:00",
                          (int) (made_at_us % G_USEC_PER_SEC));
}

/* Journal text goes out as it is once it has proved to be JSON: whoever reads the
 * log must be able to parse every line, whatever is in the file. */
static gboolean
append_state_member (LwSql      *sql,
                     GString    *line,
                     const char *name,
                     const char *text,
                     GError    **error)
{
  g_autoptr (LwJson) parsed = NULL;

  if (text != NULL && !(parsed = lw_json_parse (sql, text, error)))
    return FALSE;

  g_string_append_printf (line, ",\"%s\":", name);
  g_string_append (line, text != NULL ? text : "null");

  return TRUE;
}

static gboolean
write_line (LwSql   *sql,
            LwStmt  *stmt,
            GString *line,
            GError **error)
{
  g_string_assign (line, "{\"seq\":");
  lw_json_append_integer (line, sqlite3_column_int64 (stmt, LOG_SEQ));

  if (!append_id_member (line, "id", stmt, LOG_ID))
    return lw_json_set_corrupt (sql, "id", error);

  append_time_member (line, sqlite3_column_int64 (stmt, LOG_MADE_AT));
  append_text_member (line, "annotator", stmt, LOG_ANNOTATOR);

  if (!append_id_member (line, "annotator_id", stmt, LOG_ANNOTATOR_ID))
    return lw_json_set_corrupt (sql, "id", error);

  append_text_member (line, "kind", stmt, LOG_KIND);

  if (!append_id_member (line, "item", stmt, LOG_ITEM))
    return lw_json_set_corrupt (sql, "id", error);

  if (!append_state_member (sql, line, "before", lw_stmt_get_text (stmt, LOG_BEFORE), error) ||
      !append_state_member (sql, line, "after", lw_stmt_get_text (stmt, LOG_AFTER), error))
    return FALSE;

  if (!append_id_member (line, "group", stmt, LOG_GROUP))
    return lw_json_set_corrupt (sql, "id", error);

  append_text_member (line, "group_kind", stmt, LOG_GROUP_KIND);
  append_text_member (line, "label", stmt, LOG_LABEL);
  g_string_append_c (line, '}');

  return TRUE;
}

gboolean
lw_store_log (LwStore  *self,
              gint64    since,
              gint64    annotator_key,
              LwLogFunc func,
              gpointer  user_data,
              GError  **error)
{
  GError  *local_error = NULL;
  GString *line;
  g_autoptr (LwStmt) stmt = NULL;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (func != NULL, FALSE);

  if (!(stmt = lw_sql_get (&self->sql, LW_SQL_LOG, error)))
    return FALSE;

  sqlite3_bind_int64 (stmt, 1, since);
  lw_stmt_bind_key (stmt, 2, annotator_key);
  line = g_string_new (NULL);

  while (lw_sql_step (&self->sql, stmt, &local_error) &&
         write_line (&self->sql, stmt, line, &local_error) &&
         func (line->str, user_data))
    ;

  g_string_free (line, TRUE);

  if (local_error != NULL)
    g_propagate_error (error, local_error);

  return local_error == NULL;
}

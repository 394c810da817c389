/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-difference.h"
#include "lw-store-private.h"

#include <glib/gi18n-lib.h>

gboolean
lw_store_get_last_seq (LwStore *self,
                       gint64  *seq,
                       GError **error)
{
  GError *local_error = NULL;
  g_autoptr (LwStmt) stmt = lw_sql_get (&self->sql, LW_SQL_LAST_SEQ, error);

  if (stmt == NULL)
    return FALSE;

  if (lw_sql_step (&self->sql, stmt, &local_error))
    *seq = sqlite3_column_int64 (stmt, 0);

  if (local_error != NULL)
    g_propagate_error (error, local_error);

  return local_error == NULL;
}

/* Sets @seq to -1 where there is no version of that name. */
static gboolean
look_up (LwStore    *self,
         const char *name,
         gint64     *seq,
         GError    **error)
{
  GError *local_error = NULL;
  g_autoptr (LwStmt) stmt = lw_sql_get (&self->sql, LW_SQL_VERSION_FIND, error);

  if (stmt == NULL)
    return FALSE;

  lw_stmt_bind_text (stmt, 1, name);
  *seq = lw_sql_step (&self->sql, stmt, &local_error) ? sqlite3_column_int64 (stmt, 0) : -1;

  if (local_error != NULL)
    g_propagate_error (error, local_error);

  return local_error == NULL;
}

static gboolean
is_number (const char *text,
           guint64    *number)
{
  return g_ascii_string_to_unsigned (text, 10, 0, G_MAXINT64, number, NULL);
}

static gboolean
check_version_name (const char *name,
                    GError    **error)
{
  guint64 number;

  if (*name != '\0' && g_utf8_validate (name, -1, NULL) && !g_str_equal (name, "now") && !is_number (name, &number))
    return TRUE;

  g_set_error (error, LW_ERROR, LW_ERROR_INVALID,
               _ ("“%s” cannot name a version: numbers and “now” have a meaning of their own."), name);

  return FALSE;
}

static gboolean
insert_version (LwStore    *self,
                const char *name,
                gint64      seq,
                GError    **error)
{
  LwStmt *stmt = lw_sql_get (&self->sql, LW_SQL_VERSION_INSERT, error);

  if (stmt == NULL)
    return FALSE;

  lw_stmt_bind_text (stmt, 1, name);
  sqlite3_bind_int64 (stmt, 2, seq);
  sqlite3_bind_int64 (stmt, 3, g_get_real_time ());

  return lw_sql_done (&self->sql, stmt, error);
}

gboolean
lw_store_save_version (LwStore    *self,
                       const char *name,
                       GError    **error)
{
  gint64 seq, known;

  g_return_val_if_fail (self != NULL && !self->is_in_group, FALSE);
  g_return_val_if_fail (name != NULL, FALSE);

  if (self->read_only_reason != NULL)
    {
      g_set_error_literal (error, LW_ERROR, LW_ERROR_READ_ONLY, self->read_only_reason);
      return FALSE;
    }

  if (!check_version_name (name, error) ||
      !look_up (self, name, &known, error) || !lw_store_get_last_seq (self, &seq, error))
    return FALSE;

  if (known >= 0)
    {
      g_set_error (error, LW_ERROR, LW_ERROR_EXISTS, _ ("There is a version “%s” already."), name);
      return FALSE;
    }

  /* A transaction of one statement. */
  return insert_version (self, name, seq, error);
}

static void
clear_version (gpointer data)
{
  LwVersionRow *row = data;

  g_free (row->name);
}

GArray *
lw_store_list_versions (LwStore *self,
                        GError **error)
{
  GError *local_error = NULL;
  g_autoptr (GArray) rows = NULL;
  g_autoptr (LwStmt) stmt = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  if (!(stmt = lw_sql_get (&self->sql, LW_SQL_LIST_VERSIONS, error)))
    return NULL;

  rows = g_array_new (FALSE, TRUE, sizeof (LwVersionRow));
  g_array_set_clear_func (rows, clear_version);

  while (lw_sql_step (&self->sql, stmt, &local_error))
    {
      const LwVersionRow row = {
        .name = lw_stmt_dup_text (stmt, 0),
        .seq = sqlite3_column_int64 (stmt, 1),
        .made_at_us = sqlite3_column_int64 (stmt, 2),
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

gboolean
lw_store_find_version (LwStore    *self,
                       const char *name,
                       gint64     *seq,
                       GError    **error)
{
  gint64  last, found;
  guint64 number;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (name != NULL && seq != NULL, FALSE);

  if (!lw_store_get_last_seq (self, &last, error) || !look_up (self, name, &found, error))
    return FALSE;

  if (found < 0 && g_str_equal (name, "now"))
    found = last;
  else if (found < 0 && is_number (name, &number) && number <= (guint64) last)
    found = (gint64) number;

  if (found < 0)
    {
      g_set_error (error, LW_ERROR, LW_ERROR_NOT_FOUND,
                   _ ("There is no version “%s”, and no such number in the journal (0 to %lld)."),
                   name, (long long) last);
      return FALSE;
    }

  *seq = found;

  return TRUE;
}

static gboolean
read_changes (LwStore      *self,
              gint64        seq_first,
              gint64        seq_last,
              LwDifference *difference,
              GError      **error)
{
  GError *local_error = NULL;
  g_autoptr (LwStmt) stmt = lw_sql_get (&self->sql, LW_SQL_CHANGES_BETWEEN, error);

  if (stmt == NULL)
    return FALSE;

  sqlite3_bind_int64 (stmt, 1, seq_first);
  sqlite3_bind_int64 (stmt, 2, seq_last);

  while (lw_sql_step (&self->sql, stmt, &local_error))
    {
      LwId item;

      if (!lw_stmt_get_id (stmt, 2, &item))
        g_set_error (&local_error, LW_ERROR, LW_ERROR_CORRUPT, _ ("“%s” is damaged: the journal cannot be read."),
                     self->sql.name);

      if (local_error != NULL ||
          !lw_difference_add (difference, lw_stmt_get_text (stmt, 1), item, lw_stmt_get_text (stmt, 3),
                              lw_stmt_get_text (stmt, 4), &local_error))
        break;
    }

  if (local_error != NULL)
    g_propagate_error (error, local_error);

  return local_error == NULL;
}

GArray *
lw_store_diff (LwStore *self,
               gint64   seq_a,
               gint64   seq_b,
               GError **error)
{
  LwDifference *difference;
  GArray       *rows = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  difference = lw_difference_new (&self->sql);

  if (read_changes (self, MIN (seq_a, seq_b), MAX (seq_a, seq_b), difference, error))
    rows = lw_difference_list (difference, seq_a > seq_b);

  lw_difference_free (difference);

  return rows;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-journal.h"

#include "lw-item-json.h"
#include "lw-pack.h"

#include <glib/gi18n-lib.h>

/* An edit ends the redo of what its annotator undid before. */
static gboolean
kill_undone (LwSql   *sql,
             gint64   annotator_key,
             GError **error)
{
  LwStmt *stmt = lw_sql_get (sql, LW_SQL_GROUP_KILL_UNDONE, error);

  if (stmt == NULL)
    return FALSE;

  lw_stmt_bind_key (stmt, 1, annotator_key);

  return lw_sql_done (sql, stmt, error);
}

gboolean
lw_journal_begin_group (LwSql          *sql,
                        LwJournalGroup *group,
                        GError        **error)
{
  LwStmt        *stmt;
  const gboolean is_edit = g_str_equal (group->kind, "edit");

  if (group->key != 0)
    return TRUE;

  if (is_edit && !kill_undone (sql, group->annotator_key, error))
    return FALSE;

  if (!(stmt = lw_sql_get (sql, LW_SQL_GROUP_INSERT, error)))
    return FALSE;

  lw_stmt_bind_id (stmt, 1, lw_id_new ());
  lw_stmt_bind_key (stmt, 2, group->annotator_key);
  sqlite3_bind_int64 (stmt, 3, g_get_real_time ());
  lw_stmt_bind_text (stmt, 4, group->label);
  lw_stmt_bind_text (stmt, 5, group->kind);
  lw_stmt_bind_key (stmt, 6, group->inverts);
  lw_stmt_bind_text (stmt, 7, is_edit ? "done" : NULL);

  if (!lw_sql_done (sql, stmt, error))
    return FALSE;

  group->key = sqlite3_last_insert_rowid (sql->db);

  return TRUE;
}

gboolean
lw_journal_append (LwSql          *sql,
                   LwJournalGroup *group,
                   const char     *kind,
                   LwId            item,
                   const char     *before,
                   const char     *after,
                   GError        **error)
{
  LwStmt *stmt;

  if (!lw_journal_begin_group (sql, group, error) ||
      !(stmt = lw_sql_get (sql, LW_SQL_CHANGE_INSERT, error)))
    return FALSE;

  lw_stmt_bind_id (stmt, 1, lw_id_new ());
  sqlite3_bind_int64 (stmt, 2, g_get_real_time ());
  lw_stmt_bind_key (stmt, 3, group->annotator_key);
  lw_stmt_bind_text (stmt, 4, kind);
  lw_stmt_bind_id (stmt, 5, item);
  lw_stmt_bind_text (stmt, 6, before);
  lw_stmt_bind_text (stmt, 7, after);
  lw_stmt_bind_key (stmt, 8, group->key);

  return lw_sql_done (sql, stmt, error);
}

static gboolean
write_item (LwSql        *sql,
            LwTouchedSet *touched,
            const LwItem *before,
            LwItem       *after,
            gboolean      is_known,
            GError      **error)
{
  if (!lw_item_write (sql, before, after, is_known, error))
    return FALSE;

  lw_touched_set_add (touched, after != NULL ? after : before);

  return TRUE;
}

gboolean
lw_journal_change (LwSql          *sql,
                   LwJournalGroup *group,
                   LwTouchedSet   *touched,
                   const LwItem   *before,
                   LwItem         *after,
                   GError        **error)
{
  const LwItem    *either = after != NULL ? after : before;
  g_autofree char *text_before = NULL;
  g_autofree char *text_after = NULL;

  if (before != NULL && after != NULL && lw_item_equal (before, after))
    return TRUE;

  if (before != NULL && !(text_before = lw_item_to_json (sql, before, error)))
    return FALSE;

  if (after != NULL && !(text_after = lw_item_to_json (sql, after, error)))
    return FALSE;

  return lw_journal_append (sql, group, lw_kind_get_info (either->kind)->name, either->id,
                            text_before, text_after, error) &&
         write_item (sql, touched, before, after, FALSE, error);
}

gboolean
lw_journal_add_pack (LwSql          *sql,
                     LwJournalGroup *group,
                     LwTouchedSet   *touched,
                     LwItem         *boxes,
                     gsize           n_boxes,
                     GError        **error)
{
  LwPackWriter     writer;
  g_autofree char *text = NULL;
  gboolean         ok = lw_pack_writer_init (&writer, sql, boxes[0].values[LW_BOX_ANNOTATOR].integer, error);

  for (gsize i = 0; ok && i < n_boxes; i++)
    ok = lw_pack_writer_add (&writer, &boxes[i], error) &&
         write_item (sql, touched, NULL, &boxes[i], FALSE, error);

  if (ok)
    {
      text = lw_pack_writer_finish (&writer);
      ok = lw_journal_append (sql, group, LW_PACK_KIND, writer.first, NULL, text, error);
    }

  lw_pack_writer_clear (&writer);

  return ok;
}

static gboolean
set_conflict (LwKind   kind,
              GError **error)
{
  g_set_error (error, LW_ERROR, LW_ERROR_CONFLICT,
               _ ("A %s has been changed since by somebody else; nothing was done."), lw_kind_get_info (kind)->name);

  return FALSE;
}

/* The row as it is, which must be what @before says.  @is_there is FALSE where it
 * must not and does not exist. */
static gboolean
load_expected (LwSql        *sql,
               LwKind        kind,
               LwId          id,
               const LwItem *before,
               LwItem       *current,
               gboolean     *is_there,
               GError      **error)
{
  GError *local_error = NULL;

  *is_there = lw_item_load_by_id (sql, kind, id, current, &local_error);

  if (local_error != NULL && !g_error_matches (local_error, LW_ERROR, LW_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, local_error);
      return FALSE;
    }

  g_clear_error (&local_error);

  if (*is_there != (before != NULL))
    return set_conflict (kind, error);

  if (before != NULL && !lw_item_equal (before, current))
    return set_conflict (kind, error);

  return TRUE;
}

static gboolean
apply_items (LwSql        *sql,
             LwTouchedSet *touched,
             LwKind        kind,
             LwId          id,
             const LwItem *before,
             LwItem       *after,
             GError      **error)
{
  g_auto (LwItem) current = { .kind = kind };
  gboolean is_there;

  if (!load_expected (sql, kind, id, before, &current, &is_there, error))
    return FALSE;

  return write_item (sql, touched, is_there ? &current : NULL, after, TRUE, error);
}

static gboolean
apply_item (LwSql        *sql,
            LwTouchedSet *touched,
            LwKind        kind,
            LwId          id,
            const char   *before,
            const char   *after,
            GError      **error)
{
  g_auto (LwItem) item_before = { .kind = kind };
  g_auto (LwItem) item_after = { .kind = kind };

  if (before != NULL && !lw_item_from_json (sql, kind, id, before, &item_before, error))
    return FALSE;

  if (after != NULL && !lw_item_from_json (sql, kind, id, after, &item_after, error))
    return FALSE;

  return apply_items (sql, touched, kind, id, before != NULL ? &item_before : NULL,
                      after != NULL ? &item_after : NULL, error);
}

typedef struct
{
  LwSql        *sql;
  LwTouchedSet *touched;
} PackJob;

static gboolean
add_packed_box (LwItem  *box,
                gpointer user_data,
                GError **error)
{
  PackJob *job = user_data;

  return apply_items (job->sql, job->touched, LW_KIND_BOX, box->id, NULL, box, error);
}

static gboolean
remove_packed_box (LwItem  *box,
                   gpointer user_data,
                   GError **error)
{
  PackJob *job = user_data;

  return apply_items (job->sql, job->touched, LW_KIND_BOX, box->id, box, NULL, error);
}

static gboolean
apply_pack (LwSql        *sql,
            LwTouchedSet *touched,
            LwId          first,
            const char   *before,
            const char   *after,
            GError      **error)
{
  PackJob job = { .sql = sql, .touched = touched };

  /* A pack comes and goes; it is never changed. */
  if (before != NULL)
    return lw_pack_foreach (sql, first, before, remove_packed_box, &job, error);

  return lw_pack_foreach (sql, first, after, add_packed_box, &job, error);
}

gboolean
lw_journal_apply (LwSql        *sql,
                  LwTouchedSet *touched,
                  const char   *kind,
                  LwId          item,
                  const char   *before,
                  const char   *after,
                  GError      **error)
{
  const gboolean is_pack = g_strcmp0 (kind, LW_PACK_KIND) == 0;
  LwKind         item_kind;

  if ((before == NULL && after == NULL) || (is_pack && before != NULL && after != NULL))
    return lw_json_set_corrupt (sql, "change", error);

  if (is_pack)
    return apply_pack (sql, touched, item, before, after, error);

  if (!lw_kind_from_name (kind, &item_kind))
    return lw_json_set_corrupt (sql, "kind", error);

  return apply_item (sql, touched, item_kind, item, before, after, error);
}

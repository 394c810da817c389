/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-schema.h"
#include "lw-store-private.h"

#include <glib/gi18n-lib.h>

/* One connection sees both: `main` is a private temporary database, into which the
 * journal is replayed, and `project` is the file, in one snapshot that edits by
 * others do not change.  It spills to disk, so that a large project needs no large
 * memory. */
typedef struct
{
  LwSql   sql;
  GArray *findings;
} Check;

/* More than these of one sort say nothing new. */
#define FINDINGS_MAX 100

static void
add_finding (Check *self,
             char  *where,
             char  *what)
{
  const LwCheckFinding finding = { .what = what, .where = where };

  g_array_append_val (self->findings, finding);
}

/* Runs a statement of the moment and calls @func for each row, up to the limit. */
static gboolean
query (Check      *self,
       const char *text,
       void (*func) (Check   *self,
                     LwStmt  *stmt,
                     gpointer user_data),
       gpointer user_data,
       GError **error)
{
  GError *local_error = NULL;
  LwStmt *stmt = lw_sql_prepare (&self->sql, text, error);

  if (stmt == NULL)
    return FALSE;

  for (int i = 0; i < FINDINGS_MAX && lw_sql_step (&self->sql, stmt, &local_error); i++)
    func (self, stmt, user_data);

  sqlite3_finalize (stmt);

  if (local_error != NULL)
    g_propagate_error (error, local_error);

  return local_error == NULL;
}

static void
report_integrity (Check   *self,
                  LwStmt  *stmt,
                  gpointer user_data)
{
  g_autofree char *text = lw_stmt_dup_text (stmt, 0);

  if (g_strcmp0 (text, "ok") == 0)
    return;

  /* Several lines, with names from the file in them. */
  for (char *p = text; p != NULL && *p != '\0'; p++)
    if (g_ascii_iscntrl (*p))
      *p = ' ';

  add_finding (self, g_strdup (self->sql.name), g_steal_pointer (&text));
}

static void
report_foreign_key (Check   *self,
                    LwStmt  *stmt,
                    gpointer user_data)
{
  add_finding (self, g_strdup_printf ("%s %s", lw_stmt_get_text (stmt, 0), lw_stmt_get_text (stmt, 1)),
               g_strdup_printf (_ ("refers to a %s that is not there"), lw_stmt_get_text (stmt, 2)));
}

static char *
describe_item (const char *kind,
               LwStmt     *stmt,
               int         column)
{
  char text[LW_ID_TEXT_SIZE];
  LwId id;

  if (!lw_stmt_get_id (stmt, column, &id))
    return g_strdup_printf (_ ("%s without a proper id"), kind);

  lw_id_to_text (id, text);

  return g_strdup_printf ("%s %s", kind, text);
}

/* What the comparing statements report: the kind's name and the sentence. */
typedef struct
{
  const char *kind;
  const char *what;
} Report;

static void
report_item (Check   *self,
             LwStmt  *stmt,
             gpointer user_data)
{
  const Report *report = user_data;

  add_finding (self, describe_item (report->kind, stmt, 0), g_strdup (report->what));
}

/* "p.name IS NOT m.name OR ...", with items compared by id: keys differ. */
static void
append_comparison (GString          *text,
                   const LwKindInfo *info)
{
  for (guint i = 0; i < info->n_fields; i++)
    {
      const LwField *field = &info->fields[i];

      g_string_append (text, i > 0 ? " OR " : "");

      if (field->type == LW_FIELD_ITEM)
        {
          const char *other = lw_kind_get_info (field->refers_to)->name;

          g_string_append_printf (text,
                                  "(SELECT id FROM project.%s WHERE key = p.%s) IS NOT"
                                  " (SELECT id FROM main.%s WHERE key = m.%s)",
                                  other, field->name, other, field->name);
        }
      else
        {
          g_string_append_printf (text, "p.%s IS NOT m.%s", field->name, field->name);
        }
    }
}

static gboolean
compare_kind (Check   *self,
              LwKind   kind,
              GError **error)
{
  const LwKindInfo *info = lw_kind_get_info (kind);
  Report            extra = { info->name, _ ("is in its table, but not by the journal") };
  Report            missing = { info->name, _ ("should be there by the journal, but is not in its table") };
  Report            different = { info->name, _ ("is not in its table what the journal says") };
  g_autofree char  *find_extra = NULL;
  g_autofree char  *find_missing = NULL;
  GString          *find_different = g_string_new (NULL);
  gboolean          ok;

  /* NOT INDEXED would be honest but slow: that index and table agree has been
   * looked at by the integrity check. */
  find_extra = g_strdup_printf ("SELECT id FROM project.%s WHERE id NOT IN (SELECT id FROM main.%s)",
                                info->name, info->name);
  find_missing = g_strdup_printf ("SELECT id FROM main.%s WHERE id NOT IN (SELECT id FROM project.%s)",
                                  info->name, info->name);
  g_string_append_printf (find_different, "SELECT p.id FROM main.%s AS m JOIN project.%s AS p ON p.id = m.id WHERE ",
                          info->name, info->name);
  append_comparison (find_different, info);

  ok = query (self, find_extra, report_item, &extra, error) &&
       query (self, find_missing, report_item, &missing, error) &&
       query (self, find_different->str, report_item, &different, error);

  g_string_free (find_different, TRUE);

  return ok;
}

static gboolean
compare_items (Check   *self,
               GError **error)
{
  for (guint i = 0; i < LW_N_KINDS; i++)
    if (!compare_kind (self, i, error))
      return FALSE;

  return TRUE;
}

static gboolean
is_about_the_data (const GError *error)
{
  return g_error_matches (error, LW_ERROR, LW_ERROR_CORRUPT) || g_error_matches (error, LW_ERROR, LW_ERROR_CONFLICT) ||
         g_error_matches (error, LW_ERROR, LW_ERROR_NOT_FOUND) || g_error_matches (error, LW_ERROR, LW_ERROR_INVALID);
}

/* Replays one change.  What does not fit is a finding, and the next is tried. */
static gboolean
replay_change (Check   *self,
               LwStmt  *stmt,
               GError **error)
{
  GError      *local_error = NULL;
  LwTouchedSet touched = { 0 };
  LwId         item;

  if (!lw_stmt_get_id (stmt, 2, &item))
    g_set_error_literal (&local_error, LW_ERROR, LW_ERROR_CORRUPT, _ ("has no proper item"));
  else
    lw_journal_apply (&self->sql, &touched, lw_stmt_get_text (stmt, 1), item, lw_stmt_get_text (stmt, 3),
                      lw_stmt_get_text (stmt, 4), &local_error);

  lw_touched_set_clear (&touched);

  if (local_error == NULL)
    return TRUE;

  if (!is_about_the_data (local_error))
    {
      g_propagate_error (error, local_error);
      return FALSE;
    }

  if (self->findings->len < FINDINGS_MAX)
    add_finding (self, g_strdup_printf (_ ("journal, change %lld"), (long long) sqlite3_column_int64 (stmt, 0)),
                 g_strdup (local_error->message));

  g_error_free (local_error);

  return TRUE;
}

static gboolean
replay (Check   *self,
        GError **error)
{
  GError *local_error = NULL;
  LwStmt *stmt = lw_sql_prepare (&self->sql, "SELECT seq, kind, item, before, after FROM project.change ORDER BY seq", error);

  if (stmt == NULL)
    return FALSE;

  while (lw_sql_step (&self->sql, stmt, &local_error) && replay_change (self, stmt, &local_error))
    ;

  sqlite3_finalize (stmt);

  if (local_error != NULL)
    g_propagate_error (error, local_error);

  return local_error == NULL;
}

/* --- Groups: which are done, undone and dead follows from their order --- */

typedef enum
{
  STATE_NONE,
  STATE_DONE,
  STATE_UNDONE,
  STATE_DEAD
} GroupState;

static const char *const state_names[] = { NULL, "done", "undone", "dead" };

typedef struct
{
  gint64     key;
  gint64     annotator;
  GroupState expected;
  char       stored[8];
} Group;

static Group *
find_group (GArray *groups,
            gint64  key)
{
  guint low = 0, high = groups->len;

  while (low < high)
    {
      const guint middle = low + (high - low) / 2;
      Group      *group = &g_array_index (groups, Group, middle);

      if (group->key == key)
        return group;

      if (group->key < key)
        low = middle + 1;
      else
        high = middle;
    }

  return NULL;
}

/* Undone groups of an annotator are the last of their edits, so that walking back
 * to the first that is done finds them all. */
static void
kill_undone (GArray *groups,
             gint64  annotator)
{
  for (guint i = groups->len; i-- > 0;)
    {
      Group *group = &g_array_index (groups, Group, i);

      if (group->annotator != annotator || group->expected == STATE_NONE)
        continue;

      if (group->expected == STATE_DONE)
        break;

      group->expected = STATE_DEAD;
    }
}

static void
add_group (Check  *self,
           GArray *groups,
           LwStmt *stmt)
{
  const char    *kind = lw_stmt_get_text (stmt, 2);
  const char    *stored = lw_stmt_get_text (stmt, 4);
  Group          group = { .key = sqlite3_column_int64 (stmt, 0), .annotator = sqlite3_column_int64 (stmt, 1) };
  Group         *target = find_group (groups, sqlite3_column_int64 (stmt, 3));
  const gboolean is_undo = g_strcmp0 (kind, "undo") == 0;

  g_strlcpy (group.stored, stored != NULL ? stored : "", sizeof group.stored);

  if (g_strcmp0 (kind, "edit") == 0)
    {
      kill_undone (groups, group.annotator);
      group.expected = STATE_DONE;
    }
  else if (is_undo || g_strcmp0 (kind, "redo") == 0)
    {
      if (target != NULL && target->expected == (is_undo ? STATE_DONE : STATE_UNDONE))
        target->expected = is_undo ? STATE_UNDONE : STATE_DONE;
      else
        add_finding (self, g_strdup_printf (_ ("journal, group %lld"), (long long) group.key),
                     g_strdup (_ ("undoes or redoes what cannot be")));
    }

  g_array_append_val (groups, group);
}

static void
compare_group (Check       *self,
               const Group *group)
{
  const char *expected = state_names[group->expected];

  if (g_strcmp0 (group->stored, expected != NULL ? expected : "") == 0)
    return;

  add_finding (self, g_strdup_printf (_ ("journal, group %lld"), (long long) group->key),
               g_strdup_printf (_ ("is kept as “%s”, but is “%s” by the order of things"), group->stored,
                                expected != NULL ? expected : ""));
}

static gboolean
check_groups (Check   *self,
              GError **error)
{
  GError *local_error = NULL;
  g_autoptr (GArray) groups = g_array_new (FALSE, FALSE, sizeof (Group));
  LwStmt *stmt = lw_sql_prepare (&self->sql,
                                 "SELECT key, annotator, kind, inverts, state FROM project.change_group ORDER BY key",
                                 error);

  if (stmt == NULL)
    return FALSE;

  while (lw_sql_step (&self->sql, stmt, &local_error))
    add_group (self, groups, stmt);

  sqlite3_finalize (stmt);

  for (guint i = 0; i < groups->len; i++)
    compare_group (self, &g_array_index (groups, Group, i));

  if (local_error != NULL)
    g_propagate_error (error, local_error);

  return local_error == NULL;
}

/* --- Running it --- */

static gboolean
attach (Check      *self,
        const char *uri,
        GError    **error)
{
  LwStmt  *stmt = lw_sql_prepare (&self->sql, "ATTACH ?1 AS project", error);
  gboolean ok;

  if (stmt == NULL)
    return FALSE;

  lw_stmt_bind_text (stmt, 1, uri);
  ok = lw_sql_done (&self->sql, stmt, error);
  sqlite3_finalize (stmt);

  return ok;
}

static int
progress_cb (void *cancellable)
{
  return g_cancellable_is_cancelled (cancellable);
}

static gboolean
run (Check   *self,
     LwStore *store,
     GError **error)
{
  /* The temporary database is thrown away: it need not survive anything. */
  return lw_sql_exec (&self->sql, "PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; PRAGMA cache_size = -65536",
                      error) &&
         lw_schema_migrate (&self->sql, 0, error) &&
         attach (self, store->uri, error) &&
         lw_sql_run (&self->sql, LW_SQL_BEGIN_READ, error) &&
         query (self, "PRAGMA project.integrity_check", report_integrity, NULL, error) &&
         query (self, "PRAGMA project.foreign_key_check", report_foreign_key, NULL, error) &&
         replay (self, error) &&
         compare_items (self, error) &&
         check_groups (self, error);
}

gboolean
lw_store_check (LwStore      *self,
                GArray       *findings,
                GCancellable *cancellable,
                GError      **error)
{
  Check    check = { .findings = findings };
  GError  *local_error = NULL;
  gboolean ok;

  g_return_val_if_fail (self != NULL && !self->is_in_group, FALSE);
  g_return_val_if_fail (findings != NULL, FALSE);

  if (!lw_sql_open (&check.sql, "", SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, self->sql.name, error))
    return FALSE;

  sqlite3_progress_handler (check.sql.db, 10000, cancellable != NULL ? progress_cb : NULL, cancellable);
  ok = run (&check, self, &local_error);
  sqlite3_progress_handler (check.sql.db, 0, NULL, NULL);

  if (!sqlite3_get_autocommit (check.sql.db))
    lw_sql_run (&check.sql, LW_SQL_ROLLBACK, NULL);

  lw_sql_close (&check.sql);

  /* So damaged that it cannot be read on: that is what was to be found out. */
  if (g_error_matches (local_error, LW_ERROR, LW_ERROR_CORRUPT))
    {
      add_finding (&check, g_strdup (self->sql.name), g_strdup (local_error->message));
      g_clear_error (&local_error);
      ok = TRUE;
    }

  if (local_error != NULL)
    g_propagate_error (error, local_error);

  return ok;
}

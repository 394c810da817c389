/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-store-private.h"

#include <glib/gi18n-lib.h>

/* Some 10 microseconds each: within a frame. */
#define N_CHANGES_SHORT 500

/* The two directions differ in these only. */
typedef struct
{
  const char *kind;    /* of the group that is written */
  LwSqlId     target;  /* finds the group that it is about */
  LwSqlId     changes; /* of that group: kind, item, from, to */
  const char *state;   /* that group's afterwards */
  const char *nothing;
} Direction;

static const Direction undo_direction = {
  "undo", LW_SQL_GROUP_TO_UNDO, LW_SQL_GROUP_CHANGES_BACKWARDS, "undone", N_ ("There is nothing to undo.")
};

static const Direction redo_direction = {
  "redo", LW_SQL_GROUP_TO_REDO, LW_SQL_GROUP_CHANGES, "done", N_ ("There is nothing to redo.")
};

/* FALSE without an error where there is none. */
static gboolean
find_target (LwStore         *self,
             const Direction *direction,
             gint64           annotator_key,
             gint64          *group_key,
             char           **label,
             GError         **error)
{
  g_autoptr (LwStmt) stmt = lw_sql_get (&self->sql, direction->target, error);

  if (stmt == NULL)
    return FALSE;

  lw_stmt_bind_key (stmt, 1, annotator_key);

  if (!lw_sql_step (&self->sql, stmt, error))
    return FALSE;

  *group_key = sqlite3_column_int64 (stmt, 0);
  *label = lw_stmt_dup_text (stmt, 1);

  return TRUE;
}

static gboolean
repeat_changes (LwStore         *self,
                const Direction *direction,
                gint64           group_key,
                GError         **error)
{
  GError *local_error = NULL;
  g_autoptr (LwStmt) stmt = lw_sql_get (&self->sql, direction->changes, error);

  if (stmt == NULL)
    return FALSE;

  lw_stmt_bind_key (stmt, 1, group_key);

  /* Changes are written while this reads, but into another group. */
  while (lw_sql_step (&self->sql, stmt, &local_error))
    {
      const char *kind = lw_stmt_get_text (stmt, 0);
      const char *before = lw_stmt_get_text (stmt, 2);
      const char *after = lw_stmt_get_text (stmt, 3);
      LwId        item;

      if (!lw_stmt_get_id (stmt, 1, &item))
        {
          g_set_error (error, LW_ERROR, LW_ERROR_CORRUPT, _ ("“%s” is damaged: the journal cannot be read."),
                       self->sql.name);
          return FALSE;
        }

      if (!lw_journal_apply (&self->sql, &self->touching, kind, item, before, after, error) ||
          !lw_journal_append (&self->sql, &self->group, kind, item, before, after, error))
        return FALSE;
    }

  if (local_error != NULL)
    g_propagate_error (error, local_error);

  return local_error == NULL;
}

static gboolean
set_state (LwStore    *self,
           gint64      group_key,
           const char *state,
           GError    **error)
{
  LwStmt *stmt = lw_sql_get (&self->sql, LW_SQL_GROUP_SET_STATE, error);

  if (stmt == NULL)
    return FALSE;

  lw_stmt_bind_key (stmt, 1, group_key);
  lw_stmt_bind_text (stmt, 2, state);

  return lw_sql_done (&self->sql, stmt, error);
}

static gboolean
go (LwStore         *self,
    const Direction *direction,
    gint64           annotator_key,
    gint64          *image_key,
    GError         **error)
{
  g_autofree char *label = NULL;
  gint64           group_key = 0;
  GError          *local_error = NULL;

  if (!find_target (self, direction, annotator_key, &group_key, &label, &local_error))
    {
      if (local_error != NULL)
        g_propagate_error (error, local_error);
      else
        g_set_error_literal (error, LW_ERROR, LW_ERROR_NOT_FOUND, _ (direction->nothing));

      return FALSE;
    }

  if (!lw_store_begin_group (self, direction->kind, annotator_key, label, group_key, error))
    return FALSE;

  if (!repeat_changes (self, direction, group_key, error) ||
      !set_state (self, group_key, direction->state, error))
    {
      lw_store_rollback (self);
      return FALSE;
    }

  if (!lw_store_commit (self, error))
    return FALSE;

  if (image_key != NULL)
    *image_key = self->touched.first_image;

  return TRUE;
}

static char *
dup_label (LwStore         *self,
           const Direction *direction,
           gint64           annotator_key)
{
  g_autoptr (GError) error = NULL;
  gint64 group_key;
  char  *label = NULL;

  /* Where the file cannot be read, every other call says so. */
  return find_target (self, direction, annotator_key, &group_key, &label, &error) ? label : NULL;
}

char *
lw_store_dup_undo_label (LwStore *self,
                         gint64   annotator_key)
{
  g_return_val_if_fail (self != NULL, NULL);

  return dup_label (self, &undo_direction, annotator_key);
}

char *
lw_store_dup_redo_label (LwStore *self,
                         gint64   annotator_key)
{
  g_return_val_if_fail (self != NULL, NULL);

  return dup_label (self, &redo_direction, annotator_key);
}

gboolean
lw_store_is_step_long (LwStore *self,
                       gint64   annotator_key,
                       gboolean redo)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *label = NULL;
  g_autoptr (LwStmt) stmt = NULL;
  gint64 group_key;

  g_return_val_if_fail (self != NULL, FALSE);

  if (!find_target (self, redo ? &redo_direction : &undo_direction, annotator_key, &group_key, &label, &error) ||
      !(stmt = lw_sql_get (&self->sql, LW_SQL_GROUP_IS_LONG, &error)))
    return FALSE;

  lw_stmt_bind_key (stmt, 1, group_key);
  sqlite3_bind_int (stmt, 2, N_CHANGES_SHORT);

  return lw_sql_step (&self->sql, stmt, &error) && sqlite3_column_int (stmt, 0) != 0;
}

gboolean
lw_store_undo (LwStore *self,
               gint64   annotator_key,
               gint64  *image_key,
               GError **error)
{
  g_return_val_if_fail (self != NULL && !self->is_in_group, FALSE);

  return go (self, &undo_direction, annotator_key, image_key, error);
}

gboolean
lw_store_redo (LwStore *self,
               gint64   annotator_key,
               gint64  *image_key,
               GError **error)
{
  g_return_val_if_fail (self != NULL && !self->is_in_group, FALSE);

  return go (self, &redo_direction, annotator_key, image_key, error);
}

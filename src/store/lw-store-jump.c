/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-store-private.h"

#include <glib/gi18n-lib.h>

/* --- The steps as a list --- */

static void
clear_step (gpointer data)
{
  g_free (((LwStepRow *) data)->label);
}

static gboolean
count_after (LwStore    *self,
             gint64      annotator_key,
             const char *state,
             gint64      after_key,
             guint      *n_steps,
             GError    **error)
{
  GError *local_error = NULL;
  g_autoptr (LwStmt) stmt = lw_sql_get (&self->sql, LW_SQL_COUNT_STEPS, error);

  if (stmt == NULL)
    return FALSE;

  lw_stmt_bind_key (stmt, 1, annotator_key);
  lw_stmt_bind_text (stmt, 2, state);
  sqlite3_bind_int64 (stmt, 3, after_key);
  *n_steps = 0;

  if (lw_sql_step (&self->sql, stmt, &local_error))
    *n_steps = (guint) sqlite3_column_int64 (stmt, 0);

  if (local_error != NULL)
    g_propagate_error (error, local_error);

  return local_error == NULL;
}

gboolean
lw_store_count_steps (LwStore *self,
                      gint64   annotator_key,
                      guint   *n_done,
                      guint   *n_undone,
                      GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return count_after (self, annotator_key, "done", 0, n_done, error) &&
         count_after (self, annotator_key, "undone", 0, n_undone, error);
}

/* An import's first change may be about a class: a few are looked at. */
static gboolean
find_image (LwStore *self,
            gint64   group_key,
            gint64  *image_key,
            GError **error)
{
  GError *local_error = NULL;
  g_autoptr (LwStmt) stmt = lw_sql_get (&self->sql, LW_SQL_FIRST_CHANGES, error);

  if (stmt == NULL)
    return FALSE;

  lw_stmt_bind_key (stmt, 1, group_key);

  while (*image_key == 0 && lw_sql_step (&self->sql, stmt, &local_error))
    {
      LwId item;

      if (lw_stmt_get_id (stmt, 1, &item) &&
          !lw_store_find_image_of_change (&self->sql, lw_stmt_get_text (stmt, 0), item, lw_stmt_get_text (stmt, 2),
                                          lw_stmt_get_text (stmt, 3), image_key))
        *image_key = 0;
    }

  if (local_error != NULL)
    g_propagate_error (error, local_error);

  return local_error == NULL;
}

static gboolean
append_steps (LwStore    *self,
              gint64      annotator_key,
              const char *state,
              guint       first,
              guint       n_max,
              GArray     *steps,
              GError    **error)
{
  GError *local_error = NULL;
  g_autoptr (LwStmt) stmt = lw_sql_get (&self->sql, LW_SQL_PAGE_OF_STEPS, error);

  if (stmt == NULL)
    return FALSE;

  lw_stmt_bind_key (stmt, 1, annotator_key);
  lw_stmt_bind_text (stmt, 2, state);
  sqlite3_bind_int64 (stmt, 3, n_max);
  sqlite3_bind_int64 (stmt, 4, first);

  while (lw_sql_step (&self->sql, stmt, &local_error))
    {
      const LwStepRow step = {
        .group_key = sqlite3_column_int64 (stmt, 0),
        .made_at_us = sqlite3_column_int64 (stmt, 1),
        .label = lw_stmt_dup_text (stmt, 2),
        .is_undone = g_str_equal (state, "undone"),
      };

      g_array_append_val (steps, step);

      if (!find_image (self, step.group_key, &g_array_index (steps, LwStepRow, steps->len - 1).image_key, &local_error))
        break;
    }

  if (local_error != NULL)
    g_propagate_error (error, local_error);

  return local_error == NULL;
}

GArray *
lw_store_list_steps (LwStore *self,
                     gint64   annotator_key,
                     guint    first,
                     guint    n_max,
                     GError **error)
{
  g_autoptr (GArray) steps = g_array_new (FALSE, TRUE, sizeof (LwStepRow));
  guint n_undone = 0;

  g_return_val_if_fail (self != NULL, NULL);

  g_array_set_clear_func (steps, clear_step);

  /* Whatever is undone is newer than whatever is done: a new step ends what was undone. */
  if (!count_after (self, annotator_key, "undone", 0, &n_undone, error))
    return NULL;

  if (first < n_undone && !append_steps (self, annotator_key, "undone", first, n_max, steps, error))
    return NULL;

  if (steps->len < n_max &&
      !append_steps (self, annotator_key, "done", first > n_undone ? first - n_undone : 0, n_max - steps->len, steps, error))
    return NULL;

  return g_steal_pointer (&steps);
}

/* --- Many steps at once --- */

typedef struct
{
  gboolean is_undo;
  guint    n_steps;
} Way;

static gboolean
find_way (LwStore *self,
          gint64   annotator_key,
          gint64   group_key,
          Way     *way,
          GError **error)
{
  GError *local_error = NULL;
  guint   n_undone = 0, n_after = 0;
  g_autoptr (LwStmt) stmt = lw_sql_get (&self->sql, LW_SQL_FIND_STEP, error);

  if (stmt == NULL)
    return FALSE;

  lw_stmt_bind_key (stmt, 1, group_key);
  lw_stmt_bind_key (stmt, 2, annotator_key);
  way->is_undo = TRUE;

  if (group_key != 0 && lw_sql_step (&self->sql, stmt, &local_error))
    way->is_undo = g_str_equal (lw_stmt_get_text (stmt, 0), "done");
  else if (group_key != 0 && local_error == NULL)
    g_set_error_literal (&local_error, LW_ERROR, LW_ERROR_NOT_FOUND,
                         _ ("This step can no longer be reached: something else has been done since it was undone."));

  if (local_error != NULL)
    {
      g_propagate_error (error, local_error);
      return FALSE;
    }

  if (way->is_undo)
    return count_after (self, annotator_key, "done", group_key, &way->n_steps, error);

  if (!count_after (self, annotator_key, "undone", 0, &n_undone, error) ||
      !count_after (self, annotator_key, "undone", group_key, &n_after, error))
    return FALSE;

  way->n_steps = n_undone - n_after;

  return TRUE;
}

gboolean
lw_store_jump (LwStore   *self,
               gint64     annotator_key,
               gint64     group_key,
               LwJumpFunc func,
               gpointer   user_data,
               gint64    *image_key,
               GError   **error)
{
  LwTouchedSet touched = { 0 };
  Way          way;
  gboolean     ok = TRUE;

  g_return_val_if_fail (self != NULL && !self->is_in_group, FALSE);

  if (!find_way (self, annotator_key, group_key, &way, error))
    return FALSE;

  for (guint i = 0; ok && i < way.n_steps; i++)
    {
      ok = way.is_undo ? lw_store_undo (self, annotator_key, NULL, error) : lw_store_redo (self, annotator_key, NULL, error);

      if (ok)
        lw_touched_set_merge (&touched, &self->touched);

      if (ok && func != NULL && !func (i + 1, way.n_steps, user_data))
        break;
    }

  lw_touched_set_clear (&self->touched);
  self->touched = touched;
  *image_key = touched.first_image;

  return ok;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-store-private.h"

#include <glib/gi18n-lib.h>

static gboolean
check_can_begin (LwStore *self,
                 GError **error)
{
  g_return_val_if_fail (!self->is_in_group, FALSE);

  if (self->read_only_reason == NULL)
    return lw_sql_check_in_place (&self->sql, error);

  g_set_error_literal (error, LW_ERROR, LW_ERROR_READ_ONLY, self->read_only_reason);

  return FALSE;
}

static void
end_group (LwStore *self)
{
  g_clear_pointer (&self->group.label, g_free);
  self->group = (LwJournalGroup){ 0 };
  self->is_in_group = FALSE;
  self->has_earlier_group = FALSE;
  self->is_broken = FALSE;
  lw_touched_set_clear (&self->touching);
}

gboolean
lw_store_begin_group (LwStore    *self,
                      const char *kind,
                      gint64      annotator_key,
                      const char *label,
                      gint64      inverts,
                      GError    **error)
{
  if (!check_can_begin (self, error) || !lw_sql_run (&self->sql, LW_SQL_BEGIN_WRITE, error))
    return FALSE;

  self->is_in_group = TRUE;
  self->group = (LwJournalGroup){
    .kind = kind,
    .annotator_key = annotator_key,
    .label = g_strdup (label),
    .inverts = inverts,
  };

  return TRUE;
}

gboolean
lw_store_begin (LwStore    *self,
                LwGroupKind kind,
                gint64      annotator_key,
                const char *label,
                GError    **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (kind == LW_GROUP_SETUP || annotator_key > 0, FALSE);
  g_return_val_if_fail (label != NULL, FALSE);

  return lw_store_begin_group (self, kind == LW_GROUP_EDIT ? "edit" : "setup", annotator_key, label, 0, error);
}

/* The annotator's newest group, if it may grow; 0 where there is none. */
static gboolean
find_open_group (LwStore    *self,
                 gint64      annotator_key,
                 const char *label,
                 gint64     *group_key,
                 GError    **error)
{
  g_autoptr (LwStmt) stmt = lw_sql_get (&self->sql, LW_SQL_GROUP_NEWEST, error);
  GError *local_error = NULL;

  if (stmt == NULL)
    return FALSE;

  lw_stmt_bind_key (stmt, 1, annotator_key);

  if (lw_sql_step (&self->sql, stmt, &local_error) && g_strcmp0 (lw_stmt_get_text (stmt, 1), label) == 0 &&
      g_strcmp0 (lw_stmt_get_text (stmt, 2), "done") == 0)
    *group_key = sqlite3_column_int64 (stmt, 0);

  if (local_error != NULL)
    g_propagate_error (error, local_error);

  return local_error == NULL;
}

gboolean
lw_store_begin_more (LwStore    *self,
                     gint64      annotator_key,
                     const char *label,
                     GError    **error)
{
  if (!lw_store_begin (self, LW_GROUP_EDIT, annotator_key, label, error))
    return FALSE;

  if (find_open_group (self, annotator_key, label, &self->group.key, error))
    return TRUE;

  lw_store_rollback (self);

  return FALSE;
}

void
lw_store_begin_next (LwStore    *self,
                     gint64      annotator_key,
                     const char *label)
{
  g_return_if_fail (self != NULL && self->is_in_group);
  g_return_if_fail (annotator_key > 0);
  g_return_if_fail (label != NULL);

  self->has_earlier_group |= self->group.key != 0;
  g_free (self->group.label);
  self->group = (LwJournalGroup){
    .kind = "edit",
    .annotator_key = annotator_key,
    .label = g_strdup (label),
  };
}

void
lw_store_rollback (LwStore *self)
{
  g_return_if_fail (self != NULL);

  if (!self->is_in_group)
    return;

  /* After some failures SQLite has rolled back by itself. */
  if (!sqlite3_get_autocommit (self->sql.db))
    lw_sql_run (&self->sql, LW_SQL_ROLLBACK, NULL);

  end_group (self);
}

gboolean
lw_store_commit (LwStore *self,
                 GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (self->is_in_group, FALSE);

  if (self->is_broken)
    {
      lw_store_rollback (self);
      g_set_error_literal (error, LW_ERROR, LW_ERROR_FAILED,
                           _ ("A part of the change could not be made, so nothing was changed."));
      return FALSE;
    }

  if ((self->group.key != 0 || self->has_earlier_group) && !lw_sql_run (&self->sql, LW_SQL_COMMIT, error))
    {
      lw_store_rollback (self);
      return FALSE;
    }

  lw_touched_set_clear (&self->touched);
  self->touched = self->touching;
  self->touching = (LwTouchedSet){ 0 };

  /* Nothing to commit: there is only the right to write to give back. */
  lw_store_rollback (self);

  return TRUE;
}

const char *
lw_store_get_path (LwStore *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->path;
}

LwId
lw_store_get_id (LwStore *self)
{
  return self->id;
}

const char *
lw_store_get_read_only_reason (LwStore *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->read_only_reason;
}

LwTouched
lw_store_get_touched (LwStore *self,
                      GArray **image_keys)
{
  g_return_val_if_fail (self != NULL, 0);

  if (image_keys != NULL)
    *image_keys = lw_touched_set_list_images (&self->touched);

  return self->touched.flags;
}

GArray *
lw_store_list_touched_boxes (LwStore *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (self->touched.boxes == NULL)
    return g_array_new (FALSE, FALSE, sizeof (gint64));

  return g_array_copy (self->touched.boxes);
}

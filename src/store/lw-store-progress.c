/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-store-private.h"

#include <glib/gi18n-lib.h>

static gboolean
find_progress (LwStore *self,
               gint64   image_key,
               gint64   annotator_key,
               gint64  *key,
               GError **error)
{
  g_autoptr (LwStmt) stmt = lw_sql_get (&self->sql, LW_SQL_FIND_PROGRESS, error);

  if (stmt == NULL)
    return FALSE;

  lw_stmt_bind_key (stmt, 1, image_key);
  lw_stmt_bind_key (stmt, 2, annotator_key);

  return lw_store_find_key (self, stmt, key, error);
}

/* The row of an image and annotator: as it is, which may be none at all, and to be
 * changed. */
static gboolean
load_progress (LwStore *self,
               gint64   image_key,
               gint64   annotator_key,
               LwItem  *before,
               LwItem  *after,
               GError **error)
{
  gint64 key;

  if (!find_progress (self, image_key, annotator_key, &key, error))
    return FALSE;

  if (key != 0)
    return lw_store_load_pair (self, LW_KIND_PROGRESS, key, before, after, error);

  *after = lw_item_new (LW_KIND_PROGRESS);
  after->values[LW_PROGRESS_IMAGE].integer = image_key;
  after->values[LW_PROGRESS_ANNOTATOR].integer = annotator_key;
  after->values[LW_PROGRESS_STATE].integer = LW_PROGRESS_UNSEEN;

  return TRUE;
}

/* Unseen and without a note is the absence of a row. */
static gboolean
keep_progress (LwStore *self,
               LwItem  *before,
               LwItem  *after,
               GError **error)
{
  const gboolean is_there = before->key != 0;

  if (after->values[LW_PROGRESS_STATE].integer == LW_PROGRESS_UNSEEN && after->values[LW_PROGRESS_NOTE].text == NULL)
    return !is_there || lw_store_change (self, before, NULL, error);

  return lw_store_change (self, is_there ? before : NULL, after, error);
}

gboolean
lw_store_set_progress (LwStore   *self,
                       gint64     image_key,
                       gint64     annotator_key,
                       LwProgress progress,
                       GError   **error)
{
  g_auto (LwItem) before = { .kind = LW_KIND_PROGRESS };
  g_auto (LwItem) after = { .kind = LW_KIND_PROGRESS };

  g_return_val_if_fail (self != NULL && self->is_in_group, FALSE);
  g_return_val_if_fail (progress >= 0 && progress < LW_N_PROGRESS, FALSE);

  if (!load_progress (self, image_key, annotator_key, &before, &after, error))
    return FALSE;

  after.values[LW_PROGRESS_STATE].integer = progress;

  return keep_progress (self, &before, &after, error);
}

gboolean
lw_store_set_note (LwStore    *self,
                   gint64      image_key,
                   gint64      annotator_key,
                   const char *note,
                   GError    **error)
{
  g_auto (LwItem) before = { .kind = LW_KIND_PROGRESS };
  g_auto (LwItem) after = { .kind = LW_KIND_PROGRESS };

  g_return_val_if_fail (self != NULL && self->is_in_group, FALSE);

  if ((note != NULL && !lw_store_check_text (N_ ("Note on an image"), note, TRUE, error)) ||
      !load_progress (self, image_key, annotator_key, &before, &after, error))
    return FALSE;

  lw_item_set_text (&after, LW_PROGRESS_NOTE, note);

  return keep_progress (self, &before, &after, error);
}

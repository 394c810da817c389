/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-store-private.h"

/* "Done" by one annotator outweighs "skipped" by another. */
static const guint ranks[LW_N_PROGRESS] = {
  [LW_PROGRESS_UNSEEN] = 0,
  [LW_PROGRESS_OPEN] = 1,
  [LW_PROGRESS_SKIPPED] = 2,
  [LW_PROGRESS_DONE] = 3,
};

static void
take_boxes (LwImageSummary *summary,
            LwStmt         *stmt,
            int             column)
{
  summary->n_boxes = (guint) sqlite3_column_int64 (stmt, column);
}

static void
take_tags (LwImageSummary *summary,
           LwStmt         *stmt,
           int             column)
{
  summary->n_tags = (guint) sqlite3_column_int64 (stmt, column);
}

/* The state, and behind it whether there is a note. */
static void
take_progress (LwImageSummary *summary,
               LwStmt         *stmt,
               int             column)
{
  const gint64 value = sqlite3_column_int64 (stmt, column);

  summary->is_flagged |= sqlite3_column_int (stmt, column + 1) != 0;

  if (value >= 0 && value < LW_N_PROGRESS && ranks[value] > ranks[summary->progress])
    summary->progress = (LwProgress) value;
}

/* Merges (image, value) rows, by image, into the summaries, which are by image too. */
static gboolean
merge (LwStore *self,
       LwSqlId  statement,
       gint64   annotator_key,
       GArray  *summaries,
       void (*take) (LwImageSummary *summary,
                     LwStmt         *stmt,
                     int             column),
       GError **error)
{
  GError *local_error = NULL;
  guint   i = 0;
  g_autoptr (LwStmt) stmt = lw_sql_get (&self->sql, statement, error);

  if (stmt == NULL)
    return FALSE;

  lw_stmt_bind_key (stmt, 1, annotator_key);

  while (lw_sql_step (&self->sql, stmt, &local_error))
    {
      const gint64 image_key = sqlite3_column_int64 (stmt, 0);

      while (i < summaries->len && g_array_index (summaries, LwImageSummary, i).image_key < image_key)
        i++;

      if (i < summaries->len && g_array_index (summaries, LwImageSummary, i).image_key == image_key)
        take (&g_array_index (summaries, LwImageSummary, i), stmt, 1);
    }

  if (local_error != NULL)
    g_propagate_error (error, local_error);

  return local_error == NULL;
}

static GArray *
list_empty (LwStore *self,
            GError **error)
{
  GError *local_error = NULL;
  g_autoptr (GArray) summaries = g_array_new (FALSE, TRUE, sizeof (LwImageSummary));
  g_autoptr (LwStmt) stmt = lw_sql_get (&self->sql, LW_SQL_LIST_IMAGE_KEYS, error);

  if (stmt == NULL)
    return NULL;

  while (lw_sql_step (&self->sql, stmt, &local_error))
    {
      const LwImageSummary summary = { .image_key = sqlite3_column_int64 (stmt, 0) };

      g_array_append_val (summaries, summary);
    }

  if (local_error != NULL)
    {
      g_propagate_error (error, local_error);
      return NULL;
    }

  return g_steal_pointer (&summaries);
}

GArray *
lw_store_summarise (LwStore *self,
                    gint64   annotator_key,
                    GError **error)
{
  g_autoptr (GArray) summaries = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  if (!(summaries = list_empty (self, error)) ||
      !merge (self, LW_SQL_COUNT_BOXES_BY_IMAGE, annotator_key, summaries, take_boxes, error) ||
      !merge (self, LW_SQL_COUNT_TAGS_BY_IMAGE, annotator_key, summaries, take_tags, error) ||
      !merge (self, LW_SQL_LIST_PROGRESS, annotator_key, summaries, take_progress, error))
    return NULL;

  return g_steal_pointer (&summaries);
}

gboolean
lw_store_summarise_image (LwStore        *self,
                          gint64          image_key,
                          gint64          annotator_key,
                          LwImageSummary *summary,
                          GError        **error)
{
  GError *local_error = NULL;
  g_autoptr (LwStmt) counts = NULL;
  g_autoptr (LwStmt) progress = NULL;

  g_return_val_if_fail (self != NULL, FALSE);

  if (!(counts = lw_sql_get (&self->sql, LW_SQL_SUMMARISE_IMAGE, error)) ||
      !(progress = lw_sql_get (&self->sql, LW_SQL_LIST_IMAGE_PROGRESS, error)))
    return FALSE;

  *summary = (LwImageSummary){ .image_key = image_key };
  lw_stmt_bind_key (counts, 1, image_key);
  lw_stmt_bind_key (counts, 2, annotator_key);
  lw_stmt_bind_key (progress, 1, image_key);
  lw_stmt_bind_key (progress, 2, annotator_key);

  if (lw_sql_step (&self->sql, counts, &local_error))
    {
      take_boxes (summary, counts, 0);
      take_tags (summary, counts, 1);

      while (lw_sql_step (&self->sql, progress, &local_error))
        take_progress (summary, progress, 0);
    }

  if (local_error != NULL)
    g_propagate_error (error, local_error);

  return local_error == NULL;
}

GArray *
lw_store_count_classes (LwStore *self,
                        gint64   annotator_key,
                        GError **error)
{
  GError *local_error = NULL;
  g_autoptr (GArray) counts = NULL;
  g_autoptr (LwStmt) stmt = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  if (!(stmt = lw_sql_get (&self->sql, LW_SQL_COUNT_CLASSES, error)))
    return NULL;

  counts = g_array_new (FALSE, TRUE, sizeof (LwClassCount));
  lw_stmt_bind_key (stmt, 1, annotator_key);

  while (lw_sql_step (&self->sql, stmt, &local_error))
    {
      const LwClassCount count = {
        .class_key = sqlite3_column_int64 (stmt, 0),
        .n_boxes = (guint64) sqlite3_column_int64 (stmt, 1),
        .n_tags = (guint64) sqlite3_column_int64 (stmt, 2),
      };

      g_array_append_val (counts, count);
    }

  if (local_error != NULL)
    {
      g_propagate_error (error, local_error);
      return NULL;
    }

  return g_steal_pointer (&counts);
}

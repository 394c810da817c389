/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-item-json.h"
#include "lw-store-private.h"

/* --- Which image a change is about --- */

/* FALSE where it is about none, or about one that is gone. */
static gboolean
find_image_of_text (LwSql      *sql,
                    const char *text,
                    gint64     *image_key)
{
  g_autoptr (LwJson) object = text != NULL ? lw_json_parse (sql, text, NULL) : NULL;
  LwId id;

  return object != NULL && lw_json_get_id (json_object_get (object, "image"), &id) &&
         lw_item_find_key (sql, LW_KIND_IMAGE, id, image_key, NULL);
}

gboolean
lw_store_find_image_of_change (LwSql      *sql,
                               const char *kind,
                               LwId        item,
                               const char *before,
                               const char *after,
                               gint64     *image_key)
{
  if (g_str_equal (kind, "image"))
    return lw_item_find_key (sql, LW_KIND_IMAGE, item, image_key, NULL);

  return find_image_of_text (sql, after, image_key) || find_image_of_text (sql, before, image_key);
}

/* --- When each image was last changed --- */

static int
compare_edits (gconstpointer a,
               gconstpointer b)
{
  const LwImageEdit *edit_a = a;
  const LwImageEdit *edit_b = b;

  return (edit_a->image_key > edit_b->image_key) - (edit_a->image_key < edit_b->image_key);
}

static gboolean
read_edits (LwSql      *sql,
            LwStmt     *stmt,
            GHashTable *seen,
            GArray     *edits,
            GError    **error)
{
  GError *local_error = NULL;

  while (lw_sql_step (sql, stmt, &local_error))
    {
      LwImageEdit edit = { .made_at_us = sqlite3_column_int64 (stmt, 4) };
      const char *kind = lw_stmt_get_text (stmt, 0);
      LwId        item;

      /* The newest comes first; older ones of the same image say nothing new. */
      if (lw_stmt_get_id (stmt, 1, &item) &&
          lw_store_find_image_of_change (sql, kind, item, lw_stmt_get_text (stmt, 2), lw_stmt_get_text (stmt, 3),
                                         &edit.image_key) &&
          !g_hash_table_contains (seen, &edit.image_key))
        {
          g_hash_table_add (seen, g_memdup2 (&edit.image_key, sizeof edit.image_key));
          g_array_append_val (edits, edit);
        }
    }

  if (local_error != NULL)
    g_propagate_error (error, local_error);

  return local_error == NULL;
}

GArray *
lw_store_list_image_edits (LwStore *self,
                           gint64   annotator_key,
                           guint    n_max,
                           GError **error)
{
  g_autoptr (GArray) edits = g_array_new (FALSE, FALSE, sizeof (LwImageEdit));
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_autoptr (LwStmt) stmt = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  if (!(stmt = lw_sql_get (&self->sql, LW_SQL_LIST_EDITS, error)))
    return NULL;

  lw_stmt_bind_key (stmt, 1, annotator_key);
  sqlite3_bind_int64 (stmt, 2, n_max);

  if (!read_edits (&self->sql, stmt, seen, edits, error))
    return NULL;

  g_array_sort (edits, compare_edits);

  return g_steal_pointer (&edits);
}

/* --- What somebody did lately --- */

static gboolean
count_step (LwSql       *sql,
            gint64       group_key,
            LwPaceEvent *event,
            GError     **error)
{
  GError *local_error = NULL;
  g_autoptr (LwStmt) stmt = lw_sql_get (sql, LW_SQL_COUNT_STEP, error);

  if (stmt == NULL)
    return FALSE;

  lw_stmt_bind_key (stmt, 1, group_key);
  sqlite3_bind_int (stmt, 2, LW_PROGRESS_DONE);

  if (lw_sql_step (sql, stmt, &local_error))
    {
      event->n_boxes = (guint) sqlite3_column_int64 (stmt, 0);
      event->n_done = (guint) sqlite3_column_int64 (stmt, 1);
    }

  if (local_error != NULL)
    g_propagate_error (error, local_error);

  return local_error == NULL;
}

static void
reverse_events (GArray *events)
{
  for (guint i = 0; i < events->len / 2; i++)
    {
      LwPaceEvent      *a = &g_array_index (events, LwPaceEvent, i);
      LwPaceEvent      *b = &g_array_index (events, LwPaceEvent, events->len - 1 - i);
      const LwPaceEvent swapped = *a;

      *a = *b;
      *b = swapped;
    }
}

GArray *
lw_store_list_activity (LwStore *self,
                        gint64   annotator_key,
                        gint64   since_us,
                        GError **error)
{
  GError *local_error = NULL;
  g_autoptr (GArray) events = g_array_new (FALSE, TRUE, sizeof (LwPaceEvent));
  g_autoptr (LwStmt) stmt = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  if (!(stmt = lw_sql_get (&self->sql, LW_SQL_LIST_STEPS, error)))
    return NULL;

  lw_stmt_bind_key (stmt, 1, annotator_key);

  /* From the last step backwards, and no further than asked: a project of a million
   * changes costs what one of a hundred does. */
  while (events->len < LW_STORE_ACTIVITY_MAX && lw_sql_step (&self->sql, stmt, &local_error))
    {
      LwPaceEvent    event = { .made_at_us = sqlite3_column_int64 (stmt, 1) };
      const gboolean is_done = sqlite3_column_int (stmt, 2) != 0;

      if (event.made_at_us < since_us)
        break;

      if (sqlite3_column_int (stmt, 3) == 0)
        continue;

      /* What was undone was work, but has left nothing. */
      if (is_done && !count_step (&self->sql, sqlite3_column_int64 (stmt, 0), &event, &local_error))
        break;

      g_array_append_val (events, event);
    }

  if (local_error != NULL)
    {
      g_propagate_error (error, local_error);
      return NULL;
    }

  reverse_events (events);

  return g_steal_pointer (&events);
}

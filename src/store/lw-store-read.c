/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-store-private.h"

/* Fills one row, zeroed before, from the statement's current one. */
typedef void (*ReadFunc) (LwStmt  *stmt,
                          gpointer row);

static GArray *
list_rows (LwStore       *self,
           LwStmt        *stmt,
           guint          row_size,
           ReadFunc       read,
           GDestroyNotify clear,
           GError       **error)
{
  GError *local_error = NULL;
  g_autoptr (GArray) rows = g_array_new (FALSE, TRUE, row_size);

  g_array_set_clear_func (rows, clear);

  while (lw_sql_step (&self->sql, stmt, &local_error))
    {
      g_array_set_size (rows, rows->len + 1);
      read (stmt, rows->data + (gsize) (rows->len - 1) * row_size);
    }

  if (local_error != NULL)
    {
      g_propagate_error (error, local_error);
      return NULL;
    }

  return g_steal_pointer (&rows);
}

static GArray *
list_all (LwStore       *self,
          LwSqlId        statement,
          guint          row_size,
          ReadFunc       read,
          GDestroyNotify clear,
          GError       **error)
{
  g_autoptr (LwStmt) stmt = lw_sql_get (&self->sql, statement, error);

  return stmt != NULL ? list_rows (self, stmt, row_size, read, clear, error) : NULL;
}

/* With two keys as parameters, of which the second is an annotator or 0. */
static GArray *
list_some (LwStore       *self,
           LwSqlId        statement,
           gint64         key,
           gint64         annotator_key,
           guint          row_size,
           ReadFunc       read,
           GDestroyNotify clear,
           GError       **error)
{
  g_autoptr (LwStmt) stmt = lw_sql_get (&self->sql, statement, error);

  if (stmt == NULL)
    return NULL;

  lw_stmt_bind_key (stmt, 1, key);
  lw_stmt_bind_key (stmt, 2, annotator_key);

  return list_rows (self, stmt, row_size, read, clear, error);
}

static void
read_annotator (LwStmt  *stmt,
                gpointer data)
{
  LwAnnotatorRow *row = data;

  row->key = sqlite3_column_int64 (stmt, 0);
  row->name = lw_stmt_dup_text (stmt, 1);
}

static void
clear_annotator (gpointer data)
{
  LwAnnotatorRow *row = data;

  g_free (row->name);
}

static void
read_class (LwStmt  *stmt,
            gpointer data)
{
  LwClassRow *row = data;

  row->key = sqlite3_column_int64 (stmt, 0);
  row->name = lw_stmt_dup_text (stmt, 1);
  row->colour = (guint32) sqlite3_column_int64 (stmt, 2) & 0xffffff;
  row->position = sqlite3_column_int (stmt, 3);
  row->extra = lw_stmt_dup_text (stmt, 4);
  row->parent_key = sqlite3_column_int64 (stmt, 5);
  row->shortcut = lw_stmt_dup_text (stmt, 6);
  row->guideline = lw_stmt_dup_text (stmt, 7);
  row->is_archived = sqlite3_column_int (stmt, 8) != 0;
  row->merged_into_key = sqlite3_column_int64 (stmt, 9);
  row->tag_rule = sqlite3_column_int (stmt, 10) & LW_TAG_RULE_ALL;
}

static void
clear_class (gpointer data)
{
  LwClassRow *row = data;

  g_free (row->name);
  g_free (row->shortcut);
  g_free (row->guideline);
  g_free (row->extra);
}

static void
read_image (LwStmt  *stmt,
            gpointer data)
{
  LwImageRow *row = data;

  row->key = sqlite3_column_int64 (stmt, 0);
  row->path = lw_stmt_dup_text (stmt, 1);
  row->width_px = MAX (0, sqlite3_column_int (stmt, 2));
  row->height_px = MAX (0, sqlite3_column_int (stmt, 3));
  row->orientation = sqlite3_column_int (stmt, 4);
  row->lot = lw_stmt_dup_text (stmt, 5);
  row->extra = lw_stmt_dup_text (stmt, 6);
  row->file_size = MAX (0, sqlite3_column_int64 (stmt, 7));
  row->content_hash = lw_stmt_dup_hash (stmt, 8);
}

static void
clear_image (gpointer data)
{
  LwImageRow *row = data;

  g_free (row->path);
  g_free (row->lot);
  g_free (row->extra);
  g_free (row->content_hash);
}

static void
read_name (LwStmt  *stmt,
           gpointer data)
{
  *(char **) data = lw_stmt_dup_text (stmt, 0);
}

static void
clear_name (gpointer data)
{
  g_free (*(char **) data);
}

static void
read_box (LwStmt  *stmt,
          gpointer data)
{
  LwBoxRow *row = data;

  row->key = sqlite3_column_int64 (stmt, 0);
  row->image_key = sqlite3_column_int64 (stmt, 1);
  row->annotator_key = sqlite3_column_int64 (stmt, 2);
  row->class_key = sqlite3_column_int64 (stmt, 3);
  row->rect.x0 = sqlite3_column_double (stmt, 4);
  row->rect.y0 = sqlite3_column_double (stmt, 5);
  row->rect.x1 = sqlite3_column_double (stmt, 6);
  row->rect.y1 = sqlite3_column_double (stmt, 7);
  row->flags = sqlite3_column_int (stmt, 8) & LW_BOX_ALL_FLAGS;
  row->origin = CLAMP (sqlite3_column_int (stmt, 9), LW_ORIGIN_PERSON, LW_ORIGIN_FUSION);
  row->extra = lw_stmt_dup_text (stmt, 10);
  row->attributes = lw_stmt_dup_text (stmt, 11);
}

static void
clear_box (gpointer data)
{
  LwBoxRow *row = data;

  g_free (row->attributes);
  g_free (row->extra);
}

static void
read_tag (LwStmt  *stmt,
          gpointer data)
{
  LwTagRow *row = data;

  row->key = sqlite3_column_int64 (stmt, 0);
  row->image_key = sqlite3_column_int64 (stmt, 1);
  row->annotator_key = sqlite3_column_int64 (stmt, 2);
  row->class_key = sqlite3_column_int64 (stmt, 3);
  row->origin = CLAMP (sqlite3_column_int (stmt, 4), LW_ORIGIN_PERSON, LW_ORIGIN_FUSION);
  row->extra = lw_stmt_dup_text (stmt, 5);
}

static void
clear_tag (gpointer data)
{
  LwTagRow *row = data;

  g_free (row->extra);
}

static void
read_key (LwStmt  *stmt,
          gpointer data)
{
  *(gint64 *) data = sqlite3_column_int64 (stmt, 0);
}

static void
read_example (LwStmt  *stmt,
              gpointer data)
{
  LwExampleRow *row = data;

  row->key = sqlite3_column_int64 (stmt, 0);
  row->class_key = sqlite3_column_int64 (stmt, 1);
  row->image_key = sqlite3_column_int64 (stmt, 2);
  row->rect.x0 = sqlite3_column_double (stmt, 3);
  row->rect.y0 = sqlite3_column_double (stmt, 4);
  row->rect.x1 = sqlite3_column_double (stmt, 5);
  row->rect.y1 = sqlite3_column_double (stmt, 6);
  row->caption = lw_stmt_dup_text (stmt, 7);
  row->is_wrong = sqlite3_column_int (stmt, 8) != 0;
}

static void
clear_example (gpointer data)
{
  LwExampleRow *row = data;

  g_free (row->caption);
}

GArray *
lw_store_list_annotators (LwStore *self,
                          GError **error)
{
  g_return_val_if_fail (self != NULL, NULL);

  return list_all (self, LW_SQL_LIST_ANNOTATORS, sizeof (LwAnnotatorRow), read_annotator, clear_annotator, error);
}

GArray *
lw_store_list_classes (LwStore *self,
                       GError **error)
{
  g_return_val_if_fail (self != NULL, NULL);

  return list_all (self, LW_SQL_LIST_CLASSES, sizeof (LwClassRow), read_class, clear_class, error);
}

GArray *
lw_store_list_examples (LwStore *self,
                        gint64   class_key,
                        GError **error)
{
  g_autoptr (LwStmt) stmt = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  if (!(stmt = lw_sql_get (&self->sql, LW_SQL_LIST_EXAMPLES, error)))
    return NULL;

  lw_stmt_bind_key (stmt, 1, class_key);

  return list_rows (self, stmt, sizeof (LwExampleRow), read_example, clear_example, error);
}

GArray *
lw_store_list_class_boxes (LwStore *self,
                           gint64   class_key,
                           gint64   annotator_key,
                           GError **error)
{
  g_return_val_if_fail (self != NULL, NULL);

  return list_some (self, LW_SQL_LIST_CLASS_BOXES, class_key, annotator_key, sizeof (gint64), read_key, NULL, error);
}

GArray *
lw_store_list_recent_classes (LwStore *self,
                              gint64   annotator_key,
                              guint    n_max,
                              GError **error)
{
  g_return_val_if_fail (self != NULL, NULL);

  return list_some (self, LW_SQL_LIST_RECENT_CLASSES, annotator_key, n_max, sizeof (gint64), read_key, NULL, error);
}

GArray *
lw_store_list_class_tags (LwStore *self,
                          gint64   class_key,
                          gint64   annotator_key,
                          GError **error)
{
  g_return_val_if_fail (self != NULL, NULL);

  return list_some (self, LW_SQL_LIST_CLASS_TAGS, class_key, annotator_key,
                    sizeof (LwTagRow), read_tag, clear_tag, error);
}

GArray *
lw_store_list_images (LwStore *self,
                      GError **error)
{
  g_return_val_if_fail (self != NULL, NULL);

  return list_all (self, LW_SQL_LIST_IMAGES, sizeof (LwImageRow), read_image, clear_image, error);
}

GArray *
lw_store_list_lots (LwStore *self,
                    GError **error)
{
  g_return_val_if_fail (self != NULL, NULL);

  return list_all (self, LW_SQL_LIST_LOTS, sizeof (char *), read_name, clear_name, error);
}

GArray *
lw_store_list_boxes_after (LwStore *self,
                           gint64   image_key,
                           gint64   annotator_key,
                           gint64   after_key,
                           guint    n_max,
                           GError **error)
{
  g_autoptr (LwStmt) stmt = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  stmt = lw_sql_get (&self->sql, annotator_key != 0 ? LW_SQL_LIST_LAYER_BOXES : LW_SQL_LIST_BOXES, error);

  if (stmt == NULL)
    return NULL;

  lw_stmt_bind_key (stmt, 1, image_key);
  lw_stmt_bind_key (stmt, 2, annotator_key);
  sqlite3_bind_int64 (stmt, 3, after_key);
  sqlite3_bind_int64 (stmt, 4, n_max);

  return list_rows (self, stmt, sizeof (LwBoxRow), read_box, clear_box, error);
}

GArray *
lw_store_list_boxes (LwStore *self,
                     gint64   image_key,
                     gint64   annotator_key,
                     GError **error)
{
  return lw_store_list_boxes_after (self, image_key, annotator_key, 0, G_MAXUINT, error);
}

GArray *
lw_store_list_other_boxes (LwStore *self,
                           gint64   image_key,
                           gint64   annotator_key,
                           GError **error)
{
  g_return_val_if_fail (self != NULL, NULL);

  return list_some (self, LW_SQL_LIST_OTHER_BOXES, image_key, annotator_key,
                    sizeof (LwBoxRow), read_box, clear_box, error);
}

GArray *
lw_store_list_boxes_with_attribute (LwStore *self,
                                    LwId     attribute_id,
                                    GError **error)
{
  char name[LW_ID_TEXT_SIZE];
  g_autoptr (LwStmt) stmt = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  if (!(stmt = lw_sql_get (&self->sql, LW_SQL_LIST_BOXES_WITH_ATTRIBUTE, error)))
    return NULL;

  lw_id_to_text (attribute_id, name);
  lw_stmt_bind_text (stmt, 1, name);

  return list_rows (self, stmt, sizeof (LwBoxRow), read_box, clear_box, error);
}

GArray *
lw_store_find_boxes (LwStore      *self,
                     const gint64 *keys,
                     gsize         n_keys,
                     GError      **error)
{
  GError *local_error = NULL;
  g_autoptr (GArray) rows = g_array_new (FALSE, TRUE, sizeof (LwBoxRow));

  g_return_val_if_fail (self != NULL, NULL);

  g_array_set_clear_func (rows, clear_box);

  for (gsize i = 0; i < n_keys; i++)
    {
      g_autoptr (LwStmt) stmt = lw_sql_get (&self->sql, LW_SQL_FIND_BOX, error);

      if (stmt == NULL)
        return NULL;

      lw_stmt_bind_key (stmt, 1, keys[i]);

      if (lw_sql_step (&self->sql, stmt, &local_error))
        {
          g_array_set_size (rows, rows->len + 1);
          read_box (stmt, &g_array_index (rows, LwBoxRow, rows->len - 1));
        }

      if (local_error != NULL)
        {
          g_propagate_error (error, local_error);
          return NULL;
        }
    }

  return g_steal_pointer (&rows);
}

GArray *
lw_store_list_tags (LwStore *self,
                    gint64   image_key,
                    gint64   annotator_key,
                    GError **error)
{
  g_return_val_if_fail (self != NULL, NULL);

  return list_some (self, LW_SQL_LIST_TAGS, image_key, annotator_key,
                    sizeof (LwTagRow), read_tag, clear_tag, error);
}

GArray *
lw_store_list_images_with_class (LwStore *self,
                                 gint64   class_key,
                                 gint64   annotator_key,
                                 GError **error)
{
  g_return_val_if_fail (self != NULL, NULL);

  return list_some (self, LW_SQL_LIST_IMAGES_WITH_CLASS, class_key, annotator_key,
                    sizeof (gint64), read_key, NULL, error);
}

gboolean
lw_store_get_note (LwStore *self,
                   gint64   image_key,
                   gint64   annotator_key,
                   char   **note,
                   GError **error)
{
  GError *local_error = NULL;
  g_autoptr (LwStmt) stmt = NULL;

  g_return_val_if_fail (self != NULL, FALSE);

  *note = NULL;

  if (!(stmt = lw_sql_get (&self->sql, LW_SQL_GET_NOTE, error)))
    return FALSE;

  lw_stmt_bind_key (stmt, 1, image_key);
  lw_stmt_bind_key (stmt, 2, annotator_key);

  if (lw_sql_step (&self->sql, stmt, &local_error))
    *note = lw_stmt_dup_text (stmt, 0);

  if (local_error != NULL)
    g_propagate_error (error, local_error);

  return local_error == NULL;
}

GArray *
lw_store_list_images_of_annotator (LwStore *self,
                                   gint64   annotator_key,
                                   GError **error)
{
  g_autoptr (LwStmt) stmt = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  if (!(stmt = lw_sql_get (&self->sql, LW_SQL_LIST_IMAGES_OF_ANNOTATOR, error)))
    return NULL;

  lw_stmt_bind_key (stmt, 1, annotator_key);

  return list_rows (self, stmt, sizeof (gint64), read_key, NULL, error);
}

char *
lw_store_dup_setting (LwStore    *self,
                      const char *name,
                      GError    **error)
{
  GError *local_error = NULL;
  g_autoptr (LwStmt) stmt = NULL;
  char *value = NULL;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  if (!(stmt = lw_sql_get (&self->sql, LW_SQL_GET_SETTING, error)))
    return NULL;

  lw_stmt_bind_text (stmt, 1, name);

  if (lw_sql_step (&self->sql, stmt, &local_error))
    value = lw_stmt_dup_text (stmt, 0);

  if (local_error != NULL)
    g_propagate_error (error, local_error);

  return value;
}

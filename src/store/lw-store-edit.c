/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-store-private.h"

#include <glib/gi18n-lib.h>

#include <string.h>

/* A pack is closed at this much text, well below the limit of lw-sql.c. */
#define PACK_MAX_BYTES (8 * 1024 * 1024)

/* After a failure in here the group cannot be committed any more: some of what
 * belongs together may be missing, or SQLite may have rolled back by itself and
 * the next statement would be a transaction of its own. */
gboolean
lw_store_change (LwStore      *self,
                 const LwItem *before,
                 LwItem       *after,
                 GError      **error)
{
  if (self->is_broken || sqlite3_get_autocommit (self->sql.db))
    {
      g_set_error_literal (error, LW_ERROR, LW_ERROR_FAILED,
                           _ ("A part of the change could not be made, so nothing was changed."));
      self->is_broken = TRUE;
      return FALSE;
    }

  if (lw_journal_change (&self->sql, &self->group, &self->touching, before, after, error))
    return TRUE;

  self->is_broken = TRUE;

  return FALSE;
}

gboolean
lw_store_find_key (LwStore *self,
                   LwStmt  *stmt,
                   gint64  *key,
                   GError **error)
{
  GError *local_error = NULL;

  *key = lw_sql_step (&self->sql, stmt, &local_error) ? sqlite3_column_int64 (stmt, 0) : 0;

  if (local_error != NULL)
    g_propagate_error (error, local_error);

  return local_error == NULL;
}

gboolean
lw_store_find_named (LwStore    *self,
                     LwSqlId     statement,
                     const char *name,
                     gint64     *key,
                     GError    **error)
{
  g_autoptr (LwStmt) stmt = lw_sql_get (&self->sql, statement, error);

  if (stmt == NULL)
    return FALSE;

  lw_stmt_bind_text (stmt, 1, name);

  return lw_store_find_key (self, stmt, key, error);
}

gboolean
lw_store_check_text (const char *what,
                     const char *text,
                     gboolean    can_be_empty,
                     GError    **error)
{
  if (text == NULL || !g_utf8_validate (text, -1, NULL))
    g_set_error (error, LW_ERROR, LW_ERROR_INVALID, _ ("%s: this is not valid text (UTF-8)."), _ (what));
  else if (*text == '\0' && !can_be_empty)
    g_set_error (error, LW_ERROR, LW_ERROR_INVALID, _ ("%s: this is empty; it needs at least one letter."), _ (what));
  else
    return TRUE;

  return FALSE;
}

gboolean
lw_store_check_extra (const char *extra,
                      GError    **error)
{
  return extra == NULL || lw_store_check_text (N_ ("Members of an imported file"), extra, TRUE, error);
}

gboolean
lw_store_check_name (LwStore    *self,
                     const char *what,
                     LwSqlId     statement,
                     const char *name,
                     gint64      own_key,
                     GError    **error)
{
  gint64 key;

  if (!lw_store_check_text (what, name, FALSE, error) || !lw_store_find_named (self, statement, name, &key, error))
    return FALSE;

  if (key == 0 || key == own_key)
    return TRUE;

  g_set_error (error, LW_ERROR, LW_ERROR_EXISTS, _ ("%s: “%s” is there already."), _ (what), name);

  return FALSE;
}

gint64
lw_store_add_annotator (LwStore    *self,
                        const char *name,
                        GError    **error)
{
  g_auto (LwItem) item = { 0 };

  g_return_val_if_fail (self != NULL && self->is_in_group, 0);

  if (!lw_store_check_name (self, N_ ("Name of an annotator"), LW_SQL_FIND_ANNOTATOR, name, 0, error))
    return 0;

  item = lw_item_new (LW_KIND_ANNOTATOR);
  lw_item_set_text (&item, LW_ANNOTATOR_NAME, name);

  return lw_store_change (self, NULL, &item, error) ? item.key : 0;
}

/* The lot of that name, made if need be; 0 for NULL. */
static gboolean
need_lot (LwStore    *self,
          const char *name,
          gint64     *key,
          GError    **error)
{
  g_auto (LwItem) item = { 0 };

  *key = 0;

  if (name == NULL)
    return TRUE;

  if (!lw_store_check_text (N_ ("Name of a lot"), name, FALSE, error) || !lw_store_find_named (self, LW_SQL_FIND_LOT, name, key, error))
    return FALSE;

  if (*key != 0)
    return TRUE;

  item = lw_item_new (LW_KIND_LOT);
  lw_item_set_text (&item, LW_LOT_NAME, name);

  if (!lw_store_change (self, NULL, &item, error))
    return FALSE;

  *key = item.key;

  return TRUE;
}

static gboolean
check_size (int      width_px,
            int      height_px,
            int      orientation,
            GError **error)
{
  if (width_px >= 0 && height_px >= 0 && orientation >= 1 && orientation <= 8)
    return TRUE;

  g_set_error (error, LW_ERROR, LW_ERROR_INVALID, _ ("An image cannot be of %d x %d pixels in orientation %d."),
               width_px, height_px, orientation);

  return FALSE;
}

static gboolean
check_file (gint64      file_size,
            const char *content_hash,
            GError    **error)
{
  if (file_size >= 0 && (content_hash == NULL || lw_item_is_hash (content_hash)))
    return TRUE;

  g_set_error_literal (error, LW_ERROR, LW_ERROR_INVALID, _ ("The size or the checksum of an image file is none."));

  return FALSE;
}

gint64
lw_store_add_image (LwStore             *self,
                    const LwImageRecord *record,
                    int                  orientation,
                    GError             **error)
{
  g_auto (LwItem) item = { 0 };
  gint64 lot_key;

  g_return_val_if_fail (self != NULL && self->is_in_group, 0);

  if (!lw_store_check_name (self, N_ ("Path of an image"), LW_SQL_FIND_IMAGE, record->path, 0, error) ||
      !check_size (record->width_px, record->height_px, orientation, error) ||
      !lw_store_check_extra (record->extra, error) ||
      !need_lot (self, record->lot, &lot_key, error))
    return 0;

  item = lw_item_new (LW_KIND_IMAGE);
  lw_item_set_text (&item, LW_IMAGE_PATH, record->path);
  item.values[LW_IMAGE_WIDTH].integer = record->width_px;
  item.values[LW_IMAGE_HEIGHT].integer = record->height_px;
  item.values[LW_IMAGE_ORIENTATION].integer = orientation;
  item.values[LW_IMAGE_LOT].integer = lot_key;
  lw_item_set_text (&item, LW_IMAGE_EXTRA, record->extra);

  return lw_store_change (self, NULL, &item, error) ? item.key : 0;
}

gboolean
lw_store_check_rect (LwRect   rect,
                     GError **error)
{
  if (lw_rect_is_valid (rect))
    return TRUE;

  g_set_error (error, LW_ERROR, LW_ERROR_INVALID, _ ("A box from %g, %g to %g, %g is empty, inside out or not finite."),
               rect.x0, rect.y0, rect.x1, rect.y1);

  return FALSE;
}

static gboolean
check_box (const LwBoxRow *row,
           GError        **error)
{
  if (!lw_store_check_rect (row->rect, error))
    return FALSE;

  if ((row->flags & ~LW_BOX_ALL_FLAGS) != 0 || row->origin < LW_ORIGIN_PERSON || row->origin > LW_ORIGIN_FUSION)
    {
      g_set_error_literal (error, LW_ERROR, LW_ERROR_INVALID, _ ("A box has flags or an origin that do not exist."));
      return FALSE;
    }

  return lw_store_check_extra (row->extra, error) && lw_store_check_extra (row->attributes, error);
}

/* What lw_store_update_box() takes.  0 is added because the tables know no
 * negative zero, and the journal must say what they say. */
static void
fill_box (LwItem         *item,
          const LwBoxRow *row)
{
  item->values[LW_BOX_CLASS].integer = row->class_key;
  item->values[LW_BOX_X0].real = row->rect.x0 + 0.0;
  item->values[LW_BOX_Y0].real = row->rect.y0 + 0.0;
  item->values[LW_BOX_X1].real = row->rect.x1 + 0.0;
  item->values[LW_BOX_Y1].real = row->rect.y1 + 0.0;
  item->values[LW_BOX_FLAGS].integer = row->flags;
  lw_item_set_text (item, LW_BOX_EXTRA, row->extra);
  lw_item_set_text (item, LW_BOX_ATTRIBUTES, row->attributes);
}

static LwItem
make_box (const LwBoxRow *row)
{
  LwItem item = { .kind = LW_KIND_BOX };

  fill_box (&item, row);
  item.values[LW_BOX_IMAGE].integer = row->image_key;
  item.values[LW_BOX_ANNOTATOR].integer = row->annotator_key;
  item.values[LW_BOX_ORIGIN].integer = row->origin;

  return item;
}

gint64
lw_store_add_box (LwStore        *self,
                  const LwBoxRow *row,
                  GError        **error)
{
  g_auto (LwItem) item = { 0 };

  g_return_val_if_fail (self != NULL && self->is_in_group, 0);

  if (!check_box (row, error))
    return 0;

  item = make_box (row);
  item.id = lw_id_new ();

  return lw_store_change (self, NULL, &item, error) ? item.key : 0;
}

gint64
lw_store_add_tag (LwStore        *self,
                  const LwTagRow *row,
                  GError        **error)
{
  g_auto (LwItem) item = { 0 };

  g_return_val_if_fail (self != NULL && self->is_in_group, 0);

  if (!lw_store_check_extra (row->extra, error))
    return 0;

  item = lw_item_new (LW_KIND_TAG);
  item.values[LW_TAG_IMAGE].integer = row->image_key;
  item.values[LW_TAG_ANNOTATOR].integer = row->annotator_key;
  item.values[LW_TAG_CLASS].integer = row->class_key;
  item.values[LW_TAG_ORIGIN].integer = row->origin;
  lw_item_set_text (&item, LW_TAG_EXTRA, row->extra);

  return lw_store_change (self, NULL, &item, error) ? item.key : 0;
}

gboolean
lw_store_load_pair (LwStore *self,
                    LwKind   kind,
                    gint64   key,
                    LwItem  *before,
                    LwItem  *after,
                    GError **error)
{
  if (!lw_item_load (&self->sql, kind, key, before, error))
    return FALSE;

  *after = lw_item_copy (before);

  return TRUE;
}

gboolean
lw_store_remove_item (LwStore *self,
                      LwKind   kind,
                      gint64   key,
                      GError **error)
{
  g_auto (LwItem) before = { .kind = kind };

  return lw_item_load (&self->sql, kind, key, &before, error) && lw_store_change (self, &before, NULL, error);
}

gboolean
lw_store_update_image (LwStore          *self,
                       const LwImageRow *row,
                       GError          **error)
{
  g_auto (LwItem) before = { .kind = LW_KIND_IMAGE };
  g_auto (LwItem) after = { .kind = LW_KIND_IMAGE };

  g_return_val_if_fail (self != NULL && self->is_in_group, FALSE);

  if (!check_size (row->width_px, row->height_px, row->orientation, error) ||
      !check_file (row->file_size, row->content_hash, error) ||
      !lw_store_check_name (self, N_ ("Path of an image"), LW_SQL_FIND_IMAGE, row->path, row->key, error) ||
      !lw_store_load_pair (self, LW_KIND_IMAGE, row->key, &before, &after, error))
    return FALSE;

  lw_item_set_text (&after, LW_IMAGE_PATH, row->path);
  after.values[LW_IMAGE_WIDTH].integer = row->width_px;
  after.values[LW_IMAGE_HEIGHT].integer = row->height_px;
  after.values[LW_IMAGE_ORIENTATION].integer = row->orientation;
  after.values[LW_IMAGE_FILE_SIZE].integer = row->file_size;
  lw_item_set_text (&after, LW_IMAGE_CONTENT_HASH, row->content_hash);

  return lw_store_change (self, &before, &after, error);
}

gboolean
lw_store_update_box (LwStore        *self,
                     const LwBoxRow *row,
                     GError        **error)
{
  g_auto (LwItem) before = { .kind = LW_KIND_BOX };
  g_auto (LwItem) after = { .kind = LW_KIND_BOX };

  g_return_val_if_fail (self != NULL && self->is_in_group, FALSE);

  if (!check_box (row, error) || !lw_store_load_pair (self, LW_KIND_BOX, row->key, &before, &after, error))
    return FALSE;

  fill_box (&after, row);

  return lw_store_change (self, &before, &after, error);
}

gboolean
lw_store_remove_box (LwStore *self,
                     gint64   box_key,
                     GError **error)
{
  g_return_val_if_fail (self != NULL && self->is_in_group, FALSE);

  return lw_store_remove_item (self, LW_KIND_BOX, box_key, error);
}

gboolean
lw_store_set_tag_class (LwStore *self,
                        gint64   tag_key,
                        gint64   class_key,
                        GError **error)
{
  g_auto (LwItem) before = { .kind = LW_KIND_TAG };
  g_auto (LwItem) after = { .kind = LW_KIND_TAG };

  g_return_val_if_fail (self != NULL && self->is_in_group, FALSE);

  if (!lw_store_load_pair (self, LW_KIND_TAG, tag_key, &before, &after, error))
    return FALSE;

  after.values[LW_TAG_CLASS].integer = class_key;

  return lw_store_change (self, &before, &after, error);
}

gboolean
lw_store_remove_tag (LwStore *self,
                     gint64   tag_key,
                     GError **error)
{
  g_return_val_if_fail (self != NULL && self->is_in_group, FALSE);

  return lw_store_remove_item (self, LW_KIND_TAG, tag_key, error);
}

gboolean
lw_store_set_setting (LwStore    *self,
                      const char *name,
                      const char *value,
                      GError    **error)
{
  g_auto (LwItem) before = { .kind = LW_KIND_SETTING };
  g_auto (LwItem) after = { .kind = LW_KIND_SETTING };
  gint64 key;

  g_return_val_if_fail (self != NULL && self->is_in_group, FALSE);

  if (!lw_store_check_text (N_ ("Name of a setting"), name, FALSE, error) ||
      (value != NULL && !lw_store_check_text (N_ ("Value of a setting"), value, TRUE, error)) ||
      !lw_store_find_named (self, LW_SQL_FIND_SETTING, name, &key, error))
    return FALSE;

  if (value == NULL)
    return key == 0 || lw_store_remove_item (self, LW_KIND_SETTING, key, error);

  if (key != 0)
    {
      if (!lw_store_load_pair (self, LW_KIND_SETTING, key, &before, &after, error))
        return FALSE;
    }
  else
    {
      after = lw_item_new (LW_KIND_SETTING);
      lw_item_set_text (&after, LW_SETTING_NAME, name);
    }

  lw_item_set_text (&after, LW_SETTING_VALUE, value);

  return lw_store_change (self, key != 0 ? &before : NULL, &after, error);
}

/* How many of the rows go into one pack. */
static gsize
measure_pack (const LwBoxRow *rows,
              gsize           n_rows)
{
  gsize n_bytes = 0, n = 0;

  while (n < n_rows && (n == 0 || n_bytes < PACK_MAX_BYTES))
    {
      n_bytes += 100 + (rows[n].extra != NULL ? strlen (rows[n].extra) : 0) +
                 (rows[n].attributes != NULL ? strlen (rows[n].attributes) : 0);
      n++;
    }

  return n;
}

static gboolean
add_pack (LwStore        *self,
          const LwBoxRow *rows,
          gsize           n_rows,
          GError        **error)
{
  LwItem  *boxes = g_new (LwItem, n_rows);
  gboolean ok;

  for (gsize i = 0; i < n_rows; i++)
    boxes[i] = make_box (&rows[i]);

  ok = lw_journal_add_pack (&self->sql, &self->group, &self->touching, boxes, n_rows, error);

  for (gsize i = 0; i < n_rows; i++)
    lw_item_clear (&boxes[i]);

  g_free (boxes);

  return ok;
}

gboolean
lw_store_add_boxes_packed (LwStore        *self,
                           const LwBoxRow *rows,
                           gsize           n_rows,
                           GError        **error)
{
  g_return_val_if_fail (self != NULL && self->is_in_group, FALSE);
  g_return_val_if_fail (n_rows <= LW_STORE_PACK_MAX, FALSE);

  for (gsize i = 0; i < n_rows; i++)
    {
      g_return_val_if_fail (rows[i].annotator_key == rows[0].annotator_key, FALSE);

      if (!check_box (&rows[i], error))
        return FALSE;
    }

  for (gsize done = 0, n; done < n_rows; done += n)
    {
      n = measure_pack (rows + done, n_rows - done);

      if (self->is_broken || !add_pack (self, rows + done, n, error))
        {
          self->is_broken = TRUE;
          return FALSE;
        }
    }

  return TRUE;
}

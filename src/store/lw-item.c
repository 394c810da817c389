/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-item.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* clang-format off */
#define ITEM(name, kind) { name, LW_FIELD_ITEM, FALSE, kind }

static const LwKindInfo kinds[LW_N_KINDS] = {
  [LW_KIND_ANNOTATOR] = { "annotator", 1, {
    [LW_ANNOTATOR_NAME] = { "name", LW_FIELD_TEXT },
  } },
  [LW_KIND_CLASS] = { "class", 10, {
    [LW_CLASS_NAME]     = { "name", LW_FIELD_TEXT },
    [LW_CLASS_COLOUR]   = { "colour", LW_FIELD_INTEGER },
    [LW_CLASS_POSITION] = { "position", LW_FIELD_INTEGER },
    [LW_CLASS_EXTRA]    = { "extra", LW_FIELD_TEXT, TRUE },
    [LW_CLASS_PARENT]      = { "parent", LW_FIELD_ITEM, TRUE, LW_KIND_CLASS },
    [LW_CLASS_SHORTCUT]    = { "shortcut", LW_FIELD_TEXT, TRUE },
    [LW_CLASS_GUIDELINE]   = { "guideline", LW_FIELD_TEXT, TRUE },
    [LW_CLASS_IS_ARCHIVED] = { "is_archived", LW_FIELD_INTEGER, TRUE },
    [LW_CLASS_MERGED_INTO] = { "merged_into", LW_FIELD_ITEM, TRUE, LW_KIND_CLASS },
    [LW_CLASS_TAG_RULE]    = { "tag_rule", LW_FIELD_INTEGER, TRUE },
  } },
  [LW_KIND_ATTRIBUTE] = { "attribute", 7, {
    [LW_ATTRIBUTE_CLASS]       = { "class", LW_FIELD_ITEM, TRUE, LW_KIND_CLASS },
    [LW_ATTRIBUTE_NAME]        = { "name", LW_FIELD_TEXT },
    [LW_ATTRIBUTE_TYPE]        = { "type", LW_FIELD_INTEGER },
    [LW_ATTRIBUTE_CHOICES]     = { "choices", LW_FIELD_TEXT, TRUE },
    [LW_ATTRIBUTE_DEFAULT]     = { "default_value", LW_FIELD_TEXT, TRUE },
    [LW_ATTRIBUTE_POSITION]    = { "position", LW_FIELD_INTEGER },
    [LW_ATTRIBUTE_IS_ARCHIVED] = { "is_archived", LW_FIELD_INTEGER, TRUE },
  } },
  [LW_KIND_LOT] = { "lot", 1, {
    [LW_LOT_NAME] = { "name", LW_FIELD_TEXT },
  } },
  [LW_KIND_IMAGE] = { "image", 8, {
    [LW_IMAGE_PATH]         = { "path", LW_FIELD_TEXT },
    [LW_IMAGE_WIDTH]        = { "width", LW_FIELD_INTEGER },
    [LW_IMAGE_HEIGHT]       = { "height", LW_FIELD_INTEGER },
    [LW_IMAGE_ORIENTATION]  = { "orientation", LW_FIELD_INTEGER },
    [LW_IMAGE_LOT]          = { "lot", LW_FIELD_ITEM, TRUE, LW_KIND_LOT },
    [LW_IMAGE_EXTRA]        = { "extra", LW_FIELD_TEXT, TRUE },
    [LW_IMAGE_FILE_SIZE]    = { "file_size", LW_FIELD_INTEGER, TRUE },
    [LW_IMAGE_CONTENT_HASH] = { "content_hash", LW_FIELD_HASH, TRUE },
  } },
  [LW_KIND_EXAMPLE] = { "example", 8, {
    [LW_EXAMPLE_CLASS]    = ITEM ("class", LW_KIND_CLASS),
    [LW_EXAMPLE_IMAGE]    = ITEM ("image", LW_KIND_IMAGE),
    [LW_EXAMPLE_X0]       = { "x0", LW_FIELD_REAL },
    [LW_EXAMPLE_Y0]       = { "y0", LW_FIELD_REAL },
    [LW_EXAMPLE_X1]       = { "x1", LW_FIELD_REAL },
    [LW_EXAMPLE_Y1]       = { "y1", LW_FIELD_REAL },
    [LW_EXAMPLE_CAPTION]  = { "caption", LW_FIELD_TEXT, TRUE },
    [LW_EXAMPLE_IS_WRONG] = { "is_wrong", LW_FIELD_INTEGER, TRUE },
  } },
  [LW_KIND_BOX] = { "box", 11, {
    [LW_BOX_IMAGE]     = ITEM ("image", LW_KIND_IMAGE),
    [LW_BOX_ANNOTATOR] = ITEM ("annotator", LW_KIND_ANNOTATOR),
    [LW_BOX_CLASS]     = ITEM ("class", LW_KIND_CLASS),
    [LW_BOX_X0]        = { "x0", LW_FIELD_REAL },
    [LW_BOX_Y0]        = { "y0", LW_FIELD_REAL },
    [LW_BOX_X1]        = { "x1", LW_FIELD_REAL },
    [LW_BOX_Y1]        = { "y1", LW_FIELD_REAL },
    [LW_BOX_FLAGS]     = { "flags", LW_FIELD_INTEGER },
    [LW_BOX_ORIGIN]    = { "origin", LW_FIELD_INTEGER },
    [LW_BOX_EXTRA]     = { "extra", LW_FIELD_TEXT, TRUE },
    [LW_BOX_ATTRIBUTES] = { "attributes", LW_FIELD_TEXT, TRUE },
  } },
  [LW_KIND_TAG] = { "tag", 5, {
    [LW_TAG_IMAGE]     = ITEM ("image", LW_KIND_IMAGE),
    [LW_TAG_ANNOTATOR] = ITEM ("annotator", LW_KIND_ANNOTATOR),
    [LW_TAG_CLASS]     = ITEM ("class", LW_KIND_CLASS),
    [LW_TAG_ORIGIN]    = { "origin", LW_FIELD_INTEGER },
    [LW_TAG_EXTRA]     = { "extra", LW_FIELD_TEXT, TRUE },
  } },
  [LW_KIND_PROGRESS] = { "progress", 4, {
    [LW_PROGRESS_IMAGE]     = ITEM ("image", LW_KIND_IMAGE),
    [LW_PROGRESS_ANNOTATOR] = ITEM ("annotator", LW_KIND_ANNOTATOR),
    [LW_PROGRESS_STATE]     = { "state", LW_FIELD_INTEGER },
    [LW_PROGRESS_NOTE]      = { "note", LW_FIELD_TEXT, TRUE },
  } },
  [LW_KIND_SETTING] = { "setting", 2, {
    [LW_SETTING_NAME]  = { "name", LW_FIELD_TEXT },
    [LW_SETTING_VALUE] = { "value", LW_FIELD_TEXT },
  } },
};

#undef ITEM
/* clang-format on */

typedef enum
{
  LOAD_BY_KEY,
  LOAD_BY_ID,
  FIND_ID,
  FIND_KEY,
  INSERT,
  UPDATE,
  DELETE,
  N_OPERATIONS
} Operation;

G_STATIC_ASSERT (LW_N_KINDS *N_OPERATIONS <= LW_SQL_N_GENERATED);

/* ?1 is the key, ?2 the id, the fields follow. */
#define FIRST_FIELD 3

static void
append_fields (GString          *text,
               const LwKindInfo *info,
               const char       *format)
{
  for (guint i = 0; i < info->n_fields; i++)
    {
      g_autofree char *number = g_strdup_printf ("%u", FIRST_FIELD + i);

      for (const char *p = format; *p != '\0'; p++)
        {
          if (*p == '@')
            g_string_append (text, info->fields[i].name);
          else if (*p == '#')
            g_string_append (text, number);
          else
            g_string_append_c (text, *p);
        }
    }
}

static char *
make_statement (guint slot)
{
  const LwKindInfo *info = &kinds[slot / N_OPERATIONS];
  const Operation   operation = slot % N_OPERATIONS;
  GString          *text = g_string_new (NULL);

  switch (operation)
    {
    case LOAD_BY_KEY:
    case LOAD_BY_ID:
      g_string_append (text, "SELECT key, id");
      append_fields (text, info, ", @");
      g_string_append_printf (text, " FROM %s WHERE %s", info->name,
                              operation == LOAD_BY_KEY ? "key = ?1" : "id = ?2");
      break;

    case FIND_ID:
      g_string_append_printf (text, "SELECT id FROM %s WHERE key = ?1", info->name);
      break;

    case FIND_KEY:
      g_string_append_printf (text, "SELECT key FROM %s WHERE id = ?2", info->name);
      break;

    case INSERT:
      g_string_append_printf (text, "INSERT INTO %s (key, id", info->name);
      append_fields (text, info, ", @");
      g_string_append (text, ") VALUES (?1, ?2");
      append_fields (text, info, ", ?#");
      g_string_append_c (text, ')');
      break;

    case UPDATE:
      g_string_append_printf (text, "UPDATE %s SET id = ?2", info->name);
      append_fields (text, info, ", @ = ?#");
      g_string_append (text, " WHERE key = ?1");
      break;

    case DELETE:
      g_string_append_printf (text, "DELETE FROM %s WHERE key = ?1", info->name);
      break;

    case N_OPERATIONS:
    default:
      g_assert_not_reached ();
    }

  return g_string_free (text, FALSE);
}

static LwStmt *
get_statement (LwSql    *sql,
               LwKind    kind,
               Operation operation,
               GError  **error)
{
  return lw_sql_get_generated (sql, kind * N_OPERATIONS + operation, make_statement, error);
}

static void
set_not_found (LwKind   kind,
               GError **error)
{
  g_set_error (error, LW_ERROR, LW_ERROR_NOT_FOUND, _ ("There is no such %s."), kinds[kind].name);
}

const LwKindInfo *
lw_kind_get_info (LwKind kind)
{
  return &kinds[kind];
}

gboolean
lw_kind_from_name (const char *name,
                   LwKind     *kind)
{
  for (guint i = 0; i < LW_N_KINDS; i++)
    if (g_strcmp0 (name, kinds[i].name) == 0)
      {
        *kind = i;
        return TRUE;
      }

  return FALSE;
}

/* Owned by the item as text. */
static gboolean
is_text (LwFieldType type)
{
  return type == LW_FIELD_TEXT || type == LW_FIELD_HASH;
}

gboolean
lw_item_is_hash (const char *text)
{
  return strlen (text) == 2 * LW_SQL_HASH_BYTES && strspn (text, "0123456789abcdef") == 2 * LW_SQL_HASH_BYTES;
}

LwItem
lw_item_new (LwKind kind)
{
  return (LwItem){ .kind = kind, .id = lw_id_new () };
}

void
lw_item_clear (LwItem *item)
{
  const LwKindInfo *info = &kinds[item->kind];

  for (guint i = 0; i < info->n_fields; i++)
    if (is_text (info->fields[i].type))
      g_clear_pointer (&item->values[i].text, g_free);
}

LwItem
lw_item_copy (const LwItem *item)
{
  const LwKindInfo *info = &kinds[item->kind];
  LwItem            copy = *item;

  for (guint i = 0; i < info->n_fields; i++)
    if (is_text (info->fields[i].type))
      copy.values[i].text = g_strdup (item->values[i].text);

  return copy;
}

void
lw_item_set_text (LwItem     *item,
                  guint       field,
                  const char *text)
{
  char *copy = g_strdup (text);

  g_free (item->values[field].text);
  item->values[field].text = copy;
}

gboolean
lw_item_equal (const LwItem *a,
               const LwItem *b)
{
  const LwKindInfo *info = &kinds[a->kind];

  g_assert (a->kind == b->kind);

  for (guint i = 0; i < info->n_fields; i++)
    {
      gboolean same;

      if (is_text (info->fields[i].type))
        same = g_strcmp0 (a->values[i].text, b->values[i].text) == 0;
      else if (info->fields[i].type == LW_FIELD_REAL)
        same = a->values[i].real == b->values[i].real;
      else
        same = a->values[i].integer == b->values[i].integer;

      if (!same)
        return FALSE;
    }

  return TRUE;
}

gint64
lw_item_get_image (const LwItem *item)
{
  switch (item->kind)
    {
    case LW_KIND_IMAGE:
      return item->key;

    case LW_KIND_BOX:
      return item->values[LW_BOX_IMAGE].integer;

    case LW_KIND_TAG:
      return item->values[LW_TAG_IMAGE].integer;

    case LW_KIND_PROGRESS:
      return item->values[LW_PROGRESS_IMAGE].integer;

    /* An example is of its class: the labels of its image are none of its business. */
    case LW_KIND_EXAMPLE:
    case LW_KIND_ANNOTATOR:
    case LW_KIND_CLASS:
    case LW_KIND_ATTRIBUTE:
    case LW_KIND_LOT:
    case LW_KIND_SETTING:
    case LW_N_KINDS:
    default:
      return 0;
    }
}

static gboolean
read_row (LwStmt *stmt,
          LwKind  kind,
          LwItem *item)
{
  const LwKindInfo *info = &kinds[kind];

  *item = (LwItem){ .kind = kind, .key = sqlite3_column_int64 (stmt, 0) };

  if (!lw_stmt_get_id (stmt, 1, &item->id))
    return FALSE;

  for (guint i = 0; i < info->n_fields; i++)
    {
      const int column = (int) i + 2;

      if (info->fields[i].type == LW_FIELD_TEXT)
        item->values[i].text = lw_stmt_dup_text (stmt, column);
      else if (info->fields[i].type == LW_FIELD_HASH)
        item->values[i].text = lw_stmt_dup_hash (stmt, column);
      else if (info->fields[i].type == LW_FIELD_REAL)
        item->values[i].real = sqlite3_column_double (stmt, column);
      else
        item->values[i].integer = sqlite3_column_int64 (stmt, column);
    }

  return TRUE;
}

static gboolean
load (LwSql   *sql,
      LwStmt  *stmt,
      LwKind   kind,
      LwItem  *item,
      GError **error)
{
  GError *local_error = NULL;

  if (!lw_sql_step (sql, stmt, &local_error))
    {
      if (local_error != NULL)
        g_propagate_error (error, local_error);
      else
        set_not_found (kind, error);

      return FALSE;
    }

  if (!read_row (stmt, kind, item))
    {
      g_set_error (error, LW_ERROR, LW_ERROR_CORRUPT, _ ("“%s” is damaged: a %s has no proper id."),
                   sql->name, kinds[kind].name);
      return FALSE;
    }

  return TRUE;
}

gboolean
lw_item_load (LwSql   *sql,
              LwKind   kind,
              gint64   key,
              LwItem  *item,
              GError **error)
{
  g_autoptr (LwStmt) stmt = get_statement (sql, kind, LOAD_BY_KEY, error);

  if (stmt == NULL)
    return FALSE;

  lw_stmt_bind_key (stmt, 1, key);

  return load (sql, stmt, kind, item, error);
}

gboolean
lw_item_load_by_id (LwSql   *sql,
                    LwKind   kind,
                    LwId     id,
                    LwItem  *item,
                    GError **error)
{
  g_autoptr (LwStmt) stmt = get_statement (sql, kind, LOAD_BY_ID, error);

  if (stmt == NULL)
    return FALSE;

  lw_stmt_bind_id (stmt, 2, id);

  return load (sql, stmt, kind, item, error);
}

gboolean
lw_item_find_id (LwSql   *sql,
                 LwKind   kind,
                 gint64   key,
                 LwId    *id,
                 GError **error)
{
  GError *local_error = NULL;
  g_autoptr (LwStmt) stmt = get_statement (sql, kind, FIND_ID, error);

  if (stmt == NULL)
    return FALSE;

  lw_stmt_bind_key (stmt, 1, key);

  if (lw_sql_step (sql, stmt, &local_error) && lw_stmt_get_id (stmt, 0, id))
    return TRUE;

  if (local_error != NULL)
    g_propagate_error (error, local_error);
  else
    set_not_found (kind, error);

  return FALSE;
}

gboolean
lw_item_find_key (LwSql   *sql,
                  LwKind   kind,
                  LwId     id,
                  gint64  *key,
                  GError **error)
{
  GError *local_error = NULL;
  g_autoptr (LwStmt) stmt = get_statement (sql, kind, FIND_KEY, error);

  if (stmt == NULL)
    return FALSE;

  lw_stmt_bind_id (stmt, 2, id);

  if (lw_sql_step (sql, stmt, &local_error))
    {
      *key = sqlite3_column_int64 (stmt, 0);
      return TRUE;
    }

  if (local_error != NULL)
    g_propagate_error (error, local_error);
  else
    set_not_found (kind, error);

  return FALSE;
}

static void
bind_row (LwStmt       *stmt,
          const LwItem *item)
{
  const LwKindInfo *info = &kinds[item->kind];

  lw_stmt_bind_key (stmt, 1, item->key);
  lw_stmt_bind_id (stmt, 2, item->id);

  for (guint i = 0; i < info->n_fields; i++)
    {
      const int parameter = FIRST_FIELD + (int) i;

      if (info->fields[i].type == LW_FIELD_TEXT)
        lw_stmt_bind_text (stmt, parameter, item->values[i].text);
      else if (info->fields[i].type == LW_FIELD_HASH)
        lw_stmt_bind_hash (stmt, parameter, item->values[i].text);
      else if (info->fields[i].type == LW_FIELD_REAL)
        sqlite3_bind_double (stmt, parameter, item->values[i].real);
      else if (info->fields[i].type == LW_FIELD_ITEM)
        lw_stmt_bind_key (stmt, parameter, item->values[i].integer);
      else
        sqlite3_bind_int64 (stmt, parameter, item->values[i].integer);
    }
}

static gboolean
take_former_key (LwSql   *sql,
                 LwItem  *item,
                 GError **error)
{
  GError *local_error = NULL;
  g_autoptr (LwStmt) get = lw_sql_get (sql, LW_SQL_FORMER_KEY_GET, error);
  LwStmt *drop;

  if (get == NULL)
    return FALSE;

  lw_stmt_bind_id (get, 1, item->id);

  if (!lw_sql_step (sql, get, &local_error))
    {
      if (local_error != NULL)
        g_propagate_error (error, local_error);

      return local_error == NULL;
    }

  item->key = sqlite3_column_int64 (get, 0);

  if (!(drop = lw_sql_get (sql, LW_SQL_FORMER_KEY_DROP, error)))
    return FALSE;

  lw_stmt_bind_id (drop, 1, item->id);

  return lw_sql_done (sql, drop, error);
}

static gboolean
insert (LwSql   *sql,
        LwItem  *item,
        gboolean is_known,
        GError **error)
{
  LwStmt *stmt = get_statement (sql, item->kind, INSERT, error);

  if (stmt == NULL)
    return FALSE;

  item->key = 0;

  if (is_known && !take_former_key (sql, item, error))
    return FALSE;

  bind_row (stmt, item);

  if (!lw_sql_done (sql, stmt, error))
    return FALSE;

  item->key = sqlite3_last_insert_rowid (sql->db);

  return TRUE;
}

static gboolean delete (LwSql        *sql,
                        const LwItem *item,
                        GError      **error)
{
  LwStmt *stmt = get_statement (sql, item->kind, DELETE, error);

  if (stmt == NULL)
    return FALSE;

  lw_stmt_bind_key (stmt, 1, item->key);

  if (!lw_sql_done (sql, stmt, error))
    return FALSE;

  if (!(stmt = lw_sql_get (sql, LW_SQL_FORMER_KEY_PUT, error)))
    return FALSE;

  lw_stmt_bind_id (stmt, 1, item->id);
  lw_stmt_bind_key (stmt, 2, item->key);

  return lw_sql_done (sql, stmt, error);
}

gboolean
lw_item_write (LwSql        *sql,
               const LwItem *before,
               LwItem       *after,
               gboolean      is_known,
               GError      **error)
{
  LwStmt *stmt;

  if (before == NULL)
    return insert (sql, after, is_known, error);

  if (after == NULL)
    return delete (sql, before, error);

  if (!(stmt = get_statement (sql, after->kind, UPDATE, error)))
    return FALSE;

  after->key = before->key;
  bind_row (stmt, after);

  return lw_sql_done (sql, stmt, error);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-sql.h"

#include <glib/gi18n-lib.h>
#include <gio/gio.h>
#include <errno.h>
#include <string.h>

/* Where a parameter is an annotator and NULL, all annotators are meant. */

/* clang-format off */
static const char *const statements[LW_SQL_N_STATEMENTS] = {
  [LW_SQL_BEGIN_READ] = "BEGIN",
  /* Asks for the right to write at once, where it can still be refused. */
  [LW_SQL_BEGIN_WRITE] = "BEGIN IMMEDIATE",
  [LW_SQL_COMMIT] = "COMMIT",
  [LW_SQL_ROLLBACK] = "ROLLBACK",

  [LW_SQL_SCHEMA] = "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name",
  [LW_SQL_USER_VERSION] = "PRAGMA user_version",
  [LW_SQL_PROJECT_ID] = "SELECT id FROM project",
  [LW_SQL_PROJECT_INSERT] = "INSERT INTO project (key, id) VALUES (1, ?1)",

  [LW_SQL_LIST_ANNOTATORS] = "SELECT key, name FROM annotator ORDER BY key",
  [LW_SQL_LIST_CLASSES] = 
    "SELECT key, name, colour, position, extra, parent, shortcut, guideline, is_archived, merged_into, tag_rule"
    " FROM class ORDER BY position, key",
  [LW_SQL_LIST_ATTRIBUTES] =
    "SELECT key, id, class, name, type, choices, default_value, position, is_archived"
    " FROM attribute ORDER BY position, key",
  [LW_SQL_LIST_EXAMPLES] =
    "SELECT key, class, image, x0, y0, x1, y1, caption, is_wrong"
    " FROM example WHERE class = ?1 ORDER BY key",
  [LW_SQL_LIST_IMAGES] =
    "SELECT image.key, path, width, height, orientation, lot.name, extra, file_size, content_hash"
    " FROM image LEFT JOIN lot ON lot.key = image.lot ORDER BY image.key",
  [LW_SQL_LIST_IMAGE_KEYS] = "SELECT key FROM image ORDER BY key",
  [LW_SQL_LIST_LOTS] = "SELECT name FROM lot ORDER BY key",
  [LW_SQL_LIST_BOXES] =
    "SELECT key, image, annotator, class, x0, y0, x1, y1, flags, origin, extra, attributes"
    " FROM box WHERE image = ?1 AND ?2 IS NULL AND +key > ?3 ORDER BY key LIMIT ?4",
  /* On its own, because then the index has them in order, and the search begins where it is to go on. */
  [LW_SQL_LIST_LAYER_BOXES] =
    "SELECT key, image, annotator, class, x0, y0, x1, y1, flags, origin, extra, attributes"
    " FROM box WHERE image = ?1 AND annotator = ?2 AND key > ?3 ORDER BY key LIMIT ?4",
  [LW_SQL_LIST_OTHER_BOXES] =
    "SELECT key, image, annotator, class, x0, y0, x1, y1, flags, origin, extra"
    " FROM box WHERE image = ?1 AND annotator IS NOT ?2 ORDER BY key",
  [LW_SQL_FIND_BOX] =
    "SELECT key, image, annotator, class, x0, y0, x1, y1, flags, origin, extra, attributes"
    " FROM box WHERE key = ?1",
  [LW_SQL_LIST_TAGS] =
    "SELECT key, image, annotator, class, origin, extra"
    " FROM tag WHERE image = ?1 AND (?2 IS NULL OR annotator = ?2) ORDER BY key",
  [LW_SQL_LIST_IMAGES_WITH_CLASS] =
    "SELECT image FROM box WHERE class = ?1 AND (?2 IS NULL OR annotator = ?2) UNION"
    " SELECT image FROM tag WHERE class = ?1 AND (?2 IS NULL OR annotator = ?2) ORDER BY 1",

  [LW_SQL_LIST_IMAGES_OF_ANNOTATOR] =
    "SELECT image FROM box WHERE annotator = ?1 UNION SELECT image FROM tag WHERE annotator = ?1 ORDER BY 1",

  /* These read an index from end to end; it holds all that they ask for. */
  [LW_SQL_COUNT_BOXES_BY_IMAGE] =
    "SELECT image, count(*) FROM box WHERE ?1 IS NULL OR annotator = ?1 GROUP BY image",
  [LW_SQL_COUNT_TAGS_BY_IMAGE] =
    "SELECT image, count(*) FROM tag WHERE ?1 IS NULL OR annotator = ?1 GROUP BY image",
  [LW_SQL_LIST_PROGRESS] =
    "SELECT image, state, note IS NOT NULL FROM progress WHERE ?1 IS NULL OR annotator = ?1 ORDER BY image",
  [LW_SQL_SUMMARISE_IMAGE] =
    "SELECT (SELECT count(*) FROM box WHERE image = ?1 AND (?2 IS NULL OR annotator = ?2)),"
    " (SELECT count(*) FROM tag WHERE image = ?1 AND (?2 IS NULL OR annotator = ?2))",
  [LW_SQL_LIST_IMAGE_PROGRESS] =
    "SELECT state, note IS NOT NULL FROM progress WHERE image = ?1 AND (?2 IS NULL OR annotator = ?2)",
  [LW_SQL_COUNT_CLASSES] =
    "SELECT class.key, ifnull(boxes.n, 0), ifnull(tags.n, 0) FROM class"
    " LEFT JOIN (SELECT class, count(*) AS n FROM box"
    "            WHERE ?1 IS NULL OR annotator = ?1 GROUP BY class) AS boxes ON boxes.class = class.key"
    " LEFT JOIN (SELECT class, count(*) AS n FROM tag"
    "            WHERE ?1 IS NULL OR annotator = ?1 GROUP BY class) AS tags ON tags.class = class.key"
    " ORDER BY class.position, class.key",

  [LW_SQL_FIND_ANNOTATOR] = "SELECT key FROM annotator WHERE name = ?1",
  [LW_SQL_FIND_CLASS] = "SELECT key FROM class WHERE name = ?1",
  [LW_SQL_FIND_IMAGE] = "SELECT key FROM image WHERE path = ?1",
  [LW_SQL_FIND_LOT] = "SELECT key FROM lot WHERE name = ?1",
  [LW_SQL_FIND_PROGRESS] = "SELECT key FROM progress WHERE image = ?1 AND annotator = ?2",
  [LW_SQL_FIND_SETTING] = "SELECT key FROM setting WHERE name = ?1",
  [LW_SQL_GET_SETTING] = "SELECT value FROM setting WHERE name = ?1",
  [LW_SQL_CLASS_IS_USED] =
    "SELECT EXISTS (SELECT 1 FROM box WHERE class = ?1) OR EXISTS (SELECT 1 FROM tag WHERE class = ?1)",
  [LW_SQL_CLASS_IS_NEEDED] =
    "SELECT EXISTS (SELECT 1 FROM class WHERE parent = ?1 OR merged_into = ?1)"
    " OR EXISTS (SELECT 1 FROM attribute WHERE class = ?1) OR EXISTS (SELECT 1 FROM example WHERE class = ?1)",
  [LW_SQL_LIST_CLASS_BOXES] =
    "SELECT key FROM box WHERE class = ?1 AND (?2 IS NULL OR annotator = ?2) ORDER BY key",

  /* Of the last boxes only, however many there are: nobody has an index by time. */
  [LW_SQL_LIST_RECENT_CLASSES] =
    "SELECT class FROM (SELECT key, class, annotator, origin FROM box ORDER BY key DESC LIMIT 2000)"
    " WHERE annotator = ?1 AND origin = 0 GROUP BY class ORDER BY max(key) DESC LIMIT ?2",
  [LW_SQL_LIST_CLASS_TAGS] =
    "SELECT key, image, annotator, class, origin, extra"
    " FROM tag WHERE class = ?1 AND (?2 IS NULL OR annotator = ?2) ORDER BY key",
  [LW_SQL_FIND_ATTRIBUTE] = "SELECT key FROM attribute WHERE name = ?1 AND class IS ?2",
  [LW_SQL_ATTRIBUTE_IS_USED] =
    "SELECT EXISTS (SELECT 1 FROM box WHERE attributes IS NOT NULL AND instr (attributes, ?1))",
  [LW_SQL_LIST_BOXES_WITH_ATTRIBUTE] =
    "SELECT key, image, annotator, class, x0, y0, x1, y1, flags, origin, extra, attributes"
    " FROM box WHERE attributes IS NOT NULL AND instr (attributes, ?1) ORDER BY key",
  [LW_SQL_NEXT_ATTRIBUTE_POSITION] = "SELECT ifnull(max(position) + 1, 0) FROM attribute",
  [LW_SQL_GET_NOTE] = "SELECT note FROM progress WHERE image = ?1 AND annotator = ?2",
  [LW_SQL_NEXT_CLASS_POSITION] = "SELECT ifnull(max(position) + 1, 0) FROM class",

  [LW_SQL_FORMER_KEY_GET] = "SELECT key FROM former_key WHERE id = ?1",
  [LW_SQL_FORMER_KEY_PUT] = "INSERT OR REPLACE INTO former_key (id, key) VALUES (?1, ?2)",
  [LW_SQL_FORMER_KEY_DROP] = "DELETE FROM former_key WHERE id = ?1",

  [LW_SQL_CHANGE_INSERT] =
    "INSERT INTO change (id, made_at, annotator, kind, item, before, after, change_group)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
  [LW_SQL_LAST_SEQ] = "SELECT ifnull(max(seq), 0) FROM change",
  [LW_SQL_GROUP_INSERT] =
    "INSERT INTO change_group (id, annotator, made_at, label, kind, inverts, state)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
  [LW_SQL_GROUP_KILL_UNDONE] =
    "UPDATE change_group SET state = 'dead' WHERE annotator = ?1 AND state = 'undone'",
  [LW_SQL_GROUP_IS_LONG] =
    "SELECT count (*) > ?2 OR max (kind = 'box-pack') FROM change WHERE change_group = ?1",
  [LW_SQL_GROUP_SET_STATE] = "UPDATE change_group SET state = ?2 WHERE key = ?1",
  [LW_SQL_GROUP_TO_UNDO] =
    "SELECT key, label FROM change_group WHERE annotator = ?1 AND state = 'done'"
    " ORDER BY key DESC LIMIT 1",
  [LW_SQL_GROUP_TO_REDO] =
    "SELECT key, label FROM change_group WHERE annotator = ?1 AND state = 'undone'"
    " ORDER BY key LIMIT 1",
  /* Of an undo the state is NULL. */
  [LW_SQL_GROUP_NEWEST] =
    "SELECT key, label, state FROM change_group WHERE annotator = ?1 ORDER BY key DESC LIMIT 1",
  [LW_SQL_GROUP_CHANGES] =
    "SELECT kind, item, before, after FROM change WHERE change_group = ?1 ORDER BY seq",
  /* An undo runs the group backwards, with the two sides exchanged. */
  [LW_SQL_GROUP_CHANGES_BACKWARDS] =
    "SELECT kind, item, after, before FROM change WHERE change_group = ?1 ORDER BY seq DESC",
  [LW_SQL_CHANGES_BETWEEN] =
    "SELECT seq, kind, item, before, after FROM change WHERE seq > ?1 AND seq <= ?2 ORDER BY seq",
  [LW_SQL_LIST_HISTORY] =
    "SELECT key, made_at, annotator, label, state IN ('undone', 'dead') FROM change_group"
    " WHERE kind IN ('edit', 'setup') AND (?1 IS NULL OR annotator = ?1) ORDER BY key DESC LIMIT ?2",
  [LW_SQL_LOG] =
    "SELECT change.seq, change.id, change.made_at, annotator.name, annotator.id,"
    " change.kind, change.item, change.before, change.after,"
    " change_group.id, change_group.label, change_group.kind"
    " FROM change JOIN change_group ON change_group.key = change.change_group"
    " LEFT JOIN annotator ON annotator.key = change.annotator"
    " WHERE change.seq > ?1 AND (?2 IS NULL OR change.annotator = ?2) ORDER BY change.seq",

  [LW_SQL_FIND_STEP] =
    "SELECT state FROM change_group WHERE key = ?1 AND annotator = ?2 AND state IN ('done', 'undone')",
  [LW_SQL_COUNT_STEPS] =
    "SELECT count (*) FROM change_group WHERE annotator = ?1 AND state = ?2 AND key > ?3",
  [LW_SQL_PAGE_OF_STEPS] =
    "SELECT key, made_at, label FROM change_group WHERE annotator = ?1 AND state = ?2"
    " ORDER BY key DESC LIMIT ?3 OFFSET ?4",
  [LW_SQL_FIRST_CHANGES] =
    "SELECT kind, item, before, after FROM change WHERE change_group = ?1 ORDER BY seq LIMIT 4",

  /* From the end, by the key itself: the sign keeps SQLite from an index that it would
   * have to sort. */
  [LW_SQL_LIST_EDITS] =
    "SELECT kind, item, before, after, made_at FROM change"
    " WHERE kind IN ('box', 'tag', 'progress', 'note') AND (?1 IS NULL OR +annotator = ?1) ORDER BY seq DESC LIMIT ?2",
  [LW_SQL_LIST_STEPS] =
    "SELECT key, made_at, state IS 'done', +annotator IS ?1 FROM change_group WHERE kind != 'setup' ORDER BY key DESC",
  [LW_SQL_COUNT_STEP] =
    "SELECT sum (kind = 'box' AND before IS NULL),"
    " sum (kind = 'progress' AND json_valid (after) AND json_extract (after, '$.state') IS ?2)"
    " FROM change WHERE change_group = ?1",

  [LW_SQL_VERSION_INSERT] = "INSERT INTO version (name, seq, made_at) VALUES (?1, ?2, ?3)",
  [LW_SQL_VERSION_FIND] = "SELECT seq FROM version WHERE name = ?1",
  [LW_SQL_LIST_VERSIONS] = "SELECT name, seq, made_at FROM version ORDER BY key",
};

/* Far above what our own files need, far below what would hurt. */
static const struct { int id, value; } limits[] = {
  /* One text: a pack of boxes, or the unknown keys of an imported item. */
  { SQLITE_LIMIT_LENGTH,              64 * 1024 * 1024 },
  { SQLITE_LIMIT_SQL_LENGTH,          64 * 1024 },
  { SQLITE_LIMIT_COLUMN,              64 },
  { SQLITE_LIMIT_EXPR_DEPTH,          100 },
  { SQLITE_LIMIT_COMPOUND_SELECT,     8 },
  { SQLITE_LIMIT_FUNCTION_ARG,        8 },
  { SQLITE_LIMIT_ATTACHED,            1 },
  { SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 100 },
  { SQLITE_LIMIT_VARIABLE_NUMBER,     64 },
  { SQLITE_LIMIT_TRIGGER_DEPTH,       1 },
  { SQLITE_LIMIT_WORKER_THREADS,      0 },
};

static const struct { int id, value; } switches[] = {
  { SQLITE_DBCONFIG_DEFENSIVE,             1 },
  { SQLITE_DBCONFIG_TRUSTED_SCHEMA,        0 },
  { SQLITE_DBCONFIG_ENABLE_FKEY,           1 },
  { SQLITE_DBCONFIG_ENABLE_TRIGGER,        0 },
  { SQLITE_DBCONFIG_ENABLE_VIEW,           0 },
  { SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0 },
  { SQLITE_DBCONFIG_DQS_DML,               0 },
  { SQLITE_DBCONFIG_DQS_DDL,               0 },
};
/* clang-format on */

static gboolean
is_write_failure (int extended)
{
  switch (extended)
    {
    case SQLITE_IOERR_WRITE:
    case SQLITE_IOERR_FSYNC:
    case SQLITE_IOERR_DIR_FSYNC:
    case SQLITE_IOERR_TRUNCATE:
    case SQLITE_IOERR_SHMSIZE:
    case SQLITE_IOERR_SHMMAP:
    case SQLITE_IOERR_SHMOPEN:
      return TRUE;

    default:
      return FALSE;
    }
}

static gboolean
set_io_error (LwSql   *sql,
              GError **error)
{
  const int number = sqlite3_system_errno (sql->db);

  if (is_write_failure (sqlite3_extended_errcode (sql->db)))
    g_set_error (error, LW_ERROR, LW_ERROR_NO_SPACE,
                 _ ("“%s” could not be written (%s): nothing was changed. Make room on the disk and try again."),
                 sql->name, g_strerror (number));
  else
    g_set_error (error, LW_ERROR, LW_ERROR_FAILED, _ ("“%s” could not be read: %s"),
                 sql->name, g_strerror (number != 0 ? number : EIO));

  return FALSE;
}

/* A hostile schema can put anything into SQLite's message. */
static char *
dup_message (LwSql *sql)
{
  char *message = g_utf8_make_valid (sqlite3_errmsg (sql->db), -1);

  for (char *p = message; *p != '\0'; p++)
    if (g_ascii_iscntrl (*p))
      *p = ' ';

  return message;
}

gboolean
lw_sql_set_error (LwSql   *sql,
                  GError **error)
{
  g_autofree char *message = dup_message (sql);

  switch (sqlite3_errcode (sql->db))
    {
    case SQLITE_FULL:
      g_set_error (error, LW_ERROR, LW_ERROR_NO_SPACE,
                   _ ("The disk of “%s” is full: nothing was changed. Make room and try again."), sql->name);
      break;

    case SQLITE_IOERR:
      return set_io_error (sql, error);

    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      g_set_error (error, LW_ERROR, LW_ERROR_CORRUPT,
                   _ ("“%s” is damaged (%s). Restore it from a copy."), sql->name, message);
      break;

    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      g_set_error (error, LW_ERROR, LW_ERROR_READ_ONLY,
                   _ ("“%s” is in use by another program. Try again when it has finished."), sql->name);
      break;

    case SQLITE_READONLY:
    case SQLITE_PERM:
      g_set_error (error, LW_ERROR, LW_ERROR_READ_ONLY, _ ("“%s” cannot be written."), sql->name);
      break;

    case SQLITE_CONSTRAINT:
      g_set_error (error, LW_ERROR, LW_ERROR_CONFLICT,
                   _ ("“%s”: the change does not fit what is there now (%s)."), sql->name, message);
      break;

    case SQLITE_TOOBIG:
      g_set_error (error, LW_ERROR, LW_ERROR_INVALID,
                   _ ("“%s”: an item is too big to be stored (%s)."), sql->name, message);
      break;

    case SQLITE_INTERRUPT:
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _ ("Cancelled"));
      break;

    default:
      g_set_error (error, LW_ERROR, LW_ERROR_FAILED, "“%s”: %s", sql->name, message);
    }

  return FALSE;
}

static void
defend (sqlite3 *db)
{
  for (guint i = 0; i < G_N_ELEMENTS (limits); i++)
    sqlite3_limit (db, limits[i].id, limits[i].value);

  for (guint i = 0; i < G_N_ELEMENTS (switches); i++)
    sqlite3_db_config (db, switches[i].id, switches[i].value, NULL);
}

gboolean
lw_sql_open (LwSql      *sql,
             const char *uri,
             int         flags,
             const char *name,
             GError    **error)
{
  int result;

  memset (sql, 0, sizeof *sql);
  sql->name = g_strdup (name);

  /* No mutex: a store is used by one thread at a time. */
  result = sqlite3_open_v2 (uri, &sql->db, flags | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX, NULL);

  if (sql->db == NULL)
    g_error ("Out of memory");

  if (result != SQLITE_OK)
    {
      g_set_error (error, LW_ERROR, LW_ERROR_FAILED, _ ("“%s” could not be opened: %s"),
                   name, sqlite3_errmsg (sql->db));
      lw_sql_close (sql);
      return FALSE;
    }

  defend (sql->db);

  /* Two seconds: another process's checkpoint, never another's edit. */
  sqlite3_busy_timeout (sql->db, 2000);

  /* A page that is read is checked before it is trusted; a file that shrinks
   * under a memory map would kill the process. */
  if (!lw_sql_exec (sql, "PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0", error))
    {
      lw_sql_close (sql);
      return FALSE;
    }

  return TRUE;
}

void
lw_sql_close (LwSql *sql)
{
  for (guint i = 0; i < LW_SQL_N_STATEMENTS; i++)
    g_clear_pointer (&sql->named[i], sqlite3_finalize);

  for (guint i = 0; i < LW_SQL_N_GENERATED; i++)
    g_clear_pointer (&sql->generated[i], sqlite3_finalize);

  if (sql->db != NULL && sqlite3_close (sql->db) != SQLITE_OK)
    g_critical ("A statement outlives its connection");

  sql->db = NULL;
  g_clear_pointer (&sql->name, g_free);
}

gboolean
lw_sql_check_in_place (LwSql   *sql,
                       GError **error)
{
  int has_moved = 0;

  sqlite3_file_control (sql->db, "main", SQLITE_FCNTL_HAS_MOVED, &has_moved);
  if (!has_moved)
    return TRUE;

  g_set_error (error, LW_ERROR, LW_ERROR_NOT_FOUND,
               _ ("“%s” was moved, deleted or replaced after it was opened: nothing was changed. Put it back, or open it again."),
               sql->name);

  return FALSE;
}

char *
lw_sql_make_uri (const char *path,
                 const char *query)
{
  g_autofree char *escaped = g_uri_escape_bytes ((const guint8 *) path, strlen (path), "/");

  return g_strdup_printf ("file:%s?%s", escaped, query);
}

gboolean
lw_sql_exec (LwSql      *sql,
             const char *text,
             GError    **error)
{
  if (sqlite3_exec (sql->db, text, NULL, NULL, NULL) != SQLITE_OK)
    return lw_sql_set_error (sql, error);

  return TRUE;
}

LwStmt *
lw_sql_prepare (LwSql      *sql,
                const char *text,
                GError    **error)
{
  LwStmt *stmt = NULL;

  if (sqlite3_prepare_v3 (sql->db, text, -1, SQLITE_PREPARE_PERSISTENT, &stmt, NULL) != SQLITE_OK)
    lw_sql_set_error (sql, error);

  return stmt;
}

LwStmt *
lw_sql_get (LwSql   *sql,
            LwSqlId  id,
            GError **error)
{
  if (sql->named[id] == NULL)
    sql->named[id] = lw_sql_prepare (sql, statements[id], error);

  return sql->named[id];
}

LwStmt *
lw_sql_get_generated (LwSql *sql,
                      guint  slot,
                      char *(*make) (guint slot),
                      GError **error)
{
  g_assert (slot < LW_SQL_N_GENERATED);

  if (sql->generated[slot] == NULL)
    {
      g_autofree char *text = make (slot);

      sql->generated[slot] = lw_sql_prepare (sql, text, error);
    }

  return sql->generated[slot];
}

gboolean
lw_sql_step (LwSql   *sql,
             LwStmt  *stmt,
             GError **error)
{
  switch (sqlite3_step (stmt))
    {
    case SQLITE_ROW:
      return TRUE;

    case SQLITE_DONE:
      return FALSE;

    default:
      return lw_sql_set_error (sql, error);
    }
}

gboolean
lw_sql_done (LwSql   *sql,
             LwStmt  *stmt,
             GError **error)
{
  const gboolean ok = sqlite3_step (stmt) == SQLITE_DONE || lw_sql_set_error (sql, error);

  lw_stmt_reset (stmt);

  return ok;
}

gboolean
lw_sql_run (LwSql   *sql,
            LwSqlId  id,
            GError **error)
{
  LwStmt *stmt = lw_sql_get (sql, id, error);

  return stmt != NULL && lw_sql_done (sql, stmt, error);
}

void
lw_stmt_reset (LwStmt *stmt)
{
  /* The result repeats that of the last step, which was looked at. */
  sqlite3_reset (stmt);
  sqlite3_clear_bindings (stmt);
}

/* Binding fails only for a wrong index or without memory. */

void
lw_stmt_bind_key (LwStmt *stmt,
                  int     parameter,
                  gint64  key)
{
  if (key != 0)
    sqlite3_bind_int64 (stmt, parameter, key);
  else
    sqlite3_bind_null (stmt, parameter);
}

void
lw_stmt_bind_id (LwStmt *stmt,
                 int     parameter,
                 LwId    id)
{
  sqlite3_bind_blob (stmt, parameter, id.bytes, sizeof id.bytes, SQLITE_TRANSIENT);
}

void
lw_stmt_bind_text (LwStmt     *stmt,
                   int         parameter,
                   const char *text)
{
  sqlite3_bind_text (stmt, parameter, text, -1, SQLITE_STATIC);
}

gboolean
lw_stmt_get_id (LwStmt *stmt,
                int     column,
                LwId   *id)
{
  const void *blob = sqlite3_column_blob (stmt, column);

  if (blob == NULL || sqlite3_column_bytes (stmt, column) != sizeof id->bytes)
    return FALSE;

  memcpy (id->bytes, blob, sizeof id->bytes);

  return TRUE;
}

const char *
lw_stmt_get_text (LwStmt *stmt,
                  int     column)
{
  return (const char *) sqlite3_column_text (stmt, column);
}

char *
lw_stmt_dup_text (LwStmt *stmt,
                  int     column)
{
  const char *text = lw_stmt_get_text (stmt, column);

  if (text == NULL)
    return NULL;

  return g_utf8_validate (text, -1, NULL) ? g_strdup (text) : g_utf8_make_valid (text, -1);
}

void
lw_stmt_bind_hash (LwStmt     *stmt,
                   int         parameter,
                   const char *digits)
{
  guint8 bytes[LW_SQL_HASH_BYTES];

  if (digits == NULL)
    {
      sqlite3_bind_null (stmt, parameter);
      return;
    }

  for (guint i = 0; i < LW_SQL_HASH_BYTES; i++)
    bytes[i] = (guint8) (g_ascii_xdigit_value (digits[2 * i]) << 4 | g_ascii_xdigit_value (digits[2 * i + 1]));

  sqlite3_bind_blob (stmt, parameter, bytes, sizeof bytes, SQLITE_TRANSIENT);
}

char *
lw_stmt_dup_hash (LwStmt *stmt,
                  int     column)
{
  static const char hex[] = "0123456789abcdef";
  const guint8     *bytes = sqlite3_column_blob (stmt, column);
  char             *digits;

  if (bytes == NULL || sqlite3_column_bytes (stmt, column) != LW_SQL_HASH_BYTES)
    return NULL;

  digits = g_malloc (2 * LW_SQL_HASH_BYTES + 1);

  for (guint i = 0; i < LW_SQL_HASH_BYTES; i++)
    {
      digits[2 * i] = hex[bytes[i] >> 4];
      digits[2 * i + 1] = hex[bytes[i] & 15];
    }

  digits[2 * LW_SQL_HASH_BYTES] = '\0';

  return digits;
}

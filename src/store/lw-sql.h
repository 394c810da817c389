/* lw-sql.h - the connection, and every statement that is run on it
 *
 * The statements are known when the program is compiled, so the cache of
 * prepared ones is an array: no hashing, no eviction, no SQL text elsewhere but
 * in the schema and in what lw-item.c makes from the list of fields.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-error.h"
#include "lw-id.h"

#include <sqlite3.h>

G_BEGIN_DECLS

typedef enum
{
  LW_SQL_BEGIN_READ,
  LW_SQL_BEGIN_WRITE,
  LW_SQL_COMMIT,
  LW_SQL_ROLLBACK,

  LW_SQL_SCHEMA,
  LW_SQL_USER_VERSION,
  LW_SQL_PROJECT_ID,
  LW_SQL_PROJECT_INSERT,

  LW_SQL_LIST_ANNOTATORS,
  LW_SQL_LIST_CLASSES,
  LW_SQL_LIST_ATTRIBUTES,
  LW_SQL_LIST_EXAMPLES,
  LW_SQL_LIST_IMAGES,
  LW_SQL_LIST_IMAGE_KEYS,
  LW_SQL_LIST_LOTS,
  LW_SQL_LIST_BOXES,
  LW_SQL_LIST_LAYER_BOXES,
  LW_SQL_LIST_OTHER_BOXES,
  LW_SQL_FIND_BOX,
  LW_SQL_LIST_TAGS,
  LW_SQL_LIST_IMAGES_WITH_CLASS,
  LW_SQL_LIST_IMAGES_OF_ANNOTATOR,
  LW_SQL_COUNT_BOXES_BY_IMAGE,
  LW_SQL_COUNT_TAGS_BY_IMAGE,
  LW_SQL_LIST_PROGRESS,
  LW_SQL_SUMMARISE_IMAGE,
  LW_SQL_LIST_IMAGE_PROGRESS,
  LW_SQL_COUNT_CLASSES,

  LW_SQL_FIND_ANNOTATOR,
  LW_SQL_FIND_CLASS,
  LW_SQL_FIND_IMAGE,
  LW_SQL_FIND_LOT,
  LW_SQL_FIND_PROGRESS,
  LW_SQL_FIND_SETTING,
  LW_SQL_GET_SETTING,
  LW_SQL_CLASS_IS_USED,
  LW_SQL_CLASS_IS_NEEDED,
  LW_SQL_LIST_CLASS_BOXES,
  LW_SQL_LIST_RECENT_CLASSES,
  LW_SQL_LIST_CLASS_TAGS,
  LW_SQL_FIND_ATTRIBUTE,
  LW_SQL_ATTRIBUTE_IS_USED,
  LW_SQL_LIST_BOXES_WITH_ATTRIBUTE,
  LW_SQL_NEXT_ATTRIBUTE_POSITION,
  LW_SQL_GET_NOTE,
  LW_SQL_NEXT_CLASS_POSITION,

  LW_SQL_FORMER_KEY_GET,
  LW_SQL_FORMER_KEY_PUT,
  LW_SQL_FORMER_KEY_DROP,

  LW_SQL_CHANGE_INSERT,
  LW_SQL_LAST_SEQ,
  LW_SQL_GROUP_INSERT,
  LW_SQL_GROUP_KILL_UNDONE,
  LW_SQL_GROUP_SET_STATE,
  LW_SQL_GROUP_IS_LONG,
  LW_SQL_GROUP_TO_UNDO,
  LW_SQL_GROUP_TO_REDO,
  LW_SQL_GROUP_NEWEST,
  LW_SQL_GROUP_CHANGES,
  LW_SQL_GROUP_CHANGES_BACKWARDS,
  LW_SQL_CHANGES_BETWEEN,
  LW_SQL_LIST_HISTORY,
  LW_SQL_LOG,
  LW_SQL_FIND_STEP,
  LW_SQL_COUNT_STEPS,
  LW_SQL_PAGE_OF_STEPS,
  LW_SQL_FIRST_CHANGES,
  LW_SQL_LIST_EDITS,
  LW_SQL_LIST_STEPS,
  LW_SQL_COUNT_STEP,

  LW_SQL_VERSION_INSERT,
  LW_SQL_VERSION_FIND,
  LW_SQL_LIST_VERSIONS,

  LW_SQL_N_STATEMENTS
} LwSqlId;

/* Room for the statements that lw-item.c makes. */
#define LW_SQL_N_GENERATED 80

/* Borrowed from its LwSql.  The automatic cleanup resets it: a SELECT that is
 * left half-read would hold its snapshot, and with it the log, for ever. */
typedef sqlite3_stmt LwStmt;

typedef struct
{
  sqlite3 *db;
  char    *name; /* of the file, for messages */
  LwStmt  *named[LW_SQL_N_STATEMENTS];
  LwStmt  *generated[LW_SQL_N_GENERATED];
} LwSql;

/* @uri is an SQLite URI or "" for a private temporary database.  @flags as for
 * sqlite3_open_v2().  Applies every defence against hostile files. */
gboolean lw_sql_open (LwSql      *sql,
                      const char *uri,
                      int         flags,
                      const char *name,
                      GError    **error);
void     lw_sql_close (LwSql *sql);

/* The path as an SQLite URI, with @query ("mode=ro") behind it. */
char *lw_sql_make_uri (const char *path,
                       const char *query);

/* SQLite goes on with a file that was deleted or renamed, whose log then has the name of another
 * file or of none, and what is written is lost: LW_ERROR_NOT_FOUND where the path does not lead to
 * the open file any more.  Costs one stat(). */
gboolean lw_sql_check_in_place (LwSql   *sql,
                                GError **error);

/* Sets @error from the connection's last result.  Always FALSE. */
gboolean lw_sql_set_error (LwSql   *sql,
                           GError **error);

/* Statements without parameters and results, separated by semicolons. */
gboolean lw_sql_exec (LwSql      *sql,
                      const char *text,
                      GError    **error);

/* Ready to bind, reset and cleared; NULL with @error set. */
LwStmt *lw_sql_get (LwSql   *sql,
                    LwSqlId  id,
                    GError **error);

/* The same for a place in the generated ones, which @make fills the first time. */
LwStmt *lw_sql_get_generated (LwSql *sql,
                              guint  slot,
                              char *(*make) (guint slot),
                              GError **error);

/* A statement of the moment; the caller finalises it. */
LwStmt *lw_sql_prepare (LwSql      *sql,
                        const char *text,
                        GError    **error);

/* TRUE while there is a row; FALSE at the end, or with @error set.  @error must
 * not be NULL: it is what tells the two apart. */
gboolean lw_sql_step (LwSql   *sql,
                      LwStmt  *stmt,
                      GError **error);

/* Runs a statement that yields no rows, and resets it. */
gboolean lw_sql_done (LwSql   *sql,
                      LwStmt  *stmt,
                      GError **error);
gboolean lw_sql_run (LwSql   *sql,
                     LwSqlId  id,
                     GError **error);

void lw_stmt_reset (LwStmt *stmt);

/* 0 becomes NULL: no row has that key. */
void lw_stmt_bind_key (LwStmt *stmt,
                       int     parameter,
                       gint64  key);
void lw_stmt_bind_id (LwStmt *stmt,
                      int     parameter,
                      LwId    id);

/* Borrowed until the statement is reset. */
void lw_stmt_bind_text (LwStmt     *stmt,
                        int         parameter,
                        const char *text);

/* A SHA-256 as 64 small hexadecimal digits, bytes in the table; NULL for NULL.
 * Text that is none must not come here. */
#define LW_SQL_HASH_BYTES 32

void  lw_stmt_bind_hash (LwStmt     *stmt,
                         int         parameter,
                         const char *digits);
char *lw_stmt_dup_hash (LwStmt *stmt,
                        int     column);

/* FALSE where the column is no id: the file was tampered with. */
gboolean lw_stmt_get_id (LwStmt *stmt,
                         int     column,
                         LwId   *id);

/* Borrowed until the next step; NULL for NULL. */
const char *lw_stmt_get_text (LwStmt *stmt,
                              int     column);

/* Always valid UTF-8, whatever is in the file; NULL for NULL. */
char *lw_stmt_dup_text (LwStmt *stmt,
                        int     column);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LwStmt, lw_stmt_reset)

G_END_DECLS

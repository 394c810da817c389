/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-cache.h"

#include "lw-sql.h"

#include <glib/gstdio.h>
#include <string.h>

/* Pictures of some 10 kB: room for 50,000 images.  Above it those that were put in
 * first go, an eighth at a time. */
#define PICTURES_MAX_BYTES (G_GINT64_CONSTANT (512) * 1024 * 1024)

/* A file of another number is thrown away: there is nothing to upgrade. */
#define CACHE_VERSION 1

/* What is lost with the power is computed again, so nothing waits for the disk. */
static const char settings[] = "PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF;"
                               "PRAGMA journal_size_limit = 16777216";

/* The size stands before the picture: it is read without its pages. */
static const char schema[] = "CREATE TABLE IF NOT EXISTS thumbnail ("
                             "key INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, n_bytes INTEGER NOT NULL,"
                             "file_size INTEGER NOT NULL, modified INTEGER NOT NULL,"
                             "picture BLOB NOT NULL) STRICT";

typedef enum
{
  MEASURE,
  GET,
  PUT,
  FIND_EVICTED,
  EVICT,
  N_STATEMENTS
} Statement;

/* clang-format off */
static const char *const statements[N_STATEMENTS] = {
  [MEASURE] = "SELECT ifnull(sum(n_bytes), 0) FROM thumbnail",
  [GET] = "SELECT picture FROM thumbnail WHERE path = ?1 AND file_size = ?2 AND modified = ?3",
  [PUT] = "INSERT OR REPLACE INTO thumbnail (path, n_bytes, file_size, modified, picture)"
          " VALUES (?1, ?2, ?3, ?4, ?5)",
  /* The key up to which there are at least that many bytes. */
  [FIND_EVICTED] = "SELECT key FROM (SELECT key, sum(n_bytes) OVER (ORDER BY key) AS upto FROM thumbnail)"
                   " WHERE upto >= ?1 ORDER BY key LIMIT 1",
  [EVICT] = "DELETE FROM thumbnail WHERE key <= ?1",
};
/* clang-format on */

struct _LwCache
{
  GMutex   mutex;
  gboolean is_open; /* FALSE: there is no file, and nothing is kept */
  LwSql    sql;
  LwStmt  *stmts[N_STATEMENTS];
  gint64   n_bytes; /* never less than all pictures together */
};

static void
disconnect (LwCache *self)
{
  if (!self->is_open)
    return;

  for (guint i = 0; i < N_STATEMENTS; i++)
    g_clear_pointer (&self->stmts[i], sqlite3_finalize);

  lw_sql_close (&self->sql);
  self->is_open = FALSE;
}

static gboolean
set_version (LwCache *self,
             GError **error)
{
  g_autofree char *text = g_strdup_printf ("PRAGMA user_version = %d", CACHE_VERSION);

  return lw_sql_exec (&self->sql, schema, error) && lw_sql_exec (&self->sql, text, error);
}

/* 0 is a new file. */
static gboolean
check_version (LwCache *self,
               GError **error)
{
  GError *local_error = NULL;
  gint64  version = -1;
  g_autoptr (LwStmt) stmt = lw_sql_get (&self->sql, LW_SQL_USER_VERSION, error);

  if (stmt == NULL)
    return FALSE;

  if (lw_sql_step (&self->sql, stmt, &local_error))
    version = sqlite3_column_int64 (stmt, 0);

  if (local_error == NULL && version != 0 && version != CACHE_VERSION)
    g_set_error_literal (&local_error, LW_ERROR, LW_ERROR_CORRUPT, "another version");

  if (local_error != NULL)
    g_propagate_error (error, local_error);

  return local_error == NULL;
}

static gboolean
prepare (LwCache *self,
         GError **error)
{
  GError *local_error = NULL;

  if (!lw_sql_exec (&self->sql, settings, error) || !check_version (self, error) || !set_version (self, error))
    return FALSE;

  for (guint i = 0; i < N_STATEMENTS; i++)
    if (!(self->stmts[i] = lw_sql_prepare (&self->sql, statements[i], error)))
      return FALSE;

  if (lw_sql_step (&self->sql, self->stmts[MEASURE], &local_error))
    self->n_bytes = sqlite3_column_int64 (self->stmts[MEASURE], 0);

  lw_stmt_reset (self->stmts[MEASURE]);

  if (local_error != NULL)
    g_propagate_error (error, local_error);

  return local_error == NULL;
}

static gboolean
connect_to_file (LwCache    *self,
                 const char *path,
                 GError    **error)
{
  g_autofree char *uri = lw_sql_make_uri (path, "mode=rwc");

  if (!lw_sql_open (&self->sql, uri, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, path, error))
    return FALSE;

  self->is_open = TRUE;

  if (prepare (self, error))
    return TRUE;

  disconnect (self);

  return FALSE;
}

static void
remove_files (const char *path)
{
  static const char *const suffixes[] = { "", "-wal", "-shm" };

  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *beside = g_strconcat (path, suffixes[i], NULL);

      g_unlink (beside);
    }
}

static char *
make_path (LwId project_id)
{
  char             id[LW_ID_TEXT_SIZE];
  g_autofree char *name = NULL;
  g_autofree char *folder = g_build_filename (g_get_user_cache_dir (), "labelwright", NULL);

  lw_id_to_text (project_id, id);
  name = g_strconcat (id, ".sqlite", NULL);

  /* Thumbnails show what may be nobody else's business.  Where the folder cannot
   * be made, the file cannot either. */
  g_mkdir_with_parents (folder, 0700);

  return g_build_filename (folder, name, NULL);
}

LwCache *
lw_cache_open (LwId project_id)
{
  g_autofree char *path = make_path (project_id);
  g_autoptr (GError) error = NULL;
  LwCache *self = g_new0 (LwCache, 1);

  g_mutex_init (&self->mutex);

  if (connect_to_file (self, path, &error))
    return self;

  /* In use by another process or on a full disk it is good as it is. */
  if (!g_error_matches (error, LW_ERROR, LW_ERROR_CORRUPT))
    {
      g_debug ("No cache: %s", error->message);
      return self;
    }

  g_debug ("Making the cache anew: %s", error->message);
  g_clear_error (&error);
  remove_files (path);

  if (!connect_to_file (self, path, &error))
    g_debug ("No cache: %s", error->message);

  return self;
}

void
lw_cache_close (LwCache *self)
{
  if (self == NULL)
    return;

  disconnect (self);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

/* Damage that shows only now: do without until the next start, which makes the
 * file anew.  Other trouble, such as a full disk, may pass. */
static void
give_up_if_damaged (LwCache *self,
                    GError  *error)
{
  g_debug ("The cache: %s", error->message);

  if (g_error_matches (error, LW_ERROR, LW_ERROR_CORRUPT))
    {
      g_autofree char *path = g_strdup (self->sql.name);

      disconnect (self);
      remove_files (path);
    }

  g_error_free (error);
}

static GBytes *
get_picture (LwCache    *self,
             const char *image_path,
             gint64      file_size,
             gint64      modified_us)
{
  GError *error = NULL;
  LwStmt *stmt = self->stmts[GET];
  GBytes *picture = NULL;

  lw_stmt_bind_text (stmt, 1, image_path);
  sqlite3_bind_int64 (stmt, 2, file_size);
  sqlite3_bind_int64 (stmt, 3, modified_us);

  if (lw_sql_step (&self->sql, stmt, &error))
    picture = g_bytes_new (sqlite3_column_blob (stmt, 0), (gsize) sqlite3_column_bytes (stmt, 0));

  lw_stmt_reset (stmt);

  if (error != NULL)
    give_up_if_damaged (self, error);

  return picture;
}

static gboolean
evict (LwCache *self,
       gint64   n_bytes,
       GError **error)
{
  GError *local_error = NULL;
  LwStmt *find = self->stmts[FIND_EVICTED];
  gint64  key = G_MAXINT64;

  sqlite3_bind_int64 (find, 1, n_bytes);

  if (lw_sql_step (&self->sql, find, &local_error))
    key = sqlite3_column_int64 (find, 0);

  lw_stmt_reset (find);

  if (local_error != NULL)
    {
      g_propagate_error (error, local_error);
      return FALSE;
    }

  sqlite3_bind_int64 (self->stmts[EVICT], 1, key);

  if (!lw_sql_done (&self->sql, self->stmts[EVICT], error))
    return FALSE;

  self->n_bytes -= n_bytes;

  return TRUE;
}

static gboolean
put_picture (LwCache    *self,
             const char *image_path,
             gint64      file_size,
             gint64      modified_us,
             GBytes     *picture,
             GError    **error)
{
  LwStmt       *stmt = self->stmts[PUT];
  gsize         n_bytes;
  gconstpointer data = g_bytes_get_data (picture, &n_bytes);

  if (self->n_bytes + (gint64) n_bytes > PICTURES_MAX_BYTES &&
      !evict (self, MAX (PICTURES_MAX_BYTES / 8, (gint64) n_bytes), error))
    return FALSE;

  lw_stmt_bind_text (stmt, 1, image_path);
  sqlite3_bind_int64 (stmt, 2, (gint64) n_bytes);
  sqlite3_bind_int64 (stmt, 3, file_size);
  sqlite3_bind_int64 (stmt, 4, modified_us);
  sqlite3_bind_blob64 (stmt, 5, data, n_bytes, SQLITE_STATIC);

  if (!lw_sql_done (&self->sql, stmt, error))
    return FALSE;

  /* One that replaces another is counted twice until the next start: the bound
   * holds, and nothing need be looked up. */
  self->n_bytes += (gint64) n_bytes;

  return TRUE;
}

GBytes *
lw_cache_get_thumbnail (LwCache    *self,
                        const char *image_path,
                        gint64      file_size,
                        gint64      modified_us)
{
  GBytes *picture = NULL;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (image_path != NULL, NULL);

  g_mutex_lock (&self->mutex);

  if (self->is_open)
    picture = get_picture (self, image_path, file_size, modified_us);

  g_mutex_unlock (&self->mutex);

  return picture;
}

void
lw_cache_put_thumbnail (LwCache    *self,
                        const char *image_path,
                        gint64      file_size,
                        gint64      modified_us,
                        GBytes     *picture)
{
  GError *error = NULL;

  g_return_if_fail (self != NULL);
  g_return_if_fail (image_path != NULL);
  g_return_if_fail (picture != NULL);

  g_mutex_lock (&self->mutex);

  if (self->is_open && g_bytes_get_size (picture) <= PICTURES_MAX_BYTES / 8 &&
      !put_picture (self, image_path, file_size, modified_us, picture, &error))
    give_up_if_damaged (self, error);

  g_mutex_unlock (&self->mutex);
}

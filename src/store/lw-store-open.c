/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-schema.h"
#include "lw-store-private.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Up to this size every page is looked at before a file is trusted: a tenth of a
 * second.  Larger ones are held to header, size and schema, which is what opening
 * needs; SQLite checks each page as it comes, and lw_store_check() all of them. */
#define QUICK_CHECK_MAX_BYTES (16 * 1024 * 1024)

/* The start of an SQLite file: https://www.sqlite.org/fileformat.html#the_database_header */
#define HEADER_SIZE 100

static gboolean
set_corrupt (const char *name,
             const char *why,
             GError    **error)
{
  g_set_error (error, LW_ERROR, LW_ERROR_CORRUPT, _ ("“%s” is not a Labelwright project: %s."), name, why);

  return FALSE;
}

static gboolean
set_too_new (const char *name,
             GError    **error)
{
  g_set_error (error, LW_ERROR, LW_ERROR_TOO_NEW,
               _ ("“%s” was made by a newer Labelwright: update this one to open it."), name);

  return FALSE;
}

static guint32
read_big_endian (const guint8 *bytes,
                 guint         n_bytes)
{
  guint32 value = 0;

  for (guint i = 0; i < n_bytes; i++)
    value = value << 8 | bytes[i];

  return value;
}

static gboolean
has_log (const char *path)
{
  g_autofree char *log = g_strconcat (path, "-wal", NULL);
  GStatBuf         info;

  return g_stat (log, &info) == 0 && info.st_size > 0;
}

/* What the first bytes say, before SQLite is let near the file. */
static gboolean
check_header (const char   *path,
              const char   *name,
              const guint8 *header,
              gint64        size,
              GError      **error)
{
  gint64 page_size;

  if (memcmp (header, "SQLite format 3", 16) != 0)
    return set_corrupt (name, _ ("it is some other kind of file"), error);

  if (read_big_endian (header + 68, 4) != LW_STORE_APPLICATION_ID)
    return set_corrupt (name, _ ("it is a database of another program"), error);

  if (read_big_endian (header + 60, 4) > lw_schema_get_version ())
    return set_too_new (name, error);

  page_size = read_big_endian (header + 16, 2);
  page_size = page_size == 1 ? 65536 : page_size;

  /* With a log beside it the file may be about to grow: SQLite knows. */
  if (!has_log (path) && size < page_size * read_big_endian (header + 28, 4))
    {
      g_set_error (error, LW_ERROR, LW_ERROR_CORRUPT,
                   _ ("“%s” is damaged: its end is missing. Restore it from a copy."), name);
      return FALSE;
    }

  return TRUE;
}

/* Read through SQLite's own file layer: closing a descriptor of our own would
 * drop the locks that another store in this process may hold on the file, and
 * the next program to come along would take the log away under it. */
static gboolean
read_header (const char *path,
             const char *name,
             guint8      header[HEADER_SIZE],
             gint64     *size,
             GError    **error)
{
  sqlite3_vfs     *vfs = sqlite3_vfs_find (NULL);
  sqlite3_file    *file = g_malloc0 ((gsize) vfs->szOsFile);
  sqlite3_filename vfs_name = sqlite3_create_filename (path, "", "", 0, NULL);
  sqlite3_int64    n_bytes = 0;
  gboolean         ok = TRUE;

  memset (header, 0, HEADER_SIZE);

  if (vfs->xOpen (vfs, vfs_name, file, SQLITE_OPEN_READONLY | SQLITE_OPEN_MAIN_DB, NULL) != SQLITE_OK)
    {
      g_set_error (error, LW_ERROR, LW_ERROR_FAILED, _ ("“%s” cannot be read: %s"), name, g_strerror (errno));
      ok = FALSE;
    }
  else if (file->pMethods->xFileSize (file, &n_bytes) != SQLITE_OK ||
           (n_bytes >= HEADER_SIZE && file->pMethods->xRead (file, header, HEADER_SIZE, 0) != SQLITE_OK))
    {
      g_set_error (error, LW_ERROR, LW_ERROR_FAILED, _ ("“%s” cannot be read."), name);
      ok = FALSE;
    }

  if (file->pMethods != NULL)
    file->pMethods->xClose (file);

  sqlite3_free_filename ((char *) vfs_name);
  g_free (file);
  *size = n_bytes;

  return ok;
}

static gboolean
check_file (const char *path,
            const char *name,
            gint64     *size,
            GError    **error)
{
  guint8   header[HEADER_SIZE];
  GStatBuf info;

  if (g_stat (path, &info) != 0)
    {
      g_set_error (error, LW_ERROR, errno == ENOENT || errno == ENOTDIR ? LW_ERROR_NOT_FOUND : LW_ERROR_FAILED,
                   "“%s”: %s", path, g_strerror (errno));
      return FALSE;
    }

  if (S_ISDIR (info.st_mode))
    return set_corrupt (name, _ ("it is a folder"), error);

  /* Opening a pipe or a device would wait or worse. */
  if (!S_ISREG (info.st_mode))
    return set_corrupt (name, _ ("it is no ordinary file"), error);

  if (info.st_size == 0)
    return set_corrupt (name, _ ("it is empty"), error);

  if (!read_header (path, name, header, size, error))
    return FALSE;

  return check_header (path, name, header, *size, error);
}

static gboolean
read_project_id (LwSql   *sql,
                 LwId    *id,
                 GError **error)
{
  GError *local_error = NULL;
  g_autoptr (LwStmt) stmt = lw_sql_get (sql, LW_SQL_PROJECT_ID, error);

  if (stmt == NULL)
    return FALSE;

  if (lw_sql_step (sql, stmt, &local_error) && lw_stmt_get_id (stmt, 0, id))
    return TRUE;

  if (local_error != NULL)
    g_propagate_error (error, local_error);
  else
    set_corrupt (sql->name, _ ("it has no identity"), error);

  return FALSE;
}

static gboolean
quick_check (LwSql   *sql,
             GError **error)
{
  GError  *local_error = NULL;
  gboolean ok = FALSE;
  LwStmt  *stmt = lw_sql_prepare (sql, "PRAGMA quick_check (1)", error);

  if (stmt == NULL)
    return FALSE;

  if (lw_sql_step (sql, stmt, &local_error))
    ok = g_strcmp0 (lw_stmt_get_text (stmt, 0), "ok") == 0;

  if (local_error != NULL)
    g_propagate_error (error, local_error);
  else if (!ok)
    g_set_error (error, LW_ERROR, LW_ERROR_CORRUPT, _ ("“%s” is damaged. Restore it from a copy."), sql->name);

  sqlite3_finalize (stmt);

  return ok;
}

static gboolean
vet_content (LwSql   *sql,
             gint64   size,
             guint   *version,
             GError **error)
{
  LwId id;

  if (!lw_schema_read_version (sql, version, error))
    return FALSE;

  if (*version > lw_schema_get_version ())
    return set_too_new (sql->name, error);

  if (*version == 0)
    return set_corrupt (sql->name, _ ("it was never finished"), error);

  return lw_schema_verify (sql, *version, error) &&
         (size > QUICK_CHECK_MAX_BYTES || quick_check (sql, error)) &&
         read_project_id (sql, &id, error);
}

/* As whom the file will be opened; access() asks about who started the program. */
static gboolean
can_write (const char *path)
{
  return faccessat (AT_FDCWD, path, W_OK, AT_EACCESS) == 0;
}

static gboolean
can_write_folder_of (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);

  return can_write (folder);
}

/* SQLite reads a log with the help of a second file, and can only say that it cannot open
 * something where it may not make that. */
static gboolean
check_log (const char *path,
           const char *name,
           GError    **error)
{
  g_autofree char *shared = g_strconcat (path, "-shm", NULL);

  if (!has_log (path) || g_file_test (shared, G_FILE_TEST_EXISTS) || can_write_folder_of (path))
    return TRUE;

  g_set_error (error, LW_ERROR, LW_ERROR_READ_ONLY,
               _ ("“%s” was not closed properly, and its last changes can only be read where its folder can be written to. "
                  "Copy it and “%s-wal” to a folder of your own, and open it there."),
               name, name);

  return FALSE;
}

/* A file that nobody has open is looked at as something that cannot change:
 * then SQLite makes no log and no lock beside it, whatever is wrong with it. */
static gboolean
vet (const char *path,
     const char *name,
     gint64      size,
     guint      *version,
     GError    **error)
{
  g_autofree char *uri = lw_sql_make_uri (path, has_log (path) ? "mode=ro" : "mode=ro&immutable=1");
  g_autofree char *shared = g_strconcat (path, "-shm", NULL);
  const gboolean   had_shared = g_file_test (shared, G_FILE_TEST_EXISTS);
  LwSql            sql;
  gboolean         ok;

  if (!lw_sql_open (&sql, uri, SQLITE_OPEN_READONLY, name, error))
    return FALSE;

  ok = vet_content (&sql, size, version, error);
  lw_sql_close (&sql);

  if (!ok && !had_shared)
    g_unlink (shared);

  return ok;
}

/* Read-only stores are opened for writing too where that is possible, with
 * writing switched off: only so does the last to close the file clean up beside
 * it.  Where it is not possible and there is no log, nobody can be writing. */
static char *
choose_uri (const char *path,
            gboolean    is_writable)
{
  if (is_writable)
    return lw_sql_make_uri (path, "mode=rw");

  return lw_sql_make_uri (path, has_log (path) ? "mode=ro" : "mode=ro&immutable=1");
}

static gboolean
prepare_connection (LwStore *self,
                    GError **error)
{
  /* A log that has grown with an import is cut back to 16 MB. */
  static const char settings[] = "PRAGMA synchronous = FULL;"
                                 "PRAGMA journal_size_limit = 16777216;"
                                 "PRAGMA cache_size = -16384;";

  if (!lw_sql_exec (&self->sql, settings, error))
    return FALSE;

  if (self->read_only_reason != NULL)
    return lw_sql_exec (&self->sql, "PRAGMA query_only = ON", error);

  return lw_sql_exec (&self->sql, "PRAGMA journal_mode = WAL", error);
}

static gboolean
connect_to_file (LwStore *self,
                 GError **error)
{
  g_autofree char *name = g_path_get_basename (self->path);
  const gboolean   is_writable = can_write (self->path) && can_write_folder_of (self->path);
  guint            version = 0;
  gint64           size = 0;

  if (!check_file (self->path, name, &size, error) || !check_log (self->path, name, error) ||
      !vet (self->path, name, size, &version, error))
    return FALSE;

  self->uri = choose_uri (self->path, is_writable);

  if (!lw_sql_open (&self->sql, self->uri, is_writable ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY, name, error) ||
      !prepare_connection (self, error))
    return FALSE;

  if (version < lw_schema_get_version ())
    {
      if (self->read_only_reason != NULL)
        {
          g_set_error (error, LW_ERROR, LW_ERROR_READ_ONLY,
                       _ ("“%s” is of an older version and cannot be upgraded: %s"), name, self->read_only_reason);
          return FALSE;
        }

      if (!lw_schema_migrate (&self->sql, version, error))
        return FALSE;
    }

  return read_project_id (&self->sql, &self->id, error);
}

/* Takes @lock and @reason. */
static LwStore *
open_store (const char *path,
            LwLock     *lock,
            char       *reason,
            GError    **error)
{
  g_autoptr (LwStore) self = g_new0 (LwStore, 1);

  self->path = g_strdup (path);
  self->lock = lock;
  self->read_only_reason = reason;

  if (!connect_to_file (self, error))
    return NULL;

  return g_steal_pointer (&self);
}

/* The lock belongs to the file, not to one of its names. */
static char *
resolve (const char *path)
{
  char *real = realpath (path, NULL);
  char *copy = g_strdup (real != NULL ? real : path);

  free (real);

  return copy;
}

LwStore *
lw_store_open (const char *path,
               GError    **error)
{
  g_autofree char *real = NULL;
  g_autofree char *name = NULL;
  LwLock          *lock = NULL;
  char            *reason = NULL;
  gint64           size;

  g_return_val_if_fail (path != NULL, NULL);

  real = resolve (path);
  name = g_path_get_basename (real);

  /* Before the lock: nothing is made beside a file that is not ours. */
  if (!check_file (real, name, &size, error))
    return NULL;

  if (!can_write (real))
    reason = g_strdup (_ ("The project file is write-protected: it can be looked at, not changed."));
  else
    lock = lw_lock_take (real, &reason);

  return open_store (real, lock, reason, error);
}

static LwStore *
open_read_only (const char *path,
                GError    **error)
{
  return open_store (path, NULL, g_strdup (_ ("The project was opened for reading only.")), error);
}

LwStore *
lw_store_open_read_only (const char *path,
                         GError    **error)
{
  g_autoptr (GError) too_old = NULL;
  g_autofree char *real = NULL;
  LwStore         *self;

  g_return_val_if_fail (path != NULL, NULL);

  real = resolve (path);
  self = open_read_only (real, &too_old);

  if (self == NULL && g_error_matches (too_old, LW_ERROR, LW_ERROR_READ_ONLY))
    {
      g_autoptr (LwStore) upgraded = lw_store_open (real, NULL);

      if (upgraded != NULL)
        {
          g_clear_pointer (&upgraded, lw_store_close);

          return open_read_only (real, error);
        }
    }

  if (too_old != NULL)
    g_propagate_error (error, g_steal_pointer (&too_old));

  return self;
}

static gboolean
write_new (const char *path,
           GError    **error)
{
  g_autofree char *uri = lw_sql_make_uri (path, "mode=rw");
  g_autofree char *name = g_path_get_basename (path);
  LwSql            sql;
  LwStmt          *stmt;
  gboolean         ok;

  if (!lw_sql_open (&sql, uri, SQLITE_OPEN_READWRITE, name, error))
    return FALSE;

  ok = lw_sql_exec (&sql, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL", error) &&
       lw_schema_migrate (&sql, 0, error) &&
       (stmt = lw_sql_get (&sql, LW_SQL_PROJECT_INSERT, error)) != NULL;

  if (ok)
    {
      lw_stmt_bind_id (stmt, 1, lw_id_new ());
      ok = lw_sql_done (&sql, stmt, error);
    }

  lw_sql_close (&sql);

  return ok;
}

static void
remove_all (const char *path)
{
  static const char *const suffixes[] = { "", "-wal", "-shm" };

  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *beside = g_strconcat (path, suffixes[i], NULL);

      g_unlink (beside);
    }
}

LwStore *
lw_store_create (const char *path,
                 GError    **error)
{
  LwStore *self;
  int      fd;

  g_return_val_if_fail (path != NULL, NULL);

  fd = g_open (path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);

  if (fd < 0)
    {
      const int code = errno == EEXIST ? LW_ERROR_EXISTS : errno == ENOSPC ? LW_ERROR_NO_SPACE
                                                       : errno == ENOENT   ? LW_ERROR_NOT_FOUND
                                                                           : LW_ERROR_FAILED;

      g_set_error (error, LW_ERROR, code, _ ("“%s” cannot be made: %s"), path, g_strerror (errno));
      return NULL;
    }

  close (fd);

  if (!write_new (path, error) || !(self = lw_store_open (path, error)))
    {
      remove_all (path);
      return NULL;
    }

  return self;
}

void
lw_store_close (LwStore *self)
{
  if (self == NULL)
    return;

  if (self->sql.db != NULL)
    {
      lw_store_rollback (self);
      lw_sql_close (&self->sql);
    }

  /* After the connection: what it writes last is still ours alone to write. */
  g_clear_pointer (&self->lock, lw_lock_release);

  lw_touched_set_clear (&self->touched);
  lw_touched_set_clear (&self->touching);
  g_free (self->read_only_reason);
  g_free (self->uri);
  g_free (self->path);
  g_free (self);
}

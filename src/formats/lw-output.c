/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-output.h"

#include "lw-error.h"
#include "lw-text-file.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Enough to tell JSON from anything else. */
#define HEAD_SIZE 256

struct _LwOutputFile
{
  char *path;
  char *part; /* NULL once committed */
  FILE *file;
};

struct _LwOutputFolder
{
  char *path;
  char *part; /* NULL once committed */
};

static gboolean
fail_errno (const char *path,
            int         number,
            GError    **error)
{
  if (number == ENOSPC || number == EDQUOT)
    g_set_error (error, LW_ERROR, LW_ERROR_NO_SPACE, _ ("%s: the disk is full; nothing was written"), path);
  else
    g_set_error (error, LW_ERROR, LW_ERROR_FAILED, _ ("%s cannot be written: %s"), path, g_strerror (number));

  return FALSE;
}

/* PARENT/.NAME.part-XXXXXX: beside the target, so that the rename is one. */
static char *
make_part_template (const char *path)
{
  g_autofree char *parent = g_path_get_dirname (path);
  g_autofree char *base = g_path_get_basename (path);
  g_autofree char *name = g_strdup_printf (".%s.part-XXXXXX", base);

  return g_build_filename (parent, name, NULL);
}

/* A link goes on pointing where it does: what it points at is replaced. */
static char *
dup_target (const char *path)
{
  char *real = g_file_test (path, G_FILE_TEST_IS_SYMLINK) ? realpath (path, NULL) : NULL;
  char *target = g_strdup (real != NULL ? real : path);

  free (real);

  return target;
}

static gboolean
is_empty_file (const char *path)
{
  GStatBuf info;

  return g_stat (path, &info) == 0 && S_ISREG (info.st_mode) && info.st_size == 0;
}

/* Whether a file is there may be asked before; what is in it nobody else asks.  A
 * rename would put labels in place of a project, of a picture, even of a device:
 * only what looks like such a file gives way. */
static gboolean
check_replaceable (const char *path,
                   const char *head_line,
                   GError    **error)
{
  g_autofree char *head = NULL;
  const char      *at;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return TRUE;

  if (g_file_test (path, G_FILE_TEST_IS_DIR))
    {
      g_set_error (error, LW_ERROR, LW_ERROR_EXISTS, _ ("%s is a folder; name a file"), path);
      return FALSE;
    }

  if ((head = lw_text_file_peek (path, HEAD_SIZE)) != NULL)
    {
      at = head + (g_str_has_prefix (head, "\xef\xbb\xbf") ? 3 : 0);
      at += strspn (at, " \t\r\n");

      if (head_line != NULL ? strncmp (at, head_line, MIN (strlen (head_line), strlen (at))) == 0
                            : *at == '{' || *at == '[')
        return TRUE;
      if (is_empty_file (path))
        return TRUE;
    }

  g_set_error (error, LW_ERROR, LW_ERROR_EXISTS, head_line != NULL ? _ ("%s is there already and is another kind of file; choose another name") : _ ("%s is there already and is no file of labels; choose another name"),
               path);

  return FALSE;
}

static LwOutputFile *
open_output (const char *path,
             const char *head_line,
             GError    **error)
{
  g_autoptr (LwOutputFile) self = g_new0 (LwOutputFile, 1);
  g_autofree char *target = dup_target (path);
  g_autofree char *part = make_part_template (target);
  int              fd;

  if (!check_replaceable (path, head_line, error))
    return NULL;

  fd = g_mkstemp_full (part, O_WRONLY | O_CLOEXEC, 0666);
  if (fd < 0)
    {
      fail_errno (path, errno, error);
      return NULL;
    }

  self->path = g_steal_pointer (&target);
  self->part = g_steal_pointer (&part);
  self->file = fdopen (fd, "wb");

  return g_steal_pointer (&self);
}

LwOutputFile *
lw_output_file_open (const char *path,
                     GError    **error)
{
  return open_output (path, NULL, error);
}

LwOutputFile *
lw_output_file_open_table (const char *path,
                           const char *head_line,
                           GError    **error)
{
  return open_output (path, head_line, error);
}

void
lw_output_file_free (LwOutputFile *self)
{
  if (self->file != NULL)
    fclose (self->file);

  if (self->part != NULL)
    g_unlink (self->part);

  g_free (self->part);
  g_free (self->path);
  g_free (self);
}

gboolean
lw_output_file_write (LwOutputFile *self,
                      GString      *text,
                      GError      **error)
{
  if (fwrite (text->str, 1, text->len, self->file) != text->len)
    return fail_errno (self->path, errno, error);

  g_string_truncate (text, 0);

  return TRUE;
}

gboolean
lw_output_file_commit (LwOutputFile *self,
                       GError      **error)
{
  FILE    *file = g_steal_pointer (&self->file);
  gboolean good = fflush (file) == 0 && fsync (fileno (file)) == 0;
  int      number = errno;

  if (fclose (file) != 0 && good)
    {
      good = FALSE;
      number = errno;
    }

  if (good && g_rename (self->part, self->path) != 0)
    {
      good = FALSE;
      number = errno;
    }

  if (!good)
    return fail_errno (self->path, number, error);

  g_clear_pointer (&self->part, g_free);

  return TRUE;
}

/* --- Folders --- */

static gboolean
is_empty_folder (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);

  return dir != NULL && g_dir_read_name (dir) == NULL;
}

LwOutputFolder *
lw_output_folder_open (const char *path,
                       GError    **error)
{
  g_autoptr (LwOutputFolder) self = g_new0 (LwOutputFolder, 1);
  g_autofree char *clean = g_canonicalize_filename (path, NULL);

  if (g_file_test (clean, G_FILE_TEST_EXISTS) && !is_empty_folder (clean))
    {
      g_set_error (error, LW_ERROR, LW_ERROR_EXISTS,
                   _ ("%s exists and is not an empty folder; name a new folder, nothing was written"), path);
      return NULL;
    }

  self->part = make_part_template (clean);
  self->path = g_steal_pointer (&clean);

  if (g_mkdtemp_full (self->part, 0777) == NULL)
    {
      g_clear_pointer (&self->part, g_free);
      fail_errno (path, errno, error);
      return NULL;
    }

  return g_steal_pointer (&self);
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR) && !g_file_test (child, G_FILE_TEST_IS_SYMLINK))
        remove_tree (child);
      else
        g_unlink (child);
    }

  g_rmdir (path);
}

void
lw_output_folder_free (LwOutputFolder *self)
{
  if (self->part != NULL)
    remove_tree (self->part);

  g_free (self->part);
  g_free (self->path);
  g_free (self);
}

/* Absolute path of a file to be, with the folders on the way to it. */
static char *
make_place (LwOutputFolder *self,
            const char     *name,
            GError        **error)
{
  g_autofree char *path = g_build_filename (self->part, name, NULL);
  g_autofree char *parent = g_path_get_dirname (path);

  if (g_mkdir_with_parents (parent, 0777) != 0)
    {
      fail_errno (self->path, errno, error);
      return NULL;
    }

  return g_steal_pointer (&path);
}

gboolean
lw_output_folder_write (LwOutputFolder *self,
                        const char     *name,
                        const char     *text,
                        gsize           len,
                        GError        **error)
{
  g_autofree char *path = make_place (self, name, error);
  FILE            *file;
  gboolean         good;

  if (path == NULL)
    return FALSE;

  file = g_fopen (path, "wbe");
  if (file == NULL)
    return fail_errno (self->path, errno, error);

  good = fwrite (text, 1, len, file) == len;
  good = fclose (file) == 0 && good;

  return good || fail_errno (self->path, errno, error);
}

gboolean
lw_output_folder_contains (LwOutputFolder *self,
                           const char     *name)
{
  g_autofree char *path = g_build_filename (self->part, name, NULL);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

gboolean
lw_output_folder_copy (LwOutputFolder *self,
                       const char     *name,
                       const char     *source,
                       GCancellable   *cancellable,
                       GError        **error)
{
  g_autofree char *path = make_place (self, name, error);
  g_autoptr (GFile) from = g_file_new_for_path (source);
  g_autoptr (GFile) to = NULL;
  g_autoptr (GError) local = NULL;

  if (path == NULL)
    return FALSE;

  to = g_file_new_for_path (path);
  if (g_file_copy (from, to, G_FILE_COPY_NONE, cancellable, NULL, NULL, &local))
    return TRUE;

  if (g_error_matches (local, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_propagate_error (error, g_steal_pointer (&local));
  else
    g_set_error (error, LW_ERROR,
                 g_error_matches (local, G_IO_ERROR, G_IO_ERROR_NO_SPACE) ? LW_ERROR_NO_SPACE : LW_ERROR_FAILED,
                 _ ("%s cannot be copied to the export: %s"), source, local->message);

  return FALSE;
}

gboolean
lw_output_folder_commit (LwOutputFolder *self,
                         GError        **error)
{
  if (g_rename (self->part, self->path) != 0)
    return fail_errno (self->path, errno, error);

  g_clear_pointer (&self->part, g_free);

  return TRUE;
}

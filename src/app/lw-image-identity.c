/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-image-identity.h"

#include "lw-error.h"
#include "lw-page-path.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

/* Cancelling waits for one of these. */
#define PIECE_BYTES (256 * 1024)

static void
set_error (const char *path,
           int         saved_errno,
           GError    **error)
{
  if (saved_errno == ENOENT || saved_errno == ENOTDIR)
    g_set_error (error, LW_ERROR, LW_ERROR_NOT_FOUND, _ ("The image “%s” is not there."), path);
  else
    g_set_error (error, LW_ERROR, LW_ERROR_FAILED, _ ("The image “%s” cannot be read: %s."), path,
                 g_strerror (saved_errno));
}

static gboolean
read_pieces (int              fd,
             const char      *path,
             LwImageIdentity *identity,
             GCancellable    *cancellable,
             GError         **error)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree guint8 *piece = g_malloc (PIECE_BYTES);
  ssize_t            n;

  identity->file_size = 0;

  do
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;

      if ((n = read (fd, piece, PIECE_BYTES)) > 0)
        {
          g_checksum_update (checksum, piece, n);
          identity->file_size += n;
        }
    }
  while (n > 0 || (n < 0 && errno == EINTR));

  if (n < 0)
    {
      set_error (path, errno, error);
      return FALSE;
    }

  g_strlcpy (identity->content_hash, g_checksum_get_string (checksum), sizeof identity->content_hash);

  return TRUE;
}

/* The file that was read last: a stack of a thousand pages is one file, and its pages are asked
 * for one after the other. */
static GMutex last_lock;
static struct
{
  struct stat     info;
  LwImageIdentity identity;
} last;

static gboolean
is_same_state (const struct stat *a,
               const struct stat *b)
{
  return a->st_dev == b->st_dev && a->st_ino == b->st_ino && a->st_size == b->st_size &&
         a->st_mtim.tv_sec == b->st_mtim.tv_sec && a->st_mtim.tv_nsec == b->st_mtim.tv_nsec &&
         a->st_ctim.tv_sec == b->st_ctim.tv_sec && a->st_ctim.tv_nsec == b->st_ctim.tv_nsec;
}

static gboolean
recall (const struct stat *info,
        LwImageIdentity   *identity)
{
  gboolean is_known;

  g_mutex_lock (&last_lock);

  if ((is_known = is_same_state (info, &last.info)))
    *identity = last.identity;

  g_mutex_unlock (&last_lock);

  return is_known;
}

static void
remember (const struct stat     *info,
          const LwImageIdentity *identity)
{
  g_mutex_lock (&last_lock);
  last.info = *info;
  last.identity = *identity;
  g_mutex_unlock (&last_lock);
}

gboolean
lw_image_identity_read (const char      *path,
                        LwImageIdentity *identity,
                        GCancellable    *cancellable,
                        GError         **error)
{
  int              page;
  g_autofree char *file = lw_page_path_split_file (path, &page);
  /* Not to wait for somebody at the other end of a pipe. */
  const int   fd = g_open (file, O_RDONLY | O_CLOEXEC | O_NONBLOCK, 0);
  struct stat info;
  gboolean    is_read = FALSE;

  if (fd < 0)
    {
      set_error (path, errno, error);
      return FALSE;
    }

  if (fstat (fd, &info) != 0)
    set_error (path, errno, error);
  else if (!S_ISREG (info.st_mode))
    g_set_error (error, LW_ERROR, LW_ERROR_FAILED, _ ("“%s” is no file that could be an image."), path);
  else if (page > 1 && recall (&info, identity))
    is_read = TRUE;
  else if ((is_read = read_pieces (fd, path, identity, cancellable, error)))
    remember (&info, identity);

  close (fd);

  return is_read;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-scratch.h"

#include "lw-error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/statvfs.h>
#include <sys/uio.h>
#include <unistd.h>

struct _LwScratch
{
  int      fd;
  char    *folder; /* for messages */
  guint64  n_bytes;
  gboolean is_claimed;
  guint8  *memory; /* NULL where it is not mapped */
};

/* Zeros are written in such pieces. */
#define PIECE_SIZE (1024 * 1024)

/* What is only looked at, in such pieces. */
#define LOOK_SIZE (32 * 1024)

static void
set_no_room (GError    **error,
             guint64     n_bytes,
             const char *folder,
             const char *why)
{
  g_autofree char *size = g_format_size (n_bytes);
  g_autofree char *name = g_filename_display_name (folder);

  /* Translators: a size, a folder, and what the system says, such as "No space left on device" */
  g_set_error (error, LW_ERROR, LW_ERROR_FAILED,
               _ ("there is no room for %s in %s (%s); make room there, and open the picture again"), size, name, why);
}

/* Without a name from the start, or, where the file system has no such files, from the very next
 * moment. */
static int
open_nameless (const char *folder)
{
  int              fd = open (folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  g_autofree char *name = NULL;

  if (fd >= 0)
    return fd;

  name = g_build_filename (folder, "picture-XXXXXX", NULL);

  if ((fd = g_mkstemp_full (name, O_RDWR | O_CLOEXEC, 0600)) >= 0)
    (void) g_unlink (name);

  return fd;
}

/* 0, or an error of the system. */
static int
claim (int       fd,
       guint64   n_bytes,
       gboolean *is_claimed)
{
  struct statvfs info;

  /* A picture that is looked at must not fill the disk. */
  if (fstatvfs (fd, &info) == 0 && n_bytes > (guint64) info.f_bavail * info.f_frsize / 2)
    return ENOSPC;

  if ((*is_claimed = fallocate (fd, 0, 0, (off_t) n_bytes) == 0))
    return 0;

  /* Not everywhere; then it is written in the hope that it goes on as it was. */
  if (errno != EOPNOTSUPP && errno != ENOSYS)
    return errno;

  return ftruncate (fd, (off_t) n_bytes) == 0 ? 0 : errno;
}

static LwScratch *
open_in (const char *folder,
         guint64     n_bytes,
         GError    **error)
{
  LwScratch *self;
  gboolean   is_claimed = FALSE;
  const int  fd = g_mkdir_with_parents (folder, 0700) == 0 ? open_nameless (folder) : -1;
  const int  problem = fd >= 0 ? claim (fd, n_bytes, &is_claimed) : errno;

  if (problem != 0)
    {
      set_no_room (error, n_bytes, folder, g_strerror (problem));

      if (fd >= 0)
        close (fd);

      return NULL;
    }

  self = g_new0 (LwScratch, 1);
  self->fd = fd;
  self->folder = g_strdup (folder);
  self->n_bytes = n_bytes;
  self->is_claimed = is_claimed;

  return self;
}

LwScratch *
lw_scratch_new (guint64  n_bytes,
                GError **error)
{
  g_autofree char *folder = g_build_filename (g_get_user_cache_dir (), "labelwright", NULL);
  LwScratch       *self = open_in (folder, n_bytes, error);

  /* The cache folder is the one to speak of where neither will do: the other is often memory. */
  if (self == NULL && (self = open_in (g_get_tmp_dir (), n_bytes, NULL)) != NULL)
    g_clear_error (error);

  return self;
}

void
lw_scratch_free (LwScratch *self)
{
  if (self->memory != NULL)
    munmap (self->memory, self->n_bytes);

  close (self->fd);
  g_free (self->folder);
  g_free (self);
}

gboolean
lw_scratch_write (LwScratch    *self,
                  guint64       offset,
                  gconstpointer from,
                  gsize         n,
                  GError      **error)
{
  const guint8 *at = from;

  while (n > 0)
    {
      const gssize written = pwrite (self->fd, at, n, (off_t) offset);

      if (written < 0 && errno == EINTR)
        continue;

      if (written <= 0)
        {
          set_no_room (error, n, self->folder, g_strerror (written < 0 ? errno : ENOSPC));
          return FALSE;
        }

      at += written;
      offset += written;
      n -= written;
    }

  return TRUE;
}

gboolean
lw_scratch_read (LwScratch *self,
                 guint64    offset,
                 gpointer   to,
                 gsize      n)
{
  guint8 *at = to;

  while (n > 0)
    {
      const gssize got = pread (self->fd, at, n, (off_t) offset);

      if (got < 0 && errno == EINTR)
        continue;

      if (got <= 0)
        {
          memset (at, 0, n);
          return FALSE;
        }

      at += got;
      offset += got;
      n -= got;
    }

  return TRUE;
}

gboolean
lw_scratch_is_at_hand (LwScratch *self,
                       guint64    offset,
                       gsize      n)
{
  guint8 sink[LOOK_SIZE];

  for (gsize done = 0; done < n;)
    {
      struct iovec into = { sink, MIN (n - done, sizeof sink) };
      const gssize got = preadv2 (self->fd, &into, 1, (off_t) (offset + done), RWF_NOWAIT);

      if (got > 0)
        {
          done += got;
          continue;
        }

      if (got < 0 && errno == EINTR)
        continue;

      /* Not every file system can say; then it is as good as there. */
      if (got == 0 || errno != EAGAIN)
        return TRUE;

      (void) posix_fadvise (self->fd, (off_t) (offset + done), (off_t) (n - done), POSIX_FADV_WILLNEED);

      return FALSE;
    }

  return TRUE;
}

void
lw_scratch_forget (LwScratch *self)
{
  (void) fdatasync (self->fd);
  (void) posix_fadvise (self->fd, 0, 0, POSIX_FADV_DONTNEED);
}

/* Where room has only been promised: the kernel has no other way to say that there is none than to
 * end the program. */
static gboolean
fill (LwScratch *self,
      GError   **error)
{
  g_autofree guint8 *zeros = g_malloc0 (PIECE_SIZE);

  for (guint64 at = 0; at < self->n_bytes && !self->is_claimed; at += PIECE_SIZE)
    if (!lw_scratch_write (self, at, zeros, MIN (PIECE_SIZE, self->n_bytes - at), error))
      return FALSE;

  self->is_claimed = TRUE;

  return TRUE;
}

guint8 *
lw_scratch_map (LwScratch *self,
                GError   **error)
{
  void *memory;

  g_return_val_if_fail (self->memory == NULL, NULL);

  if (!fill (self, error))
    return NULL;

  memory = mmap (NULL, self->n_bytes, PROT_READ | PROT_WRITE, MAP_SHARED, self->fd, 0);

  if (memory == MAP_FAILED)
    {
      set_no_room (error, self->n_bytes, self->folder, g_strerror (errno));
      return NULL;
    }

  self->memory = memory;

  return memory;
}

void
lw_scratch_set_aside (LwScratch *self)
{
  if (self->memory != NULL)
    (void) madvise (self->memory, self->n_bytes, MADV_DONTNEED);
}

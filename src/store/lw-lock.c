/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-lock.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

struct _LwLock
{
  char *path;
  int   fd;
};

static char *
explain (int number)
{
  switch (number)
    {
    case EACCES:
    case EPERM:
    case EROFS:
      return g_strdup (_ ("The project is in a folder that cannot be written: it can be looked at, not changed."));

    case EAGAIN:
      return g_strdup (_ ("The project is open in another window or program: here it can be looked at, not changed."));

    case ENOSPC:
    case EDQUOT:
      return g_strdup (_ ("The disk is full: the project can be looked at, not changed."));

    default:
      return g_strdup_printf (_ ("The project cannot be locked (%s): it can be looked at, not changed."),
                              g_strerror (number));
    }
}

/* 0, or the errno.  A lock of the open file description: unlike the older kind
 * it also tells two stores of one process apart, and outlives other closes. */
static int
lock_fd (int fd)
{
  struct flock whole = { .l_type = F_WRLCK, .l_whence = SEEK_SET };

  if (fcntl (fd, F_OFD_SETLK, &whole) == 0)
    return 0;

  return errno == EACCES ? EAGAIN : errno;
}

/* Whoever had the lock may have removed the file between our open and our lock;
 * then what we hold is a file that nobody else will find. */
static gboolean
is_still_there (int         fd,
                const char *path)
{
  struct stat ours, theirs;

  return fstat (fd, &ours) == 0 && stat (path, &theirs) == 0 &&
         ours.st_dev == theirs.st_dev && ours.st_ino == theirs.st_ino;
}

LwLock *
lw_lock_take (const char *project_path,
              char      **reason)
{
  g_autofree char *path = g_strconcat (project_path, "-lock", NULL);

  for (;;)
    {
      const int fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
      int       number = fd >= 0 ? lock_fd (fd) : errno;
      LwLock   *self;

      if (number != 0)
        {
          if (fd >= 0)
            close (fd);

          *reason = explain (number);
          return NULL;
        }

      if (!is_still_there (fd, path))
        {
          close (fd);
          continue;
        }

      self = g_new0 (LwLock, 1);
      self->path = g_steal_pointer (&path);
      self->fd = fd;

      return self;
    }
}

void
lw_lock_release (LwLock *self)
{
  if (self == NULL)
    return;

  /* Removed while it is still held: see is_still_there(). */
  g_unlink (self->path);
  close (self->fd);
  g_free (self->path);
  g_free (self);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-decode-private.h"

#include "lw-error.h"
#include "lw-page-path.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Often enough to see that something happens, seldom enough to cost nothing. */
#define PREVIEW_INTERVAL_US (250 * 1000)
#define REPORT_INTERVAL_US (100 * 1000)

static void
set_error_from_errno (GError    **error,
                      int         code,
                      const char *path)
{
  g_autofree char *name = g_filename_display_name (path);

  switch (code)
    {
    case ENOENT:
    case ENOTDIR:
      g_set_error (error, LW_ERROR, LW_ERROR_NOT_FOUND,
                   _ ("%s is not there: it was moved, renamed or deleted"), name);
      break;
    case EACCES:
    case EPERM:
      g_set_error (error, LW_ERROR, LW_ERROR_FAILED,
                   _ ("%s cannot be opened: you are not allowed to read it"), name);
      break;
    default:
      g_set_error (error, LW_ERROR, LW_ERROR_FAILED, _ ("%s cannot be read: %s"),
                   name, g_strerror (code));
    }
}

static gboolean
check_kind (const char        *path,
            const struct stat *info,
            GError           **error)
{
  g_autofree char *name = NULL;

  if (S_ISREG (info->st_mode) && info->st_size > 0)
    return TRUE;

  name = g_filename_display_basename (path);

  if (S_ISDIR (info->st_mode))
    g_set_error (error, LW_ERROR, LW_ERROR_INVALID, _ ("%s is a folder, not a picture"), name);
  else if (S_ISREG (info->st_mode))
    g_set_error (error, LW_ERROR, LW_ERROR_INVALID, _ ("%s is empty: the file has no content"), name);
  else
    g_set_error (error, LW_ERROR, LW_ERROR_INVALID,
                 _ ("%s is a device or a pipe, not a picture file"), name);

  return FALSE;
}

/* A descriptor, or -1.  Looks before it opens, because opening alone can start
 * a device; and again after it, because the name may have changed hands.
 * O_NONBLOCK: a pipe must not wait for its writer. */
static int
open_file (const char *path,
           guint64    *size,
           GError    **error)
{
  struct stat info;
  int         fd = -1;

  if (stat (path, &info) < 0)
    {
      set_error_from_errno (error, errno, path);
      return -1;
    }

  if (!check_kind (path, &info, error))
    return -1;

  fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

  if (fd < 0 || fstat (fd, &info) < 0)
    set_error_from_errno (error, errno, path);
  else if (check_kind (path, &info, error))
    {
      *size = info.st_size;
      return fd;
    }

  if (fd >= 0)
    close (fd);

  return -1;
}

gboolean
lw_decode_job_init (LwDecodeJob  *self,
                    const char   *path,
                    GCancellable *cancellable,
                    GError      **error)
{
  *self = (LwDecodeJob){ .fd = -1, .cancellable = cancellable, .memory_max = LW_DECODE_MEMORY_MAX };

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;

  self->file = lw_page_path_split_file (path, &self->page);
  self->name = g_filename_display_basename (path);
  self->fd = open_file (self->file, &self->size, error);

  return self->fd >= 0;
}

void
lw_decode_job_clear (LwDecodeJob *self)
{
  g_clear_pointer (&self->file, g_free);
  g_clear_pointer (&self->name, g_free);

  if (self->fd >= 0)
    close (self->fd);

  self->fd = -1;
}

gsize
lw_decode_job_read (LwDecodeJob *self,
                    void        *to,
                    gsize        n)
{
  gsize n_read = 0;

  while (n_read < n && !g_cancellable_is_cancelled (self->cancellable))
    {
      const gssize got = pread (self->fd, (guint8 *) to + n_read, MIN (n - n_read, LW_DECODE_CHUNK_SIZE),
                                (off_t) self->position);

      if (got < 0 && errno == EINTR)
        continue;

      if (got <= 0)
        {
          self->is_cut_off |= got == 0;
          break;
        }

      n_read += got;
      self->position += got;
    }

  return n_read;
}

/* --- Refusals --- */

gboolean
lw_decode_job_check_size (LwDecodeJob *self,
                          gint64       width_px,
                          gint64       height_px,
                          GError     **error)
{
  if (width_px <= G_MAXINT && height_px <= G_MAXINT && width_px * height_px <= LW_DECODE_PIXELS_MAX)
    return TRUE;

  g_set_error (error, LW_ERROR, LW_ERROR_INVALID,
               _ ("%s is too large: %" PRId64 " × %" PRId64 " pixels, where all together may be %" PRId64 "; "
                  "cut it into tiles first"),
               self->name, width_px, height_px, LW_DECODE_PIXELS_MAX);

  return FALSE;
}

gboolean
lw_decode_job_check_memory (LwDecodeJob *self,
                            gint64       width_px,
                            gint64       height_px,
                            guint64      n_bytes,
                            GError     **error)
{
  const guint64 have = (guint64) sysconf (_SC_PHYS_PAGES) * (guint64) sysconf (_SC_PAGESIZE);

  if (!lw_decode_job_check_size (self, width_px, height_px, error))
    return FALSE;

  if (n_bytes <= have / 2)
    return TRUE;

  lw_decode_job_set_no_memory (self, width_px, height_px, error);

  return FALSE;
}

void
lw_decode_job_set_cut_off (LwDecodeJob *self,
                           GError     **error)
{
  g_set_error (error, LW_ERROR, LW_ERROR_INVALID,
               _ ("%s is cut off: the end of the picture is missing; copy it again from where it came"), self->name);
}

void
lw_decode_job_set_no_memory (LwDecodeJob *self,
                             gint64       width_px,
                             gint64       height_px,
                             GError     **error)
{
  g_set_error (error, LW_ERROR, LW_ERROR_FAILED,
               _ ("%s needs more memory than there is: %" PRId64 " × %" PRId64 " pixels"),
               self->name, width_px, height_px);
}

void
lw_decode_job_set_no_disk (LwDecodeJob  *self,
                           const GError *cause,
                           GError      **error)
{
  /* Translators: the name of a picture, and a sentence that begins "there is no room for 600 MB in" */
  g_set_error (error, LW_ERROR, LW_ERROR_FAILED, _ ("%s is too large for memory, and cannot be kept on the disk: %s"),
               self->name, cause->message);
}

void
lw_decode_job_set_damaged (LwDecodeJob *self,
                           const char  *why,
                           GError     **error)
{
  g_autofree char *line = g_strdelimit (g_utf8_make_valid (why, -1), "\r\n", ' ');

  g_set_error (error, LW_ERROR, LW_ERROR_INVALID, _ ("%s is damaged: %s"), self->name, line);
}

void
lw_decode_job_set_unsupported (LwDecodeJob *self,
                               const char  *what,
                               GError     **error)
{
  g_set_error (error, LW_ERROR, LW_ERROR_INVALID,
               _ ("%s is a picture of a kind that cannot be opened here: %s; save it in another way"),
               self->name, what);
}

void
lw_decode_job_set_failed (LwDecodeJob *self,
                          const char  *why,
                          GError     **error)
{
  if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
    return;

  if (self->is_cut_off)
    lw_decode_job_set_cut_off (self, error);
  else
    lw_decode_job_set_damaged (self, why, error);
}

/* --- Previews --- */

gboolean
lw_decode_job_wants_preview (LwDecodeJob *self,
                             gint64       width_px,
                             gint64       height_px)
{
  return self->preview != NULL && width_px * height_px > LW_DECODE_LARGE_PIXELS;
}

void
lw_decode_job_show_preview (LwDecodeJob *self,
                            LwPixels    *pixels)
{
  if (lw_pixels_add_levels (pixels, self->cancellable))
    self->preview (pixels, self->watch_data);

  lw_pixels_unref (pixels);
}

int
lw_decode_find_preview_step (const LwPixelsSource *source)
{
  return (MAX (source->width_px, source->height_px) + LW_DECODE_PREVIEW_EDGE_PX - 1) / LW_DECODE_PREVIEW_EDGE_PX;
}

int
lw_decode_job_get_step (LwDecodeJob *self,
                        int          width_px,
                        int          height_px)
{
  /* So many more than wanted that halving, which averages, does the rest. */
  const int spare = 6;

  return self->edge_px > 0 ? MAX (1, MAX (width_px, height_px) / (self->edge_px * spare)) : 1;
}

void
lw_decode_thin_row (guint8       *to,
                    const guint8 *from,
                    int           n,
                    gsize         size,
                    int           step)
{
  for (int x = 0; x < n; x += step, from += size * step, to += size)
    memcpy (to, from, size);
}

LwPixels *
lw_pixels_thin_out (const LwPixelsSource *source,
                    gboolean              has_alpha,
                    int                   step)
{
  const int          n_channels = lw_pixels_format_get_n_channels (source->format);
  const gsize        size = lw_pixels_format_get_size (source->format);
  const int          number_size = (int) size / n_channels;
  const gsize        from_size = size + (has_alpha ? (gsize) number_size : 0);
  LwPixelsSource     thin = *source;
  g_autofree guint8 *row = NULL;

  thin.width_px = (source->width_px + step - 1) / step;
  thin.height_px = (source->height_px + step - 1) / step;
  thin.stride = size * thin.width_px;
  thin.data = g_malloc (thin.stride * thin.height_px);
  thin.owner = thin.data;
  thin.owner_free = g_free;
  row = g_malloc (from_size * thin.width_px);

  for (int y = 0; y < thin.height_px; y++)
    {
      lw_decode_thin_row (row, source->data + (gsize) y * step * source->stride, source->width_px, from_size, step);

      if (has_alpha)
        lw_decode_flatten_row (thin.data + y * thin.stride, row, thin.width_px, n_channels, number_size);
      else
        memcpy (thin.data + y * thin.stride, row, thin.stride);
    }

  return lw_pixels_new_take (&thin);
}

gboolean
lw_decode_progress_is_due (LwDecodeProgress *self)
{
  const gint64 now_us = g_get_monotonic_time ();

  if (self->last_us == 0)
    self->last_us = now_us;

  if (now_us - self->last_us < PREVIEW_INTERVAL_US)
    return FALSE;

  self->last_us = now_us;

  return TRUE;
}

void
lw_decode_job_report (LwDecodeJob *self,
                      double       part)
{
  const gint64 now_us = self->progress != NULL ? g_get_monotonic_time () : 0;

  if (now_us - self->reported_us < REPORT_INTERVAL_US)
    return;

  self->reported_us = now_us;
  self->progress (CLAMP (part, 0, 1), self->watch_data);
}

void
lw_decode_job_rows_done (LwDecodeJob          *self,
                         LwDecodeProgress     *progress,
                         const LwPixelsSource *source,
                         int                   n_rows)
{
  lw_decode_job_report (self, (double) n_rows / source->height_px);

  if (n_rows < source->height_px && lw_decode_job_wants_preview (self, source->width_px, source->height_px) &&
      lw_decode_progress_is_due (progress))
    lw_decode_job_show_preview (self, lw_pixels_thin_out (source, FALSE, lw_decode_find_preview_step (source)));
}

/* --- Transparency --- */

static void
flatten_row_16 (guint16       *to,
                const guint16 *from,
                int            n,
                int            n_channels)
{
  for (int i = 0; i < n; i++, from += n_channels + 1, to += n_channels)
    {
      const guint alpha = from[n_channels];

      for (int c = 0; c < n_channels; c++)
        to[c] = (guint16) lw_decode_on_white (from[c], alpha, 65535);
    }
}

void
lw_decode_flatten_row (guint8       *to,
                       const guint8 *from,
                       int           n,
                       int           n_channels,
                       int           number_size)
{
  if (number_size == 2)
    {
      flatten_row_16 ((guint16 *) (gpointer) to, (const guint16 *) (gconstpointer) from, n, n_channels);
      return;
    }

  for (int i = 0; i < n; i++, from += n_channels + 1, to += n_channels)
    {
      const guint alpha = from[n_channels];

      for (int c = 0; c < n_channels; c++)
        to[c] = (guint8) lw_decode_on_white (from[c], alpha, 255);
    }
}

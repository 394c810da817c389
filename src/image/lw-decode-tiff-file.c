/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-decode-tiff-private.h"

/* --- What libtiff calls --- */

G_GNUC_PRINTF (4, 0)
static int
error_cb (TIFF       *tiff,
          void       *data,
          const char *module,
          const char *format,
          va_list     arguments)
{
  LwTiff *self = data;

  if (self->message == NULL)
    self->message = g_strdup_vprintf (format, arguments);

  return 1;
}

/* Unknown tags and the like: handled, so that nothing comes to the terminal. */
G_GNUC_PRINTF (4, 0)
static int
warning_cb (TIFF       *tiff,
            void       *data,
            const char *module,
            const char *format,
            va_list     arguments)
{
  return 1;
}

static tmsize_t
read_cb (thandle_t handle,
         void     *to,
         tmsize_t  n)
{
  return (tmsize_t) lw_decode_job_read (((LwTiff *) handle)->job, to, (gsize) n);
}

static tmsize_t
write_cb (thandle_t handle,
          void     *from,
          tmsize_t  n)
{
  return 0;
}

static toff_t
seek_cb (thandle_t handle,
         toff_t    offset,
         int       whence)
{
  LwDecodeJob *job = ((LwTiff *) handle)->job;

  switch (whence)
    {
    case SEEK_CUR:
      job->position += offset;
      break;
    case SEEK_END:
      job->position = job->size + offset;
      break;
    default:
      job->position = offset;
      break;
    }

  job->position = MIN (job->position, G_MAXINT64);

  return job->position;
}

static int
close_cb (thandle_t handle)
{
  return 0;
}

static toff_t
size_cb (thandle_t handle)
{
  return ((LwTiff *) handle)->job->size;
}

static int
map_cb (thandle_t handle,
        void    **base,
        toff_t   *size)
{
  LwTiff *self = handle;

  *base = self->bytes;
  *size = self->job->size;

  return self->bytes != NULL;
}

static void
unmap_cb (thandle_t handle,
          void     *base,
          toff_t    size)
{
}

/* --- Opening --- */

gboolean
lw_tiff_open (LwTiff  *self,
              guint64  offset,
              GError **error)
{
  TIFFOpenOptions *options = TIFFOpenOptionsAlloc ();

  TIFFOpenOptionsSetMaxSingleMemAlloc (options, LW_TIFF_PIECE_MAX);
  TIFFOpenOptionsSetErrorHandlerExtR (options, error_cb, self);
  TIFFOpenOptionsSetWarningHandlerExtR (options, warning_cb, self);
  self->job->position = 0;

  /* h: no directory yet.  O: places of strips only when asked for, so that a directory that
   * claims a billion of them costs nothing.  m: not mapped, as a file that shrinks would kill; a
   * copy does not shrink. */
  self->tiff = TIFFClientOpenExt (self->job->name, self->bytes != NULL ? "rhO" : "rmhO", self, read_cb, write_cb, seek_cb,
                                  close_cb, size_cb, map_cb, unmap_cb, options);
  TIFFOpenOptionsFree (options);

  if (self->tiff != NULL && TIFFSetSubDirectory (self->tiff, offset))
    return TRUE;

  lw_tiff_set_failed (self, error);

  return FALSE;
}

gboolean
lw_tiff_copy (LwTiff  *self,
              GError **error)
{
  LwDecodeJob *job = self->job;
  g_autoptr (GError) cause = NULL;
  g_autofree guint8 *chunk = g_malloc (LW_DECODE_CHUNK_SIZE);

  g_clear_pointer (&self->tiff, TIFFClose);
  self->copy = lw_scratch_new (job->size, &cause);
  job->position = 0;

  while (cause == NULL && job->position < job->size)
    {
      const guint64 at = job->position;
      const gsize   n = lw_decode_job_read (job, chunk, MIN (LW_DECODE_CHUNK_SIZE, job->size - at));

      if (n == 0)
        {
          lw_tiff_set_failed (self, error);
          return FALSE;
        }

      lw_scratch_write (self->copy, at, chunk, n, &cause);
    }

  if (cause == NULL)
    self->bytes = lw_scratch_map (self->copy, &cause);

  if (cause == NULL)
    return TRUE;

  lw_decode_job_set_no_disk (job, cause, error);

  return FALSE;
}

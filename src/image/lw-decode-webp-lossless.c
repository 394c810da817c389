/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-decode-rows.h"
#include "lw-decode-webp-private.h"
#include "lw-webp-lossless.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct
{
  LwDecodeJob       *job;
  const LwWebpFrame *frame;
  guint64            end; /* of the payload in the file */
  LwDecodeRows       rows;
  int                step; /* one row and pixel of so many is kept */
  GError            *error;
} Lossless;

static void
lossless_clear (Lossless *self)
{
  lw_decode_rows_clear (&self->rows);
  g_clear_error (&self->error);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Lossless, lossless_clear)

static gboolean
find_payload (Lossless *self)
{
  LwDecodeJob *job = self->job;
  guint64      length;

  if (!lw_decode_webp_find_chunk (job, self->frame->start, self->frame->end, "VP8L", &length))
    return FALSE;

  job->position += LW_WEBP_CHUNK_HEAD;
  self->end = job->position + length;

  return TRUE;
}

static gsize
read_cb (gpointer data,
         guint8  *to,
         gsize    n)
{
  Lossless *self = data;

  return lw_decode_job_read (self->job, to, MIN (n, self->end - MIN (self->end, self->job->position)));
}

static void
put_pixels (const Lossless *self,
            guint8         *to,
            const guint32  *row,
            int             n)
{
  for (int i = 0; i < n; i += self->step, to += 3)
    {
      const guint alpha = self->frame->has_alpha ? row[i] >> 24 : 255;

      for (int c = 0; c < 3; c++)
        to[c] = (guint8) (alpha == 255 ? row[i] >> (16 - 8 * c) : lw_decode_on_white (row[i] >> (16 - 8 * c) & 0xff, alpha, 255));
    }
}

static gboolean
row_cb (gpointer       data,
        int            y,
        const guint32 *row)
{
  Lossless          *self = data;
  const LwWebpFrame *frame = self->frame;
  const int          n = MIN (frame->width_px, frame->canvas_width_px - frame->x_px);
  const int          at = (frame->y_px + y) / self->step;

  if (y % self->step == 0 && n > 0 && at < self->rows.source.height_px)
    put_pixels (self, lw_decode_rows_at (&self->rows, at) + (gsize) frame->x_px * 3, row, n);

  return !g_cancellable_is_cancelled (self->job->cancellable) &&
         lw_decode_rows_done (&self->rows, MIN (at + 1, self->rows.source.height_px), &self->error);
}

static gboolean
take_memory (Lossless *self,
             GError  **error)
{
  const LwWebpFrame *frame = self->frame;
  LwPixelsSource    *source = &self->rows.source;

  self->step = frame->is_part ? 1 : lw_decode_job_get_step (self->job, frame->width_px, frame->height_px);
  self->rows.job = self->job;
  source->format = LW_PIXELS_RGB_8;
  source->orientation = frame->orientation;
  source->width_px = (frame->canvas_width_px + self->step - 1) / self->step;
  source->height_px = (frame->canvas_height_px + self->step - 1) / self->step;

  return lw_decode_rows_take_memory (&self->rows, frame->canvas_width_px, frame->canvas_height_px, 0, error);
}

/* What a frame does not cover. */
static void
fill_canvas (Lossless *self)
{
  for (int y = 0; self->frame->is_part && y < self->rows.source.height_px; y++)
    memset (lw_decode_rows_at (&self->rows, y), 255, self->rows.source.stride);
}

static void
set_failed (Lossless    *self,
            LwWebpStatus status,
            GError     **error)
{
  LwDecodeJob *job = self->job;

  if (self->error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&self->error));
      return;
    }

  if (status == LW_WEBP_TOO_MUCH_MEMORY)
    {
      lw_decode_job_set_no_memory (job, self->frame->width_px, self->frame->height_px, error);
      return;
    }

  job->is_cut_off = status == LW_WEBP_CUT_OFF;
  lw_decode_job_set_failed (job, _ ("its content is not that of a WebP picture"), error);
}

LwPixels *
lw_decode_webp_lossless (LwDecodeJob       *job,
                         const LwWebpFrame *frame,
                         GError           **error)
{
  g_auto (Lossless) self = { .job = job, .frame = frame };
  LwWebpStatus status = LW_WEBP_CUT_OFF;

  if (!take_memory (&self, error))
    return NULL;

  fill_canvas (&self);

  if (find_payload (&self))
    status = lw_webp_lossless_decode (frame->width_px, frame->height_px, TRUE, read_cb, row_cb, &self);

  if (status == LW_WEBP_DONE)
    return lw_decode_rows_finish (&self.rows, error);

  set_failed (&self, status, error);

  return NULL;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-decode-webp-private.h"
#include "lw-webp-lossless.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* RFC 9649, 2.7.1.2: how each number was written as what it is more than others. */
enum
{
  FILTER_NONE,
  FILTER_LEFT,
  FILTER_ABOVE,
  FILTER_GRADIENT
};

enum
{
  COMPRESSION_NONE,
  COMPRESSION_LOSSLESS
};

typedef struct
{
  LwDecodeJob       *job;
  const LwWebpAlpha *alpha;
  guint64            end; /* of the payload in the file */
  int                filter;

  guint8 *row, *above; /* unfiltered; what is above the first row is not looked at */

  /* Of the row of colours that is being averaged. */
  int      to_y;
  guint64 *sums;
  guint32 *counts;
} Alpha;

static void
alpha_clear (Alpha *self)
{
  g_free (self->row);
  g_free (self->above);
  g_free (self->sums);
  g_free (self->counts);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Alpha, alpha_clear)

/* --- Rows --- */

static inline guint8
predict (const Alpha *self,
         int          x,
         int          y)
{
  const guint8 *row = self->row, *above = self->above;

  if (self->filter == FILTER_NONE || (x == 0 && y == 0))
    return 0;

  /* The first row and the first column have neighbours in one direction only. */
  if (y == 0)
    return row[x - 1];

  if (x == 0 || self->filter == FILTER_ABOVE)
    return above[x];

  return self->filter == FILTER_LEFT ? row[x - 1] : (guint8) CLAMP (row[x - 1] + above[x] - above[x - 1], 0, 255);
}

/* Turns sums into a row that is laid on white. */
static void
flush_sums (Alpha *self)
{
  const LwWebpAlpha *alpha = self->alpha;
  guint8            *to = alpha->to + (gsize) self->to_y * alpha->stride;

  for (int x = 0; x < alpha->to_width_px; x++, to += 3)
    {
      const guint opaque = (guint) ((self->sums[x] + self->counts[x] / 2) / MAX (self->counts[x], 1));

      for (int c = 0; c < 3 && self->counts[x] > 0; c++)
        to[c] = (guint8) lw_decode_on_white (to[c], opaque, 255);
    }

  memset (self->sums, 0, sizeof *self->sums * alpha->to_width_px);
  memset (self->counts, 0, sizeof *self->counts * alpha->to_width_px);
}

static void
average_row (Alpha *self,
             int    y)
{
  const LwWebpAlpha *alpha = self->alpha;
  const int          to_y = (int) ((gint64) y * alpha->to_height_px / alpha->height_px);

  if (to_y != self->to_y)
    flush_sums (self);

  self->to_y = to_y;

  for (int x = 0; x < alpha->width_px; x++)
    {
      const int to_x = (int) ((gint64) x * alpha->to_width_px / alpha->width_px);

      self->sums[to_x] += self->row[x];
      self->counts[to_x]++;
    }

  if (y == alpha->height_px - 1)
    flush_sums (self);
}

static void
lay_row (Alpha *self,
         int    y)
{
  const LwWebpAlpha *alpha = self->alpha;
  guint8            *to = alpha->to + (gsize) y * alpha->stride;

  for (int x = 0; x < alpha->width_px; x++, to += 3)
    for (int c = 0; c < 3 && self->row[x] != 255; c++)
      to[c] = (guint8) lw_decode_on_white (to[c], self->row[x], 255);
}

/* With self->row as it is written. */
static void
take_row (Alpha *self,
          int    y)
{
  guint8 *row = self->row;

  for (int x = 0; x < self->alpha->width_px; x++)
    row[x] = (guint8) (row[x] + predict (self, x, y));

  if (self->sums != NULL)
    average_row (self, y);
  else
    lay_row (self, y);

  self->row = self->above;
  self->above = row;
}

/* --- From the file --- */

static gsize
read_cb (gpointer data,
         guint8  *to,
         gsize    n)
{
  Alpha *self = data;

  return lw_decode_job_read (self->job, to, MIN (n, self->end - MIN (self->end, self->job->position)));
}

/* It is in the green of a picture. */
static gboolean
row_cb (gpointer       data,
        int            y,
        const guint32 *row)
{
  Alpha *self = data;

  for (int x = 0; x < self->alpha->width_px; x++)
    self->row[x] = row[x] >> 8 & 0xff;

  take_row (self, y);

  return !g_cancellable_is_cancelled (self->job->cancellable);
}

static LwWebpStatus
read_plain (Alpha *self)
{
  const int n = self->alpha->width_px;

  for (int y = 0; y < self->alpha->height_px; y++)
    {
      if (read_cb (self, self->row, n) != (gsize) n)
        return LW_WEBP_CUT_OFF;

      take_row (self, y);
    }

  return LW_WEBP_DONE;
}

static LwWebpStatus
read_rows (Alpha *self)
{
  guint8 head;

  if (read_cb (self, &head, 1) != 1)
    return LW_WEBP_CUT_OFF;

  self->filter = head >> 2 & 3;

  switch (head & 3)
    {
    case COMPRESSION_NONE:
      return read_plain (self);
    case COMPRESSION_LOSSLESS:
      return lw_webp_lossless_decode (self->alpha->width_px, self->alpha->height_px, FALSE, read_cb, row_cb, self);
    default:
      return LW_WEBP_DAMAGED;
    }
}

static void
take_memory (Alpha *self)
{
  const LwWebpAlpha *alpha = self->alpha;

  self->row = g_malloc0 (alpha->width_px);
  self->above = g_malloc0 (alpha->width_px);

  if (alpha->to_width_px == alpha->width_px && alpha->to_height_px == alpha->height_px)
    return;

  self->sums = g_new0 (guint64, alpha->to_width_px);
  self->counts = g_new0 (guint32, alpha->to_width_px);
}

gboolean
lw_decode_webp_alpha (LwDecodeJob       *job,
                      const LwWebpAlpha *alpha,
                      GError           **error)
{
  g_auto (Alpha) self = { .job = job, .alpha = alpha };
  guint64      length;
  LwWebpStatus status;

  if (!lw_decode_webp_find_chunk (job, alpha->start, alpha->end, "ALPH", &length))
    return TRUE;

  job->position += LW_WEBP_CHUNK_HEAD;
  self.end = job->position + length;
  take_memory (&self);
  status = read_rows (&self);

  if (status == LW_WEBP_DONE)
    return TRUE;

  if (status == LW_WEBP_TOO_MUCH_MEMORY)
    lw_decode_job_set_no_memory (job, alpha->width_px, alpha->height_px, error);
  else
    {
      job->is_cut_off = status == LW_WEBP_CUT_OFF;
      lw_decode_job_set_failed (job, _ ("its content is not that of a WebP picture"), error);
    }

  return FALSE;
}

/* --- Chunks --- */

gboolean
lw_decode_webp_find_chunk (LwDecodeJob *job,
                           guint64      start,
                           guint64      end,
                           const char  *name,
                           guint64     *length)
{
  guint8 head[LW_WEBP_CHUNK_HEAD];

  /* Each turn goes on, so the file's size bounds it. */
  for (guint64 at = start; at < end;)
    {
      guint64 n;

      job->position = at;

      if (lw_decode_job_read (job, head, sizeof head) != sizeof head)
        return FALSE;

      n = head[4] | (guint64) head[5] << 8 | (guint64) head[6] << 16 | (guint64) head[7] << 24;

      if (memcmp (head, name, 4) == 0)
        {
          job->position = at;

          if (length != NULL)
            *length = MIN (n, end - MIN (end, at + sizeof head));

          return TRUE;
        }

      at += sizeof head + n + n % 2;
    }

  return FALSE;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-decode-private.h"

#include <string.h>

/* Of the file and of the picture, as Windows 3 and all later ones have them; numbers are little
 * endian. */
#define HEAD_SIZE 54

typedef struct
{
  int     width_px, height_px;
  int     n_bytes; /* of a pixel */
  gsize   stride;
  guint64 start; /* of the row that is stored first */
  int     is_from_top;
  guint8  palette[256][4]; /* blue, green, red; of one byte a pixel */
} Head;

static guint32
number_at (const guint8 *at)
{
  return (guint32) at[0] | (guint32) at[1] << 8 | (guint32) at[2] << 16 | (guint32) at[3] << 24;
}

/* FALSE for what is not plain rows of bytes, and for what is cut off. */
static gboolean
read_head (LwDecodeJob *job,
           Head        *head)
{
  guint8  bytes[HEAD_SIZE];
  gint32  height;
  guint32 n_colours;

  job->position = 0;

  if (lw_decode_job_read (job, bytes, sizeof bytes) != sizeof bytes || bytes[0] != 'B' || bytes[1] != 'M' ||
      number_at (bytes + 14) < 40 || number_at (bytes + 30) != 0 || number_at (bytes + 18) > G_MAXINT)
    return FALSE;

  height = (gint32) number_at (bytes + 22);
  head->is_from_top = height < 0;
  head->width_px = (int) number_at (bytes + 18);
  head->height_px = height > -G_MAXINT ? ABS (height) : 0;
  head->n_bytes = (bytes[28] | bytes[29] << 8) / 8;
  head->stride = ((gsize) head->width_px * head->n_bytes + 3) / 4 * 4;
  head->start = number_at (bytes + 10);
  n_colours = number_at (bytes + 46);
  n_colours = n_colours > 0 ? MIN (n_colours, 256) : 256;

  if (head->width_px <= 0 || head->height_px <= 0 || (bytes[28] != 8 && bytes[28] != 24 && bytes[28] != 32) || bytes[29] != 0 ||
      head->start + (guint64) head->stride * head->height_px > job->size)
    return FALSE;

  job->position = 14 + (guint64) number_at (bytes + 14);

  return head->n_bytes > 1 || lw_decode_job_read (job, head->palette, n_colours * 4) == n_colours * 4;
}

/* One pixel of so many, as red, green, blue. */
static void
pick_row (const Head   *head,
          guint8       *to,
          const guint8 *from,
          int           step)
{
  for (int x = 0; x < head->width_px; x += step, to += 3)
    {
      const guint8 *at = from + (gsize) x * head->n_bytes;
      const guint8 *colour = head->n_bytes == 1 ? head->palette[*at] : at;

      to[0] = colour[2];
      to[1] = colour[1];
      to[2] = colour[0];
    }
}

LwPixels *
lw_decode_bmp_sample (LwDecodeJob *job,
                      int          edge_px)
{
  g_autofree Head   *head = g_new0 (Head, 1);
  g_autofree guint8 *row = NULL;
  LwPixelsSource     source = { .format = LW_PIXELS_RGB_8, .orientation = 1 };
  int                step;

  if (!read_head (job, head) || (gint64) head->width_px * head->height_px <= LW_DECODE_LARGE_PIXELS)
    return NULL;

  step = MAX (1, MAX (head->width_px, head->height_px) / edge_px);
  source.width_px = (head->width_px + step - 1) / step;
  source.height_px = (head->height_px + step - 1) / step;
  source.stride = (gsize) source.width_px * 3;
  row = g_try_malloc (head->stride);
  source.data = g_try_malloc0 (source.stride * source.height_px);

  for (int y = 0; row != NULL && source.data != NULL && y < source.height_px; y++)
    {
      const int stored = head->is_from_top ? y * step : head->height_px - 1 - y * step;

      job->position = head->start + (guint64) stored * head->stride;

      if (lw_decode_job_read (job, row, head->stride) != head->stride)
        g_clear_pointer (&source.data, g_free);
      else
        pick_row (head, source.data + y * source.stride, row, step);
    }

  if (row == NULL || source.data == NULL)
    {
      g_free (source.data);
      return NULL;
    }

  source.owner = source.data;
  source.owner_free = g_free;

  return lw_pixels_new_take (&source);
}

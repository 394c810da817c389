/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-end-scan.h"

#include <string.h>

/* What the first bytes must be to tell the formats apart. */
#define N_MAGIC 8

#define N_BMP_FILE_HEADER 14

static guint32
big_endian_32 (const guint8 *b)
{
  return (guint32) b[0] << 24 | (guint32) b[1] << 16 | (guint32) b[2] << 8 | b[3];
}

static guint32
little_endian_32 (const guint8 *b)
{
  return (guint32) b[3] << 24 | (guint32) b[2] << 16 | (guint32) b[1] << 8 | b[0];
}

/* How many bytes must be in self->head before a step is worth trying.  JPEG,
 * ISO 10918-1 annex B: a marker, two more where it has a length.  PNG:
 * length, type.  BMP: the file header and the first 40 bytes of the next one. */
static guint
n_needed (const LwEndScan *self)
{
  switch (self->format)
    {
    case LW_END_SCAN_START:
      return N_MAGIC;
    case LW_END_SCAN_JPEG:
      return 2;
    case LW_END_SCAN_PNG:
      return 8;
    case LW_END_SCAN_BMP:
      return sizeof self->head;
    default:
      return 0;
    }
}

/* After a step: pass over @skip bytes, then collect anew. */
static void
next (LwEndScan *self,
      guint64    skip)
{
  self->skip = skip;
  self->n_head = 0;
}

static void
step_start (LwEndScan *self)
{
  const guint8 *head = self->head;

  if (memcmp (head, "\x89PNG\r\n\x1a\n", 8) == 0)
    {
      self->format = LW_END_SCAN_PNG;
      next (self, 0);
    }
  else if (head[0] == 0xff && head[1] == 0xd8 && head[2] == 0xff)
    {
      /* The six bytes after the start marker are looked at again as segments. */
      self->format = LW_END_SCAN_JPEG;
      self->n_head = 0;
      lw_end_scan_feed (self, (const guint8[]){ head[2], head[3], head[4], head[5], head[6], head[7] }, 6);
    }
  else if (head[0] == 'B' && head[1] == 'M')
    {
      self->format = LW_END_SCAN_BMP;
    }
  else if (memcmp (head, "RIFF", 4) == 0 && little_endian_32 (head + 4) > 1)
    {
      /* All that follows has one size, which is even; some writers forget the byte that makes
       * it so. */
      self->format = LW_END_SCAN_RIFF;
      self->in_scan = TRUE;
      next (self, little_endian_32 (head + 4) - 1);
    }
  else
    {
      self->format = LW_END_SCAN_OTHER;
    }
}

static void
step_jpeg (LwEndScan *self)
{
  const guint8 code = self->head[1];

  if (code == 0xff)
    {
      /* Filling: any number of 0xff may stand before a marker. */
      self->n_head = 1;
    }
  else if (code == 0xd9 && self->in_scan)
    {
      self->ended = TRUE;
    }
  else if (code <= 0x01 || (code >= 0xd0 && code <= 0xd9))
    {
      /* Stuffed zero, restart or another marker without a length. */
      next (self, 0);
    }
  else if (self->n_head == 4)
    {
      const guint length = self->head[2] << 8 | self->head[3];

      self->in_scan |= code == 0xda;
      next (self, length > 2 ? length - 2 : 0);
    }
}

static void
step_png (LwEndScan *self)
{
  const gboolean end = memcmp (self->head + 4, "IEND", 4) == 0;

  /* The checksum follows the data.  The end counts when it has passed, too. */
  next (self, (guint64) big_endian_32 (self->head) + 4);
  self->in_scan = end;
}

static void
step_bmp (LwEndScan *self)
{
  const guint8 *head = self->head;
  const guint64 width = little_endian_32 (head + 18);
  const gint32  height = (gint32) little_endian_32 (head + 22);
  const guint   bits = head[28] | head[29] << 8;
  const guint64 row = (width * bits + 31) / 32 * 4;
  const guint32 header_size = little_endian_32 (head + 14);
  guint64       end = N_BMP_FILE_HEADER + (guint64) header_size;

  /* Only plain pixels have a size that the header tells; the compressed kinds
   * are left to the loader. */
  if (header_size >= 40 && little_endian_32 (head + 30) == 0)
    end = MAX (end, little_endian_32 (head + 10) + row * (guint64) ABS ((gint64) height));

  if (end <= sizeof self->head)
    {
      self->format = LW_END_SCAN_OTHER;
      return;
    }

  self->in_scan = TRUE;
  next (self, end - sizeof self->head);
}

static void
step (LwEndScan *self)
{
  switch (self->format)
    {
    case LW_END_SCAN_START:
      step_start (self);
      break;
    case LW_END_SCAN_JPEG:
      step_jpeg (self);
      break;
    case LW_END_SCAN_PNG:
      step_png (self);
      break;
    case LW_END_SCAN_BMP:
      step_bmp (self);
      break;
    default:
      break;
    }
}

/* How many of the bytes can be passed over without collecting any. */
static gsize
n_passed (LwEndScan    *self,
          const guint8 *bytes,
          gsize         n)
{
  const guint8 *found;

  if (self->skip > 0)
    {
      const gsize passed = MIN (self->skip, n);

      self->skip -= passed;

      /* What had to follow the last header of a PNG or BMP is there. */
      if (self->skip == 0 && self->in_scan && self->format != LW_END_SCAN_JPEG)
        self->ended = TRUE;

      return passed;
    }

  if (self->format != LW_END_SCAN_JPEG || self->n_head > 0)
    return 0;

  found = memchr (bytes, 0xff, n);

  return found != NULL ? (gsize) (found - bytes) : n;
}

void
lw_end_scan_feed (LwEndScan    *self,
                  const guint8 *bytes,
                  gsize         n)
{
  while (n > 0 && !self->ended && self->format != LW_END_SCAN_OTHER)
    {
      const gsize passed = n_passed (self, bytes, n);

      bytes += passed;
      n -= passed;

      if (n == 0 || self->ended || passed > 0)
        continue;

      self->head[self->n_head++] = *bytes++;
      n--;

      if (self->n_head >= n_needed (self))
        step (self);
    }
}

guint64
lw_end_scan_get_n_awaited (const LwEndScan *self)
{
  return self->ended ? 0 : self->skip;
}

gboolean
lw_end_scan_is_complete (const LwEndScan *self)
{
  return self->ended || self->format == LW_END_SCAN_OTHER;
}

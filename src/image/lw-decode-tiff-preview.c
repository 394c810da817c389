/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-decode-tiff-private.h"

/* With fewer strips than that the first rows of them show nothing of the picture. */
#define STRIPS_MIN 32

/* --- Straight from the file --- */

/* Without compression the place of each row is known. */
static gboolean
has_places (LwTiff *self)
{
  guint16 compression = 0, fill_order = 0;

  TIFFGetFieldDefaulted (self->tiff, TIFFTAG_COMPRESSION, &compression);
  TIFFGetFieldDefaulted (self->tiff, TIFFTAG_FILLORDER, &fill_order);

  return compression == COMPRESSION_NONE && fill_order == FILLORDER_MSB2LSB;
}

static void
swap_bytes (LwTiff *self,
            gsize   n_bytes)
{
  if (!TIFFIsByteSwapped (self->tiff))
    return;

  switch (self->layout.n_bits)
    {
    case 16:
      TIFFSwabArrayOfShort ((uint16_t *) (gpointer) self->piece, (tmsize_t) (n_bytes / 2));
      break;
    case 32:
      TIFFSwabArrayOfLong ((uint32_t *) (gpointer) self->piece, (tmsize_t) (n_bytes / 4));
      break;
    case 64:
      TIFFSwabArrayOfLong8 ((uint64_t *) (gpointer) self->piece, (tmsize_t) (n_bytes / 8));
      break;
    default:
      /* Single bytes, and bits in a row, have one order. */
      break;
    }
}

static gboolean
fetch_row (LwTiff *self,
           int     plane,
           int     y,
           int     strip_rows)
{
  LwDecodeJob  *job = self->job;
  const guint64 position = job->position;
  const guint64 row_size = TIFFScanlineSize64 (self->tiff);
  const guint32 strip = TIFFComputeStrip (self->tiff, (guint32) y, (guint16) plane);
  gboolean      is_read;

  /* libtiff goes on where it was. */
  job->position = TIFFGetStrileOffset (self->tiff, strip) + (guint64) (y % strip_rows) * row_size;
  is_read = lw_decode_job_read (job, self->piece, row_size) == row_size;
  job->position = position;
  swap_bytes (self, row_size);

  return is_read;
}

/* --- Rows --- */

static gboolean
get_row (LwTiff  *self,
         int      y,
         int      strip_rows,
         gboolean is_placed)
{
  for (int plane = 0; plane < self->layout.n_planes; plane++)
    {
      const gboolean is_read = is_placed ? fetch_row (self, plane, y, strip_rows)
                                         : TIFFReadScanline (self->tiff, self->piece, (guint32) y, (guint16) plane) == 1;

      if (!is_read)
        return FALSE;

      lw_tiff_convert_row (&self->layout, self->rows.source.format, self->row, self->piece, self->width_px, plane, self->scratch);
    }

  return TRUE;
}

/* The first row of a strip needs no other one, and stands for those of its strip. */
void
lw_tiff_show_some_rows (LwTiff *self)
{
  LwDecodeRows  *rows = &self->rows;
  const int      step = rows->preview_step;
  const gboolean is_placed = has_places (self);
  guint32        strip_rows = 0;
  int            every, last = -1;

  TIFFGetFieldDefaulted (self->tiff, TIFFTAG_ROWSPERSTRIP, &strip_rows);
  strip_rows = CLAMP (strip_rows, 1, (guint32) self->height_px);
  every = is_placed ? 1 : (int) strip_rows;

  if (!lw_decode_rows_wants_preview (rows) || self->step > 1 || every > MAX (step, self->height_px / STRIPS_MIN))
    return;

  for (int y = 0; y < self->height_px; y += step)
    {
      const int from = y - y % every;

      /* What is wrong with the file is found and said when all of it is read. */
      if (from != last && !get_row (self, from, (int) strip_rows, is_placed))
        break;

      lw_decode_rows_put_preview (rows, y, self->row);
      last = from;
    }

  lw_decode_rows_show (rows);

  /* It cannot become better. */
  if (every <= step)
    rows->progress.last_us = G_MAXINT64 / 2;
}

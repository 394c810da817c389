/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-decode-tiff-private.h"

#include <string.h>

static gboolean
go_on (LwTiff  *self,
       int      n_rows,
       gboolean is_read,
       GError **error)
{
  if (!is_read || g_cancellable_is_cancelled (self->job->cancellable))
    {
      lw_tiff_set_failed (self, error);
      return FALSE;
    }

  if (self->copy != NULL)
    lw_scratch_set_aside (self->copy);

  return lw_decode_rows_done (&self->rows, n_rows, error);
}

/* @n pixels of the file from x, y on, as libtiff has read them. */
static void
place_row (LwTiff       *self,
           int           plane,
           int           x,
           int           y,
           const guint8 *from,
           int           n)
{
  const gsize size = lw_pixels_format_get_size (self->rows.source.format);
  /* The first column from x on that is kept. */
  const int first = (x + self->step - 1) / self->step;
  const int skip = first * self->step - x;
  guint8   *to;

  if (y % self->step != 0 || skip >= n)
    return;

  to = lw_decode_rows_at (&self->rows, y / self->step) + first * size;

  if (self->step == 1)
    {
      lw_tiff_convert_row (&self->layout, self->rows.source.format, to, from, n, plane, self->scratch);
      return;
    }

  /* The planes before this one are in those pixels already. */
  for (int i = 0; plane > 0 && skip + i * self->step < n; i++)
    memcpy (self->row + (skip + i * self->step) * size, to + i * size, size);

  lw_tiff_convert_row (&self->layout, self->rows.source.format, self->row, from, n, plane, self->scratch);
  lw_decode_thin_row (to, self->row + skip * size, n - skip, size, self->step);
}

static gboolean
read_row (LwTiff  *self,
          int      plane,
          int      y,
          GError **error)
{
  const gboolean is_read = TIFFReadScanline (self->tiff, self->piece, (guint32) y, (guint16) plane) == 1;

  if (is_read)
    place_row (self, plane, 0, y, self->piece, self->width_px);

  return go_on (self, plane + 1 == self->layout.n_planes ? y / self->step + 1 : 0, is_read, error);
}

static gboolean
read_rows (LwTiff  *self,
           GError **error)
{
  for (int plane = 0; plane < self->layout.n_planes; plane++)
    for (int y = 0; y < self->height_px; y++)
      if (!read_row (self, plane, y, error))
        return FALSE;

  return TRUE;
}

static void
place_tile (LwTiff *self,
            int     plane,
            int     x,
            int     y,
            guint32 tile_rows)
{
  const gsize from_stride = (gsize) TIFFTileRowSize64 (self->tiff);
  guint32     tile_width = 0;
  int         n;

  TIFFGetField (self->tiff, TIFFTAG_TILEWIDTH, &tile_width);
  n = (int) MIN ((gint64) tile_width, self->width_px - x);

  for (guint32 row = 0; row < tile_rows && y + (int) row < self->height_px; row++)
    place_row (self, plane, x, y + (int) row, self->piece + row * from_stride, n);
}

/* What libtiff made of a tile or strip: rows from the bottom up, 0xAABBGGRR, multiplied. */
static void
place_colours (LwTiff *self,
               int     x,
               int     y,
               int     width_px,
               int     n_rows,
               int     first_row)
{
  const guint32 *raster = (const guint32 *) (gconstpointer) self->piece;
  const int      n = MIN (width_px, self->rows.source.width_px - x);

  for (int row = 0; row < n_rows && y + row < self->rows.source.height_px; row++)
    {
      const guint32 *from = raster + (gsize) (first_row - row) * width_px;
      guint8        *to = lw_decode_rows_at (&self->rows, y + row) + (gsize) x * 3;

      for (int i = 0; i < n; i++, to += 3)
        {
          const guint white = 255 - TIFFGetA (from[i]);

          to[0] = (guint8) MIN (TIFFGetR (from[i]) + white, 255);
          to[1] = (guint8) MIN (TIFFGetG (from[i]) + white, 255);
          to[2] = (guint8) MIN (TIFFGetB (from[i]) + white, 255);
        }
    }
}

static gboolean
read_tile (LwTiff *self,
           guint32 x,
           guint32 y,
           guint32 tile_width,
           guint32 tile_rows)
{
  if (!self->is_plain)
    {
      if (!TIFFReadRGBATileExt (self->tiff, x, y, (guint32 *) (gpointer) self->piece, 1))
        return FALSE;

      place_colours (self, (int) x, (int) y, (int) tile_width, (int) tile_rows, (int) tile_rows - 1);

      return TRUE;
    }

  for (int plane = 0; plane < self->layout.n_planes; plane++)
    {
      if (TIFFReadTile (self->tiff, self->piece, x, y, 0, (guint16) plane) < 0)
        return FALSE;

      place_tile (self, plane, (int) x, (int) y, tile_rows);
    }

  return TRUE;
}

static gboolean
read_tiles (LwTiff  *self,
            GError **error)
{
  guint32 width = 0, rows = 0;

  TIFFGetField (self->tiff, TIFFTAG_TILEWIDTH, &width);
  TIFFGetField (self->tiff, TIFFTAG_TILELENGTH, &rows);

  if (width == 0 || rows == 0)
    return go_on (self, 0, FALSE, error);

  for (guint32 y = 0; y < (guint32) self->height_px; y += rows)
    for (guint32 x = 0; x < (guint32) self->width_px; x += width)
      if (!go_on (self, (int) y / self->step, read_tile (self, x, y, width, rows), error))
        return FALSE;

  return TRUE;
}

static gboolean
read_strips_as_colours (LwTiff  *self,
                        GError **error)
{
  guint32 rows = 0;

  TIFFGetFieldDefaulted (self->tiff, TIFFTAG_ROWSPERSTRIP, &rows);
  rows = CLAMP (rows, 1, (guint32) self->rows.source.height_px);

  for (guint32 y = 0; y < (guint32) self->rows.source.height_px; y += rows)
    {
      const int      n_rows = (int) MIN (rows, (guint32) self->rows.source.height_px - y);
      const gboolean is_read = TIFFReadRGBAStripExt (self->tiff, y, (guint32 *) (gpointer) self->piece, 1);

      if (is_read)
        place_colours (self, 0, (int) y, self->rows.source.width_px, n_rows, n_rows - 1);

      if (!go_on (self, (int) y + n_rows, is_read, error))
        return FALSE;
    }

  return TRUE;
}

gboolean
lw_tiff_read (LwTiff  *self,
              GError **error)
{
  if (self->is_tiled)
    return read_tiles (self, error);

  if (!self->is_plain)
    return read_strips_as_colours (self, error);

  lw_tiff_show_some_rows (self);

  return read_rows (self, error);
}

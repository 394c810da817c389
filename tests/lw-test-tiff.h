/* lw-test-tiff.h - a file of several pages
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>
#include <string.h>
#include <tiffio.h>

G_BEGIN_DECLS

/* Grey pages of 8 bits; all of page N is the number N. */
static inline void
lw_test_write_stack (const char *path,
                     int         n_pages,
                     int         width_px,
                     int         height_px)
{
  g_autofree guint8 *row = g_malloc (width_px);
  TIFF              *tiff = TIFFOpen (path, "w");

  g_assert_nonnull (tiff);

  for (int page = 1; page <= n_pages; page++)
    {
      TIFFSetField (tiff, TIFFTAG_IMAGEWIDTH, width_px);
      TIFFSetField (tiff, TIFFTAG_IMAGELENGTH, height_px);
      TIFFSetField (tiff, TIFFTAG_BITSPERSAMPLE, 8);
      TIFFSetField (tiff, TIFFTAG_SAMPLESPERPIXEL, 1);
      TIFFSetField (tiff, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_MINISBLACK);
      TIFFSetField (tiff, TIFFTAG_ROWSPERSTRIP, height_px);
      memset (row, page, width_px);

      for (int y = 0; y < height_px; y++)
        g_assert_cmpint (TIFFWriteScanline (tiff, row, y, 0), ==, 1);

      g_assert_true (TIFFWriteDirectory (tiff));
    }

  TIFFClose (tiff);
}

G_END_DECLS

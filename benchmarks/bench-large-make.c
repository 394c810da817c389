/* bench-large-make.c - pictures of 100 megapixels of the kinds that take most memory
 *
 *   bench-large-make FOLDER [EDGE]
 *
 * Ramps and squares with noise in the lowest bits, so that they are neither free to compress nor
 * all noise.  One file of each kind, named after it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <glib.h>
#include <png.h>
#include <stdio.h>
#include <stdlib.h>
#include <tiffio.h>
#include <webp/encode.h>

static int     edge_px = 10000;
static guint32 noise = 1;

/* Between 20000 and 50000; six bits are noise. */
static guint16
number_at (int x,
           int y,
           int c)
{
  noise = noise * 1664525u + 1013904223u;

  return (guint16) (20000 + (x * 2 + c * 3000) % 9000 + (y >> 5) % 97 * 90 + ((x >> 9 ^ y >> 9) & 7) * 800 + (int) (noise >> 26));
}

static void
fill_row (gpointer row,
          int      n_channels,
          int      y,
          gboolean is_float)
{
  for (int x = 0; x < edge_px; x++)
    for (int c = 0; c < n_channels; c++)
      {
        const guint16 number = c == 3 && x < edge_px / 2 ? 65535 : number_at (x, y, c);

        if (is_float)
          ((float *) row)[x * n_channels + c] = (float) number / 1000;
        else
          ((guint16 *) row)[x * n_channels + c] = number;
      }
}

static void
write_tiff (const char *path,
            gboolean    is_float,
            int         compression,
            int         strip_rows)
{
  TIFF              *tiff = TIFFOpen (path, "w");
  const int          n_channels = is_float ? 1 : 3;
  g_autofree guint8 *row = g_malloc ((gsize) edge_px * 6);

  TIFFSetField (tiff, TIFFTAG_IMAGEWIDTH, edge_px);
  TIFFSetField (tiff, TIFFTAG_IMAGELENGTH, edge_px);
  TIFFSetField (tiff, TIFFTAG_BITSPERSAMPLE, is_float ? 32 : 16);
  TIFFSetField (tiff, TIFFTAG_SAMPLESPERPIXEL, n_channels);
  TIFFSetField (tiff, TIFFTAG_SAMPLEFORMAT, is_float ? SAMPLEFORMAT_IEEEFP : SAMPLEFORMAT_UINT);
  TIFFSetField (tiff, TIFFTAG_PHOTOMETRIC, is_float ? PHOTOMETRIC_MINISBLACK : PHOTOMETRIC_RGB);
  TIFFSetField (tiff, TIFFTAG_COMPRESSION, compression);
  TIFFSetField (tiff, TIFFTAG_ROWSPERSTRIP, strip_rows);

  for (int y = 0; y < edge_px; y++)
    {
      fill_row (row, n_channels, y, is_float);
      TIFFWriteScanline (tiff, row, (guint32) y, 0);
    }

  TIFFClose (tiff);
}

static void
write_png (const char *path,
           int         type,
           int         interlace)
{
  FILE              *file = fopen (path, "wb");
  png_structp        png = png_create_write_struct (PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
  png_infop          info = png_create_info_struct (png);
  const int          n_channels = type == PNG_COLOR_TYPE_RGB ? 3 : 4;
  g_autofree guint8 *row = g_malloc ((gsize) edge_px * 8);

  png_init_io (png, file);
  png_set_compression_level (png, 1);
  png_set_filter (png, 0, PNG_FILTER_SUB);
  png_set_IHDR (png, info, (guint32) edge_px, (guint32) edge_px, 16, type, interlace, PNG_COMPRESSION_TYPE_DEFAULT,
                PNG_FILTER_TYPE_DEFAULT);
  png_write_info (png, info);
  png_set_swap (png);

  for (int pass = png_set_interlace_handling (png); pass > 0; pass--)
    for (int y = 0; y < edge_px; y++)
      {
        fill_row (row, n_channels, y, FALSE);
        png_write_row (png, row);
      }

  png_write_end (png, info);
  png_destroy_write_struct (&png, &info);
  fclose (file);
}

static void
write_webp (const char *path,
            gboolean    is_lossless,
            gboolean    has_alpha)
{
  WebPConfig       config;
  WebPPicture      picture;
  WebPMemoryWriter writer;

  WebPConfigInit (&config);
  WebPPictureInit (&picture);
  WebPMemoryWriterInit (&writer);
  config.method = 0;

  if (is_lossless)
    WebPConfigLosslessPreset (&config, 0);

  picture.use_argb = TRUE;
  picture.width = picture.height = edge_px;
  picture.writer = WebPMemoryWrite;
  picture.custom_ptr = &writer;

  if (!WebPPictureAlloc (&picture))
    return;

  for (int y = 0; y < edge_px; y++)
    for (int x = 0; x < edge_px; x++)
      {
        const guint32 alpha = has_alpha && x > edge_px / 2 ? 128 + (y >> 7 & 63) : 255;

        picture.argb[(gsize) y * picture.argb_stride + x] = alpha << 24 | (guint32) (number_at (x, y, 0) >> 4 & 0xff) << 16 |
                                                            (guint32) (number_at (x, y, 1) >> 8) << 8 | number_at (x, y, 2) >> 8;
      }

  if (WebPEncode (&config, &picture))
    g_file_set_contents (path, (const char *) writer.mem, (gssize) writer.size, NULL);

  WebPPictureFree (&picture);
  WebPMemoryWriterClear (&writer);
}

int
main (int   argc,
      char *argv[])
{
  if (argc < 2)
    {
      fprintf (stderr, "usage: bench-large-make FOLDER [EDGE]\n");
      return 2;
    }

  if (argc > 2)
    edge_px = atoi (argv[2]);

#define PATH(name) g_build_filename (argv[1], name, NULL)
  write_tiff (PATH ("float.tif"), TRUE, COMPRESSION_NONE, edge_px);
  write_tiff (PATH ("float-lzw.tif"), TRUE, COMPRESSION_LZW, 64);
  write_tiff (PATH ("rgb16.tif"), FALSE, COMPRESSION_NONE, 1);
  write_tiff (PATH ("rgb16-one-strip.tif"), FALSE, COMPRESSION_ADOBE_DEFLATE, edge_px);
  write_png (PATH ("rgb16.png"), PNG_COLOR_TYPE_RGB, PNG_INTERLACE_NONE);
  write_png (PATH ("rgba16-interlaced.png"), PNG_COLOR_TYPE_RGBA, PNG_INTERLACE_ADAM7);
  write_webp (PATH ("lossless.webp"), TRUE, FALSE);
  write_webp (PATH ("lossless-alpha.webp"), TRUE, TRUE);
  write_webp (PATH ("lossy-alpha.webp"), FALSE, TRUE);

  return 0;
}

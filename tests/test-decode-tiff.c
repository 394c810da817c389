/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-decode.h"
#include "lw-error.h"
#include "lw-page-path.h"
#include "lw-test-folder.h"

#include <math.h>
#include <string.h>
#include <sys/resource.h>
#include <tiffio.h>

/* Not a multiple of a tile or strip either way. */
#define W 150
#define H 77
#define TILE 32

static char *folder;

/* clang-format off */
static const struct
{
  const char *name;
  int         bits, format, photometric, n_samples;
  int         planar, compression, rows; /* 0: tiled */
  const char *mode;
  int         n_values, depth; /* as decoded */
} kinds[] = {
  { "grey-8",           8, SAMPLEFORMAT_UINT,   PHOTOMETRIC_MINISBLACK, 1, 1, COMPRESSION_NONE,          10, "w",  1,  8 },
  { "grey-8-white",     8, SAMPLEFORMAT_UINT,   PHOTOMETRIC_MINISWHITE, 1, 1, COMPRESSION_LZW,           10, "w",  1,  8 },
  { "grey-8-tiled",     8, SAMPLEFORMAT_UINT,   PHOTOMETRIC_MINISBLACK, 1, 1, COMPRESSION_ADOBE_DEFLATE,  0, "w",  1,  8 },
  { "rgb-8",            8, SAMPLEFORMAT_UINT,   PHOTOMETRIC_RGB,        3, 1, COMPRESSION_PACKBITS,       7, "w",  3,  8 },
  { "rgb-8-planar",     8, SAMPLEFORMAT_UINT,   PHOTOMETRIC_RGB,        3, 2, COMPRESSION_LZW,           16, "w",  3,  8 },
  { "rgb-8-tiles-apart",8, SAMPLEFORMAT_UINT,   PHOTOMETRIC_RGB,        3, 2, COMPRESSION_ADOBE_DEFLATE,  0, "w",  3,  8 },
  { "grey-16",         16, SAMPLEFORMAT_UINT,   PHOTOMETRIC_MINISBLACK, 1, 1, COMPRESSION_NONE,           1, "w",  1, 16 },
  { "grey-16-big-end", 16, SAMPLEFORMAT_UINT,   PHOTOMETRIC_MINISBLACK, 1, 1, COMPRESSION_NONE,          20, "wb", 1, 16 },
  { "grey-16-bigtiff", 16, SAMPLEFORMAT_UINT,   PHOTOMETRIC_MINISBLACK, 1, 1, COMPRESSION_ADOBE_DEFLATE, 20, "w8", 1, 16 },
  { "grey-16-bigtiff-b",16,SAMPLEFORMAT_UINT,   PHOTOMETRIC_MINISBLACK, 1, 1, COMPRESSION_ADOBE_DEFLATE,  0, "wb8",1, 16 },
  { "grey-16-white",   16, SAMPLEFORMAT_UINT,   PHOTOMETRIC_MINISWHITE, 1, 1, COMPRESSION_LZW,           77, "w",  1, 16 },
  { "grey-12",         12, SAMPLEFORMAT_UINT,   PHOTOMETRIC_MINISBLACK, 1, 1, COMPRESSION_NONE,           8, "w",  1, 16 },
  { "rgb-16",          16, SAMPLEFORMAT_UINT,   PHOTOMETRIC_RGB,        3, 1, COMPRESSION_LZW,            9, "wb", 3, 16 },
  { "rgb-16-planar",   16, SAMPLEFORMAT_UINT,   PHOTOMETRIC_RGB,        3, 2, COMPRESSION_NONE,           0, "w",  3, 16 },
  { "grey-i16",        16, SAMPLEFORMAT_INT,    PHOTOMETRIC_MINISBLACK, 1, 1, COMPRESSION_NONE,          11, "w",  1, 32 },
  { "grey-u32",        32, SAMPLEFORMAT_UINT,   PHOTOMETRIC_MINISBLACK, 1, 1, COMPRESSION_NONE,          11, "wb", 1, 32 },
  { "float-32",        32, SAMPLEFORMAT_IEEEFP, PHOTOMETRIC_MINISBLACK, 1, 1, COMPRESSION_NONE,          30, "w",  1, 32 },
  { "float-32-tiled",  32, SAMPLEFORMAT_IEEEFP, PHOTOMETRIC_MINISBLACK, 1, 1, COMPRESSION_ADOBE_DEFLATE,  0, "wb", 1, 32 },
  { "float-64",        64, SAMPLEFORMAT_IEEEFP, PHOTOMETRIC_MINISBLACK, 1, 1, COMPRESSION_LZW,           12, "w",  1, 32 },
  { "five-channels",   16, SAMPLEFORMAT_UINT,   PHOTOMETRIC_MINISBLACK, 5, 1, COMPRESSION_NONE,          12, "w",  1, 16 },
  { "five-planes",     16, SAMPLEFORMAT_UINT,   PHOTOMETRIC_MINISBLACK, 5, 2, COMPRESSION_NONE,           0, "w",  1, 16 },
};
/* clang-format on */

/* What the file says at a place, in the range of its numbers. */
static double
number_at (guint kind,
           int   x,
           int   y,
           int   c)
{
  const guint n = (guint) (x * 7 + y * 131 + c * 50);

  if (kinds[kind].format == SAMPLEFORMAT_IEEEFP)
    return n * 0.25 - 1000;

  if (kinds[kind].format == SAMPLEFORMAT_INT)
    return (int) n - 3000;

  switch (kinds[kind].bits)
    {
    case 8:
      return n % 256;
    case 12:
      return n % 4096;
    default:
      return n * 5;
    }
}

/* And what becomes of it. */
static double
expected_at (guint kind,
             int   x,
             int   y,
             int   c)
{
  const double number = number_at (kind, x, y, c);

  if (kinds[kind].photometric == PHOTOMETRIC_MINISWHITE)
    return (kinds[kind].bits == 8 ? 255 : 65535) - number;

  return number;
}

static void
put_number (guint8 *row,
            guint   kind,
            int     i,
            double  number)
{
  switch (kinds[kind].bits)
    {
    case 8:
      row[i] = (guint8) number;
      break;
    case 12:
      {
        const guint n = (guint) number;

        if (i % 2 == 0)
          {
            row[i * 3 / 2] = n >> 4;
            row[i * 3 / 2 + 1] = (n & 15) << 4;
          }
        else
          {
            row[i * 3 / 2] |= n >> 8;
            row[i * 3 / 2 + 1] = n & 255;
          }
      }
      break;
    case 16:
      ((guint16 *) (gpointer) row)[i] = (guint16) (gint32) number;
      break;
    case 32:
      if (kinds[kind].format == SAMPLEFORMAT_IEEEFP)
        ((float *) (gpointer) row)[i] = (float) number;
      else
        ((guint32 *) (gpointer) row)[i] = (guint32) number;
      break;
    default:
      ((double *) (gpointer) row)[i] = number;
      break;
    }
}

/* A row, or part of one: of all samples, or of one plane. */
static void
fill_row (guint8 *row,
          guint   kind,
          int     x0,
          int     y,
          int     n,
          int     plane)
{
  const int n_samples = kinds[kind].planar == 2 ? 1 : kinds[kind].n_samples;

  for (int x = 0; x < n; x++)
    for (int c = 0; c < n_samples; c++)
      put_number (row, kind, x * n_samples + c, number_at (kind, x0 + x, y, plane + c));
}

static void
write_tiles (TIFF *tiff,
             guint kind,
             int   plane)
{
  const gsize        row_size = TIFFTileRowSize (tiff);
  g_autofree guint8 *tile = g_malloc0 (TIFFTileSize (tiff));

  for (int y = 0; y < H; y += TILE)
    for (int x = 0; x < W; x += TILE)
      {
        for (int row = 0; row < TILE; row++)
          fill_row (tile + row * row_size, kind, x, y + row, TILE, plane);

        g_assert_cmpint (TIFFWriteTile (tiff, tile, x, y, 0, plane), >, 0);
      }
}

static void
write_rows (TIFF *tiff,
            guint kind,
            int   plane)
{
  g_autofree guint8 *row = g_malloc0 (TIFFScanlineSize (tiff));

  for (int y = 0; y < H; y++)
    {
      fill_row (row, kind, 0, y, W, plane);
      g_assert_cmpint (TIFFWriteScanline (tiff, row, y, plane), ==, 1);
    }
}

static void
write_directory (TIFF *tiff,
                 guint kind)
{
  TIFFSetField (tiff, TIFFTAG_IMAGEWIDTH, W);
  TIFFSetField (tiff, TIFFTAG_IMAGELENGTH, H);
  TIFFSetField (tiff, TIFFTAG_BITSPERSAMPLE, kinds[kind].bits);
  TIFFSetField (tiff, TIFFTAG_SAMPLEFORMAT, kinds[kind].format);
  TIFFSetField (tiff, TIFFTAG_SAMPLESPERPIXEL, kinds[kind].n_samples);
  TIFFSetField (tiff, TIFFTAG_PHOTOMETRIC, kinds[kind].photometric);
  TIFFSetField (tiff, TIFFTAG_PLANARCONFIG, kinds[kind].planar);
  TIFFSetField (tiff, TIFFTAG_COMPRESSION, kinds[kind].compression);

  if (kinds[kind].rows > 0)
    TIFFSetField (tiff, TIFFTAG_ROWSPERSTRIP, kinds[kind].rows);
  else
    {
      TIFFSetField (tiff, TIFFTAG_TILEWIDTH, TILE);
      TIFFSetField (tiff, TIFFTAG_TILELENGTH, TILE);
    }

  for (int plane = 0; plane < (kinds[kind].planar == 2 ? kinds[kind].n_samples : 1); plane++)
    if (kinds[kind].rows > 0)
      write_rows (tiff, kind, plane);
    else
      write_tiles (tiff, kind, plane);

  g_assert_true (TIFFWriteDirectory (tiff));
}

static char *
write_kind (guint kind)
{
  g_autofree char *name = g_strconcat (kinds[kind].name, ".tif", NULL);
  char            *path = g_build_filename (folder, name, NULL);
  TIFF            *tiff = TIFFOpen (path, kinds[kind].mode);

  g_assert_nonnull (tiff);
  write_directory (tiff, kind);
  TIFFClose (tiff);

  return path;
}

static void
assert_pixels (LwPixels *pixels,
               guint     kind)
{
  g_assert_cmpint (lw_pixels_get_width (pixels), ==, W);
  g_assert_cmpint (lw_pixels_get_height (pixels), ==, H);
  g_assert_cmpint (lw_pixels_get_depth (pixels), ==, kinds[kind].depth);

  for (int y = 0; y < H; y++)
    for (int x = 0; x < W; x++)
      {
        double values[3];

        g_assert_cmpint (lw_pixels_get_values (pixels, x, y, values), ==, kinds[kind].n_values);

        for (int c = 0; c < kinds[kind].n_values; c++)
          g_assert_cmpfloat (values[c], ==, expected_at (kind, x, y, c));
      }
}

static void
test_kind (gconstpointer data)
{
  const guint      kind = GPOINTER_TO_UINT (data);
  g_autofree char *path = write_kind (kind);
  g_autoptr (GError) error = NULL;
  g_autoptr (LwPixels) pixels = lw_decode (path, NULL, &error);
  g_autoptr (GBytes) thumbnail = NULL;
  LwImageInfo info;

  g_assert_no_error (error);
  assert_pixels (pixels, kind);

  g_assert_true (lw_decode_probe (path, &info, &error));
  g_assert_no_error (error);
  g_assert_cmpint (info.stored_width_px, ==, W);
  g_assert_cmpint (info.stored_height_px, ==, H);
  g_assert_cmpint (lw_decode_count_pages (path), ==, 1);

  thumbnail = lw_decode_thumbnail (path, 64, NULL, &error);
  g_assert_no_error (error);

  /* So small that most of the file is left out while it is read. */
  g_bytes_unref (thumbnail);
  thumbnail = lw_decode_thumbnail (path, 4, NULL, &error);
  g_assert_no_error (error);
}

/* A picture or a sentence, and the same of both ways in. */
static void
assert_survived (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LwPixels) pixels = lw_decode (path, NULL, &error);
  g_autofree char *name = g_path_get_basename (path);
  LwImageInfo      info;

  g_assert_true ((pixels == NULL) == (error != NULL));

  if (error != NULL)
    {
      g_assert_true (error->domain == LW_ERROR);
      g_assert_nonnull (strstr (error->message, name));
      g_assert_null (strchr (error->message, '\n'));
    }

  lw_decode_count_pages (path);

  if (lw_decode_probe (path, &info, NULL) && pixels != NULL)
    g_assert_cmpint (info.stored_width_px * info.stored_height_px, ==,
                     lw_pixels_get_width (pixels) * lw_pixels_get_height (pixels));
}

/* At every twentieth of the file. */
static void
test_cut_off (gconstpointer data)
{
  const guint      kind = GPOINTER_TO_UINT (data);
  g_autofree char *path = write_kind (kind);
  g_autofree char *bytes = NULL;
  gsize            n;

  g_assert_true (g_file_get_contents (path, &bytes, &n, NULL));

  for (int part = 1; part < 20; part++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_true (g_file_set_contents_full (path, bytes, (gssize) (n * part / 20), G_FILE_SET_CONTENTS_CONSISTENT, 0644, NULL));
      g_assert_null (lw_decode (path, NULL, &error));
      g_assert_error (error, LW_ERROR, LW_ERROR_INVALID);
      g_assert_nonnull (strstr (error->message, "cut off"));
    }
}

static void
test_damaged (gconstpointer data)
{
  const guint      kind = GPOINTER_TO_UINT (data);
  g_autofree char *path = write_kind (kind);
  g_autofree char *bytes = NULL;
  gsize            n, directory;

  g_assert_true (g_file_get_contents (path, &bytes, &n, NULL));
  /* libtiff writes the directory last. */
  directory = n - MIN (n, 400);

  for (int i = 0; i < 100; i++)
    {
      g_autofree char *damaged = g_memdup2 (bytes, n);

      for (int k = 0; k < 3; k++)
        damaged[g_test_rand_int_range (i % 2 ? (int) directory : 0, (int) n)] = (char) g_test_rand_int_range (0, 256);

      g_assert_true (g_file_set_contents_full (path, damaged, (gssize) n, G_FILE_SET_CONTENTS_CONSISTENT, 0644, NULL));
      assert_survived (path);
    }
}

/* --- What is made colours of --- */

/* clang-format off */
static const struct
{
  const char *name;
  int         bits, format, photometric, n_samples;
  const char *words; /* of the refusal; NULL for a picture */
  guint8      byte;  /* that all of the file consists of */
  guint32     rgb;   /* that this becomes */
} others[] = {
  { "bilevel",   1, SAMPLEFORMAT_UINT,          PHOTOMETRIC_MINISBLACK, 1, NULL,    0xff, 0xffffff },
  { "bilevel-w", 1, SAMPLEFORMAT_UINT,          PHOTOMETRIC_MINISWHITE, 1, NULL,    0xff, 0x000000 },
  { "grey-4",    4, SAMPLEFORMAT_UINT,          PHOTOMETRIC_MINISBLACK, 1, NULL,    0x88, 0x888888 },
  { "cmyk",      8, SAMPLEFORMAT_UINT,          PHOTOMETRIC_SEPARATED,  4, NULL,    0x00, 0xffffff },
  { "cmyk-ink",  8, SAMPLEFORMAT_UINT,          PHOTOMETRIC_SEPARATED,  4, NULL,    0xff, 0x000000 },
  { "palette",   8, SAMPLEFORMAT_UINT,          PHOTOMETRIC_PALETTE,    1, NULL,    0x07, 0x0701ff },
  { "rgba",      8, SAMPLEFORMAT_UINT,          PHOTOMETRIC_RGB,        4, NULL,    0x00, 0xffffff },
  { "rgba-16",  16, SAMPLEFORMAT_UINT,          PHOTOMETRIC_RGB,        4, NULL,    0x00, 0xffffff },
  { "complex",  64, SAMPLEFORMAT_COMPLEXIEEEFP, PHOTOMETRIC_MINISBLACK, 1, "64",    0x00, 0 },
  { "rgb-float",32, SAMPLEFORMAT_IEEEFP,        PHOTOMETRIC_RGB,        3, "32",    0x00, 0 },
  { "two-bits", 24, SAMPLEFORMAT_UINT,          PHOTOMETRIC_MINISBLACK, 1, "24",    0x00, 0 },
};
/* clang-format on */

static char *
write_other (guint i)
{
  g_autofree char   *name = g_strconcat (others[i].name, ".tif", NULL);
  char              *path = g_build_filename (folder, name, NULL);
  TIFF              *tiff = TIFFOpen (path, "w");
  const guint16      alpha = EXTRASAMPLE_UNASSALPHA;
  g_autofree guint8 *row = NULL;

  TIFFSetField (tiff, TIFFTAG_IMAGEWIDTH, W);
  TIFFSetField (tiff, TIFFTAG_IMAGELENGTH, H);
  TIFFSetField (tiff, TIFFTAG_BITSPERSAMPLE, others[i].bits);
  TIFFSetField (tiff, TIFFTAG_SAMPLEFORMAT, others[i].format);
  TIFFSetField (tiff, TIFFTAG_SAMPLESPERPIXEL, others[i].n_samples);
  TIFFSetField (tiff, TIFFTAG_PHOTOMETRIC, others[i].photometric);
  TIFFSetField (tiff, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG);
  TIFFSetField (tiff, TIFFTAG_ROWSPERSTRIP, 10);

  if (others[i].photometric == PHOTOMETRIC_RGB && others[i].n_samples == 4)
    TIFFSetField (tiff, TIFFTAG_EXTRASAMPLES, 1, &alpha);

  if (others[i].photometric == PHOTOMETRIC_PALETTE)
    {
      guint16 map[3][256];

      for (int k = 0; k < 256; k++)
        {
          map[0][k] = (guint16) (k * 257);
          map[1][k] = 257;
          map[2][k] = 65535;
        }

      TIFFSetField (tiff, TIFFTAG_COLORMAP, map[0], map[1], map[2]);
    }

  row = g_malloc (TIFFScanlineSize (tiff));

  for (int y = 0; y < H; y++)
    {
      memset (row, others[i].byte, TIFFScanlineSize (tiff));
      TIFFWriteScanline (tiff, row, y, 0);
    }

  TIFFClose (tiff);

  return path;
}

static void
test_other (gconstpointer data)
{
  const guint      i = GPOINTER_TO_UINT (data);
  g_autofree char *path = write_other (i);
  g_autoptr (GError) error = NULL;
  g_autoptr (LwPixels) pixels = lw_decode (path, NULL, &error);

  if (others[i].words != NULL)
    {
      g_assert_error (error, LW_ERROR, LW_ERROR_INVALID);
      g_assert_nonnull (strstr (error->message, others[i].words));
      return;
    }

  g_assert_no_error (error);

  for (int y = 0; y < H; y += 9)
    for (int x = 0; x < W; x += 7)
      g_assert_cmphex (lw_pixels_get_rgb (pixels, x, y), ==, others[i].rgb);
}

/* --- Pages --- */

static char *
write_pages (const char *name,
             const char *mode,
             int         n_pages)
{
  char *path = g_build_filename (folder, name, NULL);
  TIFF *tiff = TIFFOpen (path, mode);

  for (int page = 1; page <= n_pages; page++)
    {
      guint8 row[20];

      /* Each page of a width of its own, and after the first a smaller version and a mask. */
      for (int version = 0; version < (page == 1 ? 3 : 1); version++)
        {
          const int width = version > 0 ? 5 : 8 + page % 10;

          TIFFSetField (tiff, TIFFTAG_SUBFILETYPE, version == 1 ? FILETYPE_REDUCEDIMAGE : version == 2 ? FILETYPE_MASK
                                                                                                       : FILETYPE_PAGE);
          TIFFSetField (tiff, TIFFTAG_IMAGEWIDTH, width);
          TIFFSetField (tiff, TIFFTAG_IMAGELENGTH, 2);
          TIFFSetField (tiff, TIFFTAG_BITSPERSAMPLE, 8);
          TIFFSetField (tiff, TIFFTAG_SAMPLESPERPIXEL, 1);
          TIFFSetField (tiff, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_MINISBLACK);
          memset (row, page, sizeof row);
          TIFFWriteScanline (tiff, row, 0, 0);
          TIFFWriteScanline (tiff, row, 1, 0);
          TIFFWriteDirectory (tiff);
        }
    }

  TIFFClose (tiff);

  return path;
}

static void
test_pages (gconstpointer data)
{
  g_autofree char *path = write_pages (g_str_equal (data, "w8") ? "pages-big.tif" : "pages.tif", data, 25);

  g_assert_cmpint (lw_decode_count_pages (path), ==, 25);

  for (int page = 1; page <= 26; page++)
    {
      g_autofree char *name = lw_page_path_join (path, page);
      g_autoptr (GError) error = NULL;
      g_autoptr (LwPixels) pixels = lw_decode (name, NULL, &error);
      LwImageInfo info;

      if (page == 26)
        {
          g_assert_error (error, LW_ERROR, LW_ERROR_NOT_FOUND);
          g_assert_nonnull (strstr (error->message, "#page=26"));
          g_assert_false (lw_decode_probe (name, &info, NULL));
          break;
        }

      g_assert_no_error (error);
      g_assert_cmpint (lw_pixels_get_width (pixels), ==, 8 + page % 10);
      g_assert_cmphex (lw_pixels_get_rgb (pixels, 0, 0), ==, page * 0x010101u);
      g_assert_true (lw_decode_probe (name, &info, NULL));
      g_assert_cmpint (info.stored_width_px, ==, 8 + page % 10);
    }
}

/* The next directory of the last one is the first one. */
static void
test_loop (void)
{
  g_autofree char *path = write_pages ("loop.tif", "w", 1);
  g_autofree char *bytes = NULL;
  guint8          *b;
  gsize            n;
  guint32          first, at;
  guint16          n_entries;
  g_autoptr (LwPixels) pixels = NULL;

  g_assert_true (g_file_get_contents (path, &bytes, &n, NULL));
  b = (guint8 *) bytes;
  memcpy (&first, b + 4, 4);
  at = first = GUINT32_FROM_LE (first);

  for (;;)
    {
      guint32 next;

      memcpy (&n_entries, b + at, 2);
      memcpy (&next, b + at + 2 + 12 * GUINT16_FROM_LE (n_entries), 4);

      if (next == 0)
        break;

      at = GUINT32_FROM_LE (next);
    }

  first = GUINT32_TO_LE (first);
  memcpy (b + at + 2 + 12 * GUINT16_FROM_LE (n_entries), &first, 4);
  g_assert_true (g_file_set_contents_full (path, bytes, (gssize) n, G_FILE_SET_CONTENTS_CONSISTENT, 0644, NULL));

  g_assert_cmpint (lw_decode_count_pages (path), ==, 1);
  pixels = lw_decode (path, NULL, NULL);
  g_assert_nonnull (pixels);
}

/* A file that is really called so wins. */
static void
test_literal_name (void)
{
  g_autofree char *whole = write_pages ("literal.tif", "w", 3);
  g_autofree char *literal = write_pages ("literal.tif#page=2", "w", 1);
  g_autofree char *third = lw_page_path_join (whole, 3);
  g_autoptr (LwPixels) two = lw_decode (literal, NULL, NULL);
  g_autoptr (LwPixels) three = lw_decode (third, NULL, NULL);

  g_assert_cmphex (lw_pixels_get_rgb (two, 0, 0), ==, 0x010101);
  g_assert_cmphex (lw_pixels_get_rgb (three, 0, 0), ==, 0x030303);
}

/* --- Hostile files --- */

/* A directory of bare tags, so that anything can be claimed. */
static char *
write_claim (const char    *name,
             const guint32 *tags) /* tag, value, ... 0 */
{
  static const guint8 padding[2004];
  char               *path = g_build_filename (folder, name, NULL);
  g_autoptr (GByteArray) file = g_byte_array_new ();
  guint16 n = 0;

  while (tags[2 * n] != 0)
    n++;

  g_byte_array_append (file, (const guint8 *) "II*\0\x08\0\0\0", 8);
  g_byte_array_append (file, (const guint8 *) &n, 2);

  for (guint i = 0; i < n; i++)
    {
      const guint16 entry[] = { (guint16) tags[2 * i], 4, 1, 0, (guint16) (tags[2 * i + 1] & 0xffff), (guint16) (tags[2 * i + 1] >> 16) };

      g_byte_array_append (file, (const guint8 *) entry, sizeof entry);
    }

  g_byte_array_append (file, padding, sizeof padding);
  g_assert_true (g_file_set_contents (path, (const char *) file->data, file->len, NULL));

  return path;
}

/* clang-format off */
static const struct
{
  const char *name;
  guint32     tags[32];
} claims[] = {
  { "no-size",        { 0x103, 1, 0 } },
  { "zero-size",      { 0x100, 0, 0x101, 0, 0 } },
  { "huge-edge",      { 0x100, 0xffffffff, 0x101, 1, 0 } },
  { "huge",           { 0x100, 30000, 0x101, 30000, 0x102, 8, 0x103, 1, 0x106, 1, 0x111, 8, 0x115, 1, 0x116, 30000, 0x117, 100, 0 } },
  { "deflate-bomb",   { 0x100, 30000, 0x101, 30000, 0x102, 8, 0x103, 8, 0x106, 1, 0x111, 8, 0x115, 1, 0x116, 30000, 0x117, 100, 0 } },
  { "huge-tile",      { 0x100, 100, 0x101, 100, 0x102, 8, 0x103, 1, 0x106, 1, 0x115, 1, 0x142, 0x7ffffff0, 0x143, 0x7ffffff0, 0x144, 8, 0x145, 100, 0 } },
  { "many-samples",   { 0x100, 100, 0x101, 100, 0x102, 8, 0x103, 1, 0x106, 1, 0x111, 8, 0x115, 65535, 0x116, 100, 0x117, 100, 0 } },
  { "no-strips",      { 0x100, 100, 0x101, 100, 0x102, 8, 0x103, 1, 0x106, 1, 0x115, 1, 0x116, 1, 0 } },
  { "far-strip",      { 0x100, 100, 0x101, 100, 0x102, 8, 0x103, 1, 0x106, 1, 0x111, 0xfffffff0, 0x115, 1, 0x116, 100, 0x117, 10000, 0 } },
  { "zero-tile",      { 0x100, 100, 0x101, 100, 0x102, 8, 0x103, 1, 0x106, 1, 0x115, 1, 0x142, 0, 0x143, 0, 0x144, 8, 0x145, 100, 0 } },
  { "two-widths",     { 0x100, 10, 0x100, 20000, 0x101, 100, 0x102, 8, 0x103, 1, 0x106, 1, 0x111, 8, 0x115, 1, 0x116, 100, 0x117, 1000, 0 } },
  { "unknown-codec",  { 0x100, 10, 0x101, 10, 0x102, 8, 0x103, 0x9999, 0x106, 1, 0x111, 8, 0x115, 1, 0x116, 10, 0x117, 100, 0 } },
};
/* clang-format on */

static void
test_claim (gconstpointer data)
{
  const guint      i = GPOINTER_TO_UINT (data);
  g_autofree char *path = write_claim (claims[i].name, claims[i].tags);
  g_autoptr (GError) error = NULL;
  struct rusage before, after;

  getrusage (RUSAGE_SELF, &before);
  g_assert_null (lw_decode (path, NULL, &error));
  g_assert_true (error->domain == LW_ERROR);
  g_assert_nonnull (strstr (error->message, claims[i].name));
  assert_survived (path);
  getrusage (RUSAGE_SELF, &after);

  /* In kB. */
  g_assert_cmpint (after.ru_maxrss - before.ru_maxrss, <, 50000);
}

/* --- Previews and cancelling --- */

#define LARGE_W 6000
#define LARGE_H 5000

/* As the rows below. */
static void
write_large_tiles (TIFF *tiff,
                   int   w,
                   int   h)
{
  g_autofree guint8 *tile = g_malloc (208 * 176);

  TIFFSetField (tiff, TIFFTAG_TILEWIDTH, 208);
  TIFFSetField (tiff, TIFFTAG_TILELENGTH, 176);

  for (int y = 0; y < h; y += 176)
    for (int x = 0; x < w; x += 208)
      {
        for (int row = 0; row < 176; row++)
          memset (tile + row * 208, MIN (20 + 200 * (y + row) / h, 255), 208);

        TIFFWriteTile (tiff, tile, x, y, 0, 0);
      }
}

static char *
write_large (const char *name,
             int         rows, /* of a strip; 0: tiled */
             gboolean    with_reduced)
{
  char              *path = g_build_filename (folder, name, NULL);
  TIFF              *tiff = TIFFOpen (path, "w");
  g_autofree guint8 *row = g_malloc (LARGE_W);

  for (int version = 0; version <= with_reduced; version++)
    {
      const int w = LARGE_W >> (3 * version), h = LARGE_H >> (3 * version);

      TIFFSetField (tiff, TIFFTAG_SUBFILETYPE, version);
      TIFFSetField (tiff, TIFFTAG_IMAGEWIDTH, w);
      TIFFSetField (tiff, TIFFTAG_IMAGELENGTH, h);
      TIFFSetField (tiff, TIFFTAG_BITSPERSAMPLE, 8);
      TIFFSetField (tiff, TIFFTAG_SAMPLESPERPIXEL, 1);
      TIFFSetField (tiff, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_MINISBLACK);
      TIFFSetField (tiff, TIFFTAG_COMPRESSION, COMPRESSION_PACKBITS);

      if (rows > 0)
        TIFFSetField (tiff, TIFFTAG_ROWSPERSTRIP, rows);

      for (int y = 0; y < h && rows > 0; y++)
        {
          /* Light at the bottom of both. */
          memset (row, 20 + 200 * y / h, w);
          TIFFWriteScanline (tiff, row, y, 0);
        }

      if (rows == 0)
        write_large_tiles (tiff, w, h);

      TIFFWriteDirectory (tiff);
    }

  TIFFClose (tiff);

  return path;
}

typedef struct
{
  int           n_previews;
  int           top, bottom;
  GCancellable *cancellable;
} Seen;

static void
preview_cb (LwPixels *preview,
            gpointer  data)
{
  Seen     *seen = data;
  const int w = lw_pixels_get_width (preview), h = lw_pixels_get_height (preview);

  g_assert_cmpint (MAX (w, h), <=, 1024);
  g_assert_cmpint (MAX (w, h), >=, 500);
  g_assert_cmpfloat_with_epsilon ((double) w / h, (double) LARGE_W / LARGE_H, 0.01);

  if (seen->n_previews++ == 0)
    {
      seen->top = (int) (lw_pixels_get_rgb (preview, w / 2, 3) & 0xff);
      seen->bottom = (int) (lw_pixels_get_rgb (preview, w / 2, h - 3) & 0xff);
    }

  if (seen->cancellable != NULL)
    g_cancellable_cancel (seen->cancellable);
}

/* Reading some of the strips, and the smaller version that the file brings. */
static void
test_preview (gconstpointer data)
{
  const gboolean   with_reduced = GPOINTER_TO_INT (data);
  g_autofree char *path = write_large (with_reduced ? "reduced.tif" : "strips.tif", with_reduced ? LARGE_H : 3, with_reduced);
  Seen             seen = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (LwPixels) pixels = lw_decode_watched (path, preview_cb, NULL, &seen, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpint (lw_pixels_get_width (pixels), ==, LARGE_W);
  g_assert_cmpint (lw_decode_count_pages (path), ==, 1);
  g_assert_cmpint (seen.n_previews, >=, 1);
  g_assert_cmpint (ABS (seen.top - 20), <, 4);
  g_assert_cmpint (ABS (seen.bottom - 220), <, 4);
  g_assert_cmpint (lw_pixels_get_rgb (pixels, 17, LARGE_H - 1) & 0xff, ==, 20 + 200 * (LARGE_H - 1) / LARGE_H);
}

/* What is left out while it is read must not shift what stays. */
static void
test_thumbnail (gconstpointer data)
{
  const int        rows = GPOINTER_TO_INT (data);
  g_autofree char *path = write_large ("thumbnail.tif", rows, FALSE);
  g_autofree char *small_path = g_build_filename (folder, "small.jpg", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) thumbnail = lw_decode_thumbnail (path, 60, NULL, &error);
  g_autoptr (LwPixels) small = NULL;

  g_assert_no_error (error);
  g_assert_true (g_file_set_contents (small_path, g_bytes_get_data (thumbnail, NULL), (gssize) g_bytes_get_size (thumbnail), NULL));
  small = lw_decode (small_path, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (lw_pixels_get_width (small), ==, 60);
  g_assert_cmpint (lw_pixels_get_height (small), ==, 50);

  for (int y = 0; y < 50; y += 7)
    for (int x = 0; x < 60; x += 59)
      g_assert_cmpint (ABS ((int) (lw_pixels_get_rgb (small, x, y) & 0xff) - (20 + 200 * (2 * y + 1) / 100)), <, 6);
}

static void
test_cancelled (void)
{
  g_autofree char *path = write_large ("cancelled.tif", 3, FALSE);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Seen seen = { .cancellable = cancellable };
  g_autoptr (GError) error = NULL;

  g_assert_null (lw_decode_watched (path, preview_cb, NULL, &seen, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (seen.n_previews, ==, 1);
}

/* Infinity and what is no number, in a file. */
static void
test_not_finite (void)
{
  g_autofree char *path = g_build_filename (folder, "finite.tif", NULL);
  TIFF            *tiff = TIFFOpen (path, "w");
  float            row[] = { 5, NAN, INFINITY, -INFINITY, 7 };
  double           black, white;
  g_autoptr (LwPixels) pixels = NULL;

  TIFFSetField (tiff, TIFFTAG_IMAGEWIDTH, 5);
  TIFFSetField (tiff, TIFFTAG_IMAGELENGTH, 1);
  TIFFSetField (tiff, TIFFTAG_BITSPERSAMPLE, 32);
  TIFFSetField (tiff, TIFFTAG_SAMPLEFORMAT, SAMPLEFORMAT_IEEEFP);
  TIFFSetField (tiff, TIFFTAG_SAMPLESPERPIXEL, 1);
  TIFFSetField (tiff, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_MINISBLACK);
  TIFFWriteScanline (tiff, row, 0, 0);
  TIFFClose (tiff);

  pixels = lw_decode (path, NULL, NULL);
  lw_pixels_get_range (pixels, &black, &white);
  g_assert_cmpfloat (black, ==, 5);
  g_assert_cmpfloat (white, ==, 7);
}

static void
add_kinds (const char   *name,
           GTestDataFunc func)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *path = g_strdup_printf ("/decode-tiff/%s/%s", name, kinds[i].name);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), func);
    }
}

int
main (int   argc,
      char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  folder = lw_test_make_folder ();
  TIFFSetWarningHandler (NULL);

  add_kinds ("kind", test_kind);
  add_kinds ("cut-off", test_cut_off);
  add_kinds ("damaged", test_damaged);

  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_autofree char *path = g_strdup_printf ("/decode-tiff/other/%s", others[i].name);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_other);
    }

  for (guint i = 0; i < G_N_ELEMENTS (claims); i++)
    {
      g_autofree char *path = g_strdup_printf ("/decode-tiff/claim/%s", claims[i].name);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_claim);
    }

  g_test_add_data_func ("/decode-tiff/pages", "w", test_pages);
  g_test_add_data_func ("/decode-tiff/pages-big", "w8", test_pages);
  g_test_add_func ("/decode-tiff/loop", test_loop);
  g_test_add_func ("/decode-tiff/literal-name", test_literal_name);
  g_test_add_data_func ("/decode-tiff/preview/strips", GINT_TO_POINTER (FALSE), test_preview);
  g_test_add_data_func ("/decode-tiff/preview/reduced", GINT_TO_POINTER (TRUE), test_preview);
  g_test_add_data_func ("/decode-tiff/thumbnail/strips", GINT_TO_POINTER (7), test_thumbnail);
  g_test_add_data_func ("/decode-tiff/thumbnail/tiles", GINT_TO_POINTER (0), test_thumbnail);
  g_test_add_func ("/decode-tiff/cancelled", test_cancelled);
  g_test_add_func ("/decode-tiff/not-finite", test_not_finite);

  status = g_test_run ();
  lw_test_remove_folder (folder);
  g_free (folder);

  return status;
}

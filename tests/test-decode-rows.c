/* test-decode-rows.c - pictures whose full detail is on the disk
 *
 * Read twice, once in memory and once with all of it on the disk: nothing that can be asked of them
 * may differ.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lw-decode-private.h"
#include "lw-error.h"
#include "lw-test-folder.h"

#include <math.h>
#include <png.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <tiffio.h>

/* Squares of 256 that are whole, and others that are cut in both directions. */
#define W 601
#define H 530

static char *folder;

/* clang-format off */
static const struct
{
  const char *name;
  int         n_bits, n_samples, kind;
  int         compression, tile_px, strip_rows;
  gboolean    is_planar, has_alpha;
} tiffs[] = {
  { "float",         32, 1, SAMPLEFORMAT_IEEEFP, COMPRESSION_NONE,           0,   H, FALSE, FALSE },
  { "float-lzw",     32, 1, SAMPLEFORMAT_IEEEFP, COMPRESSION_LZW,            0,   7, FALSE, FALSE },
  { "float-tiles",   32, 1, SAMPLEFORMAT_IEEEFP, COMPRESSION_ADOBE_DEFLATE, 48,   0, FALSE, FALSE },
  { "int-32",        32, 1, SAMPLEFORMAT_INT,    COMPRESSION_NONE,           0,  16, FALSE, FALSE },
  { "grey-16",       16, 1, SAMPLEFORMAT_UINT,   COMPRESSION_LZW,            0,  16, FALSE, FALSE },
  { "rgb-16",        16, 3, SAMPLEFORMAT_UINT,   COMPRESSION_NONE,           0,   1, FALSE, FALSE },
  { "rgb-16-tiles",  16, 3, SAMPLEFORMAT_UINT,   COMPRESSION_LZW,          128,   0, FALSE, FALSE },
  { "rgb-16-large-tiles", 16, 3, SAMPLEFORMAT_UINT, COMPRESSION_LZW,       640,   0, FALSE, FALSE },
  { "rgb-16-planes", 16, 3, SAMPLEFORMAT_UINT,   COMPRESSION_ADOBE_DEFLATE,  0,  40, TRUE,  FALSE },
  { "rgb-16-plane-tiles", 16, 3, SAMPLEFORMAT_UINT, COMPRESSION_ADOBE_DEFLATE, 64, 0, TRUE, FALSE },
  { "rgba-16",       16, 4, SAMPLEFORMAT_UINT,   COMPRESSION_NONE,           0,   8, FALSE, TRUE  },
  { "rgb-8",          8, 3, SAMPLEFORMAT_UINT,   COMPRESSION_LZW,            0,   H, FALSE, FALSE },
};

static const struct
{
  const char *name;
  int         n_bits, type, interlace;
} pngs[] = {
  { "rgb-16",             16, PNG_COLOR_TYPE_RGB,  PNG_INTERLACE_NONE  },
  { "rgba-16",            16, PNG_COLOR_TYPE_RGBA, PNG_INTERLACE_NONE  },
  { "rgb-16-interlaced",  16, PNG_COLOR_TYPE_RGB,  PNG_INTERLACE_ADAM7 },
  { "rgba-16-interlaced", 16, PNG_COLOR_TYPE_RGBA, PNG_INTERLACE_ADAM7 },
  { "rgba-8-interlaced",   8, PNG_COLOR_TYPE_RGBA, PNG_INTERLACE_ADAM7 },
  { "grey-8",              8, PNG_COLOR_TYPE_GRAY, PNG_INTERLACE_NONE  },
};
/* clang-format on */

/* --- Files --- */

static guint
number_at (int x,
           int y,
           int c)
{
  return (guint) (x * 97 + y * 331 + c * 12345 + (x * y) % 251) % 65536;
}

static void
put_number (guint8 *row,
            int     i,
            int     n_bits,
            int     kind,
            guint   number)
{
  if (kind == SAMPLEFORMAT_IEEEFP)
    ((float *) (gpointer) row)[i] = number % 4099 == 0 ? NAN : (float) number / 7 - 3000;
  else if (n_bits == 32)
    ((gint32 *) (gpointer) row)[i] = (gint32) number * 1000 - 9000000;
  else if (n_bits == 16)
    ((guint16 *) (gpointer) row)[i] = (guint16) number;
  else
    row[i] = (guint8) number;
}

static void
set_tags (TIFF *tiff,
          guint i,
          int   orientation)
{
  TIFFSetField (tiff, TIFFTAG_IMAGEWIDTH, W);
  TIFFSetField (tiff, TIFFTAG_IMAGELENGTH, H);
  TIFFSetField (tiff, TIFFTAG_BITSPERSAMPLE, tiffs[i].n_bits);
  TIFFSetField (tiff, TIFFTAG_SAMPLESPERPIXEL, tiffs[i].n_samples);
  TIFFSetField (tiff, TIFFTAG_SAMPLEFORMAT, tiffs[i].kind);
  TIFFSetField (tiff, TIFFTAG_COMPRESSION, tiffs[i].compression);
  TIFFSetField (tiff, TIFFTAG_PHOTOMETRIC, tiffs[i].n_samples >= 3 ? PHOTOMETRIC_RGB : PHOTOMETRIC_MINISBLACK);
  TIFFSetField (tiff, TIFFTAG_PLANARCONFIG, tiffs[i].is_planar ? PLANARCONFIG_SEPARATE : PLANARCONFIG_CONTIG);
  TIFFSetField (tiff, TIFFTAG_ORIENTATION, orientation);

  if (tiffs[i].has_alpha)
    TIFFSetField (tiff, TIFFTAG_EXTRASAMPLES, 1, &(guint16){ EXTRASAMPLE_UNASSALPHA });

  if (tiffs[i].tile_px > 0)
    {
      TIFFSetField (tiff, TIFFTAG_TILEWIDTH, tiffs[i].tile_px);
      TIFFSetField (tiff, TIFFTAG_TILELENGTH, tiffs[i].tile_px);
    }
  else
    TIFFSetField (tiff, TIFFTAG_ROWSPERSTRIP, tiffs[i].strip_rows);
}

static void
write_piece (TIFF *tiff,
             guint i,
             int   plane,
             int   x0,
             int   y0,
             int   width,
             int   height)
{
  const int          n = tiffs[i].is_planar ? 1 : tiffs[i].n_samples;
  g_autofree guint8 *piece = g_malloc ((gsize) width * height * n * tiffs[i].n_bits / 8);

  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++)
      for (int c = 0; c < n; c++)
        put_number (piece, (y * width + x) * n + c, tiffs[i].n_bits, tiffs[i].kind, number_at (x0 + x, y0 + y, plane + c));

  if (tiffs[i].tile_px > 0)
    g_assert_cmpint (TIFFWriteTile (tiff, piece, x0, y0, 0, plane), >, 0);
  else
    g_assert_cmpint (TIFFWriteScanline (tiff, piece, y0, plane), ==, 1);
}

static char *
write_tiff (guint i,
            int   orientation)
{
  g_autofree char *name = g_strdup_printf ("%s-%d.tif", tiffs[i].name, orientation);
  char            *path = g_build_filename (folder, name, NULL);
  TIFF            *tiff = TIFFOpen (path, "w");
  const int        tile_px = tiffs[i].tile_px;

  set_tags (tiff, i, orientation);

  for (int plane = 0; plane < (tiffs[i].is_planar ? 3 : 1); plane++)
    for (int y = 0; y < H; y += MAX (1, tile_px))
      for (int x = 0; x<W; x += tile_px> 0 ? tile_px : W)
        write_piece (tiff, i, plane, x, y, tile_px > 0 ? tile_px : W, MAX (1, tile_px));

  TIFFClose (tiff);

  return path;
}

static char *
write_png (guint i)
{
  g_autofree char   *name = g_strdup_printf ("%s.png", pngs[i].name);
  char              *path = g_build_filename (folder, name, NULL);
  FILE              *file = g_fopen (path, "wb");
  png_structp        png = png_create_write_struct (PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
  png_infop          info = png_create_info_struct (png);
  const int          n = pngs[i].type == PNG_COLOR_TYPE_GRAY ? 1 : pngs[i].type == PNG_COLOR_TYPE_RGB ? 3
                                                                                                      : 4;
  g_autofree guint8 *row = g_malloc ((gsize) W * n * 2);

  png_init_io (png, file);
  png_set_IHDR (png, info, W, H, pngs[i].n_bits, pngs[i].type, pngs[i].interlace, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  png_write_info (png, info);

  for (int pass = png_set_interlace_handling (png); pass > 0; pass--)
    for (int y = 0; y < H; y++)
      {
        for (int k = 0; k < W * n; k++)
          put_number (row, k, pngs[i].n_bits, SAMPLEFORMAT_UINT, number_at (k / n, y, k % n));

        png_write_row (png, row);
      }

  png_write_end (png, info);
  png_destroy_write_struct (&png, &info);
  fclose (file);

  return path;
}

/* --- The same --- */

static LwPixels *
decode_within (const char *path,
               guint64     memory_max)
{
  g_autoptr (GError) error = NULL;
  LwPixels *pixels = lw_decode_within (path, memory_max, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (pixels);

  return pixels;
}

static void
assert_same_numbers (LwPixels *a,
                     LwPixels *b)
{
  double x[2], y[2];

  lw_pixels_get_range (a, &x[0], &x[1]);
  lw_pixels_get_range (b, &y[0], &y[1]);
  g_assert_cmpmem (x, sizeof x, y, sizeof y);
  lw_pixels_get_extremes (a, &x[0], &x[1]);
  lw_pixels_get_extremes (b, &y[0], &y[1]);
  g_assert_cmpmem (x, sizeof x, y, sizeof y);
  lw_pixels_get_auto_window (a, &x[0], &x[1]);
  lw_pixels_get_auto_window (b, &y[0], &y[1]);
  g_assert_cmpmem (x, sizeof x, y, sizeof y);

  /* Every square, and both sides of each edge between them. */
  for (int v = 0; v < lw_pixels_get_height (a); v += 5)
    for (int u = 0; u < lw_pixels_get_width (a); u += 5)
      {
        double of_a[3] = { 0 }, of_b[3] = { 0 };

        g_assert_cmpint (lw_pixels_get_values (a, u, v, of_a), ==, lw_pixels_get_values (b, u, v, of_b));
        g_assert_cmpmem (of_a, sizeof of_a, of_b, sizeof of_b);
      }
}

/* Through a narrow window, in which single steps of deep numbers can be told apart. */
static void
assert_same_part (LwPixels *a,
                  LwPixels *b,
                  int       level,
                  int       x,
                  int       y,
                  int       width,
                  int       height)
{
  const gsize         n_bytes = (gsize) width * height * 4;
  g_autofree guint32 *of_a = g_malloc0 (n_bytes);
  g_autofree guint32 *of_b = g_malloc0 (n_bytes);
  LwTone              tone = LW_TONE_NEUTRAL;
  LwToneTable         table;

  tone.black = 0.4;
  tone.white = 0.41;
  lw_tone_table_init (&table, &tone);
  lw_pixels_render (a, level, x, y, width, height, &table, of_a, width);
  lw_pixels_render (b, level, x, y, width, height, &table, of_b, width);
  g_assert_cmpmem (of_a, n_bytes, of_b, n_bytes);
}

static void
assert_same (LwPixels *a,
             LwPixels *b)
{
  int width = lw_pixels_get_width (a), height = lw_pixels_get_height (a);

  g_assert_cmpint (width, ==, lw_pixels_get_width (b));
  g_assert_cmpint (height, ==, lw_pixels_get_height (b));
  g_assert_cmpint (lw_pixels_get_n_levels (a), ==, lw_pixels_get_n_levels (b));
  assert_same_numbers (a, b);

  /* As a square of the canvas with its border, across four squares of the file. */
  assert_same_part (a, b, 0, 255, 255, 258, 258);
  assert_same_part (a, b, 0, width - 3, height - 5, 3, 5);

  for (int level = 0; level < lw_pixels_get_n_levels (a); level++)
    {
      assert_same_part (a, b, level, 0, 0, width, height);
      width = (width + 1) / 2;
      height = (height + 1) / 2;
    }
}

static void
check_file (const char *path)
{
  g_autoptr (LwPixels) in_memory = decode_within (path, G_MAXUINT64);
  g_autoptr (LwPixels) on_disk = decode_within (path, 0);

  assert_same (in_memory, on_disk);

  /* What is held in memory of it is a third. */
  g_assert_cmpuint (lw_pixels_get_size (on_disk), <, lw_pixels_get_size (in_memory) / 2);
}

static void
test_tiff (gconstpointer data)
{
  for (int orientation = 1; orientation <= 8; orientation++)
    {
      g_autofree char *path = write_tiff (GPOINTER_TO_UINT (data), orientation);

      check_file (path);

      /* All ways of turning are tried once. */
      if (GPOINTER_TO_UINT (data) > 0)
        break;
    }
}

static void
test_png (gconstpointer data)
{
  g_autofree char *path = write_png (GPOINTER_TO_UINT (data));

  check_file (path);
}

static void
test_pnm (void)
{
  g_autofree char *path = g_build_filename (folder, "rgb.ppm", NULL);
  GString         *file = g_string_new ("P6 601 530 65535\n");

  for (int i = 0; i < W * H * 3; i++)
    {
      const guint number = number_at (i / 3 % W, i / 3 / W, i % 3);

      g_string_append_c (file, (char) (number >> 8));
      g_string_append_c (file, (char) number);
    }

  g_assert_true (g_file_set_contents (path, file->str, (gssize) file->len, NULL));
  g_string_free (file, TRUE);
  check_file (path);
}

/* Against what was written, not against another way to read it. */
static void
test_exact (void)
{
  g_autofree char *path = write_tiff (0, 1);
  g_autoptr (LwPixels) pixels = decode_within (path, 0);

  for (int y = 0; y < H; y += 3)
    for (int x = 0; x < W; x++)
      {
        double value[3];
        float  number;

        put_number ((guint8 *) &number, 0, 32, SAMPLEFORMAT_IEEEFP, number_at (x, y, 0));
        g_assert_cmpint (lw_pixels_get_values (pixels, x, y, value), ==, 1);
        g_assert_true (isnan (number) ? isnan (value[0]) : value[0] == (double) number);
      }
}

/* --- Few bits --- */

#define TABLE_W 61
#define TABLE_H 9

static void
write_table (const char *path,
             int         n_bits,
             int         photometric,
             int         brightest)
{
  TIFF   *tiff = TIFFOpen (path, "w");
  guint16 colours[3][256];
  guint8  row[TABLE_W];

  for (int i = 0; i < 256; i++)
    for (int c = 0; c < 3; c++)
      colours[c][i] = (guint16) ((i * 37 + c * 91 + 5) * 211 % (brightest + 1));

  TIFFSetField (tiff, TIFFTAG_IMAGEWIDTH, TABLE_W);
  TIFFSetField (tiff, TIFFTAG_IMAGELENGTH, TABLE_H);
  TIFFSetField (tiff, TIFFTAG_BITSPERSAMPLE, n_bits);
  TIFFSetField (tiff, TIFFTAG_SAMPLESPERPIXEL, 1);
  TIFFSetField (tiff, TIFFTAG_PHOTOMETRIC, photometric);
  TIFFSetField (tiff, TIFFTAG_COMPRESSION, COMPRESSION_PACKBITS);
  TIFFSetField (tiff, TIFFTAG_ROWSPERSTRIP, TABLE_H);

  if (photometric == PHOTOMETRIC_PALETTE)
    TIFFSetField (tiff, TIFFTAG_COLORMAP, colours[0], colours[1], colours[2]);

  for (int y = 0; y < TABLE_H; y++)
    {
      for (int i = 0; i < TABLE_W; i++)
        row[i] = (guint8) g_test_rand_int_range (0, 256);

      g_assert_cmpint (TIFFWriteScanline (tiff, row, (guint32) y, 0), ==, 1);
    }

  TIFFClose (tiff);
}

/* Against what libtiff makes of it. */
static void
test_table (gconstpointer data)
{
  static const int photometrics[] = { PHOTOMETRIC_MINISBLACK, PHOTOMETRIC_MINISWHITE, PHOTOMETRIC_PALETTE, PHOTOMETRIC_PALETTE };
  const int        kind = GPOINTER_TO_INT (data) % 4;
  g_autofree char *path = g_build_filename (folder, "table.tif", NULL);
  guint32          raster[TABLE_W * TABLE_H];
  g_autoptr (LwPixels) pixels = NULL;
  TIFF *tiff;

  write_table (path, 1 << GPOINTER_TO_INT (data) / 4, photometrics[kind], kind == 3 ? 255 : 65535);
  tiff = TIFFOpen (path, "r");
  g_assert_true (TIFFReadRGBAImageOriented (tiff, TABLE_W, TABLE_H, raster, ORIENTATION_TOPLEFT, 1));
  TIFFClose (tiff);
  pixels = decode_within (path, G_MAXUINT64);

  for (int i = 0; i < TABLE_W * TABLE_H; i++)
    g_assert_cmphex (lw_pixels_get_rgb (pixels, i % TABLE_W, i / TABLE_W), ==,
                     TIFFGetR (raster[i]) << 16 | TIFFGetG (raster[i]) << 8 | TIFFGetB (raster[i]));
}

/* --- Previews --- */

#define LARGE_W 6000
#define LARGE_H 5000

/* One row is one number, which says where it is; in the other order of bytes. */
static char *
write_large (int compression,
             int strip_rows)
{
  char               *path = g_build_filename (folder, "large.tif", NULL);
  TIFF               *tiff = TIFFOpen (path, G_BYTE_ORDER == G_LITTLE_ENDIAN ? "wb" : "wl");
  g_autofree guint16 *row = g_new (guint16, LARGE_W);

  TIFFSetField (tiff, TIFFTAG_IMAGEWIDTH, LARGE_W);
  TIFFSetField (tiff, TIFFTAG_IMAGELENGTH, LARGE_H);
  TIFFSetField (tiff, TIFFTAG_BITSPERSAMPLE, 16);
  TIFFSetField (tiff, TIFFTAG_SAMPLESPERPIXEL, 1);
  TIFFSetField (tiff, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_MINISBLACK);
  TIFFSetField (tiff, TIFFTAG_COMPRESSION, compression);
  TIFFSetField (tiff, TIFFTAG_ROWSPERSTRIP, strip_rows);

  for (int y = 0; y < LARGE_H; y++)
    {
      for (int x = 0; x < LARGE_W; x++)
        row[x] = (guint16) (10 * y + 1);

      g_assert_cmpint (TIFFWriteScanline (tiff, row, y, 0), ==, 1);
    }

  TIFFClose (tiff);

  return path;
}

typedef struct
{
  int n_previews;
  int off_by; /* rows that one of the first preview may be away from its own */
} Seen;

static void
preview_cb (LwPixels *preview,
            gpointer  data)
{
  Seen     *seen = data;
  const int w = lw_pixels_get_width (preview), h = lw_pixels_get_height (preview);
  const int step = (LARGE_W + LW_DECODE_PREVIEW_EDGE_PX - 1) / LW_DECODE_PREVIEW_EDGE_PX;

  g_assert_cmpint (h, ==, (LARGE_H + step - 1) / step);
  seen->n_previews++;

  /* Whole from the first one on, and never worse. */
  for (int y = 0; y < h; y++)
    {
      double value[3];

      lw_pixels_get_values (preview, y % w, y, value);
      g_assert_cmpfloat (value[0], <=, 10 * y * step + 1);
      g_assert_cmpfloat (value[0], >=, 10 * (y * step - seen->off_by) + 1);
    }
}

static void
test_preview (gconstpointer data)
{
  const gboolean   is_plain = GPOINTER_TO_INT (data);
  g_autofree char *path = write_large (is_plain ? COMPRESSION_NONE : COMPRESSION_PACKBITS, is_plain ? LARGE_H : 100);
  Seen             seen = { .off_by = is_plain ? 0 : 99 };
  g_autoptr (GError) error = NULL;
  g_autoptr (LwPixels) pixels = lw_decode_watched (path, preview_cb, NULL, &seen, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpint (seen.n_previews, >=, 1);
}

/* --- The disk --- */

static guint
count_files (const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, "labelwright", NULL);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  guint n = 0;

  while (dir != NULL && g_dir_read_name (dir) != NULL)
    n++;

  return n;
}

static void
test_leaves_nothing (void)
{
  g_autofree char *path = write_png (0);
  g_autofree char *cache = g_build_filename (folder, "cache", "labelwright", NULL);
  g_autoptr (LwPixels) pixels = decode_within (path, 0);

  g_assert_true (g_file_test (cache, G_FILE_TEST_IS_DIR));
  g_assert_cmpuint (count_files ("cache"), ==, 0);
}

static void
assert_refused (const char *path)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (lw_decode_within (path, 0, NULL, &error));
  g_assert_error (error, LW_ERROR, LW_ERROR_FAILED);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, "cache/labelwright"));
}

/* Where a cache cannot be, there is the folder for temporary files. */
static void
test_folders (void)
{
  g_autofree char *path = write_png (3);
  g_autofree char *cache = g_build_filename (folder, "cache", NULL);
  g_autoptr (LwPixels) in_memory = decode_within (path, G_MAXUINT64);
  g_autoptr (LwPixels) elsewhere = NULL;

  lw_test_remove_folder (cache);
  g_assert_true (g_file_set_contents (cache, "a file", -1, NULL));
  elsewhere = decode_within (path, 0);
  assert_same (in_memory, elsewhere);
  g_assert_cmpint (g_unlink (cache), ==, 0);
}

/* A limit on the size of files does what a full disk does. */
static void
test_full (void)
{
  const struct rlimit small = { 1024 * 1024, RLIM_INFINITY };
  const struct rlimit none = { RLIM_INFINITY, RLIM_INFINITY };
  g_autofree char    *png = write_png (3);
  g_autofree char    *tiff = write_tiff (5, 1);

  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &small), ==, 0);
  assert_refused (png);
  assert_refused (tiff);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &none), ==, 0);
  check_file (png);
}

static gboolean
is_at_hand (LwPixels *pixels)
{
  return lw_pixels_is_at_hand (pixels, 0, 0, 0, W, H);
}

/* What the system has let go comes back by asking, and unchanged.  Not every file system can say that it
 * is not there; then it is always at hand. */
static void
test_at_hand (void)
{
  g_autofree char *path = write_png (0);
  g_autoptr (LwPixels) in_memory = decode_within (path, G_MAXUINT64);
  g_autoptr (LwPixels) on_disk = decode_within (path, 0);
  int n_asked = 0;

  g_assert_true (is_at_hand (in_memory));
  g_assert_true (is_at_hand (on_disk));
  lw_pixels_blocks_forget (on_disk->blocks);
  g_assert_true (lw_pixels_is_at_hand (on_disk, 1, 0, 0, W / 2, H / 2));

  while (!is_at_hand (on_disk))
    {
      g_assert_cmpint (n_asked++, <, 10000);
      g_usleep (1000);
    }

  g_test_message ("asked %d times", n_asked);
  assert_same (in_memory, on_disk);
}

static void
test_cancelled (void)
{
  g_autofree char *path = write_png (3);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (lw_decode_within (path, 0, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int   argc,
      char *argv[])
{
  g_autofree char *cache = NULL;
  int              status;

  g_test_init (&argc, &argv, NULL);
  folder = lw_test_make_folder ();
  cache = g_build_filename (folder, "cache", NULL);
  g_setenv ("XDG_CACHE_HOME", cache, TRUE);

  for (guint i = 0; i < G_N_ELEMENTS (tiffs); i++)
    {
      g_autofree char *name = g_strdup_printf ("/decode-rows/tiff/%s", tiffs[i].name);

      g_test_add_data_func (name, GUINT_TO_POINTER (i), test_tiff);
    }

  for (guint i = 0; i < G_N_ELEMENTS (pngs); i++)
    {
      g_autofree char *name = g_strdup_printf ("/decode-rows/png/%s", pngs[i].name);

      g_test_add_data_func (name, GUINT_TO_POINTER (i), test_png);
    }

  for (int i = 0; i < 16; i++)
    {
      g_autofree char *name = g_strdup_printf ("/decode-rows/table/%d-bits-%d", 1 << i / 4, i % 4);

      g_test_add_data_func (name, GINT_TO_POINTER (i), test_table);
    }

  g_test_add_func ("/decode-rows/pnm", test_pnm);
  g_test_add_func ("/decode-rows/exact", test_exact);
  g_test_add_data_func ("/decode-rows/preview/one-strip", GINT_TO_POINTER (TRUE), test_preview);
  g_test_add_data_func ("/decode-rows/preview/tall-strips", GINT_TO_POINTER (FALSE), test_preview);
  g_test_add_func ("/decode-rows/leaves-nothing", test_leaves_nothing);
  g_test_add_func ("/decode-rows/folders", test_folders);
  g_test_add_func ("/decode-rows/full", test_full);
  g_test_add_func ("/decode-rows/at-hand", test_at_hand);
  g_test_add_func ("/decode-rows/cancelled", test_cancelled);

  status = g_test_run ();
  lw_test_remove_folder (folder);
  g_free (folder);

  return status;
}

/* test-webp-lossless.c - lossless WebP in rows, against libwebp
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lw-decode-private.h"
#include "lw-error.h"
#include "lw-test-folder.h"
#include "lw-webp-lossless.h"

#include <string.h>
#include <webp/decode.h>
#include <webp/encode.h>

static char *folder;

/* --- Pictures --- */

typedef guint32 (*PaintFunc) (int x,
                              int y);

static guint32
noise (guint32 seed)
{
  seed = (seed ^ 61) ^ seed >> 16;
  seed *= 9;
  seed ^= seed >> 4;
  seed *= 0x27d4eb2du;

  return seed ^ seed >> 15;
}

static guint32
paint_smooth (int x,
              int y)
{
  const guint32 r = (guint32) (x * 3 + y) / 4 & 0xff, g = (guint32) (x + y * 2) / 5 & 0xff, b = (guint32) (x * y) / 97 & 0xff;

  return 0xff000000u | r << 16 | g << 8 | b;
}

static guint32
paint_photo (int x,
             int y)
{
  const guint32 n = noise ((guint32) (y * 4099 + x));
  const guint32 light = (guint32) (100 + (x >> 3) % 90 + ((x / 40 ^ y / 40) & 3) * 12);

  return 0xff000000u | (light + (n & 7)) << 16 | (light + 9 + (n >> 3 & 7)) << 8 | (light - 20 + (n >> 6 & 15));
}

static guint32
paint_noise (int x,
             int y)
{
  return noise ((guint32) (y * 7919 + x));
}

static guint32
paint_clear (int x,
             int y)
{
  return (paint_photo (x, y) & 0xffffff) | (guint32) ((x + y) & 0xff) << 24;
}

static guint32
paint_flat (int x,
            int y)
{
  return 0xff336699u;
}

/* Things that come again, near and far. */
static guint32
paint_again (int x,
             int y)
{
  return paint_noise (x % 37, y % 53) | 0xff000000u;
}

#define PAINT_COLOURS(n)                                                     \
  static guint32 paint_colours_##n (int x, int y)                            \
  {                                                                          \
    return 0xff000000u | noise (noise ((guint32) (x / 3 + y / 5 * 77)) % n); \
  }

PAINT_COLOURS (2)
PAINT_COLOURS (4)
PAINT_COLOURS (13)
PAINT_COLOURS (200)

/* clang-format off */
static const struct
{
  const char *name;
  PaintFunc   paint;
} paints[] = {
  { "smooth",      paint_smooth      },
  { "photo",       paint_photo       },
  { "noise",       paint_noise       },
  { "clear",       paint_clear       },
  { "flat",        paint_flat        },
  { "again",       paint_again       },
  { "colours-2",   paint_colours_2   },
  { "colours-4",   paint_colours_4   },
  { "colours-13",  paint_colours_13  },
  { "colours-200", paint_colours_200 },
};

/* The last is larger than what can be looked back into. */
static const struct
{
  int width_px, height_px;
} sizes[] = { { 1, 1 }, { 1, 40 }, { 33, 1 }, { 7, 9 }, { 301, 203 }, { 1500, 1500 } };
/* clang-format on */

static GBytes *
encode (PaintFunc paint,
        int       width_px,
        int       height_px,
        int       level)
{
  WebPConfig       config;
  WebPPicture      picture;
  WebPMemoryWriter writer;

  g_assert_true (WebPConfigInit (&config) && WebPConfigLosslessPreset (&config, level) && WebPPictureInit (&picture));
  config.exact = TRUE;
  picture.use_argb = TRUE;
  picture.width = width_px;
  picture.height = height_px;
  WebPMemoryWriterInit (&writer);
  picture.writer = WebPMemoryWrite;
  picture.custom_ptr = &writer;
  g_assert_true (WebPPictureAlloc (&picture));

  for (int y = 0; y < height_px; y++)
    for (int x = 0; x < width_px; x++)
      picture.argb[y * picture.argb_stride + x] = paint (x, y);

  g_assert_true (WebPEncode (&config, &picture));
  WebPPictureFree (&picture);

  return g_bytes_new_with_free_func (writer.mem, writer.size, WebPFree, writer.mem);
}

/* --- Decoding --- */

typedef struct
{
  const guint8 *bytes;
  gsize         at, end;
  gsize         piece_max; /* so many at a time */

  guint32 *pixels;
  int      width_px, n_rows;
  int      stop_at; /* row; -1: not at all */
} Stream;

static gsize
read_cb (gpointer data,
         guint8  *to,
         gsize    n)
{
  Stream *stream = data;

  n = MIN (MIN (n, stream->piece_max), stream->end - stream->at);
  memcpy (to, stream->bytes + stream->at, n);
  stream->at += n;

  return n;
}

static gboolean
row_cb (gpointer       data,
        int            y,
        const guint32 *row)
{
  Stream *stream = data;

  g_assert_cmpint (y, ==, stream->n_rows);
  memcpy (stream->pixels + (gsize) y * stream->width_px, row, sizeof *row * stream->width_px);
  stream->n_rows++;

  return y != stream->stop_at;
}

/* All the chunks are one. */
#define PAYLOAD 20

static LwWebpStatus
decode (Stream *stream,
        GBytes *file,
        gsize   n_bytes,
        int     width_px,
        int     height_px)
{
  *stream = (Stream){ .bytes = g_bytes_get_data (file, NULL), .at = PAYLOAD, .end = n_bytes, .width_px = width_px, .stop_at = stream->stop_at };
  stream->piece_max = 1000003;
  stream->pixels = g_new0 (guint32, (gsize) width_px * height_px);

  return lw_webp_lossless_decode (width_px, height_px, TRUE, read_cb, row_cb, stream);
}

static void
check (PaintFunc paint,
       int       width_px,
       int       height_px,
       int       level)
{
  g_autoptr (GBytes) file = encode (paint, width_px, height_px, level);
  Stream stream = { .stop_at = -1 };

  g_assert_cmpint (decode (&stream, file, g_bytes_get_size (file), width_px, height_px), ==, LW_WEBP_DONE);
  g_assert_cmpint (stream.n_rows, ==, height_px);

  /* It is lossless: what was painted is the oracle.  Libwebp agrees, which tests the test. */
  for (int y = 0; y < height_px; y++)
    for (int x = 0; x < width_px; x++)
      g_assert_cmphex (stream.pixels[y * width_px + x], ==, paint (x, y));

  g_free (stream.pixels);
}

static void
test_paint (gconstpointer data)
{
  for (guint size = 0; size < G_N_ELEMENTS (sizes); size++)
    for (int level = 0; level <= 9; level += size + 1 < G_N_ELEMENTS (sizes) ? 4 : 10)
      check (paints[GPOINTER_TO_UINT (data)].paint, sizes[size].width_px, sizes[size].height_px, level);
}

/* --- Files that are not as they should be --- */

static void
test_cut (void)
{
  g_autoptr (GBytes) file = encode (paint_photo, 61, 47, 6);

  for (gsize n = PAYLOAD; n + 2 < g_bytes_get_size (file); n++)
    {
      Stream             stream = { .stop_at = -1 };
      const LwWebpStatus status = decode (&stream, file, n, 61, 47);

      /* Zeros may be no code. */
      g_assert_true (status == LW_WEBP_CUT_OFF || status == LW_WEBP_DAMAGED);
      g_free (stream.pixels);
    }
}

#define N_DAMAGED 400

/* What libwebp takes is the same here, and what it refuses is refused: both read the same bits. */
static void
test_damaged (gconstpointer data)
{
  const PaintFunc paint = paints[GPOINTER_TO_UINT (data)].paint;
  const int       width = 61, height = 47;
  int             n_taken = 0;
  GBytes         *good[3] = { encode (paint, width, height, 0), encode (paint, width, height, 6), encode (paint, width, height, 9) };

  for (int i = 0; i < N_DAMAGED; i++)
    {
      gsize         size;
      gconstpointer from = g_bytes_get_data (good[i % 3], &size);
      guint8       *bytes = g_memdup2 (from, size);
      g_autoptr (GBytes) bad = NULL;
      g_autofree guint8 *expected = NULL;
      Stream             stream = { .stop_at = -1 };
      LwWebpStatus       status;
      int                w, h;

      /* Beyond the size, which is known; mostly near the start, where the tables are. */
      for (int k = g_test_rand_int_range (1, 4); k > 0; k--)
        {
          const gint32 span = (gint32) MIN (size, i % 2 ? size : PAYLOAD + 60);

          bytes[g_test_rand_int_range (MIN (PAYLOAD + 5, span - 1), span)] ^= (guint8) (1 << g_test_rand_int_range (0, 8));
        }

      expected = WebPDecodeBGRA (bytes, size, &w, &h);
      bad = g_bytes_new_take (bytes, size);
      status = decode (&stream, bad, size, width, height);

      if (expected != NULL)
        {
          g_assert_cmpint (status, ==, LW_WEBP_DONE);
          g_assert_cmpmem (stream.pixels, (gsize) width * height * 4, expected, (gsize) width * height * 4);
          n_taken++;
        }
      else
        g_assert_cmpint (status, !=, LW_WEBP_DONE);

      g_free (stream.pixels);
      WebPFree (g_steal_pointer (&expected));
    }

  for (int i = 0; i < 3; i++)
    g_bytes_unref (good[i]);

  /* Some of both, or nothing was tried. */
  g_assert_cmpint (n_taken, >, 0);
  g_assert_cmpint (n_taken, <, N_DAMAGED);
}

static void
test_stopped (void)
{
  g_autoptr (GBytes) file = encode (paint_photo, 61, 47, 6);
  Stream stream = { .stop_at = 11 };

  g_assert_cmpint (decode (&stream, file, g_bytes_get_size (file), 61, 47), ==, LW_WEBP_STOPPED);
  g_assert_cmpint (stream.n_rows, ==, 12);
  g_free (stream.pixels);
}

static void
test_other_size (void)
{
  g_autoptr (GBytes) file = encode (paint_photo, 61, 47, 6);
  Stream stream = { .stop_at = -1 };

  g_assert_cmpint (decode (&stream, file, g_bytes_get_size (file), 47, 61), ==, LW_WEBP_DAMAGED);
  g_assert_cmpint (stream.n_rows, ==, 0);
  g_free (stream.pixels);
}

/* --- As a picture --- */

static LwPixels *
decode_within (GBytes *file,
               guint64 memory_max)
{
  g_autofree char *path = g_build_filename (folder, "a.webp", NULL);
  g_autoptr (GError) error = NULL;
  LwPixels *pixels;

  g_assert_true (g_file_set_contents (path, g_bytes_get_data (file, NULL), (gssize) g_bytes_get_size (file), NULL));
  pixels = lw_decode_within (path, memory_max, NULL, &error);
  g_assert_no_error (error);

  return pixels;
}

static guint
on_white (guint32 pixel,
          int     shift)
{
  return lw_decode_on_white (pixel >> shift & 0xff, pixel >> 24, 255);
}

static void
test_picture (gconstpointer data)
{
  g_autoptr (GBytes) file = encode (paint_clear, 301, 203, 6);
  g_autoptr (LwPixels) pixels = decode_within (file, GPOINTER_TO_INT (data) ? 0 : G_MAXUINT64);

  g_assert_cmpint (lw_pixels_get_width (pixels), ==, 301);
  g_assert_cmpint (lw_pixels_get_height (pixels), ==, 203);

  for (int y = 0; y < 203; y++)
    for (int x = 0; x < 301; x++)
      {
        const guint32 pixel = paint_clear (x, y);

        g_assert_cmphex (lw_pixels_get_rgb (pixels, x, y), ==, on_white (pixel, 16) << 16 | on_white (pixel, 8) << 8 | on_white (pixel, 0));
      }
}

/* The other kind of WebP has a transparency that is written without loss, for which there are filters. */
static GBytes *
encode_lossy (int width_px,
              int height_px,
              int filter,
              int compression)
{
  WebPMemoryWriter writer;
  WebPPicture      picture;
  WebPConfig       config;

  g_assert_true (WebPConfigInit (&config) && WebPPictureInit (&picture));
  config.alpha_filtering = filter;
  config.alpha_compression = compression;
  config.method = 2;
  picture.use_argb = TRUE;
  picture.width = width_px;
  picture.height = height_px;
  WebPMemoryWriterInit (&writer);
  picture.writer = WebPMemoryWrite;
  picture.custom_ptr = &writer;
  g_assert_true (WebPPictureAlloc (&picture));

  for (int y = 0; y < height_px; y++)
    for (int x = 0; x < width_px; x++)
      picture.argb[y * picture.argb_stride + x] = (paint_photo (x, y) & 0xffffff) | paint_smooth (x, y) << 24;

  g_assert_true (WebPEncode (&config, &picture));
  WebPPictureFree (&picture);

  return g_bytes_new_with_free_func (writer.mem, writer.size, WebPFree, writer.mem);
}

/* libwebp decodes transparency and colours together. */
static void
test_lossy (gconstpointer data)
{
  const int filter = GPOINTER_TO_INT (data) % 3, compression = GPOINTER_TO_INT (data) / 3;

  for (int width = 1; width < 400; width = width * 3 + 1)
    {
      const int height = 400 / width;
      g_autoptr (GBytes) file = encode_lossy (width, height, filter, compression);
      g_autoptr (LwPixels) pixels = decode_within (file, G_MAXUINT64);
      guint8 *rgba = WebPDecodeRGBA (g_bytes_get_data (file, NULL), g_bytes_get_size (file), NULL, NULL);

      g_assert_nonnull (rgba);

      for (int i = 0; i < width * height; i++)
        {
          guint32 expected = 0;

          for (int c = 0; c < 3; c++)
            expected = expected << 8 | lw_decode_on_white (rgba[4 * i + c], rgba[4 * i + 3], 255);

          g_assert_cmphex (lw_pixels_get_rgb (pixels, i % width, i / width), ==, expected);
        }

      WebPFree (rgba);
    }
}

static void
test_thumbnail (void)
{
  g_autoptr (GBytes) file = encode (paint_smooth, 1500, 1500, 0);
  g_autofree char *path = g_build_filename (folder, "b.webp", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) thumbnail = NULL;

  g_assert_true (g_file_set_contents (path, g_bytes_get_data (file, NULL), (gssize) g_bytes_get_size (file), NULL));
  thumbnail = lw_decode_thumbnail (path, 60, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (thumbnail);
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

  for (guint i = 0; i < G_N_ELEMENTS (paints); i++)
    {
      g_autofree char *name = g_strdup_printf ("/webp-lossless/%s", paints[i].name);
      g_autofree char *damaged = g_strdup_printf ("/webp-lossless/damaged/%s", paints[i].name);

      g_test_add_data_func (name, GUINT_TO_POINTER (i), test_paint);
      g_test_add_data_func (damaged, GUINT_TO_POINTER (i), test_damaged);
    }

  g_test_add_func ("/webp-lossless/cut", test_cut);
  g_test_add_func ("/webp-lossless/stopped", test_stopped);
  g_test_add_func ("/webp-lossless/other-size", test_other_size);
  g_test_add_data_func ("/webp-lossless/picture/in-memory", GINT_TO_POINTER (FALSE), test_picture);
  g_test_add_data_func ("/webp-lossless/picture/on-disk", GINT_TO_POINTER (TRUE), test_picture);

  for (int i = 0; i < 6; i++)
    {
      g_autofree char *name = g_strdup_printf ("/webp-lossless/alpha/filter-%d-compression-%d", i % 3, i / 3);

      g_test_add_data_func (name, GINT_TO_POINTER (i), test_lossy);
    }

  g_test_add_func ("/webp-lossless/thumbnail", test_thumbnail);

  status = g_test_run ();
  lw_test_remove_folder (folder);
  g_free (folder);

  return status;
}

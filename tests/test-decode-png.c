/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-decode.h"
#include "lw-error.h"
#include "lw-test-folder.h"

#include <png.h>
#include <string.h>

#define W 61
#define H 37

static char *folder;

/* clang-format off */
static const struct
{
  const char *name;
  int         type, bits;
  gboolean    is_interlaced;
  int         n_channels; /* of the file */
  int         n_values, depth; /* as decoded */
} kinds[] = {
  { "grey-8",         PNG_COLOR_TYPE_GRAY,       8,  FALSE, 1, 1,  8 },
  { "grey-16",        PNG_COLOR_TYPE_GRAY,       16, FALSE, 1, 1, 16 },
  { "grey-16-passes", PNG_COLOR_TYPE_GRAY,       16, TRUE,  1, 1, 16 },
  { "rgb-8",          PNG_COLOR_TYPE_RGB,        8,  FALSE, 3, 3,  8 },
  { "rgb-8-passes",   PNG_COLOR_TYPE_RGB,        8,  TRUE,  3, 3,  8 },
  { "rgb-16",         PNG_COLOR_TYPE_RGB,        16, FALSE, 3, 3, 16 },
  { "grey-alpha-8",   PNG_COLOR_TYPE_GRAY_ALPHA, 8,  FALSE, 2, 1,  8 },
  { "grey-alpha-16",  PNG_COLOR_TYPE_GRAY_ALPHA, 16, TRUE,  2, 1, 16 },
  { "rgba-8",         PNG_COLOR_TYPE_RGB_ALPHA,  8,  FALSE, 4, 3,  8 },
  { "rgba-8-passes",  PNG_COLOR_TYPE_RGB_ALPHA,  8,  TRUE,  4, 3,  8 },
  { "rgba-16",        PNG_COLOR_TYPE_RGB_ALPHA,  16, FALSE, 4, 3, 16 },
};
/* clang-format on */

/* What the file says; of the last channel of one with transparency: clear, half, or opaque. */
static guint
number_at (guint kind,
           int   x,
           int   y,
           int   c)
{
  const guint max = kinds[kind].bits == 8 ? 255 : 65535;

  if (kinds[kind].n_channels % 2 == 0 && c == kinds[kind].n_channels - 1)
    return x % 3 == 0 ? 0 : x % 3 == 1 ? max
                                       : max / 2;

  return (guint) (x * 977 + y * 331 + c * 1234) % (max + 1);
}

static guint
expected_at (guint kind,
             int   x,
             int   y,
             int   c)
{
  const guint   max = kinds[kind].bits == 8 ? 255 : 65535;
  const guint64 number = number_at (kind, x, y, c);
  guint64       alpha;

  if (kinds[kind].n_channels % 2 == 1)
    return (guint) number;

  alpha = number_at (kind, x, y, kinds[kind].n_channels - 1);

  return (guint) ((number * alpha + (guint64) max * (max - alpha) + max / 2) / max);
}

static void
write_png (const char *path,
           guint       kind)
{
  FILE              *file = g_fopen (path, "wb");
  png_structp        png = png_create_write_struct (PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
  png_infop          info = png_create_info_struct (png);
  const int          n_channels = kinds[kind].n_channels, n_bytes = kinds[kind].bits / 8;
  const gsize        row_size = (gsize) W * n_channels * n_bytes;
  g_autofree guint8 *data = g_malloc (row_size * H);
  guint8            *rows[H];

  for (int y = 0; y < H; y++)
    {
      rows[y] = data + row_size * y;

      for (int x = 0; x < W; x++)
        for (int c = 0; c < n_channels; c++)
          {
            const guint number = number_at (kind, x, y, c);
            guint8     *at = rows[y] + (x * n_channels + c) * n_bytes;

            at[0] = n_bytes == 2 ? number >> 8 : number;
            at[n_bytes - 1] = number & 0xff;
          }
    }

  png_init_io (png, file);
  png_set_IHDR (png, info, W, H, kinds[kind].bits, kinds[kind].type,
                kinds[kind].is_interlaced ? PNG_INTERLACE_ADAM7 : PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  png_write_info (png, info);
  png_write_image (png, rows);
  png_write_end (png, info);
  png_destroy_write_struct (&png, &info);
  fclose (file);
}

static char *
write_kind (guint kind)
{
  g_autofree char *name = g_strconcat (kinds[kind].name, ".png", NULL);
  char            *path = g_build_filename (folder, name, NULL);

  write_png (path, kind);

  return path;
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

  g_assert_true (lw_decode_probe (path, &info, &error));
  g_assert_cmpint (info.stored_width_px, ==, W);
  g_assert_cmpint (info.stored_height_px, ==, H);

  thumbnail = lw_decode_thumbnail (path, 32, NULL, &error);
  g_assert_no_error (error);

  /* So small that most of the file is left out while it is read. */
  g_bytes_unref (thumbnail);
  thumbnail = lw_decode_thumbnail (path, 4, NULL, &error);
  g_assert_no_error (error);
}

static void
test_cut_off (gconstpointer data)
{
  const guint      kind = GPOINTER_TO_UINT (data);
  g_autofree char *path = write_kind (kind);
  g_autofree char *bytes = NULL;
  gsize            n;

  g_assert_true (g_file_get_contents (path, &bytes, &n, NULL));

  for (int part = 1; part <= 20; part++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_true (g_file_set_contents_full (path, bytes, (gssize) ((n - 1) * part / 20), G_FILE_SET_CONTENTS_CONSISTENT, 0644, NULL));
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
  gsize            n;

  g_assert_true (g_file_get_contents (path, &bytes, &n, NULL));

  for (int i = 0; i < 60; i++)
    {
      g_autofree char *damaged = g_memdup2 (bytes, n);
      g_autoptr (GError) error = NULL;
      g_autoptr (LwPixels) pixels = NULL;

      damaged[g_test_rand_int_range (8, (int) n)] ^= (char) g_test_rand_int_range (1, 256);
      g_assert_true (g_file_set_contents_full (path, damaged, (gssize) n, G_FILE_SET_CONTENTS_CONSISTENT, 0644, NULL));

      /* Every chunk has a checksum; only what is not looked at may differ. */
      if ((pixels = lw_decode (path, NULL, &error)) == NULL)
        {
          g_assert_true (error->domain == LW_ERROR);
          g_assert_null (strchr (error->message, '\n'));
        }
    }
}

/* A deep picture that uses a little of its range: its thumbnail is not black. */
static void
test_deep_thumbnail (void)
{
  g_autofree char *path = g_build_filename (folder, "dark.png", NULL);
  g_autofree char *small_path = g_build_filename (folder, "dark.jpg", NULL);
  FILE            *file = g_fopen (path, "wb");
  png_structp      png = png_create_write_struct (PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
  png_infop        info = png_create_info_struct (png);
  guint8           row[400];
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) thumbnail = NULL;
  g_autoptr (LwPixels) small = NULL;

  png_init_io (png, file);
  png_set_IHDR (png, info, 200, 100, 16, PNG_COLOR_TYPE_GRAY, 0, 0, 0);
  png_write_info (png, info);

  for (int i = 0; i < 200; i++)
    {
      row[2 * i] = 1;
      row[2 * i + 1] = (guint8) i;
    }

  for (int y = 0; y < 100; y++)
    png_write_row (png, row);

  png_write_end (png, info);
  png_destroy_write_struct (&png, &info);
  fclose (file);

  thumbnail = lw_decode_thumbnail (path, 100, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_file_set_contents (small_path, g_bytes_get_data (thumbnail, NULL), (gssize) g_bytes_get_size (thumbnail), NULL));
  small = lw_decode (small_path, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (lw_pixels_get_width (small), ==, 100);
  g_assert_cmpint (lw_pixels_get_height (small), ==, 50);
  g_assert_cmpuint (lw_pixels_get_rgb (small, 2, 25) & 0xff, <, 20);
  g_assert_cmpuint (lw_pixels_get_rgb (small, 97, 25) & 0xff, >, 235);
}

/* Two gigabytes of comment in a kilobyte. */
static void
test_comment_bomb (void)
{
  const guint      kind = 0;
  g_autofree char *path = write_kind (kind);
  g_autofree char *bytes = NULL;
  g_autoptr (GString) file = NULL;
  g_autoptr (GError) error = NULL;
  gsize n;

  g_assert_true (g_file_get_contents (path, &bytes, &n, NULL));
  file = g_string_new_len (bytes, 33);
  g_string_append_len (file, "\x7f\xff\xff\xf0zTXt", 8);
  g_string_append_len (file, bytes + 33, (gssize) n - 33);
  g_assert_true (g_file_set_contents (path, file->str, (gssize) file->len, NULL));
  g_assert_null (lw_decode (path, NULL, &error));
  g_assert_error (error, LW_ERROR, LW_ERROR_INVALID);
}

static void
add_kinds (const char   *name,
           GTestDataFunc func)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *path = g_strdup_printf ("/decode-png/%s/%s", name, kinds[i].name);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), func);
    }
}

/* --- Large ones in passes --- */

#define LARGE_W 6000
#define LARGE_H 4100

/* White to the right of the middle, black to the left; the lowest tenth is grey. */
static guint8
large_at (int x,
          int y)
{
  return y >= LARGE_H * 9 / 10 ? 128 : x >= LARGE_W / 2 ? 255
                                                        : 0;
}

static char *
write_large (void)
{
  char              *path = g_build_filename (folder, "large.png", NULL);
  FILE              *file = g_fopen (path, "wb");
  png_structp        png = png_create_write_struct (PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
  png_infop          info = png_create_info_struct (png);
  g_autofree guint8 *row = g_malloc (LARGE_W);

  png_init_io (png, file);
  png_set_compression_level (png, 1);
  png_set_filter (png, 0, PNG_FILTER_NONE);
  png_set_IHDR (png, info, LARGE_W, LARGE_H, 8, PNG_COLOR_TYPE_GRAY, PNG_INTERLACE_ADAM7, PNG_COMPRESSION_TYPE_DEFAULT,
                PNG_FILTER_TYPE_DEFAULT);
  png_write_info (png, info);

  for (int pass = png_set_interlace_handling (png); pass > 0; pass--)
    for (int y = 0; y < LARGE_H; y++)
      {
        for (int x = 0; x < LARGE_W; x++)
          row[x] = large_at (x, y);

        png_write_row (png, row);
      }

  png_write_end (png, info);
  png_destroy_write_struct (&png, &info);
  fclose (file);

  return path;
}

static void
assert_small_version (LwPixels *pixels)
{
  const int w = lw_pixels_get_width (pixels), h = lw_pixels_get_height (pixels);

  g_assert_cmpuint (lw_pixels_get_rgb (pixels, w / 4, h / 2) & 0xff, <, 8);
  g_assert_cmpuint (lw_pixels_get_rgb (pixels, w * 3 / 4, 1) & 0xff, >, 247);
  g_assert_cmpint (ABS ((int) (lw_pixels_get_rgb (pixels, w - 2, h - 2) & 0xff) - 128), <, 8);
}

static void
large_preview_cb (LwPixels *preview,
                  gpointer  data)
{
  int *n_previews = data;

  /* All of it, from the first one on. */
  g_assert_cmpint (lw_pixels_get_width (preview), ==, LARGE_W / 8);
  assert_small_version (preview);
  (*n_previews)++;
}

static void
test_large_passes (void)
{
  g_autofree char *path = write_large ();
  g_autofree char *small = g_build_filename (folder, "small.jpg", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (LwPixels) pixels = NULL;
  g_autoptr (LwPixels) decoded = NULL;
  g_autoptr (GBytes) thumbnail = lw_decode_thumbnail (path, 120, NULL, &error);
  int n_previews = 0;

  g_assert_no_error (error);
  g_assert_true (g_file_set_contents (small, g_bytes_get_data (thumbnail, NULL), (gssize) g_bytes_get_size (thumbnail), NULL));
  decoded = lw_decode (small, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (lw_pixels_get_width (decoded), ==, 120);
  g_assert_cmpint (lw_pixels_get_height (decoded), ==, 82);
  assert_small_version (decoded);

  pixels = lw_decode_watched (path, large_preview_cb, NULL, &n_previews, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (n_previews, >, 0);
  assert_small_version (pixels);
}

int
main (int   argc,
      char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  folder = lw_test_make_folder ();

  add_kinds ("kind", test_kind);
  add_kinds ("cut-off", test_cut_off);
  add_kinds ("damaged", test_damaged);
  g_test_add_func ("/decode-png/deep-thumbnail", test_deep_thumbnail);
  g_test_add_func ("/decode-png/comment-bomb", test_comment_bomb);
  g_test_add_func ("/decode-png/large-passes", test_large_passes);

  status = g_test_run ();
  lw_test_remove_folder (folder);
  g_free (folder);

  return status;
}

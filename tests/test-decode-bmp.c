/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-decode.h"
#include "lw-error.h"
#include "lw-test-folder.h"

#include <string.h>
#include <unistd.h>

/* Large enough for a preview; rows of one byte a pixel end on four. */
#define W 5003
#define H 4900
#define STRIDE 5004
#define START (54 + 256 * 4)

/* The left half is dark, the right one light; the lowest tenth is in between. */
static guint8
number_at (int x,
           int y)
{
  return y >= H * 9 / 10 ? 1 : x < W / 2 ? 0
                                         : 2;
}

static char *
write_bmp (const char *folder)
{
  static const guint8 colours[3][4] = { { 10, 10, 10, 0 }, { 128, 128, 128, 0 }, { 240, 240, 240, 0 } };
  guint8              head[START] = { 'B', 'M', [10] = START & 0xff, START >> 8, [14] = 40, [18] = W & 0xff, W >> 8, [22] = H & 0xff, H >> 8, [26] = 1, [28] = 8 };
  guint8              row[STRIDE] = { 0 };
  char               *path = g_build_filename (folder, "large.bmp", NULL);
  FILE               *file = g_fopen (path, "wb");

  memcpy (head + 54, colours, sizeof colours);
  fwrite (head, sizeof head, 1, file);

  for (int y = H - 1; y >= 0; y--)
    {
      for (int x = 0; x < W; x++)
        row[x] = number_at (x, y);

      fwrite (row, sizeof row, 1, file);
    }

  fclose (file);

  return path;
}

static void
assert_small_version (LwPixels *pixels)
{
  const int w = lw_pixels_get_width (pixels), h = lw_pixels_get_height (pixels);

  g_assert_cmpint (ABS ((int) (lw_pixels_get_rgb (pixels, w / 4, h / 2) & 0xff) - 10), <, 8);
  g_assert_cmpint (ABS ((int) (lw_pixels_get_rgb (pixels, w * 3 / 4, 1) & 0xff) - 240), <, 8);
  g_assert_cmpint (ABS ((int) (lw_pixels_get_rgb (pixels, w - 2, h - 2) & 0xff) - 128), <, 8);
}

static void
preview_cb (LwPixels *preview,
            gpointer  data)
{
  assert_small_version (preview);
  (*(int *) data)++;
}

static void
test_large (void)
{
  g_autofree char *folder = lw_test_make_folder ();
  g_autofree char *path = write_bmp (folder);
  g_autofree char *small = g_build_filename (folder, "small.jpg", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (LwPixels) pixels = NULL;
  g_autoptr (LwPixels) decoded = NULL;
  g_autoptr (GBytes) thumbnail = lw_decode_thumbnail (path, 128, NULL, &error);
  int n_previews = 0;

  g_assert_no_error (error);
  g_assert_true (g_file_set_contents (small, g_bytes_get_data (thumbnail, NULL), (gssize) g_bytes_get_size (thumbnail), NULL));
  decoded = lw_decode (small, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (lw_pixels_get_width (decoded), ==, 128);
  assert_small_version (decoded);

  pixels = lw_decode_watched (path, preview_cb, NULL, &n_previews, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (n_previews, ==, 1);
  assert_small_version (pixels);

  g_assert_cmpint (truncate (path, START + (off_t) STRIDE * (H - 1)), ==, 0);
  g_assert_null (lw_decode_thumbnail (path, 128, NULL, &error));
  g_assert_error (error, LW_ERROR, LW_ERROR_INVALID);
  lw_test_remove_folder (folder);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/decode-bmp/large", test_large);

  return g_test_run ();
}

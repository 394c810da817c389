/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-picture-loader.h"
#include "lw-test-util.h"

#include <string.h>
#include <tiffio.h>

/* More than 24 megapixels. */
#define LARGE_W 6000
#define LARGE_H 4500

static char *folder;

static char *
write_large (const char *name)
{
  char              *path = g_build_filename (folder, name, NULL);
  TIFF              *tiff = TIFFOpen (path, "w");
  g_autofree guint8 *row = g_malloc (LARGE_W);

  TIFFSetField (tiff, TIFFTAG_IMAGEWIDTH, LARGE_W);
  TIFFSetField (tiff, TIFFTAG_IMAGELENGTH, LARGE_H);
  TIFFSetField (tiff, TIFFTAG_BITSPERSAMPLE, 8);
  TIFFSetField (tiff, TIFFTAG_SAMPLESPERPIXEL, 1);
  TIFFSetField (tiff, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_MINISBLACK);
  TIFFSetField (tiff, TIFFTAG_COMPRESSION, COMPRESSION_PACKBITS);
  TIFFSetField (tiff, TIFFTAG_ORIENTATION, ORIENTATION_RIGHTTOP);
  TIFFSetField (tiff, TIFFTAG_ROWSPERSTRIP, 2);
  memset (row, 77, LARGE_W);

  for (int y = 0; y < LARGE_H; y++)
    TIFFWriteScanline (tiff, row, y, 0);

  TIFFClose (tiff);

  return path;
}

typedef struct
{
  const char *path;
  guint       n;
} Previews;

static void
preview_cb (LwPictureLoader *loader,
            const char      *path,
            LwPixels        *pixels,
            int              width_px,
            int              height_px,
            Previews        *previews)
{
  g_assert_cmpstr (path, ==, previews->path);
  /* Turned on its side. */
  g_assert_cmpint (width_px, ==, LARGE_H);
  g_assert_cmpint (height_px, ==, LARGE_W);
  g_assert_cmpint (lw_pixels_get_width (pixels), <, lw_pixels_get_height (pixels));
  g_assert_cmphex (lw_pixels_get_rgb (pixels, 5, 5), ==, 77 * 0x010101u);
  previews->n++;
}

static LwPixels *
load (LwPictureLoader *loader,
      const char      *path)
{
  GAsyncResult *result = NULL;
  g_autoptr (GAsyncResult) done = NULL;
  g_autoptr (GError) error = NULL;
  LwPixels *pixels;

  lw_picture_loader_load_async (loader, path, NULL, lw_test_store_result_cb, &result);
  done = lw_test_wait_result (&result);
  pixels = lw_picture_loader_load_finish (loader, done, &error);
  g_assert_no_error (error);

  return pixels;
}

/* Something is seen before a large picture, and it makes room for itself. */
static void
test_large (void)
{
  g_autofree char *path = write_large ("large.tif");
  g_autofree char *small_path = g_build_filename (folder, "small.png", NULL);
  Previews         previews = { path, 0 };
  g_autoptr (LwPictureLoader) loader = lw_picture_loader_new (lw_id_new ());
  g_autoptr (LwPixels) small = NULL;
  g_autoptr (LwPixels) large = NULL;
  g_autoptr (LwPixels) kept = NULL;
  gulong handler;

  lw_test_write_png (folder, "small.png", 40, 30);
  small = load (loader, small_path);
  kept = lw_picture_loader_peek (loader, small_path);
  g_assert_true (kept == small);

  handler = g_signal_connect (loader, "preview", G_CALLBACK (preview_cb), &previews);
  large = load (loader, path);
  g_assert_cmpint (lw_pixels_get_width (large), ==, LARGE_H);
  g_assert_cmpuint (previews.n, >=, 1);
  g_assert_null (lw_picture_loader_peek (loader, small_path));
  g_signal_handler_disconnect (loader, handler);
}

/* It is not decoded ahead; but whoever waits for it meanwhile gets it. */
static void
test_not_ahead (void)
{
  g_autofree char  *path = write_large ("ahead.tif");
  const char *const paths[] = { path, NULL };
  g_autoptr (LwPictureLoader) loader = lw_picture_loader_new (lw_id_new ());
  g_autoptr (LwPixels) large = NULL;

  lw_picture_loader_prepare (loader, paths);
  large = load (loader, path);
  g_assert_cmpint (lw_pixels_get_width (large), ==, LARGE_H);
}

int
main (int   argc,
      char *argv[])
{
  int status;

  folder = lw_test_make_folder ();
  g_setenv ("XDG_CACHE_HOME", folder, TRUE);
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/picture-loader/large", test_large);
  g_test_add_func ("/picture-loader/not-ahead", test_not_ahead);

  status = g_test_run ();
  lw_test_remove_folder (folder);
  g_free (folder);

  return status;
}

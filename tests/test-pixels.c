/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-pixels-private.h"
#include "lw-rect.h"

/* A picture of noise: no two neighbours alike, so that a shifted or swapped
 * pixel shows. */
static guint8 *
noise_new (int width_px,
           int height_px,
           int n_channels)
{
  const gsize n = (gsize) width_px * height_px * n_channels;
  guint8     *data = g_malloc (n);

  for (gsize i = 0; i < n; i++)
    data[i] = g_test_rand_int_range (0, 256);

  return data;
}

static LwPixelsSource
source_new (const guint8 *data,
            int           width_px,
            int           height_px,
            int           n_channels,
            int           orientation)
{
  return (LwPixelsSource){ data, width_px, height_px, n_channels, (gsize) width_px * n_channels, orientation };
}

/* clang-format off */
static const struct
{
  int width_px, height_px;
  int n_levels;
} sizes[] = {
  {    1,    1, 1 },
  {    1,    7, 1 },
  {  256,  256, 1 },
  {  257,    3, 2 },
  {    3,  257, 2 },
  {  600,  401, 3 },
  { 1025,  513, 4 },
  {    1, 9000, 7 },
};
/* clang-format on */

static guint
channel (LwPixels *pixels,
         int       level,
         int       x,
         int       y,
         int       shift)
{
  cairo_surface_t *surface = lw_pixels_get_surface (pixels, level);
  const guint8    *row = cairo_image_surface_get_data (surface) + y * cairo_image_surface_get_stride (surface);

  return ((const guint32 *) row)[x] >> shift & 0xff;
}

/* The rounded average of those of the four pixels that exist, one by one. */
static void
assert_halved (LwPixels *pixels,
               int       level)
{
  cairo_surface_t *fine = lw_pixels_get_surface (pixels, level - 1);
  cairo_surface_t *coarse = lw_pixels_get_surface (pixels, level);
  const int        width = cairo_image_surface_get_width (fine);
  const int        height = cairo_image_surface_get_height (fine);

  g_assert_cmpint (cairo_image_surface_get_width (coarse), ==, (width + 1) / 2);
  g_assert_cmpint (cairo_image_surface_get_height (coarse), ==, (height + 1) / 2);

  for (int y = 0; y < (height + 1) / 2; y++)
    for (int x = 0; x < (width + 1) / 2; x++)
      for (int shift = 0; shift < 24; shift += 8)
        {
          guint sum = 0, n = 0;

          for (int i = 0; i < 4; i++)
            if (2 * x + i % 2 < width && 2 * y + i / 2 < height)
              {
                sum += channel (pixels, level - 1, 2 * x + i % 2, 2 * y + i / 2, shift);
                n++;
              }

          g_assert_cmpuint (channel (pixels, level, x, y, shift), ==, (sum + n / 2) / n);
        }
}

static void
test_levels (gconstpointer data)
{
  const guint        i = GPOINTER_TO_UINT (data);
  g_autofree guint8 *rgb = noise_new (sizes[i].width_px, sizes[i].height_px, 3);
  LwPixelsSource     source = source_new (rgb, sizes[i].width_px, sizes[i].height_px, 3, 1);
  g_autoptr (LwPixels) pixels = lw_pixels_new_from_source (&source, NULL);
  gsize size = 0;

  g_assert_true (lw_pixels_add_levels (pixels, NULL));
  g_assert_cmpint (lw_pixels_get_n_levels (pixels), ==, sizes[i].n_levels);
  g_assert_cmpint (lw_pixels_get_width (pixels), ==, sizes[i].width_px);
  g_assert_cmpint (lw_pixels_get_height (pixels), ==, sizes[i].height_px);

  for (int level = 0; level < sizes[i].n_levels; level++)
    {
      cairo_surface_t *surface = lw_pixels_get_surface (pixels, level);

      g_assert_true (cairo_image_surface_get_format (surface) == CAIRO_FORMAT_RGB24);
      g_assert_true (surface == lw_pixels_get_surface (pixels, level));
      size += (gsize) cairo_image_surface_get_stride (surface) * cairo_image_surface_get_height (surface);

      if (level > 0)
        assert_halved (pixels, level);
    }

  g_assert_cmpuint (lw_pixels_get_size (pixels), >=, size);
  g_assert_cmpuint (lw_pixels_get_size (pixels), <, size + 4096);
}

/* Every stored pixel must be where the geometry of boxes says it is shown: else
 * boxes and picture part.  70 x 45 is more than one tile each way. */
static void
test_orientation (gconstpointer data)
{
  const int          orientation = GPOINTER_TO_INT (data);
  const int          n_channels = 3 + orientation % 2;
  const int          w = 70, h = 45;
  g_autofree guint8 *rgb = noise_new (w, h, n_channels);
  LwPixelsSource     source = source_new (rgb, w, h, n_channels, orientation);
  g_autoptr (LwPixels) pixels = NULL;

  for (int i = 0; n_channels == 4 && i < w * h; i++)
    rgb[4 * i + 3] = 255;

  pixels = lw_pixels_new_from_source (&source, NULL);
  g_assert_cmpint (lw_pixels_get_width (pixels), ==, lw_orientation_swaps_axes (orientation) ? h : w);

  for (int y = 0; y < h; y++)
    for (int x = 0; x < w; x++)
      {
        const guint8 *p = rgb + n_channels * (y * w + x);
        const LwRect  shown = lw_rect_stored_to_displayed ((LwRect){ x, y, x + 1, y + 1 }, orientation, w, h);

        g_assert_cmphex (lw_pixels_get_rgb (pixels, (int) shown.x0, (int) shown.y0), ==,
                         (guint32) (p[0] << 16 | p[1] << 8 | p[2]));
      }
}

/* clang-format off */
static const struct
{
  const char *name;
  guint8      rgba[4];
  guint32     rgb;
} alphas[] = {
  { "opaque",      {  10,  20,  30, 255 }, 0x0a141e },
  { "clear",       {  10,  20,  30,   0 }, 0xffffff },
  { "half-black",  {   0,   0,   0, 128 }, 0x7f7f7f },
  { "white",       { 255, 255, 255,  77 }, 0xffffff },
  { "faint-red",   { 255,   0,   0,  51 }, 0xffcccc },
};
/* clang-format on */

static void
test_alpha (gconstpointer data)
{
  const guint    i = GPOINTER_TO_UINT (data);
  LwPixelsSource source = source_new (alphas[i].rgba, 1, 1, 4, 1);
  g_autoptr (LwPixels) pixels = lw_pixels_new_from_source (&source, NULL);

  g_assert_cmphex (lw_pixels_get_rgb (pixels, 0, 0), ==, alphas[i].rgb);
}

static void
test_cancelled (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autofree guint8 *rgb = noise_new (300, 300, 3);
  LwPixelsSource     source = source_new (rgb, 300, 300, 3, 1);
  g_autoptr (LwPixels) pixels = lw_pixels_new_from_source (&source, cancellable);

  g_assert_nonnull (pixels);
  g_cancellable_cancel (cancellable);
  g_assert_false (lw_pixels_add_levels (pixels, cancellable));
  g_assert_null (lw_pixels_new_from_source (&source, cancellable));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autofree char *path = g_strdup_printf ("/pixels/levels/%dx%d", sizes[i].width_px, sizes[i].height_px);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_levels);
    }

  for (int orientation = 1; orientation <= 8; orientation++)
    {
      g_autofree char *path = g_strdup_printf ("/pixels/orientation/%d", orientation);

      g_test_add_data_func (path, GINT_TO_POINTER (orientation), test_orientation);
    }

  for (guint i = 0; i < G_N_ELEMENTS (alphas); i++)
    {
      g_autofree char *path = g_strdup_printf ("/pixels/alpha/%s", alphas[i].name);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_alpha);
    }

  g_test_add_func ("/pixels/cancelled", test_cancelled);

  return g_test_run ();
}

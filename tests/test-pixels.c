/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-pixels-private.h"
#include "lw-rect.h"

#include <math.h>
#include <string.h>

/* How a picture of each kind is made and read back, one number at a time. */
static const struct
{
  const char *name;
  int         number_size; /* bytes */
  int         n_channels;
  int         depth;
} formats[LW_N_PIXELS_FORMATS] = {
  [LW_PIXELS_GREY_8] = { "grey-8", 1, 1, 8 },
  [LW_PIXELS_RGB_8] = { "rgb-8", 1, 3, 8 },
  [LW_PIXELS_GREY_16] = { "grey-16", 2, 1, 16 },
  [LW_PIXELS_RGB_16] = { "rgb-16", 2, 3, 16 },
  [LW_PIXELS_GREY_FLOAT] = { "grey-float", 4, 1, 32 },
};

/* A picture of noise: no two neighbours alike, so that a shifted or swapped pixel shows. */
static guint8 *
noise_new (LwPixelsFormat format,
           int            width_px,
           int            height_px)
{
  const gsize n = (gsize) width_px * height_px * formats[format].n_channels;
  guint8     *data = g_malloc (n * formats[format].number_size);

  for (gsize i = 0; i < n; i++)
    switch (formats[format].number_size)
      {
      case 1:
        data[i] = (guint8) g_test_rand_int_range (0, 256);
        break;
      case 2:
        ((guint16 *) (gpointer) data)[i] = (guint16) g_test_rand_int_range (0, 65536);
        break;
      default:
        ((float *) (gpointer) data)[i] = (float) g_test_rand_double_range (-3, 5);
        break;
      }

  return data;
}

static double
number_at (LwPixelsFormat format,
           const guint8  *data,
           gsize          i)
{
  switch (formats[format].number_size)
    {
    case 1:
      return data[i];
    case 2:
      return ((const guint16 *) (gconstpointer) data)[i];
    default:
      return (double) ((const float *) (gconstpointer) data)[i];
    }
}

/* Level 0.  Takes @data. */
static LwPixels *
pixels_new (LwPixelsFormat format,
            guint8        *data,
            int            width_px,
            int            height_px,
            int            orientation)
{
  const LwPixelsSource source = {
    format, data, width_px, height_px, lw_pixels_format_get_size (format) * width_px, orientation, data, g_free
  };

  return lw_pixels_new_take (&source);
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

/* A level at 8 bits, whatever it is stored as. */
static guint32 *
render (LwPixels *pixels,
        int       level,
        int      *width_px,
        int      *height_px)
{
  guint32 *rgb;

  *width_px = lw_pixels_get_width (pixels);
  *height_px = lw_pixels_get_height (pixels);

  for (int i = 0; i < level; i++)
    {
      *width_px = (*width_px + 1) / 2;
      *height_px = (*height_px + 1) / 2;
    }

  rgb = g_new (guint32, (gsize) *width_px * *height_px);
  lw_pixels_render (pixels, level, 0, 0, *width_px, *height_px, NULL, rgb, *width_px);

  return rgb;
}

/* The rounded average of those of the four pixels that exist, one by one.  Deep numbers are
 * averaged before they are made 8 bits: then it may be one off. */
static void
assert_halved (LwPixels *pixels,
               int       level,
               guint     slack)
{
  int                 width, height, half_width, half_height;
  g_autofree guint32 *fine = render (pixels, level - 1, &width, &height);
  g_autofree guint32 *coarse = render (pixels, level, &half_width, &half_height);

  g_assert_cmpint (half_width, ==, (width + 1) / 2);

  for (int y = 0; y < half_height; y++)
    for (int x = 0; x < half_width; x++)
      for (int shift = 0; shift < 24; shift += 8)
        {
          guint sum = 0, n = 0, found = coarse[y * half_width + x] >> shift & 0xff;

          for (int i = 0; i < 4; i++)
            if (2 * x + i % 2 < width && 2 * y + i / 2 < height)
              {
                sum += fine[(2 * y + i / 2) * width + 2 * x + i % 2] >> shift & 0xff;
                n++;
              }

          g_assert_cmpuint (found + slack, >=, (sum + n / 2) / n);
          g_assert_cmpuint (found, <=, (sum + n / 2) / n + slack);
        }
}

static void
test_levels (gconstpointer data)
{
  const guint i = GPOINTER_TO_UINT (data);

  for (LwPixelsFormat format = 0; format < LW_N_PIXELS_FORMATS; format++)
    {
      g_autoptr (LwPixels) pixels = pixels_new (format, noise_new (format, sizes[i].width_px, sizes[i].height_px),
                                                sizes[i].width_px, sizes[i].height_px, 1);

      g_assert_true (lw_pixels_add_levels (pixels, NULL));
      g_assert_cmpint (lw_pixels_get_n_levels (pixels), ==, sizes[i].n_levels);
      g_assert_cmpint (lw_pixels_get_width (pixels), ==, sizes[i].width_px);
      g_assert_cmpint (lw_pixels_get_height (pixels), ==, sizes[i].height_px);
      g_assert_cmpint (lw_pixels_get_depth (pixels), ==, formats[format].depth);

      for (int level = 1; level < sizes[i].n_levels; level++)
        assert_halved (pixels, level, formats[format].depth > 8 ? 1 : 0);
    }
}

/* The numbers of the file, and a third of it for all levels: no more. */
static void
test_size (void)
{
  for (LwPixelsFormat format = 0; format < LW_N_PIXELS_FORMATS; format++)
    {
      const gsize full = (gsize) 1024 * 700 * formats[format].n_channels * formats[format].number_size;
      g_autoptr (LwPixels) pixels = pixels_new (format, noise_new (format, 1024, 700), 1024, 700, 1);

      g_assert_true (lw_pixels_add_levels (pixels, NULL));
      g_assert_cmpuint (lw_pixels_get_size (pixels), >=, full + full / 4);
      g_assert_cmpuint (lw_pixels_get_size (pixels), <, full + full / 3 + 4096);
    }
}

/* Every stored pixel must be where the geometry of boxes says it is shown: else boxes and
 * picture part.  70 x 45 is more than one tile each way; the levels of 300 x 280 are turned,
 * too. */
static void
test_orientation (gconstpointer data)
{
  const int orientation = GPOINTER_TO_INT (data);
  const int w = 70, h = 45;

  for (LwPixelsFormat format = 0; format < LW_N_PIXELS_FORMATS; format++)
    {
      const int          n_channels = formats[format].n_channels;
      guint8            *noise = noise_new (format, w, h);
      g_autofree guint8 *kept = g_memdup2 (noise, lw_pixels_format_get_size (format) * w * h);
      g_autoptr (LwPixels) pixels = pixels_new (format, noise, w, h, orientation);

      g_assert_cmpint (lw_pixels_get_width (pixels), ==, lw_orientation_swaps_axes (orientation) ? h : w);

      for (int y = 0; y < h; y++)
        for (int x = 0; x < w; x++)
          {
            const LwRect shown = lw_rect_stored_to_displayed ((LwRect){ x, y, x + 1, y + 1 }, orientation, w, h);
            double       values[3];

            g_assert_cmpint (lw_pixels_get_values (pixels, (int) shown.x0, (int) shown.y0, values), ==, n_channels);

            for (int c = 0; c < n_channels; c++)
              g_assert_cmpfloat (values[c], ==, number_at (format, kept, (gsize) n_channels * (y * w + x) + c));
          }
    }
}

static void
test_turned_levels (gconstpointer data)
{
  const int orientation = GPOINTER_TO_INT (data);
  g_autoptr (LwPixels) pixels = pixels_new (LW_PIXELS_RGB_8, noise_new (LW_PIXELS_RGB_8, 301, 281), 301, 281, orientation);

  g_assert_true (lw_pixels_add_levels (pixels, NULL));
  assert_halved (pixels, 1, 0);
}

/* A part is what the whole shows there, with and without a turn. */
static void
test_part (gconstpointer data)
{
  const int           orientation = GPOINTER_TO_INT (data);
  guint32             part[100 * 61];
  int                 w, h;
  g_autofree guint32 *whole = NULL;
  g_autoptr (LwPixels) pixels = pixels_new (LW_PIXELS_RGB_8, noise_new (LW_PIXELS_RGB_8, 190, 130), 190, 130, orientation);

  whole = render (pixels, 0, &w, &h);
  memset (part, 0xaa, sizeof part);
  lw_pixels_render (pixels, 0, 17, 23, 90, 60, NULL, part, 100);

  for (int y = 0; y < 61; y++)
    for (int x = 0; x < 100; x++)
      if (x < 90 && y < 60)
        g_assert_cmphex (part[y * 100 + x], ==, whole[(y + 23) * w + x + 17]);
      else
        g_assert_cmphex (part[y * 100 + x], ==, 0xaaaaaaaa);
}

/* The straight way from a number to the screen, without tables. */
static guint
expected_level (double        number,
                double        black,
                double        white,
                const LwTone *tone)
{
  double value = (number - black) / (white - black);

  value = CLAMP ((value - tone->black) / (tone->white - tone->black), 0, 1);
  value = pow (CLAMP (value + tone->brightness, 0, 1), 1 / tone->gamma);

  return (guint) ((tone->is_inverted ? 1 - value : value) * 255 + 0.5);
}

/* clang-format off */
static const LwTone tones[] = {
  { .white = 1, .gamma = 1 },
  { .white = 1, .gamma = 1, .is_inverted = TRUE },
  { .black = 0.2, .white = 0.7, .gamma = 1 },
  { .black = 0.5, .white = 0.51, .gamma = 1 },
  { .white = 1, .gamma = 1.5, .brightness = 0.1 },
};
/* clang-format on */

static void
test_tones (gconstpointer data)
{
  const LwPixelsFormat format = GPOINTER_TO_INT (data);
  const int            w = 60, h = 50;
  g_autoptr (LwPixels) pixels = pixels_new (format, noise_new (format, w, h), w, h, 1);
  double black, white;

  g_assert_true (lw_pixels_add_levels (pixels, NULL));
  lw_pixels_get_range (pixels, &black, &white);

  for (guint t = 0; t < G_N_ELEMENTS (tones); t++)
    {
      LwToneTable table;
      guint32     rgb[60 * 50];

      lw_tone_table_init (&table, &tones[t]);
      lw_pixels_render (pixels, 0, 0, 0, w, h, &table, rgb, w);

      for (int i = 0; i < w * h; i++)
        {
          double    values[3];
          const int n = lw_pixels_get_values (pixels, i % w, i / w, values);

          for (int c = 0; c < 3; c++)
            {
              const guint expected = expected_level (values[n == 1 ? 0 : c], black, white, &tones[t]);
              const guint found = rgb[i] >> (16 - 8 * c) & 0xff;

              g_assert_cmpuint (found, <=, expected + 1);
              g_assert_cmpuint (found + 1, >=, expected);
            }
        }
    }
}

/* At 8 bits nothing may be one off: what the file says is what is seen. */
static void
test_plain_exact (void)
{
  guint8 ramp[256 * 3];
  g_autoptr (LwPixels) pixels = NULL;
  g_autoptr (LwPixels) grey = NULL;
  LwTone      inverted = LW_TONE_NEUTRAL;
  LwToneTable neutral_table, inverted_table;
  guint32     plain[256], neutral[256], turned[256], shown[256];

  for (int i = 0; i < 256 * 3; i++)
    ramp[i] = (guint8) (i * 7);

  inverted.is_inverted = TRUE;
  lw_tone_table_init (&neutral_table, &LW_TONE_NEUTRAL);
  lw_tone_table_init (&inverted_table, &inverted);
  pixels = lw_pixels_new_from_rgb (ramp, 256, 1, sizeof ramp);
  lw_pixels_render (pixels, 0, 0, 0, 256, 1, NULL, plain, 256);
  lw_pixels_render (pixels, 0, 0, 0, 256, 1, &neutral_table, neutral, 256);
  lw_pixels_render (pixels, 0, 0, 0, 256, 1, &inverted_table, turned, 256);

  grey = pixels_new (LW_PIXELS_GREY_8, g_memdup2 (ramp, 256), 256, 1, 1);
  lw_pixels_render (grey, 0, 0, 0, 256, 1, NULL, shown, 256);

  for (int i = 0; i < 256; i++)
    {
      const guint32 rgb = (guint32) ramp[3 * i] << 16 | (guint32) ramp[3 * i + 1] << 8 | ramp[3 * i + 2];

      g_assert_cmphex (plain[i], ==, rgb);
      g_assert_cmphex (neutral[i], ==, rgb);
      g_assert_cmphex (turned[i], ==, 0xffffff - rgb);
      g_assert_cmphex (lw_pixels_get_rgb (pixels, i, 0), ==, rgb);
      g_assert_cmphex (shown[i], ==, ramp[i] * 0x010101u);
    }
}

/* One channel is shown as a grey, at either depth; false colours are of the whole grey. */
static void
test_channels (void)
{
  static const guint8  rgb_8[] = { 10, 120, 250 };
  static const guint16 rgb_16[] = { 10 * 257, 120 * 257, 250 * 257 };

  g_autoptr (LwPixels) shallow = pixels_new (LW_PIXELS_RGB_8, g_memdup2 (rgb_8, sizeof rgb_8), 1, 1, 1);
  g_autoptr (LwPixels) deep = pixels_new (LW_PIXELS_RGB_16, g_memdup2 (rgb_16, sizeof rgb_16), 1, 1, 1);
  LwTone      tone = LW_TONE_NEUTRAL;
  LwToneTable table;
  guint32     a, b;

  for (int i = 0; i < 3; i++)
    {
      tone.channel = LW_TONE_CHANNEL_RED + i;
      lw_tone_table_init (&table, &tone);
      lw_pixels_render (shallow, 0, 0, 0, 1, 1, &table, &a, 1);
      lw_pixels_render (deep, 0, 0, 0, 1, 1, &table, &b, 1);
      g_assert_cmphex (a, ==, rgb_8[i] * 0x010101u);
      g_assert_cmphex (b, ==, a);
    }

  tone = (LwTone){ .white = 1, .gamma = 1, .colours = LW_TONE_COLOURS_HEAT };
  lw_tone_table_init (&table, &tone);
  lw_pixels_render (shallow, 0, 0, 0, 1, 1, &table, &a, 1);
  /* The luma of ITU-R BT.709: 106 of 255. */
  g_assert_cmphex (a, ==, table.colours[(106 * 4095 * 2 + 255) / 510]);
}

/* Broken sensors and logarithms of nothing: shown, but neither the range nor the neighbours
 * in a level suffer. */
static void
test_not_finite (void)
{
  const int w = 512, h = 4;
  float    *numbers = g_new (float, w *h);
  double    black, white;
  guint32   rgb[3];
  g_autoptr (LwPixels) pixels = NULL;

  for (int i = 0; i < w * h; i++)
    numbers[i] = i % 2 == 0 ? 10 : 20;

  numbers[0] = NAN;
  numbers[1] = INFINITY;
  numbers[2] = -INFINITY;
  pixels = pixels_new (LW_PIXELS_GREY_FLOAT, (guint8 *) numbers, w, h, 1);
  g_assert_true (lw_pixels_add_levels (pixels, NULL));

  lw_pixels_get_range (pixels, &black, &white);
  g_assert_cmpfloat (black, ==, 10);
  g_assert_cmpfloat (white, ==, 20);

  lw_pixels_render (pixels, 0, 0, 0, 3, 1, NULL, rgb, 3);
  g_assert_cmphex (rgb[0], ==, 0x000000);
  g_assert_cmphex (rgb[1], ==, 0xffffff);
  g_assert_cmphex (rgb[2], ==, 0x000000);

  /* Of the four, 10 and 20 are finite; of the next, three. */
  lw_pixels_render (pixels, 1, 0, 0, 2, 1, NULL, rgb, 2);
  g_assert_cmphex (rgb[0], ==, 0x808080);
  g_assert_cmphex (rgb[1], ==, 0xaaaaaa);
}

static void
test_nothing_finite (void)
{
  float *numbers = g_new (float, 300 * 2);
  double black, white;
  g_autoptr (LwPixels) pixels = NULL;

  for (int i = 0; i < 600; i++)
    numbers[i] = NAN;

  pixels = pixels_new (LW_PIXELS_GREY_FLOAT, (guint8 *) numbers, 300, 2, 1);
  g_assert_true (lw_pixels_add_levels (pixels, NULL));
  lw_pixels_get_range (pixels, &black, &white);
  g_assert_cmpfloat (black, ==, 0);
  g_assert_cmpfloat (white, ==, 1);
  g_assert_cmphex (lw_pixels_get_rgb (pixels, 7, 1), ==, 0);
}

/* However it is turned, and where one row or column is all there is. */
static void
test_extremes (gconstpointer data)
{
  const int orientation = GPOINTER_TO_INT (data);

  for (int i = 0; i < 3; i++)
    {
      const int w = i == 1 ? 1 : 40, h = i == 2 ? 1 : 30;
      guint16  *numbers = g_new (guint16, w * h * 3);
      double    low, high;
      g_autoptr (LwPixels) pixels = NULL;

      for (int k = 0; k < w * h * 3; k++)
        numbers[k] = (guint16) (500 + k % 7);

      numbers[0] = 17;
      numbers[w * h * 3 - 1] = 60000;
      pixels = pixels_new (LW_PIXELS_RGB_16, (guint8 *) numbers, w, h, orientation);
      g_assert_true (lw_pixels_add_levels (pixels, NULL));
      lw_pixels_get_extremes (pixels, &low, &high);
      g_assert_cmpfloat (low, ==, 17);
      g_assert_cmpfloat (high, ==, 60000);
    }
}

/* 12 bits of a camera in 16 of a file, and some hot pixels. */
static void
test_auto_window (void)
{
  const int n = 1000 * 300;
  guint16  *numbers = g_new (guint16, n);
  LwTone    tone = LW_TONE_NEUTRAL;
  LwTone    chosen = LW_TONE_NEUTRAL;
  double    black, white, low, high;
  g_autoptr (LwPixels) pixels = NULL;
  g_autoptr (LwPixels) plain = pixels_new (LW_PIXELS_GREY_8, g_memdup2 ("ab", 2), 2, 1, 1);

  for (int i = 0; i < n; i++)
    numbers[i] = (guint16) (i % 1000 == 5 ? 65535 : 1000 + i % 1000);

  pixels = pixels_new (LW_PIXELS_GREY_16, (guint8 *) numbers, 1000, 300, 1);
  g_assert_true (lw_pixels_add_levels (pixels, NULL));
  lw_pixels_get_auto_window (pixels, &black, &white);
  g_assert_cmpfloat_with_epsilon (black * 65535, 1010, 8);
  g_assert_cmpfloat_with_epsilon (white * 65535, 1990, 8);

  lw_pixels_get_extremes (pixels, &low, &high);
  g_assert_cmpfloat (low, ==, 1000);
  g_assert_cmpfloat (high, ==, 65535);

  /* None chosen is the automatic one, of a deep picture; what was chosen for others is nothing to
   * this one. */
  chosen.windows[LW_TONE_DEPTH_8] = (LwToneWindow){ LW_TONE_WINDOW_SET, 3, 4 };
  lw_pixels_resolve_tone (pixels, &chosen);
  g_assert_cmpfloat (chosen.black, ==, black);
  g_assert_cmpfloat (chosen.white, ==, white);
  g_assert_cmpint (chosen.windows[LW_TONE_DEPTH_8].kind, ==, LW_TONE_WINDOW_AUTO);

  /* A chosen one is in numbers of the file, wherever it lies. */
  chosen.windows[LW_TONE_DEPTH_16] = (LwToneWindow){ LW_TONE_WINDOW_SET, 6553.5, 131070 };
  lw_pixels_resolve_tone (pixels, &chosen);
  g_assert_cmpfloat_with_epsilon (chosen.black, 0.1, 1e-12);
  g_assert_cmpfloat_with_epsilon (chosen.white, 2, 1e-12);

  chosen.windows[LW_TONE_DEPTH_16] = (LwToneWindow){ .kind = LW_TONE_WINDOW_FULL };
  lw_pixels_resolve_tone (pixels, &chosen);
  g_assert_true (lw_tone_is_neutral (&chosen));

  lw_pixels_resolve_tone (plain, &tone);
  g_assert_true (lw_tone_is_neutral (&tone));

  g_assert_true (lw_pixels_add_levels (plain, NULL));
  lw_pixels_get_auto_window (plain, &black, &white);
  g_assert_cmpfloat (black, ==, 0);
  g_assert_cmpfloat (white, ==, 1);
}

/* A mask of few dots on one ground, and a picture of one number. */
static void
test_auto_window_of_masks (void)
{
  guint16 *numbers = g_new0 (guint16, 100 * 100);
  double   black, white;
  g_autoptr (LwPixels) mask = NULL;
  g_autoptr (LwPixels) flat = pixels_new (LW_PIXELS_GREY_16, g_malloc0 (100 * 100 * 2), 100, 100, 1);

  numbers[5050] = 400;
  mask = pixels_new (LW_PIXELS_GREY_16, (guint8 *) numbers, 100, 100, 1);
  g_assert_true (lw_pixels_add_levels (mask, NULL));
  lw_pixels_get_auto_window (mask, &black, &white);
  g_assert_cmpfloat (black, ==, 0);
  g_assert_cmpfloat_with_epsilon (white * 65535, 400, 1e-9);

  g_assert_true (lw_pixels_add_levels (flat, NULL));
  lw_pixels_get_auto_window (flat, &black, &white);
  g_assert_cmpfloat (black, ==, 0);
  g_assert_cmpfloat (white, ==, 1);
}

/* The owner of the buffer hears of it once, when the last user goes. */
static void
count_cb (gpointer data)
{
  (*(int *) data)++;
}

static void
test_owner (void)
{
  guint8               rgb[3] = { 1, 2, 3 };
  int                  n_freed = 0;
  const LwPixelsSource source = { LW_PIXELS_RGB_8, rgb, 1, 1, 3, 1, &n_freed, count_cb };
  LwPixels            *pixels = lw_pixels_new_take (&source);

  lw_pixels_unref (lw_pixels_ref (pixels));
  g_assert_cmpint (n_freed, ==, 0);
  lw_pixels_unref (pixels);
  g_assert_cmpint (n_freed, ==, 1);
}

static void
test_cancelled (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (LwPixels) pixels = pixels_new (LW_PIXELS_RGB_8, noise_new (LW_PIXELS_RGB_8, 300, 300), 300, 300, 1);
  g_autoptr (LwPixels) small = pixels_new (LW_PIXELS_GREY_FLOAT, noise_new (LW_PIXELS_GREY_FLOAT, 30, 30), 30, 30, 1);

  g_cancellable_cancel (cancellable);
  g_assert_false (lw_pixels_add_levels (pixels, cancellable));
  g_assert_false (lw_pixels_add_levels (small, cancellable));
}

static void
add_turned (const char   *name,
            GTestDataFunc func)
{
  for (int orientation = 1; orientation <= 8; orientation++)
    {
      g_autofree char *path = g_strdup_printf ("/pixels/%s/%d", name, orientation);

      g_test_add_data_func (path, GINT_TO_POINTER (orientation), func);
    }
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

  for (int format = 0; format < LW_N_PIXELS_FORMATS; format++)
    {
      g_autofree char *path = g_strdup_printf ("/pixels/tones/%s", formats[format].name);

      g_test_add_data_func (path, GINT_TO_POINTER (format), test_tones);
    }

  add_turned ("orientation", test_orientation);
  add_turned ("turned-levels", test_turned_levels);
  add_turned ("part", test_part);
  add_turned ("extremes", test_extremes);
  g_test_add_func ("/pixels/size", test_size);
  g_test_add_func ("/pixels/plain-exact", test_plain_exact);
  g_test_add_func ("/pixels/channels", test_channels);
  g_test_add_func ("/pixels/not-finite", test_not_finite);
  g_test_add_func ("/pixels/nothing-finite", test_nothing_finite);
  g_test_add_func ("/pixels/auto-window", test_auto_window);
  g_test_add_func ("/pixels/auto-window-of-masks", test_auto_window_of_masks);
  g_test_add_func ("/pixels/owner", test_owner);
  g_test_add_func ("/pixels/cancelled", test_cancelled);

  return g_test_run ();
}

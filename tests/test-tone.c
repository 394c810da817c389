/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-tone.h"

#include <math.h>
#include <string.h>

/* clang-format off */
static const struct
{
  const char *name;
  LwTone      tone;
  const char *text;
} texts[] = {
  { "neutral",  { 0, 1, 0, 0, 1, FALSE, 0, 0 }, "neutral" },
  { "window",   { 0, 1, 0, 0, 1, FALSE, 0, 0, { [LW_TONE_DEPTH_16] = { LW_TONE_WINDOW_SET, 1000, 4095.5 } } }, "window-16=1000:4095.5" },
  { "windows",  { 0, 1, 0, 0, 1, FALSE, 0, 0, { { LW_TONE_WINDOW_FULL }, { 0 }, { LW_TONE_WINDOW_SET, -1e-9, 3e20 } } }, "window-8=full,window-float=-1.0000000000000001e-09:3e+20" },
  { "curve",    { 0, 1, -0.5, 1, 10, FALSE, 0, 0 }, "brightness=-0.5,contrast=1,gamma=10" },
  { "inverted", { 0, 1, 0, 0, 1, TRUE, 0, 0 }, "inverted=yes" },
  { "colours",  { 0, 1, 0, 0, 1, FALSE, LW_TONE_CHANNEL_GREEN, LW_TONE_COLOURS_HEAT }, "channel=green,colours=heat" },
};

static const char *const bad_texts[] = {
  "", "black", "black=", "black=x", "black=0,5", "black=-1", "white=2", "gamma=0", "gamma=11", "brightness=nan",
  "contrast=inf", "black=0.5,white=0.5", "black=0.9,white=0.1", "inverted=no", "channel=4", "colours=rainbow",
  "window-16=", "window-16=1", "window-16=1:", "window-16=:2", "window-16=2:1", "window-16=1:1", "window-16=1:2:3",
  "window-16=1:x", "window-16=nan:1", "window-float=0:inf", "window-16=fuller", "window-12=1:2",
  "hue=1", "neutral,black=0.1", "black=0.1,", ",", "black=0.1 ", "gamma=1.5x",
};
/* clang-format on */

static void
test_text (gconstpointer data)
{
  const guint      i = GPOINTER_TO_UINT (data);
  g_autofree char *text = lw_tone_to_text (&texts[i].tone);
  LwTone           back;

  g_assert_cmpstr (text, ==, texts[i].text);
  g_assert_true (lw_tone_from_text (text, &back));
  g_assert_true (lw_tone_equal (&back, &texts[i].tone));
  g_assert_true (lw_tone_is_neutral (&back) == (i == 0));
}

static void
test_bad_text (void)
{
  LwTone tone;

  for (guint i = 0; i < G_N_ELEMENTS (bad_texts); i++)
    {
      tone.gamma = 5;

      if (lw_tone_from_text (bad_texts[i], &tone))
        g_test_message ("taken: “%s”", bad_texts[i]);

      g_assert_false (lw_tone_from_text (bad_texts[i], &tone));
      g_assert_true (lw_tone_is_neutral (&tone));
    }

  g_assert_false (lw_tone_from_text (NULL, &tone));
}

/* Projects that were made when a window was a part of the range. */
static void
test_old_text (void)
{
  LwTone tone;

  g_assert_true (lw_tone_from_text ("black=0.2,white=0.6,gamma=2", &tone));
  g_assert_cmpfloat (tone.black, ==, 0);
  g_assert_cmpfloat (tone.white, ==, 1);
  g_assert_cmpfloat (tone.gamma, ==, 2);
  g_assert_cmpint (tone.windows[LW_TONE_DEPTH_8].kind, ==, LW_TONE_WINDOW_SET);
  g_assert_cmpfloat_with_epsilon (tone.windows[LW_TONE_DEPTH_8].low, 51, 1e-9);
  g_assert_cmpfloat_with_epsilon (tone.windows[LW_TONE_DEPTH_16].high, 39321, 1e-9);
  g_assert_cmpint (tone.windows[LW_TONE_DEPTH_FLOAT].kind, ==, LW_TONE_WINDOW_AUTO);
}

/* Numbers that no decimal holds exactly come back to the last bit. */
static void
test_random_text (void)
{
  for (int i = 0; i < 1000; i++)
    {
      LwTone tone = {
        .white = 1,
        .brightness = g_test_rand_double_range (-1, 1),
        .contrast = g_test_rand_double_range (-1, 1),
        .gamma = g_test_rand_double_range (0.1, 10),
        .is_inverted = g_test_rand_bit (),
        .channel = (LwToneChannel) g_test_rand_int_range (0, LW_N_TONE_CHANNELS),
        .colours = (LwToneColours) g_test_rand_int_range (0, LW_N_TONE_COLOURS),
      };
      g_autofree char *text = NULL;
      LwTone           back;

      tone.windows[g_test_rand_int_range (0, LW_N_TONE_DEPTHS)] =
          (LwToneWindow){ LW_TONE_WINDOW_SET, g_test_rand_double_range (-9, 0), g_test_rand_double_range (0, 1e7) };
      text = lw_tone_to_text (&tone);
      g_assert_null (strpbrk (text, " \t\n"));
      g_assert_true (lw_tone_from_text (text, &back));
      g_assert_true (lw_tone_equal (&tone, &back));

      back.is_inverted = !back.is_inverted;
      g_assert_false (lw_tone_equal (&tone, &back));
    }
}

static void
init_table (LwToneTable *table,
            LwTone       tone)
{
  lw_tone_table_init (table, &tone);
}

static void
test_neutral_table (void)
{
  LwToneTable table;

  init_table (&table, LW_TONE_NEUTRAL);

  for (int v = 0; v < 256; v++)
    {
      const int at = (int) (v / 255.0 * (LW_TONE_TABLE_SIZE - 1) + 0.5);

      g_assert_cmpuint (table.levels[at], ==, v);
      g_assert_cmphex (table.colours[at], ==, v * 0x010101u);
    }
}

/* The place in the table where it first reaches a level. */
static int
find_level (const LwToneTable *table,
            int                level)
{
  for (int i = 0; i < LW_TONE_TABLE_SIZE; i++)
    if (table->levels[i] >= level)
      return i;

  return LW_TONE_TABLE_SIZE;
}

static void
test_curves (void)
{
  const int   mid = LW_TONE_TABLE_SIZE / 2;
  LwToneTable table;

  init_table (&table, (LwTone){ .white = 1, .gamma = 1, .brightness = 0.25 });
  g_assert_cmpint (ABS (find_level (&table, 128) - LW_TONE_TABLE_SIZE / 4), <, 10);

  /* The middle stays; the slope doubles. */
  init_table (&table, (LwTone){ .white = 1, .gamma = 1, .contrast = 0.5 });
  g_assert_cmpint (ABS (find_level (&table, 128) - mid), <, 10);
  g_assert_cmpint (ABS (find_level (&table, 255) - mid * 3 / 2), <, 10);

  init_table (&table, (LwTone){ .white = 1, .gamma = 1, .contrast = 1 });
  g_assert_cmpuint (table.levels[mid - 10], ==, 0);
  g_assert_cmpuint (table.levels[mid + 10], ==, 255);

  init_table (&table, (LwTone){ .white = 1, .gamma = 1, .contrast = -1 });
  g_assert_cmpuint (table.levels[0], ==, 128);
  g_assert_cmpuint (table.levels[LW_TONE_TABLE_SIZE - 1], ==, 128);

  /* sqrt (1/4) = 1/2; the ends stay. */
  init_table (&table, (LwTone){ .white = 1, .gamma = 2 });
  g_assert_cmpint (ABS (find_level (&table, 128) - LW_TONE_TABLE_SIZE / 4), <, 10);
  g_assert_cmpuint (table.levels[0], ==, 0);
  g_assert_cmpuint (table.levels[LW_TONE_TABLE_SIZE - 1], ==, 255);

  init_table (&table, (LwTone){ .white = 1, .gamma = 1, .is_inverted = TRUE });
  g_assert_cmpuint (table.levels[0], ==, 255);
  g_assert_cmpuint (table.levels[LW_TONE_TABLE_SIZE - 1], ==, 0);
}

/* CIE 1976 L* of an sRGB colour. */
static double
lightness (guint32 rgb)
{
  static const double weights[] = { 0.2126729, 0.7151522, 0.0721750 };
  double              y = 0;

  for (int i = 0; i < 3; i++)
    {
      const double encoded = (rgb >> (16 - 8 * i) & 0xff) / 255.0;

      y += weights[i] * (encoded <= 0.04045 ? encoded / 12.92 : pow ((encoded + 0.055) / 1.055, 2.4));
    }

  return y > 216.0 / 24389 ? 116 * cbrt (y) - 16 : y * 24389 / 27;
}

/* A false colour is as light as its grey is: evenly from dark to light. */
static void
test_colours (gconstpointer data)
{
  const LwToneColours colours = (LwToneColours) GPOINTER_TO_INT (data);
  LwToneTable         table;
  double              first, last;
  int                 n_coloured = 0;

  init_table (&table, (LwTone){ .white = 1, .gamma = 1, .colours = colours });
  first = lightness (table.colours[0]);
  last = lightness (table.colours[LW_TONE_TABLE_SIZE - 1]);
  g_assert_cmpfloat (first, <, 15);
  g_assert_cmpfloat (last, >, 90);

  for (int i = 0; i < LW_TONE_TABLE_SIZE; i++)
    {
      const guint32 rgb = table.colours[i];
      const int     red = rgb >> 16 & 0xff, green = rgb >> 8 & 0xff, blue = rgb & 0xff;
      const double  even = first + (last - first) * i / (LW_TONE_TABLE_SIZE - 1);

      g_assert_cmpfloat (fabs (lightness (rgb) - even), <, 1.5);
      n_coloured += MAX (MAX (red, green), blue) - MIN (MIN (red, green), blue) > 60;
    }

  g_assert_cmpint (n_coloured, >, LW_TONE_TABLE_SIZE / 2);
}

/* What the names say. */
static void
test_colour_names (void)
{
  LwToneTable table;
  guint32     rgb;

  init_table (&table, (LwTone){ .white = 1, .gamma = 1, .colours = LW_TONE_COLOURS_PERCEPTUAL });
  rgb = table.colours[LW_TONE_TABLE_SIZE / 5];
  g_assert_cmpuint (rgb & 0xff, >, rgb >> 16 & 0xff);
  rgb = table.colours[LW_TONE_TABLE_SIZE - 1];
  g_assert_cmpuint (rgb >> 16 & 0xff, >, 200);
  g_assert_cmpuint (rgb & 0xff, <, 100);

  init_table (&table, (LwTone){ .white = 1, .gamma = 1, .colours = LW_TONE_COLOURS_HEAT });
  g_assert_cmphex (table.colours[0], ==, 0x000000);
  g_assert_cmphex (table.colours[LW_TONE_TABLE_SIZE - 1], ==, 0xffffff);
  rgb = table.colours[LW_TONE_TABLE_SIZE / 2];
  g_assert_cmpuint (rgb >> 16 & 0xff, >, 2 * (rgb >> 8 & 0xff));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *path = g_strdup_printf ("/tone/text/%s", texts[i].name);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_text);
    }

  g_test_add_func ("/tone/bad-text", test_bad_text);
  g_test_add_func ("/tone/old-text", test_old_text);
  g_test_add_func ("/tone/random-text", test_random_text);
  g_test_add_func ("/tone/neutral-table", test_neutral_table);
  g_test_add_func ("/tone/curves", test_curves);
  g_test_add_data_func ("/tone/colours/perceptual", GINT_TO_POINTER (LW_TONE_COLOURS_PERCEPTUAL), test_colours);
  g_test_add_data_func ("/tone/colours/heat", GINT_TO_POINTER (LW_TONE_COLOURS_HEAT), test_colours);
  g_test_add_func ("/tone/colour-names", test_colour_names);

  return g_test_run ();
}

/* test-class-colours.c - colours and patterns that everybody can tell apart
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lw-class-colours.h"

#include "lw-colour-vision.h"

#include <glib.h>
#include <math.h>

/* Grey is grey to everybody, and what the header says of black and white holds. */
static void
test_grey (void)
{
  for (int vision = 0; vision < LW_N_VISIONS; vision++)
    {
      g_assert_cmphex (lw_vision_simulate (vision, 0x000000), ==, 0x000000);
      g_assert_cmphex (lw_vision_simulate (vision, 0x808080), ==, 0x808080);
      g_assert_cmphex (lw_vision_simulate (vision, 0xffffff), ==, 0xffffff);
      g_assert_cmpfloat_with_epsilon (lw_vision_distance (vision, 0x000000, 0xffffff), 1, 1e-6);
    }
  g_assert_cmpfloat_with_epsilon (lw_colour_lightness (0xffffff), 1, 1e-6);
}

/* Red and green, the textbook case, and blue against green for the third kind. */
static void
test_confusions (void)
{
  double usual = lw_vision_distance (LW_VISION_USUAL, 0xc04040, 0x608030);

  g_assert_cmpfloat (lw_vision_distance (LW_VISION_DEUTERANOPIA, 0xc04040, 0x608030), <, usual / 2);
  g_assert_cmpfloat (lw_vision_distance (LW_VISION_PROTANOPIA, 0xc04040, 0x608030), <, usual);
  g_assert_cmpfloat (lw_vision_distance (LW_VISION_TRITANOPIA, 0xc04040, 0x608030), >, usual / 2);
  g_assert_cmpfloat (lw_vision_distance (LW_VISION_TRITANOPIA, 0x00a0a0, 0x2090c0), <,
                     lw_vision_distance (LW_VISION_USUAL, 0x00a0a0, 0x2090c0));
}

static double
find_least_distance (size_t n_colours)
{
  double least = INFINITY;

  for (size_t i = 0; i < n_colours; i++)
    for (size_t k = 0; k < i; k++)
      least = fmin (least, lw_vision_distance_min (lw_class_colour (i), lw_class_colour (k)));

  return least;
}

static void
test_apart (void)
{
  g_assert_cmpfloat (find_least_distance (6), >=, 0.19);
  g_assert_cmpfloat (find_least_distance (8), >=, 0.12);
  g_assert_cmpfloat (find_least_distance (12), >=, 0.10);
  g_assert_cmpfloat (find_least_distance (16), >=, 0.089);
}

/* Neither lost on the dark casing nor taken for the white of rubber bands. */
static void
test_lightness (void)
{
  for (size_t i = 0; i < LW_N_CLASS_COLOURS; i++)
    {
      g_assert_cmpfloat (lw_colour_lightness (lw_class_colour (i)), >, 0.45);
      g_assert_cmpfloat (lw_colour_lightness (lw_class_colour (i)), <, 0.95);
      g_assert_cmpfloat (lw_vision_distance_min (lw_class_colour (i), 0xffffff), >, 0.05);
    }
}

static void
test_unique (void)
{
  const size_t n = LW_N_CLASS_COLOURS * LW_N_LINE_PATTERNS;

  for (size_t i = 0; i < n; i++)
    for (size_t k = 0; k < i; k++)
      g_assert_true (lw_class_colour (i) != lw_class_colour (k) || lw_class_pattern (i) != lw_class_pattern (k));

  /* Neighbours, which are most often seen together, have different patterns. */
  for (size_t i = 1; i < 1000; i++)
    g_assert_cmpint (lw_class_pattern (i), !=, lw_class_pattern (i - 1));
}

static void
test_runs (void)
{
  for (int pattern = 0; pattern < LW_N_LINE_PATTERNS; pattern++)
    {
      size_t     n_runs;
      const int *runs = lw_line_pattern_get_runs ((LwLinePattern) pattern, &n_runs);

      g_assert_cmpuint (n_runs % 2, ==, 0);
      g_assert_true ((n_runs == 0) == (pattern == LW_LINE_SOLID));
      for (size_t i = 0; i < n_runs; i++)
        g_assert_cmpint (runs[i], >, 0);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/class-colours/grey", test_grey);
  g_test_add_func ("/class-colours/confusions", test_confusions);
  g_test_add_func ("/class-colours/apart", test_apart);
  g_test_add_func ("/class-colours/lightness", test_lightness);
  g_test_add_func ("/class-colours/unique", test_unique);
  g_test_add_func ("/class-colours/runs", test_runs);

  return g_test_run ();
}

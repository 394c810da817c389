/* test-scale.c - lengths in the world, and the ticks of rulers
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lw-scale.h"

#include "lw-ticks.h"

#include <math.h>

/* clang-format off */
static const struct
{
  double units_per_view, distance_view, minor_view, step_min;
  double major, minor;
  int    n_digits;
} tick_cases[] = {
  { 1,      50, 5, 1,  50,    5,    0 },
  { 1,      51, 5, 1,  100,  10,    0 },
  { 1,     100, 5, 1,  100,  10,    0 },
  { 0.5,    60, 5, 1,  50,    5,    0 },
  { 2.6,    60, 5, 1,  200,  20,    0 },
  { 10,     60, 5, 1,  1000, 100,   0 },
  { 1/64.0, 60, 5, 1,  1,     1,    0 }, /* never less than a pixel */
  { 1/8.0,  60, 5, 1,  10,    1,    0 },
  { 1/16.0, 60, 5, 1,  5,     1,    0 },
  { 1/25.0, 60, 5, 1,  5,     1,    0 },
  { 1/40.0, 60, 5, 1,  2,     1,    0 },
  { 0.25,   60, 5, 0,  20,    2,    0 },
  { 0.001,  60, 5, 0,  0.1,   0.01, 1 },
  { 0.0001, 60, 5, 0,  0.01,  0.001, 2 },
  { 0.004,  50, 5, 0,  0.2,   0.02, 1 },
  { 1000,   60, 9, 0,  100000, 10000, 0 },
};

static const struct
{
  double length, rounded;
} round_cases[] = {
  { 1, 1 }, { 1.99, 1 }, { 2, 2 }, { 4.9, 2 }, { 5, 5 }, { 9.99, 5 }, { 10, 10 }, { 0.3, 0.2 }, { 0.1, 0.1 }, { 0.05, 0.05 }, { 1000, 1000 }, { 7e-7, 5e-7 },
};

static const struct
{
  LwScale     scale;
  double      pixels;
  const char *text;
} length_cases[] = {
  { { 0.25, LW_UNIT_UM }, 1,       "250 nm" },
  { { 0.25, LW_UNIT_UM }, 10,      "2.50 µm" },
  { { 0.25, LW_UNIT_UM }, 100,     "25.0 µm" },
  { { 0.25, LW_UNIT_UM }, 1000,    "250 µm" },
  { { 0.25, LW_UNIT_UM }, 10000,   "2.50 mm" },
  { { 1,    LW_UNIT_UM }, 999.4,   "999 µm" },
  { { 1,    LW_UNIT_UM }, 999.6,   "1.00 mm" },
  { { 1,    LW_UNIT_CM }, 12,      "12.0 cm" },
  { { 1,    LW_UNIT_CM }, 1200,    "12.0 m" },
  { { 1,    LW_UNIT_KM }, 120000,  "120000 km" },
  { { 0.01, LW_UNIT_IN }, 50,      "0.50 in" },
  { { 1,    LW_UNIT_NM }, 0.5,     "0.50 nm" },
  { { 1,    LW_UNIT_MM }, 0,       "0.00 mm" },
};

static const char *const no_scales[] = {
  "", " ", "0.25", "um", "0.25um", "0.25 parsec", "0 um", "-1 um", "nan um", "inf um", "1e999 um", "0.25  um", "0.25 um ", "0,25 um",
};
/* clang-format on */

static void
test_ticks (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (tick_cases); i++)
    {
      LwTicks ticks = lw_ticks_choose (tick_cases[i].units_per_view, tick_cases[i].distance_view,
                                       tick_cases[i].minor_view, tick_cases[i].step_min);

      g_test_message ("row %u: %g %g", i, ticks.major, ticks.minor);
      g_assert_cmpfloat_with_epsilon (ticks.major, tick_cases[i].major, 1e-9 * tick_cases[i].major);
      g_assert_cmpfloat_with_epsilon (ticks.minor, tick_cases[i].minor, 1e-9 * tick_cases[i].minor);
      g_assert_cmpfloat_with_epsilon (ticks.minor * ticks.n_minor, ticks.major, 1e-9 * ticks.major);
      g_assert_cmpint (ticks.n_digits, ==, tick_cases[i].n_digits);
    }
}

/* At any zoom: numbers as far apart as asked for and at most 2.5 times that. */
static void
test_ticks_everywhere (void)
{
  for (double units = 1e-6; units < 1e6; units *= 1.07)
    {
      LwTicks ticks = lw_ticks_choose (units, 60, 5, 0);
      double  mantissa = ticks.major / pow (10, floor (log10 (ticks.major) + 1e-9));

      g_assert_cmpfloat (ticks.major / units, >=, 60 * (1 - 1e-6));
      g_assert_cmpfloat (ticks.major / units, <=, 150 * (1 + 1e-6));
      g_assert_cmpfloat (ticks.minor / units, >=, 5 * (1 - 1e-6));
      g_assert_true (fabs (mantissa - 1) < 1e-6 || fabs (mantissa - 2) < 1e-6 || fabs (mantissa - 5) < 1e-6);
    }
}

static void
test_round_down (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (round_cases); i++)
    g_assert_cmpfloat_with_epsilon (lw_ticks_round_down (round_cases[i].length), round_cases[i].rounded, 1e-9 * round_cases[i].rounded);
}

static void
test_lengths (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (length_cases); i++)
    {
      g_autofree char *text = lw_scale_dup_length (&length_cases[i].scale, length_cases[i].pixels);

      g_assert_cmpstr (text, ==, length_cases[i].text);
    }
}

static void
test_sizes (void)
{
  const LwScale    scale = { 0.25, LW_UNIT_UM }, none = { 0 };
  g_autofree char *size = lw_scale_dup_size (&scale, 40, 2);
  g_autofree char *large = lw_scale_dup_size (&scale, 400, 40000);

  g_assert_cmpstr (size, ==, "10.0 × 0.5 µm");
  g_assert_cmpstr (large, ==, "0.1 × 10.0 mm");
  g_assert_null (lw_scale_dup_size (&none, 1, 1));
  g_assert_null (lw_scale_dup_length (&none, 1));
}

static void
test_texts (void)
{
  LwScale scale = { 1, LW_UNIT_M }, none = { 0 };

  for (int unit = 0; unit < LW_N_UNITS; unit++)
    {
      const LwScale    before = { 0.1 + unit / 3.0, (LwUnit) unit };
      g_autofree char *text = lw_scale_to_text (&before);

      g_assert_true (lw_scale_from_text (text, &scale));
      g_assert_true (lw_scale_equal (&before, &scale));
    }

  for (guint i = 0; i < G_N_ELEMENTS (no_scales); i++)
    {
      g_assert_false (lw_scale_from_text (no_scales[i], &scale));
      g_assert_false (lw_scale_is_set (&scale));
    }
  g_assert_false (lw_scale_from_text (NULL, &scale));
  g_assert_null (lw_scale_to_text (&none));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/ticks/cases", test_ticks);
  g_test_add_func ("/ticks/everywhere", test_ticks_everywhere);
  g_test_add_func ("/ticks/round-down", test_round_down);
  g_test_add_func ("/scale/lengths", test_lengths);
  g_test_add_func ("/scale/sizes", test_sizes);
  g_test_add_func ("/scale/texts", test_texts);

  return g_test_run ();
}

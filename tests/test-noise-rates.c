/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-noise-rates.h"

#include "lw-random.h"
#include "lw-test-golden.h"

#include <glib.h>
#include <math.h>

#define K 3

/* Twice two classes: 25 guesses for the first, 50 for the second, of 50 labels each. */
static void
test_methods (void)
{
  static const gdouble joint[] = { 20, 5, 5, 45 };
  static const gint64  n_given[] = { 50, 50 };
  /* Ratio of .8 and .8 times .5, against .9 and .9; .8 a + .1 b = .5; 25 of 75; .8 .5 + .1 .5. */
  static const gdouble wanted[] = { 0.5, 4 / 7.0, 1 / 3.0, 0.45 };
  gdouble              shares[2], noise[4], inverse[4];
  const LwNoiseRates   rates = { shares, noise, inverse };

  for (LwTrueShare method = LW_TRUE_SHARE_COUNT; method <= LW_TRUE_SHARE_MARGINAL_PS; method++)
    {
      g_assert_true (lw_noise_rates_estimate (joint, n_given, 2, method, FALSE, &rates));
      g_assert_cmpfloat_with_epsilon (shares[0], wanted[method], 1e-12);
      g_assert_cmpfloat_with_epsilon (shares[0] + shares[1], 1, 1e-12);
      g_assert_cmpfloat_with_epsilon (noise[2], 0.2, 1e-12);
      g_assert_cmpfloat_with_epsilon (inverse[1], 0.1, 1e-12);
    }
}

/* Where the joint has as many of each class as were given, all methods are one, and converging
 * changes nothing. */
static void
test_calibrated (void)
{
  static const gdouble joint[] = { 40, 10, 5, 45 };
  static const gint64  n_given[] = { 50, 50 };
  gdouble              shares[2], noise[4], inverse[4];
  const LwNoiseRates   rates = { shares, noise, inverse };

  for (LwTrueShare method = LW_TRUE_SHARE_COUNT; method <= LW_TRUE_SHARE_MARGINAL_PS; method++)
    for (guint is_converging = 0; is_converging < 2; is_converging++)
      {
        g_assert_true (lw_noise_rates_estimate (joint, n_given, 2, method, is_converging, &rates));
        g_assert_cmpfloat_with_epsilon (shares[0], 0.45, 1e-12);
        g_assert_cmpfloat_with_epsilon (noise[0], 40 / 45.0, 1e-12);
        g_assert_cmpfloat_with_epsilon (inverse[3], 0.9, 1e-12);
      }
}

static void
test_singular (void)
{
  static const gdouble joint[] = { 10, 0, 0, 0 };
  static const gint64  n_given[] = { 10, 0 };
  gdouble              shares[2] = { 7 }, noise[4], inverse[4];
  const LwNoiseRates   rates = { shares, noise, inverse };

  g_assert_false (lw_noise_rates_estimate (joint, n_given, 2, LW_TRUE_SHARE_EQUATION, FALSE, &rates));
  g_assert_cmpfloat (shares[0], ==, 7);
}

/* --- Health --- */

static void
test_health (void)
{
  static const gdouble estimate[] = { 0.4, 0.1, 0.05, 0.45 };
  static const gint64  counts[] = { 20, 5, 5, 45 }, n_given[] = { 50, 50 };
  LwClassHealth        health[2];
  LwClassOverlap       overlap;
  LwInterval           errors;

  lw_class_health_measure (estimate, counts, n_given, 2, 0.95, health);
  g_assert_cmpfloat (health[0].n_issues, ==, 10);
  g_assert_cmpfloat (health[0].n_inverse_issues, ==, 5);
  g_assert_cmpfloat_with_epsilon (health[0].noise.value, 0.2, 1e-12);
  g_assert_cmpfloat_with_epsilon (health[0].quality, 0.8, 1e-12);
  g_assert_cmpfloat_with_epsilon (health[1].inverse_noise.value, 0.1 / 0.55, 1e-12);
  /* 5 of 25, exact. */
  g_assert_cmpfloat_with_epsilon (health[0].noise.low, 0.0683, 1e-4);
  g_assert_cmpfloat_with_epsilon (health[0].noise.high, 0.4070, 1e-4);

  /* 50 times .2 and .1: the limits of 5 of 25 are .0683 and .4070, those of 5 of 50 .0333 and .2181. */
  errors = lw_label_estimate_errors (estimate, counts, n_given, 2, 0.95);
  g_assert_cmpfloat (errors.value, ==, 15);
  g_assert_cmpfloat_with_epsilon (errors.low, 15 - 50 * hypot (0.2 - 0.0683, 0.1 - 0.0333), 0.01);
  g_assert_cmpfloat_with_epsilon (errors.high, 15 + 50 * hypot (0.4070 - 0.2, 0.2181 - 0.1), 0.01);

  lw_class_overlap_measure (estimate, 2, 100, &overlap);
  g_assert_cmpfloat (overlap.n_items, ==, 15);
  g_assert_cmpfloat_with_epsilon (lw_label_health (10, 100, 0.95).value, 0.9, 1e-12);
}

static void
test_overlap_order (void)
{
  static const gdouble estimate[] = { 0.2, 0.05, 0.1, 0, 0.2, 0.05, 0.1, 0, 0.3 };
  LwClassOverlap       overlaps[3];

  lw_class_overlap_measure (estimate, K, 100, overlaps);
  g_assert_cmpuint (overlaps[0].class_a, ==, 0);
  g_assert_cmpuint (overlaps[0].class_b, ==, 2);
  g_assert_cmpuint (overlaps[1].class_b, ==, 1);
  g_assert_cmpuint (overlaps[2].class_a, ==, 1);
}

/* The limits of how much of a true class is labelled otherwise hold it as often as they say. */
static void
test_coverage (void)
{
  static const gdouble rates[K][K] = { { 0.85, 0.1, 0.05 }, { 0.02, 0.95, 0.03 }, { 0.1, 0.1, 0.8 } };
  static const gint64  n_given[] = { 400, 100, 60 };
  const guint          n_runs = 1000;
  guint                n_held[K] = { 0 };
  LwRandom             random = lw_random_new (8);

  for (guint run = 0; run < n_runs; run++)
    {
      gint64        counts[K * K] = { 0 };
      gdouble       estimate[K * K];
      LwClassHealth health[K];

      for (guint i = 0; i < K; i++)
        for (gint64 n = 0; n < n_given[i]; n++)
          {
            const gdouble drawn = lw_random_uniform (&random);

            counts[i * K + (drawn < rates[i][0] ? 0 : drawn < rates[i][0] + rates[i][1] ? 1
                                                                                        : 2)]++;
          }

      for (guint i = 0; i < K * K; i++)
        estimate[i] = (gdouble) counts[i] / 560;
      lw_class_health_measure (estimate, counts, n_given, K, 0.95, health);

      for (guint j = 0; j < K; j++)
        {
          gdouble column = 0, truth;

          for (guint i = 0; i < K; i++)
            column += (gdouble) n_given[i] * rates[i][j];
          truth = 1 - (gdouble) n_given[j] * rates[j][j] / column;
          n_held[j] += health[j].inverse_noise.low <= truth && truth <= health[j].inverse_noise.high;
        }
    }

  for (guint j = 0; j < K; j++)
    {
      g_test_message ("class %u: %u of %u", j, n_held[j], n_runs);
      g_assert_cmpuint (n_held[j], >=, n_runs * 94 / 100);
    }
}

/* --- The reference cases --- */

static void
check_health (const gchar       *name,
              const LwTestTable *raw,
              const gint64      *n_given)
{
  g_autoptr (LwTestTable) joint = lw_test_golden_read ("classification", name, "joint");
  g_autoptr (LwTestTable) wanted = lw_test_golden_read ("classification", name, "class_quality");
  const gsize               k = raw->n_rows;
  g_autofree LwClassHealth *health = g_new (LwClassHealth, k);
  g_autofree gint64        *counts = g_new (gint64, k * k);

  for (gsize i = 0; i < k * k; i++)
    counts[i] = (gint64) raw->values[i];
  lw_class_health_measure (joint->values, counts, n_given, k, 0.95, health);

  /* The joint is of the reference as shipped, and so is the number. */
  g_assert_cmpfloat (lw_label_estimate_errors (joint->values, counts, n_given, k, 0.95).value, ==,
                     lw_test_golden_scalar ("classification", name, "scalars", "num_label_issues_off_diagonal_calibrated", NAN));

  for (gsize i = 0; i < wanted->n_rows; i++)
    {
      const gdouble       *row = wanted->values + i * wanted->n_columns;
      const LwClassHealth *own = &health[(gsize) row[0]];
      const gdouble        found[] = { own->n_issues, own->n_inverse_issues, own->noise.value, own->inverse_noise.value, own->quality };

      g_assert_cmpfloat (lw_test_largest_error (found, row + 1, 5), <, 1e-9);
    }
}

/* By their names in the reference's tables. */
static const gchar *const methods[] = { "cnt", "eqn", "marginal", "marginal_ps" };

static void
check_latent (const gchar   *name,
              const gchar   *joint_name,
              const gdouble *joint,
              const gint64  *n_given,
              gsize          k)
{
  g_autofree gchar   *path = g_build_filename (g_getenv ("LW_SHARED_DATA"), "..", "golden", "classification", name, "latent.csv", NULL);
  g_autofree gchar   *text = NULL;
  g_autofree gdouble *shares = g_new (gdouble, k), *noise = g_new (gdouble, k * k), *inverse = g_new (gdouble, k * k);
  const LwNoiseRates  rates = { shares, noise, inverse };
  g_auto (GStrv) lines = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return;

  lines = g_strsplit (g_strchomp (text), "\n", -1);
  for (gsize method = 0; method < G_N_ELEMENTS (methods); method++)
    for (guint is_converging = 0; is_converging < 2; is_converging++)
      {
        const gboolean is_solved = lw_noise_rates_estimate (joint, n_given, k, method, is_converging, &rates);

        for (gsize i = 1; lines[i] != NULL; i++)
          {
            g_auto (GStrv) fields = g_strsplit (lines[i], ",", -1);
            const gsize   row = g_ascii_strtoull (fields[4], NULL, 10), column = g_ascii_strtoull (fields[5], NULL, 10);
            const gdouble wanted = g_ascii_strtod (fields[6], NULL);

            if (!g_str_equal (fields[0], joint_name) || !g_str_equal (fields[1], methods[method]) || fields[2][0] != '0' + (gchar) is_converging)
              continue;

            if (g_str_equal (fields[3], "error_singular"))
              g_assert_false (is_solved);
            else if (g_str_equal (fields[3], "py"))
              g_assert_cmpfloat_with_epsilon (shares[row], wanted, 1e-9);
            else if (g_str_equal (fields[3], "noise_matrix"))
              g_assert_cmpfloat_with_epsilon (noise[row * k + column], wanted, 1e-9);
            else
              g_assert_cmpfloat_with_epsilon (inverse[row * k + column], wanted, 1e-9);
          }
      }
}

static void
test_reference (void)
{
  g_auto (GStrv) names = lw_test_golden_list ("classification");

  if (names == NULL)
    {
      g_test_skip ("the reference programs' numbers are not here");
      return;
    }

  for (gsize i = 0; names[i] != NULL; i++)
    {
      g_autoptr (LwTestTable) labels = lw_test_golden_read ("classification", names[i], "labels");
      g_autoptr (LwTestTable) raw = lw_test_golden_read ("classification", names[i], "cj_raw");
      g_autoptr (LwTestTable) calibrated = lw_test_golden_read ("classification", names[i], "cj_calibrated_stable");
      g_autofree gint64 *n_given = g_new0 (gint64, raw->n_rows);

      for (gsize t = 0; t < labels->n_rows; t++)
        n_given[(gsize) labels->values[t * labels->n_columns]]++;

      check_health (names[i], raw, n_given);
      check_latent (names[i], "raw", raw->values, n_given, raw->n_rows);
      check_latent (names[i], "calibrated", calibrated->values, n_given, raw->n_rows);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/noise-rates/methods", test_methods);
  g_test_add_func ("/noise-rates/calibrated", test_calibrated);
  g_test_add_func ("/noise-rates/singular", test_singular);
  g_test_add_func ("/noise-rates/health", test_health);
  g_test_add_func ("/noise-rates/overlap-order", test_overlap_order);
  g_test_add_func ("/noise-rates/coverage", test_coverage);
  g_test_add_func ("/noise-rates/reference", test_reference);

  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-bootstrap.h"

#include "lw-agreement.h"
#include "lw-random.h"

#include <glib.h>
#include <math.h>

#define N_ITEMS_MAX 1000

typedef struct
{
  gsize   n;
  gdouble values[N_ITEMS_MAX];
} Sample;

/* The mean, and one over it where the sample has no zero in it. */
static void
get_means (const guint32 *counts,
           gpointer       data,
           gdouble       *values)
{
  const Sample *sample = data;
  gdouble       sum = 0, n = 0;

  for (gsize i = 0; i < sample->n; i++)
    {
      sum += counts[i] * sample->values[i];
      n += counts[i];
    }

  values[0] = sum / n;
  values[1] = sum > 0 ? n / sum : NAN;
}

static void
test_draw (void)
{
  guint32 counts[100], again[100];
  gdouble sum = 0, squares = 0;

  for (guint64 stream = 0; stream < 1000; stream++)
    {
      gdouble n = 0;

      lw_bootstrap_draw (3, stream, 100, counts);
      for (guint i = 0; i < 100; i++)
        {
          n += counts[i];
          squares += (counts[i] - 1.0) * (counts[i] - 1.0);
        }
      g_assert_cmpfloat (n, ==, 100);
      sum += counts[17];
    }

  /* An item is drawn once on average, with the variance of a binomial number, 0.99. */
  g_assert_cmpfloat_with_epsilon (sum / 1000, 1, 0.12);
  g_assert_cmpfloat_with_epsilon (squares / 100000, 0.99, 0.02);

  lw_bootstrap_draw (3, 999, 100, again);
  g_assert_cmpmem (counts, sizeof counts, again, sizeof again);
}

/* The limits of a mean are known. */
static void
test_mean (void)
{
  g_autofree Sample *sample = g_new0 (Sample, 1);
  LwRandom           random = lw_random_new (5);
  LwInterval         limits[2], again[2];
  gdouble            sum = 0, squares = 0, half;

  sample->n = 1000;
  for (gsize i = 0; i < sample->n; i++)
    {
      sample->values[i] = 10 + 2 * lw_random_normal (&random);
      sum += sample->values[i];
      squares += sample->values[i] * sample->values[i];
    }

  lw_bootstrap_intervals (get_means, sample, sample->n, 2, &LW_BOOTSTRAP_DEFAULT, limits);

  half = 1.96 * sqrt ((squares / 1000 - (sum / 1000) * (sum / 1000)) / 1000);
  g_assert_cmpfloat_with_epsilon (limits[0].value, sum / 1000, 1e-12);
  g_assert_cmpfloat_with_epsilon (limits[0].low, sum / 1000 - half, 0.012);
  g_assert_cmpfloat_with_epsilon (limits[0].high, sum / 1000 + half, 0.012);
  /* What falls as the mean rises has its limits: BCa respects transformations. */
  g_assert_cmpfloat_with_epsilon (limits[1].low, 1 / limits[0].high, 2e-5);
  g_assert_cmpfloat_with_epsilon (limits[1].high, 1 / limits[0].low, 2e-5);

  lw_bootstrap_intervals (get_means, sample, sample->n, 2, &LW_BOOTSTRAP_DEFAULT, again);
  g_assert_cmpmem (limits, sizeof limits, again, sizeof again);
}

static void
test_degenerate (void)
{
  Sample    *sample = g_new0 (Sample, 1);
  LwInterval limits[2];

  sample->n = 5;
  lw_bootstrap_intervals (get_means, sample, sample->n, 2, &LW_BOOTSTRAP_DEFAULT, limits);
  g_assert_cmpfloat (limits[0].low, ==, 0);
  g_assert_cmpfloat (limits[0].high, ==, 0);
  g_assert_true (isnan (limits[1].value) && isnan (limits[1].low) && isnan (limits[1].high));

  /* A third of the samples miss the only item that defines it. */
  sample->values[2] = 1;
  lw_bootstrap_intervals (get_means, sample, sample->n, 2, &LW_BOOTSTRAP_DEFAULT, limits);
  g_assert_cmpfloat (limits[1].value, ==, 5);
  g_assert_cmpfloat (limits[1].low, <, 3);
  g_assert_cmpfloat (limits[1].high, <=, 5);

  sample->n = 0;
  lw_bootstrap_intervals (get_means, sample, 0, 2, &LW_BOOTSTRAP_DEFAULT, limits);
  g_assert_true (isnan (limits[0].low));

  g_free (sample);
}

/* --- Agreement --- */

/* Raters who know the class with this probability and else guess one of three: alpha and kappa are
 * its square. */
static void
rate (LwRandom *random,
      gdouble   knows,
      gsize     n_units,
      gsize     n_raters,
      gint32   *ratings)
{
  for (gsize u = 0; u < n_units; u++)
    {
      const gint32 truth = (gint32) lw_random_below (random, 3);

      for (gsize a = 0; a < n_raters; a++)
        ratings[u * n_raters + a] = lw_random_chance (random, knows) ? truth : (gint32) lw_random_below (random, 3);
    }
}

static guint
is_inside (LwInterval interval,
           gdouble    truth)
{
  return interval.low <= truth && truth <= interval.high;
}

/* Of 95 % intervals about that many hold the truth. */
static void
test_coverage (void)
{
  enum
  {
    N = 300,
    N_UNITS = 80,
    N_RATERS = 4
  };
  const LwBootstrapOptions options = { 600, 0.95, 4 };
  gint32                   ratings[N_UNITS * N_RATERS];
  guint                    n_alpha = 0, n_fleiss = 0, n_cohen = 0;

  for (guint i = 0; i < N; i++)
    {
      LwRandom random = lw_random_new_stream (11, i);

      rate (&random, 0.8, N_UNITS, N_RATERS, ratings);
      n_cohen += is_inside (lw_agreement_cohen_interval (ratings, N_UNITS, N_RATERS, 3, 0, 2, LW_DISAGREEMENT_NOMINAL, &options), 0.64);
      n_fleiss += is_inside (lw_agreement_fleiss_interval (ratings, N_UNITS, N_RATERS, 3, &options), 0.64);
      ratings[5] = ratings[9] = -1;
      n_alpha += is_inside (lw_agreement_krippendorff_interval (ratings, N_UNITS, N_RATERS, 3, LW_DISAGREEMENT_NOMINAL, &options), 0.64);
    }

  g_test_message ("of %d: Cohen %u, Fleiss %u, Krippendorff %u", N, n_cohen, n_fleiss, n_alpha);
  g_assert_cmpuint (n_cohen, >=, N * 91 / 100);
  g_assert_cmpuint (n_fleiss, >=, N * 91 / 100);
  g_assert_cmpuint (n_alpha, >=, N * 91 / 100);
  g_assert_cmpuint (n_cohen + n_fleiss + n_alpha, <=, 3 * N * 98 / 100);
}

/* A sample is what the coefficient of the drawn units is. */
static void
test_same_value (void)
{
  gint32                   ratings[50 * 3];
  LwRandom                 random = lw_random_new (2);
  const LwBootstrapOptions options = { 50, 0.9, 4 };

  rate (&random, 0.7, 50, 3, ratings);
  for (LwDisagreement distance = LW_DISAGREEMENT_NOMINAL; distance <= LW_DISAGREEMENT_RATIO; distance++)
    {
      const LwInterval interval = lw_agreement_krippendorff_interval (ratings, 50, 3, 3, distance, &options);

      g_assert_cmpfloat (interval.value, ==, lw_agreement_krippendorff (ratings, 50, 3, 3, distance));
      g_assert_cmpfloat (interval.low, <, interval.value);
      g_assert_cmpfloat (interval.high, >, interval.value);
    }

  g_assert_cmpfloat_with_epsilon (lw_agreement_observed_interval (ratings, 50, 3, 3, &options).value,
                                  lw_agreement_observed (ratings, 50, 3), 1e-12);
  g_assert_cmpfloat (lw_agreement_randolph_interval (ratings, 50, 3, 3, &options).value, ==,
                     lw_agreement_randolph (ratings, 50, 3, 3));
}

/* Nobody disagreed in 40 units: 0 of 40 has the upper limit 1 - 0.025^(1/40) = 0.0881, and chance
 * disagrees in half of the units. */
static void
test_perfect (void)
{
  gint32     ratings[40][2];
  LwInterval interval;

  for (gint32 u = 0; u < 40; u++)
    ratings[u][0] = ratings[u][1] = u % 2;

  interval = lw_agreement_cohen_interval (ratings[0], 40, 2, 2, 0, 1, LW_DISAGREEMENT_NOMINAL, &LW_BOOTSTRAP_DEFAULT);
  g_assert_cmpfloat (interval.high, ==, 1);
  g_assert_cmpfloat_with_epsilon (interval.low, 1 - 0.0881 / 0.5, 2e-4);
  interval = lw_agreement_fleiss_interval (ratings[0], 40, 2, 2, &LW_BOOTSTRAP_DEFAULT);
  g_assert_cmpfloat_with_epsilon (interval.low, 1 - 0.0881 / 0.5, 2e-4);
  interval = lw_agreement_observed_interval (ratings[0], 40, 2, 2, &LW_BOOTSTRAP_DEFAULT);
  g_assert_cmpfloat_with_epsilon (interval.low, 1 - 0.0881, 2e-4);
  /* Of 80 ratings half are of the other class: 40 of 79 pairs. */
  interval = lw_agreement_krippendorff_interval (ratings[0], 40, 2, 2, LW_DISAGREEMENT_INTERVAL, &LW_BOOTSTRAP_DEFAULT);
  g_assert_cmpfloat_with_epsilon (interval.low, 1 - 0.0881 * 79 / 40, 2e-4);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/bootstrap/draw", test_draw);
  g_test_add_func ("/bootstrap/mean", test_mean);
  g_test_add_func ("/bootstrap/degenerate", test_degenerate);
  g_test_add_func ("/bootstrap/coverage", test_coverage);
  g_test_add_func ("/bootstrap/same-value", test_same_value);
  g_test_add_func ("/bootstrap/perfect", test_perfect);

  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-interval.h"

#include "lw-random.h"

#include <glib.h>
#include <math.h>

#define CONFIDENCE 0.95

static void
assert_interval (LwInterval interval,
                 double     low,
                 double     high)
{
  g_assert_cmpfloat_with_epsilon (interval.low, low, 1e-9);
  g_assert_cmpfloat_with_epsilon (interval.high, high, 1e-9);
}

/* The quantiles of the beta distribution that the definition names, from another program. */
static void
test_exact (void)
{
  assert_interval (lw_interval_exact (3, 20, CONFIDENCE), 0.0320709371854637, 0.3789268265453140);
  assert_interval (lw_interval_exact (50000, 1000000, CONFIDENCE), 0.0495736395473264, 0.0504289693684639);
  /* 1 - 0.025^(1/10), and the mirror image. */
  assert_interval (lw_interval_exact (0, 10, CONFIDENCE), 0, 1 - pow (0.025, 0.1));
  assert_interval (lw_interval_exact (10, 10, CONFIDENCE), pow (0.025, 0.1), 1);
}

static void
test_nothing (void)
{
  const LwInterval interval = lw_interval_exact (0, 0, CONFIDENCE);

  g_assert_true (isnan (interval.value));
  assert_interval (interval, 0, 1);
  g_assert_true (isnan (lw_interval_wilson (0, 0, CONFIDENCE).value));
}

/* How often intervals of @n draws hold the rate that they were drawn with. */
static double
measure_coverage (LwInterval (*get) (double, double, double),
                  double rate,
                  guint  n)
{
  LwRandom random = lw_random_new (7);
  guint    n_held = 0;

  for (guint run = 0; run < 4000; run++)
    {
      guint n_hits = 0;

      for (guint i = 0; i < n; i++)
        n_hits += lw_random_chance (&random, rate);

      const LwInterval interval = get (n_hits, n, CONFIDENCE);
      n_held += interval.low <= rate && rate <= interval.high;
    }

  return n_held / 4000.0;
}

static void
test_coverage (void)
{
  const double rates[] = { 0.01, 0.1, 0.5 };

  for (guint i = 0; i < G_N_ELEMENTS (rates); i++)
    {
      /* Four standard errors of 4,000 runs are 0.014. */
      g_assert_cmpfloat (measure_coverage (lw_interval_exact, rates[i], 60), >, CONFIDENCE - 0.014);
      g_assert_cmpfloat (measure_coverage (lw_interval_wilson, rates[i], 60), >, 0.88);
    }
}

/* Two classes of 30 and 70 %, a part of each looked at. */
static void
test_weighted_sum (void)
{
  const double weights[] = { 0.3, 0.7, 0 };
  const double rates[] = { 0.1, 0.02 };
  const guint  n[] = { 80, 150 };
  const double truth = 0.3 * 0.1 + 0.7 * 0.02;
  LwRandom     random = lw_random_new (3);
  guint        n_held = 0;

  for (guint run = 0; run < 2000; run++)
    {
      LwInterval parts[3] = { [2] = lw_interval_exact (0, 0, CONFIDENCE) };

      for (guint k = 0; k < 2; k++)
        {
          guint n_hits = 0;

          for (guint i = 0; i < n[k]; i++)
            n_hits += lw_random_chance (&random, rates[k]);
          parts[k] = lw_interval_exact (n_hits, n[k], CONFIDENCE);
        }

      const LwInterval sum = lw_interval_weighted_sum (parts, weights, 3);

      g_assert_cmpfloat_with_epsilon (sum.value, 0.3 * parts[0].value + 0.7 * parts[1].value, 1e-12);
      n_held += sum.low <= truth && truth <= sum.high;
    }

  g_assert_cmpfloat (n_held / 2000.0, >, 0.93);
}

static void
test_functions (void)
{
  g_assert_cmpfloat_with_epsilon (lw_normal_quantile (0.975), 1.959963984540054, 1e-12);
  g_assert_cmpfloat_with_epsilon (lw_normal_quantile (0.5), 0, 1e-12);
  /* For whole numbers it is a sum of binomial terms. */
  g_assert_cmpfloat_with_epsilon (lw_incomplete_beta (2, 3, 0.4), 0.5248, 1e-12);
  g_assert_cmpfloat_with_epsilon (lw_incomplete_beta (3, 2, 0.6), 1 - 0.5248, 1e-12);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/interval/exact", test_exact);
  g_test_add_func ("/interval/nothing", test_nothing);
  g_test_add_func ("/interval/coverage", test_coverage);
  g_test_add_func ("/interval/weighted-sum", test_weighted_sum);
  g_test_add_func ("/interval/functions", test_functions);

  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-calibration.h"

#include "lw-consensus.h"
#include "lw-random.h"

#include <glib.h>
#include <math.h>

static void
test_error (void)
{
  static const gdouble probabilities[] = { 0.95, 0.95, 0.6, 0.65, 1 };
  static const guint8  is_right[] = { 1, 0, 1, 0, 1 };

  /* 2.9 said and 2 right in the last bin, 1.25 and 1 in the seventh. */
  g_assert_cmpfloat_with_epsilon (lw_calibration_error (probabilities, is_right, 5, 10), (0.9 + 0.25) / 5, 1e-12);
  g_assert_true (isnan (lw_calibration_error (probabilities, is_right, 0, 10)));
}

/* Three of four known items are what 0.9 was said of: that becomes 0.75, for many of them. */
static void
test_fit (void)
{
  enum
  {
    N = 4000
  };
  gdouble probabilities[2 * N];
  gsize   items[N];
  guint32 truths[N];
  gdouble temperature;

  for (gsize i = 0; i < N; i++)
    {
      probabilities[2 * i] = 0.9;
      probabilities[2 * i + 1] = 0.1;
      items[i] = i;
      truths[i] = i % 4 == 0;
    }

  temperature = lw_calibration_fit (probabilities, 2, items, truths, N);
  g_assert_cmpfloat_with_epsilon (temperature, log (9) / log (3), 0.01);
  lw_calibration_apply (probabilities, N, 2, temperature, probabilities);
  g_assert_cmpfloat_with_epsilon (probabilities[0], 0.75, 0.002);
  g_assert_cmpfloat_with_epsilon (probabilities[2 * N - 1], 0.25, 0.002);

  /* Without what is known, as it was. */
  g_assert_cmpfloat_with_epsilon (lw_calibration_fit (probabilities, 2, NULL, NULL, 0), 1, 1e-6);
  /* What is certain cannot be surer, nor does it break. */
  lw_calibration_apply ((const gdouble[]){ 1, 0 }, 1, 2, 1, probabilities);
  g_assert_cmpfloat_with_epsilon (probabilities[0], 1, 1e-12);
}

/* Six annotators, of whom each is right about nine in ten items; a share of the items misleads all
 * of them to the same wrong class.  The error of the consensus of what is not known, before and
 * after 40 items are. */
static void
simulate (gdouble  misleading,
          guint64  seed,
          gdouble *before,
          gdouble *after)
{
  enum
  {
    N = 600,
    N_WORKERS = 6,
    K = 3,
    N_KNOWN = 40
  };
  LwRandom     random = lw_random_new_stream (41, seed);
  guint32      truth[N], workers[N * N_WORKERS], labels[N * N_WORKERS], found[N];
  gsize        begins[N + 1] = { 0 }, items[N_KNOWN];
  guint8       is_right[N];
  gdouble      scaled[N * K], probabilities[N];
  LwAnswers    answers = { N, N_WORKERS, K, begins, workers, labels };
  LwConsensus *consensus;

  for (guint t = 0; t < N; t++)
    {
      const guint32 shift = lw_random_chance (&random, misleading);

      truth[t] = (guint32) lw_random_below (&random, K);
      for (guint w = 0; w < N_WORKERS; w++)
        {
          const guint32 other = lw_random_chance (&random, 0.8) ? 0 : 1 + (guint32) lw_random_below (&random, K - 1);

          workers[t * N_WORKERS + w] = w;
          labels[t * N_WORKERS + w] = (truth[t] + shift + other) % K;
        }
      begins[t + 1] = (t + 1) * N_WORKERS;
    }

  consensus = lw_consensus_new (&answers, NULL, 0);
  lw_consensus_get_labels (consensus, found, probabilities);
  for (guint t = 0; t < N; t++)
    is_right[t] = found[t] == truth[t];
  *before = lw_calibration_error (probabilities + N_KNOWN, is_right + N_KNOWN, N - N_KNOWN, 10);

  for (guint i = 0; i < N_KNOWN; i++)
    items[i] = i;
  lw_calibration_apply (lw_consensus_get_posterior (consensus), N, K,
                        lw_calibration_fit (lw_consensus_get_posterior (consensus), K, items, truth, N_KNOWN), scaled);
  for (guint t = 0; t < N; t++)
    probabilities[t] = scaled[t * K + found[t]];
  *after = lw_calibration_error (probabilities + N_KNOWN, is_right + N_KNOWN, N - N_KNOWN, 10);

  lw_consensus_free (consensus);
}

static void
test_known (void)
{
  static const gdouble shares[] = { 0, 0.2 };

  for (guint i = 0; i < G_N_ELEMENTS (shares); i++)
    {
      gdouble before = 0, after = 0;

      for (guint64 seed = 0; seed < 10; seed++)
        {
          gdouble one_before, one_after;

          simulate (shares[i], seed, &one_before, &one_after);
          before += one_before / 10;
          after += one_after / 10;
        }

      g_test_message ("%g mislead: error %.4f, then %.4f", shares[i], before, after);
      if (shares[i] > 0)
        {
          g_assert_cmpfloat (before, >, 0.15);
          g_assert_cmpfloat (after, <, before * 0.6);
        }
      else
        g_assert_cmpfloat (after, <, 0.03);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/calibration/error", test_error);
  g_test_add_func ("/calibration/fit", test_fit);
  g_test_add_func ("/calibration/known", test_known);

  return g_test_run ();
}

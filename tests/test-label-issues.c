/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-label-issues.h"

#include "lw-label-scores.h"
#include "lw-random.h"

#include <glib.h>
#include <math.h>

/* --- Scores --- */

static void
test_scores (void)
{
  const double  rows[] = { 0.7, 0.2, 0.1, 0.2, 0.5, 0.3, 0, 1, 0 };
  const int32_t labels[] = { 0, 2, 1 };
  double        scores[3];

  lw_label_scores (LW_LABEL_SCORE_SELF_CONFIDENCE, rows, labels, 3, 3, scores);
  g_assert_cmpfloat (scores[1], ==, 0.3);

  lw_label_scores (LW_LABEL_SCORE_NORMALIZED_MARGIN, rows, labels, 3, 3, scores);
  g_assert_cmpfloat_with_epsilon (scores[0], 0.75, 1e-15);
  g_assert_cmpfloat_with_epsilon (scores[1], 0.4, 1e-15);
  g_assert_cmpfloat (scores[2], ==, 1);

  /* A label that is certain is the best there is; as the peer has it, the worst. */
  lw_label_scores (LW_LABEL_SCORE_CONFIDENCE_WEIGHTED_ENTROPY, rows, labels, 3, 3, scores);
  g_assert_cmpfloat (scores[2], ==, 1);
  g_assert_cmpfloat (scores[1], <, scores[0]);
  lw_label_scores (LW_LABEL_SCORE_CONFIDENCE_WEIGHTED_ENTROPY_PEER, rows, labels, 3, 3, scores);
  g_assert_cmpfloat (scores[2], ==, 0);
}

static void
test_input (void)
{
  double  rows[] = { 0.5, 0.5, 0.1, 0.9 };
  int32_t labels[] = { 0, 1 };
  size_t  row, column;

  g_assert_cmpint (lw_label_input_check (rows, labels, 2, 2, &row, &column), ==, LW_LABEL_INPUT_GOOD);

  rows[3] = NAN;
  g_assert_cmpint (lw_label_input_check (rows, labels, 2, 2, &row, &column), ==, LW_LABEL_INPUT_NOT_FINITE);
  g_assert_cmpuint (row, ==, 1);
  g_assert_cmpuint (column, ==, 1);

  rows[3] = 1.1;
  g_assert_cmpint (lw_label_input_check (rows, labels, 2, 2, &row, &column), ==, LW_LABEL_INPUT_OUT_OF_RANGE);
  labels[0] = 2;
  g_assert_cmpint (lw_label_input_check (rows, labels, 2, 2, &row, &column), ==, LW_LABEL_INPUT_LABEL_TOO_LARGE);
  labels[0] = -1;
  g_assert_cmpint (lw_label_input_check (rows, labels, 2, 2, &row, &column), ==, LW_LABEL_INPUT_LABEL_NEGATIVE);
  g_assert_cmpuint (row, ==, 0);
}

/* --- The joint --- */

/* Thresholds .6 and .7: the third row has no confident class, the fourth has two. */
static void
test_joint (void)
{
  const double      rows[] = { 0.8, 0.2, 0.2, 0.8, 0.5, 0.5, 0.9, 0.8, 0.3, 0.5 };
  const int32_t     labels[] = { 0, 1, 0, 0, 1 };
  int32_t           guesses[5];
  LwConfidentJoint *joint = lw_confident_joint_new (2, LW_COLLISION_PAPER);
  const int64_t    *counts;

  lw_confident_joint_learn (joint, rows, labels, 2);
  lw_confident_joint_learn (joint, rows + 4, labels + 2, 3);
  g_assert_cmpfloat_with_epsilon (lw_confident_joint_get_thresholds (joint)[0], 2.2 / 3, 1e-12);
  g_assert_cmpfloat_with_epsilon (lw_confident_joint_get_thresholds (joint)[1], 0.65, 1e-12);

  lw_confident_joint_count (joint, rows, labels, 5, guesses);
  g_assert_cmpint (guesses[0], ==, 0);
  g_assert_cmpint (guesses[2], ==, -1);
  g_assert_cmpint (guesses[3], ==, 0);
  g_assert_cmpint (guesses[4], ==, -1);

  counts = lw_confident_joint_get_counts (joint);
  g_assert_cmpint (counts[0], ==, 2);
  g_assert_cmpint (counts[1], ==, 0);
  g_assert_cmpint (counts[3], ==, 1);
  g_assert_cmpuint (lw_confident_joint_get_n_off_diagonal (joint), ==, 0);

  lw_confident_joint_free (joint);
}

/* The most probable class is not confident, another two are. */
static void
test_collision (void)
{
  const double  rows[] = { 0.9, 0, 0, 0, 0.2, 0, 0, 0, 0.3, 0.6, 0.25, 0.5 };
  const int32_t labels[] = { 0, 1, 2, 1 };
  int32_t       guesses[4];

  for (LwCollision collision = LW_COLLISION_PAPER; collision <= LW_COLLISION_PEER; collision++)
    {
      LwConfidentJoint *joint = lw_confident_joint_new (3, collision);

      lw_confident_joint_learn (joint, rows, labels, 4);
      lw_confident_joint_count (joint, rows, labels, 4, guesses);
      g_assert_cmpint (guesses[3], ==, collision == LW_COLLISION_PAPER ? 2 : 0);
      lw_confident_joint_free (joint);
    }
}

/* Sums stay, and of equal remainders the later one is raised. */
static void
test_round_rows (void)
{
  double       matrix[16] = { 0.25, 1.25, 2.25, 1.25, 1.5, 2.5, 0, 0 };
  const double wanted[] = { 0, 1, 2, 2, 2, 2, 0, 0 };

  lw_confident_joint_round_rows (matrix, 4);

  for (guint i = 0; i < G_N_ELEMENTS (wanted); i++)
    g_assert_cmpfloat (matrix[i], ==, wanted[i]);
}

/* --- Issues --- */

/* The filter by noise rate as its definition reads: a full sort for each pair of classes. */
static void
flag_slowly (const LwLabelFinderOptions *options,
             const double               *rows,
             const int32_t              *labels,
             gsize                       n,
             gsize                       k,
             guint8                     *flags)
{
  LwConfidentJoint   *joint = lw_confident_joint_new (k, options->collision);
  g_autofree double  *raw = g_new (double, k *k), *matrix = g_new (double, k *k), *keys = g_new (double, n);
  g_autofree int64_t *prune = g_new (int64_t, k * k);
  g_autofree size_t  *order = g_new (size_t, n);

  lw_confident_joint_learn (joint, rows, labels, n);
  lw_confident_joint_count (joint, rows, labels, n, NULL);
  for (gsize i = 0; i < k * k; i++)
    raw[i] = (double) lw_confident_joint_get_counts (joint)[i];
  lw_confident_joint_calibrate (raw, lw_confident_joint_get_class_counts (joint), k, matrix);
  lw_confident_joint_round_rows (matrix, k);
  lw_label_prune_counts (matrix, k, options->min_per_class, options->fraction, prune);

  for (gsize i = 0; i < n; i++)
    flags[i] = 0;

  for (gsize given = 0; given < k; given++)
    for (gsize rival = 0; rival < k; rival++)
      {
        gint64 left = prune[rival * k + given];

        if (given == rival || lw_confident_joint_get_class_counts (joint)[given] <= options->min_per_class)
          continue;

        for (gsize i = 0; i < n; i++)
          keys[i] = (gsize) labels[i] == given ? rows[i * k + given] - rows[i * k + rival] : INFINITY;

        /* A selection sort: this has to be right, not fast. */
        for (; left > 0; left--)
          {
            gsize best = 0;

            for (gsize i = 1; i < n; i++)
              if (keys[i] < keys[best])
                best = i;
            if (isinf (keys[best]))
              break;
            flags[best] = 1;
            keys[best] = INFINITY;
          }
      }

  for (gsize i = 0; i < n; i++)
    if (lw_confident_joint_agrees (rows + i * k, (size_t) labels[i], lw_label_predict (rows + i * k, k)))
      flags[i] = 0;

  lw_confident_joint_free (joint);
}

/* Quantised probabilities, so that there are ties; noisy labels. */
static void
draw (LwRandom *random,
      double   *rows,
      int32_t  *labels,
      gsize     n,
      gsize     k)
{
  for (gsize i = 0; i < n; i++)
    {
      const gsize truth = lw_random_below (random, k);

      labels[i] = (int32_t) (lw_random_chance (random, 0.3) ? lw_random_below (random, k) : truth);
      for (gsize j = 0; j < k; j++)
        rows[i * k + j] = (double) (lw_random_below (random, 5) + (j == truth ? 3 : 0)) / 8;
    }
}

static void
test_noise_rate (void)
{
  LwRandom random = lw_random_new (11);
  guint    n_ranked = 0;

  for (guint run = 0; run < 300; run++)
    {
      const gsize                k = 2 + lw_random_below (&random, 4);
      const gsize                n = 20 + lw_random_below (&random, 60);
      g_autofree double         *rows = g_new (double, n *k);
      g_autofree int32_t        *labels = g_new (int32_t, n);
      g_autofree guint8         *flags = g_new (guint8, n), *wanted = g_new (guint8, n);
      const LwLabelFinderOptions options = {
        .filter = LW_LABEL_FILTER_PRUNE_BY_NOISE_RATE,
        .fraction = run % 3 == 0 ? 0.5 : 1,
        .min_per_class = (gint64) lw_random_below (&random, 4),
      };
      LwLabelFinder *finder = lw_label_finder_new (k, &options);
      const gsize    half = n / 2;

      draw (&random, rows, labels, n, k);
      lw_label_finder_learn (finder, rows, labels, n);
      lw_label_finder_count (finder, rows, labels, half);
      lw_label_finder_count (finder, rows + half * k, labels + half, n - half);
      if (lw_label_finder_plan (finder))
        {
          n_ranked++;
          lw_label_finder_rank (finder, rows, labels, half);
          lw_label_finder_rank (finder, rows + half * k, labels + half, n - half);
        }
      lw_label_finder_finish (finder, flags);
      lw_label_finder_free (finder);

      flag_slowly (&options, rows, labels, n, k, wanted);
      g_assert_cmpmem (flags, (int) n, wanted, (int) n);
    }

  /* Otherwise the third pass was never tried. */
  g_assert_cmpuint (n_ranked, >, 10);
  g_assert_cmpuint (n_ranked, <, 290);
}

/* A classifier that knows the truth finds exactly the labels that were changed. */
static void
test_all_filters (void)
{
  const gsize         n = 3000, k = 4;
  LwRandom            random = lw_random_new (5);
  g_autofree double  *rows = g_new (double, n *k);
  g_autofree int32_t *labels = g_new (int32_t, n);
  g_autofree guint8  *flags = g_new (guint8, n), *is_wrong = g_new (guint8, n);

  for (gsize i = 0; i < n; i++)
    {
      const gsize truth = lw_random_below (&random, k);

      is_wrong[i] = lw_random_chance (&random, 0.1);
      labels[i] = (int32_t) ((truth + is_wrong[i] * (1 + lw_random_below (&random, k - 1))) % k);
      for (gsize j = 0; j < k; j++)
        rows[i * k + j] = j == truth ? lw_random_range (&random, 0.8, 0.9) : lw_random_range (&random, 0, 0.05);
    }

  for (LwLabelFilter filter = 0; filter < LW_N_LABEL_FILTERS; filter++)
    {
      const LwLabelFinderOptions options = { .filter = filter, .fraction = 1, .min_per_class = 1 };
      guint                      n_right = 0, n_flagged = 0, n_wrong = 0;

      lw_label_find_issues (&options, rows, labels, n, k, flags);
      for (gsize i = 0; i < n; i++)
        {
          n_flagged += flags[i];
          n_wrong += is_wrong[i];
          n_right += flags[i] && is_wrong[i];
        }

      g_test_message ("filter %d: %u flagged, %u of %u wrong ones", filter, n_flagged, n_right, n_wrong);
      g_assert_cmpuint (n_right, ==, n_flagged);
      g_assert_cmpuint (n_right * 10, >, n_wrong * 4);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/label-issues/scores", test_scores);
  g_test_add_func ("/label-issues/input", test_input);
  g_test_add_func ("/label-issues/joint", test_joint);
  g_test_add_func ("/label-issues/collision", test_collision);
  g_test_add_func ("/label-issues/round-rows", test_round_rows);
  g_test_add_func ("/label-issues/noise-rate", test_noise_rate);
  g_test_add_func ("/label-issues/all-filters", test_all_filters);

  return g_test_run ();
}

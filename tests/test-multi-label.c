/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-multi-label.h"

#include "lw-random.h"
#include "lw-test-golden.h"

#include <glib.h>
#include <math.h>

static void
test_pool (void)
{
  static const gdouble scores[] = { 0.2, 0.9, 0.5, 0.4, 0.4, 0.4 };
  gdouble              pooled[2];

  /* From .9 by .5 to .2: .5 * .8 + .9 * .2 = .58, .2 * .8 + .58 * .2 = .276. */
  lw_multi_label_pool (LW_POOLING_MOVING_AVERAGE, 0.8, scores, 2, 3, pooled);
  g_assert_cmpfloat_with_epsilon (pooled[0], 0.276, 1e-12);
  g_assert_cmpfloat_with_epsilon (pooled[1], 0.4, 1e-12);

  /* 2 / (3 + 1). */
  lw_multi_label_pool (LW_POOLING_MOVING_AVERAGE, NAN, scores, 1, 3, pooled);
  g_assert_cmpfloat_with_epsilon (pooled[0], 0.45, 1e-12);

  lw_multi_label_pool (LW_POOLING_SOFT_MINIMUM, NAN, scores, 2, 3, pooled);
  g_assert_cmpfloat_with_epsilon (pooled[0], (0.2 + 0.9 * exp (-7) + 0.5 * exp (-3)) / (1 + exp (-7) + exp (-3)), 1e-12);
  g_assert_cmpfloat_with_epsilon (pooled[1], 0.4, 1e-12);
}

static void
test_scores (void)
{
  static const gdouble probabilities[] = { 0.9, 0.2, 0.3, 0.6 };
  static const guint8  labels[] = { 1, 1, 0, 1 };
  gdouble              scores[4];

  lw_multi_label_scores (LW_LABEL_SCORE_SELF_CONFIDENCE, FALSE, probabilities, labels, 2, 2, scores);
  g_assert_cmpfloat_with_epsilon (scores[0], 0.9, 1e-12);
  g_assert_cmpfloat_with_epsilon (scores[1], 0.2, 1e-12);
  g_assert_cmpfloat_with_epsilon (scores[2], 0.7, 1e-12);
  /* (p - (1 - p) + 1) / 2. */
  lw_multi_label_scores (LW_LABEL_SCORE_NORMALIZED_MARGIN, FALSE, probabilities, labels, 2, 2, scores);
  g_assert_cmpfloat_with_epsilon (scores[1], 0.2, 1e-12);

  /* The first class: no is expected with .7, yes with .9; (.9 - .9 + .9) of that and (.1 - .7 + .9). */
  lw_multi_label_scores (LW_LABEL_SCORE_SELF_CONFIDENCE, TRUE, probabilities, labels, 2, 2, scores);
  g_assert_cmpfloat_with_epsilon (scores[0], 0.9 / 1.2, 1e-12);
}

/* Answers that were turned round are found, in their own class. */
static void
test_issues (void)
{
  enum
  {
    N = 400,
    K = 4
  };
  const LwLabelFinderOptions options = { LW_LABEL_FILTER_PRUNE_BY_NOISE_RATE, LW_COLLISION_PAPER, 1, 1, NULL };
  LwRandom                   random = lw_random_new (6);
  gdouble                    probabilities[N * K];
  guint8                     labels[N * K], is_wrong[N * K], is_issue[N * K], is_row[N];
  gint64                     counts[K * 4];
  guint                      n_wrong = 0, n_found = 0, n_false = 0;

  for (guint i = 0; i < N * K; i++)
    {
      const gboolean yes = lw_random_chance (&random, 0.4);

      probabilities[i] = yes ? lw_random_range (&random, 0.6, 1) : lw_random_range (&random, 0, 0.4);
      is_wrong[i] = lw_random_chance (&random, 0.05);
      labels[i] = yes != is_wrong[i];
    }

  lw_multi_label_find_issues (&options, probabilities, labels, N, K, is_issue, is_row);
  for (guint i = 0; i < N * K; i++)
    {
      n_wrong += is_wrong[i];
      n_found += is_wrong[i] && is_issue[i];
      n_false += !is_wrong[i] && is_issue[i];
      if (is_issue[i])
        g_assert_cmpuint (is_row[i / K], ==, 1);
    }

  g_test_message ("%u of %u, and %u that are none", n_found, n_wrong, n_false);
  g_assert_cmpuint (n_found, >=, n_wrong * 8 / 10);
  g_assert_cmpuint (n_false, ==, 0);

  lw_multi_label_count (LW_COLLISION_PAPER, probabilities, labels, N, K, counts);
  for (guint j = 0; j < K; j++)
    g_assert_cmpint (counts[4 * j] + counts[4 * j + 3], >, 10 * (counts[4 * j + 1] + counts[4 * j + 2]));
}

/* --- The reference cases --- */

static const struct
{
  const gchar *name;
  LwLabelScore score;
} kinds[] = {
  { "self_confidence", LW_LABEL_SCORE_SELF_CONFIDENCE },
  { "normalized_margin", LW_LABEL_SCORE_NORMALIZED_MARGIN },
  { "confidence_weighted_entropy", LW_LABEL_SCORE_CONFIDENCE_WEIGHTED_ENTROPY_PEER },
};

static const struct
{
  const gchar *name;
  LwPooling    pooling;
  gdouble      parameter;
} poolings[] = {
  { "ema0.8", LW_POOLING_MOVING_AVERAGE, 0.8 },
  { "ema_default_alpha", LW_POOLING_MOVING_AVERAGE, NAN },
  { "softmin0.1", LW_POOLING_SOFT_MINIMUM, 0.1 },
};

static const gchar *const filters[] = {
  "prune_by_noise_rate", "prune_by_class", "both", "confident_learning", "predicted_neq_given", "low_self_confidence", "low_normalized_margin"
};

typedef struct
{
  const gchar *name;
  LwTestTable *probabilities;
  guint8      *labels;
} Case;

static void
check_scores (const Case *self)
{
  g_autoptr (LwTestTable) wanted = lw_test_golden_read ("multilabel", self->name, "scores");
  const gsize         n = self->probabilities->n_rows, k = self->probabilities->n_columns;
  g_autofree gdouble *scores = g_new (gdouble, n * k), *pooled = g_new (gdouble, n);
  gsize               n_seen = 0;

  for (guint s = 0; s < 2 * G_N_ELEMENTS (kinds); s++)
    for (guint p = 0; p < G_N_ELEMENTS (poolings); p++)
      {
        g_autofree gchar *name = g_strconcat (kinds[s / 2].name, s % 2 ? "_adjusted__" : "__", poolings[p].name, NULL);

        lw_multi_label_scores (kinds[s / 2].score, s % 2, self->probabilities->values, self->labels, n, k, scores);
        lw_multi_label_pool (poolings[p].pooling, poolings[p].parameter, scores, n, k, pooled);

        for (gsize column = 0; column < wanted->n_columns; column++)
          if (g_str_equal (wanted->names[column], name))
            {
              n_seen++;
              for (gsize i = 0; i < n; i++)
                g_assert_cmpfloat_with_epsilon (pooled[i], wanted->values[i * wanted->n_columns + column], 1e-9);
            }
      }

  g_assert_cmpuint (n_seen, ==, wanted->n_columns);
}

static void
check_issues (const Case *self)
{
  g_autoptr (LwTestTable) wanted = lw_test_golden_read ("multilabel", self->name, "issues");
  g_autoptr (LwTestTable) joints = lw_test_golden_read ("multilabel", self->name, "cj_raw_flattened");
  const gsize        n = self->probabilities->n_rows, k = self->probabilities->n_columns;
  g_autofree guint8 *is_issue = g_new (guint8, n * k), *is_row = g_new (guint8, n);
  g_autofree gint64 *counts = g_new (gint64, 4 * k);

  for (gsize column = 0; column < wanted->n_columns; column++)
    for (gsize f = 0; f < G_N_ELEMENTS (filters); f++)
      {
        const LwLabelFinderOptions options = { f, LW_COLLISION_PEER, 1, 1, NULL };

        if (!g_str_equal (filters[f], wanted->names[column]))
          continue;

        lw_multi_label_find_issues (&options, self->probabilities->values, self->labels, n, k, is_issue, is_row);
        for (gsize i = 0; i < n; i++)
          g_assert_cmpuint (is_row[i], ==, wanted->values[i * wanted->n_columns + column]);
      }

  lw_multi_label_count (LW_COLLISION_PEER, self->probabilities->values, self->labels, n, k, counts);
  for (gsize i = 0; i < 4 * k; i++)
    g_assert_cmpint (counts[i], ==, joints->values[i]);
}

static void
test_reference (void)
{
  g_auto (GStrv) names = lw_test_golden_list ("multilabel");

  for (gsize i = 0; names != NULL && names[i] != NULL; i++)
    {
      g_autoptr (LwTestTable) probabilities = lw_test_golden_read ("multilabel", names[i], "pred_probs");
      g_autoptr (LwTestTable) labels = lw_test_golden_read ("multilabel", names[i], "labels_onehot");
      g_autofree guint8 *given = g_new (guint8, labels->n_rows * labels->n_columns);

      for (gsize j = 0; j < labels->n_rows * labels->n_columns; j++)
        given[j] = labels->values[j] != 0;

      check_scores (&(Case){ names[i], probabilities, given });
      check_issues (&(Case){ names[i], probabilities, given });
    }

  if (names == NULL)
    g_test_skip ("the reference programs' numbers are not here");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/multi-label/pool", test_pool);
  g_test_add_func ("/multi-label/scores", test_scores);
  g_test_add_func ("/multi-label/issues", test_issues);
  g_test_add_func ("/multi-label/reference", test_reference);

  return g_test_run ();
}

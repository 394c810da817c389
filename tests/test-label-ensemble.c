/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-label-ensemble.h"

#include "lw-test-golden.h"

#include <glib.h>
#include <math.h>

/* The first is right about both items, the second about one. */
static const gdouble        good[] = { 0.9, 0.1, 0.1, 0.9 }, fair[] = { 0.7, 0.3, 0.6, 0.4 };
static const gdouble *const models[] = { good, fair };
static const gint32         labels[] = { 0, 1 };

static void
test_weights (void)
{
  gdouble weights[2];

  lw_label_ensemble_weigh (LW_ENSEMBLE_UNIFORM, models, 2, labels, 2, 2, weights);
  g_assert_cmpfloat (weights[0], ==, 0.5);
  lw_label_ensemble_weigh (LW_ENSEMBLE_ACCURACY, models, 2, labels, 2, 2, weights);
  g_assert_cmpfloat_with_epsilon (weights[0], 2 / 3.0, 1e-12);
  g_assert_cmpfloat_with_epsilon (weights[1], 1 / 3.0, 1e-12);

  /* Any share of the second makes the mean worse, so the sharpest is best. */
  lw_label_ensemble_weigh (LW_ENSEMBLE_LOG_LOSS_SEARCH, models, 2, labels, 2, 2, weights);
  g_assert_cmpfloat_with_epsilon (weights[1], exp (-200 * (-log (0.7 * 0.4) / 2 + log (0.9))), 1e-12);
  g_assert_cmpfloat_with_epsilon (weights[0] + weights[1], 1, 1e-12);
}

static void
test_scores (void)
{
  static const gdouble weights[] = { 0.75, 0.5 };
  gdouble              scores[2];

  lw_label_ensemble_scores (LW_LABEL_SCORE_SELF_CONFIDENCE, models, weights, 2, labels, 2, 2, scores);
  g_assert_cmpfloat_with_epsilon (scores[0], 0.75 * 0.9 + 0.5 * 0.7, 1e-12);
  g_assert_cmpfloat_with_epsilon (scores[1], 0.75 * 0.9 + 0.5 * 0.4, 1e-12);
}

/* Impossible labels, and none at all: weights that can be used. */
static void
test_degenerate (void)
{
  static const gdouble        wrong[] = { 0, 1, 1, 0 };
  static const gdouble *const both[] = { wrong, wrong };

  for (LwEnsembleWeighting weighting = LW_ENSEMBLE_UNIFORM; weighting <= LW_ENSEMBLE_LOG_LOSS_SEARCH; weighting++)
    for (gsize n = 0; n <= 2; n += 2)
      {
        gdouble weights[2];

        lw_label_ensemble_weigh (weighting, both, 2, labels, n, 2, weights);
        g_assert_cmpfloat (weights[0], ==, 0.5);
        g_assert_cmpfloat (weights[1], ==, 0.5);
      }
}

static void
test_reference (void)
{
  static const struct
  {
    const gchar *name;
    gint         weighting; /* -1: as given */
  } weightings[] = { { "uniform", 0 }, { "accuracy", 1 }, { "log_loss_search", 2 }, { "custom", -1 } };
  static const struct
  {
    const gchar *name;
    LwLabelScore score;
  } kinds[] = {
    { "self_confidence", LW_LABEL_SCORE_SELF_CONFIDENCE },
    { "normalized_margin", LW_LABEL_SCORE_NORMALIZED_MARGIN },
    { "confidence_weighted_entropy", LW_LABEL_SCORE_CONFIDENCE_WEIGHTED_ENTROPY_PEER },
  };
  g_autoptr (LwTestTable) given = lw_test_golden_read ("classification_ensemble", "digits_three_models", "labels");
  g_autoptr (LwTestTable) wanted = lw_test_golden_read ("classification_ensemble", "digits_three_models", "scores");
  LwTestTable   *tables[3] = { NULL };
  const gdouble *probabilities[3];

  if (given == NULL || wanted == NULL)
    {
      g_test_skip ("the reference programs' numbers are not here");
      return;
    }

  for (guint m = 0; m < 3; m++)
    {
      g_autofree gchar *name = g_strdup_printf ("pred_probs_%u", m);

      tables[m] = lw_test_golden_read ("classification_ensemble", "digits_three_models", name);
      probabilities[m] = tables[m]->values;
    }

  g_autofree gint32  *own = lw_test_table_dup_ints (given, 0);
  g_autofree gdouble *scores = g_new (gdouble, given->n_rows);

  for (gsize column = 0; column < wanted->n_columns; column++)
    for (guint w = 0; w < G_N_ELEMENTS (weightings); w++)
      for (guint s = 0; s < G_N_ELEMENTS (kinds); s++)
        {
          g_autofree gchar *name = g_strconcat (weightings[w].name, "__", kinds[s].name, NULL);
          gdouble           weights[] = { 0.5, 0.3, 0.2 };

          if (!g_str_equal (name, wanted->names[column]))
            continue;

          if (weightings[w].weighting >= 0)
            lw_label_ensemble_weigh (weightings[w].weighting, probabilities, 3, own, given->n_rows, tables[0]->n_columns, weights);
          lw_label_ensemble_scores (kinds[s].score, probabilities, weights, 3, own, given->n_rows, tables[0]->n_columns, scores);

          for (gsize i = 0; i < given->n_rows; i++)
            g_assert_cmpfloat_with_epsilon (scores[i], wanted->values[i * wanted->n_columns + column], 1e-9);
        }

  for (guint m = 0; m < 3; m++)
    lw_test_table_free (tables[m]);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/label-ensemble/weights", test_weights);
  g_test_add_func ("/label-ensemble/scores", test_scores);
  g_test_add_func ("/label-ensemble/degenerate", test_degenerate);
  g_test_add_func ("/label-ensemble/reference", test_reference);

  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-outliers.h"

#include "lw-confident-joint.h"
#include "lw-label-scores.h"
#include "lw-random.h"
#include "lw-test-golden.h"

#include <glib.h>
#include <math.h>
#include <string.h>

#define N_NEIGHBOURS 10

/* --- Neighbours --- */

static gdouble
measure (const gdouble *a,
         const gdouble *b,
         gsize          n,
         LwMetric       metric)
{
  gdouble aa = 0, ab = 0, bb = 0, squares = 0;

  for (gsize f = 0; f < n; f++)
    {
      aa += a[f] * a[f];
      ab += a[f] * b[f];
      bb += b[f] * b[f];
      squares += (a[f] - b[f]) * (a[f] - b[f]);
    }

  if (metric == LW_METRIC_EUCLID)
    return sqrt (squares);

  return aa > 0 && bb > 0 ? 1 - ab / sqrt (aa * bb) : (aa > 0 || bb > 0);
}

/* Against all distances, for counts that fill panels and that do not. */
static void
test_neighbours (void)
{
  static const gsize shapes[][2] = { { 2, 1 }, { 33, 3 }, { 64, 4 }, { 100, 7 }, { 130, 17 } };

  for (guint s = 0; s < G_N_ELEMENTS (shapes); s++)
    for (LwMetric metric = LW_METRIC_COSINE; metric <= LW_METRIC_EUCLID; metric++)
      {
        const gsize         n = shapes[s][0], m = shapes[s][1], k = MIN (5, n - 1);
        LwRandom            random = lw_random_new (s);
        g_autofree gdouble *features = g_new (gdouble, n * m), *distances = g_new (gdouble, n * k);
        g_autofree guint32 *indices = g_new (guint32, n * k);
        LwNeighbours       *neighbours;

        for (gsize i = 0; i < n * m; i++)
          features[i] = lw_random_normal (&random);
        if (n > 2)
          memset (features + m, 0, m * sizeof *features);

        neighbours = lw_neighbours_new (features, n, m, metric);
        lw_neighbours_find (neighbours, 0, n / 2, k, distances, indices);
        lw_neighbours_find (neighbours, n / 2, n, k, distances + n / 2 * k, indices + n / 2 * k);
        lw_neighbours_free (neighbours);

        for (gsize i = 0; i < n; i++)
          {
            gsize n_nearer = 0;

            for (gsize j = 0; j < k; j++)
              {
                const guint32 other = indices[i * k + j];

                g_assert_cmpuint (other, !=, i);
                g_assert_cmpfloat_with_epsilon (distances[i * k + j], measure (features + i * m, features + other * m, m, metric), 1e-12);
                if (j > 0)
                  g_assert_true (distances[i * k + j] > distances[i * k + j - 1] || other > indices[i * k + j - 1]);
              }

            for (gsize other = 0; other < n; other++)
              n_nearer += other != i && measure (features + i * m, features + other * m, m, metric) < distances[i * k + k - 1] - 1e-12;
            g_assert_cmpuint (n_nearer, <, k);
          }
      }
}

static void
test_exact_duplicates (void)
{
  LwRandom      random = lw_random_new (4);
  gdouble       features[20 * 9], distances[20 * 3];
  guint32       indices[20 * 3];
  LwNeighbours *neighbours;

  for (guint i = 0; i < G_N_ELEMENTS (features); i++)
    features[i] = lw_random_uniform (&random) / 3;
  memcpy (features + 7 * 9, features + 3 * 9, sizeof (gdouble) * 9);
  memcpy (features + 15 * 9, features + 3 * 9, sizeof (gdouble) * 9);

  neighbours = lw_neighbours_new (features, 20, 9, LW_METRIC_COSINE);
  lw_neighbours_find (neighbours, 0, 20, 3, distances, indices);
  lw_neighbours_free (neighbours);

  g_assert_cmpfloat (distances[7 * 3], ==, 0);
  g_assert_cmpfloat (distances[7 * 3 + 1], ==, 0);
  g_assert_cmpfloat (distances[7 * 3 + 2], >, 0);
  g_assert_cmpuint (indices[7 * 3], ==, 3);
  g_assert_cmpuint (indices[7 * 3 + 1], ==, 15);
}

/* --- Outliers --- */

static void
test_scores (void)
{
  static const gdouble neighbour_distances[] = { 1, 3, 9, 2, 2, 9, 0, 0, 9, 4, 8, 9, 1, 1, 9 };
  gdouble              distances[5], scores[5];

  lw_outliers_average (neighbour_distances, 5, 3, 2, distances);
  g_assert_cmpfloat (distances[3], ==, 6);

  /* 2 2 0 6 1: the median is 2, the quartiles are 1 and 2. */
  g_assert_cmpfloat (lw_outliers_score (distances, 5, LW_METRIC_EUCLID, scores), ==, 2);
  g_assert_cmpfloat (scores[2], ==, 1);
  g_assert_cmpfloat_with_epsilon (scores[3], exp (-3), 1e-12);
  g_assert_cmpfloat_with_epsilon (lw_outliers_get_threshold (distances, 5), 2 + 1.7, 1e-4);
}

/* 0 and 1 are near; 2 names 3, which has nearer ones. */
static void
test_near_duplicates (void)
{
  static const gdouble distances[] = { 0.01, 1, 0.01, 1, 0.05, 1, 1, 1, 1, 2 };
  static const guint32 indices[] = { 1, 4, 0, 4, 3, 4, 4, 0, 3, 0 };
  LwNearDuplicates    *found = lw_near_duplicates_new (distances, indices, 5, 2);

  g_assert_cmpfloat (found->median, ==, 0.05);
  g_assert_cmpuint (found->begins[5], ==, 0);
  lw_near_duplicates_free (found);

  found = lw_near_duplicates_new ((const gdouble[]){ 0.01, 1, 0.01, 1, 0.05, 1, 1, 1, 1, 2, 1, 2, 1, 2 },
                                  (const guint32[]){ 1, 4, 0, 4, 3, 4, 4, 0, 3, 0, 6, 0, 5, 0 }, 7, 2);
  g_assert_cmpfloat (found->median, ==, 1);
  g_assert_cmpuint (found->begins[1] - found->begins[0], ==, 1);
  g_assert_cmpuint (found->items[found->begins[1]], ==, 0);
  g_assert_cmpuint (found->items[found->begins[2]], ==, 3);
  g_assert_cmpuint (found->items[found->begins[3]], ==, 2);
  g_assert_cmpuint (found->begins[7] - found->begins[4], ==, 0);
  g_assert_cmpfloat_with_epsilon (found->scores[2], 1 - exp (-0.05), 1e-12);
  lw_near_duplicates_free (found);
}

/* --- Order --- */

static LwOrderTest
test_order_of (guint64  seed,
               gdouble  drift,
               gdouble *scores)
{
  enum
  {
    N = 60
  };
  LwRandom      random = lw_random_new_stream (77, seed);
  gdouble       features[2 * N], distances[5 * N];
  guint32       indices[5 * N];
  LwNeighbours *neighbours;

  for (guint i = 0; i < N; i++)
    {
      features[2 * i] = lw_random_normal (&random) + drift * i;
      features[2 * i + 1] = lw_random_normal (&random);
    }

  neighbours = lw_neighbours_new (features, N, 2, LW_METRIC_EUCLID);
  lw_neighbours_find (neighbours, 0, N, 5, distances, indices);
  lw_neighbours_free (neighbours);

  return lw_outliers_test_order (indices, N, 5, 999, seed, scores);
}

/* Where the order says nothing, a p-value is below 0.05 in one of 20 sets. */
static void
test_order (void)
{
  const guint n_sets = 200;
  guint       n_low = 0, n_half = 0;
  gdouble     scores[60];

  for (guint64 seed = 0; seed < n_sets; seed++)
    {
      const gdouble p = test_order_of (seed, 0, scores).p_value;

      g_assert_cmpfloat (p, >=, 0.001);
      n_low += p <= 0.05;
      n_half += p <= 0.5;
    }

  g_test_message ("of %u: %u, %u", n_sets, n_low, n_half);
  g_assert_cmpuint (n_low, <=, n_sets * 9 / 100);
  g_assert_cmpuint (n_low, >, 0);
  g_assert_cmpuint (n_half, >, n_sets * 38 / 100);
  g_assert_cmpuint (n_half, <, n_sets * 62 / 100);

  g_assert_cmpfloat (test_order_of (1, 0.1, scores).p_value, ==, 0.001);
  for (guint i = 0; i < 60; i++)
    g_assert_true (scores[i] > 0 && scores[i] <= 1);

  g_assert_true (isnan (lw_outliers_test_order (NULL, 1, 0, 999, 1, NULL).p_value));
}

/* --- Probabilities --- */

static void
test_probabilities (void)
{
  static const gdouble probabilities[] = { 1, 0, 0.5, 0.5 };
  const gdouble        q = 1 / (1 + exp (-1));
  gdouble              scores[2];

  lw_outliers_score_probabilities (LW_OUT_OF_DISTRIBUTION_ENTROPY, probabilities, 2, 2, scores);
  g_assert_cmpfloat (scores[0], ==, 1);
  g_assert_cmpfloat_with_epsilon (scores[1], 0, 1e-12);
  lw_outliers_score_probabilities (LW_OUT_OF_DISTRIBUTION_LEAST_CONFIDENCE, probabilities, 2, 2, scores);
  g_assert_cmpfloat (scores[1], ==, 0.5);
  lw_outliers_score_probabilities (LW_OUT_OF_DISTRIBUTION_GEN, probabilities, 2, 2, scores);
  g_assert_cmpfloat_with_epsilon (scores[0], 1 - 2 * pow (q * (1 - q), 0.1) / 100, 1e-12);
}

/* --- The reference cases --- */

static void
check_probabilities (const gchar *name)
{
  static const gchar *const methods[] = { "entropy", "least_confidence", "gen" };
  g_autoptr (LwTestTable) table = lw_test_golden_read ("outlier", name, "pred_probs");
  g_autoptr (LwTestTable) labels = lw_test_golden_read ("outlier", name, "labels");
  g_autoptr (LwTestTable) wanted = lw_test_golden_read ("outlier", name, "scores");
  const gsize         n = table->n_rows, k = table->n_columns;
  g_autofree gdouble *adjusted = g_new (gdouble, n * k), *scores = g_new (gdouble, n);
  g_autofree gint32  *given = lw_test_table_dup_ints (labels, 0);
  LwConfidentJoint   *joint = lw_confident_joint_new (k, LW_COLLISION_PAPER);

  lw_confident_joint_learn (joint, table->values, given, n);
  for (gsize i = 0; i < n; i++)
    lw_label_adjust_row (table->values + i * k, lw_confident_joint_get_thresholds (joint), k, adjusted + i * k);

  for (gsize column = 0; column < wanted->n_columns; column++)
    for (guint method = 0; method < G_N_ELEMENTS (methods); method++)
      if (g_str_has_prefix (wanted->names[column], methods[method]))
        {
          const gboolean is_adjusted = g_str_has_suffix (wanted->names[column], "adjust1");

          lw_outliers_score_probabilities (method, is_adjusted ? adjusted : table->values, n, k, scores);
          for (gsize i = 0; i < n; i++)
            g_assert_cmpfloat_with_epsilon (scores[i], wanted->values[i * wanted->n_columns + column], 1e-9);
        }

  lw_confident_joint_free (joint);
}

typedef struct
{
  const gchar *name;
  gsize        n;
  LwMetric     metric;
  gdouble     *distances;
} Case;

static void
check_outliers (const Case *self)
{
  static const gsize counts[] = { 10, 5 };
  g_autoptr (LwTestTable) issues = lw_test_golden_read ("outlier", self->name, "outlier_issues");
  g_autofree gdouble *means = g_new (gdouble, self->n), *scores = g_new (gdouble, self->n);
  gdouble             threshold;

  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    {
      g_autofree gchar *name = g_strdup_printf ("ood_scores_k%" G_GSIZE_FORMAT, counts[i]);
      g_autoptr (LwTestTable) wanted = lw_test_golden_read ("outlier", self->name, name);

      lw_outliers_average (self->distances, self->n, N_NEIGHBOURS, counts[i], means);
      lw_outliers_score (means, self->n, self->metric, scores);
      g_assert_cmpfloat (lw_test_largest_error (scores, wanted->values, self->n), <, 1e-6);
    }

  lw_outliers_average (self->distances, self->n, N_NEIGHBOURS, N_NEIGHBOURS, means);
  threshold = lw_outliers_get_threshold (means, self->n);
  for (gsize i = 0; i < self->n; i++)
    g_assert_cmpuint (means[i] > threshold, ==, issues->values[2 * i]);
}

static void
check_duplicates (const Case    *self,
                  const guint32 *indices)
{
  g_autoptr (LwTestTable) wanted = lw_test_golden_read ("outlier", self->name, "near_duplicates");
  g_autoptr (LwTestTable) sets = lw_test_golden_read ("outlier", self->name, "near_duplicate_sets");
  LwNearDuplicates *found = lw_near_duplicates_new (self->distances, indices, self->n, N_NEIGHBOURS);

  for (gsize i = 0; i < self->n; i++)
    {
      g_assert_cmpuint (found->begins[i + 1] > found->begins[i], ==, wanted->values[2 * i]);
      g_assert_cmpfloat_with_epsilon (found->scores[i], wanted->values[2 * i + 1], 1e-6);
    }

  g_assert_cmpuint (found->begins[self->n], ==, sets->n_rows);
  for (gsize i = 0; i < sets->n_rows; i++)
    {
      const gsize item = (gsize) sets->values[2 * i];
      gboolean    is_there = FALSE;

      for (gsize j = found->begins[item]; j < found->begins[item + 1]; j++)
        is_there |= found->items[j] == sets->values[2 * i + 1];
      g_assert_true (is_there);
    }

  lw_near_duplicates_free (found);
}

/* With the reference's neighbours: of equal distances it takes any. */
static void
check_order (const Case *self)
{
  g_autoptr (LwTestTable) table = lw_test_golden_read ("outlier", self->name, "knn_indices");
  g_autoptr (LwTestTable) wanted = lw_test_golden_read ("outlier", self->name, "non_iid");
  g_autofree guint32 *indices = g_new (guint32, self->n * N_NEIGHBOURS);
  g_autofree gdouble *scores = g_new (gdouble, self->n);
  const gdouble       p = lw_test_golden_scalar ("outlier", self->name, "scalars", "non_iid_p_value", NAN);
  LwOrderTest         test;

  for (gsize i = 0; i < self->n * N_NEIGHBOURS; i++)
    indices[i] = (guint32) table->values[i];

  test = lw_outliers_test_order (indices, self->n, N_NEIGHBOURS, 999, 3, scores);
  g_assert_cmpfloat_with_epsilon (test.statistic, lw_test_golden_scalar ("outlier", self->name, "scalars", "non_iid_ks_statistic", NAN), 1e-9);
  g_assert_cmpint (test.p_value < 0.05, ==, p < 0.05);
  for (gsize i = 0; i < self->n; i++)
    g_assert_cmpfloat_with_epsilon (scores[i], wanted->values[2 * i], 1e-9);
}

static void
test_reference (void)
{
  g_auto (GStrv) names = lw_test_golden_list ("outlier");

  for (gsize i = 0; names != NULL && names[i] != NULL; i++)
    {
      g_autoptr (LwTestTable) features = lw_test_golden_read ("outlier", names[i], "features");
      g_autoptr (LwTestTable) wanted = lw_test_golden_read ("outlier", names[i], "knn_distances");

      if (features == NULL)
        {
          check_probabilities (names[i]);
          continue;
        }

      g_autofree guint32 *indices = g_new (guint32, features->n_rows * N_NEIGHBOURS);
      Case                self = { names[i], features->n_rows, lw_metric_choose (features->n_columns), NULL };
      LwNeighbours       *neighbours = lw_neighbours_new (features->values, self.n, features->n_columns, self.metric);

      self.distances = g_new (gdouble, self.n * N_NEIGHBOURS);
      lw_neighbours_find (neighbours, 0, self.n, N_NEIGHBOURS, self.distances, indices);
      g_assert_cmpfloat (lw_test_largest_error (self.distances, wanted->values, self.n * N_NEIGHBOURS), <, 1e-7);

      check_outliers (&self);
      check_duplicates (&self, indices);
      check_order (&self);

      lw_neighbours_free (neighbours);
      g_free (self.distances);
    }

  if (names == NULL)
    g_test_skip ("the reference programs' numbers are not here");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/outliers/neighbours", test_neighbours);
  g_test_add_func ("/outliers/exact-duplicates", test_exact_duplicates);
  g_test_add_func ("/outliers/scores", test_scores);
  g_test_add_func ("/outliers/near-duplicates", test_near_duplicates);
  g_test_add_func ("/outliers/order", test_order);
  g_test_add_func ("/outliers/probabilities", test_probabilities);
  g_test_add_func ("/outliers/reference", test_reference);

  return g_test_run ();
}

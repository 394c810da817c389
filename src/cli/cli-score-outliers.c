/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-cli-private.h"

#include "lw-csv.h"
#include "lw-error.h"
#include "lw-matrix-file.h"
#include "lw-outliers.h"
#include "lw-parallel.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdio.h>

#define HEAD "index,outlier_score,is_outlier,near_duplicate_score,is_near_duplicate,near_duplicates,order_score\n"

#define N_NEIGHBOURS 10
#define N_PERMUTATIONS 999

/* Items between two looks at whether to go on. */
#define N_PER_LOOK 256

static const char *const metric_names[] = { "cosine", "euclidean" };

typedef struct
{
  gsize    n, k;
  double  *distances; /* n times k */
  guint32 *indices;
  LwMetric metric;

  double           *means, *outlier_scores, *order_scores;
  double            threshold;
  LwNearDuplicates *duplicates;
  LwOrderTest       order;
} Outliers;

static void
outliers_clear (Outliers *self)
{
  g_free (self->distances);
  g_free (self->indices);
  g_free (self->means);
  g_free (self->outlier_scores);
  g_free (self->order_scores);
  lw_near_duplicates_free (self->duplicates);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Outliers, outliers_clear)

/* --- Features --- */

static double *
read_features (const char   *path,
               gsize        *n_rows,
               gsize        *n_columns,
               GCancellable *cancellable,
               GError      **error)
{
  g_autoptr (LwMatrixFile) matrix = lw_matrix_file_open (path, error);
  g_autofree double *values = matrix != NULL ? lw_matrix_file_read_all (matrix, n_rows, cancellable, error) : NULL;

  if (values == NULL)
    return NULL;

  *n_columns = lw_matrix_file_get_n_columns (matrix);

  for (gsize i = 0; i < *n_rows * *n_columns; i++)
    if (!isfinite (values[i]))
      {
        g_set_error (error, LW_ERROR, LW_ERROR_INVALID, _ ("%s, row %zu, column %zu: the feature is no finite number"), path,
                     i / *n_columns + 1, i % *n_columns + 1);
        return NULL;
      }

  if (*n_rows < 2)
    {
      g_set_error (error, LW_ERROR, LW_ERROR_INVALID, _ ("%s has %zu rows; at least two are needed"), path, *n_rows);
      return NULL;
    }

  return g_steal_pointer (&values);
}

/* --- Scores --- */

typedef struct
{
  Outliers     *outliers;
  LwNeighbours *neighbours;
  GCancellable *cancellable;
} Search;

static bool
find_part_cb (size_t i,
              void  *data)
{
  const Search *search = data;
  Outliers     *self = search->outliers;
  const gsize   begin = i * N_PER_LOOK;

  lw_neighbours_find (search->neighbours, begin, MIN (begin + N_PER_LOOK, self->n), self->k, self->distances + begin * self->k,
                      self->indices + begin * self->k);

  return !g_cancellable_is_cancelled (search->cancellable);
}

static gboolean
find_neighbours (Outliers     *self,
                 const double *features,
                 gsize         n_features,
                 int           n_threads,
                 GCancellable *cancellable,
                 GError      **error)
{
  Search search = { self, lw_neighbours_new (features, self->n, n_features, self->metric), cancellable };

  self->distances = g_new (double, self->n * self->k);
  self->indices = g_new (guint32, self->n * self->k);

  lw_parallel_for ((self->n + N_PER_LOOK - 1) / N_PER_LOOK, (unsigned) n_threads, find_part_cb, &search);
  lw_neighbours_free (search.neighbours);

  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}

static void
score (Outliers *self)
{
  self->means = g_new (double, self->n);
  self->outlier_scores = g_new (double, self->n);
  self->order_scores = g_new (double, self->n);

  lw_outliers_average (self->distances, self->n, self->k, self->k, self->means);
  lw_outliers_score (self->means, self->n, self->metric, self->outlier_scores);
  self->threshold = lw_outliers_get_threshold (self->means, self->n);
  self->duplicates = lw_near_duplicates_new (self->distances, self->indices, self->n, self->k);
  self->order = lw_outliers_test_order (self->indices, self->n, self->k, N_PERMUTATIONS, 1, self->order_scores);
}

/* --- Output --- */

static gboolean
is_outlier (const Outliers *self,
            gsize           item)
{
  return self->means[item] > self->threshold;
}

static gsize
count_duplicates (const Outliers *self,
                  gsize           item)
{
  return self->duplicates->begins[item + 1] - self->duplicates->begins[item];
}

static void
append_item (const Outliers *self,
             GString        *text,
             gsize           item)
{
  const gsize n_duplicates = count_duplicates (self, item);

  g_string_append_printf (text, "%zu,", item);
  lw_csv_append_double (text, self->outlier_scores[item]);
  g_string_append (text, is_outlier (self, item) ? ",1," : ",0,");
  lw_csv_append_double (text, self->duplicates->scores[item]);
  g_string_append (text, n_duplicates > 0 ? ",1," : ",0,");

  for (gsize i = 0; i < n_duplicates; i++)
    g_string_append_printf (text, "%s%u", i > 0 ? " " : "", self->duplicates->items[self->duplicates->begins[item] + i]);

  g_string_append_c (text, ',');
  lw_csv_append_double (text, self->order_scores[item]);
  g_string_append_c (text, '\n');
}

static gboolean
write_items (const Outliers *self,
             const char     *path,
             GError        **error)
{
  g_autoptr (GString) text = g_string_new (HEAD);

  for (gsize i = 0; i < self->n; i++)
    append_item (self, text, i);

  return lw_cli_write_table (path, HEAD, text, error);
}

static json_t *
summarise (const Outliers *self)
{
  gsize n_outliers = 0, n_duplicates = 0;

  for (gsize i = 0; i < self->n; i++)
    {
      n_outliers += is_outlier (self, i);
      n_duplicates += count_duplicates (self, i) > 0;
    }

  return json_pack ("{s:I, s:s, s:I, s:I, s:I, s:f, s:f}", "items", (json_int_t) self->n, "metric", metric_names[self->metric], "neighbours",
                    (json_int_t) self->k, "outliers", (json_int_t) n_outliers, "near_duplicates", (json_int_t) n_duplicates,
                    "order_statistic", self->order.statistic, "order_p_value", self->order.p_value);
}

/* --- The command --- */

gboolean
lw_cli_score_outliers (LwCli   *self,
                       int      argc,
                       char   **argv,
                       GError **error)
{
  g_autofree char   *features_path = NULL;
  g_autofree char   *metric = NULL;
  g_autofree char   *out_path = NULL;
  g_autofree double *features = NULL;
  int                n_neighbours = N_NEIGHBOURS, n_threads = 0, chosen;
  gsize              n_features;
  g_auto (Outliers) outliers = { 0 };
  const GOptionEntry entries[] = {
    { "features", 0, 0, G_OPTION_ARG_FILENAME, &features_path, N_ ("What is known of the items, a row an item: .csv or .npy"), "FILE" },
    { "metric", 0, 0, G_OPTION_ARG_STRING, &metric, N_ ("How distance is measured, cosine or euclidean; cosine from four features on"), "METRIC" },
    { "neighbours", 0, 0, G_OPTION_ARG_INT, &n_neighbours, N_ ("How many neighbours are looked at (10)"), "K" },
    { "threads", 0, 0, G_OPTION_ARG_INT, &n_threads, N_ ("How many threads work on it; 0: as many as there are processors"), "N" },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &out_path, N_ ("Write the table here"), "FILE" },
    G_OPTION_ENTRY_NULL
  };

  if (!lw_cli_parse (self, entries, &argc, &argv, 1, 1, error) ||
      (chosen = lw_cli_choose ("--metric", metric, metric_names, G_N_ELEMENTS (metric_names), error)) < 0)
    return FALSE;

  if (features_path == NULL || n_neighbours < 1 || n_threads < 0)
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED, _ ("--features is needed, --neighbours has to be 1 or more, and --threads 0 or more"));
      return FALSE;
    }

  if ((features = read_features (features_path, &outliers.n, &n_features, self->cancellable, error)) == NULL)
    return FALSE;

  outliers.metric = metric != NULL ? (LwMetric) chosen : lw_metric_choose (n_features);
  outliers.k = MIN ((gsize) n_neighbours, outliers.n - 1);

  if (!find_neighbours (&outliers, features, n_features, n_threads, self->cancellable, error))
    return FALSE;

  score (&outliers);

  if ((out_path != NULL || !self->json) && !write_items (&outliers, out_path, error))
    return FALSE;

  return !self->json || lw_cli_print_json (summarise (&outliers), error);
}

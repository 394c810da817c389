/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-cli-private.h"

#include "lw-csv.h"
#include "lw-error.h"
#include "lw-matrix-file.h"
#include "lw-multi-label.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define ITEMS_HEAD "index,quality,is_issue\n"
#define CLASSES_HEAD "index,class,label,quality,is_issue\n"

static const char *const pooling_names[] = { "moving-average", "soft-minimum" };

/* What the worst score of an item counts. */
#define MOVING_AVERAGE_WEIGHT 0.8

typedef struct
{
  char *labels_path, *probabilities_path, *score, *filter, *pooling, *out_path, *classes_path;

  gsize   n, k;
  double *probabilities;
  guint8 *labels;
  double *scores, *quality; /* per item and class, and per item */
  guint8 *is_issue, *is_item_issue;
} MultiLabel;

static void
multi_label_clear (MultiLabel *self)
{
  g_free (self->labels_path);
  g_free (self->probabilities_path);
  g_free (self->score);
  g_free (self->filter);
  g_free (self->pooling);
  g_free (self->out_path);
  g_free (self->classes_path);
  g_free (self->probabilities);
  g_free (self->labels);
  g_free (self->scores);
  g_free (self->quality);
  g_free (self->is_issue);
  g_free (self->is_item_issue);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MultiLabel, multi_label_clear)

/* --- Input --- */

static gboolean
is_good (double   value,
         gboolean is_label)
{
  return is_label ? value == 0 || value == 1 : value >= -1e-6 && value <= 1 + 1e-6;
}

static double *
read_matrix (const char   *path,
             gboolean      is_label,
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
    if (!is_good (values[i], is_label))
      {
        g_set_error (error, LW_ERROR, LW_ERROR_INVALID,
                     is_label ? _ ("%s, row %zu, column %zu: %g is neither 0 nor 1") : _ ("%s, row %zu, column %zu: %g is no probability"),
                     path, i / *n_columns + 1, i % *n_columns + 1, values[i]);
        return NULL;
      }

  return g_steal_pointer (&values);
}

static gboolean
read_input (MultiLabel   *self,
            GCancellable *cancellable,
            GError      **error)
{
  g_autofree double *labels = NULL;
  gsize              n, k;

  if (!(self->probabilities = read_matrix (self->probabilities_path, FALSE, &self->n, &self->k, cancellable, error)) ||
      !(labels = read_matrix (self->labels_path, TRUE, &n, &k, cancellable, error)))
    return FALSE;

  if (n != self->n || k != self->k || n == 0)
    {
      g_set_error (error, LW_ERROR, LW_ERROR_INVALID, _ ("%s has %zu rows and %zu columns, and %s has %zu and %zu; both need a row for each item and a column for each class"),
                   self->labels_path, n, k, self->probabilities_path, self->n, self->k);
      return FALSE;
    }

  self->labels = g_new (guint8, n * k);
  for (gsize i = 0; i < n * k; i++)
    self->labels[i] = labels[i] != 0;

  return TRUE;
}

/* --- Output --- */

static gboolean
write_items (const MultiLabel *self,
             const char       *path,
             GError          **error)
{
  g_autoptr (GString) text = g_string_new (ITEMS_HEAD);

  for (gsize i = 0; i < self->n; i++)
    {
      g_string_append_printf (text, "%zu,", i);
      lw_csv_append_double (text, self->quality[i]);
      g_string_append (text, self->is_item_issue[i] ? ",1\n" : ",0\n");
    }

  return lw_cli_write_table (path, ITEMS_HEAD, text, error);
}

static gboolean
write_classes (const MultiLabel *self,
               GError          **error)
{
  g_autoptr (GString) text = g_string_new (CLASSES_HEAD);

  for (gsize i = 0; i < self->n * self->k; i++)
    {
      g_string_append_printf (text, "%zu,%zu,%d,", i / self->k, i % self->k, self->labels[i]);
      lw_csv_append_double (text, self->scores[i]);
      g_string_append (text, self->is_issue[i] ? ",1\n" : ",0\n");
    }

  return lw_cli_write_table (self->classes_path, CLASSES_HEAD, text, error);
}

static json_t *
summarise (const MultiLabel *self)
{
  json_t *classes = json_array ();
  gsize   n_items = 0;

  for (gsize i = 0; i < self->n; i++)
    n_items += self->is_item_issue[i];

  for (gsize k = 0; k < self->k; k++)
    {
      gsize n_yes = 0, n_issues = 0;

      for (gsize i = 0; i < self->n; i++)
        {
          n_yes += self->labels[i * self->k + k];
          n_issues += self->is_issue[i * self->k + k];
        }
      json_array_append_new (classes, json_pack ("{s:I, s:I, s:I}", "class", (json_int_t) k, "items", (json_int_t) n_yes, "issues", (json_int_t) n_issues));
    }

  return json_pack ("{s:I, s:I, s:o}", "items", (json_int_t) self->n, "issues", (json_int_t) n_items, "classes", classes);
}

/* --- The command --- */

static void
compute (MultiLabel   *self,
         LwLabelScore  score,
         gboolean      is_adjusted,
         LwPooling     pooling,
         LwLabelFilter filter)
{
  const LwLabelFinderOptions options = { .filter = filter, .fraction = 1, .min_per_class = 1 };

  self->scores = g_new (double, self->n * self->k);
  self->quality = g_new (double, self->n);
  self->is_issue = g_new (guint8, self->n * self->k);
  self->is_item_issue = g_new (guint8, self->n);

  lw_multi_label_scores (score, is_adjusted, self->probabilities, self->labels, self->n, self->k, self->scores);
  lw_multi_label_pool (pooling, pooling == LW_POOLING_MOVING_AVERAGE ? MOVING_AVERAGE_WEIGHT : NAN, self->scores, self->n, self->k, self->quality);
  lw_multi_label_find_issues (&options, self->probabilities, self->labels, self->n, self->k, self->is_issue, self->is_item_issue);
}

static gboolean
run (LwCli      *self,
     MultiLabel *given,
     gboolean    is_adjusted,
     GError    **error)
{
  const int score = lw_cli_choose ("--method", given->score, lw_cli_label_scores, LW_N_LABEL_SCORES, error);
  const int filter = score < 0 ? -1 : lw_cli_choose ("--filter", given->filter, lw_cli_label_filters, LW_N_LABEL_FILTERS, error);
  const int pooling = filter < 0 ? -1 : lw_cli_choose ("--pooling", given->pooling, pooling_names, G_N_ELEMENTS (pooling_names), error);

  if (pooling < 0)
    return FALSE;

  if (given->labels_path == NULL || given->probabilities_path == NULL)
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED, _ ("--labels and --pred-probs are both needed"));
      return FALSE;
    }
  if (is_adjusted && score >= LW_LABEL_SCORE_CONFIDENCE_WEIGHTED_ENTROPY)
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED, _ ("--adjust does not go with an entropy"));
      return FALSE;
    }

  if (!read_input (given, self->cancellable, error))
    return FALSE;

  compute (given, (LwLabelScore) score, is_adjusted, (LwPooling) pooling, (LwLabelFilter) filter);

  if ((given->classes_path != NULL && !write_classes (given, error)) ||
      ((given->out_path != NULL || (given->classes_path == NULL && !self->json)) && !write_items (given, given->out_path, error)))
    return FALSE;

  return !self->json || lw_cli_print_json (summarise (given), error);
}

gboolean
lw_cli_score_multi_label (LwCli   *self,
                          int      argc,
                          char   **argv,
                          GError **error)
{
  g_auto (MultiLabel) given = { 0 };
  gboolean           is_adjusted = FALSE;
  const GOptionEntry entries[] = {
    { "labels", 0, 0, G_OPTION_ARG_FILENAME, &given.labels_path, N_ ("1 where an item has the class, 0 where it has not: a row an item, a column a class"), "FILE" },
    { "pred-probs", 0, 0, G_OPTION_ARG_FILENAME, &given.probabilities_path, N_ ("Out-of-sample probabilities of the same shape: .csv or .npy"), "FILE" },
    { "method", 0, 0, G_OPTION_ARG_STRING, &given.score, N_ ("self-confidence, normalized-margin or confidence-weighted-entropy"), "METHOD" },
    { "adjust", 0, 0, G_OPTION_ARG_NONE, &is_adjusted, N_ ("Measure each class against its own confidence"), NULL },
    { "filter", 0, 0, G_OPTION_ARG_STRING, &given.filter, N_ ("What makes an issue: prune-by-noise-rate, prune-by-class, both, confident-learning, predicted-neq-given, low-self-confidence, low-normalized-margin"), "FILTER" },
    { "pooling", 0, 0, G_OPTION_ARG_STRING, &given.pooling, N_ ("How the scores of an item become one: moving-average or soft-minimum"), "POOLING" },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &given.out_path, N_ ("Write the table of items here"), "FILE" },
    { "classes", 0, 0, G_OPTION_ARG_FILENAME, &given.classes_path, N_ ("Write the table of items and classes here"), "FILE" },
    G_OPTION_ENTRY_NULL
  };

  return lw_cli_parse (self, entries, &argc, &argv, 1, 1, error) && run (self, &given, is_adjusted, error);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-label-audit.h"

#include "lw-csv.h"
#include "lw-error.h"
#include "lw-matrix-file.h"

#include <glib/gi18n-lib.h>

/* A block fits in the caches of any processor of these years. */
#define BLOCK_VALUES (64 * 1024)
#define CONFIDENCE 0.95

/* Several matrices of that many squared are held. */
#define N_CLASSES_MAX 32768

typedef struct
{
  const LwLabelAuditOptions *options;
  LwLabelAudit              *audit;
  LwMatrixFile              *matrix;
  LwProgressFunc             progress;
  gpointer                   progress_data;
  GCancellable              *cancellable;
  guint                      pass;
} Job;

/* One block of rows, which begins at item @first. */
typedef gboolean (*BlockFunc) (Job          *job,
                               const double *rows,
                               gsize         first,
                               gsize         n_rows,
                               GError      **error);

/* --- Labels --- */

static gboolean
choose_column (LwCsv      *csv,
               const char *name,
               guint      *column,
               GError    **error)
{
  if (name == NULL && lw_csv_get_n_columns (csv) == 1)
    {
      *column = 0;
      return TRUE;
    }

  return lw_csv_find_column (csv, name != NULL ? name : "label", column, error);
}

static gboolean
read_labels (Job     *job,
             GError **error)
{
  g_autoptr (LwCsv) csv = lw_csv_open (job->options->labels_path, error);
  g_autoptr (GArray) labels = g_array_new (FALSE, FALSE, sizeof (int32_t));
  guint  column;
  char **fields;

  if (csv == NULL || !choose_column (csv, job->options->column, &column, error))
    return FALSE;

  while (lw_csv_next (csv, &fields, error))
    {
      gint64 label;

      if (fields == NULL)
        {
          job->audit->n_items = labels->len;
          job->audit->labels = (int32_t *) g_array_steal (labels, NULL);
          return TRUE;
        }
      if (!lw_csv_get_integer (csv, column, 0, (gint64) job->audit->n_classes - 1, &label, error))
        return FALSE;

      g_array_append_vals (labels, &(int32_t){ (int32_t) label }, 1);
    }

  return FALSE;
}

/* Of a single class nothing can be said about the others; all 0 is what a set without any other
 * class looks like. */
static gboolean
check_labels (Job     *job,
              GError **error)
{
  const LwLabelAudit *audit = job->audit;

  if (audit->n_items == 0)
    {
      g_set_error (error, LW_ERROR, LW_ERROR_INVALID, _ ("%s has no labels"), job->options->labels_path);
      return FALSE;
    }

  for (gsize i = 0; i < audit->n_items; i++)
    if (audit->labels[i] != audit->labels[0] || audit->labels[i] == 0)
      return TRUE;

  g_set_error (error, LW_ERROR, LW_ERROR_INVALID, _ ("%s: all labels are of class %d; at least two classes are needed"),
               job->options->labels_path, audit->labels[0]);

  return FALSE;
}

/* --- Passes --- */

static void
show_progress (Job *job)
{
  if (job->progress != NULL)
    job->progress ((job->pass + lw_matrix_file_get_fraction (job->matrix)) / 2, job->progress_data);
}

static gboolean
for_each_block (Job      *job,
                BlockFunc func,
                GError  **error)
{
  const gsize        n_max = MAX (BLOCK_VALUES / job->audit->n_classes, 1);
  g_autofree double *rows = g_new (double, n_max * job->audit->n_classes);
  gsize              first = 0, n_rows;

  if (!lw_matrix_file_rewind (job->matrix, error))
    return FALSE;

  do
    {
      if (g_cancellable_set_error_if_cancelled (job->cancellable, error) ||
          !lw_matrix_file_read (job->matrix, n_max, rows, &n_rows, error))
        return FALSE;

      if (first + n_rows > job->audit->n_items || (n_rows == 0 && first < job->audit->n_items))
        {
          g_set_error (error, LW_ERROR, LW_ERROR_INVALID,
                       n_rows == 0 ? _ ("%s has fewer rows than %s, which has %zu labels")
                                   : _ ("%s has more rows than %s, which has %zu labels"),
                       job->options->probabilities_path, job->options->labels_path, job->audit->n_items);
          return FALSE;
        }

      if (!func (job, rows, first, n_rows, error))
        return FALSE;

      first += n_rows;
      show_progress (job);
    }
  while (n_rows > 0);

  job->pass++;

  return TRUE;
}

static gboolean
learn_cb (Job          *job,
          const double *rows,
          gsize         first,
          gsize         n_rows,
          GError      **error)
{
  const LwLabelAudit *audit = job->audit;
  gsize               row, column;

  switch (lw_label_input_check (rows, audit->labels + first, n_rows, audit->n_classes, &row, &column))
    {
    case LW_LABEL_INPUT_GOOD:
      lw_label_finder_learn (audit->finder, rows, audit->labels + first, n_rows);
      return TRUE;

    case LW_LABEL_INPUT_NOT_FINITE:
      g_set_error (error, LW_ERROR, LW_ERROR_INVALID, _ ("%s, row %zu, column %zu: the probability is no number"),
                   job->options->probabilities_path, first + row + 1, column + 1);
      return FALSE;

    default:
      g_set_error (error, LW_ERROR, LW_ERROR_INVALID, _ ("%s, row %zu, column %zu: %g is no probability"),
                   job->options->probabilities_path, first + row + 1, column + 1,
                   rows[row * audit->n_classes + column]);
      return FALSE;
    }
}

static void
score (Job          *job,
       const double *rows,
       gsize         first,
       gsize         n_rows)
{
  const LwLabelAudit *audit = job->audit;
  const double       *thresholds = lw_confident_joint_get_thresholds (lw_label_finder_get_joint (audit->finder));
  g_autofree double  *adjusted = NULL;

  if (!job->options->adjust)
    {
      lw_label_scores (job->options->score, rows, audit->labels + first, n_rows, audit->n_classes, audit->quality + first);
      return;
    }

  adjusted = g_new (double, audit->n_classes);

  for (gsize i = 0; i < n_rows; i++)
    {
      lw_label_adjust_row (rows + i * audit->n_classes, thresholds, audit->n_classes, adjusted);
      lw_label_scores (job->options->score, adjusted, audit->labels + first + i, 1, audit->n_classes,
                       audit->quality + first + i);
    }
}

static gboolean
count_cb (Job          *job,
          const double *rows,
          gsize         first,
          gsize         n_rows,
          GError      **error)
{
  const LwLabelAudit *audit = job->audit;

  lw_label_finder_count (audit->finder, rows, audit->labels + first, n_rows);
  score (job, rows, first, n_rows);

  for (gsize i = 0; i < n_rows; i++)
    audit->predicted[first + i] = (int32_t) lw_label_predict (rows + i * audit->n_classes, audit->n_classes);

  return TRUE;
}

static gboolean
rank_cb (Job          *job,
         const double *rows,
         gsize         first,
         gsize         n_rows,
         GError      **error)
{
  lw_label_finder_rank (job->audit->finder, rows, job->audit->labels + first, n_rows);

  return TRUE;
}

/* --- What follows from the counts --- */

/* Of the items of a class that were counted, those off the diagonal are a sample of its errors. */
static void
estimate_error_rates (LwLabelAudit *audit)
{
  const gsize        k = audit->n_classes;
  g_autofree double *weights = g_new (double, k);

  for (gsize i = 0; i < k; i++)
    {
      gint64 n = 0;

      for (gsize j = 0; j < k; j++)
        n += audit->counts[i * k + j];

      audit->class_error_rates[i] = lw_interval_exact ((double) (n - audit->counts[i * k + i]), (double) n, CONFIDENCE);
      weights[i] = (double) audit->class_counts[i] / (double) audit->n_items;
    }

  audit->error_rate = lw_interval_weighted_sum (audit->class_error_rates, weights, k);
}

static void
measure_health (LwLabelAudit *audit)
{
  const gsize        k = audit->n_classes;
  g_autofree double *estimate = g_new (double, k *k);

  audit->health = g_new (LwClassHealth, k);
  audit->overlaps = g_new (LwClassOverlap, k * (k - 1) / 2 + 1);

  lw_confident_joint_estimate (audit->calibrated, audit->class_counts, k, estimate);
  lw_class_health_measure (estimate, audit->counts, audit->class_counts, k, CONFIDENCE, audit->health);
  lw_class_overlap_measure (estimate, k, audit->n_items, audit->overlaps);
  audit->n_errors = lw_label_estimate_errors (estimate, audit->counts, audit->class_counts, k, CONFIDENCE);
}

static void
finish (LwLabelAudit *audit)
{
  LwConfidentJoint  *joint = lw_label_finder_get_joint (audit->finder);
  const gsize        k = audit->n_classes;
  g_autofree double *counts = g_new (double, k *k);

  lw_label_finder_finish (audit->finder, audit->is_issue);
  for (gsize i = 0; i < audit->n_items; i++)
    audit->n_issues += audit->is_issue[i];

  audit->class_counts = lw_confident_joint_get_class_counts (joint);
  audit->counts = lw_confident_joint_get_counts (joint);

  for (gsize i = 0; i < k * k; i++)
    counts[i] = (double) audit->counts[i];

  lw_confident_joint_calibrate (counts, audit->class_counts, k, audit->calibrated);
  lw_confident_joint_round_rows (audit->calibrated, k);
  estimate_error_rates (audit);
  measure_health (audit);
}

/* --- All of it --- */

LwLabelAudit *
lw_label_audit_run (const LwLabelAuditOptions *options,
                    LwProgressFunc             progress,
                    gpointer                   progress_data,
                    GCancellable              *cancellable,
                    GError                   **error)
{
  g_autoptr (LwLabelAudit) audit = g_new0 (LwLabelAudit, 1);
  g_autoptr (LwMatrixFile) matrix = lw_matrix_file_open (options->probabilities_path, error);
  Job job = { options, audit, matrix, progress, progress_data, cancellable, 0 };

  if (matrix == NULL)
    return NULL;

  audit->n_classes = lw_matrix_file_get_n_columns (matrix);
  if (audit->n_classes == 0 || audit->n_classes > N_CLASSES_MAX)
    {
      g_set_error (error, LW_ERROR, LW_ERROR_INVALID, _ ("%s has %zu columns; there can be 1 to %d classes"),
                   options->probabilities_path, audit->n_classes, N_CLASSES_MAX);
      return NULL;
    }

  if (!read_labels (&job, error) || !check_labels (&job, error))
    return NULL;

  audit->predicted = g_new (int32_t, audit->n_items);
  audit->quality = g_new (double, audit->n_items);
  audit->is_issue = g_new (guint8, audit->n_items);
  audit->calibrated = g_new (double, audit->n_classes * audit->n_classes);
  audit->class_error_rates = g_new (LwInterval, audit->n_classes);
  audit->finder = lw_label_finder_new (audit->n_classes, &options->finder);

  if (!for_each_block (&job, learn_cb, error) || !for_each_block (&job, count_cb, error) ||
      (lw_label_finder_plan (audit->finder) && !for_each_block (&job, rank_cb, error)))
    return NULL;

  finish (audit);

  return g_steal_pointer (&audit);
}

void
lw_label_audit_free (LwLabelAudit *self)
{
  if (self == NULL)
    return;

  lw_label_finder_free (self->finder);
  g_free (self->labels);
  g_free (self->predicted);
  g_free (self->quality);
  g_free (self->is_issue);
  g_free (self->calibrated);
  g_free (self->class_error_rates);
  g_free (self->health);
  g_free (self->overlaps);
  g_free (self);
}

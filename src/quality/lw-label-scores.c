/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-label-scores.h"

#include <math.h>

#define SLACK 1e-6

LwLabelInput
lw_label_input_check (const double  *probabilities,
                      const int32_t *labels,
                      size_t         n_rows,
                      size_t         n_classes,
                      size_t        *row,
                      size_t        *column)
{
  for (*row = 0; *row < n_rows; (*row)++)
    {
      const double *p = probabilities + *row * n_classes;

      *column = 0;

      if (labels != NULL && labels[*row] < 0)
        return LW_LABEL_INPUT_LABEL_NEGATIVE;
      if (labels != NULL && (size_t) labels[*row] >= n_classes)
        return LW_LABEL_INPUT_LABEL_TOO_LARGE;

      for (; *column < n_classes; (*column)++)
        if (!(p[*column] >= -SLACK && p[*column] <= 1 + SLACK))
          return isfinite (p[*column]) ? LW_LABEL_INPUT_OUT_OF_RANGE : LW_LABEL_INPUT_NOT_FINITE;
    }

  return LW_LABEL_INPUT_GOOD;
}

size_t
lw_label_predict (const double *row,
                  size_t        n_classes)
{
  size_t best = 0;

  for (size_t k = 1; k < n_classes; k++)
    if (row[k] > row[best])
      best = k;

  return best;
}

void
lw_label_adjust_row (const double *row,
                     const double *thresholds,
                     size_t        n_classes,
                     double       *adjusted)
{
  const double largest = thresholds[lw_label_predict (thresholds, n_classes)];
  double       sum = 0;

  for (size_t k = 0; k < n_classes; k++)
    sum += adjusted[k] = row[k] - thresholds[k] + largest;

  for (size_t k = 0; k < n_classes; k++)
    adjusted[k] /= sum;
}

/* With a single class there is no other one to be confused with. */
static inline double
normalized_margin (const double *row,
                   size_t        n_classes,
                   size_t        label)
{
  double other = n_classes > 1 ? -INFINITY : 0;

  for (size_t k = 0; k < label; k++)
    other = row[k] > other ? row[k] : other;
  for (size_t k = label + 1; k < n_classes; k++)
    other = row[k] > other ? row[k] : other;

  return (row[label] - other + 1) / 2;
}

static double
weighted_entropy (const double *row,
                  size_t        n_classes,
                  size_t        label,
                  double        log_n_classes)
{
  double entropy = 0;

  for (size_t k = 0; k < n_classes; k++)
    if (row[k] > 0)
      entropy -= row[k] * log (row[k]);

  return (n_classes > 1 ? entropy / log_n_classes : 0) / fmax (row[label], SLACK);
}

void
lw_label_scores (LwLabelScore   score,
                 const double  *probabilities,
                 const int32_t *labels,
                 size_t         n_rows,
                 size_t         n_classes,
                 double        *scores)
{
  const double log_n_classes = log ((double) n_classes);

  for (size_t i = 0; i < n_rows; i++)
    {
      const double *row = probabilities + i * n_classes;
      const size_t  label = (size_t) labels[i];
      double        z;

      switch (score)
        {
        case LW_LABEL_SCORE_NORMALIZED_MARGIN:
          scores[i] = normalized_margin (row, n_classes, label);
          break;

        case LW_LABEL_SCORE_CONFIDENCE_WEIGHTED_ENTROPY:
          z = weighted_entropy (row, n_classes, label, log_n_classes);
          scores[i] = z > 0 ? log1p (z) / z : 1;
          break;

        case LW_LABEL_SCORE_CONFIDENCE_WEIGHTED_ENTROPY_PEER:
          z = weighted_entropy (row, n_classes, label, log_n_classes);
          scores[i] = log (z + 1) / fmax (z, SLACK);
          break;

        default:
          scores[i] = row[label];
        }
    }
}

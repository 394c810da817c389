/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-label-scores.h"

#include <math.h>

#define SLACK 1e-6
#define N_FEW 16

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

/* Without a branch, for which class leads is what a processor cannot foresee. */
static size_t
predict_of_few (const double *row,
                size_t        n_classes)
{
  double largest = row[0];
  size_t best = 0;

  for (size_t k = 1; k < n_classes; k++)
    {
      best = row[k] > largest ? k : best;
      largest = row[k] > largest ? row[k] : largest;
    }

  return best;
}

/* First how large, in four chains of which none waits for another one, then where. */
static size_t
predict_of_many (const double *row,
                 size_t        n_classes)
{
  double largest[4] = { row[0], row[0], row[0], row[0] };
  size_t k;

  for (k = 0; k + 4 <= n_classes; k += 4)
    for (int i = 0; i < 4; i++)
      largest[i] = row[k + (size_t) i] > largest[i] ? row[k + (size_t) i] : largest[i];
  for (; k < n_classes; k++)
    largest[0] = row[k] > largest[0] ? row[k] : largest[0];

  for (int i = 1; i < 4; i++)
    largest[0] = largest[i] > largest[0] ? largest[i] : largest[0];

  /* A row that is not a number anywhere has no such place; the first is as good as any. */
  for (k = 0; k < n_classes; k++)
    if (row[k] == largest[0])
      return k;

  return 0;
}

size_t
lw_label_predict (const double *row,
                  size_t        n_classes)
{
  return n_classes <= N_FEW ? predict_of_few (row, n_classes) : predict_of_many (row, n_classes);
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

/* The two largest so far; of two alike the second is the other one. */
typedef struct
{
  double first, second;
} Largest;

/* Without a branch: which class leads is what a processor cannot foresee. */
static inline Largest
largest_add (Largest largest,
             double  value)
{
  const double lower = value < largest.first ? value : largest.first;

  return (Largest){ value > largest.first ? value : largest.first, lower > largest.second ? lower : largest.second };
}

/* With a single class there is no other one to be confused with. */
static inline double
normalized_margin (const double *row,
                   size_t        n_classes,
                   size_t        label)
{
  Largest even = { -INFINITY, -INFINITY }, odd = even;
  size_t  k;

  if (n_classes == 1)
    return (row[label] + 1) / 2;

  /* Two chains, for neither waits for the other. */
  for (k = 0; k + 1 < n_classes; k += 2)
    {
      even = largest_add (even, row[k]);
      odd = largest_add (odd, row[k + 1]);
    }
  if (k < n_classes)
    even = largest_add (even, row[k]);

  even = largest_add (even, odd.first);
  even = largest_add (even, odd.second);

  return (row[label] - (row[label] == even.first ? even.second : even.first) + 1) / 2;
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

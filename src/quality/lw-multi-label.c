/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-multi-label.h"

#include "lw-grow.h"
#include "lw-order.h"

#include <math.h>
#include <string.h>

#define TEMPERATURE_USUAL 0.1

/* Of the moving average by which items are flagged as a whole. */
#define LOWEST_SHARE 0.8

/* One class as a problem of two. */
typedef struct
{
  double  *probabilities; /* items times 2 */
  int32_t *labels;
} Question;

static Question
question_new (size_t n_rows)
{
  return (Question){ lw_grow_array (double, 2 * n_rows), lw_grow_array (int32_t, n_rows) };
}

static void
question_clear (Question *self)
{
  free (self->probabilities);
  free (self->labels);
}

static void
ask (Question      *self,
     const double  *probabilities,
     const uint8_t *labels,
     size_t         n_rows,
     size_t         n_classes,
     size_t class)
{
  for (size_t i = 0; i < n_rows; i++)
    {
      const double yes = probabilities[i * n_classes + class];

      self->probabilities[2 * i] = 1 - yes;
      self->probabilities[2 * i + 1] = yes;
      self->labels[i] = labels[i * n_classes + class] != 0;
    }
}

static void
adjust (Question *self,
        size_t    n_rows)
{
  LwConfidentJoint *joint = lw_confident_joint_new (2, LW_COLLISION_PAPER);

  lw_confident_joint_learn (joint, self->probabilities, self->labels, n_rows);
  for (size_t i = 0; i < n_rows; i++)
    {
      const double row[] = { self->probabilities[2 * i], self->probabilities[2 * i + 1] };

      lw_label_adjust_row (row, lw_confident_joint_get_thresholds (joint), 2, self->probabilities + 2 * i);
    }

  lw_confident_joint_free (joint);
}

void
lw_multi_label_scores (LwLabelScore   score,
                       bool           is_adjusted,
                       const double  *probabilities,
                       const uint8_t *labels,
                       size_t         n_rows,
                       size_t         n_classes,
                       double        *scores)
{
  Question question = question_new (n_rows);
  double  *own = lw_grow_array (double, n_rows);

  for (size_t j = 0; j < n_classes; j++)
    {
      ask (&question, probabilities, labels, n_rows, n_classes, j);
      if (is_adjusted)
        adjust (&question, n_rows);

      lw_label_scores (score, question.probabilities, question.labels, n_rows, 2, own);
      for (size_t i = 0; i < n_rows; i++)
        scores[i * n_classes + j] = own[i];
    }

  question_clear (&question);
  free (own);
}

/* --- Pooling --- */

static int
compare_descending (const void *a,
                    const void *b)
{
  const double first = *(const double *) a, second = *(const double *) b;

  return (first < second) - (first > second);
}

static double
average (double *row,
         size_t  n,
         double  share)
{
  double mean;

  qsort (row, n, sizeof *row, compare_descending);
  mean = n > 0 ? row[0] : NAN;
  for (size_t j = 1; j < n; j++)
    mean = share * row[j] + (1 - share) * mean;

  return mean;
}

static double
soft_minimum (const double *row,
              size_t        n,
              double        temperature)
{
  double least = INFINITY, sum = 0, weights = 0;

  for (size_t j = 0; j < n; j++)
    least = fmin (least, row[j]);

  for (size_t j = 0; j < n; j++)
    {
      const double weight = exp ((least - row[j]) / temperature);

      sum += weight * row[j];
      weights += weight;
    }

  return sum / weights;
}

void
lw_multi_label_pool (LwPooling     pooling,
                     double        parameter,
                     const double *scores,
                     size_t        n_rows,
                     size_t        n_classes,
                     double       *pooled)
{
  const double share = isnan (parameter) ? 2 / ((double) n_classes + 1) : parameter;
  const double temperature = isnan (parameter) ? TEMPERATURE_USUAL : parameter;
  double      *row = lw_grow_array (double, n_classes);

  for (size_t i = 0; i < n_rows; i++)
    {
      memcpy (row, scores + i * n_classes, n_classes * sizeof *row);
      pooled[i] = pooling == LW_POOLING_MOVING_AVERAGE ? average (row, n_classes, share)
                                                       : soft_minimum (row, n_classes, temperature);
    }

  free (row);
}

/* --- Issues --- */

static void
find_by_class (const LwLabelFinderOptions *options,
               const double               *probabilities,
               const uint8_t              *labels,
               size_t                      n_rows,
               size_t                      n_classes,
               uint8_t                    *is_issue,
               uint8_t                    *is_row)
{
  Question question = question_new (n_rows);
  uint8_t *own = lw_grow_array (uint8_t, n_rows);

  memset (is_row, 0, n_rows);

  for (size_t j = 0; j < n_classes; j++)
    {
      ask (&question, probabilities, labels, n_rows, n_classes, j);
      lw_label_find_issues (options, question.probabilities, question.labels, n_rows, 2, own);

      for (size_t i = 0; i < n_rows; i++)
        {
          if (is_issue != NULL)
            is_issue[i * n_classes + j] = own[i];
          is_row[i] |= own[i];
        }
    }

  question_clear (&question);
  free (own);
}

/* As many as confident learning flags, the lowest of all. */
static void
flag_lowest (const LwLabelFinderOptions *options,
             const double               *probabilities,
             const uint8_t              *labels,
             size_t                      n_rows,
             size_t                      n_classes,
             uint8_t                    *is_row)
{
  LwLabelFinderOptions confident = *options;
  double              *scores = lw_grow_array (double, n_rows *n_classes), *pooled = lw_grow_array (double, n_rows);
  LwRanked            *items = lw_grow_array (LwRanked, n_rows);
  size_t               n = 0;

  confident.filter = LW_LABEL_FILTER_CONFIDENT_LEARNING;
  find_by_class (&confident, probabilities, labels, n_rows, n_classes, NULL, is_row);

  lw_multi_label_scores (LW_LABEL_SCORE_SELF_CONFIDENCE, false, probabilities, labels, n_rows, n_classes, scores);
  lw_multi_label_pool (LW_POOLING_MOVING_AVERAGE, LOWEST_SHARE, scores, n_rows, n_classes, pooled);

  for (size_t i = 0; i < n_rows; i++)
    {
      items[i] = (LwRanked){ pooled[i], i };
      n += is_row[i];
    }

  lw_order_select (items, n_rows, n);
  memset (is_row, 0, n_rows);
  for (size_t i = 0; i < n; i++)
    is_row[items[i].index] = 1;

  free (scores);
  free (pooled);
  free (items);
}

void
lw_multi_label_find_issues (const LwLabelFinderOptions *options,
                            const double               *probabilities,
                            const uint8_t              *labels,
                            size_t                      n_rows,
                            size_t                      n_classes,
                            uint8_t                    *is_issue,
                            uint8_t                    *is_row)
{
  find_by_class (options, probabilities, labels, n_rows, n_classes, is_issue, is_row);

  if (options->filter == LW_LABEL_FILTER_LOW_SELF_CONFIDENCE || options->filter == LW_LABEL_FILTER_LOW_NORMALIZED_MARGIN)
    flag_lowest (options, probabilities, labels, n_rows, n_classes, is_row);
}

void
lw_multi_label_count (LwCollision    collision,
                      const double  *probabilities,
                      const uint8_t *labels,
                      size_t         n_rows,
                      size_t         n_classes,
                      int64_t       *counts)
{
  Question question = question_new (n_rows);

  for (size_t j = 0; j < n_classes; j++)
    {
      LwConfidentJoint *joint = lw_confident_joint_new (2, collision);

      ask (&question, probabilities, labels, n_rows, n_classes, j);
      lw_confident_joint_learn (joint, question.probabilities, question.labels, n_rows);
      lw_confident_joint_count (joint, question.probabilities, question.labels, n_rows, NULL);
      memcpy (counts + 4 * j, lw_confident_joint_get_counts (joint), 4 * sizeof *counts);
      lw_confident_joint_free (joint);
    }

  question_clear (&question);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-confident-joint.h"

#include "lw-grow.h"
#include "lw-label-scores.h"
#include "lw-order.h"

#include <math.h>
#include <string.h>

#define TINY 1e-100
#define SLACK 1e-6
#define THRESHOLD_MIN 2e-6
#define THRESHOLD_OF_NONE 2

struct _LwConfidentJoint
{
  size_t       n_classes;
  LwCollision  collision;
  long double *sums;         /* K: of the probabilities of the given labels */
  int64_t     *class_counts; /* K */
  double      *thresholds;   /* K */
  int64_t     *counts;       /* K times K, the diagonal not yet raised */
  int64_t     *raised;       /* K times K */
  size_t       n_off_diagonal, n_issues;
};

LwConfidentJoint *
lw_confident_joint_new (size_t      n_classes,
                        LwCollision collision)
{
  LwConfidentJoint *self = lw_grow_array (LwConfidentJoint, 1);

  *self = (LwConfidentJoint){
    .n_classes = n_classes,
    .collision = collision,
    .sums = lw_grow_array (long double, n_classes),
    .class_counts = lw_grow_array (int64_t, n_classes),
    .thresholds = lw_grow_array (double, n_classes),
    .counts = lw_grow_array (int64_t, n_classes * n_classes),
    .raised = lw_grow_array (int64_t, n_classes * n_classes),
  };

  return self;
}

void
lw_confident_joint_free (LwConfidentJoint *self)
{
  if (self == NULL)
    return;

  free (self->sums);
  free (self->class_counts);
  free (self->thresholds);
  free (self->counts);
  free (self->raised);
  free (self);
}

/* --- The two passes --- */

void
lw_confident_joint_learn (LwConfidentJoint *self,
                          const double     *probabilities,
                          const int32_t    *labels,
                          size_t            n_rows)
{
  for (size_t i = 0; i < n_rows; i++)
    {
      self->sums[labels[i]] += (long double) probabilities[i * self->n_classes + (size_t) labels[i]];
      self->class_counts[labels[i]]++;
    }

  for (size_t k = 0; k < self->n_classes; k++)
    {
      const double mean = (double) (self->sums[k] / (long double) self->class_counts[k]);

      self->thresholds[k] = self->class_counts[k] == 0 ? THRESHOLD_OF_NONE : fmax (mean, THRESHOLD_MIN);
    }
}

/* -1: no class is confident. */
static int32_t
guess (const LwConfidentJoint *self,
       const double           *row)
{
  int32_t best = -1;
  size_t  n_confident = 0;

  for (size_t k = 0; k < self->n_classes; k++)
    if (row[k] >= self->thresholds[k] - SLACK)
      {
        n_confident++;
        if (best < 0 || row[k] > row[best])
          best = (int32_t) k;
      }

  if (n_confident > 1 && self->collision == LW_COLLISION_PEER)
    return (int32_t) lw_label_predict (row, self->n_classes);

  return best;
}

int
lw_confident_joint_agrees (const double *row,
                           size_t        n_classes,
                           size_t        label)
{
  const double raised = row[label] + SLACK;

  for (size_t k = 0; k < label; k++)
    if (row[k] >= raised)
      return 0;
  for (size_t k = label + 1; k < n_classes; k++)
    if (row[k] > raised)
      return 0;

  return 1;
}

void
lw_confident_joint_count (LwConfidentJoint *self,
                          const double     *probabilities,
                          const int32_t    *labels,
                          size_t            n_rows,
                          int32_t          *guesses)
{
  for (size_t i = 0; i < n_rows; i++)
    {
      const double *row = probabilities + i * self->n_classes;
      const size_t  label = (size_t) labels[i];
      const int32_t class = guess (self, row);

      if (guesses != NULL)
        guesses[i] = class;
      if (class < 0)
        continue;

      self->counts[label * self->n_classes + (size_t) class]++;

      if ((size_t) class != label)
        {
          self->n_off_diagonal++;
          self->n_issues += !lw_confident_joint_agrees (row, self->n_classes, label);
        }
    }
}

const double *
lw_confident_joint_get_thresholds (LwConfidentJoint *self)
{
  return self->thresholds;
}

const int64_t *
lw_confident_joint_get_class_counts (LwConfidentJoint *self)
{
  return self->class_counts;
}

const int64_t *
lw_confident_joint_get_counts (LwConfidentJoint *self)
{
  memcpy (self->raised, self->counts, self->n_classes * self->n_classes * sizeof *self->counts);

  for (size_t k = 0; k < self->n_classes; k++)
    if (self->raised[k * self->n_classes + k] == 0)
      self->raised[k * self->n_classes + k] = 1;

  return self->raised;
}

size_t
lw_confident_joint_get_n_off_diagonal (LwConfidentJoint *self)
{
  return self->n_off_diagonal;
}

size_t
lw_confident_joint_get_n_issues (LwConfidentJoint *self)
{
  return self->n_issues;
}

/* --- What is made of the counts --- */

/* In long double: a result that is a half up to rounding must not go either way by the order of
 * the additions. */
static long double
sum (const double *values,
     size_t        n)
{
  long double total = 0;

  for (size_t i = 0; i < n; i++)
    total += (long double) values[i];

  return total;
}

void
lw_confident_joint_calibrate (const double  *counts,
                              const int64_t *class_counts,
                              size_t         n_classes,
                              double        *calibrated)
{
  double  n_rows = 0;
  double  total;
  int64_t n;

  for (size_t i = 0; i < n_classes; i++)
    {
      const double row_sum = fmax ((double) sum (counts + i * n_classes, n_classes), TINY);

      n = class_counts[i];
      n_rows += (double) n;
      for (size_t j = 0; j < n_classes; j++)
        calibrated[i * n_classes + j] = counts[i * n_classes + j] / row_sum * (double) n;
    }

  total = fmax ((double) sum (calibrated, n_classes * n_classes), TINY);

  for (size_t i = 0; i < n_classes * n_classes; i++)
    calibrated[i] = calibrated[i] / total * n_rows;
}

static void
round_row (double *row,
           size_t  n,
           double *remainders,
           size_t *order)
{
  const double target = rint ((double) sum (row, n));

  for (;;)
    {
      double missing;

      for (size_t j = 0; j < n; j++)
        {
          remainders[j] = row[j] - rint (row[j]);
          row[j] = rint (row[j]);
        }

      missing = rint (target - (double) sum (row, n));
      if (fabs (missing) < 0.5)
        return;

      const size_t n_moved = (size_t) fmin (fabs (missing), (double) n);

      lw_order_ascending (remainders, n, order);
      for (size_t j = 0; j < n_moved; j++)
        row[order[missing > 0 ? n - 1 - j : j]] += missing > 0 ? 1 : -1;
    }
}

void
lw_confident_joint_round_rows (double *matrix,
                               size_t  n_classes)
{
  double *remainders = lw_grow_array (double, n_classes);
  size_t *order = lw_grow_array (size_t, n_classes);

  for (size_t i = 0; i < n_classes; i++)
    round_row (matrix + i * n_classes, n_classes, remainders, order);

  free (remainders);
  free (order);
}

void
lw_confident_joint_estimate (const double  *rounded,
                             const int64_t *class_counts,
                             size_t         n_classes,
                             double        *joint)
{
  double total;

  lw_confident_joint_calibrate (rounded, class_counts, n_classes, joint);
  total = (double) sum (joint, n_classes * n_classes);

  for (size_t i = 0; i < n_classes * n_classes; i++)
    joint[i] /= fmax (total, TINY);
}

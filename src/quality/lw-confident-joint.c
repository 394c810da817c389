/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-confident-joint.h"

#include "lw-grow.h"
#include "lw-label-scores.h"
#include "lw-order.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#define TINY 1e-100
#define SLACK 1e-6
#define THRESHOLD_MIN 2e-6
#define THRESHOLD_OF_NONE 2
#define N_FEW 32

struct _LwConfidentJoint
{
  size_t       n_classes;
  LwCollision  collision;
  long double *sums;         /* K: of the probabilities of the given labels */
  int64_t     *class_counts; /* K */
  double      *thresholds;   /* K */
  double      *limits;       /* K: a class is confident from here on */
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
    .limits = lw_grow_array (double, n_classes),
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
  free (self->limits);
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
      self->limits[k] = self->thresholds[k] - SLACK;
    }
}

/* The most probable one of those that are confident. */
typedef struct
{
  int32_t best; /* -1: none is */
  size_t  n;
} Confident;

static void
consider (Confident    *confident,
          const double *row,
          size_t        k)
{
  confident->n++;
  if (confident->best < 0 || row[k] > row[confident->best])
    confident->best = (int32_t) k;
}

/* A bit for each, and then those that are set: which of a few classes is confident is what a
 * processor cannot foresee, and a wrong guess of it costs more than all comparisons. */
static Confident
find_of_few (const LwConfidentJoint *self,
             const double           *row)
{
  Confident confident = { -1, 0 };
  uint32_t  found = 0;

  for (size_t k = 0; k < self->n_classes; k++)
    found |= (uint32_t) (row[k] >= self->limits[k]) << k;

  for (; found != 0; found &= found - 1)
    consider (&confident, row, (size_t) __builtin_ctz (found));

  return confident;
}

static Confident
find_of_many (const LwConfidentJoint *self,
              const double           *row)
{
  Confident confident = { -1, 0 };

  for (size_t k = 0; k < self->n_classes; k++)
    if (row[k] >= self->limits[k])
      consider (&confident, row, k);

  return confident;
}

/* -1: no class is confident. */
static int32_t
guess (const LwConfidentJoint *self,
       const double           *row)
{
  const Confident confident = self->n_classes <= N_FEW ? find_of_few (self, row) : find_of_many (self, row);

  if (confident.n > 1 && self->collision == LW_COLLISION_PEER)
    return (int32_t) lw_label_predict (row, self->n_classes);

  return confident.best;
}

int
lw_confident_joint_agrees (const double *row,
                           size_t        label,
                           size_t        predicted)
{
  const double raised = row[label] + SLACK;

  return row[predicted] < raised || (row[predicted] == raised && predicted >= label);
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
          self->n_issues += !lw_confident_joint_agrees (row, label, lw_label_predict (row, self->n_classes));
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

/* The @n_moved places of the largest remainders, of equal ones the last, or of the smallest, of equal
 * ones the first. */
static void
choose_moved (LwRanked *remainders,
              size_t    n,
              size_t    n_moved,
              bool      are_largest)
{
  for (size_t j = 0; are_largest && j < n; j++)
    remainders[j] = (LwRanked){ -remainders[j].key, n - 1 - j };

  lw_order_select (remainders, n, n_moved);

  for (size_t j = 0; are_largest && j < n_moved; j++)
    remainders[j].index = n - 1 - remainders[j].index;
}

static void
round_row (double   *row,
           size_t    n,
           LwRanked *remainders)
{
  const double target = rint ((double) sum (row, n));

  for (;;)
    {
      double missing;

      for (size_t j = 0; j < n; j++)
        {
          remainders[j] = (LwRanked){ row[j] - rint (row[j]), j };
          row[j] = rint (row[j]);
        }

      missing = rint (target - (double) sum (row, n));
      if (fabs (missing) < 0.5)
        return;

      const size_t n_moved = (size_t) fmin (fabs (missing), (double) n);

      choose_moved (remainders, n, n_moved, missing > 0);
      for (size_t j = 0; j < n_moved; j++)
        row[remainders[j].index] += missing > 0 ? 1 : -1;
    }
}

void
lw_confident_joint_round_rows (double *matrix,
                               size_t  n_classes)
{
  LwRanked *remainders = lw_grow_array (LwRanked, n_classes);

  for (size_t i = 0; i < n_classes; i++)
    round_row (matrix + i * n_classes, n_classes, remainders);

  free (remainders);
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

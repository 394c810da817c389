/* lw-noise-rates.h - how classes are mistaken for each other, and how healthy a set of labels is
 *
 * From the confident joint of lw-confident-joint.h: Northcutt, Jiang and Chuang, "Confident
 * Learning: Estimating Uncertainty in Dataset Labels", JAIR 70, 2021.  Matrices are K times K, row
 * by row; the joint has given classes as rows and true ones as columns.
 *
 * Pure: the caller's arrays, any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-interval.h"

#include <stdbool.h>
#include <stdint.h>

/* How frequent the true classes are, from how frequent the given ones are. */
typedef enum
{
  LW_TRUE_SHARE_COUNT,      /* by the ratio of the two probabilities of a right label, per class */
  LW_TRUE_SHARE_EQUATION,   /* the solution of: noise matrix times it = the given shares */
  LW_TRUE_SHARE_MARGINAL,   /* the column sums of the joint */
  LW_TRUE_SHARE_MARGINAL_PS /* the inverse matrix times the given shares */
} LwTrueShare;

typedef struct
{
  double *shares;  /* K: of the true classes */
  double *noise;   /* K times K: how probable each given class (row) is for a true one (column) */
  double *inverse; /* K times K: how probable each true class (row) is for a given one (column) */
} LwNoiseRates;

/* Fills the arrays of @rates, which are the caller's.  @joint has counts, calibrated or not;
 * @class_counts the number of labels of each class.  With @is_converging, the three are brought in
 * line with each other in a few rounds, each of which takes the shares anew, by COUNT.  Returns
 * false, and fills nothing, where the equation has no solution, as with a class that nobody gave. */
bool lw_noise_rates_estimate (const double       *joint,
                              const int64_t      *class_counts,
                              size_t              n_classes,
                              LwTrueShare         method,
                              bool                is_converging,
                              const LwNoiseRates *rates);

/* --- Health --- */

typedef struct
{
  size_t     class_index;
  double     n_issues;         /* given as it, but another class */
  double     n_inverse_issues; /* given as another class, but it */
  LwInterval noise;            /* the share of the labels of this class that are wrong */
  LwInterval inverse_noise;    /* the share of the items of this class that are labelled otherwise */
  double     quality;          /* 1 - noise */
} LwClassHealth;

/* @health gets an element per class, in order; @estimate is the joint of
 * lw_confident_joint_estimate(), @counts what was counted (lw_confident_joint_get_counts()).
 *
 * Limits: of a given class, the guesses that were counted are binomial, so its noise has the exact
 * interval of lw_interval_exact().  The odds of the inverse noise are a ratio of two numbers of
 * items, those that are given as another class over those that are given as this one, which come
 * from different rows and so are independent.  The former are a weighted sum
 * of counts, whose limits are those of the plain sum, stretched as its deviation is: Dobson,
 * Kuulasmaa, Eberle and Scherer, "Confidence intervals for weighted sums of Poisson parameters",
 * Statistics in Medicine 10(3), 1991.  The ratio takes over both ("MOVER-R"): Donner and Zou, "Closed-form confidence intervals for functions of the normal mean
 * and standard deviation", Statistical Methods in Medical Research 21(4), 2012. */
void lw_class_health_measure (const double  *estimate,
                              const int64_t *counts,
                              const int64_t *class_counts,
                              size_t         n_classes,
                              double         confidence,
                              LwClassHealth *health);

typedef struct
{
  size_t class_a, class_b; /* a < b */
  double share;            /* of all items, labelled one of the two and really the other */
  double n_items;
} LwClassOverlap;

/* @overlaps gets K (K - 1) / 2 pairs, the largest share first, of equal ones the lower classes. */
void lw_class_overlap_measure (const double   *estimate,
                               size_t          n_classes,
                               size_t          n_items,
                               LwClassOverlap *overlaps);

/* 1 less the share of the items that are counted as issues, with exact limits of what fraction of
 * such items is. */
LwInterval lw_label_health (size_t n_issues,
                            size_t n_items,
                            double confidence);

/* How many labels are wrong by the estimated joint, rounded, with limits: those of the noise of each
 * class times its number of labels, summed by lw_interval_weighted_sum(). */
LwInterval lw_label_estimate_errors (const double  *estimate,
                                     const int64_t *counts,
                                     const int64_t *class_counts,
                                     size_t         n_classes,
                                     double         confidence);

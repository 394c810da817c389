/* lw-outliers.h - items that are unlike all others, too like another one, or out of order
 *
 * From the distances and indices of lw-neighbours.h: @n times @k, nearest first.
 *
 * Pure: the caller's arrays, any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-neighbours.h"

#include <stdbool.h>

/* --- Unlike --- */

/* @distances gets @n numbers: the mean of the first @k of each row of @stride. */
void lw_outliers_average (const double *neighbour_distances,
                          size_t        n,
                          size_t        stride,
                          size_t        k,
                          double       *distances);

/* Kuan and Mueller, "Back to the Basics: Revisiting Out-of-Distribution Detection Baselines", ICML
 * PODS Workshop 2022: exp (-distance / median of all), 1 for what is at no distance.  @scores gets
 * @n numbers; low is unlike.  Returns the median. */
double lw_outliers_score (const double *distances,
                          size_t        n,
                          LwMetric      metric,
                          double       *scores);

/* The distance above which an item is an outlier: as far above the upper quartile as 1.7 times the
 * quartiles are apart. */
double lw_outliers_get_threshold (const double *distances,
                                  size_t        n);

/* --- Alike --- */

/* Items that are nearer to each other than 0.13 times the median distance of nearest neighbours.
 * The like of item i are those from begins[i] to before begins[i + 1], in order. */
typedef struct
{
  size_t    n;
  size_t   *begins; /* n + 1 */
  uint32_t *items;  /* each pair both ways */
  double   *scores; /* n: 1 - exp (-distance of the nearest / median), low is alike */
  double    median;
} LwNearDuplicates;

LwNearDuplicates *lw_near_duplicates_new (const double   *distances,
                                          const uint32_t *indices,
                                          size_t          n,
                                          size_t          k);

void lw_near_duplicates_free (LwNearDuplicates *self);

/* --- Out of order --- */

/* How far the places of neighbours are from each other, in the order of the items, against what
 * they would be if that order said nothing: Cummings, Snorrason and Mueller, "Detecting dataset
 * drift and non-IID sampling via k-nearest neighbors", 2023.  The statistic
 * is Kolmogorov's and Smirnov's.
 *
 * Its p-value is exact but for chance: the same neighbours in @n_permutations random orders, 999 at
 * least, the given one among them; Phipson and Smyth, "Permutation p-values should never be zero",
 * Statistical Applications in Genetics and Molecular Biology 9(1), 2010. */
typedef struct
{
  double statistic;
  double p_value;
} LwOrderTest;

/* @scores gets @n numbers, low where an item's neighbours are the nearest in order; may be NULL. */
LwOrderTest lw_outliers_test_order (const uint32_t *indices,
                                    size_t          n,
                                    size_t          k,
                                    size_t          n_permutations,
                                    uint64_t        seed,
                                    double         *scores);

/* --- By probabilities --- */

typedef enum
{
  LW_OUT_OF_DISTRIBUTION_ENTROPY,          /* 1 - entropy in units of ln K */
  LW_OUT_OF_DISTRIBUTION_LEAST_CONFIDENCE, /* the largest */
  /* 1 - the sum of (q (1 - q))^0.1 over 100, of the 100 largest of q, the softmax of the row; Liu,
   * Lochman and Zach, "GEN: Pushing the limits of softmax-based out-of-distribution detection",
   * CVPR 2023 */
  LW_OUT_OF_DISTRIBUTION_GEN
} LwOutOfDistribution;

/* @scores gets @n_rows numbers; low is unlike.  Adjusted probabilities are those of
 * lw_label_adjust_row(). */
void lw_outliers_score_probabilities (LwOutOfDistribution method,
                                      const double       *probabilities,
                                      size_t              n_rows,
                                      size_t              n_classes,
                                      double             *scores);

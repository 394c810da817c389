/* lw-interval.h - how sure a rate is that was counted
 *
 * Two-sided intervals at the given confidence, e.g. 0.95.  Pure: plain values, any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <stddef.h>

typedef struct
{
  double value, low, high;
} LwInterval;

/* @n_hits of @n, exact: Clopper and Pearson, "The use of confidence or fiducial limits illustrated
 * in the case of the binomial", Biometrika 26(4), 1934.  Covers at least as often as it says.
 * value is NaN and the interval [0, 1] for @n 0. */
LwInterval lw_interval_exact (double n_hits,
                              double n,
                              double confidence);

/* The same by Wilson's score, which covers as often as it says on average: Wilson, "Probable
 * inference, the law of succession, and statistical inference", JASA 22(158), 1927. */
LwInterval lw_interval_wilson (double n_hits,
                               double n,
                               double confidence);

/* How often something happens per unit of @exposure, of which @n_events were counted: the score
 * interval of a Poisson rate.  value is NaN and the interval [0, infinity) for @exposure 0. */
LwInterval lw_interval_poisson (double n_events,
                                double exposure,
                                double confidence);

/* A sum of @n rates, which were counted independently, with weights: the limits of each are
 * carried over to the sum ("MOVER").  Zou, Huang and Zhang, "A note on confidence interval
 * estimation for a linear function of binomial proportions", Computational Statistics & Data
 * Analysis 53(4), 2009.  A weight of 0 leaves its rate out, whatever that is. */
LwInterval lw_interval_weighted_sum (const LwInterval *rates,
                                     const double     *weights,
                                     size_t            n);

/* The standard normal quantile of @p, 0 < @p < 1. */
double lw_normal_quantile (double p);

/* The regularised incomplete beta function I_x (a, b), @a and @b > 0: the continued fraction of
 * DLMF 8.17.22 (https://dlmf.nist.gov/8.17), by Lentz' method. */
double lw_incomplete_beta (double a,
                           double b,
                           double x);

/* The x of it that is @p, 0 < @p < 1: the quantile of a Beta variable. */
double lw_beta_quantile (double a,
                         double b,
                         double p);

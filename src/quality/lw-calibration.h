/* lw-calibration.h - whether probabilities can be taken at their word, and making them so
 *
 * Annotators who err together, about items that mislead them all, agree as much as those who are
 * right: no model of their answers can tell, lw-consensus.h neither.  Some items whose class is
 * known, as from a reviewer, can: 30 of them already show how much too sure the rest is.
 *
 * Pure: the caller's arrays, any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

/* The temperature T for which softmax (ln p / T) gives what is known the highest probability:
 * Guo, Pleiss, Sun and Weinberger, "On calibration of modern neural networks", ICML 2017.  ln T
 * has a normal prior of mean 0 and deviation 2, so that few items change little, and none nothing.
 *
 * @probabilities  items times @n_classes
 * @items, @truths @n of them: the known items, and their classes */
double lw_calibration_fit (const double   *probabilities,
                           size_t          n_classes,
                           const size_t   *items,
                           const uint32_t *truths,
                           size_t          n);

/* @scaled gets softmax (ln p / @temperature) for @n_rows rows, and may be @probabilities itself. */
void lw_calibration_apply (const double *probabilities,
                           size_t        n_rows,
                           size_t        n_classes,
                           double        temperature,
                           double       *scaled);

/* The expected calibration error: the mean over @n items of how far the mean probability of their
 * bin, of @n_bins as wide ones, is from the share that is right.  Naeini, Cooper and Hauskrecht,
 * "Obtaining well calibrated probabilities using Bayesian binning", AAAI 2015.  NaN without items.
 * With few items a part of it is chance: even what is perfectly calibrated does not get 0. */
double lw_calibration_error (const double  *probabilities,
                             const uint8_t *is_right,
                             size_t         n,
                             size_t         n_bins);

/* lw-bootstrap.h - how sure any number is that was computed from a sample of items
 *
 * Items are drawn again and again, with replacement, as many as there are, and the number is
 * computed from each such sample.  The limits are quantiles of what comes out, corrected for bias
 * and for an error that changes with the value ("BCa"): Efron, "Better bootstrap confidence
 * intervals", JASA 82(397), 1987.  The acceleration is estimated by leaving out each item, or of
 * many items each of 200 random groups: group sums have the same third moment over the second to
 * the power of 3/2, but for noise of less than 0.01, as single items would have.
 *
 * What makes the sample is the item: ratings of one item stay together.  Fewer than about 20 items
 * give intervals that are too short, as they must with any bootstrap.
 *
 * Deterministic: the same seed gives the same limits on each machine.  Pure: plain arrays; calls
 * the statistic in the caller's thread only.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-interval.h"

#include <stdint.h>

/* Computes numbers from a sample in which item i occurs @counts[i] times; NaN for one that the
 * sample does not define.  @data may hold scratch memory. */
typedef void (*LwBootstrapStatistic) (const uint32_t *counts,
                                      void           *data,
                                      double         *values);

typedef struct
{
  size_t   n_resamples; /* 1,000 at least for 0.95 */
  double   confidence;  /* e.g. 0.95 */
  uint64_t seed;
} LwBootstrapOptions;

#define LW_BOOTSTRAP_DEFAULT ((LwBootstrapOptions){ 2000, 0.95, 1 })

/* @intervals gets @n_values of them, all from the same samples.  Samples that leave a value
 * undefined are left out for it; with none defined, or no item, the limits are NaN. */
void lw_bootstrap_intervals (LwBootstrapStatistic      statistic,
                             void                     *data,
                             size_t                    n_items,
                             size_t                    n_values,
                             const LwBootstrapOptions *options,
                             LwInterval               *intervals);

/* Draws @n_items of as many: how often each was drawn.  @stream is the number of the sample. */
void lw_bootstrap_draw (uint64_t  seed,
                        uint64_t  stream,
                        size_t    n_items,
                        uint32_t *counts);

/* lw-box-neutral.h - what counts as no bias among annotators who all draw differently
 *
 * The rule of the trade is the tight box, and whoever breaks it adds: a box that cuts off a part of
 * the object is seen to be wrong at once, one that leaves room is not (Su, Deng and Fei-Fei,
 * "Crowdsourcing annotations for visual object detection", AAAI workshop on human computation,
 * 2012, have tightness as what a second worker has to check).  So what annotators add is skewed:
 * most are near the object and some far outside.  The middle of such a distribution is not where
 * the object is; its lower quartile is taken.  With few annotators the skew cannot be seen, and it
 * is moved towards the median: with an effective number of n by 2 / (n + 1).
 *
 * Pure: the caller's arrays, any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <stddef.h>

/* Of what @n annotators add, outwards positive, each with a weight > 0; @n > 0. */
double lw_box_neutral_find (const double *added,
                            const double *weights,
                            size_t        n);

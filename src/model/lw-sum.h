/* lw-sum.h - sums of many single-precision numbers
 *
 * Single precision would lose digits over a large plane, and double throughout is slow: lanes of
 * single precision over short runs, those in double.  The order is fixed, so the sum is the same
 * every time.
 *
 * Pure: any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <stddef.h>

double lw_sum (const float *a,
               size_t       n);

/* Of (a[i] - @centre) squared. */
double lw_sum_squares (const float *a,
                       size_t       n,
                       float        centre);

/* Of a[i] (b[i] - @centre). */
double lw_sum_products (const float *a,
                        const float *b,
                        size_t       n,
                        float        centre);

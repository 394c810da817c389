/* lw-order.h - sorting and selecting by a number, always the same way
 *
 * Equal keys come in the order of their indices, so that every ranking, and every set that is cut
 * from one, is the same on each machine and in each run.  NaN comes after all numbers.
 *
 * Pure: plain arrays, any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

typedef struct
{
  double key;
  size_t index;
} LwRanked;

/* Below 0, or above: @a comes before @b, or after. */
int lw_ranked_compare (const void *a,
                       const void *b);

/* The order of @n keys, smallest first: @order[0] is the index of the smallest. */
void lw_order_ascending (const double *keys,
                         size_t        n,
                         size_t       *order);

/* Moves the @m that come first to the front of @items, in no order; @m <= @n.  Linear time on
 * average: Hoare, "Algorithm 65: Find", Communications of the ACM 4(7), 1961. */
void lw_order_select (LwRanked *items,
                      size_t    n,
                      size_t    m);

/* The middle of @n numbers, or the mean of the middle two; @n > 0.  They come out sorted. */
double lw_order_median (double *numbers,
                        size_t  n);

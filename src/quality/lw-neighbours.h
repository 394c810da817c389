/* lw-neighbours.h - the nearest neighbours of every item, exactly
 *
 * Features are n times n_features numbers, row by row.  All distances are computed, in blocks that
 * stay in the processor's cache, as sums of squared differences: of unit vectors half of that is
 * 1 - cosine.  Nothing cancels, so that duplicates are at distance 0, and near ones have a
 * distance that means something.
 *
 * Pure: no file, no global.  An LwNeighbours is not written to once it is made: threads may share
 * one, each with a part of the items.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

typedef enum
{
  LW_METRIC_COSINE, /* 1 - cosine; a row of zeros is at 1 from all but its like */
  LW_METRIC_EUCLID
} LwMetric;

/* What is usual for so many features: the length of a vector counts for up to 3 of them. */
LwMetric lw_metric_choose (size_t n_features);

typedef struct _LwNeighbours LwNeighbours;

/* @features are not needed afterwards. */
LwNeighbours *lw_neighbours_new (const double *features,
                                 size_t        n,
                                 size_t        n_features,
                                 LwMetric      metric);

void lw_neighbours_free (LwNeighbours *self);

/* For each of the items from @begin to before @end, the @k nearest others, nearest first, of equal
 * ones the lower index; @k < n.  @distances and @indices have room for (@end - @begin) times @k. */
void lw_neighbours_find (const LwNeighbours *self,
                         size_t              begin,
                         size_t              end,
                         size_t              k,
                         double             *distances,
                         uint32_t           *indices);

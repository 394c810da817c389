/* lw-label-issues.h - which labels are likely to be wrong
 *
 * The filters of confident learning (Northcutt, Jiang and Chuang 2021, see lw-label-scores.h) on
 * the confident joint.  An item whose label is its most probable class is no issue, whatever the
 * filter says; the two filters by score alone make no such exception.
 *
 * Streaming: the rows are shown in passes, in any parts, each pass all of them in the same order.
 *
 *     lw_label_finder_learn()   the first pass
 *     lw_label_finder_count()   the second
 *     lw_label_finder_plan()    says whether lw_label_finder_rank() has to see them a third time,
 *                               which is where more labels of a class are to be flagged than there
 *                               are items whose label is beaten by some class
 *     lw_label_finder_finish()  the answer
 *
 * Memory is a few times K times K, some numbers an item, and one entry for each class that beats
 * a label.
 *
 * Pure: no file, no global; an object belongs to one thread at a time.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-confident-joint.h"

#include <stdbool.h>

typedef enum
{
  LW_LABEL_FILTER_PRUNE_BY_NOISE_RATE, /* by pair of classes, the largest margins */
  LW_LABEL_FILTER_PRUNE_BY_CLASS,      /* by class, the lowest self-confidence */
  LW_LABEL_FILTER_BOTH,                /* what both of these flag */
  LW_LABEL_FILTER_CONFIDENT_LEARNING,  /* what is counted off the diagonal of the joint */
  LW_LABEL_FILTER_PREDICTED_NEQ_GIVEN, /* what is not the most probable class */
  LW_LABEL_FILTER_LOW_SELF_CONFIDENCE, /* as many as the joint says, the lowest of all */
  LW_LABEL_FILTER_LOW_NORMALIZED_MARGIN,
  LW_N_LABEL_FILTERS
} LwLabelFilter;

typedef struct
{
  LwLabelFilter  filter;
  LwCollision    collision;
  double         fraction;      /* of the estimated noise to flag, 0 to 1 */
  int64_t        min_per_class; /* a class with no more items is never flagged; at least 0 */
  const int64_t *n_to_remove;   /* K numbers, or NULL; only with PRUNE_BY_CLASS */
} LwLabelFinderOptions;

typedef struct _LwLabelFinder LwLabelFinder;

/* @options is copied but for what n_to_remove points at, which has to stay. */
LwLabelFinder *lw_label_finder_new (size_t                      n_classes,
                                    const LwLabelFinderOptions *options);

void lw_label_finder_free (LwLabelFinder *self);

void lw_label_finder_learn (LwLabelFinder *self,
                            const double  *probabilities,
                            const int32_t *labels,
                            size_t         n_rows);

void lw_label_finder_count (LwLabelFinder *self,
                            const double  *probabilities,
                            const int32_t *labels,
                            size_t         n_rows);

bool lw_label_finder_plan (LwLabelFinder *self);

void lw_label_finder_rank (LwLabelFinder *self,
                           const double  *probabilities,
                           const int32_t *labels,
                           size_t         n_rows);

/* One byte an item, 0 or 1; the caller's. */
void lw_label_finder_finish (LwLabelFinder *self,
                             uint8_t       *is_issue);

/* The joint that it counted; it stays the finder's. */
LwConfidentJoint *lw_label_finder_get_joint (LwLabelFinder *self);

/* K times K: how many items of each true class (row) with each given class (column) are to go,
 * on the diagonal how many stay.  @joint is the calibrated and rounded one. */
void lw_label_prune_counts (const double *joint,
                            size_t        n_classes,
                            int64_t       min_per_class,
                            double        fraction,
                            int64_t      *prune);

/* All passes in one, for rows that are in memory. */
void lw_label_find_issues (const LwLabelFinderOptions *options,
                           const double               *probabilities,
                           const int32_t              *labels,
                           size_t                      n_rows,
                           size_t                      n_classes,
                           uint8_t                    *is_issue);

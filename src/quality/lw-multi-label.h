/* lw-multi-label.h - items that may have any number of classes, and which of these are wrong
 *
 * Thakkar, Mueller et al., "Identifying incorrect annotations in multi-label classification data",
 * 2022: each class is a question of yes or no of its own, with the probabilities 1 - p and p.
 *
 * Probabilities and labels are @n_rows times @n_classes, one row an item; a label is 1 where the
 * item has the class, and 0 where it has not.
 *
 * Pure: the caller's arrays, any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-label-issues.h"
#include "lw-label-scores.h"

/* @scores gets @n_rows times @n_classes numbers of lw-label-scores.h, of the given yes or no.
 * @is_adjusted: as if both answers were predicted with the same confidence (not for entropy). */
void lw_multi_label_scores (LwLabelScore   score,
                            bool           is_adjusted,
                            const double  *probabilities,
                            const uint8_t *labels,
                            size_t         n_rows,
                            size_t         n_classes,
                            double        *scores);

/* How the scores of a row become one. */
typedef enum
{
  LW_POOLING_MOVING_AVERAGE, /* exponential, from the best score to the worst, which counts most */
  LW_POOLING_SOFT_MINIMUM    /* a mean with weights exp ((1 - score) / temperature) */
} LwPooling;

/* @parameter is what the worst score counts, usually 0.8, or the temperature, usually 0.1; NaN: 2 /
 * (@n_classes + 1), or 0.1.  @pooled gets @n_rows numbers. */
void lw_multi_label_pool (LwPooling     pooling,
                          double        parameter,
                          const double *scores,
                          size_t        n_rows,
                          size_t        n_classes,
                          double       *pooled);

/* Of each class by lw_label_find_issues(): @is_issue, which may be NULL, gets @n_rows times
 * @n_classes bytes, @is_row one for each item with an issue.  The filters by score alone take items
 * as a whole, as cleanlab does: as many as CONFIDENT_LEARNING would flag, those of the lowest moving
 * average of 0.8 of self-confidence.  @options: without n_to_remove. */
void lw_multi_label_find_issues (const LwLabelFinderOptions *options,
                                 const double               *probabilities,
                                 const uint8_t              *labels,
                                 size_t                      n_rows,
                                 size_t                      n_classes,
                                 uint8_t                    *is_issue,
                                 uint8_t                    *is_row);

/* The confident joint of each class: @counts gets @n_classes times 2 times 2 numbers, given no and
 * yes by guessed no and yes. */
void lw_multi_label_count (LwCollision    collision,
                           const double  *probabilities,
                           const uint8_t *labels,
                           size_t         n_rows,
                           size_t         n_classes,
                           int64_t       *counts);

/* lw-label-scores.h - how far a classifier's probabilities agree with each given label
 *
 * Northcutt, Jiang and Chuang, "Confident Learning: Estimating Uncertainty in Dataset Labels",
 * Journal of Artificial Intelligence Research 70, 2021; Kuan and Mueller, "Model-agnostic label
 * quality scoring to detect real-world label errors", ICML DataPerf Workshop 2022.
 *
 * Probabilities are @n_rows times @n_classes numbers, one row an item, all classes of an item side
 * by side; they are meant to be out of sample, and a row need not sum to 1.  Labels are class
 * indices, from 0.  lw_label_input_check() says whether arrays are so; the other functions trust
 * them.
 *
 * Pure: the caller's arrays, no allocation, any thread; @n_rows may be a part of a larger set.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

typedef enum
{
  LW_LABEL_SCORE_SELF_CONFIDENCE,   /* p of the given label */
  LW_LABEL_SCORE_NORMALIZED_MARGIN, /* (p - the largest p of the other classes + 1) / 2 */
  /* ln (z + 1) / z with z = the entropy in units of ln K, over p; 1 where z is 0 */
  LW_LABEL_SCORE_CONFIDENCE_WEIGHTED_ENTROPY,
  /* The same as cleanlab computes it: z is divided by 1e-6 at least, so that a label that is
   * certain and right gets 0, the worst score there is, instead of 1. */
  LW_LABEL_SCORE_CONFIDENCE_WEIGHTED_ENTROPY_PEER,
  LW_N_LABEL_SCORES
} LwLabelScore;

typedef enum
{
  LW_LABEL_INPUT_GOOD,
  LW_LABEL_INPUT_NOT_FINITE,     /* a probability that is no number */
  LW_LABEL_INPUT_OUT_OF_RANGE,   /* a probability below -1e-6 or above 1 + 1e-6 */
  LW_LABEL_INPUT_LABEL_NEGATIVE, /* a label below 0 */
  LW_LABEL_INPUT_LABEL_TOO_LARGE /* a label that no column is for */
} LwLabelInput;

/* The first thing that is wrong, with its place: @row, and @column for a probability.  @labels may
 * be NULL. */
LwLabelInput lw_label_input_check (const double  *probabilities,
                                   const int32_t *labels,
                                   size_t         n_rows,
                                   size_t         n_classes,
                                   size_t        *row,
                                   size_t        *column);

/* @scores gets @n_rows numbers; low is suspicious. */
void lw_label_scores (LwLabelScore   score,
                      const double  *probabilities,
                      const int32_t *labels,
                      size_t         n_rows,
                      size_t         n_classes,
                      double        *scores);

/* One row as if each class were predicted with the same confidence: each p less its class's
 * threshold (see lw-confident-joint.h) plus the largest threshold, divided by the sum of these. */
void lw_label_adjust_row (const double *row,
                          const double *thresholds,
                          size_t        n_classes,
                          double       *adjusted);

/* The class of the largest probability, the lowest such. */
size_t lw_label_predict (const double *row,
                         size_t        n_classes);

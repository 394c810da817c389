/* lw-label-ensemble.h - label scores of several classifiers as one
 *
 * Kuan and Mueller, "Model-agnostic label quality scoring to detect real-world label errors", ICML
 * DataPerf Workshop 2022: the scores of lw-label-scores.h of each classifier, in a weighted mean.
 *
 * Each classifier has an array as in lw-label-scores.h, all of the same items.  Pure: the caller's
 * arrays, any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-label-scores.h"

typedef enum
{
  LW_ENSEMBLE_UNIFORM,
  LW_ENSEMBLE_ACCURACY,       /* by the share of labels that a classifier would have given */
  LW_ENSEMBLE_LOG_LOSS_SEARCH /* by exp (-t log loss), with the t of a grid whose mean is best */
} LwEnsembleWeighting;

/* @weights gets @n_models numbers that sum to 1.  Where no classifier is right about any label, or
 * there is no item, they are all alike. */
void lw_label_ensemble_weigh (LwEnsembleWeighting  weighting,
                              const double *const *probabilities,
                              size_t               n_models,
                              const int32_t       *labels,
                              size_t               n_rows,
                              size_t               n_classes,
                              double              *weights);

/* @scores gets @n_rows numbers.  @weights, one a model, are taken as they are. */
void lw_label_ensemble_scores (LwLabelScore         score,
                               const double *const *probabilities,
                               const double        *weights,
                               size_t               n_models,
                               const int32_t       *labels,
                               size_t               n_rows,
                               size_t               n_classes,
                               double              *scores);

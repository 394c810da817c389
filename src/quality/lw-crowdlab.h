/* lw-crowdlab.h - a consensus of annotators and classifiers
 *
 * Goh, Tkachenko and Mueller, "CROWDLAB: Supervised learning to infer consensus labels and quality
 * scores for data with multiple annotators", 2022: each annotator and each classifier votes with a
 * weight that is estimated from how they agree.  Its quality scores rank well, but are no
 * calibrated probabilities.
 *
 * Tasks of lw-answers.h are the items, workers the annotators; each item needs a label.
 * Probabilities are n_tasks times n_classes per classifier.
 *
 * Pure: no file, no global; an object belongs to one thread at a time.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-answers.h"

#include <stdbool.h>

typedef struct _LwCrowdlab LwCrowdlab;

typedef enum
{
  LW_CROWDLAB_BEST_QUALITY, /* the class of the largest posterior, the vote where that is shared */
  LW_CROWDLAB_MAJORITY_VOTE
} LwCrowdlabConsensus;

typedef enum
{
  LW_CROWDLAB_MODEL,    /* as the paper has it */
  LW_CROWDLAB_AGREEMENT /* without classifiers: the shares of the labels */
} LwCrowdlabMethod;

/* The class that most annotators of an item gave.  Of several, each step keeps the best of what
 * is left: the highest probability (@probabilities may be NULL), the rarest class of all labels,
 * the annotators who agree most with the vote elsewhere, the lowest class. */
void lw_crowdlab_vote (const LwAnswers *answers,
                       const double    *probabilities,
                       uint32_t        *labels);

/* @answers and @n_models arrays are borrowed and have to stay.  Of several classifiers, the mean
 * breaks ties of the vote. */
LwCrowdlab *lw_crowdlab_new (const LwAnswers     *answers,
                             const double *const *probabilities,
                             size_t               n_models,
                             LwCrowdlabConsensus  consensus,
                             LwCrowdlabMethod     method);

void lw_crowdlab_free (LwCrowdlab *self);

/* Per item: the consensus, its quality (low is doubtful), the share of its labels that are it. */
const uint32_t *lw_crowdlab_get_labels (const LwCrowdlab *self);
void            lw_crowdlab_get_quality (const LwCrowdlab *self,
                                         double           *quality);
void            lw_crowdlab_get_agreement (const LwCrowdlab *self,
                                           double           *agreement);

/* n_tasks times n_classes; sums to 1 per item. */
const double *lw_crowdlab_get_posterior (const LwCrowdlab *self);

/* A weight per annotator, and one per classifier. */
const double *lw_crowdlab_get_annotator_weights (const LwCrowdlab *self);
const double *lw_crowdlab_get_model_weights (const LwCrowdlab *self);

typedef struct
{
  double quality;   /* NaN where it cannot be said */
  double agreement; /* the share of the annotator's labels that are the consensus */
  size_t worst_class;
  size_t n_labels;
} LwCrowdlabAnnotator;

/* An element per annotator. */
void lw_crowdlab_get_annotators (const LwCrowdlab    *self,
                                 LwCrowdlabAnnotator *annotators);

/* --- Temperature --- */

/* The temperature of a grid that brings probabilities closest to the shares of the labels. */
double lw_crowdlab_choose_temperature (const LwAnswers *answers,
                                       const double    *probabilities);

/* @scaled gets softmax (ln p / temperature) for @n_rows rows; may be @probabilities itself. */
void lw_crowdlab_scale (const double *probabilities,
                        size_t        n_rows,
                        size_t        n_classes,
                        double        temperature,
                        double       *scaled);

/* --- Whom or what to ask next --- */

/* Goh and Mueller, "ActiveLab: Active learning with re-labeling by multiple annotators", 2023: low
 * is where one more label is worth most.  @probabilities of the @answers' items, @unlabelled of
 * @n_unlabelled further ones; either may be none (@answers NULL).  @scores gets a number per item,
 * @unlabelled_scores one per further item. */
void lw_crowdlab_score_active (const LwAnswers *answers,
                               const double    *probabilities,
                               const double    *unlabelled,
                               size_t           n_unlabelled,
                               size_t           n_classes,
                               double          *scores,
                               double          *unlabelled_scores);

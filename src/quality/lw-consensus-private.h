/* lw-consensus-private.h - the parts of the consensus model
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-consensus.h"

/* Worker and label of answers that are alike in both. */
typedef struct
{
  uint32_t worker, label;
} LwAnswerKind;

struct _LwConsensus
{
  const LwAnswers *answers;
  double          *posterior; /* items times classes */

  /* Expected counts, from the posterior. */
  size_t        n_kinds;
  LwAnswerKind *kinds;
  uint32_t     *answer_kinds; /* per answer */
  double       *kind_counts;  /* kinds times true classes */
  double       *class_counts; /* workers times true classes */
  double       *n_right;      /* per worker */
  double       *n_answers;    /* per worker */

  /* What annotators have in common. */
  double *mistakes;              /* observed times true classes: r; 0 where both are one */
  double  right_mean, right_sum; /* the Beta variable of the skills: a = mean * sum */
  double  strength;              /* kappa */

  /* The classifiers. */
  size_t  n_models;
  double *logs;   /* models times items times classes */
  double *slopes; /* per model: 1 / T */
  double *bias;   /* per class */
  double *priors; /* items times classes; a row for all without classifiers */

  size_t n_iterations;
  bool   has_converged;
};

static inline double
lw_consensus_skill (const LwConsensus *self,
                    size_t             worker)
{
  return (self->right_mean * self->right_sum + self->n_right[worker]) / (self->right_sum + self->n_answers[worker]);
}

/* Mistakes, skills and, if @is_strength, how far annotators differ. */
void lw_consensus_fit_prior (LwConsensus *self,
                             bool         is_strength);

/* The logarithms of what the classifiers say, which are not altogether sure of anything. */
void lw_consensus_take_models (LwConsensus         *self,
                               const double *const *probabilities,
                               size_t               n_models);

/* One step of bias and slopes towards the posterior. */
void lw_consensus_fit_models (LwConsensus *self);

/* The item's prior, n_classes numbers. */
const double *lw_consensus_get_prior (const LwConsensus *self,
                                      size_t             task);

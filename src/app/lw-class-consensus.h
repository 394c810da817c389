/* lw-class-consensus.h - several workers' answers made one class per item
 *
 * One entry to all the methods of the quality engine, with the same outcome.  Any thread; runs until
 * it is done.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-answers.h"
#include "lw-consensus.h"
#include "lw-interval.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  LW_CONSENSUS_MAJORITY,    /* lw-vote.h */
  LW_CONSENSUS_WAWA,        /* lw-vote.h */
  LW_CONSENSUS_DAWID_SKENE, /* lw-dawid-skene.h */
  LW_CONSENSUS_ONE_COIN,    /* lw-dawid-skene.h */
  LW_CONSENSUS_MACE,        /* lw-mace.h */
  LW_CONSENSUS_CROWDLAB,    /* lw-crowdlab.h; needs probabilities */
  LW_CONSENSUS_GLAD,        /* lw-glad.h */
  LW_CONSENSUS_CALIBRATED,  /* lw-consensus.h; with or without probabilities */
  LW_N_CONSENSUS_METHODS
} LwConsensusMethod;

typedef struct
{
  LwConsensusMethod method;
  gsize             n_iterations_max; /* of those that iterate */
  double            tolerance;        /* of Dawid and Skene: see lw_dawid_skene_run() */
  const double     *probabilities;    /* n_tasks times n_classes; of CROWDLAB, and maybe of the calibrated one; otherwise NULL */
} LwClassConsensusOptions;

typedef struct
{
  gsize      n_answers;
  LwInterval quality; /* how probably an answer is right, at 95 %; NaN where the method does not say */
} LwWorkerQuality;

typedef struct
{
  gsize            n_tasks, n_classes, n_workers;
  uint32_t        *labels;        /* per task: the class of the largest probability, the lowest of equal ones */
  double          *probabilities; /* n_tasks times n_classes */
  LwWorkerQuality *workers;
  LwConsensusAsk  *asks;         /* of the calibrated one: per task whom to ask next; NULL else */
  double          *errors;       /* of Dawid and Skene: n_workers times observed times true class; NULL else */
  gsize            n_iterations; /* 0 where nothing iterates */
} LwClassConsensus;

LwClassConsensus *lw_class_consensus_new (const LwAnswers               *answers,
                                          const LwClassConsensusOptions *options);
void              lw_class_consensus_free (LwClassConsensus *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LwClassConsensus, lw_class_consensus_free)

G_END_DECLS

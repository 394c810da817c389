/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-class-consensus.h"

#include "lw-crowdlab.h"
#include "lw-dawid-skene.h"
#include "lw-glad.h"
#include "lw-label-scores.h"
#include "lw-mace.h"
#include "lw-vote.h"

#include <math.h>

#define CONFIDENCE 0.95

/* Of MACE's random starts the one is taken under which the answers are most probable. */
#define N_MACE_STARTS 10
#define MACE_SEED 1

#define GLAD_TOLERANCE 1e-6

/* The errors of that many workers and classes are handed out; more are gigabytes. */
#define N_ERRORS_MAX (64 * 1024 * 1024)

static void
count_answers (LwClassConsensus *self,
               const LwAnswers  *answers)
{
  for (gsize i = 0; i < lw_answers_get_n (answers); i++)
    self->workers[answers->workers[i]].n_answers++;
}

/* A skill is the share of a worker's answers that are right, or their expected share. */
static void
set_skills (LwClassConsensus *self,
            const double     *skills)
{
  for (gsize i = 0; i < self->n_workers; i++)
    {
      LwWorkerQuality *worker = &self->workers[i];
      const double     n = (double) worker->n_answers;

      if (isnan (skills[i]))
        worker->quality = lw_interval_exact (0, 0, CONFIDENCE);
      else
        worker->quality = lw_interval_exact (CLAMP (skills[i], 0, 1) * n, n, CONFIDENCE);
    }
}

static void
choose_labels (LwClassConsensus *self)
{
  for (gsize i = 0; i < self->n_tasks; i++)
    self->labels[i] = (uint32_t) lw_label_predict (self->probabilities + i * self->n_classes, self->n_classes);
}

/* --- The methods --- */

static void
vote (LwClassConsensus *self,
      const LwAnswers  *answers)
{
  g_autofree double *skills = g_new (double, self->n_workers);

  lw_vote_shares (answers, NULL, self->probabilities);
  choose_labels (self);
  lw_vote_skills (answers, self->labels, skills);
  set_skills (self, skills);
}

static void
vote_weighted (LwClassConsensus *self,
               const LwAnswers  *answers)
{
  g_autofree double *skills = g_new (double, self->n_workers);

  lw_vote_wawa (answers, self->probabilities, skills);
  choose_labels (self);
  set_skills (self, skills);
}

static void
copy_errors (LwClassConsensus   *self,
             const LwDawidSkene *model)
{
  const gsize k = self->n_classes;

  if (self->n_workers > N_ERRORS_MAX / k / k)
    return;

  self->errors = g_new (double, self->n_workers *k *k);

  for (gsize w = 0; w < self->n_workers; w++)
    for (gsize observed = 0; observed < k; observed++)
      for (gsize truth = 0; truth < k; truth++)
        self->errors[(w * k + observed) * k + truth] = lw_dawid_skene_get_error (model, w, observed, truth);
}

static void
estimate (LwClassConsensus              *self,
          const LwAnswers               *answers,
          const LwClassConsensusOptions *options)
{
  const gboolean     is_full = options->method == LW_CONSENSUS_DAWID_SKENE;
  LwDawidSkene      *model = lw_dawid_skene_new (answers, is_full ? LW_DAWID_SKENE_FULL : LW_DAWID_SKENE_ONE_COIN);
  g_autofree double *skills = g_new (double, self->n_workers);

  self->n_iterations = lw_dawid_skene_run (model, options->n_iterations_max, options->tolerance);
  memcpy (self->probabilities, lw_dawid_skene_get_probabilities (model), sizeof (double) * self->n_tasks * self->n_classes);
  choose_labels (self);
  lw_dawid_skene_get_skills (model, skills);
  set_skills (self, skills);
  if (is_full)
    copy_errors (self, model);

  lw_dawid_skene_free (model);
}

static void
tell_spammers (LwClassConsensus              *self,
               const LwAnswers               *answers,
               const LwClassConsensusOptions *options)
{
  LwMace            *model = lw_mace_new (answers, LW_MACE_VARIATIONAL);
  g_autofree double *skills = g_new (double, self->n_workers);

  lw_mace_run (model, N_MACE_STARTS, options->n_iterations_max, MACE_SEED);
  self->n_iterations = options->n_iterations_max;
  lw_mace_get_probabilities (model, self->probabilities);
  choose_labels (self);
  lw_vote_mean_at_answers (answers, self->probabilities, skills);
  set_skills (self, skills);

  lw_mace_free (model);
}

static void
weigh_with_classifier (LwClassConsensus *self,
                       const LwAnswers  *answers,
                       const double     *probabilities)
{
  LwCrowdlab                     *model = lw_crowdlab_new (answers, &probabilities, 1, LW_CROWDLAB_BEST_QUALITY, LW_CROWDLAB_MODEL);
  g_autofree LwCrowdlabAnnotator *annotators = g_new (LwCrowdlabAnnotator, self->n_workers);

  memcpy (self->probabilities, lw_crowdlab_get_posterior (model), sizeof (double) * self->n_tasks * self->n_classes);
  memcpy (self->labels, lw_crowdlab_get_labels (model), sizeof (uint32_t) * self->n_tasks);
  lw_crowdlab_get_annotators (model, annotators);

  /* The quality is a weighted mean of two shares, not a count: it has no exact interval. */
  for (gsize i = 0; i < self->n_workers; i++)
    self->workers[i].quality = (LwInterval){ annotators[i].quality, NAN, NAN };

  lw_crowdlab_free (model);
}

static void
tell_difficulties (LwClassConsensus              *self,
                   const LwAnswers               *answers,
                   const LwClassConsensusOptions *options)
{
  LwGlad            *model = lw_glad_new (answers);
  g_autofree double *skills = g_new (double, self->n_workers);

  lw_glad_run (model, options->n_iterations_max, GLAD_TOLERANCE);
  self->n_iterations = lw_glad_get_n_iterations (model);
  memcpy (self->probabilities, lw_glad_get_probabilities (model), sizeof (double) * self->n_tasks * self->n_classes);
  choose_labels (self);
  lw_vote_mean_at_answers (answers, self->probabilities, skills);
  set_skills (self, skills);

  lw_glad_free (model);
}

static void
calibrate (LwClassConsensus *self,
           const LwAnswers  *answers,
           const double     *probabilities)
{
  LwConsensus       *model = lw_consensus_new (answers, &probabilities, probabilities != NULL);
  g_autofree double *skills = g_new (double, self->n_workers);

  memcpy (self->probabilities, lw_consensus_get_posterior (model), sizeof (double) * self->n_tasks * self->n_classes);
  lw_consensus_get_labels (model, self->labels, NULL);
  lw_consensus_get_skills (model, skills);
  set_skills (self, skills);
  self->n_iterations = lw_consensus_get_n_iterations (model);
  self->asks = g_new (LwConsensusAsk, self->n_tasks);
  lw_consensus_choose_workers (model, NULL, self->asks);

  lw_consensus_free (model);
}

LwClassConsensus *
lw_class_consensus_new (const LwAnswers               *answers,
                        const LwClassConsensusOptions *options)
{
  LwClassConsensus *self = g_new0 (LwClassConsensus, 1);

  self->n_tasks = answers->n_tasks;
  self->n_classes = answers->n_classes;
  self->n_workers = answers->n_workers;
  self->labels = g_new (uint32_t, answers->n_tasks);
  self->probabilities = g_new (double, answers->n_tasks * answers->n_classes);
  self->workers = g_new0 (LwWorkerQuality, answers->n_workers);
  count_answers (self, answers);

  switch (options->method)
    {
    case LW_CONSENSUS_MAJORITY:
      vote (self, answers);
      break;
    case LW_CONSENSUS_WAWA:
      vote_weighted (self, answers);
      break;
    case LW_CONSENSUS_MACE:
      tell_spammers (self, answers, options);
      break;
    case LW_CONSENSUS_CROWDLAB:
      weigh_with_classifier (self, answers, options->probabilities);
      break;
    case LW_CONSENSUS_GLAD:
      tell_difficulties (self, answers, options);
      break;
    case LW_CONSENSUS_CALIBRATED:
      calibrate (self, answers, options->probabilities);
      break;
    default:
      estimate (self, answers, options);
      break;
    }

  return self;
}

void
lw_class_consensus_free (LwClassConsensus *self)
{
  if (self == NULL)
    return;

  g_free (self->labels);
  g_free (self->probabilities);
  g_free (self->workers);
  g_free (self->asks);
  g_free (self->errors);
  g_free (self);
}

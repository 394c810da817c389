/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-consensus.h"

#include "lw-consensus-private.h"
#include "lw-grow.h"
#include "lw-label-scores.h"

#include <math.h>
#include <string.h>

#define N_ITERATIONS_MAX 200
#define CHANGE_MAX 1e-4

/* The strengths are estimated in the first iterations and then every few ones, and last in this
 * one: they take steps, on which nothing converges. */
#define N_FIRST 3
#define N_BETWEEN 5
#define N_STRENGTHS_FIT 40

/* --- Counts --- */

static void
list_kinds (LwConsensus *self)
{
  const LwAnswers *answers = self->answers;
  const size_t     n = lw_answers_get_n (answers), k = answers->n_classes;
  uint32_t        *places = lw_grow_array (uint32_t, answers->n_workers * k); /* from 1 */

  self->answer_kinds = lw_grow_array (uint32_t, n);
  self->kinds = lw_grow_array (LwAnswerKind, n < answers->n_workers * k ? n : answers->n_workers * k);

  for (size_t i = 0; i < n; i++)
    {
      uint32_t *place = &places[answers->workers[i] * k + answers->labels[i]];

      if (*place == 0)
        {
          self->kinds[self->n_kinds++] = (LwAnswerKind){ answers->workers[i], answers->labels[i] };
          *place = (uint32_t) self->n_kinds;
        }

      self->answer_kinds[i] = *place - 1;
      self->n_answers[answers->workers[i]]++;
    }

  self->kind_counts = lw_grow_array (double, self->n_kinds *k);
  free (places);
}

static void
count (LwConsensus *self)
{
  const LwAnswers *answers = self->answers;
  const size_t     k = answers->n_classes;

  memset (self->kind_counts, 0, self->n_kinds * k * sizeof *self->kind_counts);
  memset (self->class_counts, 0, answers->n_workers * k * sizeof *self->class_counts);
  memset (self->n_right, 0, answers->n_workers * sizeof *self->n_right);

  for (size_t t = 0; t < answers->n_tasks; t++)
    for (size_t i = answers->begins[t]; i < answers->begins[t + 1]; i++)
      {
        double       *counts = self->kind_counts + self->answer_kinds[i] * k;
        const double *from = self->posterior + t * k;

        for (size_t j = 0; j < k; j++)
          counts[j] += from[j];
      }

  for (size_t i = 0; i < self->n_kinds; i++)
    {
      const LwAnswerKind kind = self->kinds[i];

      for (size_t j = 0; j < k; j++)
        self->class_counts[kind.worker * k + j] += self->kind_counts[i * k + j];
      self->n_right[kind.worker] += self->kind_counts[i * k + kind.label];
    }
}

/* --- The posterior --- */

/* Multiplies @row by how probable the answer is under each class, by all items but this one, whose
 * posterior @own was counted, too. */
static void
take_answer (const LwConsensus *self,
             size_t             answer,
             const double      *own,
             double            *row)
{
  const size_t       k = self->answers->n_classes;
  const LwAnswerKind kind = self->kinds[self->answer_kinds[answer]];
  const double      *counts = self->kind_counts + self->answer_kinds[answer] * k;
  const double      *totals = self->class_counts + kind.worker * k;
  const double      *mistakes = self->mistakes + kind.label * k;
  const double       right = self->right_mean * self->right_sum + self->n_right[kind.worker] - own[kind.label];
  const double       skill = right / (self->right_sum + self->n_answers[kind.worker] - 1);
  const double       wrong = self->strength * (1 - skill);
  const double       kept = row[kind.label];
  double             sum = 0;

  for (size_t j = 0; j < k; j++)
    row[j] *= (counts[j] - own[j] + wrong * mistakes[j]) / (totals[j] - own[j] + self->strength);

  row[kind.label] = kept * (counts[kind.label] - own[kind.label] + self->strength * skill) /
                    (totals[kind.label] - own[kind.label] + self->strength);

  /* Hundreds of answers would underflow. */
  for (size_t j = 0; j < k; j++)
    sum += row[j];
  for (size_t j = 0; j < k; j++)
    row[j] /= sum;
}

/* Returns by how much the posterior changed at most. */
static double
infer (LwConsensus *self,
       double      *row)
{
  const LwAnswers *answers = self->answers;
  const size_t     k = answers->n_classes;
  double           change = 0;

  for (size_t t = 0; t < answers->n_tasks; t++)
    {
      double *own = self->posterior + t * k;

      memcpy (row, lw_consensus_get_prior (self, t), k * sizeof *row);
      for (size_t i = answers->begins[t]; i < answers->begins[t + 1]; i++)
        take_answer (self, i, own, row);

      for (size_t j = 0; j < k; j++)
        change = fmax (change, fabs (row[j] - own[j]));
      memcpy (own, row, k * sizeof *row);
    }

  return change;
}

/* The shares of the answers and the classifiers, each one voice. */
static void
start (LwConsensus         *self,
       const double *const *probabilities,
       size_t               n_models)
{
  const LwAnswers *answers = self->answers;
  const size_t     k = answers->n_classes;

  for (size_t t = 0; t < answers->n_tasks; t++)
    {
      double *row = self->posterior + t * k, sum = 0;

      for (size_t i = answers->begins[t]; i < answers->begins[t + 1]; i++)
        row[answers->labels[i]]++;
      for (size_t m = 0; m < n_models; m++)
        for (size_t j = 0; j < k; j++)
          row[j] += fmax (probabilities[m][t * k + j], 0);

      for (size_t j = 0; j < k; j++)
        sum += row[j];
      for (size_t j = 0; j < k; j++)
        row[j] = sum > 0 ? row[j] / sum : 1 / (double) k;
    }
}

static void
fit (LwConsensus *self)
{
  double *row = lw_grow_array (double, self->answers->n_classes);

  for (size_t i = 0; i < N_ITERATIONS_MAX && !self->has_converged; i++)
    {
      const bool is_strength = i < N_FIRST || (i <= N_STRENGTHS_FIT && i % N_BETWEEN == 0);

      count (self);
      lw_consensus_fit_prior (self, is_strength);
      lw_consensus_fit_models (self);

      self->has_converged = infer (self, row) < CHANGE_MAX && !is_strength;
      self->n_iterations++;
    }

  count (self);
  free (row);
}

LwConsensus *
lw_consensus_new (const LwAnswers     *answers,
                  const double *const *probabilities,
                  size_t               n_models)
{
  const size_t k = answers->n_classes;
  LwConsensus *self = lw_grow_array (LwConsensus, 1);

  *self = (LwConsensus){
    .answers = answers,
    .posterior = lw_grow_array (double, answers->n_tasks *k),
    .class_counts = lw_grow_array (double, answers->n_workers *k),
    .n_right = lw_grow_array (double, answers->n_workers),
    .n_answers = lw_grow_array (double, answers->n_workers),
    .mistakes = lw_grow_array (double, k *k),
  };

  list_kinds (self);
  start (self, probabilities, n_models);
  lw_consensus_take_models (self, probabilities, n_models);
  fit (self);

  return self;
}

void
lw_consensus_free (LwConsensus *self)
{
  if (self == NULL)
    return;

  free (self->posterior);
  free (self->kinds);
  free (self->answer_kinds);
  free (self->kind_counts);
  free (self->class_counts);
  free (self->n_right);
  free (self->n_answers);
  free (self->mistakes);
  free (self->logs);
  free (self->slopes);
  free (self->bias);
  free (self->priors);
  free (self);
}

/* --- What comes of it --- */

const double *
lw_consensus_get_posterior (const LwConsensus *self)
{
  return self->posterior;
}

void
lw_consensus_get_labels (const LwConsensus *self,
                         uint32_t          *labels,
                         double            *probabilities)
{
  const size_t k = self->answers->n_classes;

  for (size_t t = 0; t < self->answers->n_tasks; t++)
    {
      const double *row = self->posterior + t * k;
      const size_t  best = lw_label_predict (row, k);

      if (labels != NULL)
        labels[t] = (uint32_t) best;
      if (probabilities != NULL)
        probabilities[t] = row[best];
    }
}

void
lw_consensus_get_skills (const LwConsensus *self,
                         double            *skills)
{
  for (size_t w = 0; w < self->answers->n_workers; w++)
    skills[w] = lw_consensus_skill (self, w);
}

/* How many answers of known truth each worker's would be worth: one that is right with probability
 * r tells (r - s)^2 of the s (1 - s) that is known of a skill s when r is 0 or 1. */
static double *
weigh_answers (const LwConsensus *self)
{
  const LwAnswers *answers = self->answers;
  double          *worth = lw_grow_array (double, answers->n_workers);

  for (size_t t = 0; t < answers->n_tasks; t++)
    for (size_t i = answers->begins[t]; i < answers->begins[t + 1]; i++)
      {
        const double right = self->posterior[t * answers->n_classes + answers->labels[i]];
        const double skill = lw_consensus_skill (self, answers->workers[i]);

        worth[answers->workers[i]] += (right - skill) * (right - skill) / (skill * (1 - skill));
      }

  for (size_t w = 0; w < answers->n_workers; w++)
    worth[w] = fmin (worth[w], self->n_answers[w]);

  return worth;
}

void
lw_consensus_get_skill_intervals (const LwConsensus *self,
                                  double             confidence,
                                  LwInterval        *skills)
{
  const double tail = (1 - confidence) / 2;
  double      *worth = weigh_answers (self);

  for (size_t w = 0; w < self->answers->n_workers; w++)
    {
      const double skill = lw_consensus_skill (self, w), n = self->right_sum + worth[w];

      skills[w] = (LwInterval){ skill, lw_beta_quantile (skill * n, (1 - skill) * n, tail),
                                lw_beta_quantile (skill * n, (1 - skill) * n, 1 - tail) };
    }

  free (worth);
}

double
lw_consensus_get_temperature (const LwConsensus *self,
                              size_t             model)
{
  return 1 / self->slopes[model];
}

size_t
lw_consensus_get_n_iterations (const LwConsensus *self)
{
  return self->n_iterations;
}

bool
lw_consensus_has_converged (const LwConsensus *self)
{
  return self->has_converged;
}

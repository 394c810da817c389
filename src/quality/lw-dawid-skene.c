/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-dawid-skene.h"

#include "lw-grow.h"
#include "lw-vote.h"

#include <math.h>
#include <string.h>

#define PROBABILITY_MIN 1e-10

struct _LwDawidSkene
{
  const LwAnswers *answers;
  LwDawidSkeneKind kind;

  double *probabilities; /* tasks times classes */
  double *prior;         /* classes */
  double *errors;        /* workers times observed times true classes; logarithms in @logs */
  double *logs;
};

/* --- Steps --- */

static void
update_prior (LwDawidSkene *self)
{
  const size_t k = self->answers->n_classes;

  memset (self->prior, 0, k * sizeof *self->prior);

  for (size_t t = 0; t < self->answers->n_tasks; t++)
    for (size_t j = 0; j < k; j++)
      self->prior[j] += self->probabilities[t * k + j];

  for (size_t j = 0; j < k; j++)
    self->prior[j] /= (double) self->answers->n_tasks;
}

/* Sums of probabilities by worker and answer; an answer that was never given has only zeros. */
static void
sum_errors (LwDawidSkene *self)
{
  const LwAnswers *answers = self->answers;
  const size_t     k = answers->n_classes;

  memset (self->errors, 0, answers->n_workers * k * k * sizeof *self->errors);

  for (size_t t = 0; t < answers->n_tasks; t++)
    for (size_t i = answers->begins[t]; i < answers->begins[t + 1]; i++)
      {
        double       *to = self->errors + (answers->workers[i] * k + answers->labels[i]) * k;
        const double *from = self->probabilities + t * k;

        for (size_t j = 0; j < k; j++)
          to[j] += from[j];
      }
}

static int
was_given (const double *row,
           size_t        k)
{
  for (size_t j = 0; j < k; j++)
    if (row[j] > 0)
      return 1;

  return 0;
}

/* Only what the worker did answer shares a true class's probability. */
static void
normalise_errors (double *errors,
                  size_t  k)
{
  for (size_t truth = 0; truth < k; truth++)
    {
      double sum = 0;

      for (size_t l = 0; l < k; l++)
        if (was_given (errors + l * k, k))
          sum += errors[l * k + truth] = fmax (errors[l * k + truth], PROBABILITY_MIN);
      for (size_t l = 0; l < k; l++)
        errors[l * k + truth] /= sum;
    }
}

static void
set_coins (LwDawidSkene *self)
{
  const LwAnswers *answers = self->answers;
  const size_t     k = answers->n_classes;
  double          *skills = lw_grow_array (double, answers->n_workers);

  lw_vote_mean_at_answers (answers, self->probabilities, skills);

  for (size_t w = 0; w < answers->n_workers; w++)
    for (size_t i = 0; i < k * k; i++)
      {
        const double right = fmin (fmax (skills[w], PROBABILITY_MIN), 1 - PROBABILITY_MIN);
        const double wrong = (1 - skills[w]) / (double) (k > 1 ? k - 1 : 1);

        self->errors[w * k * k + i] =
            i % k == i / k ? right : fmin (fmax (wrong, PROBABILITY_MIN), 1 - PROBABILITY_MIN);
      }

  free (skills);
}

static void
maximise (LwDawidSkene *self)
{
  const size_t k = self->answers->n_classes;

  update_prior (self);

  if (self->kind == LW_DAWID_SKENE_ONE_COIN)
    set_coins (self);
  else
    {
      sum_errors (self);
      for (size_t w = 0; w < self->answers->n_workers; w++)
        normalise_errors (self->errors + w * k * k, k);
    }

  for (size_t i = 0; i < self->answers->n_workers * k * k; i++)
    self->logs[i] = log (self->errors[i]);
}

/* From logarithms to shares, in place. */
static void
normalise_logs (double *row,
                size_t  k)
{
  double largest = row[0], sum = 0;

  for (size_t j = 1; j < k; j++)
    largest = fmax (largest, row[j]);
  for (size_t j = 0; j < k; j++)
    sum += row[j] = exp (row[j] - largest);
  for (size_t j = 0; j < k; j++)
    row[j] /= sum;
}

static void
expect (LwDawidSkene *self)
{
  const LwAnswers *answers = self->answers;
  const size_t     k = answers->n_classes;

  for (size_t t = 0; t < answers->n_tasks; t++)
    {
      double *row = self->probabilities + t * k;

      for (size_t j = 0; j < k; j++)
        row[j] = log (fmax (self->prior[j], PROBABILITY_MIN));

      for (size_t i = answers->begins[t]; i < answers->begins[t + 1]; i++)
        {
          const double *logs = self->logs + (answers->workers[i] * k + answers->labels[i]) * k;

          for (size_t j = 0; j < k; j++)
            row[j] += logs[j];
        }

      normalise_logs (row, k);
    }
}

static double
get_bound (const LwDawidSkene *self)
{
  const LwAnswers *answers = self->answers;
  const size_t     k = answers->n_classes;
  double           bound = 0;

  for (size_t t = 0; t < answers->n_tasks; t++)
    for (size_t j = 0; j < k; j++)
      {
        const double p = fmax (self->probabilities[t * k + j], PROBABILITY_MIN);
        const double log_prior = log (fmax (self->prior[j], PROBABILITY_MIN));

        for (size_t i = answers->begins[t]; i < answers->begins[t + 1]; i++)
          bound += p * (self->logs[(answers->workers[i] * k + answers->labels[i]) * k + j] + log_prior);

        bound -= p * log (p);
      }

  return bound / (double) lw_answers_get_n (answers);
}

/* --- The whole --- */

LwDawidSkene *
lw_dawid_skene_new (const LwAnswers *answers,
                    LwDawidSkeneKind kind)
{
  const size_t  k = answers->n_classes;
  LwDawidSkene *self = lw_grow_array (LwDawidSkene, 1);

  *self = (LwDawidSkene){
    .answers = answers,
    .kind = kind,
    .probabilities = lw_grow_array (double, answers->n_tasks *k),
    .prior = lw_grow_array (double, k),
    .errors = lw_grow_array (double, answers->n_workers *k *k),
    .logs = lw_grow_array (double, answers->n_workers *k *k),
  };

  lw_vote_shares (answers, NULL, self->probabilities);
  maximise (self);

  return self;
}

void
lw_dawid_skene_free (LwDawidSkene *self)
{
  if (self == NULL)
    return;

  free (self->probabilities);
  free (self->prior);
  free (self->errors);
  free (self->logs);
  free (self);
}

double
lw_dawid_skene_iterate (LwDawidSkene *self)
{
  expect (self);
  maximise (self);

  return get_bound (self);
}

size_t
lw_dawid_skene_run (LwDawidSkene *self,
                    size_t        n_max,
                    double        tolerance)
{
  double last = -INFINITY;

  for (size_t i = 1; i <= n_max; i++)
    {
      const double bound = lw_dawid_skene_iterate (self);

      if (fabs (bound - last) < tolerance)
        return i;
      last = bound;
    }

  return n_max;
}

const double *
lw_dawid_skene_get_probabilities (const LwDawidSkene *self)
{
  return self->probabilities;
}

const double *
lw_dawid_skene_get_prior (const LwDawidSkene *self)
{
  return self->prior;
}

double
lw_dawid_skene_get_error (const LwDawidSkene *self,
                          size_t              worker,
                          size_t              observed,
                          size_t              truth)
{
  const size_t  k = self->answers->n_classes;
  const double *row = self->errors + (worker * k + observed) * k;

  return was_given (row, k) ? row[truth] : NAN;
}

void
lw_dawid_skene_get_skills (const LwDawidSkene *self,
                           double             *skills)
{
  lw_vote_mean_at_answers (self->answers, self->probabilities, skills);
}

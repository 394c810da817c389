/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-dawid-skene.h"

#include "lw-grow.h"
#include "lw-vote.h"

#include <math.h>
#include <string.h>

#define PROBABILITY_MIN 1e-10

/* So many probabilities, each at least PROBABILITY_MIN, have a product that is a number. */
#define N_FACTORS 16

struct _LwDawidSkene
{
  const LwAnswers *answers;
  LwDawidSkeneKind kind;

  double *probabilities; /* tasks times classes */
  double *mass;          /* classes: of the tasks' probabilities */
  double *prior;         /* classes: shares of the mass, floored in @factors; logarithms of these */
  double *factors;
  double *log_prior;
  double *sums;   /* workers times observed times true classes: of the tasks' probabilities */
  double *errors; /* the same of the errors, and their logarithms */
  double *logs;

  /* The parts of the bound. */
  double entropy;  /* of all tasks' probabilities */
  double evidence; /* of the answers by the errors they gave, the expected logarithm */
};

/* --- Sums over the tasks --- */

static void
clear_sums (LwDawidSkene *self)
{
  const size_t k = self->answers->n_classes;

  memset (self->mass, 0, k * sizeof *self->mass);
  memset (self->sums, 0, self->answers->n_workers * k * k * sizeof *self->sums);
}

static inline void
add_row (double       *to,
         const double *from,
         size_t        k)
{
  for (size_t j = 0; j < k; j++)
    to[j] += from[j];
}

static void
add_task (LwDawidSkene *self,
          size_t        t)
{
  const LwAnswers *answers = self->answers;
  const size_t     k = answers->n_classes;
  const double    *row = self->probabilities + t * k;

  add_row (self->mass, row, k);
  for (size_t i = answers->begins[t]; i < answers->begins[t + 1]; i++)
    add_row (self->sums + (answers->workers[i] * k + answers->labels[i]) * k, row, k);
}

/* What the sums weigh of logarithms; an answer that was never given has none. */
static double
weigh (const double *sums,
       const double *logs,
       size_t        n)
{
  double total = 0;

  for (size_t i = 0; i < n; i++)
    total += sums[i] > 0 ? sums[i] * logs[i] : 0;

  return total;
}

/* --- Errors --- */

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

/* --- Steps --- */

static void
maximise (LwDawidSkene *self)
{
  const size_t k = self->answers->n_classes;
  const size_t n_errors = self->answers->n_workers * k * k;

  for (size_t j = 0; j < k; j++)
    {
      self->prior[j] = self->mass[j] / (double) self->answers->n_tasks;
      self->factors[j] = fmax (self->prior[j], PROBABILITY_MIN);
      self->log_prior[j] = log (self->factors[j]);
    }

  if (self->kind == LW_DAWID_SKENE_ONE_COIN)
    set_coins (self);
  else
    {
      memcpy (self->errors, self->sums, n_errors * sizeof *self->errors);
      for (size_t w = 0; w < self->answers->n_workers; w++)
        normalise_errors (self->errors + w * k * k, k);
    }

  for (size_t i = 0; i < n_errors; i++)
    self->logs[i] = log (self->errors[i]);

  self->evidence = weigh (self->sums, self->logs, n_errors);
}

/* Divides by the sum, and returns it. */
static double
normalise (double *row,
           size_t  k)
{
  double sum = 0;

  for (size_t j = 0; j < k; j++)
    sum += row[j];
  for (size_t j = 0; j < k; j++)
    row[j] /= sum;

  return sum;
}

/* Returns the logarithm of how probable the task's answers are, over all classes. */
static double
expect_task (LwDawidSkene *self,
             size_t        t)
{
  const LwAnswers *answers = self->answers;
  const size_t     k = answers->n_classes;
  double          *row = self->probabilities + t * k;
  double           logs = 0;
  size_t           n_factors = 1;

  memcpy (row, self->factors, k * sizeof *row);

  for (size_t i = answers->begins[t]; i < answers->begins[t + 1]; i++)
    {
      const double *errors = self->errors + (answers->workers[i] * k + answers->labels[i]) * k;

      for (size_t j = 0; j < k; j++)
        row[j] *= errors[j];

      if (++n_factors % N_FACTORS == 0)
        logs += log (normalise (row, k));
    }

  return logs + log (normalise (row, k));
}

/* The entropy of a task's probabilities is the logarithm of their sum before they were divided by
 * it, less the expected logarithm of each, which the sums over all tasks give at once. */
static void
expect (LwDawidSkene *self)
{
  const size_t k = self->answers->n_classes;

  clear_sums (self);
  self->entropy = 0;

  for (size_t t = 0; t < self->answers->n_tasks; t++)
    {
      self->entropy += expect_task (self, t);
      add_task (self, t);
    }

  self->entropy -= weigh (self->mass, self->log_prior, k) + weigh (self->sums, self->logs, self->answers->n_workers * k * k);
}

/* The prior counts once per answer, as in the reference: by the classes of the answers' tasks. */
static double
get_bound (const LwDawidSkene *self)
{
  const size_t k = self->answers->n_classes;
  double       prior = 0;

  for (size_t i = 0; i < self->answers->n_workers * k; i++)
    for (size_t j = 0; j < k; j++)
      prior += self->sums[i * k + j] * self->log_prior[j];

  return (self->evidence + prior + self->entropy) / (double) lw_answers_get_n (self->answers);
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
    .mass = lw_grow_array (double, k),
    .prior = lw_grow_array (double, k),
    .factors = lw_grow_array (double, k),
    .errors = lw_grow_array (double, answers->n_workers *k *k),
    .sums = lw_grow_array (double, answers->n_workers *k *k),
    .logs = lw_grow_array (double, answers->n_workers *k *k),
    .log_prior = lw_grow_array (double, k),
  };

  lw_vote_shares (answers, NULL, self->probabilities);
  for (size_t t = 0; t < answers->n_tasks; t++)
    add_task (self, t);
  maximise (self);

  return self;
}

void
lw_dawid_skene_free (LwDawidSkene *self)
{
  if (self == NULL)
    return;

  free (self->probabilities);
  free (self->mass);
  free (self->prior);
  free (self->factors);
  free (self->errors);
  free (self->sums);
  free (self->logs);
  free (self->log_prior);
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

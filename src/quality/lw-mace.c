/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-mace.h"

#include "lw-digamma.h"
#include "lw-grow.h"
#include "lw-random.h"

#include <math.h>
#include <string.h>

#define SMOOTHING 0.01
#define SPAMMING_PRIOR 0.5
#define HABITS_PRIOR 10
#define START_NOISE 0.5

struct _LwMace
{
  const LwAnswers *answers;
  LwMaceKind       kind;

  double *spamming, *habits;                   /* workers times 2, workers times classes */
  double *expected_spamming, *expected_habits; /* the same, of the last E-step */
  double *gold;                                /* classes: of the task at hand */
  double  log_likelihood;                      /* of all answers, by the last E-step */
};

/* --- Steps --- */

/* How probable the task's answers are with each true class; the sum of all. */
static double
weigh (LwMace *self,
       size_t  task)
{
  const LwAnswers *answers = self->answers;
  const size_t     k = answers->n_classes;
  double           sum = 0;

  for (size_t j = 0; j < k; j++)
    self->gold[j] = 1 / (double) k;

  for (size_t i = answers->begins[task]; i < answers->begins[task + 1]; i++)
    {
      const size_t w = answers->workers[i], l = answers->labels[i];
      const double by_habit = self->spamming[2 * w] * self->habits[w * k + l];

      for (size_t j = 0; j < k; j++)
        self->gold[j] *= by_habit + (j == l ? self->spamming[2 * w + 1] : 0);
    }

  for (size_t j = 0; j < k; j++)
    sum += self->gold[j];

  return sum;
}

static void
expect (LwMace *self)
{
  const LwAnswers *answers = self->answers;
  const size_t     k = answers->n_classes;

  memset (self->expected_spamming, 0, answers->n_workers * 2 * sizeof (double));
  memset (self->expected_habits, 0, answers->n_workers * k * sizeof (double));
  self->log_likelihood = 0;

  for (size_t t = 0; t < answers->n_tasks; t++)
    {
      const double sum = weigh (self, t);

      self->log_likelihood += log (sum);

      for (size_t i = answers->begins[t]; i < answers->begins[t + 1]; i++)
        {
          const size_t w = answers->workers[i], l = answers->labels[i];
          const double by_habit = self->spamming[2 * w] * self->habits[w * k + l];
          const double by_either = by_habit + self->spamming[2 * w + 1];
          const double known = self->gold[l] * self->spamming[2 * w + 1] / by_either / sum;
          const double spammed = (sum - self->gold[l] + self->gold[l] * (by_habit / by_either)) / sum;

          self->expected_habits[w * k + l] += spammed;
          self->expected_spamming[2 * w] += spammed;
          self->expected_spamming[2 * w + 1] += known;
        }
    }
}

static void
maximise_row (const LwMace *self,
              const double *expected,
              size_t        n,
              double        prior,
              double       *row)
{
  const double added = self->kind == LW_MACE_EM ? SMOOTHING / (double) self->answers->n_classes : prior;
  double       sum = 0;

  for (size_t i = 0; i < n; i++)
    sum += expected[i] + added;

  for (size_t i = 0; i < n; i++)
    row[i] = self->kind == LW_MACE_EM ? (expected[i] + added) / sum
                                      : exp (lw_digamma (expected[i] + added) - lw_digamma (sum));
}

void
lw_mace_iterate (LwMace *self,
                 size_t  n_iterations)
{
  const size_t k = self->answers->n_classes;

  for (size_t n = 0; n < n_iterations; n++)
    {
      expect (self);

      for (size_t w = 0; w < self->answers->n_workers; w++)
        {
          maximise_row (self, self->expected_spamming + 2 * w, 2, SPAMMING_PRIOR, self->spamming + 2 * w);
          maximise_row (self, self->expected_habits + w * k, k, HABITS_PRIOR, self->habits + w * k);
        }
    }
}

/* --- The whole --- */

LwMace *
lw_mace_new (const LwAnswers *answers,
             LwMaceKind       kind)
{
  const size_t n = answers->n_workers, k = answers->n_classes;
  LwMace      *self = lw_grow_array (LwMace, 1);

  *self = (LwMace){
    .answers = answers,
    .kind = kind,
    .spamming = lw_grow_array (double, 2 * n),
    .habits = lw_grow_array (double, n *k),
    .expected_spamming = lw_grow_array (double, 2 * n),
    .expected_habits = lw_grow_array (double, n *k),
    .gold = lw_grow_array (double, k),
  };

  return self;
}

void
lw_mace_free (LwMace *self)
{
  if (self == NULL)
    return;

  free (self->spamming);
  free (self->habits);
  free (self->expected_spamming);
  free (self->expected_habits);
  free (self->gold);
  free (self);
}

void
lw_mace_start (LwMace       *self,
               const double *spamming,
               const double *habits)
{
  const size_t n = self->answers->n_workers;

  memcpy (self->spamming, spamming, 2 * n * sizeof *spamming);
  memcpy (self->habits, habits, n * self->answers->n_classes * sizeof *habits);
}

static void
draw_row (LwRandom *random,
          double   *row,
          size_t    n)
{
  double sum = 0;

  for (size_t i = 0; i < n; i++)
    sum += row[i] = 1 + START_NOISE * lw_random_uniform (random);
  for (size_t i = 0; i < n; i++)
    row[i] /= sum;
}

void
lw_mace_run (LwMace  *self,
             size_t   n_starts,
             size_t   n_iterations,
             uint64_t seed)
{
  const size_t n = self->answers->n_workers, k = self->answers->n_classes;
  double      *spamming = lw_grow_array (double, 2 * n);
  double      *habits = lw_grow_array (double, n *k);
  double       best = -INFINITY;

  for (size_t start = 0; start < n_starts; start++)
    {
      LwRandom random = lw_random_new_stream (seed, start);

      for (size_t w = 0; w < n; w++)
        {
          draw_row (&random, self->spamming + 2 * w, 2);
          draw_row (&random, self->habits + w * k, k);
        }

      lw_mace_iterate (self, n_iterations);
      expect (self);

      if (self->log_likelihood > best)
        {
          best = self->log_likelihood;
          memcpy (spamming, self->spamming, 2 * n * sizeof *spamming);
          memcpy (habits, self->habits, n * k * sizeof *habits);
        }
    }

  lw_mace_start (self, spamming, habits);
  free (spamming);
  free (habits);
}

void
lw_mace_get_probabilities (LwMace *self,
                           double *probabilities)
{
  const size_t k = self->answers->n_classes;

  for (size_t t = 0; t < self->answers->n_tasks; t++)
    {
      const double sum = weigh (self, t);

      for (size_t j = 0; j < k; j++)
        probabilities[t * k + j] = self->gold[j] / sum;
    }
}

const double *
lw_mace_get_spamming (const LwMace *self)
{
  return self->spamming;
}

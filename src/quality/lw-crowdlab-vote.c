/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-crowdlab.h"

#include "lw-grow.h"

#include <math.h>

#define UNDECIDED UINT32_MAX

typedef struct
{
  const LwAnswers *answers;
  uint32_t        *labels;
  bool            *is_left; /* classes of the item at hand */
  double          *values;  /* by which the classes of the item are compared, large is good */
  double          *counts;  /* of each class over all labels */
  double          *skills;  /* of each annotator, on items that are decided */
} Ladder;

/* Fills @values for one item. */
typedef void (*StepFunc) (Ladder       *self,
                          size_t        item,
                          const double *probabilities);

static void
count_item (Ladder       *self,
            size_t        item,
            const double *probabilities)
{
  const LwAnswers *answers = self->answers;

  (void) probabilities;

  for (size_t j = 0; j < answers->n_classes; j++)
    self->values[j] = 0;
  for (size_t i = answers->begins[item]; i < answers->begins[item + 1]; i++)
    self->values[answers->labels[i]]++;
}

static void
take_probabilities (Ladder       *self,
                    size_t        item,
                    const double *probabilities)
{
  for (size_t j = 0; j < self->answers->n_classes; j++)
    self->values[j] = probabilities[item * self->answers->n_classes + j];
}

static void
take_rarity (Ladder       *self,
             size_t        item,
             const double *probabilities)
{
  (void) item;
  (void) probabilities;

  for (size_t j = 0; j < self->answers->n_classes; j++)
    self->values[j] = -self->counts[j];
}

/* The mean skill of those who chose each class. */
static void
take_skills (Ladder       *self,
             size_t        item,
             const double *probabilities)
{
  const LwAnswers *answers = self->answers;

  (void) probabilities;

  for (size_t j = 0; j < answers->n_classes; j++)
    {
      double sum = 0, n = 0;

      for (size_t i = answers->begins[item]; i < answers->begins[item + 1]; i++)
        if (answers->labels[i] == j)
          {
            sum += self->skills[answers->workers[i]];
            n++;
          }

      self->values[j] = n > 0 ? sum / n : -INFINITY;
    }
}

static void
take_lowest (Ladder       *self,
             size_t        item,
             const double *probabilities)
{
  (void) item;
  (void) probabilities;

  for (size_t j = 0; j < self->answers->n_classes; j++)
    self->values[j] = -(double) j;
}

/* Keeps the best of what is left; whether that is one. */
static bool
keep_best (Ladder *self)
{
  const size_t k = self->answers->n_classes;
  double       best = -INFINITY;
  size_t       n_left = 0;

  for (size_t j = 0; j < k; j++)
    if (self->is_left[j])
      best = fmax (best, self->values[j]);

  for (size_t j = 0; j < k; j++)
    n_left += self->is_left[j] &= self->values[j] == best;

  return n_left == 1;
}

/* All classes of the item from the first step on, since steps are few and ties are rare. */
static void
decide (Ladder         *self,
        size_t          item,
        const double   *probabilities,
        const StepFunc *steps,
        size_t          n_steps)
{
  const size_t k = self->answers->n_classes;
  bool         is_decided = false;

  for (size_t j = 0; j < k; j++)
    self->is_left[j] = true;

  for (size_t i = 0; i < n_steps && !is_decided; i++)
    {
      steps[i](self, item, probabilities);
      is_decided = keep_best (self);
    }

  for (size_t j = 0; is_decided && j < k; j++)
    if (self->is_left[j])
      self->labels[item] = (uint32_t) j;
}

static size_t
decide_all (Ladder         *self,
            const double   *probabilities,
            const StepFunc *steps,
            size_t          n_steps)
{
  size_t n_undecided = 0;

  for (size_t t = 0; t < self->answers->n_tasks; t++)
    {
      if (self->labels[t] == UNDECIDED)
        decide (self, t, probabilities, steps, n_steps);
      n_undecided += self->labels[t] == UNDECIDED;
    }

  return n_undecided;
}

/* On items that are decided; who has none gets the mean of the others. */
static void
measure_skills (Ladder *self)
{
  const LwAnswers *answers = self->answers;
  double          *n = lw_grow_array (double, answers->n_workers);
  double           sum = 0, n_measured = 0;

  for (size_t t = 0; t < answers->n_tasks; t++)
    for (size_t i = answers->begins[t]; self->labels[t] != UNDECIDED && i < answers->begins[t + 1]; i++)
      {
        self->skills[answers->workers[i]] += answers->labels[i] == self->labels[t];
        n[answers->workers[i]]++;
      }

  for (size_t w = 0; w < answers->n_workers; w++)
    if (n[w] > 0)
      {
        sum += self->skills[w] /= n[w];
        n_measured++;
      }

  for (size_t w = 0; w < answers->n_workers; w++)
    if (n[w] <= 0)
      self->skills[w] = n_measured > 0 ? sum / n_measured : 0;

  free (n);
}

void
lw_crowdlab_vote (const LwAnswers *answers,
                  const double    *probabilities,
                  uint32_t        *labels)
{
  const StepFunc  with[] = { count_item, take_probabilities, take_rarity, take_skills, take_lowest };
  const StepFunc  without[] = { count_item, take_rarity, take_skills, take_lowest };
  const StepFunc *steps = probabilities != NULL ? with : without;
  const size_t    n_easy = probabilities != NULL ? 3 : 2;

  Ladder ladder = {
    .answers = answers,
    .labels = labels,
    .is_left = lw_grow_array (bool, answers->n_classes),
    .values = lw_grow_array (double, answers->n_classes),
    .counts = lw_grow_array (double, answers->n_classes),
    .skills = lw_grow_array (double, answers->n_workers),
  };

  for (size_t t = 0; t < answers->n_tasks; t++)
    labels[t] = UNDECIDED;
  for (size_t i = 0; i < lw_answers_get_n (answers); i++)
    ladder.counts[answers->labels[i]]++;

  if (decide_all (&ladder, probabilities, steps, n_easy) > 0)
    {
      measure_skills (&ladder);
      decide_all (&ladder, probabilities, steps, n_easy + 2);
    }

  free (ladder.is_left);
  free (ladder.values);
  free (ladder.counts);
  free (ladder.skills);
}

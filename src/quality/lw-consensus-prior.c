/* What annotators have in common: the spread of mistakes, the skill that is usual, and how far
 * each one may differ.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lw-consensus-private.h"

#include "lw-grow.h"

#include <math.h>
#include <string.h>

/* As if each mistake had been made so often, but no more than so often for all of a class. */
#define MISTAKE_PRIOR 1.0
#define MISTAKES_PRIOR_MAX 10.0

/* One more annotator with this skill, who keeps a handful of labels without a mistake from proving
 * that there are none. */
#define SKILL_PRIOR 0.75

/* Strengths are tried in steps of 2.  Before the data say anything, that of the skills is taken for
 * 8 and that of the rows for 64, give or take a factor of 4: few annotators tell little about how
 * far others differ, and two who always disagree would else be explained by what either means. */
#define N_STRENGTHS 13
#define SUM_USUAL 8.0
#define ROWS_USUAL 64.0
#define STRENGTH_FACTOR 4.0

/* Below, a count adds nothing to a likelihood of strengths. */
#define COUNT_MIN 1e-4

static void
fit_mistakes (LwConsensus *self)
{
  const size_t k = self->answers->n_classes;
  const double others = (double) (k > 1 ? k - 1 : 1);
  const double least = fmin (MISTAKE_PRIOR, MISTAKES_PRIOR_MAX / others);
  double      *sums = lw_grow_array (double, k);

  for (size_t i = 0; i < k * k; i++)
    self->mistakes[i] = i / k == i % k ? 0 : least;

  for (size_t i = 0; i < self->n_kinds; i++)
    {
      const double *counts = self->kind_counts + i * k;
      double       *row = self->mistakes + self->kinds[i].label * k;

      for (size_t j = 0; j < k; j++)
        row[j] += j == self->kinds[i].label ? 0 : counts[j];
    }

  for (size_t i = 0; i < k * k; i++)
    sums[i % k] += self->mistakes[i];
  for (size_t i = 0; i < k * k; i++)
    self->mistakes[i] /= k > 1 ? sums[i % k] : 1;

  free (sums);
}

/* The mean of the shares that are right, each weighed by how much of its variance is its own. */
static double
average_skill (const LwConsensus *self,
               double             sum)
{
  double right = SKILL_PRIOR, n = 1;

  for (size_t w = 0; w < self->answers->n_workers; w++)
    {
      right += self->n_right[w] / (self->n_answers[w] + sum) * (1 + sum);
      n += self->n_answers[w] / (self->n_answers[w] + sum) * (1 + sum);
    }

  return right / n;
}

/* The logarithm of how probable a strength is before the data say anything. */
static double
expect_strength (double strength,
                 double usual)
{
  const double away = log (strength / usual) / log (STRENGTH_FACTOR);

  return -away * away / 2;
}

/* Of the workers' counts, if their skills are Beta variables. */
static double
measure_skills (const LwConsensus *self,
                double             mean,
                double             sum)
{
  const double a = mean * sum, b = (1 - mean) * sum;
  double       likelihood = expect_strength (sum, SUM_USUAL);

  for (size_t w = 0; w < self->answers->n_workers; w++)
    if (self->n_answers[w] > 0)
      likelihood += lgamma (sum) - lgamma (sum + self->n_answers[w]) + lgamma (a + self->n_right[w]) - lgamma (a) +
                    lgamma (b + fmax (self->n_answers[w] - self->n_right[w], 0)) - lgamma (b);

  return likelihood;
}

static void
fit_skills (LwConsensus *self)
{
  double best = -INFINITY;

  for (int i = 0; i < N_STRENGTHS; i++)
    {
      const double sum = ldexp (1, i), mean = average_skill (self, sum);
      const double likelihood = measure_skills (self, mean, sum);

      if (likelihood > best)
        {
          best = likelihood;
          self->right_mean = mean;
          self->right_sum = sum;
        }
    }
}

/* Of the rows of the annotators' matrices, if they are Dirichlet variables of that strength. */
static double
measure_rows (const LwConsensus *self,
              double             strength)
{
  const size_t k = self->answers->n_classes;
  double       likelihood = expect_strength (strength, ROWS_USUAL);

  for (size_t i = 0; i < self->answers->n_workers * k; i++)
    if (self->class_counts[i] > COUNT_MIN)
      likelihood += lgamma (strength) - lgamma (strength + self->class_counts[i]);

  for (size_t i = 0; i < self->n_kinds; i++)
    {
      const LwAnswerKind kind = self->kinds[i];
      const double       skill = lw_consensus_skill (self, kind.worker);
      const double      *counts = self->kind_counts + i * k;

      for (size_t j = 0; j < k; j++)
        if (counts[j] > COUNT_MIN)
          {
            const double mean = j == kind.label ? skill : (1 - skill) * self->mistakes[kind.label * k + j];

            likelihood += lgamma (strength * mean + counts[j]) - lgamma (strength * mean);
          }
    }

  return likelihood;
}

/* From where it was last, or from what is usual, up or down as long as that is better: each look
 * costs two gamma functions per count. */
static void
fit_strength (LwConsensus *self)
{
  const double limit = ldexp (1, N_STRENGTHS - 1);
  double       best;

  if (self->strength <= 0)
    self->strength = ROWS_USUAL;
  best = measure_rows (self, self->strength);

  for (int direction = 1; direction >= -1; direction -= 2)
    {
      bool has_moved = false;

      for (;;)
        {
          const double next = ldexp (self->strength, direction);
          const double likelihood = next >= 1 && next <= limit ? measure_rows (self, next) : -INFINITY;

          if (likelihood <= best)
            break;

          best = likelihood;
          self->strength = next;
          has_moved = true;
        }

      if (has_moved)
        return;
    }
}

void
lw_consensus_fit_prior (LwConsensus *self,
                        bool         is_strength)
{
  fit_mistakes (self);

  if (is_strength)
    {
      fit_skills (self);
      fit_strength (self);
    }
  else
    self->right_mean = average_skill (self, self->right_sum);
}

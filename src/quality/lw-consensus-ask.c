/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-consensus.h"

#include "lw-consensus-private.h"
#include "lw-grow.h"

#include <math.h>
#include <string.h>

/* A class that is less probable adds nothing to an entropy. */
#define PROBABILITY_MIN 1e-9

static double
surprise (double p)
{
  return p > 0 ? -p * log (p) : 0;
}

/* @matrix gets what the worker answers, true classes times observed ones; @entropies that of each
 * row, in nats. */
static void
fill_errors (const LwConsensus *self,
             size_t             worker,
             double            *matrix,
             double            *entropies)
{
  const size_t  k = self->answers->n_classes;
  const double  skill = lw_consensus_skill (self, worker);
  const double *totals = self->class_counts + worker * k;

  for (size_t truth = 0; truth < k; truth++)
    for (size_t l = 0; l < k; l++)
      matrix[truth * k + l] = self->strength * (l == truth ? skill : (1 - skill) * self->mistakes[l * k + truth]);

  for (size_t i = 0; i < self->n_kinds; i++)
    if (self->kinds[i].worker == worker)
      for (size_t truth = 0; truth < k; truth++)
        matrix[truth * k + self->kinds[i].label] += self->kind_counts[i * k + truth];

  for (size_t truth = 0; truth < k; truth++)
    {
      entropies[truth] = 0;
      for (size_t l = 0; l < k; l++)
        entropies[truth] += surprise (matrix[truth * k + l] /= totals[truth] + self->strength);
    }
}

/* The entropy of the answer less what of it remains when the class is known. */
static double
measure (const LwConsensus *self,
         size_t             task,
         const double      *matrix,
         const double      *entropies,
         double            *answer)
{
  const size_t  k = self->answers->n_classes;
  const double *posterior = self->posterior + task * k;
  double        information = 0;

  memset (answer, 0, k * sizeof *answer);

  for (size_t truth = 0; truth < k; truth++)
    if (posterior[truth] > PROBABILITY_MIN)
      {
        for (size_t l = 0; l < k; l++)
          answer[l] += posterior[truth] * matrix[truth * k + l];
        information -= posterior[truth] * entropies[truth];
      }

  for (size_t l = 0; l < k; l++)
    information += surprise (answer[l]);

  return fmax (information, 0);
}

static bool
has_labelled (const LwConsensus *self,
              size_t             task,
              size_t             worker)
{
  for (size_t i = self->answers->begins[task]; i < self->answers->begins[task + 1]; i++)
    if (self->answers->workers[i] == worker)
      return true;

  return false;
}

double
lw_consensus_get_error (const LwConsensus *self,
                        size_t             worker,
                        size_t             truth,
                        size_t             observed)
{
  const size_t k = self->answers->n_classes;
  const double skill = lw_consensus_skill (self, worker);
  double       count = self->strength * (observed == truth ? skill : (1 - skill) * self->mistakes[observed * k + truth]);

  for (size_t i = 0; i < self->n_kinds; i++)
    if (self->kinds[i].worker == worker && self->kinds[i].label == observed)
      count += self->kind_counts[i * k + truth];

  return count / (self->class_counts[worker * k + truth] + self->strength);
}

void
lw_consensus_measure_information (const LwConsensus *self,
                                  size_t             task,
                                  double            *information)
{
  const size_t k = self->answers->n_classes;
  double      *matrix = lw_grow_array (double, k *k);
  double      *entropies = lw_grow_array (double, k), *answer = lw_grow_array (double, k);

  for (size_t w = 0; w < self->answers->n_workers; w++)
    {
      information[w] = 0;
      if (has_labelled (self, task, w))
        continue;

      fill_errors (self, w, matrix, entropies);
      information[w] = measure (self, task, matrix, entropies, answer);
    }

  free (matrix);
  free (entropies);
  free (answer);
}

void
lw_consensus_choose_workers (const LwConsensus *self,
                             const uint8_t     *is_available,
                             LwConsensusAsk    *asks)
{
  const size_t k = self->answers->n_classes;
  double      *matrix = lw_grow_array (double, k *k);
  double      *entropies = lw_grow_array (double, k), *answer = lw_grow_array (double, k);

  for (size_t t = 0; t < self->answers->n_tasks; t++)
    asks[t] = (LwConsensusAsk){ UINT32_MAX, -1 };

  for (size_t w = 0; w < self->answers->n_workers; w++)
    {
      if (is_available != NULL && !is_available[w])
        continue;

      fill_errors (self, w, matrix, entropies);

      for (size_t t = 0; t < self->answers->n_tasks; t++)
        {
          const double information = measure (self, t, matrix, entropies, answer);

          if (information > asks[t].information && !has_labelled (self, t, w))
            asks[t] = (LwConsensusAsk){ (uint32_t) w, information };
        }
    }

  for (size_t t = 0; t < self->answers->n_tasks; t++)
    asks[t].information = fmax (asks[t].information, 0);

  free (matrix);
  free (entropies);
  free (answer);
}

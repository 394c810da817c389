/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-box-classes.h"

#include "lw-grow.h"

#include <math.h>
#include <string.h>

#define ANNOTATOR_PRIOR 4.0
#define POOL_PRIOR 2.0
#define POOL_RIGHT 0.9

typedef struct
{
  const LwBoxClassesInput *input;
  LwBoxClasses            *result;
  double                  *pool; /* true class times given class: expected counts of all annotators, then rates */
  double                  *logs; /* n_annotators times true class times given class */
  double                  *posterior;
} Fit;

/* --- The beginning --- */

/* The vote, with the prior that no class comes out as impossible. */
static void
start_at_votes (Fit *self)
{
  const LwBoxClassesInput *input = self->input;
  const size_t             k = input->n_classes;

  for (size_t o = 0; o < input->n_objects; o++)
    {
      double *posterior = self->result->posteriors + o * k;
      double  total = 1;

      for (size_t c = 0; c < k; c++)
        posterior[c] = 1.0 / (double) k;

      for (size_t i = input->begins[o]; i < input->begins[o + 1]; i++)
        if (input->classes[i] >= 0)
          {
            posterior[input->classes[i]] += 1;
            total += 1;
          }

      for (size_t c = 0; c < k; c++)
        posterior[c] /= total;
    }
}

/* --- Maximisation --- */

static void
count_errors (Fit *self)
{
  const LwBoxClassesInput *input = self->input;
  const size_t             k = input->n_classes;

  memset (self->result->confusions, 0, sizeof (double) * input->n_annotators * k * k);

  for (size_t c = 0; c < k; c++)
    self->result->frequencies[c] = 1.0 / (double) k;

  for (size_t o = 0; o < input->n_objects; o++)
    {
      const double *posterior = self->result->posteriors + o * k;

      for (size_t c = 0; c < k; c++)
        self->result->frequencies[c] += input->weights[o] * posterior[c];

      for (size_t i = input->begins[o]; i < input->begins[o + 1]; i++)
        if (input->classes[i] >= 0)
          for (size_t c = 0; c < k; c++)
            self->result->confusions[(input->annotators[i] * k + c) * k + (size_t) input->classes[i]] += input->weights[o] * posterior[c];
    }
}

/* The rates of all annotators together. */
static void
pool_errors (Fit *self)
{
  const size_t k = self->input->n_classes;

  for (size_t truth = 0; truth < k; truth++)
    {
      double *row = self->pool + truth * k;
      double  total = POOL_PRIOR;

      for (size_t given = 0; given < k; given++)
        {
          const double right = k > 1 ? POOL_RIGHT : 1;

          row[given] = POOL_PRIOR * (given == truth ? right : (1 - right) / (double) (k - 1));
          for (size_t a = 0; a < self->input->n_annotators; a++)
            {
              row[given] += self->result->confusions[(a * k + truth) * k + given];
              total += self->result->confusions[(a * k + truth) * k + given];
            }
        }
      for (size_t given = 0; given < k; given++)
        row[given] /= total;
    }
}

static void
update_rates (Fit *self)
{
  const size_t k = self->input->n_classes;

  count_errors (self);
  pool_errors (self);

  for (size_t row = 0; row < self->input->n_annotators * k; row++)
    {
      const double *counts = self->result->confusions + row * k;
      double        total = ANNOTATOR_PRIOR;

      for (size_t given = 0; given < k; given++)
        total += counts[given];
      for (size_t given = 0; given < k; given++)
        self->logs[row * k + given] = log ((counts[given] + ANNOTATOR_PRIOR * self->pool[row % k * k + given]) / total);
    }
}

/* --- Expectation --- */

/* Returns how far any probability of the object changed. */
static double
update_posterior (Fit   *self,
                  size_t object)
{
  const LwBoxClassesInput *input = self->input;
  const size_t             k = input->n_classes;
  double                  *before = self->result->posteriors + object * k;
  double                   most = -INFINITY, total = 0, farthest = 0;

  for (size_t c = 0; c < k; c++)
    {
      self->posterior[c] = log (self->result->frequencies[c]);
      for (size_t i = input->begins[object]; i < input->begins[object + 1]; i++)
        if (input->classes[i] >= 0)
          self->posterior[c] += self->logs[(input->annotators[i] * k + c) * k + (size_t) input->classes[i]];
      most = fmax (most, self->posterior[c]);
    }

  for (size_t c = 0; c < k; c++)
    {
      self->posterior[c] = exp (self->posterior[c] - most);
      total += self->posterior[c];
    }

  for (size_t c = 0; c < k; c++)
    {
      farthest = fmax (farthest, fabs (self->posterior[c] / total - before[c]));
      before[c] = self->posterior[c] / total;
    }

  return farthest;
}

LwBoxClasses *
lw_box_classes_new (const LwBoxClassesInput *input,
                    size_t                   n_iterations_max,
                    double                   tolerance)
{
  const size_t  k = input->n_classes;
  LwBoxClasses *result = lw_grow_array (LwBoxClasses, 1);
  Fit           fit = { .input = input, .result = result };
  double        changed = INFINITY;

  result->posteriors = lw_grow_array (double, input->n_objects *k);
  result->confusions = lw_grow_array (double, input->n_annotators *k *k);
  result->frequencies = lw_grow_array (double, k);
  fit.pool = lw_grow_array (double, k *k);
  fit.logs = lw_grow_array (double, input->n_annotators *k *k);
  fit.posterior = lw_grow_array (double, k);

  start_at_votes (&fit);

  while (result->n_iterations < n_iterations_max && changed > tolerance)
    {
      changed = 0;
      update_rates (&fit);
      for (size_t o = 0; o < input->n_objects; o++)
        changed = fmax (changed, update_posterior (&fit, o));
      result->n_iterations++;
    }

  count_errors (&fit);

  free (fit.pool);
  free (fit.logs);
  free (fit.posterior);

  return result;
}

void
lw_box_classes_free (LwBoxClasses *self)
{
  if (self == NULL)
    return;

  free (self->posteriors);
  free (self->confusions);
  free (self->frequencies);
  free (self);
}

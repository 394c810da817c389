/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-adamw.h"

#include "lw-sum.h"

#include <math.h>

/* Against division by 0 where a weight has had no slope yet. */
#define EPSILON 1e-8f

LwAdamwSettings
lw_adamw_get_defaults (void)
{
  return (LwAdamwSettings){
    .learning_rate = 2e-3,
    .beta1 = 0.9,
    .beta2 = 0.99,
    .weight_decay = 0.01,
    .length_max = 5,
    .n_warm_up = 20,
    .average_max = 0.98,
  };
}

/* What a step does to every weight alike. */
typedef struct
{
  float beta1, beta2, shortened, kept, step, second_scale, average;
} Factors;

static Factors
get_factors (const LwAdamwSettings *settings,
             double                 t,
             double                 length)
{
  const double warm = settings->n_warm_up > 0 ? fmin (1, t / settings->n_warm_up) : 1;
  const double rate = settings->learning_rate * warm;

  return (Factors){
    .beta1 = (float) settings->beta1,
    .beta2 = (float) settings->beta2,
    .shortened = (float) (length > settings->length_max ? settings->length_max / length : 1),
    .kept = (float) (1 - rate * settings->weight_decay),
    /* Means that began as 0 are too small by this much. */
    .step = (float) (rate / (1 - pow (settings->beta1, t))),
    .second_scale = (float) (1 / (1 - pow (settings->beta2, t))),
    .average = (float) fmin (settings->average_max, (1 + t) / (10 + t)),
  };
}

double
lw_adamw_step (LwAdamwState          *self,
               const LwAdamwSettings *settings,
               const float           *gradient)
{
  const double  length = sqrt (lw_sum_squares (gradient, self->n, 0));
  const Factors by = get_factors (settings, self->n_steps + 1.0, length);

  if (!isfinite (length))
    return length;

  for (size_t i = 0; i < self->n; i++)
    {
      const float g = gradient[i] * by.shortened;

      self->first[i] = by.beta1 * self->first[i] + (1 - by.beta1) * g;
      self->second[i] = by.beta2 * self->second[i] + (1 - by.beta2) * g * g;
      self->weights[i] = by.kept * self->weights[i] - by.step * self->first[i] / (sqrtf (by.second_scale * self->second[i]) + EPSILON);
      self->average[i] = by.average * self->average[i] + (1 - by.average) * self->weights[i];
    }

  self->n_steps++;

  return length;
}

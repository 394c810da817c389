/* The prior of an item: its classifiers, calibrated.
 *
 * The slopes and the biases maximise the posterior's mean of the logarithm, which is concave in
 * both.  Slopes take a step of Newton; biases take one of generalised iterative scaling, Darroch
 * and Ratcliff, "Generalized iterative scaling for log-linear models", Annals of Mathematical
 * Statistics 43(5), 1972, which for one indicator per class rises with each step and needs no
 * matrix of K times K.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lw-consensus-private.h"

#include "lw-grow.h"

#include <math.h>
#include <string.h>

/* This part of a classifier's probability is spread over all classes: a forest of trees says 0
 * where it means less than one in a few hundred. */
#define DOUBT 1e-3

/* A classifier that is right throughout would get any slope. */
#define SLOPE_MIN 0.01
#define SLOPE_MAX 20
#define SLOPE_STEP_MAX 1

/* The weight of not changing a slope, as if 1 +- 2 had been known. */
#define SLOPE_RIDGE 0.25

/* As if each class had been seen so often as often as the classifiers have it. */
#define CLASS_PRIOR 1

const double *
lw_consensus_get_prior (const LwConsensus *self,
                        size_t             task)
{
  return self->n_models > 0 ? self->priors + task * self->answers->n_classes : self->priors;
}

static void
predict (LwConsensus *self,
         size_t       task)
{
  const size_t k = self->answers->n_classes;
  double      *prior = self->priors + task * k;
  double       largest = -INFINITY, sum = 0;

  memcpy (prior, self->bias, k * sizeof *prior);

  for (size_t m = 0; m < self->n_models; m++)
    {
      const double *logs = self->logs + (m * self->answers->n_tasks + task) * k;

      for (size_t j = 0; j < k; j++)
        prior[j] += self->slopes[m] * logs[j];
    }

  for (size_t j = 0; j < k; j++)
    largest = fmax (largest, prior[j]);
  for (size_t j = 0; j < k; j++)
    sum += prior[j] = exp (prior[j] - largest);
  for (size_t j = 0; j < k; j++)
    prior[j] /= sum;
}

/* Without classifiers, the prior of one item is that of all. */
static size_t
count_priors (const LwConsensus *self)
{
  return self->n_models > 0 ? self->answers->n_tasks : 1;
}

static void
predict_all (LwConsensus *self)
{
  for (size_t t = 0; t < count_priors (self); t++)
    predict (self, t);
}

void
lw_consensus_take_models (LwConsensus         *self,
                          const double *const *probabilities,
                          size_t               n_models)
{
  const size_t k = self->answers->n_classes, n = self->answers->n_tasks * k;

  self->n_models = n_models;
  self->logs = lw_grow_array (double, n_models *n);
  self->slopes = lw_grow_array (double, n_models);
  self->bias = lw_grow_array (double, k);
  self->priors = lw_grow_array (double, count_priors (self) * k);

  for (size_t m = 0; m < n_models; m++)
    {
      self->slopes[m] = 1;
      for (size_t i = 0; i < n; i++)
        self->logs[m * n + i] = log (fmax (probabilities[m][i], 0) * (1 - DOUBT) + DOUBT / (double) k);
    }

  predict_all (self);
}

/* What a change of the biases does to the priors, without their logarithms. */
static void
multiply_priors (LwConsensus  *self,
                 const double *factors)
{
  const size_t k = self->answers->n_classes;

  for (size_t t = 0; t < count_priors (self); t++)
    {
      double *prior = self->priors + t * k, sum = 0;

      for (size_t j = 0; j < k; j++)
        sum += prior[j] *= factors[j];
      for (size_t j = 0; j < k; j++)
        prior[j] /= sum;
    }
}

/* Each class's bias, by how much more often it is true than predicted. */
static void
fit_bias (LwConsensus *self)
{
  const size_t k = self->answers->n_classes;
  double      *predicted = lw_grow_array (double, k), *found = lw_grow_array (double, k);

  for (size_t t = 0; t < self->answers->n_tasks; t++)
    {
      const double *prior = lw_consensus_get_prior (self, t), *posterior = self->posterior + t * k;

      for (size_t j = 0; j < k; j++)
        {
          predicted[j] += prior[j];
          found[j] += posterior[j];
        }
    }

  for (size_t j = 0; j < k; j++)
    {
      found[j] = (found[j] + CLASS_PRIOR) / (predicted[j] + CLASS_PRIOR);
      self->bias[j] += log (found[j]);
    }

  multiply_priors (self, found);
  free (predicted);
  free (found);
}

/* Solves @matrix x = @vector, @n of each, into @vector; positive definite. */
static void
solve (double *matrix,
       double *vector,
       size_t  n)
{
  for (size_t i = 0; i < n; i++)
    for (size_t r = i + 1; r < n; r++)
      {
        const double factor = matrix[r * n + i] / matrix[i * n + i];

        for (size_t c = i; c < n; c++)
          matrix[r * n + c] -= factor * matrix[i * n + c];
        vector[r] -= factor * vector[i];
      }

  for (size_t i = n; i-- > 0;)
    {
      for (size_t c = i + 1; c < n; c++)
        vector[i] -= matrix[i * n + c] * vector[c];
      vector[i] /= matrix[i * n + i];
    }
}

/* Adds an item's gradient and curvature; @means has room for a number per model. */
static void
add_slopes (const LwConsensus *self,
            size_t             task,
            double            *means,
            double            *gradient,
            double            *curvature)
{
  const size_t  k = self->answers->n_classes, n_models = self->n_models;
  const double *posterior = self->posterior + task * k, *prior = lw_consensus_get_prior (self, task);

  for (size_t m = 0; m < n_models; m++)
    {
      const double *logs = self->logs + (m * self->answers->n_tasks + task) * k;
      double        found = 0;

      means[m] = 0;
      for (size_t j = 0; j < k; j++)
        {
          found += posterior[j] * logs[j];
          means[m] += prior[j] * logs[j];
        }
      gradient[m] += found - means[m];

      for (size_t o = 0; o <= m; o++)
        {
          const double *others = self->logs + (o * self->answers->n_tasks + task) * k;
          double        product = 0;

          for (size_t j = 0; j < k; j++)
            product += prior[j] * logs[j] * others[j];
          curvature[m * n_models + o] += product - means[m] * means[o];
        }
    }
}

static void
fit_slopes (LwConsensus *self)
{
  const size_t n_models = self->n_models;
  double      *gradient = lw_grow_array (double, n_models), *means = lw_grow_array (double, n_models);
  double      *curvature = lw_grow_array (double, n_models *n_models);

  for (size_t t = 0; t < self->answers->n_tasks; t++)
    add_slopes (self, t, means, gradient, curvature);

  for (size_t m = 0; m < n_models; m++)
    {
      gradient[m] -= SLOPE_RIDGE * (self->slopes[m] - 1);
      curvature[m * n_models + m] += SLOPE_RIDGE;
      for (size_t o = 0; o < m; o++)
        curvature[o * n_models + m] = curvature[m * n_models + o];
    }

  solve (curvature, gradient, n_models);

  for (size_t m = 0; m < n_models; m++)
    {
      const double step = fmin (fmax (gradient[m], -SLOPE_STEP_MAX), SLOPE_STEP_MAX);

      self->slopes[m] = fmin (fmax (self->slopes[m] + step, SLOPE_MIN), SLOPE_MAX);
    }

  free (gradient);
  free (means);
  free (curvature);
}

void
lw_consensus_fit_models (LwConsensus *self)
{
  fit_bias (self);

  if (self->n_models > 0)
    {
      fit_slopes (self);
      predict_all (self);
    }
}

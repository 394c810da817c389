/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-label-ensemble.h"

#include "lw-grow.h"

#include <float.h>
#include <math.h>
#include <string.h>

/* Of a single classifier's log loss. */
#define PROBABILITY_MIN 1e-6

/* How much a better log loss counts. */
static const double sharpnesses[] = { 1e-4, 1e-3, 1e-2, 0.1, 1, 10, 100, 200 };
#define N_SHARPNESSES (sizeof sharpnesses / sizeof *sharpnesses)

typedef struct
{
  const double *const *probabilities;
  size_t               n_models;
  const int32_t       *labels;
  size_t               n_rows, n_classes;
  double              *row; /* n_classes; scratch */
} Ensemble;

/* The mean of -ln p of the label, each row in [@least, @most] and brought to the sum 1. */
static double
lose (const double *row,
      size_t        n_classes,
      size_t        label,
      double        least,
      double        most)
{
  double sum = 0;

  for (size_t j = 0; j < n_classes; j++)
    sum += fmin (fmax (row[j], least), most);

  return -log (fmin (fmax (row[label], least), most) / sum);
}

static double
measure_loss (const Ensemble *self,
              size_t          model)
{
  const size_t k = self->n_classes;
  double       sum = 0;

  for (size_t i = 0; i < self->n_rows; i++)
    sum += lose (self->probabilities[model] + i * k, k, (size_t) self->labels[i], PROBABILITY_MIN, INFINITY);

  return sum / (double) self->n_rows;
}

static double
measure_mean_loss (const Ensemble *self,
                   const double   *weights)
{
  const size_t k = self->n_classes;
  double       sum = 0;

  for (size_t i = 0; i < self->n_rows; i++)
    {
      memset (self->row, 0, k * sizeof *self->row);
      for (size_t m = 0; m < self->n_models; m++)
        for (size_t j = 0; j < k; j++)
          self->row[j] += weights[m] * self->probabilities[m][i * k + j];

      sum += lose (self->row, k, (size_t) self->labels[i], DBL_EPSILON, 1 - DBL_EPSILON);
    }

  return sum / (double) self->n_rows;
}

/* exp (-sharpness loss) as shares; the smallest loss is taken off, so that one of them is 1. */
static void
weigh_losses (const double *losses,
              size_t        n_models,
              double        sharpness,
              double       *weights)
{
  double least = INFINITY, sum = 0;

  for (size_t m = 0; m < n_models; m++)
    least = fmin (least, losses[m]);
  for (size_t m = 0; m < n_models; m++)
    sum += weights[m] = exp (-sharpness * (losses[m] - least));
  for (size_t m = 0; m < n_models; m++)
    weights[m] /= sum;
}

static void
search (const Ensemble *self,
        double         *weights)
{
  double *losses = lw_grow_array (double, self->n_models);
  double  best = INFINITY, best_sharpness = sharpnesses[0];

  for (size_t m = 0; m < self->n_models; m++)
    losses[m] = measure_loss (self, m);

  for (size_t i = 0; i < N_SHARPNESSES; i++)
    {
      double loss;

      weigh_losses (losses, self->n_models, sharpnesses[i], weights);
      loss = measure_mean_loss (self, weights);

      if (loss < best)
        {
          best = loss;
          best_sharpness = sharpnesses[i];
        }
    }

  weigh_losses (losses, self->n_models, best_sharpness, weights);
  free (losses);
}

static void
weigh_accuracy (const Ensemble *self,
                double         *weights)
{
  double sum = 0;

  for (size_t m = 0; m < self->n_models; m++)
    {
      size_t n = 0;

      for (size_t i = 0; i < self->n_rows; i++)
        n += lw_label_predict (self->probabilities[m] + i * self->n_classes, self->n_classes) == (size_t) self->labels[i];

      weights[m] = (double) n / (double) self->n_rows;
      sum += weights[m];
    }

  for (size_t m = 0; m < self->n_models; m++)
    weights[m] = sum > 0 ? weights[m] / sum : 1 / (double) self->n_models;
}

void
lw_label_ensemble_weigh (LwEnsembleWeighting  weighting,
                         const double *const *probabilities,
                         size_t               n_models,
                         const int32_t       *labels,
                         size_t               n_rows,
                         size_t               n_classes,
                         double              *weights)
{
  Ensemble self = { probabilities, n_models, labels, n_rows, n_classes, lw_grow_array (double, n_classes) };

  for (size_t m = 0; m < n_models; m++)
    weights[m] = 1 / (double) n_models;

  if (weighting == LW_ENSEMBLE_ACCURACY && n_rows > 0)
    weigh_accuracy (&self, weights);
  else if (weighting == LW_ENSEMBLE_LOG_LOSS_SEARCH && n_rows > 0)
    search (&self, weights);

  free (self.row);
}

void
lw_label_ensemble_scores (LwLabelScore         score,
                          const double *const *probabilities,
                          const double        *weights,
                          size_t               n_models,
                          const int32_t       *labels,
                          size_t               n_rows,
                          size_t               n_classes,
                          double              *scores)
{
  double *own = lw_grow_array (double, n_rows);

  memset (scores, 0, n_rows * sizeof *scores);

  for (size_t m = 0; m < n_models; m++)
    {
      lw_label_scores (score, probabilities[m], labels, n_rows, n_classes, own);
      for (size_t i = 0; i < n_rows; i++)
        scores[i] += weights[m] * own[i];
    }

  free (own);
}

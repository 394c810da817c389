/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-crowdlab.h"

#include "lw-grow.h"
#include "lw-label-scores.h"
#include "lw-vote.h"

#include <math.h>
#include <string.h>

#define LOG_MIN 1e-30

/* The grid, and how finely the place between two neighbours is looked at. */
static const double temperatures[] = { 0.1, 0.2, 0.5, 0.8, 1, 2, 3, 5, 8 };
#define N_TEMPERATURES (sizeof temperatures / sizeof *temperatures)
#define N_BETWEEN 4

/* --- Temperature --- */

/* softmax (ln p / temperature), nothing below @least. */
static void
scale_row (const double *row,
           size_t        n_classes,
           double        temperature,
           double        least,
           double       *scaled)
{
  double clipped = 0, largest = -INFINITY, sum = 0;

  for (size_t j = 0; j < n_classes; j++)
    clipped += fmax (row[j], least);
  for (size_t j = 0; j < n_classes; j++)
    largest = fmax (largest, scaled[j] = log (fmax (row[j], least) / clipped) / temperature);
  for (size_t j = 0; j < n_classes; j++)
    sum += scaled[j] = exp (scaled[j] - largest);
  for (size_t j = 0; j < n_classes; j++)
    scaled[j] /= sum;
}

void
lw_crowdlab_scale (const double *probabilities,
                   size_t        n_rows,
                   size_t        n_classes,
                   double        temperature,
                   double       *scaled)
{
  for (size_t i = 0; i < n_rows; i++)
    scale_row (probabilities + i * n_classes, n_classes, temperature, LOG_MIN, scaled + i * n_classes);
}

/* The mean cross entropy of the labels' shares, in units of ln K.  A class that is impossible
 * stays so at each temperature. */
static double
measure_loss (const double *shares,
              const double *probabilities,
              size_t        n_rows,
              size_t        n_classes,
              double        temperature,
              double       *scaled)
{
  double sum = 0;

  for (size_t i = 0; i < n_rows; i++)
    {
      scale_row (probabilities + i * n_classes, n_classes, temperature, 0, scaled);

      for (size_t j = 0; j < n_classes; j++)
        if (shares[i * n_classes + j] > 0)
          sum -= shares[i * n_classes + j] * log (fmax (scaled[j], LOG_MIN));
    }

  return sum / (double) n_rows / log ((double) n_classes);
}

/* Around the best of the grid: from its lower neighbour, itself left out, and on to the upper one,
 * which is looked at, too; nothing is above the last of the grid. */
static size_t
list_fine (size_t  coarse,
           double *fine)
{
  const double here = temperatures[coarse];
  const double below = temperatures[coarse > 0 ? coarse - 1 : 0];
  size_t       n = 0;

  for (size_t i = 0; i < N_BETWEEN && coarse > 0; i++)
    fine[n++] = below + (here - below) / N_BETWEEN * (double) i;

  for (size_t i = 0; i <= N_BETWEEN && coarse + 1 < N_TEMPERATURES; i++)
    fine[n++] = here + (temperatures[coarse + 1] - here) / N_BETWEEN * (double) i;

  return n;
}

double
lw_crowdlab_choose_temperature (const LwAnswers *answers,
                                const double    *probabilities)
{
  const size_t n = answers->n_tasks, k = answers->n_classes;
  double      *shares = lw_grow_array (double, n *k);
  double      *scaled = lw_grow_array (double, k);
  double       fine[2 * N_BETWEEN + 1], best = 1, best_loss = INFINITY;
  size_t       n_fine, coarse = 0;

  lw_vote_shares (answers, NULL, shares);

  for (size_t i = 0; i < N_TEMPERATURES; i++)
    {
      const double loss = measure_loss (shares, probabilities, n, k, temperatures[i], scaled);

      if (loss < best_loss)
        {
          best_loss = loss;
          coarse = i;
        }
    }

  best_loss = INFINITY;
  n_fine = list_fine (coarse, fine);

  for (size_t i = 0; i < n_fine; i++)
    {
      const double loss = measure_loss (shares, probabilities, n, k, fine[i], scaled);

      if (loss < best_loss)
        {
          best_loss = loss;
          best = fine[i];
        }
    }

  free (shares);
  free (scaled);

  return best;
}

/* --- Whom or what to ask next --- */

typedef struct
{
  double        temperature;
  double        model_weight, mean_weight;
  const double *weights; /* of the annotators */
} Ask;

static bool
has_overlap (const LwAnswers *answers)
{
  for (size_t t = 0; t < answers->n_tasks; t++)
    if (answers->begins[t + 1] - answers->begins[t] != 1)
      return true;

  return false;
}

static void
score_unlabelled (const Ask    *ask,
                  const double *probabilities,
                  size_t        n,
                  size_t        k,
                  double       *scores)
{
  double *scaled = lw_grow_array (double, n *k);

  memcpy (scaled, probabilities, n * k * sizeof *scaled);
  if (ask->temperature != 1)
    lw_crowdlab_scale (probabilities, n, k, ask->temperature, scaled);

  for (size_t i = 0; i < n; i++)
    {
      const double *row = scaled + i * k;

      scores[i] = (row[lw_label_predict (row, k)] * ask->model_weight + ask->mean_weight / (double) k) /
                  (ask->model_weight + ask->mean_weight);
    }

  free (scaled);
}

static void
score_labelled (const Ask       *ask,
                const LwAnswers *answers,
                const double    *quality,
                double          *scores)
{
  for (size_t t = 0; t < answers->n_tasks; t++)
    {
      double weight = ask->model_weight;

      for (size_t i = answers->begins[t]; i < answers->begins[t + 1]; i++)
        weight += ask->weights[answers->workers[i]];

      scores[t] = (quality[t] * weight + ask->mean_weight / (double) answers->n_classes) / (weight + ask->mean_weight);
    }
}

/* Every item has one label: nobody can be weighed against anybody. */
static void
score_single (Ask             *ask,
              const LwAnswers *answers,
              const double    *probabilities,
              double          *scores)
{
  double *ones = lw_grow_array (double, answers->n_workers);
  double *quality = lw_grow_array (double, answers->n_tasks);

  for (size_t w = 0; w < answers->n_workers; w++)
    ones[w] = 1;
  for (size_t t = 0; t < answers->n_tasks; t++)
    quality[t] = probabilities[t * answers->n_classes + answers->labels[answers->begins[t]]];

  ask->weights = ones;
  score_labelled (ask, answers, quality, scores);

  free (ones);
  free (quality);
}

static void
score_several (Ask             *ask,
               const LwAnswers *answers,
               const double    *probabilities,
               double          *scores)
{
  const size_t n = answers->n_tasks, k = answers->n_classes;
  double      *scaled = lw_grow_array (double, n *k);
  double      *quality = lw_grow_array (double, n);
  LwCrowdlab  *crowdlab;

  ask->temperature = lw_crowdlab_choose_temperature (answers, probabilities);
  lw_crowdlab_scale (probabilities, n, k, ask->temperature, scaled);
  crowdlab = lw_crowdlab_new (answers, (const double *const[]){ scaled }, 1, LW_CROWDLAB_BEST_QUALITY, LW_CROWDLAB_MODEL);
  lw_crowdlab_get_quality (crowdlab, quality);

  ask->weights = lw_crowdlab_get_annotator_weights (crowdlab);
  ask->model_weight = lw_crowdlab_get_model_weights (crowdlab)[0];
  ask->mean_weight = 0;
  for (size_t w = 0; w < answers->n_workers; w++)
    ask->mean_weight += ask->weights[w] / (double) answers->n_workers;

  score_labelled (ask, answers, quality, scores);

  lw_crowdlab_free (crowdlab);
  free (scaled);
  free (quality);
}

void
lw_crowdlab_score_active (const LwAnswers *answers,
                          const double    *probabilities,
                          const double    *unlabelled,
                          size_t           n_unlabelled,
                          size_t           n_classes,
                          double          *scores,
                          double          *unlabelled_scores)
{
  Ask ask = { .temperature = 1, .model_weight = 1, .mean_weight = 1 };

  if (answers != NULL && has_overlap (answers))
    score_several (&ask, answers, probabilities, scores);
  else if (answers != NULL)
    score_single (&ask, answers, probabilities, scores);

  score_unlabelled (&ask, unlabelled, n_unlabelled, n_classes, unlabelled_scores);
}

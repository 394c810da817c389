/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-box-existence.h"

#include "lw-grow.h"

#include <math.h>
#include <string.h>

/* Saliences from a mark in 400 looks to a miss in 400. */
#define N_GRID 49
#define GRID_FIRST (-6.0)
#define GRID_STEP 0.25

#define BORDER (-0.5)
#define SLOPE 3.0

/* Where saliences begin, and what they are before anything is seen, worth so many objects. */
#define FIRST_SPREAD 1.0
#define MEAN_USUAL 2.0
#define MEAN_PRIOR 2.0
#define SPREAD_USUAL 0.5
#define SPREAD_PRIOR 4.0

/* What is marked is worth so many images of objects, whatever it turns out to be. */
#define OBJECTS_PRIOR 2.0

/* Before anything is seen there is a stray for ten objects: worth so many looks; and what everybody's
 * strays are worth to one annotator, in images. */
#define STRAY_SHARE 0.1
#define STRAY_SHARE_PRIOR 20.0
#define STRAY_PRIOR 5.0

/* How annotators differ, and how far one iteration may move one. */
#define DIFFERENCE 1.0
#define STEP_MAX 0.5

typedef struct
{
  const LwBoxExistenceInput *input;
  LwBoxExistence            *result;

  double grid[N_GRID];
  double present[N_GRID]; /* r of the header */
  double mean, spread;    /* of saliences, seen or not */
  double frequencies[N_GRID];
  double sums[N_GRID];
  double n_per_image; /* objects */
  double n_at_first;  /* the same, if each pattern were an object */

  double *attention; /* u, per annotator */
  double *gradients;
  double *curvatures;
  double *strays; /* per annotator: in an image */
  double *n_strays;
  double (*log_marks)[N_GRID]; /* per annotator: of the probability to mark, and not to */
  double (*log_misses)[N_GRID];
  double (*marks)[N_GRID]; /* the probability itself */
} Fit;

static double
logistic (double x)
{
  return x >= 0 ? 1 / (1 + exp (-x)) : exp (x) / (1 + exp (x));
}

/* log (1 + exp (x)), without overflow. */
static double
soft_plus (double x)
{
  return x > 0 ? x + log1p (exp (-x)) : log1p (exp (x));
}

static void
set_frequencies (Fit *self)
{
  double total = 0;

  for (int k = 0; k < N_GRID; k++)
    {
      const double apart = (self->grid[k] - self->mean) / self->spread;

      self->frequencies[k] = exp (-apart * apart / 2);
      total += self->frequencies[k];
    }

  for (int k = 0; k < N_GRID; k++)
    self->frequencies[k] /= total;
}

static void
fit_init (Fit                       *self,
          const LwBoxExistenceInput *input,
          LwBoxExistence            *result)
{
  const size_t n = input->n_annotators;

  *self = (Fit){ .input = input, .result = result, .mean = MEAN_USUAL, .spread = FIRST_SPREAD };
  self->attention = lw_grow_array (double, n);
  self->gradients = lw_grow_array (double, n);
  self->curvatures = lw_grow_array (double, n);
  self->strays = lw_grow_array (double, n);
  self->n_strays = lw_grow_array (double, n);
  self->log_marks = lw_grow_new (n, sizeof *self->log_marks);
  self->log_misses = lw_grow_new (n, sizeof *self->log_misses);
  self->marks = lw_grow_new (n, sizeof *self->marks);

  for (int k = 0; k < N_GRID; k++)
    {
      self->grid[k] = GRID_FIRST + GRID_STEP * k;
      self->present[k] = logistic (SLOPE * (self->grid[k] - BORDER));
    }
  set_frequencies (self);

  for (size_t p = 0; p < input->n_patterns; p++)
    self->n_at_first += input->counts[p] / fmax (input->n_images, 1);
  self->n_per_image = self->n_at_first;

  for (size_t a = 0; a < n; a++)
    self->strays[a] = STRAY_SHARE * self->n_per_image;
}

static void
fit_clear (Fit *self)
{
  free (self->attention);
  free (self->gradients);
  free (self->curvatures);
  free (self->strays);
  free (self->n_strays);
  free (self->log_marks);
  free (self->log_misses);
  free (self->marks);
}

/* --- Expectation --- */

static void
tabulate (Fit *self)
{
  for (size_t a = 0; a < self->input->n_annotators; a++)
    for (int k = 0; k < N_GRID; k++)
      {
        const double x = self->grid[k] + self->attention[a];

        self->marks[a][k] = logistic (x);
        self->log_marks[a][k] = -soft_plus (-x);
        self->log_misses[a][k] = -soft_plus (x);
      }
}

/* Whose mark it is, where it is a single one; n_annotators otherwise. */
static size_t
find_single (const LwBoxExistenceInput *input,
             size_t                     pattern)
{
  size_t single = input->n_annotators;

  for (size_t i = input->begins[pattern]; i < input->begins[pattern + 1]; i++)
    if (input->is_marked[i])
      {
        if (single < input->n_annotators)
          return input->n_annotators;
        single = input->annotators[i];
      }

  return single;
}

/* The posterior of the salience of a pattern, and how many objects like each of it nobody marked.
 * Returns the probability of a stray box; what is left of 1 is in @posterior. */
static double
expect (const Fit *self,
        size_t     pattern,
        double     posterior[N_GRID],
        double     unseen[N_GRID])
{
  const LwBoxExistenceInput *input = self->input;
  const size_t               single = find_single (input, pattern);
  const double               stray = single < input->n_annotators ? self->strays[single] / self->n_per_image : 0;
  double                     total = 0, seen = 0;

  memset (posterior, 0, sizeof (double) * N_GRID);
  memset (unseen, 0, sizeof (double) * N_GRID);

  for (size_t i = input->begins[pattern]; i < input->begins[pattern + 1]; i++)
    {
      const uint32_t a = input->annotators[i];
      const double  *evidence = input->is_marked[i] ? self->log_marks[a] : self->log_misses[a];

      for (int k = 0; k < N_GRID; k++)
        {
          posterior[k] += evidence[k];
          unseen[k] += self->log_misses[a][k];
        }
    }

  for (int k = 0; k < N_GRID; k++)
    {
      posterior[k] = fmax (self->frequencies[k] * exp (posterior[k]), 1e-300);
      total += posterior[k];
      seen -= self->frequencies[k] * expm1 (unseen[k]);
      unseen[k] = self->frequencies[k] * exp (unseen[k]);
    }

  for (int k = 0; k < N_GRID; k++)
    {
      posterior[k] /= total + stray;
      unseen[k] *= total / (total + stray) / seen;
    }

  return stray / (total + stray);
}

/* Of numbers per salience, what is of objects that are there. */
static double
sum_present (const Fit    *self,
             const double *numbers)
{
  double sum = 0;

  for (int k = 0; k < N_GRID; k++)
    sum += numbers[k] * self->present[k];

  return sum;
}

/* --- Maximisation --- */

/* Adds the slope of the expected logarithm of the likelihood, and its curvature. */
static void
learn_pattern (Fit          *self,
               size_t        pattern,
               const double *posterior,
               const double *unseen,
               double        stray)
{
  const LwBoxExistenceInput *input = self->input;
  const double               count = input->counts[pattern];
  double                     weights[N_GRID];

  for (int k = 0; k < N_GRID; k++)
    {
      weights[k] = count * (posterior[k] + unseen[k]);
      self->sums[k] += weights[k];
    }

  for (size_t i = input->begins[pattern]; i < input->begins[pattern + 1]; i++)
    {
      const uint32_t a = input->annotators[i];
      double         expected = 0, curvature = 0;

      for (int k = 0; k < N_GRID; k++)
        {
          const double mark = weights[k] * self->marks[a][k];

          expected += mark;
          curvature += mark * (1 - self->marks[a][k]);
        }

      self->gradients[a] += (input->is_marked[i] ? count * (1 - stray) : 0) - expected;
      self->curvatures[a] += curvature;
      self->n_strays[a] += input->is_marked[i] ? count * stray : 0;
    }
}

/* One step of Newton's method each; the mean is that of saliences. */
static void
update_attention (Fit *self)
{
  const double prior = 1 / (DIFFERENCE * DIFFERENCE);

  for (size_t a = 0; a < self->input->n_annotators; a++)
    {
      const double step = (self->gradients[a] - prior * self->attention[a]) / (self->curvatures[a] + prior);

      self->attention[a] += fmax (-STEP_MAX, fmin (STEP_MAX, step));
    }
}

static void
update_saliences (Fit *self)
{
  double total = MEAN_PRIOR, sum = MEAN_PRIOR * MEAN_USUAL, squares;

  for (int k = 0; k < N_GRID; k++)
    {
      total += self->sums[k];
      sum += self->sums[k] * self->grid[k];
    }
  self->mean = sum / total;

  squares = SPREAD_PRIOR * SPREAD_USUAL * SPREAD_USUAL;
  for (int k = 0; k < N_GRID; k++)
    squares += self->sums[k] * (self->grid[k] - self->mean) * (self->grid[k] - self->mean);
  self->spread = sqrt (squares / (total - MEAN_PRIOR + SPREAD_PRIOR));

  self->n_per_image = (total - MEAN_PRIOR + OBJECTS_PRIOR * self->n_at_first) / (self->input->n_images + OBJECTS_PRIOR);
  set_frequencies (self);
}

static void
update_strays (Fit *self)
{
  double n = 0, looks = 0, usual;

  for (size_t a = 0; a < self->input->n_annotators; a++)
    {
      n += self->n_strays[a];
      looks += self->input->n_looks[a];
    }
  usual = (n + STRAY_SHARE_PRIOR * STRAY_SHARE * self->n_at_first) / (looks + STRAY_SHARE_PRIOR);

  for (size_t a = 0; a < self->input->n_annotators; a++)
    self->strays[a] = (self->n_strays[a] + STRAY_PRIOR * usual) / (self->input->n_looks[a] + STRAY_PRIOR);
}

/* Returns how far any probability changed. */
static double
iterate (Fit *self)
{
  const size_t n = self->input->n_annotators;
  double       farthest = 0;

  tabulate (self);
  memset (self->sums, 0, sizeof self->sums);
  memset (self->gradients, 0, sizeof (double) * n);
  memset (self->curvatures, 0, sizeof (double) * n);
  memset (self->n_strays, 0, sizeof (double) * n);

  for (size_t p = 0; p < self->input->n_patterns; p++)
    {
      double       posterior[N_GRID], unseen[N_GRID], probability;
      const double stray = expect (self, p, posterior, unseen);

      probability = fmin (sum_present (self, posterior), 1);
      farthest = fmax (farthest, fabs (probability - self->result->probabilities[p]));
      self->result->probabilities[p] = probability;
      learn_pattern (self, p, posterior, unseen, stray);
    }

  update_saliences (self);
  update_attention (self);
  update_strays (self);

  return farthest;
}

/* --- The outcome --- */

static void
count (Fit *self)
{
  const LwBoxExistenceInput *input = self->input;

  tabulate (self);

  for (size_t p = 0; p < input->n_patterns; p++)
    {
      double posterior[N_GRID], unseen[N_GRID], probability, overlooked;

      expect (self, p, posterior, unseen);
      probability = sum_present (self, posterior);
      overlooked = input->counts[p] * sum_present (self, unseen);
      self->result->probabilities[p] = probability;

      for (size_t i = input->begins[p]; i < input->begins[p + 1]; i++)
        {
          LwBoxWatch  *watch = &self->result->annotators[input->annotators[i]];
          const double there = input->counts[p] * probability;

          watch->n_objects += there + overlooked;
          watch->n_missed += (input->is_marked[i] ? 0 : there) + overlooked;
          watch->n_false += input->is_marked[i] ? input->counts[p] - there : 0;
        }
    }
}

LwBoxExistence *
lw_box_existence_new (const LwBoxExistenceInput *input,
                      size_t                     n_iterations_max,
                      double                     tolerance)
{
  LwBoxExistence *result = lw_grow_array (LwBoxExistence, 1);
  Fit             fit;
  double          changed = INFINITY;

  result->probabilities = lw_grow_array (double, input->n_patterns);
  result->annotators = lw_grow_array (LwBoxWatch, input->n_annotators);
  fit_init (&fit, input, result);

  while (result->n_iterations < n_iterations_max && changed > tolerance)
    {
      changed = iterate (&fit);
      result->n_iterations++;
    }

  count (&fit);
  fit_clear (&fit);

  return result;
}

void
lw_box_existence_free (LwBoxExistence *self)
{
  if (self == NULL)
    return;

  free (self->probabilities);
  free (self->annotators);
  free (self);
}

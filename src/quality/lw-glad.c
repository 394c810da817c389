/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-glad.h"

#include "lw-grow.h"
#include "lw-minimise.h"

#include <math.h>
#include <string.h>

#define MEAN 1.0

/* Where a step goes too far: exp (50) is certain with any ability. */
#define LOG_EASE_MAX 50.0

/* The first iterations are the paper's EM, from class to parameters and back.  Steps that are led by
 * the likelihood alone jump, and end where good workers and bad ones have changed places. */
#define N_EM 10
#define N_STEPS 25

struct _LwGlad
{
  const LwAnswers *answers;
  double          *parameters;    /* abilities of the workers, then logarithms of the tasks' eases */
  double          *probabilities; /* tasks times classes */
  double           likelihood;
  size_t           n_iterations;
};

static double
get_ease (double log_ease)
{
  return exp (fmin (log_ease, LOG_EASE_MAX));
}

/* ln (1 + exp (x)). */
static double
soften (double x)
{
  return x > 0 ? x + log1p (exp (-x)) : log1p (exp (x));
}

/* From logarithms to shares, in place; returns the logarithm of their sum. */
static double
normalise (double *row,
           size_t  k)
{
  double largest = row[0], sum = 0;

  for (size_t j = 1; j < k; j++)
    largest = fmax (largest, row[j]);
  for (size_t j = 0; j < k; j++)
    sum += row[j] = exp (row[j] - largest);
  for (size_t j = 0; j < k; j++)
    row[j] /= sum;

  return largest + log (sum);
}

/* The logarithm of how probable a task's answers are; fills its row.  Every class but the answered
 * one gets the same, so that only the difference to that is added. */
static double
infer (LwGlad       *self,
       size_t        task,
       const double *parameters,
       double        ease)
{
  const LwAnswers *answers = self->answers;
  const size_t     k = answers->n_classes;
  const double     log_others = log ((double) (k > 1 ? k - 1 : 1));
  double          *row = self->probabilities + task * k;
  double           all = -log ((double) k);

  memset (row, 0, k * sizeof *row);

  for (size_t i = answers->begins[task]; i < answers->begins[task + 1]; i++)
    {
      const double x = parameters[answers->workers[i]] * ease;

      row[answers->labels[i]] += x + log_others;
      all -= soften (x) + log_others;
    }

  return all + normalise (row, k);
}

static double
expect (const LwGlad *self,
        const double *x,
        double       *gradient)
{
  double value = 0;

  for (size_t i = 0; i < self->answers->n_workers + self->answers->n_tasks; i++)
    {
      value += (x[i] - MEAN) * (x[i] - MEAN) / 2;
      gradient[i] = x[i] - MEAN;
    }

  return value;
}

/* Adds a task's part of the derivatives, given its row, and returns that of the value if the row
 * were what is known. */
static double
add_task (const LwGlad *self,
          const double *x,
          size_t        task,
          double       *gradient)
{
  const LwAnswers *answers = self->answers;
  const size_t     n_workers = answers->n_workers;
  const double    *row = self->probabilities + task * answers->n_classes;
  const double     ease = get_ease (x[n_workers + task]);
  double           value = 0;

  for (size_t i = answers->begins[task]; i < answers->begins[task + 1]; i++)
    {
      const double ability = x[answers->workers[i]], right = row[answers->labels[i]];
      const double missing = right - 1 / (1 + exp (-ability * ease));

      gradient[answers->workers[i]] -= missing * ease;
      gradient[n_workers + task] -= missing * ability * ease;
      value += soften (ability * ease) - right * ability * ease;
    }

  return value;
}

/* What a step of EM minimises: with the rows as they are. */
static double
measure_known (const double *x,
               void         *data,
               double       *gradient)
{
  const LwGlad *self = data;
  double        value = expect (self, x, gradient);

  for (size_t t = 0; t < self->answers->n_tasks; t++)
    value += add_task (self, x, t, gradient);

  return value;
}

/* The negative logarithm with the classes summed out.  By Fisher's identity its derivatives are
 * those with known classes, for the rows that the parameters imply. */
static double
measure (const double *x,
         void         *data,
         double       *gradient)
{
  LwGlad *self = data;
  double  value = expect (self, x, gradient);

  for (size_t t = 0; t < self->answers->n_tasks; t++)
    {
      value -= infer (self, t, x, get_ease (x[self->answers->n_workers + t]));
      add_task (self, x, t, gradient);
    }

  return value;
}

LwGlad *
lw_glad_new (const LwAnswers *answers)
{
  const size_t n = answers->n_workers + answers->n_tasks;
  LwGlad      *self = lw_grow_array (LwGlad, 1);

  *self = (LwGlad){
    .answers = answers,
    .parameters = lw_grow_array (double, n),
    .probabilities = lw_grow_array (double, answers->n_tasks * answers->n_classes),
  };

  for (size_t i = 0; i < n; i++)
    self->parameters[i] = MEAN;
  for (size_t t = 0; t < answers->n_tasks; t++)
    self->likelihood += infer (self, t, self->parameters, get_ease (MEAN));

  return self;
}

void
lw_glad_free (LwGlad *self)
{
  if (self == NULL)
    return;

  free (self->parameters);
  free (self->probabilities);
  free (self);
}

bool
lw_glad_run (LwGlad *self,
             size_t  n_max,
             double  tolerance)
{
  const size_t n = self->answers->n_workers + self->answers->n_tasks, n_before = self->n_iterations;
  double      *ignored = lw_grow_array (double, n);
  LwMinimum    found;

  for (; self->n_iterations < N_EM && self->n_iterations - n_before < n_max; self->n_iterations++)
    {
      lw_minimise (measure_known, self, self->parameters, n, N_STEPS, tolerance);
      measure (self->parameters, self, ignored);
    }

  found = lw_minimise (measure, self, self->parameters, n, n_max - (self->n_iterations - n_before), tolerance);
  self->likelihood = -found.value;
  self->n_iterations += found.n_iterations;
  free (ignored);

  return found.has_converged;
}

double
lw_glad_get_likelihood (const LwGlad *self)
{
  return self->likelihood;
}

size_t
lw_glad_get_n_iterations (const LwGlad *self)
{
  return self->n_iterations;
}

const double *
lw_glad_get_probabilities (const LwGlad *self)
{
  return self->probabilities;
}

const double *
lw_glad_get_abilities (const LwGlad *self)
{
  return self->parameters;
}

const double *
lw_glad_get_log_eases (const LwGlad *self)
{
  return self->parameters + self->answers->n_workers;
}

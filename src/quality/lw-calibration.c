/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-calibration.h"

#include "lw-grow.h"

#include <float.h>
#include <math.h>

#define PRIOR_DEVIATION 2.0

/* The logarithm of the temperature is looked for between these. */
#define LOG_MAX 7.0
#define N_STEPS 60

/* Makes a row of logarithms over the temperature; returns the logarithm of the sum of their
 * exponentials. */
static double
divide (const double *row,
        size_t        n_classes,
        double        temperature,
        double       *logs)
{
  double largest = -INFINITY, sum = 0;

  for (size_t j = 0; j < n_classes; j++)
    largest = fmax (largest, logs[j] = log (fmax (row[j], DBL_MIN)) / temperature);
  for (size_t j = 0; j < n_classes; j++)
    sum += exp (logs[j] - largest);

  return largest + log (sum);
}

typedef struct
{
  const double   *probabilities;
  size_t          n_classes, n;
  const size_t   *items;
  const uint32_t *truths;
  double         *logs; /* n_classes; scratch */
} Known;

static double
measure (const Known *known,
         double       log_temperature)
{
  const size_t k = known->n_classes;
  const double away = log_temperature / PRIOR_DEVIATION;
  double       loss = away * away / 2;

  for (size_t i = 0; i < known->n; i++)
    {
      const double sum = divide (known->probabilities + known->items[i] * k, k, exp (log_temperature), known->logs);

      loss += sum - known->logs[known->truths[i]];
    }

  return loss;
}

/* Golden section: the loss has one valley in 1 / T, which the prior does not split. */
double
lw_calibration_fit (const double   *probabilities,
                    size_t          n_classes,
                    const size_t   *items,
                    const uint32_t *truths,
                    size_t          n)
{
  const double ratio = (sqrt (5) - 1) / 2;
  Known        known = { probabilities, n_classes, n, items, truths, lw_grow_array (double, n_classes) };
  double       low = -LOG_MAX, high = LOG_MAX;
  double       left = high - ratio * (high - low), right = low + ratio * (high - low);
  double       loss_left = measure (&known, left), loss_right = measure (&known, right);

  for (int i = 0; i < N_STEPS; i++)
    if (loss_left < loss_right)
      {
        high = right;
        right = left;
        loss_right = loss_left;
        left = high - ratio * (high - low);
        loss_left = measure (&known, left);
      }
    else
      {
        low = left;
        left = right;
        loss_left = loss_right;
        right = low + ratio * (high - low);
        loss_right = measure (&known, right);
      }

  free (known.logs);

  return exp ((low + high) / 2);
}

void
lw_calibration_apply (const double *probabilities,
                      size_t        n_rows,
                      size_t        n_classes,
                      double        temperature,
                      double       *scaled)
{
  double *logs = lw_grow_array (double, n_classes);

  for (size_t i = 0; i < n_rows; i++)
    {
      const double sum = divide (probabilities + i * n_classes, n_classes, temperature, logs);

      for (size_t j = 0; j < n_classes; j++)
        scaled[i * n_classes + j] = exp (logs[j] - sum);
    }

  free (logs);
}

double
lw_calibration_error (const double  *probabilities,
                      const uint8_t *is_right,
                      size_t         n,
                      size_t         n_bins)
{
  double *excess = lw_grow_array (double, n_bins);
  double  error = 0;

  for (size_t i = 0; i < n; i++)
    {
      const double place = fmin (fmax (probabilities[i], 0) * (double) n_bins, (double) n_bins - 1);

      excess[(size_t) place] += probabilities[i] - (is_right[i] != 0);
    }

  for (size_t b = 0; b < n_bins; b++)
    error += fabs (excess[b]);
  free (excess);

  return error / (double) n;
}

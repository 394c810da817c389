/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-noise-rates.h"

#include "lw-grow.h"

#include <math.h>
#include <string.h>

#define TINY 1e-100
#define SHARE_MIN 1e-6
#define SHARE_MIN_LAST 1e-5
#define RATE_MAX 0.9999

#define N_ROUNDS 3
#define N_INVERSE_ROUNDS 5

/* --- Shares and rates --- */

static void
clip_shares (double *shares,
             size_t  k,
             double  least)
{
  double sum = 0;

  for (size_t j = 0; j < k; j++)
    sum += shares[j] = fmin (fmax (shares[j], least), 1);
  for (size_t j = 0; j < k; j++)
    shares[j] /= sum;
}

/* Off the diagonal below 1; then each column sums to 1. */
static void
clip_rates (double *matrix,
            size_t  k)
{
  for (size_t j = 0; j < k; j++)
    {
      double sum = 0;

      for (size_t i = 0; i < k; i++)
        {
          double *rate = &matrix[i * k + j];

          if (i != j)
            *rate = fmin (fmax (*rate, 0), RATE_MAX);
          sum += *rate;
        }

      for (size_t i = 0; i < k; i++)
        matrix[i * k + j] /= fmax (sum, TINY);
    }
}

static void
divide_joint (const double       *joint,
              size_t              k,
              const LwNoiseRates *rates)
{
  double *rows = lw_grow_array (double, k), *columns = lw_grow_array (double, k);

  for (size_t i = 0; i < k * k; i++)
    {
      rows[i / k] += joint[i];
      columns[i % k] += joint[i];
    }

  for (size_t i = 0; i < k; i++)
    for (size_t j = 0; j < k; j++)
      {
        rates->noise[i * k + j] = joint[i * k + j] / fmax (columns[j], TINY);
        rates->inverse[i * k + j] = joint[j * k + i] / fmax (rows[j], TINY);
      }

  free (rows);
  free (columns);
}

static void
share_by_count (const LwNoiseRates *rates,
                const double       *given,
                size_t              k)
{
  for (size_t j = 0; j < k; j++)
    rates->shares[j] = rates->inverse[j * k + j] / fmax (rates->noise[j * k + j], TINY) * given[j];

  clip_shares (rates->shares, k, SHARE_MIN);
}

static void
share_by_marginal (const double *joint,
                   size_t        k,
                   double       *shares)
{
  double sum = 0;

  memset (shares, 0, k * sizeof *shares);

  for (size_t i = 0; i < k * k; i++)
    {
      shares[i % k] += joint[i];
      sum += joint[i];
    }

  for (size_t j = 0; j < k; j++)
    shares[j] /= sum;
}

/* Brings the largest number of what is left of a column up. */
static void
choose_row (double *matrix,
            double *vector,
            size_t  k,
            size_t  column)
{
  size_t best = column;

  for (size_t r = column + 1; r < k; r++)
    if (fabs (matrix[r * k + column]) > fabs (matrix[best * k + column]))
      best = r;

  for (size_t c = 0; best != column && c <= k; c++)
    {
      double *a = c < k ? &matrix[best * k + c] : &vector[best];
      double *b = c < k ? &matrix[column * k + c] : &vector[column];
      double  swapped = *a;

      *a = *b;
      *b = swapped;
    }
}

/* Solves @matrix x = @vector by elimination, into @vector.  Returns false where nothing does. */
static bool
solve (double *matrix,
       double *vector,
       size_t  k)
{
  for (size_t i = 0; i < k; i++)
    {
      choose_row (matrix, vector, k, i);
      if (fabs (matrix[i * k + i]) < TINY)
        return false;

      for (size_t r = i + 1; r < k; r++)
        {
          const double factor = matrix[r * k + i] / matrix[i * k + i];

          for (size_t c = i; factor != 0 && c < k; c++)
            matrix[r * k + c] -= factor * matrix[i * k + c];
          vector[r] -= factor * vector[i];
        }
    }

  for (size_t i = k; i-- > 0;)
    {
      for (size_t c = i + 1; c < k; c++)
        vector[i] -= matrix[i * k + c] * vector[c];
      vector[i] /= matrix[i * k + i];
    }

  return true;
}

static bool
share_by_equation (const double *joint,
                   const double *given,
                   size_t        k,
                   double       *shares)
{
  double *matrix = lw_grow_array (double, k *k), *sums = lw_grow_array (double, k);
  double *vector = lw_grow_array (double, k);
  bool    is_solved;

  for (size_t i = 0; i < k * k; i++)
    sums[i % k] += joint[i];
  for (size_t i = 0; i < k * k; i++)
    matrix[i] = joint[i] / fmax (sums[i % k], TINY);
  memcpy (vector, given, k * sizeof *vector);

  is_solved = solve (matrix, vector, k);
  if (is_solved)
    memcpy (shares, vector, k * sizeof *shares);

  free (matrix);
  free (sums);
  free (vector);

  return is_solved;
}

static void
share_by_inverse (const LwNoiseRates *rates,
                  const double       *given,
                  size_t              k)
{
  for (size_t i = 0; i < k; i++)
    {
      rates->shares[i] = 0;
      for (size_t j = 0; j < k; j++)
        rates->shares[i] += rates->inverse[i * k + j] * given[j];
    }
}

static void
converge (const LwNoiseRates *rates,
          const double       *given,
          size_t              k)
{
  for (int round = 0; round < N_ROUNDS; round++)
    {
      for (int inner = 0; inner < N_INVERSE_ROUNDS; inner++)
        {
          for (size_t i = 0; i < k; i++)
            for (size_t j = 0; j < k; j++)
              rates->inverse[i * k + j] = rates->noise[j * k + i] * rates->shares[i] / fmax (given[j], TINY);

          clip_rates (rates->inverse, k);
          share_by_count (rates, given, k);
        }

      for (size_t i = 0; i < k; i++)
        for (size_t j = 0; j < k; j++)
          rates->noise[j * k + i] = rates->inverse[i * k + j] * given[j] / fmax (rates->shares[i], TINY);
      clip_rates (rates->noise, k);
    }

  clip_shares (rates->shares, k, SHARE_MIN_LAST);
  clip_rates (rates->noise, k);
  clip_rates (rates->inverse, k);
}

bool
lw_noise_rates_estimate (const double       *joint,
                         const int64_t      *class_counts,
                         size_t              n_classes,
                         LwTrueShare         method,
                         bool                is_converging,
                         const LwNoiseRates *rates)
{
  const size_t k = n_classes;
  double      *given = lw_grow_array (double, k);
  double       n = 0;
  bool         is_good = true;

  for (size_t j = 0; j < k; j++)
    n += (double) class_counts[j];
  for (size_t j = 0; j < k; j++)
    given[j] = (double) class_counts[j] / n;

  if (method == LW_TRUE_SHARE_EQUATION)
    is_good = share_by_equation (joint, given, k, rates->shares);

  if (is_good)
    {
      divide_joint (joint, k, rates);

      if (method == LW_TRUE_SHARE_COUNT)
        share_by_count (rates, given, k);
      else if (method == LW_TRUE_SHARE_MARGINAL)
        share_by_marginal (joint, k, rates->shares);
      else if (method == LW_TRUE_SHARE_MARGINAL_PS)
        share_by_inverse (rates, given, k);

      /* Those by count are clipped already, and once more would move them. */
      if (method != LW_TRUE_SHARE_COUNT)
        clip_shares (rates->shares, k, SHARE_MIN);
      clip_rates (rates->noise, k);
      clip_rates (rates->inverse, k);

      if (is_converging)
        converge (rates, given, k);
    }

  free (given);

  return is_good;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-interval.h"

#include <math.h>

#define TINY 1e-300

/* --- Functions --- */

/* The d of the continued fraction, DLMF 8.17.23. */
static double
coefficient (double a,
             double b,
             double x,
             int    i)
{
  const double m = i / 2;

  return i % 2 == 0 ? m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
                    : -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
}

/* 1 / (1 + d1 / (1 + d2 / ...)). */
static double
fraction (double a,
          double b,
          double x)
{
  double f = 1, c = 1, d = 0;

  for (int i = 1; i < 100000; i++)
    {
      const double term = coefficient (a, b, x, i);

      d = 1 + term * d;
      d = 1 / (fabs (d) < TINY ? TINY : d);
      c = 1 + term / c;
      c = fabs (c) < TINY ? TINY : c;
      f *= c * d;

      if (fabs (c * d - 1) < 1e-15)
        break;
    }

  return 1 / f;
}

double
lw_incomplete_beta (double a,
                    double b,
                    double x)
{
  double front;

  if (x <= 0 || x >= 1)
    return x >= 1;

  front = exp (lgamma (a + b) - lgamma (a) - lgamma (b) + a * log (x) + b * log1p (-x));

  /* The fraction converges fast below the mean; above it, from the other side. */
  if (x < (a + 1) / (a + b + 2))
    return front / a * fraction (a, b, x);

  return 1 - front / b * fraction (b, a, 1 - x);
}

double
lw_beta_quantile (double a,
                  double b,
                  double p)
{
  /* What rises from below @p at 0 to above it at 1. */
  double low = 0, high = 1;

  while (high - low > 1e-16 && low + (high - low) / 2 != low && low + (high - low) / 2 != high)
    {
      const double middle = low + (high - low) / 2;

      if (lw_incomplete_beta (a, b, middle) < p)
        low = middle;
      else
        high = middle;
    }

  return low + (high - low) / 2;
}

double
lw_normal_quantile (double p)
{
  double low = -40, high = 40;

  for (int i = 0; i < 100; i++)
    {
      const double middle = (low + high) / 2;

      if (erfc (-middle / sqrt (2)) / 2 < p)
        low = middle;
      else
        high = middle;
    }

  return (low + high) / 2;
}

/* --- Intervals --- */

LwInterval
lw_interval_exact (double n_hits,
                   double n,
                   double confidence)
{
  const double tail = (1 - confidence) / 2;

  if (n <= 0)
    return (LwInterval){ NAN, 0, 1 };

  return (LwInterval){
    n_hits / n,
    n_hits <= 0 ? 0 : lw_beta_quantile (n_hits, n - n_hits + 1, tail),
    n_hits >= n ? 1 : lw_beta_quantile (n_hits + 1, n - n_hits, 1 - tail),
  };
}

LwInterval
lw_interval_wilson (double n_hits,
                    double n,
                    double confidence)
{
  const double z = lw_normal_quantile (1 - (1 - confidence) / 2);
  const double rate = n_hits / n;
  const double middle = (n_hits + z * z / 2) / (n + z * z);
  const double half = z / (n + z * z) * sqrt (n_hits * (1 - rate) + z * z / 4);

  if (n <= 0)
    return (LwInterval){ NAN, 0, 1 };

  return (LwInterval){ rate, n_hits <= 0 ? 0 : fmax (middle - half, 0), n_hits >= n ? 1 : fmin (middle + half, 1) };
}

/* Where the count is as far from its mean as @confidence says, in standard deviations of that mean. */
LwInterval
lw_interval_poisson (double n_events,
                     double exposure,
                     double confidence)
{
  const double z = lw_normal_quantile (1 - (1 - confidence) / 2);
  const double middle = n_events + z * z / 2;
  const double half = z * sqrt (n_events + z * z / 4);

  if (exposure <= 0)
    return (LwInterval){ NAN, 0, INFINITY };

  return (LwInterval){ n_events / exposure, fmax (middle - half, 0) / exposure, (middle + half) / exposure };
}

LwInterval
lw_interval_weighted_sum (const LwInterval *rates,
                          const double     *weights,
                          size_t            n)
{
  double value = 0, below = 0, above = 0;

  for (size_t i = 0; i < n; i++)
    {
      const double down = weights[i] > 0 ? rates[i].value - rates[i].low : rates[i].high - rates[i].value;
      const double up = weights[i] > 0 ? rates[i].high - rates[i].value : rates[i].value - rates[i].low;

      if (weights[i] == 0)
        continue;

      value += weights[i] * rates[i].value;
      below += weights[i] * weights[i] * down * down;
      above += weights[i] * weights[i] * up * up;
    }

  return (LwInterval){ value, value - sqrt (below), value + sqrt (above) };
}

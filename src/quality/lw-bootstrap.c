/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-bootstrap.h"

#include "lw-grow.h"
#include "lw-random.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#define N_GROUPS_MAX 200

/* The stream that no sample has. */
#define STREAM_GROUPS UINT64_MAX

/* Below @n, every value equally likely, without a division in nearly all calls: Lemire, "Fast
 * random integer generation in an interval", ACM Transactions on Modeling and Computer Simulation
 * 29(1), 2019.  Two of them make one number of the generator. */
static inline bool
place_below (uint32_t  drawn,
             uint32_t  n,
             uint32_t *place)
{
  const uint64_t product = (uint64_t) drawn * n;

  *place = (uint32_t) (product >> 32);

  return (uint32_t) product >= n || (uint32_t) product >= -n % n;
}

void
lw_bootstrap_draw (uint64_t  seed,
                   uint64_t  stream,
                   size_t    n_items,
                   uint32_t *counts)
{
  LwRandom random = lw_random_new_stream (seed, stream);
  size_t   n_drawn = 0;

  memset (counts, 0, n_items * sizeof *counts);

  while (n_drawn < n_items)
    {
      const uint64_t drawn = lw_random_next (&random);
      uint32_t       place;

      if (n_items > UINT32_MAX)
        {
          counts[drawn % n_items]++;
          n_drawn++;
          continue;
        }

      if (place_below ((uint32_t) (drawn >> 32), (uint32_t) n_items, &place))
        {
          counts[place]++;
          n_drawn++;
        }

      if (n_drawn < n_items && place_below ((uint32_t) drawn, (uint32_t) n_items, &place))
        {
          counts[place]++;
          n_drawn++;
        }
    }
}

/* --- The shape of the error --- */

typedef struct
{
  LwBootstrapStatistic      statistic;
  void                     *data;
  size_t                    n_items, n_values;
  const LwBootstrapOptions *options;
  uint32_t                 *counts;
} Bootstrap;

/* Which group each item is left out with. */
static uint32_t *
assign_groups (const Bootstrap *self,
               size_t           n_groups)
{
  LwRandom  random = lw_random_new_stream (self->options->seed, STREAM_GROUPS);
  uint32_t *groups = lw_grow_array (uint32_t, self->n_items);

  for (size_t i = 0; i < self->n_items; i++)
    groups[i] = (uint32_t) (i % n_groups);

  for (size_t i = self->n_items; self->n_items > n_groups && i > 1; i--)
    {
      const size_t   j = (size_t) lw_random_below (&random, i);
      const uint32_t swapped = groups[i - 1];

      groups[i - 1] = groups[j];
      groups[j] = swapped;
    }

  return groups;
}

/* Into @accelerations, one a value: the skewness of what leaving out changes, over 6; 0 where that
 * cannot be said.  @left has room for all groups' values. */
static void
measure_acceleration (Bootstrap *self,
                      size_t     n_groups,
                      double    *left,
                      double    *accelerations)
{
  uint32_t *groups = assign_groups (self, n_groups);

  for (size_t g = 0; g < n_groups; g++)
    {
      for (size_t i = 0; i < self->n_items; i++)
        self->counts[i] = groups[i] != g;
      self->statistic (self->counts, self->data, left + g * self->n_values);
    }

  for (size_t v = 0; v < self->n_values; v++)
    {
      double mean = 0, squares = 0, cubes = 0;

      for (size_t g = 0; g < n_groups; g++)
        mean += left[g * self->n_values + v] / (double) n_groups;

      for (size_t g = 0; g < n_groups; g++)
        {
          const double change = mean - left[g * self->n_values + v];

          squares += change * change;
          cubes += change * change * change;
        }

      accelerations[v] = squares > 0 ? cubes / (6 * squares * sqrt (squares)) : 0;
      if (!isfinite (accelerations[v]))
        accelerations[v] = 0;
    }

  free (groups);
}

/* --- Quantiles --- */

static int
compare (const void *a,
         const void *b)
{
  const double first = *(const double *) a, second = *(const double *) b;

  return (first > second) - (first < second);
}

static double
normal_share (double z)
{
  return erfc (-z / sqrt (2)) / 2;
}

static double
quantile (const double *sorted,
          size_t        n,
          double        share)
{
  const double place = fmin (fmax (share * (double) (n + 1) - 1, 0), (double) (n - 1));
  const size_t below = (size_t) place;
  const size_t above = below + 1 < n ? below + 1 : below;

  return sorted[below] + (place - (double) below) * (sorted[above] - sorted[below]);
}

/* How many of the samples lie below the value; of those equal to it, half. */
static double
measure_share_below (const double *sorted,
                     size_t        n,
                     double        value)
{
  double n_below = 0;

  /* Sums in another order differ by rounding only. */
  for (size_t i = 0; i < n; i++)
    {
      const double difference = sorted[i] - value;

      n_below += fabs (difference) <= 1e-12 * fabs (value) ? 0.5 : difference < 0;
    }

  return fmin (fmax (n_below, 0.5), (double) n - 0.5) / (double) n;
}

/* @drawn has @n values in any order, and comes out sorted. */
static LwInterval
limit (double  value,
       double *drawn,
       size_t  n,
       double  acceleration,
       double  confidence)
{
  const double tail = (1 - confidence) / 2;
  double       bias, shares[2];

  if (n == 0 || isnan (value))
    return (LwInterval){ value, NAN, NAN };

  qsort (drawn, n, sizeof *drawn, compare);
  bias = lw_normal_quantile (measure_share_below (drawn, n, value));

  for (int side = 0; side < 2; side++)
    {
      const double z = bias + lw_normal_quantile (side == 0 ? tail : 1 - tail);
      const double stretch = 1 - acceleration * z;

      /* From there on the correction turns back. */
      shares[side] = stretch > 0 ? normal_share (bias + z / stretch) : side;
    }

  return (LwInterval){ value, fmin (quantile (drawn, n, shares[0]), value), fmax (quantile (drawn, n, shares[1]), value) };
}

void
lw_bootstrap_intervals (LwBootstrapStatistic      statistic,
                        void                     *data,
                        size_t                    n_items,
                        size_t                    n_values,
                        const LwBootstrapOptions *options,
                        LwInterval               *intervals)
{
  const size_t n_groups = n_items < N_GROUPS_MAX ? n_items : N_GROUPS_MAX;
  const size_t n_resamples = n_items > 0 ? options->n_resamples : 0;
  Bootstrap    self = { statistic, data, n_items, n_values, options, lw_grow_array (uint32_t, n_items) };
  double      *drawn = lw_grow_array (double, (n_resamples > n_groups ? n_resamples : n_groups) * n_values);
  double      *column = lw_grow_array (double, n_resamples);
  double      *values = lw_grow_array (double, n_values);
  double      *accelerations = lw_grow_array (double, n_values);

  for (size_t i = 0; i < n_items; i++)
    self.counts[i] = 1;
  statistic (self.counts, data, values);

  if (n_groups > 1)
    measure_acceleration (&self, n_groups, drawn, accelerations);

  for (size_t b = 0; b < n_resamples; b++)
    {
      lw_bootstrap_draw (options->seed, b, n_items, self.counts);
      statistic (self.counts, data, drawn + b * n_values);
    }

  for (size_t v = 0; v < n_values; v++)
    {
      size_t n = 0;

      for (size_t b = 0; b < n_resamples; b++)
        if (!isnan (drawn[b * n_values + v]))
          column[n++] = drawn[b * n_values + v];

      intervals[v] = limit (values[v], column, n, accelerations[v], options->confidence);
    }

  free (self.counts);
  free (drawn);
  free (column);
  free (values);
  free (accelerations);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-outliers.h"

#include "lw-grow.h"
#include "lw-label-scores.h"

#include <float.h>
#include <math.h>
#include <string.h>

/* Below, a distance is rounding: that of a product of unit vectors, and the root of it. */
#define COSINE_MIN (50 * DBL_EPSILON)
#define EUCLID_MIN 1.4901161193847656e-7
#define MEDIAN_MIN (100 * DBL_EPSILON)
#define UNIT_MIN 1e-6

/* Where an outlier begins in units of what is between the quartiles: 1 / 0.37037 - 1. */
#define REACH (1 / 0.37037 - 1)

#define DUPLICATE_SHARE 0.13
#define DUPLICATE_MIN 1e-8

#define GEN_POWER 0.1
#define N_GEN 100

static int
compare (const void *a,
         const void *b)
{
  const double first = *(const double *) a, second = *(const double *) b;

  return (first > second) - (first < second);
}

/* Between two of the sorted values, in proportion. */
static double
get_quantile (const double *sorted,
              size_t        n,
              double        share)
{
  const double place = share * (double) (n - 1);
  const size_t below = (size_t) place;

  return below + 1 < n ? sorted[below] + (place - (double) below) * (sorted[below + 1] - sorted[below]) : sorted[below];
}

static double *
sort_copy (const double *values,
           size_t        n,
           size_t        stride)
{
  double *sorted = lw_grow_array (double, n);

  for (size_t i = 0; i < n; i++)
    sorted[i] = values[i * stride];
  qsort (sorted, n, sizeof *sorted, compare);

  return sorted;
}

static double
get_median (const double *values,
            size_t        n,
            size_t        stride)
{
  double      *sorted = sort_copy (values, n, stride);
  const double median = n > 0 ? get_quantile (sorted, n, 0.5) : 0;

  free (sorted);

  return median;
}

/* --- Unlike --- */

void
lw_outliers_average (const double *neighbour_distances,
                     size_t        n,
                     size_t        stride,
                     size_t        k,
                     double       *distances)
{
  for (size_t i = 0; i < n; i++)
    {
      double sum = 0;

      for (size_t j = 0; j < k; j++)
        sum += neighbour_distances[i * stride + j];
      distances[i] = k > 0 ? sum / (double) k : 0;
    }
}

double
lw_outliers_score (const double *distances,
                   size_t        n,
                   LwMetric      metric,
                   double       *scores)
{
  const double median = fmax (get_median (distances, n, 1), MEDIAN_MIN);
  const double least = metric == LW_METRIC_COSINE ? COSINE_MIN : EUCLID_MIN;

  for (size_t i = 0; i < n; i++)
    scores[i] = distances[i] < least ? 1 : exp (-distances[i] / fmax (median, UNIT_MIN));

  return median;
}

double
lw_outliers_get_threshold (const double *distances,
                           size_t        n)
{
  double *sorted = sort_copy (distances, n, 1);
  double  low, high;

  if (n == 0)
    {
      free (sorted);
      return 0;
    }

  low = get_quantile (sorted, n, 0.25);
  high = get_quantile (sorted, n, 0.75);
  free (sorted);

  return high + REACH * (high - low);
}

/* --- Alike --- */

/* Whether @item has @other among its neighbours that are near enough. */
static bool
lists (const double   *distances,
       const uint32_t *indices,
       size_t          k,
       double          limit,
       size_t          item,
       size_t          other)
{
  for (size_t j = 0; j < k && distances[item * k + j] < limit; j++)
    if (indices[item * k + j] == other)
      return true;

  return false;
}

/* Counts, or with @items fills, the likes of all items: own neighbours, and those that name an item
 * without being named by it. */
static void
pair (const double   *distances,
      const uint32_t *indices,
      size_t          n,
      size_t          k,
      double          limit,
      size_t         *places,
      uint32_t       *items)
{
  for (size_t i = 0; i < n; i++)
    for (size_t j = 0; j < k && distances[i * k + j] < limit; j++)
      {
        const uint32_t other = indices[i * k + j];

        if (items != NULL)
          items[places[i]] = other;
        places[i]++;

        if (lists (distances, indices, k, limit, other, i))
          continue;

        if (items != NULL)
          items[places[other]] = (uint32_t) i;
        places[other]++;
      }
}

static int
compare_items (const void *a,
               const void *b)
{
  const uint32_t first = *(const uint32_t *) a, second = *(const uint32_t *) b;

  return (first > second) - (first < second);
}

LwNearDuplicates *
lw_near_duplicates_new (const double   *distances,
                        const uint32_t *indices,
                        size_t          n,
                        size_t          k)
{
  LwNearDuplicates *self = lw_grow_array (LwNearDuplicates, 1);
  size_t           *places = lw_grow_array (size_t, n);

  *self = (LwNearDuplicates){
    .n = n,
    .begins = lw_grow_array (size_t, n + 1),
    .scores = lw_grow_array (double, n),
    .median = fmax (k > 0 ? get_median (distances, n, k) : 0, UNIT_MIN),
  };

  pair (distances, indices, n, k, DUPLICATE_SHARE * self->median, places, NULL);
  for (size_t i = 0; i < n; i++)
    {
      self->begins[i + 1] = self->begins[i] + places[i];
      places[i] = self->begins[i];
    }

  self->items = lw_grow_array (uint32_t, self->begins[n]);
  pair (distances, indices, n, k, DUPLICATE_SHARE * self->median, places, self->items);

  for (size_t i = 0; i < n; i++)
    {
      const double nearest = k > 0 ? distances[i * k] : INFINITY;

      qsort (self->items + self->begins[i], self->begins[i + 1] - self->begins[i], sizeof *self->items, compare_items);
      self->scores[i] = nearest <= DUPLICATE_MIN ? 0 : 1 - exp (-nearest / self->median);
    }

  free (places);

  return self;
}

void
lw_near_duplicates_free (LwNearDuplicates *self)
{
  if (self == NULL)
    return;

  free (self->begins);
  free (self->items);
  free (self->scores);
  free (self);
}

/* --- By probabilities --- */

static double
measure_entropy (const double *row,
                 size_t        n)
{
  double entropy = 0;

  for (size_t j = 0; j < n; j++)
    if (row[j] > 0)
      entropy -= row[j] * log (row[j]);

  return n > 1 ? entropy / log ((double) n) : 0;
}

static double
measure_gen (const double *row,
             size_t        n,
             double       *softmax)
{
  double sum = 0, total = 0;

  for (size_t j = 0; j < n; j++)
    sum += softmax[j] = exp (row[j]);

  qsort (softmax, n, sizeof *softmax, compare);
  for (size_t j = n; j-- > 0 && n - j <= N_GEN;)
    {
      const double q = softmax[j] / sum;

      total += pow (q * (1 - q), GEN_POWER);
    }

  return total / N_GEN;
}

void
lw_outliers_score_probabilities (LwOutOfDistribution method,
                                 const double       *probabilities,
                                 size_t              n_rows,
                                 size_t              n_classes,
                                 double             *scores)
{
  double *softmax = lw_grow_array (double, n_classes);

  for (size_t i = 0; i < n_rows; i++)
    {
      const double *row = probabilities + i * n_classes;

      if (method == LW_OUT_OF_DISTRIBUTION_ENTROPY)
        scores[i] = 1 - measure_entropy (row, n_classes);
      else if (method == LW_OUT_OF_DISTRIBUTION_LEAST_CONFIDENCE)
        scores[i] = row[lw_label_predict (row, n_classes)];
      else
        scores[i] = 1 - measure_gen (row, n_classes, softmax);
    }

  free (softmax);
}

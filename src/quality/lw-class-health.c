/* How healthy labels are, from the estimated joint.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lw-noise-rates.h"

#include "lw-grow.h"

#include <math.h>

#define SHARE_MIN 1e-6

typedef struct
{
  const int64_t *counts, *class_counts;
  size_t         n_classes;
  double         confidence;
  double        *n_counted; /* per given class */
} Limits;

static LwInterval
limit_rate (const Limits *limits,
            size_t        given,
            double        n_hits)
{
  return lw_interval_exact (n_hits, limits->n_counted[given], limits->confidence);
}

static LwInterval
scale (LwInterval interval,
       double     factor)
{
  return (LwInterval){ interval.value * factor, interval.low * factor, interval.high * factor };
}

/* How many items of class @truth are given as another one. */
static LwInterval
limit_elsewhere (const Limits *limits,
                 size_t        truth)
{
  double     n_hits = 0, n = 0, sum = 0, squares = 0, weight = 0;
  LwInterval rate;

  for (size_t i = 0; i < limits->n_classes; i++)
    {
      const double hits = (double) limits->counts[i * limits->n_classes + truth];
      const double items_per_hit = (double) limits->class_counts[i] / limits->n_counted[i];

      if (i == truth)
        continue;

      n += limits->n_counted[i];
      n_hits += hits;
      sum += hits * items_per_hit;
      squares += hits * items_per_hit * items_per_hit;
      weight = fmax (weight, items_per_hit);
    }

  rate = lw_interval_exact (n_hits, n, limits->confidence);
  weight = n_hits > 0 ? sqrt (squares / n_hits) : weight;

  return (LwInterval){ sum, sum - weight * (n_hits - n * rate.low), sum + weight * (n * rate.high - n_hits) };
}

/* The part that @a is of both; all independent numbers of at least 0. */
static LwInterval
limit_part (LwInterval a,
            LwInterval b)
{
  const double product = a.value * b.value;
  const double low_a = fmax (a.low, 0) * (2 * a.value - fmax (a.low, 0)), high_a = a.high * (2 * a.value - a.high);
  const double low_b = b.low * (2 * b.value - b.low), high_b = b.high * (2 * b.value - b.high);
  const double low = low_a / (product + sqrt (fmax (product * product - low_a * high_b, 0)));
  const double high = (product + sqrt (fmax (product * product - high_a * low_b, 0))) / low_b;

  return (LwInterval){
    a.value / (a.value + b.value),
    low > 0 ? low / (1 + low) : 0,
    isfinite (high) ? high / (1 + high) : 1,
  };
}

/* Around the value that was estimated from rounded counts. */
static LwInterval
put_around (LwInterval interval,
            double     value)
{
  return (LwInterval){ value, fmin (interval.low, value), fmax (interval.high, value) };
}

static LwClassHealth
measure_class (const Limits *limits,
               const double *estimate,
               double        n_items,
               size_t        j)
{
  const size_t  k = limits->n_classes;
  const int64_t right = limits->counts[j * k + j];
  double        row = 0, column = 0;
  LwInterval    noise, inverse;

  for (size_t i = 0; i < k; i++)
    {
      row += estimate[j * k + i];
      column += estimate[i * k + j];
    }

  noise = limit_rate (limits, j, limits->n_counted[j] - (double) right);
  inverse = limit_part (limit_elsewhere (limits, j), scale (limit_rate (limits, j, (double) right), (double) limits->class_counts[j]));

  return (LwClassHealth){
    .class_index = j,
    .n_issues = rint ((row - estimate[j * k + j]) * n_items),
    .n_inverse_issues = rint ((column - estimate[j * k + j]) * n_items),
    .noise = put_around (noise, (row - estimate[j * k + j]) / fmax (row, SHARE_MIN)),
    .inverse_noise = put_around (inverse, (column - estimate[j * k + j]) / fmax (column, SHARE_MIN)),
    .quality = 1 - (row - estimate[j * k + j]) / fmax (row, SHARE_MIN),
  };
}

void
lw_class_health_measure (const double  *estimate,
                         const int64_t *counts,
                         const int64_t *class_counts,
                         size_t         n_classes,
                         double         confidence,
                         LwClassHealth *health)
{
  Limits limits = {
    counts,
    class_counts,
    n_classes,
    confidence,
    .n_counted = lw_grow_array (double, n_classes),
  };
  double n_items = 0;

  for (size_t i = 0; i < n_classes * n_classes; i++)
    limits.n_counted[i / n_classes] += (double) counts[i];
  for (size_t j = 0; j < n_classes; j++)
    n_items += (double) class_counts[j];

  for (size_t j = 0; j < n_classes; j++)
    health[j] = measure_class (&limits, estimate, n_items, j);

  free (limits.n_counted);
}

static int
compare_overlaps (const void *a,
                  const void *b)
{
  const LwClassOverlap *first = a, *second = b;

  if (first->share != second->share)
    return first->share < second->share ? 1 : -1;
  if (first->class_a != second->class_a)
    return first->class_a < second->class_a ? -1 : 1;

  return first->class_b < second->class_b ? -1 : first->class_b > second->class_b;
}

void
lw_class_overlap_measure (const double   *estimate,
                          size_t          n_classes,
                          size_t          n_items,
                          LwClassOverlap *overlaps)
{
  size_t n = 0;

  for (size_t a = 0; a < n_classes; a++)
    for (size_t b = a + 1; b < n_classes; b++)
      {
        const double share = estimate[a * n_classes + b] + estimate[b * n_classes + a];

        overlaps[n++] = (LwClassOverlap){ a, b, share, rint (share * (double) n_items) };
      }

  qsort (overlaps, n, sizeof *overlaps, compare_overlaps);
}

LwInterval
lw_label_health (size_t n_issues,
                 size_t n_items,
                 double confidence)
{
  return lw_interval_exact ((double) (n_items - n_issues), (double) n_items, confidence);
}

LwInterval
lw_label_estimate_errors (const double  *estimate,
                          const int64_t *counts,
                          const int64_t *class_counts,
                          size_t         n_classes,
                          double         confidence)
{
  LwInterval *rates = lw_grow_array (LwInterval, n_classes);
  double     *weights = lw_grow_array (double, n_classes);
  double      n_items = 0, right = 0;
  LwInterval  sum;

  for (size_t i = 0; i < n_classes; i++)
    {
      double n_counted = 0;

      for (size_t j = 0; j < n_classes; j++)
        n_counted += (double) counts[i * n_classes + j];

      rates[i] = lw_interval_exact (n_counted - (double) counts[i * n_classes + i], n_counted, confidence);
      weights[i] = (double) class_counts[i];
      n_items += (double) class_counts[i];
      right += estimate[i * n_classes + i];
    }

  sum = lw_interval_weighted_sum (rates, weights, n_classes);
  sum = (LwInterval){ sum.value, fmax (sum.low, 0), fmin (sum.high, n_items) };

  free (rates);
  free (weights);

  return put_around (sum, rint ((1 - right) * n_items));
}

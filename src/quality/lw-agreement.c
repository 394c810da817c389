/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-agreement.h"

#include "lw-grow.h"

#include <math.h>
#include <string.h>

/* --- Two raters --- */

static double
weight_of (LwDisagreement weights,
           size_t         a,
           size_t         b)
{
  const double difference = fabs ((double) a - (double) b);

  switch (weights)
    {
    case LW_DISAGREEMENT_LINEAR:
      return difference;

    case LW_DISAGREEMENT_INTERVAL:
      return difference * difference;

    default:
      return a != b;
    }
}

/* @table gets how often each pair of classes occurs; returns the number of units. */
static double
tabulate (const int32_t *ratings,
          size_t         n_units,
          size_t         n_raters,
          size_t         n_classes,
          size_t         rater_a,
          size_t         rater_b,
          double        *table)
{
  double n = 0;

  for (size_t i = 0; i < n_units; i++)
    {
      const int32_t a = ratings[i * n_raters + rater_a], b = ratings[i * n_raters + rater_b];

      if (a < 0 || b < 0)
        continue;

      table[(size_t) a * n_classes + (size_t) b]++;
      n++;
    }

  return n;
}

double
lw_agreement_cohen (const int32_t *ratings,
                    size_t         n_units,
                    size_t         n_raters,
                    size_t         n_classes,
                    size_t         rater_a,
                    size_t         rater_b,
                    LwDisagreement weights)
{
  const size_t k = n_classes;
  double      *table = lw_grow_array (double, k *k);
  double      *rows = lw_grow_array (double, k), *columns = lw_grow_array (double, k);
  double       observed = 0, expected = 0;
  const double n = tabulate (ratings, n_units, n_raters, k, rater_a, rater_b, table);

  for (size_t i = 0; i < k * k; i++)
    {
      rows[i / k] += table[i];
      columns[i % k] += table[i];
    }

  for (size_t i = 0; i < k * k; i++)
    {
      observed += weight_of (weights, i / k, i % k) * table[i];
      expected += weight_of (weights, i / k, i % k) * rows[i / k] * columns[i % k] / n;
    }

  free (table);
  free (rows);
  free (columns);

  return expected > 0 ? 1 - observed / expected : NAN;
}

/* --- Many raters, nothing missing --- */

typedef struct
{
  double  n_units, observed; /* the mean over units of the share of equal pairs */
  double *shares;            /* of each class among all ratings */
} Complete;

/* How often each class was given to a unit; the number of ratings. */
static size_t
count_unit (const int32_t *unit,
            size_t         n_raters,
            size_t         n_classes,
            double        *counts)
{
  size_t n = 0;

  memset (counts, 0, n_classes * sizeof *counts);
  for (size_t a = 0; a < n_raters; a++)
    if (unit[a] >= 0)
      {
        counts[unit[a]]++;
        n++;
      }

  return n;
}

static Complete
summarise (const int32_t *ratings,
           size_t         n_units,
           size_t         n_raters,
           size_t         n_classes)
{
  Complete     all = { 0, 0, lw_grow_array (double, n_classes) };
  double      *counts = lw_grow_array (double, n_classes);
  const double r = (double) n_raters;

  for (size_t i = 0; i < n_units; i++)
    {
      double squares = 0;

      if (count_unit (ratings + i * n_raters, n_raters, n_classes, counts) < n_raters)
        continue;

      for (size_t j = 0; j < n_classes; j++)
        {
          squares += counts[j] * counts[j];
          all.shares[j] += counts[j];
        }

      all.n_units++;
      all.observed += (squares - r) / (r * (r - 1));
    }

  all.observed /= all.n_units;
  for (size_t j = 0; j < n_classes; j++)
    all.shares[j] /= all.n_units * r;

  free (counts);

  return all;
}

double
lw_agreement_fleiss (const int32_t *ratings,
                     size_t         n_units,
                     size_t         n_raters,
                     size_t         n_classes)
{
  Complete all = summarise (ratings, n_units, n_raters, n_classes);
  double   expected = 0;

  for (size_t j = 0; j < n_classes; j++)
    expected += all.shares[j] * all.shares[j];

  free (all.shares);

  return expected < 1 ? (all.observed - expected) / (1 - expected) : NAN;
}

double
lw_agreement_randolph (const int32_t *ratings,
                       size_t         n_units,
                       size_t         n_raters,
                       size_t         n_classes)
{
  Complete all = summarise (ratings, n_units, n_raters, n_classes);
  double   n_seen = 0;

  for (size_t j = 0; j < n_classes; j++)
    n_seen += all.shares[j] > 0;

  free (all.shares);

  return n_seen > 1 ? (all.observed - 1 / n_seen) / (1 - 1 / n_seen) : NAN;
}

/* --- Any number of ratings --- */

static double
square (double x)
{
  return x * x;
}

/* Between classes @a < @b; @totals are the ratings of each class. */
static double
distance_of (LwDisagreement distance,
             const double  *totals,
             size_t         a,
             size_t         b)
{
  const double low = (double) a, high = (double) b;
  double       between = 0;

  switch (distance)
    {
    case LW_DISAGREEMENT_ORDINAL:
      for (size_t g = a; g <= b; g++)
        between += totals[g];
      return square (between - (totals[a] + totals[b]) / 2);

    case LW_DISAGREEMENT_INTERVAL:
      return square (high - low);

    case LW_DISAGREEMENT_RATIO:
      return square ((high - low) / (high + low));

    default:
      return 1;
    }
}

/* @pairs gets the coincidences of each pair of classes, @totals their row sums. */
static void
count_coincidences (const int32_t *ratings,
                    size_t         n_units,
                    size_t         n_raters,
                    size_t         n_classes,
                    double        *pairs,
                    double        *totals)
{
  double *counts = lw_grow_array (double, n_classes);

  for (size_t i = 0; i < n_units; i++)
    {
      const size_t m = count_unit (ratings + i * n_raters, n_raters, n_classes, counts);

      if (m < 2)
        continue;

      for (size_t a = 0; a < n_classes; a++)
        for (size_t b = 0; counts[a] > 0 && b < n_classes; b++)
          pairs[a * n_classes + b] += counts[a] * (counts[b] - (a == b)) / (double) (m - 1);
    }

  for (size_t i = 0; i < n_classes * n_classes; i++)
    totals[i / n_classes] += pairs[i];

  free (counts);
}

double
lw_agreement_krippendorff (const int32_t *ratings,
                           size_t         n_units,
                           size_t         n_raters,
                           size_t         n_classes,
                           LwDisagreement distance)
{
  const size_t k = n_classes;
  double      *pairs = lw_grow_array (double, k *k);
  double      *totals = lw_grow_array (double, k);
  double       observed = 0, expected = 0, n = 0;

  count_coincidences (ratings, n_units, n_raters, k, pairs, totals);

  for (size_t a = 0; a < k; a++)
    n += totals[a];

  /* Both orders of a pair are alike. */
  for (size_t a = 0; a < k; a++)
    for (size_t b = a + 1; b < k; b++)
      {
        const double apart = distance_of (distance, totals, a, b);

        observed += 2 * pairs[a * k + b] * apart;
        expected += 2 * totals[a] * totals[b] / (n - 1) * apart;
      }

  free (pairs);
  free (totals);

  return expected > 0 ? 1 - observed / expected : NAN;
}

double
lw_agreement_observed (const int32_t *ratings,
                       size_t         n_units,
                       size_t         n_raters)
{
  double n_equal = 0, n_pairs = 0;

  for (size_t i = 0; i < n_units; i++)
    for (size_t a = 0; a < n_raters; a++)
      for (size_t b = a + 1; b < n_raters; b++)
        {
          const int32_t x = ratings[i * n_raters + a], y = ratings[i * n_raters + b];

          n_pairs += x >= 0 && y >= 0;
          n_equal += x >= 0 && x == y;
        }

  return n_pairs > 0 ? n_equal / n_pairs : NAN;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-agreement.h"

#include "lw-agreement-private.h"
#include "lw-grow.h"

#include <math.h>
#include <string.h>

static inline double
drawn (const uint32_t *counts,
       size_t          unit)
{
  return counts != NULL ? counts[unit] : 1;
}

static inline void
set_chance (double *chance,
            double  value)
{
  if (chance != NULL)
    *chance = value;
}

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

/* The largest weight that two classes have which were given. */
static double
weigh_extremes (const LwRaterPair *self)
{
  size_t low = self->n_classes, high = 0;

  for (size_t j = 0; j < self->n_classes; j++)
    if (self->rows[j] > 0 || self->columns[j] > 0)
      {
        low = low < j ? low : j;
        high = j;
      }

  return high > low ? weight_of (self->weights, low, high) : 1;
}

double
lw_rater_pair_cohen (LwRaterPair    *self,
                     const uint32_t *counts,
                     double         *chance)
{
  const size_t k = self->n_classes;
  double       observed = 0, expected = 0, n = 0;

  memset (self->rows, 0, k * sizeof *self->rows);
  memset (self->columns, 0, k * sizeof *self->columns);

  for (size_t i = 0; i < self->n_units; i++)
    {
      const int32_t a = self->ratings[i * self->n_raters + self->rater_a];
      const int32_t b = self->ratings[i * self->n_raters + self->rater_b];
      const double  times = drawn (counts, i);

      if (a < 0 || b < 0)
        continue;

      observed += times * weight_of (self->weights, (size_t) a, (size_t) b);
      self->rows[a] += times;
      self->columns[b] += times;
      n += times;
    }

  for (size_t a = 0; a < k; a++)
    for (size_t b = 0; self->rows[a] > 0 && b < k; b++)
      expected += weight_of (self->weights, a, b) * self->rows[a] * self->columns[b] / n;

  set_chance (chance, expected / n / weigh_extremes (self));

  return expected > 0 ? 1 - observed / expected : NAN;
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
  double      *rows = lw_grow_array (double, n_classes), *columns = lw_grow_array (double, n_classes);
  LwRaterPair  pair = { ratings, n_units, n_raters, n_classes, rater_a, rater_b, weights, rows, columns };
  const double kappa = lw_rater_pair_cohen (&pair, NULL, NULL);

  free (rows);
  free (columns);

  return kappa;
}

/* --- Units --- */

/* Of a unit's ratings, how many ordered pairs are equal. */
static double
count_equal (const LwUnits *self,
             size_t         unit)
{
  double n = 0;

  for (size_t i = self->begins[unit]; i < self->begins[unit + 1]; i++)
    n += (double) self->counts[i] * (self->counts[i] - 1);

  return n;
}

LwUnits *
lw_units_new (const int32_t *ratings,
              size_t         n_units,
              size_t         n_raters,
              size_t         n_classes)
{
  LwUnits  *self = lw_grow_array (LwUnits, 1);
  uint32_t *places = lw_grow_array (uint32_t, n_classes); /* of a class in this unit, from 1 */
  size_t    n = 0;

  *self = (LwUnits){
    n_units,
    n_raters,
    n_classes,
    .begins = lw_grow_array (size_t, n_units + 1),
    .classes = lw_grow_array (uint32_t, n_units * n_raters),
    .counts = lw_grow_array (uint32_t, n_units * n_raters),
    .n_ratings = lw_grow_array (uint32_t, n_units),
    .n_equal = lw_grow_array (double, n_units),
    .totals = lw_grow_array (double, n_classes),
  };

  for (size_t u = 0; u < n_units; u++)
    {
      const int32_t *unit = ratings + u * n_raters;

      for (size_t a = 0; a < n_raters; a++)
        {
          if (unit[a] < 0)
            continue;
          if (places[unit[a]] == 0)
            {
              self->classes[n++] = (uint32_t) unit[a];
              places[unit[a]] = (uint32_t) (n - self->begins[u]);
            }
          self->counts[self->begins[u] + places[unit[a]] - 1]++;
          self->n_ratings[u]++;
        }

      for (size_t i = self->begins[u]; i < n; i++)
        places[self->classes[i]] = 0;
      self->begins[u + 1] = n;
      self->n_equal[u] = count_equal (self, u);
    }

  free (places);

  return self;
}

void
lw_units_free (LwUnits *self)
{
  free (self->begins);
  free (self->classes);
  free (self->counts);
  free (self->n_ratings);
  free (self->n_equal);
  free (self->totals);
  free (self);
}

static void
add_to_totals (LwUnits *self,
               size_t   unit,
               double   times)
{
  for (size_t i = self->begins[unit]; i < self->begins[unit + 1]; i++)
    self->totals[self->classes[i]] += times * self->counts[i];
}

double
lw_units_observed (LwUnits        *self,
                   const uint32_t *counts,
                   double         *chance)
{
  double n_equal = 0, n_pairs = 0;

  for (size_t u = 0; u < self->n_units; u++)
    {
      const double n = self->n_ratings[u];

      n_equal += drawn (counts, u) * self->n_equal[u];
      n_pairs += drawn (counts, u) * n * (n - 1);
    }

  set_chance (chance, 1);

  return n_pairs > 0 ? n_equal / n_pairs : NAN;
}

/* --- Many raters, nothing missing --- */

/* The mean over the complete units of the share of equal pairs; the totals become each class's
 * share of their ratings. */
static double
summarise_complete (LwUnits        *self,
                    const uint32_t *counts)
{
  const double r = (double) self->n_raters;
  double       observed = 0, n = 0;

  memset (self->totals, 0, self->n_classes * sizeof *self->totals);

  for (size_t u = 0; u < self->n_units; u++)
    {
      const double times = drawn (counts, u);

      if (self->n_ratings[u] < self->n_raters || times <= 0)
        continue;

      observed += times * self->n_equal[u] / (r * (r - 1));
      add_to_totals (self, u, times);
      n += times;
    }

  for (size_t j = 0; j < self->n_classes; j++)
    self->totals[j] /= n * r;

  return observed / n;
}

double
lw_units_fleiss (LwUnits        *self,
                 const uint32_t *counts,
                 double         *chance)
{
  const double observed = summarise_complete (self, counts);
  double       expected = 0;

  for (size_t j = 0; j < self->n_classes; j++)
    expected += self->totals[j] * self->totals[j];

  set_chance (chance, 1 - expected);

  return expected < 1 ? (observed - expected) / (1 - expected) : NAN;
}

double
lw_units_randolph (LwUnits        *self,
                   const uint32_t *counts,
                   double         *chance)
{
  const double observed = summarise_complete (self, counts);
  double       n_seen = 0;

  for (size_t j = 0; j < self->n_classes; j++)
    n_seen += self->totals[j] > 0;

  set_chance (chance, 1 - 1 / n_seen);

  return n_seen > 1 ? (observed - 1 / n_seen) / (1 - 1 / n_seen) : NAN;
}

static double
compute (double (*coefficient) (LwUnits        *units,
                                const uint32_t *counts,
                                double         *chance),
         const int32_t *ratings,
         size_t         n_units,
         size_t         n_raters,
         size_t         n_classes)
{
  LwUnits     *units = lw_units_new (ratings, n_units, n_raters, n_classes);
  const double value = coefficient (units, NULL, NULL);

  lw_units_free (units);

  return value;
}

double
lw_agreement_fleiss (const int32_t *ratings,
                     size_t         n_units,
                     size_t         n_raters,
                     size_t         n_classes)
{
  return compute (lw_units_fleiss, ratings, n_units, n_raters, n_classes);
}

double
lw_agreement_randolph (const int32_t *ratings,
                       size_t         n_units,
                       size_t         n_raters,
                       size_t         n_classes)
{
  return compute (lw_units_randolph, ratings, n_units, n_raters, n_classes);
}

/* --- Any number of ratings --- */

static double
square (double x)
{
  return x * x;
}

/* Between classes @a < @b with @between ratings of all classes from the one to the other. */
static inline double
distance_of (LwDisagreement distance,
             const double  *totals,
             double         between,
             size_t         a,
             size_t         b)
{
  const double low = (double) a, high = (double) b;

  switch (distance)
    {
    case LW_DISAGREEMENT_ORDINAL:
      return square (between - (totals[a] + totals[b]) / 2);

    case LW_DISAGREEMENT_INTERVAL:
      return square (high - low);

    case LW_DISAGREEMENT_RATIO:
      return square ((high - low) / (high + low));

    default:
      return 1;
    }
}

/* The ratings of units that have several, by class. */
static double
count_totals (LwUnits        *self,
              const uint32_t *counts)
{
  double n = 0;

  memset (self->totals, 0, self->n_classes * sizeof *self->totals);

  for (size_t u = 0; u < self->n_units; u++)
    if (self->n_ratings[u] > 1)
      {
        add_to_totals (self, u, drawn (counts, u));
        n += drawn (counts, u) * self->n_ratings[u];
      }

  return n;
}

/* @below has how many ratings there are of the classes below each one. */
static double
disagree_in_unit (const LwUnits *self,
                  size_t         unit,
                  LwDisagreement distance,
                  const double  *below)
{
  const double n = self->n_ratings[unit];
  double       sum = 0;

  if (distance == LW_DISAGREEMENT_NOMINAL)
    return n - self->n_equal[unit] / (n - 1);

  for (size_t i = self->begins[unit]; i < self->begins[unit + 1]; i++)
    for (size_t j = self->begins[unit]; j < self->begins[unit + 1]; j++)
      {
        const size_t a = self->classes[i], b = self->classes[j];

        /* Both orders of a pair are alike. */
        if (a < b)
          sum += 2.0 * self->counts[i] * self->counts[j] *
                 distance_of (distance, self->totals, below[b] + self->totals[b] - below[a], a, b);
      }

  return sum / (n - 1);
}

static double
disagree_by_chance (const LwUnits *self,
                    double         n,
                    LwDisagreement distance,
                    const double  *below)
{
  double sum = 0;

  for (size_t a = 0; a < self->n_classes; a++)
    for (size_t b = a + 1; self->totals[a] > 0 && b < self->n_classes; b++)
      sum += 2 * self->totals[a] * self->totals[b] / (n - 1) *
             distance_of (distance, self->totals, below[b] + self->totals[b] - below[a], a, b);

  return sum;
}

/* Of the classes that occur, the first and the last are the farthest apart. */
static double
distance_of_extremes (const LwUnits *self,
                      LwDisagreement distance,
                      const double  *below)
{
  size_t low = self->n_classes, high = 0;

  for (size_t j = 0; j < self->n_classes; j++)
    if (self->totals[j] > 0)
      {
        low = low < j ? low : j;
        high = j;
      }

  return high > low ? distance_of (distance, self->totals, below[high] + self->totals[high] - below[low], low, high) : 1;
}

double
lw_units_krippendorff (LwUnits        *self,
                       const uint32_t *counts,
                       LwDisagreement  distance,
                       double         *chance)
{
  const double n = count_totals (self, counts);
  double      *below = lw_grow_array (double, self->n_classes + 1);
  double       observed = 0, expected;

  for (size_t j = 0; j < self->n_classes; j++)
    below[j + 1] = below[j] + self->totals[j];

  for (size_t u = 0; u < self->n_units; u++)
    if (self->n_ratings[u] > 1 && drawn (counts, u) > 0)
      observed += drawn (counts, u) * disagree_in_unit (self, u, distance, below);

  expected = disagree_by_chance (self, n, distance, below);
  set_chance (chance, expected / n / distance_of_extremes (self, distance, below));
  free (below);

  return expected > 0 ? 1 - observed / expected : NAN;
}

double
lw_agreement_krippendorff (const int32_t *ratings,
                           size_t         n_units,
                           size_t         n_raters,
                           size_t         n_classes,
                           LwDisagreement distance)
{
  LwUnits     *units = lw_units_new (ratings, n_units, n_raters, n_classes);
  const double alpha = lw_units_krippendorff (units, NULL, distance, NULL);

  lw_units_free (units);

  return alpha;
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

/* Whether the order of items says something about them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lw-outliers.h"

#include "lw-grow.h"
#include "lw-random.h"

#include <math.h>
#include <string.h>

/* --- All items --- */

/* How probable it is that two places of @n, drawn at random, are at most @apart from each other. */
static double
expect_within (double n,
               double apart)
{
  return (apart * n - apart * (apart + 1) / 2) / (n * (n - 1) / 2);
}

/* @counts gets how many neighbours are so far apart as each number, if item i has the place
 * places[i]; returns the statistic.  As the reference has it, the sorted distances are numbered
 * from 0, and one at the greatest distance that there is comes last; of equal ones, the first and
 * the last can be farthest off. */
static double
measure (const uint32_t *indices,
         size_t          n,
         size_t          k,
         const uint32_t *places,
         uint32_t       *counts)
{
  const double n_all = (double) (n * k);
  double       n_before = 0, largest = 0;

  memset (counts, 0, n * sizeof *counts);
  counts[n - 1] = 1;

  for (size_t i = 0; i < n; i++)
    for (size_t j = 0; j < k; j++)
      {
        const uint32_t a = places[i], b = places[indices[i * k + j]];

        counts[a > b ? a - b : b - a]++;
      }

  for (size_t apart = 1; apart < n; apart++)
    if (counts[apart] > 0)
      {
        const double expected = expect_within ((double) n, (double) apart);

        largest = fmax (largest, fabs (n_before / n_all - expected));
        n_before += counts[apart];
        largest = fmax (largest, fabs ((n_before - 1) / n_all - expected));
      }

  return largest;
}

static void
shuffle (uint32_t *places,
         size_t    n,
         LwRandom *random)
{
  for (size_t i = n; i > 1; i--)
    {
      const size_t   j = (size_t) lw_random_below (random, i);
      const uint32_t swapped = places[i - 1];

      places[i - 1] = places[j];
      places[j] = swapped;
    }
}

/* --- One item --- */

/* The integral of how much of all places is within a distance of place @edge from the nearer end,
 * from 0 to @apart. */
static double
integrate (double n,
           double edge,
           double apart)
{
  const double near = fmin (apart, edge), rest = n - 2 * edge - 1;
  double       area = near * near / (n - 1);

  if (apart > edge)
    {
      const double both = fmin (apart, n - edge - 1);

      area += (both + 3 * edge) * (both - edge) / (2 * (n - 1));
    }

  if (apart > n - edge - 1)
    area = edge * edge / (n - 1) + (2 * edge / (n - 1) + 1) * rest / 2 + apart - (n - edge - 1);

  return area;
}

static int
compare (const void *a,
         const void *b)
{
  const double first = *(const double *) a, second = *(const double *) b;

  return (first > second) - (first < second);
}

/* @apart has @k distances in order, and one more, which there is always. */
static double
score_item (double        n,
            double        item,
            const double *apart,
            size_t        k)
{
  const double edge = item <= floor ((n - 1) / 2) ? item : n - 1 - item;
  double       last = 0, last_area = 0, sum = 0;

  for (size_t q = 0; q <= k; q++)
    {
      const double area = integrate (n, edge, apart[q]);

      sum += fabs ((double) q / (double) k * (apart[q] - last) - (area - last_area));
      last = apart[q];
      last_area = area;
    }

  return tanh (-sum / fmax (item, n - item)) + 1;
}

static void
score_items (const uint32_t *indices,
             size_t          n,
             size_t          k,
             double         *scores)
{
  double *apart = lw_grow_array (double, k + 1);

  for (size_t i = 0; i < n; i++)
    {
      for (size_t j = 0; j < k; j++)
        apart[j] = fabs ((double) i - (double) indices[i * k + j]);
      qsort (apart, k, sizeof *apart, compare);
      apart[k] = (double) n - 1;

      scores[i] = score_item ((double) n, (double) i, apart, k);
    }

  free (apart);
}

LwOrderTest
lw_outliers_test_order (const uint32_t *indices,
                        size_t          n,
                        size_t          k,
                        size_t          n_permutations,
                        uint64_t        seed,
                        double         *scores)
{
  uint32_t   *places = lw_grow_array (uint32_t, n), *counts = lw_grow_array (uint32_t, n);
  LwRandom    random = lw_random_new (seed);
  LwOrderTest test = { NAN, NAN };
  size_t      n_as_far = 1;

  for (size_t i = 0; i < n; i++)
    places[i] = (uint32_t) i;

  if (n > 1 && k > 0)
    {
      test.statistic = measure (indices, n, k, places, counts);

      for (size_t p = 0; p < n_permutations; p++)
        {
          shuffle (places, n, &random);
          n_as_far += measure (indices, n, k, places, counts) >= test.statistic;
        }

      test.p_value = (double) n_as_far / (double) (n_permutations + 1);
      if (scores != NULL)
        score_items (indices, n, k, scores);
    }

  free (places);
  free (counts);

  return test;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-neighbours.h"

#include "lw-grow.h"
#include "lw-order.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

/* Items side by side in a panel, which one pass over the features compares with a query at once, so
 * many features in a step: what compilers make vectors of. */
#define WIDTH 32
#define STEP 4

/* Queries that a panel is compared with while it is in the cache. */
#define N_QUERIES 16

#define EUCLID_FEATURES_MAX 3

struct _LwNeighbours
{
  size_t   n, n_features, n_panels; /* features: with zeros up to a multiple of STEP */
  LwMetric metric;
  double  *rows;    /* n times features; unit vectors for COSINE */
  double  *panels;  /* panels times features times WIDTH; what is missing in the last one is 0 */
  bool    *is_zero; /* per item, for COSINE */
};

LwMetric
lw_metric_choose (size_t n_features)
{
  return n_features > EUCLID_FEATURES_MAX ? LW_METRIC_COSINE : LW_METRIC_EUCLID;
}

/* Divided by the largest number first: squares of large ones would overflow. */
static bool
normalise (double *row,
           size_t  n)
{
  double largest = 0, squares = 0;

  for (size_t f = 0; f < n; f++)
    largest = fmax (largest, fabs (row[f]));
  if (largest <= 0)
    return false;

  for (size_t f = 0; f < n; f++)
    {
      row[f] /= largest;
      squares += row[f] * row[f];
    }
  for (size_t f = 0; f < n; f++)
    row[f] /= sqrt (squares);

  return true;
}

LwNeighbours *
lw_neighbours_new (const double *features,
                   size_t        n,
                   size_t        n_features,
                   LwMetric      metric)
{
  const size_t  n_padded = (n_features + STEP - 1) / STEP * STEP;
  LwNeighbours *self = lw_grow_array (LwNeighbours, 1);

  *self = (LwNeighbours){
    n,
    n_padded,
    (n + WIDTH - 1) / WIDTH,
    metric,
    .rows = lw_grow_array (double, n *n_padded),
    .panels = lw_grow_array (double, (n + WIDTH - 1) / WIDTH * WIDTH * n_padded),
    .is_zero = lw_grow_array (bool, n),
  };

  for (size_t i = 0; i < n; i++)
    {
      double *row = self->rows + i * n_padded, *panel = self->panels + i / WIDTH * WIDTH * n_padded;

      memcpy (row, features + i * n_features, n_features * sizeof *row);
      if (metric == LW_METRIC_COSINE)
        self->is_zero[i] = !normalise (row, n_features);

      for (size_t f = 0; f < n_features; f++)
        panel[f * WIDTH + i % WIDTH] = row[f];
    }

  return self;
}

void
lw_neighbours_free (LwNeighbours *self)
{
  if (self == NULL)
    return;

  free (self->rows);
  free (self->panels);
  free (self->is_zero);
  free (self);
}

static inline double
square (double x)
{
  return x * x;
}

/* @squares gets the squared distances of a query to the items of a panel. */
static void
compare (const double *restrict query,
         const double *restrict panel,
         size_t n_features,
         double *restrict squares)
{
  for (size_t j = 0; j < WIDTH; j++)
    squares[j] = 0;

  for (size_t f = 0; f < n_features; f += STEP, panel += STEP * WIDTH)
    for (size_t j = 0; j < WIDTH; j++)
      squares[j] += square (query[f] - panel[j]) + square (query[f + 1] - panel[WIDTH + j]) +
                    square (query[f + 2] - panel[2 * WIDTH + j]) + square (query[f + 3] - panel[3 * WIDTH + j]);
}

/* In the unit that is compared: nobody needs the roots of those that are far. */
static double
get_key (const LwNeighbours *self,
         size_t              query,
         size_t              item,
         double              square)
{
  if (self->is_zero[query] || self->is_zero[item])
    return self->is_zero[query] && self->is_zero[item] ? 0 : 2;

  return square;
}

/* The @k nearest so far, as a heap with the farthest on top. */
static void
sink (LwRanked *heap,
      size_t    n,
      size_t    i)
{
  for (size_t child; (child = 2 * i + 1) < n; i = child)
    {
      LwRanked swapped = heap[i];

      if (child + 1 < n && lw_ranked_compare (&heap[child], &heap[child + 1]) < 0)
        child++;
      if (lw_ranked_compare (&heap[i], &heap[child]) >= 0)
        return;

      heap[i] = heap[child];
      heap[child] = swapped;
    }
}

/* Items come in the order of their indices, so that one as far as the farthest is no nearer. */
static inline void
offer (LwRanked *heap,
       size_t    k,
       double    key,
       size_t    item)
{
  if (!(key < heap[0].key))
    return;

  heap[0] = (LwRanked){ key, item };
  sink (heap, k, 0);
}

static void
look_at_panel (const LwNeighbours *self,
               size_t              query,
               size_t              panel,
               LwRanked           *heap,
               size_t              k)
{
  const size_t n_panel = self->n - panel * WIDTH < WIDTH ? self->n - panel * WIDTH : WIDTH;
  double       squares[WIDTH];

  compare (self->rows + query * self->n_features, self->panels + panel * WIDTH * self->n_features, self->n_features, squares);

  for (size_t j = 0; j < n_panel; j++)
    if (panel * WIDTH + j != query)
      offer (heap, k, get_key (self, query, panel * WIDTH + j, squares[j]), panel * WIDTH + j);
}

void
lw_neighbours_find (const LwNeighbours *self,
                    size_t              begin,
                    size_t              end,
                    size_t              k,
                    double             *distances,
                    uint32_t           *indices)
{
  LwRanked *heaps = lw_grow_array (LwRanked, N_QUERIES * k);

  for (size_t first = begin; k > 0 && first < end; first += N_QUERIES)
    {
      const size_t n_queries = end - first < N_QUERIES ? end - first : N_QUERIES;

      for (size_t i = 0; i < N_QUERIES * k; i++)
        heaps[i] = (LwRanked){ INFINITY, SIZE_MAX };

      for (size_t panel = 0; panel < self->n_panels; panel++)
        for (size_t q = 0; q < n_queries; q++)
          look_at_panel (self, first + q, panel, heaps + q * k, k);

      for (size_t i = 0; i < n_queries; i++)
        qsort (heaps + i * k, k, sizeof *heaps, lw_ranked_compare);

      for (size_t i = 0; i < n_queries * k; i++)
        {
          distances[(first - begin) * k + i] = self->metric == LW_METRIC_COSINE ? heaps[i].key / 2 : sqrt (heaps[i].key);
          indices[(first - begin) * k + i] = (uint32_t) heaps[i].index;
        }
    }

  free (heaps);
}

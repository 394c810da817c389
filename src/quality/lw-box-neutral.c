/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-box-neutral.h"

#include "lw-grow.h"
#include "lw-order.h"

#define QUANTILE 0.25
#define PRIOR 2.0

/* Each value is at the middle of its weight; between them it is straight, beyond them level. */
static double
get_quantile (const LwRanked *ranked,
              const double   *weights,
              size_t          n,
              double          total,
              double          p)
{
  double below = 0, last_place = 0, last = ranked[0].key;

  for (size_t i = 0; i < n; i++)
    {
      const double weight = weights[ranked[i].index];
      const double place = (below + weight / 2) / total;

      if (place >= p)
        return i == 0 ? ranked[i].key : last + (ranked[i].key - last) * (p - last_place) / (place - last_place);

      below += weight;
      last_place = place;
      last = ranked[i].key;
    }

  return last;
}

double
lw_box_neutral_find (const double *added,
                     const double *weights,
                     size_t        n)
{
  LwRanked *ranked = lw_grow_array (LwRanked, n);
  double    total = 0, squares = 0, effective, middle, low;

  for (size_t i = 0; i < n; i++)
    {
      ranked[i] = (LwRanked){ added[i], i };
      total += weights[i];
      squares += weights[i] * weights[i];
    }

  qsort (ranked, n, sizeof *ranked, lw_ranked_compare);
  middle = get_quantile (ranked, weights, n, total, 0.5);
  low = get_quantile (ranked, weights, n, total, QUANTILE);
  effective = total * total / squares;

  free (ranked);

  return middle + (effective - 1) / (effective - 1 + PRIOR) * (low - middle);
}

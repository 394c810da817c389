/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-order.h"

#include "lw-grow.h"

#include <math.h>
#include <stdbool.h>

static inline bool
comes_before (LwRanked a,
              LwRanked b)
{
  if (a.key < b.key)
    return true;
  if (a.key > b.key)
    return false;
  if (isnan (a.key) != isnan (b.key))
    return isnan (b.key);

  return a.index < b.index;
}

int
lw_ranked_compare (const void *a,
                   const void *b)
{
  const LwRanked *first = a, *second = b;

  return comes_before (*first, *second) ? -1 : comes_before (*second, *first);
}

void
lw_order_ascending (const double *keys,
                    size_t        n,
                    size_t       *order)
{
  LwRanked *items = lw_grow_array (LwRanked, n);

  for (size_t i = 0; i < n; i++)
    items[i] = (LwRanked){ keys[i], i };

  qsort (items, n, sizeof *items, lw_ranked_compare);

  for (size_t i = 0; i < n; i++)
    order[i] = items[i].index;

  free (items);
}

/* The one in the middle of three, so that sorted input is no worst case. */
static LwRanked
choose_pivot (const LwRanked *items,
              size_t          n)
{
  const LwRanked a = items[0], b = items[n / 2], c = items[n - 1];

  if (comes_before (a, b))
    return comes_before (b, c) ? b : comes_before (a, c) ? c
                                                         : a;

  return comes_before (a, c) ? a : comes_before (b, c) ? c
                                                       : b;
}

void
lw_order_select (LwRanked *items,
                 size_t    n,
                 size_t    m)
{
  size_t low = 0, high = n;

  /* What comes before @low is in, what comes from @high on is out. */
  while (high - low > 1 && m > low && m < high)
    {
      const LwRanked pivot = choose_pivot (items + low, high - low);
      size_t         i = low, j = high - 1;

      for (;;)
        {
          while (comes_before (items[i], pivot))
            i++;
          while (comes_before (pivot, items[j]))
            j--;
          if (i >= j)
            break;

          LwRanked swapped = items[i];
          items[i++] = items[j];
          items[j--] = swapped;
        }

      /* Where they met on the pivot itself, it has found its place. */
      if (m <= i)
        high = i;
      else
        low = i == j ? i + 1 : i;
    }
}

static int
compare_numbers (const void *a,
                 const void *b)
{
  const double left = *(const double *) a, right = *(const double *) b;

  return (left > right) - (left < right);
}

double
lw_order_median (double *numbers,
                 size_t  n)
{
  qsort (numbers, n, sizeof *numbers, compare_numbers);

  return (numbers[(n - 1) / 2] + numbers[n / 2]) / 2;
}

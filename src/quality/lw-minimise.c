/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-minimise.h"

#include "lw-grow.h"

#include <math.h>
#include <string.h>

/* Steps that are remembered. */
#define N_KEPT 10

#define ARMIJO 1e-4
#define N_HALVINGS 40

/* Near a minimum the function falls by less than its last digits; the gradient still tells. */
#define ROUNDING 1e-14

typedef struct
{
  size_t  n, n_kept, newest;
  double *steps, *changes; /* N_KEPT times n: of x, and of the gradient */
  double  products[N_KEPT];
} Memory;

static double
multiply (const double *a,
          const double *b,
          size_t        n)
{
  double sum = 0;

  for (size_t i = 0; i < n; i++)
    sum += a[i] * b[i];

  return sum;
}

static void
add (double       *to,
     const double *from,
     double        factor,
     size_t        n)
{
  for (size_t i = 0; i < n; i++)
    to[i] += factor * from[i];
}

/* The index of the step that was made @age steps before the newest. */
static size_t
find_kept (const Memory *memory,
           size_t        age)
{
  return (memory->newest + N_KEPT - age) % N_KEPT;
}

/* From the gradient, in place, to where the remembered curvature says that the minimum is. */
static void
turn (const Memory *memory,
      double       *direction)
{
  const size_t n = memory->n;
  double       factors[N_KEPT];

  for (size_t age = 0; age < memory->n_kept; age++)
    {
      const size_t i = find_kept (memory, age);

      factors[i] = multiply (memory->steps + i * n, direction, n) / memory->products[i];
      add (direction, memory->changes + i * n, -factors[i], n);
    }

  if (memory->n_kept > 0)
    {
      const double *change = memory->changes + memory->newest * n;
      const double  scale = memory->products[memory->newest] / multiply (change, change, n);

      for (size_t i = 0; i < n; i++)
        direction[i] *= scale;
    }

  for (size_t age = memory->n_kept; age-- > 0;)
    {
      const size_t i = find_kept (memory, age);
      const double back = multiply (memory->changes + i * n, direction, n) / memory->products[i];

      add (direction, memory->steps + i * n, factors[i] - back, n);
    }

  for (size_t i = 0; i < n; i++)
    direction[i] = -direction[i];
}

/* Only a step along which the gradient rose says something about a minimum. */
static void
remember (Memory       *memory,
          const double *x,
          const double *last_x,
          const double *gradient,
          const double *last_gradient)
{
  const size_t n = memory->n, place = (memory->newest + 1) % N_KEPT;
  double      *step = memory->steps + place * n, *change = memory->changes + place * n;

  for (size_t i = 0; i < n; i++)
    {
      step[i] = x[i] - last_x[i];
      change[i] = gradient[i] - last_gradient[i];
    }

  memory->products[place] = multiply (step, change, n);
  if (memory->products[place] <= 1e-12 * multiply (change, change, n))
    {
      memory->n_kept = 0;
      return;
    }

  memory->newest = place;
  memory->n_kept += memory->n_kept < N_KEPT;
}

static double
find_largest (const double *gradient,
              size_t        n)
{
  double largest = 0;

  for (size_t i = 0; i < n; i++)
    largest = fmax (largest, fabs (gradient[i]));

  return largest;
}

LwMinimum
lw_minimise (LwObjective objective,
             void       *data,
             double     *x,
             size_t      n,
             size_t      n_max,
             double      tolerance)
{
  Memory    memory = { .n = n, .steps = lw_grow_array (double, N_KEPT *n), .changes = lw_grow_array (double, N_KEPT *n) };
  double   *gradient = lw_grow_array (double, n), *last_gradient = lw_grow_array (double, n);
  double   *direction = lw_grow_array (double, n), *last_x = lw_grow_array (double, n);
  LwMinimum found = { objective (x, data, gradient), 0, false };

  while (!(found.has_converged = find_largest (gradient, n) <= tolerance) && found.n_iterations < n_max)
    {
      const double last = found.value;
      double       slope, length;
      int          n_halvings = 0;

      memcpy (direction, gradient, n * sizeof *direction);
      turn (&memory, direction);
      slope = multiply (direction, gradient, n);
      length = memory.n_kept > 0 ? 1 : 1 / (1 + sqrt (-slope));

      memcpy (last_x, x, n * sizeof *x);
      memcpy (last_gradient, gradient, n * sizeof *gradient);

      do
        {
          memcpy (x, last_x, n * sizeof *x);
          add (x, direction, length, n);
          found.value = objective (x, data, gradient);
          length /= 2;
        }
      while (!(found.value <= last + ARMIJO * 2 * length * slope + ROUNDING * fabs (last)) && ++n_halvings < N_HALVINGS);

      found.n_iterations++;

      /* Nothing is below any more, as far as the numbers can tell. */
      if (n_halvings == N_HALVINGS)
        {
          memcpy (x, last_x, n * sizeof *x);
          found.value = objective (x, data, gradient);
          if (memory.n_kept == 0)
            break;
          memory.n_kept = 0;
          continue;
        }

      remember (&memory, x, last_x, gradient, last_gradient);
    }

  free (memory.steps);
  free (memory.changes);
  free (gradient);
  free (last_gradient);
  free (direction);
  free (last_x);

  return found;
}

/* lw-minimise.h - the place where a smooth function of many numbers is smallest
 *
 * Limited-memory quasi-Newton steps: Nocedal, "Updating quasi-Newton matrices with limited
 * storage", Mathematics of Computation 35(151), 1980, each shortened until the function falls by a
 * part of what its slope promises (Armijo).
 *
 * Pure: the caller's arrays, any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* The value at @x, and in @gradient the derivative by each of its numbers. */
typedef double (*LwObjective) (const double *x,
                               void         *data,
                               double       *gradient);

typedef struct
{
  double value;
  size_t n_iterations;
  bool   has_converged; /* no derivative is above the tolerance */
} LwMinimum;

/* From @x, which has @n numbers, to the next minimum, into @x; @n_max steps at most. */
LwMinimum lw_minimise (LwObjective objective,
                       void       *data,
                       double     *x,
                       size_t      n,
                       size_t      n_max,
                       double      tolerance);

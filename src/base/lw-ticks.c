/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-ticks.h"

#include <math.h>
#include <stddef.h>

/* Sums of powers of ten come out slightly above what they should be. */
#define SLACK 1e-9

/* What is left between two numbers of 1, 2 or 5, closest ticks first. */
static const int divisors[][3] = {
  [0] = { 10, 5, 2 }, /* 1 */
  [1] = { 10, 4, 2 }, /* 2 */
  [2] = { 10, 5, 0 }, /* 5 */
};

static const double mantissas[] = { 1, 2, 5 };

static double
round_up (double length,
          int   *mantissa)
{
  double power = pow (10, floor (log10 (length)));

  for (*mantissa = 0; *mantissa < 3; ++*mantissa)
    if (mantissas[*mantissa] * power >= length * (1 - SLACK))
      return mantissas[*mantissa] * power;

  *mantissa = 0;

  return 10 * power;
}

LwTicks
lw_ticks_choose (double units_per_view,
                 double distance_view,
                 double minor_view,
                 double step_min)
{
  int     mantissa;
  LwTicks ticks = { .n_minor = 1 };

  ticks.major = round_up (fmax (units_per_view * distance_view, step_min), &mantissa);
  ticks.minor = ticks.major;
  ticks.n_digits = (int) fmax (0, ceil (-log10 (ticks.major) - SLACK));

  for (int i = 0; i < 3 && divisors[mantissa][i] > 0; i++)
    {
      double minor = ticks.major / divisors[mantissa][i];

      if (minor < units_per_view * minor_view * (1 - SLACK) || minor < step_min * (1 - SLACK))
        continue;

      /* Where only whole numbers count, ticks between them would mean nothing. */
      if (step_min > 0 && fabs (minor / step_min - round (minor / step_min)) > SLACK)
        continue;

      ticks.n_minor = divisors[mantissa][i];
      ticks.minor = minor;
      break;
    }

  return ticks;
}

double
lw_ticks_round_down (double length)
{
  double power = pow (10, floor (log10 (length) + SLACK));

  for (int i = 2; i > 0; i--)
    if (mantissas[i] * power <= length * (1 + SLACK))
      return mantissas[i] * power;

  return power;
}

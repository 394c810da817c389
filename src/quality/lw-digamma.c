/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-digamma.h"

#include <math.h>

double
lw_digamma (double x)
{
  /* B(2k) / 2k, with the sign that they have in the series. */
  static const double terms[] = { -1.0 / 12, 1.0 / 120, -1.0 / 252, 1.0 / 240, -1.0 / 132, 691.0 / 32760, -1.0 / 12 };
  double              value = 0, power;

  for (; x < 10; x++)
    value -= 1 / x;

  value += log (x) - 1 / (2 * x);
  power = 1 / (x * x);

  for (unsigned i = 0; i < sizeof terms / sizeof *terms; i++, power /= x * x)
    value += terms[i] * power;

  return value;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-box-shape.h"

#include <math.h>

#define N_SIDES 4
#define SPREAD_MIN 0.05

/* The logarithm, its derivatives by the sides, and its variance. */
static double
measure (const double *sides,
         const double *precisions,
         double        slopes[N_SIDES],
         double       *variance)
{
  const double width = sides[2] - sides[0], height = sides[3] - sides[1];

  slopes[0] = -1 / width;
  slopes[1] = 1 / height;
  slopes[2] = 1 / width;
  slopes[3] = -1 / height;

  *variance = 0;
  for (int s = 0; s < N_SIDES; s++)
    *variance += slopes[s] * slopes[s] / precisions[s];

  return log (width / height);
}

void
lw_box_shape_init (LwBoxShape *self)
{
  *self = (LwBoxShape){ .variance = 1 };
}

void
lw_box_shape_begin (LwBoxShape *self)
{
  self->n = 0;
  self->sum = self->total = self->excess = self->squares = 0;
}

void
lw_box_shape_add (LwBoxShape   *self,
                  const double *sides,
                  const double *precisions)
{
  double       slopes[N_SIDES], variance;
  const double logarithm = measure (sides, precisions, slopes, &variance);
  const double weight = 1 / (self->variance + variance), apart = logarithm - self->mean;

  self->sum += weight * logarithm;
  self->total += weight;
  self->excess += weight * weight * (apart * apart - variance);
  self->squares += weight * weight;
  self->n++;
}

void
lw_box_shape_end (LwBoxShape *self)
{
  if (self->n == 0)
    return;

  self->mean = self->sum / self->total;
  self->variance = fmax (self->excess / self->squares, SPREAD_MIN * SPREAD_MIN);
}

void
lw_box_shape_apply (const LwBoxShape *self,
                    double           *sides,
                    const double     *precisions)
{
  double       slopes[N_SIDES], variance;
  const double excess = measure (sides, precisions, slopes, &variance) - self->mean;

  for (int s = 0; s < N_SIDES; s++)
    sides[s] -= slopes[s] / precisions[s] * excess / (variance + self->variance);
}

/* lw-agreement-private.h - the coefficients of agreement for a sample of the units
 *
 * What lw-agreement.h says of all units, for units that each count as often as they were drawn.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-agreement.h"

/* Ratings as how often each class was given to a unit; the classes of unit u are those from
 * begins[u] to before begins[u + 1]. */
typedef struct
{
  size_t    n_units, n_raters, n_classes;
  size_t   *begins;    /* n_units + 1 */
  uint32_t *classes;   /* those that occur in the unit */
  uint32_t *counts;    /* how often */
  uint32_t *n_ratings; /* an element per unit */
  double   *n_equal;   /* per unit: of its ratings, how many ordered pairs are equal */
  double   *totals;    /* n_classes; scratch */
} LwUnits;

/* Two of the raters. */
typedef struct
{
  const int32_t *ratings;
  size_t         n_units, n_raters, n_classes, rater_a, rater_b;
  LwDisagreement weights;
  double        *rows, *columns; /* n_classes each; scratch */
} LwRaterPair;

LwUnits *lw_units_new (const int32_t *ratings,
                       size_t         n_units,
                       size_t         n_raters,
                       size_t         n_classes);
void     lw_units_free (LwUnits *self);

/* @counts has a number per unit; NULL: each once.  @chance, which may be NULL, gets the disagreement
 * that chance gives, as a share of the largest that two classes have. */
double lw_units_observed (LwUnits        *self,
                          const uint32_t *counts,
                          double         *chance);
double lw_units_fleiss (LwUnits        *self,
                        const uint32_t *counts,
                        double         *chance);
double lw_units_randolph (LwUnits        *self,
                          const uint32_t *counts,
                          double         *chance);
double lw_units_krippendorff (LwUnits        *self,
                              const uint32_t *counts,
                              LwDisagreement  distance,
                              double         *chance);
double lw_rater_pair_cohen (LwRaterPair    *self,
                            const uint32_t *counts,
                            double         *chance);

/* lw-box-shape.h - that objects of a kind have similar shapes
 *
 * The logarithm of width over height is normal over the objects of a kind.  Its mean and spread are
 * estimated from boxes that are themselves known with errors, by moments: objects weigh by how well
 * their shape is known, and the spread is what the errors leave unexplained, as in DerSimonian and
 * Laird, "Meta-analysis in clinical trials", Controlled Clinical Trials 7(3), 1986.  It is then what
 * a box is drawn towards, the more the less is known of its sides.
 *
 * Sides are in the order of LwRect, x0 < x1 and y0 < y1; precisions are one over their variances.
 *
 * Pure: the caller's arrays, any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <stddef.h>

typedef struct
{
  double mean, variance;
  size_t n; /* of how many objects */

  double sum, total, excess, squares; /* while it is being estimated */
} LwBoxShape;

/* Any shape, nearly. */
void lw_box_shape_init (LwBoxShape *self);

/* One round of estimation: weights depend on the variance of the round before; three are enough. */
void lw_box_shape_begin (LwBoxShape *self);
void lw_box_shape_add (LwBoxShape   *self,
                       const double *sides,
                       const double *precisions);
void lw_box_shape_end (LwBoxShape *self);

/* Moves @sides to where they are most probable with the shape taken into account: one step of a
 * Kalman filter, the shape being what is observed. */
void lw_box_shape_apply (const LwBoxShape *self,
                         double           *sides,
                         const double     *precisions);

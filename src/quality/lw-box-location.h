/* lw-box-location.h - where objects are, and how well each annotator draws
 *
 * Every side of a box is the object's side, plus what the annotator is used to add there, plus an
 * error:
 *
 *     x_as = t_s + u (b_as + s_as e),   e of Student's t with 5 degrees of freedom,
 *     u = (size of the object / typical size)^0.3,   size the root of the area
 *
 * b is the annotator's bias of the side, s the scale of the error, both estimated per annotator and
 * side and both in pixels at an object of typical size; u, because an edge of a large object is
 * found less well, but not in proportion.  The heavy tail lets a box that went wrong count for
 * little.  All is estimated by expectation maximisation: t as the mean of what the boxes say,
 * weighted by precision; s with each box's share in that mean taken off the degrees of freedom, or
 * whoever is trusted would be trusted ever more.  Lange, Little and Taylor, "Robust statistical
 * modeling using the t distribution", JASA 84(408), 1989.
 *
 * Priors, all weak: an annotator's scale is worth 8 boxes of what is usual; a bias is as large as
 * the scale (Branson, Van Horn and Perona, "Lean crowdsourcing", CVPR 2017, have scales per
 * annotator likewise, but no bias).  Objects of a kind have similar shapes: the logarithm of width
 * over height is normal, its mean and spread estimated from the objects of two boxes and more.
 * That matters for what is small, where the errors are as large as the object.
 *
 * Boxes tell how annotators differ, never what all have in common: lw-box-neutral.h says what counts
 * as no bias.
 *
 * Pure: the caller's arrays, any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-rect.h"

#include <stddef.h>
#include <stdint.h>

/* The sides in the order of LwRect. */
#define LW_BOX_N_SIDES 4

typedef struct
{
  size_t          n_objects, n_annotators, n_kinds;
  const size_t   *begins;     /* n_objects + 1: the boxes of object o are those from begins[o] */
  const uint32_t *annotators; /* per box */
  const LwRect   *rects;      /* per box; valid */
  const double   *weights;    /* per object, from 0 to 1: how much it teaches about annotators */
  const uint32_t *kinds;      /* per object: whose shapes are alike, below n_kinds */
} LwBoxLocationInput;

typedef struct
{
  double bias[LW_BOX_N_SIDES];  /* along the axis: negative on the left is outwards */
  double error[LW_BOX_N_SIDES]; /* the standard deviation that normal errors of this scale have */
} LwBoxDrawing;

typedef struct
{
  LwRect       *rects;      /* per object */
  double       *errors;     /* per object and side: the standard error of rects */
  LwBoxDrawing *annotators; /* in pixels at the typical size; of one who shares no object: what is usual */
  double        size;       /* the typical one: geometric mean over objects of two boxes and more */
  size_t        n_iterations;
} LwBoxLocation;

/* Until no bias or scale moves by more than @tolerance times the typical size. */
LwBoxLocation *lw_box_location_new (const LwBoxLocationInput *input,
                                    size_t                    n_iterations_max,
                                    double                    tolerance);
void           lw_box_location_free (LwBoxLocation *self);

/* A box without what its annotator adds, @drawing at objects of @size; at most 0.4 of a side goes. */
LwRect lw_box_location_correct (const LwBoxDrawing *drawing,
                                double              size,
                                LwRect              rect);

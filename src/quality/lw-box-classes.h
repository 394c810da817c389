/* lw-box-classes.h - the class of an object that several annotators gave one
 *
 * Dawid and Skene, "Maximum likelihood estimation of observer error-rates using the EM algorithm",
 * Applied Statistics 28(1), 1979, over the boxes of objects, an object counting as much as it is
 * probable to be there.  Each annotator's matrix has a prior worth 4 objects of each class: the
 * matrix of all annotators together, which in turn has one worth 2 objects, 0.9 of them right.  So
 * somebody who gave few classes errs as people here do, and two annotators who disagree on a class
 * leave it open.
 *
 * Pure: the caller's arrays, any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

typedef struct
{
  size_t          n_objects, n_annotators, n_classes;
  const size_t   *begins;     /* n_objects + 1: the boxes of object o are those from begins[o] */
  const uint32_t *annotators; /* per box */
  const int32_t  *classes;    /* per box, below n_classes; -1: none was given */
  const double   *weights;    /* per object, from 0 to 1 */
} LwBoxClassesInput;

typedef struct
{
  double *posteriors;  /* n_objects times n_classes */
  double *confusions;  /* n_annotators times true class times given class: expected counts, without the priors */
  double *frequencies; /* n_classes */
  size_t  n_iterations;
} LwBoxClasses;

/* Until no posterior changes by more than @tolerance. */
LwBoxClasses *lw_box_classes_new (const LwBoxClassesInput *input,
                                  size_t                   n_iterations_max,
                                  double                   tolerance);
void          lw_box_classes_free (LwBoxClasses *self);

/* lw-detector-targets.h - what a net that finds boxes is taught, painted from boxes
 *
 * On a grid of cells, a few pixels wide each: per class the heat, a Gaussian around the cell of
 * each box's centre, as wide as the box is, 1 at that cell, the highest where several meet; and near
 * centres the corners of the box, with a weight. Zhou, Wang, Kraehenbuehl, "Objects as points",
 * 2019; the ellipse and its width are ours.
 *
 * Coordinates are pixels of the net's input, the far edge outside; the middle of cell i is at
 * (i + 1/2) stride.
 *
 * Pure: the caller's arrays, any thread, nothing allocated.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-tensor.h"

typedef struct
{
  float x0, y0, x1, y1;
  int   class_index;
} LwTargetBox;

typedef struct
{
  int      stride;  /* pixels of a cell */
  LwTensor heat;    /* per image and class, 0 to 1 */
  LwTensor corners; /* per image: x0, y0, x1, y1; means nothing where the weight is 0 */
  LwTensor weights; /* per image one plane, 0 to 1 */
} LwDetectorTargets;

/* No box in any image. */
void lw_detector_targets_clear (LwDetectorTargets *self);

/* Paints @boxes into an image that was cleared.  A box without area is left out.  Where weights of
 * two boxes meet the smaller one wins: the larger has other cells. */
void lw_detector_targets_paint (LwDetectorTargets *self,
                                int                image,
                                const LwTargetBox *boxes,
                                size_t             n_boxes);

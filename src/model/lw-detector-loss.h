/* lw-detector-loss.h - how far a net that finds boxes is from its targets
 *
 * Heat: the penalty-reduced focal loss of Zhou, Wang, Kraehenbuehl, "Objects as points", 2019,
 * with alpha 2 and beta 4, over the number of centres.  Boxes: 1 - GIoU of Rezatofighi et al.,
 * "Generalized intersection over union", CVPR 2019, its mean by the targets' weights.  The four box
 * numbers of a cell are the logarithms, held within -4 to 4, of the distances of the left, upper,
 * right and lower side from the middle of the cell, in a unit that the caller chooses.
 *
 * Pure: the caller's arrays, any thread, nothing allocated.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-detector-targets.h"

/* @logits and @heat have one shape.  The derivatives by @logits, times @scale, are added to
 * @gradient; the loss itself is returned as it is. */
double lw_focal_loss (LwTensor logits,
                      LwTensor heat,
                      double   scale,
                      LwTensor gradient);

/* @outputs: four planes an image, on the grid of @targets; 0 where no cell has a weight. */
double lw_box_loss (LwTensor                 outputs,
                    const LwDetectorTargets *targets,
                    double                   unit_px,
                    double                   scale,
                    LwTensor                 gradient);

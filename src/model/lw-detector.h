/* lw-detector.h - the small net that finds boxes, and its training
 *
 * Four levels of features from an image of three channels, joined from the coarsest down to a grid
 * of 4 pixels, where a logit per class says "the centre of a box is here" and four numbers say how
 * far its sides are (lw-detector-loss.h).  232,055 weights for three classes.  Built on the design
 * of Lin et al., "Feature pyramid networks", CVPR 2017; widths and depths were found by experiment
 * on nets that have to learn within seconds.
 *
 * An LwDetector is a training in progress and belongs to one thread; no step allocates.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-adamw.h"
#include "lw-detector-targets.h"
#include "lw-net.h"

#define LW_DETECTOR_STRIDE 4
#define LW_DETECTOR_MULTIPLE 32 /* rows and columns of an input are a multiple of this */
#define LW_DETECTOR_N_LAYERS 38

/* Where its table has the two results. */
#define LW_DETECTOR_HEAT (LW_DETECTOR_N_LAYERS - 2)
#define LW_DETECTOR_SIDES (LW_DETECTOR_N_LAYERS - 1)

/* Fills @layers, of LW_DETECTOR_N_LAYERS, for lw_net_new(); inputs have three channels. */
void lw_detector_get_layers (int      n_classes,
                             LwLayer *layers);

typedef struct _LwDetector LwDetector;

/* A training that begins, on @n_crops images of @side times @side pixels a step. */
LwDetector *lw_detector_new (int      n_classes,
                             int      n_crops,
                             int      side,
                             uint64_t seed);

void lw_detector_free (LwDetector *self);

/* What the next step is to learn, both to be filled by the caller. */
LwTensor           lw_detector_get_crops (LwDetector *self);
LwDetectorTargets *lw_detector_get_targets (LwDetector *self);

typedef struct
{
  double heat, boxes; /* before weighting: the step minimises heat + 2 boxes */
  double length;      /* of the derivatives; see lw_adamw_step() */
} LwDetectorLoss;

/* @unit_px: what distances are measured in, half of a usual side. */
LwDetectorLoss lw_detector_step (LwDetector            *self,
                                 const LwAdamwSettings *settings,
                                 double                 unit_px);

/* When the unit changes: the same outputs then mean other distances, which the biases make up
 * for. */
void lw_detector_change_unit (LwDetector *self,
                              double      old_px,
                              double      new_px);

/* Weights, their mean, moments and step count; the caller may read them, and write what was read
 * from a detector of as many classes, to go on from there. */
LwAdamwState *lw_detector_get_state (LwDetector *self);

size_t lw_detector_get_memory (const LwDetector *self);

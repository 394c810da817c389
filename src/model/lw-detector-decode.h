/* lw-detector-decode.h - boxes from what the detector answers
 *
 * A box is where the heat of a class is higher than in the eight cells around; of boxes that overlap
 * the one with the highest score stays, whatever their classes.
 *
 * Pure: the caller's arrays, any thread, nothing allocated.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-tensor.h"

typedef struct
{
  float x0, y0, x1, y1; /* pixels of the net's input; may reach beyond it */
  float score;          /* the heat as a probability, uncalibrated */
  int   class_index;
} LwFoundBox;

typedef struct
{
  double score_min; /* what is not above is no box */
  double iou_max;   /* boxes that overlap more are one */
  size_t n_boxes_max;
} LwDecodeSettings;

/* .02, .5 and 200: found by experiment. */
LwDecodeSettings lw_decode_get_defaults (void);

/* Of @image, from the logits @heat and the four planes of @sides, as lw_box_loss() has them.  Returns
 * how many boxes are in @boxes, highest score first, of equal scores the lower class, then the one
 * whose middle is further up, then further left.  @boxes has room for @n_room, which the best peaks
 * get before overlaps are taken away: more than @n_boxes_max, 1000 is plenty. */
size_t lw_decode_boxes (LwTensor                heat,
                        LwTensor                sides,
                        int                     image,
                        int                     stride,
                        double                  unit_px,
                        const LwDecodeSettings *settings,
                        LwFoundBox             *boxes,
                        size_t                  n_room);

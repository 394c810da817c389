/* lw-box-frame.h - fused boxes that reach beyond the edges of their images
 *
 * Where annotators may draw beyond the picture they do, some far and some not at all.  Whether what
 * is unseen belongs to a box is a matter of convention, which the boxes do not tell: half of what
 * reaches outside is cut off, which is wrong by the least that can be under either convention.
 *
 * Images of unknown size seem to end where as many boxes end beyond the far edge as begin before
 * the near one, which is 0: objects leave a picture on either side alike.  So few boxes are ever
 * cut at an edge that was guessed wrongly as begin before 0, and none where none does.
 *
 * Pure: the caller's arrays, any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-rect.h"

#include <stddef.h>

/* Where images of unknown size seem to end, INFINITY where nothing tells. */
typedef struct
{
  double right, bottom;
} LwBoxFrame;

/* Along each axis: beyond which as many boxes end as begin before 0.  Fewer than 5 of those, or
 * than 2 in 1,000, are slips and tell nothing. */
LwBoxFrame lw_box_frame_estimate (const LwRect *rects,
                                  size_t        n);

/* Half-way, see above.  A size of 0 is unknown.  A box with nothing inside stays what it is. */
LwRect lw_box_frame_cut (const LwBoxFrame *self,
                         LwRect            rect,
                         double            width,
                         double            height);

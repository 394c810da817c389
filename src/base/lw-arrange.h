/* lw-arrange.h - several boxes put in order, and the order they are read in
 *
 * Pure: plain values in, plain values out, any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-rect.h"

#include <stddef.h>
#include <stdint.h>

typedef enum
{
  LW_ARRANGE_LEFT, /* to the outermost edge of the group */
  LW_ARRANGE_CENTRE,
  LW_ARRANGE_RIGHT,
  LW_ARRANGE_TOP,
  LW_ARRANGE_MIDDLE,
  LW_ARRANGE_BOTTOM,
  LW_ARRANGE_ACROSS, /* equal gaps from left to right; the outermost stay */
  LW_ARRANGE_DOWN,
  LW_ARRANGE_SAME_WIDTH, /* that of the first, about their own centres */
  LW_ARRANGE_SAME_HEIGHT,
  LW_ARRANGE_SAME_SIZE,
  LW_ARRANGE_WHOLE_PIXELS, /* edges to the nearest whole pixel, at least one apart */
  LW_N_ARRANGEMENTS
} LwArrangement;

/* With fewer boxes it means nothing: 2, 3 to distribute, 1 for whole pixels. */
size_t lw_arrange_get_n_min (LwArrangement how);

/* Changes valid @rects in place; whatever would reach beyond a picture of that size is
 * shifted back, not resized. */
void lw_arrange (LwArrangement how,
                 LwRect       *rects,
                 size_t        n_rects,
                 double        width_img,
                 double        height_img);

/* Fills @order with the numbers of @rects as one reads: rows from top to bottom, each
 * from left to right.  A box belongs to a row when its top is no farther from the top
 * of the row than half of the lower of the two heights, so that boxes stay together
 * however unevenly they were drawn, and what is inside of a box comes after it. */
void lw_reading_order (const LwRect *rects,
                       size_t        n_rects,
                       uint32_t     *order);

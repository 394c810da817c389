/* lw-rect.h - bounding boxes as numbers
 *
 * Pure: plain values in, plain values out, any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <stdbool.h>

/* Pixels of the image as displayed (EXIF orientation applied).  The centre of
 * the top-left pixel is (0.5, 0.5); the far edge is outside, so that a box
 * around that one pixel is 0 0 1 1 and width is x1 - x0. */
typedef struct
{
  double x0, y0, x1, y1;
} LwRect;

/* Finite, and x0 < x1 and y0 < y1. */
bool lw_rect_is_valid (LwRect rect);

bool lw_rect_equal (LwRect a,
                    LwRect b);

/* Corners in any order become x0 <= x1, y0 <= y1. */
LwRect lw_rect_normalise (LwRect rect);

/* The part inside an image of that size; may be empty (x0 >= x1). */
LwRect lw_rect_clip (LwRect rect,
                     double width_px,
                     double height_px);

/* Shifted, not resized, until it lies inside; a rect larger than the image is
 * clipped instead. */
LwRect lw_rect_push_inside (LwRect rect,
                            double width_px,
                            double height_px);

/* The smallest that holds both; empty ones count as well. */
LwRect lw_rect_union (LwRect a,
                      LwRect b);

/* The smallest around points in any order; @n_points at least 1. */
LwRect lw_rect_around_points (const double (*points)[2],
                              unsigned n_points);

/* A square from the corner x0 y0 towards x1 y1, as large as the longer side wants.
 * Corners stay on the sides they are on: not normalised. */
LwRect lw_rect_square (LwRect rect);

/* Area of a valid rect, otherwise 0. */
double lw_rect_area (LwRect rect);

/* Intersection over union in [0, 1]; 0 where either is empty. */
double lw_rect_iou (LwRect a,
                    LwRect b);

/* EXIF orientation, tag 0x0112 of the EXIF 2.3 standard: 1 upright, 2 mirrored,
 * 3 half turn, 4 flipped, 5 transposed, 6 to be turned clockwise, 7 transversed,
 * 8 to be turned counter-clockwise; anything else counts as 1. */
bool lw_orientation_swaps_axes (int orientation);

/* From the stored frame, of stored_width x stored_height pixels, to the frame
 * as displayed, and back.  Exact inverses of each other. */
LwRect lw_rect_stored_to_displayed (LwRect rect,
                                    int    orientation,
                                    double stored_width_px,
                                    double stored_height_px);
LwRect lw_rect_displayed_to_stored (LwRect rect,
                                    int    orientation,
                                    double stored_width_px,
                                    double stored_height_px);

/* lw-box-clusters.h - which boxes of several annotators are of the same object
 *
 * Per image, annotators are taken one after the other, whoever drew most first.  The boxes of each
 * are given to the objects that the others' boxes make, by the assignment of the largest sum of
 * IoU - iou_min (see lw-assignment.h), so that an annotator has one box at most in an object; what
 * overlaps nothing enough begins an object.  An object is where the median of each side of its
 * boxes is.  That is repeated until no box moves: the first pass depends on who came first, the
 * later ones on all others.
 *
 * Branson, Van Horn and Perona, "Lean crowdsourcing: Combining humans and machines in an online
 * system", CVPR 2017, cluster boxes by facility location, where a new object has a price: that is
 * what iou_min is here.
 *
 * Pure: the caller's arrays, any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-assignment.h"
#include "lw-rect.h"

#include <stddef.h>
#include <stdint.h>

/* The boxes of an annotator in an image are those from begins[a] to before begins[a + 1].
 *
 * @begins    n_annotators + 1; annotators with more boxes first
 * @clusters  gets a number per box, 0 and on without gaps
 *
 * Returns how many objects there are. */
size_t lw_box_clusters_find (const LwRect *rects,
                             const size_t *begins,
                             size_t        n_annotators,
                             double        iou_min,
                             size_t       *clusters);

/* The pairs of @a and @b whose IoU is above @iou_min, each with what it is above it as its gain;
 * @n_pairs gets their number.  The caller's, for free(). */
LwAssignmentPair *lw_box_clusters_find_overlaps (const LwRect *a,
                                                 size_t        n_a,
                                                 const LwRect *b,
                                                 size_t        n_b,
                                                 double        iou_min,
                                                 size_t       *n_pairs);

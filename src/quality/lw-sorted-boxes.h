/* lw-sorted-boxes.h - boxes by image and annotator, and who looked at which image
 *
 * Pure: the caller's arrays, any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-rect.h"

#include <stddef.h>
#include <stdint.h>

/* The boxes of several annotators, in any order. */
typedef struct
{
  size_t          n_images, n_annotators, n_classes; /* n_classes may be 0 */
  size_t          n_boxes;
  const uint32_t *images;     /* per box */
  const uint32_t *annotators; /* per box: who has thereby looked at the image */
  const int32_t  *classes;    /* per box; -1: none was given; NULL: none at all */
  const LwRect   *rects;      /* per box; pixels */

  /* Who looked at which image, with a box there or without; may repeat. */
  size_t          n_looks;
  const uint32_t *look_images, *look_annotators;

  const double *widths, *heights; /* per image, 0 for unknown; NULL: all are */
} LwAnnotatorBoxes;

/* How far from 0 a side may be: no picture is as large, and areas of such boxes are still numbers. */
#define LW_ANNOTATOR_BOXES_SIDE_MAX 1e9

/* The first box that is no box (a side is not finite or too far away, or x0 < x1 and y0 < y1 do not
 * hold), has an image, annotator or class out of range, or n_boxes where all is well. */
size_t lw_annotator_boxes_check (const LwAnnotatorBoxes *boxes);

typedef struct
{
  LwRect   rect;
  uint32_t image, annotator;
  int32_t class;
  size_t source; /* its place in the input */
} LwSortedBox;

/* Looks are by image, then annotator, each once; boxes by look, then by place. */
typedef struct
{
  size_t       n_looks;
  LwSortedBox *boxes;
  size_t      *image_looks; /* n_images + 1: the looks at image i are those from image_looks[i] */
  uint32_t    *lookers;     /* per look: the annotator */
  size_t      *look_boxes;  /* n_looks + 1: the boxes of look l are those from look_boxes[l] */
} LwSortedBoxes;

/* @boxes have passed the check. */
void lw_sorted_boxes_init (LwSortedBoxes          *self,
                           const LwAnnotatorBoxes *boxes);
void lw_sorted_boxes_clear (LwSortedBoxes *self);

/* Any total order of places, the same on each machine. */
int lw_sorted_boxes_compare_rects (LwRect a,
                                   LwRect b);

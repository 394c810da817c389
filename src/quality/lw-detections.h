/* lw-detections.h - the boxes of many images
 *
 * Pure: the caller's arrays, any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-rect.h"

#include <stddef.h>
#include <stdint.h>

/* The boxes of image i are those from begins[i] to before begins[i + 1]. */
typedef struct
{
  size_t          n_images, n_classes;
  const size_t   *begins;   /* n_images + 1 */
  const LwRect   *rects;    /* an element per box, as the following ones */
  const uint32_t *classes;  /* below n_classes */
  const double   *scores;   /* of predictions: large is confident; NULL for ground truth */
  const double   *areas;    /* as the file has them; NULL: width times height */
  const uint8_t  *is_crowd; /* of ground truth: a box around many; NULL: none is */
} LwDetections;

static inline size_t
lw_detections_get_n (const LwDetections *self)
{
  return self->begins[self->n_images];
}

static inline double
lw_detections_rect_area (LwRect rect)
{
  return (rect.x1 - rect.x0) * (rect.y1 - rect.y0);
}

/* What both cover; 0 where either has no side. */
static inline double
lw_detections_overlap (LwRect a,
                       LwRect b)
{
  const double width = (a.x1 < b.x1 ? a.x1 : b.x1) - (a.x0 > b.x0 ? a.x0 : b.x0);
  const double height = (a.y1 < b.y1 ? a.y1 : b.y1) - (a.y0 > b.y0 ? a.y0 : b.y0);

  return width > 0 && height > 0 ? width * height : 0;
}

/* The IoU thresholds of COCO, .5 to .95, to the last bit as its program has them. */
#define LW_DETECTIONS_N_THRESHOLDS 10

double lw_detections_threshold (size_t i);

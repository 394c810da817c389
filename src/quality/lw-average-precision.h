/* lw-average-precision.h - the area below a curve of precision and recall
 *
 * Everingham et al., "The PASCAL Visual Object Classes Challenge", IJCV 88(2), 2010.
 *
 * Pure: the caller's arrays, any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-detections.h"

/* How the sides of boxes are counted. */
typedef enum
{
  LW_IOU_CONTINUOUS, /* x1 - x0 */
  LW_IOU_PIXELS      /* x1 - x0 + 1: whole pixels, both edges included */
} LwIouKind;

double lw_iou (LwRect    a,
               LwRect    b,
               LwIouKind kind);

typedef struct
{
  double every_point, eleven_point; /* NaN without ground truth */
  size_t n_truths, n_right, n_wrong;
} LwAveragePrecision;

/* Of one class at one threshold, as PASCAL VOC has it: detections in descending order of score
 * take the ground truth of their image with the largest IoU, the first of equal ones, if it is at
 * least @threshold and not taken yet. */
LwAveragePrecision lw_average_precision (const LwDetections *truth,
                                         const LwDetections *predictions,
                                         uint32_t class,
                                         double    threshold,
                                         LwIouKind kind);

/* The area below precision made falling, over @n points in ascending recall. */
double lw_average_precision_of_curve (double       *precisions,
                                      const double *recalls,
                                      size_t        n);

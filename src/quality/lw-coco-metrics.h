/* lw-coco-metrics.h - average precision and recall as COCO has them
 *
 * Lin et al., "Microsoft COCO: Common Objects in Context", ECCV 2014, and its program's rules:
 * detections in descending order of score, at most 100 of an image and class; a detection takes
 * the ground truth of largest IoU that none has taken; a crowd takes any number; what is outside
 * of the range of areas is ignored.
 *
 * Pure: no file, no global; an object belongs to one thread at a time.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-detections.h"

/* By the area of the ground truth. */
typedef enum
{
  LW_COCO_ALL,
  LW_COCO_SMALL,  /* up to 32 squared */
  LW_COCO_MEDIUM, /* up to 96 squared */
  LW_COCO_LARGE,
  LW_N_COCO_AREAS
} LwCocoArea;

/* At most so many detections of an image and class. */
typedef enum
{
  LW_COCO_MAX_1,
  LW_COCO_MAX_10,
  LW_COCO_MAX_100,
  LW_N_COCO_MAX
} LwCocoMax;

/* The recalls at which precision is looked at. */
#define LW_COCO_N_RECALLS 101

typedef struct _LwCocoMetrics LwCocoMetrics;

/* Both have the same images and classes. */
LwCocoMetrics *lw_coco_metrics_new (const LwDetections *truth,
                                    const LwDetections *predictions);

void lw_coco_metrics_free (LwCocoMetrics *self);

/* Of one class at one threshold; -1 where no ground truth counts. */
double lw_coco_metrics_get_precision (const LwCocoMetrics *self,
                                      size_t class,
                                      size_t     threshold,
                                      LwCocoArea area);
double lw_coco_metrics_get_recall (const LwCocoMetrics *self,
                                   size_t class,
                                   size_t     threshold,
                                   LwCocoArea area,
                                   LwCocoMax  max);

/* Means over the classes that have ground truth, and over the thresholds from @first to before
 * @last; -1 where there is none. */
double lw_coco_metrics_average_precision (const LwCocoMetrics *self,
                                          size_t               first,
                                          size_t               last,
                                          LwCocoArea           area);
double lw_coco_metrics_average_recall (const LwCocoMetrics *self,
                                       LwCocoArea           area,
                                       LwCocoMax            max);

/* lw-detection-confusion.h - which class was taken for which
 *
 * Pure: the caller's arrays, any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-detections.h"

/* @counts gets (K + 1) times (K + 1) numbers for K classes: rows are true classes, columns predicted
 * ones; the last column counts objects that nothing found, the last row predictions where there
 * is nothing, and the last of all stays 0.
 *
 * Predictions of at least @score_min, in descending order of score, each take the object of their
 * image, of any class, that has the largest IoU of those still free, if it is at least @iou_min.
 * Of equal ones an object of their own class goes first.  Crowds are left out, and so are
 * predictions that lie in one by at least @iou_min of themselves and match nothing else. */
void lw_detection_confusion (const LwDetections *truth,
                             const LwDetections *predictions,
                             double              iou_min,
                             double              score_min,
                             int64_t            *counts);

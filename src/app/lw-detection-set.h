/* lw-detection-set.h - the boxes of a COCO file, in the order in which the quality engine takes them
 *
 * Images and classes are in ascending order of their ids, as COCO's own program goes through them;
 * the boxes of an image stay in the order of the file.
 *
 * Any thread; constant once made.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-coco-table.h"
#include "lw-detections.h"

G_BEGIN_DECLS

typedef struct
{
  LwDetections detections;       /* with areas, and either scores or is_crowd */
  gsize       *sources;          /* per box: its element in the array that the set was made of */
  guint       *images, *classes; /* per image and class: its element in the table */
} LwDetectionSet;

/* @boxes  (element-type LwCocoBox): of @table; not needed any more afterwards */
LwDetectionSet *lw_detection_set_new (const LwCocoTable *table,
                                      const GArray      *boxes,
                                      gboolean           are_predictions);
void            lw_detection_set_free (LwDetectionSet *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LwDetectionSet, lw_detection_set_free)

/* Ground truth and predictions of the same images. */
typedef struct
{
  LwCocoTable    *table;
  GArray         *truth_boxes, *predicted_boxes; /* (element-type LwCocoBox) */
  LwDetectionSet *truth, *predictions;
  LwFindings     *findings; /* what was left out */
} LwDetectionPair;

/* Predictions of images and classes that the ground truth does not list are left out and found.
 * @merge_classes: all are one class, their boxes by the order of the classes and then of the file. */
LwDetectionPair *lw_detection_pair_read (const char   *truth_path,
                                         const char   *predictions_path,
                                         gboolean      merge_classes,
                                         GCancellable *cancellable,
                                         GError      **error) G_GNUC_WARN_UNUSED_RESULT;
void             lw_detection_pair_free (LwDetectionPair *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LwDetectionPair, lw_detection_pair_free)

G_END_DECLS

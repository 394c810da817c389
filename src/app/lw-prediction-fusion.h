/* lw-prediction-fusion.h - several detectors' boxes of the same images made one set
 *
 * Any thread; runs until it is done.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-box-fusion.h"
#include "lw-coco-table.h"
#include "lw-import.h"

G_BEGIN_DECLS

typedef enum
{
  LW_FUSE_WEIGHTED,
  LW_FUSE_NON_MAXIMUM_WEIGHTED,
  LW_FUSE_SUPPRESS /* hard or soft, as its options say */
} LwFuseMethod;

typedef struct
{
  LwFuseMethod      method;
  double            score_min; /* boxes below it are left out before anything else */
  const double     *weights;   /* one per detector; NULL: all count the same */
  LwFusionOptions   fusion;    /* of the weighted ones; its score_min is not looked at */
  LwSuppressOptions suppress;
} LwPredictionFusionOptions;

/* @predictions  (element-type GArray (element-type LwCocoBox)): of @table, an array per detector
 *
 * Boxes are compared as shares of their image; of one whose size no file says, as shares of what
 * its boxes cover.
 *
 * The caller's array (element-type LwCocoBox), by image in the table's order, then as
 * lw-box-fusion.h has them; their ids are NULL.  NULL with G_IO_ERROR_CANCELLED. */
GArray *lw_prediction_fusion_run (const LwCocoTable               *table,
                                  const GPtrArray                 *predictions,
                                  const LwPredictionFusionOptions *options,
                                  LwProgressFunc                   progress,
                                  gpointer                         progress_data,
                                  GCancellable                    *cancellable,
                                  GError                         **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

/* lw-coco.h - what reading and writing COCO share
 *
 * COCO says nothing about how far somebody is with an image.  An image with
 * labels counts as done and one without as unseen; where that is not so, we
 * write the member LW_COCO_PROGRESS into the image.  The marks difficult,
 * truncated and occluded are booleans in the member "attributes" of an
 * annotation, where CVAT has them as well.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-format.h"
#include "lw-json-text.h"

G_BEGIN_DECLS

#define LW_COCO_ID "coco"
#define LW_COCO_PROGRESS "labelwright_progress"

typedef struct
{
  const char *key;
  LwBoxFlags  flag;
} LwCocoMark;

#define LW_COCO_N_MARKS 3
extern const LwCocoMark lw_coco_marks[LW_COCO_N_MARKS];

/* Indexed by LwProgress. */
extern const char *const lw_coco_progress_names[LW_N_PROGRESS];

/* [x, y, width, height], finite. */
gboolean lw_coco_parse_bbox (LwJsonSlice value,
                             LwRect     *rect,
                             double     *area);

/* [] and null say no more than nothing. */
gboolean lw_coco_has_shape (LwJsonSlice segmentation);

gboolean lw_coco_read (const char          *path,
                       const LwReadOptions *options,
                       LwSink              *sink,
                       char               **images_folder_out,
                       LwFindings          *findings,
                       GCancellable        *cancellable,
                       GError             **error);
gboolean lw_coco_write (const char           *path,
                        const LwWriteOptions *options,
                        LwSource             *source,
                        LwFindings           *findings,
                        GCancellable         *cancellable,
                        GError              **error);

G_END_DECLS

/* lw-box-set.h - who drew which boxes on which images, from files
 *
 * Either a table with the columns "image", "annotator", "x0", "y0", "x1", "y1" and perhaps "class"
 * (see lw-csv.h), a box a row, in pixels; a row without coordinates says that the annotator looked
 * and saw nothing, and a box may be without a class.  Or several COCO files, each of which is an
 * annotator, named as the file without its extensions: who has an image in the file has looked at
 * it.  Images are the same by their ids, classes by their names.
 *
 * Boxes without extent are left out and found; who drew them has looked all the same.
 *
 * Any thread; constant once made.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-findings.h"
#include "lw-sorted-boxes.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct
{
  LwAnnotatorBoxes input;  /* its arrays are the set's; classes is NULL where no box has one */
  GPtrArray       *images; /* (element-type utf8): in natural order, as the other two */
  GPtrArray       *annotators;
  GPtrArray       *classes;
} LwBoxSet;

/* LW_ERROR_NOT_FOUND, or LW_ERROR_INVALID with file and line. */
LwBoxSet *lw_box_set_read_table (const char   *path,
                                 LwFindings   *findings,
                                 GCancellable *cancellable,
                                 GError      **error) G_GNUC_WARN_UNUSED_RESULT;

/* @paths  two at least, NULL-terminated */
LwBoxSet *lw_box_set_read_coco (const char *const *paths,
                                LwFindings        *findings,
                                GCancellable      *cancellable,
                                GError           **error) G_GNUC_WARN_UNUSED_RESULT;
void      lw_box_set_free (LwBoxSet *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LwBoxSet, lw_box_set_free)

G_END_DECLS

/* lw-coco-table.h - a COCO file as plain arrays: what is measured, not what is kept
 *
 * Takes the boxes of ground truth and of predictions ("results") without what only a project needs:
 * images may lack a file name, and nothing is written back.  A box that cannot be understood is an
 * error, for a figure that leaves some out silently would be wrong.
 *
 * Belongs to one thread at a time.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-findings.h"
#include "lw-rect.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct
{
  const char *id;                  /* as text: 7 and "7" are the same */
  double      width_px, height_px; /* 0 where no file says it */
} LwCocoImage;

typedef struct
{
  const char *id;
  const char *name; /* "7" where no file names it */
} LwCocoCategory;

typedef struct
{
  guint       image, category; /* in the table's arrays */
  const char *id;              /* of the annotation; of a prediction its place in the file, from 0 */
  LwRect      rect;            /* may be empty or have negative sides: as the file has it */
  double      area;            /* of an annotation the member "area", otherwise width times height */
  double      score;           /* of a prediction */
  gboolean    is_crowd;
} LwCocoBox;

typedef struct
{
  GArray *images;     /* (element-type LwCocoImage): in the order of the file */
  GArray *categories; /* (element-type LwCocoCategory) */

  /*< private >*/
  GHashTable   *image_index, *category_index; /* id to index + 1 */
  GStringChunk *text;
} LwCocoTable;

LwCocoTable *lw_coco_table_new (void);
void         lw_coco_table_free (LwCocoTable *self);

/* Adds the file's images and categories, and returns the boxes of its annotations, in order.  Those
 * with no bbox (captions, image classes) are left out and found.
 *
 * The caller's array (element-type LwCocoBox), whose texts are the table's.  LW_ERROR_NOT_FOUND, or
 * LW_ERROR_INVALID with file and line. */
GArray *lw_coco_table_read_truth (LwCocoTable  *self,
                                  const char   *path,
                                  LwFindings   *findings,
                                  GCancellable *cancellable,
                                  GError      **error) G_GNUC_WARN_UNUSED_RESULT;

/* The same for predictions: the list of results, or an object with "annotations" that have scores.
 * @is_closed: those of images and categories that the table does not have are left out and found;
 * otherwise they are added. */
GArray *lw_coco_table_read_predictions (LwCocoTable  *self,
                                        const char   *path,
                                        gboolean      is_closed,
                                        LwFindings   *findings,
                                        GCancellable *cancellable,
                                        GError      **error) G_GNUC_WARN_UNUSED_RESULT;

/* Numbers before other texts, numbers by value: the order in which COCO's own program goes through
 * images and categories. */
int lw_coco_compare_ids (const char *a,
                         const char *b);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LwCocoTable, lw_coco_table_free)

G_END_DECLS

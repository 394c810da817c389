/* lw-image-filter.h - which images are listed, and in what order
 *
 * Pure: numbers and names in, positions out.  Any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-image-set.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  LW_IMAGE_SORT_ADDED, /* as the images came into the project */
  LW_IMAGE_SORT_NAME,  /* natural: "image 2" before "image 10" */
  LW_IMAGE_SORT_PATH,
  LW_IMAGE_SORT_STATE, /* not looked at, open, skipped, done */
  LW_IMAGE_SORT_BOXES,
  LW_IMAGE_SORT_EDITED, /* by when labels were last changed; never is first */
  LW_IMAGE_SORT_SIZE,   /* number of pixels; unknown is first */
  LW_IMAGE_N_SORTS,
} LwImageSort;

/* All zero: every image, as added. */
typedef struct
{
  const char *text;          /* in the path, any case; NULL or "" for all */
  guint       progress_mask; /* bit 1 << LwProgress for each state shown; 0 for all */
  gboolean    is_flagged;    /* only those with a flag */
  gint64      class_key;     /* that have a label of the class; 0 for all */
  gint64      annotator_key; /* that have labels of this annotator; 0 for all */
  const char *lot;           /* of this lot; NULL for all */
  guint       n_boxes_min;
  guint       n_boxes_end; /* fewer than this; 0 for no limit */
  int         side_min_px; /* of the longer side */
  int         side_end_px; /* shorter than this; 0 for no limit */
  LwImageSort sort;
  gboolean    is_descending;
} LwImageFilter;

/* Transfer full, with strings of its own. */
LwImageFilter *lw_image_filter_copy (const LwImageFilter *self);
void           lw_image_filter_free (LwImageFilter *self);

/* TRUE where nothing is hidden, whatever the order. */
gboolean lw_image_filter_shows_all (const LwImageFilter *self);

/* TRUE where it asks for states, counts or flags, which edits change. */
gboolean lw_image_filter_uses_facts (const LwImageFilter *self);

/* What changes about an image, copied for the worker. */
typedef struct
{
  LwImageSummary summary;
  int            width_px, height_px; /* 0 unknown */
} LwImageFacts;

/* What the store was asked; each NULL where the filter does not need it. */
typedef struct
{
  const GArray *with_class;   /* (element-type gint64): image keys, ascending */
  const GArray *of_annotator; /* (element-type gint64): image keys, ascending */
  const GArray *edits;        /* (element-type LwImageEdit), by image key ascending */
} LwImageAnswers;

/**
 * lw_image_filter_run:
 * @facts: (array): one for each image of @set
 * @cancellable: (nullable): looked at now and then
 *
 * Returns: (transfer full) (element-type guint): indices into @set in the order in
 *   which they are shown; incomplete where it was cancelled
 */
GArray *lw_image_filter_run (const LwImageFilter  *filter,
                             const LwImageSet     *set,
                             const LwImageFacts   *facts,
                             const LwImageAnswers *answers,
                             GCancellable         *cancellable);

/* Of each of @n_images its position among @shown plus one; 0 for those that are not
 * there.  Transfer full. */
guint *lw_image_filter_find_places (const GArray *shown,
                                    guint         n_images);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LwImageFilter, lw_image_filter_free)

G_END_DECLS

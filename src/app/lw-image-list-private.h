/* lw-image-list-private.h - how the project fills its list of images
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-image-list.h"

G_BEGIN_DECLS

LwImageList *lw_image_list_new (void);

/* What a filter asks, and for whose layer.  A worker opens it for itself. */
void lw_image_list_set_store (LwImageList *self,
                              const char  *store_path,
                              gint64       annotator_key);

/* Replaces everything by @set, taken, and @summaries (element-type LwImageSummary), one
 * for each image, taken; NULL keeps what is known of those that were there.  Where a
 * worker has to apply the filter, the old images stay until it has. */
void lw_image_list_take_images (LwImageList *self,
                                LwImageSet  *set,
                                GArray      *summaries);

/* New counts for all, in the order of the images (element-type LwImageSummary).
 * Ignored where it does not fit the images: they have changed since. */
void lw_image_list_set_summaries (LwImageList  *self,
                                  const GArray *summaries);
void lw_image_list_set_summary (LwImageList          *self,
                                const LwImageSummary *summary);

/* Borrowed until the images change; NULL where there is no such image. */
const LwImageRow *lw_image_list_find_row (LwImageList *self,
                                          gint64       image_key);

/* What decoding found out. */
void lw_image_list_set_info (LwImageList *self,
                             gint64       image_key,
                             int          width_px,
                             int          height_px,
                             int          orientation);
void lw_image_list_set_identity (LwImageList *self,
                                 gint64       image_key,
                                 gint64       file_size,
                                 const char  *content_hash);

G_END_DECLS

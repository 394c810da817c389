/* lw-image-list.h - the images of a project as a list model, filtered and sorted
 *
 * A GListModel of LwImageItem.  Items are made when asked for: 100,000 images
 * cost a few megabytes.  An edit never makes a row jump or vanish: filter and order
 * are applied anew only when they are set, or when everything is new: images came,
 * or another layer is shown.
 *
 * Main thread only.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-image-filter.h"
#include "lw-store.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* One image.  Properties with notify: key (int64), path (string), name (string:
 * the last part of the path), width, height (int, 0 unknown), n-boxes, n-tags
 * (uint), progress (int, LwProgress), is-flagged (boolean). */
#define LW_TYPE_IMAGE_ITEM (lw_image_item_get_type ())
G_DECLARE_FINAL_TYPE (LwImageItem, lw_image_item, LW, IMAGE_ITEM, GObject)

gint64      lw_image_item_get_key (LwImageItem *self);
const char *lw_image_item_get_path (LwImageItem *self);
const char *lw_image_item_get_name (LwImageItem *self);
int         lw_image_item_get_width (LwImageItem *self);
int         lw_image_item_get_height (LwImageItem *self);
guint       lw_image_item_get_n_boxes (LwImageItem *self);
guint       lw_image_item_get_n_tags (LwImageItem *self);
LwProgress  lw_image_item_get_progress (LwImageItem *self);
gboolean    lw_image_item_is_flagged (LwImageItem *self);

#define LW_TYPE_IMAGE_LIST (lw_image_list_get_type ())
G_DECLARE_FINAL_TYPE (LwImageList, lw_image_list, LW, IMAGE_LIST, GObject)

/* Signals:
 *   changing ()   right before items-changed: whoever would look for what it had selected
 *                 among 100,000 new items lets go of it
 */

/* A worker applies the filter; the list changes when it is done, a moment before
 * @callback.  Another filter meanwhile takes the place of this one, which ends with
 * G_IO_ERROR_CANCELLED. */
void     lw_image_list_set_filter_async (LwImageList         *self,
                                         const LwImageFilter *filter, /* copied */
                                         GAsyncReadyCallback  callback,
                                         gpointer             user_data);
gboolean lw_image_list_set_filter_finish (LwImageList  *self,
                                          GAsyncResult *result,
                                          GError      **error);

/* The one that was set last.  Borrowed until the next. */
const LwImageFilter *lw_image_list_get_filter (LwImageList *self);

/* Counts of the whole list, filter or not: total and how many of each progress,
 * indexed by LwProgress.  Known, not counted anew: an edit of many images may ask after each. */
guint lw_image_list_get_n_total (LwImageList *self);
void  lw_image_list_count_progress (LwImageList *self,
                                    guint        counts[LW_N_PROGRESS]);

/* Names of the lots that there are, in the order of their first images.
 * (element-type utf8), transfer full */
GPtrArray *lw_image_list_list_lots (LwImageList *self);

/* Position in the filtered list; G_MAXUINT where it is not shown. */
guint lw_image_list_find (LwImageList *self,
                          gint64       image_key);

/* The first shown image after @after_key (0: from the start), round the end and back to
 * itself, that is in one of the states (bit 1 << LwProgress; 0: any) and, with
 * @is_flagged, has a flag; 0 where there is none. */
gint64 lw_image_list_find_next (LwImageList *self,
                                gint64       after_key,
                                guint        progress_mask,
                                gboolean     is_flagged);

/* Keys of the first @n_max shown images with @text in their path, any case, in their
 * order.  (element-type gint64), transfer full */
GArray *lw_image_list_search (LwImageList *self,
                              const char  *text,
                              guint        n_max);

/* Whether shown or not.  Transfer full; NULL where there is no such image. */
LwImageItem *lw_image_list_dup_item (LwImageList *self,
                                     gint64       image_key);

G_END_DECLS

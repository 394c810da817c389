/* lw-image-list.h - the images of a project as a list model, with a filter
 *
 * A GListModel of LwImageItem.  Items are made when asked for: 100,000 images
 * cost a few megabytes.  An edit never makes a row jump or vanish: the filter is
 * applied anew only when it is set.
 *
 * Main thread only.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-store.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* One image.  Properties with notify: key (int64), path (string), name (string:
 * the last part of the path), width, height (int, 0 unknown), n-boxes, n-tags
 * (uint), progress (int, LwProgress). */
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

#define LW_TYPE_IMAGE_LIST (lw_image_list_get_type ())
G_DECLARE_FINAL_TYPE (LwImageList, lw_image_list, LW, IMAGE_LIST, GObject)

typedef struct
{
  const char *text;          /* in the path, any case; NULL or "" for all */
  guint       progress_mask; /* bit 1 << LwProgress for each state shown; 0 for all */
  gint64      class_key;     /* that have a label of the class; 0 for all */
} LwImageFilter;

gboolean lw_image_list_set_filter (LwImageList         *self,
                                   const LwImageFilter *filter,
                                   GError             **error);

/* Counts of the whole list, filter or not: total and how many of each progress,
 * indexed by LwProgress. */
guint lw_image_list_get_n_total (LwImageList *self);
void  lw_image_list_count_progress (LwImageList *self,
                                    guint        counts[LW_N_PROGRESS]);

/* Position in the filtered list; G_MAXUINT where it is not shown. */
guint lw_image_list_find (LwImageList *self,
                          gint64       image_key);

/* Whether shown or not.  Transfer full; NULL where there is no such image. */
LwImageItem *lw_image_list_dup_item (LwImageList *self,
                                     gint64       image_key);

G_END_DECLS

/* lw-walk-list.h - the boxes that are gone through one after the other, and in what order
 *
 * By images in the order they are given, inside each in reading order; only the boxes of
 * the current annotator whose classes are asked the attribute.  A snapshot: boxes that are
 * removed later are still in it.  Main thread; a worker reads the boxes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-project-attributes.h"

G_BEGIN_DECLS

typedef struct
{
  gint64   image_key;
  gint64   box_key;
  gboolean has_value; /* of its own; a default is none */
} LwWalkStep;

/**
 * lw_walk_list_async:
 * @image_keys: (transfer full) (element-type gint64): in the order of walking
 * @only_without: leave out the boxes that have a value of their own
 */
void lw_walk_list_async (LwProject          *project,
                         gint64              attribute_key,
                         GArray             *image_keys,
                         gboolean            only_without,
                         GCancellable       *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer            user_data);

/* (element-type LwWalkStep), transfer full.  NULL with @error set: LW_ERROR_NOT_FOUND for
 * an attribute that is not there any more. */
GArray *lw_walk_list_finish (LwProject    *project,
                             GAsyncResult *result,
                             GError      **error);

/* The images to walk through from @image_key on: only itself, or with @is_onward also those
 * that follow it in the list, filtered and sorted as it is.  (element-type gint64), transfer
 * full. */
GArray *lw_walk_list_images (LwProject *project,
                             gint64     image_key,
                             gboolean   is_onward);

/* The place of a box in the list; G_MAXUINT where it is not in it. */
guint lw_walk_list_find (const GArray *steps,
                         gint64        box_key);

guint lw_walk_list_count_values (const GArray *steps);

G_END_DECLS

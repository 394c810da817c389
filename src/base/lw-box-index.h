/* lw-box-index.h - which boxes are here: 100,000 of them, within a frame
 *
 * A uniform grid over the picture.  A box that would fill too many cells goes to a
 * list apart, which is short because few boxes can be that large and yet distinct.
 * Boxes may reach outside the picture.
 *
 * Belongs to one thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-rect.h"

#include <glib.h>

G_BEGIN_DECLS

typedef struct _LwBoxIndex LwBoxIndex;

LwBoxIndex *lw_box_index_new (double width_img,
                              double height_img);
void        lw_box_index_free (LwBoxIndex *self);

/* Empty again, for another picture. */
void lw_box_index_reset (LwBoxIndex *self,
                         double      width_img,
                         double      height_img);

/* @id is a small number of the caller's choice: memory grows with the largest. */
void lw_box_index_set (LwBoxIndex *self,
                       guint32     id,
                       LwRect      rect);
void lw_box_index_remove (LwBoxIndex *self,
                          guint32     id);

guint lw_box_index_get_n_boxes (LwBoxIndex *self);

/* Appends the ids of all boxes that share at least a point with @area, edges
 * included, in ascending order.  (element-type guint32) */
void lw_box_index_query (LwBoxIndex *self,
                         LwRect      area,
                         GArray     *ids);

/* Appends the ids of all boxes around the point, or at most @slack away from it, the
 * smallest area first; among equals the higher id, which is drawn on top, first. */
void lw_box_index_hit (LwBoxIndex *self,
                       double      x_img,
                       double      y_img,
                       double      slack_img,
                       GArray     *ids);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LwBoxIndex, lw_box_index_free)

G_END_DECLS

/* lw-box-item.h - a box as the lists show it
 *
 * Immutable: what changes is replaced.  Main thread only.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-canvas.h"
#include "lw-project.h"

G_BEGIN_DECLS

#define LW_TYPE_BOX_ITEM (lw_box_item_get_type ())
G_DECLARE_FINAL_TYPE (LwBoxItem, lw_box_item, LW, BOX_ITEM, GObject)

/* @class may be NULL: then without a name, in grey. */
LwBoxItem *lw_box_item_new (const LwBoxRow *row,
                            const LwClassRow *class);

gint64      lw_box_item_get_key (LwBoxItem *self);
gint64      lw_box_item_get_class_key (LwBoxItem *self);
gint64      lw_box_item_get_annotator_key (LwBoxItem *self);
const char *lw_box_item_get_class_name (LwBoxItem *self);
guint32     lw_box_item_get_colour (LwBoxItem *self);
LwRect      lw_box_item_get_rect (LwBoxItem *self);
LwBoxFlags  lw_box_item_get_flags (LwBoxItem *self);
LwOrigin    lw_box_item_get_origin (LwBoxItem *self);

/* Nothing that is shown differs. */
gboolean lw_box_item_equal (LwBoxItem *a,
                            LwBoxItem *b);

/* For the canvas; the caption is borrowed from the item. */
LwCanvasBox lw_box_item_to_canvas (LwBoxItem *self);

G_END_DECLS

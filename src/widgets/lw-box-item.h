/* lw-box-item.h - a box as canvas, list and inspector show it
 *
 * LwShownBox is a plain value.  LwBoxItem is a place in a list of them: list models deal in
 * objects, and whoever shows a place asks the model for the box that is there now.
 * Main thread only.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-canvas.h"
#include "lw-store.h"

G_BEGIN_DECLS

typedef struct
{
  gint64        key;
  gint64        class_key;
  gint64        annotator_key;
  LwRect        rect;
  LwBoxFlags    flags;
  LwOrigin      origin;
  guint32       colour;     /* 0xRRGGBB */
  const char   *class_name; /* interned; "" without a class */
  const char   *caption;    /* interned: the name, and what the box was asked where that is shown */
  LwLinePattern pattern;    /* of the class */
} LwShownBox;

/* @class may be NULL: then without a name, in grey. */
LwShownBox lw_shown_box (const LwBoxRow *row,
                         const LwClassRow *class);

/* Nothing that is shown differs. */
gboolean lw_shown_box_equal (const LwShownBox *a,
                             const LwShownBox *b);

LwCanvasBox lw_shown_box_to_canvas (const LwShownBox *box);

#define LW_TYPE_BOX_ITEM (lw_box_item_get_type ())
G_DECLARE_FINAL_TYPE (LwBoxItem, lw_box_item, LW, BOX_ITEM, GObject)

LwBoxItem *lw_box_item_new (void);

G_END_DECLS

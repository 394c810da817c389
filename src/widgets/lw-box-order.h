/* lw-box-order.h - the boxes of a model in the order that the list shows them in
 *
 * A list model over an LwBoxModel.  An edit changes only the rows that it is about: rows
 * that keep their place are not told of, so that the list stays where it is.  Its items are places:
 * where most boxes are others, as in another image, the places remain, and the signal
 * replaced (uint first, uint n_rows) says which of them show other boxes.
 * Main thread only.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-box-model.h"

G_BEGIN_DECLS

/* In the order of the enum BoxOrder of the settings. */
typedef enum
{
  LW_BOX_SORT_OLDEST,
  LW_BOX_SORT_NEWEST,
  LW_BOX_SORT_CLASS,   /* by name, as the language has it; within a class the oldest first */
  LW_BOX_SORT_SIZE,    /* the largest area first */
  LW_BOX_SORT_READING, /* see lw_reading_order() */
} LwBoxSort;

#define LW_TYPE_BOX_ORDER (lw_box_order_get_type ())
G_DECLARE_FINAL_TYPE (LwBoxOrder, lw_box_order, LW, BOX_ORDER, GObject)

LwBoxOrder *lw_box_order_new (LwBoxModel *boxes);

LwBoxSort lw_box_order_get_sort (LwBoxOrder *self);
void      lw_box_order_set_sort (LwBoxOrder *self,
                                 LwBoxSort   sort);

/* Borrowed until the next change. */
const LwShownBox *lw_box_order_get_box (LwBoxOrder *self,
                                        guint       position);

G_END_DECLS

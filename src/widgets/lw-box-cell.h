/* lw-box-cell.h - a box in the list: colour, class, size and whether it is hidden or locked
 *
 * Drawn by itself rather than put together: a list keeps some 200 rows, all of which are
 * made anew with each image, and that must not cost a frame.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-box-item.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define LW_TYPE_BOX_CELL (lw_box_cell_get_type ())
G_DECLARE_FINAL_TYPE (LwBoxCell, lw_box_cell, LW, BOX_CELL, GtkWidget)

GtkWidget *lw_box_cell_new (void);

/* Copied.  Of @state HIDDEN and LOCKED are marked. */
void lw_box_cell_set_box (LwBoxCell        *self,
                          const LwShownBox *box,
                          LwCanvasBoxFlags  state);

G_END_DECLS

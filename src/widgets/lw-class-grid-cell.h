/* lw-class-grid-cell.h - an image of the class grid: thumbnail, its classes, its name
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-project.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define LW_TYPE_CLASS_GRID_CELL (lw_class_grid_cell_get_type ())
G_DECLARE_FINAL_TYPE (LwClassGridCell, lw_class_grid_cell, LW, CLASS_GRID_CELL, GtkBox)

GtkWidget *lw_class_grid_cell_new (void);

/* NULL for none; stops the loading of the one before. */
void   lw_class_grid_cell_set_item (LwClassGridCell *self,
                                    LwProject       *project,
                                    LwImageItem     *item);
gint64 lw_class_grid_cell_get_image (LwClassGridCell *self); /* 0 for none */

/* The side of the thumbnail. */
void lw_class_grid_cell_set_size (LwClassGridCell *self,
                                  int              side_px);

/* The classes as they are in the project now. */
void lw_class_grid_cell_update (LwClassGridCell *self);

G_END_DECLS

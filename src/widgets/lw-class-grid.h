/* lw-class-grid.h - many images at once, which get their classes by keys
 *
 * Marking is selecting: arrows move, Shift+arrows, Ctrl+click, a rubber band and Ctrl+A
 * mark several.  A digit gives the marked images the class, or takes it away where all
 * have it: one step, however many.  Enter opens the image, Esc and G go back.
 *
 * Signals:
 *   image-chosen (int64 image_key)   to be opened
 *   left ()                          back to the canvas
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-project.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define LW_TYPE_CLASS_GRID (lw_class_grid_get_type ())
G_DECLARE_FINAL_TYPE (LwClassGrid, lw_class_grid, LW, CLASS_GRID, GtkBox)

/* NULL for none.  Nothing is loaded before it is first shown. */
void lw_class_grid_set_project (LwClassGrid *self,
                                LwProject   *project);

/* Shows and marks the image, and takes the focus. */
void lw_class_grid_start (LwClassGrid *self,
                          gint64       image_key);

/* Gives the marked images the class, or takes it away. */
void lw_class_grid_set_class (LwClassGrid *self,
                              gint64       class_key);

G_END_DECLS

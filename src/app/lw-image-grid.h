/* lw-image-grid.h - the listed images as a class grid shows them: by class, or those without
 *
 * A GListModel of LwImageItem over the shown images of the project.  As in the list, an
 * edit never makes an image jump or vanish: the order is made anew only when it is set,
 * or when the list itself is.  Main thread only.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-project.h"

G_BEGIN_DECLS

#define LW_TYPE_IMAGE_GRID (lw_image_grid_get_type ())
G_DECLARE_FINAL_TYPE (LwImageGrid, lw_image_grid, LW, IMAGE_GRID, GObject)

LwImageGrid *lw_image_grid_new (LwProject *project);

/* A worker looks for the classes; the model changes when it is done.
 * @by_class: by the first class that an image was given, in the order of the classes,
 *   those without any at the end
 * @only_without: those only that have no image class */
void lw_image_grid_set_order (LwImageGrid *self,
                              gboolean     by_class,
                              gboolean     only_without);

/* G_MAXUINT where it is not there. */
guint lw_image_grid_find (LwImageGrid *self,
                          gint64       image_key);

G_END_DECLS

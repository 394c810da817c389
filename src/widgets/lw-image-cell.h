/* lw-image-cell.h - one image in the list: thumbnail, name, state, count
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-project.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define LW_TYPE_IMAGE_CELL (lw_image_cell_get_type ())
G_DECLARE_FINAL_TYPE (LwImageCell, lw_image_cell, LW, IMAGE_CELL, GtkBox)

GtkWidget *lw_image_cell_new (void);

/* Shows @item and asks for its thumbnail; NULL for none, which also stops what
 * is still being loaded.  Put it into its list item first: the name for screen
 * readers belongs to that. */
void lw_image_cell_set_item (LwImageCell *self,
                             LwProject   *project,
                             LwImageItem *item);

G_END_DECLS

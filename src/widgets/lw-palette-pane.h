/* lw-palette-pane.h - how high the classes stand above the boxes
 *
 * By itself as high as the list is long, up to a part of the column, so that a thousand classes
 * are not looked at through a slot and three leave the room to the boxes.  Once somebody has
 * moved the divider, it is where they put it, also the next time.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-class-palette.h"

G_BEGIN_DECLS

/* Once; @pane is vertical and has @palette as its start child. */
void lw_palette_pane_tend (GtkPaned       *pane,
                           LwClassPalette *palette);

/* After the number of classes has changed. */
void lw_palette_pane_update (GtkPaned *pane);

G_END_DECLS

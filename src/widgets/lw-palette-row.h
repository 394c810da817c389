/* lw-palette-row.h - a class in a list: key, colour, name, counts, whole-image switch
 *
 * Follows a LwClassItem; cheap enough to be bound to others while somebody types.
 *
 * Signals:
 *   chosen ()                    it was clicked
 *   fold-toggled ()              its children are to be hidden, or shown
 *   tag-toggled ()               the image as a whole is to be given the class, or not
 *   colour-chosen (guint colour) 0xRRGGBB
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-class-item.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define LW_TYPE_PALETTE_ROW (lw_palette_row_get_type ())
G_DECLARE_FINAL_TYPE (LwPaletteRow, lw_palette_row, LW, PALETTE_ROW, GtkBox)

/* @shows_tags: with the whole-image switch. */
GtkWidget *lw_palette_row_new (gboolean shows_tags);

/* NULL for none.  Gives the parent, a list item, its accessible name. */
void         lw_palette_row_set_item (LwPaletteRow *self,
                                      LwClassItem  *item);
LwClassItem *lw_palette_row_get_item (LwPaletteRow *self);

/* Whether colour and switch can be changed. */
void lw_palette_row_set_editable (LwPaletteRow *self,
                                  gboolean      editable);

G_END_DECLS

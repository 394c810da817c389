/* lw-palette-row.h - a class in the palette: key, colour, name, counts, whole-image switch
 *
 * Signals:
 *   tag-toggled ()               the image as a whole was given the class, or not
 *   colour-chosen (guint colour) 0xRRGGBB
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-project.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define LW_TYPE_PALETTE_ROW (lw_palette_row_get_type ())
G_DECLARE_FINAL_TYPE (LwPaletteRow, lw_palette_row, LW, PALETTE_ROW, GtkListBoxRow)

/* @position: the digits follow it. */
GtkWidget *lw_palette_row_new (const LwClassRow *class,
                               guint position);

gint64 lw_palette_row_get_class_key (LwPaletteRow *self);
void   lw_palette_row_set_count (LwPaletteRow *self,
                                 guint64       n_boxes,
                                 guint64       n_tags);

/* Without a signal. */
void lw_palette_row_set_tagged (LwPaletteRow *self,
                                gboolean      tagged);
void lw_palette_row_set_editable (LwPaletteRow *self,
                                  gboolean      editable);

G_END_DECLS

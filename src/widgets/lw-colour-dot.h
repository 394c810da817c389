/* lw-colour-dot.h - a small disc in the colour of a class
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define LW_TYPE_COLOUR_DOT (lw_colour_dot_get_type ())
G_DECLARE_FINAL_TYPE (LwColourDot, lw_colour_dot, LW, COLOUR_DOT, GtkWidget)

GtkWidget *lw_colour_dot_new (void);

/* 0xRRGGBB */
void lw_colour_dot_set_colour (LwColourDot *self,
                               guint32      colour);

GdkRGBA lw_colour_to_rgba (guint32 colour);
guint32 lw_colour_from_rgba (const GdkRGBA *rgba);

G_END_DECLS

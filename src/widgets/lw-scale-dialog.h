/* lw-scale-dialog.h - asks how long a pixel is
 *
 * Typed as a number, or measured: where one box is selected, its width or height may be said
 * instead, and the length of a pixel follows from it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-scale.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* @scale NULL: cancelled; without a length: there is to be none. */
typedef void (*LwScaleFunc) (const LwScale *scale,
                             gpointer       user_data);

/* @width_px and @height_px are those of the selected box, 0 where there is none.
 * @user_data is a GObject, of which a reference is kept meanwhile.  @func is called
 * once. */
void lw_scale_dialog_ask (GtkWidget     *parent,
                          const LwScale *scale,
                          double         width_px,
                          double         height_px,
                          LwScaleFunc    func,
                          gpointer       user_data);

G_END_DECLS

/* lw-key-hints.h - the five or six keys that matter now, in a line below the canvas
 *
 * For somebody's first hour of work, or as the setting "key-hints" says.  Beside the picture and
 * not on it: a box or its caption may be anywhere.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-canvas.h"

G_BEGIN_DECLS

#define LW_TYPE_KEY_HINTS (lw_key_hints_get_type ())
G_DECLARE_FINAL_TYPE (LwKeyHints, lw_key_hints, LW, KEY_HINTS, GtkBox)

/* What the keys would do there is what is shown. */
void lw_key_hints_set_canvas (LwKeyHints *self,
                              LwCanvas   *canvas);

/* A walk through the values of boxes has keys of its own. */
void lw_key_hints_set_walking (LwKeyHints *self,
                               gboolean    is_walking);

G_END_DECLS

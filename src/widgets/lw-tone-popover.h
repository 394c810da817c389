/* lw-tone-popover.h - the controls of how the picture is shown
 *
 * Holds no picture and changes none: it shows a tone, and says live what the user makes
 * of it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-pixels.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define LW_TYPE_TONE_POPOVER (lw_tone_popover_get_type ())
G_DECLARE_FINAL_TYPE (LwTonePopover, lw_tone_popover, LW, TONE_POPOVER, GtkPopover)

/* Signals:
 *
 *   tone-changed (const LwTone *tone)  by the user, with every step of a slider; borrowed */
GtkWidget *lw_tone_popover_new (void);

/* Emits nothing. */
void lw_tone_popover_set_tone (LwTonePopover *self,
                               const LwTone  *tone);

/* Whose numbers the window is given in; NULL while there are none, when it cannot be
 * changed.  Takes its own reference. */
void lw_tone_popover_set_pixels (LwTonePopover *self,
                                 LwPixels      *pixels);

G_END_DECLS

/* lw-toast-overlay.h - a page with short messages above it, one at a time
 *
 * Does what AdwToastOverlay does, which reads a toast that it has freed (seen in libadwaita 1.2)
 * when the one that is hidden had not come up yet: after two quick steps, or whenever a frame
 * takes as long as both animations.  A message here has no animation of its own that could
 * outlive it.
 *
 * Further messages wait for their turn; the same one is not said twice in a row.  Escape, where
 * the focus is on it, the close button and the clock take it away; the clock stands still while the
 * pointer or the focus is on it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define LW_TYPE_TOAST_OVERLAY (lw_toast_overlay_get_type ())
G_DECLARE_FINAL_TYPE (LwToastOverlay, lw_toast_overlay, LW, TOAST_OVERLAY, GtkWidget)

/* @child may be NULL, and then comes as the property of that name. */
GtkWidget *lw_toast_overlay_new (GtkWidget *child);

/* An error, for which the others wait. */
void lw_toast_overlay_add_urgent (LwToastOverlay *self,
                                  const char     *text,
                                  guint           seconds);

/* @text: plain, no markup
 * @button, @action: what the button says, with a mnemonic, and the detailed action that it runs;
 *   both NULL for none.  Of several messages with one action only the last is kept, since what
 *   the action would do has changed meanwhile.
 *
 * Returns a number for lw_toast_overlay_dismiss(), never 0. */
guint lw_toast_overlay_add (LwToastOverlay *self,
                            const char     *text,
                            const char     *button,
                            const char     *action,
                            guint           seconds);

/* Nothing, where it has gone already. */
void lw_toast_overlay_dismiss (LwToastOverlay *self,
                               guint           number);

G_END_DECLS

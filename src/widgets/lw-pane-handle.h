/* lw-pane-handle.h - a divider that is taken hold of where it is seen
 *
 * GtkPaned also takes what is pressed beside its divider: with the pointer 6 pixels to either side,
 * where it cannot be turned off, and with a finger 50, so that a box cannot begin near the edge of
 * the canvas, nor an end of a row be tapped.  Here the divider is as wide as it looks, and a finger
 * may miss it by little.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Once for each pane. */
void lw_pane_handle_tend (GtkPaned *pane);

G_END_DECLS

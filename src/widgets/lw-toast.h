/* lw-toast.h - short messages over the page that a widget is on
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* All do nothing where @widget is on no AdwToastOverlay. */
void lw_toast_show (GtkWidget  *widget,
                    const char *text);

/* NULL and cancelling are no news. */
void lw_toast_show_error (GtkWidget    *widget,
                          const GError *error);

/* With a button that runs @action, a detailed name: "win.annotator::Ann".  Transfer none; NULL where there is no overlay.
 * Dismiss it once the action would do something else. */
AdwToast *lw_toast_show_action (GtkWidget  *widget,
                                const char *text,
                                const char *button,
                                const char *action);

G_END_DECLS

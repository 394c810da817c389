/* lw-toast.h - short messages over the page that a widget is on
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* All do nothing where @widget is on no LwToastOverlay. */
void lw_toast_show (GtkWidget  *widget,
                    const char *text);

/* NULL and cancelling are no news. */
void lw_toast_show_error (GtkWidget    *widget,
                          const GError *error);

/* With a button that runs @action, a detailed name: "win.annotator::Ann".  Returns its number for
 * lw_toast_dismiss(); 0 where there is no overlay. */
guint lw_toast_show_action (GtkWidget  *widget,
                            const char *text,
                            const char *button,
                            const char *action);

/* The same for something to think about, which stays longer. */
guint lw_toast_show_question (GtkWidget  *widget,
                              const char *text,
                              const char *button,
                              const char *action);

/* Once its action would do something else.  Any @number will do: nothing happens where it has
 * gone. */
void lw_toast_dismiss (GtkWidget *widget,
                       guint      number);

G_END_DECLS

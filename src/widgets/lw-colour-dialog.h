/* lw-colour-dialog.h - any colour for something
 *
 * GtkColorButton hides its dialog and keeps it.  Before GTK 4.10 a screen reader that asks for the
 * parent of what it saw in a hidden window ends the program: here the dialog goes with its answer.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* @colour: 0xRRGGBB */
typedef void (*LwColourFunc) (guint32  colour,
                              gpointer user_data);

/* Asks over the window of @parent; @func is called where a colour was chosen.  Holds a reference to
 * @user_data, an object, until then.  The dialog, borrowed: destroyed, it has no answer. */
GtkWindow *lw_colour_dialog_ask (GtkWidget   *parent,
                                 const char  *title,
                                 guint32      colour,
                                 LwColourFunc func,
                                 gpointer     user_data);

G_END_DECLS

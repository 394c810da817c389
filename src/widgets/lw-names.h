/* lw-names.h - what assistive technology calls a button, or a row of a drop-down
 *
 * GTK 4.8 names a button by its label as it is written, mnemonic and all, and then once
 * more by the label in it: "_Open Open".  The rows of drop-downs have no name at all.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Gives @widget, and all buttons in it, the name that can be read on them, or the one that
 * their template gives where they show a picture; again after a label has changed.  The
 * drop-downs and combo rows in it, which must be of strings, get rows with names. */
void lw_names_tidy (GtkWidget *widget);

/* The same for every widget of the process from when it is first shown, those that libraries
 * make among them; and names for what can have the focus and has none: lists of settings, and
 * what scrolls them or a menu.  Once, before the first window. */
void lw_names_watch (void);

G_END_DECLS

/* lw-names.h - what assistive technology calls a button
 *
 * GTK 4.8 names a button by its label as it is written, mnemonic and all, and then once
 * more by the label in it: "_Open Open".
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Gives @widget, and all buttons in it, the name that can be read on them, or the one that
 * their template gives where they show a picture.  Again after a label has changed. */
void lw_names_tidy (GtkWidget *widget);

G_END_DECLS

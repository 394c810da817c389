/* lw-class-drop-down.h - a GtkDropDown of class names that also works for hundreds
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Once, before there are names. */
void lw_class_drop_down_init (GtkDropDown *drop_down);

/* Shows @names; with many of them, typing searches. */
void lw_class_drop_down_set_names (GtkDropDown   *drop_down,
                                   GtkStringList *names);

G_END_DECLS

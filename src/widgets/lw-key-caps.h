/* lw-key-caps.h - keys as they are printed on keyboards
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Fills @box with a cap for each of @accels.  Keys that are written alike, such as the 1 of
 * the keypad, are told of once. */
void lw_key_caps_fill (GtkBox            *box,
                       const char *const *accels);

/* "D, Page Down", or that there is none.  Transfer full. */
char *lw_key_caps_dup_text (const char *const *accels);

G_END_DECLS

/* lw-keys.h - every key of the window, in one table
 *
 * The accelerators of the application, the shortcuts of the label page, tooltips, menus and the
 * shortcuts window are all made from it, so that none can say something else.  The table
 * is what the keys are at first; the user's changes are in the setting "shortcuts" and
 * apply at once everywhere.
 *
 * To add a command, add a row to the table in lw-keys.c: one for each action.  Give its button
 * a tooltip without the key: the page adds it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-key-map.h"

G_BEGIN_DECLS

/* The table.  Static. */
const LwKey *lw_keys_list (guint *n_keys);

/* The table with the user's changes; changing it keeps them.  Transfer none, lives as long
 * as the process.  Its commands are counted as in the table. */
LwKeyMap *lw_keys_get_map (void);

/* What the command is called, translated.  Transfer full. */
char *lw_keys_dup_title (guint command);

/* --- Making them work --- */

/* For g_application startup: all of scope LW_KEY_ALWAYS, now and after each change. */
void lw_keys_set_accels (GtkApplication *application);

/* Adds all of scope LW_KEY_AFTER_FOCUS to a widget that has the actions. */
void lw_keys_add_shortcuts (GtkWidget *widget);

/* What is pressed, as the table would say it; NULL while it is only Shift, Ctrl and their
 * like.  For the handlers of "key-pressed".  Transfer full. */
char *lw_keys_dup_pressed (GtkEventControllerKey *controller,
                           guint                  keyval,
                           guint                  keycode,
                           GdkModifierType        state);

/* --- Saying them --- */

/* The first key of @action, as gtk_accelerator_parse() reads it; NULL where it has none.
 * Transfer full. */
char *lw_keys_dup_accel (const char *action);

/* The same as it is written on keyboards: "Ctrl+Z". */
char *lw_keys_dup_label (const char *action);

/* "Next Image (D)": @text with the first key of @action.  Transfer full. */
char *lw_keys_dup_tooltip (const char *text,
                           const char *action);

/* Writes the first key of each command beside it, in all sections of @menu.  A menu that hangs
 * outside the page which has the commands does not find their keys by itself.  For as long as
 * @menu lives, the keys are kept true. */
void lw_keys_write_in_menu (GMenu *menu);

/* Gives @widget that tooltip, and keeps it true when the keys change. */
void lw_keys_set_tooltip (GtkWidget  *widget,
                          const char *text,
                          const char *action);

/* The same for @widget and all in it that have a tooltip and the action of a command. */
void lw_keys_add_to_tooltips (GtkWidget *widget);

G_END_DECLS

/* lw-key-list.h - all commands with their keys, to be searched by word or by key
 *
 * Shows what lw_keys_get_map() says, and follows it.
 *
 *   command-activated (guint)   a row was chosen that can be changed; only where editable
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-project.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define LW_TYPE_KEY_LIST (lw_key_list_get_type ())
G_DECLARE_FINAL_TYPE (LwKeyList, lw_key_list, LW, KEY_LIST, GtkBox)

/* At first it only shows. */
void lw_key_list_set_editable (LwKeyList *self,
                               gboolean   editable);

/* (element-type LwClassRow) Shows the keys that choose one of @classes as well, below those
 * of the commands: as they are now.  Copied. */
void lw_key_list_set_classes (LwKeyList    *self,
                              const GArray *classes);

void lw_key_list_focus_search (LwKeyList *self);

/* Where the user was. */
void lw_key_list_focus_command (LwKeyList *self,
                                guint      command);

G_END_DECLS

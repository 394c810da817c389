/* lw-key-dialog.h - gives one command other keys
 *
 * What is pressed is the command's at once; a key that another command has is asked about
 * first.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define LW_TYPE_KEY_DIALOG (lw_key_dialog_get_type ())
G_DECLARE_FINAL_TYPE (LwKeyDialog, lw_key_dialog, LW, KEY_DIALOG, AdwWindow)

/* For a command of lw_keys_get_map() that is not fixed.  Shown at once; transfer none. */
LwKeyDialog *lw_key_dialog_present (GtkWindow *parent,
                                    guint      command);

G_END_DECLS

/* lw-shortcuts-window.h - all keys to be read, as they are now
 *
 * Not GtkShortcutsWindow: what does not fit there goes to columns that need a wide
 * screen, or to pages whose switcher warns in libadwaita 1.2.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define LW_TYPE_SHORTCUTS_WINDOW (lw_shortcuts_window_get_type ())
G_DECLARE_FINAL_TYPE (LwShortcutsWindow, lw_shortcuts_window, LW, SHORTCUTS_WINDOW, AdwWindow)

void lw_shortcuts_window_present (GtkWindow *parent);

G_END_DECLS

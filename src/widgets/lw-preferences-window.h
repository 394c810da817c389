/* lw-preferences-window.h - what the user likes, kept in GSettings and applied at once
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define LW_TYPE_PREFERENCES_WINDOW (lw_preferences_window_get_type ())
G_DECLARE_FINAL_TYPE (LwPreferencesWindow, lw_preferences_window, LW, PREFERENCES_WINDOW, AdwPreferencesWindow)

/* @page: "general" or "keys". */
void lw_preferences_window_present (GtkWindow  *parent,
                                    const char *page);

/* Applies the colours that the user chose, now and after each change.  For
 * g_application startup. */
void lw_preferences_apply_colours (AdwApplication *application);

G_END_DECLS

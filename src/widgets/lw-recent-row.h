/* lw-recent-row.h - a project that was open before: picture, title, what is left to do
 *
 * Signals: remove-requested ()
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define LW_TYPE_RECENT_ROW (lw_recent_row_get_type ())
G_DECLARE_FINAL_TYPE (LwRecentRow, lw_recent_row, LW, RECENT_ROW, AdwActionRow)

/* Looks into the project in the background. */
GtkWidget *lw_recent_row_new (const char *path);

const char *lw_recent_row_get_path (LwRecentRow *self);

G_END_DECLS

/* lw-start-page.h - what there is to begin with, while no project is open
 *
 * Signals: open-requested (const char *path)   a project, folder or annotation file
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define LW_TYPE_START_PAGE (lw_start_page_get_type ())
G_DECLARE_FINAL_TYPE (LwStartPage, lw_start_page, LW, START_PAGE, AdwBin)

/* Reads the list of recent projects anew. */
void lw_start_page_reload (LwStartPage *self);

G_END_DECLS

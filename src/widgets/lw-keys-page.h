/* lw-keys-page.h - where the user changes keys: a page of the preferences
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define LW_TYPE_KEYS_PAGE (lw_keys_page_get_type ())
G_DECLARE_FINAL_TYPE (LwKeysPage, lw_keys_page, LW, KEYS_PAGE, AdwPreferencesPage)

void lw_keys_page_focus_search (LwKeysPage *self);

/* The last change that was made here.  It is offered as the action "keys.undo", which the window
 * of the page has to have. */
void lw_keys_page_undo (LwKeysPage *self);

G_END_DECLS

/* lw-entry-row.h - entry rows of a form: nothing that was typed is lost, Esc takes it back
 *
 * For rows with an apply button.  Esc brings back what the row was given.  GTK 4.8 does not tell assistive technology what such a
 * row holds: here it is the description.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Once for each row.  With @applies_when_left, what was typed and not applied is applied when
 * the focus goes elsewhere. */
void lw_entry_row_tend (AdwEntryRow *row,
                        gboolean     applies_when_left);

/* Applies what was typed, if anything was. */
void lw_entry_row_flush (AdwEntryRow *row);

/* What the row holds from now on, with nothing to be applied or taken back.  NULL stands for "". */
void lw_entry_row_set_text (AdwEntryRow *row,
                            const char  *text);

/* The same, unless somebody is writing something else there. */
void lw_entry_row_refresh (AdwEntryRow *row,
                           const char  *text);

G_END_DECLS

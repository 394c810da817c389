/* lw-note-popover.h - the flag of an image, and the note that goes with it
 *
 * Signals:
 *   note-changed ()   the user flagged the image, changed the note, or took the flag
 *                     away: see lw_note_popover_get_note()
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define LW_TYPE_NOTE_POPOVER (lw_note_popover_get_type ())
G_DECLARE_FINAL_TYPE (LwNotePopover, lw_note_popover, LW, NOTE_POPOVER, GtkPopover)

/* NULL where the image is not flagged. */
void lw_note_popover_set_note (LwNotePopover *self,
                               const char    *note);

/* NULL where the flag was taken away.  Borrowed until the text changes. */
const char *lw_note_popover_get_note (LwNotePopover *self);

G_END_DECLS

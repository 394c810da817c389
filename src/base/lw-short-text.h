/* lw-short-text.h - as much of a text as a label can show
 *
 * Pure, any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* To lay out a book that somebody pasted into a note would hold the window up for half a
 * minute; this much of it takes a few milliseconds. */
#define LW_SHORT_TEXT_BYTES 20000

/* The text itself, or its beginning and "…" where it is longer than @max_bytes, cut between
 * two characters.  @text is valid UTF-8; NULL gives NULL.  Transfer full. */
char *lw_short_text_dup (const char *text,
                         gsize       max_bytes);

G_END_DECLS

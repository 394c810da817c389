/* lw-attribute-number.h - values of a number attribute, as texts
 *
 * Pure, any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* As a value of a number is kept; NULL where @text is none.  Reads the user's own way of
 * writing numbers, too.  Transfer full. */
char *lw_attribute_number_from_text (const char *text);

/* The number in @text, or 0 where it is empty, and @step more; NULL where @text is no number.
 * Sums of decimal numbers are decimal numbers: 0.1 and 0.2 is 0.3.  Transfer full. */
char *lw_attribute_number_step (const char *text,
                                double      step);

G_END_DECLS

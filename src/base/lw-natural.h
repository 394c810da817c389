/* lw-natural.h - the order of names that people expect
 *
 * "image 2" comes before "image 10".  Any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* As strcmp(), but runs of ASCII digits compare by their value, however long; of two
 * equal values the one with fewer zeros in front is first.  Everything else goes by
 * code point: fold the case before, where it should not count. */
int lw_natural_compare (const char *a,
                        const char *b);

G_END_DECLS

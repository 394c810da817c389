/* lw-class-search.h - how well the name of a class answers what somebody types
 *
 * Pure; any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The form that texts are compared in: without case and accents, so that "bar" finds "Bär".
 * Transfer full. */
char *lw_class_search_fold (const char *text);

/**
 * lw_class_search_rank:
 * @query: folded
 * @name: folded
 * @path: folded, with the names of the classes above; words of @query may be theirs
 *
 * Each word of @query has to be found.  Best is the whole name, then its beginning, the
 * beginning of one of its words, a part of it, and last its letters in order with others
 * between them; of equals the shorter name.
 *
 * Returns: 0 where it is no answer, otherwise the more the better
 */
guint lw_class_search_rank (const char *query,
                            const char *name,
                            const char *path);

G_END_DECLS

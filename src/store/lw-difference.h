/* lw-difference.h - what a stretch of the journal comes to
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-sql.h"

G_BEGIN_DECLS

typedef struct _LwDifference LwDifference;

LwDifference *lw_difference_new (LwSql *sql);
void          lw_difference_free (LwDifference *self);

/* The next change in the order of the journal; a pack counts as its boxes. */
gboolean lw_difference_add (LwDifference *self,
                            const char   *kind,
                            LwId          item,
                            const char   *before,
                            const char   *after,
                            GError      **error);

/* (element-type LwVersionDifference), kinds without any left out; seen from the
 * other end where @is_reversed. */
GArray *lw_difference_list (LwDifference *self,
                            gboolean      is_reversed);

G_END_DECLS

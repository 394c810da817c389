/* lw-number-set.h - which integers have been seen
 *
 * Ids of labels come by the million and mostly in runs: 64 neighbours share one
 * entry, so ten million ids in a row take a few megabytes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _LwNumberSet LwNumberSet;

LwNumberSet *lw_number_set_new (void);
void         lw_number_set_free (LwNumberSet *self);

/* FALSE where it was there already. */
gboolean lw_number_set_add (LwNumberSet *self,
                            gint64       number);
gboolean lw_number_set_contains (LwNumberSet *self,
                                 gint64       number);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LwNumberSet, lw_number_set_free)

G_END_DECLS

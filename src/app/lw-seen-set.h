/* lw-seen-set.h - has this been seen before? for millions of small things
 *
 * Keeps 64-bit fingerprints only: 1,000,000 labels cost 16 MB, and two different
 * labels pass for the same one with a chance of less than one in a million.
 * It never grows beyond LW_SEEN_SET_MAX; what comes after that counts as new.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* 64 MB at the most. */
#define LW_SEEN_SET_MAX (6 * 1024 * 1024)

typedef struct _LwSeenSet LwSeenSet;

LwSeenSet *lw_seen_set_new (void);
void       lw_seen_set_free (LwSeenSet *self);

/* TRUE where @fingerprint is new.  It should come from lw_seen_mix(). */
gboolean lw_seen_set_add (LwSeenSet *self,
                          guint64    fingerprint);

/* The set is full, and later things count as new whatever they are. */
gboolean lw_seen_set_is_full (LwSeenSet *self);

/* Stirs @value into a fingerprint; start with any constant. */
guint64 lw_seen_mix (guint64 fingerprint,
                     guint64 value);
guint64 lw_seen_mix_double (guint64 fingerprint,
                            double  value);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LwSeenSet, lw_seen_set_free)

G_END_DECLS

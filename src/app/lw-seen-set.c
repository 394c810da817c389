/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-seen-set.h"

#include "lw-random.h"

#include <string.h>

#define N_SLOTS_MIN 1024

struct _LwSeenSet
{
  guint64 *slots; /* open addressing, 0 for empty; a power of two of them */
  gsize    n_slots;
  gsize    n_used;
};

LwSeenSet *
lw_seen_set_new (void)
{
  LwSeenSet *self = g_new0 (LwSeenSet, 1);

  self->n_slots = N_SLOTS_MIN;
  self->slots = g_new0 (guint64, self->n_slots);

  return self;
}

void
lw_seen_set_free (LwSeenSet *self)
{
  g_free (self->slots);
  g_free (self);
}

/* The slot that holds @fingerprint, or the empty one where it belongs. */
static guint64 *
find_slot (guint64 *slots,
           gsize    n_slots,
           guint64  fingerprint)
{
  gsize i = fingerprint & (n_slots - 1);

  while (slots[i] != 0 && slots[i] != fingerprint)
    i = (i + 1) & (n_slots - 1);

  return &slots[i];
}

static void
grow (LwSeenSet *self)
{
  const gsize n_slots = self->n_slots * 2;
  guint64    *slots = g_new0 (guint64, n_slots);

  for (gsize i = 0; i < self->n_slots; i++)
    if (self->slots[i] != 0)
      *find_slot (slots, n_slots, self->slots[i]) = self->slots[i];

  g_free (self->slots);
  self->slots = slots;
  self->n_slots = n_slots;
}

gboolean
lw_seen_set_is_full (LwSeenSet *self)
{
  return self->n_used >= LW_SEEN_SET_MAX;
}

gboolean
lw_seen_set_add (LwSeenSet *self,
                 guint64    fingerprint)
{
  guint64 *slot;

  if (fingerprint == 0)
    fingerprint = 1;

  slot = find_slot (self->slots, self->n_slots, fingerprint);

  if (*slot != 0)
    return FALSE;

  if (lw_seen_set_is_full (self))
    return TRUE;

  *slot = fingerprint;
  self->n_used++;

  /* Three quarters full: beyond that linear probing walks far. */
  if (self->n_used > self->n_slots / 4 * 3)
    grow (self);

  return TRUE;
}

guint64
lw_seen_mix (guint64 fingerprint,
             guint64 value)
{
  uint64_t state = fingerprint ^ value;

  return lw_splitmix64 (&state);
}

guint64
lw_seen_mix_double (guint64 fingerprint,
                    double  value)
{
  guint64 bits;

  /* Minus zero is the same place as zero. */
  value += 0.0;
  memcpy (&bits, &value, sizeof bits);

  return lw_seen_mix (fingerprint, bits);
}

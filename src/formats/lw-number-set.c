/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-number-set.h"

G_STATIC_ASSERT (sizeof (gpointer) == 8);

struct _LwNumberSet
{
  GHashTable *blocks; /* number >> 6, as a pointer, to 64 bits, as a pointer */
};

LwNumberSet *
lw_number_set_new (void)
{
  LwNumberSet *self = g_new0 (LwNumberSet, 1);

  self->blocks = g_hash_table_new (NULL, NULL);

  return self;
}

void
lw_number_set_free (LwNumberSet *self)
{
  g_hash_table_unref (self->blocks);
  g_free (self);
}

gboolean
lw_number_set_contains (LwNumberSet *self,
                        gint64       number)
{
  gpointer block = (gpointer) (guintptr) ((guint64) number >> 6);
  guint64  bits = (guintptr) g_hash_table_lookup (self->blocks, block);

  return (bits >> (number & 63) & 1) != 0;
}

gboolean
lw_number_set_add (LwNumberSet *self,
                   gint64       number)
{
  gpointer block = (gpointer) (guintptr) ((guint64) number >> 6);
  guint64  bits = (guintptr) g_hash_table_lookup (self->blocks, block);
  guint64  bit = G_GUINT64_CONSTANT (1) << (number & 63);

  if ((bits & bit) != 0)
    return FALSE;

  g_hash_table_insert (self->blocks, block, (gpointer) (guintptr) (bits | bit));

  return TRUE;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-prefix-code.h"

#define LENGTH_MAX LW_PREFIX_CODE_LENGTH_MAX

/* A place of the table; the length is one more, so that 0 is none. */
#define PLACE(symbol, length) ((guint32) (symbol) | (guint32) ((length) + 1) << 16)

static int
count_lengths (LwPrefixCode *self,
               const guint8 *lengths,
               int           n)
{
  int n_used = 0;

  for (int i = 0; i < n; i++)
    {
      self->counts[lengths[i]]++;
      n_used += lengths[i] > 0;
    }

  self->counts[0] = 0;

  return n_used;
}

/* Every sequence of bits means something, and none means two things. */
static gboolean
is_complete (const LwPrefixCode *self)
{
  int n_open = 1;

  for (int length = 1; length <= LENGTH_MAX; length++)
    {
      n_open = 2 * n_open - self->counts[length];

      if (n_open < 0)
        return FALSE;
    }

  return n_open == 0;
}

static void
sort_symbols (LwPrefixCode *self,
              const guint8 *lengths,
              int           n)
{
  guint16 at[LENGTH_MAX + 2] = { 0 };

  for (int length = 1; length <= LENGTH_MAX; length++)
    at[length + 1] = at[length] + self->counts[length];

  for (int i = 0; i < n; i++)
    if (lengths[i] > 0)
      self->symbols[at[lengths[i]]++] = (guint16) i;
}

static guint
reverse_bits (guint code,
              int   n)
{
  guint reversed = 0;

  for (int i = 0; i < n; i++)
    reversed |= (code >> i & 1) << (n - 1 - i);

  return reversed;
}

static void
fill_root (LwPrefixCode *self)
{
  guint code = 0;
  int   i = 0;

  for (int length = 1; length <= self->root_bits; length++, code <<= 1)
    for (int k = 0; k < self->counts[length]; k++, code++, i++)
      /* Whatever comes after the code. */
      for (guint at = reverse_bits (code, length); at < 1u << self->root_bits; at += 1u << length)
        self->root[at] = PLACE (self->symbols[i], length);
}

gboolean
lw_prefix_code_init (LwPrefixCode *self,
                     const guint8 *lengths,
                     int           n,
                     gsize        *size)
{
  int n_used, longest = LENGTH_MAX;

  *self = (LwPrefixCode){ 0 };
  n_used = count_lengths (self, lengths, n);

  if (n_used == 0 || (n_used > 1 && !is_complete (self)))
    return FALSE;

  while (self->counts[longest] == 0)
    longest--;

  self->root_bits = n_used == 1 ? 0 : MIN (longest, LW_PREFIX_CODE_ROOT_BITS);
  self->symbols = g_try_new (guint16, n_used);
  self->root = g_try_new0 (guint32, 1u << self->root_bits);
  *size += n_used * sizeof (guint16) + (sizeof (guint32) << self->root_bits);

  if (self->symbols == NULL || self->root == NULL)
    {
      lw_prefix_code_clear (self);
      return FALSE;
    }

  sort_symbols (self, lengths, n);

  if (n_used == 1)
    self->root[0] = PLACE (self->symbols[0], 0);
  else
    fill_root (self);

  return TRUE;
}

void
lw_prefix_code_clear (LwPrefixCode *self)
{
  g_clear_pointer (&self->root, g_free);
  g_clear_pointer (&self->symbols, g_free);
}

guint
lw_prefix_code_read_long (const LwPrefixCode *self,
                          LwWebpBits         *bits)
{
  guint code = 0, first = 0, index = 0;

  for (int length = 1; length <= LENGTH_MAX; length++)
    {
      const guint count = self->counts[length];

      code |= lw_webp_bits_take (bits, 1);

      if (code < first + count)
        return self->symbols[index + code - first];

      index += count;
      first = (first + count) << 1;
      code <<= 1;
    }

  /* Not with a complete code. */
  g_assert_not_reached ();
}

/* lw-prefix-code.h - codes of different lengths for numbers, as lossless WebP writes them
 *
 * Given by their lengths alone: the codes of a length follow each other in the order of the
 * numbers, the shorter ones first (RFC 9649, 3.7.2.1; the same as in RFC 1951).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-webp-bits.h"

G_BEGIN_DECLS

#define LW_PREFIX_CODE_LENGTH_MAX 15

/* Codes of at most so many bits are found in one step. */
#define LW_PREFIX_CODE_ROOT_BITS 9

typedef struct
{
  guint32 *root;      /* by the next bits: number, and above it the length of its code; 0: see symbols */
  guint16 *symbols;   /* numbers in the order of their codes */
  int      root_bits; /* 0 where there is one number, whose code has no bits */
  guint16  counts[LW_PREFIX_CODE_LENGTH_MAX + 1];
} LwPrefixCode;

/* @lengths: 0 for a number that does not occur.  FALSE where that is no code: too many, too few, or
 * none; without memory, too.  Adds to *@size the bytes taken. */
gboolean lw_prefix_code_init (LwPrefixCode *self,
                              const guint8 *lengths,
                              int           n,
                              gsize        *size);
void     lw_prefix_code_clear (LwPrefixCode *self);

guint lw_prefix_code_read_long (const LwPrefixCode *self,
                                LwWebpBits         *bits);

/* At least LW_PREFIX_CODE_LENGTH_MAX bits must be held. */
static inline guint
lw_prefix_code_read (const LwPrefixCode *self,
                     LwWebpBits         *bits)
{
  const guint32 found = self->root[lw_webp_bits_peek (bits, self->root_bits)];

  if (found == 0)
    return lw_prefix_code_read_long (self, bits);

  lw_webp_bits_drop (bits, (int) (found >> 16) - 1);

  return found & 0xffff;
}

G_END_DECLS

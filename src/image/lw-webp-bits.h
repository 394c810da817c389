/* lw-webp-bits.h - the bits of a lossless WebP, lowest first
 *
 * Beyond the end there are zeros, so that nobody has to ask with every number; whether any of them
 * was taken is asked now and then.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>
#include <string.h>

G_BEGIN_DECLS

/* Reads the next bytes: fewer than @n only where there are no more. */
typedef gsize (*LwWebpReadFunc) (gpointer data,
                                 guint8  *to,
                                 gsize    n);

/* After lw_webp_bits_fill() there are at least so many. */
#define LW_WEBP_BITS_HELD_MIN 56

#define LW_WEBP_BITS_BUFFER_SIZE (64 * 1024)

typedef struct
{
  LwWebpReadFunc read;
  gpointer       data;

  guint64 held; /* the next bits */
  int     n_held;
  gsize   at, end; /* of what is in the buffer */
  guint64 n_zeros; /* bytes that are not in the file */
  guint8  buffer[LW_WEBP_BITS_BUFFER_SIZE];
} LwWebpBits;

static inline void
lw_webp_bits_fill_slowly (LwWebpBits *self)
{
  while (self->n_held <= LW_WEBP_BITS_HELD_MIN)
    {
      guint8 byte = 0;

      if (self->at == self->end && self->n_zeros == 0)
        {
          self->at = 0;
          self->end = self->read (self->data, self->buffer, sizeof self->buffer);
        }

      if (self->at < self->end)
        byte = self->buffer[self->at++];
      else
        self->n_zeros++;

      /* What is there may be held already, beyond what is counted. */
      self->held |= (guint64) byte << self->n_held;
      self->n_held += 8;
    }
}

static inline void
lw_webp_bits_fill (LwWebpBits *self)
{
  guint64 next;
  int     n_bytes;

  if (self->n_held >= LW_WEBP_BITS_HELD_MIN)
    return;

  if (self->end - self->at < sizeof next)
    {
      lw_webp_bits_fill_slowly (self);
      return;
    }

  memcpy (&next, self->buffer + self->at, sizeof next);
  n_bytes = (63 - self->n_held) / 8;
  self->held |= GUINT64_FROM_LE (next) << self->n_held;
  self->at += n_bytes;
  self->n_held += 8 * n_bytes;
}

/* At most as many as are held. */
static inline guint32
lw_webp_bits_peek (const LwWebpBits *self,
                   int               n)
{
  return (guint32) self->held & ((1u << n) - 1);
}

static inline void
lw_webp_bits_drop (LwWebpBits *self,
                   int         n)
{
  self->held >>= n;
  self->n_held -= n;
}

static inline guint32
lw_webp_bits_take (LwWebpBits *self,
                   int         n)
{
  const guint32 bits = lw_webp_bits_peek (self, n);

  lw_webp_bits_drop (self, n);

  return bits;
}

/* Up to 24. */
static inline guint32
lw_webp_bits_read (LwWebpBits *self,
                   int         n)
{
  lw_webp_bits_fill (self);

  return lw_webp_bits_take (self, n);
}

static inline gboolean
lw_webp_bits_is_beyond_end (const LwWebpBits *self)
{
  return self->n_zeros * 8 > (guint64) self->n_held;
}

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-webp-lossless-private.h"

#include <stdlib.h>

/* Distances are numbered by how far the pixel is in two directions: so many of them; the rest are
 * distances along the rows. */
#define N_NEAR 120
#define NEAR_X 8
#define NEAR_Y 7

/* Of the hash by which colours have their place in the cache; RFC 9649, 3.6.2. */
#define HASH_FACTOR 0x1e35a7bdu

typedef struct
{
  int x, y; /* to the left, up */
} Near;

/* --- Distances --- */

/* The nearest first; of those that are equally far the one that is less to the side, and left before right.
 * That gives the very table of RFC 9649, 3.6.3. */
static int
compare_near (gconstpointer a,
              gconstpointer b)
{
  const Near *p = a, *q = b;
  const int   far_p = p->x * p->x + p->y * p->y, far_q = q->x * q->x + q->y * q->y;

  if (far_p != far_q)
    return far_p - far_q;

  return ABS (p->x) != ABS (q->x) ? ABS (p->x) - ABS (q->x) : q->x - p->x;
}

static const Near *
get_near (void)
{
  static Near  table[N_NEAR];
  static gsize is_made;

  if (g_once_init_enter (&is_made))
    {
      int n = 0;

      for (int y = 0; y <= NEAR_Y; y++)
        for (int x = y == 0 ? 1 : 1 - NEAR_X; x <= NEAR_X; x++)
          table[n++] = (Near){ x, y };

      g_assert (n == N_NEAR);
      qsort (table, N_NEAR, sizeof *table, compare_near);
      g_once_init_leave (&is_made, 1);
    }

  return table;
}

static gint64
find_distance (const LwWebpImage *image,
               guint              number)
{
  const Near *near;
  gint64      distance;

  if (number > N_NEAR)
    return number - N_NEAR;

  near = &get_near ()[number - 1];
  distance = near->x + (gint64) near->y * image->width_px;

  return MAX (distance, 1);
}

/* Lengths and numbers of distances, from 1: the larger, the more of their bits are written as they are. */
static guint
read_number (LwWebpBits *bits,
             guint       symbol)
{
  const int n_bits = ((int) symbol - 2) >> 1;

  if (symbol < 4)
    return symbol + 1;

  return ((2 + (symbol & 1)) << n_bits) + lw_webp_bits_take (bits, n_bits) + 1;
}

/* --- Pixels --- */

static inline void
remember (LwWebpImage *image,
          guint32      pixel)
{
  if (image->cache_bits > 0)
    image->cache[pixel * HASH_FACTOR >> (32 - image->cache_bits)] = pixel;
}

/* Bits are held for green, red and blue together. */
static inline guint32
read_literal (LwWebpBits        *bits,
              const LwWebpGroup *group,
              guint32            green)
{
  const guint32 red = lw_prefix_code_read (&group->codes[LW_WEBP_CODE_RED], bits);
  const guint32 blue = lw_prefix_code_read (&group->codes[LW_WEBP_CODE_BLUE], bits);
  guint32       alpha;

  lw_webp_bits_fill (bits);
  alpha = lw_prefix_code_read (&group->codes[LW_WEBP_CODE_ALPHA], bits);

  return alpha << 24 | red << 16 | green << 8 | blue;
}

static gboolean
copy_pixels (LwWebpLossless    *self,
             LwWebpImage       *image,
             const LwWebpGroup *group,
             guint              length_symbol,
             guint32           *data,
             gint64             first)
{
  const guint  length = read_number (self->bits, length_symbol);
  const gint64 n_left = (gint64) image->width_px * image->height_px - image->at;
  gint64       distance;
  guint32     *to = data + (image->at - first);

  lw_webp_bits_fill (self->bits);
  distance = find_distance (image, read_number (self->bits, lw_prefix_code_read (&group->codes[LW_WEBP_CODE_DISTANCE], self->bits)));

  if (length > n_left || distance > image->at - first)
    return lw_webp_lossless_fail (self, lw_webp_bits_is_beyond_end (self->bits) ? LW_WEBP_CUT_OFF : LW_WEBP_DAMAGED);

  /* One after the other: they may be copies of themselves. */
  for (guint i = 0; i < length; i++)
    {
      to[i] = to[i - distance];
      remember (image, to[i]);
    }

  image->at += length;

  return TRUE;
}

static const LwWebpGroup *
find_group (const LwWebpImage *image,
            int                x,
            int                y)
{
  if (image->parts == NULL)
    return image->groups;

  return &image->groups[image->parts[(gsize) (y >> image->part_bits) * image->parts_width_px + (x >> image->part_bits)]];
}

/* Up to where the codes change: the end of the row, or of the square. */
static gint64
find_run_end (const LwWebpImage *image,
              int                x)
{
  const int end = image->parts == NULL ? image->width_px : MIN (image->width_px, ((x >> image->part_bits) + 1) << image->part_bits);

  return image->at + end - x;
}

static gboolean
read_run (LwWebpLossless    *self,
          LwWebpImage       *image,
          const LwWebpGroup *group,
          guint32           *data,
          gint64             first,
          gint64             end)
{
  LwWebpBits *bits = self->bits;

  while (image->at < end)
    {
      guint   symbol;
      guint32 pixel;

      lw_webp_bits_fill (bits);
      symbol = lw_prefix_code_read (&group->codes[LW_WEBP_CODE_GREEN], bits);

      if (symbol >= LW_WEBP_N_LITERALS && symbol < LW_WEBP_N_LITERALS + LW_WEBP_N_LENGTHS)
        {
          if (!copy_pixels (self, image, group, symbol - LW_WEBP_N_LITERALS, data, first))
            return FALSE;

          continue;
        }

      pixel = symbol < LW_WEBP_N_LITERALS ? read_literal (bits, group, symbol)
                                          : image->cache[symbol - LW_WEBP_N_LITERALS - LW_WEBP_N_LENGTHS];
      data[image->at++ - first] = pixel;
      remember (image, pixel);
    }

  return TRUE;
}

gboolean
lw_webp_lossless_read_pixels (LwWebpLossless *self,
                              LwWebpImage    *image,
                              guint32        *data,
                              gint64          first,
                              gint64          end)
{
  while (image->at < end)
    {
      const int x = (int) (image->at % image->width_px), y = (int) (image->at / image->width_px);

      if (!read_run (self, image, find_group (image, x, y), data, first, MIN (end, find_run_end (image, x))))
        return FALSE;

      if (lw_webp_bits_is_beyond_end (self->bits))
        return lw_webp_lossless_fail (self, LW_WEBP_CUT_OFF);
    }

  return TRUE;
}

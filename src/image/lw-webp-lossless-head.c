/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-webp-lossless-private.h"

#include <string.h>

#define SIGNATURE 0x2f
#define N_GREEN_MAX (LW_WEBP_N_LITERALS + LW_WEBP_N_LENGTHS + (1 << LW_WEBP_CACHE_BITS_MAX))

/* libwebp writes a few thousand groups at most: 30 MB.  A file may name 65536. */
#define TABLES_SIZE_MAX (128 * 1024 * 1024)

/* Lengths of codes are written with a code, of whose lengths the likeliest come first; RFC 9649, 3.7.2.1.2. */
#define N_LENGTH_SYMBOLS 19
#define REPEAT_LAST 16
static const guint8 length_order[N_LENGTH_SYMBOLS] = { 17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15 };

/* Of symbols 16, 17 and 18: how many times the same length, at least, and how many bits say how many more. */
static const struct
{
  int n_min, n_bits;
} repeats[] = { { 3, 2 }, { 3, 3 }, { 11, 7 } };

static gboolean
read_image (LwWebpLossless *self,
            int             width_px,
            int             height_px,
            guint32       **pixels);

/* --- Codes --- */

static gboolean
take_code (LwWebpLossless *self,
           LwPrefixCode   *code,
           const guint8   *lengths,
           int             n)
{
  if (!lw_prefix_code_init (code, lengths, n, &self->tables_size))
    return lw_webp_lossless_fail (self, lw_webp_bits_is_beyond_end (self->bits) ? LW_WEBP_CUT_OFF : LW_WEBP_DAMAGED);

  if (self->tables_size > TABLES_SIZE_MAX)
    return lw_webp_lossless_fail (self, LW_WEBP_TOO_MUCH_MEMORY);

  return TRUE;
}

/* One or two numbers. */
static void
read_simple_lengths (LwWebpLossless *self,
                     guint8         *lengths)
{
  LwWebpBits *bits = self->bits;
  const guint n = lw_webp_bits_read (bits, 1) + 1;
  const int   n_bits = lw_webp_bits_read (bits, 1) ? 8 : 1;

  lengths[lw_webp_bits_read (bits, n_bits)] = 1;

  if (n == 2)
    lengths[lw_webp_bits_read (bits, 8)] = 1;
}

static gboolean
read_coded_lengths (LwWebpLossless     *self,
                    const LwPrefixCode *code,
                    guint8             *lengths,
                    int                 n)
{
  LwWebpBits *bits = self->bits;
  int         n_symbols = n;
  guint8      last = 8;

  if (lw_webp_bits_read (bits, 1))
    n_symbols = 2 + (int) lw_webp_bits_read (bits, 2 + 2 * (int) lw_webp_bits_read (bits, 3));

  if (n_symbols > n)
    return FALSE;

  for (int i = 0; i < n && n_symbols > 0; n_symbols--)
    {
      guint symbol, n_same;

      lw_webp_bits_fill (bits);
      symbol = lw_prefix_code_read (code, bits);

      if (symbol < REPEAT_LAST)
        {
          lengths[i++] = (guint8) symbol;
          last = symbol != 0 ? (guint8) symbol : last;
          continue;
        }

      n_same = repeats[symbol - REPEAT_LAST].n_min + lw_webp_bits_take (bits, repeats[symbol - REPEAT_LAST].n_bits);

      if (n_same > (guint) (n - i))
        return FALSE;

      memset (lengths + i, symbol == REPEAT_LAST ? last : 0, n_same);
      i += (int) n_same;
    }

  return TRUE;
}

static gboolean
read_lengths (LwWebpLossless *self,
              guint8         *lengths,
              int             n)
{
  guint8       of_lengths[N_LENGTH_SYMBOLS] = { 0 };
  const int    n_lengths = 4 + (int) lw_webp_bits_read (self->bits, 4);
  LwPrefixCode code;
  gboolean     is_read;

  for (int i = 0; i < n_lengths; i++)
    of_lengths[length_order[i]] = (guint8) lw_webp_bits_read (self->bits, 3);

  if (!take_code (self, &code, of_lengths, N_LENGTH_SYMBOLS))
    return FALSE;

  is_read = read_coded_lengths (self, &code, lengths, n);
  lw_prefix_code_clear (&code);

  return is_read || lw_webp_lossless_fail (self, LW_WEBP_DAMAGED);
}

static gboolean
read_code (LwWebpLossless *self,
           LwPrefixCode   *code,
           int             n)
{
  guint8 lengths[N_GREEN_MAX] = { 0 };

  if (lw_webp_bits_read (self->bits, 1))
    read_simple_lengths (self, lengths);
  else if (!read_lengths (self, lengths, n))
    return FALSE;

  return take_code (self, code, lengths, n);
}

static gboolean
read_group (LwWebpLossless *self,
            LwWebpGroup    *group,
            int             cache_bits)
{
  const int n_cached = cache_bits > 0 ? 1 << cache_bits : 0;
  const int sizes[LW_WEBP_N_CODES] = { LW_WEBP_N_LITERALS + LW_WEBP_N_LENGTHS + n_cached, LW_WEBP_N_LITERALS,
                                       LW_WEBP_N_LITERALS, LW_WEBP_N_LITERALS, LW_WEBP_N_DISTANCES };

  for (int i = 0; i < LW_WEBP_N_CODES; i++)
    if (!read_code (self, &group->codes[i], sizes[i]))
      return FALSE;

  return TRUE;
}

static void
group_clear (LwWebpGroup *group)
{
  for (int i = 0; i < LW_WEBP_N_CODES; i++)
    lw_prefix_code_clear (&group->codes[i]);
}

/* Those that no part of the image uses are read, and forgotten: a file may number them with gaps.  What is
 * used gets numbers without. */
static gboolean
read_groups (LwWebpLossless *self,
             LwWebpImage    *image,
             const gint32   *indices, /* -1: not used; NULL: all are */
             int             n)
{
  for (int i = 0; i < n; i++)
    {
      LwWebpGroup    unused = { 0 };
      const gsize    size = self->tables_size;
      const int      index = indices != NULL ? indices[i] : i;
      const gboolean is_read = read_group (self, index >= 0 ? &image->groups[index] : &unused, image->cache_bits);

      if (index < 0)
        {
          group_clear (&unused);
          self->tables_size = size;
        }

      if (!is_read)
        return FALSE;

      if (lw_webp_bits_is_beyond_end (self->bits))
        return lw_webp_lossless_fail (self, LW_WEBP_CUT_OFF);
    }

  return TRUE;
}

static gboolean
take_groups (LwWebpLossless *self,
             LwWebpImage    *image,
             int             n)
{
  self->tables_size += n * sizeof *image->groups;
  image->groups = self->tables_size <= TABLES_SIZE_MAX ? g_try_new0 (LwWebpGroup, n) : NULL;
  image->n_groups = image->groups != NULL ? n : 0;

  return image->groups != NULL || lw_webp_lossless_fail (self, LW_WEBP_TOO_MUCH_MEMORY);
}

/* --- Parts of the picture with codes of their own --- */

#define N_PARTS_MAX 65536

static int
divide_up (int n,
           int bits)
{
  return (n + (1 << bits) - 1) >> bits;
}

static gboolean
read_parts (LwWebpLossless *self,
            LwWebpImage    *image)
{
  g_autofree gint32 *indices = g_new (gint32, N_PARTS_MAX);
  gsize              n_pixels;
  int                n_named = 0, n_used = 0;

  image->part_bits = (int) lw_webp_bits_read (self->bits, 3) + 2;
  image->parts_width_px = divide_up (image->width_px, image->part_bits);
  n_pixels = (gsize) image->parts_width_px * divide_up (image->height_px, image->part_bits);

  if (!read_image (self, image->parts_width_px, divide_up (image->height_px, image->part_bits), &image->parts))
    return FALSE;

  memset (indices, -1, sizeof *indices * N_PARTS_MAX);

  for (gsize i = 0; i < n_pixels; i++)
    {
      const int named = (int) (image->parts[i] >> 8 & 0xffff);

      if (indices[named] < 0)
        indices[named] = n_used++;

      n_named = MAX (n_named, named + 1);
      image->parts[i] = (guint32) indices[named];
    }

  return take_groups (self, image, n_used) && read_groups (self, image, indices, n_named);
}

/* --- Images --- */

static gboolean
read_cache_bits (LwWebpLossless *self,
                 LwWebpImage    *image)
{
  if (!lw_webp_bits_read (self->bits, 1))
    return TRUE;

  image->cache_bits = (int) lw_webp_bits_read (self->bits, 4);

  if (image->cache_bits < 1 || image->cache_bits > LW_WEBP_CACHE_BITS_MAX)
    return lw_webp_lossless_fail (self, LW_WEBP_DAMAGED);

  image->cache = g_new0 (guint32, 1u << image->cache_bits);

  return TRUE;
}

void
lw_webp_image_clear (LwWebpImage *self)
{
  for (int i = 0; i < self->n_groups; i++)
    group_clear (&self->groups[i]);

  g_clear_pointer (&self->groups, g_free);
  g_clear_pointer (&self->cache, g_free);
  g_clear_pointer (&self->parts, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LwWebpImage, lw_webp_image_clear)

/* A small image that says something of the large one. */
static gboolean
read_image (LwWebpLossless *self,
            int             width_px,
            int             height_px,
            guint32       **pixels)
{
  g_auto (LwWebpImage) image = { .width_px = width_px, .height_px = height_px };
  const gint64 n = (gint64) width_px * height_px;

  *pixels = g_try_new0 (guint32, n);

  if (*pixels == NULL)
    return lw_webp_lossless_fail (self, LW_WEBP_TOO_MUCH_MEMORY);

  return read_cache_bits (self, &image) && take_groups (self, &image, 1) && read_groups (self, &image, NULL, 1) &&
         lw_webp_lossless_read_pixels (self, &image, *pixels, 0, n);
}

/* --- Transforms --- */

static gboolean
read_squares (LwWebpLossless  *self,
              LwWebpTransform *transform)
{
  transform->bits = (int) lw_webp_bits_read (self->bits, 3) + 2;
  transform->image_width_px = divide_up (transform->width_px, transform->bits);

  if (transform->kind == LW_WEBP_PREDICT)
    transform->above = g_new0 (guint32, transform->width_px + 1);

  return read_image (self, transform->image_width_px, divide_up (self->height_px, transform->bits), &transform->image);
}

/* Each colour is written as how far it is from the one before. */
static gboolean
read_palette (LwWebpLossless  *self,
              LwWebpTransform *transform)
{
  const int           n = (int) lw_webp_bits_read (self->bits, 8) + 1;
  g_autofree guint32 *colours = NULL;

  if (!read_image (self, n, 1, &colours))
    return FALSE;

  transform->bits = n <= 2 ? 3 : n <= 4 ? 2
                             : n <= 16  ? 1
                                        : 0;
  /* Beyond the last colour all is clear. */
  transform->image = g_new0 (guint32, 256);
  transform->image[0] = colours[0];

  for (int i = 1; i < n; i++)
    for (int shift = 0; shift < 32; shift += 8)
      transform->image[i] |= (((colours[i] >> shift) + (transform->image[i - 1] >> shift)) & 0xff) << shift;

  self->image.width_px = divide_up (self->image.width_px, transform->bits);

  return TRUE;
}

static gboolean
read_transform (LwWebpLossless *self)
{
  LwWebpTransform *transform = &self->transforms[self->n_transforms];

  *transform = (LwWebpTransform){ .kind = (LwWebpTransformKind) lw_webp_bits_read (self->bits, 2) };
  transform->width_px = self->image.width_px;

  for (int i = 0; i < self->n_transforms; i++)
    if (self->transforms[i].kind == transform->kind)
      return lw_webp_lossless_fail (self, LW_WEBP_DAMAGED);

  self->n_transforms++;

  switch (transform->kind)
    {
    case LW_WEBP_PREDICT:
    case LW_WEBP_COLOURS:
      return read_squares (self, transform);
    case LW_WEBP_PALETTE:
      return read_palette (self, transform);
    default:
      return TRUE;
    }
}

/* --- The whole --- */

gboolean
lw_webp_lossless_check_size (LwWebpLossless *self)
{
  LwWebpBits *bits = self->bits;
  gboolean    is_same = lw_webp_bits_read (bits, 8) == SIGNATURE;

  is_same &= lw_webp_bits_read (bits, 14) + 1 == (guint32) self->width_px;
  is_same &= lw_webp_bits_read (bits, 14) + 1 == (guint32) self->height_px;

  /* Whether transparency is used is known from elsewhere; then comes the version, of which there is one. */
  lw_webp_bits_read (bits, 1);
  is_same &= lw_webp_bits_read (bits, 3) == 0;

  return is_same || lw_webp_lossless_fail (self, LW_WEBP_DAMAGED);
}

gboolean
lw_webp_lossless_read_head (LwWebpLossless *self)
{
  LwWebpImage *image = &self->image;

  image->width_px = self->width_px;
  image->height_px = self->height_px;

  while (lw_webp_bits_read (self->bits, 1))
    if (!read_transform (self))
      return FALSE;

  if (!read_cache_bits (self, image))
    return FALSE;

  if (lw_webp_bits_read (self->bits, 1))
    return read_parts (self, image);

  return take_groups (self, image, 1) && read_groups (self, image, NULL, 1);
}

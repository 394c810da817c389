/* lw-webp-lossless-private.h - one lossless WebP on its way to pixels
 *
 * What the file says of its codes and transforms is read by lw-webp-lossless-head.c; the pixels, also
 * those of the small images that it says it with, by lw-webp-lossless-pixels.c.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-prefix-code.h"
#include "lw-webp-lossless.h"
#include "lw-webp-transforms.h"

G_BEGIN_DECLS

/* What is written with codes of their own. */
enum
{
  LW_WEBP_CODE_GREEN, /* or a length to copy, or a place of the cache */
  LW_WEBP_CODE_RED,
  LW_WEBP_CODE_BLUE,
  LW_WEBP_CODE_ALPHA,
  LW_WEBP_CODE_DISTANCE,
  LW_WEBP_N_CODES
};

#define LW_WEBP_N_LITERALS 256
#define LW_WEBP_N_LENGTHS 24
#define LW_WEBP_N_DISTANCES 40
#define LW_WEBP_CACHE_BITS_MAX 11

/* As many pixels back as the largest distance, and the longest copy. */
#define LW_WEBP_WINDOW_PX (1 << 20)
#define LW_WEBP_COPY_MAX 4096

/* Codes of a part of an image. */
typedef struct
{
  LwPrefixCode codes[LW_WEBP_N_CODES];
} LwWebpGroup;

/* An image in entropy coding: the picture itself, or one that says something of it. */
typedef struct
{
  int    width_px, height_px;
  gint64 at; /* the next pixel */

  int      cache_bits; /* 0: none */
  guint32 *cache;

  LwWebpGroup *groups;
  int          n_groups;
  guint32     *parts; /* the group of each square of 1 << part_bits, as an index; NULL where there is one group */
  int          part_bits, parts_width_px;
} LwWebpImage;

typedef struct
{
  LwWebpBits  *bits;
  LwWebpStatus status; /* the first thing that went wrong */
  gsize        tables_size;
  int          width_px, height_px; /* as shown */

  LwWebpTransform transforms[LW_N_WEBP_TRANSFORMS];
  int             n_transforms;
  LwWebpImage     image;
} LwWebpLossless;

/* Sets the status unless there is one already, and returns FALSE. */
gboolean lw_webp_lossless_fail (LwWebpLossless *self,
                                LwWebpStatus    status);

/* What a VP8L chunk begins with. */
gboolean lw_webp_lossless_check_size (LwWebpLossless *self);

/* All that comes before the pixels after that. */
gboolean lw_webp_lossless_read_head (LwWebpLossless *self);

void lw_webp_image_clear (LwWebpImage *self);

/* Goes on until pixel @end of the image is reached, or up to LW_WEBP_COPY_MAX beyond; @data begins with
 * pixel @first, which is LW_WEBP_WINDOW_PX back or the first one. */
gboolean lw_webp_lossless_read_pixels (LwWebpLossless *self,
                                       LwWebpImage    *image,
                                       guint32        *data,
                                       gint64          first,
                                       gint64          end);

G_END_DECLS

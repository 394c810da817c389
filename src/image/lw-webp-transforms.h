/* lw-webp-transforms.h - what a lossless WebP did to its pixels before it wrote them, undone
 *
 * Row by row from the top (RFC 9649, section 3.5).  Pixels are 0xAARRGGBB.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* As in the file. */
typedef enum
{
  LW_WEBP_PREDICT,        /* only how far it is from what its neighbours let expect */
  LW_WEBP_COLOURS,        /* red without a part of green, blue without parts of both */
  LW_WEBP_SUBTRACT_GREEN, /* red and blue without green */
  LW_WEBP_PALETTE,        /* an index in green; of small palettes several in one pixel */
  LW_N_WEBP_TRANSFORMS
} LwWebpTransformKind;

typedef struct
{
  LwWebpTransformKind kind;
  int                 width_px; /* of the rows that come out */
  int                 bits;     /* squares of 1 << bits have a pixel in @image; of a palette, 1 << bits indices are in one pixel */
  guint32            *image;    /* modes, factors, or 256 colours */
  int                 image_width_px;
  guint32            *above; /* for LW_WEBP_PREDICT: the row before, as it came out */
} LwWebpTransform;

void lw_webp_transform_clear (LwWebpTransform *self);

/* Row @y of the picture: @row goes in and comes out, and has room for the longer of both. */
void lw_webp_transform_undo (LwWebpTransform *self,
                             guint32         *row,
                             int              y);

G_END_DECLS

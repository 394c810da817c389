/* lw-decode-webp-private.h - the two kinds of WebP, which have little but the container in common
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-decode-private.h"

G_BEGIN_DECLS

/* The picture in the file, or the first one of an animation. */
typedef struct
{
  guint64  start, end; /* its chunks in the file */
  int      x_px, y_px; /* where it lies on the canvas */
  int      width_px, height_px;
  int      canvas_width_px, canvas_height_px;
  int      orientation;
  gboolean is_part; /* of the canvas, the rest of which is white */
  gboolean has_alpha;
} LwWebpFrame;

/* Moves to the head of the first chunk of that name in a part of the file; FALSE where there is none.  @length, of what
 * follows the head and is in the part, may be NULL. */
gboolean lw_decode_webp_find_chunk (LwDecodeJob *job,
                                    guint64      start,
                                    guint64      end,
                                    const char  *name,
                                    guint64     *length);

#define LW_WEBP_CHUNK_HEAD 8

/* The transparency of a lossy picture, and the colours that are to be laid on white with it: these
 * may be fewer, then it is averaged. */
typedef struct
{
  guint64 start, end; /* its chunks in the file */
  int     width_px, height_px;
  guint8 *to; /* 8-bit RGB */
  gsize   stride;
  int     to_width_px, to_height_px;
} LwWebpAlpha;

/* Without any in the file, nothing is changed. */
gboolean lw_decode_webp_alpha (LwDecodeJob       *job,
                               const LwWebpAlpha *alpha,
                               GError           **error);

LwPixels *lw_decode_webp_lossless (LwDecodeJob       *job,
                                   const LwWebpFrame *frame,
                                   GError           **error);

G_END_DECLS

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

LwPixels *lw_decode_webp_lossless (LwDecodeJob       *job,
                                   const LwWebpFrame *frame,
                                   GError           **error);

G_END_DECLS

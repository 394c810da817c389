/* lw-pixels-private.h - how pixels are made, for the decoder alone
 *
 * Two steps, so that the decoder can free what it decoded into before the
 * levels take their memory.  Until the second is done, the pixels belong to the
 * thread that makes them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-pixels.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* Cairo 1.16 draws no surface with a longer edge. */
#define LW_PIXELS_EDGE_MAX 32767

/* Rows of 8-bit RGB or RGBA (alpha not premultiplied), as stored in the file. */
typedef struct
{
  const guint8 *data;
  int           width_px;
  int           height_px;
  int           n_channels;  /* 3 or 4 */
  gsize         stride;      /* bytes from row to row */
  int           orientation; /* EXIF, how to turn it for display */
} LwPixelsSource;

/* Level 0 alone: turned as @source says, transparency laid on white.  NULL
 * where there is no memory for it or @cancellable was cancelled. */
LwPixels *lw_pixels_new_from_source (const LwPixelsSource *source,
                                     GCancellable         *cancellable) G_GNUC_WARN_UNUSED_RESULT;

/* The other levels, by averaging 2 x 2 pixels; at an odd edge, those that there
 * are.  FALSE where there is no memory or @cancellable was cancelled. */
gboolean lw_pixels_add_levels (LwPixels     *self,
                               GCancellable *cancellable);

G_END_DECLS

/* lw-webp-lossless.h - lossless WebP in rows
 *
 * libwebp keeps all of such a picture while it decodes it, 4 bytes of each pixel, and gives the
 * same again to its caller: of 100 megapixels 800 MB.  The format needs a window of 2^20 pixels to
 * look back into, and one row.
 *
 * RFC 9649, section 3: the payload of a VP8L chunk.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-webp-bits.h"

G_BEGIN_DECLS

/* A row as it is shown, 0xAARRGGBB, from the top; borrowed.  FALSE ends it all. */
typedef gboolean (*LwWebpRowFunc) (gpointer       data,
                                   int            y,
                                   const guint32 *row);

typedef enum
{
  LW_WEBP_DONE,
  LW_WEBP_STOPPED, /* by LwWebpRowFunc */
  LW_WEBP_DAMAGED,
  LW_WEBP_CUT_OFF,
  LW_WEBP_TOO_MUCH_MEMORY, /* there is none, or more than any writer asks for */
} LwWebpStatus;

/* The size is what is known of the picture from elsewhere; one that says another is damaged.  Both
 * functions get @data.  Takes 12 MB, and as much as the tables of the file need, which are at most
 * 128 MB, and seldom 30. */
LwWebpStatus lw_webp_lossless_decode (int            width_px,
                                      int            height_px,
                                      gboolean       has_size, /* in the file, too; not in that of a transparency */
                                      LwWebpReadFunc read,
                                      LwWebpRowFunc  row,
                                      gpointer       data);

G_END_DECLS

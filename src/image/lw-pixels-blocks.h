/* lw-pixels-blocks.h - pixels that are on the disk, in squares
 *
 * The full detail of a picture that is too large for memory: exactly the numbers that it would
 * have there.  In squares, so that the part that is on the screen is a few pieces of the file,
 * however the picture is turned, and not one for each of its rows.
 *
 * Written by one thread, after which any number of them may read.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* As the squares of the canvas: of 16-bit colours 384 kB, which is read in a fraction of a
 * millisecond where the system still has it. */
#define LW_PIXELS_BLOCK_PX 256

typedef struct _LwPixelsBlocks LwPixelsBlocks;

/* All zeros.  Errors as lw_scratch_new(). */
LwPixelsBlocks *lw_pixels_blocks_new (int      width_px,
                                      int      height_px,
                                      gsize    pixel_size,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;
void            lw_pixels_blocks_free (LwPixelsBlocks *self);

/* Whole rows from @first_row on, which is a multiple of LW_PIXELS_BLOCK_PX. */
gboolean lw_pixels_blocks_put_rows (LwPixelsBlocks *self,
                                    int             first_row,
                                    int             n_rows,
                                    const guint8   *from,
                                    gsize           stride,
                                    GError        **error);

/* A part, which must lie inside.  FALSE where the disk fails; what is missing is zeros then. */
gboolean lw_pixels_blocks_get (LwPixelsBlocks *self,
                               int             x,
                               int             y,
                               int             width_px,
                               int             height_px,
                               guint8         *to,
                               gsize           stride);

/* As lw_scratch_is_at_hand(), of a part. */
gboolean lw_pixels_blocks_are_at_hand (LwPixelsBlocks *self,
                                       int             x,
                                       int             y,
                                       int             width_px,
                                       int             height_px);

/* As lw_scratch_forget(), for tests. */
void lw_pixels_blocks_forget (LwPixelsBlocks *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LwPixelsBlocks, lw_pixels_blocks_free)

G_END_DECLS

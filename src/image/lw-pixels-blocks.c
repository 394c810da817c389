/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-pixels-blocks.h"

#include "lw-scratch.h"

#include <string.h>

#define EDGE LW_PIXELS_BLOCK_PX

/* Squares one after the other, row by row; those at the far edges are as large as the others. */
struct _LwPixelsBlocks
{
  LwScratch *scratch;
  gsize      pixel_size;
  int        width_px, height_px;
  int        n_columns;
};

LwPixelsBlocks *
lw_pixels_blocks_new (int      width_px,
                      int      height_px,
                      gsize    pixel_size,
                      GError **error)
{
  const int       n_columns = (width_px + EDGE - 1) / EDGE;
  const int       n_rows = (height_px + EDGE - 1) / EDGE;
  const guint64   n_bytes = (guint64) n_columns * (guint64) n_rows * EDGE * EDGE * pixel_size;
  LwScratch      *scratch = lw_scratch_new (n_bytes, error);
  LwPixelsBlocks *self;

  if (scratch == NULL)
    return NULL;

  self = g_new0 (LwPixelsBlocks, 1);
  *self = (LwPixelsBlocks){ scratch, pixel_size, width_px, height_px, n_columns };

  return self;
}

void
lw_pixels_blocks_free (LwPixelsBlocks *self)
{
  lw_scratch_free (self->scratch);
  g_free (self);
}

static guint64
offset_of (const LwPixelsBlocks *self,
           int                   x,
           int                   y)
{
  const guint64 block = (guint64) (y / EDGE) * (guint64) self->n_columns + (guint64) (x / EDGE);

  return ((block * EDGE + (guint64) (y % EDGE)) * EDGE + (guint64) (x % EDGE)) * self->pixel_size;
}

gboolean
lw_pixels_blocks_put_rows (LwPixelsBlocks *self,
                           int             first_row,
                           int             n_rows,
                           const guint8   *from,
                           gsize           stride,
                           GError        **error)
{
  const gsize        block_stride = EDGE * self->pixel_size;
  g_autofree guint8 *block = g_malloc0 (EDGE * block_stride);

  g_return_val_if_fail (first_row % EDGE == 0 && first_row + n_rows <= self->height_px, FALSE);

  for (int y = 0; y < n_rows; y += EDGE)
    for (int x = 0; x < self->width_px; x += EDGE)
      {
        const int   n = MIN (EDGE, n_rows - y);
        const gsize size = (gsize) MIN (EDGE, self->width_px - x) * self->pixel_size;

        for (int i = 0; i < n; i++)
          memcpy (block + i * block_stride, from + (y + i) * stride + x * self->pixel_size, size);

        if (!lw_scratch_write (self->scratch, offset_of (self, x, first_row + y), block, n * block_stride, error))
          return FALSE;
      }

  return TRUE;
}

/* The part of one square.  All between its first and its last pixel is read at once: more than
 * is asked for, but one call. */
static gboolean
get_from_block (LwPixelsBlocks *self,
                int             x,
                int             y,
                int             width_px,
                int             height_px,
                guint8         *to,
                gsize           stride,
                guint8         *block)
{
  const guint64  offset = offset_of (self, x, y);
  const gsize    size = width_px * self->pixel_size;
  const gsize    block_stride = EDGE * self->pixel_size;
  const gboolean is_direct = height_px == 1 || (stride == block_stride && width_px == EDGE);
  const gsize    span = (height_px - 1) * block_stride + size;
  const gboolean is_read = lw_scratch_read (self->scratch, offset, is_direct ? to : block, span);

  for (int i = 0; i < height_px && !is_direct; i++)
    memcpy (to + i * stride, block + i * block_stride, size);

  return is_read;
}

gboolean
lw_pixels_blocks_get (LwPixelsBlocks *self,
                      int             x,
                      int             y,
                      int             width_px,
                      int             height_px,
                      guint8         *to,
                      gsize           stride)
{
  g_autofree guint8 *block = height_px > 1 ? g_malloc (EDGE * EDGE * self->pixel_size) : NULL;
  gboolean           is_read = TRUE;

  g_return_val_if_fail (x >= 0 && width_px >= 0 && width_px <= self->width_px - x, FALSE);
  g_return_val_if_fail (y >= 0 && height_px >= 0 && height_px <= self->height_px - y, FALSE);

  for (int y0 = y, n_rows; y0 < y + height_px; y0 += n_rows)
    {
      n_rows = MIN (EDGE - y0 % EDGE, y + height_px - y0);

      for (int x0 = x, n; x0 < x + width_px; x0 += n)
        {
          n = MIN (EDGE - x0 % EDGE, x + width_px - x0);
          is_read &= get_from_block (self, x0, y0, n, n_rows, to + (y0 - y) * stride + (x0 - x) * self->pixel_size, stride, block);
        }
    }

  return is_read;
}

gboolean
lw_pixels_blocks_are_at_hand (LwPixelsBlocks *self,
                              int             x,
                              int             y,
                              int             width_px,
                              int             height_px)
{
  gboolean are = TRUE;

  g_return_val_if_fail (x >= 0 && width_px >= 0 && width_px <= self->width_px - x, TRUE);
  g_return_val_if_fail (y >= 0 && height_px >= 0 && height_px <= self->height_px - y, TRUE);

  /* All of them are asked for, also after one that is not there. */
  for (int y0 = y, n_rows; y0 < y + height_px; y0 += n_rows)
    {
      n_rows = MIN (EDGE - y0 % EDGE, y + height_px - y0);

      for (int x0 = x, n; x0 < x + width_px; x0 += n)
        {
          n = MIN (EDGE - x0 % EDGE, x + width_px - x0);
          are &= lw_scratch_is_at_hand (self->scratch, offset_of (self, x0, y0), (gsize) ((n_rows - 1) * EDGE + n) * self->pixel_size);
        }
    }

  return are;
}

void
lw_pixels_blocks_forget (LwPixelsBlocks *self)
{
  lw_scratch_forget (self->scratch);
}

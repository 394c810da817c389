/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-pixels-blocks.h"
#include "lw-pixels-private.h"

#include "lw-rect.h"

typedef struct
{
  int x, y, width_px, height_px;
} Area;

void
lw_pixels_level_init (LwPixelsLevel        *level,
                      const LwPixelsSource *source)
{
  const gssize   x = (gssize) lw_pixels_format_get_size (source->format);
  const gssize   y = (gssize) source->stride;
  const gboolean swap = lw_orientation_swaps_axes (source->orientation);
  const int      i = CLAMP (source->orientation, 1, 8) - 1;
  const gssize   right = (source->width_px - 1) * x;
  const gssize   bottom = (source->height_px - 1) * y;

  /* Of the EXIF orientations, 1 to 8: the stored corner that is shown at the top left, and
   * where to go from there for a step to the right and one down. */
  const struct
  {
    gssize corner;
    gssize du, dv;
  } walks[] = {
    { 0, x, y },
    { right, -x, y },
    { bottom + right, -x, -y },
    { bottom, x, -y },
    { 0, y, x },
    { bottom, -y, x },
    { bottom + right, -y, -x },
    { right, y, -x },
  };

  *level = (LwPixelsLevel){
    .width_px = swap ? source->height_px : source->width_px,
    .height_px = swap ? source->width_px : source->height_px,
    .data = source->data != NULL ? source->data + walks[i].corner : NULL,
    .du = walks[i].du,
    .dv = walks[i].dv,
  };
}

/* Where a part of level 0 is in the file. */
static Area
find_stored (const LwPixels *self,
             int             x,
             int             y,
             int             width_px,
             int             height_px)
{
  const LwPixelsLevel *full = &self->levels[0];
  const gboolean       swap = lw_orientation_swaps_axes (self->orientation);
  const LwRect         stored = lw_rect_displayed_to_stored ((LwRect){ x, y, x + width_px, y + height_px }, self->orientation,
                                                     swap ? full->height_px : full->width_px,
                                                     swap ? full->width_px : full->height_px);

  return (Area){ (int) stored.x0, (int) stored.y0, swap ? height_px : width_px, swap ? width_px : height_px };
}

/* A copy of what is on the disk, in the order in which it is there. */
static void
get_from_blocks (const LwPixels *self,
                 Area            stored,
                 LwPixelsLevel  *part)
{
  LwPixelsSource source = {
    .format = self->format,
    .width_px = stored.width_px,
    .height_px = stored.height_px,
    .orientation = self->orientation,
  };

  source.stride = lw_pixels_format_get_size (self->format) * source.width_px;
  source.data = g_malloc (source.stride * source.height_px);

  /* A disk that fails shows black: there is nobody to tell in the middle of a frame. */
  (void) lw_pixels_blocks_get (self->blocks, stored.x, stored.y, stored.width_px, stored.height_px, source.data, source.stride);
  lw_pixels_level_init (part, &source);
  part->own = source.data;
}

void
lw_pixels_get_part (const LwPixels *self,
                    int             level,
                    int             x,
                    int             y,
                    int             width_px,
                    int             height_px,
                    LwPixelsLevel  *part)
{
  if (level == 0 && self->blocks != NULL)
    {
      get_from_blocks (self, find_stored (self, x, y, width_px, height_px), part);
      return;
    }

  *part = self->levels[level];
  part->data += x * part->du + y * part->dv;
  part->width_px = width_px;
  part->height_px = height_px;
  part->own = NULL;
}

int
lw_pixels_get_band (const LwPixels *self,
                    int             level)
{
  return level == 0 && self->blocks != NULL ? LW_PIXELS_BLOCK_PX : self->levels[level].height_px;
}

gboolean
lw_pixels_is_at_hand (LwPixels *self,
                      int       level,
                      int       x_px,
                      int       y_px,
                      int       width_px,
                      int       height_px)
{
  Area stored;

  g_return_val_if_fail (self != NULL, TRUE);

  if (level != 0 || self->blocks == NULL)
    return TRUE;

  stored = find_stored (self, x_px, y_px, width_px, height_px);

  return lw_pixels_blocks_are_at_hand (self->blocks, stored.x, stored.y, stored.width_px, stored.height_px);
}

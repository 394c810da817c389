/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-pixels-private.h"

#include <string.h>

static const struct
{
  gsize size;
  int   n_channels;
  int   depth;
} formats[LW_N_PIXELS_FORMATS] = {
  [LW_PIXELS_GREY_8] = { 1, 1, 8 },
  [LW_PIXELS_RGB_8] = { 3, 3, 8 },
  [LW_PIXELS_GREY_16] = { 2, 1, 16 },
  [LW_PIXELS_RGB_16] = { 6, 3, 16 },
  [LW_PIXELS_GREY_FLOAT] = { 4, 1, 32 },
};

gsize
lw_pixels_format_get_size (LwPixelsFormat format)
{
  return formats[format].size;
}

int
lw_pixels_format_get_n_channels (LwPixelsFormat format)
{
  return formats[format].n_channels;
}

LwPixels *
lw_pixels_new_take (const LwPixelsSource *source)
{
  LwPixels *self;

  g_return_val_if_fail (source->width_px > 0 && source->height_px > 0, NULL);
  g_return_val_if_fail (source->format < LW_N_PIXELS_FORMATS, NULL);

  self = g_new0 (LwPixels, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->format = source->format;
  self->white = formats[source->format].depth == 8 ? 255 : 65535;
  self->auto_white = 1;
  self->high = self->white;
  self->owner = source->owner;
  self->owner_free = source->owner_free;
  self->blocks = source->blocks;
  self->orientation = source->orientation;
  lw_pixels_level_init (&self->levels[0], source);
  self->n_levels = 1;
  self->size = sizeof *self + (source->blocks != NULL ? 0 : source->stride * source->height_px);

  return self;
}

LwPixels *
lw_pixels_new_from_rgb (const guint8 *rgb,
                        int           width_px,
                        int           height_px,
                        gsize         stride)
{
  const gsize row_size = (gsize) width_px * 3;
  guint8     *data;
  g_autoptr (LwPixels) self = NULL;

  g_return_val_if_fail (width_px > 0 && height_px > 0, NULL);

  if (!(data = g_try_malloc (row_size * height_px)))
    return NULL;

  for (int y = 0; y < height_px; y++)
    memcpy (data + y * row_size, rgb + y * stride, row_size);

  self = lw_pixels_new_take (&(LwPixelsSource){
      LW_PIXELS_RGB_8, data, width_px, height_px, row_size, 1, data, g_free, NULL });

  return lw_pixels_add_levels (self, NULL) ? g_steal_pointer (&self) : NULL;
}

LwPixels *
lw_pixels_ref (LwPixels *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
lw_pixels_unref (LwPixels *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  for (int i = 0; i < self->n_levels; i++)
    g_free (self->levels[i].own);

  if (self->owner_free != NULL)
    self->owner_free (self->owner);

  g_free (self);
}

int
lw_pixels_get_width (LwPixels *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->levels[0].width_px;
}

int
lw_pixels_get_height (LwPixels *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->levels[0].height_px;
}

int
lw_pixels_get_n_levels (LwPixels *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_levels;
}

int
lw_pixels_get_depth (LwPixels *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return formats[self->format].depth;
}

void
lw_pixels_get_range (LwPixels *self,
                     double   *black,
                     double   *white)
{
  g_return_if_fail (self != NULL);

  *black = self->black;
  *white = self->white;
}

void
lw_pixels_get_auto_window (LwPixels *self,
                           double   *black,
                           double   *white)
{
  g_return_if_fail (self != NULL);

  *black = self->auto_black;
  *white = self->auto_white;
}

void
lw_pixels_get_extremes (LwPixels *self,
                        double   *low,
                        double   *high)
{
  g_return_if_fail (self != NULL);

  *low = self->low;
  *high = self->high;
}

LwToneDepth
lw_pixels_get_tone_depth (LwPixels *self)
{
  const int depth = lw_pixels_get_depth (self);

  return depth <= 8 ? LW_TONE_DEPTH_8 : depth <= 16 ? LW_TONE_DEPTH_16
                                                    : LW_TONE_DEPTH_FLOAT;
}

void
lw_pixels_resolve_tone (LwPixels *self,
                        LwTone   *tone)
{
  const LwToneWindow *window;
  double              span;

  g_return_if_fail (self != NULL);
  g_return_if_fail (tone != NULL);

  window = &tone->windows[lw_pixels_get_tone_depth (self)];
  /* All one number has no range; that of a single step is as good as any. */
  span = self->white > self->black ? self->white - self->black : 1;

  switch (window->kind)
    {
    case LW_TONE_WINDOW_SET:
      tone->black = (window->low - self->black) / span;
      tone->white = (window->high - self->black) / span;
      break;
    case LW_TONE_WINDOW_FULL:
      tone->black = 0;
      tone->white = 1;
      break;
    default:
      lw_pixels_get_auto_window (self, &tone->black, &tone->white);
      break;
    }

  memset (tone->windows, 0, sizeof tone->windows);
}

int
lw_pixels_get_values (LwPixels *self,
                      int       x_px,
                      int       y_px,
                      double    values[3])
{
  g_auto (LwPixelsLevel) part = { 0 };
  const guint8 *at;
  const int     n = self != NULL ? formats[self->format].n_channels : 0;

  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (x_px >= 0 && x_px < self->levels[0].width_px, 0);
  g_return_val_if_fail (y_px >= 0 && y_px < self->levels[0].height_px, 0);

  lw_pixels_get_part (self, 0, x_px, y_px, 1, 1, &part);
  at = part.data;

  for (int i = 0; i < n; i++)
    switch (self->format)
      {
      case LW_PIXELS_GREY_16:
      case LW_PIXELS_RGB_16:
        values[i] = ((const guint16 *) (gconstpointer) at)[i];
        break;
      case LW_PIXELS_GREY_FLOAT:
        values[i] = (double) *(const float *) (gconstpointer) at;
        break;
      default:
        values[i] = at[i];
        break;
      }

  return n;
}

guint32
lw_pixels_get_rgb (LwPixels *self,
                   int       x_px,
                   int       y_px)
{
  guint32 rgb = 0;

  lw_pixels_render (self, 0, x_px, y_px, 1, 1, NULL, &rgb, 1);

  return rgb;
}

gsize
lw_pixels_get_size (LwPixels *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->size;
}

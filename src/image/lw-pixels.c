/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-pixels-private.h"

#include "lw-rect.h"

/* The longer edge of the last level, and how often LW_PIXELS_EDGE_MAX can be
 * halved before it is there, plus level 0. */
#define SMALLEST_EDGE_PX 256
#define N_LEVELS_MAX 8

/* Between two looks at the cancellable: a few milliseconds of work. */
#define BAND_ROWS 256

/* Turned pictures are walked in squares whose rows, at 4 bytes a pixel, stay in
 * the first-level cache; along whole rows every read would miss it. */
#define TILE_PX 32

typedef struct
{
  cairo_surface_t *surface;
  guint8          *data; /* of the surface */
  int              width_px, height_px;
  int              stride;
} Level;

struct _LwPixels
{
  gatomicrefcount ref_count;

  int   n_levels;
  Level levels[N_LEVELS_MAX];
};

static gboolean
level_init (Level *level,
            int    width_px,
            int    height_px)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width_px, height_px);

  if (cairo_surface_status (surface) != CAIRO_STATUS_SUCCESS)
    {
      cairo_surface_destroy (surface);
      return FALSE;
    }

  cairo_surface_flush (surface);

  *level = (Level){
    .surface = surface,
    .data = cairo_image_surface_get_data (surface),
    .width_px = width_px,
    .height_px = height_px,
    .stride = cairo_image_surface_get_stride (surface),
  };

  return TRUE;
}

static guint32 *
level_row (const Level *level,
           int          y)
{
  return (guint32 *) (level->data + (gsize) y * level->stride);
}

/* Where the displayed pixel u, v comes from: origin + u * du + v * dv, in bytes. */
typedef struct
{
  const guint8 *origin;
  gssize        du, dv;
} Walk;

static Walk
walk_new (const LwPixelsSource *source)
{
  const gssize  x = source->n_channels;
  const gssize  y = source->stride;
  const guint8 *top_left = source->data;
  const guint8 *top_right = top_left + (source->width_px - 1) * x;
  const guint8 *bottom_left = top_left + (source->height_px - 1) * y;
  const guint8 *bottom_right = bottom_left + (source->width_px - 1) * x;

  switch (source->orientation)
    {
    case 2:
      return (Walk){ top_right, -x, y };
    case 3:
      return (Walk){ bottom_right, -x, -y };
    case 4:
      return (Walk){ bottom_left, x, -y };
    case 5:
      return (Walk){ top_left, y, x };
    case 6:
      return (Walk){ bottom_left, -y, x };
    case 7:
      return (Walk){ bottom_right, -y, -x };
    case 8:
      return (Walk){ top_right, y, -x };
    default:
      return (Walk){ top_left, x, y };
    }
}

static guint32
on_white (guint channel,
          guint alpha)
{
  /* + 127: to the nearest, so that opaque and clear pixels come out exact. */
  return (channel * alpha + 255 * (255 - alpha) + 127) / 255;
}

static void
convert_rgb (guint32      *to,
             const guint8 *from,
             gssize        step,
             int           n)
{
  for (int i = 0; i < n; i++, from += step)
    to[i] = 0xff000000u | (guint32) from[0] << 16 | (guint32) from[1] << 8 | from[2];
}

static void
convert_rgba (guint32      *to,
              const guint8 *from,
              gssize        step,
              int           n)
{
  for (int i = 0; i < n; i++, from += step)
    to[i] = 0xff000000u | on_white (from[0], from[3]) << 16 |
            on_white (from[1], from[3]) << 8 | on_white (from[2], from[3]);
}

static void
convert_band (Level                *level,
              const LwPixelsSource *source,
              int                   first_row,
              int                   end_row)
{
  const Walk walk = walk_new (source);
  const int  tile_px = lw_orientation_swaps_axes (source->orientation) ? TILE_PX : level->width_px;

  for (int u = 0; u < level->width_px; u += tile_px)
    for (int v = first_row; v < end_row; v++)
      {
        const int     n = MIN (tile_px, level->width_px - u);
        const guint8 *from = walk.origin + u * walk.du + v * walk.dv;

        if (source->n_channels == 4)
          convert_rgba (level_row (level, v) + u, from, walk.du, n);
        else
          convert_rgb (level_row (level, v) + u, from, walk.du, n);
      }
}

LwPixels *
lw_pixels_new_from_source (const LwPixelsSource *source,
                           GCancellable         *cancellable)
{
  g_autoptr (LwPixels) self = g_new0 (LwPixels, 1);
  const gboolean swap = lw_orientation_swaps_axes (source->orientation);
  const int      width_px = swap ? source->height_px : source->width_px;
  const int      height_px = swap ? source->width_px : source->height_px;
  Level         *level = &self->levels[0];

  g_return_val_if_fail (source->n_channels == 3 || source->n_channels == 4, NULL);
  g_return_val_if_fail (width_px > 0 && height_px > 0, NULL);

  g_atomic_ref_count_init (&self->ref_count);

  if (!level_init (level, width_px, height_px))
    return NULL;

  self->n_levels = 1;

  for (int row = 0; row < height_px; row += BAND_ROWS)
    {
      if (g_cancellable_is_cancelled (cancellable))
        return NULL;

      convert_band (level, source, row, MIN (row + BAND_ROWS, height_px));
    }

  cairo_surface_mark_dirty (level->surface);

  return g_steal_pointer (&self);
}

/* The average of four pixels, two channels at a time: each sum of four bytes
 * and the rounding 2 fits the 16 bits between one channel and the next. */
static inline guint32
average_4 (guint32 a,
           guint32 b,
           guint32 c,
           guint32 d)
{
  const guint32 even = 0x00ff00ffu;
  const guint32 sum_rb = (a & even) + (b & even) + (c & even) + (d & even) + 0x00020002u;
  const guint32 sum_xg = (a >> 8 & even) + (b >> 8 & even) + (c >> 8 & even) + (d >> 8 & even) + 0x00020002u;

  return (sum_rb >> 2 & even) | (sum_xg >> 2 & even) << 8;
}

static void
halve_rows (const Level *from,
            Level       *to,
            int          first_row,
            int          end_row)
{
  const int n_pairs = from->width_px / 2;

  for (int y = first_row; y < end_row; y++)
    {
      /* The last row of an odd height meets itself: the average of what is there. */
      const guint32 *upper = level_row (from, 2 * y);
      const guint32 *lower = level_row (from, MIN (2 * y + 1, from->height_px - 1));
      guint32       *out = level_row (to, y);

      for (int x = 0; x < n_pairs; x++)
        out[x] = average_4 (upper[2 * x], upper[2 * x + 1], lower[2 * x], lower[2 * x + 1]);

      if (to->width_px > n_pairs)
        out[n_pairs] = average_4 (upper[2 * n_pairs], upper[2 * n_pairs],
                                  lower[2 * n_pairs], lower[2 * n_pairs]);
    }
}

gboolean
lw_pixels_add_levels (LwPixels     *self,
                      GCancellable *cancellable)
{
  for (;;)
    {
      const Level *last = &self->levels[self->n_levels - 1];
      Level       *next = &self->levels[self->n_levels];

      if (MAX (last->width_px, last->height_px) <= SMALLEST_EDGE_PX)
        return TRUE;

      g_assert (self->n_levels < N_LEVELS_MAX);

      if (!level_init (next, (last->width_px + 1) / 2, (last->height_px + 1) / 2))
        return FALSE;

      self->n_levels++;

      for (int row = 0; row < next->height_px; row += BAND_ROWS)
        {
          if (g_cancellable_is_cancelled (cancellable))
            return FALSE;

          halve_rows (last, next, row, MIN (row + BAND_ROWS, next->height_px));
        }

      cairo_surface_mark_dirty (next->surface);
    }
}

LwPixels *
lw_pixels_new_from_rgb (const guint8 *rgb,
                        int           width_px,
                        int           height_px,
                        gsize         stride)
{
  const LwPixelsSource source = { rgb, width_px, height_px, 3, stride, 1 };
  g_autoptr (LwPixels) self = lw_pixels_new_from_source (&source, NULL);

  if (self == NULL || !lw_pixels_add_levels (self, NULL))
    return NULL;

  return g_steal_pointer (&self);
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
    cairo_surface_destroy (self->levels[i].surface);

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

cairo_surface_t *
lw_pixels_get_surface (LwPixels *self,
                       int       level)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (level >= 0 && level < self->n_levels, NULL);

  return self->levels[level].surface;
}

guint32
lw_pixels_get_rgb (LwPixels *self,
                   int       x_px,
                   int       y_px)
{
  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (x_px >= 0 && x_px < self->levels[0].width_px, 0);
  g_return_val_if_fail (y_px >= 0 && y_px < self->levels[0].height_px, 0);

  return level_row (&self->levels[0], y_px)[x_px] & 0xffffff;
}

gsize
lw_pixels_get_size (LwPixels *self)
{
  gsize size = sizeof *self;

  g_return_val_if_fail (self != NULL, 0);

  for (int i = 0; i < self->n_levels; i++)
    size += (gsize) self->levels[i].stride * self->levels[i].height_px;

  return size;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-pixels-private.h"

#include <math.h>

/* The longer edge of the last level. */
#define SMALLEST_EDGE_PX 256

/* The four pixels that become one: where an odd edge has no second one, the first again. */
typedef struct
{
  const guint8 *upper, *lower;
  gssize        right; /* from either to its neighbour, bytes */
} Quad;

typedef void (*AverageFunc) (guint8 *to,
                             Quad    quad,
                             gssize  step, /* from quad to quad, bytes */
                             int     n);

/* Called with constants, so that each use is a loop of its own without a variable in it. */
static inline void
average_8 (guint8 *to,
           Quad    quad,
           gssize  step,
           int     n,
           int     n_channels)
{
  for (int i = 0; i < n; i++, to += n_channels, quad.upper += step, quad.lower += step)
    for (int c = 0; c < n_channels; c++)
      to[c] = (guint8) ((quad.upper[c] + quad.upper[quad.right + c] +
                         quad.lower[c] + quad.lower[quad.right + c] + 2) >>
                        2);
}

static void
average_grey_8 (guint8 *to,
                Quad    quad,
                gssize  step,
                int     n)
{
  if (step == 2 && quad.right == 1)
    average_8 (to, (Quad){ quad.upper, quad.lower, 1 }, 2, n, 1);
  else
    average_8 (to, quad, step, n, 1);
}

static void
average_rgb_8 (guint8 *to,
               Quad    quad,
               gssize  step,
               int     n)
{
  if (step == 6 && quad.right == 3)
    average_8 (to, (Quad){ quad.upper, quad.lower, 3 }, 6, n, 3);
  else
    average_8 (to, quad, step, n, 3);
}

static inline guint32
number_16 (const guint8 *at,
           int           c)
{
  return ((const guint16 *) (gconstpointer) at)[c];
}

static inline void
average_16 (guint8 *to,
            Quad    quad,
            gssize  step,
            int     n,
            int     n_channels)
{
  guint16 *out = (guint16 *) (gpointer) to;

  for (int i = 0; i < n; i++, out += n_channels, quad.upper += step, quad.lower += step)
    for (int c = 0; c < n_channels; c++)
      out[c] = (guint16) ((number_16 (quad.upper, c) + number_16 (quad.upper + quad.right, c) +
                           number_16 (quad.lower, c) + number_16 (quad.lower + quad.right, c) + 2) >>
                          2);
}

static void
average_grey_16 (guint8 *to,
                 Quad    quad,
                 gssize  step,
                 int     n)
{
  average_16 (to, quad, step, n, 1);
}

static void
average_rgb_16 (guint8 *to,
                Quad    quad,
                gssize  step,
                int     n)
{
  average_16 (to, quad, step, n, 3);
}

/* One dead pixel must not darken or blind its neighbours in all the levels. */
static void
average_float (guint8 *to,
               Quad    quad,
               gssize  step,
               int     n)
{
  float *out = (float *) (gpointer) to;

  for (int i = 0; i < n; i++, quad.upper += step, quad.lower += step)
    {
      const guint8 *const four[] = { quad.upper, quad.upper + quad.right, quad.lower, quad.lower + quad.right };
      double              sum = 0;
      int                 n_finite = 0;

      for (int k = 0; k < 4; k++)
        {
          const float number = *(const float *) (gconstpointer) four[k];

          if (isfinite (number))
            {
              sum += (double) number;
              n_finite++;
            }
        }

      out[i] = n_finite > 0 ? (float) (sum / n_finite) : *(const float *) (gconstpointer) four[0];
    }
}

static const AverageFunc average_funcs[LW_N_PIXELS_FORMATS] = {
  [LW_PIXELS_GREY_8] = average_grey_8,
  [LW_PIXELS_RGB_8] = average_rgb_8,
  [LW_PIXELS_GREY_16] = average_grey_16,
  [LW_PIXELS_RGB_16] = average_rgb_16,
  [LW_PIXELS_GREY_FLOAT] = average_float,
};

static void
halve_row (const LwPixels      *self,
           const LwPixelsLevel *from,
           const LwPixelsLevel *to,
           int                  y,
           int                  first,
           int                  end)
{
  const int n_pairs = from->width_px / 2;
  Quad      quad = { .right = from->du };
  guint8   *out = to->data + y * to->dv + first * to->du;

  quad.upper = from->data + 2 * y * from->dv + 2 * first * from->du;
  quad.lower = 2 * y + 1 < from->height_px ? quad.upper + from->dv : quad.upper;

  average_funcs[self->format](out, quad, 2 * from->du, MIN (end, n_pairs) - first);

  if (end > n_pairs)
    {
      const gssize last = (gssize) 2 * (n_pairs - first) * from->du;

      average_funcs[self->format](out + (n_pairs - first) * to->du,
                                  (Quad){ quad.upper + last, quad.lower + last, 0 }, 0, 1);
    }
}

static void
halve_rows (const LwPixels      *self,
            const LwPixelsLevel *from,
            const LwPixelsLevel *to)
{
  const int tile_px = lw_pixels_level_is_straight (from) ? to->width_px : LW_PIXELS_TILE_PX;

  for (int x = 0; x < to->width_px; x += tile_px)
    for (int y = 0; y < to->height_px; y++)
      halve_row (self, from, to, y, x, MIN (x + tile_px, to->width_px));
}

/* Rows of the last level, from the one before it. */
static void
halve_band (LwPixels *self,
            int       first_row,
            int       end_row)
{
  const int            level = self->n_levels - 1;
  const LwPixelsLevel *last = &self->levels[level - 1];
  g_auto (LwPixelsLevel) from = { 0 };
  LwPixelsLevel to;

  lw_pixels_get_part (self, level - 1, 0, 2 * first_row, last->width_px, MIN (2 * end_row, last->height_px) - 2 * first_row, &from);
  lw_pixels_get_part (self, level, 0, first_row, self->levels[level].width_px, end_row - first_row, &to);
  halve_rows (self, &from, &to);
}

static gboolean
level_init (LwPixels            *self,
            LwPixelsLevel       *level,
            const LwPixelsLevel *last)
{
  const int   width_px = (last->width_px + 1) / 2;
  const int   height_px = (last->height_px + 1) / 2;
  const gsize pixel_size = lw_pixels_format_get_size (self->format);
  const gsize stride = pixel_size * width_px;
  guint8     *data = g_try_malloc (stride * height_px);

  if (data == NULL)
    return FALSE;

  *level = (LwPixelsLevel){ width_px, height_px, data, (gssize) pixel_size, (gssize) stride, .own = data };
  self->size += stride * height_px;

  return TRUE;
}

gboolean
lw_pixels_add_levels (LwPixels     *self,
                      GCancellable *cancellable)
{
  for (;;)
    {
      const LwPixelsLevel *last = &self->levels[self->n_levels - 1];
      LwPixelsLevel       *next = &self->levels[self->n_levels];
      int                  band_rows;

      if (MAX (last->width_px, last->height_px) <= SMALLEST_EDGE_PX)
        return lw_pixels_find_range (self, cancellable);

      g_assert (self->n_levels < LW_PIXELS_N_LEVELS_MAX);

      if (!level_init (self, next, last))
        return FALSE;

      self->n_levels++;
      band_rows = MAX (LW_PIXELS_TILE_PX, LW_PIXELS_BAND_PX / next->width_px);

      if (last->data == NULL)
        band_rows = lw_pixels_get_band (self, 0) / 2;

      for (int row = 0; row < next->height_px; row += band_rows)
        {
          if (g_cancellable_is_cancelled (cancellable))
            return FALSE;

          halve_band (self, row, MIN (row + band_rows, next->height_px));
        }
    }
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-pixels-private.h"

#include <math.h>
#include <stdlib.h>

/* Percentiles of a sample of so many numbers are right to a few thousandths. */
#define SAMPLES_MAX 65536

/* Of the numbers that stay outside an automatic window, at either end. */
#define TAIL 0.01

/* The smallest and largest finite number; 0 and 1 where there is none. */
static gboolean
find_finite_range (LwPixels     *self,
                   GCancellable *cancellable)
{
  const LwPixelsLevel *level = &self->levels[0];
  const gboolean       is_straight = lw_pixels_level_is_straight (level);
  const gssize         du = is_straight ? level->du : level->dv;
  const gssize         dv = is_straight ? level->dv : level->du;
  const int            n_u = is_straight ? level->width_px : level->height_px;
  const int            n_v = is_straight ? level->height_px : level->width_px;
  float                low = INFINITY, high = -INFINITY;

  for (int v = 0; v < n_v; v++)
    {
      const guint8 *at = level->data + v * dv;

      if (g_cancellable_is_cancelled (cancellable))
        return FALSE;

      for (int u = 0; u < n_u; u++, at += du)
        {
          const float number = *(const float *) (gconstpointer) at;

          if (isfinite (number))
            {
              low = MIN (low, number);
              high = MAX (high, number);
            }
        }
    }

  self->black = self->low = low <= high ? (double) low : 0;
  self->white = self->high = low <= high ? (double) high : 1;

  return TRUE;
}

static void
widen_16 (const guint8 *at,
          gsize         n,
          guint16      *low,
          guint16      *high)
{
  const guint16 *numbers = (const guint16 *) (gconstpointer) at;

  for (gsize i = 0; i < n; i++)
    {
      *low = MIN (*low, numbers[i]);
      *high = MAX (*high, numbers[i]);
    }
}

/* In the order of the memory, which is the fastest. */
static gboolean
find_extremes_16 (LwPixels     *self,
                  GCancellable *cancellable)
{
  const LwPixelsLevel *level = &self->levels[0];
  const gboolean       is_straight = lw_pixels_level_is_straight (level);
  const gssize         du = is_straight ? level->du : level->dv;
  const gssize         dv = is_straight ? level->dv : level->du;
  const int            n_u = is_straight ? level->width_px : level->height_px;
  const int            n_v = is_straight ? level->height_px : level->width_px;
  const gsize          n_channels = lw_pixels_format_get_n_channels (self->format);
  const gboolean       is_dense = ABS (du) == (gssize) lw_pixels_format_get_size (self->format);
  guint16              low = G_MAXUINT16, high = 0;

  for (int v = 0; v < n_v; v++)
    {
      const guint8 *row = level->data + v * dv;

      if (g_cancellable_is_cancelled (cancellable))
        return FALSE;

      if (is_dense)
        widen_16 (row + (du < 0 ? (n_u - 1) * du : 0), n_u * n_channels, &low, &high);
      else
        for (int u = 0; u < n_u; u++)
          widen_16 (row + u * du, n_channels, &low, &high);
    }

  self->low = low;
  self->high = high;

  return TRUE;
}

static int
compare_doubles (gconstpointer a,
                 gconstpointer b)
{
  const double x = *(const double *) a;
  const double y = *(const double *) b;

  return (x > y) - (x < y);
}

/* Finite numbers from all over the picture, in order. */
static guint
sample (LwPixels *self,
        double   *samples)
{
  const gint64 n_pixels = (gint64) self->levels[0].width_px * self->levels[0].height_px;
  const int    n_channels = lw_pixels_format_get_n_channels (self->format);
  const gint64 n = MIN (n_pixels, SAMPLES_MAX / n_channels);
  guint        n_found = 0;

  for (gint64 i = 0; i < n; i++)
    {
      /* One of each of @n equal parts, but never all of the same columns: steps of the golden
       * section of 2^32 fall evenly and repeat nothing. */
      const double part = (guint32) (i * 2654435769u) / 4294967296.0;
      const gint64 at = (gint64) (((double) i + part) * (double) n_pixels / (double) n);
      double       values[3];

      lw_pixels_get_values (self, (int) (at % self->levels[0].width_px), (int) (at / self->levels[0].width_px), values);

      for (int c = 0; c < n_channels; c++)
        if (isfinite (values[c]))
          samples[n_found++] = values[c];
    }

  qsort (samples, n_found, sizeof *samples, compare_doubles);

  return n_found;
}

static void
find_window (LwPixels *self)
{
  g_autofree double *samples = g_new (double, SAMPLES_MAX);
  const guint        n = sample (self, samples);
  const double       span = self->white - self->black;
  double             black, white;

  if (n == 0 || !(span > 0))
    return;

  black = samples[(guint) (TAIL * (n - 1))];
  white = samples[n - 1 - (guint) (TAIL * (n - 1))];

  /* Less than one in a hundred is not ground, such as a few dots: all there is, then. */
  if (!(black < white))
    {
      black = samples[0];
      white = samples[n - 1];
    }

  if (black < white)
    {
      self->auto_black = CLAMP ((black - self->black) / span, 0, 1);
      self->auto_white = CLAMP ((white - self->black) / span, 0, 1);
    }

  /* Nearer than a double can tell apart. */
  if (!(self->auto_black < self->auto_white))
    {
      self->auto_black = 0;
      self->auto_white = 1;
    }
}

gboolean
lw_pixels_find_range (LwPixels     *self,
                      GCancellable *cancellable)
{
  if (self->format == LW_PIXELS_GREY_FLOAT && !find_finite_range (self, cancellable))
    return FALSE;

  if (lw_pixels_get_depth (self) == 16 && !find_extremes_16 (self, cancellable))
    return FALSE;

  /* What a file says in 8 bits was made for a screen. */
  if (lw_pixels_get_depth (self) > 8)
    find_window (self);

  return TRUE;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-pixels-private.h"

#include <math.h>
#include <stdlib.h>

/* Percentiles of a sample of so many numbers are right to a few thousandths. */
#define SAMPLES_MAX 65536

/* Of the numbers that stay outside an automatic window, at either end. */
#define TAIL 0.01

typedef struct
{
  double low, high; /* low > high: none so far */
} Extremes;

typedef void (*WidenFunc) (const LwPixels *self,
                           const guint8   *row,
                           gssize          step,
                           int             n,
                           Extremes       *extremes);

static void
widen_float (const LwPixels *self,
             const guint8   *row,
             gssize          step,
             int             n,
             Extremes       *extremes)
{
  float low = INFINITY, high = -INFINITY;

  for (int i = 0; i < n; i++, row += step)
    {
      const float number = *(const float *) (gconstpointer) row;

      if (isfinite (number))
        {
          low = MIN (low, number);
          high = MAX (high, number);
        }
    }

  extremes->low = MIN (extremes->low, (double) low);
  extremes->high = MAX (extremes->high, (double) high);
}

static void
widen_numbers (const guint8 *at,
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

static void
widen_16 (const LwPixels *self,
          const guint8   *row,
          gssize          step,
          int             n,
          Extremes       *extremes)
{
  const gsize n_channels = lw_pixels_format_get_n_channels (self->format);
  guint16     low = G_MAXUINT16, high = 0;

  if (ABS (step) == (gssize) lw_pixels_format_get_size (self->format))
    widen_numbers (row + (step < 0 ? (n - 1) * step : 0), n * n_channels, &low, &high);
  else
    for (int i = 0; i < n; i++)
      widen_numbers (row + i * step, n_channels, &low, &high);

  extremes->low = MIN (extremes->low, low);
  extremes->high = MAX (extremes->high, high);
}

/* In the order of the memory, which is the fastest. */
static gboolean
widen_by_part (const LwPixels      *self,
               const LwPixelsLevel *part,
               WidenFunc            widen,
               Extremes            *extremes,
               GCancellable        *cancellable)
{
  const gboolean is_straight = lw_pixels_level_is_straight (part);
  const gssize   du = is_straight ? part->du : part->dv;
  const gssize   dv = is_straight ? part->dv : part->du;
  const int      n_u = is_straight ? part->width_px : part->height_px;
  const int      n_v = is_straight ? part->height_px : part->width_px;

  for (int v = 0; v < n_v; v++)
    {
      if (g_cancellable_is_cancelled (cancellable))
        return FALSE;

      widen (self, part->data + v * dv, du, n_u, extremes);
    }

  return TRUE;
}

static gboolean
find_extremes (LwPixels     *self,
               WidenFunc     widen,
               Extremes     *extremes,
               GCancellable *cancellable)
{
  const LwPixelsLevel *level = &self->levels[0];
  const int            band_rows = lw_pixels_get_band (self, 0);

  for (int y = 0; y < level->height_px; y += band_rows)
    {
      g_auto (LwPixelsLevel) part = { 0 };

      lw_pixels_get_part (self, 0, 0, y, level->width_px, MIN (band_rows, level->height_px - y), &part);

      if (!widen_by_part (self, &part, widen, extremes, cancellable))
        return FALSE;
    }

  return TRUE;
}

/* Finds low and high; black and white of floats, too: 0 and 1 where none is finite. */
static gboolean
find_range (LwPixels     *self,
            GCancellable *cancellable)
{
  const gboolean is_float = self->format == LW_PIXELS_GREY_FLOAT;
  Extremes       extremes = { INFINITY, -INFINITY };

  if (!find_extremes (self, is_float ? widen_float : widen_16, &extremes, cancellable))
    return FALSE;

  self->low = extremes.low <= extremes.high ? extremes.low : 0;
  self->high = extremes.low <= extremes.high ? extremes.high : 1;

  if (is_float)
    {
      self->black = self->low;
      self->white = self->high;
    }

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
  /* What a file says in 8 bits was made for a screen. */
  if (lw_pixels_get_depth (self) <= 8)
    return TRUE;

  if (!find_range (self, cancellable))
    return FALSE;

  find_window (self);

  return TRUE;
}

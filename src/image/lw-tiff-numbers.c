/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-tiff-numbers.h"

#include "lw-decode-private.h"

#include <math.h>
#include <string.h>

gboolean
lw_tiff_layout_get_format (const LwTiffLayout *self,
                           LwPixelsFormat     *format)
{
  const gboolean is_grey = self->n_channels == 1;

  if (self->kind == LW_TIFF_UNSIGNED && self->n_bits == 8)
    *format = is_grey ? LW_PIXELS_GREY_8 : LW_PIXELS_RGB_8;
  else if (self->kind == LW_TIFF_UNSIGNED && self->n_bits > 8 && self->n_bits <= 16)
    *format = is_grey ? LW_PIXELS_GREY_16 : LW_PIXELS_RGB_16;
  else if (is_grey && !self->is_white_zero &&
           (self->n_bits == 16 || self->n_bits == 32 || self->n_bits == 64 ||
            (self->kind == LW_TIFF_SIGNED && self->n_bits == 8)))
    *format = LW_PIXELS_GREY_FLOAT;
  else
    return FALSE;

  return TRUE;
}

/* Numbers of 9 to 15 bits stand one after the other without a gap, highest bit first. */
static void
unpack_bits (guint16      *to,
             const guint8 *from,
             int           n,
             int           n_bits)
{
  guint32 bits = 0;
  int     n_held = 0;

  for (int i = 0; i < n; i++)
    {
      for (; n_held < n_bits; n_held += 8)
        bits = bits << 8 | *from++;

      n_held -= n_bits;
      to[i] = (guint16) (bits >> n_held & ((1u << n_bits) - 1));
    }
}

/* IEEE 754, binary16. */
static float
float_from_half (guint16 half)
{
  const int   exponent = half >> 10 & 0x1f;
  const int   fraction = half & 0x3ff;
  const float sign = half & 0x8000 ? -1 : 1;

  if (exponent == 0x1f)
    return fraction != 0 ? NAN : sign * INFINITY;

  return sign * (exponent == 0 ? ldexpf ((float) fraction, -24) : ldexpf ((float) (fraction | 0x400), exponent - 25));
}

#define NUMBER_AT(type) ((double) ((const type *) (gconstpointer) from)[i])

static void
numbers_to_float (const LwTiffLayout *self,
                  float              *to,
                  const guint8       *from,
                  int                 n)
{
  const int key = self->kind * 100 + self->n_bits;

  for (int i = 0; i < n; i++)
    {
      double number;

      switch (key)
        {
        case LW_TIFF_UNSIGNED * 100 + 32:
          number = NUMBER_AT (guint32);
          break;
        case LW_TIFF_UNSIGNED * 100 + 64:
          number = NUMBER_AT (guint64);
          break;
        case LW_TIFF_SIGNED * 100 + 8:
          number = NUMBER_AT (gint8);
          break;
        case LW_TIFF_SIGNED * 100 + 16:
          number = NUMBER_AT (gint16);
          break;
        case LW_TIFF_SIGNED * 100 + 32:
          number = NUMBER_AT (gint32);
          break;
        case LW_TIFF_SIGNED * 100 + 64:
          number = NUMBER_AT (gint64);
          break;
        case LW_TIFF_FLOAT * 100 + 16:
          number = (double) float_from_half (((const guint16 *) (gconstpointer) from)[i]);
          break;
        case LW_TIFF_FLOAT * 100 + 64:
          number = NUMBER_AT (double);
          break;
        default:
          number = NUMBER_AT (float);
          break;
        }

      /* Beyond what a float holds there is only infinity, which a range leaves out. */
      to[i] = fabs (number) > (double) G_MAXFLOAT ? (number > 0 ? INFINITY : -INFINITY) : (float) number;
    }
}

/* A colour as it looks on white. */
static guint
lay_on_white (const LwTiffLayout *self,
              guint               number,
              guint               alpha,
              guint               max)
{
  if (self->is_multiplied)
    return MIN (number + max - alpha, max);

  return lw_decode_on_white (number, alpha, max);
}

static void
place_8 (const LwTiffLayout *self,
         guint8             *to,
         const guint8       *from,
         int                 n,
         int                 n_taken,
         int                 step)
{
  for (int i = 0; i < n; i++, to += step, from += self->n_samples)
    for (int c = 0; c < n_taken; c++)
      {
        const guint number = self->is_white_zero ? 255u - from[c] : from[c];

        to[c] = (guint8) (self->alpha > 0 ? lay_on_white (self, number, from[self->alpha], 255) : number);
      }
}

static void
place_16 (const LwTiffLayout *self,
          guint16            *to,
          const guint16      *from,
          int                 n,
          int                 n_taken,
          int                 step)
{
  const guint max = (1u << self->n_bits) - 1;

  for (int i = 0; i < n; i++, to += step, from += self->n_samples)
    for (int c = 0; c < n_taken; c++)
      {
        const guint number = self->is_white_zero ? max - from[c] : from[c];

        to[c] = (guint16) (self->alpha > 0 ? lay_on_white (self, number, from[self->alpha], max) : number);
      }
}

static void
place_float (const LwTiffLayout *self,
             float              *to,
             const float        *from,
             int                 n)
{
  for (int i = 0; i < n; i++, from += self->n_samples)
    to[i] = *from;
}

/* Highest bits first. */
static void
look_up_row (const LwTiffLayout *self,
             guint8             *to,
             const guint8       *from,
             int                 n,
             int                 n_channels)
{
  const guint mask = (1u << self->n_bits) - 1;

  for (int i = 0; i < n; i++, to += n_channels)
    {
      const gsize at = (gsize) i * self->n_bits;

      memcpy (to, self->table[from[at / 8] >> (8 - self->n_bits - at % 8) & mask], n_channels);
    }
}

static gboolean
is_as_kept (const LwTiffLayout *self,
            LwPixelsFormat      format)
{
  return self->n_planes == 1 && self->n_samples == self->n_channels && !self->is_white_zero &&
         (format != LW_PIXELS_GREY_FLOAT ? self->n_bits % 8 == 0 : self->kind == LW_TIFF_FLOAT && self->n_bits == 32);
}

void
lw_tiff_convert_row (const LwTiffLayout *self,
                     LwPixelsFormat      format,
                     guint8             *to,
                     const guint8       *from,
                     int                 n,
                     int                 plane,
                     gpointer            scratch)
{
  const int n_taken = self->n_planes == 1 ? self->n_channels : 1;

  if (self->has_table)
    {
      look_up_row (self, to, from, n, lw_pixels_format_get_n_channels (format));
      return;
    }

  if (is_as_kept (self, format))
    {
      memcpy (to, from, lw_pixels_format_get_size (format) * n);
      return;
    }

  switch (format)
    {
    case LW_PIXELS_GREY_8:
    case LW_PIXELS_RGB_8:
      place_8 (self, to + plane, from, n, n_taken, self->n_channels);
      break;

    case LW_PIXELS_GREY_16:
    case LW_PIXELS_RGB_16:
      if (self->n_bits < 16)
        {
          unpack_bits (scratch, from, n * self->n_samples, self->n_bits);
          from = scratch;
        }

      place_16 (self, (guint16 *) (gpointer) to + plane, (const guint16 *) (gconstpointer) from, n, n_taken, self->n_channels);
      break;

    default:
      numbers_to_float (self, scratch, from, n * self->n_samples);
      place_float (self, (float *) (gpointer) to, scratch, n);
      break;
    }
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-tone-colours.h"

#include <math.h>

/* Fitting a colour into what a screen can show takes some pow() each: done for so many, and
 * between them straight. */
#define N_STEPS 256

/* Of bisecting how much chroma fits: to a thousandth of it. */
#define N_FITTINGS 10

/* A colour at a place of a map: CIELAB hue angle in degrees, and chroma.  Lightness is not
 * among them: it goes evenly from one end to the other. */
typedef struct
{
  double at, hue, chroma;
} Point;

typedef struct
{
  double lightness_first, lightness_last; /* 0 to 100 */
  int    n_points;
  Point  points[5];
} Map;

/* Hues turn one way only.  What is more than a screen can show is paled until it fits; at the
 * light and dark ends nothing else is possible. */
static const Map maps[LW_N_TONE_COLOURS] = {
  [LW_TONE_COLOURS_PERCEPTUAL] = { 12, 92, 4, { { 0, 300, 45 }, { 0.35, 255, 40 }, { 0.65, 165, 50 }, { 1, 100, 85 } } },
  [LW_TONE_COLOURS_HEAT] = { 0, 100, 5, { { 0, 20, 0 }, { 0.15, 25, 40 }, { 0.5, 38, 95 }, { 0.85, 85, 85 }, { 1, 105, 0 } } },
};

static double
mix (double a,
     double b,
     double part)
{
  return a + (b - a) * part;
}

/* CIE 15:2004, section 8.2.1, the other way round. */
static double
lab_inverse (double t)
{
  return t > 6.0 / 29 ? t * t * t : 3 * (6.0 / 29) * (6.0 / 29) * (t - 4.0 / 29);
}

/* IEC 61966-2-1, section 5.2. */
static double
srgb_encode (double linear)
{
  return linear <= 0.0031308 ? 12.92 * linear : 1.055 * pow (linear, 1 / 2.4) - 0.055;
}

/* To linear sRGB; FALSE where a screen cannot show it.  White is D65 for both. */
static gboolean
lab_to_linear (double lightness,
               double hue,
               double chroma,
               double linear[3])
{
  const double angle = hue * G_PI / 180;
  const double fy = (lightness + 16) / 116;
  const double x = 0.95047 * lab_inverse (fy + chroma * cos (angle) / 500);
  const double y = lab_inverse (fy);
  const double z = 1.08883 * lab_inverse (fy - chroma * sin (angle) / 200);
  const double slack = 1e-4;

  linear[0] = 3.2404542 * x - 1.5371385 * y - 0.4985314 * z;
  linear[1] = -0.9692660 * x + 1.8760108 * y + 0.0415560 * z;
  linear[2] = 0.0556434 * x - 0.2040259 * y + 1.0572252 * z;

  for (int i = 0; i < 3; i++)
    if (linear[i] < -slack || linear[i] > 1 + slack)
      return FALSE;

  return TRUE;
}

static guint32
encode (const double linear[3])
{
  guint32 rgb = 0;

  for (int i = 0; i < 3; i++)
    rgb = rgb << 8 | (guint32) (srgb_encode (CLAMP (linear[i], 0, 1)) * 255 + 0.5);

  return rgb;
}

static guint32
compute (const Map *map,
         double     value)
{
  const double lightness = mix (map->lightness_first, map->lightness_last, value);
  double       linear[3], hue, chroma, fits = 0;
  int          i = 0;

  while (i < map->n_points - 2 && value > map->points[i + 1].at)
    i++;

  value = (value - map->points[i].at) / (map->points[i + 1].at - map->points[i].at);
  hue = mix (map->points[i].hue, map->points[i + 1].hue, value);
  chroma = mix (map->points[i].chroma, map->points[i + 1].chroma, value);

  if (lab_to_linear (lightness, hue, chroma, linear))
    return encode (linear);

  for (double step = chroma / 2; step > chroma / (1 << N_FITTINGS); step /= 2)
    if (lab_to_linear (lightness, hue, fits + step, linear))
      fits += step;

  lab_to_linear (lightness, hue, fits, linear);

  return encode (linear);
}

static guint32
mix_rgb (guint32 a,
         guint32 b,
         double  part)
{
  guint32 rgb = 0;

  for (int shift = 16; shift >= 0; shift -= 8)
    rgb |= (guint32) (mix (a >> shift & 0xff, b >> shift & 0xff, part) + 0.5) << shift;

  return rgb;
}

guint32
lw_tone_colours_at (LwToneColours colours,
                    double        value)
{
  static guint32 steps[LW_N_TONE_COLOURS][N_STEPS];
  static gsize   is_made;
  int            i;

  g_return_val_if_fail (colours > LW_TONE_COLOURS_NONE && colours < LW_N_TONE_COLOURS, 0);

  if (g_once_init_enter (&is_made))
    {
      for (int c = LW_TONE_COLOURS_NONE + 1; c < LW_N_TONE_COLOURS; c++)
        for (i = 0; i < N_STEPS; i++)
          steps[c][i] = compute (&maps[c], (double) i / (N_STEPS - 1));

      g_once_init_leave (&is_made, 1);
    }

  value = CLAMP (value, 0, 1) * (N_STEPS - 1);
  i = MIN ((int) value, N_STEPS - 2);

  return mix_rgb (steps[colours][i], steps[colours][i + 1], value - i);
}

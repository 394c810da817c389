/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-colour-vision.h"

#include <math.h>

typedef struct
{
  double v[3];
} Triple;

/* clang-format off */
static const double deficiencies[LW_N_VISIONS][3][3] = {
  [LW_VISION_USUAL] = {
    { 1, 0, 0 },
    { 0, 1, 0 },
    { 0, 0, 1 },
  },
  [LW_VISION_PROTANOPIA] = {
    {  0.152286,  1.052583, -0.204868 },
    {  0.114503,  0.786281,  0.099216 },
    { -0.003882, -0.048116,  1.051998 },
  },
  [LW_VISION_DEUTERANOPIA] = {
    {  0.367322,  0.860646, -0.227968 },
    {  0.280085,  0.672501,  0.047413 },
    { -0.011820,  0.042940,  0.968881 },
  },
  [LW_VISION_TRITANOPIA] = {
    {  1.255528, -0.076749, -0.178779 },
    { -0.078411,  0.930809,  0.147602 },
    {  0.004733,  0.691367,  0.303900 },
  },
};

static const double rgb_to_cones[3][3] = {
  { 0.4122214708, 0.5363325363, 0.0514459929 },
  { 0.2119034982, 0.6806995451, 0.1073969566 },
  { 0.0883024619, 0.2817188376, 0.6299787005 },
};

static const double cones_to_lab[3][3] = {
  { 0.2104542553,  0.7936177850, -0.0040720468 },
  { 1.9779984951, -2.4285922050,  0.4505937099 },
  { 0.0259040371,  0.7827717662, -0.8086757660 },
};
/* clang-format on */

static Triple
multiply (const double matrix[3][3],
          Triple       in)
{
  Triple out;

  for (int i = 0; i < 3; i++)
    out.v[i] = matrix[i][0] * in.v[0] + matrix[i][1] * in.v[1] + matrix[i][2] * in.v[2];

  return out;
}

/* IEC 61966-2-1, both ways. */
static double
decode (uint32_t byte)
{
  double value = (byte & 0xff) / 255.0;

  return value <= 0.04045 ? value / 12.92 : pow ((value + 0.055) / 1.055, 2.4);
}

static uint32_t
encode (double linear)
{
  double value = linear <= 0.0031308 ? linear * 12.92 : 1.055 * pow (linear, 1 / 2.4) - 0.055;

  return (uint32_t) lround (value * 255);
}

static Triple
see (LwVision vision,
     uint32_t colour)
{
  Triple seen = multiply (deficiencies[vision], (Triple){ { decode (colour >> 16), decode (colour >> 8), decode (colour) } });

  for (int i = 0; i < 3; i++)
    seen.v[i] = fmin (fmax (seen.v[i], 0), 1);

  return seen;
}

static Triple
to_lab (Triple rgb)
{
  Triple cones = multiply (rgb_to_cones, rgb);

  for (int i = 0; i < 3; i++)
    cones.v[i] = cbrt (cones.v[i]);

  return multiply (cones_to_lab, cones);
}

uint32_t
lw_vision_simulate (LwVision vision,
                    uint32_t colour)
{
  Triple seen = see (vision, colour);

  return encode (seen.v[0]) << 16 | encode (seen.v[1]) << 8 | encode (seen.v[2]);
}

double
lw_vision_distance (LwVision vision,
                    uint32_t a,
                    uint32_t b)
{
  Triple lab_a = to_lab (see (vision, a));
  Triple lab_b = to_lab (see (vision, b));
  double sum = 0;

  for (int i = 0; i < 3; i++)
    sum += (lab_a.v[i] - lab_b.v[i]) * (lab_a.v[i] - lab_b.v[i]);

  return sqrt (sum);
}

double
lw_vision_distance_min (uint32_t a,
                        uint32_t b)
{
  double least = INFINITY;

  for (int vision = 0; vision < LW_N_VISIONS; vision++)
    least = fmin (least, lw_vision_distance ((LwVision) vision, a, b));

  return least;
}

double
lw_colour_lightness (uint32_t colour)
{
  return to_lab (see (LW_VISION_USUAL, colour)).v[0];
}

/* lw-colour-vision.h - how far apart two colours are, for all who look at them
 *
 * The simulations are those of Machado, Oliveira and Fernandes, "A Physiologically-based
 * Model for Simulation of Color Vision Deficiency", IEEE Transactions on Visualization and
 * Computer Graphics 15(6), 2009, with their tables for severity 1.0, applied to linear RGB.
 * Distances are Euclidean in Oklab (Ottosson 2020, https://bottosson.github.io/posts/oklab/),
 * in which steps that look alike are alike; black to white is 1, and 0.02 is just seen.
 *
 * Pure: plain values, any thread.  Colours are 0xRRGGBB in sRGB.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <stdint.h>

typedef enum
{
  LW_VISION_USUAL,
  LW_VISION_PROTANOPIA,   /* without the cones for long waves: about 1 of 100 men */
  LW_VISION_DEUTERANOPIA, /* without those for middle waves: as many; most others see weakly with them */
  LW_VISION_TRITANOPIA,   /* without those for short waves: rare */
  LW_N_VISIONS
} LwVision;

/* What such an eye sees, as a colour that looks the same to the usual one. */
uint32_t lw_vision_simulate (LwVision vision,
                             uint32_t colour);

/* The distance of two colours as such an eye sees them. */
double lw_vision_distance (LwVision vision,
                           uint32_t a,
                           uint32_t b);

/* The smallest of the distances for all of them. */
double lw_vision_distance_min (uint32_t a,
                               uint32_t b);

/* Lightness in Oklab, 0 black to 1 white. */
double lw_colour_lightness (uint32_t colour);

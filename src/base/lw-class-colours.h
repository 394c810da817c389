/* lw-class-colours.h - colours and line patterns for classes that nobody chose any for
 *
 * Sixteen colours that were looked for among 3,900 of medium to high lightness, none
 * nearly white: each is the one farthest from all before it for the eye that tells it
 * from them worst, the usual one and those of protanopes, deuteranopes and tritanopes
 * as lw-colour-vision.h has them.  The first 6 are 0.19 apart for every one of these eyes, the first 8 0.12, 12
 * are 0.10 and all 16 0.089; a difference of 0.02 is just seen.
 *
 * Sixteen is what colour can carry.  From the seventeenth class on colours come again,
 * with another line pattern: 96 classes differ in one or the other.
 *
 * Pure: constants.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-line-pattern.h"

#include <stdint.h>

#define LW_N_CLASS_COLOURS 16

/* 0xRRGGBB; @position counts classes from 0. */
uint32_t lw_class_colour (size_t position);

LwLinePattern lw_class_pattern (size_t position);

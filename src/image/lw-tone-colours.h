/* lw-tone-colours.h - false colours for a grey
 *
 * Made from a few points in CIELAB whose lightness lies on a straight line, so that equal
 * steps of grey look equally large and a printout in grey reads the same way.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-tone.h"

G_BEGIN_DECLS

/* 0xRRGGBB at @value, 0 to 1, which is clamped; @colours must not be LW_TONE_COLOURS_NONE.
 * Any thread. */
guint32 lw_tone_colours_at (LwToneColours colours,
                            double        value);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-class-colours.h"

/* clang-format off */
static const uint32_t colours[LW_N_CLASS_COLOURS] = {
  0xc39600, 0x5a0ff0, 0x87f0ff, 0xa51e5a, 0x5aa5d2, 0xffe100, 0xd24b78, 0xa5d296,
  0x783ca5, 0xa569ff, 0x966900, 0xf0b40f, 0x6978b4, 0x69c3ff, 0xc3f0b4, 0xf07887,
};
/* clang-format on */

uint32_t
lw_class_colour (size_t position)
{
  return colours[position % LW_N_CLASS_COLOURS];
}

LwLinePattern
lw_class_pattern (size_t position)
{
  /* 16 and 6 have a divisor in common: without the second term half of the pairs
   * would never come. */
  return lw_line_pattern_for (position + position / LW_N_CLASS_COLOURS);
}

/* lw-line-pattern.h - strokes and pauses of a line, as a cue beside its colour
 *
 * Pure: constants.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <stddef.h>

typedef enum
{
  LW_LINE_SOLID,
  LW_LINE_LONG_DASHES,
  LW_LINE_DOTS,
  LW_LINE_DASH_DOT,
  LW_LINE_DASHES,
  LW_LINE_DASH_DOT_DOT,
  LW_N_LINE_PATTERNS
} LwLinePattern;

/* Lengths in logical pixels, stroke, pause, stroke..., beginning with a stroke; static.
 * @n_runs is even, and 0 for a solid line. */
const int *lw_line_pattern_get_runs (LwLinePattern pattern,
                                     size_t       *n_runs);

/* The pattern of the nth of several things, in turn; @place >= 0. */
LwLinePattern lw_line_pattern_for (size_t place);

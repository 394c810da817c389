/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-line-pattern.h"

typedef struct
{
  size_t n_runs;
  int    runs[6];
} Pattern;

/* Told apart by the length of the strokes and by their number, so that one alone is
 * enough on a side of 30 pixels. */
/* clang-format off */
static const Pattern patterns[LW_N_LINE_PATTERNS] = {
  [LW_LINE_SOLID]        = { 0, { 0 } },
  [LW_LINE_LONG_DASHES]  = { 2, { 14, 5 } },
  [LW_LINE_DOTS]         = { 2, { 2, 3 } },
  [LW_LINE_DASH_DOT]     = { 4, { 9, 4, 2, 4 } },
  [LW_LINE_DASHES]       = { 2, { 5, 4 } },
  [LW_LINE_DASH_DOT_DOT] = { 6, { 9, 3, 2, 3, 2, 3 } },
};
/* clang-format on */

const int *
lw_line_pattern_get_runs (LwLinePattern pattern,
                          size_t       *n_runs)
{
  *n_runs = patterns[pattern].n_runs;

  return patterns[pattern].runs;
}

LwLinePattern
lw_line_pattern_for (size_t place)
{
  return (LwLinePattern) (place % LW_N_LINE_PATTERNS);
}

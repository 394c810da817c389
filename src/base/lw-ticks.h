/* lw-ticks.h - which numbers stand at a ruler, and how long a scale bar is
 *
 * Pure: plain values, any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

/* Ticks are at all multiples of @minor; those that are multiples of @major, which is
 * @n_minor times that, have a number. */
typedef struct
{
  double major, minor;
  int    n_minor;
  int    n_digits; /* behind the point, for the numbers of the major ones */
} LwTicks;

/* The closest ticks whose numbers are at least @distance_view apart, with 1, 2 or 5
 * times a power of ten between numbers and at least @minor_view between ticks.
 *
 * @units_per_view   what one pixel of the screen is, > 0
 * @step_min         nothing is smaller than this, e.g. 1 for whole pixels; 0 for no limit */
LwTicks lw_ticks_choose (double units_per_view,
                         double distance_view,
                         double minor_view,
                         double step_min);

/* The largest 1, 2 or 5 times a power of ten that is not above @length, which is > 0. */
double lw_ticks_round_down (double length);

/* lw-scale.h - how long a pixel is in the world
 *
 * Pure: plain values, any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  LW_UNIT_NM,
  LW_UNIT_UM,
  LW_UNIT_MM,
  LW_UNIT_CM,
  LW_UNIT_M,
  LW_UNIT_KM,
  LW_UNIT_IN,
  LW_N_UNITS
} LwUnit;

/* All zero: no scale. */
typedef struct
{
  double per_pixel; /* length of the edge of a pixel, > 0; 0 where there is no scale */
  LwUnit unit;
} LwScale;

/* "µm"; static, the same in all languages. */
const char *lw_unit_get_symbol (LwUnit unit);

gboolean lw_scale_is_set (const LwScale *self);
gboolean lw_scale_equal (const LwScale *a,
                         const LwScale *b);

/* For a setting: "0.25 um" in any locale; NULL where there is no scale.  And back: FALSE and no
 * scale where @text is none, such as NULL, or a length that is not finite and above 0. */
char    *lw_scale_to_text (const LwScale *self);
gboolean lw_scale_from_text (const char *text,
                             LwScale    *scale);

/* The same length as a number of another unit. */
double lw_unit_convert (double length,
                        LwUnit from,
                        LwUnit to);

/* The metric unit in which a length is a number from 1 up to 1,000, as far as there is one;
 * inches stay inches. */
LwUnit lw_unit_choose (double length,
                       LwUnit unit);

/* "12.4 µm" with three significant digits, in the user's locale.  Transfer full; NULL
 * without a scale. */
char *lw_scale_dup_length (const LwScale *self,
                           double         pixels);

/* "12.4 × 8.0 µm", both in the same unit. */
char *lw_scale_dup_size (const LwScale *self,
                         double         width_px,
                         double         height_px);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-scale.h"

#include <math.h>
#include <string.h>

/* clang-format off */
static const struct
{
  const char *text;   /* in settings */
  const char *symbol;
  double      metres;
} units[LW_N_UNITS] = {
  [LW_UNIT_NM] = { "nm", "nm", 1e-9 },
  [LW_UNIT_UM] = { "um", "µm", 1e-6 },
  [LW_UNIT_MM] = { "mm", "mm", 1e-3 },
  [LW_UNIT_CM] = { "cm", "cm", 1e-2 },
  [LW_UNIT_M]  = { "m",  "m",  1 },
  [LW_UNIT_KM] = { "km", "km", 1e3 },
  [LW_UNIT_IN] = { "in", "in", 0.0254 },
};
/* clang-format on */

/* Centimetres only for those who chose them. */
static const LwUnit metric[] = { LW_UNIT_KM, LW_UNIT_M, LW_UNIT_MM, LW_UNIT_UM, LW_UNIT_NM };

/* A thousand of something that rounding would bring there is one of the next. */
#define ONE_ROUNDED 0.9995

const char *
lw_unit_get_symbol (LwUnit unit)
{
  return units[unit].symbol;
}

gboolean
lw_scale_is_set (const LwScale *self)
{
  return self->per_pixel > 0;
}

gboolean
lw_scale_equal (const LwScale *a,
                const LwScale *b)
{
  return a->per_pixel == b->per_pixel && (a->unit == b->unit || !lw_scale_is_set (a));
}

char *
lw_scale_to_text (const LwScale *self)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  if (!lw_scale_is_set (self))
    return NULL;

  return g_strconcat (g_ascii_dtostr (number, sizeof number, self->per_pixel), " ", units[self->unit].text, NULL);
}

gboolean
lw_scale_from_text (const char *text,
                    LwScale    *scale)
{
  char  *end;
  double number;

  *scale = (LwScale){ 0 };
  if (text == NULL)
    return FALSE;

  number = g_ascii_strtod (text, &end);
  if (end == text || *end != ' ' || !isfinite (number) || number <= 0)
    return FALSE;

  for (int unit = 0; unit < LW_N_UNITS; unit++)
    if (strcmp (end + 1, units[unit].text) == 0)
      {
        *scale = (LwScale){ number, (LwUnit) unit };
        return TRUE;
      }

  return FALSE;
}

double
lw_unit_convert (double length,
                 LwUnit from,
                 LwUnit to)
{
  return from == to ? length : length * units[from].metres / units[to].metres;
}

LwUnit
lw_unit_choose (double length,
                LwUnit unit)
{
  if (unit == LW_UNIT_IN || length == 0)
    return unit;
  if (unit == LW_UNIT_CM && fabs (length) >= ONE_ROUNDED && fabs (length) < 1000 * ONE_ROUNDED)
    return unit;

  for (guint i = 0; i < G_N_ELEMENTS (metric); i++)
    if (fabs (lw_unit_convert (length, unit, metric[i])) >= ONE_ROUNDED)
      return metric[i];

  return LW_UNIT_NM;
}

/* Three significant digits, and never an exponent for a number below a thousand. */
static int
count_digits (double number)
{
  double size = fabs (number);

  return size >= 99.95 ? 0 : size >= 9.995 ? 1
                                           : 2;
}

char *
lw_scale_dup_length (const LwScale *self,
                     double         pixels)
{
  double length = pixels * self->per_pixel;
  LwUnit unit;

  if (!lw_scale_is_set (self))
    return NULL;

  unit = lw_unit_choose (length, self->unit);
  length = lw_unit_convert (length, self->unit, unit);

  return g_strdup_printf ("%.*f %s", count_digits (length), length, units[unit].symbol);
}

char *
lw_scale_dup_size (const LwScale *self,
                   double         width_px,
                   double         height_px)
{
  double width = width_px * self->per_pixel;
  double height = height_px * self->per_pixel;
  LwUnit unit;
  int    n_digits;

  if (!lw_scale_is_set (self))
    return NULL;

  unit = lw_unit_choose (fmax (width, height), self->unit);
  width = lw_unit_convert (width, self->unit, unit);
  height = lw_unit_convert (height, self->unit, unit);
  n_digits = count_digits (fmax (width, height));

  return g_strdup_printf ("%.*f × %.*f %s", n_digits, width, n_digits, height, units[unit].symbol);
}

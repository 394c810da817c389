/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-attribute-number.h"

#include <math.h>

/* As many as every decimal number of a double survives. */
#define STEP_FORMAT "%.15g"

static gboolean
read_number (const char *text,
             double     *number)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text));
  char            *end;

  *number = g_ascii_strtod (stripped, &end);

  if (*end != '\0')
    *number = g_strtod (stripped, &end);

  return end != stripped && *end == '\0' && isfinite (*number);
}

/* The shortest text that is this number: 0.1, and not 0.10000000000000001. */
static char *
dup_shortest (double number)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  for (int digits = 15; digits <= 17; digits++)
    {
      char format[] = "%.00g";

      g_snprintf (format, sizeof format, "%%.%dg", digits);
      g_ascii_formatd (buffer, sizeof buffer, format, number);

      if (g_ascii_strtod (buffer, NULL) == number)
        break;
    }

  return g_strdup (buffer);
}

char *
lw_attribute_number_from_text (const char *text)
{
  double number;

  return read_number (text, &number) ? dup_shortest (number) : NULL;
}

char *
lw_attribute_number_step (const char *text,
                          double      step)
{
  char   buffer[G_ASCII_DTOSTR_BUF_SIZE];
  double number = 0;

  if (*text != '\0' && !read_number (text, &number))
    return NULL;

  if (!isfinite (number + step))
    return NULL;

  g_ascii_formatd (buffer, sizeof buffer, STEP_FORMAT, number + step);

  return lw_attribute_number_from_text (buffer);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-yolo.h"

#include <math.h>

/* A coordinate is a fraction of the image; beyond this it is something else. */
#define FRACTION_MAX 1e6

/* A polygon of ten thousand corners; more are counted but not kept. */
#define COLUMNS_MAX 20001

static gboolean
parse_columns (const char *text,
               GArray     *columns)
{
  for (;;)
    {
      char  *end;
      double value;

      while (g_ascii_isspace (*text))
        text++;

      if (*text == '\0')
        return columns->len > 0;

      value = g_ascii_strtod (text, &end);
      if (end == text || (*end != '\0' && !g_ascii_isspace (*end)) || !isfinite (value) || fabs (value) > FRACTION_MAX || columns->len >= COLUMNS_MAX)
        return FALSE;

      g_array_append_val (columns, value);
      text = end;
    }
}

static void
take_centre (LwYoloLine   *line,
             const double *c)
{
  line->rect = (LwRect){ c[1] - c[3] / 2, c[2] - c[4] / 2, c[1] + c[3] / 2, c[2] + c[4] / 2 };
}

static void
take_corners (LwYoloLine   *line,
              const double *c,
              guint         n)
{
  line->rect = (LwRect){ c[1], c[2], c[1], c[2] };

  for (guint i = 1; i + 1 < n; i += 2)
    {
      line->rect.x0 = fmin (line->rect.x0, c[i]);
      line->rect.y0 = fmin (line->rect.y0, c[i + 1]);
      line->rect.x1 = fmax (line->rect.x1, c[i]);
      line->rect.y1 = fmax (line->rect.y1, c[i + 1]);
    }
}

gboolean
lw_yolo_line_parse (const char *text,
                    guint       n_pose_columns,
                    LwYoloLine *line)
{
  g_autoptr (GArray) columns = g_array_new (FALSE, FALSE, sizeof (double));
  const double *c;
  guint         n;
  guint         n_fractions;

  if (!parse_columns (text, columns))
    return FALSE;

  c = (const double *) (gpointer) columns->data;
  n = columns->len;

  if (c[0] < 0 || c[0] != floor (c[0]) || c[0] >= LW_YOLO_CLASSES_MAX)
    return FALSE;

  if (n == n_pose_columns && n > 5)
    line->kind = LW_YOLO_POSE;
  else if (n == 5 || n == 6)
    line->kind = n == 5 ? LW_YOLO_PLAIN : LW_YOLO_CONFIDENCE;
  else if (n >= 7 && n % 2 == 1)
    line->kind = LW_YOLO_POLYGON;
  else
    return FALSE;

  line->class_number = (guint) c[0];
  n_fractions = line->kind == LW_YOLO_POLYGON ? n : 5;

  if (line->kind == LW_YOLO_POLYGON)
    take_corners (line, c, n);
  else
    take_centre (line, c);

  line->is_outside = FALSE;
  for (guint i = 1; i < n_fractions; i++)
    line->is_outside = line->is_outside || c[i] < 0 || c[i] > 1;

  return TRUE;
}

LwRect
lw_yolo_line_place (const LwYoloLine *line,
                    int               width_px,
                    int               height_px)
{
  return (LwRect){ line->rect.x0 * width_px, line->rect.y0 * height_px, line->rect.x1 * width_px, line->rect.y1 * height_px };
}

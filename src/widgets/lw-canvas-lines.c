/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-canvas-lines.h"

void
lw_canvas_fill (const LwCanvasTarget *target,
                LwCanvasArea          area,
                guint32               colour)
{
  int x0 = MAX (area.x0, target->clip.x0);
  int x1 = MIN (area.x1, target->clip.x1);
  int y1 = MIN (area.y1, target->clip.y1);

  for (int y = MAX (area.y0, target->clip.y0); y < y1; y++)
    {
      guint32 *row = target->pixels + (gsize) y * (gsize) target->stride;

      for (int x = x0; x < x1; x++)
        row[x] = colour;
    }
}

static int
sum_runs (const int *runs,
          size_t     n_runs)
{
  int sum = 0;

  for (size_t i = 0; i < n_runs; i++)
    sum += runs[i];

  return sum;
}

/* Only one of the two sides of a bar is long enough for strokes. */
static void
fill_bar (const LwCanvasTarget *target,
          LwCanvasArea          area,
          const LwCanvasLine   *line)
{
  gboolean   is_flat = area.x1 - area.x0 > area.y1 - area.y0;
  int        at = is_flat ? area.x0 : area.y0;
  int        end = is_flat ? MIN (area.x1, target->clip.x1) : MIN (area.y1, target->clip.y1);
  int        begin_clip = is_flat ? target->clip.x0 : target->clip.y0;
  size_t     n_runs;
  const int *runs = lw_line_pattern_get_runs (line->pattern, &n_runs);
  int        step = sum_runs (runs, n_runs) * target->scale;

  if (n_runs == 0 || !line->has_holes)
    lw_canvas_fill (target, area, n_runs == 0 ? line->colour : line->pause_colour);
  if (n_runs == 0)
    return;

  /* A box that is zoomed far beyond the widget has millions of strokes outside. */
  if (begin_clip > at)
    at += (begin_clip - at) / step * step;

  for (size_t i = 0; at < end; i = (i + 2) % n_runs)
    {
      int          stop = at + runs[i] * target->scale;
      int          stop_inside = MIN (stop, is_flat ? area.x1 : area.y1);
      LwCanvasArea stroke = is_flat ? (LwCanvasArea){ at, area.y0, stop_inside, area.y1 }
                                    : (LwCanvasArea){ area.x0, at, area.x1, stop_inside };

      lw_canvas_fill (target, stroke, line->colour);
      at = stop + runs[i + 1] * target->scale;
    }
}

void
lw_canvas_frame_area (const LwCanvasTarget *target,
                      LwCanvasArea          outer,
                      int                   thickness,
                      const LwCanvasLine   *line)
{
  LwCanvasArea o = outer;

  if (o.x1 - o.x0 <= 2 * thickness || o.y1 - o.y0 <= 2 * thickness)
    {
      lw_canvas_fill (target, o, line->colour);
      return;
    }

  fill_bar (target, (LwCanvasArea){ o.x0, o.y0, o.x1, o.y0 + thickness }, line);
  fill_bar (target, (LwCanvasArea){ o.x0, o.y1 - thickness, o.x1, o.y1 }, line);
  fill_bar (target, (LwCanvasArea){ o.x0, o.y0 + thickness, o.x0 + thickness, o.y1 - thickness }, line);
  fill_bar (target, (LwCanvasArea){ o.x1 - thickness, o.y0 + thickness, o.x1, o.y1 - thickness }, line);
}

LwCanvasArea
lw_canvas_area_grow (LwCanvasArea area,
                     int          by)
{
  return (LwCanvasArea){ area.x0 - by, area.y0 - by, area.x1 + by, area.y1 + by };
}

gboolean
lw_canvas_area_overlaps (LwCanvasArea a,
                         LwCanvasArea b)
{
  return a.x0 < b.x1 && b.x0 < a.x1 && a.y0 < b.y1 && b.y0 < a.y1;
}

LwCanvasArea
lw_canvas_area_unite (LwCanvasArea a,
                      LwCanvasArea b)
{
  return (LwCanvasArea){ MIN (a.x0, b.x0), MIN (a.y0, b.y0), MAX (a.x1, b.x1), MAX (a.y1, b.y1) };
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-rect.h"

#include <math.h>

bool
lw_rect_is_valid (LwRect rect)
{
  return isfinite (rect.x0) && isfinite (rect.y0) && isfinite (rect.x1) && isfinite (rect.y1) &&
         rect.x0 < rect.x1 && rect.y0 < rect.y1;
}

bool
lw_rect_equal (LwRect a,
               LwRect b)
{
  return a.x0 == b.x0 && a.y0 == b.y0 && a.x1 == b.x1 && a.y1 == b.y1;
}

LwRect
lw_rect_normalise (LwRect rect)
{
  return (LwRect){
    .x0 = fmin (rect.x0, rect.x1),
    .y0 = fmin (rect.y0, rect.y1),
    .x1 = fmax (rect.x0, rect.x1),
    .y1 = fmax (rect.y0, rect.y1),
  };
}

LwRect
lw_rect_clip (LwRect rect,
              double width_px,
              double height_px)
{
  return (LwRect){
    .x0 = fmax (rect.x0, 0),
    .y0 = fmax (rect.y0, 0),
    .x1 = fmin (rect.x1, width_px),
    .y1 = fmin (rect.y1, height_px),
  };
}

LwRect
lw_rect_push_inside (LwRect rect,
                     double width_px,
                     double height_px)
{
  const double left = fmin (0, width_px - rect.x1);
  const double up = fmin (0, height_px - rect.y1);
  const double dx = rect.x0 + left < 0 ? -rect.x0 : left;
  const double dy = rect.y0 + up < 0 ? -rect.y0 : up;
  const LwRect moved = { rect.x0 + dx, rect.y0 + dy, rect.x1 + dx, rect.y1 + dy };

  return lw_rect_clip (moved, width_px, height_px);
}

LwRect
lw_rect_union (LwRect a,
               LwRect b)
{
  return (LwRect){ fmin (a.x0, b.x0), fmin (a.y0, b.y0), fmax (a.x1, b.x1), fmax (a.y1, b.y1) };
}

LwRect
lw_rect_around_points (const double (*points)[2],
                       unsigned n_points)
{
  LwRect rect = { points[0][0], points[0][1], points[0][0], points[0][1] };

  for (unsigned i = 1; i < n_points; i++)
    rect = lw_rect_union (rect, (LwRect){ points[i][0], points[i][1], points[i][0], points[i][1] });

  return rect;
}

LwRect
lw_rect_square (LwRect rect)
{
  const double side = fmax (fabs (rect.x1 - rect.x0), fabs (rect.y1 - rect.y0));

  return (LwRect){ rect.x0, rect.y0, rect.x0 + copysign (side, rect.x1 - rect.x0), rect.y0 + copysign (side, rect.y1 - rect.y0) };
}

double
lw_rect_area (LwRect rect)
{
  return lw_rect_is_valid (rect) ? (rect.x1 - rect.x0) * (rect.y1 - rect.y0) : 0;
}

double
lw_rect_iou (LwRect a,
             LwRect b)
{
  const LwRect common = {
    .x0 = fmax (a.x0, b.x0),
    .y0 = fmax (a.y0, b.y0),
    .x1 = fmin (a.x1, b.x1),
    .y1 = fmin (a.y1, b.y1),
  };
  const double inter = lw_rect_area (common);
  const double total = lw_rect_area (a) + lw_rect_area (b) - inter;

  return total > 0 ? inter / total : 0;
}

bool
lw_orientation_swaps_axes (int orientation)
{
  return orientation >= 5 && orientation <= 8;
}

/* clang-format off */
static void
displayed_point (int orientation, double w, double h, double x, double y, double *u, double *v)
{
  switch (orientation)
    {
    case 2:  *u = w - x; *v = y;     break;
    case 3:  *u = w - x; *v = h - y; break;
    case 4:  *u = x;     *v = h - y; break;
    case 5:  *u = y;     *v = x;     break;
    case 6:  *u = h - y; *v = x;     break;
    case 7:  *u = h - y; *v = w - x; break;
    case 8:  *u = y;     *v = w - x; break;
    default: *u = x;     *v = y;     break;
    }
}

static void
stored_point (int orientation, double w, double h, double u, double v, double *x, double *y)
{
  switch (orientation)
    {
    case 2:  *x = w - u; *y = v;     break;
    case 3:  *x = w - u; *y = h - v; break;
    case 4:  *x = u;     *y = h - v; break;
    case 5:  *x = v;     *y = u;     break;
    case 6:  *x = v;     *y = h - u; break;
    case 7:  *x = w - v; *y = h - u; break;
    case 8:  *x = w - v; *y = u;     break;
    default: *x = u;     *y = v;     break;
    }
}
/* clang-format on */

LwRect
lw_rect_stored_to_displayed (LwRect rect,
                             int    orientation,
                             double stored_width_px,
                             double stored_height_px)
{
  LwRect out;

  displayed_point (orientation, stored_width_px, stored_height_px, rect.x0, rect.y0, &out.x0, &out.y0);
  displayed_point (orientation, stored_width_px, stored_height_px, rect.x1, rect.y1, &out.x1, &out.y1);

  return lw_rect_normalise (out);
}

LwRect
lw_rect_displayed_to_stored (LwRect rect,
                             int    orientation,
                             double stored_width_px,
                             double stored_height_px)
{
  LwRect out;

  stored_point (orientation, stored_width_px, stored_height_px, rect.x0, rect.y0, &out.x0, &out.y0);
  stored_point (orientation, stored_width_px, stored_height_px, rect.x1, rect.y1, &out.x1, &out.y1);

  return lw_rect_normalise (out);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-box-frame.h"

#include "lw-grow.h"
#include "lw-order.h"

#include <math.h>

#define N_BEFORE_MIN 5
#define SHARE_BEFORE_MIN 0.002

/* What stays of what reaches outside. */
#define STAYS 0.5

/* The far edge along one axis: @nears and @fars are the sides of @n boxes. */
static double
estimate (const double *nears,
          const double *fars,
          size_t        n)
{
  LwRanked *ranked;
  size_t    n_before = 0;
  double    edge;

  for (size_t i = 0; i < n; i++)
    n_before += nears[i] < 0;

  if (n_before < N_BEFORE_MIN || (double) n_before < SHARE_BEFORE_MIN * (double) n)
    return INFINITY;

  ranked = lw_grow_array (LwRanked, n);
  for (size_t i = 0; i < n; i++)
    ranked[i] = (LwRanked){ -fars[i], i };

  lw_order_select (ranked, n, n_before);
  edge = INFINITY;
  for (size_t i = 0; i < n_before; i++)
    edge = fmin (edge, -ranked[i].key);

  free (ranked);

  return edge;
}

LwBoxFrame
lw_box_frame_estimate (const LwRect *rects,
                       size_t        n)
{
  double    *nears = lw_grow_array (double, n);
  double    *fars = lw_grow_array (double, n);
  LwBoxFrame frame;

  for (size_t i = 0; i < n; i++)
    {
      nears[i] = rects[i].x0;
      fars[i] = rects[i].x1;
    }
  frame.right = estimate (nears, fars, n);

  for (size_t i = 0; i < n; i++)
    {
      nears[i] = rects[i].y0;
      fars[i] = rects[i].y1;
    }
  frame.bottom = estimate (nears, fars, n);

  free (nears);
  free (fars);

  return frame;
}

/* Both ends of an interval, brought towards [0, size]. */
static void
cut (double *near,
     double *far,
     double  size)
{
  if (*far <= 0 || *near >= size)
    return;

  if (*near < 0)
    *near *= STAYS;
  if (*far > size)
    *far = size + (*far - size) * STAYS;
}

LwRect
lw_box_frame_cut (const LwBoxFrame *self,
                  LwRect            rect,
                  double            width,
                  double            height)
{
  cut (&rect.x0, &rect.x1, width > 0 ? width : self->right);
  cut (&rect.y0, &rect.y1, height > 0 ? height : self->bottom);

  return rect;
}

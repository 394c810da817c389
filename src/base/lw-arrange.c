/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-arrange.h"

#include <glib.h>
#include <math.h>
#include <stdlib.h>

static LwRect
moved (LwRect rect,
       double dx,
       double dy)
{
  return (LwRect){ rect.x0 + dx, rect.y0 + dy, rect.x1 + dx, rect.y1 + dy };
}

static LwRect
resized (LwRect rect,
         double width,
         double height)
{
  const double x = (rect.x0 + rect.x1) / 2;
  const double y = (rect.y0 + rect.y1) / 2;

  return (LwRect){ x - width / 2, y - height / 2, x + width / 2, y + height / 2 };
}

static LwRect
get_bounds (const LwRect *rects,
            size_t        n_rects)
{
  LwRect all = rects[0];

  for (size_t i = 1; i < n_rects; i++)
    all = lw_rect_union (all, rects[i]);

  return all;
}

static LwRect
aligned (LwArrangement how,
         LwRect        rect,
         LwRect        all)
{
  switch (how)
    {
    case LW_ARRANGE_LEFT:
      return moved (rect, all.x0 - rect.x0, 0);
    case LW_ARRANGE_CENTRE:
      return moved (rect, (all.x0 + all.x1 - rect.x0 - rect.x1) / 2, 0);
    case LW_ARRANGE_RIGHT:
      return moved (rect, all.x1 - rect.x1, 0);
    case LW_ARRANGE_TOP:
      return moved (rect, 0, all.y0 - rect.y0);
    case LW_ARRANGE_MIDDLE:
      return moved (rect, 0, (all.y0 + all.y1 - rect.y0 - rect.y1) / 2);
    case LW_ARRANGE_BOTTOM:
    default:
      return moved (rect, 0, all.y1 - rect.y1);
    }
}

static LwRect
on_whole_pixels (LwRect rect)
{
  LwRect whole = { round (rect.x0), round (rect.y0), round (rect.x1), round (rect.y1) };

  whole.x1 = fmax (whole.x1, whole.x0 + 1);
  whole.y1 = fmax (whole.y1, whole.y0 + 1);

  return whole;
}

/* A box as its extent along one axis. */
typedef struct
{
  double   low, high;
  uint32_t index;
} Extent;

static int
compare_extents (const void *a,
                 const void *b)
{
  const Extent *left = a;
  const Extent *right = b;
  const double  difference = left->low + left->high - right->low - right->high;

  if (difference != 0)
    return difference < 0 ? -1 : 1;

  return left->index < right->index ? -1 : left->index > right->index;
}

static void
distribute (LwRect *rects,
            size_t  n_rects,
            bool    is_across)
{
  g_autofree Extent *extents = g_new (Extent, n_rects);
  double             sum = 0, low, high, at, gap;

  for (size_t i = 0; i < n_rects; i++)
    {
      extents[i] = is_across ? (Extent){ rects[i].x0, rects[i].x1, (uint32_t) i }
                             : (Extent){ rects[i].y0, rects[i].y1, (uint32_t) i };
      sum += extents[i].high - extents[i].low;
    }

  qsort (extents, n_rects, sizeof (Extent), compare_extents);
  low = extents[0].low;
  high = extents[n_rects - 1].high;
  gap = (high - low - sum) / (double) (n_rects - 1);
  at = extents[0].high + gap;

  /* Overlapping ones get a negative gap, the same for all. */
  for (size_t i = 1; i + 1 < n_rects; i++)
    {
      LwRect      *rect = &rects[extents[i].index];
      const double distance = at - extents[i].low;

      *rect = moved (*rect, is_across ? distance : 0, is_across ? 0 : distance);
      at += extents[i].high - extents[i].low + gap;
    }
}

size_t
lw_arrange_get_n_min (LwArrangement how)
{
  if (how == LW_ARRANGE_WHOLE_PIXELS)
    return 1;

  return how == LW_ARRANGE_ACROSS || how == LW_ARRANGE_DOWN ? 3 : 2;
}

static LwRect
arranged_alone (LwArrangement how,
                LwRect        rect,
                LwRect        first,
                LwRect        all)
{
  switch (how)
    {
    case LW_ARRANGE_SAME_WIDTH:
      return resized (rect, first.x1 - first.x0, rect.y1 - rect.y0);
    case LW_ARRANGE_SAME_HEIGHT:
      return resized (rect, rect.x1 - rect.x0, first.y1 - first.y0);
    case LW_ARRANGE_SAME_SIZE:
      return resized (rect, first.x1 - first.x0, first.y1 - first.y0);
    case LW_ARRANGE_WHOLE_PIXELS:
      return on_whole_pixels (rect);
    default:
      return aligned (how, rect, all);
    }
}

void
lw_arrange (LwArrangement how,
            LwRect       *rects,
            size_t        n_rects,
            double        width_img,
            double        height_img)
{
  LwRect first, all;

  if (n_rects < lw_arrange_get_n_min (how))
    return;

  first = rects[0];
  all = get_bounds (rects, n_rects);

  if (how == LW_ARRANGE_ACROSS || how == LW_ARRANGE_DOWN)
    distribute (rects, n_rects, how == LW_ARRANGE_ACROSS);
  else
    for (size_t i = 0; i < n_rects; i++)
      rects[i] = arranged_alone (how, rects[i], first, all);

  for (size_t i = 0; i < n_rects; i++)
    rects[i] = lw_rect_push_inside (rects[i], width_img, height_img);
}

/* --- Reading order --- */

typedef struct
{
  LwRect   rect;
  uint32_t index;
} Placed;

static int
compare_numbers (double a,
                 double b)
{
  return a < b ? -1 : a > b;
}

static int
compare_down (const void *a,
              const void *b)
{
  const Placed *left = a;
  const Placed *right = b;
  const int     order = compare_numbers (left->rect.y0, right->rect.y0);

  return order != 0 ? order : compare_numbers (left->index, right->index);
}

static int
compare_across (const void *a,
                const void *b)
{
  const Placed *left = a;
  const Placed *right = b;
  int           order = compare_numbers (left->rect.x0, right->rect.x0);

  if (order == 0)
    order = compare_numbers (left->rect.y0, right->rect.y0);

  return order != 0 ? order : compare_numbers (left->index, right->index);
}

/* How many of @placed, which are sorted by their tops, make up the first row. */
static size_t
measure_row (const Placed *placed,
             size_t        n_placed)
{
  double top = placed[0].rect.y0;
  double height = placed[0].rect.y1 - placed[0].rect.y0;
  size_t n = 1;

  for (; n < n_placed; n++)
    {
      const LwRect rect = placed[n].rect;
      const double reach = fmin (height, rect.y1 - rect.y0) / 2;

      if (rect.y0 - top > reach)
        break;

      /* The row drifts with its boxes: a line of writing may run slightly downhill. */
      top += (rect.y0 - top) / (double) (n + 1);
      height += (rect.y1 - rect.y0 - height) / (double) (n + 1);
    }

  return n;
}

void
lw_reading_order (const LwRect *rects,
                  size_t        n_rects,
                  uint32_t     *order)
{
  g_autofree Placed *placed = g_new (Placed, n_rects);

  if (n_rects == 0)
    return;

  for (size_t i = 0; i < n_rects; i++)
    placed[i] = (Placed){ rects[i], (uint32_t) i };

  qsort (placed, n_rects, sizeof (Placed), compare_down);

  for (size_t first = 0; first < n_rects;)
    {
      const size_t n = measure_row (placed + first, n_rects - first);

      qsort (placed + first, n, sizeof (Placed), compare_across);
      first += n;
    }

  for (size_t i = 0; i < n_rects; i++)
    order[i] = placed[i].index;
}

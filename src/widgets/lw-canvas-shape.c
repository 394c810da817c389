/* lw-canvas-shape.c - where the edges go that a drag moves
 *
 * In this order: the pointer is rounded, drawn to lines nearby, bound by the modifiers,
 * and kept inside the picture.  Rounding comes first, since an edge that snapped lies
 * where the other one does, be it between two pixels.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lw-canvas-private.h"

#include <math.h>

/* How far a line draws an edge to itself, on screen: nearer than one could see that they
 * are apart on purpose. */
#define SNAP_REACH 6

static gboolean
is_square (LwCanvas *self)
{
  return (self->drag.state & GDK_SHIFT_MASK) != 0;
}

static gboolean
is_centred (LwCanvas *self)
{
  return self->drag.is_centred || (self->drag.state & GDK_ALT_MASK) != 0;
}

static gboolean
is_snapping (LwCanvas *self)
{
  gboolean is_opposite = (self->drag.state & GDK_CONTROL_MASK) != 0 && !self->drag.is_control_spent;

  return self->is_snapping != is_opposite;
}

/* --- Snapping --- */

/* Offers the edges of the boxes near a line that is in view; far ones would be a surprise. */
static void
offer_near (LwCanvas *self,
            LwRect    near_img)
{
  g_array_set_size (self->scratch, 0);
  lw_box_index_query (self->index, near_img, self->scratch);

  for (guint i = 0; i < self->scratch->len; i++)
    {
      const LwCanvasItem *item = self->items->pdata[g_array_index (self->scratch, guint32, i)];

      if (!item->is_lifted && !(item->box.flags & LW_CANVAS_BOX_HIDDEN))
        lw_snap_offer_rect (&self->drag.x_snap, &self->drag.y_snap, item->box.rect);
    }
}

static LwRect
get_shown (LwCanvas *self)
{
  LwRect shown;

  lw_view_to_img (&self->view, 0, 0, &shown.x0, &shown.y0);
  lw_view_to_img (&self->view, self->view.width_view, self->view.height_view, &shown.x1, &shown.y1);

  return shown;
}

static void
snap (LwCanvas *self)
{
  LwSnap *x = &self->drag.x_snap;
  LwSnap *y = &self->drag.y_snap;
  LwRect  shown = get_shown (self);

  lw_snap_offer_rect (x, y, (LwRect){ 0, 0, self->view.width_img, self->view.height_img });
  for (guint i = 0; i < x->n_wanted; i++)
    offer_near (self, (LwRect){ x->wanted[i] - x->reach, shown.y0, x->wanted[i] + x->reach, shown.y1 });
  for (guint i = 0; i < y->n_wanted; i++)
    offer_near (self, (LwRect){ shown.x0, y->wanted[i] - y->reach, shown.x1, y->wanted[i] + y->reach });
}

static void
forget_snaps (LwCanvas *self)
{
  double reach = SNAP_REACH / fmax (self->view.zoom, 1e-6);

  self->drag.x_snap = (LwSnap){ .reach = reach };
  self->drag.y_snap = (LwSnap){ .reach = reach };
}

/* A single point, rounded or onto lines nearby. */
static void
place_point (LwCanvas *self,
             gboolean  has_x,
             gboolean  has_y,
             double   *x_img,
             double   *y_img)
{
  LwSnap *x = &self->drag.x_snap;
  LwSnap *y = &self->drag.y_snap;

  forget_snaps (self);
  if (is_snapping (self))
    {
      x->wanted[0] = *x_img;
      y->wanted[0] = *y_img;
      x->n_wanted = has_x;
      y->n_wanted = has_y;
      snap (self);
    }

  *x_img = x->is_found ? x->line : lw_canvas_round (self, *x_img);
  *y_img = y->is_found ? y->line : lw_canvas_round (self, *y_img);
}

/* --- Modifiers --- */

/* How long a side can get in the picture, from @from towards @to, or on both sides. */
static double
get_room (double   from,
          double   to,
          double   size,
          gboolean is_both)
{
  if (is_both)
    return fmin (from, size - from);

  return to < from ? from : size - from;
}

/* A square that would not fit gets smaller and stays a square. */
static void
make_square (LwCanvas *self,
             double    x_from,
             double    y_from,
             double   *x_to,
             double   *y_to)
{
  LwRect   square = lw_rect_square ((LwRect){ x_from, y_from, *x_to, *y_to });
  gboolean is_both = is_centred (self);
  double   room = fmin (get_room (x_from, *x_to, self->view.width_img, is_both),
                        get_room (y_from, *y_to, self->view.height_img, is_both));
  double   side = fmin (fabs (square.x1 - square.x0), fmax (room, 0));

  *x_to = x_from + copysign (side, square.x1 - square.x0);
  *y_to = y_from + copysign (side, square.y1 - square.y0);
}

void
lw_canvas_shape_begin (LwCanvas *self)
{
  if (self->drag.grip.kind == LW_CANVAS_GRIP_DRAW)
    place_point (self, TRUE, TRUE, &self->drag.x_img, &self->drag.y_img);
  else
    forget_snaps (self);
}

void
lw_canvas_shape_draw (LwCanvas *self,
                      double    x_img,
                      double    y_img)
{
  double x_from = self->drag.x_img;
  double y_from = self->drag.y_img;
  LwRect drawn, inside;

  place_point (self, TRUE, TRUE, &x_img, &y_img);

  if (is_square (self))
    make_square (self, x_from, y_from, &x_img, &y_img);

  drawn = (LwRect){ x_from, y_from, x_img, y_img };
  if (is_centred (self))
    drawn = (LwRect){ 2 * x_from - x_img, 2 * y_from - y_img, x_img, y_img };

  drawn = lw_rect_normalise (drawn);
  inside = lw_canvas_clip (self, drawn);
  self->drag.is_clipped = !lw_rect_equal (drawn, inside);
  self->drag.rect = inside;
}

/* --- Moving --- */

/* All by the same distance, so that a group keeps its shape; as far as the picture goes. */
static double
limit_distance (LwCanvas *self,
                double    distance,
                double    low,
                double    high,
                double    size)
{
  double limited = high - low >= size ? 0 : CLAMP (distance, -low, size - high);

  self->drag.is_clipped |= fabs (limited - distance) > 0.5;

  return limited;
}

static void
snap_bounds (LwCanvas *self,
             double   *dx,
             double   *dy)
{
  LwRect  all = self->drag.bounds;
  LwSnap *x = &self->drag.x_snap;
  LwSnap *y = &self->drag.y_snap;

  forget_snaps (self);
  if (!is_snapping (self))
    return;

  x->wanted[0] = all.x0 + *dx;
  x->wanted[1] = all.x1 + *dx;
  y->wanted[0] = all.y0 + *dy;
  y->wanted[1] = all.y1 + *dy;
  x->n_wanted = *dx != 0 ? 2 : 0;
  y->n_wanted = *dy != 0 ? 2 : 0;
  snap (self);
}

void
lw_canvas_shape_move (LwCanvas *self,
                      double    x_img,
                      double    y_img)
{
  GArray *lifted = self->drag.lifted;
  LwRect  first = g_array_index (lifted, LwCanvasLifted, 0).before;
  LwRect  all = self->drag.bounds;
  double  dx = x_img - self->drag.x_img;
  double  dy = y_img - self->drag.y_img;

  if (is_square (self))
    *(fabs (dx) < fabs (dy) ? &dx : &dy) = 0;

  snap_bounds (self, &dx, &dy);
  self->drag.is_clipped = FALSE;
  dx = self->drag.x_snap.is_found ? dx + self->drag.x_snap.shift
       : dx != 0                  ? lw_canvas_round (self, first.x0 + dx) - first.x0
                                  : 0;
  dy = self->drag.y_snap.is_found ? dy + self->drag.y_snap.shift
       : dy != 0                  ? lw_canvas_round (self, first.y0 + dy) - first.y0
                                  : 0;
  dx = limit_distance (self, dx, all.x0, all.x1, self->view.width_img);
  dy = limit_distance (self, dy, all.y0, all.y1, self->view.height_img);

  for (guint i = 0; i < lifted->len; i++)
    {
      LwCanvasLifted *one = &g_array_index (lifted, LwCanvasLifted, i);
      LwRect          rect = { one->before.x0 + dx, one->before.y0 + dy, one->before.x1 + dx, one->before.y1 + dy };

      one->after = lw_canvas_clip (self, rect);
    }
}

/* --- Resizing --- */

/* Where the handle goes: its corner or edge of the bounds, moved as the pointer was. */
static LwRect
resize_bounds (LwCanvas *self,
               double    x_img,
               double    y_img)
{
  const LwCanvasGrip *grip = &self->drag.grip;
  LwRect              all = self->drag.bounds;
  double             *x_edge = grip->handle_x < 0 ? &all.x0 : &all.x1;
  double             *y_edge = grip->handle_y < 0 ? &all.y0 : &all.y1;
  double              x_fixed = is_centred (self)    ? (all.x0 + all.x1) / 2
                                : grip->handle_x < 0 ? all.x1
                                                     : all.x0;
  double              y_fixed = is_centred (self)    ? (all.y0 + all.y1) / 2
                                : grip->handle_y < 0 ? all.y1
                                                     : all.y0;
  double              x = *x_edge + x_img - self->drag.x_img;
  double              y = *y_edge + y_img - self->drag.y_img;

  place_point (self, grip->handle_x != 0, grip->handle_y != 0, &x, &y);
  x = CLAMP (x, 0, self->view.width_img);
  y = CLAMP (y, 0, self->view.height_img);
  if (is_square (self) && grip->handle_x != 0 && grip->handle_y != 0)
    make_square (self, x_fixed, y_fixed, &x, &y);

  if (grip->handle_x != 0)
    {
      *x_edge = x;
      if (is_centred (self))
        *(grip->handle_x < 0 ? &all.x1 : &all.x0) = 2 * x_fixed - x;
    }
  if (grip->handle_y != 0)
    {
      *y_edge = y;
      if (is_centred (self))
        *(grip->handle_y < 0 ? &all.y1 : &all.y0) = 2 * y_fixed - y;
    }

  return all;
}

static double
map (double value,
     double low,
     double high,
     double low_to,
     double high_to)
{
  return low_to + (value - low) / (high - low) * (high_to - low_to);
}

/* A group grows and shrinks as a whole, and does not turn over. */
static void
stretch_lifted (LwCanvas *self,
                LwRect    to)
{
  LwRect from = self->drag.bounds;

  for (guint i = 0; i < self->drag.lifted->len; i++)
    {
      LwCanvasLifted *one = &g_array_index (self->drag.lifted, LwCanvasLifted, i);
      LwRect          rect = {
                 map (one->before.x0, from.x0, from.x1, to.x0, to.x1),
                 map (one->before.y0, from.y0, from.y1, to.y0, to.y1),
                 map (one->before.x1, from.x0, from.x1, to.x0, to.x1),
                 map (one->before.y1, from.y0, from.y1, to.y0, to.y1),
      };

      one->after = lw_canvas_clip (self, lw_canvas_round_rect (self, rect));
    }
}

void
lw_canvas_shape_resize (LwCanvas *self,
                        double    x_img,
                        double    y_img)
{
  LwRect to = resize_bounds (self, x_img, y_img);

  self->drag.is_clipped = FALSE;
  if (self->drag.lifted->len > 1)
    {
      to.x1 = fmax (to.x1, to.x0 + self->side_min);
      to.y1 = fmax (to.y1, to.y0 + self->side_min);
      stretch_lifted (self, to);
      return;
    }

  /* Dragged beyond the opposite edge, the box turns over. */
  g_array_index (self->drag.lifted, LwCanvasLifted, 0).after = lw_canvas_clip (self, lw_rect_normalise (to));
}

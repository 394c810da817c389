/* lw-canvas-edit.c - what a drag or a key does to a rectangle
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lw-canvas-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Half the side of the square in which a handle is grasped: larger than what is
 * drawn, since a hand is not exact to 4 pixels. */
#define HANDLE_REACH 9

/* How far outside of its line a selected box can be grasped to move it. */
#define EDGE_REACH 3

/* From this zoom on a screen pixel is finer than a useful part of an image pixel. */
#define TENTHS_ZOOM_MIN 8

#define SIDE_MIN 1.0

static double
round_to_step (LwCanvas *self,
               double    value)
{
  return self->view.zoom >= TENTHS_ZOOM_MIN ? round (value * 10) / 10 : round (value);
}

static LwRect
round_rect (LwCanvas *self,
            LwRect    rect)
{
  return (LwRect){ round_to_step (self, rect.x0), round_to_step (self, rect.y0),
                   round_to_step (self, rect.x1), round_to_step (self, rect.y1) };
}

static gboolean
is_large_enough (LwRect rect)
{
  /* Tenths are not exact: 1.1 - 0.1 is a little less than 1. */
  return rect.x1 - rect.x0 > SIDE_MIN - 1e-6 && rect.y1 - rect.y0 > SIDE_MIN - 1e-6;
}

static LwRect
clip_to_picture (LwCanvas *self,
                 LwRect    rect)
{
  return lw_rect_clip (rect, self->view.width_img, self->view.height_img);
}

static void
tell_too_small (LwCanvas *self)
{
  lw_canvas_notice (self, _ ("Too small: a box has to be at least one pixel wide and high"));
}

static void
tell_clipped (LwCanvas *self)
{
  lw_canvas_notice (self, _ ("The box was cut off at the border of the picture"));
}

static void
emit_moved (LwCanvas *self,
            gint64    key,
            LwRect    rect)
{
  g_signal_emit (self, lw_canvas_signals[LW_CANVAS_SIGNAL_BOX_MOVED], 0, key, &rect);
}

/* -1 near the lower, 1 near the upper end, 0 neither.  Inside a small box the
 * reach shrinks, so that its middle can still be grasped. */
static int
end_at (double at,
        double low,
        double high)
{
  double inside = fmin (HANDLE_REACH, (high - low) / 3);

  if (at >= low - HANDLE_REACH && at <= low + inside)
    return -1;
  if (at >= high - inside && at <= high + HANDLE_REACH)
    return 1;

  return 0;
}

static gboolean
is_near (double at,
         double to)
{
  return fabs (at - to) <= HANDLE_REACH;
}

static gboolean
find_handle (LwRect        rect,
             double        x,
             double        y,
             LwCanvasGrip *grip)
{
  int handle_x = end_at (x, rect.x0, rect.x1);
  int handle_y = end_at (y, rect.y0, rect.y1);

  if (handle_x == 0 && handle_y == 0)
    return FALSE;
  if (handle_x == 0 && (rect.x1 - rect.x0 < LW_CANVAS_MID_HANDLE_SIDE_MIN || !is_near (x, (rect.x0 + rect.x1) / 2)))
    return FALSE;
  if (handle_y == 0 && (rect.y1 - rect.y0 < LW_CANVAS_MID_HANDLE_SIDE_MIN || !is_near (y, (rect.y0 + rect.y1) / 2)))
    return FALSE;

  *grip = (LwCanvasGrip){ LW_CANVAS_GRIP_RESIZE, handle_x, handle_y };

  return TRUE;
}

static LwRect
get_selected_view (LwCanvas *self,
                   guint     i)
{
  LwCanvasItem *item = lw_canvas_find_item (self, g_array_index (self->selection, gint64, i));

  return lw_view_rect_to_view (&self->view, item->box.rect);
}

static gboolean
is_on_selected (LwCanvas *self,
                double    x_view,
                double    y_view)
{
  const LwCanvasItem *captioned = lw_canvas_overlay_find_caption (self, x_view, y_view);

  if (captioned != NULL && captioned->is_selected)
    return TRUE;

  for (guint i = 0; i < self->selection->len; i++)
    {
      LwRect rect = get_selected_view (self, i);

      if (x_view >= rect.x0 - EDGE_REACH && x_view <= rect.x1 + EDGE_REACH &&
          y_view >= rect.y0 - EDGE_REACH && y_view <= rect.y1 + EDGE_REACH)
        return TRUE;
    }

  return FALSE;
}

LwCanvasGrip
lw_canvas_find_grip (LwCanvas       *self,
                     double          x_view,
                     double          y_view,
                     GdkModifierType state)
{
  LwCanvasGrip grip = { LW_CANVAS_GRIP_NONE, 0, 0 };

  if (!self->has_picture || self->view.zoom <= 0)
    return grip;

  if (!self->is_editable)
    grip.kind = LW_CANVAS_GRIP_PAN;
  else if (self->is_drawing_mode || state & GDK_CONTROL_MASK)
    grip.kind = LW_CANVAS_GRIP_DRAW;
  else if (self->selection->len == 1 && find_handle (get_selected_view (self, 0), x_view, y_view, &grip))
    return grip;
  else if (is_on_selected (self, x_view, y_view))
    grip.kind = LW_CANVAS_GRIP_MOVE;
  else
    grip.kind = LW_CANVAS_GRIP_DRAW;

  return grip;
}

static void
lift_selection (LwCanvas *self)
{
  for (guint i = 0; i < self->selection->len; i++)
    {
      LwCanvasItem  *item = lw_canvas_find_item (self, g_array_index (self->selection, gint64, i));
      LwCanvasLifted lifted = { item->box.key, item->box.rect, item->box.rect };

      item->is_lifted = TRUE;
      g_array_append_val (self->drag.lifted, lifted);
      lw_canvas_overlay_damage (&self->overlay, item->box.rect);
    }
}

static void
put_down (LwCanvas *self)
{
  for (guint i = 0; i < self->drag.lifted->len; i++)
    {
      const LwCanvasLifted *lifted = &g_array_index (self->drag.lifted, LwCanvasLifted, i);
      LwCanvasItem         *item = lw_canvas_find_item (self, lifted->key);

      if (item == NULL)
        continue;
      item->is_lifted = FALSE;
      lw_canvas_overlay_damage (&self->overlay, item->box.rect);
    }
  g_array_set_size (self->drag.lifted, 0);
}

void
lw_canvas_drag_start (LwCanvas *self)
{
  self->drag.is_running = TRUE;
  self->drag.rect = (LwRect){ 0 };
  self->drag.is_clipped = FALSE;

  if (self->drag.grip.kind == LW_CANVAS_GRIP_MOVE || self->drag.grip.kind == LW_CANVAS_GRIP_RESIZE)
    lift_selection (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
draw_to (LwCanvas *self,
         double    x_img,
         double    y_img)
{
  LwRect drawn = lw_rect_normalise ((LwRect){ self->drag.x_img, self->drag.y_img, x_img, y_img });
  LwRect inside = clip_to_picture (self, drawn);

  self->drag.is_clipped = !lw_rect_equal (drawn, inside);
  self->drag.rect = round_rect (self, inside);
}

/* All by the same distance, so that a group keeps its shape; as far as the picture goes. */
static double
limit_distance (double distance,
                double low,
                double high,
                double size)
{
  return high - low >= size ? 0 : CLAMP (distance, -low, size - high);
}

static void
move_lifted (LwCanvas *self,
             double    dx,
             double    dy)
{
  GArray               *lifted = self->drag.lifted;
  const LwCanvasLifted *first = &g_array_index (lifted, LwCanvasLifted, 0);
  LwRect                all = first->before;

  for (guint i = 1; i < lifted->len; i++)
    {
      LwRect rect = g_array_index (lifted, LwCanvasLifted, i).before;

      all = (LwRect){ fmin (all.x0, rect.x0), fmin (all.y0, rect.y0), fmax (all.x1, rect.x1), fmax (all.y1, rect.y1) };
    }

  dx = limit_distance (round_to_step (self, first->before.x0 + dx) - first->before.x0, all.x0, all.x1, self->view.width_img);
  dy = limit_distance (round_to_step (self, first->before.y0 + dy) - first->before.y0, all.y0, all.y1, self->view.height_img);

  for (guint i = 0; i < lifted->len; i++)
    {
      LwCanvasLifted *one = &g_array_index (lifted, LwCanvasLifted, i);
      LwRect          rect = { one->before.x0 + dx, one->before.y0 + dy, one->before.x1 + dx, one->before.y1 + dy };

      one->after = clip_to_picture (self, rect);
    }
}

static LwRect
resize_rect (LwCanvas           *self,
             LwRect              rect,
             const LwCanvasGrip *grip,
             double              dx,
             double              dy)
{
  if (grip->handle_x != 0)
    {
      double *edge = grip->handle_x < 0 ? &rect.x0 : &rect.x1;

      *edge = CLAMP (round_to_step (self, *edge + dx), 0, self->view.width_img);
    }
  if (grip->handle_y != 0)
    {
      double *edge = grip->handle_y < 0 ? &rect.y0 : &rect.y1;

      *edge = CLAMP (round_to_step (self, *edge + dy), 0, self->view.height_img);
    }

  /* Dragged beyond the opposite edge, the box turns over. */
  return clip_to_picture (self, lw_rect_normalise (rect));
}

void
lw_canvas_drag_move_to (LwCanvas *self,
                        double    x_img,
                        double    y_img)
{
  double dx = x_img - self->drag.x_img;
  double dy = y_img - self->drag.y_img;

  if (self->drag.grip.kind == LW_CANVAS_GRIP_DRAW)
    draw_to (self, x_img, y_img);
  else if (self->drag.grip.kind == LW_CANVAS_GRIP_MOVE && self->drag.lifted->len > 0)
    move_lifted (self, dx, dy);
  else if (self->drag.grip.kind == LW_CANVAS_GRIP_RESIZE && self->drag.lifted->len > 0)
    {
      LwCanvasLifted *one = &g_array_index (self->drag.lifted, LwCanvasLifted, 0);

      one->after = resize_rect (self, one->before, &self->drag.grip, dx, dy);
    }

  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
ask_for_drawn (LwCanvas *self,
               LwRect    rect,
               gboolean  is_clipped)
{
  if (is_large_enough (rect))
    {
      g_signal_emit (self, lw_canvas_signals[LW_CANVAS_SIGNAL_BOX_DRAWN], 0, &rect);
      if (is_clipped)
        tell_clipped (self);
    }
  else if (is_clipped && !lw_rect_is_valid (rect))
    lw_canvas_notice (self, _ ("Boxes can be drawn on the picture only"));
  else
    tell_too_small (self);
}

static void
ask_for_moved (LwCanvas *self,
               GArray   *lifted)
{
  for (guint i = 0; i < lifted->len; i++)
    {
      const LwCanvasLifted *one = &g_array_index (lifted, LwCanvasLifted, i);

      if (!is_large_enough (one->after))
        tell_too_small (self);
      else if (!lw_rect_equal (one->before, one->after))
        emit_moved (self, one->key, one->after);
    }
}

static void
end_drag (LwCanvas *self)
{
  put_down (self);
  self->drag.is_pressed = FALSE;
  self->drag.is_running = FALSE;
  self->drag.grip = (LwCanvasGrip){ 0 };
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
lw_canvas_drag_finish (LwCanvas *self)
{
  LwCanvasGripKind kind = self->drag.grip.kind;
  LwRect           rect = self->drag.rect;
  gboolean         is_clipped = self->drag.is_clipped;
  g_autoptr (GArray) lifted = g_array_copy (self->drag.lifted);

  /* Over before anybody is asked: the answers change boxes, and may start anything. */
  end_drag (self);

  g_object_ref (self);
  if (kind == LW_CANVAS_GRIP_DRAW)
    ask_for_drawn (self, rect, is_clipped);
  else
    ask_for_moved (self, lifted);
  g_object_unref (self);
}

void
lw_canvas_drag_cancel (LwCanvas *self)
{
  self->drag.is_held = FALSE;
  if (self->drag.is_running || self->drag.is_pressed)
    end_drag (self);
}

void
lw_canvas_move_cross (LwCanvas *self,
                      double    dx,
                      double    dy)
{
  double x = CLAMP (round (self->x_cross_img + dx), 0, self->view.width_img);
  double y = CLAMP (round (self->y_cross_img + dy), 0, self->view.height_img);

  self->x_cross_img = x;
  self->y_cross_img = y;
  if (self->drag.is_running && !self->drag.is_pressed)
    lw_canvas_drag_move_to (self, x, y);

  lw_canvas_show_rect (self, (LwRect){ x, y, x, y });
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

gboolean
lw_canvas_place_corner (LwCanvas *self)
{
  g_return_val_if_fail (LW_IS_CANVAS (self), FALSE);

  if (!self->is_drawing_mode || !self->is_editable || !self->has_picture || self->drag.is_pressed)
    return FALSE;

  if (self->drag.is_running)
    {
      lw_canvas_drag_move_to (self, self->x_cross_img, self->y_cross_img);
      lw_canvas_drag_finish (self);
      return TRUE;
    }

  self->drag.grip = (LwCanvasGrip){ LW_CANVAS_GRIP_DRAW, 0, 0 };
  self->drag.x_img = self->x_cross_img;
  self->drag.y_img = self->y_cross_img;
  lw_canvas_drag_start (self);

  return TRUE;
}

static LwRect
nudge_rect (LwCanvas *self,
            LwRect    rect,
            double    dx,
            double    dy,
            gboolean  resize)
{
  if (!resize)
    return lw_rect_push_inside ((LwRect){ rect.x0 + dx, rect.y0 + dy, rect.x1 + dx, rect.y1 + dy },
                                self->view.width_img, self->view.height_img);

  rect.x1 += dx;
  rect.y1 += dy;

  return clip_to_picture (self, rect);
}

void
lw_canvas_nudge (LwCanvas *self,
                 double    dx,
                 double    dy,
                 gboolean  resize)
{
  g_autoptr (GArray) lifted = NULL;

  g_return_if_fail (LW_IS_CANVAS (self));

  if (!self->is_editable || self->drag.is_running)
    return;

  lifted = g_array_new (FALSE, FALSE, sizeof (LwCanvasLifted));
  for (guint i = 0; i < self->selection->len; i++)
    {
      LwCanvasItem  *item = lw_canvas_find_item (self, g_array_index (self->selection, gint64, i));
      LwRect         rect = item->box.rect;
      LwCanvasLifted one = { item->box.key, rect, nudge_rect (self, rect, dx, dy, resize) };

      g_array_append_val (lifted, one);
    }

  g_object_ref (self);
  ask_for_moved (self, lifted);
  g_object_unref (self);
}

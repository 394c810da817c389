/* lw-canvas-edit.c - the life of a drag, and what keys do to rectangles
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lw-canvas-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Half the side of the square in which a handle is grasped: larger than what is
 * drawn, since a hand is not exact to 4 pixels, and a finger covers 9 mm. */
#define HANDLE_REACH 9
#define HANDLE_REACH_TOUCH 22

/* How far outside of its line a selected box can be grasped to move it. */
#define EDGE_REACH 3
#define EDGE_REACH_TOUCH 10

/* Arrow keys that follow each other this fast are one thing to undo: slower than a key
 * that repeats, faster than a second thought. */
#define BURST_US (500 * 1000)

/* --- What is there to be grasped --- */

/* -1 near the lower, 1 near the upper end, 0 neither.  Inside a small box the
 * reach shrinks, so that its middle can still be grasped. */
static int
end_at (double at,
        double low,
        double high,
        double reach)
{
  double inside = fmin (reach, (high - low) / 3);

  if (at >= low - reach && at <= low + inside)
    return -1;
  if (at >= high - inside && at <= high + reach)
    return 1;

  return 0;
}

static gboolean
find_handle (LwRect        rect,
             double        x,
             double        y,
             double        reach,
             LwCanvasGrip *grip)
{
  int handle_x = end_at (x, rect.x0, rect.x1, reach);
  int handle_y = end_at (y, rect.y0, rect.y1, reach);

  if (handle_x == 0 && handle_y == 0)
    return FALSE;
  if (handle_x == 0 && (rect.x1 - rect.x0 < LW_CANVAS_MID_HANDLE_SIDE_MIN || fabs (x - (rect.x0 + rect.x1) / 2) > reach))
    return FALSE;
  if (handle_y == 0 && (rect.y1 - rect.y0 < LW_CANVAS_MID_HANDLE_SIDE_MIN || fabs (y - (rect.y0 + rect.y1) / 2) > reach))
    return FALSE;

  *grip = (LwCanvasGrip){ LW_CANVAS_GRIP_RESIZE, handle_x, handle_y };

  return TRUE;
}

gboolean
lw_canvas_get_selection_bounds (LwCanvas *self,
                                LwRect   *bounds)
{
  for (guint i = 0; i < self->selection->len; i++)
    {
      LwRect rect = lw_canvas_find_item (self, g_array_index (self->selection, gint64, i))->box.rect;

      *bounds = i == 0 ? rect : lw_rect_union (*bounds, rect);
    }

  return self->selection->len > 0;
}

static gboolean
is_on_handle (LwCanvas     *self,
              double        x_view,
              double        y_view,
              double        reach,
              LwCanvasGrip *grip)
{
  LwRect bounds;

  if (self->selection->len > LW_CANVAS_HANDLED_MAX || !lw_canvas_get_selection_bounds (self, &bounds))
    return FALSE;
  if (self->selection->len == 1 && lw_canvas_is_locked (lw_canvas_find_item (self, g_array_index (self->selection, gint64, 0))))
    return FALSE;

  return find_handle (lw_view_rect_to_view (&self->view, bounds), x_view, y_view, reach, grip);
}

static gboolean
is_on_selected (LwCanvas *self,
                double    x_view,
                double    y_view,
                double    reach)
{
  const LwCanvasItem *captioned = lw_canvas_overlay_find_caption (self, x_view, y_view);
  double              x_img, y_img;

  if (self->selection->len == 0)
    return FALSE;
  if (captioned != NULL && captioned->is_selected)
    return TRUE;

  lw_view_to_img (&self->view, x_view, y_view, &x_img, &y_img);
  g_array_set_size (self->scratch, 0);
  lw_box_index_hit (self->index, x_img, y_img, reach / fmax (self->view.zoom, 1e-6), self->scratch);
  for (guint i = 0; i < self->scratch->len; i++)
    {
      const LwCanvasItem *item = self->items->pdata[g_array_index (self->scratch, guint32, i)];

      if (item->is_selected)
        return TRUE;
    }

  return FALSE;
}

static LwCanvasGripKind
get_tool_grip (LwCanvas *self)
{
  switch (self->tool)
    {
    case LW_CANVAS_TOOL_FRAME:
      return LW_CANVAS_GRIP_BAND;
    case LW_CANVAS_TOOL_POINTS:
      return LW_CANVAS_GRIP_NONE;
    default:
      return LW_CANVAS_GRIP_DRAW;
    }
}

LwCanvasGrip
lw_canvas_find_grip (LwCanvas       *self,
                     double          x_view,
                     double          y_view,
                     GdkModifierType state,
                     gboolean        is_touch)
{
  LwCanvasGrip grip = { LW_CANVAS_GRIP_NONE, 0, 0 };
  gboolean     is_shift = (state & GDK_SHIFT_MASK) != 0;
  gboolean     is_control = (state & GDK_CONTROL_MASK) != 0;

  if (!self->has_picture || self->view.zoom <= 0)
    return grip;

  if (self->tool == LW_CANVAS_TOOL_FRAME)
    grip.kind = LW_CANVAS_GRIP_BAND;
  else if (!self->is_editable)
    grip.kind = is_shift ? LW_CANVAS_GRIP_BAND : LW_CANVAS_GRIP_PAN;
  else if (self->is_drawing_mode)
    grip.kind = get_tool_grip (self);
  else if (is_control)
    grip.kind = is_shift ? LW_CANVAS_GRIP_BAND : LW_CANVAS_GRIP_DRAW;
  else if (is_on_handle (self, x_view, y_view, is_touch ? HANDLE_REACH_TOUCH : HANDLE_REACH, &grip))
    return grip;
  else if (is_on_selected (self, x_view, y_view, is_touch ? EDGE_REACH_TOUCH : EDGE_REACH))
    grip.kind = LW_CANVAS_GRIP_MOVE;
  else
    grip.kind = is_shift ? LW_CANVAS_GRIP_BAND : LW_CANVAS_GRIP_DRAW;

  return grip;
}

/* --- Boxes that are moved --- */

static void
lift_selection (LwCanvas *self)
{
  guint n_locked = 0;

  for (guint i = 0; i < self->selection->len; i++)
    {
      LwCanvasItem  *item = lw_canvas_find_item (self, g_array_index (self->selection, gint64, i));
      LwCanvasLifted lifted = { item->box.key, item->box.rect, item->box.rect };

      if (lw_canvas_is_locked (item))
        {
          n_locked++;
          continue;
        }

      item->is_lifted = TRUE;
      self->drag.bounds = self->drag.lifted->len == 0 ? item->box.rect : lw_rect_union (self->drag.bounds, item->box.rect);
      g_array_append_val (self->drag.lifted, lifted);
      lw_canvas_overlay_damage (&self->overlay, item->box.rect);
    }

  if (n_locked > 0)
    lw_canvas_tell_locked (self, n_locked);
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

/* Imported boxes may be smaller than what may be drawn: they can be moved and grow. */
static gboolean
shrinks_too_far (LwCanvas             *self,
                 const LwCanvasLifted *one)
{
  double width = one->after.x1 - one->after.x0;
  double height = one->after.y1 - one->after.y0;

  return !lw_rect_is_valid (one->after) ||
         (width < self->side_min - 1e-6 && width < one->before.x1 - one->before.x0 - 1e-6) ||
         (height < self->side_min - 1e-6 && height < one->before.y1 - one->before.y0 - 1e-6);
}

void
lw_canvas_ask_for_moved (LwCanvas *self,
                         GArray   *lifted,
                         gboolean  is_more)
{
  g_autoptr (GArray) keys = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) rects = g_array_new (FALSE, FALSE, sizeof (LwRect));

  for (guint i = 0; i < lifted->len; i++)
    {
      const LwCanvasLifted *one = &g_array_index (lifted, LwCanvasLifted, i);

      /* All or nothing, so that a group keeps its shape. */
      if (shrinks_too_far (self, one))
        {
          lw_canvas_tell_too_small (self);
          return;
        }
      if (lw_rect_equal (one->before, one->after))
        continue;

      g_array_append_val (keys, one->key);
      g_array_append_val (rects, one->after);
    }

  if (keys->len > 0)
    g_signal_emit (self, lw_canvas_signals[LW_CANVAS_SIGNAL_BOXES_MOVED], 0, keys->data, rects->data, keys->len, is_more);
}

/* --- A drag --- */

/* A second, at most: after a long frame the view must not jump. */
#define TICK_US_MAX (100 * 1000)

static gboolean
follow_cb (GtkWidget     *widget,
           GdkFrameClock *clock,
           gpointer       data)
{
  LwCanvas *self = LW_CANVAS (widget);
  gint64    now_us = gdk_frame_clock_get_frame_time (clock);
  double    seconds = (double) CLAMP (now_us - self->drag.tick_us, 0, TICK_US_MAX) / G_USEC_PER_SEC;
  double    x_speed, y_speed;

  self->drag.tick_us = now_us;
  lw_view_get_edge_speed (&self->view, self->drag.x_now_view, self->drag.y_now_view, &x_speed, &y_speed);
  /* What began at the edge is not on its way there. */
  if ((self->drag.x_now_view - self->drag.x_view) * x_speed >= 0)
    x_speed = 0;
  if ((self->drag.y_now_view - self->drag.y_view) * y_speed >= 0)
    y_speed = 0;

  if (x_speed != 0 || y_speed != 0)
    {
      lw_canvas_pan (self, x_speed * seconds, y_speed * seconds);
      lw_canvas_drag_update (self);
    }

  return G_SOURCE_CONTINUE;
}

static void
start_following (LwCanvas *self)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (self));

  if (clock == NULL || self->drag.grip.kind == LW_CANVAS_GRIP_PAN || !self->drag.is_pressed)
    return;

  self->drag.tick_us = gdk_frame_clock_get_frame_time (clock);
  self->drag.tick_id = gtk_widget_add_tick_callback (GTK_WIDGET (self), follow_cb, NULL, NULL);
}

void
lw_canvas_drag_start (LwCanvas *self)
{
  self->drag.is_running = TRUE;
  self->drag.rect = (LwRect){ 0 };
  self->drag.is_clipped = FALSE;
  self->burst_end_us = 0;

  if (self->drag.grip.kind == LW_CANVAS_GRIP_MOVE || self->drag.grip.kind == LW_CANVAS_GRIP_RESIZE)
    lift_selection (self);
  lw_canvas_shape_begin (self);
  start_following (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
lw_canvas_drag_move_to (LwCanvas *self,
                        double    x_img,
                        double    y_img)
{
  if (self->drag.grip.kind == LW_CANVAS_GRIP_DRAW)
    lw_canvas_shape_draw (self, x_img, y_img);
  else if (self->drag.grip.kind == LW_CANVAS_GRIP_BAND)
    lw_canvas_band_to (self, x_img, y_img);
  else if (self->drag.grip.kind == LW_CANVAS_GRIP_MOVE && self->drag.lifted->len > 0)
    lw_canvas_shape_move (self, x_img, y_img);
  else if (self->drag.grip.kind == LW_CANVAS_GRIP_RESIZE && self->drag.lifted->len > 0)
    lw_canvas_shape_resize (self, x_img, y_img);

  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
lw_canvas_drag_update (LwCanvas *self)
{
  double x = self->x_cross_img;
  double y = self->y_cross_img;

  if (!self->drag.is_running || self->drag.grip.kind == LW_CANVAS_GRIP_PAN)
    return;

  if (self->drag.is_pressed)
    lw_view_to_img (&self->view, self->drag.x_now_view, self->drag.y_now_view, &x, &y);
  lw_canvas_drag_move_to (self, x, y);
}

static void
end_drag (LwCanvas *self)
{
  put_down (self);
  if (self->drag.tick_id != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->drag.tick_id);
  self->drag.tick_id = 0;
  self->drag.is_pressed = FALSE;
  self->drag.is_running = FALSE;
  self->drag.is_centred = FALSE;
  self->drag.grip = (LwCanvasGrip){ 0 };
  self->drag.x_snap = (LwSnap){ 0 };
  self->drag.y_snap = (LwSnap){ 0 };
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
lw_canvas_drag_finish (LwCanvas *self)
{
  LwCanvasDrag drag = self->drag;
  g_autoptr (GArray) lifted = g_array_copy (self->drag.lifted);

  /* Over before anybody is asked: the answers change boxes, and may start anything. */
  end_drag (self);

  g_object_ref (self);
  if (drag.grip.kind == LW_CANVAS_GRIP_DRAW && drag.is_pressed && lw_canvas_is_slip (self, drag.rect))
    lw_canvas_tell_slip (self);
  else if (drag.grip.kind == LW_CANVAS_GRIP_DRAW)
    lw_canvas_ask_for_drawn (self, drag.rect, drag.is_clipped);
  else if (drag.grip.kind == LW_CANVAS_GRIP_BAND)
    lw_canvas_finish_band (self, drag.rect, drag.is_touching, drag.state);
  else
    {
      lw_canvas_ask_for_moved (self, lifted, FALSE);
      if (drag.is_clipped && lifted->len > 0)
        lw_canvas_tell_at_edge (self);
    }
  g_object_unref (self);
}

void
lw_canvas_drag_cancel (LwCanvas *self)
{
  self->drag.is_held = FALSE;
  if (self->drag.is_running || self->drag.is_pressed)
    end_drag (self);
}

/* --- Keys --- */

static void
say_cross (LwCanvas   *self,
           const char *what)
{
  /* Translators: where the cross-hair is, in pixels. */
  g_autofree char *place = g_strdup_printf (_ ("at %.6g, %.6g"), self->x_cross_img, self->y_cross_img);
  g_autofree char *text = what != NULL ? g_strjoin (" ", what, place, NULL) : NULL;

  lw_canvas_say (self, text != NULL ? text : place);
}

void
lw_canvas_move_cross (LwCanvas *self,
                      double    dx,
                      double    dy)
{
  double x = CLAMP (lw_canvas_round (self, self->x_cross_img + dx), 0, self->view.width_img);
  double y = CLAMP (lw_canvas_round (self, self->y_cross_img + dy), 0, self->view.height_img);

  self->x_cross_img = x;
  self->y_cross_img = y;
  if (self->drag.is_running && !self->drag.is_pressed)
    lw_canvas_drag_move_to (self, x, y);

  lw_canvas_show_rect (self, (LwRect){ x, y, x, y });
  gtk_widget_queue_draw (GTK_WIDGET (self));
  say_cross (self, NULL);
}

gboolean
lw_canvas_place (LwCanvas       *self,
                 GdkModifierType state)
{
  if (!self->is_drawing_mode || !self->has_picture || self->drag.is_pressed)
    return FALSE;

  if (self->tool == LW_CANVAS_TOOL_POINTS)
    {
      lw_canvas_add_point (self, self->x_cross_img, self->y_cross_img);
      return TRUE;
    }

  if (self->drag.is_running)
    {
      /* A frame adds or takes away by the modifiers that it is let go with. */
      if (self->tool == LW_CANVAS_TOOL_FRAME)
        self->drag.state = state;
      lw_canvas_drag_move_to (self, self->x_cross_img, self->y_cross_img);
      lw_canvas_drag_finish (self);
      return TRUE;
    }

  self->drag.grip = (LwCanvasGrip){ get_tool_grip (self), 0, 0 };
  self->drag.x_img = self->x_cross_img;
  self->drag.y_img = self->y_cross_img;
  self->drag.state = 0;
  self->drag.is_centred = self->tool == LW_CANVAS_TOOL_DRAW && (state & GDK_ALT_MASK) != 0;
  lw_canvas_drag_start (self);
  /* Translators: of a new box or a frame; "at 12, 40" follows. */
  say_cross (self, self->drag.is_centred ? _ ("Middle") : _ ("First corner"));

  return TRUE;
}

gboolean
lw_canvas_place_corner (LwCanvas *self)
{
  g_return_val_if_fail (LW_IS_CANVAS (self), FALSE);

  return lw_canvas_place (self, 0);
}

/* @is_stopped becomes TRUE where the picture ends before the step does. */
static LwRect
nudge_rect (LwCanvas *self,
            LwRect    rect,
            double    dx,
            double    dy,
            gboolean  resize,
            gboolean *is_stopped)
{
  LwRect wanted = { rect.x0 + dx, rect.y0 + dy, rect.x1 + dx, rect.y1 + dy };
  LwRect inside;

  if (resize)
    {
      wanted.x0 = rect.x0;
      wanted.y0 = rect.y0;
    }

  inside = resize ? lw_canvas_clip (self, wanted)
                  : lw_rect_push_inside (wanted, self->view.width_img, self->view.height_img);
  *is_stopped |= fabs (inside.x1 - wanted.x1) > 1e-6 || fabs (inside.y1 - wanted.y1) > 1e-6;

  return inside;
}

/* The boxes as keys would have them; locked ones are left out, and counted. */
static GArray *
nudge_selection (LwCanvas *self,
                 double    dx,
                 double    dy,
                 gboolean  resize,
                 guint    *n_locked,
                 gboolean *is_stopped)
{
  GArray *lifted = g_array_new (FALSE, FALSE, sizeof (LwCanvasLifted));

  *is_stopped = FALSE;
  for (guint i = 0; i < self->selection->len; i++)
    {
      LwCanvasItem  *item = lw_canvas_find_item (self, g_array_index (self->selection, gint64, i));
      LwCanvasLifted one = { item->box.key, item->box.rect, item->box.rect };

      if (lw_canvas_is_locked (item))
        {
          ++*n_locked;
          continue;
        }

      one.after = nudge_rect (self, one.before, dx, dy, resize, is_stopped);
      g_array_append_val (lifted, one);
    }

  return lifted;
}

static gboolean
is_in_view (LwCanvas *self,
            LwRect    rect_view)
{
  return rect_view.x0 >= 0 && rect_view.y0 >= 0 && rect_view.x1 <= self->view.width_view && rect_view.y1 <= self->view.height_view;
}

/* What keys move stays in view: the far corner that is moved, or the box where it fits.
 * As long as it is seen the view stays as it is. */
static void
show_nudged (LwCanvas *self,
             gboolean  resize)
{
  LwRect bounds, shown;

  if (!lw_canvas_get_selection_bounds (self, &bounds))
    return;

  if (resize)
    bounds = (LwRect){ bounds.x1, bounds.y1, bounds.x1, bounds.y1 };
  shown = lw_view_rect_to_view (&self->view, bounds);
  if (!is_in_view (self, shown) && shown.x1 - shown.x0 <= self->view.width_view &&
      shown.y1 - shown.y0 <= self->view.height_view)
    lw_canvas_show_rect (self, bounds);
}

void
lw_canvas_nudge (LwCanvas *self,
                 double    dx,
                 double    dy,
                 gboolean  resize)
{
  g_autoptr (GArray) lifted = NULL;
  gint64   now_us = g_get_monotonic_time ();
  gboolean is_more, is_stopped;
  guint    n_locked = 0;

  g_return_if_fail (LW_IS_CANVAS (self));

  if (!self->is_editable || self->drag.is_running || self->selection->len == 0)
    return;

  is_more = now_us < self->burst_end_us;
  lifted = nudge_selection (self, dx, dy, resize, &n_locked, &is_stopped);

  g_object_ref (self);
  lw_canvas_ask_for_moved (self, lifted, is_more);
  if (n_locked > 0)
    lw_canvas_tell_locked (self, n_locked);
  else if (is_stopped)
    lw_canvas_tell_at_edge (self);
  show_nudged (self, resize);
  self->burst_end_us = now_us + BURST_US;
  g_object_unref (self);
}

/* lw-canvas-input.c - the pointer
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lw-canvas-private.h"

#include <math.h>

/* A hand that clicks moves a little; beyond this it means to drag. */
#define DRAG_THRESHOLD 3
#define DRAG_THRESHOLD_TOUCH 8

/* A click this near to the last one means the same place. */
#define SAME_PLACE 4

/* A notch of the wheel: five make a bit more than double. */
#define WHEEL_FACTOR 1.18

/* A touchpad reports pixels; this many of them are worth a notch. */
#define PIXELS_PER_NOTCH 40.0

#define WHEEL_PAN 60

/* As the event says, or where there is none, as the last one said. */
static GdkModifierType
get_state (LwCanvas *self,
           gpointer  controller)
{
  if (gtk_event_controller_get_current_event (controller) != NULL)
    self->state = gtk_event_controller_get_current_event_state (controller);

  return self->state;
}

static const char *
resize_cursor (const LwCanvasGrip *grip)
{
  if (grip->handle_x == 0)
    return "ns-resize";
  if (grip->handle_y == 0)
    return "ew-resize";

  return grip->handle_x == grip->handle_y ? "nwse-resize" : "nesw-resize";
}

static const char *
cursor_for (LwCanvas       *self,
            GdkModifierType state)
{
  LwCanvasGrip grip = self->drag.grip;
  gboolean     is_idle = !self->drag.is_running;

  if (is_idle)
    grip = lw_canvas_find_grip (self, self->x_pointer_view, self->y_pointer_view, state, FALSE);

  switch (grip.kind)
    {
    case LW_CANVAS_GRIP_MOVE:
      return "move";
    case LW_CANVAS_GRIP_RESIZE:
      return resize_cursor (&grip);
    case LW_CANVAS_GRIP_PAN:
      return is_idle && self->hovered != NULL ? "pointer" : "grab";
    case LW_CANVAS_GRIP_DRAW:
      /* A click here would select. */
      if (is_idle && self->hovered != NULL && !self->is_drawing_mode && !(state & GDK_CONTROL_MASK))
        return "pointer";
      return "crosshair";
    case LW_CANVAS_GRIP_BAND:
      return "cell";
    case LW_CANVAS_GRIP_NONE:
    default:
      return self->is_drawing_mode ? "crosshair" : NULL;
    }
}

static void
update_cursor (LwCanvas       *self,
               GdkModifierType state)
{
  const char *name = cursor_for (self, state);

  /* GTK would make a new cursor of the same name with each movement. */
  if (g_strcmp0 (name, self->cursor_name) == 0)
    return;

  self->cursor_name = name;
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), name);
}

static void
set_hovered (LwCanvas     *self,
             LwCanvasItem *item)
{
  if (self->hovered == item)
    return;

  self->hovered = item;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* What a click would take is what is highlighted. */
static void
update_hovered (LwCanvas       *self,
                GdkModifierType state)
{
  LwCanvasItem *item = NULL;

  if (self->has_pointer && !self->is_drawing_mode && !self->drag.is_running)
    {
      lw_canvas_find_hits (self, self->x_pointer_view, self->y_pointer_view);
      item = lw_canvas_choose_hit (self, self->x_pointer_view, self->y_pointer_view, state);
    }

  set_hovered (self, item);
}

void
lw_canvas_update_hover (LwCanvas *self)
{
  update_hovered (self, 0);
  update_cursor (self, 0);
}

void
lw_canvas_get_anchor (LwCanvas *self,
                      double   *x_view,
                      double   *y_view)
{
  *x_view = self->has_pointer ? self->x_pointer_view : self->view.width_view / 2;
  *y_view = self->has_pointer ? self->y_pointer_view : self->view.height_view / 2;
}

static void
emit_pointer (LwCanvas *self)
{
  double   x, y;
  gboolean is_inside;

  lw_view_to_img (&self->view, self->x_pointer_view, self->y_pointer_view, &x, &y);
  is_inside = self->has_pointer && self->has_picture && x >= 0 && y >= 0 &&
              x < self->view.width_img && y < self->view.height_img;
  g_signal_emit (self, lw_canvas_signals[LW_CANVAS_SIGNAL_POINTER_MOVED], 0, x, y, is_inside);
}

static void
set_pointer (LwCanvas *self,
             double    x_view,
             double    y_view)
{
  self->has_pointer = TRUE;
  self->x_pointer_view = x_view;
  self->y_pointer_view = y_view;

  if (self->is_drawing_mode)
    {
      double x, y;

      lw_view_to_img (&self->view, x_view, y_view, &x, &y);
      self->x_cross_img = CLAMP (x, 0, self->view.width_img);
      self->y_cross_img = CLAMP (y, 0, self->view.height_img);
      if (self->drag.is_running && !self->drag.is_pressed)
        lw_canvas_drag_move_to (self, x, y);
      gtk_widget_queue_draw (GTK_WIDGET (self));
    }
  else if (self->options & LW_CANVAS_FOLLOWING)
    gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
motion_moved_cb (GtkEventControllerMotion *controller,
                 double                    x,
                 double                    y,
                 LwCanvas                 *self)
{
  /* GTK repeats the last place when something else on the window has changed: a cross-hair
   * that keys have moved since stays where it is. */
  if (!self->has_pointer || x != self->x_pointer_view || y != self->y_pointer_view)
    set_pointer (self, x, y);
  update_hovered (self, get_state (self, controller));
  update_cursor (self, get_state (self, controller));
  emit_pointer (self);
}

static void
motion_entered_cb (GtkEventControllerMotion *controller,
                   double                    x,
                   double                    y,
                   LwCanvas                 *self)
{
  motion_moved_cb (controller, x, y, self);
}

static void
motion_left_cb (GtkEventControllerMotion *controller,
                LwCanvas                 *self)
{
  self->has_pointer = FALSE;
  set_hovered (self, NULL);
  if (self->options & LW_CANVAS_FOLLOWING)
    gtk_widget_queue_draw (GTK_WIDGET (self));
  emit_pointer (self);
}

/* The slot to take when the user clicks on what self->scratch holds: the topmost,
 * or, when going deeper, the one below the selected one and round again. */
static guint32
choose_hit (LwCanvas *self,
            gboolean  is_deeper)
{
  guint chosen = 0;

  for (guint i = 0; is_deeper && i < self->scratch->len; i++)
    {
      const LwCanvasItem *item = self->items->pdata[g_array_index (self->scratch, guint32, i)];

      if (item->is_selected)
        chosen = (i + 1) % self->scratch->len;
    }

  return g_array_index (self->scratch, guint32, chosen);
}

LwCanvasItem *
lw_canvas_choose_hit (LwCanvas       *self,
                      double          x_view,
                      double          y_view,
                      GdkModifierType state)
{
  gboolean is_same_place = self->has_clicked && hypot (x_view - self->x_click_view, y_view - self->y_click_view) <= SAME_PLACE;
  gboolean is_deeper = (is_same_place || state & GDK_ALT_MASK) && !(state & GDK_SHIFT_MASK);

  if (self->scratch->len == 0)
    return NULL;

  return self->items->pdata[choose_hit (self, is_deeper)];
}

void
lw_canvas_click (LwCanvas       *self,
                 double          x_view,
                 double          y_view,
                 GdkModifierType state)
{
  LwCanvasItem *item;

  lw_canvas_find_hits (self, x_view, y_view);
  item = lw_canvas_choose_hit (self, x_view, y_view, state);
  self->has_clicked = TRUE;
  self->x_click_view = x_view;
  self->y_click_view = y_view;

  if (item == NULL)
    {
      if (!(state & GDK_SHIFT_MASK))
        lw_canvas_set_selection (self, NULL, 0);
    }
  else if (state & GDK_SHIFT_MASK)
    lw_canvas_toggle_selected (self, item->box.key);
  else
    lw_canvas_set_selection (self, &item->box.key, 1);
}

static void
drag_began_cb (GtkGestureDrag *gesture,
               double          x,
               double          y,
               LwCanvas       *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self));
  set_pointer (self, x, y);
  if (lw_canvas_is_eraser (GTK_GESTURE (gesture)))
    {
      gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_DENIED);
      lw_canvas_erase_at (self, x, y);
      return;
    }
  self->drag.is_held = TRUE;

  /* A box begun by keys may be ended by a click. */
  if (self->drag.is_running)
    return;

  self->drag.state = get_state (self, gesture);
  self->drag.is_touch = lw_canvas_is_touch (GTK_GESTURE (gesture));
  self->drag.grip = lw_canvas_find_grip (self, x, y, self->drag.state, self->drag.is_touch);
  self->drag.is_control_spent = self->tool == LW_CANVAS_TOOL_USUAL && (self->drag.state & GDK_CONTROL_MASK) != 0;
  self->drag.is_pressed = TRUE;
  self->drag.x_view = x;
  self->drag.y_view = y;
  self->drag.dx_view = 0;
  self->drag.dy_view = 0;
  lw_view_to_img (&self->view, x, y, &self->drag.x_img, &self->drag.y_img);
}

static void
apply_pan (LwCanvas *self,
           double    dx_view,
           double    dy_view)
{
  lw_canvas_pan (self, dx_view - self->drag.dx_view, dy_view - self->drag.dy_view);
  self->drag.dx_view = dx_view;
  self->drag.dy_view = dy_view;
}

static void
set_drag_state (LwCanvas       *self,
                GdkModifierType state)
{
  self->drag.state = state;
  if (!(state & GDK_CONTROL_MASK))
    self->drag.is_control_spent = FALSE;
}

static void
drag_updated_cb (GtkGestureDrag *gesture,
                 double          dx,
                 double          dy,
                 LwCanvas       *self)
{
  if (!self->drag.is_pressed)
    return;

  if (!self->drag.is_running)
    {
      if (hypot (dx, dy) < (self->drag.is_touch ? DRAG_THRESHOLD_TOUCH : DRAG_THRESHOLD))
        return;
      /* Not a finger: it may yet become one of two, and a claim would keep it from the pinch. */
      if (!self->drag.is_touch)
        gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
      set_hovered (self, NULL);
      lw_canvas_drag_start (self);
    }

  if (self->drag.grip.kind == LW_CANVAS_GRIP_PAN)
    {
      apply_pan (self, dx, dy);
      return;
    }

  self->drag.x_now_view = self->drag.x_view + dx;
  self->drag.y_now_view = self->drag.y_view + dy;
  set_drag_state (self, get_state (self, gesture));
  lw_canvas_drag_update (self);
}

/* Where the button or the finger is let go, not where it was pressed. */
static void
place_at (LwCanvas       *self,
          double          x_view,
          double          y_view,
          GdkModifierType state)
{
  set_pointer (self, x_view, y_view);
  /* Alt is for drags here: a window manager may keep it from clicks. */
  lw_canvas_place (self, self->tool == LW_CANVAS_TOOL_FRAME ? state : 0);
}

static void
drag_ended_cb (GtkGestureDrag *gesture,
               double          dx,
               double          dy,
               LwCanvas       *self)
{
  /* Esc may have ended it before the button was released. */
  if (!self->drag.is_held)
    return;

  /* Two fingers mean the view.  What the first has done until then was to get there, also where
   * that looks like a box or a tap. */
  if (lw_canvas_is_event (gesture, GDK_TOUCH_BEGIN))
    {
      lw_canvas_drag_cancel (self);
      return;
    }

  self->drag.is_held = FALSE;
  if (self->drag.is_running)
    {
      drag_updated_cb (gesture, dx, dy, self);
      lw_canvas_drag_finish (self);
      self->has_clicked = FALSE;
      lw_canvas_update_hover (self);
      return;
    }

  lw_canvas_drag_cancel (self);
  if (self->is_drawing_mode)
    place_at (self, self->drag.x_view + dx, self->drag.y_view + dy, get_state (self, gesture));
  else
    lw_canvas_click (self, self->drag.x_view + dx, self->drag.y_view + dy, get_state (self, gesture));
}

static void
drag_cancelled_cb (GtkGesture       *gesture,
                   GdkEventSequence *sequence,
                   LwCanvas         *self)
{
  lw_canvas_drag_cancel (self);
}

static void
pan_began_cb (GtkGestureDrag *gesture,
              double          x,
              double          y,
              LwCanvas       *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self));
  self->drag.dx_view = 0;
  self->drag.dy_view = 0;
  self->is_menu_due = gtk_gesture_single_get_button (GTK_GESTURE_SINGLE (gesture)) == GDK_BUTTON_SECONDARY;
  self->x_menu_view = x;
  self->y_menu_view = y;
}

static void
pan_updated_cb (GtkGestureDrag *gesture,
                double          dx,
                double          dy,
                LwCanvas       *self)
{
  if (hypot (dx, dy) < DRAG_THRESHOLD && self->drag.dx_view == 0 && self->drag.dy_view == 0)
    return;

  self->is_menu_due = FALSE;
  apply_pan (self, dx, dy);
}

void
lw_canvas_ask_for_menu (LwCanvas *self,
                        double    x_view,
                        double    y_view)
{
  LwCanvasItem *item;

  lw_canvas_find_hits (self, x_view, y_view);
  if (self->scratch->len > 0)
    {
      /* The menu speaks of what it was asked for on. */
      item = self->items->pdata[g_array_index (self->scratch, guint32, 0)];
      if (!item->is_selected)
        lw_canvas_set_selection (self, &item->box.key, 1);
    }
  g_signal_emit (self, lw_canvas_signals[LW_CANVAS_SIGNAL_MENU_REQUESTED], 0, x_view, y_view);
}

/* Not the end of the gesture: while the program is behind, GTK makes up a motion in which the
 * button is up already, for which the gesture is cancelled before its release is seen. */
static gboolean
menu_event_cb (GtkEventControllerLegacy *controller,
               GdkEvent                 *event,
               LwCanvas                 *self)
{
  if (!self->is_menu_due || gdk_event_get_event_type (event) != GDK_BUTTON_RELEASE ||
      gdk_button_event_get_button (event) != GDK_BUTTON_SECONDARY)
    return GDK_EVENT_PROPAGATE;

  self->is_menu_due = FALSE;
  if (!self->drag.is_running)
    lw_canvas_ask_for_menu (self, self->x_menu_view, self->y_menu_view);

  return GDK_EVENT_PROPAGATE;
}

/* On X11 touchpads say "wheel" as well: the device tells them apart. */
static gboolean
is_touchpad (GtkEventController *controller)
{
  GdkDevice *device = gtk_event_controller_get_current_event_device (controller);

  return gtk_event_controller_scroll_get_unit (GTK_EVENT_CONTROLLER_SCROLL (controller)) == GDK_SCROLL_UNIT_SURFACE ||
         (device != NULL && gdk_device_get_source (device) == GDK_SOURCE_TOUCHPAD);
}

static gboolean
scrolled_cb (GtkEventControllerScroll *controller,
             double                    dx,
             double                    dy,
             LwCanvas                 *self)
{
  GdkModifierType state = get_state (self, controller);
  gboolean        is_pixels = gtk_event_controller_scroll_get_unit (controller) == GDK_SCROLL_UNIT_SURFACE;
  double          step = is_pixels ? 1 : WHEEL_PAN;
  double          notches = is_pixels ? dy / PIXELS_PER_NOTCH : dy;

  if (state & GDK_SHIFT_MASK)
    lw_canvas_pan (self, -(dx + dy) * step, 0);
  else if (state & GDK_ALT_MASK)
    lw_canvas_pan (self, 0, -(dx + dy) * step);
  else if (state & GDK_CONTROL_MASK || !is_touchpad (GTK_EVENT_CONTROLLER (controller)))
    lw_canvas_zoom_by (self, pow (WHEEL_FACTOR, -notches), self->x_pointer_view, self->y_pointer_view);
  else
    lw_canvas_pan (self, -dx * step, -dy * step);

  return GDK_EVENT_STOP;
}

void
lw_canvas_modifiers_changed (LwCanvas       *self,
                             GdkModifierType state)
{
  self->state = state;
  if (self->drag.is_running && self->drag.is_pressed)
    {
      set_drag_state (self, state);
      lw_canvas_drag_update (self);
    }
  else if (self->has_pointer)
    {
      update_hovered (self, state);
      update_cursor (self, state);
    }
}

static void
add_drag (LwCanvas *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (drag), GDK_BUTTON_PRIMARY);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_began_cb), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (drag_updated_cb), self);
  g_signal_connect (drag, "drag-end", G_CALLBACK (drag_ended_cb), self);
  g_signal_connect (drag, "cancel", G_CALLBACK (drag_cancelled_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
}

static void
add_pan (LwCanvas *self,
         guint     button)
{
  GtkGesture *pan = gtk_gesture_drag_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (pan), button);
  g_signal_connect (pan, "drag-begin", G_CALLBACK (pan_began_cb), self);
  g_signal_connect (pan, "drag-update", G_CALLBACK (pan_updated_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (pan));
}

static void
add_menu (LwCanvas *self)
{
  GtkEventController *menu = gtk_event_controller_legacy_new ();

  g_signal_connect (menu, "event", G_CALLBACK (menu_event_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), menu);
}

static void
add_motion (LwCanvas *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();

  g_signal_connect (motion, "enter", G_CALLBACK (motion_entered_cb), self);
  g_signal_connect (motion, "motion", G_CALLBACK (motion_moved_cb), self);
  g_signal_connect (motion, "leave", G_CALLBACK (motion_left_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
}

static void
add_scroll (LwCanvas *self)
{
  GtkEventController *scroll = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);

  g_signal_connect (scroll, "scroll", G_CALLBACK (scrolled_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), scroll);
}

void
lw_canvas_input_init (LwCanvas *self)
{
  add_drag (self);
  add_pan (self, GDK_BUTTON_MIDDLE);
  add_pan (self, GDK_BUTTON_SECONDARY);
  add_menu (self);
  add_motion (self);
  add_scroll (self);
  lw_canvas_keys_init (self);
  lw_canvas_touch_init (self);
}

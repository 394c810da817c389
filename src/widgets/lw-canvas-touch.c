/* lw-canvas-touch.c - fingers and pen
 *
 * One finger is a drag like any other, in lw-canvas-input.c.  What is here has no
 * counterpart with a mouse.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lw-canvas-private.h"

#include <math.h>

/* How much a double tap enlarges what fits. */
#define TAP_ZOOM 2.5

gboolean
lw_canvas_is_touch (GtkGesture *gesture)
{
  /* Each finger is a sequence of its own; the pointer is none. */
  return gtk_gesture_get_last_updated_sequence (gesture) != NULL;
}

gboolean
lw_canvas_is_eraser (GtkGesture *gesture)
{
  GdkEvent      *event = gtk_gesture_get_last_event (gesture, gtk_gesture_get_last_updated_sequence (gesture));
  GdkDeviceTool *tool = event != NULL ? gdk_event_get_device_tool (event) : NULL;

  return tool != NULL && gdk_device_tool_get_tool_type (tool) == GDK_DEVICE_TOOL_TYPE_ERASER;
}

gboolean
lw_canvas_is_event (gpointer     controller,
                    GdkEventType type)
{
  GdkEvent *event = gtk_event_controller_get_current_event (controller);

  return event != NULL && gdk_event_get_event_type (event) == type;
}

void
lw_canvas_zoom_or_fit (LwCanvas *self,
                       double    x_view,
                       double    y_view)
{
  double fit = lw_view_get_fit_zoom (&self->view);

  if (self->view.zoom <= 0)
    return;

  if (self->view.zoom > fit * 1.01)
    lw_canvas_zoom_fit (self);
  else
    lw_canvas_zoom_by (self, fmax (TAP_ZOOM, 1 / self->view.zoom), x_view, y_view);
}

/* Between the fingers. */
static void
get_pinch_centre (LwCanvas   *self,
                  GtkGesture *gesture,
                  double     *x_view,
                  double     *y_view)
{
  *x_view = self->view.width_view / 2;
  *y_view = self->view.height_view / 2;
  if (gtk_gesture_is_active (gesture))
    gtk_gesture_get_bounding_box_center (gesture, x_view, y_view);
}

static void
pinch_began_cb (GtkGesture       *gesture,
                GdkEventSequence *sequence,
                LwCanvas         *self)
{
  lw_canvas_drag_cancel (self);
  self->zoom_at_pinch = self->view.zoom;
  get_pinch_centre (self, gesture, &self->x_pinch_view, &self->y_pinch_view);
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
}

static void
pinch_scaled_cb (GtkGestureZoom *gesture,
                 double          scale,
                 LwCanvas       *self)
{
  double x, y;

  if (self->view.zoom <= 0)
    return;

  get_pinch_centre (self, GTK_GESTURE (gesture), &x, &y);
  lw_canvas_pan (self, x - self->x_pinch_view, y - self->y_pinch_view);
  self->x_pinch_view = x;
  self->y_pinch_view = y;
  lw_canvas_zoom_by (self, self->zoom_at_pinch * scale / self->view.zoom, x, y);
}

static void
pressed_long_cb (GtkGestureLongPress *gesture,
                 double               x,
                 double               y,
                 LwCanvas            *self)
{
  /* A finger that rests while it draws has not asked for anything. */
  if (self->drag.is_running)
    return;

  lw_canvas_drag_cancel (self);
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  lw_canvas_ask_for_menu (self, x, y);
}

static void
tapped_cb (GtkGestureClick *gesture,
           int              n_press,
           double           x,
           double           y,
           LwCanvas        *self)
{
  /* With a tool, two taps are two corners. */
  if (n_press == 2 && !self->is_drawing_mode && !self->drag.is_running)
    lw_canvas_zoom_or_fit (self, x, y);
}

void
lw_canvas_erase_at (LwCanvas *self,
                    double    x_view,
                    double    y_view)
{
  LwCanvasItem *item;

  lw_canvas_drag_cancel (self);
  if (!self->is_editable)
    return;

  lw_canvas_find_hits (self, x_view, y_view);
  if (self->scratch->len == 0)
    return;

  item = self->items->pdata[g_array_index (self->scratch, guint32, 0)];
  g_object_ref (self);
  lw_canvas_set_selection (self, &item->box.key, 1);
  g_signal_emit (self, lw_canvas_signals[LW_CANVAS_SIGNAL_REMOVE_REQUESTED], 0);
  g_object_unref (self);
}

static void
add_gesture (LwCanvas   *self,
             GtkGesture *gesture,
             GCallback   pressed)
{
  gtk_gesture_single_set_touch_only (GTK_GESTURE_SINGLE (gesture), TRUE);
  g_signal_connect (gesture, "pressed", pressed, self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (gesture));
}

void
lw_canvas_touch_init (LwCanvas *self)
{
  GtkGesture *pinch = gtk_gesture_zoom_new ();

  g_signal_connect (pinch, "begin", G_CALLBACK (pinch_began_cb), self);
  g_signal_connect (pinch, "scale-changed", G_CALLBACK (pinch_scaled_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (pinch));

  add_gesture (self, gtk_gesture_long_press_new (), G_CALLBACK (pressed_long_cb));
  add_gesture (self, gtk_gesture_click_new (), G_CALLBACK (tapped_cb));
}

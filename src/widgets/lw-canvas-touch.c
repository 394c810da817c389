/* lw-canvas-touch.c - fingers and pen
 *
 * One finger is a drag like any other, and two are the pinch of lw-canvas-input.c.  What
 * is here has no counterpart with a mouse.
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
  GdkEvent  *event = gtk_gesture_get_last_event (gesture, NULL);
  GdkDevice *device = event != NULL ? gdk_event_get_device (event) : NULL;

  return device != NULL && gdk_device_get_source (device) == GDK_SOURCE_TOUCHSCREEN;
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
pen_down_cb (GtkGestureStylus *gesture,
             double            x,
             double            y,
             LwCanvas         *self)
{
  GdkEvent      *event = gtk_gesture_get_last_event (GTK_GESTURE (gesture), NULL);
  GdkDeviceTool *tool = event != NULL ? gdk_event_get_device_tool (event) : NULL;

  /* The tip draws as a mouse does: how hard it is pressed means nothing to a box. */
  if (tool == NULL || gdk_device_tool_get_tool_type (tool) != GDK_DEVICE_TOOL_TYPE_ERASER)
    return;

  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  lw_canvas_erase_at (self, x, y);
}

static void
add_gesture (LwCanvas   *self,
             GtkGesture *gesture,
             gboolean    touch_only,
             const char *signal,
             GCallback   callback)
{
  gtk_gesture_single_set_touch_only (GTK_GESTURE_SINGLE (gesture), touch_only);
  g_signal_connect (gesture, signal, callback, self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (gesture));
}

void
lw_canvas_touch_init (LwCanvas *self)
{
  add_gesture (self, gtk_gesture_long_press_new (), TRUE, "pressed", G_CALLBACK (pressed_long_cb));
  add_gesture (self, gtk_gesture_click_new (), TRUE, "pressed", G_CALLBACK (tapped_cb));
  add_gesture (self, gtk_gesture_stylus_new (), FALSE, "down", G_CALLBACK (pen_down_cb));
}

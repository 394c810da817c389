/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-canvas-hud-private.h"

#include <math.h>

/* A notch of the wheel on the mini-map. */
#define WHEEL_FACTOR 1.18

G_DEFINE_FINAL_TYPE (LwCanvasHud, lw_canvas_hud, GTK_TYPE_WIDGET)

static void
update_map (LwCanvasHud *self)
{
  LwRect area = lw_canvas_minimap_find_area (self);

  if (lw_rect_equal (area, self->map.area))
    return;

  self->map.area = area;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
canvas_changed_cb (LwCanvasHud    *self,
                   LwCanvasChanges what)
{
  if (what & LW_CANVAS_CHANGED_PICTURE)
    lw_canvas_minimap_drop_picture (&self->map);
  if (what & LW_CANVAS_CHANGED_BOXES)
    lw_canvas_minimap_drop_dots (&self->map);

  update_map (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
pointer_moved_cb (LwCanvasHud *self)
{
  update_map (self);
  if (self->parts & LW_CANVAS_HUD_MAGNIFIER)
    gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
drag_began_cb (GtkGestureDrag *gesture,
               double          x,
               double          y,
               LwCanvasHud    *self)
{
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  lw_canvas_minimap_pan_to (self, x, y);
}

static void
drag_updated_cb (GtkGestureDrag *gesture,
                 double          dx,
                 double          dy,
                 LwCanvasHud    *self)
{
  double x, y;

  gtk_gesture_drag_get_start_point (gesture, &x, &y);
  lw_canvas_minimap_pan_to (self, x + dx, y + dy);
}

static gboolean
scrolled_cb (GtkEventControllerScroll *controller,
             double                    dx,
             double                    dy,
             LwCanvasHud              *self)
{
  if (self->canvas != NULL)
    lw_canvas_zoom_by (self->canvas, pow (WHEEL_FACTOR, -dy), self->canvas->view.width_view / 2,
                       self->canvas->view.height_view / 2);

  return GDK_EVENT_STOP;
}

static gboolean
lw_canvas_hud_contains (GtkWidget *widget,
                        double     x,
                        double     y)
{
  LwRect area = LW_CANVAS_HUD (widget)->map.area;

  return x >= area.x0 && x < area.x1 && y >= area.y0 && y < area.y1;
}

static void
lw_canvas_hud_measure (GtkWidget     *widget,
                       GtkOrientation orientation,
                       int            for_size,
                       int           *size_min,
                       int           *size_natural,
                       int           *baseline_min,
                       int           *baseline_natural)
{
  *size_min = 0;
  *size_natural = 0;
}

static void
lw_canvas_hud_snapshot (GtkWidget   *widget,
                        GtkSnapshot *snapshot)
{
  LwCanvasHud *self = LW_CANVAS_HUD (widget);

  if (self->canvas == NULL || !self->canvas->has_picture || self->canvas->view.zoom <= 0)
    return;

  if (self->parts & LW_CANVAS_HUD_SCALE_BAR && lw_scale_is_set (&self->scale))
    lw_canvas_scale_bar_snapshot (self, snapshot);
  if (lw_rect_is_valid (self->map.area))
    lw_canvas_minimap_snapshot (self, snapshot);
  if (self->parts & LW_CANVAS_HUD_MAGNIFIER)
    lw_canvas_magnifier_snapshot (self, snapshot);
}

static void
lw_canvas_hud_dispose (GObject *object)
{
  LwCanvasHud *self = LW_CANVAS_HUD (object);

  g_clear_weak_pointer (&self->canvas);
  lw_canvas_minimap_drop_picture (&self->map);
  lw_canvas_minimap_drop_dots (&self->map);

  G_OBJECT_CLASS (lw_canvas_hud_parent_class)->dispose (object);
}

static void
lw_canvas_hud_class_init (LwCanvasHudClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lw_canvas_hud_dispose;
  widget_class->contains = lw_canvas_hud_contains;
  widget_class->measure = lw_canvas_hud_measure;
  widget_class->snapshot = lw_canvas_hud_snapshot;

  gtk_widget_class_set_css_name (widget_class, "lwcanvashud");
  /* All that it says the canvas, its description and the status line say as well. */
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
lw_canvas_hud_init (LwCanvasHud *self)
{
  GtkGesture         *drag = gtk_gesture_drag_new ();
  GtkEventController *scroll = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_VERTICAL);

  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_began_cb), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (drag_updated_cb), self);
  g_signal_connect (scroll, "scroll", G_CALLBACK (scrolled_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_controller (GTK_WIDGET (self), scroll);
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), "pointer");
}

void
lw_canvas_hud_set_canvas (LwCanvasHud *self,
                          LwCanvas    *canvas)
{
  g_return_if_fail (LW_IS_CANVAS_HUD (self));
  g_return_if_fail (LW_IS_CANVAS (canvas));
  g_return_if_fail (self->canvas == NULL);

  g_set_weak_pointer (&self->canvas, canvas);
  g_signal_connect_object (canvas, "changed", G_CALLBACK (canvas_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (canvas, "pointer-moved", G_CALLBACK (pointer_moved_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (canvas, "notify::drawing-mode", G_CALLBACK (pointer_moved_cb), self, G_CONNECT_SWAPPED);
  /* Those selected are marked on the map. */
  g_signal_connect_object (canvas, "selection-changed", G_CALLBACK (gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);
}

void
lw_canvas_hud_set_parts (LwCanvasHud     *self,
                         LwCanvasHudParts parts)
{
  g_return_if_fail (LW_IS_CANVAS_HUD (self));

  if (self->parts == parts)
    return;

  self->parts = parts;
  update_map (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
lw_canvas_hud_set_scale (LwCanvasHud   *self,
                         const LwScale *scale)
{
  g_return_if_fail (LW_IS_CANVAS_HUD (self));

  self->scale = *scale;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

gboolean
lw_canvas_hud_get_map_area (LwCanvasHud     *self,
                            graphene_rect_t *area)
{
  LwRect map;

  g_return_val_if_fail (LW_IS_CANVAS_HUD (self), FALSE);

  map = self->map.area;
  if (area != NULL)
    graphene_rect_init (area, (float) map.x0, (float) map.y0, (float) (map.x1 - map.x0), (float) (map.y1 - map.y0));

  return lw_rect_is_valid (map);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-pane-handle.h"

#include <math.h>

/* A finger covers the divider, and does not see it: half of what it covers. */
#define TOUCH_REACH 10

#define START "lw-pane-start"

static gboolean
is_horizontal (GtkPaned *pane)
{
  return gtk_orientable_get_orientation (GTK_ORIENTABLE (pane)) == GTK_ORIENTATION_HORIZONTAL;
}

/* The child that nobody gave it. */
static GtkWidget *
find_divider (GtkPaned *pane)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (pane));

  while (child != NULL && (child == gtk_paned_get_start_child (pane) || child == gtk_paned_get_end_child (pane)))
    child = gtk_widget_get_next_sibling (child);

  return child;
}

static gboolean
is_near_divider (GtkPaned *pane,
                 double    x,
                 double    y)
{
  GtkWidget      *divider = find_divider (pane);
  graphene_rect_t area;

  if (divider == NULL || !gtk_widget_get_visible (divider) || !gtk_widget_compute_bounds (divider, GTK_WIDGET (pane), &area))
    return FALSE;

  graphene_rect_inset (&area, -TOUCH_REACH, -TOUCH_REACH);

  return graphene_rect_contains_point (&area, &GRAPHENE_POINT_INIT ((float) x, (float) y));
}

static void
drag_began_cb (GtkGestureDrag *gesture,
               double          x,
               double          y,
               GtkPaned       *pane)
{
  gboolean is_taken = is_near_divider (pane, x, y);

  g_object_set_data (G_OBJECT (gesture), START, GINT_TO_POINTER (gtk_paned_get_position (pane)));
  gtk_gesture_set_state (GTK_GESTURE (gesture), is_taken ? GTK_EVENT_SEQUENCE_CLAIMED : GTK_EVENT_SEQUENCE_DENIED);
}

static void
drag_updated_cb (GtkGestureDrag *gesture,
                 double          dx,
                 double          dy,
                 GtkPaned       *pane)
{
  int    start = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (gesture), START));
  double step = is_horizontal (pane) ? dx : dy;

  /* The start is where one begins to read. */
  if (is_horizontal (pane) && gtk_widget_get_direction (GTK_WIDGET (pane)) == GTK_TEXT_DIR_RTL)
    step = -step;

  gtk_paned_set_position (pane, MAX (start + (int) round (step), 0));
}

/* What GtkPaned has for fingers, and for them alone. */
static void
turn_off_touch (GtkPaned *pane)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (pane));

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_GESTURE_PAN (controller) && gtk_gesture_single_get_touch_only (GTK_GESTURE_SINGLE (controller)))
        gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_NONE);
    }
}

void
lw_pane_handle_tend (GtkPaned *pane)
{
  GtkGesture *drag = gtk_gesture_drag_new ();

  g_return_if_fail (GTK_IS_PANED (pane));

  /* Such a divider is taken hold of on itself only. */
  gtk_paned_set_wide_handle (pane, TRUE);
  turn_off_touch (pane);

  gtk_gesture_single_set_touch_only (GTK_GESTURE_SINGLE (drag), TRUE);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (drag), GTK_PHASE_CAPTURE);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_began_cb), pane);
  g_signal_connect (drag, "drag-update", G_CALLBACK (drag_updated_cb), pane);
  gtk_widget_add_controller (GTK_WIDGET (pane), GTK_EVENT_CONTROLLER (drag));
}

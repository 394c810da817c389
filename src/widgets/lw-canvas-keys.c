/* lw-canvas-keys.c - keys that the canvas has for itself
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lw-canvas-private.h"

#define KEY_PAN 80
#define KEY_STEP_LARGE 10

static void
press_arrow (LwCanvas       *self,
             int             dx,
             int             dy,
             GdkModifierType state)
{
  double step = lw_canvas_get_step (self) * (state & GDK_SHIFT_MASK ? KEY_STEP_LARGE : 1);

  if (self->is_drawing_mode)
    lw_canvas_move_cross (self, dx * step, dy * step);
  else if (self->selection->len > 0)
    lw_canvas_nudge (self, dx * step, dy * step, (state & GDK_CONTROL_MASK) != 0);
  else
    lw_canvas_pan (self, -dx * KEY_PAN, -dy * KEY_PAN);
}

static gboolean
press_menu (LwCanvas *self)
{
  GdkRectangle area;
  double       x = self->view.width_view / 2;
  double       y = self->view.height_view / 2;

  if (self->selection->len > 0 && lw_canvas_get_box_area (self, g_array_index (self->selection, gint64, 0), &area))
    {
      x = area.x + area.width / 2.0;
      y = area.y + area.height / 2.0;
    }
  g_signal_emit (self, lw_canvas_signals[LW_CANVAS_SIGNAL_MENU_REQUESTED], 0, x, y);

  return GDK_EVENT_STOP;
}

static gboolean
press_arrow_key (LwCanvas       *self,
                 guint           keyval,
                 GdkModifierType state)
{
  /* With Alt they align. */
  if (state & GDK_ALT_MASK)
    return GDK_EVENT_PROPAGATE;

  switch (keyval)
    {
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
      press_arrow (self, -1, 0, state);
      break;
    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
      press_arrow (self, 1, 0, state);
      break;
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      press_arrow (self, 0, -1, state);
      break;
    default:
      press_arrow (self, 0, 1, state);
    }

  return GDK_EVENT_STOP;
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint                  keyval,
                guint                  keycode,
                GdkModifierType        state,
                LwCanvas              *self)
{
  switch (keyval)
    {
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      return press_arrow_key (self, keyval, state);
    case GDK_KEY_Tab:
      return !(state & GDK_CONTROL_MASK) && lw_canvas_cycle_selection (self, state & GDK_SHIFT_MASK ? -1 : 1);
    case GDK_KEY_ISO_Left_Tab:
      return !(state & GDK_CONTROL_MASK) && lw_canvas_cycle_selection (self, -1);
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
    case GDK_KEY_space:
      return lw_canvas_place (self, state);
    case GDK_KEY_BackSpace:
      return lw_canvas_take_back_point (self);
    case GDK_KEY_Escape:
      return lw_canvas_step_back (self);
    case GDK_KEY_Menu:
      return press_menu (self);
    case GDK_KEY_F10:
      return state & GDK_SHIFT_MASK ? press_menu (self) : GDK_EVENT_PROPAGATE;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

static gboolean
modifiers_changed_cb (GtkEventControllerKey *controller,
                      GdkModifierType        state,
                      LwCanvas              *self)
{
  lw_canvas_modifiers_changed (self, state);

  return GDK_EVENT_PROPAGATE;
}

void
lw_canvas_keys_init (LwCanvas *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  g_signal_connect (keys, "modifiers", G_CALLBACK (modifiers_changed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

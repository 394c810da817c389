/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-list-tab.h"

#define WATCHED "lw-list-tab"
#define PRESSED "lw-list-tab-pressed"

gboolean
lw_list_tab_focus_selected (GtkWidget *list)
{
  g_return_val_if_fail (GTK_IS_LIST_BASE (list), FALSE);

  for (GtkWidget *row = gtk_widget_get_first_child (list); row != NULL; row = gtk_widget_get_next_sibling (row))
    if ((gtk_widget_get_state_flags (row) & GTK_STATE_FLAG_SELECTED) != 0 && gtk_widget_get_mapped (row))
      return gtk_widget_grab_focus (row);

  return FALSE;
}

/* --- Out of it --- */

/* A list that cannot have the focus is passed over. */
static gboolean
leave (GtkWidget       *list,
       GtkDirectionType direction)
{
  GtkWidget *root = GTK_WIDGET (gtk_widget_get_root (list));
  gboolean   has_moved;

  gtk_widget_set_can_focus (list, FALSE);
  has_moved = gtk_widget_child_focus (root, direction);
  gtk_widget_set_can_focus (list, TRUE);

  return has_moved;
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint                  keyval,
                guint                  keycode,
                GdkModifierType        state,
                GtkWidget             *list)
{
  if ((keyval != GDK_KEY_Tab && keyval != GDK_KEY_ISO_Left_Tab && keyval != GDK_KEY_KP_Tab) ||
      (state & (GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0)
    return GDK_EVENT_PROPAGATE;

  return leave (list, (state & GDK_SHIFT_MASK) != 0 ? GTK_DIR_TAB_BACKWARD : GTK_DIR_TAB_FORWARD);
}

/* --- Into it --- */

static gboolean
forget_press_cb (gpointer user_data)
{
  g_autoptr (GtkWidget) list = user_data;

  g_object_set_data (G_OBJECT (list), PRESSED, NULL);

  return G_SOURCE_REMOVE;
}

/* A row that is clicked gets the focus while the press goes on its way, and is selected only
 * when the button is let go. */
static void
pressed_cb (GtkWidget *list)
{
  g_object_set_data (G_OBJECT (list), PRESSED, list);
  g_idle_add_full (G_PRIORITY_HIGH, forget_press_cb, g_object_ref (list), NULL);
}

static gboolean
select_cb (gpointer user_data)
{
  g_autoptr (GtkWidget) list = user_data;
  GtkRoot   *root = gtk_widget_get_root (list);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (focus != NULL && gtk_widget_get_parent (focus) == list &&
      (gtk_widget_get_state_flags (focus) & GTK_STATE_FLAG_SELECTED) == 0)
    lw_list_tab_focus_selected (list);

  return G_SOURCE_REMOVE;
}

/* Where several can be selected, GTK extends the selection from the row that was last chosen
 * in the list itself, which is the one that has the focus. */
static gboolean
is_single (GtkWidget *list)
{
  g_autoptr (GtkSelectionModel) model = NULL;

  g_object_get (list, "model", &model, NULL);

  return GTK_IS_SINGLE_SELECTION (model);
}

/* Later: while the focus is on its way it cannot be sent elsewhere.  Before the next key. */
static void
entered_cb (GtkWidget *list)
{
  if (g_object_get_data (G_OBJECT (list), PRESSED) == NULL && is_single (list))
    g_idle_add_full (G_PRIORITY_HIGH, select_cb, g_object_ref (list), NULL);
}

static gboolean
mapped_cb (GSignalInvocationHint *hint,
           guint                  n_values,
           const GValue          *values,
           gpointer               data)
{
  GtkWidget          *widget = g_value_get_object (&values[0]);
  GtkEventController *keys, *focus;
  GtkGesture         *press;

  if (!GTK_IS_LIST_BASE (widget) || g_object_get_data (G_OBJECT (widget), WATCHED) != NULL)
    return TRUE;

  keys = gtk_event_controller_key_new ();
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), widget);
  gtk_widget_add_controller (widget, keys);

  focus = gtk_event_controller_focus_new ();
  g_signal_connect_object (focus, "enter", G_CALLBACK (entered_cb), widget, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (widget, focus);

  press = gtk_gesture_click_new ();
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (press), 0);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (press), GTK_PHASE_CAPTURE);
  g_signal_connect_object (press, "pressed", G_CALLBACK (pressed_cb), widget, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (press));

  g_object_set_data (G_OBJECT (widget), WATCHED, widget);

  /* On with the next one. */
  return TRUE;
}

void
lw_list_tab_watch (void)
{
  g_type_class_unref (g_type_class_ref (GTK_TYPE_WIDGET));
  g_signal_add_emission_hook (g_signal_lookup ("map", GTK_TYPE_WIDGET), 0, mapped_cb, NULL, NULL);
}

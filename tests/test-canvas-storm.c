/* test-canvas-storm.c - whatever is pressed, pulled and set, in any order
 *
 * Events at random, through the signals of the controllers, on a canvas whose owner does
 * what it is asked for.  After each: what is selected is there and seen, boxes are valid,
 * inside the picture and the same on both sides.  LW_STORM_EVENTS sets how many; the
 * seed is that of the test, so that a storm can be had again.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lw-test-canvas.h"

#include <stdlib.h>

#define EVENTS_DEFAULT 20000
#define BOXES_MAX 200

typedef struct
{
  LwTestCanvas test;
  gboolean     is_dragging;
  double       x, y;
} Storm;

static double
random_place (double size)
{
  return g_test_rand_double_range (-40, size + 40);
}

static GdkModifierType
random_state (void)
{
  static const GdkModifierType states[] = { 0, 0, 0, GDK_SHIFT_MASK, GDK_CONTROL_MASK, GDK_ALT_MASK,
                                            GDK_SHIFT_MASK | GDK_CONTROL_MASK, GDK_SHIFT_MASK | GDK_ALT_MASK };

  return states[g_test_rand_int_range (0, G_N_ELEMENTS (states))];
}

static LwCanvasBoxFlags
random_flags (void)
{
  return (LwCanvasBoxFlags) (g_test_rand_int_range (0, 4) == 0 ? g_test_rand_int_range (0, 16) : 0);
}

static LwCanvasBox
random_box (gint64 key)
{
  double x = g_test_rand_double_range (0, LW_TEST_WIDTH - 3);
  double y = g_test_rand_double_range (0, LW_TEST_HEIGHT - 3);

  return (LwCanvasBox){ .key = key,
                        .rect = { x, y, g_test_rand_double_range (x + 1, LW_TEST_WIDTH), g_test_rand_double_range (y + 1, LW_TEST_HEIGHT) },
                        .colour = (guint32) g_test_rand_int () & 0xffffff,
                        .flags = random_flags (),
                        .caption = g_test_rand_int_range (0, 2) == 0 ? "Cell" : NULL };
}

/* One of those that are there; 0 for none. */
static gint64
random_key (Storm *storm)
{
  GHashTableIter iter;
  gpointer       key;
  guint          n = g_hash_table_size (storm->test.boxes);
  gint32         at = n > 0 ? g_test_rand_int_range (0, (gint32) n) : 0;

  g_hash_table_iter_init (&iter, storm->test.boxes);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    if (at-- == 0)
      return *(gint64 *) key;

  return 0;
}

/* --- Events --- */

static void
do_drag (Storm *storm)
{
  LwTestCanvas *test = &storm->test;
  double        dx = random_place (LW_TEST_WIDTH) - storm->x;
  double        dy = random_place (LW_TEST_HEIGHT) - storm->y;

  if (!storm->is_dragging)
    {
      storm->x = g_test_rand_double_range (0, LW_TEST_WIDTH);
      storm->y = g_test_rand_double_range (0, LW_TEST_HEIGHT);
      lw_test_canvas_drag_begin (test, storm->x, storm->y);
      storm->is_dragging = TRUE;
    }
  else if (g_test_rand_int_range (0, 4) > 0)
    lw_test_canvas_drag_to (test, dx, dy);
  else
    {
      /* Without having moved it is a click. */
      if (g_test_rand_int_range (0, 3) == 0)
        lw_test_canvas_drag_end (test, 0, 0);
      else
        lw_test_canvas_drag_end (test, dx, dy);
      storm->is_dragging = FALSE;
    }
}

static void
do_key (Storm *storm)
{
  static const guint keyvals[] = { GDK_KEY_Left, GDK_KEY_Right, GDK_KEY_Up, GDK_KEY_Down, GDK_KEY_Return, GDK_KEY_space,
                                   GDK_KEY_Escape, GDK_KEY_Tab, GDK_KEY_ISO_Left_Tab, GDK_KEY_BackSpace, GDK_KEY_Menu,
                                   GDK_KEY_F10, GDK_KEY_q };

  lw_test_canvas_press (&storm->test, keyvals[g_test_rand_int_range (0, G_N_ELEMENTS (keyvals))], random_state ());
}

static void
do_pointer (Storm *storm)
{
  GtkEventController *motion = lw_test_canvas_find_controller (&storm->test, GTK_TYPE_EVENT_CONTROLLER_MOTION);

  if (g_test_rand_int_range (0, 10) == 0)
    g_signal_emit_by_name (motion, "leave");
  else
    lw_test_canvas_point (&storm->test, random_place (LW_TEST_WIDTH), random_place (LW_TEST_HEIGHT));
}

static void
do_touch (Storm *storm)
{
  LwTestCanvas *test = &storm->test;

  switch (g_test_rand_int_range (0, 5))
    {
    case 0:
      g_signal_emit_by_name (lw_test_canvas_find_controller (test, GTK_TYPE_GESTURE_LONG_PRESS), "pressed",
                             random_place (LW_TEST_WIDTH), random_place (LW_TEST_HEIGHT));
      break;
    case 1:
      g_signal_emit_by_name (lw_test_canvas_find_controller (test, GTK_TYPE_GESTURE_CLICK), "pressed",
                             g_test_rand_int_range (1, 4), random_place (LW_TEST_WIDTH), random_place (LW_TEST_HEIGHT));
      break;
    case 2:
      g_signal_emit_by_name (lw_test_canvas_find_controller (test, GTK_TYPE_GESTURE_ZOOM), "begin", NULL);
      break;
    case 3:
      g_signal_emit_by_name (lw_test_canvas_find_controller (test, GTK_TYPE_GESTURE_ZOOM), "scale-changed",
                             g_test_rand_double_range (0.2, 5));
      break;
    default:
      g_signal_emit_by_name (lw_test_canvas_find_controller (test, GTK_TYPE_GESTURE_DRAG), "cancel", NULL);
      storm->is_dragging = FALSE;
    }
}

static void
do_view (Storm *storm)
{
  LwCanvas *canvas = storm->test.canvas;

  switch (g_test_rand_int_range (0, 6))
    {
    case 0:
      lw_canvas_zoom_in (canvas);
      break;
    case 1:
      lw_canvas_zoom_out (canvas);
      break;
    case 2:
      lw_canvas_zoom_fit (canvas);
      break;
    case 3:
      lw_canvas_zoom_actual (canvas);
      break;
    case 4:
      lw_canvas_set_zoom (canvas, g_test_rand_double_range (0.05, 70));
      break;
    default:
      lw_canvas_scroll_to_box (canvas, random_key (storm));
    }
}

/* What menus, keys of the window and settings do. */
static void
do_command (Storm *storm)
{
  LwCanvas *canvas = storm->test.canvas;
  gint64    keys[] = { random_key (storm), random_key (storm), 4711 };

  switch (g_test_rand_int_range (0, 9))
    {
    case 0:
      lw_canvas_set_tool (canvas, (LwCanvasTool) g_test_rand_int_range (0, 4));
      break;
    case 1:
      lw_canvas_set_selection (canvas, keys, G_N_ELEMENTS (keys));
      break;
    case 2:
      lw_canvas_select_below (canvas);
      break;
    case 3:
      lw_canvas_cycle_selection (canvas, g_test_rand_bit () ? 1 : -1);
      break;
    case 4:
      lw_canvas_set_snapping (canvas, g_test_rand_bit ());
      break;
    case 5:
      lw_canvas_set_side_min (canvas, g_test_rand_double_range (0.5, 4));
      break;
    case 6:
      lw_canvas_set_outside (canvas, (LwCanvasOutside) g_test_rand_bit ());
      break;
    case 7:
      lw_canvas_set_editable (canvas, g_test_rand_int_range (0, 4) > 0);
      break;
    default:
      lw_canvas_step_back (canvas);
    }
}

/* The owner changes boxes by itself: undo, another image, somebody else's edit. */
static void
do_owner (Storm *storm)
{
  LwTestCanvas *test = &storm->test;
  gint64        key = random_key (storm);
  LwCanvasBox   box;

  switch (g_test_rand_int_range (0, 12))
    {
    case 0:
      lw_canvas_set_image_size (test->canvas, LW_TEST_WIDTH, LW_TEST_HEIGHT);
      break;
    case 1:
      lw_canvas_set_boxes (test->canvas, NULL, 0);
      g_hash_table_remove_all (test->boxes);
      break;
    case 2:
    case 3:
    case 4:
      lw_canvas_remove_box (test->canvas, key);
      g_hash_table_remove (test->boxes, &key);
      break;
    case 5:
    case 6:
      if (key == 0)
        break;
      box = random_box (key);
      lw_canvas_update_box (test->canvas, &box);
      *(LwCanvasBox *) g_hash_table_lookup (test->boxes, &key) = box;
      break;
    default:
      if (g_hash_table_size (test->boxes) >= BOXES_MAX)
        break;
      box = random_box (++test->last_key);
      lw_canvas_add_box (test->canvas, &box);
      {
        LwCanvasBox *copy = g_memdup2 (&box, sizeof (box));

        g_hash_table_replace (test->boxes, &copy->key, copy);
      }
    }
}

/* --- What must hold --- */

static void
check (Storm *storm)
{
  LwTestCanvas  *test = &storm->test;
  GHashTableIter iter;
  gpointer       value;
  gsize          n_keys;
  const gint64  *keys = lw_canvas_get_selection (test->canvas, &n_keys);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_int64_hash, g_int64_equal);

  g_assert_cmpuint (lw_canvas_get_n_boxes (test->canvas), ==, g_hash_table_size (test->boxes));

  for (gsize i = 0; i < n_keys; i++)
    {
      const LwCanvasBox *box = lw_test_canvas_get_box (test, keys[i]);

      g_assert_nonnull (box);
      g_assert_false (box->flags & LW_CANVAS_BOX_HIDDEN);
      g_assert_true (g_hash_table_add (seen, (gpointer) &keys[i]));
    }

  g_hash_table_iter_init (&iter, test->boxes);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      LwRect rect = ((LwCanvasBox *) value)->rect;

      g_assert_true (lw_rect_is_valid (rect));
      g_assert_true (lw_rect_equal (lw_rect_clip (rect, LW_TEST_WIDTH, LW_TEST_HEIGHT), rect));
    }

  g_assert_cmpfloat (lw_canvas_get_zoom (test->canvas), >, 0);
}

static void
test_storm (void)
{
  static void (*const events[]) (Storm *) = { do_drag, do_drag, do_drag, do_drag, do_drag, do_key, do_key,
                                              do_key, do_pointer, do_touch, do_view, do_command, do_command, do_owner };
  const char *wanted = g_getenv ("LW_STORM_EVENTS");
  long        n_events = wanted != NULL ? strtol (wanted, NULL, 10) : EVENTS_DEFAULT;
  Storm       storm = { .is_dragging = FALSE };

  lw_test_canvas_init (&storm.test, NULL, 0);
  for (long i = 0; i < n_events; i++)
    {
      if (g_test_rand_int_range (0, 5) == 0)
        lw_test_canvas_hold (&storm.test, random_state ());
      events[g_test_rand_int_range (0, G_N_ELEMENTS (events))](&storm);
      check (&storm);
      /* Frames are drawn in between, of whatever state there is. */
      if (i % 50 == 0)
        while (g_main_context_iteration (NULL, FALSE))
          ;
    }
  g_test_message ("%ld events; %d requests to move, %" G_GINT64_FORMAT " boxes", n_events, storm.test.n_requests,
                  storm.test.last_key - 1000);
  /* A storm that does nothing finds nothing. */
  g_assert_cmpint (storm.test.n_requests, >, n_events / 200);
  lw_test_canvas_clear (&storm.test);
}

int
main (int   argc,
      char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  g_test_add_func ("/canvas/storm", test_storm);

  return g_test_run ();
}

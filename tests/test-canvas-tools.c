/* test-canvas-tools.c - tools, modifiers, snapping, frames, locks, fingers
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lw-canvas-private.h"
#include "lw-test-canvas.h"

/* A large one, a small one upon it, and one apart. */
static const LwCanvasBox three_boxes[] = {
  { .key = 11, .rect = { 50, 50, 200, 200 }, .colour = 0xff0000, .caption = "Red cell" },
  { .key = 12, .rect = { 80, 80, 140, 140 }, .colour = 0x00ff00, .caption = "White cell" },
  { .key = 13, .rect = { 250, 60, 350, 120 }, .colour = 0x0000ff, .caption = "Platelet" },
};

static void
set_up (LwTestCanvas *test,
        gconstpointer data)
{
  lw_test_canvas_init (test, three_boxes, G_N_ELEMENTS (three_boxes));
}

static void
tear_down (LwTestCanvas *test,
           gconstpointer data)
{
  lw_test_canvas_clear (test);
}

static void
assert_box (LwTestCanvas *test,
            gint64        key,
            double        x0,
            double        y0,
            double        x1,
            double        y1)
{
  const LwCanvasBox *box = lw_test_canvas_get_box (test, key);

  g_assert_nonnull (box);
  g_assert_cmpfloat_with_epsilon (box->rect.x0, x0, 1e-9);
  g_assert_cmpfloat_with_epsilon (box->rect.y0, y0, 1e-9);
  g_assert_cmpfloat_with_epsilon (box->rect.x1, x1, 1e-9);
  g_assert_cmpfloat_with_epsilon (box->rect.y1, y1, 1e-9);
}

/* The box that was drawn last. */
static void
assert_drawn (LwTestCanvas *test,
              double        x0,
              double        y0,
              double        x1,
              double        y1)
{
  assert_box (test, test->last_key, x0, y0, x1, y1);
}

static void
select_keys (LwTestCanvas *test,
             gint64        first,
             gint64        second)
{
  const gint64 keys[] = { first, second };

  lw_canvas_set_selection (test->canvas, keys, second != 0 ? 2 : 1);
}

static void
assert_selected (LwTestCanvas *test,
                 guint         n_wanted,
                 gint64        first,
                 gint64        second)
{
  gsize         n_keys;
  const gint64 *keys = lw_canvas_get_selection (test->canvas, &n_keys);

  g_assert_cmpuint (n_keys, ==, n_wanted);
  if (n_wanted > 0)
    g_assert_cmpint (keys[0], ==, first);
  if (n_wanted > 1)
    g_assert_cmpint (keys[1], ==, second);
}

/* --- Four points --- */

static void
click (LwTestCanvas *test,
       double        x,
       double        y)
{
  lw_test_canvas_drag (test, x, y, x, y);
}

static void
test_four_points (LwTestCanvas *test,
                  gconstpointer data)
{
  lw_canvas_set_tool (test->canvas, LW_CANVAS_TOOL_POINTS);
  click (test, 300, 200);
  click (test, 270, 230);
  g_assert_cmpstr (test->notice, ==, "Point 2 of 4");
  click (test, 5, 5);
  g_assert_true (lw_test_canvas_press (test, GDK_KEY_BackSpace, 0));
  g_assert_cmpstr (test->notice, ==, "Point 2 of 4");
  click (test, 330, 240);
  g_assert_cmpint (test->last_key, ==, 1000);
  click (test, 310, 260);
  assert_drawn (test, 270, 200, 330, 260);

  /* The tool stays for the next one; a drag sets the point where it ends. */
  lw_test_canvas_drag (test, 20, 20, 40, 10);
  click (test, 10, 30);
  g_assert_true (lw_canvas_step_back (test->canvas));
  g_assert_cmpint (lw_canvas_get_tool (test->canvas), ==, LW_CANVAS_TOOL_POINTS);
  g_assert_false (lw_test_canvas_press (test, GDK_KEY_BackSpace, 0));
  g_assert_true (lw_canvas_step_back (test->canvas));
  g_assert_cmpint (lw_canvas_get_tool (test->canvas), ==, LW_CANVAS_TOOL_USUAL);
  g_assert_cmpint (test->last_key, ==, 1001);
}

static void
test_four_points_by_keys (LwTestCanvas *test,
                          gconstpointer data)
{
  static const struct
  {
    guint           keyval;
    GdkModifierType state;
  } keys[] = {
    { GDK_KEY_Return, 0 },
    { GDK_KEY_Right, GDK_SHIFT_MASK },
    { GDK_KEY_Return, 0 },
    { GDK_KEY_Down, GDK_SHIFT_MASK },
    { GDK_KEY_space, 0 },
    { GDK_KEY_Left, 0 },
    { GDK_KEY_Return, 0 },
  };

  lw_canvas_set_tool (test->canvas, LW_CANVAS_TOOL_POINTS);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    g_assert_true (lw_test_canvas_press (test, keys[i].keyval, keys[i].state));
  assert_drawn (test, 200, 150, 210, 160);
}

/* Wherever the pointer left the cross-hair, keys go by whole pixels from there. */
static void
test_keys_from_anywhere (LwTestCanvas *test,
                         gconstpointer data)
{
  lw_canvas_set_zoom (test->canvas, 1.1);
  lw_canvas_set_tool (test->canvas, LW_CANVAS_TOOL_POINTS);
  for (int i = 0; i < 40; i++)
    {
      const LwCanvasBox *box;

      lw_test_canvas_point (test, 150 + i * 0.7, 100 + i);
      lw_test_canvas_press (test, GDK_KEY_Return, 0);
      lw_test_canvas_press (test, GDK_KEY_Right, GDK_SHIFT_MASK);
      lw_test_canvas_press (test, GDK_KEY_Return, 0);
      /* The same place once more is no movement. */
      lw_test_canvas_point (test, 150 + i * 0.7, 100 + i);
      lw_test_canvas_press (test, GDK_KEY_Down, GDK_SHIFT_MASK);
      lw_test_canvas_press (test, GDK_KEY_Return, 0);
      lw_test_canvas_press (test, GDK_KEY_Left, 0);
      lw_test_canvas_press (test, GDK_KEY_Return, 0);

      g_assert_cmpint (test->last_key, ==, 1001 + i);
      box = lw_test_canvas_get_box (test, test->last_key);
      g_assert_cmpfloat_with_epsilon (box->rect.x1 - box->rect.x0, 10, 1e-9);
      g_assert_cmpfloat_with_epsilon (box->rect.y1 - box->rect.y0, 10, 1e-9);
    }
}

/* Points in a line make no box, and that is said. */
static void
test_four_points_in_line (LwTestCanvas *test,
                          gconstpointer data)
{
  lw_canvas_set_tool (test->canvas, LW_CANVAS_TOOL_POINTS);
  for (int i = 0; i < 4; i++)
    click (test, 300 + 10 * i, 200);
  g_assert_cmpint (test->last_key, ==, 1000);
  g_assert_nonnull (strstr (test->notice, "Too small"));
}

/* --- Modifiers --- */

static void
test_square (LwTestCanvas *test,
             gconstpointer data)
{
  lw_test_canvas_drag_begin (test, 210, 210);
  lw_test_canvas_drag_to (test, 30, 20);
  lw_test_canvas_hold (test, GDK_SHIFT_MASK);
  lw_test_canvas_drag_end (test, 50, 20);
  assert_drawn (test, 210, 210, 260, 260);
  lw_test_canvas_hold (test, 0);

  /* Where it would not fit, it is a smaller square. */
  lw_canvas_set_selection (test->canvas, NULL, 0);
  lw_test_canvas_drag_begin (test, 300, 260);
  lw_test_canvas_drag_to (test, 30, 20);
  lw_test_canvas_hold (test, GDK_SHIFT_MASK);
  lw_test_canvas_drag_end (test, 90, 20);
  assert_drawn (test, 300, 260, 340, 300);
  lw_test_canvas_hold (test, 0);
}

static void
test_from_centre (LwTestCanvas *test,
                  gconstpointer data)
{
  lw_test_canvas_hold (test, GDK_ALT_MASK);
  lw_test_canvas_drag (test, 300, 200, 320, 230);
  assert_drawn (test, 280, 170, 320, 230);

  lw_canvas_set_selection (test->canvas, NULL, 0);
  lw_test_canvas_hold (test, GDK_ALT_MASK);
  lw_test_canvas_drag_begin (test, 20, 150);
  lw_test_canvas_drag_to (test, 10, 5);
  lw_test_canvas_hold (test, GDK_ALT_MASK | GDK_SHIFT_MASK);
  lw_test_canvas_drag_end (test, 30, 5);
  assert_drawn (test, 0, 130, 40, 170);
  lw_test_canvas_hold (test, 0);
}

static void
test_from_centre_by_keys (LwTestCanvas *test,
                          gconstpointer data)
{
  lw_canvas_set_tool (test->canvas, LW_CANVAS_TOOL_DRAW);
  g_assert_true (lw_test_canvas_press (test, GDK_KEY_Return, GDK_ALT_MASK));
  lw_test_canvas_press (test, GDK_KEY_Right, GDK_SHIFT_MASK);
  lw_test_canvas_press (test, GDK_KEY_Down, GDK_SHIFT_MASK);
  g_assert_true (lw_test_canvas_press (test, GDK_KEY_Return, 0));
  assert_drawn (test, 190, 140, 210, 160);
}

static void
test_one_axis (LwTestCanvas *test,
               gconstpointer data)
{
  select_keys (test, 13, 0);
  lw_test_canvas_drag_begin (test, 300, 90);
  lw_test_canvas_hold (test, GDK_SHIFT_MASK);
  lw_test_canvas_drag_to (test, -20, 8);
  lw_test_canvas_drag_end (test, -20, 8);
  assert_box (test, 13, 230, 60, 330, 120);
  lw_test_canvas_hold (test, 0);
}

static void
test_resize_from_middle (LwTestCanvas *test,
                         gconstpointer data)
{
  select_keys (test, 12, 0);
  lw_test_canvas_drag_begin (test, 140, 140);
  lw_test_canvas_drag_to (test, 5, 5);
  lw_test_canvas_hold (test, GDK_ALT_MASK);
  lw_test_canvas_drag_end (test, 10, 5);
  assert_box (test, 12, 70, 75, 150, 145);
  lw_test_canvas_hold (test, 0);
}

/* --- Snapping --- */

static void
test_snap_draw (LwTestCanvas *test,
                gconstpointer data)
{
  /* Off at first: exact. */
  lw_test_canvas_drag (test, 204, 205, 246, 295);
  assert_drawn (test, 204, 205, 246, 295);

  lw_canvas_remove_box (test->canvas, test->last_key);
  lw_canvas_set_snapping (test->canvas, TRUE);
  lw_test_canvas_drag (test, 204, 205, 246, 295);
  /* To the large box, the platelet, and the edge of the image. */
  assert_drawn (test, 200, 200, 250, 300);

  /* Ctrl suspends; it comes after the press, where it would mean something else. */
  lw_canvas_remove_box (test->canvas, test->last_key);
  lw_test_canvas_drag_begin (test, 215, 215);
  lw_test_canvas_drag_to (test, 10, 10);
  lw_test_canvas_hold (test, GDK_CONTROL_MASK);
  lw_test_canvas_drag_end (test, 31, 80);
  assert_drawn (test, 215, 215, 246, 295);
  lw_test_canvas_hold (test, 0);
}

static void
test_snap_move (LwTestCanvas *test,
                gconstpointer data)
{
  lw_canvas_set_snapping (test->canvas, TRUE);
  select_keys (test, 13, 0);
  /* Its left edge to the right one of the large box, its top to the image's. */
  lw_test_canvas_drag (test, 300, 90, 253, 34);
  assert_box (test, 13, 200, 0, 300, 60);
}

static void
test_snap_resize (LwTestCanvas *test,
                  gconstpointer data)
{
  lw_canvas_set_snapping (test->canvas, TRUE);
  select_keys (test, 12, 0);
  lw_test_canvas_drag (test, 140, 140, 197, 118);
  assert_box (test, 12, 80, 80, 200, 120);
}

/* What is not there is not snapped to. */
static void
test_snap_hidden (LwTestCanvas *test,
                  gconstpointer data)
{
  LwCanvasBox hidden = three_boxes[0];

  hidden.flags = LW_CANVAS_BOX_HIDDEN;
  lw_canvas_update_box (test->canvas, &hidden);
  lw_canvas_set_snapping (test->canvas, TRUE);
  lw_test_canvas_drag (test, 204, 205, 220, 230);
  assert_drawn (test, 204, 205, 220, 230);
}

/* --- Frames --- */

static void
test_frame (LwTestCanvas *test,
            gconstpointer data)
{
  lw_test_canvas_hold (test, GDK_SHIFT_MASK);
  lw_test_canvas_drag (test, 40, 40, 210, 210);
  assert_selected (test, 2, 11, 12);
  /* Adds, and to the left it is enough to touch. */
  lw_test_canvas_drag (test, 380, 110, 340, 20);
  assert_selected (test, 3, 11, 12);
  /* To the right it is not. */
  lw_test_canvas_hold (test, GDK_SHIFT_MASK | GDK_CONTROL_MASK);
  lw_test_canvas_drag (test, 70, 70, 145, 145);
  assert_selected (test, 2, 11, 13);
  lw_test_canvas_drag (test, 340, 20, 380, 110);
  assert_selected (test, 2, 11, 13);
  /* Only what is in both. */
  lw_test_canvas_hold (test, GDK_SHIFT_MASK | GDK_ALT_MASK);
  lw_test_canvas_drag (test, 40, 40, 210, 210);
  assert_selected (test, 1, 11, 0);
  /* The other way round: the large one goes, the small one comes. */
  lw_test_canvas_hold (test, GDK_SHIFT_MASK | GDK_CONTROL_MASK | GDK_ALT_MASK);
  lw_test_canvas_drag (test, 40, 40, 210, 210);
  assert_selected (test, 1, 12, 0);
  lw_test_canvas_hold (test, 0);
  g_assert_cmpint (test->last_key, ==, 1000);
}

static void
test_frame_tool (LwTestCanvas *test,
                 gconstpointer data)
{
  lw_canvas_set_tool (test->canvas, LW_CANVAS_TOOL_FRAME);
  lw_test_canvas_drag (test, 70, 70, 145, 145);
  assert_selected (test, 1, 12, 0);
  lw_test_canvas_drag (test, 240, 50, 360, 130);
  assert_selected (test, 1, 13, 0);
  g_assert_cmpstr (test->notice, ==, "1 box selected");

  /* By keys; and without the right to edit, too. */
  lw_canvas_set_editable (test->canvas, FALSE);
  lw_test_canvas_point (test, 230, 40);
  g_assert_true (lw_test_canvas_press (test, GDK_KEY_Return, 0));
  lw_test_canvas_point (test, 10, 250);
  g_assert_true (lw_test_canvas_press (test, GDK_KEY_Return, 0));
  assert_selected (test, 2, 11, 12);

  /* The modifiers of the second Enter count. */
  lw_test_canvas_point (test, 70, 70);
  g_assert_true (lw_test_canvas_press (test, GDK_KEY_Return, 0));
  lw_test_canvas_point (test, 150, 150);
  g_assert_true (lw_test_canvas_press (test, GDK_KEY_Return, GDK_CONTROL_MASK));
  assert_selected (test, 1, 11, 0);

  /* What was said of one selection is not said of the next. */
  lw_canvas_set_selection (test->canvas, NULL, 0);
  g_assert_cmpstr (test->notice, ==, "");
}

/* --- Groups --- */

static void
test_resize_group (LwTestCanvas *test,
                   gconstpointer data)
{
  select_keys (test, 12, 13);
  /* Bounds 80 60 350 140: half as wide. */
  lw_test_canvas_drag (test, 350, 100, 215, 100);
  assert_box (test, 12, 80, 80, 110, 140);
  assert_box (test, 13, 165, 60, 215, 120);
  g_assert_cmpint (test->n_requests, ==, 1);
}

/* --- Locks --- */

static void
test_locked (LwTestCanvas *test,
             gconstpointer data)
{
  LwCanvasBox locked = three_boxes[1];

  locked.flags = LW_CANVAS_BOX_LOCKED;
  lw_canvas_update_box (test->canvas, &locked);
  select_keys (test, 12, 0);
  lw_test_canvas_drag (test, 110, 110, 130, 130);
  lw_test_canvas_drag (test, 140, 140, 160, 160);
  lw_test_canvas_press (test, GDK_KEY_Left, 0);
  assert_box (test, 12, 80, 80, 140, 140);
  g_assert_nonnull (strstr (test->notice, "locked"));

  /* The others go without it. */
  select_keys (test, 12, 13);
  lw_test_canvas_drag (test, 300, 90, 290, 90);
  assert_box (test, 12, 80, 80, 140, 140);
  assert_box (test, 13, 240, 60, 340, 120);
  g_assert_cmpint (lw_canvas_get_n_boxes (test->canvas), ==, 3);
}

/* --- What a box must be --- */

static void
test_rules (LwTestCanvas *test,
            gconstpointer data)
{
  LwCanvasBox  tiny = { .key = 14, .rect = { 10, 10, 11, 11 }, .caption = "Tiny" };
  LwCanvasBox *owned = g_memdup2 (&tiny, sizeof (tiny));

  lw_canvas_set_side_min (test->canvas, 5);
  lw_test_canvas_drag (test, 300, 200, 304, 250);
  g_assert_cmpint (test->last_key, ==, 1000);
  g_assert_nonnull (strstr (test->notice, "at least 5 pixels"));

  /* An imported one may be smaller: it can be moved, but not made smaller still. */
  g_hash_table_replace (test->boxes, &owned->key, owned);
  lw_canvas_add_box (test->canvas, &tiny);
  select_keys (test, 14, 0);
  lw_test_canvas_press (test, GDK_KEY_Right, 0);
  assert_box (test, 14, 11, 10, 12, 11);
  lw_test_canvas_press (test, GDK_KEY_Down, GDK_CONTROL_MASK);
  assert_box (test, 14, 11, 10, 12, 12);

  lw_canvas_set_selection (test->canvas, NULL, 0);
  lw_canvas_set_outside (test->canvas, LW_CANVAS_OUTSIDE_REFUSE);
  lw_test_canvas_drag (test, 380, 250, 430, 290);
  g_assert_cmpint (test->last_key, ==, 1000);
  g_assert_nonnull (strstr (test->notice, "outside"));
  lw_canvas_set_outside (test->canvas, LW_CANVAS_OUTSIDE_CUT);
  lw_test_canvas_drag (test, 380, 250, 430, 290);
  assert_drawn (test, 380, 250, 400, 290);
  g_assert_cmpstr (test->notice, ==, "Cut at the edge of the image");
  lw_test_canvas_drag (test, 390, 270, 399, 270);
  g_assert_cmpstr (test->notice, ==, "Stopped at the edge of the image");

  /* A step that goes half of its way is no whole step, and that is said, too. */
  lw_canvas_announce (test->canvas, "");
  lw_canvas_set_outside (test->canvas, LW_CANVAS_OUTSIDE_CUT);
  lw_test_canvas_drag (test, 30, 220, 4, 290);
  assert_drawn (test, 4, 220, 30, 290);
  g_assert_true (lw_test_canvas_press (test, GDK_KEY_Left, GDK_SHIFT_MASK));
  assert_drawn (test, 0, 220, 26, 290);
  g_assert_cmpstr (test->notice, ==, "Stopped at the edge of the image");
}

static void
test_tiny (LwTestCanvas *test,
           gconstpointer data)
{
  /* A hand that slips while it clicks; two clicks mean what they say. */
  lw_test_canvas_drag (test, 300, 200, 303, 203);
  g_assert_cmpint (test->last_key, ==, 1000);
  g_assert_nonnull (strstr (test->notice, "zoom in"));
  lw_canvas_set_tool (test->canvas, LW_CANVAS_TOOL_DRAW);
  click (test, 300, 200);
  click (test, 303, 201);
  assert_drawn (test, 300, 200, 303, 201);

  /* Of a picture smaller than the smallest box all can be drawn. */
  lw_canvas_set_tool (test->canvas, LW_CANVAS_TOOL_USUAL);
  lw_canvas_set_side_min (test->canvas, 5);
  lw_canvas_set_boxes (test->canvas, NULL, 0);
  lw_canvas_set_image_size (test->canvas, 3, 2);
  lw_canvas_zoom_fit (test->canvas);
  lw_test_canvas_drag (test, 1, 1, LW_TEST_WIDTH - 1, LW_TEST_HEIGHT - 1);
  assert_drawn (test, 0, 0, 3, 2);
}

static void
test_nudge_in_tenths (LwTestCanvas *test,
                      gconstpointer data)
{
  select_keys (test, 12, 0);
  lw_canvas_set_zoom (test->canvas, 8);
  lw_test_canvas_press (test, GDK_KEY_Right, 0);
  assert_box (test, 12, 80.1, 80, 140.1, 140);
  lw_test_canvas_press (test, GDK_KEY_Down, GDK_SHIFT_MASK);
  assert_box (test, 12, 80.1, 81, 140.1, 141);
  lw_test_canvas_press (test, GDK_KEY_Left, GDK_CONTROL_MASK);
  assert_box (test, 12, 80.1, 81, 140, 141);
}

/* Keys in a row are one thing to undo; what comes in between ends the row. */
static void
test_burst (LwTestCanvas *test,
            gconstpointer data)
{
  select_keys (test, 12, 0);
  for (int i = 0; i < 5; i++)
    lw_test_canvas_press (test, GDK_KEY_Right, 0);
  g_assert_cmpint (test->n_requests, ==, 5);
  g_assert_cmpint (test->n_more, ==, 4);

  select_keys (test, 13, 0);
  lw_test_canvas_press (test, GDK_KEY_Right, 0);
  g_assert_cmpint (test->n_more, ==, 4);
  lw_test_canvas_drag (test, 300, 90, 310, 90);
  lw_test_canvas_press (test, GDK_KEY_Right, 0);
  g_assert_cmpint (test->n_more, ==, 4);
}

static void
test_nudge_keeps_in_view (LwTestCanvas *test,
                          gconstpointer data)
{
  GdkRectangle area;

  select_keys (test, 12, 0);
  lw_canvas_set_zoom (test->canvas, 4);
  lw_canvas_scroll_to_box (test->canvas, 12);
  for (int i = 0; i < 12; i++)
    lw_test_canvas_press (test, GDK_KEY_Right, GDK_SHIFT_MASK);
  g_assert_true (lw_canvas_get_box_area (test->canvas, 12, &area));
  g_assert_cmpint (area.width, ==, 240);
}

/* --- Below --- */

static void
test_below (LwTestCanvas *test,
            gconstpointer data)
{
  select_keys (test, 11, 0);
  /* Both lie around the middle of the large one. */
  g_assert_true (lw_canvas_select_below (test->canvas));
  assert_selected (test, 1, 12, 0);
  g_assert_true (lw_canvas_select_below (test->canvas));
  assert_selected (test, 1, 11, 0);
  lw_canvas_set_selection (test->canvas, NULL, 0);
  lw_test_canvas_point (test, 300, 250);
  lw_canvas_set_boxes (test->canvas, NULL, 0);
  g_assert_false (lw_canvas_select_below (test->canvas));
}

/* --- Fingers and pen --- */

static void
test_long_press (LwTestCanvas *test,
                 gconstpointer data)
{
  GtkEventController *press = lw_test_canvas_find_controller (test, GTK_TYPE_GESTURE_LONG_PRESS);
  int                 n_asked = 0;

  g_signal_connect_swapped (test->canvas, "menu-requested", G_CALLBACK (g_atomic_int_inc), &n_asked);
  lw_test_canvas_drag_begin (test, 300, 90);
  g_signal_emit_by_name (press, "pressed", 300.0, 90.0);
  g_assert_cmpint (n_asked, ==, 1);
  assert_selected (test, 1, 13, 0);
  lw_test_canvas_drag_end (test, 0, 0);
  assert_selected (test, 1, 13, 0);

  /* A finger that rests while it draws draws on. */
  lw_test_canvas_drag_begin (test, 300, 200);
  lw_test_canvas_drag_to (test, 30, 30);
  g_signal_emit_by_name (press, "pressed", 330.0, 230.0);
  lw_test_canvas_drag_end (test, 40, 40);
  g_assert_cmpint (n_asked, ==, 1);
  assert_drawn (test, 300, 200, 340, 240);
}

static void
test_double_tap (LwTestCanvas *test,
                 gconstpointer data)
{
  GtkEventController *tap = lw_test_canvas_find_controller (test, GTK_TYPE_GESTURE_CLICK);
  double              fit;

  lw_canvas_zoom_fit (test->canvas);
  fit = lw_canvas_get_zoom (test->canvas);
  g_signal_emit_by_name (tap, "pressed", 1, 200.0, 150.0);
  g_assert_cmpfloat (lw_canvas_get_zoom (test->canvas), ==, fit);
  g_signal_emit_by_name (tap, "pressed", 2, 200.0, 150.0);
  g_assert_cmpfloat (lw_canvas_get_zoom (test->canvas), >, 2 * fit);
  g_signal_emit_by_name (tap, "pressed", 2, 200.0, 150.0);
  g_assert_cmpfloat (lw_canvas_get_zoom (test->canvas), ==, fit);
}

/* The second finger takes back what the first began. */
static void
test_pinch (LwTestCanvas *test,
            gconstpointer data)
{
  GtkEventController *pinch = lw_test_canvas_find_controller (test, GTK_TYPE_GESTURE_ZOOM);

  lw_test_canvas_drag_begin (test, 300, 200);
  lw_test_canvas_drag_to (test, 30, 30);
  g_signal_emit_by_name (pinch, "begin", NULL);
  g_signal_emit_by_name (pinch, "scale-changed", 2.0);
  g_assert_cmpfloat_with_epsilon (lw_canvas_get_zoom (test->canvas), 2, 1e-9);
  lw_test_canvas_drag_end (test, 40, 40);
  g_assert_cmpint (test->last_key, ==, 1000);
}

static void
test_finger_reaches_farther (LwTestCanvas *test,
                             gconstpointer data)
{
  select_keys (test, 13, 0);
  g_assert_cmpint (lw_canvas_find_grip (test->canvas, 367, 137, 0, FALSE).kind, ==, LW_CANVAS_GRIP_DRAW);
  g_assert_cmpint (lw_canvas_find_grip (test->canvas, 367, 137, 0, TRUE).kind, ==, LW_CANVAS_GRIP_RESIZE);
}

static void
test_eraser (LwTestCanvas *test,
             gconstpointer data)
{
  lw_canvas_erase_at (test->canvas, 20, 20);
  g_assert_cmpuint (lw_canvas_get_n_boxes (test->canvas), ==, 3);
  lw_canvas_set_editable (test->canvas, FALSE);
  lw_canvas_erase_at (test->canvas, 100, 100);
  g_assert_cmpuint (lw_canvas_get_n_boxes (test->canvas), ==, 3);
  lw_canvas_set_editable (test->canvas, TRUE);
  lw_canvas_erase_at (test->canvas, 100, 100);
  g_assert_cmpuint (lw_canvas_get_n_boxes (test->canvas), ==, 2);
  g_assert_null (lw_test_canvas_get_box (test, 12));
}

/* --- Said --- */

static void
test_announced (LwTestCanvas *test,
                gconstpointer data)
{
  lw_canvas_announce (test->canvas, "Red cell drawn");
  g_assert_cmpstr (test->notice, ==, "Red cell drawn");
  while (g_main_context_iteration (NULL, FALSE))
    ;
  gtk_test_accessible_assert_property (test->canvas, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "3 boxes; Red cell drawn");
}

static void
add (const char *name,
     void (*test) (LwTestCanvas *, gconstpointer))
{
  g_autofree char *path = g_strconcat ("/canvas-tools/", name, NULL);

  g_test_add (path, LwTestCanvas, NULL, set_up, test, tear_down);
}

int
main (int   argc,
      char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);

  add ("four-points", test_four_points);
  add ("four-points-by-keys", test_four_points_by_keys);
  add ("keys-from-anywhere", test_keys_from_anywhere);
  add ("four-points-in-line", test_four_points_in_line);
  add ("square", test_square);
  add ("from-centre", test_from_centre);
  add ("from-centre-by-keys", test_from_centre_by_keys);
  add ("one-axis", test_one_axis);
  add ("resize-from-middle", test_resize_from_middle);
  add ("snap-draw", test_snap_draw);
  add ("snap-move", test_snap_move);
  add ("snap-resize", test_snap_resize);
  add ("snap-hidden", test_snap_hidden);
  add ("frame", test_frame);
  add ("frame-tool", test_frame_tool);
  add ("resize-group", test_resize_group);
  add ("locked", test_locked);
  add ("rules", test_rules);
  add ("tiny", test_tiny);
  add ("nudge-in-tenths", test_nudge_in_tenths);
  add ("burst", test_burst);
  add ("nudge-keeps-in-view", test_nudge_keeps_in_view);
  add ("below", test_below);
  add ("long-press", test_long_press);
  add ("double-tap", test_double_tap);
  add ("pinch", test_pinch);
  add ("finger-reaches-farther", test_finger_reaches_farther);
  add ("eraser", test_eraser);
  add ("announced", test_announced);

  return g_test_run ();
}

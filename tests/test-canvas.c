/* test-canvas.c - what the canvas shows and asks for
 *
 * Gestures are driven through the signals of their controllers; the widget is as
 * large as its picture, so that at zoom 1 both have the same coordinates.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lw-canvas-private.h"

#include <math.h>

#define WIDTH 400
#define HEIGHT 300

typedef struct
{
  GtkWidget *window;
  LwCanvas  *canvas;
  GArray    *drawn;   /* (element-type LwRect) */
  GArray    *moved;   /* (element-type LwCanvasBox): key and rect */
  GPtrArray *notices; /* (element-type utf8) */
  int        n_selection_changed;
  int        n_notified;
} Fixture;

/* A large one, a small one upon it, and one apart. */
static const LwCanvasBox three_boxes[] = {
  { 11, { 50, 50, 200, 200 }, 0xff0000, 0, "Red cell" },
  { 12, { 80, 80, 140, 140 }, 0x00ff00, 0, "White cell" },
  { 13, { 250, 60, 350, 120 }, 0x0000ff, 0, "Platelet" },
};

static void
box_drawn_cb (LwCanvas     *canvas,
              const LwRect *rect,
              Fixture      *fixture)
{
  g_array_append_val (fixture->drawn, *rect);
}

static void
boxes_moved_cb (LwCanvas     *canvas,
                const gint64 *keys,
                const LwRect *rects,
                guint         n_boxes,
                gboolean      is_more,
                Fixture      *fixture)
{
  for (guint i = 0; i < n_boxes; i++)
    {
      LwCanvasBox box = { .key = keys[i], .rect = rects[i] };

      g_array_append_val (fixture->moved, box);
    }
}

static void
notice_cb (LwCanvas   *canvas,
           const char *text,
           Fixture    *fixture)
{
  g_ptr_array_add (fixture->notices, g_strdup (text));
}

static void
count_cb (LwCanvas *canvas,
          int      *n)
{
  ++*n;
}

static void
count_notify_cb (LwCanvas   *canvas,
                 GParamSpec *pspec,
                 int        *n)
{
  ++*n;
}

static LwPixels *
make_grey (int width_px,
           int height_px)
{
  gsize              size = (gsize) width_px * (gsize) height_px * 3;
  g_autofree guint8 *rgb = g_malloc (size);

  for (gsize i = 0; i < size; i++)
    rgb[i] = 0x99;

  return lw_pixels_new_from_rgb (rgb, width_px, height_px, (gsize) width_px * 3);
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  g_autoptr (LwPixels) pixels = make_grey (WIDTH, HEIGHT);

  fixture->drawn = g_array_new (FALSE, FALSE, sizeof (LwRect));
  fixture->moved = g_array_new (FALSE, FALSE, sizeof (LwCanvasBox));
  fixture->notices = g_ptr_array_new_with_free_func (g_free);
  fixture->window = gtk_window_new ();
  fixture->canvas = LW_CANVAS (lw_canvas_new ());
  gtk_window_set_decorated (GTK_WINDOW (fixture->window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), WIDTH, HEIGHT);
  gtk_window_set_child (GTK_WINDOW (fixture->window), GTK_WIDGET (fixture->canvas));
  gtk_window_present (GTK_WINDOW (fixture->window));
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->canvas));
  g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (fixture->canvas)), ==, WIDTH);
  g_assert_cmpint (gtk_widget_get_height (GTK_WIDGET (fixture->canvas)), ==, HEIGHT);

  lw_canvas_set_pixels (fixture->canvas, pixels);
  lw_canvas_set_zoom (fixture->canvas, 1);
  lw_canvas_set_boxes (fixture->canvas, three_boxes, G_N_ELEMENTS (three_boxes));

  g_signal_connect (fixture->canvas, "box-drawn", G_CALLBACK (box_drawn_cb), fixture);
  g_signal_connect (fixture->canvas, "boxes-moved", G_CALLBACK (boxes_moved_cb), fixture);
  g_signal_connect (fixture->canvas, "notice", G_CALLBACK (notice_cb), fixture);
  g_signal_connect (fixture->canvas, "selection-changed", G_CALLBACK (count_cb), &fixture->n_selection_changed);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  gpointer canvas = fixture->canvas;

  g_object_add_weak_pointer (G_OBJECT (canvas), &canvas);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  g_assert_null (canvas);

  g_array_unref (fixture->drawn);
  g_array_unref (fixture->moved);
  g_ptr_array_unref (fixture->notices);
}

static GtkEventController *
find_controller (Fixture *fixture,
                 GType    type)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (fixture->canvas));

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (g_type_is_a (G_OBJECT_TYPE (controller), type) &&
          (!GTK_IS_GESTURE_SINGLE (controller) ||
           gtk_gesture_single_get_button (GTK_GESTURE_SINGLE (controller)) == GDK_BUTTON_PRIMARY))
        return controller;
    }

  g_assert_not_reached ();
}

static void
drag (Fixture *fixture,
      double   x0,
      double   y0,
      double   x1,
      double   y1)
{
  GtkEventController *gesture = find_controller (fixture, GTK_TYPE_GESTURE_DRAG);

  g_signal_emit_by_name (gesture, "drag-begin", x0, y0);
  g_signal_emit_by_name (gesture, "drag-update", (x1 - x0) / 2, (y1 - y0) / 2);
  g_signal_emit_by_name (gesture, "drag-update", x1 - x0, y1 - y0);
  g_signal_emit_by_name (gesture, "drag-end", x1 - x0, y1 - y0);
}

static void
click (Fixture *fixture,
       double   x,
       double   y)
{
  drag (fixture, x, y, x, y);
}

static gboolean
press (Fixture        *fixture,
       guint           keyval,
       GdkModifierType state)
{
  gboolean is_handled = FALSE;

  g_signal_emit_by_name (find_controller (fixture, GTK_TYPE_EVENT_CONTROLLER_KEY), "key-pressed",
                         keyval, 0, state, &is_handled);

  return is_handled;
}

static void
point (Fixture *fixture,
       double   x,
       double   y)
{
  g_signal_emit_by_name (find_controller (fixture, GTK_TYPE_EVENT_CONTROLLER_MOTION), "motion", x, y);
}

static gint64
get_selected (Fixture *fixture)
{
  gsize         n_keys;
  const gint64 *keys = lw_canvas_get_selection (fixture->canvas, &n_keys);

  g_assert_cmpuint (n_keys, <=, 1);

  return n_keys == 1 ? keys[0] : 0;
}

static void
assert_rect (LwRect rect,
             double x0,
             double y0,
             double x1,
             double y1)
{
  g_assert_cmpfloat_with_epsilon (rect.x0, x0, 1e-9);
  g_assert_cmpfloat_with_epsilon (rect.y0, y0, 1e-9);
  g_assert_cmpfloat_with_epsilon (rect.x1, x1, 1e-9);
  g_assert_cmpfloat_with_epsilon (rect.y1, y1, 1e-9);
}

static void
assert_one_moved (Fixture *fixture,
                  gint64   key,
                  double   x0,
                  double   y0,
                  double   x1,
                  double   y1)
{
  const LwCanvasBox *moved = &g_array_index (fixture->moved, LwCanvasBox, 0);

  g_assert_cmpuint (fixture->moved->len, ==, 1);
  g_assert_cmpint (moved->key, ==, key);
  assert_rect (moved->rect, x0, y0, x1, y1);
  g_array_set_size (fixture->moved, 0);
}

static cairo_surface_t *
render (Fixture *fixture)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, WIDTH, HEIGHT);
  cairo_t         *cr = cairo_create (surface);
  g_autoptr (GdkPaintable) paintable = NULL;
  g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();
  g_autoptr (GskRenderNode) node = NULL;

  /* A paintable that is made before holds the picture of before. */
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->canvas));
  paintable = gtk_widget_paintable_new (GTK_WIDGET (fixture->canvas));
  gdk_paintable_snapshot (paintable, snapshot, WIDTH, HEIGHT);
  node = gtk_snapshot_to_node (snapshot);
  gsk_render_node_draw (node, cr);
  cairo_destroy (cr);
  cairo_surface_flush (surface);

  return surface;
}

static guint32
pixel_at (cairo_surface_t *surface,
          int              x,
          int              y)
{
  const guchar *data = cairo_image_surface_get_data (surface);

  return *(const guint32 *) (const void *) (data + y * cairo_image_surface_get_stride (surface) + 4 * x) & 0xffffff;
}

static void
assert_same_picture (cairo_surface_t *a,
                     cairo_surface_t *b)
{
  for (int y = 0; y < HEIGHT; y++)
    for (int x = 0; x < WIDTH; x++)
      g_assert_cmphex (pixel_at (a, x, y), ==, pixel_at (b, x, y));
}

/* clang-format off */
static const struct
{
  const char *name;
  double      x0, y0, x1, y1;
  LwRect      drawn;
  guint       n_notices;
  gboolean    is_drawn;
} draw_cases[] = {
  { "empty-ground",  210,   210,   300,   280,   { 210, 210, 300, 280 }, 0, TRUE },
  { "backwards",     300,   280,   210,   210,   { 210, 210, 300, 280 }, 0, TRUE },
  { "rounded",       210.4, 210.6, 300.4, 280.6, { 210, 211, 300, 281 }, 0, TRUE },
  { "on-unselected",  60,    60,    78,    75,   {  60,  60,  78,  75 }, 0, TRUE },
  { "clipped",       380,   280,   430,   350,   { 380, 280, 400, 300 }, 1, TRUE },
  { "outside",       410,   310,   430,   350,   {   0,   0,   0,   0 }, 1, FALSE },
  { "too-thin",      210,   210,   210.2, 280,   {   0,   0,   0,   0 }, 1, FALSE },
};
/* clang-format on */

static void
test_draw (Fixture      *fixture,
           gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);

  drag (fixture, draw_cases[i].x0, draw_cases[i].y0, draw_cases[i].x1, draw_cases[i].y1);

  g_assert_cmpuint (fixture->notices->len, ==, draw_cases[i].n_notices);
  g_assert_cmpuint (fixture->drawn->len, ==, draw_cases[i].is_drawn ? 1 : 0);
  if (draw_cases[i].is_drawn)
    g_assert_true (lw_rect_equal (g_array_index (fixture->drawn, LwRect, 0), draw_cases[i].drawn));
  g_assert_cmpuint (fixture->moved->len, ==, 0);
}

static void
test_draw_in_tenths (Fixture      *fixture,
                     gconstpointer data)
{
  lw_canvas_set_zoom (fixture->canvas, 10);
  drag (fixture, 200, 150, 223, 167);

  assert_rect (g_array_index (fixture->drawn, LwRect, 0), 200, 150, 202.3, 151.7);
}

static void
test_click (Fixture      *fixture,
            gconstpointer data)
{
  click (fixture, 100, 100);
  g_assert_cmpint (get_selected (fixture), ==, 12);
  click (fixture, 101, 101);
  g_assert_cmpint (get_selected (fixture), ==, 11);
  click (fixture, 101, 101);
  g_assert_cmpint (get_selected (fixture), ==, 12);
  click (fixture, 300, 100);
  g_assert_cmpint (get_selected (fixture), ==, 13);
  g_assert_cmpint (fixture->n_selection_changed, ==, 4);
  click (fixture, 301, 101);
  g_assert_cmpint (fixture->n_selection_changed, ==, 4);
  click (fixture, 10, 10);
  g_assert_cmpint (get_selected (fixture), ==, 0);
  g_assert_cmpuint (fixture->drawn->len, ==, 0);
}

static void
test_caption (Fixture      *fixture,
              gconstpointer data)
{
  LwCanvasBox moved = three_boxes[2];

  cairo_surface_destroy (render (fixture));
  click (fixture, 255, 52);
  g_assert_cmpint (get_selected (fixture), ==, 13);
  cairo_surface_destroy (render (fixture));
  drag (fixture, 265, 52, 270, 60);
  assert_one_moved (fixture, 13, 255, 68, 355, 128);

  /* It goes with its box. */
  moved.rect = (LwRect){ 250, 200, 350, 260 };
  lw_canvas_update_box (fixture->canvas, &moved);
  click (fixture, 10, 250);
  click (fixture, 255, 52);
  g_assert_cmpint (get_selected (fixture), ==, 0);
  cairo_surface_destroy (render (fixture));
  click (fixture, 255, 192);
  g_assert_cmpint (get_selected (fixture), ==, 13);
}

static void
test_hidden_is_not_hit (Fixture      *fixture,
                        gconstpointer data)
{
  LwCanvasBox box = three_boxes[1];

  lw_canvas_set_selection (fixture->canvas, &box.key, 1);
  box.flags = LW_CANVAS_BOX_HIDDEN;
  lw_canvas_update_box (fixture->canvas, &box);
  g_assert_cmpint (get_selected (fixture), ==, 0);
  click (fixture, 100, 100);
  g_assert_cmpint (get_selected (fixture), ==, 11);
}

static void
test_move (Fixture      *fixture,
           gconstpointer data)
{
  gint64 key = 12;

  lw_canvas_set_selection (fixture->canvas, &key, 1);
  drag (fixture, 110, 110, 130.4, 105);
  assert_one_moved (fixture, 12, 100, 75, 160, 135);

  /* Stops at the border, as a whole. */
  drag (fixture, 110, 110, 1000, 110);
  assert_one_moved (fixture, 12, 340, 80, 400, 140);
}

static void
test_move_group (Fixture      *fixture,
                 gconstpointer data)
{
  gint64 keys[] = { 12, 13 };

  lw_canvas_set_selection (fixture->canvas, keys, 2);
  drag (fixture, 110, 110, 210, 111);

  g_assert_cmpuint (fixture->moved->len, ==, 2);
  assert_rect (g_array_index (fixture->moved, LwCanvasBox, 0).rect, 130, 81, 190, 141);
  assert_rect (g_array_index (fixture->moved, LwCanvasBox, 1).rect, 300, 61, 400, 121);
}

static void
test_resize (Fixture      *fixture,
             gconstpointer data)
{
  gint64 key = 12;

  lw_canvas_set_selection (fixture->canvas, &key, 1);
  drag (fixture, 140, 140, 150, 161);
  assert_one_moved (fixture, 12, 80, 80, 150, 161);
  drag (fixture, 110, 80, 90, 70);
  assert_one_moved (fixture, 12, 80, 70, 140, 140);
  /* Over the opposite edge. */
  drag (fixture, 80, 110, 180, 110);
  assert_one_moved (fixture, 12, 140, 80, 180, 140);
}

static void
test_escape_ends_drag (Fixture      *fixture,
                       gconstpointer data)
{
  GtkEventController *gesture = find_controller (fixture, GTK_TYPE_GESTURE_DRAG);
  gint64              key = 12;

  lw_canvas_set_selection (fixture->canvas, &key, 1);
  lw_canvas_set_drawing_mode (fixture->canvas, TRUE);
  g_signal_emit_by_name (gesture, "drag-begin", 10.0, 10.0);
  g_signal_emit_by_name (gesture, "drag-update", 40.0, 40.0);

  g_assert_true (press (fixture, GDK_KEY_Escape, 0));
  g_signal_emit_by_name (gesture, "drag-update", 50.0, 50.0);
  g_signal_emit_by_name (gesture, "drag-end", 50.0, 50.0);
  g_assert_cmpuint (fixture->drawn->len, ==, 0);
  g_assert_true (lw_canvas_get_drawing_mode (fixture->canvas));

  g_assert_true (press (fixture, GDK_KEY_Escape, 0));
  g_assert_false (lw_canvas_get_drawing_mode (fixture->canvas));
  g_assert_true (press (fixture, GDK_KEY_Escape, 0));
  g_assert_cmpint (get_selected (fixture), ==, 0);
  g_assert_false (press (fixture, GDK_KEY_Escape, 0));
}

static void
test_read_only (Fixture      *fixture,
                gconstpointer data)
{
  gint64 key = 12;

  lw_canvas_set_editable (fixture->canvas, FALSE);
  lw_canvas_set_selection (fixture->canvas, &key, 1);
  drag (fixture, 210, 210, 250, 250);
  press (fixture, GDK_KEY_Left, 0);

  g_assert_cmpuint (fixture->drawn->len + fixture->moved->len, ==, 0);
  /* The drag panned instead. */
  click (fixture, 340, 140);
  g_assert_cmpint (get_selected (fixture), ==, 13);
}

static void
test_arrows (Fixture      *fixture,
             gconstpointer data)
{
  gint64 key = 13;

  lw_canvas_set_selection (fixture->canvas, &key, 1);
  g_assert_true (press (fixture, GDK_KEY_Left, 0));
  assert_one_moved (fixture, 13, 249, 60, 349, 120);
  press (fixture, GDK_KEY_Down, GDK_SHIFT_MASK);
  assert_one_moved (fixture, 13, 250, 70, 350, 130);
  press (fixture, GDK_KEY_Right, GDK_CONTROL_MASK);
  assert_one_moved (fixture, 13, 250, 60, 351, 120);
}

static void
test_tab (Fixture      *fixture,
          gconstpointer data)
{
  static const gint64 order[] = { 11, 12, 13 };

  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    {
      g_assert_true (press (fixture, GDK_KEY_Tab, 0));
      g_assert_cmpint (get_selected (fixture), ==, order[i]);
    }
  /* The focus must be able to leave. */
  g_assert_false (press (fixture, GDK_KEY_Tab, 0));
  g_assert_true (press (fixture, GDK_KEY_ISO_Left_Tab, GDK_SHIFT_MASK));
  g_assert_cmpint (get_selected (fixture), ==, 12);
}

static void
test_draw_by_keys (Fixture      *fixture,
                   gconstpointer data)
{
  g_assert_false (press (fixture, GDK_KEY_Return, 0));
  lw_canvas_set_drawing_mode (fixture->canvas, TRUE);
  press (fixture, GDK_KEY_Right, GDK_SHIFT_MASK);
  g_assert_true (press (fixture, GDK_KEY_Return, 0));
  press (fixture, GDK_KEY_Right, GDK_SHIFT_MASK);
  press (fixture, GDK_KEY_Down, 0);
  press (fixture, GDK_KEY_Down, 0);
  g_assert_true (press (fixture, GDK_KEY_Return, 0));

  g_assert_cmpuint (fixture->drawn->len, ==, 1);
  assert_rect (g_array_index (fixture->drawn, LwRect, 0), 210, 150, 220, 152);
}

static void
test_draw_by_clicks (Fixture      *fixture,
                     gconstpointer data)
{
  lw_canvas_set_drawing_mode (fixture->canvas, TRUE);
  click (fixture, 100, 100);
  point (fixture, 120, 140);
  click (fixture, 130, 150);

  g_assert_cmpuint (fixture->drawn->len, ==, 1);
  assert_rect (g_array_index (fixture->drawn, LwRect, 0), 100, 100, 130, 150);
}

static void
test_selection_survives (Fixture      *fixture,
                         gconstpointer data)
{
  gint64 keys[] = { 13, 12, 99 };
  gsize  n_keys;

  lw_canvas_set_selection (fixture->canvas, keys, 3);
  g_assert_cmpint (fixture->n_selection_changed, ==, 1);
  lw_canvas_get_selection (fixture->canvas, &n_keys);
  g_assert_cmpuint (n_keys, ==, 2);

  lw_canvas_set_boxes (fixture->canvas, three_boxes, G_N_ELEMENTS (three_boxes));
  g_assert_cmpint (fixture->n_selection_changed, ==, 1);
  lw_canvas_remove_box (fixture->canvas, 11);
  g_assert_cmpint (fixture->n_selection_changed, ==, 1);
  lw_canvas_remove_box (fixture->canvas, 13);
  g_assert_cmpint (fixture->n_selection_changed, ==, 2);
  g_assert_cmpint (get_selected (fixture), ==, 12);
  lw_canvas_set_boxes (fixture->canvas, NULL, 0);
  g_assert_cmpint (fixture->n_selection_changed, ==, 3);
}

static void
test_removed_under_drag (Fixture      *fixture,
                         gconstpointer data)
{
  GtkEventController *gesture = find_controller (fixture, GTK_TYPE_GESTURE_DRAG);
  gint64              key = 12;

  lw_canvas_set_selection (fixture->canvas, &key, 1);
  g_signal_emit_by_name (gesture, "drag-begin", 110.0, 110.0);
  g_signal_emit_by_name (gesture, "drag-update", 40.0, 40.0);
  lw_canvas_remove_box (fixture->canvas, 12);
  g_signal_emit_by_name (gesture, "drag-update", 50.0, 50.0);
  g_signal_emit_by_name (gesture, "drag-end", 50.0, 50.0);

  g_assert_cmpuint (fixture->moved->len, ==, 0);
  g_assert_cmpuint (lw_canvas_get_n_boxes (fixture->canvas), ==, 2);
}

static void
test_notify_once (Fixture      *fixture,
                  gconstpointer data)
{
  static const char *const signals[] = { "notify::zoom", "notify::drawing-mode", "notify::editable" };

  for (guint i = 0; i < G_N_ELEMENTS (signals); i++)
    g_signal_connect (fixture->canvas, signals[i], G_CALLBACK (count_notify_cb), &fixture->n_notified);

  lw_canvas_set_drawing_mode (fixture->canvas, TRUE);
  lw_canvas_set_drawing_mode (fixture->canvas, TRUE);
  g_assert_cmpint (fixture->n_notified, ==, 1);
  lw_canvas_set_editable (fixture->canvas, TRUE);
  g_assert_cmpint (fixture->n_notified, ==, 1);
  lw_canvas_set_zoom (fixture->canvas, 2);
  lw_canvas_set_zoom (fixture->canvas, 2);
  g_assert_cmpint (fixture->n_notified, ==, 2);
}

static void
test_view_is_kept (Fixture      *fixture,
                   gconstpointer data)
{
  lw_canvas_set_zoom (fixture->canvas, 3);
  lw_canvas_set_image_size (fixture->canvas, 0, 0);
  lw_canvas_set_message (fixture->canvas, "Not readable");
  lw_canvas_set_image_size (fixture->canvas, WIDTH, HEIGHT);
  g_assert_cmpfloat (lw_canvas_get_zoom (fixture->canvas), ==, 3);
  lw_canvas_set_image_size (fixture->canvas, 900, 900);
  g_assert_cmpfloat (lw_canvas_get_zoom (fixture->canvas), ==, 3);

  lw_canvas_zoom_fit (fixture->canvas);
  lw_canvas_set_image_size (fixture->canvas, 138, 138);
  g_assert_cmpfloat_with_epsilon (lw_canvas_get_zoom (fixture->canvas), 2, 1e-9);
}

/* A box that reaches to infinity looks like one that reaches beyond the picture. */
static void
test_far (Fixture      *fixture,
          gconstpointer data)
{
  LwCanvasBox      box = three_boxes[0];
  cairo_surface_t *expected, *surface;

  box.rect = (LwRect){ -1e5, 40, 1e5, 60 };
  lw_canvas_set_boxes (fixture->canvas, &box, 1);
  expected = render (fixture);
  box.rect = (LwRect){ -1e308, 40, INFINITY, 60 };
  lw_canvas_set_boxes (fixture->canvas, &box, 1);
  surface = render (fixture);

  for (int y = 0; y < cairo_image_surface_get_height (expected); y++)
    for (int x = 0; x < cairo_image_surface_get_width (expected); x++)
      g_assert_cmphex (pixel_at (surface, x, y), ==, pixel_at (expected, x, y));

  cairo_surface_destroy (expected);
  cairo_surface_destroy (surface);
}

static void
test_pixels (Fixture      *fixture,
             gconstpointer data)
{
  cairo_surface_t *surface = render (fixture);

  g_assert_cmphex (pixel_at (surface, 230, 230), ==, 0x999999);
  /* Lines of 2 pixels on the edge, between dark casings. */
  g_assert_cmphex (pixel_at (surface, 199, 180), ==, 0xff0000);
  g_assert_cmphex (pixel_at (surface, 200, 180), ==, 0xff0000);
  g_assert_cmphex (pixel_at (surface, 201, 180) >> 16, <, 0x80);
  g_assert_cmphex (pixel_at (surface, 202, 180), ==, 0x999999);
  g_assert_cmphex (pixel_at (surface, 140, 110), ==, 0x00ff00);
  g_assert_cmphex (pixel_at (surface, 110, 110), ==, 0x999999);
  cairo_surface_destroy (surface);

  /* Nothing of the picture stays when the next one begins. */
  lw_canvas_set_image_size (fixture->canvas, WIDTH, HEIGHT);
  lw_canvas_set_boxes (fixture->canvas, NULL, 0);
  surface = render (fixture);
  g_assert_cmphex (pixel_at (surface, 230, 230), !=, 0x999999);
  g_assert_cmphex (pixel_at (surface, 230, 230), ==, pixel_at (surface, 140, 110));
  cairo_surface_destroy (surface);
}

static void
make_random_boxes (LwCanvasBox *boxes,
                   int          n_boxes)
{
  for (int i = 0; i < n_boxes; i++)
    {
      double x = g_test_rand_double_range (-20, WIDTH);
      double y = g_test_rand_double_range (-20, HEIGHT);

      boxes[i] = (LwCanvasBox){ .key = i,
                                .rect = { x, y, x + g_test_rand_double_range (1, 90), y + g_test_rand_double_range (1, 90) },
                                .colour = (guint32) g_test_rand_int () & 0xffffff,
                                .flags = (LwCanvasBoxFlags) g_test_rand_int_range (0, 8),
                                .caption = i % 3 == 0 ? "x" : "A longer name",
                                .pattern = lw_line_pattern_for ((size_t) i) };
    }
}

static void
edit_some (Fixture     *fixture,
           LwCanvasBox *boxes,
           int          n_boxes)
{
  for (int i = 0; i < 3; i++)
    {
      LwCanvasBox *box = &boxes[g_test_rand_int_range (0, n_boxes)];

      box->rect.x1 += g_test_rand_double_range (0, 30);
      box->flags ^= LW_CANVAS_BOX_DIM;
      lw_canvas_update_box (fixture->canvas, box);
    }
}

static GArray *
dup_caption_areas (Fixture *fixture)
{
  const GArray *placed = fixture->canvas->overlay.captions.placed;
  GArray       *areas = g_array_new (FALSE, FALSE, sizeof (LwCanvasArea));

  for (guint i = 0; i < placed->len; i++)
    g_array_append_val (areas, g_array_index (placed, LwCanvasCaption, i).area);

  return areas;
}

static gboolean
is_in_one (const GArray *areas,
           int           x,
           int           y)
{
  for (guint i = 0; i < areas->len; i++)
    if (lw_canvas_area_overlaps (g_array_index (areas, LwCanvasArea, i), (LwCanvasArea){ x, y, x + 1, y + 1 }))
      return TRUE;

  return FALSE;
}

/* Outside of the captions there are boxes, and nothing that a caption left behind. */
static void
assert_nothing_left_behind (cairo_surface_t *with,
                            cairo_surface_t *without,
                            const GArray    *areas,
                            int              x_px,
                            int              y_px)
{
  for (int y = 0; y < HEIGHT; y++)
    for (int x = 0; x < WIDTH; x++)
      if (pixel_at (with, x, y) != pixel_at (without, x, y))
        g_assert_true (is_in_one (areas, x + x_px, y + y_px));
}

static void
test_captions (Fixture      *fixture,
               gconstpointer data)
{
  enum
  {
    N_BOXES = 150
  };
  LwCanvasBox boxes[N_BOXES];
  int         x_px, y_px;

  make_random_boxes (boxes, N_BOXES);
  lw_canvas_set_boxes (fixture->canvas, boxes, N_BOXES);
  lw_canvas_get_origin_px (fixture->canvas, &x_px, &y_px);

  for (int round = 0; round < 8; round++)
    {
      g_autoptr (GArray) areas = NULL;
      cairo_surface_t *with, *without;

      lw_canvas_set_options (fixture->canvas, LW_CANVAS_CAPTIONS);
      for (int i = 0; i < 4; i++)
        {
          edit_some (fixture, boxes, N_BOXES);
          cairo_surface_destroy (render (fixture));
        }
      with = render (fixture);
      areas = dup_caption_areas (fixture);
      g_assert_cmpuint (areas->len, >, 5);
      for (guint i = 0; i < areas->len; i++)
        for (guint k = 0; k < i; k++)
          g_assert_false (lw_canvas_area_overlaps (g_array_index (areas, LwCanvasArea, i), g_array_index (areas, LwCanvasArea, k)));

      lw_canvas_set_options (fixture->canvas, 0);
      without = render (fixture);
      g_assert_cmpuint (fixture->canvas->overlay.captions.placed->len, ==, 0);
      assert_nothing_left_behind (with, without, areas, x_px, y_px);
      cairo_surface_destroy (with);
      cairo_surface_destroy (without);
    }
}

/* However dense: what is hovered or selected has a caption. */
static void
test_live_captions (Fixture      *fixture,
                    gconstpointer data)
{
  LwCanvasBox      boxes[60];
  gint64           key = 59;
  cairo_surface_t *before, *after;

  for (int i = 0; i < 60; i++)
    boxes[i] = (LwCanvasBox){ .key = i, .rect = { 100 - i, 100 - i, 180 + i, 150 + i }, .colour = 0x336699, .caption = "A class with a name" };
  boxes[59].rect = (LwRect){ 130, 110, 150, 130 };
  lw_canvas_set_boxes (fixture->canvas, boxes, G_N_ELEMENTS (boxes));
  before = render (fixture);
  g_assert_cmpuint (fixture->canvas->overlay.captions.placed->len, <, 59);

  lw_canvas_set_selection (fixture->canvas, &key, 1);
  after = render (fixture);
  g_assert_cmpuint (fixture->canvas->overlay.captions.live->len, ==, 1);
  {
    LwCanvasArea area = g_array_index (fixture->canvas->overlay.captions.live, LwCanvasCaption, 0).area;
    int          x_px, y_px;

    lw_canvas_get_origin_px (fixture->canvas, &x_px, &y_px);
    g_assert_cmphex (pixel_at (after, area.x0 - x_px + 1, area.y0 - y_px + 1), ==, 0x336699);
    /* It can be clicked, as any. */
    lw_canvas_set_selection (fixture->canvas, &boxes[0].key, 1);
    lw_canvas_set_selection (fixture->canvas, &key, 1);
    cairo_surface_destroy (render (fixture));
    g_assert_true (lw_canvas_overlay_find_caption (fixture->canvas, area.x0 - x_px + 1, area.y0 - y_px + 1) ==
                   lw_canvas_find_item (fixture->canvas, key));
  }
  cairo_surface_destroy (before);
  cairo_surface_destroy (after);
}

/* A label's line goes on where its pattern pauses; a suggestion's has holes. */
static void
test_patterns (Fixture      *fixture,
               gconstpointer data)
{
  LwCanvasBox      box = { .key = 1, .rect = { 50, 50, 250, 200 }, .colour = 0xffcc00, .pattern = LW_LINE_DOTS };
  cairo_surface_t *surface;
  int              n_strokes = 0, n_pauses = 0, n_holes = 0;

  lw_canvas_set_boxes (fixture->canvas, &box, 1);
  lw_canvas_set_options (fixture->canvas, LW_CANVAS_PATTERNS);
  surface = render (fixture);
  for (int x = 60; x < 240; x++)
    {
      n_strokes += pixel_at (surface, x, 50) == 0xffcc00;
      n_pauses += pixel_at (surface, x, 50) == 0x000000;
    }
  g_assert_cmpint (n_strokes + n_pauses, ==, 180);
  g_assert_cmpint (n_strokes, ==, 72);
  cairo_surface_destroy (surface);

  box.flags = LW_CANVAS_BOX_DASHED;
  lw_canvas_update_box (fixture->canvas, &box);
  surface = render (fixture);
  for (int x = 60; x < 240; x++)
    n_holes += pixel_at (surface, x, 50) != 0xffcc00 && pixel_at (surface, x, 50) != 0x000000;
  g_assert_cmpint (n_holes, >, 50);
  cairo_surface_destroy (surface);
}

/* Boxes of others are seen and said, and the pointer goes through them. */
static void
test_ghosts (Fixture      *fixture,
             gconstpointer data)
{
  const LwCanvasGhost ghost = { { 210, 150, 390, 280 }, 0xffffff, LW_LINE_DOTS, "Red cell · Ben" };
  cairo_surface_t    *surface;

  lw_canvas_set_ghosts (fixture->canvas, &ghost, 1);
  surface = render (fixture);
  g_assert_cmphex (pixel_at (surface, 210, 151), !=, 0x999999);
  g_assert_cmphex (pixel_at (surface, 300, 279), !=, 0x999999);
  g_assert_cmphex (pixel_at (surface, 300, 220), ==, 0x999999);
  cairo_surface_destroy (surface);

  point (fixture, 300, 220);
  g_assert_cmpint (fixture->canvas->ghosts.hovered, ==, 0);
  g_assert_null (fixture->canvas->hovered);
  click (fixture, 300, 220);
  g_assert_cmpint (get_selected (fixture), ==, 0);
  surface = render (fixture);
  g_assert_cmphex (pixel_at (surface, 211, 146), ==, 0xffffff);
  cairo_surface_destroy (surface);

  point (fixture, 20, 20);
  g_assert_cmpint (fixture->canvas->ghosts.hovered, ==, -1);
  lw_canvas_set_ghosts (fixture->canvas, NULL, 0);
  surface = render (fixture);
  g_assert_cmphex (pixel_at (surface, 210, 151), ==, 0x999999);
  cairo_surface_destroy (surface);
}

/* A part that was redrawn must look as if all had been. */
static void
test_single_edits_look_the_same (Fixture      *fixture,
                                 gconstpointer data)
{
  enum
  {
    N_BOXES = 400
  };
  LwCanvasBox      boxes[N_BOXES];
  cairo_surface_t *edited, *whole;

  /* Captions stay where they are when something else is edited. */
  lw_canvas_set_options (fixture->canvas, LW_CANVAS_PATTERNS);
  make_random_boxes (boxes, N_BOXES);
  lw_canvas_set_boxes (fixture->canvas, boxes, N_BOXES);
  cairo_surface_destroy (render (fixture));

  for (int round = 0; round < 10; round++)
    {
      edit_some (fixture, boxes, N_BOXES);
      edited = render (fixture);
      lw_canvas_set_boxes (fixture->canvas, boxes, N_BOXES);
      whole = render (fixture);
      assert_same_picture (edited, whole);
      cairo_surface_destroy (edited);
      cairo_surface_destroy (whole);
    }
}

/* Many that are selected and moved are drawn by other code than a few. */
static void
test_crowd (Fixture      *fixture,
            gconstpointer data)
{
  enum
  {
    N_BOXES = 100
  };
  GtkEventController *gesture = find_controller (fixture, GTK_TYPE_GESTURE_DRAG);
  LwCanvasBox         boxes[N_BOXES];
  gint64              keys[N_BOXES];
  cairo_surface_t    *before, *during, *after;

  for (int i = 0; i < N_BOXES; i++)
    {
      double x = 20 + i % 10 * 30, y = 20 + i / 10 * 22;

      keys[i] = i + 1;
      boxes[i] = (LwCanvasBox){ i + 1, { x, y, x + 20, y + 16 }, 0x3584e4, 0, NULL };
    }
  lw_canvas_set_boxes (fixture->canvas, boxes, N_BOXES);
  after = render (fixture);
  g_assert_cmphex (pixel_at (after, 47, 28), ==, 0x999999);
  cairo_surface_destroy (after);

  lw_canvas_set_selection (fixture->canvas, keys, N_BOXES);
  before = render (fixture);
  /* Two pixels outside the edge, and a dark one around. */
  g_assert_cmphex (pixel_at (before, 41, 28), ==, 0x3584e4);
  g_assert_cmphex (pixel_at (before, 42, 28) >> 16, <, 0x80);

  g_signal_emit_by_name (gesture, "drag-begin", 30.0, 28.0);
  g_signal_emit_by_name (gesture, "drag-update", 3.0, 2.0);
  g_signal_emit_by_name (gesture, "drag-update", 60.0, 40.0);
  during = render (fixture);
  g_assert_cmphex (pixel_at (during, 41 + 270 + 60, 28 + 198 + 40), ==, 0x3584e4);
  g_assert_cmphex (pixel_at (during, 41, 28), ==, 0x999999);
  cairo_surface_destroy (during);

  /* Nobody answers what it asks for: all stay where they were. */
  g_signal_emit_by_name (gesture, "drag-end", 60.0, 40.0);
  after = render (fixture);
  assert_same_picture (before, after);
  cairo_surface_destroy (after);

  lw_canvas_set_selection (fixture->canvas, keys, 1);
  after = render (fixture);
  g_assert_cmphex (pixel_at (after, 41 + 30, 28), !=, pixel_at (before, 41 + 30, 28));
  cairo_surface_destroy (after);
  cairo_surface_destroy (before);
}

static void
test_accessible (Fixture      *fixture,
                 gconstpointer data)
{
  gint64 key = 13;

  gtk_test_accessible_assert_role (fixture->canvas, GTK_ACCESSIBLE_ROLE_IMG);
  lw_canvas_set_selection (fixture->canvas, &key, 1);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  gtk_test_accessible_assert_property (fixture->canvas, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       "3 boxes; selected: Platelet, 100 by 60 pixels at 250, 60");
}

static void
test_unparented (void)
{
  GtkWidget *canvas = g_object_ref_sink (lw_canvas_new ());

  lw_canvas_set_boxes (LW_CANVAS (canvas), three_boxes, G_N_ELEMENTS (three_boxes));
  lw_canvas_zoom_in (LW_CANVAS (canvas));
  lw_canvas_nudge (LW_CANVAS (canvas), 1, 1, FALSE);
  g_assert_finalize_object (canvas);
}

static void
add (const char *name,
     gpointer    data,
     void (*test) (Fixture *, gconstpointer))
{
  g_autofree char *path = g_strconcat ("/canvas/", name, NULL);

  g_test_add (path, Fixture, data, set_up, test, tear_down);
}

/* --- More boxes than a frame has time for --- */

#define N_SOME 10000

/* Each box twice, in the same order: it looks as if each were there once. */
static GArray *
make_doubled (void)
{
  static const guint32 colours[] = { 0xe01b24, 0x33d17a, 0x3584e4 };
  GArray              *boxes = g_array_new (FALSE, FALSE, sizeof (LwCanvasBox));

  for (gint64 i = 0; i < 2 * N_SOME; i++)
    {
      const double      x = (double) (i % N_SOME * 37 % (WIDTH - 20)), y = (double) (i % N_SOME * 53 % (HEIGHT - 20));
      const LwCanvasBox box = { i + 1, { x, y, x + 3 + (double) (i % N_SOME % 17), y + 3 + (double) (i % N_SOME % 13) }, colours[i % N_SOME % 3], 0, NULL };

      g_array_append_val (boxes, box);
    }

  return boxes;
}

static void
show_boxes (Fixture *fixture,
            GArray  *boxes,
            guint    n_boxes)
{
  lw_canvas_set_boxes (fixture->canvas, (const LwCanvasBox *) (const void *) boxes->data, n_boxes);
}

/* When all that was begun with this frame is there. */
static cairo_surface_t *
render_whole (Fixture *fixture)
{
  cairo_surface_destroy (render (fixture));
  while (g_main_context_iteration (NULL, FALSE))
    ;

  return render (fixture);
}

static void
check_doubled (Fixture *fixture,
               GArray  *boxes,
               double   zoom)
{
  cairo_surface_t *once, *twice;

  lw_canvas_set_zoom (fixture->canvas, 1);
  show_boxes (fixture, boxes, 2 * N_SOME);
  cairo_surface_destroy (render_whole (fixture));
  lw_canvas_set_zoom (fixture->canvas, zoom);
  twice = render_whole (fixture);

  show_boxes (fixture, boxes, N_SOME);
  once = render_whole (fixture);
  assert_same_picture (once, twice);
  cairo_surface_destroy (once);
  cairo_surface_destroy (twice);
}

static void
test_bands (Fixture      *fixture,
            gconstpointer data)
{
  g_autoptr (GArray) boxes = make_doubled ();
  cairo_surface_t *edited, *anew;

  check_doubled (fixture, boxes, 1);
  check_doubled (fixture, boxes, 1.3);
  check_doubled (fixture, boxes, 0.7);

  /* What changes while bands are drawn, and after it. */
  show_boxes (fixture, boxes, 2 * N_SOME);
  cairo_surface_destroy (render (fixture));
  for (guint i = 0; i < 40; i++)
    {
      LwCanvasBox *box = &g_array_index (boxes, LwCanvasBox, i * 501 % (2 * N_SOME));

      box->rect.x1 += 11;
      lw_canvas_update_box (fixture->canvas, box);
      if (i > 20)
        cairo_surface_destroy (render (fixture));
    }
  edited = render_whole (fixture);
  show_boxes (fixture, boxes, 2 * N_SOME);
  anew = render_whole (fixture);
  assert_same_picture (edited, anew);
  cairo_surface_destroy (edited);
  cairo_surface_destroy (anew);
}

int
main (int   argc,
      char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (draw_cases); i++)
    {
      g_autofree char *name = g_strconcat ("draw/", draw_cases[i].name, NULL);

      add (name, GUINT_TO_POINTER (i), test_draw);
    }
  add ("draw-in-tenths", NULL, test_draw_in_tenths);
  add ("click", NULL, test_click);
  add ("caption", NULL, test_caption);
  add ("captions", NULL, test_captions);
  add ("live-captions", NULL, test_live_captions);
  add ("patterns", NULL, test_patterns);
  add ("ghosts", NULL, test_ghosts);
  add ("hidden-is-not-hit", NULL, test_hidden_is_not_hit);
  add ("move", NULL, test_move);
  add ("move-group", NULL, test_move_group);
  add ("resize", NULL, test_resize);
  add ("escape-ends-drag", NULL, test_escape_ends_drag);
  add ("read-only", NULL, test_read_only);
  add ("arrows", NULL, test_arrows);
  add ("tab", NULL, test_tab);
  add ("draw-by-keys", NULL, test_draw_by_keys);
  add ("draw-by-clicks", NULL, test_draw_by_clicks);
  add ("selection-survives", NULL, test_selection_survives);
  add ("removed-under-drag", NULL, test_removed_under_drag);
  add ("notify-once", NULL, test_notify_once);
  add ("view-is-kept", NULL, test_view_is_kept);
  add ("pixels", NULL, test_pixels);
  add ("far", NULL, test_far);
  add ("single-edits-look-the-same", NULL, test_single_edits_look_the_same);
  add ("crowd", NULL, test_crowd);
  add ("bands", NULL, test_bands);
  add ("accessible", NULL, test_accessible);
  g_test_add_func ("/canvas/unparented", test_unparented);

  return g_test_run ();
}

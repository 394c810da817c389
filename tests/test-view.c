/* test-view.c - zoom and pan
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lw-view.h"

#include <glib.h>
#include <math.h>

#define EPSILON 1e-9

static LwView
make_view (double width_img,
           double height_img,
           double width_view,
           double height_view)
{
  LwView view = { 0 };

  lw_view_set_picture (&view, width_img, height_img);
  lw_view_resize (&view, width_view, height_view);

  return view;
}

/* clang-format off */
static const struct
{
  const char *name;
  double      width_img, height_img, width_view, height_view, zoom;
} fit_cases[] = {
  { "wide",       2000, 100, 1024, 1024,  0.5 },
  { "high",       100, 2000, 1024, 1024,  0.5 },
  { "exact",      1000, 500, 1024,  524,  1.0 },
  { "small",       100, 100,  224,  424,  2.0 },
  { "tiny",          2,   2, 1024, 1024, 64.0 },
  { "no-picture",    0,   0, 1024, 1024,  0.0 },
  { "no-widget",  1000, 500,    0,    0,  0.0 },
  { "thin-widget", 100, 100,   20,  500,  0.1 },
};
/* clang-format on */

static void
test_fit (gconstpointer data)
{
  guint  i = GPOINTER_TO_UINT (data);
  LwView view = make_view (fit_cases[i].width_img, fit_cases[i].height_img,
                           fit_cases[i].width_view, fit_cases[i].height_view);
  double x, y;

  g_assert_cmpfloat_with_epsilon (view.zoom, fit_cases[i].zoom, EPSILON);

  lw_view_to_view (&view, fit_cases[i].width_img / 2, fit_cases[i].height_img / 2, &x, &y);
  g_assert_cmpfloat_with_epsilon (x, fit_cases[i].width_view / 2, EPSILON);
  g_assert_cmpfloat_with_epsilon (y, fit_cases[i].height_view / 2, EPSILON);
}

static void
test_order_of_sizes (void)
{
  LwView a = make_view (640, 480, 300, 200);
  LwView b = { 0 };

  lw_view_resize (&b, 300, 200);
  lw_view_set_picture (&b, 640, 480);

  g_assert_cmpfloat (a.zoom, ==, b.zoom);
  g_assert_cmpfloat (a.x_img, ==, b.x_img);
}

static void
test_round_trip (void)
{
  for (int i = 0; i < 1000; i++)
    {
      LwView view = make_view (g_test_rand_double_range (1, 5000), g_test_rand_double_range (1, 5000),
                               g_test_rand_double_range (10, 3000), g_test_rand_double_range (10, 3000));
      double x = g_test_rand_double_range (-100, 3000);
      double y = g_test_rand_double_range (-100, 3000);
      double x_img, y_img, x_view, y_view;

      lw_view_zoom_at (&view, g_test_rand_double_range (0.01, 80), x, y);
      lw_view_pan (&view, g_test_rand_double_range (-500, 500), g_test_rand_double_range (-500, 500));
      lw_view_to_img (&view, x, y, &x_img, &y_img);
      lw_view_to_view (&view, x_img, y_img, &x_view, &y_view);

      g_assert_cmpfloat_with_epsilon (x, x_view, 1e-6);
      g_assert_cmpfloat_with_epsilon (y, y_view, 1e-6);
    }
}

static void
test_zoom_keeps_point (void)
{
  LwView view = make_view (4000, 3000, 1000, 800);
  double x_img, y_img, x_view, y_view;

  lw_view_to_img (&view, 620, 310, &x_img, &y_img);
  for (int i = 0; i < 12; i++)
    {
      lw_view_zoom_at (&view, view.zoom * 1.3, 620, 310);
      lw_view_to_view (&view, x_img, y_img, &x_view, &y_view);
      g_assert_cmpfloat_with_epsilon (x_view, 620, 1e-6);
      g_assert_cmpfloat_with_epsilon (y_view, 310, 1e-6);
    }
}

static void
test_limits (void)
{
  LwView view = make_view (4000, 3000, 1000, 800);

  lw_view_zoom_at (&view, 1e9, 500, 400);
  g_assert_cmpfloat (view.zoom, ==, LW_VIEW_ZOOM_MAX);
  lw_view_zoom_at (&view, 0, 500, 400);
  g_assert_cmpfloat_with_epsilon (view.zoom, lw_view_get_fit_zoom (&view) / 2, EPSILON);

  lw_view_pan (&view, 1e6, -1e6);
  g_assert_cmpfloat (view.x_img, ==, 0);
  g_assert_cmpfloat (view.y_img, ==, 3000);
}

static void
test_same_size_keeps_view (void)
{
  LwView view = make_view (4000, 3000, 1000, 800);
  LwView before;

  lw_view_zoom_at (&view, 2, 10, 20);
  before = view;
  lw_view_set_picture (&view, 4000, 3000);

  g_assert_cmpmem (&before, sizeof before, &view, sizeof view);
}

static void
test_other_size (void)
{
  LwView view = make_view (4000, 3000, 1000, 800);

  lw_view_set_picture (&view, 200, 100);
  g_assert_cmpfloat_with_epsilon (view.zoom, 976.0 / 200, EPSILON);

  lw_view_zoom_at (&view, 3, 500, 400);
  lw_view_pan (&view, 150, 60);
  g_assert_cmpfloat_with_epsilon (view.x_img, 50, EPSILON);
  g_assert_cmpfloat_with_epsilon (view.y_img, 30, EPSILON);

  lw_view_set_picture (&view, 400, 400);
  g_assert_cmpfloat (view.zoom, ==, 3);
  g_assert_cmpfloat_with_epsilon (view.x_img, 100, EPSILON);
  g_assert_cmpfloat_with_epsilon (view.y_img, 120, EPSILON);
}

static void
test_resize (void)
{
  LwView view = make_view (1000, 500, 1024, 524);

  lw_view_resize (&view, 524, 274);
  g_assert_cmpfloat_with_epsilon (view.zoom, 0.5, EPSILON);

  lw_view_zoom_at (&view, 4, 262, 137);
  lw_view_resize (&view, 800, 600);
  g_assert_cmpfloat (view.zoom, ==, 4);
  g_assert_cmpfloat_with_epsilon (view.x_img, 500, EPSILON);

  lw_view_fit (&view);
  g_assert_cmpfloat_with_epsilon (view.zoom, 0.776, EPSILON);
}

/* clang-format off */
static const struct
{
  const char *name;
  LwRect      rect;     /* at zoom 1, the widget shows 450..550 both ways */
  double      x_img, y_img;
} show_cases[] = {
  { "in-view",   { 480, 480, 500, 500 },   500, 500 },
  { "left",      { 400, 480, 420, 500 },   440, 500 },
  { "right",     { 600, 480, 620, 500 },   580, 500 },
  { "above",     { 480, 300, 500, 320 },   500, 340 },
  { "below",     { 480, 540, 500, 560 },   500, 520 },
  { "covering",  { 100, 100, 900, 900 },   500, 500 },
  { "too-wide",  { 600, 480, 900, 500 },   750, 500 },
};
/* clang-format on */

static void
test_show (gconstpointer data)
{
  guint  i = GPOINTER_TO_UINT (data);
  LwView view = make_view (1000, 1000, 100, 100);

  lw_view_zoom_at (&view, 1, 50, 50);
  lw_view_show_rect (&view, show_cases[i].rect, 10);

  g_assert_cmpfloat_with_epsilon (view.x_img, show_cases[i].x_img, EPSILON);
  g_assert_cmpfloat_with_epsilon (view.y_img, show_cases[i].y_img, EPSILON);
}

static void
test_edge_speed (void)
{
  LwView view = { 0 };
  double x, y, faster;

  lw_view_set_picture (&view, 1000, 1000);
  lw_view_resize (&view, 200, 200);

  /* All of it is in view: there is nowhere to go. */
  lw_view_get_edge_speed (&view, 1, 199, &x, &y);
  g_assert_cmpfloat (x, ==, 0);
  g_assert_cmpfloat (y, ==, 0);

  lw_view_zoom_at (&view, 2, 100, 100);
  lw_view_get_edge_speed (&view, 100, 100, &x, &y);
  g_assert_cmpfloat (x, ==, 0);
  g_assert_cmpfloat (y, ==, 0);
  lw_view_get_edge_speed (&view, 5, 195, &x, &y);
  g_assert_cmpfloat (x, >, 0);
  g_assert_cmpfloat_with_epsilon (y, -x, 1e-9);
  lw_view_get_edge_speed (&view, -30, 100, &faster, &y);
  g_assert_cmpfloat (faster, >, x);

  /* At the end of the picture it stops. */
  lw_view_pan (&view, 1e6, 0);
  lw_view_get_edge_speed (&view, -30, 100, &x, &y);
  g_assert_cmpfloat (x, ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (fit_cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/view/fit/%s", fit_cases[i].name);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_fit);
    }
  for (guint i = 0; i < G_N_ELEMENTS (show_cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/view/show/%s", show_cases[i].name);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_show);
    }
  g_test_add_func ("/view/order-of-sizes", test_order_of_sizes);
  g_test_add_func ("/view/round-trip", test_round_trip);
  g_test_add_func ("/view/zoom-keeps-point", test_zoom_keeps_point);
  g_test_add_func ("/view/limits", test_limits);
  g_test_add_func ("/view/same-size-keeps-view", test_same_size_keeps_view);
  g_test_add_func ("/view/other-size", test_other_size);
  g_test_add_func ("/view/resize", test_resize);
  g_test_add_func ("/view/edge-speed", test_edge_speed);

  return g_test_run ();
}

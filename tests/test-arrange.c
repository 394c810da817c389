/* test-arrange.c - boxes in line, in reading order, and drawn to each other's edges
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lw-arrange.h"
#include "lw-snap.h"

#include <glib.h>

#define WIDTH 400
#define HEIGHT 300

/* clang-format off */
static const struct
{
  const char   *name;
  LwArrangement how;
  LwRect        before[3], after[3];
} cases[] = {
  { "left",        LW_ARRANGE_LEFT,   { { 10, 10, 30, 20 }, { 50, 40, 60, 90 }, { 5, 100, 8, 110 } },
                                      { {  5, 10, 25, 20 }, {  5, 40, 15, 90 }, { 5, 100, 8, 110 } } },
  { "right",       LW_ARRANGE_RIGHT,  { { 10, 10, 30, 20 }, { 50, 40, 60, 90 }, { 5, 100, 8, 110 } },
                                      { { 40, 10, 60, 20 }, { 50, 40, 60, 90 }, { 57, 100, 60, 110 } } },
  { "centre",      LW_ARRANGE_CENTRE, { { 10, 10, 30, 20 }, { 50, 40, 60, 90 }, { 10, 100, 20, 110 } },
                                      { { 25, 10, 45, 20 }, { 30, 40, 40, 90 }, { 30, 100, 40, 110 } } },
  { "top",         LW_ARRANGE_TOP,    { { 10, 10, 30, 20 }, { 50, 40, 60, 90 }, { 5, 100, 8, 110 } },
                                      { { 10, 10, 30, 20 }, { 50, 10, 60, 60 }, { 5, 10, 8, 20 } } },
  { "bottom",      LW_ARRANGE_BOTTOM, { { 10, 10, 30, 20 }, { 50, 40, 60, 90 }, { 5, 100, 8, 110 } },
                                      { { 10, 100, 30, 110 }, { 50, 60, 60, 110 }, { 5, 100, 8, 110 } } },
  { "middle",      LW_ARRANGE_MIDDLE, { { 10, 10, 30, 20 }, { 50, 40, 60, 90 }, { 5, 100, 8, 110 } },
                                      { { 10, 55, 30, 65 }, { 50, 35, 60, 85 }, { 5, 55, 8, 65 } } },
  { "across",      LW_ARRANGE_ACROSS, { { 90, 0, 100, 10 }, {  0, 0, 10, 10 }, { 20, 5, 30, 15 } },
                                      { { 90, 0, 100, 10 }, {  0, 0, 10, 10 }, { 45, 5, 55, 15 } } },
  { "down",        LW_ARRANGE_DOWN,   { { 0, 0, 9, 20 }, { 0, 20, 9, 40 }, { 0, 100, 9, 120 } },
                                      { { 0, 0, 9, 20 }, { 0, 50, 9, 70 }, { 0, 100, 9, 120 } } },
  { "overlapping", LW_ARRANGE_ACROSS, { { 0, 0, 20, 9 }, { 1, 0, 21, 9 }, { 10, 0, 30, 9 } },
                                      { { 0, 0, 20, 9 }, { 5, 0, 25, 9 }, { 10, 0, 30, 9 } } },
  { "same-width",  LW_ARRANGE_SAME_WIDTH, { { 0, 0, 20, 10 }, { 40, 0, 44, 40 }, { 60, 0, 100, 5 } },
                                      { { 0, 0, 20, 10 }, { 32, 0, 52, 40 }, { 70, 0, 90, 5 } } },
  { "same-height", LW_ARRANGE_SAME_HEIGHT, { { 0, 0, 20, 10 }, { 40, 0, 44, 40 }, { 60, 50, 100, 55 } },
                                      { { 0, 0, 20, 10 }, { 40, 15, 44, 25 }, { 60, 47.5, 100, 57.5 } } },
  /* The last one would grow out of the picture, and is shifted back. */
  { "same-size",   LW_ARRANGE_SAME_SIZE, { { 0, 0, 20, 10 }, { 40, 20, 44, 40 }, { 398, 298, 400, 300 } },
                                      { { 0, 0, 20, 10 }, { 32, 25, 52, 35 }, { 380, 290, 400, 300 } } },
  { "whole",       LW_ARRANGE_WHOLE_PIXELS, { { 0.4, 0.6, 20.5, 10.2 }, { 7.1, 7, 7.3, 9 }, { 399.8, 3, 400, 4 } },
                                      { { 0, 1, 21, 10 }, { 7, 7, 8, 9 }, { 399, 3, 400, 4 } } },
};
/* clang-format on */

static void
assert_rect (LwRect rect,
             LwRect wanted)
{
  g_assert_cmpfloat_with_epsilon (rect.x0, wanted.x0, 1e-9);
  g_assert_cmpfloat_with_epsilon (rect.y0, wanted.y0, 1e-9);
  g_assert_cmpfloat_with_epsilon (rect.x1, wanted.x1, 1e-9);
  g_assert_cmpfloat_with_epsilon (rect.y1, wanted.y1, 1e-9);
}

static void
test_arrange (gconstpointer data)
{
  guint  i = GPOINTER_TO_UINT (data);
  LwRect rects[3];

  memcpy (rects, cases[i].before, sizeof (rects));
  lw_arrange (cases[i].how, rects, 3, WIDTH, HEIGHT);
  for (guint k = 0; k < 3; k++)
    assert_rect (rects[k], cases[i].after[k]);

  /* Once more changes nothing: it is arranged. */
  lw_arrange (cases[i].how, rects, 3, WIDTH, HEIGHT);
  for (guint k = 0; k < 3; k++)
    assert_rect (rects[k], cases[i].after[k]);
}

/* Whatever is asked, everything stays valid and in the picture, and too few stay as
 * they are. */
static void
test_arrange_random (void)
{
  for (guint round = 0; round < 2000; round++)
    {
      LwRect        rects[8], before[8];
      gsize         n = (gsize) g_test_rand_int_range (0, 9);
      LwArrangement how = (LwArrangement) g_test_rand_int_range (0, LW_N_ARRANGEMENTS);

      for (guint i = 0; i < n; i++)
        {
          double x = g_test_rand_double_range (0, WIDTH - 2);
          double y = g_test_rand_double_range (0, HEIGHT - 2);

          rects[i] = (LwRect){ x, y, g_test_rand_double_range (x + 0.5, WIDTH), g_test_rand_double_range (y + 0.5, HEIGHT) };
        }

      memcpy (before, rects, sizeof (rects[0]) * n);
      lw_arrange (how, rects, n, WIDTH, HEIGHT);
      for (guint i = 0; i < n; i++)
        {
          g_assert_true (lw_rect_is_valid (rects[i]));
          g_assert_true (lw_rect_equal (lw_rect_clip (rects[i], WIDTH, HEIGHT), rects[i]));
          if (n < lw_arrange_get_n_min (how))
            g_assert_true (lw_rect_equal (rects[i], before[i]));
        }
    }
}

/* clang-format off */
static const struct
{
  const char *name;
  gsize       n;
  LwRect      rects[6];
  guint32     order[6];
} order_cases[] = {
  { "none",      0, { { 0 } }, { 0 } },
  { "one",       1, { { 5, 5, 9, 9 } }, { 0 } },
  /* Two rows, neither of them level. */
  { "uneven",    6, { { 60, 12, 80, 32 }, { 5, 8, 25, 28 }, { 30, 15, 50, 35 },
                      { 5, 60, 25, 80 }, { 60, 52, 80, 72 }, { 30, 55, 50, 75 } },
                    { 1, 2, 0, 3, 5, 4 } },
  /* A line that runs downhill by more than half a box in all. */
  { "downhill",  4, { { 0, 0, 20, 20 }, { 30, 5, 50, 25 }, { 60, 10, 80, 30 }, { 90, 15, 110, 35 } },
                    { 0, 1, 2, 3 } },
  /* The border of a fixed grid would part them. */
  { "no-grid",   2, { { 50, 100, 70, 120 }, { 0, 99, 20, 121 } }, { 1, 0 } },
  /* A high box belongs to the row that it begins in. */
  { "high",      3, { { 30, 80, 50, 100 }, { 30, 0, 50, 20 }, { 0, 0, 20, 100 } }, { 2, 1, 0 } },
  /* What is inside of a box comes after it, in rows of its own. */
  { "nested",    6, { { 70, 52, 80, 62 }, { 20, 50, 60, 60 }, { 60, 21, 80, 31 }, { 20, 20, 40, 30 }, { 0, 0, 100, 100 }, { 5, 70, 9, 74 } },
                    { 4, 3, 2, 1, 0, 5 } },
  { "same-place", 2, { { 5, 5, 9, 9 }, { 5, 5, 9, 9 } }, { 0, 1 } },
};
/* clang-format on */

static void
test_order (gconstpointer data)
{
  guint   i = GPOINTER_TO_UINT (data);
  guint32 order[6];

  lw_reading_order (order_cases[i].rects, order_cases[i].n, order);
  for (gsize k = 0; k < order_cases[i].n; k++)
    g_assert_cmpuint (order[k], ==, order_cases[i].order[k]);
}

static void
test_snap (void)
{
  LwSnap x = { .wanted = { 98, 150 }, .n_wanted = 2, .reach = 3 };
  LwSnap y = { .wanted = { 50 }, .n_wanted = 1, .reach = 3 };

  lw_snap_offer_rect (&x, &y, (LwRect){ 0, 0, WIDTH, HEIGHT });
  g_assert_false (x.is_found);
  g_assert_false (y.is_found);

  /* At the end of the reach, then nearer, then another box on the same line. */
  lw_snap_offer_rect (&x, &y, (LwRect){ 101, 10, 120, 47 });
  g_assert_true (x.is_found && y.is_found);
  g_assert_cmpfloat (x.shift, ==, 3);
  g_assert_cmpfloat (y.shift, ==, -3);
  lw_snap_offer_rect (&x, &y, (LwRect){ 130, 100, 149, 140 });
  g_assert_cmpfloat (x.shift, ==, -1);
  g_assert_cmpfloat (x.line, ==, 149);
  g_assert_cmpfloat (x.low, ==, 100);
  g_assert_cmpfloat (y.line, ==, 47);
  lw_snap_offer_rect (&x, &y, (LwRect){ 149, 200, 180, 240 });
  g_assert_cmpfloat (x.shift, ==, -1);
  g_assert_cmpfloat (x.low, ==, 100);
  g_assert_cmpfloat (x.high, ==, 240);
}

static void
test_square (void)
{
  assert_rect (lw_rect_square ((LwRect){ 10, 10, 40, 20 }), (LwRect){ 10, 10, 40, 40 });
  assert_rect (lw_rect_square ((LwRect){ 10, 10, 5, -20 }), (LwRect){ 10, 10, -20, -20 });
}

static void
test_around_points (void)
{
  const double points[4][2] = { { 50, 10 }, { 20, 40 }, { 60, 90 }, { 80, 30 } };

  assert_rect (lw_rect_around_points (points, 4), (LwRect){ 20, 10, 80, 90 });
  assert_rect (lw_rect_around_points (points, 1), (LwRect){ 50, 10, 50, 10 });
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/arrange/", cases[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_arrange);
    }
  for (guint i = 0; i < G_N_ELEMENTS (order_cases); i++)
    {
      g_autofree char *path = g_strconcat ("/reading-order/", order_cases[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_order);
    }
  g_test_add_func ("/arrange/random", test_arrange_random);
  g_test_add_func ("/snap/nearest", test_snap);
  g_test_add_func ("/rect/square", test_square);
  g_test_add_func ("/rect/around-points", test_around_points);

  return g_test_run ();
}

/* test-box-index.c - the grid against a naive scan
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lw-box-index.h"

#define WIDTH 1000.0
#define HEIGHT 700.0

typedef struct
{
  LwRect   rect;
  gboolean is_used;
} Naive;

static LwRect
random_rect (double size_max)
{
  double x = g_test_rand_double_range (-50, WIDTH + 50);
  double y = g_test_rand_double_range (-50, HEIGHT + 50);

  return (LwRect){ x, y, x + g_test_rand_double_range (0.5, size_max), y + g_test_rand_double_range (0.5, size_max) };
}

static gboolean
touches (LwRect a,
         LwRect b)
{
  return !(a.x1 < b.x0 || b.x1 < a.x0 || a.y1 < b.y0 || b.y1 < a.y0);
}

static void
assert_query_equals_scan (LwBoxIndex  *index,
                          const Naive *boxes,
                          guint        n_boxes,
                          LwRect       area)
{
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (GArray) expected = g_array_new (FALSE, FALSE, sizeof (guint32));

  for (guint32 i = 0; i < n_boxes; i++)
    if (boxes[i].is_used && touches (boxes[i].rect, area))
      g_array_append_val (expected, i);

  lw_box_index_query (index, area, found);
  g_assert_cmpmem (found->data, found->len * sizeof (guint32), expected->data, expected->len * sizeof (guint32));
}

/* Small ones, cell-sized ones and some that cover most of the picture. */
static void
change_at_random (LwBoxIndex *index,
                  Naive      *boxes,
                  guint       n_boxes)
{
  static const double sizes[] = { 5, 40, 900 };
  guint32             id = (guint32) g_test_rand_int_range (0, (int) n_boxes);

  if (g_test_rand_int_range (0, 3) == 0)
    {
      lw_box_index_remove (index, id);
      boxes[id].is_used = FALSE;
      return;
    }

  boxes[id] = (Naive){ random_rect (sizes[g_test_rand_int_range (0, 3)]), TRUE };
  lw_box_index_set (index, id, boxes[id].rect);
}

static void
test_oracle (void)
{
  enum
  {
    N_BOXES = 300
  };
  Naive boxes[N_BOXES] = { 0 };
  g_autoptr (LwBoxIndex) index = lw_box_index_new (WIDTH, HEIGHT);
  guint n_used = 0;

  for (int i = 0; i < 5000; i++)
    {
      change_at_random (index, boxes, N_BOXES);
      if (i % 5 == 0)
        assert_query_equals_scan (index, boxes, N_BOXES, random_rect (i % 2 ? 20 : 600));
    }
  assert_query_equals_scan (index, boxes, N_BOXES, (LwRect){ -1e6, -1e6, 1e6, 1e6 });

  for (guint i = 0; i < N_BOXES; i++)
    n_used += boxes[i].is_used ? 1 : 0;
  g_assert_cmpuint (lw_box_index_get_n_boxes (index), ==, n_used);
}

static void
test_edges_count (void)
{
  g_autoptr (LwBoxIndex) index = lw_box_index_new (100, 100);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (guint32));

  lw_box_index_set (index, 7, (LwRect){ 10, 10, 20, 20 });
  lw_box_index_query (index, (LwRect){ 20, 20, 30, 30 }, ids);
  g_assert_cmpuint (ids->len, ==, 1);
  lw_box_index_query (index, (LwRect){ 20.01, 20, 30, 30 }, ids);
  g_assert_cmpuint (ids->len, ==, 1);
}

static void
test_hit_order (void)
{
  g_autoptr (LwBoxIndex) index = lw_box_index_new (100, 100);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (guint32));

  lw_box_index_set (index, 0, (LwRect){ 40, 40, 50, 50 });
  lw_box_index_set (index, 1, (LwRect){ 0, 0, 100, 100 });
  lw_box_index_set (index, 2, (LwRect){ 41, 41, 51, 51 });
  lw_box_index_set (index, 3, (LwRect){ 60, 60, 61, 61 });

  lw_box_index_hit (index, 45, 45, 0, ids);
  g_assert_cmpuint (ids->len, ==, 3);
  g_assert_cmpuint (g_array_index (ids, guint32, 0), ==, 2);
  g_assert_cmpuint (g_array_index (ids, guint32, 1), ==, 0);
  g_assert_cmpuint (g_array_index (ids, guint32, 2), ==, 1);

  g_array_set_size (ids, 0);
  lw_box_index_hit (index, 58, 58, 2, ids);
  g_assert_cmpuint (ids->len, ==, 2);
  g_assert_cmpuint (g_array_index (ids, guint32, 0), ==, 3);
}

static void
test_degenerate_picture (void)
{
  g_autoptr (LwBoxIndex) index = lw_box_index_new (0, 0);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (guint32));

  lw_box_index_set (index, 0, (LwRect){ 5, 5, 9, 9 });
  lw_box_index_hit (index, 6, 6, 0, ids);
  g_assert_cmpuint (ids->len, ==, 1);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/box-index/oracle", test_oracle);
  g_test_add_func ("/box-index/edges-count", test_edges_count);
  g_test_add_func ("/box-index/hit-order", test_hit_order);
  g_test_add_func ("/box-index/degenerate-picture", test_degenerate_picture);

  return g_test_run ();
}

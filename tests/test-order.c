/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-order.h"

#include "lw-random.h"

#include <glib.h>
#include <math.h>

static void
test_ascending (void)
{
  const double keys[] = { 2, NAN, 1, 2, -INFINITY, 1, NAN };
  const size_t wanted[] = { 4, 2, 5, 0, 3, 1, 6 };
  size_t       order[G_N_ELEMENTS (keys)];

  lw_order_ascending (keys, G_N_ELEMENTS (keys), order);

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    g_assert_cmpuint (order[i], ==, wanted[i]);
}

/* Few different keys, so that ties are where the cut goes. */
static void
test_select (void)
{
  LwRandom random = lw_random_new (1);

  for (guint run = 0; run < 2000; run++)
    {
      const gsize n = 1 + lw_random_below (&random, 40);
      const gsize m = lw_random_below (&random, n + 1);
      LwRanked    items[40];
      double      keys[40];
      size_t      order[40];
      gboolean    is_in[40] = { FALSE };

      for (gsize i = 0; i < n; i++)
        {
          keys[i] = (double) lw_random_below (&random, 5);
          items[i] = (LwRanked){ keys[i], i };
        }

      lw_order_ascending (keys, n, order);
      lw_order_select (items, n, m);

      for (gsize i = 0; i < m; i++)
        is_in[items[i].index] = TRUE;
      for (gsize i = 0; i < n; i++)
        g_assert_cmpint (is_in[order[i]], ==, i < m);
    }
}

static void
test_median (void)
{
  gdouble one[] = { 3 }, even[] = { 9, 1, 4, 2 }, odd[] = { 5, -1, 7, 7, 0 };

  g_assert_cmpfloat (lw_order_median (one, 1), ==, 3);
  g_assert_cmpfloat (lw_order_median (even, 4), ==, 3);
  g_assert_cmpfloat (lw_order_median (odd, 5), ==, 5);
  g_assert_cmpfloat (odd[0], ==, -1);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/order/ascending", test_ascending);
  g_test_add_func ("/order/select", test_select);
  g_test_add_func ("/order/median", test_median);

  return g_test_run ();
}

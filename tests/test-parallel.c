/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-parallel.h"

#include <glib.h>
#include <string.h>

#define N 1000

typedef struct
{
  int   n_calls[N];
  gint  n_all;
  gsize stop_at;
} Count;

static bool
count_cb (size_t i,
          void  *data)
{
  Count *count = data;

  count->n_calls[i]++;
  g_atomic_int_inc (&count->n_all);

  return i != count->stop_at;
}

/* Each part once, whatever the number of threads. */
static void
test_all (void)
{
  static const unsigned n_threads[] = { 0, 1, 2, 7, 1000 };

  for (gsize t = 0; t < G_N_ELEMENTS (n_threads); t++)
    {
      Count count = { .stop_at = N };

      g_assert_true (lw_parallel_for (N, n_threads[t], count_cb, &count));
      for (gsize i = 0; i < N; i++)
        g_assert_cmpint (count.n_calls[i], ==, 1);
    }
}

static void
test_none (void)
{
  Count count = { .stop_at = N };

  g_assert_true (lw_parallel_for (0, 4, count_cb, &count));
  g_assert_cmpint (count.n_all, ==, 0);
}

/* What was begun is ended, and nothing is begun any more. */
static void
test_stop (void)
{
  Count count = { .stop_at = 10 };

  g_assert_false (lw_parallel_for (N, 1, count_cb, &count));
  g_assert_cmpint (count.n_all, ==, 11);

  memset (&count, 0, sizeof count);
  count.stop_at = 10;
  g_assert_false (lw_parallel_for (N, 4, count_cb, &count));
  g_assert_cmpint (count.n_calls[10], ==, 1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/parallel/all", test_all);
  g_test_add_func ("/parallel/none", test_none);
  g_test_add_func ("/parallel/stop", test_stop);

  return g_test_run ();
}

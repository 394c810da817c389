/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-random.h"

#include <glib.h>
#include <math.h>

/* The first outputs of the authors' splitmix64.c from the state 1234567. */
static void
test_splitmix64 (void)
{
  static const guint64 expected[] = {
    G_GUINT64_CONSTANT (6457827717110365317),
    G_GUINT64_CONSTANT (3203168211198807973),
    G_GUINT64_CONSTANT (9817491932198370423),
    G_GUINT64_CONSTANT (4593380528125082431),
    G_GUINT64_CONSTANT (16408922859458223821),
  };
  uint64_t state = 1234567;

  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    g_assert_cmpuint (lw_splitmix64 (&state), ==, expected[i]);
}

/* From the state 1 2 3 4, small enough to follow by hand for the first steps:
 * rotl (2 * 5, 7) * 9 = 11520, then 0 because s1 becomes 3 ^ 1 ^ 2 = 0. */
static void
test_xoshiro (void)
{
  static const guint64 expected[] = {
    G_GUINT64_CONSTANT (11520),
    G_GUINT64_CONSTANT (0),
    G_GUINT64_CONSTANT (1509978240),
    G_GUINT64_CONSTANT (1215971899390074240),
  };
  LwRandom random = { { 1, 2, 3, 4 } };

  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    g_assert_cmpuint (lw_random_next (&random), ==, expected[i]);
}

static void
test_seed (void)
{
  uint64_t       state = 42;
  const LwRandom random = lw_random_new (42);

  for (int i = 0; i < 4; i++)
    g_assert_cmpuint (random.state[i], ==, lw_splitmix64 (&state));
}

static void
test_streams_differ (void)
{
  LwRandom a = lw_random_new_stream (1, 2);
  LwRandom b = lw_random_new_stream (2, 1);
  LwRandom c = lw_random_new_stream (1, 3);
  LwRandom again = lw_random_new_stream (1, 2);
  guint64  first = lw_random_next (&a);

  g_assert_cmpuint (first, !=, lw_random_next (&b));
  g_assert_cmpuint (first, !=, lw_random_next (&c));
  g_assert_cmpuint (first, ==, lw_random_next (&again));
}

static void
test_below (void)
{
  LwRandom  random = lw_random_new (7);
  const int n = 70000;
  int       counts[7] = { 0 };
  int       low = 0;

  for (int i = 0; i < n; i++)
    counts[lw_random_below (&random, 7)]++;

  /* Binomial: mean 10000, standard deviation 92.6; five of them. */
  for (int i = 0; i < 7; i++)
    g_assert_cmpint (ABS (counts[i] - n / 7), <, 463);

  for (int i = 0; i < 100; i++)
    g_assert_cmpuint (lw_random_below (&random, 1), ==, 0);

  /* Three quarters of the range: a remainder without rejection would give
   * the lowest third of the results half of the time. */
  for (int i = 0; i < 1000; i++)
    low += lw_random_below (&random, UINT64_C (3) << 62) < UINT64_C (1) << 62;

  g_assert_cmpint (ABS (low - 333), <, 75);
}

static void
test_uniform (void)
{
  LwRandom random = lw_random_new (11);
  double   sum = 0;

  for (int i = 0; i < 100000; i++)
    {
      const double x = lw_random_uniform (&random);

      g_assert_true (x >= 0 && x < 1);
      sum += x;
    }

  /* Standard deviation of the mean: sqrt (1/12 / 100000) = 0.00091. */
  g_assert_cmpfloat_with_epsilon (sum / 100000, 0.5, 0.0046);
}

/* Shares of a normal distribution, from a table of the error function. */
static void
test_normal (void)
{
  LwRandom  random = lw_random_new (3);
  const int n = 400000;
  double    sum = 0, squares = 0, fourth = 0;
  int       within[4] = { 0 };

  for (int i = 0; i < n; i++)
    {
      const double x = lw_random_normal (&random);

      sum += x;
      squares += x * x;
      fourth += x * x * x * x;

      for (int k = 1; k < 4; k++)
        within[k] += fabs (x) < k;
    }

  /* Five standard errors each: 1, sqrt 2 and sqrt 96 over sqrt n. */
  g_assert_cmpfloat_with_epsilon (sum / n, 0, 0.0079);
  g_assert_cmpfloat_with_epsilon (squares / n, 1, 0.0112);
  g_assert_cmpfloat_with_epsilon (fourth / n, 3, 0.0775);
  g_assert_cmpfloat_with_epsilon (within[1] / (double) n, 0.6826895, 0.0037);
  g_assert_cmpfloat_with_epsilon (within[2] / (double) n, 0.9544997, 0.0017);
  g_assert_cmpfloat_with_epsilon (within[3] / (double) n, 0.9973002, 0.00042);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/random/splitmix64", test_splitmix64);
  g_test_add_func ("/random/xoshiro", test_xoshiro);
  g_test_add_func ("/random/seed", test_seed);
  g_test_add_func ("/random/streams-differ", test_streams_differ);
  g_test_add_func ("/random/below", test_below);
  g_test_add_func ("/random/uniform", test_uniform);
  g_test_add_func ("/random/normal", test_normal);

  return g_test_run ();
}

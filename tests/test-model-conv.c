/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-arena.h"
#include "lw-blas.h"
#include "lw-conv.h"
#include "lw-sum.h"
#include "lw-test-tensor.h"

#include <math.h>
#include <string.h>

/* --- Arena and sums --- */

static void
test_arena (void)
{
  LwArena *arena = lw_arena_new (lw_arena_round (5) + 100);
  gfloat  *first = lw_arena_take (arena, 5);
  gfloat  *second = lw_arena_take (arena, 100);

  g_assert_cmpuint ((guintptr) first % 64, ==, 0);
  g_assert_cmpuint ((guintptr) second % 64, ==, 0);
  g_assert_true (second >= first + 5);
  g_assert_cmpuint (lw_arena_get_used (arena), ==, lw_arena_round (5) + lw_arena_round (100));

  for (gsize i = 0; i < 100; i++)
    g_assert_cmpfloat (second[i], ==, 0);

  lw_arena_free (arena);
}

static void
test_arena_full (void)
{
  if (g_test_subprocess ())
    {
      LwArena *arena = lw_arena_new (16);

      lw_arena_take (arena, 16);
      lw_arena_take (arena, 1);
      return;
    }

  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_failed ();
}

/* Of a million numbers about 1000 with a deviation of 1, which single precision alone would lose. */
static void
test_sums (void)
{
  static const gsize counts[] = { 1, 15, 16, 17, 1023, 1040, 1000003 };
  const gsize        n_max = 1000003;
  LwRandom           random = lw_random_new (3);
  g_autofree gfloat *a = lw_test_numbers_new (n_max, &random), *b = lw_test_numbers_new (n_max, &random);

  for (gsize i = 0; i < n_max; i++)
    b[i] += 1000;

  for (guint k = 0; k < G_N_ELEMENTS (counts); k++)
    {
      gdouble sum = 0, squares = 0, products = 0;

      for (gsize i = 0; i < counts[k]; i++)
        {
          sum += b[i];
          squares += ((gdouble) b[i] - 1000) * ((gdouble) b[i] - 1000);
          products += a[i] * ((gdouble) b[i] - 1000);
        }

      g_assert_cmpfloat_with_epsilon (lw_sum (b, counts[k]), sum, 1e-6 * sum);
      g_assert_cmpfloat_with_epsilon (lw_sum_squares (b, counts[k], 1000), squares, 1e-6 * squares);
      g_assert_cmpfloat_with_epsilon (lw_sum_products (a, b, counts[k], 1000), products, 1e-6 * squares);
    }
}

/* --- Convolutions --- */

typedef struct
{
  const gchar *name;
  LwConv       conv;
  LwShape      x;
  gboolean     has_bias;
} ConvCase;

/* clang-format off */
static const ConvCase conv_cases[] = {
  { "pointwise",         {  5,  7, 1, 1 }, { 2,  5,  6,   9 }, TRUE  },
  { "pointwise-strided", {  3,  4, 1, 2 }, { 2,  3,  7,   8 }, TRUE  },
  { "three",             {  4,  6, 3, 1 }, { 3,  4,  7,  10 }, FALSE },
  { "three-strided",     {  4,  6, 3, 2 }, { 2,  4,  8,  11 }, TRUE  },
  { "five",              {  2,  3, 5, 1 }, { 2,  2,  9,   6 }, TRUE  },
  { "five-strided",      {  2,  3, 5, 3 }, { 1,  2, 11,  13 }, FALSE },
  { "one-row",           {  3,  2, 3, 1 }, { 2,  3,  1,   5 }, TRUE  },
  { "smaller-than-it",   {  2,  2, 5, 2 }, { 1,  2,  2,   1 }, TRUE  },
  { "bands",             { 32, 16, 3, 1 }, { 1, 32, 30,  40 }, TRUE  },
  { "bands-strided",     { 32,  8, 3, 2 }, { 2, 32, 60,  81 }, FALSE },
  { "wider-than-a-band", { 64,  2, 3, 1 }, { 1, 64,  2, 150 }, FALSE },
};
/* clang-format on */

typedef struct
{
  const ConvCase *row;
  LwTensor        x, y, factors;
  gfloat         *weights, *bias, *scratch;
} ConvRun;

static ConvRun
conv_run_new (const ConvCase *row,
              LwRandom       *random)
{
  const LwShape y = lw_conv_get_shape (row->conv, row->x);

  return (ConvRun){
    row,
    lw_test_tensor_new (row->x, random),
    lw_test_tensor_new (y, random),
    lw_test_tensor_new (y, random),
    lw_test_numbers_new (lw_conv_get_n_weights (row->conv), random),
    row->has_bias ? lw_test_numbers_new (row->conv.n_out, random) : NULL,
    /* Exactly as much as was promised to be enough, so that a sanitizer sees more. */
    g_new (gfloat, lw_conv_get_n_scratch (row->conv, row->x)),
  };
}

static void
conv_run_clear (ConvRun *run)
{
  g_free (run->x.data);
  g_free (run->y.data);
  g_free (run->factors.data);
  g_free (run->weights);
  g_free (run->bias);
  g_free (run->scratch);
}

static gdouble
conv_loss (gpointer data)
{
  ConvRun *run = data;

  lw_conv_forward (run->row->conv, run->x, run->weights, run->bias, run->y, run->scratch);

  return lw_test_weigh (run->y, run->factors);
}

/* One number of the result, as the header says it. */
static gdouble
convolve (const ConvRun *run,
          gint           n,
          gint           o,
          gint           i,
          gint           j)
{
  const LwConv  conv = run->row->conv;
  const LwShape x = run->row->x;
  gdouble       sum = run->bias != NULL ? run->bias[o] : 0;
  const gfloat *weight = run->weights + (gsize) o * conv.n_in * conv.kernel * conv.kernel;

  for (gint c = 0; c < conv.n_in; c++)
    for (gint u = 0; u < conv.kernel; u++)
      for (gint v = 0; v < conv.kernel; v++, weight++)
        {
          const gint row = conv.stride * i + u - conv.kernel / 2, column = conv.stride * j + v - conv.kernel / 2;

          if (row >= 0 && row < x.h && column >= 0 && column < x.w)
            sum += (gdouble) *weight * lw_tensor_get_plane (run->x, n, c)[row * x.w + column];
        }

  return sum;
}

/* Single precision sums up to 576 products: 1e-5 of the largest number is some 100 half units. */
static void
test_conv_forward (gconstpointer data)
{
  LwRandom            random = lw_random_new (1);
  ConvRun             run = conv_run_new (data, &random);
  const LwShape       y = run.y.shape;
  g_autofree gdouble *wanted = g_new (gdouble, lw_shape_get_size (y));
  gsize               k = 0;

  for (gint n = 0; n < y.n; n++)
    for (gint o = 0; o < y.c; o++)
      for (gint i = 0; i < y.h; i++)
        for (gint j = 0; j < y.w; j++)
          wanted[k++] = convolve (&run, n, o, i, j);

  conv_loss (&run);
  lw_test_assert_near (run.y.data, wanted, k, 1e-5);
  conv_run_clear (&run);
}

/* A convolution is linear in each of its inputs: differences are exact for any step but for
 * rounding, which 1e-3 leaves ample room for. */
static void
test_conv_gradients (gconstpointer data)
{
  LwRandom           random = lw_random_new (2);
  ConvRun            run = conv_run_new (data, &random);
  const LwConv       conv = run.row->conv;
  const gsize        n_x = lw_shape_get_size (run.x.shape), n_weights = lw_conv_get_n_weights (conv);
  g_autofree gfloat *x_gradient = g_new0 (gfloat, n_x), *weight_gradient = g_new0 (gfloat, n_weights);
  g_autofree gfloat *bias_gradient = g_new0 (gfloat, conv.n_out), *alone = g_new0 (gfloat, n_weights);

  lw_conv_backward (conv, run.x, run.weights, run.factors, (LwTensor){ run.x.shape, x_gradient },
                    weight_gradient, bias_gradient, run.scratch);

  lw_test_assert_gradient (conv_loss, &run, run.x.data, x_gradient, n_x, 150, 1, 1e-3);
  lw_test_assert_gradient (conv_loss, &run, run.weights, weight_gradient, n_weights, 150, 1, 1e-3);
  if (run.bias != NULL)
    lw_test_assert_gradient (conv_loss, &run, run.bias, bias_gradient, conv.n_out, 20, 1, 1e-3);

  /* The first layer wants none by its input. */
  lw_conv_backward (conv, run.x, run.weights, run.factors, (LwTensor){ run.x.shape, NULL }, alone, NULL, run.scratch);
  g_assert_cmpmem (alone, n_weights * sizeof *alone, weight_gradient, n_weights * sizeof *alone);

  conv_run_clear (&run);
}

/* What is there is added to: backward twice gives the derivatives twice. */
static void
test_conv_adds (gconstpointer data)
{
  LwRandom            random = lw_random_new (4);
  ConvRun             run = conv_run_new (data, &random);
  const LwConv        conv = run.row->conv;
  const gsize         n_x = lw_shape_get_size (run.x.shape), n_weights = lw_conv_get_n_weights (conv);
  const gsize         n = n_x + n_weights + conv.n_out;
  g_autofree gfloat  *once = g_new0 (gfloat, n), *twice = g_new0 (gfloat, n);
  g_autofree gdouble *wanted = g_new (gdouble, n);

  for (guint i = 0; i < 3; i++)
    {
      gfloat *into = i == 0 ? once : twice;

      lw_conv_backward (conv, run.x, run.weights, run.factors, (LwTensor){ run.x.shape, into },
                        into + n_x, into + n_x + n_weights, run.scratch);
    }

  for (gsize i = 0; i < n; i++)
    wanted[i] = 2.0 * once[i];
  lw_test_assert_near (twice, wanted, n, 1e-5);
  conv_run_clear (&run);
}

static void
add_cases (const gchar  *path,
           GTestDataFunc func)
{
  for (guint i = 0; i < G_N_ELEMENTS (conv_cases); i++)
    {
      g_autofree gchar *name = g_strdup_printf ("/model-conv/%s/%s", path, conv_cases[i].name);

      g_test_add_data_func (name, &conv_cases[i], func);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  lw_blas_set_n_threads (1);

  g_test_add_func ("/model-conv/arena", test_arena);
  g_test_add_func ("/model-conv/arena-full", test_arena_full);
  g_test_add_func ("/model-conv/sums", test_sums);
  add_cases ("forward", test_conv_forward);
  add_cases ("gradients", test_conv_gradients);
  add_cases ("adds", test_conv_adds);

  return g_test_run ();
}

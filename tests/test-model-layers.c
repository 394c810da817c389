/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-blas.h"
#include "lw-conv-depthwise.h"
#include "lw-group-norm.h"
#include "lw-resize.h"
#include "lw-simple-layers.h"
#include "lw-test-tensor.h"

#include <math.h>
#include <string.h>

/* --- Depthwise convolution --- */

/* clang-format off */
static const struct
{
  LwConvDepthwise conv;
  LwShape         x;
} depthwise_cases[] = {
  { { 3, 3, 1 }, { 2, 3, 7, 20 } },
  { { 4, 3, 2 }, { 2, 4, 9, 18 } },
  { { 2, 5, 1 }, { 1, 2, 3,  2 } },
  { { 2, 5, 3 }, { 2, 2, 8, 11 } },
};
/* clang-format on */

typedef struct
{
  LwConvDepthwise conv;
  LwTensor        x, y, factors;
  gfloat         *weights, *bias;
} Depthwise;

static gdouble
depthwise_loss (gpointer data)
{
  Depthwise *run = data;

  lw_conv_depthwise_forward (run->conv, run->x, run->weights, run->bias, run->y);

  return lw_test_weigh (run->y, run->factors);
}

static void
assert_depthwise_forward (Depthwise *run)
{
  const LwConvDepthwise conv = run->conv;
  const LwShape         x = run->x.shape, y = run->y.shape;
  const gint            n_places = conv.kernel * conv.kernel;
  g_autofree gdouble   *wanted = g_new (gdouble, lw_shape_get_size (y));

  for (gsize k = 0; k < lw_shape_get_size (y); k++)
    {
      const gint j = k % y.w, i = k / y.w % y.h, c = k / y.w / y.h % y.c, n = k / y.w / y.h / y.c;

      wanted[k] = run->bias[c];

      for (gint p = 0; p < n_places; p++)
        {
          const gint row = i * conv.stride + p / conv.kernel - conv.kernel / 2;
          const gint column = j * conv.stride + p % conv.kernel - conv.kernel / 2;

          if (row >= 0 && row < x.h && column >= 0 && column < x.w)
            wanted[k] += (gdouble) run->weights[c * n_places + p] * lw_tensor_get_plane (run->x, n, c)[row * x.w + column];
        }
    }

  depthwise_loss (run);
  lw_test_assert_near (run->y.data, wanted, lw_shape_get_size (y), 1e-5);
}

static void
assert_depthwise_backward (Depthwise *run)
{
  const gsize        n_x = lw_shape_get_size (run->x.shape), n_weights = lw_conv_depthwise_get_n_weights (run->conv);
  g_autofree gfloat *x_gradient = g_new0 (gfloat, n_x), *weight_gradient = g_new0 (gfloat, n_weights);
  g_autofree gfloat *alone = g_new0 (gfloat, n_weights), *bias_gradient = g_new0 (gfloat, run->conv.n_channels);

  lw_conv_depthwise_backward (run->conv, run->x, run->weights, run->factors, (LwTensor){ run->x.shape, x_gradient },
                              weight_gradient, bias_gradient);
  lw_test_assert_gradient (depthwise_loss, run, run->x.data, x_gradient, n_x, 200, 1, 1e-4);
  lw_test_assert_gradient (depthwise_loss, run, run->weights, weight_gradient, n_weights, 200, 1, 1e-4);
  lw_test_assert_gradient (depthwise_loss, run, run->bias, bias_gradient, run->conv.n_channels, 200, 1, 1e-4);

  lw_conv_depthwise_backward (run->conv, run->x, run->weights, run->factors, (LwTensor){ run->x.shape, NULL }, alone, NULL);
  g_assert_cmpmem (alone, n_weights * sizeof *alone, weight_gradient, n_weights * sizeof *alone);
}

static void
test_depthwise (void)
{
  LwRandom random = lw_random_new (1);

  for (guint i = 0; i < G_N_ELEMENTS (depthwise_cases); i++)
    {
      const LwConvDepthwise conv = depthwise_cases[i].conv;
      const LwShape         y = lw_conv_depthwise_get_shape (conv, depthwise_cases[i].x);
      Depthwise             run = {
                    conv,
                    lw_test_tensor_new (depthwise_cases[i].x, &random),
                    lw_test_tensor_new (y, &random),
                    lw_test_tensor_new (y, &random),
                    lw_test_numbers_new (lw_conv_depthwise_get_n_weights (conv), &random),
                    lw_test_numbers_new (conv.n_channels, &random),
      };

      assert_depthwise_forward (&run);
      assert_depthwise_backward (&run);

      g_free (run.x.data);
      g_free (run.y.data);
      g_free (run.factors.data);
      g_free (run.weights);
      g_free (run.bias);
    }
}

/* --- Group normalisation --- */

typedef struct
{
  LwGroupNorm norm;
  LwTensor    x, y, factors;
  gfloat     *weights, *kept;
} Norm;

static gdouble
norm_loss (gpointer data)
{
  Norm *run = data;

  lw_group_norm_forward (run->norm, run->x, run->weights, run->y, run->kept);

  return lw_test_weigh (run->y, run->factors);
}

/* Mean and variance as the paper has them. */
static void
assert_norm_forward (Norm *run)
{
  const LwShape       shape = run->x.shape;
  const gsize         n_members = shape.c / run->norm.n_groups, plane = lw_shape_get_plane (shape), size = n_members * plane;
  g_autofree gdouble *wanted = g_new (gdouble, lw_shape_get_size (shape));

  for (gsize begin = 0; begin < lw_shape_get_size (shape); begin += size)
    {
      gdouble mean = 0, variance = 0;

      for (gsize i = begin; i < begin + size; i++)
        mean += run->x.data[i] / (gdouble) size;
      for (gsize i = begin; i < begin + size; i++)
        variance += (run->x.data[i] - mean) * (run->x.data[i] - mean) / size;

      for (gsize i = begin; i < begin + size; i++)
        {
          const gsize c = i / plane % shape.c;

          wanted[i] = run->weights[c] * (run->x.data[i] - mean) / sqrt (variance + 1e-5) + run->weights[shape.c + c];
          if (run->norm.has_relu)
            wanted[i] = MAX (wanted[i], 0);
        }
    }

  norm_loss (run);
  lw_test_assert_near (run->y.data, wanted, lw_shape_get_size (shape), 1e-5);
}

/* Not linear: a step of 1e-2 bends by some 1e-4. */
static void
assert_norm_backward (Norm *run)
{
  const gsize        n = lw_shape_get_size (run->x.shape), n_weights = lw_group_norm_get_n_weights (run->norm);
  g_autofree gfloat *gradient = g_memdup2 (run->factors.data, n * sizeof (gfloat));
  g_autofree gfloat *weight_gradient = g_new0 (gfloat, n_weights);

  lw_group_norm_backward (run->norm, run->x, run->weights, run->y, run->kept, (LwTensor){ run->x.shape, gradient }, weight_gradient);
  lw_test_assert_gradient (norm_loss, run, run->x.data, gradient, n, 300, 1e-2, 2e-3);
  lw_test_assert_gradient (norm_loss, run, run->weights, weight_gradient, n_weights, 300, 1e-2, 2e-3);
}

/* Differences across the kink of the ReLU are no derivatives; instead it has to be what the norm
 * alone gives for derivatives that are 0 where the ReLU shut. */
static void
assert_norm_relu_backward (Norm *run)
{
  const gsize        n = lw_shape_get_size (run->x.shape), n_weights = lw_group_norm_get_n_weights (run->norm);
  LwGroupNorm        bare = run->norm;
  g_autofree gfloat *gradient = g_memdup2 (run->factors.data, n * sizeof (gfloat));
  g_autofree gfloat *masked = g_memdup2 (run->factors.data, n * sizeof (gfloat));
  g_autofree gfloat *weight_gradient = g_new0 (gfloat, n_weights), *wanted = g_new0 (gfloat, n_weights);
  gsize              n_shut = 0;

  for (gsize i = 0; i < n; i++)
    if (run->y.data[i] <= 0)
      {
        masked[i] = 0;
        n_shut++;
      }
  g_assert_cmpuint (n_shut, >, n / 10);

  bare.has_relu = FALSE;
  lw_group_norm_backward (run->norm, run->x, run->weights, run->y, run->kept, (LwTensor){ run->x.shape, gradient }, weight_gradient);
  lw_group_norm_backward (bare, run->x, run->weights, run->y, run->kept, (LwTensor){ run->x.shape, masked }, wanted);
  g_assert_cmpmem (gradient, n * sizeof *gradient, masked, n * sizeof *masked);
  g_assert_cmpmem (weight_gradient, n_weights * sizeof *wanted, wanted, n_weights * sizeof *wanted);
}

static void
test_group_norm (void)
{
  static const LwShape shapes[] = { { 2, 8, 5, 7 }, { 3, 6, 9, 8 }, { 1, 4, 40, 33 } };
  static const gint    n_groups[] = { 8, 2, 1 };
  LwRandom             random = lw_random_new (2);

  for (guint i = 0; i < 2 * G_N_ELEMENTS (shapes); i++)
    {
      const LwShape     shape = shapes[i / 2];
      const LwGroupNorm norm = { shape.c, n_groups[i / 2], i % 2 };
      Norm              run = {
                     norm,
                     lw_test_tensor_new (shape, &random),
                     lw_test_tensor_new (shape, &random),
                     lw_test_tensor_new (shape, &random),
                     lw_test_numbers_new (lw_group_norm_get_n_weights (norm), &random),
                     g_new (gfloat, lw_group_norm_get_n_kept (norm, shape.n)),
      };

      for (gsize k = 0; k < lw_shape_get_size (shape); k++)
        run.x.data[k] += 5;

      assert_norm_forward (&run);
      if (norm.has_relu)
        assert_norm_relu_backward (&run);
      else
        assert_norm_backward (&run);

      g_free (run.x.data);
      g_free (run.y.data);
      g_free (run.factors.data);
      g_free (run.weights);
      g_free (run.kept);
    }
}

/* A flat image must not become noise, nor anything be divided by 0. */
static void
test_group_norm_flat (void)
{
  const LwGroupNorm norm = { 2, 1, FALSE };
  gfloat            x[8], y[8], gradient[8], weight_gradient[4] = { 0 }, kept[2];
  const gfloat      weights[] = { 1, 1, 0, 0 };
  const LwShape     shape = { 1, 2, 2, 2 };

  for (guint i = 0; i < 8; i++)
    {
      x[i] = 1000.1f;
      gradient[i] = i;
    }

  lw_group_norm_forward (norm, (LwTensor){ shape, x }, weights, (LwTensor){ shape, y }, kept);
  lw_group_norm_backward (norm, (LwTensor){ shape, x }, weights, (LwTensor){ shape, y }, kept, (LwTensor){ shape, gradient }, weight_gradient);

  for (guint i = 0; i < 8; i++)
    {
      g_assert_cmpfloat_with_epsilon (y[i], 0, 0.02);
      g_assert_true (isfinite (gradient[i]));
    }
}

/* --- Layers without weights --- */

typedef void (*UnaryForward) (LwTensor x,
                              LwTensor y);

typedef struct
{
  UnaryForward forward;
  LwTensor     x, y, factors;
} Unary;

static gdouble
unary_loss (gpointer data)
{
  Unary *run = data;

  run->forward (run->x, run->y);

  return lw_test_weigh (run->y, run->factors);
}

/* As torch.nn.functional.interpolate with align_corners=False would place them. */
static gdouble
look_up (LwTensor x,
         gint     p,
         gdouble  row,
         gdouble  column)
{
  const gdouble i = CLAMP (row, 0, x.shape.h - 1), j = CLAMP (column, 0, x.shape.w - 1);
  const gint    i0 = (gint) i, j0 = (gint) j, i1 = MIN (i0 + 1, x.shape.h - 1), j1 = MIN (j0 + 1, x.shape.w - 1);
  const gfloat *plane = x.data + (gsize) p * x.shape.h * x.shape.w;

  return (1 - (i - i0)) * ((1 - (j - j0)) * plane[i0 * x.shape.w + j0] + (j - j0) * plane[i0 * x.shape.w + j1]) +
         (i - i0) * ((1 - (j - j0)) * plane[i1 * x.shape.w + j0] + (j - j0) * plane[i1 * x.shape.w + j1]);
}

static void
assert_doubled (const Unary *run,
                gboolean     is_bilinear)
{
  const LwShape       y = run->y.shape;
  g_autofree gdouble *wanted = g_new (gdouble, lw_shape_get_size (y));

  for (gsize k = 0; k < lw_shape_get_size (y); k++)
    {
      const gint    p = k / (y.h * y.w), i = k / y.w % y.h, j = k % y.w;
      const gdouble row = (i + 0.5) / 2 - 0.5, column = (j + 0.5) / 2 - 0.5;

      wanted[k] = is_bilinear ? look_up (run->x, p, row, column) : look_up (run->x, p, i / 2, j / 2);
    }

  run->forward (run->x, run->y);
  lw_test_assert_near (run->y.data, wanted, lw_shape_get_size (y), 1e-6);
}

static void
test_doubling (void)
{
  static const LwShape shapes[] = { { 2, 3, 4, 5 }, { 1, 1, 1, 1 }, { 1, 2, 1, 3 } };
  LwRandom             random = lw_random_new (3);

  for (guint i = 0; i < 2 * G_N_ELEMENTS (shapes); i++)
    {
      const LwShape      shape = shapes[i / 2], doubled = lw_double_get_shape (shape);
      const gboolean     is_bilinear = i % 2;
      const gsize        n = lw_shape_get_size (shape);
      g_autofree gfloat *gradient = g_new0 (gfloat, n);
      Unary              run = {
                     is_bilinear ? lw_double_bilinear_forward : lw_double_nearest_forward,
        lw_test_tensor_new (shape, &random),
        lw_test_tensor_new (doubled, &random),
        lw_test_tensor_new (doubled, &random),
      };

      assert_doubled (&run, is_bilinear);
      (is_bilinear ? lw_double_bilinear_backward : lw_double_nearest_backward) (run.factors, (LwTensor){ shape, gradient });
      lw_test_assert_gradient (unary_loss, &run, run.x.data, gradient, n, n, 1, 1e-5);

      g_free (run.x.data);
      g_free (run.y.data);
      g_free (run.factors.data);
    }
}

static void
test_relu (void)
{
  const LwShape shape = { 1, 1, 1, 5 };
  gfloat        x[] = { -1, 0, 2, -0.5f, 3 }, gradient[] = { 1, 2, 3, 4, 5 };
  const gfloat  wanted[] = { 0, 0, 2, 0, 3 }, wanted_gradient[] = { 0, 0, 3, 0, 5 };

  lw_relu_forward ((LwTensor){ shape, x }, (LwTensor){ shape, x });
  lw_relu_backward ((LwTensor){ shape, x }, (LwTensor){ shape, gradient });

  for (guint i = 0; i < 5; i++)
    {
      g_assert_cmpfloat (x[i], ==, wanted[i]);
      g_assert_cmpfloat (gradient[i], ==, wanted_gradient[i]);
    }
}

/* Two images of one channel and of two: what is whose shows in the numbers. */
static void
test_add_and_concat (void)
{
  gfloat         a[] = { 1, 2, 3, 4 }, b[] = { 10, 20, 30, 40, 50, 60, 70, 80 }, y[12], sums[4];
  const gfloat   joined[] = { 1, 2, 10, 20, 30, 40, 3, 4, 50, 60, 70, 80 };
  gfloat         a_gradient[4] = { 100, 100, 100, 100 }, b_gradient[8] = { 0 };
  const LwShape  a_shape = { 2, 1, 1, 2 }, b_shape = { 2, 2, 1, 2 }, y_shape = { 2, 3, 1, 2 };
  const LwTensor whole = { y_shape, y };

  lw_concat_forward ((LwTensor){ a_shape, a }, (LwTensor){ b_shape, b }, whole);
  g_assert_cmpmem (y, sizeof y, joined, sizeof joined);

  lw_concat_backward (whole, 0, (LwTensor){ a_shape, a_gradient });
  lw_concat_backward (whole, 1, (LwTensor){ b_shape, b_gradient });
  g_assert_cmpmem (b_gradient, sizeof b_gradient, b, sizeof b);

  lw_add_forward ((LwTensor){ a_shape, a }, (LwTensor){ a_shape, a_gradient }, (LwTensor){ a_shape, sums });
  lw_add_backward ((LwTensor){ a_shape, sums }, (LwTensor){ a_shape, a });

  for (guint i = 0; i < 4; i++)
    {
      g_assert_cmpfloat (a_gradient[i], ==, 101 + i);
      g_assert_cmpfloat (sums[i], ==, 102 + 2 * i);
      g_assert_cmpfloat (a[i], ==, 103 + 3 * i);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  lw_blas_set_n_threads (1);

  g_test_add_func ("/model-layers/depthwise", test_depthwise);
  g_test_add_func ("/model-layers/group-norm", test_group_norm);
  g_test_add_func ("/model-layers/group-norm-flat", test_group_norm_flat);
  g_test_add_func ("/model-layers/doubling", test_doubling);
  g_test_add_func ("/model-layers/relu", test_relu);
  g_test_add_func ("/model-layers/add-and-concat", test_add_and_concat);

  return g_test_run ();
}

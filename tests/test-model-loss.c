/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-adamw.h"
#include "lw-detector-loss.h"
#include "lw-test-tensor.h"

#include <math.h>
#include <string.h>

#define STRIDE 4

static LwDetectorTargets
targets_new (gint n_images,
             gint n_classes,
             gint h,
             gint w)
{
  const gsize n = (gsize) n_images * h * w;

  return (LwDetectorTargets){
    STRIDE,
    { { n_images, n_classes, h, w }, g_new0 (gfloat, n * n_classes) },
    { { n_images, 4, h, w }, g_new0 (gfloat, n * 4) },
    { { n_images, 1, h, w }, g_new0 (gfloat, n) },
  };
}

static void
targets_clear (LwDetectorTargets *targets)
{
  g_free (targets->heat.data);
  g_free (targets->corners.data);
  g_free (targets->weights.data);
}

/* --- Targets --- */

/* A box of 40 x 20 pixels has sigmas of 4.8 and 2.4 pixels: 1.2 and 0.6 cells. */
static void
test_paint_one (void)
{
  const LwTargetBox box = { 20, 30, 60, 50, 1 };
  LwDetectorTargets targets = targets_new (2, 2, 16, 24);
  const gfloat     *heat = lw_tensor_get_plane (targets.heat, 1, 1), *weights = lw_tensor_get_plane (targets.weights, 1, 0);
  const gfloat      sides[] = { 20, 30, 60, 50 };

  lw_detector_targets_paint (&targets, 1, &box, 1);

  for (gint i = 0; i < 16; i++)
    for (gint j = 0; j < 24; j++)
      {
        const gdouble height = exp (-((j - 10) * (j - 10) / (1.2 * 1.2) + (i - 10) * (i - 10) / (0.6 * 0.6)) / 2);
        const gint    cell = i * 24 + j;

        /* What is further than four sigmas is left out. */
        g_assert_cmpfloat_with_epsilon (heat[cell], height, 5e-4);
        g_assert_cmpfloat (heat[cell] >= 1, ==, i == 10 && j == 10);
        g_assert_cmpfloat_with_epsilon (weights[cell], height > 0.4 ? height : 0, 1e-5);

        for (gint k = 0; k < 4 && weights[cell] > 0; k++)
          g_assert_cmpfloat (lw_tensor_get_plane (targets.corners, 1, k)[cell], ==, sides[k]);
      }

  /* The other image and the other class have nothing. */
  for (gint i = 0; i < 3 * 16 * 24; i++)
    g_assert_cmpfloat (targets.heat.data[i], ==, 0);

  lw_detector_targets_clear (&targets);
  g_assert_cmpfloat (heat[10 * 24 + 10], ==, 0);
  g_assert_cmpfloat (weights[10 * 24 + 10], ==, 0);
  targets_clear (&targets);
}

/* Whatever the order, the smaller of two boxes has the cells near its centre, also those where the
 * larger has more weight, and the heat is the higher of both. */
static void
test_paint_overlap (void)
{
  LwTargetBox boxes[] = { { 0, 0, 120, 120, 0 }, { 40, 40, 92, 92, 0 }, { 5, 5, 5, 30, 0 } };

  for (guint turn = 0; turn < 2; turn++)
    {
      LwDetectorTargets targets = targets_new (1, 1, 32, 32);
      const gfloat     *left = lw_tensor_get_plane (targets.corners, 0, 0);
      guint             n_centres = 0;

      if (turn == 1)
        {
          const LwTargetBox kept = boxes[0];

          boxes[0] = boxes[1];
          boxes[1] = kept;
        }

      lw_detector_targets_paint (&targets, 0, boxes, G_N_ELEMENTS (boxes));
      for (guint i = 0; i < 32 * 32; i++)
        n_centres += targets.heat.data[i] >= 1;

      /* Centres are cells 15, 15 and 16, 16; the box without area has none. */
      g_assert_cmpuint (n_centres, ==, 2);
      g_assert_cmpfloat (left[16 * 32 + 16], ==, 40);
      g_assert_cmpfloat (left[15 * 32 + 15], ==, 40);
      g_assert_cmpfloat_with_epsilon (targets.weights.data[16 * 32 + 15], exp (-0.5 / (1.56 * 1.56)), 1e-4);
      g_assert_cmpfloat_with_epsilon (targets.heat.data[16 * 32 + 15], exp (-0.5 / (3.6 * 3.6)), 1e-4);
      g_assert_cmpfloat (left[12 * 32 + 15], ==, 0);
      g_assert_cmpfloat (targets.weights.data[12 * 32 + 15], >, 0.4);
      targets_clear (&targets);
    }
}

/* --- Heat --- */

typedef struct
{
  LwTensor          logits, none;
  LwDetectorTargets targets;
} HeatRun;

static gdouble
heat_loss (gpointer data)
{
  HeatRun *run = data;

  return lw_focal_loss (run->logits, run->targets.heat, 0, run->none);
}

static HeatRun
heat_run_new (LwRandom *random)
{
  const LwTargetBox boxes[] = { { 3, 3, 30, 25, 0 }, { 20, 20, 44, 47, 2 } };
  HeatRun           run = {
              lw_test_tensor_new ((LwShape){ 2, 3, 12, 13 }, random),
              lw_test_tensor_new ((LwShape){ 2, 3, 12, 13 }, random),
              targets_new (2, 3, 12, 13),
  };

  lw_detector_targets_paint (&run.targets, 0, boxes, 2);
  lw_detector_targets_paint (&run.targets, 1, boxes, 1);
  for (gsize i = 0; i < lw_shape_get_size (run.logits.shape); i++)
    run.logits.data[i] *= 3;

  return run;
}

static void
heat_run_clear (HeatRun *run)
{
  g_free (run->logits.data);
  g_free (run->none.data);
  targets_clear (&run->targets);
}

/* The paper's formula, as it is printed there. */
static void
test_heat_value (void)
{
  LwRandom random = lw_random_new (5);
  HeatRun  run = heat_run_new (&random);
  gdouble  sum = 0;

  for (gsize i = 0; i < lw_shape_get_size (run.logits.shape); i++)
    {
      const gdouble p = CLAMP (1 / (1 + exp (-(gdouble) run.logits.data[i])), 1e-4, 1 - 1e-4), y = run.targets.heat.data[i];

      sum += y >= 1 ? pow (1 - p, 2) * log (p) : pow (1 - y, 4) * pow (p, 2) * log (1 - p);
    }

  g_assert_cmpfloat_with_epsilon (heat_loss (&run), -sum / 3, 1e-9);
  heat_run_clear (&run);
}

/* In double throughout: a step of 1e-3 leaves some 1e-6 of bending. */
static void
test_heat_gradient (void)
{
  LwRandom           random = lw_random_new (6);
  HeatRun            run = heat_run_new (&random);
  const gsize        n = lw_shape_get_size (run.logits.shape);
  g_autofree gfloat *gradient = g_new0 (gfloat, n);

  /* Beyond the limits nothing changes. */
  run.logits.data[0] = 12;
  run.logits.data[1] = -12;

  lw_focal_loss (run.logits, run.targets.heat, 1, (LwTensor){ run.logits.shape, gradient });
  g_assert_cmpfloat (gradient[0], ==, 0);
  g_assert_cmpfloat (gradient[1], ==, 0);
  lw_test_assert_gradient (heat_loss, &run, run.logits.data, gradient, n, n, 1e-3, 1e-4);

  /* Scaled, and added. */
  lw_focal_loss (run.logits, run.targets.heat, -1, (LwTensor){ run.logits.shape, gradient });
  for (gsize i = 0; i < n; i++)
    g_assert_cmpfloat_with_epsilon (gradient[i], 0, 1e-6);
  heat_run_clear (&run);
}

/* --- Boxes --- */

typedef struct
{
  LwTensor          outputs, none;
  LwDetectorTargets targets;
} BoxRun;

static gdouble
box_loss (gpointer data)
{
  BoxRun *run = data;

  return lw_box_loss (run->outputs, &run->targets, 9, 0, run->none);
}

static BoxRun
box_run_new (LwRandom *random)
{
  const LwTargetBox boxes[] = { { 3, 3, 30, 25, 0 }, { 20, 20, 44, 47, 0 }, { 24, 2, 45, 12, 0 }, { 4.2f, 40.2f, 5, 41, 0 } };
  BoxRun            run = {
               lw_test_tensor_new ((LwShape){ 2, 4, 12, 13 }, random),
               lw_test_tensor_new ((LwShape){ 2, 4, 12, 13 }, random),
               targets_new (2, 1, 12, 13),
  };

  lw_detector_targets_paint (&run.targets, 0, boxes, 4);
  lw_detector_targets_paint (&run.targets, 1, boxes, 2);

  return run;
}

static void
box_run_clear (BoxRun *run)
{
  g_free (run->outputs.data);
  g_free (run->none.data);
  targets_clear (&run->targets);
}

static gdouble
get_giou (const gdouble *a,
          const gdouble *b)
{
  const gdouble w = MAX (MIN (a[2], b[2]) - MAX (a[0], b[0]), 0), h = MAX (MIN (a[3], b[3]) - MAX (a[1], b[1]), 0);
  const gdouble united = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - w * h;
  const gdouble around = (MAX (a[2], b[2]) - MIN (a[0], b[0])) * (MAX (a[3], b[3]) - MIN (a[1], b[1]));

  return w * h / united - (around - united) / around;
}

static void
test_box_value (void)
{
  LwRandom random = lw_random_new (7);
  BoxRun   run = box_run_new (&random);
  gdouble  sum = 0, weights = 0;

  for (gint cell = 0; cell < 2 * 12 * 13; cell++)
    {
      const gdouble weight = run.targets.weights.data[cell];
      const gint    image = cell / 156, at = cell % 156;
      gdouble       box[4], target[4];

      for (gint k = 0; k < 4; k++)
        {
          const gdouble middle = ((k % 2 == 0 ? at % 13 : at / 13) + 0.5) * STRIDE;

          box[k] = middle + (k < 2 ? -9 : 9) * exp (CLAMP (lw_tensor_get_plane (run.outputs, image, k)[at], -4, 4));
          target[k] = lw_tensor_get_plane (run.targets.corners, image, k)[at];
        }

      weights += weight;
      if (weight > 0)
        sum += weight * (1 - get_giou (box, target));
    }

  g_assert_cmpfloat (weights, >, 5);
  g_assert_cmpfloat_with_epsilon (box_loss (&run), sum / weights, 1e-6);
  box_run_clear (&run);
}

/* Sides that touch the target's are kinks, but no random number is on one. */
static void
test_box_gradient (void)
{
  LwRandom           random = lw_random_new (8);
  BoxRun             run = box_run_new (&random);
  const gsize        n = lw_shape_get_size (run.outputs.shape);
  const gint         cell = 3 * 13 + 4;    /* the centre's of the first box */
  const gint         beside = 10 * 13 + 1; /* the one of the last, which is smaller and not in its middle */
  g_autofree gfloat *gradient = g_new0 (gfloat, n);

  run.outputs.data[cell] = 5;           /* held */
  run.outputs.data[156 + cell] = -3.9f; /* far from its target */

  /* A small box that overlaps its target in one axis only. */
  for (gint k = 0; k < 4; k++)
    run.outputs.data[k * 156 + beside] = k == 1 ? -1.8f : -3;

  lw_box_loss (run.outputs, &run.targets, 9, 1, (LwTensor){ run.outputs.shape, gradient });
  g_assert_cmpfloat (gradient[cell], ==, 0);
  g_assert_cmpfloat (fabs (gradient[156 + cell]), >, 0);
  lw_test_assert_gradient (box_loss, &run, run.outputs.data, gradient, n, n, 1e-4, 2e-3);
  box_run_clear (&run);
}

/* No box at all: no loss, no slope, nothing divided by 0. */
static void
test_nothing_to_find (void)
{
  LwRandom           random = lw_random_new (9);
  BoxRun             run = box_run_new (&random);
  const gsize        n = lw_shape_get_size (run.outputs.shape);
  g_autofree gfloat *gradient = g_new0 (gfloat, n);

  lw_detector_targets_clear (&run.targets);
  g_assert_cmpfloat (lw_box_loss (run.outputs, &run.targets, 9, 1, (LwTensor){ run.outputs.shape, gradient }), ==, 0);
  for (gsize i = 0; i < n; i++)
    g_assert_cmpfloat (gradient[i], ==, 0);
  box_run_clear (&run);
}

/* --- Steps --- */

#define N_WEIGHTS 37

/* Against the paper's algorithm 2 in double, with slopes both shorter and longer than the limit. */
static void
test_adamw (void)
{
  const LwAdamwSettings settings = lw_adamw_get_defaults ();
  LwRandom              random = lw_random_new (10);
  g_autofree gfloat    *weights = lw_test_numbers_new (N_WEIGHTS, &random), *average = g_memdup2 (weights, N_WEIGHTS * sizeof (gfloat));
  gfloat                first[N_WEIGHTS] = { 0 }, second[N_WEIGHTS] = { 0 };
  gdouble               w[N_WEIGHTS], a[N_WEIGHTS], m[N_WEIGHTS] = { 0 }, v[N_WEIGHTS] = { 0 };
  LwAdamwState          state = { N_WEIGHTS, weights, average, first, second, 0 };

  for (guint i = 0; i < N_WEIGHTS; i++)
    w[i] = a[i] = weights[i];

  for (guint t = 1; t <= 60; t++)
    {
      g_autofree gfloat *gradient = lw_test_numbers_new (N_WEIGHTS, &random);
      const gdouble      rate = 0.002 * MIN (1, t / 20.0), kept = MIN (0.98, (1.0 + t) / (10.0 + t));
      gdouble            length = 0;

      for (guint i = 0; i < N_WEIGHTS; i++)
        {
          gradient[i] *= t % 2 == 0 ? 0.1f : 10;
          length += (gdouble) gradient[i] * gradient[i];
        }
      length = sqrt (length);
      g_assert_cmpfloat_with_epsilon (lw_adamw_step (&state, &settings, gradient), length, 1e-5 * length);

      for (guint i = 0; i < N_WEIGHTS; i++)
        {
          const gdouble g = gradient[i] * MIN (1, 5 / length);

          w[i] -= rate * 0.01 * w[i];
          m[i] = 0.9 * m[i] + 0.1 * g;
          v[i] = 0.99 * v[i] + 0.01 * g * g;
          w[i] -= rate * (m[i] / (1 - pow (0.9, t))) / (sqrt (v[i] / (1 - pow (0.99, t))) + 1e-8);
          a[i] = kept * a[i] + (1 - kept) * w[i];
        }
    }

  g_assert_cmpuint (state.n_steps, ==, 60);
  lw_test_assert_near (weights, w, N_WEIGHTS, 1e-5);
  lw_test_assert_near (average, a, N_WEIGHTS, 1e-5);
  lw_test_assert_near (first, m, N_WEIGHTS, 1e-5);
  lw_test_assert_near (second, v, N_WEIGHTS, 1e-5);
}

/* A step that went wrong leaves everything as it was. */
static void
test_adamw_not_finite (void)
{
  const LwAdamwSettings settings = lw_adamw_get_defaults ();
  gfloat                weights[] = { 1, 2 }, average[] = { 3, 4 }, first[] = { 5, 6 }, second[] = { 7, 8 };
  const gfloat          gradients[][2] = { { 1, NAN }, { INFINITY, 0 } };
  LwAdamwState          state = { 2, weights, average, first, second, 9 };

  for (guint k = 0; k < 2; k++)
    g_assert_false (isfinite (lw_adamw_step (&state, &settings, gradients[k])));

  g_assert_cmpuint (state.n_steps, ==, 9);
  for (guint i = 0; i < 2; i++)
    {
      g_assert_cmpfloat (weights[i], ==, 1 + i);
      g_assert_cmpfloat (average[i], ==, 3 + i);
      g_assert_cmpfloat (first[i], ==, 5 + i);
      g_assert_cmpfloat (second[i], ==, 7 + i);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/model-loss/paint-one", test_paint_one);
  g_test_add_func ("/model-loss/paint-overlap", test_paint_overlap);
  g_test_add_func ("/model-loss/heat-value", test_heat_value);
  g_test_add_func ("/model-loss/heat-gradient", test_heat_gradient);
  g_test_add_func ("/model-loss/box-value", test_box_value);
  g_test_add_func ("/model-loss/box-gradient", test_box_gradient);
  g_test_add_func ("/model-loss/nothing-to-find", test_nothing_to_find);
  g_test_add_func ("/model-loss/adamw", test_adamw);
  g_test_add_func ("/model-loss/adamw-not-finite", test_adamw_not_finite);

  return g_test_run ();
}

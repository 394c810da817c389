/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-blas.h"
#include "lw-detector.h"
#include "lw-test-tensor.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define N_CLASSES 3
/* Small for the boxes that are drawn, so that their sides have to be learnt. */
#define UNIT_PX 4

/* --- Memory that is asked for: the linker sends the calls of this program and of the module here --- */

static guint n_asked;

void *__real_malloc (gsize size);
void *__wrap_malloc (gsize size);
void *__real_calloc (gsize n,
                     gsize size);
void *__wrap_calloc (gsize n,
                     gsize size);
void *__real_realloc (void *memory,
                      gsize size);
void *__wrap_realloc (void *memory,
                      gsize size);
void *__real_aligned_alloc (gsize alignment,
                            gsize size);
void *__wrap_aligned_alloc (gsize alignment,
                            gsize size);

void *
__wrap_malloc (gsize size)
{
  n_asked++;

  return __real_malloc (size);
}

void *
__wrap_calloc (gsize n,
               gsize size)
{
  n_asked++;

  return __real_calloc (n, size);
}

void *
__wrap_realloc (void *memory,
                gsize size)
{
  n_asked++;

  return __real_realloc (memory, size);
}

void *
__wrap_aligned_alloc (gsize alignment,
                      gsize size)
{
  n_asked++;

  return __real_aligned_alloc (alignment, size);
}

/* --- A net with a layer of every kind, and sums that share their derivatives or must not --- */

#define N_LAYERS 19
#define FIRST_RESULT 17
#define SECOND_RESULT 18

/* clang-format off */
static const LwLayer every_kind[N_LAYERS] = {
  { LW_LAYER_CONV,            { LW_NET_INPUT }, 4, 3, 1, .has_bias = true },
  { LW_LAYER_GROUP_NORM,      { 0 }, .n_groups = 2, .has_relu = false },
  { LW_LAYER_CONV_DEPTHWISE,  { 1 }, .kernel = 3, .stride = 2, .has_bias = true },
  { LW_LAYER_CONV,            { 2 }, 4, 1, 1, .has_bias = true },
  { LW_LAYER_DOUBLE_NEAREST,  { 3 } },
  { LW_LAYER_ADD,             { 1, 4 } },
  { LW_LAYER_CONV,            { 2 }, 3, 3, 1, .start_deviation = 0.5f, .bias_start = 0.25f, .has_bias = true },
  { LW_LAYER_DOUBLE_BILINEAR, { 6 } },
  { LW_LAYER_CONCAT,          { 5, 7 } },
  { LW_LAYER_CONV,            { 8 }, 6, 3, 2 },
  { LW_LAYER_GROUP_NORM,      { 9 }, .n_groups = 3 },
  { LW_LAYER_RELU,            { 10 } },
  { LW_LAYER_CONV,            { 5 }, 4, 3, 1 },
  { LW_LAYER_CONV,            { 5 }, 4, 3, 1 },
  { LW_LAYER_GROUP_NORM,      { 13 }, .n_groups = 1 },
  { LW_LAYER_ADD,             { 12, 14 } },
  { LW_LAYER_ADD,             { 15, 5 } },
  { LW_LAYER_CONV,            { 11 }, 2, 1, 1, .has_bias = true },
  { LW_LAYER_CONCAT,          { 16, 5 } },
};
/* clang-format on */

typedef struct
{
  LwNet   *net;
  gfloat  *weights, *gradient;
  gsize    n_weights;
  LwTensor factors[2];
} NetRun;

static gdouble
net_loss (gpointer data)
{
  NetRun *run = data;

  lw_net_forward (run->net, run->weights);

  return lw_test_weigh (lw_net_get_result (run->net, FIRST_RESULT), run->factors[0]) +
         lw_test_weigh (lw_net_get_result (run->net, SECOND_RESULT), run->factors[1]);
}

static void
fill (LwTensor  tensor,
      LwRandom *random)
{
  for (gsize i = 0; i < lw_shape_get_size (tensor.shape); i++)
    tensor.data[i] = (gfloat) lw_random_normal (random);
}

static NetRun
net_run_new (gboolean trains)
{
  const LwShape input = { 2, 3, 8, 12 };
  LwRandom      random = lw_random_new (1);
  NetRun        run = { lw_net_new (every_kind, N_LAYERS, input, trains) };

  run.n_weights = lw_layers_count_weights (every_kind, N_LAYERS, 3);
  run.weights = g_new (gfloat, run.n_weights);
  run.gradient = g_new0 (gfloat, run.n_weights);
  lw_layers_start (every_kind, N_LAYERS, 3, &random, run.weights);
  run.factors[0] = lw_test_tensor_new (lw_net_get_result (run.net, FIRST_RESULT).shape, &random);
  run.factors[1] = lw_test_tensor_new (lw_net_get_result (run.net, SECOND_RESULT).shape, &random);
  fill (lw_net_get_input (run.net), &random);

  return run;
}

static void
net_run_clear (NetRun *run)
{
  lw_net_free (run->net);
  g_free (run->weights);
  g_free (run->gradient);
  g_free (run->factors[0].data);
  g_free (run->factors[1].data);
}

static void
run_backward (NetRun *run)
{
  net_loss (run);

  for (guint k = 0; k < 2; k++)
    {
      const LwTensor gradient = lw_net_get_gradient (run->net, k == 0 ? FIRST_RESULT : SECOND_RESULT);

      for (gsize i = 0; i < lw_shape_get_size (gradient.shape); i++)
        gradient.data[i] += run->factors[k].data[i];
    }

  lw_net_backward (run->net, run->weights, run->gradient);
}

/* All weights against differences.  The one ReLU has its kink: with a step of 1e-3 few of its 288
 * numbers are near enough to it to matter, and 1e-2 is still far below what a wrong layer does. */
static void
test_net_gradient (void)
{
  NetRun run = net_run_new (TRUE);

  run_backward (&run);
  lw_test_assert_gradient (net_loss, &run, run.weights, run.gradient, run.n_weights, run.n_weights, 1e-3, 1e-2);
  net_run_clear (&run);
}

/* Whether memory is shared must not show in any number; nor may what an earlier run left behind. */
static void
test_net_modes (void)
{
  NetRun training = net_run_new (TRUE), answering = net_run_new (FALSE);

  run_backward (&training);
  run_backward (&training);

  for (guint turn = 0; turn < 2; turn++)
    {
      lw_net_forward (answering.net, answering.weights);

      for (guint k = FIRST_RESULT; k <= SECOND_RESULT; k++)
        {
          const LwTensor a = lw_net_get_result (training.net, k), b = lw_net_get_result (answering.net, k);
          const gsize    size = lw_shape_get_size (a.shape) * sizeof (gfloat);

          g_assert_cmpmem (a.data, size, b.data, size);
        }
    }

  g_assert_cmpuint (lw_net_get_memory (answering.net), <, lw_net_get_memory (training.net) / 2);
  net_run_clear (&training);
  net_run_clear (&answering);
}

static void
test_start (void)
{
  NetRun      run = net_run_new (FALSE);
  const gsize norm = lw_layers_get_offset (every_kind, 1, 3), normal = lw_layers_get_offset (every_kind, 6, 3);
  gdouble     squares = 0;

  /* 4 x 3 x 9 weights and 4 biases, within 1 / sqrt (27), and not all of them in the middle. */
  g_assert_cmpuint (norm, ==, 112);
  for (gsize i = 0; i < norm; i++)
    {
      g_assert_cmpfloat (fabs (run.weights[i]), <=, 1 / sqrt (27));
      squares += run.weights[i] * run.weights[i] / norm;
    }
  g_assert_cmpfloat_with_epsilon (squares, 1 / 27.0 / 3, 0.3 / 27 / 3);

  for (gsize i = 0; i < 8; i++)
    g_assert_cmpfloat (run.weights[norm + i], ==, i < 4 ? 1 : 0);

  squares = 0;
  for (gsize i = 0; i < 108; i++)
    squares += run.weights[normal + i] * run.weights[normal + i] / 108;
  g_assert_cmpfloat_with_epsilon (squares, 0.25, 0.1);
  for (gsize i = 0; i < 3; i++)
    g_assert_cmpfloat (run.weights[normal + 108 + i], ==, 0.25);

  net_run_clear (&run);
}

/* Tables that make no sense: a norm whose input is read by others, sums of different sizes, a
 * row that reads itself, groups that do not divide. */
static void
test_bad_tables (gconstpointer data)
{
  static const LwLayer tables[][3] = {
    { { LW_LAYER_CONV, { LW_NET_INPUT }, 4, 3, 1 }, { LW_LAYER_RELU, { 0 } }, { LW_LAYER_ADD, { 0, 1 } } },
    { { LW_LAYER_CONV, { LW_NET_INPUT }, 4, 3, 1 }, { LW_LAYER_CONV, { 0 }, 4, 3, 2 }, { LW_LAYER_ADD, { 0, 1 } } },
    { { LW_LAYER_CONV, { LW_NET_INPUT }, 4, 3, 1 }, { LW_LAYER_CONV, { 1 }, 4, 3, 2 }, { LW_LAYER_RELU, { 1 } } },
    { { LW_LAYER_CONV, { LW_NET_INPUT }, 4, 3, 1 }, { LW_LAYER_GROUP_NORM, { 0 }, .n_groups = 3 }, { LW_LAYER_RELU, { 1 } } },
  };

  if (g_test_subprocess ())
    {
      lw_net_free (lw_net_new (tables[GPOINTER_TO_UINT (data)], 3, (LwShape){ 1, 3, 8, 8 }, TRUE));
      return;
    }

  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_failed ();
}

/* --- The detector --- */

static void
test_detector_shape (void)
{
  LwLayer layers[LW_DETECTOR_N_LAYERS];
  LwNet  *net;
  LwShape heat, sides;

  lw_detector_get_layers (N_CLASSES, layers);
  g_assert_cmpuint (lw_layers_count_weights (layers, LW_DETECTOR_N_LAYERS, 3), ==, 232055);

  net = lw_net_new (layers, LW_DETECTOR_N_LAYERS, (LwShape){ 1, 3, 64, 96 }, FALSE);
  heat = lw_net_get_result (net, LW_DETECTOR_HEAT).shape;
  sides = lw_net_get_result (net, LW_DETECTOR_SIDES).shape;
  g_assert_true (lw_shape_equal (heat, (LwShape){ 1, N_CLASSES, 16, 24 }));
  g_assert_true (lw_shape_equal (sides, (LwShape){ 1, 4, 16, 24 }));
  lw_net_free (net);
}

/* Bright squares and dark ones on noise: two classes, drawn anew for every step. */
static void
draw_lesson (LwDetector *detector,
             LwRandom   *random)
{
  const LwTensor crops = lw_detector_get_crops (detector);

  lw_detector_targets_clear (lw_detector_get_targets (detector));
  for (gsize i = 0; i < lw_shape_get_size (crops.shape); i++)
    crops.data[i] = (gfloat) lw_random_range (random, -0.3, 0.3);

  for (gint image = 0; image < crops.shape.n; image++)
    for (gint class_index = 0; class_index < 2; class_index++)
      {
        const gint        side = 12 + (gint) lw_random_below (random, 12);
        const gint        x = (gint) lw_random_below (random, crops.shape.w - side), y = (gint) lw_random_below (random, crops.shape.h - side);
        const LwTargetBox box = { x, y, x + side, y + side, class_index };

        for (gint c = 0; c < 3; c++)
          for (gint i = y; i < y + side; i++)
            for (gint j = x; j < x + side; j++)
              lw_tensor_get_plane (crops, image, c)[i * crops.shape.w + j] = class_index == 0 ? 0.9f : -0.9f;

        lw_detector_targets_paint (lw_detector_get_targets (detector), image, &box, 1);
      }
}

static LwDetectorLoss
train (LwDetector *detector,
       LwRandom   *random,
       guint       n_steps)
{
  const LwAdamwSettings settings = lw_adamw_get_defaults ();
  LwDetectorLoss        mean = { 0 };

  for (guint t = 0; t < n_steps; t++)
    {
      LwDetectorLoss loss;

      draw_lesson (detector, random);
      loss = lw_detector_step (detector, &settings, UNIT_PX);
      mean.heat += loss.heat / n_steps;
      mean.boxes += loss.boxes / n_steps;
    }

  return mean;
}

static void
test_detector_learns (void)
{
  LwDetector    *detector = lw_detector_new (N_CLASSES, 4, 64, 1);
  LwRandom       random = lw_random_new (1);
  LwDetectorLoss first = train (detector, &random, 5), last;

  train (detector, &random, 60);
  last = train (detector, &random, 10);

  g_test_message ("heat %g to %g, boxes %g to %g", first.heat, last.heat, first.boxes, last.boxes);
  g_assert_cmpfloat (last.heat, <, first.heat / 3);
  g_assert_cmpfloat (last.boxes, <, first.boxes / 2);
  g_assert_cmpuint (lw_detector_get_state (detector)->n_steps, ==, 75);
  lw_detector_free (detector);
}

static void
assert_same_state (LwDetector *a,
                   LwDetector *b)
{
  const LwAdamwState *first = lw_detector_get_state (a), *second = lw_detector_get_state (b);
  const gsize         size = first->n * sizeof (gfloat);

  g_assert_cmpmem (first->weights, size, second->weights, size);
  g_assert_cmpmem (first->average, size, second->average, size);
  g_assert_cmpmem (first->first, size, second->first, size);
  g_assert_cmpmem (first->second, size, second->second, size);
}

/* The same seed and lessons give the same bits, on one thread and on two; another seed does not.
 * Sides of 96, so that convolutions come in several bands. */
static void
test_detector_repeats (gconstpointer n_threads)
{
  LwDetector *detectors[3];

  lw_blas_set_n_threads (GPOINTER_TO_INT (n_threads));

  for (guint k = 0; k < 3; k++)
    {
      LwRandom random = lw_random_new (5);

      detectors[k] = lw_detector_new (N_CLASSES, 2, 96, k == 2 ? 8 : 7);
      train (detectors[k], &random, 4);
    }

  assert_same_state (detectors[0], detectors[1]);
  g_assert_true (memcmp (lw_detector_get_state (detectors[0])->weights, lw_detector_get_state (detectors[2])->weights, 1000) != 0);

  for (guint k = 0; k < 3; k++)
    lw_detector_free (detectors[k]);
  lw_blas_set_n_threads (1);
}

/* What another detector is given of the state is enough to go on as if nothing had been. */
static void
test_detector_goes_on (void)
{
  LwDetector   *kept = lw_detector_new (N_CLASSES, 2, 64, 1), *resumed = lw_detector_new (N_CLASSES, 2, 64, 2);
  LwAdamwState *from = lw_detector_get_state (kept), *to = lw_detector_get_state (resumed);
  LwRandom      random = lw_random_new (3), again;

  train (kept, &random, 3);
  again = random;

  memcpy (to->weights, from->weights, from->n * sizeof (gfloat));
  memcpy (to->average, from->average, from->n * sizeof (gfloat));
  memcpy (to->first, from->first, from->n * sizeof (gfloat));
  memcpy (to->second, from->second, from->n * sizeof (gfloat));
  to->n_steps = from->n_steps;

  train (kept, &random, 3);
  train (resumed, &again, 3);
  assert_same_state (kept, resumed);

  lw_detector_free (kept);
  lw_detector_free (resumed);
}

static void
test_detector_allocates_nothing (void)
{
  LwDetector           *detector;
  LwRandom              random = lw_random_new (1);
  const LwAdamwSettings settings = lw_adamw_get_defaults ();

  n_asked = 0;
  detector = lw_detector_new (N_CLASSES, 2, 64, 1);
  g_assert_cmpuint (n_asked, >, 0);

  n_asked = 0;
  for (guint t = 0; t < 3; t++)
    {
      draw_lesson (detector, &random);
      lw_detector_step (detector, &settings, UNIT_PX);
    }
  g_assert_cmpuint (n_asked, ==, 0);

  lw_detector_free (detector);
}

/* Outputs rise by ln (old / new), so that exp (output) times the unit stays what it was. */
static void
test_detector_unit (void)
{
  LwLayer     layers[LW_DETECTOR_N_LAYERS];
  LwDetector *detector = lw_detector_new (N_CLASSES, 1, 32, 1);
  LwRandom    random = lw_random_new (1);
  LwNet      *net;
  LwTensor    sides;

  lw_detector_get_layers (N_CLASSES, layers);
  net = lw_net_new (layers, LW_DETECTOR_N_LAYERS, (LwShape){ 1, 3, 32, 32 }, FALSE);
  sides = lw_net_get_result (net, LW_DETECTOR_SIDES);
  fill (lw_net_get_input (net), &random);

  for (guint k = 0; k < 2; k++)
    {
      const gfloat      *weights = k == 0 ? lw_detector_get_state (detector)->weights : lw_detector_get_state (detector)->average;
      g_autofree gfloat *before = NULL;

      lw_net_forward (net, weights);
      before = g_memdup2 (sides.data, lw_shape_get_size (sides.shape) * sizeof (gfloat));
      lw_detector_change_unit (detector, 12, 30);
      lw_net_forward (net, weights);

      for (gsize i = 0; i < lw_shape_get_size (sides.shape); i++)
        g_assert_cmpfloat_with_epsilon (exp (sides.data[i]) * 30, exp (before[i]) * 12, 1e-4);
    }

  lw_net_free (net);
  lw_detector_free (detector);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  lw_blas_set_n_threads (1);

  g_test_add_func ("/model-net/gradient", test_net_gradient);
  g_test_add_func ("/model-net/modes", test_net_modes);
  g_test_add_func ("/model-net/start", test_start);
  g_test_add_data_func ("/model-net/bad/shared-in-place", GUINT_TO_POINTER (0), test_bad_tables);
  g_test_add_data_func ("/model-net/bad/sizes", GUINT_TO_POINTER (1), test_bad_tables);
  g_test_add_data_func ("/model-net/bad/itself", GUINT_TO_POINTER (2), test_bad_tables);
  g_test_add_data_func ("/model-net/bad/groups", GUINT_TO_POINTER (3), test_bad_tables);
  g_test_add_func ("/model-net/detector/shape", test_detector_shape);
  g_test_add_func ("/model-net/detector/learns", test_detector_learns);
  g_test_add_data_func ("/model-net/detector/repeats/one-thread", GINT_TO_POINTER (1), test_detector_repeats);
  g_test_add_data_func ("/model-net/detector/repeats/two-threads", GINT_TO_POINTER (2), test_detector_repeats);
  g_test_add_func ("/model-net/detector/goes-on", test_detector_goes_on);
  g_test_add_func ("/model-net/detector/allocates-nothing", test_detector_allocates_nothing);
  g_test_add_func ("/model-net/detector/unit", test_detector_unit);

  return g_test_run ();
}

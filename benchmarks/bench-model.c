/* bench-model.c - processor time of training and of a suggestion
 *
 * Usage: bench-model [--rounds N]
 *
 * One step of the detector on 4 crops of 192 x 192, and an answer to 640 x 480 up to its boxes, on one thread, for
 * three classes; with the time of the same products of matrices alone, so that what is around them
 * can be seen as a ratio that does not depend on the machine.  Prints the median and the least of
 * the rounds as one JSON object.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lw-blas.h"
#include "lw-detector-decode.h"
#include "lw-detector.h"

#include <glib.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define N_CLASSES 3
#define N_CROPS 4
#define SIDE 192
#define UNIT_PX 16

static gint n_rounds = 30;

static gdouble
cpu_ms (void)
{
  struct timespec now;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now);

  return (gdouble) now.tv_sec * 1e3 + (gdouble) now.tv_nsec / 1e6;
}

static gint
compare_times (gconstpointer a,
               gconstpointer b)
{
  const gdouble difference = *(const gdouble *) a - *(const gdouble *) b;

  return (difference > 0) - (difference < 0);
}

typedef void (*BenchFunc) (gpointer data);

typedef struct
{
  gdouble median_ms, least_ms;
} Times;

static Times
measure (BenchFunc func,
         gpointer  data)
{
  g_autofree gdouble *times = g_new (gdouble, n_rounds);

  func (data);

  for (gint i = 0; i < n_rounds; i++)
    {
      const gdouble begin = cpu_ms ();

      func (data);
      times[i] = cpu_ms () - begin;
    }

  qsort (times, n_rounds, sizeof *times, compare_times);

  return (Times){ times[n_rounds / 2], times[0] };
}

static void
fill (LwTensor  tensor,
      LwRandom *random)
{
  for (gsize i = 0; i < lw_shape_get_size (tensor.shape); i++)
    tensor.data[i] = (gfloat) lw_random_range (random, -1, 1);
}

static void
step (gpointer data)
{
  const LwAdamwSettings settings = lw_adamw_get_defaults ();

  lw_detector_step (data, &settings, UNIT_PX);
}

#define N_ROOM 1000

typedef struct
{
  LwNet        *net;
  const gfloat *weights;
  LwFoundBox    boxes[N_ROOM];
} Answer;

static void
answer (gpointer data)
{
  const LwDecodeSettings settings = lw_decode_get_defaults ();
  Answer                *run = data;

  lw_net_forward (run->net, run->weights);
  lw_decode_boxes (lw_net_get_result (run->net, LW_DETECTOR_HEAT), lw_net_get_result (run->net, LW_DETECTOR_SIDES), 0,
                   LW_DETECTOR_STRIDE, UNIT_PX, &settings, run->boxes, N_ROOM);
}

/* All products that a step needs, as large as they are in one image: forward, and twice that on
 * the way back. */
typedef struct
{
  LwLayer *layers;
  LwNet   *net; /* for its shapes */
  gfloat  *a, *b, *c;
} Products;

static void
multiply_all (gpointer data)
{
  Products *run = data;

  for (gint k = 0; k < LW_DETECTOR_N_LAYERS; k++)
    {
      const LwLayer *layer = &run->layers[k];
      const LwShape  y = lw_net_get_result (run->net, k).shape;
      const gint     input = layer->inputs[0];
      const LwShape  x = input == LW_NET_INPUT ? lw_net_get_input (run->net).shape : lw_net_get_result (run->net, input).shape;
      const gint     depth = x.c * layer->kernel * layer->kernel, n = y.h * y.w;

      for (gint i = 0; layer->kind == LW_LAYER_CONV && i < 3 * y.n; i++)
        lw_blas_multiply (y.c, n, depth, (LwMatrix){ run->a, depth, false }, (LwMatrix){ run->b, n, false }, run->c, n, false);
    }
}

static Times
measure_products (LwLayer *layers,
                  LwNet   *net)
{
  /* As much as the largest product, of 3 x 3 x 32 numbers for each of 48 x 48, or 16 x 96 x 96. */
  const gsize n_room = 1 << 20;
  Products    products = { layers, net, g_new0 (gfloat, n_room), g_new0 (gfloat, n_room), g_new0 (gfloat, n_room) };
  Times       times = measure (multiply_all, &products);

  g_free (products.a);
  g_free (products.b);
  g_free (products.c);

  return times;
}

int
main (int   argc,
      char *argv[])
{
  LwLayer     layers[LW_DETECTOR_N_LAYERS];
  LwDetector *detector = lw_detector_new (N_CLASSES, N_CROPS, SIDE, 1);
  LwRandom    random = lw_random_new (1);
  LwTargetBox boxes[] = { { 20, 20, 60, 50, 0 }, { 90, 100, 130, 150, 1 }, { 100, 30, 120, 60, 2 } };
  LwNet      *training;
  Answer      run;
  Times       products, steps, answers;

  if (argc == 3 && strcmp (argv[1], "--rounds") == 0)
    n_rounds = MAX (atoi (argv[2]), 1);

  lw_blas_set_n_threads (1);
  lw_detector_get_layers (N_CLASSES, layers);
  fill (lw_detector_get_crops (detector), &random);
  for (gint i = 0; i < N_CROPS; i++)
    lw_detector_targets_paint (lw_detector_get_targets (detector), i, boxes, G_N_ELEMENTS (boxes));

  training = lw_net_new (layers, LW_DETECTOR_N_LAYERS, (LwShape){ N_CROPS, 3, SIDE, SIDE }, true);
  products = measure_products (layers, training);
  steps = measure (step, detector);

  run.net = lw_net_new (layers, LW_DETECTOR_N_LAYERS, (LwShape){ 1, 3, 480, 640 }, false);
  run.weights = lw_detector_get_state (detector)->average;
  fill (lw_net_get_input (run.net), &random);
  answers = measure (answer, &run);

  g_print ("{\"step_ms\": %.1f, \"step_least_ms\": %.1f, \"products_ms\": %.1f, \"step_over_products\": %.2f,\n"
           " \"answer_ms\": %.1f, \"answer_least_ms\": %.1f, \"step_mib\": %.1f, \"answer_mib\": %.1f}\n",
           steps.median_ms, steps.least_ms, products.median_ms, steps.median_ms / products.median_ms,
           answers.median_ms, answers.least_ms, lw_detector_get_memory (detector) / 1048576.0, lw_net_get_memory (run.net) / 1048576.0);

  lw_net_free (training);
  lw_net_free (run.net);
  lw_detector_free (detector);

  return 0;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-detector.h"

#include "lw-arena.h"
#include "lw-detector-loss.h"
#include "lw-grow.h"

#include <math.h>
#include <string.h>

#define N_COLOURS 3
#define N_GROUPS 8
#define N_LATERAL 32
#define N_LEVELS 4

/* So that the net begins with "nothing is here", which is true nearly everywhere. */
#define HEAT_BIAS -3
#define HEAD_DEVIATION 0.01f

#define BOX_SHARE 2

/* --- The table --- */

/* A convolution of 3, norm and ReLU each, one after the other; the last of each level, at strides
 * of 4, 8, 16 and 32, is read by a lateral. */
static const struct
{
  int n_channels, stride;
  int level; /* that it ends; -1: none */
} trunk[] = {
  { 16, 2, -1 },
  { 32, 2, -1 },
  { 32, 1, 0 },
  { 48, 2, -1 },
  { 48, 1, 1 },
  { 64, 2, -1 },
  { 64, 1, 2 },
  { 64, 2, -1 },
  { 64, 1, 3 },
};

/* A table being filled; each function adds rows and returns the index of the last. */
typedef struct
{
  LwLayer *layers;
  int      n;
} Table;

static int
add_row (Table  *table,
         LwLayer layer)
{
  table->layers[table->n] = layer;

  return table->n++;
}

static int
add_block (Table *table,
           int    input,
           int    n_channels,
           int    stride)
{
  const int conv = add_row (table, (LwLayer){ LW_LAYER_CONV, { input }, n_channels, .kernel = 3, .stride = stride });

  return add_row (table, (LwLayer){ LW_LAYER_GROUP_NORM, { conv }, .n_groups = N_GROUPS, .has_relu = true });
}

static int
add_lateral (Table *table,
             int    input)
{
  return add_row (table, (LwLayer){ LW_LAYER_CONV, { input }, N_LATERAL, .kernel = 1, .stride = 1, .has_bias = true });
}

static void
add_head (Table *table,
          int    input,
          int    n_channels,
          float  bias)
{
  add_row (table, (LwLayer){ LW_LAYER_CONV, { input }, n_channels, .kernel = 1, .stride = 1, .has_bias = true, .start_deviation = HEAD_DEVIATION, .bias_start = bias });
}

void
lw_detector_get_layers (int      n_classes,
                        LwLayer *layers)
{
  Table table = { layers, 0 };
  int   levels[N_LEVELS], last = LW_NET_INPUT;

  for (size_t k = 0; k < sizeof trunk / sizeof *trunk; k++)
    {
      last = add_block (&table, last, trunk[k].n_channels, trunk[k].stride);
      if (trunk[k].level >= 0)
        levels[trunk[k].level] = last;
    }

  last = add_lateral (&table, levels[N_LEVELS - 1]);

  for (int level = N_LEVELS - 2; level >= 0; level--)
    {
      const int lateral = add_lateral (&table, levels[level]);
      const int coarser = add_row (&table, (LwLayer){ LW_LAYER_DOUBLE_NEAREST, { last } });
      const int sum = add_row (&table, (LwLayer){ LW_LAYER_ADD, { lateral, coarser } });

      last = add_block (&table, sum, N_LATERAL, 1);
    }

  last = add_block (&table, last, N_LATERAL, 1);
  add_head (&table, last, n_classes, HEAT_BIAS);
  add_head (&table, last, 4, 0);
}

/* --- Training --- */

struct _LwDetector
{
  LwLayer           layers[LW_DETECTOR_N_LAYERS];
  LwNet            *net;
  LwArena          *arena;
  LwAdamwState      state;
  float            *gradient;
  LwDetectorTargets targets;
};

static LwTensor
take_tensor (LwArena *arena,
             LwShape  shape)
{
  return (LwTensor){ shape, lw_arena_take (arena, lw_shape_get_size (shape)) };
}

static void
take_memory (LwDetector *self,
             LwShape     heat)
{
  const size_t  n = self->state.n;
  const LwShape corners = { heat.n, 4, heat.h, heat.w }, weights = { heat.n, 1, heat.h, heat.w };

  self->arena = lw_arena_new (5 * lw_arena_round (n) + lw_arena_round (lw_shape_get_size (heat)) +
                              lw_arena_round (lw_shape_get_size (corners)) + lw_arena_round (lw_shape_get_size (weights)));
  self->state.weights = lw_arena_take (self->arena, n);
  self->state.average = lw_arena_take (self->arena, n);
  self->state.first = lw_arena_take (self->arena, n);
  self->state.second = lw_arena_take (self->arena, n);
  self->gradient = lw_arena_take (self->arena, n);
  self->targets = (LwDetectorTargets){
    LW_DETECTOR_STRIDE,
    take_tensor (self->arena, heat),
    take_tensor (self->arena, corners),
    take_tensor (self->arena, weights),
  };
}

LwDetector *
lw_detector_new (int      n_classes,
                 int      n_crops,
                 int      side,
                 uint64_t seed)
{
  LwDetector *self = lw_grow_array (LwDetector, 1);
  LwRandom    random = lw_random_new (seed);

  lw_detector_get_layers (n_classes, self->layers);
  self->net = lw_net_new (self->layers, LW_DETECTOR_N_LAYERS, (LwShape){ n_crops, N_COLOURS, side, side }, true);
  self->state.n = lw_layers_count_weights (self->layers, LW_DETECTOR_N_LAYERS, N_COLOURS);
  take_memory (self, lw_net_get_result (self->net, LW_DETECTOR_HEAT).shape);

  lw_layers_start (self->layers, LW_DETECTOR_N_LAYERS, N_COLOURS, &random, self->state.weights);
  memcpy (self->state.average, self->state.weights, self->state.n * sizeof *self->state.weights);

  return self;
}

void
lw_detector_free (LwDetector *self)
{
  if (self == NULL)
    return;

  lw_net_free (self->net);
  lw_arena_free (self->arena);
  free (self);
}

LwTensor
lw_detector_get_crops (LwDetector *self)
{
  return lw_net_get_input (self->net);
}

LwDetectorTargets *
lw_detector_get_targets (LwDetector *self)
{
  return &self->targets;
}

LwDetectorLoss
lw_detector_step (LwDetector            *self,
                  const LwAdamwSettings *settings,
                  double                 unit_px)
{
  LwDetectorLoss loss;

  lw_net_forward (self->net, self->state.weights);
  loss.heat = lw_focal_loss (lw_net_get_result (self->net, LW_DETECTOR_HEAT), self->targets.heat, 1,
                             lw_net_get_gradient (self->net, LW_DETECTOR_HEAT));
  loss.boxes = lw_box_loss (lw_net_get_result (self->net, LW_DETECTOR_SIDES), &self->targets, unit_px, BOX_SHARE,
                            lw_net_get_gradient (self->net, LW_DETECTOR_SIDES));
  lw_net_backward (self->net, self->state.weights, self->gradient);
  loss.length = lw_adamw_step (&self->state, settings, self->gradient);

  return loss;
}

void
lw_detector_change_unit (LwDetector *self,
                         double      old_px,
                         double      new_px)
{
  const float  shift = (float) log (old_px / new_px);
  const size_t end = self->state.n; /* the biases of the sides are the last four weights */

  for (size_t i = end - 4; i < end; i++)
    {
      self->state.weights[i] += shift;
      self->state.average[i] += shift;
    }
}

LwAdamwState *
lw_detector_get_state (LwDetector *self)
{
  return &self->state;
}

size_t
lw_detector_get_memory (const LwDetector *self)
{
  return lw_net_get_memory (self->net) + lw_arena_get_used (self->arena) * sizeof (float);
}

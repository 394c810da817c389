/* lw-net-private.h - what the files of a net share
 *
 * lw-layers.c: counts and starts weights, from the table alone; lw-net-plan.c: shapes, and whose
 * memory is whose; lw-net.c: runs.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-arena.h"
#include "lw-conv-depthwise.h"
#include "lw-conv.h"
#include "lw-group-norm.h"
#include "lw-net.h"

/* What a sum is multiplied with, and what is added to it. */
typedef struct
{
  size_t n_factors, n_offsets;
} LwLayerWeights;

/* A layer in its place. */
typedef struct
{
  LwLayer        layer;
  LwShape        shape; /* of the result */
  LwLayerWeights n_weights;
  size_t         offset; /* into the weights */
  int            n_readers;
  int            last_reader; /* the index of a layer; that of the layer itself without one */
  int            slot;        /* of the result */
  int            gradient_slot;
  LwTensor       result, gradient;
  float         *kept; /* of a norm */
} LwNode;

struct _LwNet
{
  LwNode  *nodes;
  size_t   n_nodes, n_weights;
  bool     trains;
  LwArena *arena;
  LwTensor input;
  float   *gradients; /* of all layers, in one piece */
  size_t   n_gradients;
  float   *scratch;
};

int lw_layers_get_n_channels (const LwLayer *layers,
                              int            index,
                              int            n_inputs);

/* @n_read: the channels of the (first) input. */
LwLayerWeights lw_layer_get_weights (const LwLayer *layer,
                                     int            n_read);

static inline LwConv
lw_layer_get_conv (const LwLayer *layer,
                   int            n_read)
{
  return (LwConv){ n_read, layer->n_channels, layer->kernel, layer->stride };
}

static inline LwConvDepthwise
lw_layer_get_depthwise (const LwLayer *layer,
                        int            n_read)
{
  return (LwConvDepthwise){ n_read, layer->kernel, layer->stride };
}

static inline LwGroupNorm
lw_layer_get_norm (const LwLayer *layer,
                   int            n_read)
{
  return (LwGroupNorm){ n_read, layer->n_groups, layer->has_relu };
}

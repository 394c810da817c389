/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-net-private.h"

#include <math.h>
#include <stdlib.h>

static bool
has_kernel (const LwLayer *layer)
{
  return layer->kind == LW_LAYER_CONV || layer->kind == LW_LAYER_CONV_DEPTHWISE;
}

int
lw_layers_get_n_channels (const LwLayer *layers,
                          int            index,
                          int            n_inputs)
{
  while (index != LW_NET_INPUT)
    {
      const LwLayer *layer = &layers[index];

      if (layer->kind == LW_LAYER_CONV)
        return layer->n_channels;
      if (layer->kind == LW_LAYER_CONCAT)
        return lw_layers_get_n_channels (layers, layer->inputs[0], n_inputs) +
               lw_layers_get_n_channels (layers, layer->inputs[1], n_inputs);

      /* Else as many as it reads, or something is wrong that would go round for ever. */
      if (layer->inputs[0] >= index || layer->inputs[0] < LW_NET_INPUT)
        abort ();
      index = layer->inputs[0];
    }

  return n_inputs;
}

LwLayerWeights
lw_layer_get_weights (const LwLayer *layer,
                      int            n_read)
{
  switch (layer->kind)
    {
    case LW_LAYER_CONV:
      return (LwLayerWeights){ lw_conv_get_n_weights (lw_layer_get_conv (layer, n_read)), layer->has_bias ? layer->n_channels : 0 };

    case LW_LAYER_CONV_DEPTHWISE:
      return (LwLayerWeights){ lw_conv_depthwise_get_n_weights (lw_layer_get_depthwise (layer, n_read)), layer->has_bias ? n_read : 0 };

    case LW_LAYER_GROUP_NORM:
      return (LwLayerWeights){ n_read, n_read };

    default:
      return (LwLayerWeights){ 0, 0 };
    }
}

size_t
lw_layers_get_offset (const LwLayer *layers,
                      size_t         index,
                      int            n_inputs)
{
  size_t offset = 0;

  for (size_t i = 0; i < index; i++)
    {
      const LwLayerWeights weights = lw_layer_get_weights (&layers[i], lw_layers_get_n_channels (layers, layers[i].inputs[0], n_inputs));

      offset += weights.n_factors + weights.n_offsets;
    }

  return offset;
}

size_t
lw_layers_count_weights (const LwLayer *layers,
                         size_t         n_layers,
                         int            n_inputs)
{
  return lw_layers_get_offset (layers, n_layers, n_inputs);
}

static void
start_conv (const LwLayer *layer,
            LwLayerWeights n,
            int            n_out,
            LwRandom      *random,
            float         *weights)
{
  const double bound = 1 / sqrt ((double) n.n_factors / n_out);

  for (size_t i = 0; i < n.n_factors + n.n_offsets; i++)
    if (layer->start_deviation <= 0)
      weights[i] = (float) lw_random_range (random, -bound, bound);
    else if (i < n.n_factors)
      weights[i] = (float) (layer->start_deviation * lw_random_normal (random));
    else
      weights[i] = layer->bias_start;
}

void
lw_layers_start (const LwLayer *layers,
                 size_t         n_layers,
                 int            n_inputs,
                 LwRandom      *random,
                 float         *weights)
{
  for (size_t k = 0; k < n_layers; k++)
    {
      const int            n_read = lw_layers_get_n_channels (layers, layers[k].inputs[0], n_inputs);
      const LwLayerWeights n = lw_layer_get_weights (&layers[k], n_read);

      if (has_kernel (&layers[k]))
        start_conv (&layers[k], n, lw_layers_get_n_channels (layers, (int) k, n_inputs), random, weights);
      else
        for (size_t i = 0; i < n.n_factors + n.n_offsets; i++)
          weights[i] = i < n.n_factors ? 1 : 0;

      weights += n.n_factors + n.n_offsets;
    }
}

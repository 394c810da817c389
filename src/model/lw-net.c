/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-net-private.h"

#include "lw-resize.h"
#include "lw-simple-layers.h"

#include <string.h>

LwTensor
lw_net_get_input (const LwNet *self)
{
  return self->input;
}

LwTensor
lw_net_get_result (const LwNet *self,
                   size_t       layer)
{
  return self->nodes[layer].result;
}

LwTensor
lw_net_get_gradient (const LwNet *self,
                     size_t       layer)
{
  return self->nodes[layer].gradient;
}

static LwTensor
get_read (const LwNet  *self,
          const LwNode *node,
          int           which)
{
  const int input = node->layer.inputs[which];

  return input == LW_NET_INPUT ? self->input : self->nodes[input].result;
}

/* Without data for the input of the net: nobody asks for derivatives by pixels. */
static LwTensor
get_read_gradient (const LwNet  *self,
                   const LwNode *node,
                   int           which)
{
  const int input = node->layer.inputs[which];

  return input == LW_NET_INPUT ? (LwTensor){ self->input.shape, NULL } : self->nodes[input].gradient;
}

/* --- Forward --- */

static void
run_forward (LwNet        *self,
             const LwNode *node,
             const float  *weights)
{
  const LwLayer *layer = &node->layer;
  const LwTensor x = get_read (self, node, 0);
  const float   *factors = weights + node->offset;
  const float   *bias = layer->has_bias ? factors + node->n_weights.n_factors : NULL;

  switch (layer->kind)
    {
    case LW_LAYER_CONV:
      lw_conv_forward (lw_layer_get_conv (layer, x.shape.c), x, factors, bias, node->result, self->scratch);
      break;

    case LW_LAYER_CONV_DEPTHWISE:
      lw_conv_depthwise_forward (lw_layer_get_depthwise (layer, x.shape.c), x, factors, bias, node->result);
      break;

    case LW_LAYER_GROUP_NORM:
      lw_group_norm_forward (lw_layer_get_norm (layer, x.shape.c), x, factors, node->result, node->kept);
      break;

    case LW_LAYER_RELU:
      lw_relu_forward (x, node->result);
      break;

    case LW_LAYER_DOUBLE_NEAREST:
      lw_double_nearest_forward (x, node->result);
      break;

    case LW_LAYER_DOUBLE_BILINEAR:
      lw_double_bilinear_forward (x, node->result);
      break;

    case LW_LAYER_ADD:
      lw_add_forward (x, get_read (self, node, 1), node->result);
      break;

    case LW_LAYER_CONCAT:
      lw_concat_forward (x, get_read (self, node, 1), node->result);
      break;
    }
}

void
lw_net_forward (LwNet       *self,
                const float *weights)
{
  if (self->trains)
    memset (self->gradients, 0, self->n_gradients * sizeof *self->gradients);

  for (size_t k = 0; k < self->n_nodes; k++)
    run_forward (self, &self->nodes[k], weights);
}

/* --- Backward --- */

/* What a sum and its summands share needs no adding. */
static void
hand_on_sum (const LwNet  *self,
             const LwNode *node)
{
  for (int k = 0; k < 2; k++)
    {
      const LwTensor gradient = get_read_gradient (self, node, k);

      if (gradient.data != NULL && gradient.data != node->gradient.data)
        lw_add_backward (node->gradient, gradient);
    }
}

static void
hand_on_joined (const LwNet  *self,
                const LwNode *node)
{
  for (int k = 0; k < 2; k++)
    {
      const LwTensor gradient = get_read_gradient (self, node, k);

      if (gradient.data != NULL)
        lw_concat_backward (node->gradient, k == 0 ? 0 : get_read (self, node, 0).shape.c, gradient);
    }
}

static void
run_backward (LwNet        *self,
              const LwNode *node,
              const float  *weights,
              float        *weight_gradient)
{
  const LwLayer *layer = &node->layer;
  const LwTensor x = get_read (self, node, 0), x_gradient = get_read_gradient (self, node, 0);
  const float   *factors = weights + node->offset;
  float         *by_factors = weight_gradient + node->offset;
  float         *by_bias = layer->has_bias ? by_factors + node->n_weights.n_factors : NULL;

  switch (layer->kind)
    {
    case LW_LAYER_CONV:
      lw_conv_backward (lw_layer_get_conv (layer, x.shape.c), x, factors, node->gradient, x_gradient, by_factors, by_bias, self->scratch);
      break;

    case LW_LAYER_CONV_DEPTHWISE:
      lw_conv_depthwise_backward (lw_layer_get_depthwise (layer, x.shape.c), x, factors, node->gradient, x_gradient, by_factors, by_bias);
      break;

    case LW_LAYER_GROUP_NORM:
      lw_group_norm_backward (lw_layer_get_norm (layer, x.shape.c), x, factors, node->result, node->kept, node->gradient, by_factors);
      break;

    case LW_LAYER_RELU:
      lw_relu_backward (node->result, node->gradient);
      break;

    case LW_LAYER_DOUBLE_NEAREST:
      if (x_gradient.data != NULL)
        lw_double_nearest_backward (node->gradient, x_gradient);
      break;

    case LW_LAYER_DOUBLE_BILINEAR:
      if (x_gradient.data != NULL)
        lw_double_bilinear_backward (node->gradient, x_gradient);
      break;

    case LW_LAYER_ADD:
      hand_on_sum (self, node);
      break;

    case LW_LAYER_CONCAT:
      hand_on_joined (self, node);
      break;
    }
}

void
lw_net_backward (LwNet       *self,
                 const float *weights,
                 float       *weight_gradient)
{
  memset (weight_gradient, 0, self->n_weights * sizeof *weight_gradient);

  for (size_t k = self->n_nodes; k-- > 0;)
    run_backward (self, &self->nodes[k], weights, weight_gradient);
}

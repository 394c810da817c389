/* lw-net.h - a net as a table of layers, planned for one size of input
 *
 * A layer's row says what it is and which earlier rows it reads.  Weights are not part of a net:
 * they are one array, shared by the nets of one table, so that one net trains while another of
 * another size answers from the mean of the weights.
 *
 * A net belongs to one thread.  All memory is taken when it is made.  The same weights and input
 * give the same results, bit by bit, for the same number of OpenBLAS's threads on the same
 * processor.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-random.h"
#include "lw-tensor.h"

#include <stdint.h>

/* Stands for the input in LwLayer.inputs. */
#define LW_NET_INPUT (-1)

typedef enum
{
  LW_LAYER_CONV,
  LW_LAYER_CONV_DEPTHWISE,
  LW_LAYER_GROUP_NORM, /* may have a ReLU in it */
  LW_LAYER_RELU,
  LW_LAYER_DOUBLE_NEAREST,
  LW_LAYER_DOUBLE_BILINEAR,
  LW_LAYER_ADD,
  LW_LAYER_CONCAT
} LwLayerKind;

typedef struct
{
  LwLayerKind kind;
  int         inputs[2]; /* the second: ADD and CONCAT only */

  int  n_channels;     /* of the result; CONV */
  int  kernel, stride; /* CONV and CONV_DEPTHWISE */
  int  n_groups;       /* GROUP_NORM */
  bool has_relu;       /* GROUP_NORM */
  bool has_bias;       /* CONV and CONV_DEPTHWISE */

  /* How the weights of a convolution begin.  0: uniform within 1 / sqrt of the numbers that go into
   * a sum, biases too (He et al. 2015 with a = sqrt 5); above 0: normal with this deviation, and
   * biases of @bias_start. */
  float start_deviation;
  float bias_start;
} LwLayer;

/* Of all layers, in their order; @n_inputs: channels of the input. */
size_t lw_layers_count_weights (const LwLayer *layers,
                                size_t         n_layers,
                                int            n_inputs);

/* Where the weights of layer @index begin: those of a convolution, then its biases; scales, then
 * offsets of a norm. */
size_t lw_layers_get_offset (const LwLayer *layers,
                             size_t         index,
                             int            n_inputs);

/* As each layer says; scales of norms are 1, offsets 0. */
void lw_layers_start (const LwLayer *layers,
                      size_t         n_layers,
                      int            n_inputs,
                      LwRandom      *random,
                      float         *weights);

typedef struct _LwNet LwNet;

/* @layers are copied.  Results that no layer reads are what the net is for.  Where it @trains all
 * others are kept for the way back, too; where not they share memory.  A table that makes no sense
 * (shapes that do not fit; a norm or ReLU that reads what others read as well, since it works in
 * place) is a mistake of the caller, and ends the program. */
LwNet *lw_net_new (const LwLayer *layers,
                   size_t         n_layers,
                   LwShape        input,
                   bool           trains);

void lw_net_free (LwNet *self);

/* Bytes that the net has taken. */
size_t lw_net_get_memory (const LwNet *self);

/* To be filled before each forward. */
LwTensor lw_net_get_input (const LwNet *self);

/* Of a layer that no other reads, or, in a net that trains, of any; valid until the next forward. */
LwTensor lw_net_get_result (const LwNet *self,
                            size_t       layer);

/* The derivatives by that result, which the caller adds to between forward and backward.  Forward
 * makes them 0. */
LwTensor lw_net_get_gradient (const LwNet *self,
                              size_t       layer);

void lw_net_forward (LwNet       *self,
                     const float *weights);

/* In a net that trains.  @weight_gradient gets the derivatives by all weights, in their order. */
void lw_net_backward (LwNet       *self,
                      const float *weights,
                      float       *weight_gradient);

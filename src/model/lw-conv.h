/* lw-conv.h - convolution over all channels, forward and backward
 *
 * y[n, o, i, j] = bias[o] + sum over c, u, v of weight[o, c, u, v] x[n, c, stride i + u - pad,
 * stride j + v - pad], zero outside of x, pad = kernel / 2.  Weights are o, c, u, v, row by row.
 *
 * Done as products of matrices over bands of rows, each of which is unfolded into a scratch space
 * that stays in the second cache (Chellapilla, Puri, Simard, "High performance convolutional neural
 * networks for document processing", 2006).  A kernel of 1 and stride 1 needs no unfolding.
 *
 * Pure: the caller's arrays, any thread, nothing allocated.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-tensor.h"

typedef struct
{
  int n_in, n_out;
  int kernel; /* odd */
  int stride;
} LwConv;

/* The shape of the result for an input of @x. */
LwShape lw_conv_get_shape (LwConv  self,
                           LwShape x);

size_t lw_conv_get_n_weights (LwConv self);

/* Numbers of scratch space that either direction needs for an input of @x. */
size_t lw_conv_get_n_scratch (LwConv  self,
                              LwShape x);

/* @bias may be NULL.  @y must not overlap @x. */
void lw_conv_forward (LwConv       self,
                      LwTensor     x,
                      const float *weights,
                      const float *bias,
                      LwTensor     y,
                      float       *scratch);

/* From @y_gradient, the derivatives by the numbers of the result: those by the input, by the
 * weights and by the bias, each added to what is there.  @x_gradient.data and @bias_gradient may
 * be NULL. */
void lw_conv_backward (LwConv       self,
                       LwTensor     x,
                       const float *weights,
                       LwTensor     y_gradient,
                       LwTensor     x_gradient,
                       float       *weight_gradient,
                       float       *bias_gradient,
                       float       *scratch);

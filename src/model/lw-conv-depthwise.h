/* lw-conv-depthwise.h - convolution of each channel by itself, forward and backward
 *
 * y[n, c, i, j] = bias[c] + sum over u, v of weight[c, u, v] x[n, c, stride i + u - pad,
 * stride j + v - pad], zero outside of x, pad = kernel / 2.  Too few sums for products of
 * matrices: done row by row, in place.
 *
 * Pure: the caller's arrays, any thread, nothing allocated.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-tensor.h"

typedef struct
{
  int n_channels;
  int kernel; /* odd */
  int stride;
} LwConvDepthwise;

LwShape lw_conv_depthwise_get_shape (LwConvDepthwise self,
                                     LwShape         x);

size_t lw_conv_depthwise_get_n_weights (LwConvDepthwise self);

/* @bias may be NULL.  @y must not overlap @x. */
void lw_conv_depthwise_forward (LwConvDepthwise self,
                                LwTensor        x,
                                const float    *weights,
                                const float    *bias,
                                LwTensor        y);

/* As lw_conv_backward(). */
void lw_conv_depthwise_backward (LwConvDepthwise self,
                                 LwTensor        x,
                                 const float    *weights,
                                 LwTensor        y_gradient,
                                 LwTensor        x_gradient,
                                 float          *weight_gradient,
                                 float          *bias_gradient);

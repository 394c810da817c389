/* lw-group-norm.h - normalisation over groups of channels, forward and backward
 *
 * Wu and He, "Group normalization", ECCV 2018: the numbers of a group of neighbouring channels of
 * one image get mean 0 and variance 1, then each channel a scale and an offset of its own.  Does
 * not depend on what else is in the batch, which matters where a batch has four images.  The ReLU
 * that always follows is done in the same pass over the numbers.
 *
 * Pure: the caller's arrays, any thread, nothing allocated.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-tensor.h"

typedef struct
{
  int  n_channels;
  int  n_groups; /* divides n_channels */
  bool has_relu;
} LwGroupNorm;

/* Per channel a scale, then per channel an offset. */
size_t lw_group_norm_get_n_weights (LwGroupNorm self);

/* What is kept of the forward pass for the way back: a mean and an inverse deviation for every
 * group of @n_images. */
size_t lw_group_norm_get_n_kept (LwGroupNorm self,
                                 int         n_images);

/* @y may be @x where no way back is wanted. */
void lw_group_norm_forward (LwGroupNorm  self,
                            LwTensor     x,
                            const float *weights,
                            LwTensor     y,
                            float       *kept);

/* @gradient holds the derivatives by @y, and gets those by @x: in place, since what is normalised
 * is used by nothing else.  Those by the weights are added to @weight_gradient. */
void lw_group_norm_backward (LwGroupNorm  self,
                             LwTensor     x,
                             const float *weights,
                             LwTensor     y,
                             const float *kept,
                             LwTensor     gradient,
                             float       *weight_gradient);

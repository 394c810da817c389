/* lw-resize.h - twice the rows and columns, forward and backward
 *
 * Nearest: each number four times.  Bilinear: between the four nearest, the middles of the pixels
 * of both sizes on one plane ("half-pixel centres"), edges repeated; so weights are 9, 3, 3 and 1
 * sixteenth.
 *
 * Pure: the caller's arrays, any thread, nothing allocated.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-tensor.h"

LwShape lw_double_get_shape (LwShape x);

void lw_double_nearest_forward (LwTensor x,
                                LwTensor y);

/* Added to what is in @x_gradient, as below. */
void lw_double_nearest_backward (LwTensor y_gradient,
                                 LwTensor x_gradient);

void lw_double_bilinear_forward (LwTensor x,
                                 LwTensor y);

void lw_double_bilinear_backward (LwTensor y_gradient,
                                  LwTensor x_gradient);

/* lw-simple-layers.h - layers without weights that look at one number at a time
 *
 * Pure: the caller's arrays, any thread, nothing allocated.  Derivatives by inputs are added to
 * what is there, but where it says in place.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-tensor.h"

/* max (x, 0); @y may be @x. */
void lw_relu_forward (LwTensor x,
                      LwTensor y);

/* In place: @gradient holds the derivatives by @y, and gets those by the input. */
void lw_relu_backward (LwTensor y,
                       LwTensor gradient);

/* All of one shape; @y may be @a. */
void lw_add_forward (LwTensor a,
                     LwTensor b,
                     LwTensor y);

/* For each of the two inputs. */
void lw_add_backward (LwTensor y_gradient,
                      LwTensor x_gradient);

/* The channels of @a, then those of @b; the same images, rows and columns. */
void lw_concat_forward (LwTensor a,
                        LwTensor b,
                        LwTensor y);

/* For the input whose channels begin at @first_channel of the result. */
void lw_concat_backward (LwTensor y_gradient,
                         int      first_channel,
                         LwTensor x_gradient);

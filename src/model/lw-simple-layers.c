/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-simple-layers.h"

#include <string.h>

void
lw_relu_forward (LwTensor x,
                 LwTensor y)
{
  for (size_t i = 0, n = lw_shape_get_size (x.shape); i < n; i++)
    y.data[i] = x.data[i] > 0 ? x.data[i] : 0;
}

void
lw_relu_backward (LwTensor y,
                  LwTensor gradient)
{
  for (size_t i = 0, n = lw_shape_get_size (y.shape); i < n; i++)
    gradient.data[i] = y.data[i] > 0 ? gradient.data[i] : 0;
}

void
lw_add_forward (LwTensor a,
                LwTensor b,
                LwTensor y)
{
  for (size_t i = 0, n = lw_shape_get_size (y.shape); i < n; i++)
    y.data[i] = a.data[i] + b.data[i];
}

static void
add_to (float       *to,
        const float *from,
        size_t       n)
{
  for (size_t i = 0; i < n; i++)
    to[i] += from[i];
}

void
lw_add_backward (LwTensor y_gradient,
                 LwTensor x_gradient)
{
  add_to (x_gradient.data, y_gradient.data, lw_shape_get_size (y_gradient.shape));
}

void
lw_concat_forward (LwTensor a,
                   LwTensor b,
                   LwTensor y)
{
  for (int image = 0; image < y.shape.n; image++)
    {
      memcpy (lw_tensor_get_plane (y, image, 0), lw_tensor_get_plane (a, image, 0), lw_shape_get_image (a.shape) * sizeof (float));
      memcpy (lw_tensor_get_plane (y, image, a.shape.c), lw_tensor_get_plane (b, image, 0), lw_shape_get_image (b.shape) * sizeof (float));
    }
}

void
lw_concat_backward (LwTensor y_gradient,
                    int      first_channel,
                    LwTensor x_gradient)
{
  for (int image = 0; image < y_gradient.shape.n; image++)
    add_to (lw_tensor_get_plane (x_gradient, image, 0), lw_tensor_get_plane (y_gradient, image, first_channel),
            lw_shape_get_image (x_gradient.shape));
}

/* lw-tensor.h - arrays of numbers with a shape: images, channels, rows, columns
 *
 * Numbers lie without gaps, columns fastest ("NCHW").  A tensor is a view: whoever made the memory
 * owns it, and copies of a tensor share it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

typedef struct
{
  int n, c, h, w; /* all above 0 */
} LwShape;

typedef struct
{
  LwShape shape;
  float  *data;
} LwTensor;

static inline size_t
lw_shape_get_plane (LwShape shape)
{
  return (size_t) shape.h * shape.w;
}

/* Numbers of one image. */
static inline size_t
lw_shape_get_image (LwShape shape)
{
  return shape.c * lw_shape_get_plane (shape);
}

static inline size_t
lw_shape_get_size (LwShape shape)
{
  return shape.n * lw_shape_get_image (shape);
}

static inline bool
lw_shape_equal (LwShape a,
                LwShape b)
{
  return a.n == b.n && a.c == b.c && a.h == b.h && a.w == b.w;
}

/* Where channel @c of image @n begins. */
static inline float *
lw_tensor_get_plane (LwTensor tensor,
                     int      n,
                     int      c)
{
  return tensor.data + ((size_t) n * tensor.shape.c + c) * lw_shape_get_plane (tensor.shape);
}

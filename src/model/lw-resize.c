/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-resize.h"

#include <string.h>

LwShape
lw_double_get_shape (LwShape x)
{
  return (LwShape){ x.n, x.c, 2 * x.h, 2 * x.w };
}

/* Planes follow each other, so the rows of all of them are one long list. */
static size_t
count_rows (LwShape shape)
{
  return (size_t) shape.n * shape.c * shape.h;
}

void
lw_double_nearest_forward (LwTensor x,
                           LwTensor y)
{
  const int w = x.shape.w;

  for (size_t row = 0; row < count_rows (x.shape); row++)
    {
      const float *from = x.data + row * w;
      float       *to = y.data + row * 4 * w;

      for (int j = 0; j < w; j++)
        to[2 * j] = to[2 * j + 1] = from[j];

      memcpy (to + 2 * w, to, 2 * w * sizeof *to);
    }
}

void
lw_double_nearest_backward (LwTensor y_gradient,
                            LwTensor x_gradient)
{
  const int w = x_gradient.shape.w;

  for (size_t row = 0; row < count_rows (x_gradient.shape); row++)
    {
      const float *upper = y_gradient.data + row * 4 * w, *lower = upper + 2 * w;
      float       *to = x_gradient.data + row * w;

      for (int j = 0; j < w; j++)
        to[j] += upper[2 * j] + upper[2 * j + 1] + lower[2 * j] + lower[2 * j + 1];
    }
}

/* The second of the two numbers that number @i of the doubled axis lies between: the first, i / 2,
 * is a quarter away, this one three quarters. */
static int
get_further (int i,
             int n)
{
  const int further = i / 2 + (i % 2 == 0 ? -1 : 1);

  return further < 0 ? 0 : further > n - 1 ? n - 1
                                           : further;
}

void
lw_double_bilinear_forward (LwTensor x,
                            LwTensor y)
{
  const int h = x.shape.h, w = x.shape.w;

  for (int p = 0; p < x.shape.n * x.shape.c; p++)
    for (int i = 0; i < 2 * h; i++)
      {
        const float *plane = x.data + (size_t) p * h * w;
        const float *near = plane + (size_t) (i / 2) * w, *far = plane + (size_t) get_further (i, h) * w;
        float       *to = y.data + ((size_t) p * 2 * h + i) * 2 * w;

        for (int j = 0; j < 2 * w; j++)
          {
            const int further = get_further (j, w);

            to[j] = (9 * near[j / 2] + 3 * near[further] + 3 * far[j / 2] + far[further]) / 16;
          }
      }
}

void
lw_double_bilinear_backward (LwTensor y_gradient,
                             LwTensor x_gradient)
{
  const int h = x_gradient.shape.h, w = x_gradient.shape.w;

  for (int p = 0; p < x_gradient.shape.n * x_gradient.shape.c; p++)
    for (int i = 0; i < 2 * h; i++)
      {
        float       *plane = x_gradient.data + (size_t) p * h * w;
        float       *near = plane + (size_t) (i / 2) * w, *far = plane + (size_t) get_further (i, h) * w;
        const float *from = y_gradient.data + ((size_t) p * 2 * h + i) * 2 * w;

        for (int j = 0; j < 2 * w; j++)
          {
            const int   further = get_further (j, w);
            const float part = from[j] / 16;

            near[j / 2] += 9 * part;
            near[further] += 3 * part;
            far[j / 2] += 3 * part;
            far[further] += part;
          }
      }
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-group-norm.h"

#include "lw-sum.h"

#include <math.h>

/* Added to the variance, as everybody does: a flat group must not be divided by 0. */
#define EPSILON 1e-5

size_t
lw_group_norm_get_n_weights (LwGroupNorm self)
{
  return 2 * (size_t) self.n_channels;
}

size_t
lw_group_norm_get_n_kept (LwGroupNorm self,
                          int         n_images)
{
  return 2 * (size_t) n_images * self.n_groups;
}

/* --- Forward --- */

static void
scale_plane (const float *x,
             size_t       n,
             float        scale,
             float        offset,
             bool         has_relu,
             float       *y)
{
  if (has_relu)
    for (size_t i = 0; i < n; i++)
      {
        const float value = scale * x[i] + offset;

        y[i] = value > 0 ? value : 0;
      }
  else
    for (size_t i = 0; i < n; i++)
      y[i] = scale * x[i] + offset;
}

void
lw_group_norm_forward (LwGroupNorm  self,
                       LwTensor     x,
                       const float *weights,
                       LwTensor     y,
                       float       *kept)
{
  const int    n_members = self.n_channels / self.n_groups;
  const size_t plane = lw_shape_get_plane (x.shape), size = n_members * plane;

  for (int k = 0; k < x.shape.n * self.n_groups; k++, kept += 2)
    {
      const int    image = k / self.n_groups, first = k % self.n_groups * n_members;
      const float *group = lw_tensor_get_plane (x, image, first);
      const double mean = lw_sum (group, size) / size;
      const double variance = lw_sum_squares (group, size, (float) mean) / size;

      kept[0] = (float) mean;
      kept[1] = (float) (1 / sqrt (variance + EPSILON));

      for (int c = first; c < first + n_members; c++)
        {
          const float scale = weights[c] * kept[1], offset = weights[self.n_channels + c] - kept[0] * scale;

          scale_plane (lw_tensor_get_plane (x, image, c), plane, scale, offset, self.has_relu, lw_tensor_get_plane (y, image, c));
        }
    }
}

/* --- Backward --- */

/* Where the ReLU gave 0 nothing comes back. */
static void
mask_plane (const float *y,
            size_t       n,
            float       *gradient)
{
  for (size_t i = 0; i < n; i++)
    gradient[i] = y[i] > 0 ? gradient[i] : 0;
}

/* With g the derivatives by the scaled numbers, z = (x - mean) r the normalised ones and m of them
 * in the group, the derivative by x is r (scale g - (sum of scale g + z sum of scale g z) / m). */
static void
backward_group (LwGroupNorm  self,
                LwTensor     x,
                int          image,
                int          first,
                const float *weights,
                LwTensor     y,
                const float *kept,
                LwTensor     gradient,
                float       *weight_gradient)
{
  const int    n_members = self.n_channels / self.n_groups;
  const size_t plane = lw_shape_get_plane (x.shape);
  const double r = kept[1], m = (double) n_members * plane;
  double       sum = 0, sum_z = 0;
  float        slope, offset;

  for (int c = first; c < first + n_members; c++)
    {
      float *g = lw_tensor_get_plane (gradient, image, c);
      double channel_sum, channel_sum_z;

      if (self.has_relu)
        mask_plane (lw_tensor_get_plane (y, image, c), plane, g);

      channel_sum = lw_sum (g, plane);
      channel_sum_z = r * lw_sum_products (g, lw_tensor_get_plane (x, image, c), plane, kept[0]);
      sum += weights[c] * channel_sum;
      sum_z += weights[c] * channel_sum_z;
      weight_gradient[c] += (float) channel_sum_z;
      weight_gradient[self.n_channels + c] += (float) channel_sum;
    }

  slope = (float) (-r * r * sum_z / m);
  offset = (float) (-r * sum / m);

  for (int c = first; c < first + n_members; c++)
    {
      const float *from = lw_tensor_get_plane (x, image, c);
      const float  scale = (float) (weights[c] * r);
      float       *g = lw_tensor_get_plane (gradient, image, c);

      for (size_t i = 0; i < plane; i++)
        g[i] = scale * g[i] + slope * (from[i] - kept[0]) + offset;
    }
}

void
lw_group_norm_backward (LwGroupNorm  self,
                        LwTensor     x,
                        const float *weights,
                        LwTensor     y,
                        const float *kept,
                        LwTensor     gradient,
                        float       *weight_gradient)
{
  for (int k = 0; k < x.shape.n * self.n_groups; k++)
    backward_group (self, x, k / self.n_groups, k % self.n_groups * (self.n_channels / self.n_groups),
                    weights, y, kept + 2 * k, gradient, weight_gradient);
}

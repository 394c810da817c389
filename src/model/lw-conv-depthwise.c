/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-conv-depthwise.h"

#include "lw-kernel-range.h"
#include "lw-sum.h"

LwShape
lw_conv_depthwise_get_shape (LwConvDepthwise self,
                             LwShape         x)
{
  return (LwShape){ x.n, x.c, lw_kernel_get_size (self.kernel, self.stride, x.h), lw_kernel_get_size (self.kernel, self.stride, x.w) };
}

size_t
lw_conv_depthwise_get_n_weights (LwConvDepthwise self)
{
  return (size_t) self.n_channels * self.kernel * self.kernel;
}

/* One place of the kernel: the rows and columns of the result that it reaches the input from. */
typedef struct
{
  int     u, v; /* from the middle */
  LwRange rows, columns;
} Place;

static Place
get_place (LwConvDepthwise self,
           LwShape         x,
           LwShape         y,
           int             index)
{
  const int u = index / self.kernel - self.kernel / 2, v = index % self.kernel - self.kernel / 2;

  return (Place){ u, v, lw_kernel_get_inside (u, self.stride, x.h, y.h), lw_kernel_get_inside (v, self.stride, x.w, y.w) };
}

/* y += weight x for the part of a row that the place reaches. */
static void
add_row (float       *y,
         const float *x,
         float        weight,
         int          stride,
         Place        place)
{
  if (stride == 1)
    for (int j = place.columns.begin; j < place.columns.end; j++)
      y[j] += weight * x[j + place.v];
  else
    for (int j = place.columns.begin; j < place.columns.end; j++)
      y[j] += weight * x[j * stride + place.v];
}

void
lw_conv_depthwise_forward (LwConvDepthwise self,
                           LwTensor        x,
                           const float    *weights,
                           const float    *bias,
                           LwTensor        y)
{
  const int    n_places = self.kernel * self.kernel;
  const size_t plane = lw_shape_get_plane (y.shape);

  for (int k = 0; k < x.shape.n * self.n_channels; k++)
    {
      const int    image = k / self.n_channels, c = k % self.n_channels;
      const float *from = lw_tensor_get_plane (x, image, c);
      float       *to = lw_tensor_get_plane (y, image, c);

      for (size_t i = 0; i < plane; i++)
        to[i] = bias != NULL ? bias[c] : 0;

      for (int p = 0; p < n_places; p++)
        {
          const Place place = get_place (self, x.shape, y.shape, p);

          for (int i = place.rows.begin; i < place.rows.end; i++)
            add_row (to + (size_t) i * y.shape.w, from + (size_t) (i * self.stride + place.u) * x.shape.w,
                     weights[c * n_places + p], self.stride, place);
        }
    }
}

/* The product of the derivatives of a row with what the place saw of the input. */
static double
multiply_row (const float *gradient,
              const float *x,
              int          stride,
              Place        place)
{
  double sum = 0;

  if (stride == 1)
    return lw_sum_products (gradient + place.columns.begin, x + place.columns.begin + place.v,
                            place.columns.end - place.columns.begin, 0);

  for (int j = place.columns.begin; j < place.columns.end; j++)
    sum += gradient[j] * x[j * stride + place.v];

  return sum;
}

static void
spread_row (float       *x_gradient,
            const float *gradient,
            float        weight,
            int          stride,
            Place        place)
{
  for (int j = place.columns.begin; j < place.columns.end; j++)
    x_gradient[j * stride + place.v] += weight * gradient[j];
}

static void
backward_place (LwConvDepthwise self,
                const float    *x,
                const float    *y_gradient,
                float          *x_gradient,
                int             w_in,
                int             w_out,
                Place           place,
                float           weight,
                float          *weight_gradient)
{
  double sum = 0;

  for (int i = place.rows.begin; i < place.rows.end; i++)
    {
      const size_t from = (size_t) (i * self.stride + place.u) * w_in;

      sum += multiply_row (y_gradient + (size_t) i * w_out, x + from, self.stride, place);
      if (x_gradient != NULL)
        spread_row (x_gradient + from, y_gradient + (size_t) i * w_out, weight, self.stride, place);
    }

  *weight_gradient += (float) sum;
}

void
lw_conv_depthwise_backward (LwConvDepthwise self,
                            LwTensor        x,
                            const float    *weights,
                            LwTensor        y_gradient,
                            LwTensor        x_gradient,
                            float          *weight_gradient,
                            float          *bias_gradient)
{
  const int n_places = self.kernel * self.kernel;

  for (int k = 0; k < x.shape.n * self.n_channels; k++)
    {
      const int    image = k / self.n_channels, c = k % self.n_channels;
      const float *gradient = lw_tensor_get_plane (y_gradient, image, c);

      if (bias_gradient != NULL)
        bias_gradient[c] += (float) lw_sum (gradient, lw_shape_get_plane (y_gradient.shape));

      for (int p = 0; p < n_places; p++)
        backward_place (self, lw_tensor_get_plane (x, image, c), gradient,
                        x_gradient.data == NULL ? NULL : lw_tensor_get_plane (x_gradient, image, c),
                        x.shape.w, y_gradient.shape.w, get_place (self, x.shape, y_gradient.shape, p),
                        weights[c * n_places + p], weight_gradient + c * n_places + p);
    }
}

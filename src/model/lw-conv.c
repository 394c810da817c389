/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-conv.h"

#include "lw-blas.h"
#include "lw-kernel-range.h"
#include "lw-sum.h"

#include <string.h>

/* 256 KB: what is unfolded is written, and read by the products right after; it has to leave room
 * for the weights and the result in a second cache of 512 KB. */
#define BAND_FLOATS 65536

static bool
is_pointwise (LwConv self)
{
  return self.kernel == 1 && self.stride == 1;
}

static int
get_depth (int n_channels,
           int kernel)
{
  return n_channels * kernel * kernel;
}

static int
get_band_rows (int depth,
               int h,
               int w)
{
  const int n_rows = (int) (BAND_FLOATS / ((size_t) depth * w));

  return n_rows < 1 ? 1 : n_rows > h ? h
                                     : n_rows;
}

static size_t
get_band_size (int depth,
               int h,
               int w)
{
  return (size_t) depth * get_band_rows (depth, h, w) * w;
}

LwShape
lw_conv_get_shape (LwConv  self,
                   LwShape x)
{
  return (LwShape){ x.n, self.n_out, lw_kernel_get_size (self.kernel, self.stride, x.h), lw_kernel_get_size (self.kernel, self.stride, x.w) };
}

size_t
lw_conv_get_n_weights (LwConv self)
{
  return (size_t) self.n_out * get_depth (self.n_in, self.kernel);
}

size_t
lw_conv_get_n_scratch (LwConv  self,
                       LwShape x)
{
  const LwShape y = lw_conv_get_shape (self, x);
  const size_t  unfolded = get_band_size (get_depth (self.n_in, self.kernel), y.h, y.w);
  size_t        n = 2 * unfolded;

  if (is_pointwise (self))
    return 0;

  if (self.stride == 1)
    {
      const size_t turned = 2 * lw_conv_get_n_weights (self) + get_band_size (get_depth (self.n_out, self.kernel), x.h, x.w);

      n = turned > unfolded ? turned : unfolded;
    }

  return n;
}

/* --- Unfolding --- */

static void
unfold_row (const float *row,
            int          offset,
            int          stride,
            LwRange      inside,
            int          w_out,
            float       *out)
{
  for (int j = 0; j < inside.begin; j++)
    out[j] = 0;

  if (stride == 1)
    memcpy (out + inside.begin, row + inside.begin + offset, (inside.end - inside.begin) * sizeof *out);
  else
    for (int j = inside.begin; j < inside.end; j++)
      out[j] = row[j * stride + offset];

  for (int j = inside.end; j < w_out; j++)
    out[j] = 0;
}

/* What every number of a band is multiplied with: a row for each channel and place in the kernel, a
 * column for each number of the band. */
static void
unfold (LwTensor x,
        int      image,
        int      kernel,
        int      stride,
        int      w_out,
        LwRange  band,
        float   *out)
{
  const int pad = kernel / 2;

  for (int c = 0; c < x.shape.c; c++)
    for (int u = 0; u < kernel; u++)
      for (int v = 0; v < kernel; v++)
        {
          const float  *plane = lw_tensor_get_plane (x, image, c);
          const LwRange inside = lw_kernel_get_inside (v - pad, stride, x.shape.w, w_out);

          for (int i = band.begin; i < band.end; i++, out += w_out)
            {
              const int row = i * stride + u - pad;

              if (row < 0 || row >= x.shape.h)
                memset (out, 0, w_out * sizeof *out);
              else
                unfold_row (plane + (size_t) row * x.shape.w, v - pad, stride, inside, w_out, out);
            }
        }
}

/* The way back: what was unfolded from a number is added up there. */
static void
fold (const float *unfolded,
      int          kernel,
      int          stride,
      int          w_out,
      LwRange      band,
      LwTensor     x,
      int          image)
{
  const int pad = kernel / 2;

  for (int c = 0; c < x.shape.c; c++)
    for (int u = 0; u < kernel; u++)
      for (int v = 0; v < kernel; v++)
        {
          float        *plane = lw_tensor_get_plane (x, image, c);
          const LwRange inside = lw_kernel_get_inside (v - pad, stride, x.shape.w, w_out);

          for (int i = band.begin; i < band.end; i++, unfolded += w_out)
            {
              const int row = i * stride + u - pad;

              if (row < 0 || row >= x.shape.h)
                continue;

              for (int j = inside.begin; j < inside.end; j++)
                plane[(size_t) row * x.shape.w + j * stride + v - pad] += unfolded[j];
            }
        }
}

/* --- Forward --- */

/* @adds: the bias is there already. */
static void
forward_image (LwConv       self,
               LwTensor     x,
               int          image,
               const float *weights,
               LwTensor     y,
               bool         adds,
               float       *scratch)
{
  const int depth = get_depth (self.n_in, self.kernel), plane = y.shape.h * y.shape.w;
  const int n_rows = is_pointwise (self) ? y.shape.h : get_band_rows (depth, y.shape.h, y.shape.w);

  for (int begin = 0; begin < y.shape.h; begin += n_rows)
    {
      const LwRange band = { begin, begin + n_rows < y.shape.h ? begin + n_rows : y.shape.h };
      const int     width = (band.end - band.begin) * y.shape.w;
      LwMatrix      unfolded = { scratch, width, false };

      if (is_pointwise (self))
        unfolded.data = lw_tensor_get_plane (x, image, 0);
      else
        unfold (x, image, self.kernel, self.stride, y.shape.w, band, scratch);

      lw_blas_multiply (self.n_out, width, depth,
                        (LwMatrix){ weights, depth, false }, unfolded,
                        lw_tensor_get_plane (y, image, 0) + (size_t) band.begin * y.shape.w, plane, adds);
    }
}

void
lw_conv_forward (LwConv       self,
                 LwTensor     x,
                 const float *weights,
                 const float *bias,
                 LwTensor     y,
                 float       *scratch)
{
  const size_t plane = lw_shape_get_plane (y.shape);

  for (int image = 0; image < x.shape.n; image++)
    {
      for (int o = 0; bias != NULL && o < self.n_out; o++)
        {
          float *out = lw_tensor_get_plane (y, image, o);

          for (size_t i = 0; i < plane; i++)
            out[i] = bias[o];
        }

      forward_image (self, x, image, weights, y, bias != NULL, scratch);
    }
}

/* --- Backward --- */

static void
backward_pointwise (LwConv       self,
                    LwTensor     x,
                    int          image,
                    const float *weights,
                    LwTensor     y_gradient,
                    LwTensor     x_gradient,
                    float       *weight_gradient)
{
  const int    plane = x.shape.h * x.shape.w;
  const float *from = lw_tensor_get_plane (y_gradient, image, 0);

  lw_blas_multiply (self.n_out, self.n_in, plane,
                    (LwMatrix){ from, plane, false }, (LwMatrix){ lw_tensor_get_plane (x, image, 0), plane, true },
                    weight_gradient, self.n_in, true);

  if (x_gradient.data != NULL)
    lw_blas_multiply (self.n_in, plane, self.n_out,
                      (LwMatrix){ weights, self.n_in, true }, (LwMatrix){ from, plane, false },
                      lw_tensor_get_plane (x_gradient, image, 0), plane, true);
}

static void
backward_strided (LwConv       self,
                  LwTensor     x,
                  int          image,
                  const float *weights,
                  LwTensor     y_gradient,
                  LwTensor     x_gradient,
                  float       *weight_gradient,
                  float       *scratch)
{
  const LwShape y = y_gradient.shape;
  const int     depth = get_depth (self.n_in, self.kernel), plane = y.h * y.w;
  const int     n_rows = get_band_rows (depth, y.h, y.w);
  float        *folding = scratch + get_band_size (depth, y.h, y.w);

  for (int begin = 0; begin < y.h; begin += n_rows)
    {
      const LwRange  band = { begin, begin + n_rows < y.h ? begin + n_rows : y.h };
      const int      width = (band.end - band.begin) * y.w;
      const LwMatrix from = { lw_tensor_get_plane (y_gradient, image, 0) + (size_t) band.begin * y.w, plane, false };

      unfold (x, image, self.kernel, self.stride, y.w, band, scratch);
      lw_blas_multiply (self.n_out, depth, width, from, (LwMatrix){ scratch, width, true }, weight_gradient, depth, true);

      if (x_gradient.data == NULL)
        continue;

      lw_blas_multiply (depth, width, self.n_out, (LwMatrix){ weights, depth, true }, from, folding, width, false);
      fold (folding, self.kernel, self.stride, y.w, band, x_gradient, image);
    }
}

/* With stride 1 the derivative by the input is itself a convolution, of the result's derivative
 * with the kernel turned by half a circle and the channels' roles exchanged; and the same unfolding
 * of that derivative, multiplied with the input, gives the derivative by the turned weights.  One
 * unfolding instead of two and a folding, which adds number by number. */
static void
backward_turned (LwConv       self,
                 LwTensor     x,
                 int          image,
                 const float *turned,
                 LwTensor     y_gradient,
                 LwTensor     x_gradient,
                 float       *turned_gradient,
                 float       *scratch)
{
  const int h = x.shape.h, w = x.shape.w, plane = h * w;
  const int depth = get_depth (self.n_out, self.kernel), n_rows = get_band_rows (depth, h, w);

  for (int begin = 0; begin < h; begin += n_rows)
    {
      const LwRange band = { begin, begin + n_rows < h ? begin + n_rows : h };
      const size_t  offset = (size_t) band.begin * w;
      const int     width = (band.end - band.begin) * w;

      unfold (y_gradient, image, self.kernel, 1, w, band, scratch);
      lw_blas_multiply (self.n_in, depth, width,
                        (LwMatrix){ lw_tensor_get_plane (x, image, 0) + offset, plane, false }, (LwMatrix){ scratch, width, true },
                        turned_gradient, depth, true);

      if (x_gradient.data != NULL)
        lw_blas_multiply (self.n_in, width, depth,
                          (LwMatrix){ turned, depth, false }, (LwMatrix){ scratch, width, false },
                          lw_tensor_get_plane (x_gradient, image, 0) + offset, plane, true);
    }
}

/* Weights o, c, place to c, o, place, the places in reverse. */
static void
turn (LwConv       self,
      const float *weights,
      float       *turned)
{
  const int n_places = self.kernel * self.kernel;

  for (int o = 0; o < self.n_out; o++)
    for (int c = 0; c < self.n_in; c++)
      for (int place = 0; place < n_places; place++)
        turned[(c * self.n_out + o) * n_places + n_places - 1 - place] = *weights++;
}

static void
add_turned (LwConv       self,
            const float *turned,
            float       *weights)
{
  const int n_places = self.kernel * self.kernel;

  for (int o = 0; o < self.n_out; o++)
    for (int c = 0; c < self.n_in; c++)
      for (int place = 0; place < n_places; place++)
        *weights++ += turned[(c * self.n_out + o) * n_places + n_places - 1 - place];
}

static void
backward_unit_stride (LwConv       self,
                      LwTensor     x,
                      const float *weights,
                      LwTensor     y_gradient,
                      LwTensor     x_gradient,
                      float       *weight_gradient,
                      float       *scratch)
{
  const size_t n_weights = lw_conv_get_n_weights (self);
  float       *turned = scratch, *turned_gradient = scratch + n_weights;

  turn (self, weights, turned);
  memset (turned_gradient, 0, n_weights * sizeof *turned_gradient);

  for (int image = 0; image < x.shape.n; image++)
    backward_turned (self, x, image, turned, y_gradient, x_gradient, turned_gradient, scratch + 2 * n_weights);

  add_turned (self, turned_gradient, weight_gradient);
}

void
lw_conv_backward (LwConv       self,
                  LwTensor     x,
                  const float *weights,
                  LwTensor     y_gradient,
                  LwTensor     x_gradient,
                  float       *weight_gradient,
                  float       *bias_gradient,
                  float       *scratch)
{
  const size_t plane = lw_shape_get_plane (y_gradient.shape);

  for (int image = 0; bias_gradient != NULL && image < x.shape.n; image++)
    for (int o = 0; o < self.n_out; o++)
      bias_gradient[o] += (float) lw_sum (lw_tensor_get_plane (y_gradient, image, o), plane);

  if (self.stride == 1 && self.kernel > 1)
    {
      backward_unit_stride (self, x, weights, y_gradient, x_gradient, weight_gradient, scratch);
      return;
    }

  for (int image = 0; image < x.shape.n; image++)
    if (is_pointwise (self))
      backward_pointwise (self, x, image, weights, y_gradient, x_gradient, weight_gradient);
    else
      backward_strided (self, x, image, weights, y_gradient, x_gradient, weight_gradient, scratch);
}

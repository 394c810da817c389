/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-detector-targets.h"

#include <math.h>
#include <string.h>

/* Of a side; found by experiment, as is the least width, in pixels, which keeps the peaks of small
 * boxes from being one cell each. */
#define SIGMA_SHARE 0.12f
#define SIGMA_MIN_PX 1.6f

/* Beyond so many sigmas the heat is below 0.0004. */
#define REACH_SIGMAS 4

/* A box is taught where its Gaussian is above this. */
#define WEIGHT_MIN 0.4f

static void
clear (LwTensor tensor)
{
  memset (tensor.data, 0, lw_shape_get_size (tensor.shape) * sizeof *tensor.data);
}

void
lw_detector_targets_clear (LwDetectorTargets *self)
{
  clear (self->heat);
  clear (self->corners);
  clear (self->weights);
}

/* One axis of a box: the cell of its centre, and the cells that its Gaussian reaches. */
typedef struct
{
  int   centre, begin, end;
  float sigma; /* in cells */
} Axis;

static Axis
get_axis (float low,
          float high,
          int   stride,
          int   n_cells)
{
  const float sigma = fmaxf (SIGMA_SHARE * (high - low), SIGMA_MIN_PX) / stride;
  const float centre = floorf ((low + high) / 2 / stride);
  const float reach = ceilf (REACH_SIGMAS * sigma);
  const int   middle = (int) fminf (fmaxf (centre, 0), n_cells - 1);

  return (Axis){ middle, (int) fmaxf (middle - reach, 0), (int) fminf (middle + reach + 1, n_cells), sigma };
}

static float
get_exponent (Axis axis,
              int  cell)
{
  const float distance = (cell - axis.centre) / axis.sigma;

  return -distance * distance / 2;
}

static float
get_area (LwTargetBox box)
{
  return (box.x1 - box.x0) * (box.y1 - box.y0);
}

static void
teach_corners (LwDetectorTargets *self,
               int                image,
               size_t             cell,
               LwTargetBox        box,
               float              weight)
{
  float      *weights = lw_tensor_get_plane (self->weights, image, 0) + cell;
  const float sides[] = { box.x0, box.y0, box.x1, box.y1 };
  float      *corners[4];

  for (int k = 0; k < 4; k++)
    corners[k] = lw_tensor_get_plane (self->corners, image, k) + cell;

  if (*weights > 0)
    {
      const LwTargetBox other = { *corners[0], *corners[1], *corners[2], *corners[3], 0 };

      if (get_area (other) < get_area (box) || (get_area (other) <= get_area (box) && *weights >= weight))
        return;
    }

  *weights = weight;
  for (int k = 0; k < 4; k++)
    *corners[k] = sides[k];
}

static void
paint_box (LwDetectorTargets *self,
           int                image,
           LwTargetBox        box)
{
  const LwShape shape = self->heat.shape;
  const Axis    rows = get_axis (box.y0, box.y1, self->stride, shape.h);
  const Axis    columns = get_axis (box.x0, box.x1, self->stride, shape.w);
  float        *heat = lw_tensor_get_plane (self->heat, image, box.class_index);

  for (int i = rows.begin; i < rows.end; i++)
    for (int j = columns.begin; j < columns.end; j++)
      {
        const size_t cell = (size_t) i * shape.w + j;
        const float  height = expf (get_exponent (rows, i) + get_exponent (columns, j));

        heat[cell] = fmaxf (heat[cell], height);
        if (height > WEIGHT_MIN)
          teach_corners (self, image, cell, box, height);
      }
}

void
lw_detector_targets_paint (LwDetectorTargets *self,
                           int                image,
                           const LwTargetBox *boxes,
                           size_t             n_boxes)
{
  for (size_t b = 0; b < n_boxes; b++)
    if (boxes[b].x1 > boxes[b].x0 && boxes[b].y1 > boxes[b].y0)
      paint_box (self, image, boxes[b]);
}

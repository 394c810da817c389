/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-detector-loss.h"

#include "lw-sum.h"

#include <math.h>

/* Probabilities are held this far from 0 and 1: beyond, nothing is to be gained. */
#define P_MIN 1e-4

#define LOG_DISTANCE_MAX 4

/* --- Heat --- */

/* The loss of one number, and its derivative by the logit. */
static double
get_focal (double  logit,
           double  heat,
           double *slope)
{
  const double p = 1 / (1 + exp (-logit)), q = 1 - p;
  const double held = fmin (fmax (p, P_MIN), 1 - P_MIN), held_q = 1 - held;
  const double far = (1 - heat) * (1 - heat) * (1 - heat) * (1 - heat);
  const double log_held = log (heat >= 1 ? held : held_q);
  double       loss, by_p;

  if (heat >= 1)
    {
      loss = -held_q * held_q * log_held;
      by_p = 2 * held_q * log_held - held_q * held_q / held;
    }
  else
    {
      loss = -far * held * held * log_held;
      by_p = -far * (2 * held * log_held - held * held / held_q);
    }

  *slope = p > P_MIN && q > P_MIN ? by_p * p * q : 0;

  return loss;
}

static size_t
count_centres (LwTensor heat)
{
  size_t n = 0;

  for (size_t i = 0; i < lw_shape_get_size (heat.shape); i++)
    n += heat.data[i] >= 1;

  return n;
}

double
lw_focal_loss (LwTensor logits,
               LwTensor heat,
               double   scale,
               LwTensor gradient)
{
  const size_t n = lw_shape_get_size (logits.shape), n_centres = count_centres (heat);
  const double share = 1.0 / (n_centres > 0 ? n_centres : 1);
  double       loss = 0;

  for (size_t i = 0; i < n; i++)
    {
      double slope;

      loss += share * get_focal (logits.data[i], heat.data[i], &slope);
      gradient.data[i] += (float) (scale * share * slope);
    }

  return loss;
}

/* --- Boxes --- */

/* How an axis of two boxes overlaps.  Slopes are by the low and the high side of the first. */
typedef struct
{
  double length, inside, around;
  double inside_by_low, inside_by_high, around_by_low, around_by_high;
} Overlap;

static Overlap
get_overlap (double low,
             double high,
             double target_low,
             double target_high)
{
  Overlap overlap = {
    high - low,
    fmin (high, target_high) - fmax (low, target_low),
    fmax (high, target_high) - fmin (low, target_low),
    .inside_by_low = low > target_low ? -1 : 0,
    .inside_by_high = high < target_high ? 1 : 0,
    .around_by_low = low < target_low ? -1 : 0,
    .around_by_high = high > target_high ? 1 : 0,
  };

  if (overlap.inside <= 0)
    overlap.inside = overlap.inside_by_low = overlap.inside_by_high = 0;

  return overlap;
}

/* The derivative of 1 - GIoU by one side: of I over U, and of U over the area around both, C. */
static double
get_side_slope (double intersection,
                double united,
                double around,
                double intersection_by,
                double area_by,
                double around_by)
{
  const double united_by = area_by - intersection_by;

  return -(intersection_by / united - intersection * united_by / (united * united)) -
         (united_by / around - united * around_by / (around * around));
}

/* 1 - GIoU of @box with @target, both x0, y0, x1, y1, and its derivatives by the sides of @box. */
static double
get_giou_loss (const double *box,
               const double *target,
               double       *slopes)
{
  const Overlap x = get_overlap (box[0], box[2], target[0], target[2]);
  const Overlap y = get_overlap (box[1], box[3], target[1], target[3]);
  const double  intersection = x.inside * y.inside, around = x.around * y.around;
  const double  united = x.length * y.length + (target[2] - target[0]) * (target[3] - target[1]) - intersection;

  slopes[0] = get_side_slope (intersection, united, around, x.inside_by_low * y.inside, -y.length, x.around_by_low * y.around);
  slopes[1] = get_side_slope (intersection, united, around, y.inside_by_low * x.inside, -x.length, y.around_by_low * x.around);
  slopes[2] = get_side_slope (intersection, united, around, x.inside_by_high * y.inside, y.length, x.around_by_high * y.around);
  slopes[3] = get_side_slope (intersection, united, around, y.inside_by_high * x.inside, x.length, y.around_by_high * x.around);

  return 2 - intersection / united - united / around;
}

/* The loss of a cell, and its derivatives by the four outputs. */
static double
get_cell_loss (const double *outputs,
               const double *middle,
               const double *target,
               double        unit_px,
               double       *slopes)
{
  double box[4], by_side[4], loss;

  for (int k = 0; k < 4; k++)
    {
      const double distance = unit_px * exp (fmin (fmax (outputs[k], -LOG_DISTANCE_MAX), LOG_DISTANCE_MAX));

      box[k] = k < 2 ? middle[k] - distance : middle[k - 2] + distance;
    }

  loss = get_giou_loss (box, target, by_side);

  for (int k = 0; k < 4; k++)
    slopes[k] = fabs (outputs[k]) < LOG_DISTANCE_MAX ? by_side[k] * (box[k] - middle[k % 2]) : 0;

  return loss;
}

static double
add_cell (LwTensor                 outputs,
          const LwDetectorTargets *targets,
          int                      image,
          size_t                   cell,
          double                   unit_px,
          double                   scale,
          LwTensor                 gradient)
{
  const int    w = outputs.shape.w;
  const double middle[] = { (cell % w + 0.5) * targets->stride, (cell / w + 0.5) * targets->stride };
  double       output[4], target[4], slopes[4], loss;

  for (int k = 0; k < 4; k++)
    {
      output[k] = lw_tensor_get_plane (outputs, image, k)[cell];
      target[k] = lw_tensor_get_plane (targets->corners, image, k)[cell];
    }

  loss = get_cell_loss (output, middle, target, unit_px, slopes);
  for (int k = 0; k < 4; k++)
    lw_tensor_get_plane (gradient, image, k)[cell] += (float) (scale * slopes[k]);

  return loss;
}

double
lw_box_loss (LwTensor                 outputs,
             const LwDetectorTargets *targets,
             double                   unit_px,
             double                   scale,
             LwTensor                 gradient)
{
  const size_t plane = lw_shape_get_plane (outputs.shape);
  const double total = lw_sum (targets->weights.data, lw_shape_get_size (targets->weights.shape));
  double       loss = 0;

  for (int image = 0; image < outputs.shape.n; image++)
    for (size_t cell = 0; cell < plane; cell++)
      {
        const double weight = lw_tensor_get_plane (targets->weights, image, 0)[cell] / total;

        if (weight > 0)
          loss += weight * add_cell (outputs, targets, image, cell, unit_px, scale * weight, gradient);
      }

  return loss;
}

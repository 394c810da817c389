/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-box-location.h"

#include "lw-box-neutral.h"
#include "lw-box-shape.h"
#include "lw-grow.h"
#include "lw-order.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#define N_SIDES LW_BOX_N_SIDES
#define FREEDOM 5.0
#define SIZE_EXPONENT 0.3
#define SCALE_PRIOR 8.0

/* Scales begin there, as a share of the typical size. */
#define FIRST_SCALE 0.07

/* What normal errors of standard deviation 1 are in units of the scale that fits them best: where
 * E (6 r^2 / (5 + r^2)) = 1. */
#define NORMAL_OVER_SCALE 1.16738

/* Until then what is usual is found from all boxes alike: single scales are guesses yet. */
#define N_FIRST_SCALES 4

/* No correction takes more of a side than that, so that nothing is turned inside out. */
#define CORRECTION_MAX 0.4

/* Shapes wait until the boxes have been weighed, and are estimated anew only now and then. */
#define FIRST_SHAPES 5
#define SHAPES_EVERY 5
#define N_SHAPE_ROUNDS 3
#define N_SHAPES_MIN 10

typedef struct
{
  const LwBoxLocationInput *input;
  LwBoxLocation            *result;

  double (*truths)[N_SIDES];
  double (*precisions)[N_SIDES]; /* per object, summed over its boxes */
  double (*weights)[N_SIDES];    /* per box: of the tail times precision, in px^-2 */
  double (*biases)[N_SIDES];     /* per annotator */
  double (*variances)[N_SIDES];
  double (*biases_before)[N_SIDES]; /* an iteration ago */
  double (*variances_before)[N_SIDES];

  double (*squares)[N_SIDES];  /* sums per annotator: weighted squared errors, ... */
  double (*freedoms)[N_SIDES]; /* ... how many that are, ... */
  double (*offsets)[N_SIDES];  /* ... weighted differences ... */
  double (*tails)[N_SIDES];    /* ... and the weights of the tail */
  LwBoxShape *shapes;          /* per kind, and of all */
} Fit;

static void
get_sides (LwRect rect,
           double sides[N_SIDES])
{
  sides[0] = rect.x0;
  sides[1] = rect.y0;
  sides[2] = rect.x1;
  sides[3] = rect.y1;
}

static size_t
get_n_boxes (const Fit *self,
             size_t     object)
{
  return self->input->begins[object + 1] - self->input->begins[object];
}

static double
get_size (const double sides[N_SIDES])
{
  return sqrt ((sides[2] - sides[0]) * (sides[3] - sides[1]));
}

static double
get_unit (const Fit *self,
          size_t     object)
{
  return pow (get_size (self->truths[object]) / self->result->size, SIZE_EXPONENT);
}

/* --- The beginning --- */

/* The medians of valid boxes are a valid box. */
static void
start_at_medians (Fit *self)
{
  double *numbers = NULL;
  size_t  n_room = 0;

  for (size_t o = 0; o < self->input->n_objects; o++)
    {
      const size_t n = get_n_boxes (self, o);

      numbers = lw_grow_room (numbers, n, sizeof *numbers, &n_room);

      for (int side = 0; side < N_SIDES; side++)
        {
          for (size_t i = 0; i < n; i++)
            {
              double sides[N_SIDES];

              get_sides (self->input->rects[self->input->begins[o] + i], sides);
              numbers[i] = sides[side];
            }
          self->truths[o][side] = lw_order_median (numbers, n);
        }
    }

  free (numbers);
}

/* Objects of one box serve where there are no others. */
static double
find_typical_size (const Fit *self)
{
  double sums[2] = { 0, 0 };
  size_t counts[2] = { 0, 0 };

  for (size_t o = 0; o < self->input->n_objects; o++)
    {
      const bool is_shared = get_n_boxes (self, o) >= 2;

      sums[is_shared] += log (get_size (self->truths[o]));
      counts[is_shared]++;
    }

  if (counts[1] > 0)
    return exp (sums[1] / (double) counts[1]);

  return counts[0] > 0 ? exp (sums[0] / (double) counts[0]) : 1;
}

/* --- Errors --- */

/* How far the correction of a side goes, in pixels. */
static double
get_correction (const double *biases,
                int           side,
                double        unit,
                const double *sides)
{
  const double most = CORRECTION_MAX * (sides[side % 2 + 2] - sides[side % 2]);

  return fmax (-most, fmin (most, unit * biases[side]));
}

LwRect
lw_box_location_correct (const LwBoxDrawing *drawing,
                         double              size,
                         LwRect              rect)
{
  double sides[N_SIDES], moves[N_SIDES], unit;

  get_sides (rect, sides);
  unit = pow (get_size (sides) / size, SIZE_EXPONENT);
  for (int s = 0; s < N_SIDES; s++)
    moves[s] = get_correction (drawing->bias, s, unit, sides);

  return (LwRect){ rect.x0 - moves[0], rect.y0 - moves[1], rect.x1 - moves[2], rect.y1 - moves[3] };
}

static void
weigh_object (Fit   *self,
              size_t object)
{
  const LwBoxLocationInput *input = self->input;
  const double              unit = get_unit (self, object);

  memset (self->precisions[object], 0, sizeof self->precisions[object]);

  for (size_t i = input->begins[object]; i < input->begins[object + 1]; i++)
    {
      const uint32_t a = input->annotators[i];
      double         sides[N_SIDES];

      get_sides (input->rects[i], sides);

      for (int s = 0; s < N_SIDES; s++)
        {
          const double error = (sides[s] - self->truths[object][s] - get_correction (self->biases[a], s, unit, sides)) / unit;
          const double tail = (FREEDOM + 1) / (FREEDOM + error * error / self->variances[a][s]);

          self->weights[i][s] = tail / (self->variances[a][s] * unit * unit);
          self->precisions[object][s] += self->weights[i][s];
        }
    }
}

/* Adds what the boxes of an object say about those who drew them. */
static void
learn_object (Fit   *self,
              size_t object)
{
  const LwBoxLocationInput *input = self->input;
  const double              unit = get_unit (self, object), taught = input->weights[object];

  for (size_t i = input->begins[object]; i < input->begins[object + 1]; i++)
    {
      const uint32_t a = input->annotators[i];
      double         sides[N_SIDES];

      get_sides (input->rects[i], sides);

      for (int s = 0; s < N_SIDES; s++)
        {
          const double offset = (sides[s] - self->truths[object][s]) / unit;
          const double error = offset - get_correction (self->biases[a], s, unit, sides) / unit;
          const double tail = self->weights[i][s] * self->variances[a][s] * unit * unit;
          const double share = self->weights[i][s] / self->precisions[object][s];

          self->squares[a][s] += taught * tail * error * error;
          self->freedoms[a][s] += taught * (1 - share);
          self->offsets[a][s] += taught * tail * offset;
          self->tails[a][s] += taught * tail;
        }
    }
}

static void
learn (Fit *self)
{
  const size_t bytes = sizeof *self->squares * self->input->n_annotators;

  memset (self->squares, 0, bytes);
  memset (self->freedoms, 0, bytes);
  memset (self->offsets, 0, bytes);
  memset (self->tails, 0, bytes);

  for (size_t o = 0; o < self->input->n_objects; o++)
    {
      weigh_object (self, o);
      if (get_n_boxes (self, o) >= 2)
        learn_object (self, o);
    }
}

/* --- Scales --- */

/* The usual variance of each side: the geometric mean over annotators that are known at all, so
 * that a few who are careless are not what is usual. */
static void
find_usual (const Fit *self,
            bool       is_first,
            double     usual[N_SIDES])
{
  for (int s = 0; s < N_SIDES; s++)
    {
      double sum = 0, squares = 0, freedom = 0;
      size_t n = 0;

      for (size_t a = 0; a < self->input->n_annotators; a++)
        {
          if (self->freedoms[a][s] <= 0)
            continue;

          sum += log (self->variances[a][s]);
          squares += self->squares[a][s];
          freedom += self->freedoms[a][s];
          n++;
        }

      usual[s] = n == 0 ? self->variances[0][s] : is_first ? squares / freedom
                                                           : exp (sum / (double) n);
    }
}

/* First how careful the annotator is as a whole, then each side. */
static void
update_scales (Fit *self,
               bool is_first)
{
  const double least = self->result->size * self->result->size * 1e-6;
  double       usual[N_SIDES];

  find_usual (self, is_first, usual);

  for (size_t a = 0; a < self->input->n_annotators; a++)
    {
      double ratio = N_SIDES / 2.0 * SCALE_PRIOR, freedom = ratio;

      for (int s = 0; s < N_SIDES; s++)
        {
          ratio += self->squares[a][s] / fmax (usual[s], least);
          freedom += self->freedoms[a][s];
        }

      for (int s = 0; s < N_SIDES; s++)
        self->variances[a][s] = fmax ((self->squares[a][s] + SCALE_PRIOR * usual[s] * ratio / freedom) / (self->freedoms[a][s] + SCALE_PRIOR), least);
    }
}

/* --- Biases --- */

/* What is no bias of a side: annotators weigh by how well theirs is known.  @values and @weights
 * have room for all. */
static double
find_neutral (const Fit *self,
              int        side,
              double    *values,
              double    *weights)
{
  const double outwards = side < 2 ? -1 : 1;
  double       spread = 0;
  size_t       n = 0;

  for (size_t a = 0; a < self->input->n_annotators; a++)
    if (self->tails[a][side] > 0)
      {
        spread += log (self->variances[a][side]);
        n++;
      }

  if (n == 0)
    return 0;

  spread = exp (spread / (double) n);
  n = 0;

  for (size_t a = 0; a < self->input->n_annotators; a++)
    if (self->tails[a][side] > 0)
      {
        values[n] = self->biases[a][side] * outwards;
        weights[n++] = 1 / (spread + self->variances[a][side] / self->tails[a][side]);
      }

  return outwards * lw_box_neutral_find (values, weights, n);
}

static void
update_biases (Fit *self)
{
  const size_t n = self->input->n_annotators;
  double      *values = lw_grow_array (double, n);
  double      *weights = lw_grow_array (double, n);

  for (int s = 0; s < N_SIDES; s++)
    {
      double neutral;

      for (size_t a = 0; a < n; a++)
        self->biases[a][s] = self->offsets[a][s] / (self->tails[a][s] + 1);

      neutral = find_neutral (self, s, values, weights);
      for (size_t a = 0; a < n; a++)
        self->biases[a][s] = self->tails[a][s] > 0 ? self->biases[a][s] - neutral : 0;
    }

  free (values);
  free (weights);
}

/* --- Objects --- */

/* Each side has weights of its own: they may cross where boxes hardly overlap. */
static void
keep_valid (const Fit *self,
            size_t     object)
{
  const LwBoxLocationInput *input = self->input;
  double                   *truth = self->truths[object];

  if (truth[0] < truth[2] && truth[1] < truth[3])
    return;

  memset (truth, 0, sizeof self->truths[object]);

  for (size_t i = input->begins[object]; i < input->begins[object + 1]; i++)
    {
      double sides[N_SIDES];

      get_sides (input->rects[i], sides);
      for (int s = 0; s < N_SIDES; s++)
        truth[s] += sides[s] / (double) get_n_boxes (self, object);
    }
}

static void
locate (Fit   *self,
        size_t object)
{
  const LwBoxLocationInput *input = self->input;
  const double              unit = get_unit (self, object);
  double                    sums[N_SIDES] = { 0 };

  for (size_t i = input->begins[object]; i < input->begins[object + 1]; i++)
    {
      double sides[N_SIDES];

      get_sides (input->rects[i], sides);
      for (int s = 0; s < N_SIDES; s++)
        sums[s] += self->weights[i][s] * (sides[s] - get_correction (self->biases[input->annotators[i]], s, unit, sides));
    }

  for (int s = 0; s < N_SIDES; s++)
    self->truths[object][s] = sums[s] / self->precisions[object][s];

  keep_valid (self, object);
}

/* --- Shapes --- */

static void
estimate_shapes (Fit *self)
{
  const size_t n_kinds = self->input->n_kinds;

  for (int round = 0; round < N_SHAPE_ROUNDS; round++)
    {
      for (size_t kind = 0; kind <= n_kinds; kind++)
        lw_box_shape_begin (&self->shapes[kind]);

      for (size_t o = 0; o < self->input->n_objects; o++)
        if (get_n_boxes (self, o) >= 2)
          {
            lw_box_shape_add (&self->shapes[self->input->kinds[o]], self->truths[o], self->precisions[o]);
            lw_box_shape_add (&self->shapes[n_kinds], self->truths[o], self->precisions[o]);
          }

      for (size_t kind = 0; kind <= n_kinds; kind++)
        lw_box_shape_end (&self->shapes[kind]);
    }
}

static void
shape_object (Fit   *self,
              size_t object)
{
  const LwBoxShape *shape = &self->shapes[self->input->kinds[object]];

  /* A kind with few objects has the shapes of all. */
  if (shape->n < N_SHAPES_MIN)
    shape = &self->shapes[self->input->n_kinds];
  if (shape->n < N_SHAPES_MIN)
    return;

  lw_box_shape_apply (shape, self->truths[object], self->precisions[object]);
  keep_valid (self, object);
}

/* --- The whole --- */

static void
update_objects (Fit   *self,
                size_t iteration)
{
  for (size_t o = 0; o < self->input->n_objects; o++)
    locate (self, o);

  if (iteration < FIRST_SHAPES)
    return;

  if (iteration % SHAPES_EVERY == 0)
    estimate_shapes (self);
  for (size_t o = 0; o < self->input->n_objects; o++)
    shape_object (self, o);
}

/* Returns how far any bias or scale moved, in pixels. */
static double
iterate (Fit   *self,
         size_t iteration)
{
  const size_t n = self->input->n_annotators;
  double       farthest = 0;

  learn (self);
  memcpy (self->biases_before, self->biases, sizeof *self->biases * n);
  memcpy (self->variances_before, self->variances, sizeof *self->variances * n);

  update_scales (self, iteration < N_FIRST_SCALES);
  update_biases (self);
  update_objects (self, iteration);

  for (size_t a = 0; a < n; a++)
    for (int s = 0; s < N_SIDES; s++)
      {
        const double bias = fabs (self->biases[a][s] - self->biases_before[a][s]);
        const double scale = fabs (sqrt (self->variances[a][s]) - sqrt (self->variances_before[a][s]));

        farthest = fmax (farthest, fmax (bias, scale));
      }

  /* What the shapes do comes only later. */
  return iteration <= FIRST_SHAPES ? INFINITY : farthest;
}

static void
fit_init (Fit                      *self,
          const LwBoxLocationInput *input,
          LwBoxLocation            *result)
{
  const size_t n = input->n_annotators, n_boxes = input->begins[input->n_objects];

  *self = (Fit){ .input = input, .result = result };
  self->truths = lw_grow_new (input->n_objects, sizeof *self->truths);
  self->precisions = lw_grow_new (input->n_objects, sizeof *self->precisions);
  self->weights = lw_grow_new (n_boxes, sizeof *self->weights);
  self->biases = lw_grow_new (n, sizeof *self->biases);
  self->variances = lw_grow_new (n, sizeof *self->variances);
  self->biases_before = lw_grow_new (n, sizeof *self->biases_before);
  self->variances_before = lw_grow_new (n, sizeof *self->variances_before);
  self->squares = lw_grow_new (n, sizeof *self->squares);
  self->freedoms = lw_grow_new (n, sizeof *self->freedoms);
  self->offsets = lw_grow_new (n, sizeof *self->offsets);
  self->tails = lw_grow_new (n, sizeof *self->tails);
  self->shapes = lw_grow_array (LwBoxShape, input->n_kinds + 1);

  for (size_t kind = 0; kind <= input->n_kinds; kind++)
    lw_box_shape_init (&self->shapes[kind]);

  start_at_medians (self);
  result->size = find_typical_size (self);

  for (size_t a = 0; a < n; a++)
    for (int s = 0; s < N_SIDES; s++)
      self->variances[a][s] = FIRST_SCALE * FIRST_SCALE * result->size * result->size;
}

static void
fit_clear (Fit *self)
{
  free (self->truths);
  free (self->precisions);
  free (self->weights);
  free (self->biases);
  free (self->variances);
  free (self->biases_before);
  free (self->variances_before);
  free (self->squares);
  free (self->freedoms);
  free (self->offsets);
  free (self->tails);
  free (self->shapes);
}

static void
store (const Fit *self)
{
  LwBoxLocation *result = self->result;

  for (size_t o = 0; o < self->input->n_objects; o++)
    {
      const double *truth = self->truths[o];

      result->rects[o] = (LwRect){ truth[0], truth[1], truth[2], truth[3] };
      for (int s = 0; s < N_SIDES; s++)
        result->errors[o * N_SIDES + (size_t) s] = 1 / sqrt (self->precisions[o][s]);
    }

  for (size_t a = 0; a < self->input->n_annotators; a++)
    for (int s = 0; s < N_SIDES; s++)
      {
        result->annotators[a].bias[s] = self->biases[a][s];
        result->annotators[a].error[s] = NORMAL_OVER_SCALE * sqrt (self->variances[a][s]);
      }
}

LwBoxLocation *
lw_box_location_new (const LwBoxLocationInput *input,
                     size_t                    n_iterations_max,
                     double                    tolerance)
{
  LwBoxLocation *result = lw_grow_array (LwBoxLocation, 1);
  Fit            fit;
  double         moved = INFINITY;

  result->rects = lw_grow_array (LwRect, input->n_objects);
  result->errors = lw_grow_array (double, input->n_objects *N_SIDES);
  result->annotators = lw_grow_array (LwBoxDrawing, input->n_annotators);

  fit_init (&fit, input, result);

  while (result->n_iterations < n_iterations_max && moved > tolerance * result->size)
    moved = iterate (&fit, result->n_iterations++);

  store (&fit);
  fit_clear (&fit);

  return result;
}

void
lw_box_location_free (LwBoxLocation *self)
{
  if (self == NULL)
    return;

  free (self->rects);
  free (self->errors);
  free (self->annotators);
  free (self);
}

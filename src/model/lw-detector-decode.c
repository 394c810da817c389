/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-detector-decode.h"

#include <math.h>

/* As in the loss. */
#define LOG_DISTANCE_MAX 4

LwDecodeSettings
lw_decode_get_defaults (void)
{
  return (LwDecodeSettings){ .score_min = 0.02, .iou_max = 0.5, .n_boxes_max = 200 };
}

/* --- Peaks --- */

/* Of equal neighbours the first is the peak. */
static bool
is_peak (const float *plane,
         int          h,
         int          w,
         int          i,
         int          j)
{
  const float value = plane[i * w + j];

  for (int k = i > 0 ? i - 1 : 0; k <= i + 1 && k < h; k++)
    for (int l = j > 0 ? j - 1 : 0; l <= j + 1 && l < w; l++)
      {
        const bool  is_before = k < i || (k == i && l < j);
        const float other = plane[k * w + l];

        if (other > value || (is_before && other >= value))
          return false;
      }

  return true;
}

static LwFoundBox
get_box (LwTensor sides,
         int      image,
         int      i,
         int      j,
         int      stride,
         double   unit_px)
{
  const size_t cell = (size_t) i * sides.shape.w + j;
  const double x = (j + 0.5) * stride, y = (i + 0.5) * stride;
  double       distances[4];

  for (int k = 0; k < 4; k++)
    {
      const double output = lw_tensor_get_plane (sides, image, k)[cell];

      distances[k] = unit_px * exp (fmin (fmax (output, -LOG_DISTANCE_MAX), LOG_DISTANCE_MAX));
    }

  return (LwFoundBox){
    .x0 = (float) (x - distances[0]),
    .y0 = (float) (y - distances[1]),
    .x1 = (float) (x + distances[2]),
    .y1 = (float) (y + distances[3]),
  };
}

/* --- The best of them: a heap with the lowest score on top --- */

static double
get_middle (const LwFoundBox *box,
            bool              is_row)
{
  return is_row ? (double) box->y0 + box->y1 : (double) box->x0 + box->x1;
}

/* Ties are settled by the numbers themselves and not by where they were met, so that a heap, which
 * changes places, gives one order. */
static bool
is_better (const LwFoundBox *a,
           const LwFoundBox *b)
{
  if (a->score != b->score)
    return a->score > b->score;
  if (a->class_index != b->class_index)
    return a->class_index < b->class_index;
  if (get_middle (a, true) != get_middle (b, true))
    return get_middle (a, true) < get_middle (b, true);

  return get_middle (a, false) < get_middle (b, false);
}

static void
swap (LwFoundBox *a,
      LwFoundBox *b)
{
  const LwFoundBox kept = *a;

  *a = *b;
  *b = kept;
}

static void
sink (LwFoundBox *heap,
      size_t      n,
      size_t      i)
{
  for (size_t child; (child = 2 * i + 1) < n; i = child)
    {
      if (child + 1 < n && is_better (&heap[child], &heap[child + 1]))
        child++;
      if (!is_better (&heap[i], &heap[child]))
        return;

      swap (&heap[i], &heap[child]);
    }
}

/* Returns how many there are now. */
static size_t
offer (LwFoundBox *heap,
       size_t      n,
       size_t      n_room,
       LwFoundBox  box)
{
  if (n == n_room)
    {
      if (!is_better (&box, &heap[0]))
        return n;

      heap[0] = box;
      sink (heap, n, 0);
      return n;
    }

  heap[n] = box;
  for (size_t i = n; i > 0 && is_better (&heap[(i - 1) / 2], &heap[i]); i = (i - 1) / 2)
    swap (&heap[(i - 1) / 2], &heap[i]);

  return n + 1;
}

/* The lowest goes to the end, again and again: what is left is the highest first. */
static void
sort (LwFoundBox *heap,
      size_t      n)
{
  while (n > 1)
    {
      swap (&heap[0], &heap[--n]);
      sink (heap, n, 0);
    }
}

/* --- Overlaps --- */

static double
get_iou (const LwFoundBox *a,
         const LwFoundBox *b)
{
  const double w = fmin (a->x1, b->x1) - fmax (a->x0, b->x0), h = fmin (a->y1, b->y1) - fmax (a->y0, b->y0);
  const double common = w > 0 && h > 0 ? w * h : 0;
  const double both = (double) (a->x1 - a->x0) * (a->y1 - a->y0) + (double) (b->x1 - b->x0) * (b->y1 - b->y0);

  return common / (both - common);
}

static size_t
drop_overlaps (LwFoundBox             *boxes,
               size_t                  n,
               const LwDecodeSettings *settings)
{
  size_t n_kept = 0;

  for (size_t i = 0; i < n && n_kept < settings->n_boxes_max; i++)
    {
      bool is_new = true;

      for (size_t k = 0; k < n_kept && is_new; k++)
        is_new = get_iou (&boxes[k], &boxes[i]) <= settings->iou_max;

      if (is_new)
        boxes[n_kept++] = boxes[i];
    }

  return n_kept;
}

static double
get_logit (double p)
{
  return log (p / (1 - p));
}

size_t
lw_decode_boxes (LwTensor                heat,
                 LwTensor                sides,
                 int                     image,
                 int                     stride,
                 double                  unit_px,
                 const LwDecodeSettings *settings,
                 LwFoundBox             *boxes,
                 size_t                  n_room)
{
  const int    h = heat.shape.h, w = heat.shape.w;
  const double logit_min = get_logit (settings->score_min);
  size_t       n = 0;

  for (int c = 0; c < heat.shape.c && n_room > 0; c++)
    {
      const float *plane = lw_tensor_get_plane (heat, image, c);

      for (int i = 0; i < h; i++)
        for (int j = 0; j < w; j++)
          if (plane[i * w + j] > logit_min && is_peak (plane, h, w, i, j))
            {
              LwFoundBox box = get_box (sides, image, i, j, stride, unit_px);

              box.score = (float) (1 / (1 + exp (-(double) plane[i * w + j])));
              box.class_index = c;
              n = offer (boxes, n, n_room, box);
            }
    }

  sort (boxes, n);

  return drop_overlaps (boxes, n, settings);
}

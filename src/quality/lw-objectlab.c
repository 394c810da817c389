/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-objectlab.h"

#include "lw-average-precision.h"
#include "lw-grow.h"
#include "lw-order.h"

#include <float.h>
#include <math.h>

#define IOU_SHARE 0.9
#define DISTANCE_SCALE 0.1
#define OVERLOOKED_SCORE_MIN 0.95
#define BADLY_LOCATED_SCORE_MIN 0.5
#define SWAPPED_SCORE_MIN 0.95
#define DUPLICATE_IOU_MIN 0.95
#define POOL_TEMPERATURE 0.1
#define LIMIT_SHARE 0.25
#define ISSUE_SHARE 0.8
#define TINY 1e-100

struct _LwObjectlab
{
  const LwDetections *labels, *predictions;

  double  least; /* the smallest similarity that is not 0, over all images */
  double *boxes[LW_N_BOX_FAULTS];
  double *images[LW_N_BOX_FAULTS];
};

/* --- Two boxes --- */

static double
get_iou (LwRect a,
         LwRect b)
{
  const double width = fmin (a.x1, b.x1) - fmax (a.x0, b.x0);
  const double height = fmin (a.y1, b.y1) - fmax (a.y0, b.y0);
  const double overlap = width < 0 || height < 0 ? 0 : width * height;

  return overlap / fmax (lw_detections_rect_area (a) + lw_detections_rect_area (b) - overlap, 1e-6);
}

/* "1 - (1 - e)" is no slip: it rounds to multiples of 2^-53, which the reference's smallest
 * similarity, and with it the score of what has no partner at all, depends on. */
static double
get_similarity (LwRect a,
                LwRect b,
                double iou)
{
  const double x = (a.x0 + a.x1) / 2 - (b.x0 + b.x1) / 2;
  const double y = (a.y0 + a.y1) / 2 - (b.y0 + b.y1) / 2;
  const double apart = 1 - exp (-sqrt (x * x + y * y) * DISTANCE_SCALE);

  return IOU_SHARE * iou + (1 - IOU_SHARE) * (1 - apart);
}

/* --- One image --- */

/* Visits each pair of a label and a prediction of an image. */
static double
find_least (const LwObjectlab *self)
{
  double least = INFINITY;

  for (size_t image = 0; image < self->labels->n_images; image++)
    for (size_t l = self->labels->begins[image]; l < self->labels->begins[image + 1]; l++)
      for (size_t p = self->predictions->begins[image]; p < self->predictions->begins[image + 1]; p++)
        {
          const LwRect label = self->labels->rects[l], prediction = self->predictions->rects[p];
          const double similarity = get_similarity (label, prediction, get_iou (label, prediction));

          if (similarity > 0 && similarity < least)
            least = similarity;
        }

  return isinf (least) ? 1 : least;
}

static double
score_overlooked (const LwObjectlab *self,
                  size_t             image,
                  size_t             p)
{
  const double score = self->predictions->scores[p];
  double       best = -1;

  if (score < OVERLOOKED_SCORE_MIN)
    return NAN;

  for (size_t l = self->labels->begins[image]; l < self->labels->begins[image + 1]; l++)
    {
      const double iou = get_iou (self->labels->rects[l], self->predictions->rects[p]);

      if (iou > 0)
        return NAN;
      if (self->labels->classes[l] == self->predictions->classes[p])
        best = fmax (best, get_similarity (self->labels->rects[l], self->predictions->rects[p], iou));
    }

  return best >= 0 ? best : self->least * (1 - score);
}

/* On a label of another class. */
static bool
is_duplicate (const LwObjectlab *self,
              size_t             image,
              size_t             l)
{
  for (size_t other = self->labels->begins[image]; other < self->labels->begins[image + 1]; other++)
    if (self->labels->classes[other] != self->labels->classes[l] &&
        get_iou (self->labels->rects[l], self->labels->rects[other]) >= DUPLICATE_IOU_MIN)
      return true;

  return false;
}

static void
score_label (LwObjectlab *self,
             size_t       image,
             size_t       l,
             bool         check_duplicates)
{
  double best = -1, rival = -1;

  for (size_t p = self->predictions->begins[image]; p < self->predictions->begins[image + 1]; p++)
    {
      const LwRect label = self->labels->rects[l], prediction = self->predictions->rects[p];
      const double iou = get_iou (label, prediction);
      const double similarity = get_similarity (label, prediction, iou);

      if (self->predictions->classes[p] != self->labels->classes[l])
        rival = self->predictions->scores[p] > SWAPPED_SCORE_MIN ? fmax (rival, similarity) : rival;
      else if (self->predictions->scores[p] > BADLY_LOCATED_SCORE_MIN && iou > 0)
        best = fmax (best, similarity);
    }

  self->boxes[LW_BOX_BADLY_LOCATED][l] = best >= 0 ? best : 1;
  self->boxes[LW_BOX_SWAPPED][l] = check_duplicates && is_duplicate (self, image, l) ? self->least
                                   : rival >= 0                                      ? fmax (self->least, 1 - rival)
                                                                                     : 1;
}

/* A mean in which low scores weigh most. */
static double
pool (const double *scores,
      size_t        n)
{
  double smallest = INFINITY, sum = 0, weights = 0;

  for (size_t i = 0; i < n; i++)
    if (scores[i] < smallest)
      smallest = scores[i];

  for (size_t i = 0; i < n; i++)
    if (!isnan (scores[i]))
      {
        const double weight = exp ((smallest - scores[i]) / POOL_TEMPERATURE);

        sum += scores[i] * weight;
        weights += weight;
      }

  return weights > 0 ? sum / weights : 1;
}

/* --- The whole --- */

static const LwDetections *
boxes_of (const LwObjectlab *self,
          LwBoxFault         fault)
{
  return fault == LW_BOX_OVERLOOKED ? self->predictions : self->labels;
}

LwObjectlab *
lw_objectlab_new (const LwDetections *labels,
                  const LwDetections *predictions,
                  bool                check_duplicates)
{
  LwObjectlab *self = lw_grow_array (LwObjectlab, 1);

  self->labels = labels;
  self->predictions = predictions;
  self->least = find_least (self);

  for (LwBoxFault fault = 0; fault < LW_N_BOX_FAULTS; fault++)
    {
      self->boxes[fault] = lw_grow_array (double, lw_detections_get_n (boxes_of (self, fault)));
      self->images[fault] = lw_grow_array (double, labels->n_images);
    }

  for (size_t image = 0; image < labels->n_images; image++)
    {
      for (size_t p = predictions->begins[image]; p < predictions->begins[image + 1]; p++)
        self->boxes[LW_BOX_OVERLOOKED][p] = score_overlooked (self, image, p);
      for (size_t l = labels->begins[image]; l < labels->begins[image + 1]; l++)
        score_label (self, image, l, check_duplicates);

      for (LwBoxFault fault = 0; fault < LW_N_BOX_FAULTS; fault++)
        {
          const size_t *begins = boxes_of (self, fault)->begins;

          self->images[fault][image] = pool (self->boxes[fault] + begins[image], begins[image + 1] - begins[image]);
        }
    }

  return self;
}

void
lw_objectlab_free (LwObjectlab *self)
{
  if (self == NULL)
    return;

  for (LwBoxFault fault = 0; fault < LW_N_BOX_FAULTS; fault++)
    {
      free (self->boxes[fault]);
      free (self->images[fault]);
    }

  free (self);
}

const double *
lw_objectlab_get_boxes (const LwObjectlab *self,
                        LwBoxFault         fault)
{
  return self->boxes[fault];
}

const double *
lw_objectlab_get_images (const LwObjectlab *self,
                         LwBoxFault         fault)
{
  return self->images[fault];
}

void
lw_objectlab_get_quality (const LwObjectlab *self,
                          const double       weights[LW_N_BOX_FAULTS],
                          double            *quality)
{
  for (size_t image = 0; image < self->labels->n_images; image++)
    {
      double sum = 0;

      for (LwBoxFault fault = 0; fault < LW_N_BOX_FAULTS; fault++)
        sum += weights[fault] * log (TINY + self->images[fault][image]);
      quality[image] = exp (sum);
    }
}

/* --- Issues --- */

/* At one threshold; per image, detections in descending order of score take the label of largest
 * IoU, a second one on the same label is wrong, then all of a class in the order of their scores. */
typedef struct
{
  const LwObjectlab *self;
  const size_t      *order;    /* predictions, per image the best first */
  const LwRanked    *ranked;   /* all predictions, the best first; index: a place in @order */
  const double      *n_labels; /* per class */
  bool              *is_taken; /* per label */
  bool              *is_right; /* per place in @order */
  double            *precisions, *recalls;
} Curve;

static void
match (const Curve *curve,
       double       threshold)
{
  const LwDetections *labels = curve->self->labels, *predictions = curve->self->predictions;

  for (size_t l = 0; l < lw_detections_get_n (labels); l++)
    curve->is_taken[l] = false;

  for (size_t image = 0; image < labels->n_images; image++)
    for (size_t i = predictions->begins[image]; i < predictions->begins[image + 1]; i++)
      {
        const size_t p = curve->order[i];
        double       best = -1;
        size_t       found = 0;

        for (size_t l = labels->begins[image]; l < labels->begins[image + 1]; l++)
          if (labels->classes[l] == predictions->classes[p])
            {
              const double iou = get_iou (labels->rects[l], predictions->rects[p]);

              if (iou > best)
                {
                  best = iou;
                  found = l;
                }
            }

        curve->is_right[i] = best >= threshold && !curve->is_taken[found];
        if (curve->is_right[i])
          curve->is_taken[found] = true;
      }
}

static double
measure_class (const Curve *curve,
               uint32_t class)
{
  const LwDetections *predictions = curve->self->predictions;
  double              n_right = 0;
  size_t              n = 0;

  for (size_t i = 0; i < lw_detections_get_n (predictions); i++)
    {
      const size_t place = curve->ranked[i].index;

      if (predictions->classes[curve->order[place]] != class)
        continue;

      n_right += curve->is_right[place];
      curve->precisions[n] = n_right / (double) (n + 1);
      curve->recalls[n++] = n_right / fmax (curve->n_labels[class], FLT_EPSILON);
    }

  return lw_average_precision_of_curve (curve->precisions, curve->recalls, n);
}

/* Within each image, and over all. */
static void
order_predictions (const LwDetections *predictions,
                   size_t             *order,
                   LwRanked           *ranked)
{
  const size_t n = lw_detections_get_n (predictions);

  for (size_t image = 0; image < predictions->n_images; image++)
    {
      const size_t begin = predictions->begins[image], end = predictions->begins[image + 1];

      for (size_t i = begin; i < end; i++)
        ranked[i] = (LwRanked){ -predictions->scores[i], i };
      qsort (ranked + begin, end - begin, sizeof *ranked, lw_ranked_compare);
      for (size_t i = begin; i < end; i++)
        order[i] = ranked[i].index;
    }

  for (size_t i = 0; i < n; i++)
    ranked[i] = (LwRanked){ -predictions->scores[order[i]], i };
  qsort (ranked, n, sizeof *ranked, lw_ranked_compare);
}

void
lw_objectlab_get_limits (const LwObjectlab *self,
                         double            *limits)
{
  const size_t n = lw_detections_get_n (self->predictions), n_labels = lw_detections_get_n (self->labels);
  const size_t k = self->labels->n_classes;
  size_t      *order = lw_grow_array (size_t, n);
  LwRanked    *ranked = lw_grow_array (LwRanked, n);
  double      *counts = lw_grow_array (double, k);
  const Curve  curve = {
     .self = self,
     .order = order,
     .ranked = ranked,
     .n_labels = counts,
     .is_taken = lw_grow_array (bool, n_labels),
     .is_right = lw_grow_array (bool, n),
     .precisions = lw_grow_array (double, n),
     .recalls = lw_grow_array (double, n),
  };

  order_predictions (self->predictions, order, ranked);
  for (size_t l = 0; l < n_labels; l++)
    counts[self->labels->classes[l]]++;
  for (size_t j = 0; j < k; j++)
    limits[j] = 0;

  for (size_t t = 0; t < LW_DETECTIONS_N_THRESHOLDS; t++)
    {
      match (&curve, lw_detections_threshold (t));
      for (uint32_t j = 0; j < k; j++)
        limits[j] += LIMIT_SHARE * measure_class (&curve, j) / LW_DETECTIONS_N_THRESHOLDS;
    }

  free (order);
  free (ranked);
  free (counts);
  free (curve.is_taken);
  free (curve.is_right);
  free (curve.precisions);
  free (curve.recalls);
}

void
lw_objectlab_find_boxes (const LwObjectlab *self,
                         LwBoxFault         fault,
                         const double      *limits,
                         uint8_t           *is_issue)
{
  const LwDetections *boxes = boxes_of (self, fault);

  for (size_t i = 0; i < lw_detections_get_n (boxes); i++)
    {
      const double score = isnan (self->boxes[fault][i]) ? 1 : self->boxes[fault][i];

      is_issue[i] = score <= ISSUE_SHARE * limits[boxes->classes[i]];
    }
}

void
lw_objectlab_find_images (const LwObjectlab *self,
                          const double      *limits,
                          uint8_t           *is_issue)
{
  for (size_t image = 0; image < self->labels->n_images; image++)
    is_issue[image] = 0;

  for (LwBoxFault fault = 0; fault < LW_N_BOX_FAULTS; fault++)
    {
      const LwDetections *boxes = boxes_of (self, fault);
      uint8_t            *is_bad = lw_grow_array (uint8_t, lw_detections_get_n (boxes));

      lw_objectlab_find_boxes (self, fault, limits, is_bad);
      for (size_t image = 0; image < boxes->n_images; image++)
        for (size_t i = boxes->begins[image]; i < boxes->begins[image + 1]; i++)
          is_issue[image] |= is_bad[i];

      free (is_bad);
    }
}

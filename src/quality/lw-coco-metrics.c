/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-coco-metrics.h"

#include "lw-grow.h"
#include "lw-order.h"

#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>

#define N_T LW_DETECTIONS_N_THRESHOLDS
#define N_PER_IMAGE_MAX 100

static const double area_ranges[LW_N_COCO_AREAS][2] = { { 0, 1e10 }, { 0, 1024 }, { 1024, 9216 }, { 9216, 1e10 } };
static const size_t n_max[LW_N_COCO_MAX] = { 1, 10, N_PER_IMAGE_MAX };

/* A prediction that counts: a bit per threshold. */
typedef struct
{
  double   score;
  uint16_t rank; /* in its image and class, from 0 */
  uint16_t is_matched[LW_N_COCO_AREAS], is_ignored[LW_N_COCO_AREAS];
} Candidate;

struct _LwCocoMetrics
{
  size_t  n_classes;
  double *precisions; /* classes times thresholds times areas */
  double *recalls;    /* the same times maxima */

  /* Of the class at hand. */
  Candidate *candidates;
  size_t     n_candidates, room_candidates;
  double     n_truths[LW_N_COCO_AREAS];

  /* Of the image and class at hand. */
  double   *overlaps; /* predictions times truths: IoU */
  size_t    room_overlaps;
  size_t   *truths;     /* in the order of the area at hand: those that count first */
  bool     *is_ignored; /* by place in @truths */
  uint16_t *is_taken;   /* the same, a bit per threshold */
  size_t    room_truths;
  double   *curve; /* of precision and of recall */
  size_t    room_curve;
};

double
lw_detections_threshold (size_t i)
{
  return i + 1 == N_T ? 0.95 : 0.5 + (double) i * ((0.95 - 0.5) / (N_T - 1));
}

/* --- Boxes of each image and class --- */

/* Boxes in the order of class, then image, then score or place: @begins has an element per class
 * and image, and one more. */
typedef struct
{
  size_t *boxes, *begins;
} Groups;

static Groups
group (const LwDetections *all)
{
  const size_t n = lw_detections_get_n (all), n_groups = all->n_classes * all->n_images;
  Groups       groups = { lw_grow_array (size_t, n), lw_grow_array (size_t, n_groups + 1) };

  for (size_t image = 0; image < all->n_images; image++)
    for (size_t i = all->begins[image]; i < all->begins[image + 1]; i++)
      groups.begins[all->classes[i] * all->n_images + image + 1]++;

  for (size_t g = 0; g < n_groups; g++)
    groups.begins[g + 1] += groups.begins[g];

  for (size_t image = 0; image < all->n_images; image++)
    for (size_t i = all->begins[image]; i < all->begins[image + 1]; i++)
      groups.boxes[groups.begins[all->classes[i] * all->n_images + image]++] = i;

  for (size_t g = n_groups; g > 0; g--)
    groups.begins[g] = groups.begins[g - 1];
  groups.begins[0] = 0;

  return groups;
}

static void
sort_by_score (const LwDetections *predictions,
               size_t             *boxes,
               size_t              n)
{
  LwRanked *items = lw_grow_array (LwRanked, n);

  for (size_t i = 0; i < n; i++)
    items[i] = (LwRanked){ -predictions->scores[boxes[i]], boxes[i] };

  qsort (items, n, sizeof *items, lw_ranked_compare);

  for (size_t i = 0; i < n; i++)
    boxes[i] = items[i].index;

  free (items);
}

static void
groups_clear (Groups *groups)
{
  free (groups->boxes);
  free (groups->begins);
}

/* --- One image and class --- */

/* What is compared: some predictions, the best first, and some ground truth. */
typedef struct
{
  const LwDetections *truth, *predictions;
  const size_t       *truths, *detections;
  size_t              n_truths, n_detections;
} Pairing;

static bool
is_crowd (const Pairing *pairing,
          size_t         truth)
{
  return pairing->truth->is_crowd != NULL && pairing->truth->is_crowd[truth];
}

static double
get_area (const LwDetections *boxes,
          size_t              box)
{
  return boxes->areas != NULL ? boxes->areas[box] : lw_detections_rect_area (boxes->rects[box]);
}

static void
measure_overlaps (LwCocoMetrics *self,
                  const Pairing *pairing)
{
  self->overlaps = lw_grow_room (self->overlaps, pairing->n_detections * pairing->n_truths, sizeof (double),
                                 &self->room_overlaps);

  for (size_t d = 0; d < pairing->n_detections; d++)
    for (size_t g = 0; g < pairing->n_truths; g++)
      {
        const LwRect detection = pairing->predictions->rects[pairing->detections[d]];
        const LwRect truth = pairing->truth->rects[pairing->truths[g]];
        const double area = lw_detections_rect_area (detection);
        const double overlap = lw_detections_overlap (detection, truth);
        const double whole =
            is_crowd (pairing, pairing->truths[g]) ? area : area + lw_detections_rect_area (truth) - overlap;

        self->overlaps[d * pairing->n_truths + g] = overlap > 0 ? overlap / whole : 0;
      }
}

/* Places of the ground truth, those that count first; how many do. */
static size_t
order_truths (LwCocoMetrics *self,
              const Pairing *pairing,
              LwCocoArea     area)
{
  size_t n = 0, n_counted = 0;

  for (int pass = 0; pass < 2; pass++)
    {
      for (size_t g = 0; g < pairing->n_truths; g++)
        {
          const double own = get_area (pairing->truth, pairing->truths[g]);
          const bool   is_ignored = is_crowd (pairing, pairing->truths[g]) || own < area_ranges[area][0] ||
                                  own > area_ranges[area][1];

          if (is_ignored != (pass == 1))
            continue;

          self->truths[n] = g;
          self->is_ignored[n] = is_ignored;
          self->is_taken[n++] = 0;
        }

      if (pass == 0)
        n_counted = n;
    }

  return n_counted;
}

/* The place of the ground truth that a detection takes; SIZE_MAX for none. */
static size_t
find_match (LwCocoMetrics *self,
            const Pairing *pairing,
            size_t         detection,
            size_t         threshold)
{
  const double *overlaps = self->overlaps + detection * pairing->n_truths;
  double        best = fmin (lw_detections_threshold (threshold), 1 - 1e-10);
  size_t        found = SIZE_MAX;

  for (size_t i = 0; i < pairing->n_truths; i++)
    {
      if ((self->is_taken[i] & 1 << threshold) && !is_crowd (pairing, pairing->truths[self->truths[i]]))
        continue;
      if (found != SIZE_MAX && !self->is_ignored[found] && self->is_ignored[i])
        break;
      if (overlaps[self->truths[i]] < best)
        continue;

      best = overlaps[self->truths[i]];
      found = i;
    }

  return found;
}

static void
match_area (LwCocoMetrics *self,
            const Pairing *pairing,
            LwCocoArea     area,
            Candidate     *candidates)
{
  self->n_truths[area] += (double) order_truths (self, pairing, area);

  for (size_t d = 0; d < pairing->n_detections; d++)
    {
      const double own = get_area (pairing->predictions, pairing->detections[d]);
      const bool   is_outside = own < area_ranges[area][0] || own > area_ranges[area][1];

      for (size_t t = 0; t < N_T; t++)
        {
          const size_t   found = find_match (self, pairing, d, t);
          const uint16_t bit = (uint16_t) (1 << t);

          if (found != SIZE_MAX)
            {
              self->is_taken[found] |= bit;
              candidates[d].is_matched[area] |= bit;
            }
          if (found != SIZE_MAX ? self->is_ignored[found] : is_outside)
            candidates[d].is_ignored[area] |= bit;
        }
    }
}

static void
match (LwCocoMetrics *self,
       const Pairing *pairing)
{
  const size_t first = self->n_candidates;

  self->n_candidates += pairing->n_detections;
  self->candidates = lw_grow_room (self->candidates, self->n_candidates, sizeof (Candidate), &self->room_candidates);

  for (size_t d = 0; d < pairing->n_detections; d++)
    self->candidates[first + d] = (Candidate){
      .score = pairing->predictions->scores[pairing->detections[d]],
      .rank = (uint16_t) d,
    };

  if (pairing->n_truths > self->room_truths)
    {
      size_t room = self->room_truths;

      self->truths = lw_grow_room (self->truths, pairing->n_truths, sizeof *self->truths, &room);
      room = self->room_truths;
      self->is_ignored = lw_grow_room (self->is_ignored, pairing->n_truths, sizeof *self->is_ignored, &room);
      self->is_taken = lw_grow_room (self->is_taken, pairing->n_truths, sizeof *self->is_taken, &self->room_truths);
    }

  measure_overlaps (self, pairing);

  for (LwCocoArea area = 0; area < LW_N_COCO_AREAS; area++)
    match_area (self, pairing, area, self->candidates + first);
}

/* --- One class --- */

static void
sort_candidates (LwCocoMetrics *self)
{
  const size_t n = self->n_candidates;
  LwRanked    *items;
  Candidate   *sorted;

  /* Before the first candidate there is no array either. */
  if (n == 0)
    return;

  items = lw_grow_array (LwRanked, n);
  sorted = lw_grow_array (Candidate, n);

  for (size_t i = 0; i < n; i++)
    items[i] = (LwRanked){ -self->candidates[i].score, i };

  qsort (items, n, sizeof *items, lw_ranked_compare);

  for (size_t i = 0; i < n; i++)
    sorted[i] = self->candidates[items[i].index];
  memcpy (self->candidates, sorted, n * sizeof *sorted);

  free (items);
  free (sorted);
}

/* Precision made falling, at each of the recalls; what is never reached is 0. */
static double
sample (double       *precisions,
        const double *recalls,
        size_t        n)
{
  double sum = 0;
  size_t i = 0;

  for (size_t j = n; j-- > 1;)
    precisions[j - 1] = fmax (precisions[j - 1], precisions[j]);

  for (size_t r = 0; r < LW_COCO_N_RECALLS; r++)
    {
      while (i < n && recalls[i] < (double) r * 0.01)
        i++;
      if (i < n)
        sum += precisions[i];
    }

  return sum / LW_COCO_N_RECALLS;
}

/* Along the candidates, the best first. */
static void
accumulate (LwCocoMetrics *self,
            LwCocoArea     area,
            size_t         threshold,
            size_t         n_per_image,
            double        *precision,
            double        *recall)
{
  const uint16_t bit = (uint16_t) (1 << threshold);
  double         n_right = 0, n_wrong = 0;
  double        *precisions = self->curve, *recalls = self->curve + self->n_candidates;
  size_t         n = 0;

  for (size_t i = 0; i < self->n_candidates; i++)
    {
      const Candidate *candidate = &self->candidates[i];

      if (candidate->rank >= n_per_image || (candidate->is_ignored[area] & bit))
        continue;

      n_right += (candidate->is_matched[area] & bit) != 0;
      n_wrong += (candidate->is_matched[area] & bit) == 0;
      precisions[n] = n_right / (n_right + n_wrong + DBL_EPSILON);
      recalls[n++] = n_right / self->n_truths[area];
    }

  *recall = n > 0 ? recalls[n - 1] : 0;
  if (precision != NULL)
    *precision = sample (precisions, recalls, n);
}

static double *
precision_at (const LwCocoMetrics *self,
              size_t class,
              size_t     threshold,
              LwCocoArea area)
{
  return &self->precisions[(class * N_T + threshold) * LW_N_COCO_AREAS + area];
}

static double *
recall_at (const LwCocoMetrics *self,
           size_t class,
           size_t     threshold,
           LwCocoArea area,
           LwCocoMax  max)
{
  return &self->recalls[((class * N_T + threshold) * LW_N_COCO_AREAS + area) * LW_N_COCO_MAX + max];
}

static void
summarise_class (LwCocoMetrics *self,
                 size_t class)
{
  sort_candidates (self);
  self->curve = lw_grow_room (self->curve, 2 * self->n_candidates + 1, sizeof (double), &self->room_curve);

  for (size_t t = 0; t < N_T; t++)
    for (LwCocoArea area = 0; area < LW_N_COCO_AREAS; area++)
      for (LwCocoMax max = 0; max < LW_N_COCO_MAX; max++)
        {
          double *precision = max == LW_COCO_MAX_100 ? precision_at (self, class, t, area) : NULL;
          double *recall = recall_at (self, class, t, area, max);

          if (self->n_truths[area] > 0)
            accumulate (self, area, t, n_max[max], precision, recall);
          else
            {
              *recall = -1;
              *precision_at (self, class, t, area) = -1;
            }
        }
}

static void
evaluate_class (LwCocoMetrics      *self,
                const LwDetections *truth,
                const LwDetections *predictions,
                const Groups       *truths,
                const Groups       *detections,
                size_t class)
{
  self->n_candidates = 0;
  memset (self->n_truths, 0, sizeof self->n_truths);

  for (size_t image = 0; image < truth->n_images; image++)
    {
      const size_t  g = class * truth->n_images + image;
      const size_t  n_found = detections->begins[g + 1] - detections->begins[g];
      const Pairing pairing = {
        .truth = truth,
        .predictions = predictions,
        .truths = truths->boxes + truths->begins[g],
        .n_truths = truths->begins[g + 1] - truths->begins[g],
        .detections = detections->boxes + detections->begins[g],
        .n_detections = n_found < N_PER_IMAGE_MAX ? n_found : N_PER_IMAGE_MAX,
      };

      if (pairing.n_truths == 0 && pairing.n_detections == 0)
        continue;

      sort_by_score (predictions, detections->boxes + detections->begins[g], n_found);
      match (self, &pairing);
    }

  summarise_class (self, class);
}

/* --- The whole --- */

LwCocoMetrics *
lw_coco_metrics_new (const LwDetections *truth,
                     const LwDetections *predictions)
{
  LwCocoMetrics *self = lw_grow_array (LwCocoMetrics, 1);
  Groups         truths = group (truth), detections = group (predictions);

  self->n_classes = truth->n_classes;
  self->precisions = lw_grow_array (double, truth->n_classes *N_T *LW_N_COCO_AREAS);
  self->recalls = lw_grow_array (double, truth->n_classes *N_T *LW_N_COCO_AREAS *LW_N_COCO_MAX);

  for (size_t class = 0; class < truth->n_classes; class ++)
    evaluate_class (self, truth, predictions, &truths, &detections, class);

  groups_clear (&truths);
  groups_clear (&detections);

  return self;
}

void
lw_coco_metrics_free (LwCocoMetrics *self)
{
  if (self == NULL)
    return;

  free (self->precisions);
  free (self->recalls);
  free (self->candidates);
  free (self->overlaps);
  free (self->truths);
  free (self->is_ignored);
  free (self->is_taken);
  free (self->curve);
  free (self);
}

double
lw_coco_metrics_get_precision (const LwCocoMetrics *self,
                               size_t class,
                               size_t     threshold,
                               LwCocoArea area)
{
  return *precision_at (self, class, threshold, area);
}

double
lw_coco_metrics_get_recall (const LwCocoMetrics *self,
                            size_t class,
                            size_t     threshold,
                            LwCocoArea area,
                            LwCocoMax  max)
{
  return *recall_at (self, class, threshold, area, max);
}

/* A running mean of what there is. */
static void
add (double  value,
     double *sum,
     double *n)
{
  if (value < 0)
    return;

  *sum += value;
  *n += 1;
}

double
lw_coco_metrics_average_precision (const LwCocoMetrics *self,
                                   size_t               first,
                                   size_t               last,
                                   LwCocoArea           area)
{
  double sum = 0, n = 0;

  for (size_t t = first; t < last; t++)
    for (size_t class = 0; class < self->n_classes; class ++)
      add (*precision_at (self, class, t, area), &sum, &n);

  return n > 0 ? sum / n : -1;
}

double
lw_coco_metrics_average_recall (const LwCocoMetrics *self,
                                LwCocoArea           area,
                                LwCocoMax            max)
{
  double sum = 0, n = 0;

  for (size_t t = 0; t < N_T; t++)
    for (size_t class = 0; class < self->n_classes; class ++)
      add (*recall_at (self, class, t, area, max), &sum, &n);

  return n > 0 ? sum / n : -1;
}

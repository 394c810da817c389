/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-detection-confusion.h"

#include "lw-grow.h"
#include "lw-order.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

typedef struct
{
  const LwDetections *truth, *predictions;
  double              iou_min;
  uint8_t            *is_taken; /* per object */
  int64_t            *counts;
} Confusion;

static void
count (Confusion *self,
       size_t     true_class,
       size_t     predicted_class)
{
  self->counts[true_class * (self->truth->n_classes + 1) + predicted_class]++;
}

static bool
is_crowd (const Confusion *self,
          size_t           object)
{
  return self->truth->is_crowd != NULL && self->truth->is_crowd[object];
}

/* The free object that a prediction takes; SIZE_MAX for none. */
static size_t
find_object (const Confusion *self,
             size_t           image,
             size_t           prediction)
{
  const LwRect   rect = self->predictions->rects[prediction];
  const uint32_t own = self->predictions->classes[prediction];
  double         best = self->iou_min;
  size_t         found = SIZE_MAX;

  for (size_t i = self->truth->begins[image]; i < self->truth->begins[image + 1]; i++)
    {
      const double iou = self->is_taken[i] || is_crowd (self, i) ? -1 : lw_rect_iou (self->truth->rects[i], rect);

      if (iou > best || (iou == best && (found == SIZE_MAX || (self->truth->classes[i] == own && self->truth->classes[found] != own))))
        {
          best = iou;
          found = i;
        }
    }

  return found;
}

static bool
is_in_crowd (const Confusion *self,
             size_t           image,
             size_t           prediction)
{
  const LwRect rect = self->predictions->rects[prediction];

  for (size_t i = self->truth->begins[image]; i < self->truth->begins[image + 1]; i++)
    if (is_crowd (self, i) &&
        lw_detections_overlap (self->truth->rects[i], rect) >= self->iou_min * lw_detections_rect_area (rect))
      return true;

  return false;
}

static void
match (Confusion *self,
       size_t     image,
       size_t     prediction)
{
  const size_t object = find_object (self, image, prediction);

  if (object != SIZE_MAX)
    {
      self->is_taken[object] = 1;
      count (self, self->truth->classes[object], self->predictions->classes[prediction]);
    }
  else if (!is_in_crowd (self, image, prediction))
    count (self, self->truth->n_classes, self->predictions->classes[prediction]);
}

void
lw_detection_confusion (const LwDetections *truth,
                        const LwDetections *predictions,
                        double              iou_min,
                        double              score_min,
                        int64_t            *counts)
{
  const size_t n_truths = lw_detections_get_n (truth);
  LwRanked    *items = NULL;
  size_t       room = 0;
  Confusion    self = { truth, predictions, iou_min, lw_grow_array (uint8_t, n_truths), counts };

  memset (counts, 0, sizeof (int64_t) * (truth->n_classes + 1) * (truth->n_classes + 1));

  for (size_t image = 0; image < truth->n_images; image++)
    {
      size_t n = 0;

      items = lw_grow_room (items, predictions->begins[image + 1] - predictions->begins[image], sizeof (LwRanked), &room);
      for (size_t i = predictions->begins[image]; i < predictions->begins[image + 1]; i++)
        if (predictions->scores[i] >= score_min)
          items[n++] = (LwRanked){ -predictions->scores[i], i };

      /* Before the first prediction there is no array either. */
      if (n > 0)
        qsort (items, n, sizeof (LwRanked), lw_ranked_compare);
      for (size_t i = 0; i < n; i++)
        match (&self, image, items[i].index);
    }

  for (size_t i = 0; i < n_truths; i++)
    if (!self.is_taken[i] && !is_crowd (&self, i))
      count (&self, truth->classes[i], truth->n_classes);

  free (items);
  free (self.is_taken);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-box-consensus.h"

#include "lw-box-classes.h"
#include "lw-box-clusters.h"
#include "lw-box-frame.h"
#include "lw-box-patterns.h"
#include "lw-grow.h"

#include <math.h>
#include <string.h>

typedef struct
{
  const LwAnnotatorBoxes      *input;
  const LwBoxConsensusOptions *options;
  LwBoxConsensus              *result;

  LwSortedBoxes sorted;
  double       *n_looks;  /* per annotator: at how many images */
  double        n_looked; /* how many images anybody looked at */

  /* The objects of this round, by image, and their boxes, by annotator. */
  size_t    n_objects;
  uint32_t *object_images;
  size_t   *object_begins; /* into the four that follow */
  size_t   *members;       /* of boxes */
  uint32_t *annotators;
  int32_t  *classes;
  LwRect   *rects;
  uint32_t *kinds;
  double   *probabilities;

  size_t        *object_of; /* per box */
  LwBoxLocation *location;
  LwBoxClasses  *class_fit;
} Fit;

/* --- The input --- */

static void
count_looks (Fit *self)
{
  for (size_t i = 0; i < self->input->n_images; i++)
    self->n_looked += self->sorted.image_looks[i] < self->sorted.image_looks[i + 1];

  for (size_t look = 0; look < self->sorted.n_looks; look++)
    {
      self->n_looks[self->sorted.lookers[look]] += 1;
      self->result->annotators[self->sorted.lookers[look]].n_images++;
    }
}

/* --- Clusters --- */

/* Without what its annotator is known to add. */
static LwRect
correct (const Fit         *self,
         const LwSortedBox *box)
{
  if (self->location == NULL)
    return box->rect;

  return lw_box_location_correct (&self->location->annotators[box->annotator], self->location->size, box->rect);
}

/* The runs of an annotator's boxes within an image. */
typedef struct
{
  size_t begin, n;
} Run;

static int
compare_runs (const void *a,
              const void *b)
{
  const Run *left = a, *right = b;

  if (left->n != right->n)
    return left->n > right->n ? -1 : 1;

  return (left->begin > right->begin) - (left->begin < right->begin);
}

static size_t
find_runs (const Fit *self,
           size_t     image,
           Run       *runs)
{
  const LwSortedBoxes *sorted = &self->sorted;
  size_t               n = 0;

  for (size_t look = sorted->image_looks[image]; look < sorted->image_looks[image + 1]; look++)
    if (sorted->look_boxes[look] < sorted->look_boxes[look + 1])
      runs[n++] = (Run){ sorted->look_boxes[look], sorted->look_boxes[look + 1] - sorted->look_boxes[look] };

  qsort (runs, n, sizeof *runs, compare_runs);

  return n;
}

/* Numbers the objects of an image from n_objects on. */
static void
cluster_image (Fit    *self,
               size_t  image,
               Run    *runs,
               LwRect *rects,
               size_t *order,
               size_t *begins,
               size_t *clusters)
{
  const size_t n_runs = find_runs (self, image, runs);
  size_t       n = 0, n_objects;

  for (size_t run = 0; run < n_runs; run++)
    {
      begins[run] = n;
      for (size_t i = 0; i < runs[run].n; i++, n++)
        {
          order[n] = runs[run].begin + i;
          rects[n] = correct (self, &self->sorted.boxes[order[n]]);
        }
    }
  begins[n_runs] = n;

  n_objects = lw_box_clusters_find (rects, begins, n_runs, self->options->iou_min, clusters);

  for (size_t i = 0; i < n; i++)
    self->object_of[order[i]] = self->n_objects + clusters[i];
  for (size_t i = 0; i < n_objects; i++)
    self->object_images[self->n_objects + i] = (uint32_t) image;

  self->n_objects += n_objects;
}

/* Boxes are by image and annotator, and so those of each object are by annotator. */
static void
collect_members (Fit *self)
{
  const size_t n = self->input->n_boxes;

  memset (self->object_begins, 0, sizeof *self->object_begins * (self->n_objects + 2));

  for (size_t i = 0; i < n; i++)
    self->object_begins[self->object_of[i] + 2]++;
  for (size_t o = 2; o < self->n_objects + 2; o++)
    self->object_begins[o] += self->object_begins[o - 1];

  for (size_t i = 0; i < n; i++)
    {
      const size_t place = self->object_begins[self->object_of[i] + 1]++;

      self->members[place] = i;
      self->annotators[place] = self->sorted.boxes[i].annotator;
      self->classes[place] = self->sorted.boxes[i].class;
      self->rects[place] = self->sorted.boxes[i].rect;
    }
}

static void
cluster (Fit *self)
{
  size_t  n_most = 0;
  Run    *runs;
  LwRect *rects;
  size_t *scratch;

  for (size_t i = 0; i < self->input->n_images; i++)
    {
      const size_t *looks = self->sorted.image_looks + i;
      const size_t  n = self->sorted.look_boxes[looks[1]] - self->sorted.look_boxes[looks[0]];

      n_most = n > n_most ? n : n_most;
    }

  runs = lw_grow_array (Run, n_most);
  rects = lw_grow_array (LwRect, n_most);
  scratch = lw_grow_array (size_t, 3 * n_most + 1);

  self->n_objects = 0;
  for (size_t i = 0; i < self->input->n_images; i++)
    cluster_image (self, i, runs, rects, scratch, scratch + n_most, scratch + 2 * n_most + 1);

  collect_members (self);

  free (runs);
  free (rects);
  free (scratch);
}

/* --- Estimation --- */

static void
estimate_existence (Fit *self)
{
  const size_t    n_annotators = self->input->n_annotators;
  LwBoxPatterns  *patterns = lw_box_patterns_new (self->n_objects, n_annotators, self->object_begins, self->annotators,
                                                  self->object_images, self->sorted.image_looks, self->sorted.lookers);
  LwBoxExistence *existence;

  patterns->input.n_looks = self->n_looks;
  patterns->input.n_images = self->n_looked;
  existence = lw_box_existence_new (&patterns->input, self->options->n_iterations_max, self->options->tolerance);

  for (size_t o = 0; o < self->n_objects; o++)
    self->probabilities[o] = existence->probabilities[patterns->of_objects[o]];
  for (size_t a = 0; a < n_annotators; a++)
    self->result->annotators[a].watch = existence->annotators[a];
  self->result->n_iterations += existence->n_iterations;

  lw_box_existence_free (existence);
  lw_box_patterns_free (patterns);
}

static uint32_t
find_most_probable (const double *posterior,
                    size_t        n_classes)
{
  size_t best = 0;

  for (size_t c = 1; c < n_classes; c++)
    if (posterior[c] > posterior[best])
      best = c;

  return (uint32_t) best;
}

static void
estimate_classes (Fit *self)
{
  const LwBoxClassesInput input = { .n_objects = self->n_objects,
                                    .n_annotators = self->input->n_annotators,
                                    .n_classes = self->input->n_classes,
                                    .begins = self->object_begins,
                                    .annotators = self->annotators,
                                    .classes = self->classes,
                                    .weights = self->probabilities };

  memset (self->kinds, 0, sizeof *self->kinds * self->n_objects);

  if (input.n_classes == 0)
    return;

  lw_box_classes_free (self->class_fit);
  self->class_fit = lw_box_classes_new (&input, self->options->n_iterations_max, self->options->tolerance);
  for (size_t o = 0; o < self->n_objects; o++)
    self->kinds[o] = find_most_probable (self->class_fit->posteriors + o * input.n_classes, input.n_classes);
}

static void
estimate_location (Fit *self)
{
  const LwBoxLocationInput input = { .n_objects = self->n_objects,
                                     .n_annotators = self->input->n_annotators,
                                     .n_kinds = self->input->n_classes > 0 ? self->input->n_classes : 1,
                                     .begins = self->object_begins,
                                     .annotators = self->annotators,
                                     .rects = self->rects,
                                     .weights = self->probabilities,
                                     .kinds = self->kinds };

  lw_box_location_free (self->location);
  self->location = lw_box_location_new (&input, self->options->n_iterations_max, self->options->tolerance);
  self->result->n_iterations += self->location->n_iterations;
}

/* --- The outcome --- */

typedef struct
{
  LwBoxObject object;
  size_t      number; /* of the fit */
} Ranked;

static int
compare_objects (const void *a,
                 const void *b)
{
  const Ranked *left = a, *right = b;
  const int     place = lw_sorted_boxes_compare_rects (left->object.rect, right->object.rect);

  if (left->object.image != right->object.image)
    return left->object.image < right->object.image ? -1 : 1;
  if (left->object.probability != right->object.probability)
    return left->object.probability > right->object.probability ? -1 : 1;
  if (place != 0)
    return place;

  return (left->number > right->number) - (left->number < right->number);
}

static LwBoxObject
describe_object (const Fit        *self,
                 size_t            number,
                 const LwBoxFrame *frame)
{
  const LwAnnotatorBoxes *input = self->input;
  const uint32_t          image = self->object_images[number];
  const double            p = fmin (self->probabilities[number], 1);
  const double            width = input->widths != NULL ? input->widths[image] : 0;
  const double            height = input->heights != NULL ? input->heights[image] : 0;
  LwBoxObject             object = { .image = image,
                                     .rect = lw_box_frame_cut (frame, self->location->rects[number], width, height),
                                     .probability = p,
                                     .is_unsure = p > LW_BOX_UNSURE_MIN && p < LW_BOX_UNSURE_MAX,
                                     .class = -1,
                                     .class_probability = NAN,
                                     .n_votes = (uint32_t) (self->object_begins[number + 1] - self->object_begins[number]),
                                     .n_looked = (uint32_t) (self->sorted.image_looks[image + 1] - self->sorted.image_looks[image]) };

  /* Of boxes out of all proportion what is fused may have no extent left. */
  if (!lw_rect_is_valid (object.rect))
    object.rect = self->rects[self->object_begins[number]];

  memcpy (object.errors, self->location->errors + number * LW_BOX_N_SIDES, sizeof object.errors);

  if (self->class_fit != NULL)
    {
      object.class = (int32_t) self->kinds[number];
      object.class_probability = self->class_fit->posteriors[number * input->n_classes + self->kinds[number]];
    }

  return object;
}

/* Ranks the objects, and puts boxes and posteriors in their order. */
static void
store_objects (Fit *self)
{
  LwBoxConsensus  *result = self->result;
  const size_t     k = self->input->n_classes;
  Ranked          *ranked = lw_grow_array (Ranked, self->n_objects);
  const LwBoxFrame frame = lw_box_frame_estimate (self->input->rects, self->input->n_boxes);
  size_t           n_boxes = 0;

  for (size_t o = 0; o < self->n_objects; o++)
    ranked[o] = (Ranked){ describe_object (self, o, &frame), o };
  qsort (ranked, self->n_objects, sizeof *ranked, compare_objects);

  result->n_objects = self->n_objects;
  result->objects = lw_grow_array (LwBoxObject, self->n_objects);
  result->boxes = lw_grow_array (size_t, self->input->n_boxes);
  result->posteriors = self->class_fit != NULL ? lw_grow_array (double, self->n_objects *k) : NULL;

  for (size_t o = 0; o < self->n_objects; o++)
    {
      const size_t number = ranked[o].number;

      result->objects[o] = ranked[o].object;
      result->objects[o].first_box = n_boxes;
      for (size_t i = self->object_begins[number]; i < self->object_begins[number + 1]; i++)
        result->boxes[n_boxes++] = self->sorted.boxes[self->members[i]].source;
      if (result->posteriors != NULL)
        memcpy (result->posteriors + o * k, self->class_fit->posteriors + number * k, sizeof (double) * k);
    }

  free (ranked);
}

static void
store_annotators (Fit *self)
{
  LwBoxAnnotator *annotators = self->result->annotators;

  for (size_t o = 0; o < self->n_objects; o++)
    for (size_t i = self->object_begins[o]; i < self->object_begins[o + 1]; i++)
      {
        LwBoxAnnotator *annotator = &annotators[self->annotators[i]];

        annotator->n_boxes++;
        if (self->object_begins[o + 1] - self->object_begins[o] < 2)
          continue;

        annotator->mean_iou += lw_rect_iou (self->rects[i], self->location->rects[o]);
        annotator->n_shared++;
      }

  for (size_t a = 0; a < self->input->n_annotators; a++)
    {
      annotators[a].mean_iou = annotators[a].n_shared > 0 ? annotators[a].mean_iou / (double) annotators[a].n_shared : NAN;
      annotators[a].drawing = self->location->annotators[a];
    }

  if (self->class_fit != NULL)
    {
      self->result->confusions = self->class_fit->confusions;
      self->class_fit->confusions = NULL;
    }
}

static void
fit_init (Fit                         *self,
          const LwAnnotatorBoxes      *input,
          const LwBoxConsensusOptions *options,
          LwBoxConsensus              *result)
{
  const size_t n = input->n_boxes;

  *self = (Fit){ .input = input, .options = options, .result = result };
  lw_sorted_boxes_init (&self->sorted, input);
  self->n_looks = lw_grow_array (double, input->n_annotators);
  count_looks (self);

  self->object_images = lw_grow_array (uint32_t, n);
  self->object_begins = lw_grow_array (size_t, n + 2);
  self->members = lw_grow_array (size_t, n);
  self->annotators = lw_grow_array (uint32_t, n);
  self->classes = lw_grow_array (int32_t, n);
  self->rects = lw_grow_array (LwRect, n);
  self->kinds = lw_grow_array (uint32_t, n);
  self->probabilities = lw_grow_array (double, n);
  self->object_of = lw_grow_array (size_t, n);
}

static void
fit_clear (Fit *self)
{
  lw_sorted_boxes_clear (&self->sorted);
  free (self->n_looks);
  free (self->object_images);
  free (self->object_begins);
  free (self->members);
  free (self->annotators);
  free (self->classes);
  free (self->rects);
  free (self->kinds);
  free (self->probabilities);
  free (self->object_of);
  lw_box_location_free (self->location);
  lw_box_classes_free (self->class_fit);
}

LwBoxConsensus *
lw_box_consensus_new (const LwAnnotatorBoxes      *input,
                      const LwBoxConsensusOptions *options)
{
  LwBoxConsensus *result = lw_grow_array (LwBoxConsensus, 1);
  Fit             fit;

  result->annotators = lw_grow_array (LwBoxAnnotator, input->n_annotators);
  fit_init (&fit, input, options, result);

  for (size_t round = 0; round < options->n_rounds || round == 0; round++)
    {
      cluster (&fit);
      estimate_existence (&fit);
      estimate_classes (&fit);
      estimate_location (&fit);
    }

  result->size = fit.location->size;
  store_objects (&fit);
  store_annotators (&fit);
  fit_clear (&fit);

  return result;
}

void
lw_box_consensus_free (LwBoxConsensus *self)
{
  if (self == NULL)
    return;

  free (self->objects);
  free (self->boxes);
  free (self->annotators);
  free (self->posteriors);
  free (self->confusions);
  free (self);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-box-agreement.h"

#include "lw-box-clusters.h"
#include "lw-grow.h"

#include <math.h>
#include <string.h>

#define N_SHIFTS_MAX 10
#define N_CHANCES_MAX 2000000
#define N_CHANCE_MATCHES_MIN 10

/* Two annotators in one image. */
typedef struct
{
  uint32_t a, b, image;
  size_t   look_a, look_b;
  size_t   pair;
  double   n_boxes, n_matched, iou; /* sums */
  double   chance_matched, chance_iou, n_chances;
  size_t   first_class, n_classes; /* within the matches with classes */
} Record;

typedef struct
{
  int32_t a, b;
} ClassMatch;

/* What is added up for a pair, or for all of them. */
typedef struct
{
  double n_boxes, n_matched, iou, chance_matched;
  double n_classes, n_same;
} Sums;

typedef struct
{
  const LwAnnotatorBoxes *boxes;
  LwSortedBoxes           sorted;
  double                  iou_min;
  Record                 *records; /* by pair, then image */
  size_t                  n_records, n_room;
  ClassMatch             *classes;
  size_t                  n_classes, n_classes_room;
  size_t                  n_pairs;

  LwRect         *rects; /* of a look, and of another one */
  size_t         *columns;
  size_t          n_rects_room;
  LwBoxAgreement *result;

  double *class_a, *class_b, *class_all; /* how often each class was given */
  double *chances;                       /* per part of each: what chance gave, of all images as they are; NULL while resampling */
  double *kept_chances;
} Fit;

/* --- Matches --- */

static size_t
get_n_boxes (const Fit *self,
             size_t     look)
{
  return self->sorted.look_boxes[look + 1] - self->sorted.look_boxes[look];
}

static void
make_room (Fit *self)
{
  for (size_t look = 0; look < self->sorted.n_looks; look++)
    if (get_n_boxes (self, look) > self->n_rects_room)
      self->n_rects_room = get_n_boxes (self, look);

  self->rects = lw_grow_array (LwRect, 2 * self->n_rects_room);
  self->columns = lw_grow_array (size_t, self->n_rects_room);
}

static LwRect *
get_rects (Fit    *self,
           size_t  look,
           LwRect *rects)
{
  for (size_t i = 0; i < get_n_boxes (self, look); i++)
    rects[i] = self->sorted.boxes[self->sorted.look_boxes[look] + i].rect;

  return rects;
}

/* Fills columns with the match of each box of @look_a among those of @look_b.  Returns how many
 * match, and adds up their IoU. */
static size_t
match (Fit    *self,
       size_t  look_a,
       size_t  look_b,
       double *iou)
{
  const size_t      n_a = get_n_boxes (self, look_a), n_b = get_n_boxes (self, look_b);
  LwRect           *a, *b;
  LwAssignmentPair *pairs;
  size_t            n_pairs, n_matched = 0;

  if (n_a == 0 || n_b == 0)
    return 0;

  a = get_rects (self, look_a, self->rects);
  b = get_rects (self, look_b, self->rects + self->n_rects_room);
  pairs = lw_box_clusters_find_overlaps (a, n_a, b, n_b, self->iou_min, &n_pairs);
  lw_assignment_solve (pairs, n_pairs, n_a, n_b, self->columns);

  for (size_t i = 0; i < n_a; i++)
    if (self->columns[i] != LW_ASSIGNMENT_NONE)
      {
        *iou += lw_rect_iou (a[i], b[self->columns[i]]);
        n_matched++;
      }

  free (pairs);

  return n_matched;
}

/* Keeps the classes of what was matched last. */
static void
keep_classes (Fit    *self,
              Record *record)
{
  const LwSortedBox *a = self->sorted.boxes + self->sorted.look_boxes[record->look_a];
  const LwSortedBox *b = self->sorted.boxes + self->sorted.look_boxes[record->look_b];

  record->first_class = self->n_classes;

  for (size_t i = 0; i < get_n_boxes (self, record->look_a); i++)
    if (self->columns[i] != LW_ASSIGNMENT_NONE && a[i].class >= 0 && b[self->columns[i]].class >= 0)
      {
        self->classes = lw_grow_room (self->classes, self->n_classes + 1, sizeof *self->classes, &self->n_classes_room);
        self->classes[self->n_classes++] = (ClassMatch){ a[i].class, b[self->columns[i]].class };
      }

  record->n_classes = self->n_classes - record->first_class;
}

static void
add_record (Fit   *self,
            size_t image,
            size_t look_a,
            size_t look_b)
{
  Record       record = { .a = self->sorted.lookers[look_a],
                          .b = self->sorted.lookers[look_b],
                          .image = (uint32_t) image,
                          .look_a = look_a,
                          .look_b = look_b,
                          .n_boxes = (double) (get_n_boxes (self, look_a) + get_n_boxes (self, look_b)) };
  const size_t n_matched = match (self, look_a, look_b, &record.iou);

  record.n_matched = (double) n_matched;
  if (n_matched > 0)
    keep_classes (self, &record);

  self->records = lw_grow_room (self->records, self->n_records + 1, sizeof record, &self->n_room);
  self->records[self->n_records++] = record;
}

static int
compare_records (const void *a,
                 const void *b)
{
  const Record *left = a, *right = b;

  if (left->a != right->a)
    return left->a < right->a ? -1 : 1;
  if (left->b != right->b)
    return left->b < right->b ? -1 : 1;

  return (left->image > right->image) - (left->image < right->image);
}

static void
collect (Fit *self)
{
  for (size_t image = 0; image < self->boxes->n_images; image++)
    for (size_t a = self->sorted.image_looks[image]; a < self->sorted.image_looks[image + 1]; a++)
      for (size_t b = a + 1; b < self->sorted.image_looks[image + 1]; b++)
        add_record (self, image, a, b);

  if (self->n_records > 0)
    qsort (self->records, self->n_records, sizeof *self->records, compare_records);

  for (size_t i = 0; i < self->n_records; i++)
    {
      if (i > 0 && (self->records[i].a != self->records[i - 1].a || self->records[i].b != self->records[i - 1].b))
        self->n_pairs++;
      self->records[i].pair = self->n_pairs;
    }

  self->n_pairs += self->n_records > 0;
}

/* --- Chance --- */

/* The boxes of one annotator against those that the other one drew elsewhere. */
static void
find_chance (Fit   *self,
             size_t first,
             size_t n,
             size_t n_shifts)
{
  n_shifts = n_shifts < n - 1 ? n_shifts : n - 1;

  for (size_t i = 0; i < n; i++)
    {
      Record *record = &self->records[first + i];

      for (size_t shift = 1; shift <= n_shifts; shift++)
        {
          const Record *other = &self->records[first + (i + shift * n / (n_shifts + 1)) % n];
          const size_t  n_matched = match (self, record->look_a, other->look_b, &record->chance_iou);

          record->n_chances += (double) n_matched;
        }

      record->chance_matched = n_shifts > 0 ? record->n_chances / (double) n_shifts : 0;
    }
}

static void
find_chances (Fit *self)
{
  size_t n_shifts = N_CHANCES_MAX / (self->n_records + 1);

  n_shifts = n_shifts > N_SHIFTS_MAX ? N_SHIFTS_MAX : n_shifts < 1 ? 1
                                                                   : n_shifts;

  for (size_t i = 0, end; i < self->n_records; i = end)
    {
      for (end = i + 1; end < self->n_records && self->records[end].pair == self->records[i].pair;)
        end++;
      find_chance (self, i, end - i, n_shifts);
    }
}

/* --- Coefficients --- */

static double
correct (double  observed,
         double  chance,
         double *kept)
{
  if (kept != NULL)
    *kept = chance;

  return chance < 1 ? (observed - chance) / (1 - chance) : NAN;
}

static void
add_sums (Sums       *sums,
          const Sums *more)
{
  sums->n_boxes += more->n_boxes;
  sums->n_matched += more->n_matched;
  sums->iou += more->iou;
  sums->chance_matched += more->chance_matched;
  sums->n_classes += more->n_classes;
  sums->n_same += more->n_same;
}

/* All but that of the classes. */
static void
set_parts (const Sums *sums,
           double      chance_iou,
           double     *parts,
           double     *chances)
{
  const double observed = 2 * sums->n_matched / sums->n_boxes, iou = sums->iou / sums->n_matched;

  parts[LW_BOX_AGREEMENT_OBSERVED] = sums->n_boxes > 0 ? observed : NAN;
  parts[LW_BOX_AGREEMENT_MISS] = sums->n_boxes > 0 ? correct (observed, 2 * sums->chance_matched / sums->n_boxes, chances != NULL ? &chances[LW_BOX_AGREEMENT_MISS] : NULL) : NAN;
  parts[LW_BOX_AGREEMENT_IOU] = sums->n_matched > 0 ? iou : NAN;
  parts[LW_BOX_AGREEMENT_LOCATION] = sums->n_matched > 0 ? correct (iou, chance_iou, NULL) : NAN;
}

/* Cohen's, from how often each gave each class; forgets those. */
static double
find_kappa (Fit        *self,
            const Sums *sums,
            double     *kept)
{
  double chance = 0;

  for (size_t c = 0; c < self->boxes->n_classes; c++)
    {
      chance += self->class_a[c] * self->class_b[c];
      self->class_all[c] += self->class_a[c] + self->class_b[c];
      self->class_a[c] = self->class_b[c] = 0;
    }

  return sums->n_classes > 0 ? correct (sums->n_same / sums->n_classes, chance / (sums->n_classes * sums->n_classes), kept) : NAN;
}

/* Each match is a unit of two values, and chance pairs different values. */
static double
find_alpha (Fit        *self,
            const Sums *sums,
            double     *kept)
{
  const double n = 2 * sums->n_classes;
  double       same = 0;

  for (size_t c = 0; c < self->boxes->n_classes; c++)
    {
      same += self->class_all[c] * (self->class_all[c] - 1);
      self->class_all[c] = 0;
    }

  return n > 0 ? correct (sums->n_same / sums->n_classes, same / (n * (n - 1)), kept) : NAN;
}

static void
count_classes (Fit          *self,
               const Record *record,
               double        count,
               Sums         *sums)
{
  for (size_t i = record->first_class; i < record->first_class + record->n_classes; i++)
    {
      self->class_a[self->classes[i].a] += count;
      self->class_b[self->classes[i].b] += count;
      sums->n_same += self->classes[i].a == self->classes[i].b ? count : 0;
    }

  sums->n_classes += count * (double) record->n_classes;
}

/* What matches between different images, over all. */
static double
find_chance_iou (const Fit      *self,
                 const uint32_t *counts)
{
  double iou = 0, n = 0;

  for (size_t i = 0; i < self->n_records; i++)
    {
      iou += counts[self->records[i].image] * self->records[i].chance_iou;
      n += counts[self->records[i].image] * self->records[i].n_chances;
    }

  return n >= N_CHANCE_MATCHES_MIN ? iou / n : self->iou_min;
}

/* A LwBootstrapStatistic: the parts of all pairs together, then those of each. */
static void
measure (const uint32_t *counts,
         void           *data,
         double         *values)
{
  Fit         *self = data;
  const double chance_iou = find_chance_iou (self, counts);
  Sums         all = { 0 };

  for (size_t i = 0, pair = 0; pair < self->n_pairs; pair++)
    {
      double *parts = values + (pair + 1) * LW_N_BOX_AGREEMENTS;
      double *chances = self->chances != NULL ? self->chances + (pair + 1) * LW_N_BOX_AGREEMENTS : NULL;
      Sums    sums = { 0 };

      for (; i < self->n_records && self->records[i].pair == pair; i++)
        {
          const Record *record = &self->records[i];
          const double  count = counts[record->image];

          add_sums (&sums, &(Sums){ count * record->n_boxes, count * record->n_matched, count * record->iou, count * record->chance_matched, 0, 0 });
          count_classes (self, record, count, &sums);
        }

      set_parts (&sums, chance_iou, parts, chances);
      parts[LW_BOX_AGREEMENT_CLASS] = find_kappa (self, &sums, chances != NULL ? &chances[LW_BOX_AGREEMENT_CLASS] : NULL);
      add_sums (&all, &sums);
    }

  set_parts (&all, chance_iou, values, self->chances);
  values[LW_BOX_AGREEMENT_CLASS] = find_alpha (self, &all, self->chances != NULL ? &self->chances[LW_BOX_AGREEMENT_CLASS] : NULL);
}

/* --- The outcome --- */

/* Keeps what chance is over all images as they are. */
static void
keep_chances (Fit *self)
{
  const size_t n_values = (self->n_pairs + 1) * LW_N_BOX_AGREEMENTS;
  uint32_t    *counts = lw_grow_array (uint32_t, self->boxes->n_images);
  double      *values = lw_grow_array (double, n_values);

  for (size_t i = 0; i < self->boxes->n_images; i++)
    counts[i] = 1;

  self->kept_chances = self->chances = lw_grow_array (double, n_values);
  measure (counts, self, values);
  self->chances = NULL;

  free (counts);
  free (values);
}

/* Where no image disagrees, no sample of images does. */
static void
widen (LwInterval *parts,
       double     *chances,
       size_t      n_images,
       double      confidence)
{
  static const LwBoxAgreementPart widened[] = { LW_BOX_AGREEMENT_OBSERVED, LW_BOX_AGREEMENT_MISS, LW_BOX_AGREEMENT_CLASS };
  const double                    often = lw_interval_exact (0, (double) n_images, confidence).high;

  for (size_t i = 0; i < sizeof widened / sizeof *widened; i++)
    if (parts[widened[i]].value >= 1)
      parts[widened[i]].low = fmin (parts[widened[i]].low, 1 - often / (1 - chances[widened[i]]));
}

static size_t
count_shared_images (const Fit *self)
{
  const LwSortedBoxes *sorted = &self->sorted;
  size_t               n = 0;

  for (size_t i = 0; i < self->boxes->n_images; i++)
    n += sorted->image_looks[i] + 1 < sorted->image_looks[i + 1];

  return n;
}

static void
store (Fit              *self,
       const LwInterval *intervals,
       double            confidence)
{
  LwBoxAgreement *result = self->result;

  memcpy (result->parts, intervals, sizeof result->parts);
  result->n_pairs = self->n_pairs;
  result->pairs = lw_grow_array (LwBoxAgreementPair, self->n_pairs);

  for (size_t pair = 0; pair < self->n_pairs; pair++)
    memcpy (result->pairs[pair].parts, intervals + (pair + 1) * LW_N_BOX_AGREEMENTS, sizeof result->parts);

  for (size_t i = 0; i < self->n_records; i++)
    {
      const Record       *record = &self->records[i];
      LwBoxAgreementPair *pair = &result->pairs[record->pair];

      pair->a = record->a;
      pair->b = record->b;
      pair->n_images++;
      pair->n_boxes += (size_t) record->n_boxes;
      pair->n_matched += (size_t) record->n_matched;
    }

  widen (result->parts, self->kept_chances, count_shared_images (self), confidence);
  for (size_t pair = 0; pair < self->n_pairs; pair++)
    widen (result->pairs[pair].parts, self->kept_chances + (pair + 1) * LW_N_BOX_AGREEMENTS, result->pairs[pair].n_images, confidence);
}

static void
fit_clear (Fit *self)
{
  lw_sorted_boxes_clear (&self->sorted);
  free (self->records);
  free (self->classes);
  free (self->rects);
  free (self->columns);
  free (self->class_a);
  free (self->class_b);
  free (self->class_all);
  free (self->kept_chances);
}

LwBoxAgreement *
lw_box_agreement_new (const LwAnnotatorBoxes   *boxes,
                      double                    iou_min,
                      const LwBootstrapOptions *options)
{
  LwBoxAgreement *result = lw_grow_array (LwBoxAgreement, 1);
  Fit             self = { .boxes = boxes, .iou_min = iou_min, .result = result };
  LwInterval     *intervals;
  size_t          n_values;

  lw_sorted_boxes_init (&self.sorted, boxes);
  self.class_a = lw_grow_array (double, boxes->n_classes);
  self.class_b = lw_grow_array (double, boxes->n_classes);
  self.class_all = lw_grow_array (double, boxes->n_classes);
  make_room (&self);

  collect (&self);
  find_chances (&self);
  keep_chances (&self);

  n_values = (self.n_pairs + 1) * LW_N_BOX_AGREEMENTS;
  intervals = lw_grow_array (LwInterval, n_values);
  lw_bootstrap_intervals (measure, &self, boxes->n_images, n_values, options, intervals);
  store (&self, intervals, options->confidence);

  free (intervals);
  fit_clear (&self);

  return result;
}

void
lw_box_agreement_free (LwBoxAgreement *self)
{
  if (self == NULL)
    return;

  free (self->pairs);
  free (self);
}

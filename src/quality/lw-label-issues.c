/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-label-issues.h"

#include "lw-grow.h"
#include "lw-label-scores.h"
#include "lw-order.h"

#include <math.h>

/* A class that beats the given label of an item. */
typedef struct
{
  uint32_t item;
  int32_t  rival;
  double   margin; /* p of the rival - p of the label, > 0 */
} Beaten;

/* Of one given class and one rival: the best of those that are not beaten, a heap whose first
 * comes last of them. */
typedef struct
{
  LwRanked *items;
  size_t    n, n_max;
} Rest;

struct _LwLabelFinder
{
  LwLabelFinderOptions options;
  size_t               n_classes;
  LwConfidentJoint    *joint;

  /* An element per item. */
  size_t   n_items, room_labels, room_scores, room_flags;
  int32_t *labels;
  double  *scores; /* self-confidence, or the margin for the filter by margin */
  uint8_t *flags;  /* of Flag */

  Beaten *beaten;
  size_t  n_beaten, room_beaten;

  int64_t *prune;       /* K times K */
  size_t  *beaten_ends; /* K times K: @beaten in groups of (label, rival) */
  Rest    *rests;       /* K times K, or NULL where nothing is left to be ranked */
  size_t   n_ranked;
};

typedef enum
{
  FLAG_AGREES = 1 << 0,
  FLAG_PREDICTED = 1 << 1, /* the label is the most probable class */
  FLAG_OFF_DIAGONAL = 1 << 2,
} Flag;

LwLabelFinder *
lw_label_finder_new (size_t                      n_classes,
                     const LwLabelFinderOptions *options)
{
  LwLabelFinder *self = lw_grow_array (LwLabelFinder, 1);

  self->options = *options;
  self->n_classes = n_classes;
  self->joint = lw_confident_joint_new (n_classes, options->collision);

  return self;
}

static void
free_rests (LwLabelFinder *self)
{
  for (size_t i = 0; self->rests != NULL && i < self->n_classes * self->n_classes; i++)
    free (self->rests[i].items);

  free (self->rests);
}

void
lw_label_finder_free (LwLabelFinder *self)
{
  if (self == NULL)
    return;

  free_rests (self);
  lw_confident_joint_free (self->joint);
  free (self->labels);
  free (self->scores);
  free (self->flags);
  free (self->beaten);
  free (self->beaten_ends);
  free (self->prune);
  free (self);
}

LwConfidentJoint *
lw_label_finder_get_joint (LwLabelFinder *self)
{
  return self->joint;
}

/* --- The first two passes --- */

void
lw_label_finder_learn (LwLabelFinder *self,
                       const double  *probabilities,
                       const int32_t *labels,
                       size_t         n_rows)
{
  lw_confident_joint_learn (self->joint, probabilities, labels, n_rows);
}

static bool
uses_margins (const LwLabelFinder *self)
{
  return self->options.filter == LW_LABEL_FILTER_PRUNE_BY_NOISE_RATE || self->options.filter == LW_LABEL_FILTER_BOTH;
}

static void
keep_beaten (LwLabelFinder *self,
             const double  *row,
             size_t         item,
             size_t         label)
{
  self->beaten = lw_grow_room (self->beaten, self->n_beaten + self->n_classes, sizeof (Beaten), &self->room_beaten);

  for (size_t j = 0; j < self->n_classes; j++)
    if (row[j] - row[label] > 0)
      self->beaten[self->n_beaten++] = (Beaten){ (uint32_t) item, (int32_t) j, row[j] - row[label] };
}

void
lw_label_finder_count (LwLabelFinder *self,
                       const double  *probabilities,
                       const int32_t *labels,
                       size_t         n_rows)
{
  const size_t       first = self->n_items;
  const LwLabelScore score = self->options.filter == LW_LABEL_FILTER_LOW_NORMALIZED_MARGIN
                                 ? LW_LABEL_SCORE_NORMALIZED_MARGIN
                                 : LW_LABEL_SCORE_SELF_CONFIDENCE;

  self->n_items += n_rows;
  self->labels = lw_grow_room (self->labels, self->n_items, sizeof *self->labels, &self->room_labels);
  self->scores = lw_grow_room (self->scores, self->n_items, sizeof *self->scores, &self->room_scores);
  self->flags = lw_grow_room (self->flags, self->n_items, sizeof *self->flags, &self->room_flags);

  /* The guesses, for a moment, where the labels will be. */
  lw_confident_joint_count (self->joint, probabilities, labels, n_rows, self->labels + first);
  lw_label_scores (score, probabilities, labels, n_rows, self->n_classes, self->scores + first);

  for (size_t i = 0; i < n_rows; i++)
    {
      const double *row = probabilities + i * self->n_classes;
      const size_t  label = (size_t) labels[i];
      const int32_t guess = self->labels[first + i];
      const bool    is_predicted = lw_label_predict (row, self->n_classes) == label;
      uint8_t       flags = 0;

      if (lw_confident_joint_agrees (row, self->n_classes, label))
        flags |= FLAG_AGREES;
      if (is_predicted)
        flags |= FLAG_PREDICTED;
      if (guess >= 0 && guess != labels[i])
        flags |= FLAG_OFF_DIAGONAL;

      self->flags[first + i] = flags;
      self->labels[first + i] = labels[i];

      if (!is_predicted && uses_margins (self))
        keep_beaten (self, row, first + i, label);
    }
}

/* --- How many --- */

void
lw_label_prune_counts (const double *joint,
                       size_t        n_classes,
                       int64_t       min_per_class,
                       double        fraction,
                       int64_t      *prune)
{
  double *matrix = lw_grow_array (double, n_classes *n_classes);

  for (size_t j = 0; j < n_classes; j++)
    {
      const double  diagonal = joint[j * n_classes + j];
      const double  kept = fmax (diagonal, (double) min_per_class);
      const double *given = joint + j * n_classes;
      double        n_nonzero = 0, removed = 0;

      for (size_t i = 0; i < n_classes; i++)
        n_nonzero += given[i] != 0;

      for (size_t i = 0; i < n_classes; i++)
        if (i != j)
          {
            const double all = fmax (given[i] - (kept - diagonal) / fmax (n_nonzero - 1, 1), 0);

            matrix[i * n_classes + j] = trunc (all * fraction);
            removed += all - all * fraction;
          }

      matrix[j * n_classes + j] = trunc (kept + removed);
    }

  lw_confident_joint_round_rows (matrix, n_classes);

  for (size_t i = 0; i < n_classes * n_classes; i++)
    prune[i] = (int64_t) matrix[i];

  free (matrix);
}

static void
make_prune_counts (LwLabelFinder *self)
{
  const size_t   k = self->n_classes;
  const int64_t *counts = lw_confident_joint_get_counts (self->joint);
  const int64_t *class_counts = lw_confident_joint_get_class_counts (self->joint);
  double        *raw = lw_grow_array (double, k *k);
  double        *joint = lw_grow_array (double, k *k);

  for (size_t i = 0; i < k * k; i++)
    raw[i] = (double) counts[i];

  lw_confident_joint_calibrate (raw, class_counts, k, joint);
  lw_confident_joint_round_rows (joint, k);

  self->prune = lw_grow_array (int64_t, k * k);
  lw_label_prune_counts (joint, k, self->options.min_per_class, self->options.fraction, self->prune);

  for (size_t i = 0; self->options.n_to_remove != NULL && i < k; i++)
    self->prune[i * k + i] = class_counts[i] - self->options.n_to_remove[i];

  free (raw);
  free (joint);
}

/* How many items with the label @given are to be flagged for the sake of @rival. */
static size_t
n_to_flag (const LwLabelFinder *self,
           size_t               given,
           size_t               rival)
{
  const int64_t n_items = lw_confident_joint_get_class_counts (self->joint)[given];

  if (given == rival || n_items <= self->options.min_per_class)
    return 0;

  const int64_t n = self->prune[rival * self->n_classes + given];

  return (size_t) (n < 0 ? 0 : n > n_items ? n_items
                                           : n);
}

/* --- By pair of classes --- */

static size_t
group_of (const LwLabelFinder *self,
          const Beaten        *beaten)
{
  return (size_t) self->labels[beaten->item] * self->n_classes + (size_t) beaten->rival;
}

/* A counting sort by (label, rival), in which items stay in their order. */
static void
group_beaten (LwLabelFinder *self)
{
  const size_t n_groups = self->n_classes * self->n_classes;
  Beaten      *grouped = lw_grow_array (Beaten, self->n_beaten);
  size_t       begin = 0;

  self->beaten_ends = lw_grow_array (size_t, n_groups);

  for (size_t i = 0; i < self->n_beaten; i++)
    self->beaten_ends[group_of (self, &self->beaten[i])]++;

  for (size_t g = 0; g < n_groups; g++)
    {
      const size_t n = self->beaten_ends[g];

      self->beaten_ends[g] = begin;
      begin += n;
    }

  for (size_t i = 0; i < self->n_beaten; i++)
    grouped[self->beaten_ends[group_of (self, &self->beaten[i])]++] = self->beaten[i];

  free (self->beaten);
  self->beaten = grouped;
}

static size_t
group_begin (const LwLabelFinder *self,
             size_t               group)
{
  return group == 0 ? 0 : self->beaten_ends[group - 1];
}

bool
lw_label_finder_plan (LwLabelFinder *self)
{
  const size_t k = self->n_classes;

  make_prune_counts (self);
  if (!uses_margins (self))
    return false;

  group_beaten (self);

  for (size_t given = 0; given < k; given++)
    for (size_t rival = 0; rival < k; rival++)
      {
        const size_t group = given * k + rival;
        const size_t n_beaten = self->beaten_ends[group] - group_begin (self, group);
        const size_t n = n_to_flag (self, given, rival);

        if (n <= n_beaten)
          continue;

        if (self->rests == NULL)
          self->rests = lw_grow_array (Rest, k * k);
        self->rests[group].n_max = n - n_beaten;
        self->rests[group].items = lw_grow_array (LwRanked, n - n_beaten);
      }

  return self->rests != NULL;
}

static void
sink (Rest  *rest,
      size_t i)
{
  for (size_t child; (child = 2 * i + 1) < rest->n; i = child)
    {
      if (child + 1 < rest->n && lw_ranked_compare (&rest->items[child], &rest->items[child + 1]) < 0)
        child++;
      if (lw_ranked_compare (&rest->items[i], &rest->items[child]) >= 0)
        return;

      LwRanked swapped = rest->items[i];
      rest->items[i] = rest->items[child];
      rest->items[child] = swapped;
    }
}

/* Keeps the first @n_max of all that are offered. */
static void
rest_offer (Rest    *rest,
            LwRanked item)
{
  if (rest->n < rest->n_max)
    {
      rest->items[rest->n++] = item;
      for (size_t i = rest->n; rest->n == rest->n_max && i-- > 0;)
        sink (rest, i);
    }
  else if (lw_ranked_compare (&item, &rest->items[0]) < 0)
    {
      rest->items[0] = item;
      sink (rest, 0);
    }
}

void
lw_label_finder_rank (LwLabelFinder *self,
                      const double  *probabilities,
                      const int32_t *labels,
                      size_t         n_rows)
{
  const size_t k = self->n_classes;

  for (size_t i = 0; i < n_rows; i++, self->n_ranked++)
    {
      const double *row = probabilities + i * k;
      Rest         *rests = self->rests + (size_t) labels[i] * k;

      for (size_t j = 0; j < k; j++)
        if (rests[j].n_max > 0 && !(row[j] - row[labels[i]] > 0))
          rest_offer (&rests[j], (LwRanked){ row[labels[i]] - row[j], self->n_ranked });
    }
}

/* The largest margins of one given class and one rival. */
static void
flag_group (LwLabelFinder *self,
            size_t         given,
            size_t         rival,
            LwRanked      *scratch,
            uint8_t       *is_issue)
{
  const size_t group = given * self->n_classes + rival;
  const size_t begin = group_begin (self, group);
  const size_t n_beaten = self->beaten_ends[group] - begin;
  const size_t n = n_to_flag (self, given, rival);

  if (n == 0)
    return;

  for (size_t i = 0; i < n_beaten; i++)
    scratch[i] = (LwRanked){ -self->beaten[begin + i].margin, self->beaten[begin + i].item };

  lw_order_select (scratch, n_beaten, n < n_beaten ? n : n_beaten);

  for (size_t i = 0; i < n && i < n_beaten; i++)
    is_issue[scratch[i].index] = 1;

  for (size_t i = 0; self->rests != NULL && i < self->rests[group].n; i++)
    is_issue[self->rests[group].items[i].index] = 1;
}

static void
flag_by_noise_rate (LwLabelFinder *self,
                    uint8_t       *is_issue)
{
  LwRanked *scratch = lw_grow_array (LwRanked, self->n_beaten);

  for (size_t given = 0; given < self->n_classes; given++)
    for (size_t rival = 0; rival < self->n_classes; rival++)
      flag_group (self, given, rival, scratch, is_issue);

  free (scratch);
}

/* --- By class --- */

/* Items in groups of their label, each in order: @begins gets K + 1 places in @items. */
static void
group_by_label (const LwLabelFinder *self,
                LwRanked            *items,
                size_t              *begins)
{
  const size_t k = self->n_classes;

  for (size_t i = 0; i < self->n_items; i++)
    begins[self->labels[i] + 1]++;
  for (size_t j = 0; j < k; j++)
    begins[j + 1] += begins[j];
  for (size_t i = 0; i < self->n_items; i++)
    items[begins[self->labels[i]]++] = (LwRanked){ self->scores[i], i };

  /* Each begin has become its end. */
  for (size_t j = k; j > 0; j--)
    begins[j] = begins[j - 1];
  begins[0] = 0;
}

static void
flag_by_class (LwLabelFinder *self,
               uint8_t       *is_issue)
{
  const size_t   k = self->n_classes;
  const int64_t *class_counts = lw_confident_joint_get_class_counts (self->joint);
  LwRanked      *items = lw_grow_array (LwRanked, self->n_items);
  size_t        *begins = lw_grow_array (size_t, k + 1);

  group_by_label (self, items, begins);

  for (size_t j = 0; j < k; j++)
    {
      const int64_t n = class_counts[j] - self->prune[j * k + j];

      if (class_counts[j] <= self->options.min_per_class || n < 1)
        continue;

      lw_order_select (items + begins[j], (size_t) class_counts[j], (size_t) n);
      for (int64_t i = 0; i < n; i++)
        is_issue[items[begins[j] + (size_t) i].index] = 1;
    }

  free (items);
  free (begins);
}

/* --- The answer --- */

static void
flag_lowest (LwLabelFinder *self,
             uint8_t       *is_issue)
{
  const size_t n = lw_confident_joint_get_n_issues (self->joint);
  LwRanked    *items = lw_grow_array (LwRanked, self->n_items);

  for (size_t i = 0; i < self->n_items; i++)
    items[i] = (LwRanked){ self->scores[i], i };

  lw_order_select (items, self->n_items, n);
  for (size_t i = 0; i < n; i++)
    is_issue[items[i].index] = 1;

  free (items);
}

static void
flag_both (LwLabelFinder *self,
           uint8_t       *is_issue)
{
  uint8_t *by_class = lw_grow_array (uint8_t, self->n_items);

  flag_by_noise_rate (self, is_issue);
  flag_by_class (self, by_class);

  for (size_t i = 0; i < self->n_items; i++)
    is_issue[i] &= by_class[i];

  free (by_class);
}

void
lw_label_finder_finish (LwLabelFinder *self,
                        uint8_t       *is_issue)
{
  const LwLabelFilter filter = self->options.filter;

  for (size_t i = 0; i < self->n_items; i++)
    is_issue[i] = (filter == LW_LABEL_FILTER_CONFIDENT_LEARNING && (self->flags[i] & FLAG_OFF_DIAGONAL)) ||
                  (filter == LW_LABEL_FILTER_PREDICTED_NEQ_GIVEN && !(self->flags[i] & FLAG_PREDICTED));

  if (filter == LW_LABEL_FILTER_LOW_SELF_CONFIDENCE || filter == LW_LABEL_FILTER_LOW_NORMALIZED_MARGIN)
    {
      flag_lowest (self, is_issue);
      return;
    }

  if (filter == LW_LABEL_FILTER_PRUNE_BY_NOISE_RATE)
    flag_by_noise_rate (self, is_issue);
  else if (filter == LW_LABEL_FILTER_PRUNE_BY_CLASS)
    flag_by_class (self, is_issue);
  else if (filter == LW_LABEL_FILTER_BOTH)
    flag_both (self, is_issue);

  for (size_t i = 0; i < self->n_items; i++)
    if (self->flags[i] & FLAG_AGREES)
      is_issue[i] = 0;
}

void
lw_label_find_issues (const LwLabelFinderOptions *options,
                      const double               *probabilities,
                      const int32_t              *labels,
                      size_t                      n_rows,
                      size_t                      n_classes,
                      uint8_t                    *is_issue)
{
  LwLabelFinder *finder = lw_label_finder_new (n_classes, options);

  lw_label_finder_learn (finder, probabilities, labels, n_rows);
  lw_label_finder_count (finder, probabilities, labels, n_rows);
  if (lw_label_finder_plan (finder))
    lw_label_finder_rank (finder, probabilities, labels, n_rows);
  lw_label_finder_finish (finder, is_issue);

  lw_label_finder_free (finder);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-label-issues.h"

#include "lw-grow.h"
#include "lw-label-scores.h"
#include "lw-order.h"

#include <math.h>

/* Rows are looked at several times while they are in the nearest cache. */
#define BLOCK_VALUES 2048

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
  size_t    rival;
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

  int64_t  *prune;       /* K times K */
  uint32_t *to_flag;     /* K times K: how many items of a given class (row) for the sake of a rival */
  size_t   *beaten_ends; /* K times K: @beaten in groups of (label, rival) */
  Rest     *rests;       /* ascending by given class */
  size_t    n_rests, room_rests;
  size_t   *rest_begins; /* K + 1: of each given class */
  size_t    n_ranked;
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
  for (size_t i = 0; i < self->n_rests; i++)
    free (self->rests[i].items);

  free (self->rests);
  free (self->rest_begins);
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
  free (self->to_flag);
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
  Beaten *end;

  self->beaten = lw_grow_room (self->beaten, self->n_beaten + self->n_classes, sizeof (Beaten), &self->room_beaten);
  end = self->beaten + self->n_beaten;

  for (size_t j = 0; j < self->n_classes; j++)
    if (row[j] > row[label])
      *end++ = (Beaten){ (uint32_t) item, (int32_t) j, row[j] - row[label] };

  self->n_beaten = (size_t) (end - self->beaten);
}

static uint8_t
get_flags (const double *row,
           size_t        label,
           size_t        predicted,
           int32_t       guess)
{
  return (uint8_t) ((lw_confident_joint_agrees (row, label, predicted) ? FLAG_AGREES : 0) |
                    (predicted == label ? FLAG_PREDICTED : 0) |
                    (guess >= 0 && (size_t) guess != label ? FLAG_OFF_DIAGONAL : 0));
}

static void
count_block (LwLabelFinder *self,
             const double  *probabilities,
             const int32_t *labels,
             size_t         n_rows)
{
  const size_t       first = self->n_items;
  const LwLabelScore score = self->options.filter == LW_LABEL_FILTER_LOW_NORMALIZED_MARGIN
                                 ? LW_LABEL_SCORE_NORMALIZED_MARGIN
                                 : LW_LABEL_SCORE_SELF_CONFIDENCE;

  self->n_items += n_rows;

  /* The guesses, for a moment, where the labels will be. */
  lw_confident_joint_count (self->joint, probabilities, labels, n_rows, self->labels + first);
  lw_label_scores (score, probabilities, labels, n_rows, self->n_classes, self->scores + first);

  for (size_t i = 0; i < n_rows; i++)
    {
      const double *row = probabilities + i * self->n_classes;
      const size_t  label = (size_t) labels[i];
      const size_t  predicted = lw_label_predict (row, self->n_classes);

      self->flags[first + i] = get_flags (row, label, predicted, self->labels[first + i]);
      self->labels[first + i] = labels[i];

      if (predicted != label && uses_margins (self))
        keep_beaten (self, row, first + i, label);
    }
}

void
lw_label_finder_count (LwLabelFinder *self,
                       const double  *probabilities,
                       const int32_t *labels,
                       size_t         n_rows)
{
  const size_t n_max = BLOCK_VALUES / self->n_classes > 0 ? BLOCK_VALUES / self->n_classes : 1;

  self->labels = lw_grow_room (self->labels, self->n_items + n_rows, sizeof *self->labels, &self->room_labels);
  self->scores = lw_grow_room (self->scores, self->n_items + n_rows, sizeof *self->scores, &self->room_scores);
  self->flags = lw_grow_room (self->flags, self->n_items + n_rows, sizeof *self->flags, &self->room_flags);

  for (size_t i = 0; i < n_rows; i += n_max)
    count_block (self, probabilities + i * self->n_classes, labels + i, n_rows - i < n_max ? n_rows - i : n_max);
}

/* --- How many --- */

static void
make_prune_counts (LwLabelFinder *self)
{
  const size_t   k = self->n_classes;
  const int64_t *counts = lw_confident_joint_get_counts (self->joint);
  const int64_t *class_counts = lw_confident_joint_get_class_counts (self->joint);
  double        *joint = lw_grow_array (double, k *k);

  for (size_t i = 0; i < k * k; i++)
    joint[i] = (double) counts[i];

  lw_confident_joint_calibrate (joint, class_counts, k, joint);
  lw_confident_joint_round_rows (joint, k);

  self->prune = lw_grow_array (int64_t, k * k);
  lw_label_prune_counts (joint, k, self->options.min_per_class, self->options.fraction, self->prune);

  for (size_t i = 0; self->options.n_to_remove != NULL && i < k; i++)
    self->prune[i * k + i] = class_counts[i] - self->options.n_to_remove[i];

  free (joint);
}

/* How many items with the label @given are to be flagged for the sake of @rival. */
static uint32_t
n_to_flag (LwLabelFinder *self,
           size_t         given,
           size_t         rival)
{
  const int64_t n_items = lw_confident_joint_get_class_counts (self->joint)[given];

  if (given == rival || n_items <= self->options.min_per_class)
    return 0;

  const int64_t n = self->prune[rival * self->n_classes + given];

  return (uint32_t) (n < 0 ? 0 : n > n_items ? n_items
                                             : n);
}

static void
make_to_flag (LwLabelFinder *self)
{
  const size_t k = self->n_classes;

  self->to_flag = lw_grow_array (uint32_t, k * k);

  for (size_t rival = 0; rival < k; rival++)
    for (size_t given = 0; given < k; given++)
      self->to_flag[given * k + rival] = n_to_flag (self, given, rival);
}

/* --- By pair of classes --- */

static size_t
group_of (const LwLabelFinder *self,
          const Beaten        *beaten)
{
  return (size_t) self->labels[beaten->item] * self->n_classes + (size_t) beaten->rival;
}

/* Most pairs of many classes have nothing to flag. */
static void
drop_idle (LwLabelFinder *self)
{
  size_t n = 0;

  for (size_t i = 0; i < self->n_beaten; i++)
    if (self->to_flag[group_of (self, &self->beaten[i])] > 0)
      self->beaten[n++] = self->beaten[i];

  self->n_beaten = n;
}

/* A counting sort by (label, rival), in which items stay in their order. */
static void
group_beaten (LwLabelFinder *self)
{
  const size_t n_groups = self->n_classes * self->n_classes;
  Beaten      *grouped;
  size_t       begin = 0;

  drop_idle (self);
  grouped = lw_grow_array (Beaten, self->n_beaten);

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

/* Where more are to be flagged than there are that the rival beats, those follow that it beats nearly. */
static void
add_rest (LwLabelFinder *self,
          size_t         given,
          size_t         rival)
{
  const size_t group = given * self->n_classes + rival;
  const size_t n_beaten = self->beaten_ends[group] - group_begin (self, group);
  const size_t n = self->to_flag[group];

  if (n <= n_beaten)
    return;

  self->rests = lw_grow_room (self->rests, self->n_rests + 1, sizeof (Rest), &self->room_rests);
  self->rests[self->n_rests++] = (Rest){ rival, lw_grow_array (LwRanked, n - n_beaten), 0, n - n_beaten };
}

bool
lw_label_finder_plan (LwLabelFinder *self)
{
  const size_t k = self->n_classes;

  make_prune_counts (self);
  if (!uses_margins (self))
    return false;

  make_to_flag (self);
  group_beaten (self);

  self->rest_begins = lw_grow_array (size_t, k + 1);

  for (size_t given = 0; given < k; given++)
    {
      for (size_t rival = 0; rival < k; rival++)
        add_rest (self, given, rival);
      self->rest_begins[given + 1] = self->n_rests;
    }

  return self->n_rests > 0;
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
      const size_t  end = self->rest_begins[labels[i] + 1];

      for (size_t r = self->rest_begins[labels[i]]; r < end; r++)
        {
          const double margin = row[self->rests[r].rival] - row[labels[i]];

          if (!(margin > 0))
            rest_offer (&self->rests[r], (LwRanked){ -margin, self->n_ranked });
        }
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
  const size_t n = self->to_flag[group];

  if (n == 0)
    return;

  for (size_t i = 0; i < n_beaten; i++)
    scratch[i] = (LwRanked){ -self->beaten[begin + i].margin, self->beaten[begin + i].item };

  lw_order_select (scratch, n_beaten, n < n_beaten ? n : n_beaten);

  for (size_t i = 0; i < n && i < n_beaten; i++)
    is_issue[scratch[i].index] = 1;
}

static void
flag_by_noise_rate (LwLabelFinder *self,
                    uint8_t       *is_issue)
{
  LwRanked *scratch = lw_grow_array (LwRanked, self->n_beaten);

  for (size_t given = 0; given < self->n_classes; given++)
    for (size_t rival = 0; rival < self->n_classes; rival++)
      flag_group (self, given, rival, scratch, is_issue);

  for (size_t r = 0; r < self->n_rests; r++)
    for (size_t i = 0; i < self->rests[r].n; i++)
      is_issue[self->rests[r].items[i].index] = 1;

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

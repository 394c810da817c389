/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-crowdlab.h"

#include "lw-grow.h"
#include "lw-label-scores.h"
#include "lw-vote.h"

#include <math.h>
#include <string.h>

#define WEIGHT_MIN 1e-6

/* Posteriors that differ by less differ by rounding only. */
#define SAME 1e-12

struct _LwCrowdlab
{
  const LwAnswers     *answers;
  const double *const *probabilities;
  size_t               n_models;
  LwCrowdlabMethod     method;

  uint32_t *labels;
  double   *posterior; /* items times classes */
  double   *weights;   /* of the annotators */
  double   *model_weights;
  double    agreement;  /* the mean over items with several labels */
  bool      is_overlap; /* some item has several labels */
};

static size_t
count_labels (const LwAnswers *answers,
              size_t           item)
{
  return answers->begins[item + 1] - answers->begins[item];
}

static double
get_mean_labels (const LwAnswers *answers)
{
  return (double) lw_answers_get_n (answers) / (double) answers->n_tasks;
}

static double
agreement_of (const LwAnswers *answers,
              size_t           item,
              uint32_t         label)
{
  double n = 0;

  for (size_t i = answers->begins[item]; i < answers->begins[item + 1]; i++)
    n += answers->labels[i] == label;

  return n / (double) count_labels (answers, item);
}

/* --- Weights --- */

/* How often whoever says the most frequent class would be wrong, over items with several labels. */
static double
measure_naive_error (const LwCrowdlab *self)
{
  const LwAnswers *answers = self->answers;
  double          *counts = lw_grow_array (double, answers->n_classes);
  double           n = 0;
  size_t           top;

  for (size_t t = 0; t < answers->n_tasks; t++)
    if (count_labels (answers, t) != 1)
      {
        counts[self->labels[t]]++;
        n++;
      }

  top = lw_label_predict (counts, answers->n_classes);
  n = n > 0 ? 1 - counts[top] / n : 0;
  free (counts);

  return fmax (n, WEIGHT_MIN);
}

/* How often each annotator agrees with the others of the same items: into @agreed. */
static void
measure_annotators (const LwCrowdlab *self,
                    double           *agreed)
{
  const LwAnswers *answers = self->answers;
  double          *n = lw_grow_array (double, answers->n_workers);
  double           sum = 0, n_measured = 0;

  memset (agreed, 0, answers->n_workers * sizeof *agreed);

  for (size_t t = 0; t < answers->n_tasks; t++)
    {
      const double n_others = (double) count_labels (answers, t) - 1;

      for (size_t i = answers->begins[t]; n_others > 0 && i < answers->begins[t + 1]; i++)
        {
          agreed[answers->workers[i]] += agreement_of (answers, t, answers->labels[i]) * (n_others + 1) - 1;
          n[answers->workers[i]] += n_others;
        }
    }

  for (size_t w = 0; w < answers->n_workers; w++)
    if (n[w] > 0)
      {
        sum += agreed[w] /= n[w];
        n_measured++;
      }

  for (size_t w = 0; w < answers->n_workers; w++)
    if (n[w] <= 0)
      agreed[w] = n_measured > 0 ? sum / n_measured : 0;

  free (n);
}

static double
measure_model_error (const LwCrowdlab *self,
                     const double     *probabilities)
{
  const LwAnswers *answers = self->answers;
  double           n = 0, n_wrong = 0;

  for (size_t t = 0; t < answers->n_tasks; t++)
    if (count_labels (answers, t) != 1)
      {
        n_wrong += lw_label_predict (probabilities + t * answers->n_classes, answers->n_classes) != self->labels[t];
        n++;
      }

  return n > 0 ? n_wrong / n : 0;
}

/* Without an item that several annotators have seen, nothing tells one from another. */
static void
set_equal_weights (LwCrowdlab *self)
{
  for (size_t w = 0; w < self->answers->n_workers; w++)
    self->weights[w] = 1;
  for (size_t m = 0; m < self->n_models; m++)
    self->model_weights[m] = 1;
  self->agreement = 1;
}

static void
measure_weights (LwCrowdlab *self)
{
  const LwAnswers *answers = self->answers;
  const double     naive_error = measure_naive_error (self);
  double           sum = 0, n = 0;

  for (size_t t = 0; t < answers->n_tasks; t++)
    if (count_labels (answers, t) != 1)
      {
        sum += agreement_of (answers, t, self->labels[t]);
        n++;
      }

  self->is_overlap = n > 0;
  if (!self->is_overlap)
    {
      set_equal_weights (self);
      return;
    }

  self->agreement = sum / n;
  measure_annotators (self, self->weights);

  for (size_t w = 0; w < answers->n_workers; w++)
    self->weights[w] = fmax (1 - (1 - self->weights[w]) / naive_error, WEIGHT_MIN);

  for (size_t m = 0; m < self->n_models; m++)
    self->model_weights[m] = fmax (1 - measure_model_error (self, self->probabilities[m]) / naive_error, WEIGHT_MIN) *
                             sqrt (get_mean_labels (answers));
}

/* --- Posterior --- */

static void
weigh_item (LwCrowdlab *self,
            size_t      item)
{
  const LwAnswers *answers = self->answers;
  const size_t     k = answers->n_classes;
  const double     others = (1 - self->agreement) / (double) (k > 1 ? k - 1 : 1);
  double          *row = self->posterior + item * k;
  double           sum = 0;

  memset (row, 0, k * sizeof *row);

  for (size_t m = 0; m < self->n_models; m++)
    {
      for (size_t j = 0; j < k; j++)
        row[j] += self->model_weights[m] * self->probabilities[m][item * k + j];
      sum += self->model_weights[m];
    }

  for (size_t i = answers->begins[item]; i < answers->begins[item + 1]; i++)
    {
      const double weight = self->weights[answers->workers[i]];

      for (size_t j = 0; j < k; j++)
        row[j] += weight * (j == answers->labels[i] ? self->agreement : others);
      sum += weight;
    }

  for (size_t j = 0; j < k; j++)
    row[j] /= sum;
}

static void
weigh (LwCrowdlab *self)
{
  measure_weights (self);

  if (self->method == LW_CROWDLAB_AGREEMENT)
    lw_vote_shares (self->answers, NULL, self->posterior);
  else
    for (size_t t = 0; t < self->answers->n_tasks; t++)
      weigh_item (self, t);
}

/* Where the largest is shared, the vote stays. */
static void
choose_best (LwCrowdlab *self)
{
  const size_t k = self->answers->n_classes;

  for (size_t t = 0; t < self->answers->n_tasks; t++)
    {
      const double *row = self->posterior + t * k;
      const size_t  best = lw_label_predict (row, k);
      size_t        n_best = 0;

      for (size_t j = 0; j < k; j++)
        n_best += row[j] > row[best] - SAME;
      if (n_best == 1)
        self->labels[t] = (uint32_t) best;
    }
}

/* The vote, its ties broken by the mean of the classifiers. */
static void
vote (LwCrowdlab *self)
{
  const size_t n = self->answers->n_tasks * self->answers->n_classes;
  double      *mean;

  if (self->n_models < 2)
    {
      lw_crowdlab_vote (self->answers, self->n_models > 0 ? self->probabilities[0] : NULL, self->labels);
      return;
    }

  mean = lw_grow_array (double, n);
  for (size_t m = 0; m < self->n_models; m++)
    for (size_t i = 0; i < n; i++)
      mean[i] += self->probabilities[m][i] / (double) self->n_models;

  lw_crowdlab_vote (self->answers, mean, self->labels);
  free (mean);
}

LwCrowdlab *
lw_crowdlab_new (const LwAnswers     *answers,
                 const double *const *probabilities,
                 size_t               n_models,
                 LwCrowdlabConsensus  consensus,
                 LwCrowdlabMethod     method)
{
  LwCrowdlab *self = lw_grow_array (LwCrowdlab, 1);

  *self = (LwCrowdlab){
    .answers = answers,
    .probabilities = probabilities,
    .n_models = n_models,
    .method = method,
    .labels = lw_grow_array (uint32_t, answers->n_tasks),
    .posterior = lw_grow_array (double, answers->n_tasks * answers->n_classes),
    .weights = lw_grow_array (double, answers->n_workers),
    .model_weights = lw_grow_array (double, n_models),
  };

  vote (self);
  weigh (self);

  if (consensus == LW_CROWDLAB_BEST_QUALITY)
    {
      choose_best (self);
      weigh (self);
    }

  return self;
}

void
lw_crowdlab_free (LwCrowdlab *self)
{
  if (self == NULL)
    return;

  free (self->labels);
  free (self->posterior);
  free (self->weights);
  free (self->model_weights);
  free (self);
}

/* --- What comes of it --- */

const uint32_t *
lw_crowdlab_get_labels (const LwCrowdlab *self)
{
  return self->labels;
}

static double
quality_of (const LwCrowdlab *self,
            size_t            item,
            size_t            label)
{
  return self->posterior[item * self->answers->n_classes + label];
}

void
lw_crowdlab_get_quality (const LwCrowdlab *self,
                         double           *quality)
{
  for (size_t t = 0; t < self->answers->n_tasks; t++)
    quality[t] = quality_of (self, t, self->labels[t]);
}

void
lw_crowdlab_get_agreement (const LwCrowdlab *self,
                           double           *agreement)
{
  for (size_t t = 0; t < self->answers->n_tasks; t++)
    agreement[t] = agreement_of (self->answers, t, self->labels[t]);
}

const double *
lw_crowdlab_get_posterior (const LwCrowdlab *self)
{
  return self->posterior;
}

const double *
lw_crowdlab_get_annotator_weights (const LwCrowdlab *self)
{
  return self->weights;
}

const double *
lw_crowdlab_get_model_weights (const LwCrowdlab *self)
{
  return self->model_weights;
}

/* --- Annotators --- */

/* Of one annotator and one class. */
typedef struct
{
  double n, n_agreed, quality; /* sums */
} ClassRecord;

static bool
is_worse (const ClassRecord *a,
          const ClassRecord *b)
{
  const double accuracy_a = a->n_agreed / a->n, accuracy_b = b->n_agreed / b->n;

  if (accuracy_a != accuracy_b)
    return accuracy_a < accuracy_b;
  if (a->n != b->n)
    return a->n > b->n;

  return a->quality / a->n > b->quality / b->n;
}

static size_t
find_worst (const ClassRecord *records,
            size_t             n_classes)
{
  size_t worst = 0;

  for (size_t j = 1; j < n_classes; j++)
    if (records[j].n > 0 && (records[worst].n <= 0 || is_worse (&records[j], &records[worst])))
      worst = j;

  return worst;
}

/* How much of an annotator's quality is the posterior's, the rest being agreement. */
static double
get_posterior_share (const LwCrowdlab *self)
{
  double models = 0, annotators = 0;

  for (size_t m = 0; m < self->n_models; m++)
    models += self->model_weights[m];
  for (size_t w = 0; w < self->answers->n_workers; w++)
    annotators += self->weights[w];

  return models / (models + annotators * get_mean_labels (self->answers) / (double) self->answers->n_workers);
}

/* Sums over one annotator's labels. */
typedef struct
{
  double n, n_agreed, quality;
  double n_shared, n_shared_agreed; /* on items with several labels */
} AnnotatorRecord;

static void
record (const LwCrowdlab *self,
        AnnotatorRecord  *annotators,
        ClassRecord      *classes)
{
  const LwAnswers *answers = self->answers;

  for (size_t t = 0; t < answers->n_tasks; t++)
    for (size_t i = answers->begins[t]; i < answers->begins[t + 1]; i++)
      {
        const double     agreed = answers->labels[i] == self->labels[t];
        AnnotatorRecord *annotator = &annotators[answers->workers[i]];
        ClassRecord *class = &classes[answers->workers[i] * answers->n_classes + answers->labels[i]];

        annotator->n++;
        annotator->n_agreed += agreed;
        annotator->quality += quality_of (self, t, answers->labels[i]);
        annotator->n_shared += count_labels (answers, t) != 1;
        annotator->n_shared_agreed += count_labels (answers, t) != 1 ? agreed : 0;
        class->n++;
        class->n_agreed += agreed;
        class->quality += quality_of (self, t, self->labels[t]);
      }
}

void
lw_crowdlab_get_annotators (const LwCrowdlab    *self,
                            LwCrowdlabAnnotator *annotators)
{
  const size_t     k = self->answers->n_classes;
  const double     share = get_posterior_share (self);
  AnnotatorRecord *records = lw_grow_array (AnnotatorRecord, self->answers->n_workers);
  ClassRecord     *classes = lw_grow_array (ClassRecord, self->answers->n_workers * k);

  record (self, records, classes);

  for (size_t w = 0; w < self->answers->n_workers; w++)
    {
      const AnnotatorRecord *own = &records[w];
      const double           shared_agreement = own->n_shared > 0 ? own->n_shared_agreed / own->n_shared : NAN;

      annotators[w] = (LwCrowdlabAnnotator){
        .quality = self->method == LW_CROWDLAB_AGREEMENT
                       ? shared_agreement
                       : share * own->quality / own->n + (1 - share) * shared_agreement,
        .agreement = own->n_agreed / own->n,
        .worst_class = find_worst (classes + w * k, k),
        .n_labels = (size_t) own->n,
      };
    }

  free (records);
  free (classes);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-box-fusion.h"

#include "lw-average-precision.h"
#include "lw-grow.h"

#include <math.h>

/* --- What goes in --- */

static double
clamp (double x)
{
  return fmin (fmax (x, 0), 1);
}

/* Put in order and cut off at the image; whether anything is left. */
static bool
clip (LwRect *rect)
{
  const LwRect given = *rect;

  *rect = (LwRect){
    clamp (fmin (given.x0, given.x1)),
    clamp (fmin (given.y0, given.y1)),
    clamp (fmax (given.x0, given.x1)),
    clamp (fmax (given.y0, given.y1)),
  };

  return (rect->x1 - rect->x0) * (rect->y1 - rect->y0) > 0;
}

/* A box with its place in the input. */
typedef struct
{
  LwFusionBox box;
  double      weight; /* of its model */
  size_t      place;
} Item;

static int
compare_scores (const void *a,
                const void *b)
{
  const Item *first = a, *second = b;

  if (first->box.score != second->box.score)
    return first->box.score > second->box.score ? -1 : 1;

  return first->place > second->place ? -1 : first->place < second->place;
}

static int
compare_classes (const void *a,
                 const void *b)
{
  const Item *first = a, *second = b;

  if (first->box.class != second->box.class)
    return first->box.class < second->box.class ? -1 : 1;

  return compare_scores (a, b);
}

/* By class, the best first, of equal ones the later. */
static size_t
take_in (const LwFusionBox *boxes,
         size_t             n,
         const double      *weights,
         double             weight_unit,
         double             score_min,
         Item              *items)
{
  size_t n_items = 0;

  for (size_t i = 0; i < n; i++)
    {
      Item item = { boxes[i], weights != NULL ? weights[boxes[i].model] : 1, i };

      if (boxes[i].score < score_min || !clip (&item.box.rect))
        continue;

      if (weights != NULL)
        item.box.score *= item.weight / weight_unit;
      items[n_items++] = item;
    }

  qsort (items, n_items, sizeof *items, compare_classes);

  return n_items;
}

static size_t
find_class_end (const Item *items,
                size_t      begin,
                size_t      n)
{
  size_t end = begin;

  while (end < n && items[end].box.class == items[begin].box.class)
    end++;

  return end;
}

/* --- Weighted fusion --- */

/* Boxes that have fused. */
typedef struct
{
  LwRect rect;          /* the mean, by score */
  LwRect sum;           /* of corners times scores */
  double scores;        /* sum */
  double largest;       /* score */
  double weights;       /* sum over its boxes */
  double model_weights; /* sum over its models */
  size_t n, first;      /* first: its first box, and the head of a chain of them */
} Cluster;

typedef struct
{
  const Item            *items;
  size_t                 n_models;
  const LwFusionOptions *options;
  Cluster               *clusters;
  size_t                 n_clusters;
  size_t                *next; /* per item: the next one of its cluster, SIZE_MAX at the end */
  double                 weight_sum, weight_max;
} Fusion;

static bool
has_model (const Fusion  *fusion,
           const Cluster *cluster,
           uint32_t       model)
{
  for (size_t i = cluster->first; cluster->n > 0 && i != SIZE_MAX; i = fusion->next[i])
    if (fusion->items[i].box.model == model)
      return true;

  return false;
}

static void
join (Fusion  *fusion,
      Cluster *cluster,
      size_t   i)
{
  const Item  *item = &fusion->items[i];
  const double score = item->box.score;

  if (!has_model (fusion, cluster, item->box.model))
    cluster->model_weights += item->weight;

  cluster->sum.x0 += score * item->box.rect.x0;
  cluster->sum.y0 += score * item->box.rect.y0;
  cluster->sum.x1 += score * item->box.rect.x1;
  cluster->sum.y1 += score * item->box.rect.y1;
  cluster->scores += score;
  cluster->largest = fmax (cluster->largest, score);
  cluster->weights += item->weight;

  fusion->next[i] = cluster->n++ > 0 ? cluster->first : SIZE_MAX;
  cluster->first = i;

  /* Of scores that are all 0 there is no mean. */
  cluster->rect = cluster->scores > 0 ? (LwRect){ cluster->sum.x0 / cluster->scores, cluster->sum.y0 / cluster->scores,
                                                  cluster->sum.x1 / cluster->scores, cluster->sum.y1 / cluster->scores }
                                      : item->box.rect;
}

/* The cluster, from @first on, that a box overlaps most, a new one if none enough. */
static Cluster *
find_cluster (Fusion *fusion,
              size_t  first,
              LwRect  rect)
{
  double best = fusion->options->iou_min;
  size_t found = fusion->n_clusters;

  for (size_t c = first; c < fusion->n_clusters; c++)
    {
      const double iou = lw_iou (fusion->clusters[c].rect, rect, LW_IOU_CONTINUOUS);

      if (iou > best)
        {
          best = iou;
          found = c;
        }
    }

  if (found == fusion->n_clusters)
    fusion->clusters[fusion->n_clusters++] = (Cluster){ 0 };

  return &fusion->clusters[found];
}

static double
score_cluster (const Fusion  *fusion,
               const Cluster *cluster)
{
  const double n = (double) cluster->n;
  const double mean = cluster->scores / n;

  switch (fusion->options->score)
    {
    case LW_FUSION_MAX:
      return cluster->largest / fusion->weight_max;

    case LW_FUSION_BOX_AND_MODEL_AVERAGE:
      return mean * n / cluster->weights * cluster->model_weights / fusion->weight_sum;

    case LW_FUSION_ABSENT_MODEL_AWARE:
      return mean * n / (cluster->weights + fusion->weight_sum - cluster->model_weights);

    default:
      return mean * (fusion->options->may_exceed ? n : fmin (n, (double) fusion->n_models)) / fusion->weight_sum;
    }
}

size_t
lw_fusion_weighted (const LwFusionBox     *boxes,
                    size_t                 n,
                    const double          *weights,
                    size_t                 n_models,
                    const LwFusionOptions *options,
                    LwFusionBox           *fused)
{
  Item        *items = lw_grow_array (Item, n);
  const size_t n_items = take_in (boxes, n, weights, 1, options->score_min, items);
  Fusion       fusion = {
          .items = items,
          .n_models = n_models,
          .options = options,
          .clusters = lw_grow_array (Cluster, n_items),
          .next = lw_grow_array (size_t, n_items),
  };
  uint32_t *classes = lw_grow_array (uint32_t, n_items);

  for (size_t m = 0; m < n_models; m++)
    {
      fusion.weight_sum += weights[m];
      fusion.weight_max = fmax (fusion.weight_max, weights[m]);
    }

  for (size_t begin = 0, end; begin < n_items; begin = end)
    {
      const size_t first = fusion.n_clusters;

      end = find_class_end (items, begin, n_items);
      for (size_t i = begin; i < end; i++)
        join (&fusion, find_cluster (&fusion, first, items[i].box.rect), i);
      for (size_t c = first; c < fusion.n_clusters; c++)
        classes[c] = items[begin].box.class;
    }

  for (size_t c = 0; c < fusion.n_clusters; c++)
    items[c] = (Item){ { fusion.clusters[c].rect, score_cluster (&fusion, &fusion.clusters[c]), classes[c], 0 }, 0, c };

  qsort (items, fusion.n_clusters, sizeof *items, compare_scores);
  for (size_t c = 0; c < fusion.n_clusters; c++)
    fused[c] = items[c].box;

  free (items);
  free (fusion.clusters);
  free (fusion.next);
  free (classes);

  return fusion.n_clusters;
}

/* --- Means around the best --- */

/* Adds a box to the mean of a cluster, which stays where its best box is. */
static void
lean (Cluster    *cluster,
      const Item *item)
{
  const LwRect rect = item->box.rect;
  const double weight = item->box.score * lw_iou (rect, cluster->rect, LW_IOU_CONTINUOUS);

  cluster->sum.x0 += weight * rect.x0;
  cluster->sum.y0 += weight * rect.y0;
  cluster->sum.x1 += weight * rect.x1;
  cluster->sum.y1 += weight * rect.y1;
  cluster->scores += weight;
}

static LwFusionBox
get_mean (const Cluster *cluster,
          uint32_t class)
{
  LwFusionBox box = { cluster->rect, cluster->largest, class, 0 };

  /* Of scores that are all 0 there is no mean. */
  if (cluster->scores > 0)
    box.rect = (LwRect){ cluster->sum.x0 / cluster->scores, cluster->sum.y0 / cluster->scores,
                         cluster->sum.x1 / cluster->scores, cluster->sum.y1 / cluster->scores };

  return box;
}

size_t
lw_fusion_non_maximum_weighted (const LwFusionBox *boxes,
                                size_t             n,
                                const double      *weights,
                                size_t             n_models,
                                double             iou_min,
                                double             score_min,
                                LwFusionBox       *fused)
{
  const LwFusionOptions options = { .iou_min = iou_min };
  Item                 *items = lw_grow_array (Item, n);
  Fusion                fusion = { .options = &options };
  size_t                n_items, n_fused = 0;

  for (size_t m = 0; weights != NULL && m < n_models; m++)
    fusion.weight_max = fmax (fusion.weight_max, weights[m]);

  n_items = take_in (boxes, n, weights, fusion.weight_max, score_min, items);
  fusion.clusters = lw_grow_array (Cluster, n_items);

  for (size_t begin = 0, end; begin < n_items; begin = end)
    {
      end = find_class_end (items, begin, n_items);
      fusion.n_clusters = 0;

      for (size_t i = begin; i < end; i++)
        {
          const size_t n_before = fusion.n_clusters;
          Cluster     *cluster = find_cluster (&fusion, 0, items[i].box.rect);

          if (fusion.n_clusters > n_before)
            *cluster = (Cluster){ .rect = items[i].box.rect, .largest = items[i].box.score };
          lean (cluster, &items[i]);
        }

      /* What has been fused takes no more room than what it came of. */
      for (size_t c = 0; c < fusion.n_clusters; c++, n_fused++)
        items[n_fused] = (Item){ get_mean (&fusion.clusters[c], items[end - 1].box.class), 0, n_fused };
    }

  qsort (items, n_fused, sizeof *items, compare_scores);
  for (size_t i = 0; i < n_fused; i++)
    fused[i] = items[i].box;

  free (items);
  free (fusion.clusters);

  return n_fused;
}

/* --- Suppression --- */

/* A score beside a better box; -INFINITY for one that goes. */
static double
decay (const LwSuppressOptions *options,
       double                   score,
       double                   iou)
{
  if (options->kind == LW_SUPPRESS_GAUSSIAN)
    return score * exp (-iou * iou / options->sigma);
  if (!(iou > options->iou_max))
    return score;

  return options->kind == LW_SUPPRESS_LINEAR ? score * (1 - iou) : -INFINITY;
}

/* Of one class: the best of what is left comes next, and weakens the rest.  @given has the scores
 * before. */
static size_t
suppress (Item                    *items,
          double                  *given,
          size_t                   n,
          const LwSuppressOptions *options,
          LwFusionBox             *kept)
{
  size_t n_kept = 0;

  for (size_t i = 0; i < n; i++)
    {
      size_t best = i;

      for (size_t j = i + 1; j < n; j++)
        if (items[j].box.score > items[best].box.score)
          best = j;

      const Item   item = items[best];
      const double score = given[best];

      items[best] = items[i];
      given[best] = given[i];
      items[i] = item;

      for (size_t j = i + 1; j < n; j++)
        items[j].box.score =
            decay (options, items[j].box.score, lw_iou (item.box.rect, items[j].box.rect, LW_IOU_CONTINUOUS));

      if (item.box.score > (options->kind == LW_SUPPRESS_HARD ? -INFINITY : options->score_min))
        {
          kept[n_kept] = item.box;
          if (options->undecayed)
            kept[n_kept].score = score;
          n_kept++;
        }
    }

  return n_kept;
}

size_t
lw_fusion_suppress (const LwFusionBox       *boxes,
                    size_t                   n,
                    const double            *weights,
                    size_t                   n_models,
                    const LwSuppressOptions *options,
                    LwFusionBox             *kept)
{
  Item   *items = lw_grow_array (Item, n);
  double *given = lw_grow_array (double, n);
  double  weight_sum = 0;
  size_t  n_items, n_kept = 0;

  for (size_t m = 0; weights != NULL && m < n_models; m++)
    weight_sum += weights[m];

  n_items = take_in (boxes, n, weights, weight_sum, -INFINITY, items);
  for (size_t i = 0; i < n_items; i++)
    given[i] = items[i].box.score;

  for (size_t begin = 0, end; begin < n_items; begin = end)
    {
      end = find_class_end (items, begin, n_items);
      n_kept += suppress (items + begin, given + begin, end - begin, options, kept + n_kept);
    }

  free (items);
  free (given);

  return n_kept;
}

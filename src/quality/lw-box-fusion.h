/* lw-box-fusion.h - the detections of several models of one image made one set
 *
 * Coordinates are shares of the image, 0 to 1; corners in any order are put in order, and what
 * reaches outside is cut off.  Boxes fuse with those of their class only.
 *
 * Pure: the caller's arrays, any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-rect.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct
{
  LwRect rect;
  double score;
  uint32_t class;
  uint32_t model; /* which one it came from, from 0; of a fused box: 0 */
} LwFusionBox;

/* What a fused box's score is, of the n boxes in it and the weights of the models. */
typedef enum
{
  LW_FUSION_AVERAGE,               /* their mean, less where fewer models than there are agree */
  LW_FUSION_MAX,                   /* the largest, in units of the largest weight */
  LW_FUSION_BOX_AND_MODEL_AVERAGE, /* the mean by their weights, times the weights of the models in it */
  LW_FUSION_ABSENT_MODEL_AWARE     /* the mean, with each model that is absent as a 0 */
} LwFusionScore;

typedef struct
{
  double        iou_min;   /* boxes fuse above it */
  double        score_min; /* boxes below it are left out */
  LwFusionScore score;
  bool          may_exceed; /* an average counts each box of a model, and may exceed 1: as the reference can be told */
} LwFusionOptions;

/* Solovyev, Wang and Gabruseva, "Weighted boxes fusion: Ensembling boxes from different object
 * detection models", Image and Vision Computing 107, 2021.
 *
 * @weights    one per model, > 0
 * @fused      room for @n boxes; they come in descending order of score, of equal ones the later
 *
 * Returns how many there are. */
size_t lw_fusion_weighted (const LwFusionBox     *boxes,
                           size_t                 n,
                           const double          *weights,
                           size_t                 n_models,
                           const LwFusionOptions *options,
                           LwFusionBox           *fused);

/* Non-maximum weighted: Zhou, Li, Yan and Lu, "CAD: Scale invariant framework for real-time object
 * detection", ICCV Workshops 2017.  The best box that is left takes those that overlap it more than
 * @iou_min and no better box more; their mean, by score times that overlap, has its score.
 *
 * @weights    one per model: scores are multiplied by the model's share of the largest; NULL: nothing is
 * @score_min  boxes below it are left out
 * @fused      room for @n boxes; they come in descending order of score, of equal ones the later
 *
 * Returns how many there are. */
size_t lw_fusion_non_maximum_weighted (const LwFusionBox *boxes,
                                       size_t             n,
                                       const double      *weights,
                                       size_t             n_models,
                                       double             iou_min,
                                       double             score_min,
                                       LwFusionBox       *fused);

typedef enum
{
  LW_SUPPRESS_HARD,    /* what overlaps a better one is dropped */
  LW_SUPPRESS_LINEAR,  /* its score is multiplied by 1 - IoU */
  LW_SUPPRESS_GAUSSIAN /* by exp (-IoU^2 / sigma), whatever the IoU */
} LwSuppressKind;

typedef struct
{
  LwSuppressKind kind;
  double         iou_max;   /* what overlaps more is suppressed */
  double         sigma;     /* of the Gaussian */
  double         score_min; /* what falls to it or below is dropped; not of HARD */
  bool           undecayed; /* the scores that come out are those that went in: as the reference has it */
} LwSuppressOptions;

/* Non-maximum suppression, and Bodla, Singh, Chellappa and Davis, "Soft-NMS - Improving Object
 * Detection With One Line of Code", ICCV 2017.
 *
 * @weights    one per model: scores are multiplied by the model's share of them; NULL: nothing is
 * @kept       room for @n boxes; they come by class, in the order of their scores
 *
 * Returns how many there are. */
size_t lw_fusion_suppress (const LwFusionBox       *boxes,
                           size_t                   n,
                           const double            *weights,
                           size_t                   n_models,
                           const LwSuppressOptions *options,
                           LwFusionBox             *kept);

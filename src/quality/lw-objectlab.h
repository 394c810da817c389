/* lw-objectlab.h - boxes that were overlooked, badly located or given the wrong class
 *
 * Tkachenko, Thyagarajan and Mueller, "ObjectLab: Automated Diagnosis of Mislabeled Images in
 * Object Detection Data", 2023.  All scores are from 0 to 1, low is suspicious.
 *
 * Pure: no file, no global; an object belongs to one thread at a time.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-detections.h"

#include <stdbool.h>

typedef enum
{
  LW_BOX_OVERLOOKED,    /* of predictions; NaN for one that says nothing about it */
  LW_BOX_BADLY_LOCATED, /* of labels */
  LW_BOX_SWAPPED,       /* of labels */
  LW_N_BOX_FAULTS
} LwBoxFault;

typedef struct _LwObjectlab LwObjectlab;

/* Both have the same images and classes, and are borrowed and have to stay.  @check_duplicates: a
 * label that lies on one of another class is suspicious by that alone. */
LwObjectlab *lw_objectlab_new (const LwDetections *labels,
                               const LwDetections *predictions,
                               bool                check_duplicates);

void lw_objectlab_free (LwObjectlab *self);

/* An element per prediction, or per label. */
const double *lw_objectlab_get_boxes (const LwObjectlab *self,
                                      LwBoxFault         fault);

/* An element per image: its boxes' scores pooled, the worst first; 1 without any. */
const double *lw_objectlab_get_images (const LwObjectlab *self,
                                       LwBoxFault         fault);

/* @quality gets a number per image: the geometric mean of the three, with weights that sum to 1. */
void lw_objectlab_get_quality (const LwObjectlab *self,
                               const double       weights[LW_N_BOX_FAULTS],
                               double            *quality);

/* @limits gets a number per class: a quarter of its average precision, over IoU .5 to .95. */
void lw_objectlab_get_limits (const LwObjectlab *self,
                              double            *limits);

/* Whether a box's score is below 0.8 of the limit of its class: a byte per box. */
void lw_objectlab_find_boxes (const LwObjectlab *self,
                              LwBoxFault         fault,
                              const double      *limits,
                              uint8_t           *is_issue);

/* Whether an image has such a box: a byte per image. */
void lw_objectlab_find_images (const LwObjectlab *self,
                               const double      *limits,
                               uint8_t           *is_issue);

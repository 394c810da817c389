/* lw-box-agreement.h - how far annotators of boxes agree beyond chance: on what there is, what it
 * is, and where
 *
 * A kappa of boxes needs three answers, since annotators who find the same objects may still call
 * them differently and draw them badly.  For two annotators, over the images that both looked at,
 * boxes are matched by the assignment of the largest sum of IoU above iou_min; a match has at least
 * that IoU.  Classes play no part in it.  Then
 *
 * miss      agreement that there is something.  Observed is 2 matched / (boxes of a + boxes of b),
 *           the share of the boxes that the other one drew too.  No number of places where both saw
 *           nothing exists, and none is needed: with ever more of them Cohen's kappa becomes this
 *           share (Hripcsak and Rothschild, "Agreement, the F-measure, and reliability in
 *           information retrieval", JAMIA 12(3), 2005).  Chance is what the share is between a's
 *           boxes of one image and b's of another one, which knows how many boxes they draw, how
 *           large, and where objects tend to be: chance as pairing values of different units, as
 *           Krippendorff has it ("Content Analysis", 2004, chapter 11).  (observed - chance) /
 *           (1 - chance).
 *
 * class     of the matched boxes that both gave a class: of two annotators Cohen's kappa, of all
 *           pairs together Krippendorff's nominal alpha of the matches.
 *
 * location  of the matched boxes: (mean IoU - chance) / (1 - chance), chance being the mean IoU of
 *           what matches between different images, over all pairs of annotators.  Where fewer than
 *           10 boxes match so, it is iou_min, the least that a match can have.
 *
 * Each is 1 for complete agreement, 0 for what chance gives, and NaN where nothing can be said: no
 * box or no match, or chance alone explains all.  Of all pairs together, matches and boxes are
 * added up before they are divided.  Images are paired by moving b's on by evenly spaced numbers of
 * places, up to 10 of them, not by drawing: the same input gives the same chance, and frames of a
 * film that follow each other are not paired.
 *
 * Limits are bootstrapped over the images, see lw-bootstrap.h.  Where all agree, no sample disagrees,
 * and the lower limit is what lw-agreement.h says.
 *
 * Pure: the caller's arrays, any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-bootstrap.h"
#include "lw-sorted-boxes.h"

typedef enum
{
  LW_BOX_AGREEMENT_OBSERVED, /* the share that is behind miss */
  LW_BOX_AGREEMENT_MISS,
  LW_BOX_AGREEMENT_CLASS,
  LW_BOX_AGREEMENT_LOCATION,
  LW_BOX_AGREEMENT_IOU, /* the mean that is behind location */
  LW_N_BOX_AGREEMENTS
} LwBoxAgreementPart;

typedef struct
{
  uint32_t   a, b;                         /* a < b */
  size_t     n_images, n_boxes, n_matched; /* n_boxes are those of both */
  LwInterval parts[LW_N_BOX_AGREEMENTS];
} LwBoxAgreementPair;

typedef struct
{
  LwInterval          parts[LW_N_BOX_AGREEMENTS]; /* of all pairs */
  size_t              n_pairs;                    /* that looked at the same image */
  LwBoxAgreementPair *pairs;                      /* by a, then b */
} LwBoxAgreement;

/* @boxes  have passed their check */
LwBoxAgreement *lw_box_agreement_new (const LwAnnotatorBoxes   *boxes,
                                      double                    iou_min,
                                      const LwBootstrapOptions *options);
void            lw_box_agreement_free (LwBoxAgreement *self);

/* lw-box-consensus.h - the boxes of several annotators made one set of objects
 *
 * A model instead of a vote.  Unknown are, per image, the objects; per object whether it is there,
 * where it is and what; and per annotator what is overlooked, what is invented, how edges are
 * drawn, and which classes are taken for which.  All of it is estimated from the boxes alone, in
 * rounds of expectation maximisation:
 *
 * 1. Boxes are clustered per image, an annotator with one at most in an object: lw-box-clusters.h.
 *    From the second round on they are first moved by what their annotators are known to add.
 * 2. Each object is there with a probability, from who marked it and, as much, from who looked and
 *    did not: lw-box-existence.h.
 * 3. Each object has a class posterior: lw-box-classes.h.  Classes play no part in 1: a box of
 *    another class is a box of the same object.
 * 4. Each object has a fused box, weighted by its annotators' errors: lw-box-location.h.  Steps 3
 *    and 4 learn about annotators from objects by their probability.
 *
 * The idea of one model for the parts is that of Welinder, Branson, Belongie and Perona, "The
 * multidimensional wisdom of crowds", NIPS 2010, and of Branson, Van Horn and Perona, "Lean
 * crowdsourcing: Combining humans and machines in an online system", CVPR 2017.  What differs, and
 * why, is in the headers of the parts.
 *
 * What reaches beyond an image is halved, see lw-box-frame.h, which also says what is done where
 * the size of an image is not known.
 *
 * Pure: no file, no global; any thread.  Deterministic, and but for annotators with equally many
 * boxes in an image, who are taken in the order of their numbers, independent of the order of boxes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-box-existence.h"
#include "lw-box-location.h"
#include "lw-sorted-boxes.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct
{
  double iou_min;          /* below it a box is not of an object */
  size_t n_rounds;         /* of clustering and estimation */
  size_t n_iterations_max; /* within each */
  double tolerance;        /* of probabilities, and of biases and errors over the typical size */
} LwBoxConsensusOptions;

#define LW_BOX_CONSENSUS_DEFAULT ((LwBoxConsensusOptions){ 0.15, 2, 60, 1e-4 })

/* Objects between these probabilities are those that the model is unsure of. */
#define LW_BOX_UNSURE_MIN 0.2
#define LW_BOX_UNSURE_MAX 0.8

typedef struct
{
  uint32_t image;
  LwRect   rect;
  double   errors[LW_BOX_N_SIDES]; /* the standard error of each side, in pixels */
  double   probability;            /* that it is there */
  bool     is_unsure;
  int32_t class;              /* the most probable one, the lowest of equal ones; -1 without any */
  double   class_probability; /* NaN without any */
  uint32_t n_votes, n_looked;
  size_t   first_box; /* the object's n_votes boxes are those from here in boxes[] */
} LwBoxObject;

typedef struct
{
  size_t       n_images; /* that were looked at */
  size_t       n_boxes;
  LwBoxWatch   watch;    /* expected counts: of n_objects, n_missed were overlooked; n_false boxes are of nothing */
  LwBoxDrawing drawing;  /* in pixels, at an object of typical size */
  double       mean_iou; /* of boxes with the fused ones of objects that others marked too; NaN without any */
  size_t       n_shared; /* how many boxes that is */
} LwBoxAnnotator;

typedef struct
{
  size_t          n_objects;
  LwBoxObject    *objects;    /* by image, of an image by descending probability, then by place */
  size_t         *boxes;      /* indices of the input */
  LwBoxAnnotator *annotators; /* n_annotators */
  double         *posteriors; /* n_objects times n_classes; NULL without classes */
  double         *confusions; /* n_annotators times true class times given class: expected counts; NULL without classes */
  double          size;       /* the typical one, in pixels: the root of the area */
  size_t          n_iterations;
} LwBoxConsensus;

/* @input  has passed its check */
LwBoxConsensus *lw_box_consensus_new (const LwAnnotatorBoxes      *input,
                                      const LwBoxConsensusOptions *options);
void            lw_box_consensus_free (LwBoxConsensus *self);

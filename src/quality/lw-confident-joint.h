/* lw-confident-joint.h - how often each class was given where another is the true one
 *
 * Confident learning (Northcutt, Jiang and Chuang 2021, see lw-label-scores.h).  A class is
 * confident for an item where its probability reaches the class's threshold, the mean probability
 * of the class among the items that have it as their label.  Items with a confident class are
 * counted by their given label and by the class that is guessed to be true.
 *
 * Streaming: all rows are shown twice, in any parts, first to lw_confident_joint_learn(), then to
 * lw_confident_joint_count(); memory is a few times K times K.  Matrices are row by row, rows the
 * given class, columns the guessed true one.
 *
 * Pure: no file, no global; an object belongs to one thread at a time.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

/* Which class is guessed where several are confident. */
typedef enum
{
  LW_COLLISION_PAPER, /* the most probable of the confident ones */
  LW_COLLISION_PEER,  /* the most probable of all, which need not be confident: cleanlab */
  LW_N_COLLISIONS
} LwCollision;

typedef struct _LwConfidentJoint LwConfidentJoint;

LwConfidentJoint *lw_confident_joint_new (size_t      n_classes,
                                          LwCollision collision);

void lw_confident_joint_free (LwConfidentJoint *self);

/* The first pass. */
void lw_confident_joint_learn (LwConfidentJoint *self,
                               const double     *probabilities,
                               const int32_t    *labels,
                               size_t            n_rows);

/* The second pass.  @guesses may be NULL, and otherwise gets @n_rows guessed classes, -1 for an
 * item with no confident class. */
void lw_confident_joint_count (LwConfidentJoint *self,
                               const double     *probabilities,
                               const int32_t    *labels,
                               size_t            n_rows,
                               int32_t          *guesses);

/* K thresholds, at least 2e-6; 2, which nothing reaches, for a class that no item has.  After the
 * first pass. */
const double *lw_confident_joint_get_thresholds (LwConfidentJoint *self);

/* K numbers of items.  After the first pass. */
const int64_t *lw_confident_joint_get_class_counts (LwConfidentJoint *self);

/* K times K counts, each of the diagonal at least 1.  After the second pass. */
const int64_t *lw_confident_joint_get_counts (LwConfidentJoint *self);

/* Items that were guessed to be of another class than their label, and those of them whose label
 * is not the most probable class either (by more than 1e-6): the number of label issues. */
size_t lw_confident_joint_get_n_off_diagonal (LwConfidentJoint *self);
size_t lw_confident_joint_get_n_issues (LwConfidentJoint *self);

/* TRUE (1) where the label is the most probable class, or less than 1e-6 below it.  @predicted is the
 * row's lw_label_predict(). */
int lw_confident_joint_agrees (const double *row,
                               size_t        label,
                               size_t        predicted);

/* --- What is made of the counts --- */

/* The counts brought to as many items of each given class as there are, and to their sum:
 * @calibrated gets K times K numbers, and may be @counts itself. */
void lw_confident_joint_calibrate (const double  *counts,
                                   const int64_t *class_counts,
                                   size_t         n_classes,
                                   double        *calibrated);

/* Rounds each row to whole numbers, half to even, and then moves those with the largest (or
 * smallest) remainder so that the row keeps its rounded sum; of equal remainders the later is
 * raised, the earlier lowered.  In place. */
void lw_confident_joint_round_rows (double *matrix,
                                    size_t  n_classes);

/* The calibrated and rounded counts as shares of all items: calibrated again, divided by their
 * sum.  @rounded is what calibrate() and round_rows() gave. */
void lw_confident_joint_estimate (const double  *rounded,
                                  const int64_t *class_counts,
                                  size_t         n_classes,
                                  double        *joint);

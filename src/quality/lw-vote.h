/* lw-vote.h - the class that most workers gave
 *
 * Pure: the caller's arrays, any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-answers.h"

/* @shares gets n_tasks times n_classes numbers: each class's share of the weights of the task's
 * answers, 0 for a task without any.  @weights has a number per worker; NULL: all the same. */
void lw_vote_shares (const LwAnswers *answers,
                     const double    *weights,
                     double          *shares);

/* @skills gets n_workers numbers: the mean of @shares at the worker's own answers; NaN for a
 * worker without any. */
void lw_vote_mean_at_answers (const LwAnswers *answers,
                              const double    *shares,
                              double          *skills);

/* The lowest class of the largest share, per task. */
void lw_vote_winners (const LwAnswers *answers,
                      const double    *shares,
                      uint32_t        *winners);

/* @skills gets n_workers numbers: the share of a worker's answers that are the winner; NaN for a
 * worker without any. */
void lw_vote_skills (const LwAnswers *answers,
                     const uint32_t  *winners,
                     double          *skills);

/* "Worker agreement with aggregate": a vote that is weighted by how often each worker agrees with
 * the plain vote.  @skills gets these n_workers numbers, @shares as above. */
void lw_vote_wawa (const LwAnswers *answers,
                   double          *shares,
                   double          *skills);

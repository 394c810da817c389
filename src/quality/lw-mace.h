/* lw-mace.h - who knows and who spams
 *
 * Hovy, Berg-Kirkpatrick, Vaswani and Hovy, "Learning Whom to Trust with MACE", NAACL 2013: each
 * worker either knows the true class of a task, or answers with a habit of his own.  Fitted by EM
 * with smoothing, or by variational Bayes with the priors of the paper's program.
 *
 * Pure: no file, no global; an object belongs to one thread at a time.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-answers.h"

typedef enum
{
  LW_MACE_VARIATIONAL,
  LW_MACE_EM
} LwMaceKind;

typedef struct _LwMace LwMace;

/* @answers is borrowed and has to stay. */
LwMace *lw_mace_new (const LwAnswers *answers,
                     LwMaceKind       kind);

void lw_mace_free (LwMace *self);

/* Where the search begins: @spamming n_workers times 2, how probably a worker spams and knows;
 * @habits n_workers times n_classes, what he answers when he spams. */
void lw_mace_start (LwMace       *self,
                    const double *spamming,
                    const double *habits);

/* @n_iterations from where it is. */
void lw_mace_iterate (LwMace *self,
                      size_t  n_iterations);

/* From @n_starts random places that follow from @seed, each with @n_iterations, the one under
 * which the answers are most probable. */
void lw_mace_run (LwMace  *self,
                  size_t   n_starts,
                  size_t   n_iterations,
                  uint64_t seed);

/* n_tasks times n_classes. */
void lw_mace_get_probabilities (LwMace *self,
                                double *probabilities);

/* n_workers times 2: spams, knows.  Sums to less than 1 by variational Bayes. */
const double *lw_mace_get_spamming (const LwMace *self);

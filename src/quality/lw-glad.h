/* lw-glad.h - true classes, workers' abilities and tasks' difficulties
 *
 * Whitehill, Ruvolo, Wu, Bergsma and Movellan, "Whose vote should count more: Optimal integration
 * of labels from labelers of unknown expertise", NIPS 2009: worker w is right about task t with
 * probability 1 / (1 + exp (-ability_w ease_t)), and wrong answers are spread evenly.  Abilities
 * and the logarithms of the eases have normal priors of mean 1 and deviation 1; classes are
 * equally frequent.
 *
 * The true classes are summed out, and what remains is maximised by lw-minimise.h: its stationary
 * points are those of the paper's EM, whose steps crowd-kit ends after few, long before they are
 * reached.
 *
 * Pure: no file, no global; an object belongs to one thread at a time.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-answers.h"

#include <stdbool.h>

typedef struct _LwGlad LwGlad;

/* Starts from the means of the priors.  @answers is borrowed and has to stay. */
LwGlad *lw_glad_new (const LwAnswers *answers);

void lw_glad_free (LwGlad *self);

/* Until no derivative is above @tolerance, e.g. 1e-6, at most @n_max steps; whether that was so.
 * May be called again to go on. */
bool lw_glad_run (LwGlad *self,
                  size_t  n_max,
                  double  tolerance);

/* The logarithm of how probable the answers, abilities and eases are together, but for a constant. */
double lw_glad_get_likelihood (const LwGlad *self);

size_t lw_glad_get_n_iterations (const LwGlad *self);

/* n_tasks times n_classes: how probable each class of a task is. */
const double *lw_glad_get_probabilities (const LwGlad *self);

/* n_workers; below 0 for one who is wrong more often than not. */
const double *lw_glad_get_abilities (const LwGlad *self);

/* n_tasks logarithms; the larger, the easier. */
const double *lw_glad_get_log_eases (const LwGlad *self);

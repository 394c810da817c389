/* lw-dawid-skene.h - true classes and workers' errors, estimated from each other
 *
 * Dawid and Skene, "Maximum likelihood estimation of observer error-rates using the EM algorithm",
 * Applied Statistics 28(1), 1979: each worker has a matrix of how often a true class is answered
 * as which one.  With one coin, a worker is right equally often in all classes, and wrong answers
 * are spread evenly.
 *
 * Pure: no file, no global; an object belongs to one thread at a time.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-answers.h"

typedef enum
{
  LW_DAWID_SKENE_FULL,
  LW_DAWID_SKENE_ONE_COIN
} LwDawidSkeneKind;

typedef struct _LwDawidSkene LwDawidSkene;

/* Starts from the vote.  @answers is borrowed and has to stay; each task needs an answer. */
LwDawidSkene *lw_dawid_skene_new (const LwAnswers *answers,
                                  LwDawidSkeneKind kind);

void lw_dawid_skene_free (LwDawidSkene *self);

/* One iteration, an E-step and an M-step.  Returns the evidence's lower bound per answer after
 * it, with the prior counted once per answer as crowd-kit does; only its growth means something. */
double lw_dawid_skene_iterate (LwDawidSkene *self);

/* Until the bound changes by less than @tolerance, at most @n_max times; the number of iterations.
 * Counted as it is, the bound may also fall: that alone is no reason to stop. */
size_t lw_dawid_skene_run (LwDawidSkene *self,
                           size_t        n_max,
                           double        tolerance);

/* n_tasks times n_classes: what each class of a task is probable. */
const double *lw_dawid_skene_get_probabilities (const LwDawidSkene *self);

/* n_classes: how frequent each class is. */
const double *lw_dawid_skene_get_prior (const LwDawidSkene *self);

/* What the worker answers is @observed where the truth is @truth; NaN for an answer that this
 * worker never gave. */
double lw_dawid_skene_get_error (const LwDawidSkene *self,
                                 size_t              worker,
                                 size_t              observed,
                                 size_t              truth);

/* n_workers: how probable each worker's answers are to be right, on average; NaN without any. */
void lw_dawid_skene_get_skills (const LwDawidSkene *self,
                                double             *skills);

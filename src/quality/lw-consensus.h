/* lw-consensus.h - what is true, with a probability that can be taken at its word
 *
 * Of labels by annotators who err, each in their own way, and of classifiers if there are any.
 * Among consensus labels of probability p a share of about p is right, which neither the vote nor
 * CROWDLAB's quality scores say.
 *
 * The model.  The true class z of an item has the prior of lw-consensus-model.c: the classifiers'
 * probabilities with a temperature for each and a bias per class,
 *     p (z) ~ exp (b_z + sum over classifiers of ln P_z / T),
 * or, without classifiers, the classes' shares.  Annotator w answers l with probability e_w[z][l].
 * These rows are Dirichlet variables around what a coin says, with strength @kappa for all:
 *     mean of e_w[z][l] = s_w where l = z, and (1 - s_w) r_z[l] otherwise;
 * r is how everybody's mistakes are spread, the skill s_w is a Beta variable around the skill of
 * all.  So an annotator with few labels is taken for an ordinary one, one with many for themself.
 *
 * The fit.  Dawid and Skene's EM plugs in one value for e, as if it were known, and lets an item's
 * own labels say how good those who gave them are; both make its probabilities too sure.  Here e
 * is integrated out, as of all other items: the probability of an answer l under z is
 *     (n_w[z][l] - q_i[z] + kappa m) / (n_w[z] - q_i[z] + kappa)
 * with n the expected counts and q_i the item's own part in them.  That is the collapsed
 * variational inference of Asuncion, Welling, Smyth and Teh, "On smoothing and inference for topic
 * models", UAI 2009 (there called CVB0), on the hierarchy of Kim and Ghahramani, "Bayesian
 * classifier combination", AISTATS 2012.  The strengths maximise the marginal likelihood of the
 * counts.  The classifier is calibrated on the posterior, as in Raykar et al., "Learning from
 * crowds", Journal of Machine Learning Research 11, 2010.
 *
 * What it needs is that annotators err independently, given the truth: those who copy from each
 * other, or items that mislead everybody, make it too sure, as any such model.  Where the classes of
 * some items are known, lw-calibration.h says by how much, and mends it.
 *
 * Deterministic.  Pure: no file, no global; an object belongs to one thread at a time.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-answers.h"
#include "lw-interval.h"

#include <stdbool.h>

typedef struct _LwConsensus LwConsensus;

/* Fits.  Tasks are the items, workers the annotators; an item may be without answers.
 * @probabilities has an array of n_tasks times n_classes for each of @n_models classifiers, out of
 * sample; it is not needed afterwards.  @answers is borrowed and has to stay. */
LwConsensus *lw_consensus_new (const LwAnswers     *answers,
                               const double *const *probabilities,
                               size_t               n_models);

void lw_consensus_free (LwConsensus *self);

/* n_tasks times n_classes: how probable each class of an item is. */
const double *lw_consensus_get_posterior (const LwConsensus *self);

/* Per item the most probable class, and its probability; either may be NULL. */
void lw_consensus_get_labels (const LwConsensus *self,
                              uint32_t          *labels,
                              double            *probabilities);

/* How probable it is that @worker, where @truth is the class, answers @observed. */
double lw_consensus_get_error (const LwConsensus *self,
                               size_t             worker,
                               size_t             truth,
                               size_t             observed);

/* Per annotator: how probable a label of theirs is to be right, shrunk to what is usual. */
void lw_consensus_get_skills (const LwConsensus *self,
                              double            *skills);

/* The same with limits between which the skill is with probability @confidence, given the labels:
 * of a Beta variable, with as many answers as those whose truth is not certain are worth by their
 * part in the observed information.  Louis, "Finding the observed information matrix when using
 * the EM algorithm", Journal of the Royal Statistical Society B 44(2), 1982. */
void lw_consensus_get_skill_intervals (const LwConsensus *self,
                                       double             confidence,
                                       LwInterval        *skills);

/* By how much a classifier's logarithms are to be divided; below 1: it was not sure enough. */
double lw_consensus_get_temperature (const LwConsensus *self,
                                     size_t             model);

/* The number of iterations that were needed, and whether the last one changed nothing any more. */
size_t lw_consensus_get_n_iterations (const LwConsensus *self);
bool   lw_consensus_has_converged (const LwConsensus *self);

/* --- Whom to ask next --- */

/* How much a label of each annotator would say about the item: the expected fall of the entropy
 * of its class, in nats, which is the mutual information of class and answer (Lindley, "On a
 * measure of the information provided by an experiment", Annals of Mathematical Statistics 27(4),
 * 1956).  @information gets n_workers numbers, 0 for those who have labelled the item. */
void lw_consensus_measure_information (const LwConsensus *self,
                                       size_t             task,
                                       double            *information);

typedef struct
{
  uint32_t worker;      /* UINT32_MAX: all have labelled it */
  double   information; /* nats */
} LwConsensusAsk;

/* For each item whom to ask, of several alike the first; n_tasks of them.  @is_available has a byte
 * per annotator, or is NULL for all. */
void lw_consensus_choose_workers (const LwConsensus *self,
                                  const uint8_t     *is_available,
                                  LwConsensusAsk    *asks);

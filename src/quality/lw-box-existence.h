/* lw-box-existence.h - whether what some annotators marked and others did not is there
 *
 * Dawid and Skene, "Maximum likelihood estimation of observer error-rates using the EM algorithm",
 * Applied Statistics 28(1), 1979, would say: an object is marked with the same probability by
 * whoever looks, one that is none with another.  But what one annotator overlooks is often hard to
 * see for the next one too.  Two classes cannot say that: the class of what is no object fills up
 * with objects that are hard, until false boxes seem to be frequent.  So there are two causes of a
 * box instead.
 *
 * Objects have a salience q, normal with a mean and a spread that are estimated; annotator a marks
 * one with probability logistic (q + u_a).  That is the model of Rasch, "Probabilistic models for
 * some intelligence and attainment tests", 1960, with normal abilities as Bock and Aitkin,
 * "Marginal maximum likelihood estimation of item parameters", Psychometrika 46(4), 1981, have it;
 * Whitehill et al., "Whose vote should count more", NIPS 2009, have difficulties likewise.  u_a is
 * normal around 0 with spread 1.  A spread of saliences near 0 is Dawid and Skene's one class.
 *
 * Strays are boxes of nothing: annotator a draws so many per image, a Poisson process.  Strays of
 * two annotators do not coincide, and so a box that others share is of an object.
 *
 * The likelihood of a pattern of marks is the number of objects per image times the probability
 * that one of them is marked so, plus, of a single mark, the strays per image of whoever made it.
 * Objects that nobody marked are in no list; as many of them are counted in as the probability of
 * being overlooked by all demands (Dempster, Laird and Rubin, "Maximum likelihood from incomplete
 * data via the EM algorithm", JRSS B 39(1), 1977, section 4.2).
 *
 * What hardly anyone marks though it is "an object" may as well be a shadow that some take for one;
 * no number of boxes tells these apart.  By definition, an object of salience q is there with
 * probability
 *
 *     r(q) = logistic (3 (q + 0.5)):
 *
 * what most who look would mark is there, what hardly anyone would is not, and it is a toss-up where
 * the share would be 0.38; below one half, because objects are overlooked more often than invented.
 *
 * Priors, for when there is little: saliences around 2 with a spread of 0.5, worth 2 and 4 objects;
 * strays as a tenth of the objects, worth 20 looks, and an annotator's as everybody's, worth 5 images.
 * A single annotator is believed.  Of two annotators nothing tells a miss of
 * the one from a stray of the other, and the outcome is a vote: a tie is near 0.5.
 *
 * Pure: the caller's arrays, any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

/* Objects that the same annotators looked at, and the same of them marked, are one pattern. */
typedef struct
{
  size_t          n_patterns, n_annotators;
  const size_t   *begins;     /* n_patterns + 1 */
  const uint32_t *annotators; /* of each pattern those who looked */
  const uint8_t  *is_marked;  /* and whether they marked; one at least of each pattern did */
  const double   *counts;     /* how many objects are of each pattern */
  const double   *n_looks;    /* per annotator: how many images */
  double          n_images;   /* that anybody looked at */
} LwBoxExistenceInput;

/* Of an annotator, expected counts; those nobody marked are among them. */
typedef struct
{
  double n_objects, n_missed; /* that are there where the annotator looked */
  double n_false;             /* boxes of what is not there */
} LwBoxWatch;

typedef struct
{
  double     *probabilities; /* per pattern: that such an object is there */
  LwBoxWatch *annotators;
  size_t      n_iterations;
} LwBoxExistence;

/* Until no probability changes by more than @tolerance. */
LwBoxExistence *lw_box_existence_new (const LwBoxExistenceInput *input,
                                      size_t                     n_iterations_max,
                                      double                     tolerance);
void            lw_box_existence_free (LwBoxExistence *self);

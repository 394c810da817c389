/* lw-agreement.h - how far raters agree beyond what chance would give
 *
 * Ratings are @n_units times @n_raters classes, one row a unit; -1 is missing.  Each coefficient is
 * 1 for complete agreement, 0 for what chance gives, and NaN where chance alone explains all, so
 * that nothing can be said.
 *
 * Pure: the caller's arrays, any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-bootstrap.h"

typedef enum
{
  LW_DISAGREEMENT_NOMINAL,  /* 1 for two classes that differ */
  LW_DISAGREEMENT_ORDINAL,  /* by how many ratings lie between, squared; only for alpha */
  LW_DISAGREEMENT_INTERVAL, /* the difference squared */
  LW_DISAGREEMENT_RATIO,    /* the difference over the sum, squared; only for alpha */
  LW_DISAGREEMENT_LINEAR    /* the difference; only for kappa */
} LwDisagreement;

/* Cohen, "A coefficient of agreement for nominal scales", Educational and Psychological
 * Measurement 20(1), 1960, and his weighted kappa, Psychological Bulletin 70(4), 1968; over the
 * units that both raters have a class for. */
double lw_agreement_cohen (const int32_t *ratings,
                           size_t         n_units,
                           size_t         n_raters,
                           size_t         n_classes,
                           size_t         rater_a,
                           size_t         rater_b,
                           LwDisagreement weights);

/* Fleiss, "Measuring nominal scale agreement among many raters", Psychological Bulletin 76(5),
 * 1971.  Units with a missing rating are left out. */
double lw_agreement_fleiss (const int32_t *ratings,
                            size_t         n_units,
                            size_t         n_raters,
                            size_t         n_classes);

/* The same where chance gives each class that occurs equally often: Randolph 2005. */
double lw_agreement_randolph (const int32_t *ratings,
                              size_t         n_units,
                              size_t         n_raters,
                              size_t         n_classes);

/* Krippendorff's alpha, "Computing Krippendorff's Alpha-Reliability", 2011; units with fewer than
 * two ratings say nothing. */
double lw_agreement_krippendorff (const int32_t *ratings,
                                  size_t         n_units,
                                  size_t         n_raters,
                                  size_t         n_classes,
                                  LwDisagreement distance);

/* The share of pairs of ratings of the same unit that are equal, unadjusted. */
double lw_agreement_observed (const int32_t *ratings,
                              size_t         n_units,
                              size_t         n_raters);

/* --- With limits --- */

/* Bootstrapped over the units, see lw-bootstrap.h.  Where all ratings of each unit are equal, no
 * sample disagrees, which does not mean that nobody ever would: the lower limit is then what the
 * coefficient would be if units disagreed, entirely, as often as the exact upper limit of a rate
 * that was seen 0 times in as many units, and chance stayed what it is. */
LwInterval lw_agreement_cohen_interval (const int32_t            *ratings,
                                        size_t                    n_units,
                                        size_t                    n_raters,
                                        size_t                    n_classes,
                                        size_t                    rater_a,
                                        size_t                    rater_b,
                                        LwDisagreement            weights,
                                        const LwBootstrapOptions *options);

LwInterval lw_agreement_fleiss_interval (const int32_t            *ratings,
                                         size_t                    n_units,
                                         size_t                    n_raters,
                                         size_t                    n_classes,
                                         const LwBootstrapOptions *options);

LwInterval lw_agreement_randolph_interval (const int32_t            *ratings,
                                           size_t                    n_units,
                                           size_t                    n_raters,
                                           size_t                    n_classes,
                                           const LwBootstrapOptions *options);

LwInterval lw_agreement_krippendorff_interval (const int32_t            *ratings,
                                               size_t                    n_units,
                                               size_t                    n_raters,
                                               size_t                    n_classes,
                                               LwDisagreement            distance,
                                               const LwBootstrapOptions *options);

/* Of pairs of ratings of the same unit; pairs of a unit are drawn together. */
LwInterval lw_agreement_observed_interval (const int32_t            *ratings,
                                           size_t                    n_units,
                                           size_t                    n_raters,
                                           size_t                    n_classes,
                                           const LwBootstrapOptions *options);

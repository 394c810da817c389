/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-agreement.h"

#include "lw-agreement-private.h"
#include "lw-grow.h"

#include <math.h>

typedef double (*Coefficient) (LwUnits        *units,
                               const uint32_t *counts,
                               double         *chance);

typedef struct
{
  LwUnits       *units;
  Coefficient    coefficient;
  LwDisagreement distance; /* without a coefficient: of alpha */
} Sampled;

static double
compute (const Sampled  *sampled,
         const uint32_t *counts,
         double         *chance)
{
  if (sampled->coefficient != NULL)
    return sampled->coefficient (sampled->units, counts, chance);

  return lw_units_krippendorff (sampled->units, counts, sampled->distance, chance);
}

static void
sample_units (const uint32_t *counts,
              void           *data,
              double         *values)
{
  values[0] = compute (data, counts, NULL);
}

static void
sample_pair (const uint32_t *counts,
             void           *data,
             double         *values)
{
  values[0] = lw_rater_pair_cohen (data, counts, NULL);
}

/* No disagreement was seen in @n units; @chance gives that much of it. */
static LwInterval
limit_perfect (double n,
               double chance,
               double confidence)
{
  const double rate = lw_interval_exact (0, n, confidence).high;

  return (LwInterval){ 1, fmax (1 - rate / chance, -1), 1 };
}

static LwInterval
bootstrap_units (const Sampled            *sampled,
                 size_t                    n_ratings_min,
                 const LwBootstrapOptions *options)
{
  const LwUnits *units = sampled->units;
  double         chance, n = 0;
  LwInterval     interval;

  for (size_t u = 0; u < units->n_units; u++)
    n += units->n_ratings[u] >= n_ratings_min;

  if (compute (sampled, NULL, &chance) >= 1)
    return limit_perfect (n, chance, options->confidence);

  lw_bootstrap_intervals (sample_units, (void *) sampled, units->n_units, 1, options, &interval);

  return interval;
}

LwInterval
lw_agreement_cohen_interval (const int32_t            *ratings,
                             size_t                    n_units,
                             size_t                    n_raters,
                             size_t                    n_classes,
                             size_t                    rater_a,
                             size_t                    rater_b,
                             LwDisagreement            weights,
                             const LwBootstrapOptions *options)
{
  double     *rows = lw_grow_array (double, n_classes), *columns = lw_grow_array (double, n_classes);
  LwRaterPair pair = { ratings, n_units, n_raters, n_classes, rater_a, rater_b, weights, rows, columns };
  double      chance, n = 0;
  LwInterval  interval;

  for (size_t i = 0; i < n_units; i++)
    n += ratings[i * n_raters + rater_a] >= 0 && ratings[i * n_raters + rater_b] >= 0;

  if (lw_rater_pair_cohen (&pair, NULL, &chance) >= 1)
    interval = limit_perfect (n, chance, options->confidence);
  else
    lw_bootstrap_intervals (sample_pair, &pair, n_units, 1, options, &interval);

  free (rows);
  free (columns);

  return interval;
}

LwInterval
lw_agreement_fleiss_interval (const int32_t            *ratings,
                              size_t                    n_units,
                              size_t                    n_raters,
                              size_t                    n_classes,
                              const LwBootstrapOptions *options)
{
  const Sampled    sampled = { lw_units_new (ratings, n_units, n_raters, n_classes), lw_units_fleiss, 0 };
  const LwInterval interval = bootstrap_units (&sampled, n_raters, options);

  lw_units_free (sampled.units);

  return interval;
}

LwInterval
lw_agreement_randolph_interval (const int32_t            *ratings,
                                size_t                    n_units,
                                size_t                    n_raters,
                                size_t                    n_classes,
                                const LwBootstrapOptions *options)
{
  const Sampled    sampled = { lw_units_new (ratings, n_units, n_raters, n_classes), lw_units_randolph, 0 };
  const LwInterval interval = bootstrap_units (&sampled, n_raters, options);

  lw_units_free (sampled.units);

  return interval;
}

LwInterval
lw_agreement_krippendorff_interval (const int32_t            *ratings,
                                    size_t                    n_units,
                                    size_t                    n_raters,
                                    size_t                    n_classes,
                                    LwDisagreement            distance,
                                    const LwBootstrapOptions *options)
{
  const Sampled    sampled = { lw_units_new (ratings, n_units, n_raters, n_classes), NULL, distance };
  const LwInterval interval = bootstrap_units (&sampled, 2, options);

  lw_units_free (sampled.units);

  return interval;
}

LwInterval
lw_agreement_observed_interval (const int32_t            *ratings,
                                size_t                    n_units,
                                size_t                    n_raters,
                                size_t                    n_classes,
                                const LwBootstrapOptions *options)
{
  const Sampled    sampled = { lw_units_new (ratings, n_units, n_raters, n_classes), lw_units_observed, 0 };
  const LwInterval interval = bootstrap_units (&sampled, 2, options);

  lw_units_free (sampled.units);

  return interval;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-label-issues.h"

#include <math.h>

void
lw_label_prune_counts (const double *joint,
                       size_t        n_classes,
                       int64_t       min_per_class,
                       double        fraction,
                       int64_t      *prune)
{
  for (size_t j = 0; j < n_classes; j++)
    {
      const double  diagonal = joint[j * n_classes + j];
      const double  kept = fmax (diagonal, (double) min_per_class);
      const double *given = joint + j * n_classes;
      double        n_nonzero = 0, removed = 0;

      for (size_t i = 0; i < n_classes; i++)
        n_nonzero += given[i] != 0;

      for (size_t i = 0; i < n_classes; i++)
        if (i != j)
          {
            const double all = fmax (given[i] - (kept - diagonal) / fmax (n_nonzero - 1, 1), 0);

            prune[i * n_classes + j] = (int64_t) (all * fraction);
            removed += all - all * fraction;
          }

      prune[j * n_classes + j] = (int64_t) (kept + removed);
    }
}

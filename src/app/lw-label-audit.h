/* lw-label-audit.h - given labels and a classifier's probabilities, file to numbers
 *
 * Reads the probabilities some rows at a time, in two passes (three where the filter needs them,
 * see lw-label-issues.h), so that a matrix of any length is scored in the memory of its scores.
 *
 * Nothing here needs a project.  Any thread; runs until it is done.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-import.h"
#include "lw-interval.h"
#include "lw-label-issues.h"
#include "lw-label-scores.h"
#include "lw-noise-rates.h"

G_BEGIN_DECLS

typedef struct
{
  const char  *labels_path; /* .csv with a header line */
  const char  *column;      /* of the labels; NULL: "label", or the only one */
  const char  *probabilities_path;
  LwLabelScore score;
  gboolean     adjust; /* by the classes' thresholds; not with an entropy */

  LwLabelFinderOptions finder;
} LwLabelAuditOptions;

/* N items, K classes; all arrays are the audit's. */
typedef struct
{
  gsize    n_items, n_classes;
  int32_t *labels;
  int32_t *predicted;
  double  *quality; /* low is suspicious */
  guint8  *is_issue;
  gsize    n_issues;

  const gint64 *class_counts; /* K */
  const gint64 *counts;       /* K times K, the confident joint: given class by guessed true class */
  double       *calibrated;   /* K times K, whole numbers: the same for all items */

  /* By the confident joint, at 95 %: the share of wrong labels among those of each class, and
   * among all.  A class that no item was counted of has [0, 1]. */
  LwInterval *class_error_rates; /* K */
  LwInterval  error_rate;
  LwInterval  n_errors; /* how many labels are wrong by the calibrated joint */

  LwClassHealth  *health;   /* K, see lw-noise-rates.h */
  LwClassOverlap *overlaps; /* K (K - 1) / 2 */

  LwLabelFinder *finder;
} LwLabelAudit;

/* LW_ERROR_INVALID names file and row of what is wrong. */
LwLabelAudit *lw_label_audit_run (const LwLabelAuditOptions *options,
                                  LwProgressFunc             progress,
                                  gpointer                   progress_data,
                                  GCancellable              *cancellable,
                                  GError                   **error) G_GNUC_WARN_UNUSED_RESULT;
void          lw_label_audit_free (LwLabelAudit *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LwLabelAudit, lw_label_audit_free)

G_END_DECLS

/* lw-filter-text.h - what a filter of images says, in words that can be taken away one by one
 *
 * Main thread only.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-project.h"

G_BEGIN_DECLS

typedef enum
{
  LW_FILTER_TEXT,
  LW_FILTER_STATES,
  LW_FILTER_FLAGGED,
  LW_FILTER_CLASS,
  LW_FILTER_LOT,
  LW_FILTER_ANNOTATOR,
  LW_FILTER_BOXES,
  LW_FILTER_SIZE,
  LW_N_FILTER_PARTS
} LwFilterPart;

/* One line for the part, translated; NULL where the filter does not have it.  Transfer full. */
char *lw_filter_dup_part (const LwImageFilter *filter,
                          LwFilterPart         part,
                          LwProject           *project);

/* All parts as one sentence: "Done, with Red cell"; NULL where everything is shown. */
char *lw_filter_dup_text (const LwImageFilter *filter,
                          LwProject           *project);

/* Makes @filter, which owns its strings, one without the part. */
void lw_filter_remove_part (LwImageFilter *filter,
                            LwFilterPart   part);

const char *lw_image_sort_to_text (LwImageSort sort);

G_END_DECLS

/* lw-image-filter-job.h - a filter applied by a worker
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-image-filter.h"

G_BEGIN_DECLS

/* All of it belongs to the worker until the job has come back. */
typedef struct
{
  LwStore       *reader; /* NULL: opened where the filter asks the project; for the next job */
  char          *store_path;
  gint64         layer_key; /* whose labels a class is looked for among */
  LwImageFilter *filter;
  LwImageSet    *set;
  LwImageFacts  *facts; /* one for each image of the set */

  GArray *shown; /* results: see lw_image_filter_run() and lw_image_filter_find_places() */
  guint  *places;
} LwImageFilterJob;

/* Takes @job.  The result is a GTask with a boolean, also after it was cancelled: then
 * incomplete. */
void lw_image_filter_job_start (LwImageFilterJob   *job,
                                gpointer            source_object,
                                GCancellable       *cancellable,
                                GAsyncReadyCallback callback);

/* Borrowed from @result. */
LwImageFilterJob *lw_image_filter_job_get (GAsyncResult *result);

G_END_DECLS

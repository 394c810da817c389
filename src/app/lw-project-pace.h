/* lw-project-pace.h - how fast the current annotator works
 *
 * Main thread only; the journal is read by a worker.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-project.h"

G_BEGIN_DECLS

typedef struct
{
  LwPace session; /* since the project was opened */
  LwPace today;   /* since midnight, local time */
  LwPace project; /* the last LW_STORE_ACTIVITY_MAX steps of all; nothing unless asked for */
} LwProjectPace;

/* @with_project: also look at all of the project, which reads more. */
void     lw_project_measure_pace_async (LwProject          *self,
                                        gboolean            with_project,
                                        GAsyncReadyCallback callback,
                                        gpointer            user_data);
gboolean lw_project_measure_pace_finish (LwProject     *self,
                                         GAsyncResult  *result,
                                         LwProjectPace *pace,
                                         GError       **error);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-project-pace.h"

#include "lw-jobs.h"
#include "lw-project-private.h"

typedef struct
{
  LwStore *reader; /* the project's, until the job returns; NULL: to be opened */
  char    *path;
  gint64   annotator_key;
  gint64   session_us, today_us; /* Unix time of their beginnings */
  gboolean with_project;

  LwProjectPace pace; /* result */
} PaceJob;

static void
pace_job_free (gpointer data)
{
  PaceJob *job = data;

  g_clear_pointer (&job->reader, lw_store_close);
  g_free (job->path);
  g_free (job);
}

static LwPace
measure_since (const GArray *events,
               gint64        since_us)
{
  guint first = 0;

  while (first < events->len && g_array_index (events, LwPaceEvent, first).made_at_us < since_us)
    first++;

  return lw_pace_measure (&g_array_index (events, LwPaceEvent, first), events->len - first);
}

static void
pace_worker (GTask        *task,
             gpointer      source_object,
             gpointer      task_data,
             GCancellable *cancellable)
{
  PaceJob     *job = task_data;
  GError      *error = NULL;
  const gint64 since_us = job->with_project ? 0 : MIN (job->session_us, job->today_us);
  g_autoptr (GArray) events = NULL;

  if (job->reader == NULL)
    job->reader = lw_store_open_read_only (job->path, &error);

  if (job->reader == NULL ||
      !(events = lw_store_list_activity (job->reader, job->annotator_key, since_us, &error)))
    {
      g_task_return_error (task, error);
      return;
    }

  job->pace.session = measure_since (events, job->session_us);
  job->pace.today = measure_since (events, job->today_us);

  if (job->with_project)
    job->pace.project = measure_since (events, 0);

  g_task_return_boolean (task, TRUE);
}

static gint64
get_midnight_us (void)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autoptr (GDateTime) midnight = g_date_time_new_local (g_date_time_get_year (now), g_date_time_get_month (now),
                                                          g_date_time_get_day_of_month (now), 0, 0, 0);

  /* Where the clock is put forward at midnight there is none. */
  return g_date_time_to_unix (midnight != NULL ? midnight : now) * G_USEC_PER_SEC;
}

void
lw_project_measure_pace_async (LwProject          *self,
                               gboolean            with_project,
                               GAsyncReadyCallback callback,
                               gpointer            user_data)
{
  g_autoptr (GTask) task = NULL;
  PaceJob *job;

  g_return_if_fail (LW_IS_PROJECT (self));

  job = g_new0 (PaceJob, 1);
  job->reader = g_steal_pointer (&self->pace_reader);
  job->path = g_strdup (lw_store_get_path (self->store));
  job->annotator_key = self->annotator_key;
  job->session_us = self->opened_us;
  job->today_us = get_midnight_us ();
  job->with_project = with_project;

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, lw_project_measure_pace_async);
  g_task_set_task_data (task, job, pace_job_free);
  lw_jobs_run (task, pace_worker, LW_PRIORITY_BACKGROUND);
}

gboolean
lw_project_measure_pace_finish (LwProject     *self,
                                GAsyncResult  *result,
                                LwProjectPace *pace,
                                GError       **error)
{
  PaceJob *job;

  g_return_val_if_fail (g_async_result_is_tagged (result, lw_project_measure_pace_async), FALSE);

  job = g_task_get_task_data (G_TASK (result));
  *pace = job->pace;

  /* Of two that ran at once one is kept. */
  if (self->pace_reader == NULL)
    self->pace_reader = g_steal_pointer (&job->reader);

  return g_task_propagate_boolean (G_TASK (result), error);
}

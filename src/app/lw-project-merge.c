/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-project-private.h"

#include "lw-jobs.h"
#include "lw-progress-relay.h"

#include <string.h>

/* One job for both: what differs is what the worker runs. */
typedef struct
{
  LwStore           *store; /* lent: the project is busy until the task returns */
  gint64             annotator_key;
  LwProgressRelay   *progress;
  GArray            *from_keys; /* of a merge, otherwise NULL */
  gint64             into_key;
  LwClassSplit      *split;
  LwClassMergeReport merged; /* results */
  LwClassSplitReport divided;
} ClassJob;

static void
class_job_free (gpointer data)
{
  ClassJob *job = data;

  g_clear_pointer (&job->from_keys, g_array_unref);
  g_clear_pointer (&job->split, lw_class_split_free);
  lw_progress_relay_unref (job->progress);
  g_free (job);
}

static void
class_worker (GTask        *task,
              gpointer      source_object,
              gpointer      task_data,
              GCancellable *cancellable)
{
  ClassJob *job = task_data;
  GError   *error = NULL;
  gboolean  succeeded;

  if (job->from_keys != NULL)
    succeeded = lw_class_merge_run (job->store, (const gint64 *) job->from_keys->data, job->from_keys->len,
                                    job->into_key, job->annotator_key, &job->merged, lw_progress_relay_report,
                                    job->progress, cancellable, &error);
  else
    succeeded = lw_class_split_run (job->store, job->split, job->annotator_key, &job->divided,
                                    lw_progress_relay_report, job->progress, cancellable, &error);

  if (succeeded)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
class_done_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  LwProject *self = LW_PROJECT (source);
  g_autoptr (GTask) outer = user_data;
  GError   *error = NULL;
  ClassJob *job = g_task_get_task_data (G_TASK (result));

  lw_progress_relay_stop (job->progress);
  lw_project_set_busy (self, FALSE);

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      g_task_return_error (outer, error);
      return;
    }

  lw_project_announce (self);

  if (job->from_keys != NULL)
    g_task_return_pointer (outer, g_memdup2 (&job->merged, sizeof job->merged), g_free);
  else
    g_task_return_pointer (outer, g_memdup2 (&job->divided, sizeof job->divided), g_free);
}

/* Takes @job.  The same rules as for an edit: somebody must be there to have done it. */
static void
start (LwProject    *self,
       GTask        *outer,
       ClassJob     *job,
       GCancellable *cancellable)
{
  g_autoptr (GTask) inner = NULL;
  GError *error = NULL;

  /* An empty step, which leaves no trace, asks all that is to be asked. */
  if (!lw_project_begin (self, "", &error))
    {
      g_task_return_error (outer, error);
      g_object_unref (outer);
      class_job_free (job);
      return;
    }

  lw_store_rollback (self->store);
  job->store = self->store;
  job->annotator_key = self->annotator_key;
  lw_project_set_busy (self, TRUE);

  inner = g_task_new (self, cancellable, class_done_cb, outer);
  g_task_set_task_data (inner, job, class_job_free);

  /* As for an import: only when the worker has let go of the store. */
  g_task_set_check_cancellable (inner, FALSE);
  lw_jobs_run (inner, class_worker, LW_PRIORITY_VISIBLE);
}

void
lw_project_merge_classes_async (LwProject          *self,
                                const gint64       *from_keys,
                                gsize               n_from,
                                gint64              into_key,
                                LwProgressFunc      progress,
                                gpointer            progress_data,
                                GCancellable       *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer            user_data)
{
  GTask    *outer;
  ClassJob *job;

  g_return_if_fail (LW_IS_PROJECT (self));
  g_return_if_fail (n_from > 0);

  outer = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (outer, lw_project_merge_classes_async);

  job = g_new0 (ClassJob, 1);
  job->from_keys = g_array_append_vals (g_array_new (FALSE, FALSE, sizeof (gint64)), from_keys, n_from);
  job->into_key = into_key;
  job->progress = lw_progress_relay_new (progress, progress_data);
  start (self, outer, job, cancellable);
}

static gboolean
finish (GAsyncResult *result,
        gpointer      report,
        gsize         size,
        GError      **error)
{
  g_autofree gpointer found = g_task_propagate_pointer (G_TASK (result), error);

  if (found != NULL && report != NULL)
    memcpy (report, found, size);

  return found != NULL;
}

gboolean
lw_project_merge_classes_finish (LwProject          *self,
                                 GAsyncResult       *result,
                                 LwClassMergeReport *report,
                                 GError            **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, lw_project_merge_classes_async), FALSE);

  return finish (result, report, sizeof *report, error);
}

void
lw_project_split_class_async (LwProject          *self,
                              const LwClassSplit *split,
                              LwProgressFunc      progress,
                              gpointer            progress_data,
                              GCancellable       *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer            user_data)
{
  GTask    *outer;
  ClassJob *job;

  g_return_if_fail (LW_IS_PROJECT (self));

  outer = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (outer, lw_project_split_class_async);

  job = g_new0 (ClassJob, 1);
  job->split = lw_class_split_copy (split);
  job->progress = lw_progress_relay_new (progress, progress_data);
  start (self, outer, job, cancellable);
}

gboolean
lw_project_split_class_finish (LwProject          *self,
                               GAsyncResult       *result,
                               LwClassSplitReport *report,
                               GError            **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, lw_project_split_class_async), FALSE);

  return finish (result, report, sizeof *report, error);
}

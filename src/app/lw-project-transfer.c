/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-project-private.h"

#include "lw-jobs.h"
#include "lw-progress-relay.h"

/* --- Import --- */

typedef struct
{
  LwStore         *store; /* lent: the project is busy until the task returns */
  LwImportOptions  options;
  LwProgressRelay *progress;
} ImportJob;

static void
import_job_free (gpointer data)
{
  ImportJob *job = data;

  g_free ((char *) job->options.source);
  g_free ((char *) job->options.images_folder);
  g_free ((char *) job->options.annotator);
  g_free ((char *) job->options.lot);
  g_free ((char *) job->options.class_map);
  lw_progress_relay_unref (job->progress);
  g_free (job);
}

static void
import_worker (GTask        *task,
               gpointer      source_object,
               gpointer      task_data,
               GCancellable *cancellable)
{
  const ImportJob *job = task_data;
  GError          *error = NULL;
  LwImportReport  *report = lw_import_run (job->store, &job->options, lw_progress_relay_report, job->progress,
                                           cancellable, &error);

  if (report != NULL)
    g_task_return_pointer (task, report, (GDestroyNotify) lw_import_report_free);
  else
    g_task_return_error (task, error);
}

static void
import_done_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  LwProject *self = LW_PROJECT (source);
  g_autoptr (GTask) outer = user_data;
  GError         *error = NULL;
  LwImportReport *report = g_task_propagate_pointer (G_TASK (result), &error);
  ImportJob      *job = g_task_get_task_data (G_TASK (result));

  lw_progress_relay_stop (job->progress);
  lw_project_set_busy (self, FALSE);

  if (report == NULL)
    {
      g_task_return_error (outer, error);
      return;
    }

  if (!report->dry_run)
    lw_project_announce (self);

  g_task_return_pointer (outer, report, (GDestroyNotify) lw_import_report_free);
}

void
lw_project_import_async (LwProject             *self,
                         const LwImportOptions *options,
                         LwProgressFunc         progress,
                         gpointer               progress_data,
                         GCancellable          *cancellable,
                         GAsyncReadyCallback    callback,
                         gpointer               user_data)
{
  g_autoptr (GTask) inner = NULL;
  GTask     *outer;
  ImportJob *job;
  GError    *error = NULL;

  g_return_if_fail (LW_IS_PROJECT (self));

  outer = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (outer, lw_project_import_async);

  if (!lw_project_refuse_while_busy (self, &error))
    {
      g_task_return_error (outer, error);
      g_object_unref (outer);
      return;
    }

  job = g_new0 (ImportJob, 1);
  job->store = self->store;
  job->options = *options;
  job->options.source = g_strdup (options->source);
  job->options.images_folder = g_strdup (options->images_folder);
  job->options.annotator = g_strdup (options->annotator);
  job->options.lot = g_strdup (options->lot);
  job->options.class_map = g_strdup (options->class_map);
  job->progress = lw_progress_relay_new (progress, progress_data);

  lw_project_set_busy (self, TRUE);

  inner = g_task_new (self, cancellable, import_done_cb, outer);
  g_task_set_task_data (inner, job, import_job_free);

  /* The store is given back when the worker has let go of it, not before: a
   * cancelled task would otherwise return while the worker still rolls back. */
  g_task_set_check_cancellable (inner, FALSE);
  lw_jobs_run (inner, import_worker, LW_PRIORITY_VISIBLE);
}

LwImportReport *
lw_project_import_finish (LwProject    *self,
                          GAsyncResult *result,
                          GError      **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, lw_project_import_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* --- Finding images --- */

typedef struct
{
  LwStore         *store; /* lent, as for an import */
  char            *folder;
  gint64           annotator_key;
  LwProgressRelay *progress;
  LwRelinkReport   report; /* result */
} RelinkJob;

static void
relink_job_free (gpointer data)
{
  RelinkJob *job = data;

  g_free (job->folder);
  lw_progress_relay_unref (job->progress);
  g_free (job);
}

static void
relink_worker (GTask        *task,
               gpointer      source_object,
               gpointer      task_data,
               GCancellable *cancellable)
{
  RelinkJob *job = task_data;
  GError    *error = NULL;

  if (lw_relink_run (job->store, job->folder, job->annotator_key, &job->report, lw_progress_relay_report, job->progress,
                     cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
relink_done_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  LwProject *self = LW_PROJECT (source);
  g_autoptr (GTask) outer = user_data;
  GError    *error = NULL;
  RelinkJob *job = g_task_get_task_data (G_TASK (result));

  lw_progress_relay_stop (job->progress);
  lw_project_set_busy (self, FALSE);

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      g_task_return_error (outer, error);
      return;
    }

  lw_project_announce (self);
  g_task_return_pointer (outer, g_memdup2 (&job->report, sizeof job->report), g_free);
}

void
lw_project_relink_async (LwProject          *self,
                         const char         *folder,
                         LwProgressFunc      progress,
                         gpointer            progress_data,
                         GCancellable       *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer            user_data)
{
  g_autoptr (GTask) inner = NULL;
  GTask     *outer;
  RelinkJob *job;
  GError    *error = NULL;

  g_return_if_fail (LW_IS_PROJECT (self));
  g_return_if_fail (folder != NULL);

  outer = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (outer, lw_project_relink_async);

  if (!lw_project_refuse_while_busy (self, &error))
    {
      g_task_return_error (outer, error);
      g_object_unref (outer);
      return;
    }

  job = g_new0 (RelinkJob, 1);
  job->store = self->store;
  job->folder = g_strdup (folder);
  job->annotator_key = self->annotator_key;
  job->progress = lw_progress_relay_new (progress, progress_data);

  lw_project_set_busy (self, TRUE);

  inner = g_task_new (self, cancellable, relink_done_cb, outer);
  g_task_set_task_data (inner, job, relink_job_free);

  /* As for an import: only when the worker has let go of the store. */
  g_task_set_check_cancellable (inner, FALSE);
  lw_jobs_run (inner, relink_worker, LW_PRIORITY_VISIBLE);
}

gboolean
lw_project_relink_finish (LwProject      *self,
                          GAsyncResult   *result,
                          LwRelinkReport *report,
                          GError        **error)
{
  g_autofree LwRelinkReport *found = NULL;

  g_return_val_if_fail (g_async_result_is_tagged (result, lw_project_relink_async), FALSE);

  if (!(found = g_task_propagate_pointer (G_TASK (result), error)))
    return FALSE;

  *report = *found;

  return TRUE;
}

/* --- Export: from a connection of its own, so that labelling goes on --- */

typedef struct
{
  char            *project_path;
  LwExportOptions  options;
  LwProgressRelay *progress;
} ExportJob;

static void
export_job_free (gpointer data)
{
  ExportJob *job = data;

  g_free (job->project_path);
  g_free ((char *) job->options.target);
  g_free ((char *) job->options.annotator);

  /* The task is freed on the main thread, after its callback: late messages find
   * nobody to tell. */
  lw_progress_relay_stop (job->progress);
  lw_progress_relay_unref (job->progress);
  g_free (job);
}

static void
export_worker (GTask        *task,
               gpointer      source_object,
               gpointer      task_data,
               GCancellable *cancellable)
{
  const ExportJob *job = task_data;
  GError          *error = NULL;
  g_autoptr (LwStore) store = lw_store_open_read_only (job->project_path, &error);
  LwFindings *findings = NULL;

  if (store != NULL)
    findings = lw_export_run (store, &job->options, lw_progress_relay_report, job->progress, cancellable, &error);

  if (findings != NULL)
    g_task_return_pointer (task, findings, (GDestroyNotify) lw_findings_free);
  else
    g_task_return_error (task, error);
}

void
lw_project_export_async (LwProject             *self,
                         const LwExportOptions *options,
                         LwProgressFunc         progress,
                         gpointer               progress_data,
                         GCancellable          *cancellable,
                         GAsyncReadyCallback    callback,
                         gpointer               user_data)
{
  g_autoptr (GTask) task = NULL;
  ExportJob *job;

  g_return_if_fail (LW_IS_PROJECT (self));

  job = g_new0 (ExportJob, 1);
  job->project_path = g_strdup (lw_store_get_path (self->store));
  job->options = *options;
  job->options.target = g_strdup (options->target);
  job->options.annotator = g_strdup (options->annotator);
  job->progress = lw_progress_relay_new (progress, progress_data);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, lw_project_export_async);
  g_task_set_task_data (task, job, export_job_free);
  lw_jobs_run (task, export_worker, LW_PRIORITY_VISIBLE);
}

LwFindings *
lw_project_export_finish (LwProject    *self,
                          GAsyncResult *result,
                          GError      **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, lw_project_export_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

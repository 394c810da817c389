/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-project-loan.h"

#include "lw-jobs.h"

/* --- Import --- */

static void
import_options_free (gpointer data)
{
  LwImportOptions *options = data;

  g_free ((char *) options->source);
  g_free ((char *) options->images_folder);
  g_free ((char *) options->annotator);
  g_free ((char *) options->lot);
  g_free ((char *) options->class_map);
  g_free (options);
}

static LwImportOptions *
import_options_copy (const LwImportOptions *options)
{
  LwImportOptions *copy = g_memdup2 (options, sizeof *options);

  copy->source = g_strdup (options->source);
  copy->images_folder = g_strdup (options->images_folder);
  copy->annotator = g_strdup (options->annotator);
  copy->lot = g_strdup (options->lot);
  copy->class_map = g_strdup (options->class_map);

  return copy;
}

static gpointer
run_import (const LwLoan *loan,
            GCancellable *cancellable,
            GError      **error)
{
  return lw_import_run (loan->store, loan->job, lw_progress_relay_report, loan->progress, cancellable, error);
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
  LwLoanWork work = {
    .run = run_import,
    .free_job = import_options_free,
    .free_report = (GDestroyNotify) lw_import_report_free,
  };
  GTask *task;

  g_return_if_fail (LW_IS_PROJECT (self));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, lw_project_import_async);
  work.job = import_options_copy (options);
  work.is_rehearsal = options->dry_run;
  lw_project_lend (self, task, &work, progress, progress_data, cancellable);
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

static gpointer
run_relink (const LwLoan *loan,
            GCancellable *cancellable,
            GError      **error)
{
  LwRelinkReport report = { 0 };

  if (!lw_relink_run (loan->store, loan->job, loan->annotator_key, &report, lw_progress_relay_report, loan->progress,
                      cancellable, error))
    return NULL;

  return g_memdup2 (&report, sizeof report);
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
  LwLoanWork work = { .run = run_relink, .free_job = g_free, .free_report = g_free };
  GTask     *task;

  g_return_if_fail (LW_IS_PROJECT (self));
  g_return_if_fail (folder != NULL);

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, lw_project_relink_async);
  work.job = g_strdup (folder);
  lw_project_lend (self, task, &work, progress, progress_data, cancellable);
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

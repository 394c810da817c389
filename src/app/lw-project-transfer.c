/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-project-private.h"

#include "lw-jobs.h"

/* --- Progress from a worker to the main thread --- */

/* At most one message is on its way: a reader reports thousands of times a second. */
typedef struct
{
  LwProgressFunc func;
  gpointer       data;
  int            per_mille;  /* atomic: the newest */
  int            is_pending; /* atomic */
} Progress;

static gboolean
deliver_progress (gpointer data)
{
  Progress *progress = data;

  g_atomic_int_set (&progress->is_pending, FALSE);
  progress->func (g_atomic_int_get (&progress->per_mille) / 1000.0, progress->data);

  return G_SOURCE_REMOVE;
}

static void
report_progress (double   fraction,
                 gpointer user_data)
{
  Progress *progress = user_data;

  if (progress->func == NULL)
    return;

  g_atomic_int_set (&progress->per_mille, (int) (fraction * 1000));

  if (g_atomic_int_compare_and_exchange (&progress->is_pending, FALSE, TRUE))
    g_idle_add_full (G_PRIORITY_DEFAULT, deliver_progress, g_atomic_rc_box_acquire (progress),
                     (GDestroyNotify) g_atomic_rc_box_release);
}

/* --- Import --- */

typedef struct
{
  LwStore        *store; /* lent: the project is busy until the task returns */
  LwImportOptions options;
  Progress       *progress;
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
  g_atomic_rc_box_release (job->progress);
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
  LwImportReport  *report = lw_import_run (job->store, &job->options, report_progress, job->progress,
                                           cancellable, &error);

  if (report != NULL)
    g_task_return_pointer (task, report, (GDestroyNotify) lw_import_report_free);
  else
    g_task_return_error (task, error);
}

static Progress *
progress_new (LwProgressFunc func,
              gpointer       data)
{
  Progress *progress = g_atomic_rc_box_new0 (Progress);

  progress->func = func;
  progress->data = data;

  return progress;
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

  /* Nothing is shown any more, however late the last message comes. */
  job->progress->func = NULL;
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
  job->progress = progress_new (progress, progress_data);

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
  LwStore       *store; /* lent, as for an import */
  char          *folder;
  gint64         annotator_key;
  Progress      *progress;
  LwRelinkReport report; /* result */
} RelinkJob;

static void
relink_job_free (gpointer data)
{
  RelinkJob *job = data;

  g_free (job->folder);
  g_atomic_rc_box_release (job->progress);
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

  if (lw_relink_run (job->store, job->folder, job->annotator_key, &job->report, report_progress, job->progress,
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

  job->progress->func = NULL;
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
  job->progress = progress_new (progress, progress_data);

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
  char           *project_path;
  LwExportOptions options;
  Progress       *progress;
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
  job->progress->func = NULL;
  g_atomic_rc_box_release (job->progress);
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
    findings = lw_export_run (store, &job->options, report_progress, job->progress, cancellable, &error);

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
  job->progress = progress_new (progress, progress_data);

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

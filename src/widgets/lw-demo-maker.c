/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-demo-maker.h"

#include "lw-error.h"
#include "lw-jobs.h"

#define PROGRESS_INTERVAL_MS 100

typedef struct
{
  LwProgressFunc progress;
  gpointer       progress_data;
  guint          source;
  int            permille; /* atomic: the worker writes, the main thread reads */
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_clear_handle_id (&job->source, g_source_remove);
  g_free (job);
}

static gboolean
report_cb (gpointer user_data)
{
  Job *job = user_data;

  if (job->progress != NULL)
    job->progress (g_atomic_int_get (&job->permille) / 1000.0, job->progress_data);

  return G_SOURCE_CONTINUE;
}

static void
progress_in_worker (double   fraction,
                    gpointer user_data)
{
  Job *job = user_data;

  g_atomic_int_set (&job->permille, (int) (fraction * 1000));
}

static void
make_worker (GTask        *task,
             gpointer      source_object,
             gpointer      task_data,
             GCancellable *cancellable)
{
  g_autofree char *folder = lw_demo_project_dup_default_folder ();
  GError          *error = NULL;
  char            *path;

  path = lw_demo_project_make (folder, LW_DEMO_SEED, LW_DEMO_N_IMAGES, progress_in_worker, task_data,
                               cancellable, &error);

  if (path == NULL && g_error_matches (error, LW_ERROR, LW_ERROR_EXISTS))
    {
      g_clear_error (&error);
      path = g_build_filename (folder, "demo.labelwright", NULL);
    }

  if (path != NULL)
    g_task_return_pointer (task, path, g_free);
  else
    g_task_return_error (task, error);
}

void
lw_demo_maker_make_async (LwProgressFunc      progress,
                          gpointer            progress_data,
                          GCancellable       *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Job *job = g_new0 (Job, 1);

  job->progress = progress;
  job->progress_data = progress_data;
  job->source = g_timeout_add (PROGRESS_INTERVAL_MS, report_cb, job);
  g_task_set_source_tag (task, lw_demo_maker_make_async);
  g_task_set_task_data (task, job, job_free);
  lw_jobs_run (task, make_worker, LW_PRIORITY_VISIBLE);
}

char *
lw_demo_maker_finish (GAsyncResult *result,
                      GError      **error)
{
  Job *job;

  g_return_val_if_fail (g_async_result_is_tagged (result, lw_demo_maker_make_async), NULL);

  /* No more news once the end has been told. */
  job = g_task_get_task_data (G_TASK (result));
  g_clear_handle_id (&job->source, g_source_remove);

  return g_task_propagate_pointer (G_TASK (result), error);
}

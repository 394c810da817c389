/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-jobs.h"

typedef struct
{
  GTask          *task;
  GTaskThreadFunc func;
  LwPriority      priority;
  guint64         order;
} Job;

static gboolean
let_go_cb (gpointer user_data)
{
  g_object_unref (user_data);

  return G_SOURCE_REMOVE;
}

static void
run_job (gpointer data,
         gpointer user_data)
{
  Job *job = data;

  /* What was cancelled while it waited ends here, before any work. */
  if (!g_task_return_error_if_cancelled (job->task))
    job->func (job->task,
               g_task_get_source_object (job->task),
               g_task_get_task_data (job->task),
               g_task_get_cancellable (job->task));

  /* On the main thread: with the task may go the last reference to its source
   * object, which belongs there. */
  g_idle_add_full (G_PRIORITY_DEFAULT, let_go_cb, job->task, NULL);
  g_free (job);
}

static int
compare_jobs (gconstpointer a,
              gconstpointer b,
              gpointer      user_data)
{
  const Job *job_a = a;
  const Job *job_b = b;

  if (job_a->priority != job_b->priority)
    return job_a->priority < job_b->priority ? -1 : 1;

  /* The newest thumbnail is the one on the screen; the oldest has scrolled by. */
  if (job_a->priority == LW_PRIORITY_THUMBNAIL)
    return job_a->order > job_b->order ? -1 : 1;

  return job_a->order < job_b->order ? -1 : 1;
}

static gpointer
create_pool (gpointer data)
{
  /* One core is left to the main thread; but with one worker alone a long job
   * would keep the visible picture waiting. */
  const int    n_threads = MAX (2, (int) g_get_num_processors () - 1);
  GThreadPool *pool = g_thread_pool_new (run_job, NULL, n_threads, FALSE, NULL);

  g_thread_pool_set_sort_function (pool, compare_jobs, NULL);

  return pool;
}

void
lw_jobs_run (GTask          *task,
             GTaskThreadFunc func,
             LwPriority      priority)
{
  static GOnce   once = G_ONCE_INIT;
  static guint64 n_jobs;
  Job           *job;

  g_return_if_fail (G_IS_TASK (task));

  job = g_new0 (Job, 1);
  job->task = g_object_ref (task);
  job->func = func;
  job->priority = priority;
  job->order = n_jobs++;

  g_thread_pool_push (g_once (&once, create_pool, NULL), job, NULL);
}

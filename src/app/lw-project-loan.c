/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-project-loan.h"

#include "lw-jobs.h"

/* What the worker's task keeps. */
typedef struct
{
  LwLoan     loan;
  LwLoanWork work;
} Lent;

static void
lent_free (gpointer data)
{
  Lent *self = data;

  self->work.free_job (self->work.job);
  lw_progress_relay_unref (self->loan.progress);
  g_free (self);
}

static void
loan_worker (GTask        *task,
             gpointer      source_object,
             gpointer      task_data,
             GCancellable *cancellable)
{
  const Lent *self = task_data;
  GError     *error = NULL;
  gpointer    report = self->work.run (&self->loan, cancellable, &error);

  if (report != NULL)
    g_task_return_pointer (task, report, self->work.free_report);
  else
    g_task_return_error (task, error);
}

static void
given_back_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  LwProject *self = LW_PROJECT (source);
  g_autoptr (GTask) task = user_data;
  GError     *error = NULL;
  gpointer    report = g_task_propagate_pointer (G_TASK (result), &error);
  const Lent *lent = g_task_get_task_data (G_TASK (result));

  lw_progress_relay_stop (lent->loan.progress);
  lw_project_set_busy (self, FALSE);

  if (report == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  if (!lent->work.is_rehearsal)
    lw_project_announce (self);

  g_task_return_pointer (task, report, lent->work.free_report);
}

void
lw_project_lend (LwProject        *self,
                 GTask            *task,
                 const LwLoanWork *work,
                 LwProgressFunc    progress,
                 gpointer          progress_data,
                 GCancellable     *cancellable)
{
  g_autoptr (GTask) inner = NULL;
  GError *error = NULL;
  Lent   *lent;

  if (!lw_project_refuse_while_busy (self, &error))
    {
      g_task_return_error (task, error);
      g_object_unref (task);
      work->free_job (work->job);
      return;
    }

  lent = g_new0 (Lent, 1);
  lent->work = *work;
  lent->loan = (LwLoan){
    .store = self->store,
    .annotator_key = self->annotator_key,
    .progress = lw_progress_relay_new (progress, progress_data),
    .job = work->job,
  };

  lw_project_set_busy (self, TRUE);

  inner = g_task_new (self, cancellable, given_back_cb, task);
  g_task_set_task_data (inner, lent, lent_free);
  g_task_set_check_cancellable (inner, FALSE);
  lw_jobs_run (inner, loan_worker, LW_PRIORITY_VISIBLE);
}

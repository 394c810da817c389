/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-project-private.h"

#include "lw-jobs.h"

typedef struct
{
  LwStore *store; /* lent while the project is busy */
  gint64   annotator_key;
  gboolean redo;
  gboolean is_jump; /* to the step @group_key, however many there are between */
  gint64   group_key;
  gint64   image_key; /* result */

  int steps[3]; /* done, of how many: written by the worker, read for the progress; whether to stop */
} StepJob;

static gboolean
count_step (guint    n_done,
            guint    n_steps,
            gpointer user_data)
{
  StepJob *job = user_data;

  g_atomic_int_set (&job->steps[1], (int) n_steps);
  g_atomic_int_set (&job->steps[0], (int) n_done);

  return !g_atomic_int_get (&job->steps[2]);
}

static gboolean
step (StepJob *job,
      GError **error)
{
  if (job->is_jump)
    return lw_store_jump (job->store, job->annotator_key, job->group_key, count_step, job, &job->image_key, error);

  return job->redo ? lw_store_redo (job->store, job->annotator_key, &job->image_key, error)
                   : lw_store_undo (job->store, job->annotator_key, &job->image_key, error);
}

/* Kept at once: the next commit, be it only the size of a picture, touches something
 * else. */
static void
remember_stepped (LwProject *self)
{
  g_clear_pointer (&self->stepped_boxes, g_array_unref);
  self->stepped_boxes = lw_store_list_touched_boxes (self->store);
}

static void
step_worker (GTask        *task,
             gpointer      source_object,
             gpointer      task_data,
             GCancellable *cancellable)
{
  GError *error = NULL;

  if (step (task_data, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
stepped_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  LwProject *self = LW_PROJECT (source);
  g_autoptr (GTask) outer = user_data;
  StepJob *job = g_task_get_task_data (G_TASK (result));
  GError  *error = NULL;

  self->jump_steps = NULL;
  lw_project_set_busy (self, FALSE);

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      /* The steps before the one that could not be taken are done. */
      if (job->is_jump)
        lw_project_announce (self);

      g_task_return_error (outer, error);
      return;
    }

  remember_stepped (self);
  lw_project_announce (self);
  g_task_return_int (outer, job->image_key);
}

/* The whole of a short step is done before this returns, so that a second press of
 * the key finds the first one done. */
static void
step_now (LwProject *self,
          GTask     *outer,
          StepJob   *job)
{
  GError *error = NULL;

  if (step (job, &error))
    {
      remember_stepped (self);
      lw_project_announce (self);
      g_task_return_int (outer, job->image_key);
    }
  else
    {
      g_task_return_error (outer, error);
    }

  g_free (job);
}

static void
step_in_worker (LwProject *self,
                GTask     *outer,
                StepJob   *job)
{
  g_autoptr (GTask) inner = g_task_new (self, NULL, stepped_cb, g_object_ref (outer));

  g_task_set_task_data (inner, job, g_free);
  lw_project_set_busy (self, TRUE);
  lw_jobs_run (inner, step_worker, LW_PRIORITY_VISIBLE);
}

static void
start_step (LwProject          *self,
            gboolean            redo,
            GAsyncReadyCallback callback,
            gpointer            user_data)
{
  g_autoptr (GTask) outer = g_task_new (self, NULL, callback, user_data);
  GError  *error = NULL;
  StepJob *job;

  g_task_set_source_tag (outer, lw_project_step_finish);

  if (!lw_project_refuse_while_busy (self, &error))
    {
      g_task_return_error (outer, error);
      return;
    }

  job = g_new0 (StepJob, 1);
  job->store = self->store;
  job->annotator_key = self->annotator_key;
  job->redo = redo;

  if (lw_store_is_step_long (self->store, self->annotator_key, redo))
    step_in_worker (self, outer, job);
  else
    step_now (self, outer, job);
}

void
lw_project_undo_async (LwProject          *self,
                       GAsyncReadyCallback callback,
                       gpointer            user_data)
{
  g_return_if_fail (LW_IS_PROJECT (self));

  start_step (self, FALSE, callback, user_data);
}

void
lw_project_redo_async (LwProject          *self,
                       GAsyncReadyCallback callback,
                       gpointer            user_data)
{
  g_return_if_fail (LW_IS_PROJECT (self));

  start_step (self, TRUE, callback, user_data);
}

void
lw_project_jump_async (LwProject          *self,
                       gint64              group_key,
                       GAsyncReadyCallback callback,
                       gpointer            user_data)
{
  g_autoptr (GTask) outer = NULL;
  GError  *error = NULL;
  StepJob *job;

  g_return_if_fail (LW_IS_PROJECT (self));

  outer = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (outer, lw_project_step_finish);

  if (!lw_project_refuse_while_busy (self, &error))
    {
      g_task_return_error (outer, error);
      return;
    }

  job = g_new0 (StepJob, 1);
  job->store = self->store;
  job->annotator_key = self->annotator_key;
  job->is_jump = TRUE;
  job->group_key = group_key;
  self->jump_steps = job->steps;
  step_in_worker (self, outer, job);
}

void
lw_project_stop_jump (LwProject *self)
{
  g_return_if_fail (LW_IS_PROJECT (self));

  if (self->jump_steps != NULL)
    g_atomic_int_set (&self->jump_steps[2], TRUE);
}

double
lw_project_get_jump_progress (LwProject *self)
{
  const int *steps;

  g_return_val_if_fail (LW_IS_PROJECT (self), -1);

  if (!(steps = self->jump_steps))
    return -1;

  return (double) g_atomic_int_get (&steps[0]) / MAX (1, g_atomic_int_get (&steps[1]));
}

gboolean
lw_project_step_finish (LwProject    *self,
                        GAsyncResult *result,
                        gint64       *image_key,
                        GError      **error)
{
  GError *local_error = NULL;
  gint64  key;

  g_return_val_if_fail (g_async_result_is_tagged (result, lw_project_step_finish), FALSE);

  key = g_task_propagate_int (G_TASK (result), &local_error);

  if (image_key != NULL)
    *image_key = local_error == NULL ? key : 0;

  if (local_error == NULL)
    return TRUE;

  g_propagate_error (error, local_error);

  return FALSE;
}

GArray *
lw_project_list_stepped_boxes (LwProject *self)
{
  g_return_val_if_fail (LW_IS_PROJECT (self), NULL);

  if (self->stepped_boxes == NULL)
    return g_array_new (FALSE, FALSE, sizeof (gint64));

  return g_array_copy (self->stepped_boxes);
}

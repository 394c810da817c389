/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-project-loan.h"

#include <string.h>

/* The same rules as for an edit: somebody must be there to have done it.  An empty step,
 * which leaves no trace, asks all that is to be asked. */
static gboolean
may_edit (LwProject *self,
          GError   **error)
{
  if (!lw_project_begin (self, "", error))
    return FALSE;

  lw_store_rollback (self->store);

  return TRUE;
}

/* Takes @task and the job of @work. */
static void
start (LwProject        *self,
       GTask            *task,
       const LwLoanWork *work,
       LwProgressFunc    progress,
       gpointer          progress_data,
       GCancellable     *cancellable)
{
  GError *error = NULL;

  if (may_edit (self, &error))
    {
      lw_project_lend (self, task, work, progress, progress_data, cancellable);
      return;
    }

  g_task_return_error (task, error);
  g_object_unref (task);
  work->free_job (work->job);
}

/* --- Merging --- */

typedef struct
{
  GArray *from_keys; /* (element-type gint64) */
  gint64  into_key;
} Merge;

static void
merge_free (gpointer data)
{
  Merge *self = data;

  g_array_unref (self->from_keys);
  g_free (self);
}

static gpointer
run_merge (const LwLoan *loan,
           GCancellable *cancellable,
           GError      **error)
{
  const Merge       *merge = loan->job;
  LwClassMergeReport report = { 0 };

  if (!lw_class_merge_run (loan->store, (const gint64 *) merge->from_keys->data, merge->from_keys->len, merge->into_key,
                           loan->annotator_key, &report, lw_progress_relay_report, loan->progress, cancellable, error))
    return NULL;

  return g_memdup2 (&report, sizeof report);
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
  LwLoanWork work = { .run = run_merge, .free_job = merge_free, .free_report = g_free };
  GTask     *task;
  Merge     *merge;

  g_return_if_fail (LW_IS_PROJECT (self));
  g_return_if_fail (n_from > 0);

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, lw_project_merge_classes_async);

  merge = g_new0 (Merge, 1);
  merge->from_keys = g_array_append_vals (g_array_new (FALSE, FALSE, sizeof (gint64)), from_keys, n_from);
  merge->into_key = into_key;
  work.job = merge;
  start (self, task, &work, progress, progress_data, cancellable);
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

/* --- Splitting --- */

static gpointer
run_split (const LwLoan *loan,
           GCancellable *cancellable,
           GError      **error)
{
  LwClassSplitReport report = { 0 };

  if (!lw_class_split_run (loan->store, loan->job, loan->annotator_key, &report, lw_progress_relay_report,
                           loan->progress, cancellable, error))
    return NULL;

  return g_memdup2 (&report, sizeof report);
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
  LwLoanWork work = {
    .run = run_split,
    .free_job = (GDestroyNotify) lw_class_split_free,
    .free_report = g_free,
  };
  GTask *task;

  g_return_if_fail (LW_IS_PROJECT (self));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, lw_project_split_class_async);
  work.job = lw_class_split_copy (split);
  start (self, task, &work, progress, progress_data, cancellable);
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

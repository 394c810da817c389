/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-image-filter-job.h"

#include "lw-jobs.h"

/* An order by the last edit looks back this far: about a second of a worker's time. */
#define N_EDITS_MAX 300000

static void
filter_job_free (gpointer data)
{
  LwImageFilterJob *job = data;

  g_clear_pointer (&job->reader, lw_store_close);
  g_clear_pointer (&job->shown, g_array_unref);
  lw_image_set_unref_later (job->set);
  lw_image_filter_free (job->filter);
  g_free (job->store_path);
  g_free (job->facts);
  g_free (job->places);
  g_free (job);
}

static gboolean
ask_store (LwImageFilterJob *job,
           GArray          **with_class,
           GArray          **of_annotator,
           GArray          **edits,
           GError          **error)
{
  const LwImageFilter *filter = job->filter;
  const gboolean       sorts_by_edit = filter->sort == LW_IMAGE_SORT_EDITED;

  if (filter->class_key == 0 && filter->annotator_key == 0 && !sorts_by_edit)
    return TRUE;

  if (job->reader == NULL && !(job->reader = lw_store_open_read_only (job->store_path, error)))
    return FALSE;

  if (filter->class_key != 0 &&
      !(*with_class = lw_store_list_images_with_class (job->reader, filter->class_key, job->layer_key, error)))
    return FALSE;

  if (filter->annotator_key != 0 &&
      !(*of_annotator = lw_store_list_images_of_annotator (job->reader, filter->annotator_key, error)))
    return FALSE;

  return !sorts_by_edit || (*edits = lw_store_list_image_edits (job->reader, job->layer_key, N_EDITS_MAX, error)) != NULL;
}

static void
filter_worker (GTask        *task,
               gpointer      source_object,
               gpointer      task_data,
               GCancellable *cancellable)
{
  LwImageFilterJob *job = task_data;
  g_autoptr (GArray) with_class = NULL;
  g_autoptr (GArray) of_annotator = NULL;
  g_autoptr (GArray) edits = NULL;
  GError        *error = NULL;
  LwImageAnswers answers;

  if (!ask_store (job, &with_class, &of_annotator, &edits, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  answers = (LwImageAnswers){ with_class, of_annotator, edits };
  job->shown = lw_image_filter_run (job->filter, job->set, job->facts, &answers, cancellable);
  job->places = lw_image_filter_find_places (job->shown, lw_image_set_get_n_images (job->set));
  g_task_return_boolean (task, TRUE);
}

void
lw_image_filter_job_start (LwImageFilterJob   *job,
                           gpointer            source_object,
                           GCancellable       *cancellable,
                           GAsyncReadyCallback callback)
{
  g_autoptr (GTask) task = g_task_new (source_object, cancellable, callback, NULL);

  g_task_set_source_tag (task, lw_image_filter_job_start);
  g_task_set_task_data (task, job, filter_job_free);

  /* The reader comes back in any case. */
  g_task_set_check_cancellable (task, FALSE);
  lw_jobs_run (task, filter_worker, LW_PRIORITY_VISIBLE);
}

LwImageFilterJob *
lw_image_filter_job_get (GAsyncResult *result)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, lw_image_filter_job_start), NULL);

  return g_task_get_task_data (G_TASK (result));
}

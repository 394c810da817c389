/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-project-private.h"

#include "lw-image-list-private.h"
#include "lw-jobs.h"

typedef struct
{
  LwStore *reader; /* the project's, until the job returns; NULL: to be opened */
  char    *path;
  gint64   annotator_key;
  gboolean wants_summaries;
  gboolean wants_images;

  LwImageSet *images; /* results */
  GArray     *summaries;
  GArray     *counts;
} RefreshJob;

static void
refresh_job_free (gpointer data)
{
  RefreshJob *job = data;

  g_clear_pointer (&job->reader, lw_store_close);
  lw_image_set_unref_later (g_steal_pointer (&job->images));
  g_clear_pointer (&job->summaries, g_array_unref);
  g_clear_pointer (&job->counts, g_array_unref);
  g_free (job->path);
  g_free (job);
}

static LwImageSet *
read_images (LwStore *reader,
             GError **error)
{
  GArray *images = lw_store_list_images (reader, error);

  return images != NULL ? lw_image_set_new (images) : NULL;
}

static void
refresh_worker (GTask        *task,
                gpointer      source_object,
                gpointer      task_data,
                GCancellable *cancellable)
{
  RefreshJob *job = task_data;
  GError     *error = NULL;

  if (job->reader == NULL)
    job->reader = lw_store_open_read_only (job->path, &error);

  if (error == NULL && job->wants_images)
    job->images = read_images (job->reader, &error);

  if (error == NULL && job->wants_summaries)
    job->summaries = lw_store_summarise (job->reader, job->annotator_key, &error);

  if (error == NULL)
    job->counts = lw_store_count_classes (job->reader, job->annotator_key, &error);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static void start_refresh (LwProject *self);

static void
take_results (LwProject  *self,
              RefreshJob *job)
{
  /* Two looks at the project: images may have come between them, and then the next
   * round is due. */
  if (job->images != NULL && job->summaries->len == lw_image_set_get_n_images (job->images))
    lw_image_list_take_images (self->images, g_steal_pointer (&job->images), g_steal_pointer (&job->summaries));
  else if (job->images != NULL)
    lw_image_list_take_images (self->images, g_steal_pointer (&job->images), NULL);
  else if (job->summaries != NULL)
    lw_image_list_set_summaries (self->images, job->summaries);
}

static void
refreshed_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  LwProject  *self = LW_PROJECT (source);
  RefreshJob *job = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;

  self->is_refreshing = FALSE;
  self->reader = g_steal_pointer (&job->reader);

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      g_warning ("The labels of “%s” could not be counted: %s", lw_store_get_path (self->store), error->message);
      return;
    }

  /* What was counted for somebody else's layer, or before the last edit, is not
   * shown: the next round is due already. */
  if (job->annotator_key == self->annotator_key && !self->refresh_due)
    {
      take_results (self, job);

      g_clear_pointer (&self->counts, g_array_unref);
      self->counts = g_steal_pointer (&job->counts);
      g_signal_emit_by_name (self, "counts-changed");
    }
  else
    {
      self->summaries_due |= job->wants_summaries;
      self->images_due |= job->wants_images;
    }

  if (self->refresh_due)
    start_refresh (self);
}

static void
start_refresh (LwProject *self)
{
  g_autoptr (GTask) task = NULL;
  RefreshJob *job;

  if (self->is_refreshing || self->is_busy)
    return;

  job = g_new0 (RefreshJob, 1);
  job->reader = g_steal_pointer (&self->reader);
  job->path = g_strdup (lw_store_get_path (self->store));
  job->annotator_key = self->annotator_key;
  job->wants_summaries = self->summaries_due;
  job->wants_images = self->images_due;

  self->is_refreshing = TRUE;
  self->refresh_due = FALSE;
  self->summaries_due = FALSE;
  self->images_due = FALSE;

  task = g_task_new (self, NULL, refreshed_cb, NULL);
  g_task_set_task_data (task, job, refresh_job_free);
  lw_jobs_run (task, refresh_worker, LW_PRIORITY_NEIGHBOUR);
}

void
lw_project_request_counts (LwProject *self,
                           gboolean   summaries)
{
  self->refresh_due = TRUE;
  self->summaries_due |= summaries;
  start_refresh (self);
}

void
lw_project_request_images (LwProject *self)
{
  self->images_due = TRUE;
  lw_project_request_counts (self, TRUE);
}

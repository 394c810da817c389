/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-recent.h"

#include "lw-image-folder.h"
#include "lw-jobs.h"
#include "lw-project.h"
#include "lw-settings.h"

#include <string.h>

#define KEY_RECENT "recent-projects"

char **
lw_recent_list (void)
{
  return g_settings_get_strv (lw_settings_get (), KEY_RECENT);
}

/* Everything but @path, with @path in front where @first. */
static void
store_without (const char *path,
               gboolean    first)
{
  g_auto (GStrv) old = lw_recent_list ();
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) fresh = NULL;

  if (first)
    g_strv_builder_add (builder, path);

  for (guint i = 0, n = first; old[i] != NULL && n < LW_RECENT_MAX; i++)
    if (!g_str_equal (old[i], path))
      {
        g_strv_builder_add (builder, old[i]);
        n++;
      }

  fresh = g_strv_builder_end (builder);
  g_settings_set_strv (lw_settings_get (), KEY_RECENT, (const char *const *) fresh);
}

void
lw_recent_add (const char *path)
{
  g_autofree char *full = g_canonicalize_filename (path, NULL);

  store_without (full, TRUE);
}

void
lw_recent_remove (const char *path)
{
  store_without (path, FALSE);
}

void
lw_recent_info_free (LwRecentInfo *self)
{
  g_free (self->path);
  g_free (self->title);
  g_free (self->first_image);
  g_free (self);
}

typedef struct
{
  char *path;
  char *annotator; /* "" for everybody together */
} LookJob;

static void
look_job_free (gpointer data)
{
  LookJob *job = data;

  g_free (job->path);
  g_free (job->annotator);
  g_free (job);
}

/* NULL with @error unset where the annotator has no layer. */
static GArray *
summarise (LwStore    *store,
           const char *annotator,
           GError    **error)
{
  g_autoptr (GArray) annotators = NULL;

  if (*annotator == '\0')
    return lw_store_summarise (store, 0, error);

  annotators = lw_store_list_annotators (store, error);

  for (guint i = 0; annotators != NULL && i < annotators->len; i++)
    if (g_str_equal (g_array_index (annotators, LwAnnotatorRow, i).name, annotator))
      return lw_store_summarise (store, g_array_index (annotators, LwAnnotatorRow, i).key, error);

  return NULL;
}

static guint
count_left (const GArray *summaries)
{
  guint n_left = 0;

  for (guint i = 0; i < summaries->len; i++)
    {
      const LwProgress progress = g_array_index (summaries, LwImageSummary, i).progress;

      n_left += progress != LW_PROGRESS_DONE && progress != LW_PROGRESS_SKIPPED;
    }

  return n_left;
}

static LwRecentInfo *
look (const LookJob *job,
      GError       **error)
{
  const char *path = job->path;
  g_autoptr (LwStore) store = lw_store_open_read_only (path, error);
  g_autoptr (GArray) images = NULL;
  g_autoptr (GArray) summaries = NULL;
  g_autofree char *folder = NULL;
  LwRecentInfo    *info;
  GError          *local_error = NULL;

  if (store == NULL || !(images = lw_store_list_images (store, error)))
    return NULL;

  summaries = summarise (store, job->annotator, &local_error);

  if (local_error != NULL)
    {
      g_propagate_error (error, local_error);
      return NULL;
    }

  folder = lw_image_folder_get (store);
  info = g_new0 (LwRecentInfo, 1);
  info->path = g_strdup (path);
  info->title = lw_project_title_from_path (path);
  info->n_images = images->len;
  info->n_left = summaries != NULL ? count_left (summaries) : images->len;

  if (images->len > 0)
    info->first_image = lw_image_folder_resolve (folder, g_array_index (images, LwImageRow, 0).path);

  return info;
}

static void
look_worker (GTask        *task,
             gpointer      source_object,
             gpointer      task_data,
             GCancellable *cancellable)
{
  GError       *error = NULL;
  LwRecentInfo *info = look (task_data, &error);

  if (info != NULL)
    g_task_return_pointer (task, info, (GDestroyNotify) lw_recent_info_free);
  else
    g_task_return_error (task, error);
}

void
lw_recent_look_async (const char         *path,
                      GCancellable       *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  LookJob *job;

  g_return_if_fail (path != NULL);

  job = g_new0 (LookJob, 1);
  job->path = g_strdup (path);
  job->annotator = g_settings_get_string (lw_settings_get (), "annotator-name");

  g_task_set_source_tag (task, lw_recent_look_async);
  g_task_set_task_data (task, job, look_job_free);
  lw_jobs_run (task, look_worker, LW_PRIORITY_NEIGHBOUR);
}

LwRecentInfo *
lw_recent_look_finish (GAsyncResult *result,
                       GError      **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, lw_recent_look_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

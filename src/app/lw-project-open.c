/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-project-private.h"

#include "lw-image-folder.h"
#include "lw-jobs.h"

static void
contents_free (LwProjectContents *contents)
{
  g_clear_pointer (&contents->store, lw_store_close);
  g_clear_pointer (&contents->images, lw_image_set_unref);
  g_clear_pointer (&contents->classes, g_array_unref);
  g_clear_pointer (&contents->attributes, g_array_unref);
  g_clear_pointer (&contents->annotators, g_array_unref);
  g_free (contents);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LwProjectContents, contents_free)

/* Takes @store, also on failure. */
static LwProjectContents *
load_contents (LwStore *store,
               GError **error)
{
  g_autoptr (LwProjectContents) contents = g_new0 (LwProjectContents, 1);
  GArray *images;

  contents->store = store;

  if (!(images = lw_store_list_images (store, error)))
    return NULL;

  contents->images = lw_image_set_new (images);

  if (!(contents->classes = lw_store_list_classes (store, error)) ||
      !(contents->attributes = lw_store_list_attributes (store, error)) ||
      !(contents->annotators = lw_store_list_annotators (store, error)))
    return NULL;

  return g_steal_pointer (&contents);
}

static void
return_contents (GTask   *task,
                 LwStore *store,
                 GError  *error)
{
  LwProjectContents *contents = store != NULL ? load_contents (store, &error) : NULL;

  if (contents != NULL)
    g_task_return_pointer (task, contents, (GDestroyNotify) contents_free);
  else
    g_task_return_error (task, error);
}

static void
open_worker (GTask        *task,
             gpointer      source_object,
             gpointer      task_data,
             GCancellable *cancellable)
{
  GError  *error = NULL;
  LwStore *store = lw_store_open (task_data, &error);

  return_contents (task, store, error);
}

static void
open_folder_worker (GTask        *task,
                    gpointer      source_object,
                    gpointer      task_data,
                    GCancellable *cancellable)
{
  GError          *error = NULL;
  g_autofree char *folder = g_canonicalize_filename (task_data, NULL);
  g_autofree char *path = lw_image_folder_dup_project_path (folder);
  LwStore         *store;

  if (g_file_test (path, G_FILE_TEST_EXISTS))
    store = lw_store_open (path, &error);
  else
    store = lw_image_folder_create_project (path, folder, NULL, cancellable, &error);

  return_contents (task, store, error);
}

static void
start_opening (const char         *path,
               GTaskThreadFunc     worker,
               GCancellable       *cancellable,
               GAsyncReadyCallback callback,
               gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, lw_project_open_async);
  g_task_set_task_data (task, g_strdup (path), g_free);
  lw_jobs_run (task, worker, LW_PRIORITY_VISIBLE);
}

void
lw_project_open_async (const char         *path,
                       GCancellable       *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer            user_data)
{
  g_return_if_fail (path != NULL);

  start_opening (path, open_worker, cancellable, callback, user_data);
}

void
lw_project_open_folder_async (const char         *folder,
                              GCancellable       *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer            user_data)
{
  g_return_if_fail (folder != NULL);

  start_opening (folder, open_folder_worker, cancellable, callback, user_data);
}

LwProject *
lw_project_open_finish (GAsyncResult *result,
                        GError      **error)
{
  g_autoptr (LwProjectContents) contents = NULL;

  g_return_val_if_fail (g_async_result_is_tagged (result, lw_project_open_async), NULL);

  if (!(contents = g_task_propagate_pointer (G_TASK (result), error)))
    return NULL;

  return lw_project_new_loaded (contents);
}

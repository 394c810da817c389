/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-test-project.h"

LwProject *
lw_test_open_folder (const char *folder)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GAsyncResult) done = NULL;
  GAsyncResult *result = NULL;
  LwProject    *project;

  lw_project_open_folder_async (folder, NULL, lw_test_store_result_cb, &result);
  done = lw_test_wait_result (&result);
  project = lw_project_open_finish (done, &error);
  g_assert_no_error (error);

  return project;
}

LwProject *
lw_test_open_folder_as (const char *folder,
                        const char *annotator)
{
  g_autoptr (GError) error = NULL;
  LwProject *project = lw_test_open_folder (folder);

  lw_project_set_annotator (project, annotator, &error);
  g_assert_no_error (error);

  return project;
}

static gboolean
is_idle (gpointer user_data)
{
  return G_OBJECT (user_data)->ref_count == 1;
}

void
lw_test_wait_idle (LwProject *project)
{
  lw_test_wait (is_idle, project);
}

void
lw_test_close_project (LwProject *project)
{
  lw_test_wait_idle (project);
  g_assert_finalize_object (project);
}

gint64
lw_test_get_image_key (LwProject *project,
                       guint      position)
{
  g_autoptr (LwImageItem) item = g_list_model_get_item (G_LIST_MODEL (lw_project_get_images (project)), position);

  g_assert_nonnull (item);

  return lw_image_item_get_key (item);
}

/* bench-list.c - filter, order and edits of a long list of images
 *
 * Usage: bench-list [IMAGES]
 *
 * Makes a project of that many images, and prints for each change of filter or order how
 * long it took on the clock, and the longest that the main loop was busy at one go
 * meanwhile, which is what a frame would have waited, in processor time of its thread.  "tag" is one class given to 50 images
 * at once, again and again, with somebody who asks for the counts after each image, as a
 * window does: "mean_ms" and "worst_ms" of one step.  One JSON object.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lw-project-tags.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static void
die (const GError *error)
{
  g_printerr ("bench-list: %s\n", error != NULL ? error->message : "stopped");
  exit (1);
}

static void
make_project (const char *path,
              guint       n_images)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LwStore) store = lw_store_create (path, &error);
  gboolean ok = store != NULL && lw_store_begin (store, LW_GROUP_SETUP, 0, "Images", &error);

  for (guint i = 0; ok && i < n_images; i++)
    {
      g_autofree char    *name = g_strdup_printf ("slide %u/Image %u.jpg", i / 500, (i * 7919) % n_images);
      const LwImageRecord record = { name, 1280, 960, LW_PROGRESS_UNSEEN, NULL, NULL };

      ok = lw_store_add_image (store, &record, 1, &error) != 0;
    }

  if (!ok || !lw_store_commit (store, &error))
    die (error);
}

static void
store_result_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static double
thread_ms (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);

  return (double) now.tv_sec * 1e3 + (double) now.tv_nsec / 1e6;
}

/* The longest turn of the main loop until there is a result. */
static double
wait_result (GAsyncResult **result)
{
  double longest_ms = 0;

  while (*result == NULL)
    {
      const double start_ms = thread_ms ();

      if (!g_main_context_iteration (NULL, FALSE))
        g_usleep (200);
      else
        longest_ms = MAX (longest_ms, thread_ms () - start_ms);
    }

  return longest_ms;
}

static void
measure (LwImageList         *images,
         const char          *name,
         const LwImageFilter *filter)
{
  const gint64  start_us = g_get_monotonic_time ();
  const double  start_ms = thread_ms ();
  GAsyncResult *result = NULL;
  double        asked_ms, longest_ms;
  g_autoptr (GError) error = NULL;

  lw_image_list_set_filter_async (images, filter, store_result_cb, &result);
  asked_ms = thread_ms () - start_ms;
  longest_ms = MAX (asked_ms, wait_result (&result));

  if (!lw_image_list_set_filter_finish (images, result, &error))
    die (error);

  printf (", \"%s\": {\"shown\": %u, \"clock_ms\": %.1f, \"main_loop_ms\": %.2f}", name,
          g_list_model_get_n_items (G_LIST_MODEL (images)), (double) (g_get_monotonic_time () - start_us) / 1e3, longest_ms);
  g_object_unref (result);
}

#define N_TAGGED 50
#define N_STEPS 40

static void
ask_counts_cb (LwProject *project,
               gint64     image_key,
               guint     *n_asked)
{
  guint counts[LW_N_PROGRESS];

  lw_image_list_count_progress (lw_project_get_images (project), counts);
  lw_image_list_count_progress (lw_project_get_images (project), counts);
  (*n_asked)++;
}

static void
measure_tags (LwProject *project)
{
  g_autoptr (GArray) keys = lw_image_list_search (lw_project_get_images (project), "", N_TAGGED);
  g_autoptr (GError) error = NULL;
  double total_ms = 0, worst_ms = 0;
  guint  n_asked = 0;
  gint64 class_key;

  if (!lw_project_set_annotator (project, "Bench", &error) || !lw_project_add_class (project, "Cell", &class_key, &error))
    die (error);

  g_signal_connect (project, "labels-changed", G_CALLBACK (ask_counts_cb), &n_asked);

  for (guint i = 0; i < N_STEPS; i++)
    {
      const double start_ms = thread_ms ();
      double       step_ms;

      if (!lw_project_tag_images (project, (const gint64 *) keys->data, keys->len, class_key, NULL, &error))
        die (error);

      step_ms = thread_ms () - start_ms;
      total_ms += step_ms;
      worst_ms = MAX (worst_ms, step_ms);
    }

  printf (", \"tag\": {\"images\": %u, \"announced\": %u, \"mean_ms\": %.2f, \"worst_ms\": %.2f}", keys->len, n_asked,
          total_ms / N_STEPS, worst_ms);
}

int
main (int   argc,
      char *argv[])
{
  const guint         n_images = argc > 1 ? (guint) atoi (argv[1]) : 100000;
  g_autofree char    *folder = g_dir_make_tmp ("bench-list-XXXXXX", NULL);
  g_autofree char    *path = g_build_filename (folder, "bench" LW_STORE_SUFFIX, NULL);
  const LwImageFilter all = { 0 };
  const LwImageFilter text = { .text = "image 99" };
  const LwImageFilter state = { .progress_mask = 1u << LW_PROGRESS_UNSEEN };
  const LwImageFilter by_name = { .sort = LW_IMAGE_SORT_NAME };
  const LwImageFilter by_path = { .sort = LW_IMAGE_SORT_PATH, .is_descending = TRUE };
  const LwImageFilter by_edit = { .sort = LW_IMAGE_SORT_EDITED };
  g_autoptr (GError) error = NULL;
  GAsyncResult *result = NULL;
  LwProject    *project;
  LwImageList  *images;
  double        longest_ms;

  if (n_images == 0 || argc > 2)
    {
      g_printerr ("usage: bench-list [IMAGES]\n");
      return 2;
    }

  make_project (path, n_images);
  lw_project_open_async (path, NULL, store_result_cb, &result);
  longest_ms = wait_result (&result);

  if (!(project = lw_project_open_finish (result, &error)))
    die (error);

  images = lw_project_get_images (project);
  printf ("{\"images\": %u, \"open_main_loop_ms\": %.2f", n_images, longest_ms);
  measure (images, "text", &text);
  measure (images, "state", &state);
  measure (images, "by_name", &by_name);
  measure (images, "by_path", &by_path);
  measure (images, "by_edit", &by_edit);
  measure (images, "all", &all);
  measure_tags (project);
  printf ("}\n");

  g_object_unref (result);
  g_object_unref (project);

  while (g_main_context_iteration (NULL, FALSE))
    ;

  g_unlink (path);
  g_rmdir (folder);

  return 0;
}

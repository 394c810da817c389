/* bench-import.c - a large COCO file into a fresh project, and the project after it
 *
 * Usage: bench-import [IMAGES [BOXES-PER-IMAGE [FOLDER]]]
 *
 * Writes the file, imports it in a child process of its own, so that its peak of
 * memory is the import's and nothing else's, opens the project and lists it, and
 * times single edits until they are durable.  Prints one JSON object.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lw-import.h"
#include "lw-random.h"
#include "lw-store.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define N_CLASSES 80
#define N_EDITS 500

static double
seconds_since (gint64 start_us)
{
  return (g_get_monotonic_time () - start_us) / 1e6;
}

static void
die (const GError *error)
{
  g_printerr ("bench-import: %s\n", error != NULL ? error->message : "stopped");
  exit (1);
}

/* --- The file --- */

static void
write_coco (const char *path,
            guint       n_images,
            guint       n_boxes)
{
  FILE    *file = fopen (path, "w");
  LwRandom random = lw_random_new (1);
  guint64  id = 1;

  if (file == NULL)
    die (NULL);

  fputs ("{\"images\":[", file);
  for (guint i = 0; i < n_images; i++)
    fprintf (file, "%s{\"id\":%u,\"file_name\":\"%03u/%06u.jpg\",\"width\":1280,\"height\":960}",
             i > 0 ? "," : "", i + 1, i / 1000, i + 1);

  fputs ("],\"categories\":[", file);
  for (guint i = 0; i < N_CLASSES; i++)
    fprintf (file, "%s{\"id\":%u,\"name\":\"class %u\",\"supercategory\":\"thing\"}", i > 0 ? "," : "", i + 1, i + 1);

  fputs ("],\"annotations\":[", file);
  for (guint i = 0; i < n_images; i++)
    for (guint j = 0; j < n_boxes; j++, id++)
      {
        const double w = lw_random_range (&random, 4, 200);
        const double h = lw_random_range (&random, 4, 200);

        fprintf (file, "%s{\"id\":%" G_GUINT64_FORMAT ",\"image_id\":%u,\"category_id\":%u,\"bbox\":[%.2f,%.2f,%.2f,%.2f],"
                       "\"area\":%.4f,\"iscrowd\":0}",
                 id > 1 ? "," : "", id, i + 1, (guint) lw_random_below (&random, N_CLASSES) + 1,
                 lw_random_range (&random, 0, 1280 - w), lw_random_range (&random, 0, 960 - h), w, h, w * h);
      }

  fputs ("]}\n", file);

  if (fclose (file) != 0)
    die (NULL);
}

/* --- The import --- */

static void
import (const char *project,
        const char *source)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LwStore) store = lw_store_create (project, &error);
  const LwImportOptions options = { .source = source, .format = lw_format_find ("coco", &error) };
  g_autoptr (LwImportReport) report = NULL;

  if (store == NULL || !(report = lw_import_run (store, &options, NULL, NULL, NULL, &error)))
    die (error);
}

static double
import_in_child (const char *project,
                 const char *source,
                 double     *peak_mb)
{
  const gint64  start = g_get_monotonic_time ();
  const pid_t   child = fork ();
  struct rusage usage;
  int           status;

  if (child == 0)
    {
      import (project, source);
      _exit (0);
    }

  if (child < 0 || wait4 (child, &status, 0, &usage) != child || status != 0)
    die (NULL);

  *peak_mb = usage.ru_maxrss / 1024.0;

  return seconds_since (start);
}

/* --- Afterwards --- */

static double
open_and_list (const char *project,
               LwStore   **store,
               GArray    **images)
{
  const gint64 start = g_get_monotonic_time ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) classes = NULL;
  g_autoptr (GArray) summaries = NULL;
  g_autoptr (GArray) boxes = NULL;

  if (!(*store = lw_store_open (project, &error)) ||
      !(classes = lw_store_list_classes (*store, &error)) ||
      !(*images = lw_store_list_images (*store, &error)) ||
      !(summaries = lw_store_summarise (*store, 0, &error)) ||
      !(boxes = lw_store_list_boxes (*store, g_array_index (*images, LwImageRow, 0).key, 0, &error)))
    die (error);

  return seconds_since (start);
}

static int
compare_doubles (gconstpointer a,
                 gconstpointer b)
{
  const double difference = *(const double *) a - *(const double *) b;

  return (difference > 0) - (difference < 0);
}

static void
time_edits (LwStore      *store,
            const GArray *images,
            double       *milliseconds)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) annotators = lw_store_list_annotators (store, &error);
  g_autoptr (GArray) classes = lw_store_list_classes (store, &error);
  LwRandom random = lw_random_new (2);

  if (annotators == NULL || classes == NULL)
    die (error);

  for (guint i = 0; i < N_EDITS; i++)
    {
      const gint64   start = g_get_monotonic_time ();
      const LwBoxRow row = {
        .image_key = g_array_index (images, LwImageRow, lw_random_below (&random, images->len)).key,
        .annotator_key = g_array_index (annotators, LwAnnotatorRow, 0).key,
        .class_key = g_array_index (classes, LwClassRow, 0).key,
        .rect = { i, 10, i + 20, 40 },
      };

      if (!lw_store_begin (store, LW_GROUP_EDIT, row.annotator_key, "Draw box", &error) ||
          lw_store_add_box (store, &row, &error) == 0 ||
          !lw_store_commit (store, &error))
        die (error);

      milliseconds[i] = seconds_since (start) * 1000;
    }

  qsort (milliseconds, N_EDITS, sizeof *milliseconds, compare_doubles);
}

int
main (int   argc,
      char *argv[])
{
  const guint      n_images = argc > 1 ? atoi (argv[1]) : 100000;
  const guint      n_boxes = argc > 2 ? atoi (argv[2]) : 10;
  g_autofree char *folder = argc > 3 ? g_strdup (argv[3]) : g_dir_make_tmp ("bench-import-XXXXXX", NULL);
  g_autofree char *source = g_build_filename (folder, "annotations.json", NULL);
  g_autofree char *project = g_build_filename (folder, "bench" LW_STORE_SUFFIX, NULL);
  g_autoptr (LwStore) store = NULL;
  g_autoptr (GArray) images = NULL;
  double      import_seconds, open_seconds, peak_mb;
  double      milliseconds[N_EDITS];
  struct stat source_info, project_info;

  if (n_images == 0 || argc > 4)
    {
      g_printerr ("usage: bench-import [IMAGES [BOXES-PER-IMAGE [FOLDER]]]\n");
      return 2;
    }

  write_coco (source, n_images, n_boxes);
  import_seconds = import_in_child (project, source, &peak_mb);
  open_seconds = open_and_list (project, &store, &images);
  time_edits (store, images, milliseconds);

  if (stat (source, &source_info) != 0 || stat (project, &project_info) != 0)
    die (NULL);

  printf ("{\"images\": %u, \"boxes\": %u, \"file_mb\": %.1f, \"project_mb\": %.1f, \"import_seconds\": %.2f, "
          "\"import_peak_mb\": %.0f, \"open_and_list_seconds\": %.3f, \"edit_ms_median\": %.2f, \"edit_ms_p95\": %.2f}\n",
          n_images, n_images * n_boxes, source_info.st_size / 1e6, project_info.st_size / 1e6, import_seconds,
          peak_mb, open_seconds, milliseconds[N_EDITS / 2], milliseconds[N_EDITS * 95 / 100]);

  g_clear_pointer (&store, lw_store_close);
  g_unlink (source);
  g_unlink (project);
  g_rmdir (folder);

  return 0;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-walk-list.h"

#include "lw-arrange.h"
#include "lw-box-attributes.h"
#include "lw-error.h"
#include "lw-jobs.h"

#include <glib/gi18n-lib.h>

/* --- Reading the boxes, in a worker --- */

typedef struct
{
  char       *path;
  GArray     *image_keys; /* (element-type gint64) */
  GHashTable *asked;      /* (element-type gint64): classes; boxes of others are left out */
  LwId        attribute_id;
  gint64      annotator_key;
  gboolean    only_without;
} WalkJob;

static void
walk_job_free (gpointer data)
{
  WalkJob *job = data;

  g_free (job->path);
  g_array_unref (job->image_keys);
  g_hash_table_unref (job->asked);
  g_free (job);
}

/* @boxes: (element-type LwBoxRow) of one image. */
static void
append_boxes (const WalkJob *job,
              const GArray  *boxes,
              GArray        *steps)
{
  g_autofree LwRect  *rects = g_new (LwRect, MAX (boxes->len, 1));
  g_autofree guint32 *order = g_new (guint32, MAX (boxes->len, 1));

  for (guint i = 0; i < boxes->len; i++)
    rects[i] = g_array_index (boxes, LwBoxRow, i).rect;

  lw_reading_order (rects, boxes->len, order);

  for (guint i = 0; i < boxes->len; i++)
    {
      const LwBoxRow  *box = &g_array_index (boxes, LwBoxRow, order[i]);
      g_autofree char *value = lw_box_attributes_get (box->attributes, job->attribute_id);
      const LwWalkStep step = { box->image_key, box->key, value != NULL };

      if (g_hash_table_contains (job->asked, &box->class_key) && !(job->only_without && step.has_value))
        g_array_append_val (steps, step);
    }
}

static GArray *
list_steps (const WalkJob *job,
            GCancellable  *cancellable,
            GError       **error)
{
  g_autoptr (LwStore) store = lw_store_open_read_only (job->path, error);
  g_autoptr (GArray) steps = g_array_new (FALSE, FALSE, sizeof (LwWalkStep));

  for (guint i = 0; i < job->image_keys->len; i++)
    {
      g_autoptr (GArray) boxes = NULL;

      if (store == NULL || g_cancellable_set_error_if_cancelled (cancellable, error) ||
          !(boxes = lw_store_list_boxes (store, g_array_index (job->image_keys, gint64, i), job->annotator_key, error)))
        return NULL;

      append_boxes (job, boxes, steps);
    }

  return store != NULL ? g_steal_pointer (&steps) : NULL;
}

static void
walk_worker (GTask        *task,
             gpointer      source_object,
             gpointer      task_data,
             GCancellable *cancellable)
{
  GError *error = NULL;
  GArray *steps = list_steps (task_data, cancellable, &error);

  if (steps != NULL)
    g_task_return_pointer (task, steps, (GDestroyNotify) g_array_unref);
  else
    g_task_return_error (task, error);
}

/* --- Starting it --- */

/* 0, for boxes without a class, is among them where all classes are asked. */
static GHashTable *
list_asked (LwProject            *project,
            const LwAttributeRow *attribute)
{
  const GArray *classes = lw_project_get_classes (project);
  GHashTable   *asked = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

  for (guint i = 0; i <= classes->len; i++)
    {
      const gint64 class_key = i < classes->len ? g_array_index (classes, LwClassRow, i).key : 0;
      g_autoptr (GPtrArray) attributes = lw_project_list_class_attributes (project, class_key);

      if (g_ptr_array_find (attributes, attribute, NULL))
        g_hash_table_add (asked, g_memdup2 (&class_key, sizeof class_key));
    }

  return asked;
}

void
lw_walk_list_async (LwProject          *project,
                    gint64              attribute_key,
                    GArray             *image_keys,
                    gboolean            only_without,
                    GCancellable       *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (project, cancellable, callback, user_data);
  const LwAttributeRow *attribute;
  WalkJob              *job;

  g_return_if_fail (LW_IS_PROJECT (project));

  g_task_set_source_tag (task, lw_walk_list_async);

  if (!(attribute = lw_project_find_attribute (project, attribute_key)))
    {
      g_array_unref (image_keys);
      g_task_return_new_error (task, LW_ERROR, LW_ERROR_NOT_FOUND, _ ("The attribute is not there any more."));
      return;
    }

  job = g_new0 (WalkJob, 1);
  job->path = g_strdup (lw_project_get_path (project));
  job->image_keys = image_keys;
  job->asked = list_asked (project, attribute);
  job->attribute_id = attribute->id;
  job->annotator_key = lw_project_get_annotator_key (project);
  job->only_without = only_without;
  g_task_set_task_data (task, job, walk_job_free);
  lw_jobs_run (task, walk_worker, LW_PRIORITY_VISIBLE);
}

GArray *
lw_walk_list_finish (LwProject    *project,
                     GAsyncResult *result,
                     GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, project), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

GArray *
lw_walk_list_images (LwProject *project,
                     gint64     image_key,
                     gboolean   is_onward)
{
  LwImageList *images;
  GArray      *keys;
  guint        position;

  g_return_val_if_fail (LW_IS_PROJECT (project), NULL);

  images = lw_project_get_images (project);
  position = is_onward ? lw_image_list_find (images, image_key) : G_MAXUINT;

  /* An image that the filter has hidden since it was opened has nothing after it. */
  if (position == G_MAXUINT)
    {
      keys = g_array_new (FALSE, FALSE, sizeof (gint64));
      return g_array_append_val (keys, image_key);
    }

  keys = lw_image_list_search (images, "", G_MAXUINT);

  return g_array_remove_range (keys, 0, MIN (position, keys->len));
}

/* --- Looking at it --- */

guint
lw_walk_list_find (const GArray *steps,
                   gint64        box_key)
{
  g_return_val_if_fail (steps != NULL, G_MAXUINT);

  for (guint i = 0; i < steps->len; i++)
    if (g_array_index (steps, LwWalkStep, i).box_key == box_key)
      return i;

  return G_MAXUINT;
}

guint
lw_walk_list_count_values (const GArray *steps)
{
  guint n_values = 0;

  g_return_val_if_fail (steps != NULL, 0);

  for (guint i = 0; i < steps->len; i++)
    n_values += g_array_index (steps, LwWalkStep, i).has_value;

  return n_values;
}

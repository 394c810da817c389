/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-image-grid.h"

#include "lw-jobs.h"

struct _LwImageGrid
{
  GObject parent_instance;

  LwProject    *project;
  GArray       *keys; /* (element-type gint64) */
  GCancellable *sorting;
  gboolean      by_class, only_without;
};

static void list_model_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (LwImageGrid, lw_image_grid, G_TYPE_OBJECT, G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

static GType
get_item_type (GListModel *model)
{
  return LW_TYPE_IMAGE_ITEM;
}

static guint
get_n_items (GListModel *model)
{
  return LW_IMAGE_GRID (model)->keys->len;
}

static gpointer
get_item (GListModel *model,
          guint       position)
{
  LwImageGrid *self = LW_IMAGE_GRID (model);

  if (position >= self->keys->len)
    return NULL;

  return lw_image_list_dup_item (lw_project_get_images (self->project), g_array_index (self->keys, gint64, position));
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

/* Takes @keys. */
static void
set_keys (LwImageGrid *self,
          GArray      *keys)
{
  const guint n_before = self->keys->len;

  g_array_unref (self->keys);
  self->keys = keys;
  g_list_model_items_changed (G_LIST_MODEL (self), 0, n_before, keys->len);
}

/* --- Sorting, in a worker --- */

typedef struct
{
  char    *path;
  GArray  *keys; /* (element-type gint64): of the list, in its order */
  gint64   annotator_key;
  gboolean by_class, only_without;
} SortJob;

static void
sort_job_free (gpointer data)
{
  SortJob *job = data;

  g_free (job->path);
  g_array_unref (job->keys);
  g_free (job);
}

/* image key -> place of its first class + 1.  NULL with @error set. */
static GHashTable *
find_places (SortJob *job,
             GError **error)
{
  g_autoptr (LwStore) store = lw_store_open_read_only (job->path, error);
  g_autoptr (GArray) classes = store != NULL ? lw_store_list_classes (store, error) : NULL;
  g_autoptr (GHashTable) places = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

  if (classes == NULL)
    return NULL;

  for (guint i = classes->len; i > 0; i--)
    {
      g_autoptr (GArray) tags = lw_store_list_class_tags (store, g_array_index (classes, LwClassRow, i - 1).key,
                                                          job->annotator_key, error);

      if (tags == NULL)
        return NULL;

      for (guint k = 0; k < tags->len; k++)
        g_hash_table_replace (places, g_memdup2 (&g_array_index (tags, LwTagRow, k).image_key, sizeof (gint64)),
                              GUINT_TO_POINTER (i));
    }

  return g_steal_pointer (&places);
}

/* Buckets rather than a sort: the order of the list stays within each class. */
static GArray *
sort (SortJob    *job,
      GHashTable *places)
{
  GArray *sorted = g_array_sized_new (FALSE, FALSE, sizeof (gint64), job->keys->len);
  g_autoptr (GPtrArray) buckets = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);

  for (guint i = 0; i < job->keys->len; i++)
    {
      const gint64 key = g_array_index (job->keys, gint64, i);
      const guint  place = GPOINTER_TO_UINT (g_hash_table_lookup (places, &key));
      const guint  bucket = job->by_class ? place : 0;

      if (job->only_without && place != 0)
        continue;

      while (buckets->len <= bucket)
        g_ptr_array_add (buckets, g_array_new (FALSE, FALSE, sizeof (gint64)));

      g_array_append_val ((GArray *) g_ptr_array_index (buckets, bucket), key);
    }

  /* The first bucket holds those without any class. */
  for (guint i = 1; i <= buckets->len; i++)
    {
      const GArray *bucket = g_ptr_array_index (buckets, i % buckets->len);

      if (bucket->len > 0)
        g_array_append_vals (sorted, bucket->data, bucket->len);
    }

  return sorted;
}

static void
sort_worker (GTask        *task,
             gpointer      source_object,
             gpointer      task_data,
             GCancellable *cancellable)
{
  GError *error = NULL;
  g_autoptr (GHashTable) places = find_places (task_data, &error);

  if (places != NULL)
    g_task_return_pointer (task, sort (task_data, places), (GDestroyNotify) g_array_unref);
  else
    g_task_return_error (task, error);
}

static void
sorted_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GError) error = NULL;
  GArray *keys = g_task_propagate_pointer (G_TASK (result), &error);

  if (keys != NULL)
    set_keys (LW_IMAGE_GRID (source), keys);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_warning ("The images could not be sorted by class: %s", error->message);
}

static void
refresh (LwImageGrid *self)
{
  GArray *keys = lw_image_list_search (lw_project_get_images (self->project), "", G_MAXUINT);
  g_autoptr (GTask) task = NULL;
  SortJob *job;

  g_cancellable_cancel (self->sorting);
  g_clear_object (&self->sorting);

  if (!self->by_class && !self->only_without)
    {
      set_keys (self, keys);
      return;
    }

  job = g_new0 (SortJob, 1);
  job->path = g_strdup (lw_project_get_path (self->project));
  job->keys = keys;
  job->annotator_key = lw_project_get_annotator_key (self->project);
  job->by_class = self->by_class;
  job->only_without = self->only_without;

  self->sorting = g_cancellable_new ();
  task = g_task_new (self, self->sorting, sorted_cb, NULL);
  g_task_set_task_data (task, job, sort_job_free);
  lw_jobs_run (task, sort_worker, LW_PRIORITY_VISIBLE);
}

/* --- Object --- */

static void
lw_image_grid_dispose (GObject *object)
{
  LwImageGrid *self = LW_IMAGE_GRID (object);

  g_cancellable_cancel (self->sorting);
  g_clear_object (&self->sorting);

  G_OBJECT_CLASS (lw_image_grid_parent_class)->dispose (object);
}

static void
lw_image_grid_finalize (GObject *object)
{
  LwImageGrid *self = LW_IMAGE_GRID (object);

  g_array_unref (self->keys);
  g_clear_object (&self->project);

  G_OBJECT_CLASS (lw_image_grid_parent_class)->finalize (object);
}

static void
lw_image_grid_class_init (LwImageGridClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = lw_image_grid_dispose;
  G_OBJECT_CLASS (klass)->finalize = lw_image_grid_finalize;
}

static void
lw_image_grid_init (LwImageGrid *self)
{
  self->keys = g_array_new (FALSE, FALSE, sizeof (gint64));
}

LwImageGrid *
lw_image_grid_new (LwProject *project)
{
  LwImageGrid *self = g_object_new (LW_TYPE_IMAGE_GRID, NULL);

  g_return_val_if_fail (LW_IS_PROJECT (project), NULL);

  self->project = g_object_ref (project);
  g_signal_connect_object (lw_project_get_images (project), "items-changed", G_CALLBACK (refresh), self, G_CONNECT_SWAPPED);
  refresh (self);

  return self;
}

void
lw_image_grid_set_order (LwImageGrid *self,
                         gboolean     by_class,
                         gboolean     only_without)
{
  g_return_if_fail (LW_IS_IMAGE_GRID (self));

  self->by_class = by_class;
  self->only_without = only_without;
  refresh (self);
}

guint
lw_image_grid_find (LwImageGrid *self,
                    gint64       image_key)
{
  g_return_val_if_fail (LW_IS_IMAGE_GRID (self), G_MAXUINT);

  for (guint i = 0; i < self->keys->len; i++)
    if (g_array_index (self->keys, gint64, i) == image_key)
      return i;

  return G_MAXUINT;
}

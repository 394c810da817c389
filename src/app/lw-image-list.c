/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-image-list-private.h"

#include "lw-image-filter-job.h"
#include "lw-image-item-private.h"

#include <string.h>

/* The images with what is counted about them: what the list shows, or is about to. */
typedef struct
{
  LwImageSet *set;
  GArray     *summaries;                    /* (element-type LwImageSummary), in the order of the set */
  guint       n_by_progress[LW_N_PROGRESS]; /* kept with each change: an edit of many asks for each */
} Images;

/**
 * LwImageList:
 *
 * `shown` holds the indices of what passes the filter, in their order, and `places` the
 * way back.  Both are made by a worker, one at a time; what it is given are copies.
 * Items exist only while somebody has a reference.
 */
struct _LwImageList
{
  GObject parent_instance;

  char    *store_path;
  gint64   annotator_key;
  LwStore *reader; /* the workers'; NULL while one has it, and before it is needed */

  Images      images;
  Images      coming; /* images that wait for the filter to be applied; set NULL for none */
  GArray     *shown;  /* (element-type guint) */
  guint      *places; /* position + 1 of each image; 0: not shown */
  GHashTable *alive;  /* image key -> item, not owned */

  LwImageFilter *filter;
  GTask         *asked;       /* waits for the filter that is wanted, nullable */
  GCancellable  *running;     /* the worker, NULL while there is none */
  gboolean       is_outdated; /* the worker was given something that is no longer so */
};

enum
{
  SIGNAL_CHANGING,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void list_model_iface_init (GListModelInterface *iface);
static void start_filter (LwImageList *self);

G_DEFINE_FINAL_TYPE_WITH_CODE (LwImageList, lw_image_list, G_TYPE_OBJECT, G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

static void
images_clear (Images *self)
{
  lw_image_set_unref_later (g_steal_pointer (&self->set));
  g_clear_pointer (&self->summaries, g_array_unref);
}

static LwImageRow *
get_row (LwImageList *self,
         guint        index)
{
  return lw_image_set_get_row (self->images.set, index);
}

static LwImageSummary *
get_summary (const Images *images,
             guint         index)
{
  return &g_array_index (images->summaries, LwImageSummary, index);
}

static void
count_progress (Images *images)
{
  memset (images->n_by_progress, 0, sizeof images->n_by_progress);

  for (guint i = 0; i < images->summaries->len; i++)
    images->n_by_progress[get_summary (images, i)->progress]++;
}

/* --- Items --- */

static void
item_finalized_cb (gpointer data,
                   GObject *item)
{
  LwImageList   *self = data;
  GHashTableIter iter;
  gpointer       value;

  /* The item is half gone: its key can no longer be asked for.  There are as many
   * alive as rows on the screen. */
  g_hash_table_iter_init (&iter, self->alive);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (value == item)
      {
        g_hash_table_iter_remove (&iter);
        return;
      }
}

static void
forget_items (LwImageList *self)
{
  GHashTableIter iter;
  gpointer       item;

  g_hash_table_iter_init (&iter, self->alive);
  while (g_hash_table_iter_next (&iter, NULL, &item))
    g_object_weak_unref (item, item_finalized_cb, self);

  g_hash_table_remove_all (self->alive);
}

static LwImageItem *
ref_item (LwImageList *self,
          guint        index)
{
  const LwImageRow *row = get_row (self, index);
  LwImageItem      *item = g_hash_table_lookup (self->alive, &row->key);

  if (item != NULL)
    return g_object_ref (item);

  item = lw_image_item_new (row, get_summary (&self->images, index));
  g_hash_table_insert (self->alive, g_memdup2 (&row->key, sizeof row->key), item);
  g_object_weak_ref (G_OBJECT (item), item_finalized_cb, self);

  return item;
}

static void
update_items (LwImageList *self)
{
  GHashTableIter iter;
  gpointer       key, item;
  guint          index;

  g_hash_table_iter_init (&iter, self->alive);
  while (g_hash_table_iter_next (&iter, &key, &item))
    if (lw_image_set_find (self->images.set, *(gint64 *) key, &index))
      lw_image_item_set_summary (item, get_summary (&self->images, index));
}

static GType
get_item_type (GListModel *model)
{
  return LW_TYPE_IMAGE_ITEM;
}

static guint
get_n_items (GListModel *model)
{
  return LW_IMAGE_LIST (model)->shown->len;
}

static gpointer
get_item (GListModel *model,
          guint       position)
{
  LwImageList *self = LW_IMAGE_LIST (model);

  if (position >= self->shown->len)
    return NULL;

  return ref_item (self, g_array_index (self->shown, guint, position));
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

/* --- Filter --- */

/* Takes both. */
static void
show (LwImageList *self,
      GArray      *shown,
      guint       *places)
{
  const guint n_before = self->shown->len;

  g_signal_emit (self, signals[SIGNAL_CHANGING], 0);

  if (self->coming.set != NULL)
    {
      images_clear (&self->images);
      self->images = self->coming;
      self->coming = (Images){ NULL };
      forget_items (self);
    }

  g_array_unref (self->shown);
  g_free (self->places);
  self->shown = shown;
  self->places = places;
  g_list_model_items_changed (G_LIST_MODEL (self), 0, n_before, shown->len);
}

static void
answer (LwImageList *self,
        GError      *error)
{
  g_autoptr (GTask) asked = g_steal_pointer (&self->asked);

  if (asked != NULL && error != NULL)
    g_task_return_error (asked, error);
  else if (asked != NULL)
    g_task_return_boolean (asked, TRUE);
  else
    g_clear_error (&error);
}

static const Images *
get_newest (LwImageList *self)
{
  return self->coming.set != NULL ? &self->coming : &self->images;
}

static void
filtered_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  LwImageList      *self = LW_IMAGE_LIST (source);
  LwImageFilterJob *job = lw_image_filter_job_get (result);
  GError           *error = NULL;
  const gboolean    is_done = g_task_propagate_boolean (G_TASK (result), &error);

  self->reader = g_steal_pointer (&job->reader);
  g_clear_object (&self->running);

  if (self->is_outdated)
    {
      g_clear_error (&error);
      start_filter (self);
    }
  else if (is_done)
    {
      show (self, g_steal_pointer (&job->shown), g_steal_pointer (&job->places));
      answer (self, NULL);
    }
  else
    {
      answer (self, error);
    }
}

static LwImageFacts *
copy_facts (const Images *images)
{
  const guint   n_images = lw_image_set_get_n_images (images->set);
  LwImageFacts *facts = g_new (LwImageFacts, MAX (n_images, 1));

  for (guint i = 0; i < n_images; i++)
    {
      const LwImageRow *row = lw_image_set_get_row (images->set, i);

      facts[i] = (LwImageFacts){ *get_summary (images, i), row->width_px, row->height_px };
    }

  return facts;
}

/* Everything as added needs no worker: the project is there at once when it is opened. */
static gboolean
show_all_now (LwImageList *self)
{
  const guint n_images = lw_image_set_get_n_images (get_newest (self)->set);
  GArray     *shown;

  if (!lw_image_filter_shows_all (self->filter) || self->filter->sort != LW_IMAGE_SORT_ADDED || self->filter->is_descending)
    return FALSE;

  shown = g_array_sized_new (FALSE, FALSE, sizeof (guint), n_images);

  for (guint i = 0; i < n_images; i++)
    g_array_append_val (shown, i);

  show (self, shown, lw_image_filter_find_places (shown, n_images));
  answer (self, NULL);

  return TRUE;
}

static void
start_filter (LwImageList *self)
{
  const Images     *images = get_newest (self);
  LwImageFilterJob *job;

  if (self->running != NULL)
    {
      self->is_outdated = TRUE;
      g_cancellable_cancel (self->running);
      return;
    }

  self->is_outdated = FALSE;

  if (show_all_now (self))
    return;

  job = g_new0 (LwImageFilterJob, 1);
  job->reader = g_steal_pointer (&self->reader);
  job->store_path = g_strdup (self->store_path);
  job->layer_key = self->annotator_key;
  job->filter = lw_image_filter_copy (self->filter);
  job->set = lw_image_set_ref (images->set);
  job->facts = copy_facts (images);

  self->running = g_cancellable_new ();
  lw_image_filter_job_start (job, self, self->running, filtered_cb);
}

void
lw_image_list_set_filter_async (LwImageList         *self,
                                const LwImageFilter *filter,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  g_return_if_fail (LW_IS_IMAGE_LIST (self));

  answer (self, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "Another filter was set"));

  lw_image_filter_free (self->filter);
  self->filter = lw_image_filter_copy (filter);
  self->asked = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (self->asked, lw_image_list_set_filter_async);
  start_filter (self);
}

gboolean
lw_image_list_set_filter_finish (LwImageList  *self,
                                 GAsyncResult *result,
                                 GError      **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, lw_image_list_set_filter_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

const LwImageFilter *
lw_image_list_get_filter (LwImageList *self)
{
  g_return_val_if_fail (LW_IS_IMAGE_LIST (self), NULL);

  return self->filter;
}

/* --- Filling --- */

void
lw_image_list_set_store (LwImageList *self,
                         const char  *store_path,
                         gint64       annotator_key)
{
  g_free (self->store_path);
  self->store_path = g_strdup (store_path);
  self->annotator_key = annotator_key;
}

/* What was counted for them already is kept: images that have just come have nothing. */
static GArray *
carry_summaries (LwImageList *self,
                 LwImageSet  *set)
{
  const Images *old = get_newest (self);
  const guint   n_images = lw_image_set_get_n_images (set);
  GArray       *summaries = g_array_sized_new (FALSE, TRUE, sizeof (LwImageSummary), n_images);
  guint         i_old = 0;

  g_array_set_size (summaries, n_images);

  for (guint i = 0; i < n_images; i++)
    {
      LwImageSummary *summary = &g_array_index (summaries, LwImageSummary, i);

      summary->image_key = lw_image_set_get_row (set, i)->key;

      while (i_old < old->summaries->len && get_summary (old, i_old)->image_key < summary->image_key)
        i_old++;

      if (i_old < old->summaries->len && get_summary (old, i_old)->image_key == summary->image_key)
        *summary = *get_summary (old, i_old);
    }

  return summaries;
}

void
lw_image_list_take_images (LwImageList *self,
                           LwImageSet  *set,
                           GArray      *summaries)
{
  const Images coming = { .set = set, .summaries = summaries != NULL ? summaries : carry_summaries (self, set) };

  images_clear (&self->coming);
  self->coming = coming;
  count_progress (&self->coming);
  start_filter (self);
}

static void
copy_summaries (Images       *images,
                const GArray *summaries)
{
  /* An array of nothing may have no memory to copy. */
  if (images->set == NULL || summaries->len != images->summaries->len || summaries->len == 0)
    return;

  for (guint i = 0; i < summaries->len; i++)
    if (g_array_index (summaries, LwImageSummary, i).image_key != get_summary (images, i)->image_key)
      return;

  memcpy (images->summaries->data, summaries->data, summaries->len * sizeof (LwImageSummary));
  count_progress (images);
}

void
lw_image_list_set_summaries (LwImageList  *self,
                             const GArray *summaries)
{
  copy_summaries (&self->images, summaries);
  copy_summaries (&self->coming, summaries);
  update_items (self);

  /* Another layer, or an import: no edit of a single image, whose row must stay. */
  if (lw_image_filter_uses_facts (self->filter) || self->coming.set != NULL)
    start_filter (self);
}

static gboolean
set_summary (Images               *images,
             const LwImageSummary *summary)
{
  guint index;

  if (images->set == NULL || !lw_image_set_find (images->set, summary->image_key, &index))
    return FALSE;

  images->n_by_progress[get_summary (images, index)->progress]--;
  images->n_by_progress[summary->progress]++;
  *get_summary (images, index) = *summary;

  return TRUE;
}

void
lw_image_list_set_summary (LwImageList          *self,
                           const LwImageSummary *summary)
{
  LwImageItem *item = g_hash_table_lookup (self->alive, &summary->image_key);

  set_summary (&self->coming, summary);

  if (set_summary (&self->images, summary) && item != NULL)
    lw_image_item_set_summary (item, summary);
}

const LwImageRow *
lw_image_list_find_row (LwImageList *self,
                        gint64       image_key)
{
  guint index;

  if (self->coming.set != NULL && lw_image_set_find (self->coming.set, image_key, &index))
    return lw_image_set_get_row (self->coming.set, index);

  return lw_image_set_find (self->images.set, image_key, &index) ? get_row (self, index) : NULL;
}

void
lw_image_list_set_info (LwImageList *self,
                        gint64       image_key,
                        int          width_px,
                        int          height_px,
                        int          orientation)
{
  LwImageRow  *row = (LwImageRow *) lw_image_list_find_row (self, image_key);
  LwImageItem *item;

  if (row == NULL)
    return;

  row->width_px = width_px;
  row->height_px = height_px;
  row->orientation = orientation;

  if ((item = g_hash_table_lookup (self->alive, &image_key)) != NULL)
    lw_image_item_set_size (item, width_px, height_px);
}

void
lw_image_list_set_identity (LwImageList *self,
                            gint64       image_key,
                            gint64       file_size,
                            const char  *content_hash)
{
  LwImageRow *row = (LwImageRow *) lw_image_list_find_row (self, image_key);

  if (row == NULL)
    return;

  row->file_size = file_size;
  g_free (row->content_hash);
  row->content_hash = g_strdup (content_hash);
}

/* --- Asking --- */

guint
lw_image_list_get_n_total (LwImageList *self)
{
  g_return_val_if_fail (LW_IS_IMAGE_LIST (self), 0);

  return lw_image_set_get_n_images (self->images.set);
}

void
lw_image_list_count_progress (LwImageList *self,
                              guint        counts[LW_N_PROGRESS])
{
  g_return_if_fail (LW_IS_IMAGE_LIST (self));

  memcpy (counts, self->images.n_by_progress, sizeof self->images.n_by_progress);
}

guint
lw_image_list_find (LwImageList *self,
                    gint64       image_key)
{
  guint index;

  g_return_val_if_fail (LW_IS_IMAGE_LIST (self), G_MAXUINT);

  if (!lw_image_set_find (self->images.set, image_key, &index))
    return G_MAXUINT;

  return self->places[index] - 1;
}

static gboolean
is_wanted (const LwImageSummary *summary,
           guint                 progress_mask,
           gboolean              is_flagged)
{
  return (progress_mask == 0 || (progress_mask & (1u << summary->progress)) != 0) &&
         (!is_flagged || summary->is_flagged);
}

gint64
lw_image_list_find_next (LwImageList *self,
                         gint64       after_key,
                         guint        progress_mask,
                         gboolean     is_flagged)
{
  guint position;

  g_return_val_if_fail (LW_IS_IMAGE_LIST (self), 0);

  /* From none on, or from one that is not shown, the first is next. */
  position = after_key != 0 ? lw_image_list_find (self, after_key) : G_MAXUINT;

  for (guint i = 1; i <= self->shown->len; i++)
    {
      const guint           place = position != G_MAXUINT ? (position + i) % self->shown->len : i - 1;
      const LwImageSummary *summary = get_summary (&self->images, g_array_index (self->shown, guint, place));

      if (is_wanted (summary, progress_mask, is_flagged))
        return summary->image_key;
    }

  return 0;
}

LwImageItem *
lw_image_list_dup_item (LwImageList *self,
                        gint64       image_key)
{
  guint index;

  g_return_val_if_fail (LW_IS_IMAGE_LIST (self), NULL);

  return lw_image_set_find (self->images.set, image_key, &index) ? ref_item (self, index) : NULL;
}

GArray *
lw_image_list_search (LwImageList *self,
                      const char  *text,
                      guint        n_max)
{
  g_autofree char *folded = lw_image_set_fold (text);
  GArray          *keys = g_array_new (FALSE, FALSE, sizeof (gint64));

  g_return_val_if_fail (LW_IS_IMAGE_LIST (self), keys);

  for (guint i = 0; i < self->shown->len && keys->len < n_max; i++)
    {
      const guint index = g_array_index (self->shown, guint, i);

      if (strstr (g_ptr_array_index (self->images.set->folded, index), folded) != NULL)
        g_array_append_val (keys, get_row (self, index)->key);
    }

  return keys;
}

GPtrArray *
lw_image_list_list_lots (LwImageList *self)
{
  GPtrArray  *lots = g_ptr_array_new_with_free_func (g_free);
  const char *last = NULL;

  g_return_val_if_fail (LW_IS_IMAGE_LIST (self), lots);

  for (guint i = 0; i < lw_image_set_get_n_images (self->images.set); i++)
    {
      const char *lot = get_row (self, i)->lot;

      /* Images of a lot come in one go. */
      if (lot == NULL || g_strcmp0 (lot, last) == 0)
        continue;

      last = lot;

      if (!g_ptr_array_find_with_equal_func (lots, lot, g_str_equal, NULL))
        g_ptr_array_add (lots, g_strdup (lot));
    }

  return lots;
}

/* --- Object --- */

static void
lw_image_list_finalize (GObject *object)
{
  LwImageList *self = LW_IMAGE_LIST (object);

  forget_items (self);
  g_hash_table_unref (self->alive);
  images_clear (&self->images);
  images_clear (&self->coming);
  g_array_unref (self->shown);
  g_free (self->places);
  g_clear_pointer (&self->reader, lw_store_close);
  g_clear_object (&self->asked);
  lw_image_filter_free (self->filter);
  g_free (self->store_path);

  G_OBJECT_CLASS (lw_image_list_parent_class)->finalize (object);
}

static void
lw_image_list_class_init (LwImageListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lw_image_list_finalize;

  signals[SIGNAL_CHANGING] =
      g_signal_new ("changing", LW_TYPE_IMAGE_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
lw_image_list_init (LwImageList *self)
{
  const LwImageFilter all = { 0 };

  self->images.set = lw_image_set_new (g_array_new (FALSE, FALSE, sizeof (LwImageRow)));
  self->images.summaries = g_array_new (FALSE, TRUE, sizeof (LwImageSummary));
  self->shown = g_array_new (FALSE, FALSE, sizeof (guint));
  self->places = g_new0 (guint, 1);
  self->alive = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->filter = lw_image_filter_copy (&all);
}

LwImageList *
lw_image_list_new (void)
{
  return g_object_new (LW_TYPE_IMAGE_LIST, NULL);
}

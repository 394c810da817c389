/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-image-list-private.h"

#include "lw-image-item-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/**
 * LwImageList:
 *
 * Three parallel arrays hold all images; `shown` holds the indices into them that
 * pass the filter.  Items exist only while somebody has a reference.
 */
struct _LwImageList
{
  GObject parent_instance;

  LwStore *store; /* borrowed, nullable */
  gint64   annotator_key;

  GArray     *images;    /* (element-type LwImageRow) */
  GArray     *summaries; /* (element-type LwImageSummary) */
  GPtrArray  *folded;    /* (element-type utf8): case-folded paths, for the text filter */
  GHashTable *index_of;  /* image key (in its row) -> index + 1 */
  GArray     *shown;     /* (element-type guint) */
  GHashTable *alive;     /* image key (in its row) -> item, not owned */

  char  *filter_text; /* case-folded, or NULL */
  guint  filter_progress_mask;
  gint64 filter_class_key;
};

static void list_model_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (LwImageList, lw_image_list, G_TYPE_OBJECT, G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

static const LwImageRow *
get_row (LwImageList *self,
         guint        index)
{
  return &g_array_index (self->images, LwImageRow, index);
}

static LwImageSummary *
get_summary (LwImageList *self,
             guint        index)
{
  return &g_array_index (self->summaries, LwImageSummary, index);
}

static gboolean
find_index (LwImageList *self,
            gint64       image_key,
            guint       *index)
{
  const guint found = GPOINTER_TO_UINT (g_hash_table_lookup (self->index_of, &image_key));

  *index = found - 1;

  return found != 0;
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

  item = lw_image_item_new (row, get_summary (self, index));
  g_hash_table_insert (self->alive, (gpointer) &row->key, item);
  g_object_weak_ref (G_OBJECT (item), item_finalized_cb, self);

  return item;
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

static gboolean
passes (LwImageList *self,
        guint        index,
        GHashTable  *with_class)
{
  const guint bit = 1u << get_summary (self, index)->progress;

  if (self->filter_progress_mask != 0 && (self->filter_progress_mask & bit) == 0)
    return FALSE;

  if (with_class != NULL && !g_hash_table_contains (with_class, &get_row (self, index)->key))
    return FALSE;

  return self->filter_text == NULL ||
         strstr (g_ptr_array_index (self->folded, index), self->filter_text) != NULL;
}

static void
apply_filter (LwImageList *self,
              GHashTable  *with_class)
{
  const guint n_before = self->shown->len;

  g_array_set_size (self->shown, 0);

  for (guint i = 0; i < self->images->len; i++)
    if (passes (self, i, with_class))
      g_array_append_val (self->shown, i);

  g_list_model_items_changed (G_LIST_MODEL (self), 0, n_before, self->shown->len);
}

/* Keys of the images that have the class asked for; NULL without an error where
 * the filter names none. */
static GHashTable *
find_with_class (LwImageList *self,
                 gint64       class_key,
                 GError     **error)
{
  g_autoptr (GArray) keys = NULL;
  GHashTable *with_class;

  if (class_key == 0)
    return NULL;

  if (self->store == NULL)
    {
      g_set_error_literal (error, LW_ERROR, LW_ERROR_FAILED,
                           _ ("The list cannot be filtered by class while labels are being imported"));
      return NULL;
    }

  if (!(keys = lw_store_list_images_with_class (self->store, class_key, self->annotator_key, error)))
    return NULL;

  with_class = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

  for (guint i = 0; i < keys->len; i++)
    g_hash_table_add (with_class, g_memdup2 (&g_array_index (keys, gint64, i), sizeof (gint64)));

  return with_class;
}

gboolean
lw_image_list_set_filter (LwImageList         *self,
                          const LwImageFilter *filter,
                          GError             **error)
{
  g_autoptr (GHashTable) with_class = NULL;
  const gboolean has_text = filter->text != NULL && *filter->text != '\0';

  g_return_val_if_fail (LW_IS_IMAGE_LIST (self), FALSE);

  if (!(with_class = find_with_class (self, filter->class_key, error)) && filter->class_key != 0)
    return FALSE;

  g_free (self->filter_text);
  self->filter_text = has_text ? g_utf8_casefold (filter->text, -1) : NULL;
  self->filter_progress_mask = filter->progress_mask;
  self->filter_class_key = filter->class_key;

  apply_filter (self, with_class);

  return TRUE;
}

/* --- Filling --- */

void
lw_image_list_set_store (LwImageList *self,
                         LwStore     *store,
                         gint64       annotator_key)
{
  self->store = store;
  self->annotator_key = annotator_key;
}

void
lw_image_list_take_images (LwImageList *self,
                           GArray      *images)
{
  g_autoptr (GHashTable) with_class = NULL;

  forget_items (self);
  g_hash_table_remove_all (self->index_of);
  g_clear_pointer (&self->images, g_array_unref);
  g_ptr_array_set_size (self->folded, 0);

  self->images = images;
  g_array_set_size (self->summaries, images->len);

  for (guint i = 0; i < images->len; i++)
    {
      const LwImageRow *row = get_row (self, i);

      *get_summary (self, i) = (LwImageSummary){ .image_key = row->key };
      g_ptr_array_add (self->folded, g_utf8_casefold (row->path, -1));
      g_hash_table_insert (self->index_of, (gpointer) &row->key, GUINT_TO_POINTER (i + 1));
    }

  /* The filter on the screen stays; where its class cannot be asked for just now,
   * showing more than it says is better than showing nothing. */
  with_class = find_with_class (self, self->filter_class_key, NULL);
  apply_filter (self, with_class);
}

static void
update_item (LwImageList *self,
             guint        index)
{
  LwImageItem *item = g_hash_table_lookup (self->alive, &get_row (self, index)->key);

  if (item != NULL)
    lw_image_item_set_summary (item, get_summary (self, index));
}

void
lw_image_list_set_summaries (LwImageList  *self,
                             const GArray *summaries)
{
  /* An array of nothing may have no memory to copy. */
  if (summaries->len != self->images->len || summaries->len == 0)
    return;

  for (guint i = 0; i < summaries->len; i++)
    if (g_array_index (summaries, LwImageSummary, i).image_key != get_row (self, i)->key)
      return;

  memcpy (self->summaries->data, summaries->data, summaries->len * sizeof (LwImageSummary));

  for (guint i = 0; i < summaries->len; i++)
    update_item (self, i);
}

void
lw_image_list_set_summary (LwImageList          *self,
                           const LwImageSummary *summary)
{
  guint index;

  if (!find_index (self, summary->image_key, &index))
    return;

  *get_summary (self, index) = *summary;
  update_item (self, index);
}

const LwImageRow *
lw_image_list_find_row (LwImageList *self,
                        gint64       image_key)
{
  guint index;

  return find_index (self, image_key, &index) ? get_row (self, index) : NULL;
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

  return self->images->len;
}

void
lw_image_list_count_progress (LwImageList *self,
                              guint        counts[LW_N_PROGRESS])
{
  g_return_if_fail (LW_IS_IMAGE_LIST (self));

  memset (counts, 0, LW_N_PROGRESS * sizeof *counts);

  for (guint i = 0; i < self->summaries->len; i++)
    counts[get_summary (self, i)->progress]++;
}

static int
compare_indices (gconstpointer a,
                 gconstpointer b)
{
  const guint index_a = *(const guint *) a;
  const guint index_b = *(const guint *) b;

  return index_a < index_b ? -1 : index_a > index_b;
}

guint
lw_image_list_find (LwImageList *self,
                    gint64       image_key)
{
  guint index, position;

  g_return_val_if_fail (LW_IS_IMAGE_LIST (self), G_MAXUINT);

  if (!find_index (self, image_key, &index) ||
      !g_array_binary_search (self->shown, &index, compare_indices, &position))
    return G_MAXUINT;

  return position;
}

LwImageItem *
lw_image_list_dup_item (LwImageList *self,
                        gint64       image_key)
{
  guint index;

  g_return_val_if_fail (LW_IS_IMAGE_LIST (self), NULL);

  return find_index (self, image_key, &index) ? ref_item (self, index) : NULL;
}

/* --- Object --- */

static void
lw_image_list_finalize (GObject *object)
{
  LwImageList *self = LW_IMAGE_LIST (object);

  forget_items (self);
  g_hash_table_unref (self->alive);
  g_hash_table_unref (self->index_of);
  g_array_unref (self->images);
  g_array_unref (self->summaries);
  g_array_unref (self->shown);
  g_ptr_array_unref (self->folded);
  g_free (self->filter_text);

  G_OBJECT_CLASS (lw_image_list_parent_class)->finalize (object);
}

static void
lw_image_list_class_init (LwImageListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lw_image_list_finalize;
}

static void
lw_image_list_init (LwImageList *self)
{
  self->images = g_array_new (FALSE, FALSE, sizeof (LwImageRow));
  self->summaries = g_array_new (FALSE, TRUE, sizeof (LwImageSummary));
  self->shown = g_array_new (FALSE, FALSE, sizeof (guint));
  self->folded = g_ptr_array_new_with_free_func (g_free);
  self->index_of = g_hash_table_new (g_int64_hash, g_int64_equal);
  self->alive = g_hash_table_new (g_int64_hash, g_int64_equal);
}

LwImageList *
lw_image_list_new (void)
{
  return g_object_new (LW_TYPE_IMAGE_LIST, NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-class-model-private.h"

#include "lw-class-recent.h"
#include "lw-class-search.h"
#include "lw-class-tree.h"
#include "lw-keys.h"

#define N_RECENT 5

/* Whoever looks further types another letter; and each row costs time with each letter. */
#define N_ANSWERS_MAX 30

static GType
lw_class_model_get_item_type (GListModel *model)
{
  return LW_TYPE_CLASS_ITEM;
}

static guint
lw_class_model_get_n_items (GListModel *model)
{
  return LW_CLASS_MODEL (model)->shown->len;
}

static gpointer
lw_class_model_get_item (GListModel *model,
                         guint       position)
{
  const GPtrArray *shown = LW_CLASS_MODEL (model)->shown;

  return position < shown->len ? g_object_ref (shown->pdata[position]) : NULL;
}

static void
init_list_model (GListModelInterface *iface)
{
  iface->get_item_type = lw_class_model_get_item_type;
  iface->get_n_items = lw_class_model_get_n_items;
  iface->get_item = lw_class_model_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (LwClassModel, lw_class_model, G_TYPE_OBJECT, G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, init_list_model))

/* --- What is shown --- */

/* Says only what is different between the two ends that stayed. */
static void
take_shown (LwClassModel *self,
            GPtrArray    *shown)
{
  g_autoptr (GPtrArray) old = self->shown;
  const guint n_both = MIN (old->len, shown->len);
  guint       n_head = 0, n_tail = 0;

  while (n_head < n_both && old->pdata[n_head] == shown->pdata[n_head])
    n_head++;

  while (n_tail < n_both - n_head && old->pdata[old->len - 1 - n_tail] == shown->pdata[shown->len - 1 - n_tail])
    n_tail++;

  self->shown = shown;

  if (n_head + n_tail < old->len || n_head + n_tail < shown->len)
    g_list_model_items_changed (G_LIST_MODEL (self), n_head, old->len - n_head - n_tail, shown->len - n_head - n_tail);
}

static void
mark_found (LwClassItem *item,
            gboolean     is_found)
{
  LwClassInfo info = *lw_class_item_get_info (item);

  info.is_found = is_found;
  lw_class_item_set_info (item, &info);
}

typedef struct
{
  LwClassItem *item;
  guint        rank;
  guint        place;
} Answer;

static int
compare_answers (gconstpointer a,
                 gconstpointer b)
{
  const Answer *answer_a = a;
  const Answer *answer_b = b;

  if (answer_a->rank != answer_b->rank)
    return answer_a->rank < answer_b->rank ? 1 : -1;

  return answer_a->place < answer_b->place ? -1 : 1;
}

static void
show_answers (LwClassModel *self)
{
  g_autoptr (GArray) answers = g_array_new (FALSE, FALSE, sizeof (Answer));
  GPtrArray *shown = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < self->order->len; i++)
    {
      const LwClassInfo *info = lw_class_item_get_info (self->order->pdata[i]);
      const guint        rank = lw_class_search_rank (self->search, info->folded, info->folded_path);
      const Answer       answer = { self->order->pdata[i], rank, i };

      if (answer.rank > 0)
        g_array_append_val (answers, answer);
    }

  g_array_sort (answers, compare_answers);

  for (guint i = 0; i < answers->len && (!self->is_answers || i < N_ANSWERS_MAX); i++)
    {
      Answer *answer = &g_array_index (answers, Answer, i);

      mark_found (answer->item, TRUE);
      g_ptr_array_add (shown, g_object_ref (answer->item));
    }

  take_shown (self, shown);
}

static void
show_tree (LwClassModel *self)
{
  GPtrArray *shown = g_ptr_array_new_with_free_func (g_object_unref);
  guint      folded_depth = G_MAXUINT;

  for (guint i = 0; i < self->order->len; i++)
    {
      LwClassItem       *item = self->order->pdata[i];
      const LwClassInfo *info = lw_class_item_get_info (item);

      if (info->depth > folded_depth)
        continue;

      folded_depth = info->is_folded ? info->depth : G_MAXUINT;
      mark_found (item, FALSE);
      g_ptr_array_add (shown, g_object_ref (item));
    }

  take_shown (self, shown);
}

void
lw_class_model_update_shown (LwClassModel *self)
{
  if (*self->search != '\0')
    show_answers (self);
  else if (self->is_answers)
    take_shown (self, g_ptr_array_new_with_free_func (g_object_unref));
  else
    show_tree (self);
}

/* --- Object --- */

static void
lw_class_model_dispose (GObject *object)
{
  LwClassModel *self = LW_CLASS_MODEL (object);

  if (self->project != NULL)
    g_signal_handlers_disconnect_by_data (self->project, self);

  g_clear_object (&self->project);

  G_OBJECT_CLASS (lw_class_model_parent_class)->dispose (object);
}

static void
lw_class_model_finalize (GObject *object)
{
  LwClassModel *self = LW_CLASS_MODEL (object);

  g_ptr_array_unref (self->order);
  g_object_unref (self->recent);
  g_ptr_array_unref (self->shown);
  g_hash_table_unref (self->by_key);
  g_hash_table_unref (self->folded);
  g_hash_table_unref (self->tagged);
  g_hash_table_unref (self->asking);
  g_free (self->search);

  G_OBJECT_CLASS (lw_class_model_parent_class)->finalize (object);
}

static void
lw_class_model_class_init (LwClassModelClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = lw_class_model_dispose;
  G_OBJECT_CLASS (klass)->finalize = lw_class_model_finalize;
}

static void
lw_class_model_init (LwClassModel *self)
{
  self->order = g_ptr_array_new_with_free_func (g_object_unref);
  self->recent = g_list_store_new (LW_TYPE_CLASS_ITEM);
  self->shown = g_ptr_array_new_with_free_func (g_object_unref);
  self->by_key = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->folded = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->tagged = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->asking = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->search = g_strdup ("");

  g_signal_connect_object (lw_keys_get_map (), "changed", G_CALLBACK (lw_class_model_update_items), self, G_CONNECT_SWAPPED);
}

LwClassModel *
lw_class_model_new (void)
{
  return g_object_new (LW_TYPE_CLASS_MODEL, NULL);
}

LwClassModel *
lw_class_model_new_answers (void)
{
  LwClassModel *self = lw_class_model_new ();

  self->is_answers = TRUE;

  return self;
}

/* What somebody drew with before, where the project was left. */
static void
reload_recent (LwClassModel *self)
{
  g_autoptr (GArray) keys = NULL;

  g_list_store_remove_all (self->recent);

  if (!self->is_answers && self->project != NULL)
    keys = lw_project_list_recent_classes (self->project, N_RECENT);

  for (guint i = keys != NULL ? keys->len : 0; i > 0; i--)
    lw_class_model_note_used (self, g_array_index (keys, gint64, i - 1));

  lw_class_recent_update (self->recent, self->by_key);
}

void
lw_class_model_set_project (LwClassModel *self,
                            LwProject    *project)
{
  g_return_if_fail (LW_IS_CLASS_MODEL (self));

  if (self->project != NULL)
    g_signal_handlers_disconnect_by_data (self->project, self);

  g_set_object (&self->project, project);
  g_hash_table_remove_all (self->folded);
  g_hash_table_remove_all (self->tagged);
  self->has_image = FALSE;

  if (project != NULL)
    {
      g_signal_connect_object (project, "settings-changed", G_CALLBACK (lw_class_model_update_tags), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (project, "classes-changed", G_CALLBACK (lw_class_model_update_items), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (project, "counts-changed", G_CALLBACK (lw_class_model_update_counts), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (project, "notify::annotator-key", G_CALLBACK (reload_recent), self, G_CONNECT_SWAPPED);
    }

  lw_class_model_update_items (self);
  reload_recent (self);
}

void
lw_class_model_set_shows_archived (LwClassModel *self,
                                   gboolean      shows_archived)
{
  g_return_if_fail (LW_IS_CLASS_MODEL (self));

  self->shows_archived = shows_archived;
  lw_class_model_update_items (self);
}

void
lw_class_model_set_search (LwClassModel *self,
                           const char   *text)
{
  g_autofree char *typed = g_strstrip (g_strdup (text));

  g_return_if_fail (LW_IS_CLASS_MODEL (self));

  g_free (self->search);
  self->search = lw_class_search_fold (typed);
  lw_class_model_update_shown (self);
}

const char *
lw_class_model_get_search (LwClassModel *self)
{
  g_return_val_if_fail (LW_IS_CLASS_MODEL (self), "");

  return self->search;
}

void
lw_class_model_set_folded (LwClassModel *self,
                           gint64        class_key,
                           gboolean      is_folded)
{
  LwClassItem *item;
  LwClassInfo  info;

  g_return_if_fail (LW_IS_CLASS_MODEL (self));

  if (!(item = g_hash_table_lookup (self->by_key, &class_key)) || !lw_class_item_get_info (item)->has_children)
    return;

  if (is_folded)
    lw_class_model_add_key (self->folded, class_key);
  else
    g_hash_table_remove (self->folded, &class_key);

  info = *lw_class_item_get_info (item);
  info.is_folded = is_folded;
  lw_class_model_set_tag (self, lw_project_find_class (self->project, class_key), &info);
  lw_class_item_set_info (item, &info);
  lw_class_model_update_shown (self);
}

void
lw_class_model_reveal (LwClassModel *self,
                       gint64        class_key)
{
  const LwClassRow *row;

  g_return_if_fail (LW_IS_CLASS_MODEL (self));

  row = self->project != NULL ? lw_project_find_class (self->project, class_key) : NULL;

  /* No deeper than there are classes: in a ring there would be no end. */
  for (guint i = 0; row != NULL && row->parent_key != 0 && i < self->order->len; i++)
    {
      if (g_hash_table_contains (self->folded, &row->parent_key))
        lw_class_model_set_folded (self, row->parent_key, FALSE);

      row = lw_project_find_class (self->project, row->parent_key);
    }
}

void
lw_class_model_note_used (LwClassModel *self,
                          gint64        class_key)
{
  LwClassItem *item;

  g_return_if_fail (LW_IS_CLASS_MODEL (self));

  if ((item = g_hash_table_lookup (self->by_key, &class_key)) != NULL)
    lw_class_recent_add (self->recent, item, N_RECENT);
}

GListModel *
lw_class_model_get_recent (LwClassModel *self)
{
  g_return_val_if_fail (LW_IS_CLASS_MODEL (self), NULL);

  return G_LIST_MODEL (self->recent);
}

void
lw_class_model_set_tags (LwClassModel *self,
                         const GArray *tags)
{
  g_return_if_fail (LW_IS_CLASS_MODEL (self));

  g_hash_table_remove_all (self->tagged);

  self->has_image = tags != NULL;

  for (guint i = 0; tags != NULL && i < tags->len; i++)
    lw_class_model_add_key (self->tagged, g_array_index (tags, LwTagRow, i).class_key);

  lw_class_model_update_tags (self);
}

guint
lw_class_model_find (LwClassModel *self,
                     gint64        class_key)
{
  g_return_val_if_fail (LW_IS_CLASS_MODEL (self), GTK_INVALID_LIST_POSITION);

  for (guint i = 0; i < self->shown->len; i++)
    if (lw_class_item_get_info (self->shown->pdata[i])->key == class_key)
      return i;

  return GTK_INVALID_LIST_POSITION;
}

const LwClassInfo *
lw_class_model_get_info (LwClassModel *self,
                         guint         position)
{
  g_return_val_if_fail (LW_IS_CLASS_MODEL (self), NULL);

  return position < self->shown->len ? lw_class_item_get_info (self->shown->pdata[position]) : NULL;
}

guint
lw_class_model_get_n_classes (LwClassModel *self)
{
  g_return_val_if_fail (LW_IS_CLASS_MODEL (self), 0);

  return self->order->len;
}

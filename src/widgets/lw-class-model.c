/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-class-model.h"

#include "lw-class-search.h"
#include "lw-class-tree.h"
#include "lw-keys.h"
#include "lw-project-tags.h"

#include <string.h>

#define N_DIGITS 10

#define N_RECENT 5

/* Whoever looks further types another letter; and each row costs time with each letter. */
#define N_ANSWERS_MAX 30

struct _LwClassModel
{
  GObject parent_instance;

  LwProject  *project;
  GPtrArray  *order;  /* (element-type LwClassItem) all, as in the tree; owned */
  GHashTable *by_key; /* key -> item in order, borrowed */
  GListStore *recent; /* (element-type LwClassItem) copies of those used last */
  GPtrArray  *shown;  /* (element-type LwClassItem) */
  GHashTable *folded; /* (element-type gint64) keys */
  GHashTable *tagged; /* (element-type gint64) keys */
  GHashTable *asking; /* (element-type gint64) keys of classes, 0 for the top: a child is needed */
  LwTagRule   top_rule;
  gboolean    has_image;
  char       *search; /* folded; "" for none */
  gboolean    has_tree;
  gboolean    shows_archived;
  gboolean    is_answers; /* see lw_class_model_new_answers() */
};

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

static gboolean
contains_key (GHashTable *keys,
              gint64      key)
{
  return g_hash_table_contains (keys, &key);
}

static void
add_key (GHashTable *keys,
         gint64      key)
{
  g_hash_table_add (keys, g_memdup2 (&key, sizeof key));
}

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

static void
update_shown (LwClassModel *self)
{
  if (*self->search != '\0')
    show_answers (self);
  else if (self->is_answers)
    take_shown (self, g_ptr_array_new_with_free_func (g_object_unref));
  else
    show_tree (self);
}

/* --- What the items say --- */

static const char *
get_parent_path (LwClassModel     *self,
                 const LwClassRow *row)
{
  LwClassItem *parent = g_hash_table_lookup (self->by_key, &row->parent_key);

  return parent != NULL ? lw_class_item_get_info (parent)->path : NULL;
}

/* The digits go by the place among those that are not archived, unless another class has the
 * digit for its own. */
static void
set_keys (LwClassModel     *self,
          const LwClassRow *row,
          int               place,
          LwClassInfo      *info)
{
  const char  digit[] = { (char) ('0' + (place + 1) % N_DIGITS), '\0' };
  const char *own = row->shortcut;

  info->place = -1;

  if (row->is_archived)
    return;

  if (own != NULL && own[0] >= '0' && own[0] <= '9' && own[1] == '\0')
    info->place = (own[0] - '0' + N_DIGITS - 1) % N_DIGITS;
  else if (place < N_DIGITS && !lw_class_tree_find_shortcut (lw_project_get_classes (self->project), digit, row->key))
    info->place = place;

  if (own != NULL)
    info->key_label = lw_key_dup_label (own);
  else if (info->place >= 0)
    {
      g_autofree char *action = g_strdup_printf ("label.class(%d)", info->place);

      info->key_label = lw_keys_dup_label (action);
    }
}

static void
set_counts (GHashTable  *counts,
            LwClassInfo *info)
{
  const LwClassCount *count = g_hash_table_lookup (counts, &info->key);

  if (count == NULL)
    return;

  info->n_boxes = count->n_boxes;
  info->n_tags = count->n_tags;
}

/* --- Classes of the image --- */

static void
update_asking (LwClassModel *self)
{
  g_autoptr (GArray) class_keys = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) lacking = NULL;
  GHashTableIter iter;
  gpointer       key;

  g_hash_table_remove_all (self->asking);
  self->top_rule = self->project != NULL ? lw_project_get_tag_rule (self->project, 0) : 0;

  if (self->project == NULL || !self->has_image)
    return;

  g_hash_table_iter_init (&iter, self->tagged);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    g_array_append_val (class_keys, *(gint64 *) key);

  lacking = lw_project_list_lacking (self->project, (const gint64 *) class_keys->data, class_keys->len);

  for (guint i = 0; i < lacking->len; i++)
    add_key (self->asking, g_array_index (lacking, gint64, i));
}

static void
set_tag (LwClassModel     *self,
         const LwClassRow *row,
         LwClassInfo      *info)
{
  const LwTagRule rule = row->parent_key != 0 ? lw_project_get_tag_rule (self->project, row->parent_key) : self->top_rule;

  info->is_tagged = contains_key (self->tagged, row->key);
  info->is_single = (rule & LW_TAG_RULE_SINGLE) != 0;
  info->is_asked = !row->is_archived && (contains_key (self->asking, row->parent_key) ||
                                         (info->is_folded && contains_key (self->asking, row->key)));
}

static LwClassItem *
need_item (LwClassModel *self,
           GHashTable   *old,
           gint64        key)
{
  LwClassItem *item = g_hash_table_lookup (old, &key);

  return item != NULL ? g_object_ref (item) : lw_class_item_new ();
}

static void
fill_item (LwClassModel      *self,
           LwClassItem       *item,
           const LwClassNode *node,
           int                place,
           GHashTable        *counts)
{
  const LwClassInfo *old = lw_class_item_get_info (item);
  const char        *above = get_parent_path (self, node->row);
  g_autofree char   *path = above != NULL ? g_strconcat (above, LW_CLASS_PATH_SEPARATOR, node->row->name, NULL)
                                          : g_strdup (node->row->name);
  g_autofree char   *folded = lw_class_search_fold (node->row->name);
  g_autofree char   *folded_path = lw_class_search_fold (path);
  LwClassInfo        info = {
           .key = node->row->key,
           .name = node->row->name,
           .folded = folded,
           .folded_path = folded_path,
           .path = path,
           .colour = node->row->colour,
           .depth = node->depth,
           .has_children = node->has_children,
           .is_folded = node->has_children && contains_key (self->folded, node->row->key),
           .has_tree = self->has_tree,
           .is_archived = node->row->is_archived,
           .is_found = self->is_answers || old->is_found,
  };

  set_keys (self, node->row, place, &info);
  set_tag (self, node->row, &info);
  set_counts (counts, &info);
  lw_class_item_set_info (item, &info);
  g_free (info.key_label);
}

static void
fill_copy (LwClassItem *copy,
           LwClassItem *item)
{
  LwClassInfo info = *lw_class_item_get_info (item);

  info.depth = 0;
  info.has_children = FALSE;
  info.has_tree = FALSE;
  info.is_recent = TRUE;
  info.is_found = FALSE;
  lw_class_item_set_info (copy, &info);
}

/* Those used last say what their originals say. */
static void
update_recent (LwClassModel *self)
{
  for (guint i = g_list_model_get_n_items (G_LIST_MODEL (self->recent)); i > 0; i--)
    {
      g_autoptr (LwClassItem) copy = g_list_model_get_item (G_LIST_MODEL (self->recent), i - 1);
      LwClassItem *item = g_hash_table_lookup (self->by_key, &lw_class_item_get_info (copy)->key);

      if (item == NULL || lw_class_item_get_info (item)->is_archived)
        g_list_store_remove (self->recent, i - 1);
      else
        fill_copy (copy, item);
    }
}

static void
update_items (LwClassModel *self)
{
  g_autoptr (GPtrArray) old_order = self->order;
  g_autoptr (GHashTable) old = self->by_key;
  g_autoptr (GArray) nodes = NULL;
  g_autoptr (GArray) counts = NULL;
  g_autoptr (GHashTable) by_class = g_hash_table_new (g_int64_hash, g_int64_equal);
  int place = 0;

  self->order = g_ptr_array_new_with_free_func (g_object_unref);
  self->by_key = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

  if (self->project != NULL)
    {
      nodes = lw_class_tree_list (lw_project_get_classes (self->project), self->shows_archived);
      counts = lw_project_count_classes (self->project);
    }

  for (guint i = 0; counts != NULL && i < counts->len; i++)
    g_hash_table_insert (by_class, &g_array_index (counts, LwClassCount, i).class_key, &g_array_index (counts, LwClassCount, i));

  self->has_tree = FALSE;
  update_asking (self);

  for (guint i = 0; nodes != NULL && i < nodes->len; i++)
    self->has_tree |= g_array_index (nodes, LwClassNode, i).has_children;

  for (guint i = 0; nodes != NULL && i < nodes->len; i++)
    {
      const LwClassNode *node = &g_array_index (nodes, LwClassNode, i);
      LwClassItem       *item = need_item (self, old, node->row->key);

      fill_item (self, item, node, place, by_class);
      place += !node->row->is_archived;
      g_ptr_array_add (self->order, item);
      g_hash_table_insert (self->by_key, g_memdup2 (&node->row->key, sizeof node->row->key), item);
    }

  update_recent (self);
  update_shown (self);
}

static void
update_counts (LwClassModel *self)
{
  g_autoptr (GArray) counts = lw_project_count_classes (self->project);

  for (guint i = 0; counts != NULL && i < counts->len; i++)
    {
      const LwClassCount *count = &g_array_index (counts, LwClassCount, i);
      LwClassItem        *item = g_hash_table_lookup (self->by_key, &count->class_key);
      LwClassInfo         info;

      if (item == NULL)
        continue;

      info = *lw_class_item_get_info (item);
      info.n_boxes = count->n_boxes;
      info.n_tags = count->n_tags;
      lw_class_item_set_info (item, &info);
    }

  update_recent (self);
}

static void
update_tags (LwClassModel *self)
{
  update_asking (self);

  for (guint i = 0; i < self->order->len; i++)
    {
      LwClassInfo       info = *lw_class_item_get_info (self->order->pdata[i]);
      const LwClassRow *row = lw_project_find_class (self->project, info.key);

      if (row == NULL)
        continue;

      set_tag (self, row, &info);
      lw_class_item_set_info (self->order->pdata[i], &info);
    }

  update_recent (self);
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

  g_signal_connect_object (lw_keys_get_map (), "changed", G_CALLBACK (update_items), self, G_CONNECT_SWAPPED);
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

void
lw_class_model_set_project (LwClassModel *self,
                            LwProject    *project)
{
  g_return_if_fail (LW_IS_CLASS_MODEL (self));

  if (self->project != NULL)
    g_signal_handlers_disconnect_by_data (self->project, self);

  g_set_object (&self->project, project);
  g_list_store_remove_all (self->recent);
  g_hash_table_remove_all (self->folded);
  g_hash_table_remove_all (self->tagged);
  self->has_image = FALSE;

  if (project != NULL)
    {
      g_signal_connect_object (project, "settings-changed", G_CALLBACK (update_tags), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (project, "classes-changed", G_CALLBACK (update_items), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (project, "counts-changed", G_CALLBACK (update_counts), self, G_CONNECT_SWAPPED);
    }

  update_items (self);
}

void
lw_class_model_set_shows_archived (LwClassModel *self,
                                   gboolean      shows_archived)
{
  g_return_if_fail (LW_IS_CLASS_MODEL (self));

  self->shows_archived = shows_archived;
  update_items (self);
}

void
lw_class_model_set_search (LwClassModel *self,
                           const char   *text)
{
  g_autofree char *typed = g_strstrip (g_strdup (text));

  g_return_if_fail (LW_IS_CLASS_MODEL (self));

  g_free (self->search);
  self->search = lw_class_search_fold (typed);
  update_shown (self);
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
    add_key (self->folded, class_key);
  else
    g_hash_table_remove (self->folded, &class_key);

  info = *lw_class_item_get_info (item);
  info.is_folded = is_folded;
  set_tag (self, lw_project_find_class (self->project, class_key), &info);
  lw_class_item_set_info (item, &info);
  update_shown (self);
}

void
lw_class_model_note_used (LwClassModel *self,
                          gint64        class_key)
{
  g_autoptr (LwClassItem) copy = NULL;
  LwClassItem *item;

  g_return_if_fail (LW_IS_CLASS_MODEL (self));

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->recent)); i++)
    {
      g_autoptr (LwClassItem) used = g_list_model_get_item (G_LIST_MODEL (self->recent), i);

      if (lw_class_item_get_info (used)->key == class_key)
        return;
    }

  if (!(item = g_hash_table_lookup (self->by_key, &class_key)))
    return;

  copy = lw_class_item_new ();
  fill_copy (copy, item);
  g_list_store_insert (self->recent, 0, copy);

  if (g_list_model_get_n_items (G_LIST_MODEL (self->recent)) > N_RECENT)
    g_list_store_remove (self->recent, N_RECENT);
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
    add_key (self->tagged, g_array_index (tags, LwTagRow, i).class_key);

  update_tags (self);
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

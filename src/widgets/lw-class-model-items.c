/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-class-model-private.h"

#include "lw-class-recent.h"
#include "lw-class-search.h"
#include "lw-class-tree.h"
#include "lw-keys.h"
#include "lw-project-tags.h"

#define N_DIGITS 10

static gboolean
contains_key (GHashTable *keys,
              gint64      key)
{
  return g_hash_table_contains (keys, &key);
}

void
lw_class_model_add_key (GHashTable *keys,
                        gint64      key)
{
  g_hash_table_add (keys, g_memdup2 (&key, sizeof key));
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
    lw_class_model_add_key (self->asking, g_array_index (lacking, gint64, i));
}

void
lw_class_model_set_tag (LwClassModel     *self,
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
  lw_class_model_set_tag (self, node->row, &info);
  set_counts (counts, &info);
  lw_class_item_set_info (item, &info);
  g_free (info.key_label);
}

void
lw_class_model_update_items (LwClassModel *self)
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

  lw_class_recent_update (self->recent, self->by_key);
  lw_class_model_update_shown (self);
}

void
lw_class_model_update_counts (LwClassModel *self)
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

  lw_class_recent_update (self->recent, self->by_key);
}

void
lw_class_model_update_tags (LwClassModel *self)
{
  update_asking (self);

  for (guint i = 0; i < self->order->len; i++)
    {
      LwClassInfo       info = *lw_class_item_get_info (self->order->pdata[i]);
      const LwClassRow *row = lw_project_find_class (self->project, info.key);

      if (row == NULL)
        continue;

      lw_class_model_set_tag (self, row, &info);
      lw_class_item_set_info (self->order->pdata[i], &info);
    }

  lw_class_recent_update (self->recent, self->by_key);
}

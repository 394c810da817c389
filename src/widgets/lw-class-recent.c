/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-class-recent.h"

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

static gboolean
has_class (GListStore *recent,
           gint64      class_key)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (recent)); i++)
    {
      g_autoptr (LwClassItem) used = g_list_model_get_item (G_LIST_MODEL (recent), i);

      if (lw_class_item_get_info (used)->key == class_key)
        return TRUE;
    }

  return FALSE;
}

void
lw_class_recent_add (GListStore  *recent,
                     LwClassItem *item,
                     guint        n_max)
{
  g_autoptr (LwClassItem) copy = NULL;

  if (has_class (recent, lw_class_item_get_info (item)->key))
    return;

  copy = lw_class_item_new ();
  fill_copy (copy, item);
  g_list_store_insert (recent, 0, copy);

  if (g_list_model_get_n_items (G_LIST_MODEL (recent)) > n_max)
    g_list_store_remove (recent, n_max);
}

void
lw_class_recent_update (GListStore *recent,
                        GHashTable *by_key)
{
  for (guint i = g_list_model_get_n_items (G_LIST_MODEL (recent)); i > 0; i--)
    {
      g_autoptr (LwClassItem) copy = g_list_model_get_item (G_LIST_MODEL (recent), i - 1);
      LwClassItem *item = g_hash_table_lookup (by_key, &lw_class_item_get_info (copy)->key);

      if (item == NULL || lw_class_item_get_info (item)->is_archived)
        g_list_store_remove (recent, i - 1);
      else
        fill_copy (copy, item);
    }
}

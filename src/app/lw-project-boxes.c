/* lw-project-boxes.c - edits of several boxes at once
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lw-project-private.h"

#include <glib/gi18n-lib.h>

static gboolean
set_rects (LwProject    *self,
           const gint64 *box_keys,
           const LwRect *rects,
           gsize         n_boxes,
           GError      **error)
{
  g_autoptr (GArray) rows = lw_store_find_boxes (self->store, box_keys, n_boxes, error);
  gsize next = 0;

  if (rows == NULL)
    return FALSE;

  for (guint i = 0; i < rows->len; i++)
    {
      LwBoxRow *row = &g_array_index (rows, LwBoxRow, i);

      /* In the order of the keys, without those that are gone. */
      while (next < n_boxes && box_keys[next] != row->key)
        next++;

      g_return_val_if_fail (next < n_boxes, FALSE);
      row->rect = rects[next];

      if (!lw_store_update_box (self->store, row, error))
        return FALSE;
    }

  return TRUE;
}

gboolean
lw_project_set_box_rects (LwProject    *self,
                          const gint64 *box_keys,
                          const LwRect *rects,
                          gsize         n_boxes,
                          const char   *label,
                          gboolean      is_more,
                          GError      **error)
{
  g_return_val_if_fail (LW_IS_PROJECT (self), FALSE);
  g_return_val_if_fail (label != NULL, FALSE);

  if (!(is_more ? lw_project_begin_more (self, label, error) : lw_project_begin (self, label, error)))
    return FALSE;

  return lw_project_end (self, set_rects (self, box_keys, rects, n_boxes, error), error);
}

/* --- Classes by name --- */

static gint64
find_named (LwProject  *self,
            const char *name)
{
  for (guint i = 0; i < self->classes->len; i++)
    if (g_strcmp0 (g_array_index (self->classes, LwClassRow, i).name, name) == 0)
      return g_array_index (self->classes, LwClassRow, i).key;

  return 0;
}

/* @added: (element-type gint64), by name: those of this step are not in the list yet. */
static gint64
ensure_class (LwProject  *self,
              GHashTable *added,
              const char *name,
              GError    **error)
{
  const LwClassRecord record = { .name = name, .colour = LW_COLOUR_AUTOMATIC };
  const gint64       *known = g_hash_table_lookup (added, name);
  gint64              key = known != NULL ? *known : find_named (self, name);

  if (key == 0)
    key = lw_store_add_class (self->store, &record, error);

  if (key != 0 && known == NULL)
    g_hash_table_insert (added, g_strdup (name), g_memdup2 (&key, sizeof (key)));

  return key;
}

static gboolean
add_named_boxes (LwProject         *self,
                 gint64             image_key,
                 const LwBoxRow    *rows,
                 const char *const *class_names,
                 gsize              n_rows,
                 gint64            *keys,
                 GError           **error)
{
  g_autoptr (GHashTable) added = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autofree LwBoxRow *named = g_memdup2 (rows, n_rows * sizeof (LwBoxRow));

  for (gsize i = 0; i < n_rows; i++)
    if ((named[i].class_key = ensure_class (self, added, class_names[i], error)) == 0)
      return FALSE;

  return lw_project_insert_boxes (self, image_key, named, n_rows, keys, error);
}

gboolean
lw_project_add_named_boxes (LwProject         *self,
                            gint64             image_key,
                            const LwBoxRow    *rows,
                            const char *const *class_names,
                            gsize              n_rows,
                            gint64            *keys,
                            GError           **error)
{
  g_autofree char *label = g_strdup_printf (ngettext ("Paste %zu box", "Paste %zu boxes", n_rows), n_rows);

  g_return_val_if_fail (LW_IS_PROJECT (self), FALSE);

  if (!lw_project_begin (self, label, error))
    return FALSE;

  return lw_project_end (self, add_named_boxes (self, image_key, rows, class_names, n_rows, keys, error), error);
}

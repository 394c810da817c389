/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-difference.h"

#include "lw-item-json.h"
#include "lw-pack.h"

#include <string.h>

/* An item that the stretch mentions.  What an item was is kept only where it was
 * there at the start: a million imported boxes are a million of these without
 * any text. */
typedef struct
{
  LwId     id;
  LwKind   kind;
  gboolean was_there, is_there;
  char    *before; /* NULL unless was_there */
  char    *after;  /* NULL unless both */
} Entry;

struct _LwDifference
{
  LwSql      *sql;
  GHashTable *entries; /* (element-type Entry), also the key */
};

static guint
hash_entry (gconstpointer data)
{
  const Entry *entry = data;
  guint        hash;

  /* The last bytes: packed boxes differ in nothing else. */
  memcpy (&hash, entry->id.bytes + 12, sizeof hash);

  return GUINT32_FROM_BE (hash);
}

static gboolean
is_same_entry (gconstpointer a,
               gconstpointer b)
{
  return lw_id_equal (((const Entry *) a)->id, ((const Entry *) b)->id);
}

static void
free_entry (gpointer data)
{
  Entry *entry = data;

  g_free (entry->before);
  g_free (entry->after);
  g_free (entry);
}

LwDifference *
lw_difference_new (LwSql *sql)
{
  LwDifference *self = g_new0 (LwDifference, 1);

  self->sql = sql;
  self->entries = g_hash_table_new_full (hash_entry, is_same_entry, free_entry, NULL);

  return self;
}

void
lw_difference_free (LwDifference *self)
{
  g_hash_table_unref (self->entries);
  g_free (self);
}

static void
add_item (LwDifference *self,
          LwKind        kind,
          LwId          id,
          const char   *before,
          const char   *after)
{
  const Entry key = { .id = id };
  Entry      *entry = g_hash_table_lookup (self->entries, &key);

  if (entry == NULL)
    {
      entry = g_new0 (Entry, 1);
      entry->id = id;
      entry->kind = kind;
      entry->was_there = before != NULL;
      entry->before = g_strdup (before);
      g_hash_table_add (self->entries, entry);
    }

  entry->is_there = after != NULL;
  g_free (entry->after);
  entry->after = entry->was_there ? g_strdup (after) : NULL;
}

typedef struct
{
  LwDifference *difference;
  gboolean      is_removal;
} PackJob;

static gboolean
add_packed (LwId        id,
            const char *text,
            gpointer    user_data,
            GError    **error)
{
  PackJob *job = user_data;

  add_item (job->difference, LW_KIND_BOX, id, job->is_removal ? text : NULL, job->is_removal ? NULL : text);

  return TRUE;
}

gboolean
lw_difference_add (LwDifference *self,
                   const char   *kind,
                   LwId          item,
                   const char   *before,
                   const char   *after,
                   GError      **error)
{
  PackJob job = { self, before != NULL };
  LwKind  item_kind;

  if (g_strcmp0 (kind, LW_PACK_KIND) == 0)
    return lw_pack_foreach_text (self->sql, item, before != NULL ? before : after, add_packed, &job, error);

  if (!lw_kind_from_name (kind, &item_kind))
    return lw_json_set_corrupt (self->sql, "kind", error);

  add_item (self, item_kind, item, before, after);

  return TRUE;
}

static void
count (const Entry         *entry,
       LwVersionDifference *difference)
{
  if (entry->was_there && entry->is_there)
    difference->n_changed += g_strcmp0 (entry->before, entry->after) != 0;
  else if (entry->is_there)
    difference->n_added++;
  else if (entry->was_there)
    difference->n_removed++;
}

GArray *
lw_difference_list (LwDifference *self,
                    gboolean      is_reversed)
{
  LwVersionDifference all[LW_N_KINDS] = { 0 };
  GArray             *rows = g_array_new (FALSE, TRUE, sizeof (LwVersionDifference));
  GHashTableIter      iter;
  gpointer            entry;

  g_hash_table_iter_init (&iter, self->entries);

  while (g_hash_table_iter_next (&iter, &entry, NULL))
    count (entry, &all[((Entry *) entry)->kind]);

  for (guint i = 0; i < LW_N_KINDS; i++)
    {
      if (all[i].n_added + all[i].n_changed + all[i].n_removed == 0)
        continue;

      all[i].kind = lw_kind_get_info (i)->name;

      if (is_reversed)
        {
          const guint64 n_added = all[i].n_added;

          all[i].n_added = all[i].n_removed;
          all[i].n_removed = n_added;
        }

      g_array_append_val (rows, all[i]);
    }

  return rows;
}

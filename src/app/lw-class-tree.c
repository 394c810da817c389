/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-class-tree.h"

#include <string.h>

#define N_DIGITS 10

/* The store allows 16; a file from elsewhere may have more, which would cost us the stack. */
#define DEPTH_MAX 32

/* What a walk up the tree has met. */
typedef const LwClassRow *Ancestors[DEPTH_MAX];

const LwClassRow *
lw_class_tree_find (const GArray *classes,
                    gint64        class_key)
{
  for (guint i = 0; i < classes->len; i++)
    if (g_array_index (classes, LwClassRow, i).key == class_key)
      return &g_array_index (classes, LwClassRow, i);

  return NULL;
}

/* --- The list --- */

/* A thousand classes are sorted into their families once, rather than looked for in each. */
typedef struct
{
  GHashTable *rows;     /* key -> row */
  GHashTable *children; /* key of a parent -> GPtrArray of rows, by position */
  GHashTable *listed;   /* rows that are in the list */
  gboolean    with_archived;
  GArray     *nodes;
} Lister;

static void
add_child (Lister           *self,
           const LwClassRow *row)
{
  GPtrArray *children = g_hash_table_lookup (self->children, &row->parent_key);

  if (children == NULL)
    {
      children = g_ptr_array_new ();
      g_hash_table_insert (self->children, (gpointer) &row->parent_key, children);
    }

  g_ptr_array_add (children, (gpointer) row);
}

static void
list_family (Lister           *self,
             const LwClassRow *row,
             guint             level, /* how deep it is */
             guint             depth)             /* how deep it is shown */
{
  const GPtrArray *children = g_hash_table_lookup (self->children, &row->key);
  const gboolean   is_shown = self->with_archived || !row->is_archived;
  const guint      place = self->nodes->len;

  if (level > DEPTH_MAX || !g_hash_table_add (self->listed, (gpointer) row))
    return;

  if (is_shown)
    {
      const LwClassNode node = { .row = row, .depth = depth };

      g_array_append_val (self->nodes, node);
    }

  for (guint i = 0; children != NULL && i < children->len; i++)
    list_family (self, children->pdata[i], level + 1, depth + is_shown);

  if (is_shown)
    g_array_index (self->nodes, LwClassNode, place).has_children = self->nodes->len > place + 1;
}

GArray *
lw_class_tree_list (const GArray *classes,
                    gboolean      with_archived)
{
  Lister self = {
    .rows = g_hash_table_new (g_int64_hash, g_int64_equal),
    .children = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, (GDestroyNotify) g_ptr_array_unref),
    .listed = g_hash_table_new (NULL, NULL),
    .with_archived = with_archived,
    .nodes = g_array_sized_new (FALSE, FALSE, sizeof (LwClassNode), MAX (classes->len, 1)),
  };

  for (guint i = 0; i < classes->len; i++)
    {
      const LwClassRow *row = &g_array_index (classes, LwClassRow, i);

      g_hash_table_insert (self.rows, (gpointer) &row->key, (gpointer) row);

      if (row->parent_key != 0)
        add_child (&self, row);
    }

  for (guint i = 0; i < classes->len; i++)
    {
      const LwClassRow *row = &g_array_index (classes, LwClassRow, i);

      if (row->parent_key == 0 || !g_hash_table_contains (self.rows, &row->parent_key))
        list_family (&self, row, 0, 0);
    }

  /* What is left is in rings, or too deep. */
  for (guint i = 0; i < classes->len; i++)
    list_family (&self, &g_array_index (classes, LwClassRow, i), 0, 0);

  g_hash_table_unref (self.rows);
  g_hash_table_unref (self.children);
  g_hash_table_unref (self.listed);

  return self.nodes;
}

/* --- Questions about one class --- */

static gboolean
has_met (Ancestors         met,
         guint             n_met,
         const LwClassRow *row)
{
  for (guint i = 0; i < n_met; i++)
    if (met[i] == row)
      return TRUE;

  return FALSE;
}

/* Ends where a ring comes back to what was met, and where it is too deep. */
static guint
walk_up (const GArray *classes,
         gint64        class_key,
         Ancestors     met)
{
  const LwClassRow *row = lw_class_tree_find (classes, class_key);
  guint             n_met = 0;

  while (row != NULL && n_met < DEPTH_MAX && !has_met (met, n_met, row))
    {
      met[n_met++] = row;
      row = row->parent_key != 0 ? lw_class_tree_find (classes, row->parent_key) : NULL;
    }

  return n_met;
}

GPtrArray *
lw_class_tree_list_ancestors (const GArray *classes,
                              gint64        class_key)
{
  Ancestors   met;
  const guint n_met = walk_up (classes, class_key, met);
  GPtrArray  *rows = g_ptr_array_sized_new (n_met);

  for (guint i = 0; i < n_met; i++)
    g_ptr_array_add (rows, (gpointer) met[i]);

  return rows;
}

gboolean
lw_class_tree_is_below (const GArray *classes,
                        gint64        class_key,
                        gint64        ancestor_key)
{
  Ancestors   met;
  const guint n_met = walk_up (classes, class_key, met);

  for (guint i = 0; i < n_met; i++)
    if (met[i]->key == ancestor_key)
      return TRUE;

  return FALSE;
}

char *
lw_class_tree_dup_path (const GArray *classes,
                        gint64        class_key)
{
  Ancestors   met;
  const guint n_met = walk_up (classes, class_key, met);
  GString    *path = g_string_new (NULL);

  for (guint i = n_met; i > 0; i--)
    {
      if (path->len > 0)
        g_string_append (path, LW_CLASS_PATH_SEPARATOR);

      g_string_append (path, met[i - 1]->name);
    }

  return g_string_free (path, FALSE);
}

const LwClassRow *
lw_class_tree_find_shortcut (const GArray *classes,
                             const char   *shortcut,
                             gint64        except_key)
{
  for (guint i = 0; i < classes->len; i++)
    {
      const LwClassRow *row = &g_array_index (classes, LwClassRow, i);

      if (!row->is_archived && row->key != except_key && g_strcmp0 (row->shortcut, shortcut) == 0)
        return row;
    }

  return NULL;
}

gint64
lw_class_tree_find_digit (const GArray *classes,
                          guint         place)
{
  const char        digit[] = { (char) ('0' + (place + 1) % N_DIGITS), '\0' };
  const LwClassRow *row = lw_class_tree_find_shortcut (classes, digit, 0);
  g_autoptr (GArray) nodes = NULL;

  if (row != NULL || place >= N_DIGITS)
    return row != NULL ? row->key : 0;

  nodes = lw_class_tree_list (classes, FALSE);

  return place < nodes->len ? g_array_index (nodes, LwClassNode, place).row->key : 0;
}

/* --- Moves by one step --- */

/* The sibling @by places further on; NULL where there is none. */
static const LwClassRow *
find_sibling (const GArray     *classes,
              const LwClassRow *row,
              int               by,
              gboolean          with_archived)
{
  const int own = (int) (row - &g_array_index (classes, LwClassRow, 0));
  const int direction = by > 0 ? 1 : -1;

  for (int i = own + direction; i >= 0 && i < (int) classes->len; i += direction)
    {
      const LwClassRow *other = &g_array_index (classes, LwClassRow, i);

      if (other->parent_key == row->parent_key && (with_archived || !other->is_archived) && (by -= direction) == 0)
        return other;
    }

  return NULL;
}

gint64
lw_class_tree_find_next (const GArray *classes,
                         gint64        class_key)
{
  const LwClassRow *row = lw_class_tree_find (classes, class_key);
  const LwClassRow *next = row != NULL ? find_sibling (classes, row, 1, TRUE) : NULL;

  return next != NULL ? next->key : 0;
}

gboolean
lw_class_tree_find_move (const GArray *classes,
                         gint64        class_key,
                         LwClassMove   move,
                         gboolean      with_archived,
                         gint64       *parent_key,
                         gint64       *before_key)
{
  const LwClassRow *row = lw_class_tree_find (classes, class_key);
  const LwClassRow *other;

  if (row == NULL)
    return FALSE;

  if (move == LW_CLASS_MOVE_OUT)
    other = lw_class_tree_find (classes, row->parent_key);
  else
    other = find_sibling (classes, row, move == LW_CLASS_MOVE_DOWN ? 1 : -1, with_archived);

  if (other == NULL)
    return FALSE;

  *parent_key = move == LW_CLASS_MOVE_IN ? other->key : other->parent_key;
  *before_key = move == LW_CLASS_MOVE_UP ? other->key : move == LW_CLASS_MOVE_IN ? 0
                                                                                 : lw_class_tree_find_next (classes, other->key);

  return TRUE;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-project-private.h"

#include "lw-class-merge.h"
#include "lw-class-tree.h"

#include <glib/gi18n-lib.h>
#include <string.h>

gboolean
lw_project_add_class (LwProject  *self,
                      const char *name,
                      gint64     *key,
                      GError    **error)
{
  g_return_val_if_fail (name != NULL, FALSE);

  return lw_project_add_classes (self, &name, 1, 0, key, error);
}

/* One after the other, since each may be the first of its path. */
static gint64
add_class (LwProject  *self,
           const char *name,
           gint64      parent_key,
           GError    **error)
{
  const LwClassRecord record = { .name = name, .colour = LW_COLOUR_AUTOMATIC };
  const gint64        key = lw_store_add_class (self->store, &record, error);

  return key != 0 && lw_class_set_parent (self->store, key, parent_key, error) ? key : 0;
}

gboolean
lw_project_add_classes (LwProject         *self,
                        const char *const *names,
                        gsize              n_names,
                        gint64             parent_key,
                        gint64            *keys,
                        GError           **error)
{
  g_autofree char *label = NULL;
  gboolean         succeeded = TRUE;

  g_return_val_if_fail (LW_IS_PROJECT (self), FALSE);
  g_return_val_if_fail (n_names > 0, FALSE);

  label = n_names == 1 ? g_strdup_printf (_ ("Add class “%s”"), names[0])
                       : g_strdup_printf (_ ("Add %zu classes"), n_names);

  if (!lw_project_begin (self, label, error))
    return FALSE;

  for (gsize i = 0; succeeded && i < n_names; i++)
    {
      const gint64 key = add_class (self, names[i], parent_key, error);

      if (keys != NULL)
        keys[i] = key;

      succeeded = key != 0;
    }

  return lw_project_end (self, succeeded, error);
}

/* --- Changing --- */

/* What the history calls the change of one class, by the first thing that is different. */
static char *
dup_change_label (const LwClassRow *before,
                  const LwClassRow *after)
{
  if (g_strcmp0 (before->name, after->name) != 0)
    return g_strdup_printf (_ ("Rename class “%s” to “%s”"), before->name, after->name);

  if (before->is_archived != after->is_archived)
    return after->is_archived ? g_strdup_printf (_ ("Archive class “%s”"), before->name)
                              : g_strdup_printf (_ ("Take class “%s” out of the archive"), before->name);

  if (before->parent_key != after->parent_key || before->position != after->position)
    return g_strdup_printf (_ ("Move class “%s”"), before->name);

  if (before->colour != after->colour)
    return g_strdup_printf (_ ("Colour class “%s”"), before->name);

  if (g_strcmp0 (before->guideline, after->guideline) != 0)
    return g_strdup_printf (_ ("Change guideline of class “%s”"), before->name);

  if (g_strcmp0 (before->shortcut, after->shortcut) != 0)
    return g_strdup_printf (_ ("Change key of class “%s”"), before->name);

  return g_strdup_printf (_ ("Change class “%s”"), before->name);
}

static const LwClassRow *
find_class (LwProject *self,
            gint64     class_key,
            GError   **error)
{
  const LwClassRow *row = lw_project_find_class (self, class_key);

  if (row == NULL)
    g_set_error_literal (error, LW_ERROR, LW_ERROR_NOT_FOUND, _ ("This class is not there any more"));

  return row;
}

static gboolean
check_shortcut (LwProject        *self,
                const LwClassRow *row,
                GError          **error)
{
  const LwClassRow *other;

  if (row->shortcut == NULL || row->is_archived ||
      !(other = lw_class_tree_find_shortcut (self->classes, row->shortcut, row->key)))
    return TRUE;

  g_set_error (error, LW_ERROR, LW_ERROR_CONFLICT, _ ("The key is that of the class “%s” already"), other->name);

  return FALSE;
}

static gboolean
update_classes (LwProject        *self,
                const LwClassRow *rows,
                gsize             n_rows,
                GError          **error)
{
  for (gsize i = 0; i < n_rows; i++)
    if (!lw_store_update_class (self->store, &rows[i], error))
      return FALSE;

  return TRUE;
}

gboolean
lw_project_update_classes (LwProject        *self,
                           const LwClassRow *rows,
                           gsize             n_rows,
                           GError          **error)
{
  g_autofree char  *label = NULL;
  const LwClassRow *known;

  g_return_val_if_fail (LW_IS_PROJECT (self), FALSE);

  for (gsize i = 0; i < n_rows; i++)
    if (!(known = find_class (self, rows[i].key, error)) || !check_shortcut (self, &rows[i], error))
      return FALSE;
    else if (i == 0)
      label = n_rows == 1 ? dup_change_label (known, &rows[0]) : g_strdup_printf (_ ("Change %zu classes"), n_rows);

  if (n_rows == 0)
    return TRUE;

  if (!lw_project_begin (self, label, error))
    return FALSE;

  return lw_project_end (self, update_classes (self, rows, n_rows, error), error);
}

gboolean
lw_project_update_class (LwProject        *self,
                         const LwClassRow *row,
                         GError          **error)
{
  return lw_project_update_classes (self, row, 1, error);
}

gboolean
lw_project_rename_class (LwProject  *self,
                         gint64      class_key,
                         const char *name,
                         GError    **error)
{
  const LwClassRow *known;
  LwClassRow        row;

  g_return_val_if_fail (LW_IS_PROJECT (self), FALSE);
  g_return_val_if_fail (name != NULL, FALSE);

  if (!(known = find_class (self, class_key, error)))
    return FALSE;

  row = *known;
  row.name = (char *) name;

  return lw_project_update_class (self, &row, error);
}

gboolean
lw_project_set_class_colour (LwProject *self,
                             gint64     class_key,
                             guint32    colour,
                             GError   **error)
{
  const LwClassRow *known;
  LwClassRow        row;

  g_return_val_if_fail (LW_IS_PROJECT (self), FALSE);

  if (!(known = find_class (self, class_key, error)))
    return FALSE;

  row = *known;
  row.colour = colour;

  return lw_project_update_class (self, &row, error);
}

gboolean
lw_project_archive_classes (LwProject    *self,
                            const gint64 *class_keys,
                            gsize         n_keys,
                            gboolean      is_archived,
                            GError      **error)
{
  g_autofree LwClassRow *rows = g_new (LwClassRow, MAX (n_keys, 1));

  g_return_val_if_fail (LW_IS_PROJECT (self), FALSE);

  for (gsize i = 0; i < n_keys; i++)
    {
      const LwClassRow *known = find_class (self, class_keys[i], error);

      if (known == NULL)
        return FALSE;

      rows[i] = *known;
      rows[i].is_archived = is_archived;

      /* Its key may have gone to another class meanwhile. */
      if (!is_archived && lw_class_tree_find_shortcut (self->classes, known->shortcut, known->key) != NULL)
        rows[i].shortcut = NULL;

      /* It is a class of its own again. */
      if (!is_archived)
        rows[i].merged_into_key = 0;
    }

  return lw_project_update_classes (self, rows, n_keys, error);
}

/* --- Moving --- */

/* The children of @parent_key in their new order: those that are there, without the moved
 * class, and that before @before_key or at the end.  (element-type LwClassRow) */
static GArray *
order_siblings (LwProject        *self,
                const LwClassRow *moved,
                gint64            parent_key,
                gint64            before_key)
{
  GArray  *siblings = g_array_new (FALSE, FALSE, sizeof (LwClassRow));
  gboolean is_placed = FALSE;

  for (guint i = 0; i < self->classes->len; i++)
    {
      const LwClassRow *row = &g_array_index (self->classes, LwClassRow, i);

      if (row->parent_key != parent_key || row->key == moved->key)
        continue;

      if (row->key == before_key)
        {
          g_array_append_val (siblings, *moved);
          is_placed = TRUE;
        }

      g_array_append_val (siblings, *row);
    }

  if (!is_placed)
    g_array_append_val (siblings, *moved);

  return siblings;
}

static int
compare_positions (gconstpointer a,
                   gconstpointer b)
{
  return *(const int *) a - *(const int *) b;
}

/* The siblings share out the positions that they have, so that a move is a change of those
 * between the old place and the new one and of nobody else. */
static gboolean
share_out_positions (LwProject *self,
                     GArray    *siblings,
                     GError   **error)
{
  g_autofree int *positions = g_new (int, siblings->len);

  for (guint i = 0; i < siblings->len; i++)
    positions[i] = g_array_index (siblings, LwClassRow, i).position;

  qsort (positions, siblings->len, sizeof *positions, compare_positions);

  /* Two of the same, which an import may leave, could not be told apart. */
  for (guint i = 1; i < siblings->len; i++)
    positions[i] = MAX (positions[i], positions[i - 1] + 1);

  for (guint i = 0; i < siblings->len; i++)
    {
      LwClassRow       *row = &g_array_index (siblings, LwClassRow, i);
      const LwClassRow *known = lw_project_find_class (self, row->key);

      row->position = positions[i];

      if ((row->position != known->position || row->parent_key != known->parent_key) &&
          !lw_store_update_class (self->store, row, error))
        return FALSE;
    }

  return TRUE;
}

gboolean
lw_project_move_class (LwProject *self,
                       gint64     class_key,
                       gint64     parent_key,
                       gint64     before_key,
                       GError   **error)
{
  g_autoptr (GArray) siblings = NULL;
  g_autofree char  *label = NULL;
  const LwClassRow *known;
  LwClassRow        row;

  g_return_val_if_fail (LW_IS_PROJECT (self), FALSE);

  if (!(known = find_class (self, class_key, error)) || (parent_key != 0 && !find_class (self, parent_key, error)))
    return FALSE;

  /* The store would say so of a class that is moved; its own position is changed first. */
  if (lw_class_tree_is_below (self->classes, parent_key, class_key))
    {
      g_set_error (error, LW_ERROR, LW_ERROR_INVALID, _ ("“%s” cannot be put below itself"), known->name);
      return FALSE;
    }

  row = *known;
  row.parent_key = parent_key;
  siblings = order_siblings (self, &row, parent_key, before_key);
  label = g_strdup_printf (_ ("Move class “%s”"), known->name);

  if (!lw_project_begin (self, label, error))
    return FALSE;

  return lw_project_end (self, share_out_positions (self, siblings, error), error);
}

/* --- Removing --- */

gboolean
lw_project_remove_class (LwProject *self,
                         gint64     class_key,
                         GError   **error)
{
  g_autofree char  *label = NULL;
  const LwClassRow *known;

  g_return_val_if_fail (LW_IS_PROJECT (self), FALSE);

  if (!(known = find_class (self, class_key, error)))
    return FALSE;

  label = g_strdup_printf (_ ("Remove class “%s”"), known->name);

  if (!lw_project_begin (self, label, error))
    return FALSE;

  return lw_project_end (self, lw_store_remove_class (self->store, class_key, error), error);
}

/* --- Examples --- */

GArray *
lw_project_list_examples (LwProject *self,
                          gint64     class_key,
                          GError   **error)
{
  g_return_val_if_fail (LW_IS_PROJECT (self), NULL);

  if (!lw_project_refuse_while_busy (self, error))
    return NULL;

  return lw_store_list_examples (self->store, class_key, error);
}

gboolean
lw_project_add_example (LwProject          *self,
                        const LwExampleRow *row,
                        GError            **error)
{
  g_autofree char  *label = NULL;
  const LwClassRow *known;

  g_return_val_if_fail (LW_IS_PROJECT (self), FALSE);

  if (!(known = find_class (self, row->class_key, error)))
    return FALSE;

  label = row->is_wrong ? g_strdup_printf (_ ("Add counter-example to class “%s”"), known->name)
                        : g_strdup_printf (_ ("Add example to class “%s”"), known->name);

  if (!lw_project_begin (self, label, error))
    return FALSE;

  return lw_project_end (self, lw_store_add_example (self->store, row, error) != 0, error);
}

gboolean
lw_project_update_example (LwProject          *self,
                           const LwExampleRow *row,
                           GError            **error)
{
  g_return_val_if_fail (LW_IS_PROJECT (self), FALSE);

  if (!lw_project_begin (self, _ ("Change example"), error))
    return FALSE;

  return lw_project_end (self, lw_store_update_example (self->store, row, error), error);
}

gboolean
lw_project_remove_example (LwProject *self,
                           gint64     example_key,
                           GError   **error)
{
  g_return_val_if_fail (LW_IS_PROJECT (self), FALSE);

  if (!lw_project_begin (self, _ ("Remove example"), error))
    return FALSE;

  return lw_project_end (self, lw_store_remove_example (self->store, example_key, error), error);
}

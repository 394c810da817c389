/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-name-table.h"

#include "lw-natural.h"

void
lw_name_table_init (LwNameTable *self)
{
  self->texts = g_ptr_array_new_with_free_func (g_free);
  self->numbers = g_hash_table_new (g_str_hash, g_str_equal);
}

void
lw_name_table_clear (LwNameTable *self)
{
  g_clear_pointer (&self->numbers, g_hash_table_unref);
  g_clear_pointer (&self->texts, g_ptr_array_unref);
}

guint32
lw_name_table_number (LwNameTable *self,
                      const char  *text)
{
  const guint known = GPOINTER_TO_UINT (g_hash_table_lookup (self->numbers, text));
  char       *own;

  if (known > 0)
    return known - 1;

  own = g_strdup (text);
  g_ptr_array_add (self->texts, own);
  g_hash_table_insert (self->numbers, own, GUINT_TO_POINTER (self->texts->len));

  return self->texts->len - 1;
}

static int
compare_texts (gconstpointer a,
               gconstpointer b)
{
  return lw_natural_compare (*(char *const *) a, *(char *const *) b);
}

GPtrArray *
lw_name_table_sort (LwNameTable *self,
                    guint32     *values,
                    gsize        n_values)
{
  const guint         n = self->texts->len;
  g_autofree guint32 *places = g_new (guint32, n);
  g_autoptr (GPtrArray) sorted = g_ptr_array_new ();

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (sorted, g_ptr_array_index (self->texts, i));
  g_ptr_array_sort (sorted, compare_texts);

  for (guint i = 0; i < n; i++)
    places[GPOINTER_TO_UINT (g_hash_table_lookup (self->numbers, g_ptr_array_index (sorted, i))) - 1] = i;
  for (gsize i = 0; i < n_values; i++)
    values[i] = places[values[i]];

  g_ptr_array_set_free_func (self->texts, NULL);
  g_ptr_array_set_free_func (sorted, g_free);

  return g_steal_pointer (&sorted);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-class-map.h"

#include "lw-text-file.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Far more than a million classes take. */
#define CLASS_FILE_MAX (64 * 1024 * 1024)

typedef struct
{
  char  *name;
  gint64 key;
} Entry;

struct _LwClassMap
{
  GHashTable *translations; /* owned name -> owned name */
  GHashTable *by_name;      /* borrowed name -> owned Entry */
  GHashTable *by_casefold;  /* owned folded name -> borrowed Entry, the first of them */
};

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_free (entry->name);
  g_free (entry);
}

static gboolean
parse_line (LwClassMap *self,
            const char *line,
            const char *map_file,
            guint       line_number,
            GError    **error)
{
  g_auto (GStrv) parts = g_strsplit (line, "\t", -1);

  if (*line == '\0')
    return TRUE;

  if (g_strv_length (parts) != 2 || *g_strstrip (parts[0]) == '\0')
    {
      g_set_error (error, LW_ERROR, LW_ERROR_INVALID,
                   _ ("%s, line %u: expected the name in the source, a tab, and the name in the project"),
                   map_file, line_number);
      return FALSE;
    }

  g_hash_table_insert (self->translations, g_strdup (parts[0]), g_strdup (g_strstrip (parts[1])));

  return TRUE;
}

static gboolean
read_map (LwClassMap *self,
          const char *map_file,
          GError    **error)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GError) local_error = NULL;
  gsize length;

  if (!(text = lw_file_load_bytes (map_file, CLASS_FILE_MAX, &length, &local_error)))
    {
      g_set_error (error, LW_ERROR, LW_ERROR_NOT_FOUND, _ ("The class map cannot be read: %s"), local_error->message);
      return FALSE;
    }

  if (!g_utf8_validate (text, length, NULL))
    {
      g_set_error (error, LW_ERROR, LW_ERROR_INVALID, _ ("%s: the class map is not UTF-8 text"), map_file);
      return FALSE;
    }

  lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      lines[i][strcspn (lines[i], "\r")] = '\0';

      if (!parse_line (self, lines[i], map_file, i + 1, error))
        return FALSE;
    }

  return TRUE;
}

static Entry *
add_by_name (LwClassMap *self,
             const char *name,
             gint64      key)
{
  Entry *entry = g_new0 (Entry, 1);

  entry->name = g_strdup (name);
  entry->key = key;
  g_hash_table_replace (self->by_name, entry->name, entry);

  return entry;
}

/* A class that the project had: the source may write it otherwise. */
static void
add_known (LwClassMap *self,
           const char *name,
           gint64      key)
{
  g_autofree char *folded = g_utf8_casefold (name, -1);
  Entry           *entry = add_by_name (self, name, key);

  if (!g_hash_table_contains (self->by_casefold, folded))
    g_hash_table_insert (self->by_casefold, g_steal_pointer (&folded), entry);
}

LwClassMap *
lw_class_map_new (LwStore    *store,
                  const char *map_file,
                  GError    **error)
{
  g_autoptr (LwClassMap) self = g_new0 (LwClassMap, 1);
  g_autoptr (GArray) rows = lw_store_list_classes (store, error);

  self->translations = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->by_name = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, entry_free);
  self->by_casefold = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  if (rows == NULL || (map_file != NULL && !read_map (self, map_file, error)))
    return NULL;

  for (guint i = 0; i < rows->len; i++)
    {
      const LwClassRow *row = &g_array_index (rows, LwClassRow, i);

      add_known (self, row->name, row->key);
    }

  return g_steal_pointer (&self);
}

void
lw_class_map_free (LwClassMap *self)
{
  g_hash_table_unref (self->by_casefold);
  g_hash_table_unref (self->by_name);
  g_hash_table_unref (self->translations);
  g_free (self);
}

const char *
lw_class_map_translate (LwClassMap *self,
                        const char *name)
{
  const char *translation = g_hash_table_lookup (self->translations, name);

  return translation != NULL ? translation : name;
}

gint64
lw_class_map_find (LwClassMap  *self,
                   const char  *name,
                   const char **found_name)
{
  const Entry *entry = g_hash_table_lookup (self->by_name, name);

  if (entry == NULL)
    {
      g_autofree char *folded = g_utf8_casefold (name, -1);

      entry = g_hash_table_lookup (self->by_casefold, folded);
    }

  if (entry == NULL)
    return 0;

  if (found_name != NULL)
    *found_name = entry->name;

  return entry->key;
}

gboolean
lw_class_map_is_empty (LwClassMap *self)
{
  return g_hash_table_size (self->by_name) == 0;
}

void
lw_class_map_add (LwClassMap *self,
                  const char *name,
                  gint64      key)
{
  add_by_name (self, name, key);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-image-index.h"

#include "lw-error.h"
#include "lw-image-files.h"
#include "lw-page-path.h"

#include <string.h>

struct _LwImageIndex
{
  GPtrArray *paths;

  /* Lower-case keys to borrowed paths: whole paths, paths without extension, and
   * the same for the last part alone, NULL where several images share that. */
  GHashTable *by_path;
  GHashTable *by_stem;
  GHashTable *by_name;
  GHashTable *by_name_stem;

  GStringChunk *pages; /* names of pages that were asked for */
};

static GHashTable *
new_table (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

static const char *
last_part (const char *path)
{
  const char *slash = strrchr (path, '/');

  return slash != NULL ? slash + 1 : path;
}

static void
enter (GHashTable *table,
       const char *key,
       const char *path)
{
  if (!g_hash_table_contains (table, key))
    g_hash_table_insert (table, g_strdup (key), (gpointer) path);
}

static void
enter_unique (GHashTable *table,
              const char *key,
              const char *path)
{
  g_hash_table_insert (table, g_strdup (key), g_hash_table_contains (table, key) ? NULL : (gpointer) path);
}

static void
add_path (LwImageIndex *self,
          const char   *path)
{
  g_autofree char *valid = g_utf8_make_valid (path, -1);
  g_autofree char *lower = g_utf8_strdown (valid, -1);
  g_autofree char *stem = lw_path_dup_stem (lower);

  enter (self->by_path, lower, path);
  enter (self->by_stem, stem, path);
  enter_unique (self->by_name, last_part (lower), path);
  enter_unique (self->by_name_stem, last_part (stem), path);
}

LwImageIndex *
lw_image_index_new (const char   *folder,
                    GCancellable *cancellable,
                    GError      **error)
{
  g_autoptr (LwImageIndex) self = g_new0 (LwImageIndex, 1);
  g_autoptr (GError) local = NULL;

  self->pages = g_string_chunk_new (1024);
  self->by_path = new_table ();
  self->by_stem = new_table ();
  self->by_name = new_table ();
  self->by_name_stem = new_table ();
  self->paths = lw_files_list (folder, lw_image_name_is_known, cancellable, &local);

  if (self->paths == NULL && !g_error_matches (local, LW_ERROR, LW_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }

  if (self->paths == NULL)
    self->paths = g_ptr_array_new ();

  for (guint i = 0; i < self->paths->len; i++)
    add_path (self, g_ptr_array_index (self->paths, i));

  return g_steal_pointer (&self);
}

void
lw_image_index_free (LwImageIndex *self)
{
  g_clear_pointer (&self->paths, g_ptr_array_unref);
  g_string_chunk_free (self->pages);
  g_hash_table_unref (self->by_path);
  g_hash_table_unref (self->by_stem);
  g_hash_table_unref (self->by_name);
  g_hash_table_unref (self->by_name_stem);
  g_free (self);
}

GPtrArray *
lw_image_index_get_paths (LwImageIndex *self)
{
  return self->paths;
}

static const char *
find (GHashTable *whole,
      GHashTable *last,
      const char *name)
{
  g_autofree char *valid = g_utf8_make_valid (name, -1);
  g_autofree char *lower = g_utf8_strdown (valid, -1);
  const char      *at = lower;
  const char      *path;

  /* "data/train/a.jpg" is tried as it is, then as "train/a.jpg", then "a.jpg". */
  while ((path = g_hash_table_lookup (whole, at)) == NULL && strchr (at, '/') != NULL)
    at = strchr (at, '/') + 1;

  return path != NULL ? path : g_hash_table_lookup (last, last_part (lower));
}

/* A page is there where its file is: how many pages that has is not known here. */
static const char *
find_with_page (LwImageIndex *self,
                GHashTable   *whole,
                GHashTable   *last,
                const char   *name)
{
  int              page;
  g_autofree char *file = lw_page_path_split (name, &page);
  g_autofree char *joined = NULL;
  const char      *found = find (whole, last, name);

  if (found != NULL || page == 1 || (found = find (whole, last, file)) == NULL)
    return found;

  joined = lw_page_path_join (found, page);

  return g_string_chunk_insert_const (self->pages, joined);
}

const char *
lw_image_index_find (LwImageIndex *self,
                     const char   *name)
{
  return find_with_page (self, self->by_path, self->by_name, name);
}

const char *
lw_image_index_find_stem (LwImageIndex *self,
                          const char   *stem)
{
  return find_with_page (self, self->by_stem, self->by_name_stem, stem);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-image-matcher.h"

#include "lw-image-folder.h"
#include "lw-page-path.h"

#include <string.h>
#include <sys/stat.h>

#define AMBIGUOUS -1

struct _LwImageMatcher
{
  char       *folder;
  GArray     *rows;    /* (element-type LwImageRow) */
  GHashTable *by_path; /* borrowed path -> position + 1 */
  GHashTable *by_name; /* borrowed last part of the path -> position + 1, or AMBIGUOUS */
};

static const char *
last_part (const char *path)
{
  const char *slash = strrchr (path, '/');

  return slash != NULL ? slash + 1 : path;
}

static void
index_rows (LwImageMatcher *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      const LwImageRow *row = &g_array_index (self->rows, LwImageRow, i);
      const char       *name = last_part (row->path);
      const gboolean    is_taken = g_hash_table_contains (self->by_name, name);

      g_hash_table_insert (self->by_path, row->path, GINT_TO_POINTER ((int) i + 1));
      g_hash_table_insert (self->by_name, (gpointer) name, GINT_TO_POINTER (is_taken ? AMBIGUOUS : (int) i + 1));
    }
}

LwImageMatcher *
lw_image_matcher_new (LwStore *store,
                      GError **error)
{
  GArray         *rows = lw_store_list_images (store, error);
  LwImageMatcher *self;

  if (rows == NULL)
    return NULL;

  self = g_new0 (LwImageMatcher, 1);
  self->rows = rows;
  self->by_path = g_hash_table_new (g_str_hash, g_str_equal);
  self->by_name = g_hash_table_new (g_str_hash, g_str_equal);
  self->folder = lw_image_folder_get (store);
  index_rows (self);

  return self;
}

void
lw_image_matcher_free (LwImageMatcher *self)
{
  g_hash_table_unref (self->by_path);
  g_hash_table_unref (self->by_name);
  g_array_unref (self->rows);
  g_free (self->folder);
  g_free (self);
}

guint
lw_image_matcher_get_n_images (LwImageMatcher *self)
{
  return self->rows->len;
}

const char *
lw_image_matcher_get_folder (LwImageMatcher *self)
{
  return self->folder;
}

void
lw_image_matcher_set_folder (LwImageMatcher *self,
                             const char     *folder)
{
  char *canonical = g_canonicalize_filename (folder, NULL);

  g_free (self->folder);
  self->folder = canonical;
}

char *
lw_image_matcher_dup_stored_path (LwImageMatcher *self,
                                  const char     *file)
{
  g_autofree char *canonical = g_canonicalize_filename (file, NULL);
  const gsize      length = strlen (self->folder);

  if (strncmp (canonical, self->folder, length) == 0 && canonical[length] == '/')
    return g_strdup (canonical + length + 1);

  /* The root folder is the one that ends in a slash of its own. */
  if (length == 1 && canonical[1] != '\0')
    return g_strdup (canonical + 1);

  return g_steal_pointer (&canonical);
}

int
lw_image_matcher_find_path (LwImageMatcher *self,
                            const char     *stored_path)
{
  return GPOINTER_TO_INT (g_hash_table_lookup (self->by_path, stored_path)) - 1;
}

static gboolean
may_be_same_file (LwImageMatcher *self,
                  const char     *file,
                  const char     *image_path)
{
  g_autofree char *ours = lw_image_folder_resolve (self->folder, image_path);
  g_autofree char *our_file = lw_page_path_split_file (ours, NULL);
  g_autofree char *their_file = lw_page_path_split_file (file, NULL);
  struct stat      theirs_info, ours_info;

  if (stat (their_file, &theirs_info) != 0 || stat (our_file, &ours_info) != 0)
    return TRUE;

  return theirs_info.st_size == ours_info.st_size;
}

int
lw_image_matcher_find_name (LwImageMatcher *self,
                            const char     *file)
{
  const int position = GPOINTER_TO_INT (g_hash_table_lookup (self->by_name, last_part (file)));

  if (position <= 0)
    return -1;

  return may_be_same_file (self, file, lw_image_matcher_get_row (self, position - 1)->path) ? position - 1 : -1;
}

const LwImageRow *
lw_image_matcher_get_row (LwImageMatcher *self,
                          int             position)
{
  g_return_val_if_fail (position >= 0 && (guint) position < self->rows->len, NULL);

  return &g_array_index (self->rows, LwImageRow, position);
}

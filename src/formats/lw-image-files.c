/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-image-files.h"

#include "lw-error.h"
#include "lw-page-path.h"

#include <glib/gi18n-lib.h>

#include <string.h>

#define DEPTH_MAX 64

gboolean
lw_image_name_is_known (const char *name)
{
  static const char *const endings[] = { "jpg", "jpeg", "jpe", "png", "bmp", "tif", "tiff", "webp", "gif", "jp2", "pnm", "ppm", "pgm", "avif", "heic", "dng", "tga", "svg" };
  g_autofree char         *file = lw_page_path_split (name, NULL);
  const char              *dot = strrchr (file, '.');

  if (dot == NULL || file[0] == '.')
    return FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    if (g_ascii_strcasecmp (dot + 1, endings[i]) == 0)
      return TRUE;

  return FALSE;
}

char *
lw_image_path_normalise (const char *path)
{
  g_autofree char *slashes = NULL;
  g_auto (GStrv) parts = NULL;
  g_autoptr (GPtrArray) kept = g_ptr_array_new ();

  if (!g_utf8_validate (path, -1, NULL))
    return NULL;

  slashes = g_strdelimit (g_strdup (path), "\\", '/');

  if (slashes[0] == '/' || (g_ascii_isalpha (slashes[0]) && slashes[1] == ':'))
    return NULL;

  parts = g_strsplit (slashes, "/", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      if (parts[i][0] == '\0' || g_str_equal (parts[i], "."))
        continue;

      if (!g_str_equal (parts[i], ".."))
        g_ptr_array_add (kept, parts[i]);
      else if (kept->len == 0)
        return NULL;
      else
        g_ptr_array_set_size (kept, (int) kept->len - 1);
    }

  if (kept->len == 0)
    return NULL;

  g_ptr_array_add (kept, NULL);

  return g_strjoinv ("/", (char **) kept->pdata);
}

int
lw_path_compare (gconstpointer a,
                 gconstpointer b)
{
  const char *x = *(const char *const *) a;
  const char *y = *(const char *const *) b;

  while (*x != '\0' && *y != '\0')
    {
      if (g_ascii_isdigit (*x) && g_ascii_isdigit (*y))
        {
          gsize n_x, n_y;
          int   order;

          for (; *x == '0'; x++)
            ;
          for (; *y == '0'; y++)
            ;

          n_x = strspn (x, "0123456789");
          n_y = strspn (y, "0123456789");
          order = n_x != n_y ? (n_x < n_y ? -1 : 1) : strncmp (x, y, n_x);
          if (order != 0)
            return order;

          x += n_x;
          y += n_y;
        }
      else if (*x != *y)
        return (guchar) *x < (guchar) *y ? -1 : 1;
      else
        {
          x++;
          y++;
        }
    }

  if (*x != *y)
    return *x == '\0' ? -1 : 1;

  /* "01" and "1" are equal by value but must have one order. */
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static gboolean
walk (const char *root,
      const char *below,
      guint       depth,
      gboolean (*accept) (const char *name),
      GPtrArray    *files,
      GCancellable *cancellable,
      GError      **error)
{
  g_autofree char *folder = g_build_filename (root, below, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (folder);
  g_autoptr (GFileEnumerator) children = NULL;

  children = g_file_enumerate_children (file, G_FILE_ATTRIBUTE_STANDARD_NAME "," G_FILE_ATTRIBUTE_STANDARD_TYPE,
                                        G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS, cancellable, error);
  if (children == NULL)
    return FALSE;

  for (;;)
    {
      g_autofree char *path = NULL;
      GFileInfo       *info;
      const char      *name;

      if (!g_file_enumerator_iterate (children, &info, NULL, cancellable, error))
        return FALSE;

      if (info == NULL)
        return TRUE;

      name = g_file_info_get_name (info);
      if (name[0] == '.')
        continue;

      path = below[0] != '\0' ? g_strconcat (below, "/", name, NULL) : g_strdup (name);

      if (g_file_info_get_file_type (info) == G_FILE_TYPE_DIRECTORY)
        {
          if (depth > 0 && !walk (root, path, depth - 1, accept, files, cancellable, error))
            return FALSE;
        }
      else if (accept (name))
        g_ptr_array_add (files, g_steal_pointer (&path));
    }
}

GPtrArray *
lw_files_list (const char *folder,
               gboolean (*accept) (const char *name),
               GCancellable *cancellable,
               GError      **error)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) local = NULL;

  if (!walk (folder, "", DEPTH_MAX, accept, files, cancellable, &local))
    {
      if (g_error_matches (local, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        g_propagate_error (error, g_steal_pointer (&local));
      else
        g_set_error (error, LW_ERROR, g_error_matches (local, G_IO_ERROR, G_IO_ERROR_NOT_FOUND) ? LW_ERROR_NOT_FOUND : LW_ERROR_FAILED,
                     "%s", local->message);
      return NULL;
    }

  g_ptr_array_sort (files, lw_path_compare);

  return g_steal_pointer (&files);
}

/* Names cost little; asking what a file is costs a system call. */
#define FIND_TESTS_MAX 300

char *
lw_files_find_first (const char *folder,
                     guint       depth,
                     gboolean (*accept) (const char *name))
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autoptr (GPtrArray) folders = g_ptr_array_new_with_free_func (g_free);
  const char *name;
  guint       n_tests = 0;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = NULL;

      if (name[0] == '.')
        continue;

      path = g_build_filename (folder, name, NULL);
      if (accept (name) && g_file_test (path, G_FILE_TEST_IS_REGULAR))
        return g_steal_pointer (&path);

      if (depth > 0 && folders->len < 20 && n_tests++ < FIND_TESTS_MAX && g_file_test (path, G_FILE_TEST_IS_DIR))
        g_ptr_array_add (folders, g_steal_pointer (&path));
    }

  for (guint i = 0; i < folders->len; i++)
    {
      char *found = lw_files_find_first (g_ptr_array_index (folders, i), depth - 1, accept);

      if (found != NULL)
        return found;
    }

  return NULL;
}

gboolean
lw_image_exists (const char *folder,
                 const char *path)
{
  g_autofree char *full = g_build_filename (folder, path, NULL);
  g_autofree char *file = lw_page_path_split_file (full, NULL);

  return g_file_test (file, G_FILE_TEST_IS_REGULAR);
}

static char *
dup_file_stem (const char *path)
{
  const char *slash = strrchr (path, '/');
  const char *dot = strrchr (path, '.');

  if (dot == NULL || dot == path || (slash != NULL && dot <= slash + 1))
    return g_strdup (path);

  return g_strndup (path, (gsize) (dot - path));
}

char *
lw_path_dup_stem (const char *path)
{
  int              page;
  g_autofree char *file = lw_page_path_split (path, &page);
  g_autofree char *stem = dup_file_stem (file);

  return lw_page_path_join (stem, page);
}

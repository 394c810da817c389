/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-image-folder.h"

#include "lw-decode.h"
#include "lw-page-path.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define SETTING_IMAGES_FOLDER "images-folder"

/* Deeper trees are loops of bind mounts, not somebody's pictures. */
#define DEPTH_MAX 32

static char *
dup_project_folder (LwStore *store)
{
  return g_path_get_dirname (lw_store_get_path (store));
}

char *
lw_image_folder_get (LwStore *store)
{
  g_autofree char *base = dup_project_folder (store);
  g_autofree char *folder = lw_store_dup_setting (store, SETTING_IMAGES_FOLDER, NULL);

  if (folder == NULL)
    return g_steal_pointer (&base);

  return g_canonicalize_filename (folder, base);
}

gboolean
lw_image_folder_set (LwStore    *store,
                     const char *folder,
                     GError    **error)
{
  g_autofree char *base = dup_project_folder (store);
  g_autoptr (GFile) base_file = g_file_new_for_path (base);
  g_autoptr (GFile) folder_file = g_file_new_for_path (folder);
  g_autofree char *relative = g_file_get_relative_path (base_file, folder_file);

  if (relative == NULL && g_file_equal (base_file, folder_file))
    relative = g_strdup (".");

  return lw_store_set_setting (store, SETTING_IMAGES_FOLDER, relative != NULL ? relative : folder, error);
}

char *
lw_image_folder_resolve (const char *images_folder,
                         const char *image_path)
{
  if (g_path_is_absolute (image_path))
    return g_strdup (image_path);

  return g_build_filename (images_folder, image_path, NULL);
}

/* --- Scanning --- */

typedef struct
{
  dev_t device;
  ino_t inode;
} FolderIdentity;

/* The folders from the root of the scan down to here: a link back to one of
 * them is a loop. */
static gboolean
is_loop (const GArray         *trail,
         const FolderIdentity *identity)
{
  for (guint i = 0; i < trail->len; i++)
    {
      const FolderIdentity *seen = &g_array_index (trail, FolderIdentity, i);

      if (seen->device == identity->device && seen->inode == identity->inode)
        return TRUE;
    }

  return FALSE;
}

/* The paths of the pictures in a file.  Only of those that may have pages is more than the
 * name looked at. */
static void
add_pages (GPtrArray  *paths,
           const char *file,
           const char *relative)
{
  const int n_pages = lw_decode_may_have_pages (relative) ? lw_decode_count_pages (file) : 1;

  for (int page = 1; page <= n_pages; page++)
    g_ptr_array_add (paths, lw_page_path_join (relative, page));
}

static gboolean scan_folder (const char   *folder,
                             const char   *prefix,
                             GArray       *trail,
                             GPtrArray    *paths,
                             GCancellable *cancellable,
                             GError      **error);

static gboolean
scan_entry (const char   *folder,
            const char   *prefix,
            const char   *name,
            GArray       *trail,
            GPtrArray    *paths,
            GCancellable *cancellable,
            GError      **error)
{
  g_autofree char *full = g_build_filename (folder, name, NULL);
  g_autofree char *relative = *prefix != '\0' ? g_strconcat (prefix, "/", name, NULL) : g_strdup (name);
  struct stat      info;

  if (stat (full, &info) != 0)
    return TRUE;

  if (S_ISREG (info.st_mode) && lw_decode_is_image_name (name))
    {
      add_pages (paths, full, relative);
    }
  else if (S_ISDIR (info.st_mode))
    {
      const FolderIdentity identity = { info.st_dev, info.st_ino };
      gboolean             done;

      if (trail->len >= DEPTH_MAX || is_loop (trail, &identity))
        return TRUE;

      g_array_append_val (trail, identity);
      done = scan_folder (full, relative, trail, paths, cancellable, error);
      g_array_set_size (trail, trail->len - 1);

      return done;
    }

  return TRUE;
}

static gboolean
scan_folder (const char   *folder,
             const char   *prefix,
             GArray       *trail,
             GPtrArray    *paths,
             GCancellable *cancellable,
             GError      **error)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  /* A folder below that may not be read is passed over: the scan's own root was
   * looked at before. */
  if (dir == NULL)
    return TRUE;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;

      if (name[0] == '.' || !g_utf8_validate (name, -1, NULL))
        continue;

      if (!scan_entry (folder, prefix, name, trail, paths, cancellable, error))
        return FALSE;
    }

  return TRUE;
}

typedef struct
{
  char *sort_key;
  char *path;
} ScannedPath;

static int
compare_scanned (gconstpointer a,
                 gconstpointer b)
{
  return strcmp (((const ScannedPath *) a)->sort_key, ((const ScannedPath *) b)->sort_key);
}

/* The collation key is made once per path: a comparison that makes two of them
 * takes seconds on 100,000 paths. */
static void
sort_naturally (GPtrArray *paths)
{
  g_autofree ScannedPath *sorted = g_new (ScannedPath, paths->len);

  /* qsort() must not be given the NULL that stands for no elements. */
  if (paths->len == 0)
    return;

  for (guint i = 0; i < paths->len; i++)
    {
      sorted[i].path = g_ptr_array_index (paths, i);
      sorted[i].sort_key = g_utf8_collate_key_for_filename (sorted[i].path, -1);
    }

  qsort (sorted, paths->len, sizeof *sorted, compare_scanned);

  for (guint i = 0; i < paths->len; i++)
    {
      g_ptr_array_index (paths, i) = sorted[i].path;
      g_free (sorted[i].sort_key);
    }
}

GPtrArray *
lw_image_folder_scan (const char   *folder,
                      GCancellable *cancellable,
                      GError      **error)
{
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GArray) trail = g_array_new (FALSE, FALSE, sizeof (FolderIdentity));
  g_autoptr (GDir) dir = NULL;
  g_autoptr (GError) local_error = NULL;
  struct stat info;

  if (!(dir = g_dir_open (folder, 0, &local_error)) || stat (folder, &info) != 0)
    {
      g_set_error (error, LW_ERROR, LW_ERROR_NOT_FOUND, _ ("The folder “%s” cannot be read: %s"), folder,
                   local_error != NULL ? local_error->message : g_strerror (errno));
      return NULL;
    }

  g_array_append_vals (trail, &(FolderIdentity){ info.st_dev, info.st_ino }, 1);

  if (!scan_folder (folder, "", trail, paths, cancellable, error))
    return NULL;

  sort_naturally (paths);

  return g_steal_pointer (&paths);
}

/* --- Projects of folders --- */

static gboolean
add_classes (LwStore           *store,
             const char *const *class_names,
             GError           **error)
{
  for (guint i = 0; class_names != NULL && class_names[i] != NULL; i++)
    {
      const LwClassRecord record = { .name = class_names[i], .colour = LW_COLOUR_AUTOMATIC };

      if (lw_store_add_class (store, &record, error) == 0)
        return FALSE;
    }

  return TRUE;
}

/* Sizes stay unknown: looking into 100,000 files takes a minute, and each is
 * looked at when it is first shown. */
static gboolean
add_images (LwStore      *store,
            GPtrArray    *paths,
            GCancellable *cancellable,
            GError      **error)
{
  for (guint i = 0; i < paths->len; i++)
    {
      const LwImageRecord record = { .path = g_ptr_array_index (paths, i) };

      if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
          lw_store_add_image (store, &record, 1, error) == 0)
        return FALSE;
    }

  return TRUE;
}

/* On a full disk even closing cannot clear its own files away. */
static void
remove_project (const char *path)
{
  static const char *const endings[] = { "", "-wal", "-shm" };

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *file = g_strconcat (path, endings[i], NULL);

      g_unlink (file);
    }
}

LwStore *
lw_image_folder_create_project (const char        *path,
                                const char        *folder,
                                const char *const *class_names,
                                GCancellable      *cancellable,
                                GError           **error)
{
  g_autoptr (GPtrArray) paths = NULL;
  g_autoptr (LwStore) store = NULL;

  if (!(paths = lw_image_folder_scan (folder, cancellable, error)) ||
      !(store = lw_store_create (path, error)))
    return NULL;

  if (lw_store_begin (store, LW_GROUP_SETUP, 0, _ ("New project"), error) &&
      lw_image_folder_set (store, folder, error) &&
      add_classes (store, class_names, error) &&
      add_images (store, paths, cancellable, error) &&
      lw_store_commit (store, error))
    return g_steal_pointer (&store);

  lw_store_rollback (store);
  g_clear_pointer (&store, lw_store_close);
  remove_project (path);

  return NULL;
}

/* The only project in @folder, or the one that is named after it.  NULL where
 * there is none or no telling which. */
static char *
find_project (const char *folder,
              const char *preferred_name)
{
  g_autofree char *preferred = g_build_filename (folder, preferred_name, NULL);
  g_autofree char *found = NULL;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  if (g_file_test (preferred, G_FILE_TEST_IS_REGULAR))
    return g_steal_pointer (&preferred);

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      if (name[0] == '.' || !g_str_has_suffix (name, LW_STORE_SUFFIX))
        continue;

      if (found != NULL)
        return NULL;

      found = g_build_filename (folder, name, NULL);
    }

  return g_steal_pointer (&found);
}

char *
lw_image_folder_dup_project_path (const char *folder)
{
  g_autofree char *base_name = g_path_get_basename (folder);
  g_autofree char *name = g_strconcat (base_name, LW_STORE_SUFFIX, NULL);
  g_autofree char *checksum = NULL;
  g_autofree char *elsewhere = NULL;
  char            *found;

  if ((found = find_project (folder, name)) != NULL)
    return found;

  if (g_access (folder, W_OK) == 0)
    return g_build_filename (folder, name, NULL);

  /* Two folders of the same name must not share a project. */
  checksum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, folder, -1);
  checksum[12] = '\0';
  elsewhere = g_build_filename (g_get_user_data_dir (), "labelwright", "projects", checksum, NULL);
  g_mkdir_with_parents (elsewhere, 0700);

  return g_build_filename (elsewhere, name, NULL);
}

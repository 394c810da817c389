/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-relink-private.h"

#include "lw-image-folder.h"
#include "lw-page-path.h"

#include <glib/gi18n-lib.h>
#include <sys/stat.h>

static void
candidate_free (gpointer data)
{
  LwRelinkCandidate *candidate = data;

  g_free (candidate->path);
  g_free (candidate->file);
  g_free (candidate->name);
  g_free (candidate);
}

/* The other strings are borrowed from the row that is replaced. */
static void
clear_update (gpointer data)
{
  LwImageRow *row = data;

  g_free (row->path);
  g_free (row->content_hash);
}

static void
relink_clear (LwRelink *self)
{
  g_free (self->old_folder);
  g_clear_pointer (&self->images, g_array_unref);
  g_clear_pointer (&self->missing, g_array_unref);
  g_clear_pointer (&self->updates, g_array_unref);
  g_clear_pointer (&self->by_size, g_hash_table_unref);
  g_clear_pointer (&self->by_name, g_hash_table_unref);
  g_clear_pointer (&self->by_file, g_hash_table_unref);
  g_clear_pointer (&self->files, g_hash_table_unref);
  g_clear_pointer (&self->moved, g_hash_table_unref);
  g_clear_pointer (&self->wanted, g_hash_table_unref);
  g_clear_pointer (&self->candidates, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LwRelink, relink_clear)

static const LwImageRow *
get_image (LwRelink *self,
           guint     index)
{
  return &g_array_index (self->images, LwImageRow, index);
}

gboolean
lw_relink_get_file_size (const char *file,
                         gint64     *size)
{
  g_autofree char *plain = lw_page_path_split_file (file, NULL);
  struct stat      info;

  if (stat (plain, &info) != 0 || !S_ISREG (info.st_mode))
    return FALSE;

  *size = info.st_size;

  return TRUE;
}

int
lw_relink_get_page (const char *path)
{
  int              page;
  g_autofree char *file = lw_page_path_split (path, &page);

  return page;
}

char *
lw_relink_dup_file (const char *folder,
                    const char *image_path)
{
  g_autofree char *file = lw_image_folder_resolve (folder, image_path);

  return g_canonicalize_filename (file, folder);
}

/* --- At the same path --- */

static gboolean
look_at_paths (LwRelink *self,
               GError  **error)
{
  for (guint i = 0; i < self->images->len; i++)
    {
      const LwImageRow *image = get_image (self, i);
      g_autofree char  *file = lw_relink_dup_file (self->folder, image->path);
      gint64            size;

      if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
        return FALSE;

      if (!lw_relink_get_file_size (file, &size))
        {
          g_array_append_val (self->missing, i);
          continue;
        }

      self->report->n_found++;
      self->report->n_changed += image->file_size != 0 && image->file_size != size;
      g_hash_table_add (self->files, g_steal_pointer (&file));
    }

  return TRUE;
}

/* --- Which files there are --- */

static void
add_to_list (GHashTable        *table,
             gconstpointer      key,
             LwRelinkCandidate *candidate)
{
  GPtrArray *list = g_hash_table_lookup (table, key);

  if (list == NULL)
    g_hash_table_insert (table, (gpointer) key, list = g_ptr_array_new ());

  g_ptr_array_add (list, candidate);
}

static void
add_candidate (LwRelink   *self,
               const char *path)
{
  g_autofree char   *file = lw_relink_dup_file (self->folder, path);
  LwRelinkCandidate *candidate;
  gint64             size;

  if (g_hash_table_contains (self->files, file) || !lw_relink_get_file_size (file, &size))
    return;

  candidate = g_new0 (LwRelinkCandidate, 1);
  candidate->path = g_strdup (path);
  candidate->file = g_steal_pointer (&file);
  candidate->name = g_path_get_basename (path);
  candidate->page = lw_relink_get_page (path);
  candidate->size = size;
  g_ptr_array_add (self->candidates, candidate);
  add_to_list (self->by_size, &candidate->size, candidate);
  add_to_list (self->by_name, candidate->name, candidate);
  g_hash_table_insert (self->by_file, candidate->file, candidate);
}

static gboolean
scan (LwRelink *self,
      GError  **error)
{
  g_autoptr (GPtrArray) paths = lw_image_folder_scan (self->folder, self->cancellable, error);

  for (guint i = 0; paths != NULL && i < paths->len; i++)
    add_candidate (self, g_ptr_array_index (paths, i));

  return paths != NULL;
}

/* --- Finding --- */

static gboolean
find_missing (LwRelink        *self,
              LwRelinkFindFunc find,
              double           from,
              double           to,
              GError         **error)
{
  guint n_left = 0;

  for (guint i = 0; i < self->missing->len; i++)
    {
      const guint        index = g_array_index (self->missing, guint, i);
      const LwImageRow  *image = get_image (self, index);
      LwRelinkCandidate *found = NULL;

      if (g_cancellable_set_error_if_cancelled (self->cancellable, error) || !find (self, image, &found, error))
        return FALSE;

      if (found != NULL)
        lw_relink_take (self, image, found);
      else
        g_array_index (self->missing, guint, n_left++) = index;

      if (self->progress != NULL)
        self->progress (from + (to - from) * (i + 1) / self->missing->len, self->progress_data);
    }

  g_array_set_size (self->missing, n_left);

  return TRUE;
}

static void
count_wanted_names (LwRelink *self)
{
  for (guint i = 0; i < self->missing->len; i++)
    {
      const LwImageRow *image = get_image (self, g_array_index (self->missing, guint, i));
      g_autofree char  *name = g_path_get_basename (image->path);
      const guint       n = GPOINTER_TO_UINT (g_hash_table_lookup (self->wanted, name));

      if (image->content_hash == NULL)
        g_hash_table_replace (self->wanted, g_steal_pointer (&name), GUINT_TO_POINTER (n + 1));
    }
}

static gboolean
search (LwRelink *self,
        GError  **error)
{
  if (!look_at_paths (self, error))
    return FALSE;

  if (self->missing->len == 0)
    return TRUE;

  count_wanted_names (self);

  return scan (self, error) &&
         find_missing (self, lw_relink_find_below, 0.1, 0.2, error) &&
         find_missing (self, lw_relink_find_by_name_and_hash, 0.2, 0.5, error) &&
         find_missing (self, lw_relink_find_by_hash_alone, 0.5, 0.8, error) &&
         find_missing (self, lw_relink_find_by_name, 0.8, 0.9, error) &&
         find_missing (self, lw_relink_find_by_other_page, 0.9, 0.95, error) &&
         find_missing (self, lw_relink_find_elsewhere, 0.95, 1, error);
}

/* --- Writing --- */

static gboolean
update_rows (LwRelink *self,
             GError  **error)
{
  if (!lw_image_folder_set (self->store, self->folder, error))
    return FALSE;

  for (guint i = 0; i < self->updates->len; i++)
    if (g_cancellable_set_error_if_cancelled (self->cancellable, error) ||
        !lw_store_update_image (self->store, &g_array_index (self->updates, LwImageRow, i), error))
      return FALSE;

  return TRUE;
}

static gboolean
write_found (LwRelink *self,
             gint64    annotator_key,
             GError  **error)
{
  const LwGroupKind kind = annotator_key != 0 ? LW_GROUP_EDIT : LW_GROUP_SETUP;

  if (!lw_store_begin (self->store, kind, annotator_key, _ ("Find images"), error))
    return FALSE;

  if (update_rows (self, error))
    return lw_store_commit (self->store, error);

  lw_store_rollback (self->store);

  return FALSE;
}

/* --- Running --- */

static gboolean
check_can_begin (LwStore    *store,
                 const char *folder,
                 GError    **error)
{
  const char *reason = lw_store_get_read_only_reason (store);

  if (reason != NULL)
    g_set_error_literal (error, LW_ERROR, LW_ERROR_READ_ONLY, reason);
  else if (!g_file_test (folder, G_FILE_TEST_IS_DIR))
    g_set_error (error, LW_ERROR, LW_ERROR_NOT_FOUND, _ ("There is no folder “%s”."), folder);
  else if (!g_utf8_validate (folder, -1, NULL))
    g_set_error (error, LW_ERROR, LW_ERROR_INVALID,
                 _ ("The folder “%s” cannot be kept in a project: its name is not valid text (UTF-8)."), folder);
  else
    return TRUE;

  return FALSE;
}

static gboolean
check_found (const LwRelink *self,
             GError        **error)
{
  if (self->report->n_found > self->report->n_kept || self->report->n_images == 0)
    return TRUE;

  g_set_error (error, LW_ERROR, LW_ERROR_NOT_FOUND,
               _ ("None of the project's images is in “%s”; nothing was changed."), self->folder);

  return FALSE;
}

static void
prepare (LwRelink *self)
{
  self->old_folder = lw_image_folder_get (self->store);
  self->report->n_images = self->images->len;
  self->missing = g_array_new (FALSE, FALSE, sizeof (guint));
  self->updates = g_array_new (FALSE, FALSE, sizeof (LwImageRow));
  g_array_set_clear_func (self->updates, clear_update);
  self->candidates = g_ptr_array_new_with_free_func (candidate_free);
  self->by_size = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, (GDestroyNotify) g_ptr_array_unref);
  self->by_name = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) g_ptr_array_unref);
  self->by_file = g_hash_table_new (g_str_hash, g_str_equal);
  self->files = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->moved = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->wanted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

gboolean
lw_relink_run (LwStore        *store,
               const char     *new_folder,
               gint64          annotator_key,
               LwRelinkReport *report,
               LwProgressFunc  progress,
               gpointer        progress_data,
               GCancellable   *cancellable,
               GError        **error)
{
  g_autofree char *folder = g_canonicalize_filename (new_folder, NULL);
  g_auto (LwRelink) self = {
    .store = store,
    .folder = folder,
    .report = report,
    .progress = progress,
    .progress_data = progress_data,
    .cancellable = cancellable,
  };

  *report = (LwRelinkReport){ 0 };

  if (!check_can_begin (store, folder, error) || !(self.images = lw_store_list_images (store, error)))
    return FALSE;

  prepare (&self);

  return search (&self, error) && check_found (&self, error) && write_found (&self, annotator_key, error);
}

char *
lw_relink_report_to_text (const LwRelinkReport *report)
{
  /* Translators: the first number is how many were found, the second how many there are. */
  return g_strdup_printf (ngettext ("%u of %u image found", "%u of %u images found", report->n_images),
                          report->n_found, report->n_images);
}

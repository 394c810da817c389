/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-relink.h"

#include "lw-decode.h"
#include "lw-image-folder.h"
#include "lw-image-identity.h"
#include "lw-page-path.h"

#include <glib/gi18n-lib.h>
#include <sys/stat.h>

/* A file below the new folder that no image has yet. */
typedef struct
{
  char           *path; /* relative to the new folder */
  char           *file; /* absolute */
  char           *name; /* last part */
  int             page; /* of its file, from 1 */
  gint64          size;
  LwImageIdentity identity; /* once it has been read */
  gboolean        is_read : 1;
  gboolean        is_unreadable : 1;
  gboolean        is_taken : 1;
} Candidate;

typedef struct
{
  LwStore        *store;
  const char     *folder; /* the new one, absolute */
  char           *old_folder;
  LwRelinkReport *report;
  LwProgressFunc  progress;
  gpointer        progress_data;
  GCancellable   *cancellable;

  GArray     *images;     /* (element-type LwImageRow) */
  GArray     *missing;    /* (element-type guint): indices into @images, ever fewer */
  GArray     *updates;    /* (element-type LwImageRow): rows to write; own their path and hash */
  GPtrArray  *candidates; /* (element-type Candidate) */
  GHashTable *by_size;    /* size (in its candidate) -> GPtrArray of candidates */
  GHashTable *by_name;    /* name (in its candidate) -> GPtrArray of candidates */
  GHashTable *by_file;    /* absolute path (in its candidate) -> candidate */
  GHashTable *files;      /* (element-type filename): absolute, that images have already */
  GHashTable *wanted;     /* name -> how many missing images of unknown content have it */
} Relink;

static void
candidate_free (gpointer data)
{
  Candidate *candidate = data;

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
relink_clear (Relink *self)
{
  g_free (self->old_folder);
  g_clear_pointer (&self->images, g_array_unref);
  g_clear_pointer (&self->missing, g_array_unref);
  g_clear_pointer (&self->updates, g_array_unref);
  g_clear_pointer (&self->by_size, g_hash_table_unref);
  g_clear_pointer (&self->by_name, g_hash_table_unref);
  g_clear_pointer (&self->by_file, g_hash_table_unref);
  g_clear_pointer (&self->files, g_hash_table_unref);
  g_clear_pointer (&self->wanted, g_hash_table_unref);
  g_clear_pointer (&self->candidates, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Relink, relink_clear)

static const LwImageRow *
get_image (Relink *self,
           guint   index)
{
  return &g_array_index (self->images, LwImageRow, index);
}

static gboolean
get_file_size (const char *file,
               gint64     *size)
{
  g_autofree char *plain = lw_page_path_split_file (file, NULL);
  struct stat      info;

  if (stat (plain, &info) != 0 || !S_ISREG (info.st_mode))
    return FALSE;

  *size = info.st_size;

  return TRUE;
}

static int
get_page (const char *path)
{
  int              page;
  g_autofree char *file = lw_page_path_split (path, &page);

  return page;
}

static char *
dup_file (const char *folder,
          const char *image_path)
{
  g_autofree char *file = lw_image_folder_resolve (folder, image_path);

  return g_canonicalize_filename (file, folder);
}

/* --- At the same path --- */

static gboolean
look_at_paths (Relink  *self,
               GError **error)
{
  for (guint i = 0; i < self->images->len; i++)
    {
      const LwImageRow *image = get_image (self, i);
      g_autofree char  *file = dup_file (self->folder, image->path);
      gint64            size;

      if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
        return FALSE;

      if (!get_file_size (file, &size))
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
add_to_list (GHashTable   *table,
             gconstpointer key,
             Candidate    *candidate)
{
  GPtrArray *list = g_hash_table_lookup (table, key);

  if (list == NULL)
    g_hash_table_insert (table, (gpointer) key, list = g_ptr_array_new ());

  g_ptr_array_add (list, candidate);
}

static void
add_candidate (Relink     *self,
               const char *path)
{
  g_autofree char *file = dup_file (self->folder, path);
  Candidate       *candidate;
  gint64           size;

  if (g_hash_table_contains (self->files, file) || !get_file_size (file, &size))
    return;

  candidate = g_new0 (Candidate, 1);
  candidate->path = g_strdup (path);
  candidate->file = g_steal_pointer (&file);
  candidate->name = g_path_get_basename (path);
  candidate->page = get_page (path);
  candidate->size = size;
  g_ptr_array_add (self->candidates, candidate);
  add_to_list (self->by_size, &candidate->size, candidate);
  add_to_list (self->by_name, candidate->name, candidate);
  g_hash_table_insert (self->by_file, candidate->file, candidate);
}

static gboolean
scan (Relink  *self,
      GError **error)
{
  g_autoptr (GPtrArray) paths = lw_image_folder_scan (self->folder, self->cancellable, error);

  for (guint i = 0; paths != NULL && i < paths->len; i++)
    add_candidate (self, g_ptr_array_index (paths, i));

  return paths != NULL;
}

/* --- Finding --- */

/* FALSE only where the search was cancelled. */
static gboolean
read_candidate (Relink    *self,
                Candidate *candidate,
                GError   **error)
{
  g_autoptr (GError) local_error = NULL;

  if (candidate->is_read || candidate->is_unreadable)
    return TRUE;

  candidate->is_read = lw_image_identity_read (candidate->file, &candidate->identity, self->cancellable, &local_error);
  candidate->is_unreadable = !candidate->is_read;

  if (!g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));

  return FALSE;
}

/* The row gets all that can be known of the file at once: finding it out later
 * would be a change that stands in the way of undoing this one. */
static void
take (Relink           *self,
      const LwImageRow *image,
      Candidate        *candidate)
{
  LwImageRow  row = *image;
  LwImageInfo info;

  row.path = g_strdup (candidate->path);
  row.content_hash = g_strdup (candidate->is_read ? candidate->identity.content_hash : image->content_hash);

  if (candidate->is_read)
    row.file_size = candidate->identity.file_size;

  if (row.width_px == 0 && lw_decode_probe (candidate->file, &info, NULL))
    {
      lw_image_info_get_displayed (&info, &row.width_px, &row.height_px);
      row.orientation = info.orientation;
    }

  candidate->is_taken = TRUE;
  g_array_append_val (self->updates, row);
  self->report->n_found++;
  self->report->n_renamed++;
}

/* What an image is looked for by, in turn; sets @found where there is one. */
typedef gboolean (*FindFunc) (Relink           *self,
                              const LwImageRow *image,
                              Candidate       **found,
                              GError          **error);

static gboolean
find_by_hash (Relink           *self,
              const LwImageRow *image,
              const char       *name,
              Candidate       **found,
              GError          **error)
{
  const GPtrArray *list = g_hash_table_lookup (self->by_size, &image->file_size);
  const int        page = get_page (image->path);

  if (image->content_hash == NULL)
    return TRUE;

  for (guint i = 0; list != NULL && i < list->len; i++)
    {
      Candidate *candidate = g_ptr_array_index (list, i);

      if (candidate->is_taken || candidate->page != page || (name != NULL && !g_str_equal (candidate->name, name)))
        continue;

      if (!read_candidate (self, candidate, error))
        return FALSE;

      if (candidate->is_read && g_str_equal (candidate->identity.content_hash, image->content_hash))
        {
          *found = candidate;
          return TRUE;
        }
    }

  return TRUE;
}

static gboolean
find_by_name_and_hash (Relink           *self,
                       const LwImageRow *image,
                       Candidate       **found,
                       GError          **error)
{
  g_autofree char *name = g_path_get_basename (image->path);

  return find_by_hash (self, image, name, found, error);
}

static gboolean
find_by_hash_alone (Relink           *self,
                    const LwImageRow *image,
                    Candidate       **found,
                    GError          **error)
{
  return find_by_hash (self, image, NULL, found, error);
}

/* As far as is known of the image. */
static gboolean
can_be (const LwImageRow *image,
        const Candidate  *candidate)
{
  LwImageInfo info;
  int         width_px, height_px;

  if (candidate->is_taken || (image->file_size != 0 && candidate->size != image->file_size))
    return FALSE;

  if (image->width_px == 0)
    return TRUE;

  if (!lw_decode_probe (candidate->file, &info, NULL))
    return FALSE;

  lw_image_info_get_displayed (&info, &width_px, &height_px);

  return width_px == image->width_px && height_px == image->height_px;
}

/* Of an image that was never shown, nothing but the name may be known; in many sets
 * every folder has its own 0001.jpg, so that nothing is better than a guess. */
static gboolean
find_by_name (Relink           *self,
              const LwImageRow *image,
              Candidate       **found,
              GError          **error)
{
  g_autofree char *name = g_path_get_basename (image->path);
  const GPtrArray *list = g_hash_table_lookup (self->by_name, name);
  Candidate       *only = NULL;

  if (image->content_hash != NULL || GPOINTER_TO_UINT (g_hash_table_lookup (self->wanted, name)) > 1)
    return TRUE;

  for (guint i = 0; list != NULL && i < list->len; i++)
    {
      Candidate *candidate = g_ptr_array_index (list, i);

      if (!can_be (image, candidate))
        continue;

      if (only != NULL)
        return TRUE;

      only = candidate;
    }

  if (only != NULL && !read_candidate (self, only, error))
    return FALSE;

  *found = only;

  return TRUE;
}

/* The new folder may lie above the old one: then this is the very file. */
static gboolean
find_below (Relink           *self,
            const LwImageRow *image,
            Candidate       **found,
            GError          **error)
{
  g_autofree char *file = dup_file (self->old_folder, image->path);
  Candidate       *candidate = g_hash_table_lookup (self->by_file, file);

  if (candidate == NULL || candidate->is_taken)
    return TRUE;

  *found = candidate;

  return read_candidate (self, candidate, error);
}

/* What is not in the new folder may still be where it was: it is not lost, but
 * named by its whole path from now on. */
static gboolean
find_elsewhere (Relink           *self,
                const LwImageRow *image,
                Candidate       **found,
                GError          **error)
{
  g_autofree char *file = dup_file (self->old_folder, image->path);
  Candidate       *candidate;
  gint64           size;

  if (g_hash_table_contains (self->files, file) || g_hash_table_contains (self->by_file, file) ||
      !g_utf8_validate (file, -1, NULL) || !get_file_size (file, &size))
    return TRUE;

  candidate = g_new0 (Candidate, 1);
  candidate->path = g_strdup (file);
  candidate->page = get_page (file);
  candidate->file = g_steal_pointer (&file);
  candidate->size = size;
  g_ptr_array_add (self->candidates, candidate);
  g_hash_table_insert (self->by_file, candidate->file, candidate);
  self->report->n_kept++;
  *found = candidate;

  return read_candidate (self, candidate, error);
}

static gboolean
find_missing (Relink  *self,
              FindFunc find,
              double   from,
              double   to,
              GError **error)
{
  guint n_left = 0;

  for (guint i = 0; i < self->missing->len; i++)
    {
      const guint       index = g_array_index (self->missing, guint, i);
      const LwImageRow *image = get_image (self, index);
      Candidate        *found = NULL;

      if (g_cancellable_set_error_if_cancelled (self->cancellable, error) || !find (self, image, &found, error))
        return FALSE;

      if (found != NULL)
        take (self, image, found);
      else
        g_array_index (self->missing, guint, n_left++) = index;

      if (self->progress != NULL)
        self->progress (from + (to - from) * (i + 1) / self->missing->len, self->progress_data);
    }

  g_array_set_size (self->missing, n_left);

  return TRUE;
}

static void
count_wanted_names (Relink *self)
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
search (Relink  *self,
        GError **error)
{
  if (!look_at_paths (self, error))
    return FALSE;

  if (self->missing->len == 0)
    return TRUE;

  count_wanted_names (self);

  return scan (self, error) &&
         find_missing (self, find_below, 0.1, 0.2, error) &&
         find_missing (self, find_by_name_and_hash, 0.2, 0.5, error) &&
         find_missing (self, find_by_hash_alone, 0.5, 0.8, error) &&
         find_missing (self, find_by_name, 0.8, 0.9, error) &&
         find_missing (self, find_elsewhere, 0.9, 1, error);
}

/* --- Writing --- */

static gboolean
update_rows (Relink  *self,
             GError **error)
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
write_found (Relink  *self,
             gint64   annotator_key,
             GError **error)
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
check_found (const Relink *self,
             GError      **error)
{
  if (self->report->n_found > self->report->n_kept || self->report->n_images == 0)
    return TRUE;

  g_set_error (error, LW_ERROR, LW_ERROR_NOT_FOUND,
               _ ("None of the project's images is in “%s”; nothing was changed."), self->folder);

  return FALSE;
}

static void
prepare (Relink *self)
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
  g_auto (Relink) self = {
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

/* lw-relink-find.c - what a moved image can be found by
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lw-relink-private.h"

#include "lw-decode.h"
#include "lw-page-path.h"

/* FALSE only where the search was cancelled. */
static gboolean
read_candidate (LwRelink          *self,
                LwRelinkCandidate *candidate,
                GError           **error)
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
void
lw_relink_take (LwRelink          *self,
                const LwImageRow  *image,
                LwRelinkCandidate *candidate)
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

  g_hash_table_replace (self->moved, lw_page_path_split (image->path, NULL), lw_page_path_split (candidate->path, NULL));
  candidate->is_taken = TRUE;
  g_array_append_val (self->updates, row);
  self->report->n_found++;
  self->report->n_renamed++;
}

static gboolean
find_by_hash (LwRelink           *self,
              const LwImageRow   *image,
              const char         *name,
              LwRelinkCandidate **found,
              GError            **error)
{
  const GPtrArray *list = g_hash_table_lookup (self->by_size, &image->file_size);
  const int        page = lw_relink_get_page (image->path);

  if (image->content_hash == NULL)
    return TRUE;

  for (guint i = 0; list != NULL && i < list->len; i++)
    {
      LwRelinkCandidate *candidate = g_ptr_array_index (list, i);

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

gboolean
lw_relink_find_by_name_and_hash (LwRelink           *self,
                                 const LwImageRow   *image,
                                 LwRelinkCandidate **found,
                                 GError            **error)
{
  g_autofree char *name = g_path_get_basename (image->path);

  return find_by_hash (self, image, name, found, error);
}

gboolean
lw_relink_find_by_hash_alone (LwRelink           *self,
                              const LwImageRow   *image,
                              LwRelinkCandidate **found,
                              GError            **error)
{
  return find_by_hash (self, image, NULL, found, error);
}

/* As far as is known of the image. */
static gboolean
can_be (const LwImageRow        *image,
        const LwRelinkCandidate *candidate)
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
gboolean
lw_relink_find_by_name (LwRelink           *self,
                        const LwImageRow   *image,
                        LwRelinkCandidate **found,
                        GError            **error)
{
  g_autofree char   *name = g_path_get_basename (image->path);
  const GPtrArray   *list = g_hash_table_lookup (self->by_name, name);
  LwRelinkCandidate *only = NULL;

  if (image->content_hash != NULL || GPOINTER_TO_UINT (g_hash_table_lookup (self->wanted, name)) > 1)
    return TRUE;

  for (guint i = 0; list != NULL && i < list->len; i++)
    {
      LwRelinkCandidate *candidate = g_ptr_array_index (list, i);

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

/* A page that was never shown is known by the file that its other pages were found in. */
gboolean
lw_relink_find_by_other_page (LwRelink           *self,
                              const LwImageRow   *image,
                              LwRelinkCandidate **found,
                              GError            **error)
{
  int                page;
  g_autofree char   *before = lw_page_path_split (image->path, &page);
  const char        *now = g_hash_table_lookup (self->moved, before);
  g_autofree char   *path = now != NULL ? lw_page_path_join (now, page) : NULL;
  g_autofree char   *file = path != NULL ? lw_relink_dup_file (self->folder, path) : NULL;
  LwRelinkCandidate *candidate = file != NULL ? g_hash_table_lookup (self->by_file, file) : NULL;

  if (candidate == NULL || image->content_hash != NULL || !can_be (image, candidate))
    return TRUE;

  *found = candidate;

  return read_candidate (self, candidate, error);
}

/* The new folder may lie above the old one: then this is the very file. */
gboolean
lw_relink_find_below (LwRelink           *self,
                      const LwImageRow   *image,
                      LwRelinkCandidate **found,
                      GError            **error)
{
  g_autofree char   *file = lw_relink_dup_file (self->old_folder, image->path);
  LwRelinkCandidate *candidate = g_hash_table_lookup (self->by_file, file);

  if (candidate == NULL || candidate->is_taken)
    return TRUE;

  *found = candidate;

  return read_candidate (self, candidate, error);
}

/* What is not in the new folder may still be where it was: it is not lost, but
 * named by its whole path from now on. */
gboolean
lw_relink_find_elsewhere (LwRelink           *self,
                          const LwImageRow   *image,
                          LwRelinkCandidate **found,
                          GError            **error)
{
  g_autofree char   *file = lw_relink_dup_file (self->old_folder, image->path);
  LwRelinkCandidate *candidate;
  gint64             size;

  if (g_hash_table_contains (self->files, file) || g_hash_table_contains (self->by_file, file) ||
      !g_utf8_validate (file, -1, NULL) || !lw_relink_get_file_size (file, &size))
    return TRUE;

  candidate = g_new0 (LwRelinkCandidate, 1);
  candidate->path = g_strdup (file);
  candidate->page = lw_relink_get_page (file);
  candidate->file = g_steal_pointer (&file);
  candidate->size = size;
  g_ptr_array_add (self->candidates, candidate);
  g_hash_table_insert (self->by_file, candidate->file, candidate);
  self->report->n_kept++;
  *found = candidate;

  return read_candidate (self, candidate, error);
}

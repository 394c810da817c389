/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-import-private.h"

#include "lw-decode.h"
#include "lw-image-folder.h"
#include "lw-page-path.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

/* What is known of a picture file. */
typedef struct
{
  LwImageInfo info;
  int         width_px, height_px; /* as displayed; 0 unknown */
} Look;

/* --- Sizes --- */

static gboolean
probe_file (LwImport    *self,
            const char  *file,
            LwImageInfo *info,
            GError     **error)
{
  const LwImageInfo *known = g_hash_table_lookup (self->probed, file);

  if (known != NULL)
    {
      *info = *known;
      return TRUE;
    }

  if (!lw_decode_probe (file, info, error))
    return FALSE;

  g_hash_table_insert (self->probed, g_strdup (file), g_memdup2 (info, sizeof *info));

  return TRUE;
}

static void
info_from_row (const LwImageRow *row,
               LwImageInfo      *info)
{
  const gboolean swaps = lw_orientation_swaps_axes (row->orientation);

  info->orientation = row->orientation;
  info->stored_width_px = swaps ? row->height_px : row->width_px;
  info->stored_height_px = swaps ? row->width_px : row->height_px;
}

/* The project's image that a picture file stands for; NULL where there is none. */
static const LwImageRow *
find_row (LwImport   *self,
          const char *file,
          int        *position)
{
  g_autofree char *stored_path = lw_image_matcher_dup_stored_path (self->matcher, file);

  *position = lw_image_matcher_find_path (self->matcher, stored_path);

  if (*position < 0)
    *position = lw_image_matcher_find_name (self->matcher, file);

  return *position >= 0 ? lw_image_matcher_get_row (self->matcher, *position) : NULL;
}

gboolean
lw_import_probe_cb (const char *path,
                    int        *width_px,
                    int        *height_px,
                    gpointer    data,
                    GError    **error)
{
  LwImport         *self = data;
  const LwImageRow *row;
  LwImageInfo       info;
  int               position;
  g_autoptr (GError) local_error = NULL;

  if (!probe_file (self, path, &info, &local_error))
    {
      g_autofree char *ours = NULL;

      /* Labels may come without the pictures, which the project has elsewhere. */
      if ((row = find_row (self, path, &position)) == NULL ||
          !(ours = lw_image_folder_resolve (lw_image_matcher_get_folder (self->matcher), row->path)) ||
          (row->width_px <= 0 && !lw_decode_probe (ours, &info, NULL)))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }

      if (row->width_px > 0)
        info_from_row (row, &info);
    }

  lw_image_info_get_displayed (&info, width_px, height_px);

  if (self->options->frame == LW_FRAME_STORED)
    {
      *width_px = info.stored_width_px;
      *height_px = info.stored_height_px;
    }

  return TRUE;
}

/* Where the file itself cannot be asked, what the source says is believed. */
static Look
look_at_file (LwImport            *self,
              const LwImageRecord *record,
              const LwImageRow    *row,
              const char          *file)
{
  Look look = {
    .info = { .orientation = 1, .stored_width_px = record->width_px, .stored_height_px = record->height_px },
    .width_px = record->width_px,
    .height_px = record->height_px,
  };
  g_autofree char *plain = lw_page_path_split_file (file, NULL);
  const gboolean   is_there = g_access (plain, F_OK) == 0;
  g_autoptr (GError) error = NULL;

  if (!is_there)
    lw_findings_add (self->report->findings, LW_SEVERITY_WARNING, "image-missing",
                     _ ("picture files that are not there; their labels were imported all the same"), "%s", file);

  if (row != NULL && row->width_px > 0)
    {
      info_from_row (row, &look.info);
    }
  else if (!is_there)
    {
      return look;
    }
  else if (!probe_file (self, file, &look.info, &error))
    {
      lw_findings_add (self->report->findings, LW_SEVERITY_WARNING, "image-unreadable",
                       _ ("picture files that cannot be read; their labels were imported all the same"),
                       "%s", error->message);
      return look;
    }

  g_hash_table_remove (self->probed, file);
  lw_image_info_get_displayed (&look.info, &look.width_px, &look.height_px);

  return look;
}

/* --- Frames --- */

static gboolean
is_size (const LwImageRecord *record,
         int                  width_px,
         int                  height_px)
{
  return record->width_px == width_px && record->height_px == height_px;
}

/* Width and height the wrong way round are a sure sign of a tool that ignores the
 * EXIF orientation: nothing else swaps them. */
static gboolean
is_in_stored_frame (LwImport            *self,
                    const LwImageRecord *record,
                    const Look          *look)
{
  const gboolean says_size = record->width_px > 0 && record->height_px > 0;
  const gboolean says_stored = is_size (record, look->info.stored_width_px, look->info.stored_height_px);
  const gboolean says_displayed = is_size (record, look->width_px, look->height_px);
  const LwFrame  frame = self->options->frame;

  if (frame == LW_FRAME_AUTO && says_size && says_stored && !says_displayed)
    {
      lw_findings_add (self->report->findings, LW_SEVERITY_NOTE, "labels-in-stored-frame",
                       _ ("images whose labels ignore the EXIF orientation; turned to how the image is displayed"),
                       "%s", record->path);
      return TRUE;
    }

  if (says_size && !(frame == LW_FRAME_STORED ? says_stored : says_displayed))
    lw_findings_add (self->report->findings, LW_SEVERITY_WARNING, "size-mismatch",
                     _ ("images of another size than the labels say; labels kept as they are"),
                     "%s: %d × %d, not %d × %d", record->path, look->width_px, look->height_px,
                     record->width_px, record->height_px);

  return frame == LW_FRAME_STORED;
}

LwRect
lw_import_image_to_displayed (const LwImportImage *image,
                              LwRect               rect)
{
  const gboolean swaps = lw_orientation_swaps_axes (image->orientation);

  if (!image->is_turned)
    return rect;

  return lw_rect_stored_to_displayed (rect, image->orientation,
                                      swaps ? image->height_px : image->width_px,
                                      swaps ? image->width_px : image->height_px);
}

/* --- Matching --- */

/* The folder that image paths in the source are relative to. */
static char *
dup_source_folder (LwImport *self)
{
  if (self->given_folder != NULL)
    return g_strdup (self->given_folder);

  if (self->read_folder != NULL)
    return g_canonicalize_filename (self->read_folder, NULL);

  if (g_file_test (self->options->source, G_FILE_TEST_IS_DIR))
    return g_canonicalize_filename (self->options->source, NULL);

  g_autofree char *folder = g_path_get_dirname (self->options->source);

  return g_canonicalize_filename (folder, NULL);
}

/* A project without images takes the folder of its first import, whatever folder
 * it was given: that one had no pictures. */
static gboolean
adopt_folder (LwImport   *self,
              const char *folder,
              GError    **error)
{
  if (!self->is_new_project || self->images->len > 0)
    return TRUE;

  lw_image_matcher_set_folder (self->matcher, folder);

  return lw_image_folder_set (self->store, folder, error);
}

guint64
lw_import_fingerprint (gint64 image_key,
                       gint64 class_key,
                       LwRect rect)
{
  guint64 fingerprint = lw_seen_mix (0, image_key);

  fingerprint = lw_seen_mix (fingerprint, class_key);
  fingerprint = lw_seen_mix_double (fingerprint, rect.x0);
  fingerprint = lw_seen_mix_double (fingerprint, rect.y0);
  fingerprint = lw_seen_mix_double (fingerprint, rect.x1);

  return lw_seen_mix_double (fingerprint, rect.y1);
}

/* Labels that the layer has already count for the search for duplicates. */
static gboolean
see_labels (LwImport *self,
            gint64    image_key,
            GError  **error)
{
  g_autoptr (GArray) boxes = lw_store_list_boxes (self->store, image_key, self->annotator_key, error);
  g_autoptr (GArray) tags = boxes != NULL ? lw_store_list_tags (self->store, image_key, self->annotator_key, error) : NULL;

  if (tags == NULL)
    return FALSE;

  for (guint i = 0; i < boxes->len; i++)
    {
      const LwBoxRow *row = &g_array_index (boxes, LwBoxRow, i);

      lw_seen_set_add (self->seen, lw_import_fingerprint (image_key, row->class_key, row->rect));
    }

  for (guint i = 0; i < tags->len; i++)
    lw_seen_set_add (self->seen, lw_import_fingerprint (image_key, g_array_index (tags, LwTagRow, i).class_key, (LwRect){ 0 }));

  return TRUE;
}

static gboolean
match_image (LwImport      *self,
             LwImportImage *image,
             int            position,
             GError       **error)
{
  const LwImageSummary *summary;

  image->key = lw_image_matcher_get_row (self->matcher, position)->key;
  self->report->n_images_matched++;

  if (self->summaries == NULL || (guint) position >= self->summaries->len)
    return TRUE;

  summary = &g_array_index (self->summaries, LwImageSummary, position);
  image->progress_before = summary->progress;

  return (summary->n_boxes == 0 && summary->n_tags == 0) || see_labels (self, image->key, error);
}

static gboolean
add_new_image (LwImport            *self,
               const LwImageRecord *record,
               LwImportImage       *image,
               GError             **error)
{
  LwImageRecord stored = *record;

  stored.path = image->path;
  stored.width_px = image->width_px;
  stored.height_px = image->height_px;
  stored.lot = record->lot != NULL ? record->lot : self->options->lot;

  image->key = lw_store_add_image (self->store, &stored, image->orientation, error);
  self->report->n_images_added++;

  return image->key != 0;
}

/* Whether the image is in this very import already; then its labels join the
 * others'. */
static gboolean
is_repeated (LwImport            *self,
             const char          *path,
             const LwImageRecord *record,
             guint               *canonical)
{
  const guint found = GPOINTER_TO_UINT (g_hash_table_lookup (self->by_path, path));

  if (found == 0)
    return FALSE;

  lw_findings_add (self->report->findings, LW_SEVERITY_WARNING, "image-twice",
                   _ ("images that are in the source more than once; their labels were put together"),
                   "%s", record->path);
  *canonical = found - 1;

  return TRUE;
}

/* Finds by path, else by name an image that no other record of this import is;
 * @path becomes the project's name for it. */
static int
find_position (LwImport            *self,
               const LwImageRecord *record,
               const char          *file,
               char               **path)
{
  int position = lw_image_matcher_find_path (self->matcher, *path);

  if (position >= 0 || g_hash_table_contains (self->by_path, *path))
    return position;

  position = lw_image_matcher_find_name (self->matcher, file);

  if (position >= 0)
    {
      const char *ours = lw_image_matcher_get_row (self->matcher, position)->path;

      if (g_hash_table_contains (self->by_path, ours))
        return -1;

      lw_findings_add (self->report->findings, LW_SEVERITY_NOTE, "image-matched-by-name",
                       _ ("images recognised by their file name in another folder"), "%s: %s", record->path, ours);
      g_free (*path);
      *path = g_strdup (ours);
    }

  return position;
}

static gboolean
take_image (LwImport            *self,
            const LwImageRecord *record,
            const char          *file,
            LwImportImage       *image,
            GError             **error)
{
  const int         position = find_position (self, record, file, &image->path);
  const LwImageRow *row = position >= 0 ? lw_image_matcher_get_row (self->matcher, position) : NULL;
  g_autofree char  *ours = NULL;
  Look              look;

  if (is_repeated (self, image->path, record, &image->canonical))
    {
      image->key = g_array_index (self->images, LwImportImage, image->canonical).key;
      return TRUE;
    }

  ours = lw_image_folder_resolve (lw_image_matcher_get_folder (self->matcher), image->path);
  look = look_at_file (self, record, row, ours);
  image->width_px = look.width_px;
  image->height_px = look.height_px;
  image->orientation = look.info.orientation;
  image->is_turned = is_in_stored_frame (self, record, &look);
  image->progress = record->progress;

  return row != NULL ? match_image (self, image, position, error) : add_new_image (self, record, image, error);
}

gboolean
lw_import_add_image (LwImport            *self,
                     const LwImageRecord *record,
                     guint               *index,
                     GError             **error)
{
  g_autofree char *folder = dup_source_folder (self);
  g_autofree char *file = NULL;
  LwImportImage    image = { .canonical = self->images->len, .orientation = 1 };

  if (g_cancellable_set_error_if_cancelled (self->cancellable, error) || !adopt_folder (self, folder, error))
    return FALSE;

  file = lw_image_folder_resolve (folder, record->path);
  image.path = lw_image_matcher_dup_stored_path (self->matcher, file);

  if (!take_image (self, record, file, &image, error))
    {
      g_free (image.path);
      return FALSE;
    }

  g_array_append_val (self->images, image);
  *index = self->images->len - 1;

  if (image.canonical == *index)
    g_hash_table_insert (self->by_path, image.path, GUINT_TO_POINTER (*index + 1));

  return TRUE;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-import.h"

#include "lw-decode.h"
#include "lw-image-folder.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* One annotator's layer as something that a writer can pull from. */
typedef struct
{
  LwSource source;

  LwStore               *store;
  const LwExportOptions *options;
  gint64                 annotator_key;
  char                  *folder; /* of the project's pictures */
  char                  *extra;  /* of the set as a whole, or NULL */
  GArray                *classes;
  GArray                *images;
  GArray                *summaries;   /* one per image */
  GHashTable            *class_index; /* class key -> position + 1 */
  GArray                *boxes;       /* rows of the last get_labels(), which own the strings handed out */
  GArray                *tags;
  GCancellable          *cancellable;
  LwProgressFunc         progress;
  gpointer               progress_data;
  LwFindings            *findings;
} LwExport;

#define FROM_SOURCE(pointer) ((LwExport *) ((char *) (pointer) -G_STRUCT_OFFSET (LwExport, source)))

static const char *
source_get_extra (LwSource *source)
{
  return FROM_SOURCE (source)->extra;
}

static gboolean
source_get_class (LwSource      *source,
                  guint          index,
                  LwClassRecord *record,
                  GError       **error)
{
  LwExport         *self = FROM_SOURCE (source);
  const LwClassRow *row;

  g_return_val_if_fail (index < self->classes->len, FALSE);

  row = &g_array_index (self->classes, LwClassRow, index);
  *record = (LwClassRecord){ .name = row->name, .colour = row->colour, .extra = row->extra };

  return TRUE;
}

/* Fills in the size of an image that nobody has looked at yet, once. */
static void
look_at_image (LwExport   *self,
               LwImageRow *row)
{
  g_autofree char *file = NULL;
  LwImageInfo      info;

  if (row->width_px > 0 && row->height_px > 0)
    return;

  file = lw_image_folder_resolve (self->folder, row->path);

  if (!lw_decode_probe (file, &info, NULL))
    return;

  lw_image_info_get_displayed (&info, &row->width_px, &row->height_px);
  row->orientation = info.orientation;
}

/* Size of the frame that the export is in. */
static void
get_frame (LwExport         *self,
           const LwImageRow *row,
           int              *width_px,
           int              *height_px)
{
  const gboolean is_turned = self->options->frame == LW_FRAME_STORED && lw_orientation_swaps_axes (row->orientation);

  *width_px = is_turned ? row->height_px : row->width_px;
  *height_px = is_turned ? row->width_px : row->height_px;
}

static gboolean
source_get_image (LwSource      *source,
                  guint          index,
                  LwImageRecord *record,
                  GError       **error)
{
  LwExport   *self = FROM_SOURCE (source);
  LwImageRow *row;

  g_return_val_if_fail (index < self->images->len, FALSE);

  if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
    return FALSE;

  row = &g_array_index (self->images, LwImageRow, index);
  look_at_image (self, row);

  *record = (LwImageRecord){
    .path = row->path,
    .progress = g_array_index (self->summaries, LwImageSummary, index).progress,
    .lot = row->lot,
    .extra = row->extra,
  };
  get_frame (self, row, &record->width_px, &record->height_px);

  return TRUE;
}

static guint
find_class (LwExport *self,
            gint64    class_key)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (self->class_index, &class_key)) - 1;
}

static LwRect
turn_rect (LwExport         *self,
           const LwImageRow *row,
           LwRect            rect)
{
  int width_px, height_px;

  if (self->options->frame != LW_FRAME_STORED || row->orientation <= 1)
    return rect;

  get_frame (self, row, &width_px, &height_px);

  return lw_rect_displayed_to_stored (rect, row->orientation, width_px, height_px);
}

static gboolean
source_get_labels (LwSource *source,
                   guint     image_index,
                   GArray   *boxes,
                   GArray   *tags,
                   GError  **error)
{
  LwExport             *self = FROM_SOURCE (source);
  const LwImageRow     *image = &g_array_index (self->images, LwImageRow, image_index);
  const LwImageSummary *summary = &g_array_index (self->summaries, LwImageSummary, image_index);

  g_return_val_if_fail (image_index < self->images->len, FALSE);

  g_array_set_size (boxes, 0);
  g_array_set_size (tags, 0);
  g_clear_pointer (&self->boxes, g_array_unref);
  g_clear_pointer (&self->tags, g_array_unref);

  if (summary->n_boxes > 0 &&
      !(self->boxes = lw_store_list_boxes (self->store, image->key, self->annotator_key, error)))
    return FALSE;

  if (summary->n_tags > 0 &&
      !(self->tags = lw_store_list_tags (self->store, image->key, self->annotator_key, error)))
    return FALSE;

  for (guint i = 0; self->boxes != NULL && i < self->boxes->len; i++)
    {
      const LwBoxRow   *row = &g_array_index (self->boxes, LwBoxRow, i);
      const LwBoxRecord record = {
        .class_index = find_class (self, row->class_key),
        .rect = turn_rect (self, image, row->rect),
        .flags = row->flags,
        .extra = row->extra,
      };

      g_array_append_val (boxes, record);
    }

  for (guint i = 0; self->tags != NULL && i < self->tags->len; i++)
    {
      const LwTagRow   *row = &g_array_index (self->tags, LwTagRow, i);
      const LwTagRecord record = { .class_index = find_class (self, row->class_key), .extra = row->extra };

      g_array_append_val (tags, record);
    }

  return TRUE;
}

/* --- Pictures outside the project's folder --- */

/* Shortens @ancestor until @path lies below it. */
static void
climb_to (GString    *ancestor,
          const char *path)
{
  while (strncmp (ancestor->str, path, ancestor->len) != 0 || (path[ancestor->len] != '/' && ancestor->len > 1))
    {
      const char *slash = strrchr (ancestor->str, '/');

      g_string_truncate (ancestor, MAX (slash - ancestor->str, 1));

      if (ancestor->len == 1)
        return;
    }
}

/* No format holds absolute paths, and none should: where the project has pictures
 * outside its folder, all are named from the nearest folder above them all. */
static void
name_from_common_folder (LwExport *self)
{
  g_autoptr (GString) ancestor = g_string_new (self->folder);
  gboolean is_spread = FALSE;

  for (guint i = 0; i < self->images->len; i++)
    {
      const char *path = g_array_index (self->images, LwImageRow, i).path;

      if (g_path_is_absolute (path))
        {
          climb_to (ancestor, path);
          is_spread = TRUE;
        }
    }

  if (!is_spread)
    return;

  for (guint i = 0; i < self->images->len; i++)
    {
      LwImageRow      *row = &g_array_index (self->images, LwImageRow, i);
      g_autofree char *file = lw_image_folder_resolve (self->folder, row->path);

      g_free (row->path);
      row->path = g_strdup (file + ancestor->len + (ancestor->len > 1));
    }

  g_free (self->folder);
  self->folder = g_string_free (g_steal_pointer (&ancestor), FALSE);
}

/* --- Whose layer --- */

static char *
dup_names (const GArray *annotators)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (guint i = 0; i < annotators->len; i++)
    g_ptr_array_add (names, g_array_index (annotators, LwAnnotatorRow, i).name);

  g_ptr_array_add (names, NULL);

  return g_strjoinv (", ", (char **) names->pdata);
}

/* 0 is a layer too: that of a project in which nobody has done anything. */
static gboolean
find_layer (LwExport *self,
            GError  **error)
{
  g_autoptr (GArray) annotators = lw_store_list_annotators (self->store, error);
  g_autofree char *names = NULL;
  const char      *wanted = self->options->annotator;

  if (annotators == NULL)
    return FALSE;

  for (guint i = 0; wanted != NULL && i < annotators->len; i++)
    if (g_str_equal (g_array_index (annotators, LwAnnotatorRow, i).name, wanted))
      {
        self->annotator_key = g_array_index (annotators, LwAnnotatorRow, i).key;
        return TRUE;
      }

  if (wanted == NULL && annotators->len <= 1)
    {
      self->annotator_key = annotators->len == 1 ? g_array_index (annotators, LwAnnotatorRow, 0).key : 0;
      return TRUE;
    }

  names = dup_names (annotators);

  if (wanted == NULL)
    g_set_error (error, LW_ERROR, LW_ERROR_INVALID, _ ("Several people have labelled here; choose whose labels to export: %s"), names);
  else if (annotators->len == 0)
    g_set_error (error, LW_ERROR, LW_ERROR_NOT_FOUND, _ ("There are no labels by “%s”: nobody has labelled here yet"), wanted);
  else
    g_set_error (error, LW_ERROR, LW_ERROR_NOT_FOUND, _ ("There are no labels by “%s”; there are those by: %s"), wanted, names);

  return FALSE;
}

/* --- The course of an export --- */

static void
export_clear (LwExport *self)
{
  g_clear_pointer (&self->folder, g_free);
  g_clear_pointer (&self->extra, g_free);
  g_clear_pointer (&self->classes, g_array_unref);
  g_clear_pointer (&self->images, g_array_unref);
  g_clear_pointer (&self->summaries, g_array_unref);
  g_clear_pointer (&self->class_index, g_hash_table_unref);
  g_clear_pointer (&self->boxes, g_array_unref);
  g_clear_pointer (&self->tags, g_array_unref);
  g_clear_pointer (&self->findings, lw_findings_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LwExport, export_clear)

/* A class list is in the order in which the classes came, which never changes: moving a class
 * in the palette must not give another one its number. */
static int
compare_classes (gconstpointer a,
                 gconstpointer b)
{
  const gint64 key_a = ((const LwClassRow *) a)->key;
  const gint64 key_b = ((const LwClassRow *) b)->key;

  return (key_a > key_b) - (key_a < key_b);
}

static gboolean
open_source (LwExport *self,
             GError  **error)
{
  g_autofree char *extra_name = g_strconcat ("extra:", self->options->format->id, NULL);

  if (!find_layer (self, error) ||
      !(self->classes = lw_store_list_classes (self->store, error)) ||
      !(self->images = lw_store_list_images (self->store, error)) ||
      !(self->summaries = lw_store_summarise (self->store, self->annotator_key, error)))
    return FALSE;

  g_assert (self->summaries->len == self->images->len);

  self->folder = lw_image_folder_get (self->store);
  name_from_common_folder (self);
  self->extra = lw_store_dup_setting (self->store, extra_name, NULL);
  self->class_index = g_hash_table_new (g_int64_hash, g_int64_equal);
  g_array_sort (self->classes, compare_classes);

  for (guint i = 0; i < self->classes->len; i++)
    g_hash_table_insert (self->class_index, &g_array_index (self->classes, LwClassRow, i).key, GUINT_TO_POINTER (i + 1));

  self->source = (LwSource){
    .n_classes = self->classes->len,
    .n_images = self->images->len,
    .get_extra = source_get_extra,
    .get_class = source_get_class,
    .get_image = source_get_image,
    .get_labels = source_get_labels,
  };

  return TRUE;
}

static const char *
find_path (LwExport *self,
           gint64    image_key)
{
  for (guint i = 0; i < self->images->len; i++)
    if (g_array_index (self->images, LwImageRow, i).key == image_key)
      return g_array_index (self->images, LwImageRow, i).path;

  return "";
}

/* No format that can be written holds values of attributes: that is said, box by box. */
static gboolean
report_attributes (LwExport *self,
                   GError  **error)
{
  g_autoptr (GArray) attributes = lw_store_list_attributes (self->store, error);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

  if (attributes == NULL)
    return FALSE;

  for (guint i = 0; i < attributes->len; i++)
    {
      g_autoptr (GArray) boxes = lw_store_list_boxes_with_attribute (self->store, g_array_index (attributes, LwAttributeRow, i).id, error);

      if (boxes == NULL)
        return FALSE;

      for (guint k = 0; k < boxes->len; k++)
        {
          const LwBoxRow *box = &g_array_index (boxes, LwBoxRow, k);

          if (box->annotator_key == self->annotator_key && g_hash_table_add (seen, g_memdup2 (&box->key, sizeof box->key)))
            lw_findings_add (self->findings, LW_SEVERITY_LOSS, "loss-attributes",
                             _ ("boxes have values of attributes, which this format cannot hold; they are left out"), "%s",
                             g_hash_table_size (seen) <= LW_FINDINGS_EXAMPLES ? find_path (self, box->image_key) : "");
        }
    }

  return TRUE;
}

static void
write_progress_cb (double   fraction,
                   gpointer data)
{
  LwExport *self = data;

  if (self->progress != NULL)
    self->progress (fraction, self->progress_data);
}

LwFindings *
lw_export_run (LwStore               *store,
               const LwExportOptions *options,
               LwProgressFunc         progress,
               gpointer               progress_data,
               GCancellable          *cancellable,
               GError               **error)
{
  g_auto (LwExport) self = {
    .store = store,
    .options = options,
    .cancellable = cancellable,
    .progress = progress,
    .progress_data = progress_data,
    .findings = lw_findings_new (),
  };
  LwWriteOptions write_options = { .progress = write_progress_cb, .progress_data = &self };

  g_return_val_if_fail (store != NULL, NULL);
  g_return_val_if_fail (options != NULL && options->target != NULL && options->format != NULL, NULL);

  if (options->format->write == NULL)
    {
      g_set_error (error, LW_ERROR, LW_ERROR_INVALID, _ ("%s can be read, but not written"), options->format->name);
      return NULL;
    }

  if (*options->target == '\0')
    {
      g_set_error_literal (error, LW_ERROR, LW_ERROR_INVALID, _ ("The name of what to export to is empty; name a new file or folder"));
      return NULL;
    }

  if (!open_source (&self, error))
    return NULL;

  write_options.images_folder = self.folder;

  if (!options->format->write (options->target, &write_options, &self.source, self.findings, cancellable, error) ||
      !report_attributes (&self, error))
    return NULL;

  return g_steal_pointer (&self.findings);
}

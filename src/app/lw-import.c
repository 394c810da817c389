/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-import.h"

#include "lw-class-map.h"
#include "lw-image-folder.h"
#include "lw-import-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* A pack is also closed at this much extra text, which bounds both our memory and
 * the size of a journal row. */
#define PACK_TEXT_MAX (1024 * 1024)

#define FROM_SINK(pointer) ((LwImport *) ((char *) (pointer) -G_STRUCT_OFFSET (LwImport, sink)))

/* --- Classes --- */

static gboolean
add_new_class (LwImport            *self,
               const LwClassRecord *record,
               const char          *name,
               gint64              *key,
               GError             **error)
{
  LwClassRecord renamed = *record;

  renamed.name = name;

  if (self->had_classes)
    lw_findings_add (self->report->findings, LW_SEVERITY_NOTE, "unknown-class",
                     _ ("classes that the project did not have; they were added"), "%s", name);

  if ((*key = lw_store_add_class (self->store, &renamed, error)) == 0)
    return FALSE;

  lw_class_map_add (self->classes, name, *key);
  self->report->n_classes_added++;

  return TRUE;
}

static gboolean
sink_add_class (LwSink              *sink,
                const LwClassRecord *record,
                guint               *index,
                GError             **error)
{
  LwImport   *self = FROM_SINK (sink);
  const char *name = lw_class_map_translate (self->classes, record->name);
  const char *found_name = NULL;
  gint64      key = 0;

  if (*name == '\0')
    {
      lw_findings_add (self->report->findings, LW_SEVERITY_NOTE, "class-left-out",
                       _ ("classes that the class map leaves out, with their labels"), "%s", record->name);
    }
  else if ((key = lw_class_map_find (self->classes, name, &found_name)) != 0)
    {
      self->report->n_classes_matched++;

      if (!g_str_equal (found_name, record->name))
        lw_findings_add (self->report->findings, LW_SEVERITY_NOTE, "class-renamed",
                         _ ("classes that go by another name in the project"), "%s: %s", record->name, found_name);
    }
  else if (!add_new_class (self, record, name, &key, error))
    {
      return FALSE;
    }

  g_array_append_val (self->class_keys, key);
  *index = self->class_keys->len - 1;

  return TRUE;
}

/* --- Labels --- */

static gboolean
flush_boxes (LwImport *self,
             GError  **error)
{
  if (self->boxes->len > 0 &&
      !lw_store_add_boxes_packed (self->store, (const LwBoxRow *) self->boxes->data, self->boxes->len, error))
    return FALSE;

  self->report->n_boxes_added += self->boxes->len;
  g_array_set_size (self->boxes, 0);
  self->pack_text = 0;

  return TRUE;
}

/* A shape that no project can hold is left out; the finding says which. */
static gboolean
is_box_usable (LwImport            *self,
               const LwImportImage *image,
               LwRect               rect)
{
  const char *kind, *text;

  if (lw_rect_is_valid (rect))
    return TRUE;

  if (!isfinite (rect.x0) || !isfinite (rect.y0) || !isfinite (rect.x1) || !isfinite (rect.y1))
    {
      kind = "box-not-finite";
      text = _ ("boxes whose corners are no numbers; left out");
    }
  else if (rect.x0 > rect.x1 || rect.y0 > rect.y1)
    {
      kind = "box-inside-out";
      text = _ ("boxes that are inside out; left out");
    }
  else
    {
      kind = "box-empty";
      text = _ ("boxes without width or height; left out");
    }

  lw_findings_add (self->report->findings, LW_SEVERITY_WARNING, kind, text,
                   LW_IMPORT_PLACE, LW_IMPORT_PLACE_ARGS (image->path, rect));
  self->report->n_boxes_skipped++;

  return FALSE;
}

static void
judge_place (LwImport            *self,
             const LwImportImage *image,
             LwRect               rect)
{
  /* Formats that write fractions with six digits are off by up to this much at
   * the far edge. */
  const double slack_x = 0.01 + 2e-6 * image->width_px;
  const double slack_y = 0.01 + 2e-6 * image->height_px;

  if (image->width_px <= 0 || image->height_px <= 0)
    return;

  if (rect.x1 <= 0 || rect.y1 <= 0 || rect.x0 >= image->width_px || rect.y0 >= image->height_px)
    lw_findings_add (self->report->findings, LW_SEVERITY_WARNING, "box-far-outside",
                     _ ("boxes that lie wholly outside their image; kept as they are"),
                     LW_IMPORT_PLACE, LW_IMPORT_PLACE_ARGS (image->path, rect));
  else if (rect.x0 < -slack_x || rect.y0 < -slack_y ||
           rect.x1 > image->width_px + slack_x || rect.y1 > image->height_px + slack_y)
    lw_findings_add (self->report->findings, LW_SEVERITY_WARNING, "box-outside-image",
                     _ ("boxes that reach outside their image; kept as they are"),
                     LW_IMPORT_PLACE, LW_IMPORT_PLACE_ARGS (image->path, rect));
}

/* Checks what the reader says of a label, and what has become of its class. */
static gboolean
find_label (LwImport       *self,
            guint           image_index,
            guint           class_index,
            LwImportImage **image,
            gint64         *class_key,
            GError        **error)
{
  if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
    return FALSE;

  if (image_index >= self->images->len || class_index >= self->class_keys->len)
    {
      g_set_error (error, LW_ERROR, LW_ERROR_INVALID,
                   _ ("%s: a label refers to an image or a class that is not there"), self->options->source);
      return FALSE;
    }

  *image = &g_array_index (self->images, LwImportImage, image_index);
  *image = &g_array_index (self->images, LwImportImage, (*image)->canonical);
  *class_key = g_array_index (self->class_keys, gint64, class_index);

  return TRUE;
}

static gboolean
sink_add_box (LwSink            *sink,
              guint              image_index,
              const LwBoxRecord *record,
              GError           **error)
{
  LwImport      *self = FROM_SINK (sink);
  LwBoxRow       row = { .annotator_key = self->annotator_key, .origin = LW_ORIGIN_IMPORT };
  LwImportImage *image;

  if (!find_label (self, image_index, record->class_index, &image, &row.class_key, error))
    return FALSE;

  if (!is_box_usable (self, image, record->rect))
    return TRUE;

  if (row.class_key == 0)
    {
      self->report->n_boxes_skipped++;
      return TRUE;
    }

  row.image_key = image->key;
  row.rect = lw_import_image_to_displayed (image, record->rect);
  row.flags = record->flags;

  judge_place (self, image, row.rect);

  if (!lw_seen_set_add (self->seen, lw_import_fingerprint (row.image_key, row.class_key, row.rect)))
    lw_findings_add (self->report->findings, LW_SEVERITY_WARNING, "duplicate-box",
                     _ ("boxes that are there twice: same image, class and place; kept"),
                     LW_IMPORT_PLACE, LW_IMPORT_PLACE_ARGS (image->path, row.rect));

  row.extra = g_strdup (record->extra);
  self->pack_text += record->extra != NULL ? strlen (record->extra) : 0;
  g_array_append_val (self->boxes, row);
  image->has_labels = TRUE;

  if (self->boxes->len >= LW_STORE_PACK_MAX || self->pack_text >= PACK_TEXT_MAX)
    return flush_boxes (self, error);

  return TRUE;
}

static gboolean
sink_add_tag (LwSink            *sink,
              guint              image_index,
              const LwTagRecord *record,
              GError           **error)
{
  LwImport      *self = FROM_SINK (sink);
  LwTagRow       row = { .annotator_key = self->annotator_key, .origin = LW_ORIGIN_IMPORT };
  LwImportImage *image;

  if (!find_label (self, image_index, record->class_index, &image, &row.class_key, error))
    return FALSE;

  if (row.class_key == 0)
    return TRUE;

  /* An image class given twice says nothing that once does not. */
  if (!lw_seen_set_add (self->seen, lw_import_fingerprint (image->key, row.class_key, (LwRect){ 0 })))
    {
      lw_findings_add (self->report->findings, LW_SEVERITY_WARNING, "duplicate-tag",
                       _ ("image classes that are there already; left out"), "%s", image->path);
      return TRUE;
    }

  row.image_key = image->key;
  row.extra = (char *) record->extra;
  image->has_labels = TRUE;
  self->report->n_tags_added++;

  return lw_store_add_tag (self->store, &row, error) != 0;
}

static gboolean
sink_add_image (LwSink              *sink,
                const LwImageRecord *record,
                guint               *index,
                GError             **error)
{
  return lw_import_add_image (FROM_SINK (sink), record, index, error);
}

static gboolean
sink_set_extra (LwSink     *sink,
                const char *extra,
                GError    **error)
{
  LwImport        *self = FROM_SINK (sink);
  g_autofree char *name = g_strconcat ("extra:", self->report->format->id, NULL);

  return lw_store_set_setting (self->store, name, extra, error);
}

/* --- The course of an import --- */

static void
box_row_clear (gpointer data)
{
  LwBoxRow *row = data;

  g_free (row->extra);
}

static void
import_image_clear (gpointer data)
{
  LwImportImage *image = data;

  g_free (image->path);
}

static void
import_clear (LwImport *self)
{
  g_clear_pointer (&self->matcher, lw_image_matcher_free);
  g_clear_pointer (&self->classes, lw_class_map_free);
  g_clear_pointer (&self->seen, lw_seen_set_free);
  g_clear_pointer (&self->summaries, g_array_unref);
  g_clear_pointer (&self->class_keys, g_array_unref);
  g_clear_pointer (&self->images, g_array_unref);
  g_clear_pointer (&self->by_path, g_hash_table_unref);
  g_clear_pointer (&self->probed, g_hash_table_unref);
  g_clear_pointer (&self->boxes, g_array_unref);
  g_clear_pointer (&self->read_folder, g_free);
  g_clear_pointer (&self->given_folder, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LwImport, import_clear)

/* What the project knows before the first record comes. */
static gboolean
look_at_project (LwImport *self,
                 GError  **error)
{
  self->seen = lw_seen_set_new ();
  self->class_keys = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->boxes = g_array_sized_new (FALSE, FALSE, sizeof (LwBoxRow), LW_STORE_PACK_MAX);
  g_array_set_clear_func (self->boxes, box_row_clear);
  self->images = g_array_new (FALSE, FALSE, sizeof (LwImportImage));
  g_array_set_clear_func (self->images, import_image_clear);
  self->by_path = g_hash_table_new (g_str_hash, g_str_equal);
  self->probed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  if (!(self->matcher = lw_image_matcher_new (self->store, error)) ||
      !(self->classes = lw_class_map_new (self->store, self->options->class_map, error)))
    return FALSE;

  self->is_new_project = lw_image_matcher_get_n_images (self->matcher) == 0;
  self->had_classes = !lw_class_map_is_empty (self->classes);

  return TRUE;
}

static gint64
find_annotator (LwStore    *store,
                const char *name,
                GError    **error)
{
  g_autoptr (GArray) rows = lw_store_list_annotators (store, error);

  for (guint i = 0; rows != NULL && i < rows->len; i++)
    if (g_str_equal (g_array_index (rows, LwAnnotatorRow, i).name, name))
      return g_array_index (rows, LwAnnotatorRow, i).key;

  return 0;
}

/* Opens the group with the target annotator in place. */
static gboolean
begin (LwImport *self,
       GError  **error)
{
  const char      *name = self->options->annotator != NULL ? self->options->annotator : "Import";
  g_autofree char *base_name = g_path_get_basename (self->options->source);
  g_autofree char *label = g_strdup_printf (_ ("Import %s"), base_name);
  g_autoptr (GError) local_error = NULL;

  self->annotator_key = find_annotator (self->store, name, &local_error);

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  if (self->annotator_key != 0)
    {
      self->summaries = lw_store_summarise (self->store, self->annotator_key, error);
      return self->summaries != NULL && lw_store_begin (self->store, LW_GROUP_EDIT, self->annotator_key, label, error);
    }

  /* A group of labels belongs to somebody, who must be there before it begins. */
  if (!lw_store_begin (self->store, LW_GROUP_SETUP, 0, label, error) ||
      (self->annotator_key = lw_store_add_annotator (self->store, name, error)) == 0)
    return FALSE;

  lw_store_begin_next (self->store, self->annotator_key, label);

  return TRUE;
}

static gboolean
write_progress (LwImport *self,
                GError  **error)
{
  for (guint i = 0; i < self->images->len; i++)
    {
      const LwImportImage *image = &g_array_index (self->images, LwImportImage, i);
      LwProgress           progress = image->progress;

      /* What somebody has called done or skipped is not reopened by labels. */
      if (image->has_labels && progress == LW_PROGRESS_UNSEEN)
        progress = LW_PROGRESS_OPEN;
      if (progress == LW_PROGRESS_OPEN && image->progress_before > progress)
        continue;

      if (image->canonical == i && progress != LW_PROGRESS_UNSEEN && progress != image->progress_before &&
          !lw_store_set_progress (self->store, image->key, self->annotator_key, progress, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
finish (LwImport *self,
        GError  **error)
{
  if (lw_seen_set_is_full (self->seen))
    lw_findings_add (self->report->findings, LW_SEVERITY_NOTE, "duplicates-not-searched",
                     _ ("too many labels to search all of them for duplicates"),
                     _ ("after the first %d labels"), LW_SEEN_SET_MAX);

  if (!flush_boxes (self, error) || !write_progress (self, error))
    return FALSE;

  if (!self->options->dry_run)
    return lw_store_commit (self->store, error);

  lw_store_rollback (self->store);

  return TRUE;
}

static void
read_progress_cb (double   fraction,
                  gpointer data)
{
  LwImport *self = data;

  if (self->progress != NULL)
    self->progress (fraction, self->progress_data);
}

static gboolean
read_source (LwImport *self,
             GError  **error)
{
  const LwReadOptions options = {
    .images_folder = self->given_folder,
    .voc_origin = self->options->voc_origin,
    .probe = lw_import_probe_cb,
    .probe_data = self,
    .progress = read_progress_cb,
    .progress_data = self,
  };

  self->sink = (LwSink){
    .set_extra = sink_set_extra,
    .add_class = sink_add_class,
    .add_image = sink_add_image,
    .add_box = sink_add_box,
    .add_tag = sink_add_tag,
  };

  return self->report->format->read (self->options->source, &options, &self->sink, &self->read_folder,
                                     self->report->findings, self->cancellable, error);
}

static LwImportReport *
report_new (const LwImportOptions *options,
            GError               **error)
{
  const LwFormat *format = options->format;
  LwImportReport *report;

  /* Made absolute, no name would be that of the current folder. */
  if (*options->source == '\0')
    {
      g_set_error_literal (error, LW_ERROR, LW_ERROR_NOT_FOUND, _ ("The name of what to import is empty; name a file or a folder"));
      return NULL;
    }

  if (format == NULL && (format = lw_format_guess (options->source, error)) == NULL)
    return NULL;

  report = g_new0 (LwImportReport, 1);
  report->format = format;
  report->dry_run = options->dry_run;
  report->findings = lw_findings_new ();

  return report;
}

LwImportReport *
lw_import_run (LwStore               *store,
               const LwImportOptions *options,
               LwProgressFunc         progress,
               gpointer               progress_data,
               GCancellable          *cancellable,
               GError               **error)
{
  g_autoptr (LwImportReport) report = NULL;
  g_auto (LwImport) self = {
    .store = store,
    .options = options,
    .progress = progress,
    .progress_data = progress_data,
    .cancellable = cancellable,
  };

  g_return_val_if_fail (store != NULL, NULL);
  g_return_val_if_fail (options != NULL && options->source != NULL, NULL);

  if (!(report = report_new (options, error)))
    return NULL;

  self.report = report;
  self.given_folder = options->images_folder != NULL ? g_canonicalize_filename (options->images_folder, NULL) : NULL;

  if (look_at_project (&self, error) && begin (&self, error) && read_source (&self, error) && finish (&self, error))
    return g_steal_pointer (&report);

  lw_store_rollback (store);

  return NULL;
}

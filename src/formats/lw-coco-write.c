/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-coco.h"

#include "lw-error.h"
#include "lw-extra.h"
#include "lw-format-private.h"
#include "lw-number-set.h"
#include "lw-output.h"

#include <glib/gi18n-lib.h>

#include <math.h>
#include <string.h>

/* Written out whenever so much has gathered. */
#define CHUNK (256 * 1024)

/* Two boxes nearer than this are the same one, after a detour over another frame. */
#define SAME_PX 1e-6

typedef struct
{
  LwSource             *source;
  const LwWriteOptions *options;
  LwFindings           *findings;
  GCancellable         *cancellable;
  LwOutputFile         *file;
  GString              *out;

  GPtrArray   *class_ids; /* (element-type utf8): as JSON, by class index */
  GPtrArray   *image_ids;
  GArray      *boxes;
  GArray      *tags;
  gint64       last_id; /* the largest id of an annotation so far, kept or given */
  LwNumberSet *used_ids;
  gboolean     any_label;
} Writer;

static void
writer_clear (Writer *self)
{
  g_clear_pointer (&self->file, lw_output_file_free);
  g_string_free (self->out, TRUE);
  g_ptr_array_unref (self->class_ids);
  g_ptr_array_unref (self->image_ids);
  g_array_unref (self->boxes);
  g_array_unref (self->tags);
  lw_number_set_free (self->used_ids);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Writer, writer_clear)

static const LwAbilities abilities = {
  .id = LW_COCO_ID,
  .flags = LW_BOX_ALL_FLAGS,
  .boxes = TRUE,
  .tags = TRUE, /* some; see is_native_tag() */
};

/* FALSE where @extra says none, or what is no id. */
static gboolean
get_kept_id (const char  *extra,
             LwJsonSlice *id)
{
  LwJsonSlice member;
  gint64      number;

  return lw_extra_get (extra, LW_COCO_ID, &member) && lw_json_find (member, "id", id) &&
         (lw_json_get_integer (*id, &number) || *id->text == '"');
}

/* --- Ids of classes and images --- */

static void
take_kept_id (GPtrArray  *ids,
              GHashTable *used,
              const char *extra,
              gint64     *last)
{
  LwJsonSlice id;
  char       *text = NULL;
  gint64      number;

  if (get_kept_id (extra, &id))
    {
      if (lw_json_get_integer (id, &number))
        {
          text = g_strdup_printf ("%" G_GINT64_FORMAT, number);
          *last = MAX (*last, number);
        }
      else
        text = g_strndup (id.text, id.len);

      if (g_hash_table_contains (used, text))
        g_clear_pointer (&text, g_free);
      else
        g_hash_table_add (used, text);
    }

  g_ptr_array_add (ids, text);
}

/* New items get ids above all kept ones: an id never changes hands. */
static void
give_missing_ids (GPtrArray  *ids,
                  GHashTable *used,
                  gint64      last)
{
  for (guint i = 0; i < ids->len; i++)
    if (g_ptr_array_index (ids, i) == NULL)
      {
        char *text = g_strdup_printf ("%" G_GINT64_FORMAT, ++last);

        g_hash_table_add (used, text);
        g_ptr_array_index (ids, i) = text;
      }
}

static gboolean
assign_class_ids (Writer  *self,
                  GError **error)
{
  g_autoptr (GHashTable) used = g_hash_table_new (g_str_hash, g_str_equal);
  gint64 last = 0;

  for (guint i = 0; i < self->source->n_classes; i++)
    {
      LwClassRecord record;

      if (!self->source->get_class (self->source, i, &record, error))
        return FALSE;

      take_kept_id (self->class_ids, used, record.extra, &last);
    }

  give_missing_ids (self->class_ids, used, last);

  return TRUE;
}

static gboolean
assign_image_ids (Writer  *self,
                  GError **error)
{
  g_autoptr (GHashTable) used = g_hash_table_new (g_str_hash, g_str_equal);
  gint64 last = 0;

  for (guint i = 0; i < self->source->n_images; i++)
    {
      LwImageRecord record;

      if (!self->source->get_image (self->source, i, &record, error))
        return FALSE;

      take_kept_id (self->image_ids, used, record.extra, &last);
    }

  give_missing_ids (self->image_ids, used, last);

  return TRUE;
}

/* --- Pieces --- */

static gboolean
flush (Writer  *self,
       gsize    limit,
       GError **error)
{
  return self->out->len <= limit || lw_output_file_write (self->file, self->out, error);
}

static void
append_member (GString    *out,
               LwJsonSlice key,
               LwJsonSlice value)
{
  g_string_append (out, ",\"");
  g_string_append_len (out, key.text, (gssize) key.len);
  g_string_append (out, "\":");
  g_string_append_len (out, value.text, (gssize) value.len);
}

static gboolean
is_one_of (LwJsonSlice        key,
           const char *const *names)
{
  for (; *names != NULL; names++)
    if (lw_json_slice_equal (key, *names))
      return TRUE;

  return FALSE;
}

/* All kept members but the @known ones, which the caller writes itself. */
static void
append_kept (GString           *out,
             const char        *extra,
             const char *const *known)
{
  LwJsonSlice member, key, value;

  if (!lw_extra_get (extra, LW_COCO_ID, &member))
    return;

  while (lw_json_next_member (&member, &key, &value))
    if (!is_one_of (key, known))
      append_member (out, key, value);
}

static void
append_set_members (Writer *self)
{
  static const char *const known[] = { "images", "annotations", "categories", NULL };
  const char              *extra = self->source->get_extra (self->source);

  lw_extra_report_lost_members (self->findings, LW_COCO_ID, extra, _ ("the set"));
  g_string_append_c (self->out, '{');
  append_kept (self->out, extra, known);

  /* append_kept() separates by a comma in front. */
  if (self->out->len > 1)
    g_string_erase (self->out, 1, 1);
}

static gboolean
append_categories (Writer  *self,
                   GError **error)
{
  static const char *const known[] = { "id", "name", NULL };

  g_string_append (self->out, self->out->len > 1 ? ",\n\"categories\":[" : "\"categories\":[");

  for (guint i = 0; i < self->source->n_classes; i++)
    {
      LwClassRecord record;

      if (!self->source->get_class (self->source, i, &record, error))
        return FALSE;

      lw_extra_report_lost_members (self->findings, LW_COCO_ID, record.extra, record.name);
      g_string_append_printf (self->out, "%s\n{\"id\":%s,\"name\":", i > 0 ? "," : "", (char *) g_ptr_array_index (self->class_ids, i));
      lw_json_append_string (self->out, record.name);
      append_kept (self->out, record.extra, known);
      g_string_append_c (self->out, '}');
    }

  g_string_append (self->out, "],\n");

  return flush (self, CHUNK, error);
}

/* --- Images --- */

static void
append_image (Writer              *self,
              guint                index,
              const LwImageRecord *record,
              gboolean             has_labels)
{
  static const char *const known[] = { "id", "file_name", "width", "height", LW_COCO_PROGRESS, NULL };
  GString                 *out = self->out;

  g_string_append_printf (out, "%s\n{\"id\":%s,\"file_name\":", index > 0 ? "," : "", (char *) g_ptr_array_index (self->image_ids, index));
  lw_json_append_string (out, record->path);

  if (record->width_px > 0 && record->height_px > 0)
    g_string_append_printf (out, ",\"width\":%d,\"height\":%d", record->width_px, record->height_px);

  append_kept (out, record->extra, known);

  if (record->progress != (has_labels ? LW_PROGRESS_DONE : LW_PROGRESS_UNSEEN))
    g_string_append_printf (out, ",\"" LW_COCO_PROGRESS "\":\"%s\"", lw_coco_progress_names[record->progress]);

  g_string_append_c (out, '}');
}

/* COCO has no classes of whole images, but some sets say them by an annotation
 * without a box.  Only those that came that way go back: a label without a box
 * stops most readers of COCO. */
static gboolean
is_native_tag (const LwTagRecord *tag)
{
  LwJsonSlice member;

  return lw_extra_get (tag->extra, LW_COCO_ID, &member);
}

static void
note_id (Writer     *self,
         const char *extra)
{
  LwJsonSlice id;
  gint64      number;

  if (get_kept_id (extra, &id) && lw_json_get_integer (id, &number))
    self->last_id = MAX (self->last_id, number);
}

/* Looks at the labels of an image for the first time: what will be lost, and the
 * ids that new ones must stay clear of.  TRUE where any will be written. */
static gboolean
survey_labels (Writer              *self,
               const LwImageRecord *record)
{
  gboolean has_labels = self->boxes->len > 0;

  lw_extra_report_page (self->findings, record->path, TRUE);

  lw_extra_report_losses (self->findings, &abilities, record, self->boxes, self->tags);

  for (guint i = 0; i < self->boxes->len; i++)
    note_id (self, g_array_index (self->boxes, LwBoxRecord, i).extra);

  for (guint i = 0; i < self->tags->len; i++)
    {
      const LwTagRecord *tag = &g_array_index (self->tags, LwTagRecord, i);

      note_id (self, tag->extra);
      has_labels = has_labels || is_native_tag (tag);

      if (!is_native_tag (tag))
        lw_findings_add (self->findings, LW_SEVERITY_LOSS, "loss-tags", _ ("classes of images as a whole are left out"), "%s", record->path);
    }

  return has_labels;
}

static gboolean
append_images (Writer  *self,
               GError **error)
{
  g_string_append (self->out, "\"images\":[");

  for (guint i = 0; i < self->source->n_images; i++)
    {
      LwImageRecord record;

      if (g_cancellable_set_error_if_cancelled (self->cancellable, error) ||
          !self->source->get_labels (self->source, i, self->boxes, self->tags, error) ||
          !self->source->get_image (self->source, i, &record, error))
        return FALSE;

      append_image (self, i, &record, survey_labels (self, &record));

      if (!flush (self, CHUNK, error))
        return FALSE;

      lw_report_progress (self->options->progress, self->options->progress_data, 0.5 * (i + 1) / self->source->n_images);
    }

  g_string_append (self->out, "],\n");

  return TRUE;
}

/* --- Annotations --- */

static void
append_label_id (Writer     *self,
                 const char *extra)
{
  LwJsonSlice id;
  gint64      number;

  if (!get_kept_id (extra, &id))
    g_string_append_printf (self->out, "%" G_GINT64_FORMAT, ++self->last_id);
  else if (!lw_json_get_integer (id, &number))
    g_string_append_len (self->out, id.text, (gssize) id.len);
  else if (lw_number_set_add (self->used_ids, number))
    g_string_append_printf (self->out, "%" G_GINT64_FORMAT, number);
  else
    g_string_append_printf (self->out, "%" G_GINT64_FORMAT, ++self->last_id);
}

static void
begin_label (Writer     *self,
             const char *extra,
             guint       image_index,
             guint       class_index)
{
  g_string_append (self->out, self->any_label ? ",\n{\"id\":" : "\n{\"id\":");
  append_label_id (self, extra);
  g_string_append_printf (self->out, ",\"image_id\":%s,\"category_id\":%s",
                          (char *) g_ptr_array_index (self->image_ids, image_index),
                          (char *) g_ptr_array_index (self->class_ids, class_index));
  self->any_label = TRUE;
}

static gboolean
is_same_box (LwRect a,
             LwRect b)
{
  return fabs (a.x0 - b.x0) <= SAME_PX && fabs (a.y0 - b.y0) <= SAME_PX && fabs (a.x1 - b.x1) <= SAME_PX && fabs (a.y1 - b.y1) <= SAME_PX;
}

static void
append_box (GString *out,
            LwRect   rect)
{
  gsize       start;
  LwJsonSlice bbox;
  LwRect      back;
  double      area;

  g_string_append (out, ",\"bbox\":");
  start = out->len;
  g_string_append_c (out, '[');
  lw_json_append_number (out, rect.x0);
  g_string_append_c (out, ',');
  lw_json_append_number (out, rect.y0);
  g_string_append_c (out, ',');
  lw_json_append_extent (out, rect.x0, rect.x1);
  g_string_append_c (out, ',');
  lw_json_append_extent (out, rect.y0, rect.y1);
  g_string_append_c (out, ']');

  /* The product of what is written, not of x1 - x0 with its rounding: 0.3 and
   * 0.1 give 0.03. */
  bbox = (LwJsonSlice){ out->str + start, out->len - start };
  if (!lw_coco_parse_bbox (bbox, &back, &area))
    area = 0;

  g_string_append (out, ",\"area\":");
  lw_json_append_number (out, area);
}

/* A mark that was there stays there with today's value; one that is set is added. */
static void
append_attributes (GString    *out,
                   LwJsonSlice kept,
                   LwBoxFlags  flags)
{
  LwJsonSlice key, value;
  gboolean    any = FALSE;

  g_string_append (out, ",\"attributes\":{");

  while (lw_json_next_member (&kept, &key, &value))
    {
      const char *now = NULL;

      for (guint i = 0; i < LW_COCO_N_MARKS; i++)
        if (lw_json_slice_equal (key, lw_coco_marks[i].key))
          {
            gboolean is_set = (flags & lw_coco_marks[i].flag) != 0;

            flags &= ~lw_coco_marks[i].flag;
            if (is_set != lw_json_is_true (value))
              now = is_set ? "true" : "false";
          }

      g_string_append_printf (out, "%s\"%.*s\":%.*s", any ? "," : "", (int) key.len, key.text,
                              now != NULL ? (int) strlen (now) : (int) value.len, now != NULL ? now : value.text);
      any = TRUE;
    }

  for (guint i = 0; i < LW_COCO_N_MARKS; i++)
    if ((flags & lw_coco_marks[i].flag) != 0)
      {
        g_string_append_printf (out, "%s\"%s\":true", any ? "," : "", lw_coco_marks[i].key);
        any = TRUE;
      }

  g_string_append_c (out, '}');
}

/* The box, and what is kept of it as far as it still holds. */
static void
append_geometry (Writer            *self,
                 const LwBoxRecord *box,
                 LwJsonSlice        member,
                 const char        *path)
{
  LwJsonSlice bbox = { 0 };
  LwJsonSlice area = { 0 };
  LwJsonSlice segmentation = { 0 };
  LwRect      was;
  double      was_area;
  gboolean    has_shape;

  lw_json_find (member, "bbox", &bbox);
  lw_json_find (member, "area", &area);
  has_shape = lw_json_find (member, "segmentation", &segmentation) && lw_coco_has_shape (segmentation);

  if (bbox.len > 0 && lw_coco_parse_bbox (bbox, &was, &was_area) && is_same_box (was, box->rect))
    {
      append_member (self->out, (LwJsonSlice){ "bbox", 4 }, bbox);

      if (area.len == 0)
        lw_json_append_number (g_string_append (self->out, ",\"area\":"), was_area);
      else
        append_member (self->out, (LwJsonSlice){ "area", 4 }, area);

      if (segmentation.len > 0)
        append_member (self->out, (LwJsonSlice){ "segmentation", 12 }, segmentation);

      return;
    }

  append_box (self->out, box->rect);

  if (has_shape || area.len > 0)
    lw_findings_add (self->findings, LW_SEVERITY_LOSS, "loss-shape",
                     _ ("the shape and area of objects whose box was changed no longer fit and are left out"), "%s", path);
  else if (segmentation.len > 0)
    append_member (self->out, (LwJsonSlice){ "segmentation", 12 }, segmentation);
}

static void
append_label (Writer            *self,
              guint              image_index,
              const LwBoxRecord *box,
              const char        *path)
{
  static const char *const known[] = { "id", "image_id", "category_id", "bbox", "area", "segmentation", "iscrowd", "attributes", NULL };
  LwJsonSlice              member = { "", 0 };
  LwJsonSlice              attributes = { "", 0 };

  if (!isfinite (box->rect.x0) || !isfinite (box->rect.y0) || !isfinite (box->rect.x1) || !isfinite (box->rect.y1))
    {
      lw_findings_add (self->findings, LW_SEVERITY_LOSS, "loss-boxes", _ ("boxes are left out"), "%s", path);
      return;
    }

  lw_extra_get (box->extra, LW_COCO_ID, &member);
  lw_json_find (member, "attributes", &attributes);

  begin_label (self, box->extra, image_index, box->class_index);
  append_geometry (self, box, member, path);
  g_string_append_printf (self->out, ",\"iscrowd\":%d", (box->flags & LW_BOX_CROWD) != 0);

  if (attributes.len > 0 && *attributes.text != '{')
    append_member (self->out, (LwJsonSlice){ "attributes", 10 }, attributes);
  else if (attributes.len > 0 || (box->flags & ~LW_BOX_CROWD) != 0)
    append_attributes (self->out, attributes, box->flags & ~LW_BOX_CROWD);

  append_kept (self->out, box->extra, known);
  g_string_append_c (self->out, '}');
}

static void
append_tags (Writer *self,
             guint   image_index)
{
  static const char *const known[] = { "id", "image_id", "category_id", "bbox", NULL };

  for (guint i = 0; i < self->tags->len; i++)
    {
      const LwTagRecord *tag = &g_array_index (self->tags, LwTagRecord, i);

      if (!is_native_tag (tag))
        continue;

      begin_label (self, tag->extra, image_index, tag->class_index);
      append_kept (self->out, tag->extra, known);
      g_string_append_c (self->out, '}');
    }
}

static gboolean
append_annotations (Writer  *self,
                    GError **error)
{
  g_string_append (self->out, "\"annotations\":[");

  for (guint i = 0; i < self->source->n_images; i++)
    {
      LwImageRecord record;

      if (g_cancellable_set_error_if_cancelled (self->cancellable, error) ||
          !self->source->get_labels (self->source, i, self->boxes, self->tags, error) ||
          !self->source->get_image (self->source, i, &record, error))
        return FALSE;

      for (guint j = 0; j < self->boxes->len; j++)
        {
          append_label (self, i, &g_array_index (self->boxes, LwBoxRecord, j), record.path);
          if (!flush (self, CHUNK, error))
            return FALSE;
        }

      append_tags (self, i);
      lw_report_progress (self->options->progress, self->options->progress_data, 0.5 + 0.5 * (i + 1) / self->source->n_images);
    }

  g_string_append (self->out, "]}\n");

  return TRUE;
}

gboolean
lw_coco_write (const char           *path,
               const LwWriteOptions *options,
               LwSource             *source,
               LwFindings           *findings,
               GCancellable         *cancellable,
               GError              **error)
{
  g_auto (Writer) self = {
    .source = source,
    .options = options,
    .findings = findings,
    .cancellable = cancellable,
    .out = g_string_sized_new (CHUNK + 4096),
    .class_ids = g_ptr_array_new_with_free_func (g_free),
    .image_ids = g_ptr_array_new_with_free_func (g_free),
    .boxes = g_array_new (FALSE, FALSE, sizeof (LwBoxRecord)),
    .tags = g_array_new (FALSE, FALSE, sizeof (LwTagRecord)),
    .used_ids = lw_number_set_new (),
  };

  if (!assign_class_ids (&self, error) || !assign_image_ids (&self, error))
    return FALSE;

  self.file = lw_output_file_open (path, error);
  if (self.file == NULL)
    return FALSE;

  append_set_members (&self);

  return append_categories (&self, error) &&
         append_images (&self, error) &&
         append_annotations (&self, error) &&
         flush (&self, 0, error) &&
         lw_output_file_commit (self.file, error);
}

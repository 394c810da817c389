/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-test-dataset.h"

#include "lw-error.h"

#include <glib/gstdio.h>
#include <jansson.h>

#include <string.h>

static gboolean
probe (const char *path,
       int        *width_px,
       int        *height_px,
       gpointer    probe_data,
       GError    **error)
{
  if (!g_file_test (path, G_FILE_TEST_IS_REGULAR))
    {
      g_set_error (error, LW_ERROR, LW_ERROR_NOT_FOUND, "%s is not there", path);
      return FALSE;
    }

  *width_px = LW_TEST_WIDTH_PX;
  *height_px = LW_TEST_HEIGHT_PX;

  return TRUE;
}

LwTestRead *
lw_test_read_with (const char          *format_id,
                   const char          *path,
                   const LwReadOptions *options)
{
  LwTestRead     *self = g_new0 (LwTestRead, 1);
  const LwFormat *format = lw_format_find (format_id, NULL);
  LwReadOptions   own = *options;
  gboolean        good;

  g_assert_nonnull (format);
  own.probe = probe;
  self->set = lw_dataset_new ();
  self->findings = lw_findings_new ();
  good = format->read (path, &own, lw_dataset_get_sink (self->set), &self->folder, self->findings, NULL, &self->error);
  g_assert_cmpint (good, ==, self->error == NULL);
  g_assert_true (!good || self->folder != NULL);

  return self;
}

LwTestRead *
lw_test_read (const char *format_id,
              const char *path,
              const char *images_folder)
{
  const LwReadOptions options = { .images_folder = images_folder };

  return lw_test_read_with (format_id, path, &options);
}

void
lw_test_read_free (LwTestRead *self)
{
  lw_dataset_free (self->set);
  lw_findings_free (self->findings);
  g_clear_error (&self->error);
  g_free (self->folder);
  g_free (self);
}

/* --- Describing --- */

static void
append_extra (GString    *out,
              const char *extra,
              const char *format_id)
{
  json_t *object;
  json_t *member;
  char   *text;

  if (extra == NULL || format_id == NULL)
    return;

  /* Loaded by another reader than our own: the text must be sound. */
  object = json_loads (extra, 0, NULL);
  g_assert_nonnull (object);
  member = json_object_get (object, format_id);
  text = member != NULL ? json_dumps (member, JSON_SORT_KEYS | JSON_COMPACT) : NULL;

  if (text != NULL)
    g_string_append_printf (out, " %s", text);

  free (text);
  json_decref (object);
}

static const char *
get_class_name (LwSource *source,
                guint     index)
{
  LwClassRecord record;

  g_assert_cmpuint (index, <, source->n_classes);
  g_assert_true (source->get_class (source, index, &record, NULL));

  return record.name;
}

static int
compare_texts (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static char *
join_sorted (GPtrArray *lines)
{
  g_ptr_array_sort (lines, compare_texts);
  g_ptr_array_add (lines, NULL);

  return g_strjoinv ("", (char **) lines->pdata);
}

static char *
describe_labels (LwSource   *source,
                 guint       image,
                 const char *format_id)
{
  g_autoptr (GArray) boxes = g_array_new (FALSE, FALSE, sizeof (LwBoxRecord));
  g_autoptr (GArray) tags = g_array_new (FALSE, FALSE, sizeof (LwTagRecord));
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);

  g_assert_true (source->get_labels (source, image, boxes, tags, NULL));

  for (guint i = 0; i < boxes->len; i++)
    {
      const LwBoxRecord *box = &g_array_index (boxes, LwBoxRecord, i);
      GString           *line = g_string_new (NULL);

      g_string_printf (line, "  %s %.7f %.7f %.7f %.7f %d", get_class_name (source, box->class_index),
                       box->rect.x0 + 0.0, box->rect.y0 + 0.0, box->rect.x1 + 0.0, box->rect.y1 + 0.0, box->flags);
      append_extra (line, box->extra, format_id);
      g_ptr_array_add (lines, g_string_free (g_string_append_c (line, '\n'), FALSE));
    }

  for (guint i = 0; i < tags->len; i++)
    {
      const LwTagRecord *tag = &g_array_index (tags, LwTagRecord, i);
      GString           *line = g_string_new (NULL);

      g_string_printf (line, "  tag %s", get_class_name (source, tag->class_index));
      append_extra (line, tag->extra, format_id);
      g_ptr_array_add (lines, g_string_free (g_string_append_c (line, '\n'), FALSE));
    }

  return join_sorted (lines);
}

static char *
describe_image (LwSource   *source,
                guint       index,
                const char *format_id)
{
  g_autofree char *labels = describe_labels (source, index, format_id);
  GString         *line = g_string_new (NULL);
  LwImageRecord    record;

  g_assert_true (source->get_image (source, index, &record, NULL));
  g_string_printf (line, "%s %dx%d %d %s", record.path, record.width_px, record.height_px, record.progress, record.lot != NULL ? record.lot : "");
  append_extra (line, record.extra, format_id);
  g_string_append_printf (line, "\n%s", labels);

  return g_string_free (line, FALSE);
}

char *
lw_test_describe (LwDataset  *set,
                  const char *format_id)
{
  LwSource *source = lw_dataset_get_source (set);
  g_autoptr (GString) out = g_string_new ("set");
  g_autoptr (GPtrArray) images = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *sorted = NULL;

  append_extra (out, source->get_extra (source), format_id);

  for (guint i = 0; i < source->n_classes; i++)
    {
      LwClassRecord record;

      g_assert_true (source->get_class (source, i, &record, NULL));
      g_string_append_printf (out, "\nclass %s", record.name);
      append_extra (out, record.extra, format_id);
    }

  for (guint i = 0; i < source->n_images; i++)
    g_ptr_array_add (images, describe_image (source, i, format_id));

  sorted = join_sorted (images);
  g_string_append_printf (out, "\n%s", sorted);

  return g_strdup (out->str);
}

static guint64
count (LwDataset *set,
       gboolean   tags_wanted)
{
  LwSource *source = lw_dataset_get_source (set);
  g_autoptr (GArray) boxes = g_array_new (FALSE, FALSE, sizeof (LwBoxRecord));
  g_autoptr (GArray) tags = g_array_new (FALSE, FALSE, sizeof (LwTagRecord));
  guint64 n = 0;

  for (guint i = 0; i < source->n_images; i++)
    {
      g_assert_true (source->get_labels (source, i, boxes, tags, NULL));
      n += tags_wanted ? tags->len : boxes->len;
    }

  return n;
}

void
lw_test_assert_read (LwTestRead *self,
                     const char *kinds,
                     guint64     n_boxes)
{
  g_autofree char *found = lw_test_list_kinds (self->findings);

  if (kinds[0] == '!')
    {
      g_assert_error (self->error, LW_ERROR, LW_ERROR_INVALID);
      if (strstr (self->error->message, kinds + 1) == NULL || strchr (self->error->message, '\n') != NULL)
        g_error ("%s", self->error->message);
      return;
    }

  g_assert_no_error (self->error);
  g_assert_cmpstr (found, ==, kinds);
  g_assert_cmpuint (lw_test_count_boxes (self->set), ==, n_boxes);
}

guint64
lw_test_count_boxes (LwDataset *set)
{
  return count (set, FALSE);
}

guint64
lw_test_count_tags (LwDataset *set)
{
  return count (set, TRUE);
}

/* --- Writing --- */

LwFindings *
lw_test_write (const char *format_id,
               const char *path,
               LwDataset  *set,
               const char *images_folder)
{
  const LwFormat      *format = lw_format_find (format_id, NULL);
  const LwWriteOptions options = { .images_folder = images_folder };
  LwFindings          *findings = lw_findings_new ();
  g_autoptr (GError) error = NULL;
  gboolean good;

  good = format->write (path, &options, lw_dataset_get_source (set), findings, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (good);

  return findings;
}

char *
lw_test_round_trip (const char *format_id,
                    const char *path,
                    const char *target)
{
  g_autoptr (LwTestRead) first = lw_test_read (format_id, path, NULL);
  g_autoptr (LwTestRead) second = NULL;
  g_autoptr (LwFindings) losses = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  g_assert_no_error (first->error);
  losses = lw_test_write (format_id, target, first->set, first->folder);

  /* Images without a label file are found again beside the others. */
  g_assert_cmpuint (lw_findings_get_n_kinds (losses), ==, lw_findings_count (losses, "loss-images") > 0);

  second = lw_test_read (format_id, target, first->folder);
  g_assert_no_error (second->error);
  before = lw_test_describe (first->set, format_id);
  after = lw_test_describe (second->set, format_id);
  g_assert_cmpstr (before, ==, after);

  return g_strdup (target);
}

/* --- Files --- */

char *
lw_test_put (const char *folder,
             const char *name,
             const char *text)
{
  char            *path = g_build_filename (folder, name, NULL);
  g_autofree char *parent = g_path_get_dirname (path);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (parent, 0777), ==, 0);
  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);

  return path;
}

char *
lw_test_load (const char *folder,
              const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;
  char *text;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);

  return text;
}

char *
lw_test_find_data (const char *name)
{
  const char      *root = g_getenv ("LW_SHARED_DATA");
  g_autofree char *path = root != NULL ? g_build_filename (root, name, NULL) : NULL;

  if (path != NULL && g_file_test (path, G_FILE_TEST_EXISTS))
    return g_steal_pointer (&path);

  g_test_skip ("the sample data are not on this machine");

  return NULL;
}

char *
lw_test_list_kinds (LwFindings *findings)
{
  GString *kinds = g_string_new (NULL);

  for (guint i = 0; i < lw_findings_get_n_kinds (findings); i++)
    g_string_append_printf (kinds, "%s%s", i > 0 ? " " : "", lw_findings_get (findings, i)->kind);

  return g_string_free (kinds, FALSE);
}

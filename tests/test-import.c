/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-import.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <glib/gstdio.h>
#include <string.h>

#define WIDTH_PX 100
#define HEIGHT_PX 80

typedef struct
{
  char    *folder;
  char    *source;
  LwStore *store;
} Fixture;

/* --- Files --- */

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_tree (child);
    }

  g_remove (path);
}

static char *
path_in (const Fixture *self,
         const char    *name)
{
  return g_build_filename (self->folder, name, NULL);
}

static void
write_text (const Fixture *self,
            const char    *name,
            const char    *text)
{
  g_autofree char *path = path_in (self, name);
  g_autofree char *parent = g_path_get_dirname (path);

  g_assert_no_errno (g_mkdir_with_parents (parent, 0700));
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

/* A JPEG file of WIDTH_PX x HEIGHT_PX stored pixels with that EXIF orientation. */
static void
write_jpeg (const Fixture *self,
            const char    *name,
            guint8         orientation)
{
  const guint8 exif[] = {
    0xff, 0xe1, 0x00, 0x22, 'E', 'x', 'i', 'f', 0, 0, 'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1,
    0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0
  };
  g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, WIDTH_PX, HEIGHT_PX);
  g_autofree char *path = path_in (self, name);
  g_autofree char *parent = g_path_get_dirname (path);
  g_autofree char *bytes = NULL;
  g_autoptr (GByteArray) file = g_byte_array_new ();
  gsize size;

  gdk_pixbuf_fill (pixbuf, 0x406080ff);
  g_assert_true (gdk_pixbuf_save_to_buffer (pixbuf, &bytes, &size, "jpeg", NULL, NULL));
  g_byte_array_append (file, (const guint8 *) bytes, 2);
  g_byte_array_append (file, exif, sizeof exif);
  g_byte_array_append (file, (const guint8 *) bytes + 2, size - 2);

  g_assert_no_errno (g_mkdir_with_parents (parent, 0700));
  g_assert_true (g_file_set_contents (path, (const char *) file->data, file->len, NULL));
}

/* A COCO file with the images and annotations as given and the classes cell (1)
 * and dirt (2). */
static void
write_coco (const Fixture *self,
            const char    *images,
            const char    *annotations)
{
  g_autofree char *text = g_strdup_printf ("{\"images\":[%s],\"annotations\":[%s],"
                                           "\"categories\":[{\"id\":1,\"name\":\"cell\"},{\"id\":2,\"name\":\"dirt\"}]}",
                                           images, annotations);

  g_assert_true (g_file_set_contents (self->source, text, -1, NULL));
}

#define IMAGE(id, name) "{\"id\":" id ",\"file_name\":\"" name "\",\"width\":100,\"height\":80}"
#define BOX(id, image, category, bbox) "{\"id\":" id ",\"image_id\":" image ",\"category_id\":" category ",\"bbox\":[" bbox "]}"

static void
set_up (Fixture      *self,
        gconstpointer data)
{
  g_autofree char *project = NULL;
  g_autoptr (GError) error = NULL;

  self->folder = g_dir_make_tmp ("test-import-XXXXXX", &error);
  g_assert_no_error (error);
  self->source = path_in (self, "labels.json");
  project = path_in (self, "test" LW_STORE_SUFFIX);
  self->store = lw_store_create (project, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture      *self,
           gconstpointer data)
{
  g_clear_pointer (&self->store, lw_store_close);
  remove_tree (self->folder);
  g_free (self->folder);
  g_free (self->source);
}

/* --- Shorthands --- */

static LwImportReport *
import_as (Fixture         *self,
           LwImportOptions *options)
{
  g_autoptr (GError) error = NULL;
  LwImportReport *report;

  options->source = self->source;
  report = lw_import_run (self->store, options, NULL, NULL, NULL, &error);
  g_assert_no_error (error);

  return report;
}

static LwImportReport *
import (Fixture *self)
{
  LwImportOptions options = { 0 };

  return import_as (self, &options);
}

static GArray *
list_images (Fixture *self)
{
  GArray *images = lw_store_list_images (self->store, NULL);

  g_assert_nonnull (images);

  return images;
}

static const char *
image_path (const GArray *images,
            guint         i)
{
  g_assert_cmpuint (i, <, images->len);

  return g_array_index (images, LwImageRow, i).path;
}

static GArray *
list_boxes (Fixture *self,
            guint    image)
{
  g_autoptr (GArray) images = list_images (self);

  g_assert_cmpuint (image, <, images->len);

  return lw_store_list_boxes (self->store, g_array_index (images, LwImageRow, image).key, 0, NULL);
}

static guint
count_annotators (Fixture *self)
{
  g_autoptr (GArray) rows = lw_store_list_annotators (self->store, NULL);

  return rows->len;
}

/* What an export in @frame writes. */
static char *
export_text (Fixture *self,
             LwFrame  frame)
{
  g_autofree char *target = path_in (self, "export.json");
  g_autoptr (GError) error = NULL;
  const LwExportOptions options = { .target = target, .format = lw_format_find ("coco", NULL), .frame = frame };
  g_autoptr (LwFindings) findings = lw_export_run (self->store, &options, NULL, NULL, NULL, &error);
  char *text = NULL;

  g_assert_no_error (error);
  g_assert_nonnull (findings);
  g_assert_true (g_file_get_contents (target, &text, NULL, NULL));

  return text;
}

static void
assert_rect (LwRect rect,
             double x0,
             double y0,
             double x1,
             double y1)
{
  g_assert_cmpfloat_with_epsilon (rect.x0, x0, 1e-9);
  g_assert_cmpfloat_with_epsilon (rect.y0, y0, 1e-9);
  g_assert_cmpfloat_with_epsilon (rect.x1, x1, 1e-9);
  g_assert_cmpfloat_with_epsilon (rect.y1, y1, 1e-9);
}

static void
assert_whole (Fixture *self)
{
  g_autoptr (GArray) findings = g_array_new (FALSE, FALSE, sizeof (LwCheckFinding));
  g_autoptr (GError) error = NULL;

  g_assert_true (lw_store_check (self->store, findings, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (findings->len, ==, 0);
}

/* --- Boxes --- */

/* clang-format off */
static const struct
{
  const char *name;
  const char *bbox;
  const char *kind; /* NULL for none */
  guint       n_kept;
} box_cases[] = {
  { "ordinary",       "10, 10, 20, 20",   NULL,                1 },
  { "whole-image",    "0, 0, 100, 80",    NULL,                1 },
  { "rounding",       "90, 10, 10.001, 5", NULL,               1 },
  { "outside-right",  "90, 10, 20, 20",   "box-outside-image", 1 },
  { "outside-left",   "-5, 10, 20, 20",   "box-outside-image", 1 },
  { "far-outside",    "200, 10, 20, 20",  "box-far-outside",   1 },
  { "far-above",      "10, -50, 20, 20",  "box-far-outside",   1 },
  { "no-width",       "10, 10, 0, 20",    "box-empty",         0 },
  { "no-height",      "10, 10, 20, 0",    "box-empty",         0 },
  { "inside-out",     "30, 10, -20, 20",  "box-inside-out",    0 },
};
/* clang-format on */

static const char *const all_box_kinds[] = { "box-outside-image", "box-far-outside", "box-empty", "box-inside-out", "box-not-finite", "duplicate-box" };

static void
test_box (Fixture      *self,
          gconstpointer data)
{
  const guint      i = GPOINTER_TO_UINT (data);
  g_autofree char *annotation = g_strdup_printf ("{\"id\":1,\"image_id\":1,\"category_id\":1,\"bbox\":[%s]}", box_cases[i].bbox);
  g_autoptr (LwImportReport) report = NULL;
  g_autoptr (GArray) boxes = NULL;

  write_jpeg (self, "a.jpg", 1);
  write_coco (self, IMAGE ("1", "a.jpg"), annotation);
  report = import (self);
  boxes = list_boxes (self, 0);

  g_assert_cmpuint (boxes->len, ==, box_cases[i].n_kept);
  g_assert_cmpuint (report->n_boxes_added, ==, box_cases[i].n_kept);
  g_assert_cmpuint (report->n_boxes_skipped, ==, 1 - box_cases[i].n_kept);

  for (guint j = 0; j < G_N_ELEMENTS (all_box_kinds); j++)
    g_assert_cmpuint (lw_findings_count (report->findings, all_box_kinds[j]), ==,
                      g_strcmp0 (all_box_kinds[j], box_cases[i].kind) == 0);
}

static void
test_duplicates (Fixture      *self,
                 gconstpointer data)
{
  g_autoptr (LwImportReport) first = NULL;
  g_autoptr (LwImportReport) second = NULL;

  write_jpeg (self, "a.jpg", 1);
  write_coco (self, IMAGE ("1", "a.jpg"),
              BOX ("1", "1", "1", "10,10,20,20") "," BOX ("2", "1", "1", "10,10,20,20") "," BOX ("3", "1", "2", "10,10,20,20") "," BOX ("4", "1", "1", "10,10,20,21"));

  first = import (self);
  g_assert_cmpuint (first->n_boxes_added, ==, 4);
  g_assert_cmpuint (lw_findings_count (first->findings, "duplicate-box"), ==, 1);

  /* The same file once more: what the layer has already counts. */
  second = import (self);
  g_assert_cmpuint (second->n_images_matched, ==, 1);
  g_assert_cmpuint (lw_findings_count (second->findings, "duplicate-box"), ==, 4);
}

/* --- Images --- */

static void
test_image_files (Fixture      *self,
                  gconstpointer data)
{
  g_autoptr (LwImportReport) report = NULL;
  g_autoptr (GArray) images = NULL;

  write_jpeg (self, "a.jpg", 1);
  write_text (self, "text.jpg", "this is no picture");
  write_coco (self,
              "{\"id\":1,\"file_name\":\"a.jpg\",\"width\":50,\"height\":40}," IMAGE ("2", "text.jpg") "," IMAGE ("3", "missing.jpg"),
              BOX ("1", "3", "1", "10,10,20,20"));
  report = import (self);
  images = list_images (self);

  g_assert_cmpuint (report->n_images_added, ==, 3);
  g_assert_cmpuint (images->len, ==, 3);
  g_assert_cmpuint (lw_findings_count (report->findings, "size-mismatch"), ==, 1);
  g_assert_cmpuint (lw_findings_count (report->findings, "image-unreadable"), ==, 1);
  g_assert_cmpuint (lw_findings_count (report->findings, "image-missing"), ==, 1);

  /* The file knows its size best. */
  g_assert_cmpint (g_array_index (images, LwImageRow, 0).width_px, ==, WIDTH_PX);
  g_assert_cmpint (g_array_index (images, LwImageRow, 2).width_px, ==, 100);
}

static void
test_matching (Fixture      *self,
               gconstpointer data)
{
  g_autoptr (LwImportReport) first = NULL;
  g_autoptr (LwImportReport) second = NULL;
  g_autoptr (GArray) images = NULL;

  write_jpeg (self, "one/a.jpg", 1);
  write_jpeg (self, "one/b.jpg", 1);
  write_text (self, "two/b.jpg", "another picture of that name");
  write_coco (self, IMAGE ("1", "one/a.jpg") "," IMAGE ("2", "one/b.jpg"), "");
  first = import (self);
  g_assert_cmpuint (first->n_images_added, ==, 2);

  write_coco (self, IMAGE ("1", "gone/a.jpg") "," IMAGE ("2", "two/b.jpg") "," IMAGE ("3", "one/b.jpg"),
              BOX ("1", "1", "1", "1,2,3,4"));
  second = import (self);
  images = list_images (self);

  /* a.jpg is known by its name alone, since no other file of that name is there;
   * two/b.jpg is another file. */
  g_assert_cmpuint (second->n_images_matched, ==, 2);
  g_assert_cmpuint (second->n_images_added, ==, 1);
  g_assert_cmpuint (lw_findings_count (second->findings, "image-matched-by-name"), ==, 1);
  g_assert_cmpuint (images->len, ==, 3);
  g_assert_cmpstr (image_path (images, 0), ==, "one/a.jpg");
  g_assert_cmpstr (image_path (images, 2), ==, "two/b.jpg");
}

/* Pictures outside the project's folder keep their absolute path. */
static void
test_other_folder (Fixture      *self,
                   gconstpointer data)
{
  Fixture          other = { 0 };
  g_autofree char *expected = NULL;
  g_autofree char *expected_name = NULL;
  g_autofree char *base = NULL;
  g_autofree char *text = NULL;
  LwImportOptions  options = { 0 };
  g_autoptr (LwImportReport) first = NULL;
  g_autoptr (LwImportReport) second = NULL;
  g_autoptr (GArray) images = NULL;

  write_jpeg (self, "a.jpg", 1);
  write_coco (self, IMAGE ("1", "a.jpg"), "");
  first = import (self);

  set_up (&other, NULL);
  write_jpeg (&other, "c.jpg", 1);
  write_coco (self, IMAGE ("1", "c.jpg"), "");
  options.images_folder = other.folder;
  second = import_as (self, &options);
  images = list_images (self);
  expected = path_in (&other, "c.jpg");

  g_assert_cmpuint (lw_findings_count (second->findings, "image-missing"), ==, 0);
  g_assert_cmpstr (image_path (images, 0), ==, "a.jpg");
  g_assert_cmpstr (image_path (images, 1), ==, expected);

  /* In an export both are named from the nearest folder above them. */
  text = export_text (self, LW_FRAME_DISPLAYED);
  base = g_path_get_basename (other.folder);
  expected_name = g_strdup_printf ("%s/c.jpg", base);
  g_assert_nonnull (strstr (text, expected_name));

  tear_down (&other, NULL);
}

/* --- Classes --- */

static void
add_class (Fixture    *self,
           const char *name)
{
  const LwClassRecord record = { .name = name, .colour = LW_COLOUR_AUTOMATIC };

  g_assert_true (lw_store_begin (self->store, LW_GROUP_SETUP, 0, "Set up", NULL));
  g_assert_cmpint (lw_store_add_class (self->store, &record, NULL), >, 0);
  g_assert_true (lw_store_commit (self->store, NULL));
}

static void
test_classes (Fixture      *self,
              gconstpointer data)
{
  g_autoptr (LwImportReport) report = NULL;
  g_autoptr (GArray) classes = NULL;

  add_class (self, "Cell");
  write_coco (self, IMAGE ("1", "a.jpg"), BOX ("1", "1", "1", "1,2,3,4") "," BOX ("2", "1", "2", "1,2,3,4"));
  report = import (self);
  classes = lw_store_list_classes (self->store, NULL);

  g_assert_cmpuint (report->n_classes_matched, ==, 1);
  g_assert_cmpuint (report->n_classes_added, ==, 1);
  g_assert_cmpuint (lw_findings_count (report->findings, "class-renamed"), ==, 1);
  g_assert_cmpuint (lw_findings_count (report->findings, "unknown-class"), ==, 1);
  g_assert_cmpuint (classes->len, ==, 2);
  g_assert_cmpstr (g_array_index (classes, LwClassRow, 0).name, ==, "Cell");
  g_assert_cmpstr (g_array_index (classes, LwClassRow, 1).name, ==, "dirt");
}

static void
test_class_map (Fixture      *self,
                gconstpointer data)
{
  g_autofree char *map = path_in (self, "map.tsv");
  LwImportOptions  options = { .class_map = map };
  g_autoptr (LwImportReport) report = NULL;
  g_autoptr (GArray) classes = NULL;

  write_text (self, "map.tsv", "cell\tErythrocyte\r\ndirt\t\n");
  write_coco (self, IMAGE ("1", "a.jpg"), BOX ("1", "1", "1", "1,2,3,4") "," BOX ("2", "1", "2", "1,2,3,4"));
  report = import_as (self, &options);
  classes = lw_store_list_classes (self->store, NULL);

  g_assert_cmpuint (classes->len, ==, 1);
  g_assert_cmpstr (g_array_index (classes, LwClassRow, 0).name, ==, "Erythrocyte");
  g_assert_cmpuint (report->n_boxes_added, ==, 1);
  g_assert_cmpuint (report->n_boxes_skipped, ==, 1);
}

static void
test_bad_class_map (Fixture      *self,
                    gconstpointer data)
{
  g_autofree char      *map = path_in (self, "map.tsv");
  const LwImportOptions options = { .source = self->source, .class_map = map };
  g_autoptr (GError) error = NULL;

  write_text (self, "map.tsv", "cell\tErythrocyte\nno tab here\n");
  write_coco (self, IMAGE ("1", "a.jpg"), "");

  g_assert_null (lw_import_run (self->store, &options, NULL, NULL, NULL, &error));
  g_assert_error (error, LW_ERROR, LW_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "line 2"));
}

/* --- The whole --- */

static void
write_ordinary (Fixture *self)
{
  write_jpeg (self, "a.jpg", 1);
  write_coco (self, IMAGE ("1", "a.jpg") "," IMAGE ("2", "b.jpg"),
              BOX ("1", "1", "1", "10,10,20,20") "," BOX ("2", "1", "2", "95,10,20,20") "," BOX ("3", "1", "2", "5,5,0,0"));
}

static void
test_dry_run (Fixture      *self,
              gconstpointer data)
{
  LwImportOptions  options = { .dry_run = TRUE, .lot = "Lot 1" };
  g_autofree char *dry_text = NULL;
  g_autofree char *text = NULL;
  g_autoptr (LwImportReport) dry = NULL;
  g_autoptr (LwImportReport) report = NULL;
  g_autoptr (GArray) before = NULL;
  gint64 seq_before, seq_after;

  write_ordinary (self);
  g_assert_true (lw_store_find_version (self->store, "now", &seq_before, NULL));
  dry = import_as (self, &options);
  g_assert_true (lw_store_find_version (self->store, "now", &seq_after, NULL));
  before = list_images (self);

  g_assert_cmpint (seq_after, ==, seq_before);
  g_assert_cmpuint (before->len, ==, 0);
  g_assert_cmpuint (count_annotators (self), ==, 0);

  options.dry_run = FALSE;
  report = import_as (self, &options);
  g_assert_cmpuint (count_annotators (self), ==, 1);

  /* All but the first line, which says which of the two it was. */
  dry_text = lw_import_report_to_text (dry);
  text = lw_import_report_to_text (report);
  g_assert_cmpstr (strchr (dry_text, '\n'), ==, strchr (text, '\n'));
  g_assert_cmpuint (report->n_boxes_added, ==, 2);
}

static void
test_undo (Fixture      *self,
           gconstpointer data)
{
  g_autoptr (LwImportReport) report = NULL;
  g_autoptr (GArray) annotators = NULL;
  g_autoptr (GArray) images = NULL;
  g_autoptr (GArray) again = NULL;
  g_autofree char *label = NULL;
  gint64           annotator_key, image_key;

  write_ordinary (self);
  report = import (self);
  annotators = lw_store_list_annotators (self->store, NULL);
  annotator_key = g_array_index (annotators, LwAnnotatorRow, 0).key;
  label = lw_store_dup_undo_label (self->store, annotator_key);

  g_assert_cmpstr (g_array_index (annotators, LwAnnotatorRow, 0).name, ==, "Import");
  g_assert_cmpstr (label, ==, "Import labels.json");
  g_assert_true (lw_store_undo (self->store, annotator_key, &image_key, NULL));

  images = list_images (self);
  g_assert_cmpuint (images->len, ==, 0);
  assert_whole (self);

  g_assert_true (lw_store_redo (self->store, annotator_key, &image_key, NULL));
  again = list_boxes (self, 0);
  g_assert_cmpuint (again->len, ==, 2);
  assert_whole (self);
}

static void
cancel_at_half (double   fraction,
                gpointer data)
{
  if (fraction > 0.5)
    g_cancellable_cancel (data);
}

static void
test_cancel (Fixture      *self,
             gconstpointer data)
{
  const LwImportOptions options = { .source = self->source };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GString) annotations = g_string_new (BOX ("1", "1", "1", "1,2,3,4"));
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) images = NULL;

  for (guint i = 2; i < 20000; i++)
    g_string_append_printf (annotations, ",{\"id\":%u,\"image_id\":1,\"category_id\":1,\"bbox\":[1,2,%u,4]}", i, i);

  write_coco (self, IMAGE ("1", "a.jpg"), annotations->str);

  g_assert_null (lw_import_run (self->store, &options, cancel_at_half, cancellable, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  images = list_images (self);
  g_assert_cmpuint (images->len, ==, 0);
  g_assert_cmpuint (count_annotators (self), ==, 0);
  assert_whole (self);
}

static void
test_packs (Fixture      *self,
            gconstpointer data)
{
  g_autoptr (GString) annotations = g_string_new (BOX ("1", "1", "1", "1,2,1,4"));
  g_autoptr (LwImportReport) report = NULL;
  g_autoptr (GArray) boxes = NULL;

  for (guint i = 2; i <= 2 * LW_STORE_PACK_MAX + 1; i++)
    g_string_append_printf (annotations, ",{\"id\":%u,\"image_id\":1,\"category_id\":1,\"bbox\":[1,2,%u,4]}", i, i);

  write_coco (self, IMAGE ("1", "a.jpg"), annotations->str);
  report = import (self);
  boxes = list_boxes (self, 0);

  g_assert_cmpuint (report->n_boxes_added, ==, 2 * LW_STORE_PACK_MAX + 1);
  g_assert_cmpuint (boxes->len, ==, 2 * LW_STORE_PACK_MAX + 1);
  for (guint i = 0; i < boxes->len; i++)
    g_assert_cmpfloat (g_array_index (boxes, LwBoxRow, i).rect.x1, ==, i + 2);
  assert_whole (self);
}

/* --- Frames --- */

/* The bbox of the only annotation as text. */
static char *
export_bbox (Fixture *self,
             LwFrame  frame)
{
  g_autofree char *text = export_text (self, frame);
  g_autoptr (GRegex) regex = g_regex_new ("\"bbox\":\\s*\\[([^]]*)\\]", 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  g_autofree char *bbox = NULL;
  g_auto (GStrv) numbers = NULL;

  g_assert_true (g_regex_match (regex, text, 0, &match));
  bbox = g_match_info_fetch (match, 1);
  numbers = g_strsplit (bbox, " ", -1);

  return g_strjoinv ("", numbers);
}

static void
test_frames (Fixture      *self,
             gconstpointer data)
{
  g_autoptr (LwImportReport) report = NULL;
  g_autoptr (GArray) boxes = NULL;
  g_autofree char *stored = NULL;
  g_autofree char *displayed = NULL;

  /* Stored 100 x 80, to be turned clockwise: displayed 80 x 100.  The file says
   * 100 x 80, so its boxes are those of a tool that ignores the orientation. */
  write_jpeg (self, "a.jpg", 6);
  write_coco (self, IMAGE ("1", "a.jpg"), BOX ("1", "1", "1", "10,20,30,5"));
  report = import (self);
  boxes = list_boxes (self, 0);

  g_assert_cmpuint (lw_findings_count (report->findings, "labels-in-stored-frame"), ==, 1);
  g_assert_cmpuint (lw_findings_count (report->findings, "size-mismatch"), ==, 0);
  assert_rect (g_array_index (boxes, LwBoxRow, 0).rect, 55, 10, 60, 40);

  stored = export_bbox (self, LW_FRAME_STORED);
  displayed = export_bbox (self, LW_FRAME_DISPLAYED);
  g_assert_cmpstr (stored, ==, "10,20,30,5");
  g_assert_cmpstr (displayed, ==, "55,10,5,30");
}

static void
test_forced_frame (Fixture      *self,
                   gconstpointer data)
{
  LwImportOptions options = { .frame = LW_FRAME_DISPLAYED };
  g_autoptr (LwImportReport) report = NULL;
  g_autoptr (GArray) boxes = NULL;

  write_jpeg (self, "a.jpg", 6);
  write_coco (self, IMAGE ("1", "a.jpg"), BOX ("1", "1", "1", "10,20,30,5"));
  report = import_as (self, &options);
  boxes = list_boxes (self, 0);

  g_assert_cmpuint (lw_findings_count (report->findings, "size-mismatch"), ==, 1);
  assert_rect (g_array_index (boxes, LwBoxRow, 0).rect, 10, 20, 40, 25);
}

/* A half turn changes neither width nor height: only the user can know. */
static void
test_stored_half_turn (Fixture      *self,
                       gconstpointer data)
{
  LwImportOptions options = { .frame = LW_FRAME_STORED };
  g_autoptr (LwImportReport) report = NULL;
  g_autoptr (GArray) boxes = NULL;

  write_jpeg (self, "a.jpg", 3);
  write_coco (self, IMAGE ("1", "a.jpg"), BOX ("1", "1", "1", "10,20,30,5"));
  report = import_as (self, &options);
  boxes = list_boxes (self, 0);

  g_assert_cmpuint (lw_findings_count (report->findings, "size-mismatch"), ==, 0);
  assert_rect (g_array_index (boxes, LwBoxRow, 0).rect, 60, 55, 90, 60);
}

/* --- Whose labels --- */

static void
test_layers (Fixture      *self,
             gconstpointer data)
{
  LwImportOptions anna = { .annotator = "Anna" };
  LwImportOptions bert = { .annotator = "Bert" };
  g_autoptr (LwImportReport) first = NULL;
  g_autoptr (LwImportReport) second = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *target = path_in (self, "export.json");
  LwExportOptions  options = { .target = target, .format = lw_format_find ("coco", NULL) };

  write_coco (self, IMAGE ("1", "a.jpg"), BOX ("1", "1", "1", "10,20,30,5"));
  first = import_as (self, &anna);
  second = import_as (self, &bert);

  /* The layers of two people never count as duplicates of each other. */
  g_assert_cmpuint (lw_findings_count (second->findings, "duplicate-box"), ==, 0);

  g_assert_null (lw_export_run (self->store, &options, NULL, NULL, NULL, &error));
  g_assert_error (error, LW_ERROR, LW_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "Anna, Bert"));
  g_clear_error (&error);

  options.annotator = "Carl";
  g_assert_null (lw_export_run (self->store, &options, NULL, NULL, NULL, &error));
  g_assert_error (error, LW_ERROR, LW_ERROR_NOT_FOUND);
  g_assert_false (g_file_test (target, G_FILE_TEST_EXISTS));
}

static void
add (const char   *path,
     gconstpointer data,
     void (*func) (Fixture      *self,
                   gconstpointer data))
{
  g_test_add (path, Fixture, data, set_up, func, tear_down);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (box_cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/import/box/%s", box_cases[i].name);

      add (path, GUINT_TO_POINTER (i), test_box);
    }

  add ("/import/duplicates", NULL, test_duplicates);
  add ("/import/image-files", NULL, test_image_files);
  add ("/import/matching", NULL, test_matching);
  add ("/import/other-folder", NULL, test_other_folder);
  add ("/import/classes", NULL, test_classes);
  add ("/import/class-map", NULL, test_class_map);
  add ("/import/bad-class-map", NULL, test_bad_class_map);
  add ("/import/dry-run", NULL, test_dry_run);
  add ("/import/undo", NULL, test_undo);
  add ("/import/cancel", NULL, test_cancel);
  add ("/import/packs", NULL, test_packs);
  add ("/import/frame/recognised", NULL, test_frames);
  add ("/import/frame/forced", NULL, test_forced_frame);
  add ("/import/frame/half-turn", NULL, test_stored_half_turn);
  add ("/import/layers", NULL, test_layers);

  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-store.h"
#include "store-helpers.h"

#include <glib/gstdio.h>
#include <jansson.h>
#include <math.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>

/* One project with what most tests need: an annotator, two classes, three images. */
typedef struct
{
  char    *folder;
  char    *path;
  LwStore *store;
  gint64   annotator, class_a, class_b, images[3];
} Fixture;

static void
fill (Fixture *f)
{
  GError             *error = NULL;
  const LwClassRecord class_a = { "cell", LW_COLOUR_AUTOMATIC, NULL };
  const LwClassRecord class_b = { "platelet", 0x123456, "{\"coco\":{\"id\":7}}" };

  begin_setup (f->store);
  f->annotator = lw_store_add_annotator (f->store, "ann", &error);
  f->class_a = lw_store_add_class (f->store, &class_a, &error);
  f->class_b = lw_store_add_class (f->store, &class_b, &error);

  for (int i = 0; i < 3; i++)
    {
      g_autofree char    *path = g_strdup_printf ("folder/%d.jpg", 9 - i);
      const LwImageRecord image = { path, 640, 480, LW_PROGRESS_UNSEEN, i == 1 ? "May delivery" : NULL, NULL };

      f->images[i] = lw_store_add_image (f->store, &image, 1, &error);
      g_assert_no_error (error);
    }

  commit (f->store);
}

static void
set_up (Fixture      *f,
        gconstpointer data)
{
  GError *error = NULL;

  f->folder = lw_test_make_folder ();
  f->path = g_build_filename (f->folder, "näme with spaces?#%.labelwright", NULL);
  f->store = lw_store_create (f->path, &error);
  g_assert_no_error (error);
  g_assert_nonnull (f->store);
  fill (f);
}

static void
tear_down (Fixture      *f,
           gconstpointer data)
{
  lw_store_close (f->store);
  lw_test_remove_folder (f->folder);
  g_free (f->path);
  g_free (f->folder);
}

static void
reopen (Fixture *f)
{
  GError *error = NULL;

  lw_store_close (f->store);
  f->store = lw_store_open (f->path, &error);
  g_assert_no_error (error);
  g_assert_null (lw_store_get_read_only_reason (f->store));
}

static gint64
draw (Fixture *f,
      gint64   image,
      LwRect   rect)
{
  const LwBoxRow row = { .image_key = image, .annotator_key = f->annotator, .class_key = f->class_a, .rect = rect };

  return draw_box (f->store, &row);
}

static void
test_rows (Fixture      *f,
           gconstpointer data)
{
  GError *error = NULL;
  g_autoptr (GArray) annotators = NULL;
  g_autoptr (GArray) classes = NULL;
  g_autoptr (GArray) images = NULL;
  g_autoptr (GArray) lots = NULL;
  const LwClassRow *class_row;
  const LwImageRow *image;

  reopen (f);
  annotators = lw_store_list_annotators (f->store, &error);
  classes = lw_store_list_classes (f->store, &error);
  images = lw_store_list_images (f->store, &error);
  lots = lw_store_list_lots (f->store, &error);
  g_assert_no_error (error);

  g_assert_cmpuint (annotators->len, ==, 1);
  g_assert_cmpstr (g_array_index (annotators, LwAnnotatorRow, 0).name, ==, "ann");

  g_assert_cmpuint (classes->len, ==, 2);
  class_row = &g_array_index (classes, LwClassRow, 1);
  g_assert_cmpint (class_row->key, ==, f->class_b);
  g_assert_cmpuint (class_row->colour, ==, 0x123456);
  g_assert_cmpint (class_row->position, ==, 1);
  g_assert_cmpstr (class_row->extra, ==, "{\"coco\":{\"id\":7}}");
  g_assert_cmpuint (g_array_index (classes, LwClassRow, 0).colour, !=, class_row->colour);

  g_assert_cmpuint (images->len, ==, 3);
  image = &g_array_index (images, LwImageRow, 1);
  g_assert_cmpint (image->key, ==, f->images[1]);
  g_assert_cmpstr (image->path, ==, "folder/8.jpg");
  g_assert_cmpint (image->width_px, ==, 640);
  g_assert_cmpint (image->height_px, ==, 480);
  g_assert_cmpint (image->orientation, ==, 1);
  g_assert_cmpstr (image->lot, ==, "May delivery");
  g_assert_null (g_array_index (images, LwImageRow, 0).lot);

  g_assert_cmpuint (lots->len, ==, 1);
  g_assert_cmpstr (g_array_index (lots, char *, 0), ==, "May delivery");
  assert_clean (f->store);
}

static void
test_undo_redo (Fixture      *f,
                gconstpointer data)
{
  GError          *error = NULL;
  gint64           image = 0;
  const gint64     key = draw (f, f->images[1], (LwRect){ 1, 2, 3, 4.5 });
  const gint64     other = draw (f, f->images[2], (LwRect){ 0.1, 2, 1e9, 4.5 });
  g_autofree char *label = NULL;
  g_autoptr (GArray) boxes = NULL;

  for (int i = 0; i < 2; i++)
    {
      g_assert_true (lw_store_undo (f->store, f->annotator, &image, &error));
      g_assert_no_error (error);
      g_assert_cmpint (image, ==, f->images[2 - i]);
      reopen (f);
    }

  g_assert_false (lw_store_undo (f->store, f->annotator, &image, &error));
  g_assert_error (error, LW_ERROR, LW_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_null (lw_store_dup_undo_label (f->store, f->annotator));

  label = lw_store_dup_redo_label (f->store, f->annotator);
  g_assert_cmpstr (label, ==, "Draw box");

  for (int i = 0; i < 2; i++)
    {
      g_assert_true (lw_store_redo (f->store, f->annotator, &image, &error));
      g_assert_no_error (error);
      g_assert_cmpint (image, ==, f->images[1 + i]);
      reopen (f);
    }

  boxes = lw_store_list_boxes (f->store, f->images[1], 0, &error);
  g_assert_cmpuint (boxes->len, ==, 1);
  g_assert_cmpint (g_array_index (boxes, LwBoxRow, 0).key, ==, key);
  g_assert_cmpint (key, !=, other);
  assert_clean (f->store);
}

static void
test_other_boxes (Fixture      *f,
                  gconstpointer data)
{
  const gint64 key = draw (f, f->images[1], (LwRect){ 1, 2, 3, 4.5 });
  g_autoptr (GArray) own = lw_store_list_other_boxes (f->store, f->images[1], f->annotator, NULL);
  g_autoptr (GArray) others = lw_store_list_other_boxes (f->store, f->images[1], f->annotator + 1, NULL);
  g_autoptr (GArray) all = lw_store_list_other_boxes (f->store, f->images[1], 0, NULL);
  g_autoptr (GArray) elsewhere = lw_store_list_other_boxes (f->store, f->images[0], f->annotator + 1, NULL);

  g_assert_cmpuint (own->len, ==, 0);
  g_assert_cmpuint (others->len, ==, 1);
  g_assert_cmpint (g_array_index (others, LwBoxRow, 0).key, ==, key);
  g_assert_cmpuint (all->len, ==, 1);
  g_assert_cmpuint (elsewhere->len, ==, 0);
}

static gboolean
count_line (const char *json,
            gpointer    user_data)
{
  json_t *object = json_loads (json, JSON_REJECT_DUPLICATES, NULL);
  guint  *n_lines = user_data;

  g_assert_nonnull (object);
  g_assert_cmpint (json_integer_value (json_object_get (object, "seq")), ==, ++*n_lines);
  g_assert_true (json_is_string (json_object_get (object, "item")));
  g_assert_true (json_is_object (json_object_get (object, "before")) ||
                 json_is_object (json_object_get (object, "after")));
  json_decref (object);

  return TRUE;
}

/* Changes in the journal. */
static guint
count_changes (LwStore *store)
{
  GError *error = NULL;
  guint   n_lines = 0;

  g_assert_true (lw_store_log (store, 0, 0, count_line, &n_lines, &error));
  g_assert_no_error (error);

  return n_lines;
}

static gint64
count_boxes (Fixture *f,
             gint64   image,
             gint64   annotator)
{
  GError *error = NULL;
  g_autoptr (GArray) boxes = lw_store_list_boxes (f->store, image, annotator, &error);

  g_assert_no_error (error);

  return boxes->len;
}

static void
test_create_exists (Fixture      *f,
                    gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  LwStore *store = lw_store_create (f->path, &error);

  g_assert_null (store);
  g_assert_error (error, LW_ERROR, LW_ERROR_EXISTS);
  g_assert_true (g_file_test (f->path, G_FILE_TEST_EXISTS));
}

/* Nothing is left beside a project that is closed, and its id is its own. */
static void
test_close (Fixture      *f,
            gconstpointer data)
{
  const LwId id = lw_store_get_id (f->store);
  g_autoptr (GDir) dir = NULL;

  lw_store_close (f->store);
  dir = g_dir_open (f->folder, 0, NULL);
  g_assert_nonnull (g_dir_read_name (dir));
  g_assert_null (g_dir_read_name (dir));

  f->store = lw_store_open (f->path, NULL);
  g_assert_true (lw_id_equal (lw_store_get_id (f->store), id));
}

static void
test_taken_names (Fixture      *f,
                  gconstpointer data)
{
  GError *error = NULL;
  const LwClassRecord class = { "cell", 0, NULL };
  const LwImageRecord image = { "folder/9.jpg", 1, 1, LW_PROGRESS_UNSEEN, NULL, NULL };
  const LwClassRow    row = { .key = f->class_a, .name = (char *) "platelet" };
  const guint         n_changes = count_changes (f->store);

  begin_setup (f->store);
  g_assert_cmpint (lw_store_add_annotator (f->store, "ann", &error), ==, 0);
  g_assert_error (error, LW_ERROR, LW_ERROR_EXISTS);
  g_clear_error (&error);
  g_assert_cmpint (lw_store_add_class (f->store, &class, &error), ==, 0);
  g_assert_error (error, LW_ERROR, LW_ERROR_EXISTS);
  g_clear_error (&error);
  g_assert_cmpint (lw_store_add_image (f->store, &image, 1, &error), ==, 0);
  g_assert_error (error, LW_ERROR, LW_ERROR_EXISTS);
  g_clear_error (&error);
  g_assert_false (lw_store_update_class (f->store, &row, &error));
  g_assert_error (error, LW_ERROR, LW_ERROR_EXISTS);
  g_clear_error (&error);
  commit (f->store);

  g_assert_cmpuint (count_changes (f->store), ==, n_changes);
}

#define HASH_A "00010203040506070809fffefdfcfbfaf9f8f7f6f5f4f3f2f1f0a0a1a2a3a4a5"
#define HASH_B "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

static void
set_file (LwStore    *store,
          gint64      image,
          const char *path,
          const char *hash)
{
  GError          *error = NULL;
  const LwImageRow row = {
    .key = image,
    .path = (char *) path,
    .width_px = 640,
    .height_px = 480,
    .orientation = 1,
    .file_size = G_GINT64_CONSTANT (5000000000),
    .content_hash = (char *) hash,
  };

  lw_store_update_image (store, &row, &error);
  g_assert_no_error (error);
}

static void
assert_file (LwStore    *store,
             guint       i,
             const char *path,
             gint64      size,
             const char *hash)
{
  g_autoptr (GArray) images = lw_store_list_images (store, NULL);
  const LwImageRow *image = &g_array_index (images, LwImageRow, i);

  g_assert_cmpstr (image->path, ==, path);
  g_assert_cmpint (image->file_size, ==, size);
  g_assert_cmpstr (image->content_hash, ==, hash);
}

static void
test_image_file (Fixture      *f,
                 gconstpointer data)
{
  GError *error = NULL;

  assert_file (f->store, 0, "folder/9.jpg", 0, NULL);

  begin_setup (f->store);
  set_file (f->store, f->images[0], "folder/9.jpg", HASH_A);
  commit (f->store);
  begin_edit (f->store, f->annotator, "Find images");
  set_file (f->store, f->images[1], "other/eight.jpg", HASH_B);
  commit (f->store);
  reopen (f);
  assert_file (f->store, 0, "folder/9.jpg", G_GINT64_CONSTANT (5000000000), HASH_A);
  assert_file (f->store, 1, "other/eight.jpg", G_GINT64_CONSTANT (5000000000), HASH_B);
  assert_file (f->store, 2, "folder/7.jpg", 0, NULL);
  assert_clean (f->store);

  /* The quiet one stays. */
  g_assert_true (lw_store_undo (f->store, f->annotator, NULL, &error));
  assert_file (f->store, 0, "folder/9.jpg", G_GINT64_CONSTANT (5000000000), HASH_A);
  assert_file (f->store, 1, "folder/8.jpg", 0, NULL);
  g_assert_false (lw_store_undo (f->store, f->annotator, NULL, NULL));
  assert_clean (f->store);

  g_assert_true (lw_store_redo (f->store, f->annotator, NULL, &error));
  assert_file (f->store, 1, "other/eight.jpg", G_GINT64_CONSTANT (5000000000), HASH_B);
  g_assert_no_error (error);
  assert_clean (f->store);
}

/* clang-format off */
static const struct
{
  const char *path, *hash;
  gint64      size;
  int         code;
} bad_files[] = {
  { "folder/8.jpg", NULL,       0,  LW_ERROR_EXISTS },
  { "",             NULL,       0,  LW_ERROR_INVALID },
  { "\xff",         NULL,       0,  LW_ERROR_INVALID },
  { "folder/9.jpg", NULL,       -1, LW_ERROR_INVALID },
  { "folder/9.jpg", "",         1,  LW_ERROR_INVALID },
  { "folder/9.jpg", HASH_A "0", 1,  LW_ERROR_INVALID },
  { "folder/9.jpg", "E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855", 1, LW_ERROR_INVALID },
};
/* clang-format on */

static void
test_bad_image_file (Fixture      *f,
                     gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (bad_files); i++)
    {
      g_autoptr (GError) error = NULL;
      const LwImageRow row = {
        .key = f->images[0],
        .path = (char *) bad_files[i].path,
        .orientation = 1,
        .file_size = bad_files[i].size,
        .content_hash = (char *) bad_files[i].hash,
      };

      begin_setup (f->store);
      g_assert_false (lw_store_update_image (f->store, &row, &error));
      g_assert_error (error, LW_ERROR, bad_files[i].code);
      lw_store_rollback (f->store);
      assert_file (f->store, 0, "folder/9.jpg", 0, NULL);
    }
}

/* clang-format off */
static const struct
{
  const char *name;
  LwRect      rect;
  int         flags, origin;
  const char *extra;
} bad_boxes[] = {
  { "empty",      { 1, 1, 1, 2 },        0,  0, NULL       },
  { "inside-out", { 2, 1, 1, 2 },        0,  0, NULL       },
  { "nan",        { NAN, 1, 3, 2 },      0,  0, NULL       },
  { "infinite",   { 1, 1, INFINITY, 2 }, 0,  0, NULL       },
  { "flags",      { 1, 1, 2, 2 },        64, 0, NULL       },
  { "origin",     { 1, 1, 2, 2 },        0,  9, NULL       },
  { "extra",      { 1, 1, 2, 2 },        0,  0, "\xff\xfe" },
};
/* clang-format on */

static void
test_bad_box (Fixture      *f,
              gconstpointer data)
{
  const guint    i = GPOINTER_TO_UINT (data);
  GError        *error = NULL;
  const LwBoxRow row = { 0, f->images[0], f->annotator, f->class_a, bad_boxes[i].rect, bad_boxes[i].flags,
                         bad_boxes[i].origin, (char *) bad_boxes[i].extra };

  begin_edit (f->store, f->annotator, "Draw");
  g_assert_cmpint (lw_store_add_box (f->store, &row, &error), ==, 0);
  g_assert_error (error, LW_ERROR, LW_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_false (lw_store_add_boxes_packed (f->store, &row, 1, &error));
  g_assert_error (error, LW_ERROR, LW_ERROR_INVALID);
  g_clear_error (&error);
  lw_store_rollback (f->store);

  g_assert_cmpint (count_boxes (f, f->images[0], 0), ==, 0);
}

/* A box on an image that is not there takes the whole step with it. */
static void
test_broken_step (Fixture      *f,
                  gconstpointer data)
{
  GError        *error = NULL;
  const LwBoxRow good = { 0, f->images[0], f->annotator, f->class_a, { 0, 0, 1, 1 }, 0, 0, NULL };
  const LwBoxRow bad = { 0, 999, f->annotator, f->class_a, { 0, 0, 1, 1 }, 0, 0, NULL };

  begin_edit (f->store, f->annotator, "Draw");
  g_assert_cmpint (lw_store_add_box (f->store, &good, &error), >, 0);
  g_assert_cmpint (lw_store_add_box (f->store, &bad, &error), ==, 0);
  g_assert_error (error, LW_ERROR, LW_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_false (lw_store_commit (f->store, &error));
  g_assert_nonnull (error);
  g_clear_error (&error);

  g_assert_cmpint (count_boxes (f, f->images[0], 0), ==, 0);
  draw (f, f->images[0], (LwRect){ 0, 0, 1, 1 });
  assert_clean (f->store);
}

static void
test_no_change (Fixture      *f,
                gconstpointer data)
{
  GError          *error = NULL;
  const gint64     key = draw (f, f->images[0], (LwRect){ 1, 2, 3, 4 });
  const LwBoxRow   row = { key, f->images[0], f->annotator, f->class_a, { 1, 2, 3, 4 }, 0, 0, NULL };
  const guint      n_changes = count_changes (f->store);
  g_autofree char *label = NULL;

  begin_edit (f->store, f->annotator, "Nothing");
  commit (f->store);
  begin_edit (f->store, f->annotator, "The same again");
  g_assert_true (lw_store_update_box (f->store, &row, &error));
  g_assert_true (lw_store_set_progress (f->store, f->images[0], f->annotator, LW_PROGRESS_UNSEEN, &error));
  g_assert_true (lw_store_set_setting (f->store, "nothing", NULL, &error));
  g_assert_no_error (error);
  commit (f->store);

  g_assert_cmpuint (count_changes (f->store), ==, n_changes);
  g_assert_cmpint (lw_store_get_touched (f->store, NULL), ==, 0);
  label = lw_store_dup_undo_label (f->store, f->annotator);
  g_assert_cmpstr (label, ==, "Draw box");
}

static void
test_class (Fixture      *f,
            gconstpointer data)
{
  GError          *error = NULL;
  const LwClassRow row = { .key = f->class_a, .name = (char *) "red cell", .colour = 0xabcdef, .position = 5 };
  const gint64     box = draw (f, f->images[0], (LwRect){ 1, 2, 3, 4 });
  g_autoptr (GArray) classes = NULL;
  g_autoptr (GArray) again = NULL;

  begin_edit (f->store, f->annotator, "Rename class");
  g_assert_true (lw_store_update_class (f->store, &row, &error));
  g_assert_false (lw_store_remove_class (f->store, f->class_a, &error));
  g_assert_error (error, LW_ERROR, LW_ERROR_CONFLICT);
  g_clear_error (&error);
  g_assert_true (lw_store_remove_class (f->store, f->class_b, &error));
  commit (f->store);
  g_assert_cmpint (lw_store_get_touched (f->store, NULL), ==, LW_TOUCHED_CLASSES);

  classes = lw_store_list_classes (f->store, &error);
  g_assert_cmpuint (classes->len, ==, 1);
  g_assert_cmpstr (g_array_index (classes, LwClassRow, 0).name, ==, "red cell");
  g_assert_cmpuint (g_array_index (classes, LwClassRow, 0).colour, ==, 0xabcdef);

  g_assert_true (lw_store_undo (f->store, f->annotator, NULL, &error));
  again = lw_store_list_classes (f->store, &error);
  g_assert_cmpuint (again->len, ==, 2);
  g_assert_cmpint (g_array_index (again, LwClassRow, 1).key, ==, f->class_b);
  g_assert_cmpstr (g_array_index (again, LwClassRow, 1).extra, ==, "{\"coco\":{\"id\":7}}");

  begin_edit (f->store, f->annotator, "Remove");
  g_assert_true (lw_store_remove_box (f->store, box, &error));
  g_assert_true (lw_store_remove_class (f->store, f->class_a, &error));
  commit (f->store);
  assert_clean (f->store);
}

static void
test_settings (Fixture      *f,
               gconstpointer data)
{
  static const char *const values[] = { "one", "", "\"two\"\n\xc3\xa9", NULL };
  GError                  *error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_autofree char *value = NULL;

      begin_setup (f->store);
      g_assert_true (lw_store_set_setting (f->store, "images", values[i], &error));
      g_assert_no_error (error);
      commit (f->store);
      value = lw_store_dup_setting (f->store, "images", &error);
      g_assert_no_error (error);
      g_assert_cmpstr (value, ==, values[i]);
    }

  assert_clean (f->store);
}

static gint64
tag (Fixture *f,
     gint64   image,
     gint64 class)
{
  GError        *error = NULL;
  const LwTagRow row = { .image_key = image, .annotator_key = f->annotator, .class_key = class, .extra = (char *) "{}" };
  gint64         key;

  begin_edit (f->store, f->annotator, "Tag");
  key = lw_store_add_tag (f->store, &row, &error);
  g_assert_no_error (error);
  commit (f->store);

  return key;
}

static void
set_progress (Fixture   *f,
              gint64     image,
              gint64     annotator,
              LwProgress progress)
{
  GError *error = NULL;

  begin_edit (f->store, f->annotator, "Mark");
  g_assert_true (lw_store_set_progress (f->store, image, annotator, progress, &error));
  g_assert_no_error (error);
  commit (f->store);
}

static void
assert_summary (Fixture   *f,
                int        i,
                gint64     annotator,
                guint      n_boxes,
                guint      n_tags,
                LwProgress progress)
{
  GError *error = NULL;
  g_autoptr (GArray) all = lw_store_summarise (f->store, annotator, &error);
  const LwImageSummary *one = &g_array_index (all, LwImageSummary, i);
  LwImageSummary        other;

  g_assert_no_error (error);
  g_assert_cmpuint (all->len, ==, 3);
  g_assert_true (lw_store_summarise_image (f->store, f->images[i], annotator, &other, &error));
  g_assert_cmpint (one->image_key, ==, f->images[i]);
  g_assert_cmpint (other.image_key, ==, f->images[i]);
  g_assert_cmpuint (one->n_boxes, ==, n_boxes);
  g_assert_cmpuint (other.n_boxes, ==, n_boxes);
  g_assert_cmpuint (one->n_tags, ==, n_tags);
  g_assert_cmpuint (other.n_tags, ==, n_tags);
  g_assert_cmpint (one->progress, ==, progress);
  g_assert_cmpint (other.progress, ==, progress);
}

static void
test_summary (Fixture      *f,
              gconstpointer data)
{
  GError  *error = NULL;
  gint64   other, tag_key;
  LwBoxRow row = { .class_key = f->class_b, .rect = { 0, 0, 1, 1 } };
  g_autoptr (GArray) counts = NULL;
  g_autoptr (GArray) images = NULL;
  g_autoptr (GArray) tags = NULL;

  begin_setup (f->store);
  other = lw_store_add_annotator (f->store, "other", &error);
  commit (f->store);

  draw (f, f->images[1], (LwRect){ 0, 0, 1, 1 });
  draw (f, f->images[1], (LwRect){ 0, 0, 1, 2 });
  tag_key = tag (f, f->images[2], f->class_b);
  row.image_key = f->images[1];
  row.annotator_key = other;
  draw_box (f->store, &row);
  set_progress (f, f->images[1], f->annotator, LW_PROGRESS_SKIPPED);
  set_progress (f, f->images[1], other, LW_PROGRESS_DONE);
  set_progress (f, f->images[0], other, LW_PROGRESS_OPEN);

  assert_summary (f, 0, f->annotator, 0, 0, LW_PROGRESS_UNSEEN);
  assert_summary (f, 0, 0, 0, 0, LW_PROGRESS_OPEN);
  assert_summary (f, 1, f->annotator, 2, 0, LW_PROGRESS_SKIPPED);
  assert_summary (f, 1, other, 1, 0, LW_PROGRESS_DONE);
  assert_summary (f, 1, 0, 3, 0, LW_PROGRESS_DONE);
  assert_summary (f, 2, 0, 0, 1, LW_PROGRESS_UNSEEN);

  counts = lw_store_count_classes (f->store, f->annotator, &error);
  g_assert_cmpuint (counts->len, ==, 2);
  g_assert_cmpuint (g_array_index (counts, LwClassCount, 0).n_boxes, ==, 2);
  g_assert_cmpuint (g_array_index (counts, LwClassCount, 1).n_boxes, ==, 0);
  g_assert_cmpuint (g_array_index (counts, LwClassCount, 1).n_tags, ==, 1);

  images = lw_store_list_images_with_class (f->store, f->class_b, 0, &error);
  g_assert_cmpuint (images->len, ==, 2);
  g_assert_cmpint (g_array_index (images, gint64, 0), ==, f->images[1]);
  g_assert_cmpint (g_array_index (images, gint64, 1), ==, f->images[2]);

  tags = lw_store_list_tags (f->store, f->images[2], 0, &error);
  g_assert_cmpuint (tags->len, ==, 1);
  g_assert_cmpint (g_array_index (tags, LwTagRow, 0).key, ==, tag_key);
  g_assert_cmpstr (g_array_index (tags, LwTagRow, 0).extra, ==, "{}");
  assert_clean (f->store);
}

static void
test_touched (Fixture      *f,
              gconstpointer data)
{
  GArray *images = NULL;

  draw (f, f->images[2], (LwRect){ 0, 0, 1, 1 });
  g_assert_cmpint (lw_store_get_touched (f->store, &images), ==, LW_TOUCHED_LABELS);
  g_assert_cmpuint (images->len, ==, 1);
  g_assert_cmpint (g_array_index (images, gint64, 0), ==, f->images[2]);
  g_array_unref (images);

  lw_store_undo (f->store, f->annotator, NULL, NULL);
  g_assert_cmpint (lw_store_get_touched (f->store, &images), ==, LW_TOUCHED_LABELS);
  g_assert_cmpuint (images->len, ==, 1);
  g_array_unref (images);
}

/* Numbers that a journal in text form could get wrong: undo compares them. */
static void
test_numbers (Fixture      *f,
              gconstpointer data)
{
  static const double numbers[] = { 0, -0.0, 0.1, 1 / 3.0, 1e-300, 1e15, 123.456, 0.001, -0.007, 5e-324,
                                    1e12, 999999999.9995, 9007199254740993, 1e22, 0.3 - 0.1, 2.675, 1.005, -1234.5 };
  GError             *error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      const double x = numbers[i];
      const LwRect rect = { x, -x - 1e25, nextafter (x, INFINITY), nextafter (-x, INFINITY) };
      const gint64 key = draw (f, f->images[0], rect);

      g_assert_true (lw_store_undo (f->store, f->annotator, NULL, &error));
      g_assert_no_error (error);
      g_assert_true (lw_store_redo (f->store, f->annotator, NULL, &error));
      g_assert_no_error (error);

      {
        g_autoptr (GArray) boxes = lw_store_list_boxes (f->store, f->images[0], 0, &error);
        const LwBoxRow *box = &g_array_index (boxes, LwBoxRow, boxes->len - 1);

        g_assert_cmpint (box->key, ==, key);
        g_assert_true (lw_rect_equal (box->rect, rect));
      }
    }

  assert_clean (f->store);
}

static void
add_pack (Fixture *f,
          int      n)
{
  GError              *error = NULL;
  g_autofree LwBoxRow *rows = g_new0 (LwBoxRow, n);

  for (int i = 0; i < n; i++)
    rows[i] = (LwBoxRow){ 0, f->images[i % 3], f->annotator, i % 2 ? f->class_a : f->class_b, { i, i / 3.0, i + 1, i + 2.5 }, i % 16, LW_ORIGIN_IMPORT, i % 5 == 0 ? (char *) "{\"coco\":{\"a\":\"\\\"\"}}" : NULL };

  begin_edit (f->store, f->annotator, "Import");
  g_assert_true (lw_store_add_boxes_packed (f->store, rows, n, &error));
  g_assert_no_error (error);
  commit (f->store);
}

static void
test_pack (Fixture      *f,
           gconstpointer data)
{
  GError     *error = NULL;
  const guint n_changes = count_changes (f->store);
  g_autoptr (GArray) before = NULL;
  g_autoptr (GArray) after = NULL;

  add_pack (f, 1000);
  g_assert_cmpuint (count_changes (f->store), ==, n_changes + 1);
  before = lw_store_list_boxes (f->store, f->images[0], 0, &error);
  g_assert_cmpuint (before->len, ==, 334);
  assert_clean (f->store);

  g_assert_true (lw_store_undo (f->store, f->annotator, NULL, &error));
  g_assert_cmpint (count_boxes (f, f->images[0], 0), ==, 0);
  assert_clean (f->store);

  g_assert_true (lw_store_redo (f->store, f->annotator, NULL, &error));
  after = lw_store_list_boxes (f->store, f->images[0], 0, &error);
  g_assert_cmpuint (after->len, ==, before->len);

  for (guint i = 0; i < after->len; i++)
    {
      const LwBoxRow *a = &g_array_index (before, LwBoxRow, i);
      const LwBoxRow *b = &g_array_index (after, LwBoxRow, i);

      g_assert_cmpint (a->key, ==, b->key);
      g_assert_true (lw_rect_equal (a->rect, b->rect));
      g_assert_cmpint (a->flags, ==, b->flags);
      g_assert_cmpint (a->origin, ==, b->origin);
      g_assert_cmpstr (a->extra, ==, b->extra);
    }

  assert_clean (f->store);
}

/* Somebody else corrects a box of an import: then it cannot be taken back. */
static void
test_undo_conflict (Fixture      *f,
                    gconstpointer data)
{
  GError  *error = NULL;
  gint64   other;
  guint    n_changes;
  LwBoxRow row = { 0, f->images[0], 0, f->class_a, { 5, 5, 6, 6 }, 0, 0, NULL };
  g_autoptr (GArray) boxes = NULL;

  add_pack (f, 10);
  boxes = lw_store_list_boxes (f->store, f->images[0], 0, &error);
  row.key = g_array_index (boxes, LwBoxRow, 0).key;

  begin_setup (f->store);
  other = lw_store_add_annotator (f->store, "other", &error);
  commit (f->store);
  begin_edit (f->store, other, "Correct");
  g_assert_true (lw_store_update_box (f->store, &row, &error));
  commit (f->store);

  n_changes = count_changes (f->store);
  g_assert_false (lw_store_undo (f->store, f->annotator, NULL, &error));
  g_assert_error (error, LW_ERROR, LW_ERROR_CONFLICT);
  g_clear_error (&error);
  g_assert_cmpuint (count_changes (f->store), ==, n_changes);
  g_assert_cmpint (count_boxes (f, f->images[0], 0), ==, 4);

  /* Once the correction is gone it can. */
  g_assert_true (lw_store_undo (f->store, other, NULL, &error));
  g_assert_true (lw_store_undo (f->store, f->annotator, NULL, &error));
  g_assert_cmpint (count_boxes (f, f->images[0], 0), ==, 0);
  assert_clean (f->store);
}

/* A class made in one step and used by another's labels cannot be undone away. */
static void
test_undo_used_class (Fixture      *f,
                      gconstpointer data)
{
  GError *error = NULL;
  const LwClassRecord class = { "new", 0, NULL };
  LwBoxRow row = { 0, f->images[0], 0, 0, { 5, 5, 6, 6 }, 0, 0, NULL };

  begin_edit (f->store, f->annotator, "Add class");
  row.class_key = lw_store_add_class (f->store, &class, &error);
  commit (f->store);
  begin_setup (f->store);
  row.annotator_key = lw_store_add_annotator (f->store, "other", &error);
  commit (f->store);
  draw_box (f->store, &row);

  g_assert_false (lw_store_undo (f->store, f->annotator, NULL, &error));
  g_assert_error (error, LW_ERROR, LW_ERROR_CONFLICT);
  g_clear_error (&error);
  assert_clean (f->store);
}

static gboolean
is_within (const LwPaceEvent *event,
           gint64             from_us)
{
  return event->made_at_us >= from_us && event->made_at_us <= g_get_real_time ();
}

/* What was drawn and marked done counts, what was undone is a step without boxes, and
 * an import is none of it. */
static void
test_activity (Fixture      *f,
               gconstpointer data)
{
  GError        *error = NULL;
  const gint64   start_us = g_get_real_time ();
  const LwBoxRow packed[2] = {
    { .image_key = f->images[2], .annotator_key = f->annotator, .class_key = f->class_a, .rect = { 0, 0, 5, 5 } },
    { .image_key = f->images[2], .annotator_key = f->annotator, .class_key = f->class_a, .rect = { 9, 9, 15, 15 } },
  };
  g_autoptr (GArray) events = NULL;
  g_autoptr (GArray) none = NULL;
  g_autoptr (GArray) edits = NULL;

  draw (f, f->images[1], (LwRect){ 1, 1, 2, 2 });
  begin_edit (f->store, f->annotator, "Done");
  lw_store_set_progress (f->store, f->images[1], f->annotator, LW_PROGRESS_DONE, &error);
  commit (f->store);
  draw (f, f->images[0], (LwRect){ 1, 1, 2, 2 });
  g_assert_true (lw_store_undo (f->store, f->annotator, NULL, &error));
  begin_edit (f->store, f->annotator, "Import");
  g_assert_true (lw_store_add_boxes_packed (f->store, packed, 2, &error));
  commit (f->store);

  events = lw_store_list_activity (f->store, f->annotator, start_us, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (events->len, ==, 5);

  for (guint i = 0; i < events->len; i++)
    {
      const LwPaceEvent *event = &g_array_index (events, LwPaceEvent, i);

      g_assert_true (is_within (event, i > 0 ? g_array_index (events, LwPaceEvent, i - 1).made_at_us : start_us));
      g_assert_cmpuint (event->n_boxes, ==, i == 0 ? 1 : 0);
      g_assert_cmpuint (event->n_done, ==, i == 1 ? 1 : 0);
    }

  none = lw_store_list_activity (f->store, f->annotator, g_get_real_time () + G_USEC_PER_SEC, &error);
  g_assert_cmpuint (none->len, ==, 0);

  edits = lw_store_list_image_edits (f->store, f->annotator, 100, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (edits->len, ==, 2);
  g_assert_cmpint (g_array_index (edits, LwImageEdit, 0).image_key, ==, f->images[0]);
  g_assert_cmpint (g_array_index (edits, LwImageEdit, 1).image_key, ==, f->images[1]);
  g_assert_cmpint (g_array_index (edits, LwImageEdit, 0).made_at_us, >=, g_array_index (edits, LwImageEdit, 1).made_at_us);
}

static void
test_images_of_annotator (Fixture      *f,
                          gconstpointer data)
{
  GError *error = NULL;
  gint64  other;
  g_autoptr (GArray) mine = NULL;
  g_autoptr (GArray) theirs = NULL;

  begin_setup (f->store);
  other = lw_store_add_annotator (f->store, "other", &error);
  commit (f->store);
  draw (f, f->images[2], (LwRect){ 1, 1, 2, 2 });
  draw (f, f->images[0], (LwRect){ 1, 1, 2, 2 });
  draw (f, f->images[2], (LwRect){ 3, 3, 4, 4 });

  mine = lw_store_list_images_of_annotator (f->store, f->annotator, &error);
  theirs = lw_store_list_images_of_annotator (f->store, other, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (theirs->len, ==, 0);
  g_assert_cmpuint (mine->len, ==, 2);
  g_assert_cmpint (g_array_index (mine, gint64, 0), ==, f->images[0]);
  g_assert_cmpint (g_array_index (mine, gint64, 1), ==, f->images[2]);
}

static void
test_history (Fixture      *f,
              gconstpointer data)
{
  GError *error = NULL;
  g_autoptr (GArray) rows = NULL;

  draw (f, f->images[0], (LwRect){ 0, 0, 1, 1 });
  tag (f, f->images[0], f->class_a);
  lw_store_undo (f->store, f->annotator, NULL, &error);

  rows = lw_store_list_history (f->store, f->annotator, 10, &error);
  g_assert_cmpuint (rows->len, ==, 2);
  g_assert_cmpstr (g_array_index (rows, LwHistoryRow, 0).label, ==, "Tag");
  g_assert_true (g_array_index (rows, LwHistoryRow, 0).is_undone);
  g_assert_cmpstr (g_array_index (rows, LwHistoryRow, 1).label, ==, "Draw box");
  g_assert_false (g_array_index (rows, LwHistoryRow, 1).is_undone);
}

static void
assert_difference (GArray     *rows,
                   const char *kind,
                   guint64     n_added,
                   guint64     n_changed,
                   guint64     n_removed)
{
  for (guint i = 0; i < rows->len; i++)
    {
      const LwVersionDifference *row = &g_array_index (rows, LwVersionDifference, i);

      if (g_strcmp0 (row->kind, kind) != 0)
        continue;

      g_assert_cmpuint (row->n_added, ==, n_added);
      g_assert_cmpuint (row->n_changed, ==, n_changed);
      g_assert_cmpuint (row->n_removed, ==, n_removed);
      return;
    }

  g_assert_cmpuint (n_added + n_changed + n_removed, ==, 0);
}

static void
test_versions (Fixture      *f,
               gconstpointer data)
{
  GError  *error = NULL;
  gint64   first, second, now, number;
  gint64   key = draw (f, f->images[0], (LwRect){ 0, 0, 1, 1 });
  LwBoxRow row = { key, f->images[0], f->annotator, f->class_b, { 0, 0, 1, 1 }, 0, 0, NULL };
  g_autoptr (GArray) difference = NULL;
  g_autoptr (GArray) reversed = NULL;
  g_autoptr (GArray) versions = NULL;

  g_assert_true (lw_store_save_version (f->store, "first", &error));
  g_assert_false (lw_store_save_version (f->store, "first", &error));
  g_assert_error (error, LW_ERROR, LW_ERROR_EXISTS);
  g_clear_error (&error);
  g_assert_false (lw_store_save_version (f->store, "12", &error));
  g_assert_error (error, LW_ERROR, LW_ERROR_INVALID);
  g_clear_error (&error);

  /* Net: one changed and back again, one there and gone again, six of a pack. */
  begin_edit (f->store, f->annotator, "Change");
  lw_store_update_box (f->store, &row, &error);
  commit (f->store);
  add_pack (f, 3);
  lw_store_undo (f->store, f->annotator, NULL, &error);
  add_pack (f, 6);
  g_assert_true (lw_store_save_version (f->store, "second", &error));

  g_assert_true (lw_store_find_version (f->store, "first", &first, &error));
  g_assert_true (lw_store_find_version (f->store, "second", &second, &error));
  g_assert_true (lw_store_find_version (f->store, "now", &now, &error));
  g_assert_true (lw_store_find_version (f->store, "3", &number, &error));
  g_assert_cmpint (now, ==, second);
  g_assert_cmpint (number, ==, 3);
  g_assert_cmpint (now, ==, count_changes (f->store));
  g_assert_false (lw_store_find_version (f->store, "third", &number, &error));
  g_assert_error (error, LW_ERROR, LW_ERROR_NOT_FOUND);
  g_clear_error (&error);

  difference = lw_store_diff (f->store, first, second, &error);
  g_assert_no_error (error);
  assert_difference (difference, "box", 6, 1, 0);
  assert_difference (difference, "class", 0, 0, 0);
  reversed = lw_store_diff (f->store, second, first, &error);
  assert_difference (reversed, "box", 0, 1, 6);

  versions = lw_store_list_versions (f->store, &error);
  g_assert_cmpuint (versions->len, ==, 2);
  g_assert_cmpstr (g_array_index (versions, LwVersionRow, 1).name, ==, "second");
}

static void
test_second_opener (Fixture      *f,
                    gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LwStore) second = lw_store_open (f->path, &error);
  g_autoptr (GArray) boxes = NULL;

  g_assert_no_error (error);
  g_assert_nonnull (lw_store_get_read_only_reason (second));
  g_assert_false (lw_store_begin (second, LW_GROUP_SETUP, 0, "x", &error));
  g_assert_error (error, LW_ERROR, LW_ERROR_READ_ONLY);
  g_clear_error (&error);
  g_assert_false (lw_store_save_version (second, "x", &error));
  g_assert_error (error, LW_ERROR, LW_ERROR_READ_ONLY);
  g_clear_error (&error);

  /* It sees what the first writes. */
  draw (f, f->images[0], (LwRect){ 0, 0, 1, 1 });
  boxes = lw_store_list_boxes (second, f->images[0], 0, &error);
  g_assert_cmpuint (boxes->len, ==, 1);
  assert_clean (second);

  /* The first goes: the right to write is free again. */
  lw_store_close (f->store);
  f->store = lw_store_open (f->path, &error);
  g_assert_null (lw_store_get_read_only_reason (f->store));
}

static void
test_reading_beside (Fixture      *f,
                     gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LwStore) reader = lw_store_open_read_only (f->path, &error);

  g_assert_no_error (error);
  draw (f, f->images[0], (LwRect){ 0, 0, 1, 1 });
  assert_clean (reader);
  g_clear_pointer (&reader, lw_store_close);

  /* The reader's going must not have taken anything away from the writer. */
  draw (f, f->images[0], (LwRect){ 0, 0, 1, 1 });
  reopen (f);
  g_assert_cmpint (count_boxes (f, f->images[0], 0), ==, 2);

  /* Reading alone takes no lock and leaves nothing. */
  lw_store_close (f->store);
  reader = lw_store_open_read_only (f->path, &error);
  g_assert_no_error (error);
  f->store = lw_store_open (f->path, &error);
  g_assert_null (lw_store_get_read_only_reason (f->store));
}

static void
test_protected (Fixture      *f,
                gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LwStore) store = NULL;
  const gboolean is_root = geteuid () == 0;
  g_autoptr (GArray) images = NULL;

  lw_store_close (f->store);
  g_chmod (f->folder, 0555);
  g_chmod (f->path, data != NULL ? 0666 : 0444);
  g_assert_cmpint (is_root ? seteuid (65534) : 0, ==, 0);

  store = lw_store_open (f->path, &error);
  g_assert_no_error (error);
  g_assert_nonnull (lw_store_get_read_only_reason (store));
  images = lw_store_list_images (store, &error);
  g_assert_cmpuint (images->len, ==, 3);
  assert_clean (store);
  g_assert_false (lw_store_begin (store, LW_GROUP_SETUP, 0, "x", &error));
  g_assert_error (error, LW_ERROR, LW_ERROR_READ_ONLY);
  g_clear_error (&error);
  g_clear_pointer (&store, lw_store_close);

  g_assert_cmpint (is_root ? seteuid (0) : 0, ==, 0);
  g_chmod (f->folder, 0755);
  g_chmod (f->path, 0644);
  f->store = lw_store_open (f->path, &error);
  g_assert_null (lw_store_get_read_only_reason (f->store));
}

static void
copy_file (const char *from,
           const char *to)
{
  g_autofree char *bytes = NULL;
  gsize            length;

  g_assert_true (g_file_get_contents (from, &bytes, &length, NULL));
  write_bytes (to, bytes, length);
  g_assert_cmpint (g_chmod (to, 0444), ==, 0);
}

/* What a power cut left on a medium that cannot be written to: it is said what to do. */
static void
test_protected_log (Fixture      *f,
                    gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LwStore) store = NULL;
  const gboolean   is_root = geteuid () == 0;
  g_autofree char *folder = g_build_filename (f->folder, "medium", NULL);
  g_autofree char *path = g_build_filename (folder, "x.labelwright", NULL);
  g_autofree char *log = g_strconcat (path, "-wal", NULL);
  g_autofree char *open_log = g_strconcat (f->path, "-wal", NULL);

  g_assert_cmpint (g_mkdir (folder, 0755), ==, 0);
  copy_file (f->path, path);
  copy_file (open_log, log);
  g_assert_cmpint (g_chmod (f->folder, 0755) | g_chmod (folder, 0555), ==, 0);
  g_assert_cmpint (is_root ? seteuid (65534) : 0, ==, 0);

  for (int i = 0; i < 2; i++)
    {
      store = i == 0 ? lw_store_open (path, &error) : lw_store_open_read_only (path, &error);
      g_assert_null (store);
      g_assert_error (error, LW_ERROR, LW_ERROR_READ_ONLY);
      g_assert_nonnull (strstr (error->message, "x.labelwright-wal"));
      g_clear_error (&error);
    }

  g_assert_cmpint (is_root ? seteuid (0) : 0, ==, 0);
  g_chmod (folder, 0755);

  /* In a folder of one's own it is whole. */
  store = lw_store_open_read_only (path, &error);
  g_assert_no_error (error);
  assert_clean (store);
  g_clear_pointer (&store, lw_store_close);
  g_unlink (path);
  g_unlink (log);
  g_rmdir (folder);
}

static double
cpu_seconds (void)
{
  return (double) clock () / CLOCKS_PER_SEC;
}

static void
say (const char *what,
     double     *start)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  g_test_message ("%s: %.2f s CPU, %ld MB at most", what, cpu_seconds () - *start, usage.ru_maxrss / 1024);
  *start = cpu_seconds ();
}

static void
import_many (Fixture *f,
             int      n_boxes,
             int      n_images)
{
  GError              *error = NULL;
  g_autofree LwBoxRow *rows = g_new0 (LwBoxRow, LW_STORE_PACK_MAX);
  g_autofree gint64   *images = g_new (gint64, n_images);
  int                  n = 0;

  begin_edit (f->store, f->annotator, "Import");

  for (int i = 0; i < n_images; i++)
    {
      g_autofree char    *path = g_strdup_printf ("import/some/folder/%08d.jpg", i);
      const LwImageRecord image = { path, 640, 480, LW_PROGRESS_UNSEEN, "import", NULL };

      images[i] = lw_store_add_image (f->store, &image, 1, &error);
      g_assert_no_error (error);
    }

  for (int i = 0; i < n_boxes; i++)
    {
      const double x = g_random_double_range (0, 600), y = g_random_int_range (0, 40000) / 100.0;

      rows[n++] = (LwBoxRow){ 0, images[(gint64) i * n_images / n_boxes], f->annotator, i % 3 ? f->class_a : f->class_b, { x, y, x + 20.5, y + 30 }, 0, LW_ORIGIN_IMPORT, NULL };

      if (n == LW_STORE_PACK_MAX || i == n_boxes - 1)
        {
          g_assert_true (lw_store_add_boxes_packed (f->store, rows, n, &error));
          n = 0;
        }
    }

  commit (f->store);
}

/* 20,000 boxes; with -m slow a million, whose figures --verbose prints. */
static void
test_many (Fixture      *f,
           gconstpointer data)
{
  const int n_boxes = g_test_slow () ? 1000000 : 20000;
  GError   *error = NULL;
  double    start = cpu_seconds ();
  g_autoptr (GArray) summaries = NULL;
  g_autoptr (GArray) counts = NULL;
  g_autoptr (GArray) images = NULL;
  guint64 n = 0;

  import_many (f, n_boxes, n_boxes / 10);
  say ("import", &start);
  reopen (f);
  say ("close and open", &start);
  images = lw_store_list_images (f->store, &error);
  say ("list of images", &start);
  summaries = lw_store_summarise (f->store, f->annotator, &error);
  say ("summary", &start);
  counts = lw_store_count_classes (f->store, 0, &error);
  say ("classes", &start);
  draw (f, f->images[0], (LwRect){ 0, 0, 1, 1 });
  say ("one edit", &start);
  assert_clean (f->store);
  say ("check", &start);

  for (guint i = 0; i < summaries->len; i++)
    n += g_array_index (summaries, LwImageSummary, i).n_boxes;

  g_assert_cmpuint (n, ==, n_boxes);
  g_assert_cmpuint (g_array_index (counts, LwClassCount, 0).n_boxes + g_array_index (counts, LwClassCount, 1).n_boxes,
                    ==, n_boxes);

  g_assert_true (lw_store_undo (f->store, f->annotator, NULL, &error));
  start = cpu_seconds ();
  g_assert_true (lw_store_undo (f->store, f->annotator, NULL, &error));
  say ("undo of the import", &start);
  g_assert_true (lw_store_redo (f->store, f->annotator, NULL, &error));
  say ("redo of the import", &start);
  g_assert_no_error (error);
  assert_clean (f->store);
}

#define TEST(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  TEST ("/store/create/exists", test_create_exists);
  TEST ("/store/close", test_close);
  TEST ("/store/rows", test_rows);
  TEST ("/store/taken-names", test_taken_names);
  TEST ("/store/broken-step", test_broken_step);
  TEST ("/store/no-change", test_no_change);
  TEST ("/store/class", test_class);
  TEST ("/store/settings", test_settings);
  TEST ("/store/summary", test_summary);
  TEST ("/store/touched", test_touched);
  TEST ("/store/numbers", test_numbers);
  TEST ("/store/pack", test_pack);
  TEST ("/store/other-boxes", test_other_boxes);
  TEST ("/store/undo/redo", test_undo_redo);
  TEST ("/store/undo/conflict", test_undo_conflict);
  TEST ("/store/undo/used-class", test_undo_used_class);
  TEST ("/store/activity", test_activity);
  TEST ("/store/images-of-annotator", test_images_of_annotator);
  TEST ("/store/history", test_history);
  TEST ("/store/versions", test_versions);
  TEST ("/store/second-opener", test_second_opener);
  TEST ("/store/reading-beside", test_reading_beside);
  TEST ("/store/protected/file", test_protected);
  TEST ("/store/protected/log", test_protected_log);
  g_test_add ("/store/protected/folder", Fixture, "folder", set_up, test_protected, tear_down);
  TEST ("/store/image-file", test_image_file);
  TEST ("/store/bad-image-file", test_bad_image_file);
  TEST ("/store/many", test_many);

  for (guint i = 0; i < G_N_ELEMENTS (bad_boxes); i++)
    {
      g_autofree char *path = g_strdup_printf ("/store/bad-box/%s", bad_boxes[i].name);

      g_test_add (path, Fixture, GUINT_TO_POINTER (i), set_up, test_bad_box, tear_down);
    }

  return g_test_run ();
}

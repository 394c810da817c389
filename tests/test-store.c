/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-store.h"
#include "store-helpers.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>
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

  f->folder = make_folder ();
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
  remove_folder (f->folder);
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

#define TEST(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  TEST ("/store/rows", test_rows);
  TEST ("/store/undo/redo", test_undo_redo);

  return g_test_run ();
}

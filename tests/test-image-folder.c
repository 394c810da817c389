/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-image-folder.h"
#include "lw-test-tiff.h"
#include "lw-test-util.h"

#include <unistd.h>

typedef struct
{
  char *folder;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->folder = lw_test_make_folder ();
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  lw_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
}

static char *
scan_to_text (const char *folder)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) paths = lw_image_folder_scan (folder, NULL, &error);

  g_assert_no_error (error);
  g_ptr_array_add (paths, NULL);

  return g_strjoinv (" ", (char **) paths->pdata);
}

static void
test_natural_order (Fixture      *fixture,
                    gconstpointer data)
{
  g_autofree char *found = NULL;

  lw_test_write_png (fixture->folder, "img_10.png", 2, 2);
  lw_test_write_png (fixture->folder, "img_9.png", 2, 2);
  lw_test_write_png (fixture->folder, "b/img_1.png", 2, 2);
  lw_test_write_png (fixture->folder, ".hidden.png", 2, 2);
  lw_test_write_png (fixture->folder, ".hidden/a.png", 2, 2);
  lw_test_write_png (fixture->folder, "notes.txt", 2, 2);

  found = scan_to_text (fixture->folder);
  g_assert_cmpstr (found, ==, "b/img_1.png img_9.png img_10.png");
}

static void
test_pages (Fixture      *fixture,
            gconstpointer data)
{
  g_autofree char *stack = g_build_filename (fixture->folder, "Stack.TIF", NULL);
  g_autofree char *false_stack = g_build_filename (fixture->folder, "text.tif", NULL);
  g_autofree char *found = NULL;

  lw_test_write_stack (stack, 11, 8, 6);
  lw_test_write_png (fixture->folder, "a.png", 2, 2);
  g_assert_true (g_file_set_contents (false_stack, "no picture", -1, NULL));

  found = scan_to_text (fixture->folder);
  g_assert_cmpstr (found, ==,
                   "Stack.TIF Stack.TIF#page=2 Stack.TIF#page=3 Stack.TIF#page=4 Stack.TIF#page=5 Stack.TIF#page=6 "
                   "Stack.TIF#page=7 Stack.TIF#page=8 Stack.TIF#page=9 Stack.TIF#page=10 Stack.TIF#page=11 a.png text.tif");
}

static void
test_loop (Fixture      *fixture,
           gconstpointer data)
{
  g_autofree char *link_path = g_build_filename (fixture->folder, "a", "again", NULL);
  g_autofree char *found = NULL;

  lw_test_write_png (fixture->folder, "a/x.png", 2, 2);
  g_assert_cmpint (symlink (fixture->folder, link_path), ==, 0);

  found = scan_to_text (fixture->folder);
  g_assert_cmpstr (found, ==, "a/x.png");
}

static void
test_missing (Fixture      *fixture,
              gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (fixture->folder, "nowhere", NULL);

  g_assert_null (lw_image_folder_scan (path, NULL, &error));
  g_assert_error (error, LW_ERROR, LW_ERROR_NOT_FOUND);
}

static void
test_create (Fixture      *fixture,
             gconstpointer data)
{
  const char *const classes[] = { "cell", "dust", NULL };
  g_autoptr (GError) error = NULL;
  g_autofree char *images = g_build_filename (fixture->folder, "images", NULL);
  g_autofree char *path = g_build_filename (fixture->folder, "p.labelwright", NULL);
  g_autoptr (LwStore) store = NULL;
  g_autoptr (GArray) rows = NULL;
  g_autoptr (GArray) class_rows = NULL;
  g_autofree char *setting = NULL;
  g_autofree char *folder = NULL;

  lw_test_write_png (fixture->folder, "images/1.png", 2, 2);
  store = lw_image_folder_create_project (path, images, classes, NULL, &error);
  g_assert_no_error (error);

  rows = lw_store_list_images (store, &error);
  g_assert_cmpuint (rows->len, ==, 1);
  g_assert_cmpstr (g_array_index (rows, LwImageRow, 0).path, ==, "1.png");

  class_rows = lw_store_list_classes (store, &error);
  g_assert_cmpuint (class_rows->len, ==, 2);
  g_assert_cmpstr (g_array_index (class_rows, LwClassRow, 1).name, ==, "dust");

  /* Relative, so that folder and project can be moved together. */
  setting = lw_store_dup_setting (store, "images-folder", &error);
  g_assert_cmpstr (setting, ==, "images");
  folder = lw_image_folder_get (store);
  g_assert_cmpstr (folder, ==, images);
}

/* What was begun and cancelled leaves no file. */
static void
test_cancelled (Fixture      *fixture,
                gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autofree char *path = g_build_filename (fixture->folder, "p.labelwright", NULL);

  lw_test_write_png (fixture->folder, "1.png", 2, 2);
  g_cancellable_cancel (cancellable);

  g_assert_null (lw_image_folder_create_project (path, fixture->folder, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

static void
test_project_path (Fixture      *fixture,
                   gconstpointer data)
{
  g_autofree char *name = g_path_get_basename (fixture->folder);
  g_autofree char *expected_name = g_strconcat (name, ".labelwright", NULL);
  g_autofree char *expected = g_build_filename (fixture->folder, expected_name, NULL);
  g_autofree char *fresh = lw_image_folder_dup_project_path (fixture->folder);
  g_autofree char *other = g_build_filename (fixture->folder, "other.labelwright", NULL);
  g_autofree char *found = NULL;

  g_assert_cmpstr (fresh, ==, expected);

  /* The only one there is, whatever its name. */
  g_assert_true (g_file_set_contents (other, "x", -1, NULL));
  found = lw_image_folder_dup_project_path (fixture->folder);
  g_assert_cmpstr (found, ==, other);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func) g_test_add ("/image-folder/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("natural-order", test_natural_order);
  ADD ("pages", test_pages);
  ADD ("loop", test_loop);
  ADD ("missing", test_missing);
  ADD ("create", test_create);
  ADD ("cancelled", test_cancelled);
  ADD ("project-path", test_project_path);
#undef ADD

  return g_test_run ();
}

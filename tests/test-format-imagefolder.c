/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-test-dataset.h"

#include "lw-error.h"

#include <stdio.h>
#include <string.h>

static void
put_images (const char        *folder,
            const char *const *names)
{
  for (; *names != NULL; names++)
    {
      g_autofree char *path = lw_test_put (folder, *names, *names);
    }
}

static void
test_read (void)
{
  static const char *const names[] = { "train/cat/a.jpg", "train/dog/big/b.png", "test/cat/a.jpg", "test/loose.jpg", "test/cat/notes.md", NULL };
  g_autofree char         *folder = lw_test_make_folder ();
  g_autofree char         *text = NULL;
  g_autoptr (LwTestRead) read = NULL;

  put_images (folder, names);
  read = lw_test_read ("imagefolder", folder, NULL);
  g_assert_no_error (read->error);
  text = lw_test_describe (read->set, "imagefolder");
  g_assert_cmpstr (text, ==,
                   "set\nclass cat\nclass dog/big\n"
                   "test/cat/a.jpg 0x0 2  {\"subset\":\"test\"}\n  tag cat\n"
                   "test/loose.jpg 0x0 0  {\"subset\":\"test\"}\n"
                   "train/cat/a.jpg 0x0 2  {\"subset\":\"train\"}\n  tag cat\n"
                   "train/dog/big/b.png 0x0 2  {\"subset\":\"train\"}\n  tag dog/big\n");
  lw_test_remove_folder (folder);
}

/* "test" is a class where other folders at the top are no subsets. */
static void
test_class_called_test (void)
{
  static const char *const names[] = { "test/a.jpg", "other/b.jpg", NULL };
  g_autofree char         *folder = lw_test_make_folder ();
  g_autoptr (LwTestRead) read = NULL;

  put_images (folder, names);
  read = lw_test_read ("imagefolder", folder, NULL);
  g_assert_cmpuint (lw_dataset_get_source (read->set)->n_classes, ==, 2);
  g_assert_cmpuint (lw_test_count_tags (read->set), ==, 2);
  lw_test_remove_folder (folder);
}

/* What is done to an exported picture in place is not done to the user's. */
static void
test_pictures_are_apart (void)
{
  static const char *const names[] = { "cat/a.jpg", NULL };
  g_autofree char         *folder = lw_test_make_folder ();
  g_autofree char         *source = g_build_filename (folder, "in", NULL);
  g_autofree char         *target = g_build_filename (folder, "out", NULL);
  g_autofree char         *exported = g_build_filename (target, "cat", "a.jpg", NULL);
  g_autofree char         *written = NULL;
  g_autofree char         *original = NULL;
  FILE                    *file;

  put_images (source, names);
  written = lw_test_round_trip ("imagefolder", source, target);

  file = g_fopen (exported, "ae");
  g_assert_nonnull (file);
  g_assert_cmpint (fputs ("more", file), >=, 0);
  g_assert_cmpint (fclose (file), ==, 0);

  original = lw_test_load (source, "cat/a.jpg");
  g_assert_cmpstr (original, ==, "cat/a.jpg");
  lw_test_remove_folder (folder);
}

static void
test_round_trip (void)
{
  static const char *const names[] = { "train/cat/a.jpg", "train/dog/big/b.png", "val/cat/a.jpg", "val/loose.jpg", NULL };
  g_autofree char         *folder = lw_test_make_folder ();
  g_autofree char         *source = g_build_filename (folder, "in", NULL);
  g_autofree char         *target = g_build_filename (folder, "out", NULL);
  g_autofree char         *written = NULL;
  g_autofree char         *image = NULL;

  put_images (source, names);
  written = lw_test_round_trip ("imagefolder", source, target);
  image = lw_test_load (target, "val/cat/a.jpg");
  g_assert_cmpstr (image, ==, "val/cat/a.jpg");
  lw_test_remove_folder (folder);
}

/* Two images of one name, two classes on one image, a class that is no folder. */
static void
test_write (void)
{
  static const char *const names[] = { "x/a.jpg", "y/a.jpg", NULL };
  g_autofree char         *folder = lw_test_make_folder ();
  g_autofree char         *source = g_build_filename (folder, "in", NULL);
  g_autofree char         *target = g_build_filename (folder, "out", NULL);
  g_autofree char         *kinds = NULL;
  g_autofree char         *first = NULL;
  g_autofree char         *second = NULL;
  g_autofree char         *third = NULL;
  g_autoptr (LwDataset) set = lw_dataset_new ();
  g_autoptr (LwFindings) losses = NULL;
  LwSink             *sink = lw_dataset_get_sink (set);
  const LwClassRecord cat = { "cat", LW_COLOUR_AUTOMATIC, NULL };
  const LwClassRecord bad = { "../out", LW_COLOUR_AUTOMATIC, NULL };
  const LwImageRecord x = { "x/a.jpg", 0, 0, LW_PROGRESS_DONE, NULL, NULL };
  const LwImageRecord y = { "y/a.jpg", 0, 0, LW_PROGRESS_DONE, NULL, NULL };
  const LwImageRecord gone = { "gone.jpg", 0, 0, LW_PROGRESS_UNSEEN, NULL, NULL };
  const LwTagRecord   is_cat = { 0, NULL };
  const LwTagRecord   is_bad = { 1, NULL };
  const LwBoxRecord   box = { 0, { 1, 2, 3, 4 }, 0, NULL };
  guint               index;

  put_images (source, names);
  g_assert_true (sink->add_class (sink, &cat, &index, NULL));
  g_assert_true (sink->add_class (sink, &bad, &index, NULL));
  g_assert_true (sink->add_image (sink, &x, &index, NULL));
  g_assert_true (sink->add_image (sink, &y, &index, NULL));
  g_assert_true (sink->add_image (sink, &gone, &index, NULL));
  g_assert_true (sink->add_tag (sink, 0, &is_cat, NULL));
  g_assert_true (sink->add_tag (sink, 1, &is_cat, NULL));
  g_assert_true (sink->add_tag (sink, 1, &is_bad, NULL));
  g_assert_true (sink->add_box (sink, 1, &box, NULL));

  losses = lw_test_write ("imagefolder", target, set, source);
  kinds = lw_test_list_kinds (losses);
  g_assert_cmpstr (kinds, ==, "renamed loss-boxes several-classes image-missing");
  g_assert_cmpuint (lw_findings_count (losses, "renamed"), ==, 2);
  first = lw_test_load (target, "cat/a.jpg");
  second = lw_test_load (target, "cat/a-2.jpg");
  third = lw_test_load (target, "class 1/a.jpg");
  g_assert_cmpstr (first, ==, "x/a.jpg");
  g_assert_cmpstr (second, ==, "y/a.jpg");
  g_assert_cmpstr (third, ==, "y/a.jpg");
  lw_test_remove_folder (folder);
}

static void
test_errors (void)
{
  g_autofree char *folder = lw_test_make_folder ();
  g_autofree char *file = lw_test_put (folder, "a.jpg.txt", "");
  g_autoptr (LwTestRead) empty = lw_test_read ("imagefolder", folder, NULL);
  g_autoptr (LwTestRead) no_folder = lw_test_read ("imagefolder", file, NULL);
  g_autoptr (LwTestRead) missing = lw_test_read ("imagefolder", "/nowhere/at/all", NULL);

  g_assert_error (empty->error, LW_ERROR, LW_ERROR_INVALID);
  g_assert_error (no_folder->error, LW_ERROR, LW_ERROR_INVALID);
  g_assert_error (missing->error, LW_ERROR, LW_ERROR_NOT_FOUND);
  lw_test_remove_folder (folder);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/format-imagefolder/read", test_read);
  g_test_add_func ("/format-imagefolder/class-called-test", test_class_called_test);
  g_test_add_func ("/format-imagefolder/pictures-are-apart", test_pictures_are_apart);
  g_test_add_func ("/format-imagefolder/round-trip", test_round_trip);
  g_test_add_func ("/format-imagefolder/write", test_write);
  g_test_add_func ("/format-imagefolder/errors", test_errors);

  return g_test_run ();
}

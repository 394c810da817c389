/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-test-dataset.h"

#include "lw-error.h"

#include <string.h>

/* clang-format off */
static const struct
{
  const char *name, *text, *kinds;
  const char *labels; /* of the image, as described, or NULL for an unseen one */
} lines[] = {
  { "plain",      "1 0.5 0.5 0.2 0.4\n",            "",                   "2 \n  b 40.0000000 15.0000000 60.0000000 35.0000000 0\n" },
  { "tabs",       "0\t0.5  0.5\t0.2 0.4\r\n\r\n",   "",                   "2 \n  a 40.0000000 15.0000000 60.0000000 35.0000000 0\n" },
  { "confidence", "0 0.5 0.5 0.2 0.4 0.9",          "sixth-column",       "2 \n  a 40.0000000 15.0000000 60.0000000 35.0000000 0\n" },
  { "oriented",   "0 .1 .2 .3 .2 .3 .6 .1 .6",      "box-from-polygon",   "2 \n  a 10.0000000 10.0000000 30.0000000 30.0000000 0\n" },
  { "triangle",   "0 .1 .2 .3 .2 .3 .6",            "box-from-polygon",   "2 \n  a 10.0000000 10.0000000 30.0000000 30.0000000 0\n" },
  { "outside",    "0 1 0.5 0.2 0.4\n0 1.5 .5 .2 .4","coordinate-outside", "2 \n  a 140.0000000 15.0000000 160.0000000 35.0000000 0\n  a 90.0000000 15.0000000 110.0000000 35.0000000 0\n" },
  { "new-class",  "7 0.5 0.5 0.2 0.4",              "unknown-class class-without-name", "2 \n  class 7 40.0000000 15.0000000 60.0000000 35.0000000 0\n" },
  { "empty",      "",                               "",                   "2 \n" },
  { "blank",      " \n\n",                          "",                   "2 \n" },
  { "bom",        "\xef\xbb\xbf" "0 .5 .5 .2 .4",   "",                   "2 \n  a 40.0000000 15.0000000 60.0000000 35.0000000 0\n" },
  { "words",      "cat 0.5 0.5 0.2 0.4",            "line-malformed",     "2 \n" },
  { "four",       "0 0.5 0.5 0.2",                  "line-malformed",     "2 \n" },
  { "eight",      "0 1 2 3 4 5 6 7",                "line-malformed",     "2 \n" },
  { "one",        "0",                              "line-malformed",     "2 \n" },
  { "half-class", "0.5 0.5 0.5 0.2 0.4",            "line-malformed",     "2 \n" },
  { "negative",   "-1 0.5 0.5 0.2 0.4",             "line-malformed",     "2 \n" },
  { "many",       "99999999 0.5 0.5 0.2 0.4",       "line-malformed",     "2 \n" },
  { "nan",        "0 nan 0.5 0.2 0.4",              "line-malformed",     "2 \n" },
  { "infinite",   "0 1e999 0.5 0.2 0.4",            "line-malformed",     "2 \n" },
  { "pixels",     "0 0,5 0.5 0.2 0.4",              "line-malformed",     "2 \n" },
};
/* clang-format on */

static void
test_line (gconstpointer data)
{
  guint            i = GPOINTER_TO_UINT (data);
  g_autofree char *folder = lw_test_make_folder ();
  g_autofree char *names = lw_test_put (folder, "classes.txt", "a\nb\n");
  g_autofree char *image = lw_test_put (folder, "x.jpg", "");
  g_autofree char *label = lw_test_put (folder, "x.txt", lines[i].text);
  g_autoptr (LwTestRead) read = lw_test_read ("darknet", folder, NULL);
  g_autofree char *kinds = lw_test_list_kinds (read->findings);
  g_autofree char *text = lw_test_describe (read->set, NULL);

  g_assert_no_error (read->error);
  g_assert_cmpstr (kinds, ==, lines[i].kinds);

  if (!g_str_has_suffix (text, lines[i].labels))
    g_error ("%s", text);

  lw_test_remove_folder (folder);
}

static void
put_ultralytics (const char *folder)
{
  g_autofree char *yaml = lw_test_put (folder, "data.yaml", "path: .\ntrain: images/train\nval: images/val\nnc: 2\nnames: [a, \"b: c\"]\nroboflow:\n  version: 3\n");
  g_autofree char *one = lw_test_put (folder, "images/train/1.jpg", "one");
  g_autofree char *two = lw_test_put (folder, "images/train/2.png", "two");
  g_autofree char *three = lw_test_put (folder, "images/val/1.jpg", "three");
  g_autofree char *first = lw_test_put (folder, "labels/train/1.txt", "1 0.133333 0.300000 0.266667 0.200000\n0 .1 .2 .3 .2 .3 .6 .1 .6\n0 0.5 0.5 0.25 0.25 0.875\n");
  g_autofree char *second = lw_test_put (folder, "labels/val/1.txt", "");
}

static void
test_round_trip_ultralytics (void)
{
  g_autofree char *folder = lw_test_make_folder ();
  g_autofree char *source = g_build_filename (folder, "in", NULL);
  g_autofree char *target = g_build_filename (folder, "out", NULL);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autofree char *yaml = NULL;
  g_autofree char *image = NULL;
  g_autoptr (LwTestRead) first = NULL;
  g_autoptr (LwTestRead) second = NULL;
  g_autoptr (LwFindings) losses = NULL;

  put_ultralytics (source);
  first = lw_test_read ("yolo", source, NULL);
  g_assert_no_error (first->error);
  losses = lw_test_write ("yolo", target, first->set, first->folder);
  g_assert_cmpuint (lw_findings_get_n_kinds (losses), ==, 0);
  second = lw_test_read ("yolo", target, NULL);
  g_assert_no_error (second->error);

  before = lw_test_describe (first->set, "yolo");
  after = lw_test_describe (second->set, "yolo");
  g_assert_cmpstr (before, ==, after);
  g_assert_nonnull (strstr (before, "class b: c {\"index\":1}"));
  g_assert_nonnull (strstr (before, "images/train/2.png 0x0 0"));
  g_assert_nonnull (strstr (before, "images/val/1.jpg 0x0 2"));

  g_clear_pointer (&before, g_free);
  g_clear_pointer (&after, g_free);
  before = lw_test_load (source, "labels/train/1.txt");
  after = lw_test_load (target, "labels/train/1.txt");
  g_assert_cmpstr (before, ==, after);
  yaml = lw_test_load (target, "data.yaml");
  g_assert_nonnull (strstr (yaml, "roboflow:\n  version: 3\n"));
  image = lw_test_load (target, "images/val/1.jpg");
  g_assert_cmpstr (image, ==, "three");
  lw_test_remove_folder (folder);
}

static void
test_round_trip_darknet (void)
{
  g_autofree char *folder = lw_test_make_folder ();
  g_autofree char *source = g_build_filename (folder, "in", NULL);
  g_autofree char *target = g_build_filename (folder, "out", NULL);
  g_autofree char *data = lw_test_put (source, "obj.data", "classes = 2\ntrain = data/train.txt\nvalid = data/valid.txt\nnames = data/obj.names\n");
  g_autofree char *names = lw_test_put (source, "obj.names", "a\nb\n");
  g_autofree char *train = lw_test_put (source, "train.txt", "data/obj_train_data/1.jpg\n");
  g_autofree char *valid = lw_test_put (source, "valid.txt", "data/obj_val_data/2.jpg\n");
  g_autofree char *one = lw_test_put (source, "obj_train_data/1.jpg", "");
  g_autofree char *two = lw_test_put (source, "obj_val_data/2.jpg", "");
  g_autofree char *label = lw_test_put (source, "obj_train_data/1.txt", "1 0.5 0.5 0.1 0.1\n");
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr (LwTestRead) first = lw_test_read ("darknet", source, NULL);
  g_autoptr (LwTestRead) second = NULL;
  g_autoptr (LwFindings) losses = NULL;

  g_assert_no_error (first->error);
  losses = lw_test_write ("darknet", target, first->set, first->folder);
  g_assert_cmpuint (lw_findings_get_n_kinds (losses), ==, 0);
  second = lw_test_read ("darknet", target, NULL);
  g_assert_no_error (second->error);
  before = lw_test_describe (first->set, "yolo");
  after = lw_test_describe (second->set, "yolo");
  g_assert_cmpstr (before, ==, after);
  g_assert_nonnull (strstr (before, "obj_val_data/2.jpg 0x0 0  {\"subset\":\"val\"}"));
  lw_test_remove_folder (folder);
}

/* A moved box is printed so that it reads back within a millionth of a pixel; its
 * class keeps its number although another was added before it. */
static void
test_write_changed (void)
{
  g_autofree char *folder = lw_test_make_folder ();
  g_autofree char *target = g_build_filename (folder, "out", NULL);
  g_autofree char *image = lw_test_put (folder, "in/a.jpg", "");
  g_autofree char *in = g_build_filename (folder, "in", NULL);
  g_autofree char *kinds = NULL;
  g_autofree char *text = NULL;
  g_autofree char *yaml = NULL;
  g_autoptr (LwDataset) set = lw_dataset_new ();
  g_autoptr (LwFindings) losses = NULL;
  g_autoptr (LwTestRead) read = NULL;
  g_autofree char    *line = NULL;
  LwSink             *sink = lw_dataset_get_sink (set);
  const LwClassRecord added = { "new", LW_COLOUR_AUTOMATIC, NULL };
  const LwClassRecord kept = { "old", LW_COLOUR_AUTOMATIC, "{\"yolo\":{\"index\":2}}" };
  const LwImageRecord record = { "a.jpg", LW_TEST_WIDTH_PX, LW_TEST_HEIGHT_PX, LW_PROGRESS_SKIPPED, NULL, NULL };
  const LwBoxRecord   box = { 1, { 1.0 / 3, 2.0 / 7, 33.123456789, 22.2 }, LW_BOX_CROWD, "{\"yolo\":{\"line\":\"2 .1 .2 .3 .2 .3 .6\"}}" };
  guint               index;

  g_assert_true (sink->add_class (sink, &added, &index, NULL));
  g_assert_true (sink->add_class (sink, &kept, &index, NULL));
  g_assert_true (sink->add_image (sink, &record, &index, NULL));
  g_assert_true (sink->add_box (sink, 0, &box, NULL));

  losses = lw_test_write ("yolo", target, set, in);
  kinds = lw_test_list_kinds (losses);
  g_assert_cmpstr (kinds, ==, "loss-flags loss-progress loss-shape");
  text = lw_test_load (target, "labels/train/a.txt");
  g_assert_true (g_str_has_prefix (text, "2 "));
  yaml = lw_test_load (target, "data.yaml");
  g_assert_nonnull (strstr (yaml, "  0: \"class 0\"\n  1: \"class 1\"\n  2: \"old\"\n  3: \"new\"\n"));

  read = lw_test_read ("yolo", target, NULL);
  line = lw_test_describe (read->set, NULL);
  g_assert_nonnull (strstr (line, "old 0.3333333 0.2857143 33.1234568 22.2000000"));
  lw_test_remove_folder (folder);
}

/* clang-format off */
static const struct
{
  const char *name, *file, *text, *label;
  const char *kinds; /* "!": a part of the error */
} broken[] = {
  { "bad-yaml",       "data.yaml", "names: [a\ntrain: x",             "0 .5 .5 .1 .1", "!YAML" },
  { "tab-yaml",       "data.yaml", "names:\n\t- a\n",                 "0 .5 .5 .1 .1", "!YAML" },
  { "list-yaml",      "data.yaml", "- a\n- b\n",                      "0 .5 .5 .1 .1", "class-names-missing class-without-name" },
  { "missing-subset", "data.yaml", "names: [a]\ntrain: no/where\n",   "0 .5 .5 .1 .1", "subset-missing" },
  { "odd-keys",       "data.yaml", "names: {x: a, 0: b}\ntrain: .\n", "0 .5 .5 .1 .1", "" },
  { "gap",            "data.yaml", "names: {1: b}\ntrain: .\n",       "1 .5 .5 .1 .1", "class-without-name" },
  { "huge-key",       "data.yaml", "names: {999999999999: b}\n",      "1 .5 .5 .1 .1", "class-names-missing class-without-name" },
  { "alias-loop",     "data.yaml", "names: &n [*n, a]\ntrain: .\n",   "1 .5 .5 .1 .1", "class-without-name" },
  { "no-image-list",  "data.yaml", "names: [a]\ntrain: [nope.jpg]\n", "0 .5 .5 .1 .1", "subset-missing" },
};
/* clang-format on */

static void
test_broken (gconstpointer data)
{
  guint            i = GPOINTER_TO_UINT (data);
  g_autofree char *folder = lw_test_make_folder ();
  g_autofree char *file = lw_test_put (folder, broken[i].file, broken[i].text);
  g_autofree char *image = lw_test_put (folder, "x.jpg", "");
  g_autofree char *label = lw_test_put (folder, "x.txt", broken[i].label);
  g_autoptr (LwTestRead) read = lw_test_read ("yolo", folder, NULL);

  lw_test_assert_read (read, broken[i].kinds, 1);

  lw_test_remove_folder (folder);
}

static void
test_missing_image (void)
{
  g_autofree char *folder = lw_test_make_folder ();
  g_autofree char *names = lw_test_put (folder, "classes.txt", "a\n");
  g_autofree char *label = lw_test_put (folder, "x.txt", "0 .5 .5 .1 .1");
  g_autofree char *note = lw_test_put (folder, "note.txt", "hello there");
  g_autoptr (LwTestRead) read = lw_test_read ("darknet", folder, NULL);

  g_assert_no_error (read->error);
  g_assert_cmpuint (lw_findings_count (read->findings, "image-missing"), ==, 1);
  lw_test_remove_folder (folder);
}

static void
test_empty_folder (void)
{
  g_autofree char *folder = lw_test_make_folder ();
  g_autoptr (LwTestRead) read = lw_test_read ("yolo", folder, NULL);

  g_assert_error (read->error, LW_ERROR, LW_ERROR_INVALID);
  lw_test_remove_folder (folder);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/format-yolo/round-trip/ultralytics", test_round_trip_ultralytics);
  g_test_add_func ("/format-yolo/round-trip/darknet", test_round_trip_darknet);
  g_test_add_func ("/format-yolo/write-changed", test_write_changed);
  g_test_add_func ("/format-yolo/missing-image", test_missing_image);
  g_test_add_func ("/format-yolo/empty-folder", test_empty_folder);

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autofree char *path = g_strdup_printf ("/format-yolo/line/%s", lines[i].name);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_line);
    }

  for (guint i = 0; i < G_N_ELEMENTS (broken); i++)
    {
      g_autofree char *path = g_strdup_printf ("/format-yolo/broken/%s", broken[i].name);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_broken);
    }

  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-test-dataset.h"

#include "lw-error.h"

#include <string.h>

#define HEAD "{\"categories\":[{\"id\":0,\"name\":\"a\"},{\"id\":7,\"name\":\"b\",\"supercategory\":\"s\"}]," \
             "\"images\":[{\"id\":5,\"file_name\":\"x.jpg\",\"width\":10,\"height\":8},{\"id\":6,\"file_name\":\"sub/y.jpg\",\"license\":3}],"
#define ONE(annotation) HEAD "\"annotations\":[" annotation "]}"
#define BOX "\"image_id\":5,\"category_id\":7,\"bbox\":[1,2,3,4]"

static const char full[] =
    "{\"info\":{\"year\":2020},\"annotations\":["
    "{\"id\":3,\"image_id\":5,\"category_id\":0,\"bbox\":[1.5,2,3.25,4],\"area\":13,\"iscrowd\":0,\"x\":{\"y\":[1e2,0.50]}},"
    "{\"id\":9,\"image_id\":5,\"category_id\":7,\"bbox\":[0,0,4,4],\"area\":7.5,\"segmentation\":[[0,0,4,0,4,4]],\"iscrowd\":0},"
    "{\"id\":4,\"image_id\":6,\"category_id\":7,\"bbox\":[266.67,1,10.1,2],\"iscrowd\":1,\"score\":0.5,\"attributes\":{\"occluded\":true,\"k\":\"v\"}},"
    "{\"id\":11,\"image_id\":6,\"category_id\":0}],"
    "\"images\":[{\"id\":5,\"file_name\":\"x.jpg\",\"width\":10,\"height\":8},{\"id\":6,\"file_name\":\"sub\\\\y.jpg\",\"license\":3},"
    "{\"id\":8,\"file_name\":\"z.jpg\",\"labelwright_progress\":\"skipped\"}],"
    "\"categories\":[{\"id\":7,\"name\":\"b\",\"supercategory\":\"s\"},{\"id\":0,\"name\":\"\\u00e4 \\\"q\\\"\"}]}";

static void
test_read (void)
{
  g_autofree char *folder = lw_test_make_folder ();
  g_autofree char *path = lw_test_put (folder, "a.json", full);
  g_autoptr (LwTestRead) read = lw_test_read ("coco", path, NULL);
  g_autofree char *text = NULL;

  g_assert_no_error (read->error);
  g_assert_cmpuint (lw_findings_get_n_kinds (read->findings), ==, 0);
  text = lw_test_describe (read->set, "coco");
  g_assert_cmpstr (text, ==,
                   "set {\"info\":{\"year\":2020}}\n"
                   "class b {\"id\":7,\"supercategory\":\"s\"}\n"
                   "class \xc3\xa4 \"q\" {\"id\":0}\n"
                   "sub/y.jpg 0x0 2  {\"id\":6,\"license\":3}\n"
                   "  b 266.6700000 1.0000000 276.7700000 3.0000000 12 {\"attributes\":{\"k\":\"v\",\"occluded\":true},\"id\":4,\"score\":0.5}\n"
                   "  tag \xc3\xa4 \"q\" {\"id\":11}\n"
                   "x.jpg 10x8 2  {\"id\":5}\n"
                   "  b 0.0000000 0.0000000 4.0000000 4.0000000 0 {\"area\":7.5,\"bbox\":[0,0,4,4],\"id\":9,\"segmentation\":[[0,0,4,0,4,4]]}\n"
                   "  \xc3\xa4 \"q\" 1.5000000 2.0000000 4.7500000 6.0000000 0 {\"id\":3,\"x\":{\"y\":[100.0,0.5]}}\n"
                   "z.jpg 0x0 3  {\"id\":8}\n");
  lw_test_remove_folder (folder);
}

static void
test_round_trip (void)
{
  g_autofree char *folder = lw_test_make_folder ();
  g_autofree char *path = lw_test_put (folder, "a.json", full);
  g_autofree char *target = g_build_filename (folder, "b.json", NULL);
  g_autofree char *written = lw_test_round_trip ("coco", path, target);
  g_autofree char *text = lw_test_load (folder, "b.json");

  /* Digits and spellings are those of the file. */
  g_assert_nonnull (strstr (text, "\"x\":{\"y\":[1e2,0.50]}"));
  g_assert_nonnull (strstr (text, "\"bbox\":[266.67,1,10.1,2],\"area\":20.2,\"iscrowd\":1,\"attributes\":{\"occluded\":true,\"k\":\"v\"},\"score\":0.5"));
  g_assert_nonnull (strstr (text, "\"bbox\":[0,0,4,4],\"area\":7.5,\"segmentation\":[[0,0,4,0,4,4]]"));
  g_assert_nonnull (strstr (text, "{\"id\":11,\"image_id\":6,\"category_id\":0}"));
  lw_test_remove_folder (folder);
}

/* A set that never was COCO: ids from 1, and what cannot be held is told. */
static void
test_write_new (void)
{
  g_autofree char *folder = lw_test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "new.json", NULL);
  g_autofree char *text = NULL;
  g_autofree char *kinds = NULL;
  g_autoptr (LwDataset) set = lw_dataset_new ();
  g_autoptr (LwFindings) losses = NULL;
  LwSink             *sink = lw_dataset_get_sink (set);
  const LwClassRecord cell = { "cell", LW_COLOUR_AUTOMATIC, NULL };
  const LwImageRecord image = { "a.jpg", 10, 8, LW_PROGRESS_DONE, "lot 1", "{\"voc\":{\"depth\":\"3\"}}" };
  const LwBoxRecord   box = { 0, { 1, 2, 3, 4.5 }, LW_BOX_DIFFICULT, NULL };
  const LwBoxRecord   changed = { 0, { 1, 2, 3, 4 }, 0, "{\"coco\":{\"id\":1,\"bbox\":[0,0,4,4],\"segmentation\":[[1,1,2,2,3,3]]}}" };
  const LwTagRecord   tag = { 0, NULL };
  guint               index;

  g_assert_true (sink->add_class (sink, &cell, &index, NULL));
  g_assert_true (sink->add_image (sink, &image, &index, NULL));
  g_assert_true (sink->add_box (sink, 0, &box, NULL));
  g_assert_true (sink->add_box (sink, 0, &changed, NULL));
  g_assert_true (sink->add_tag (sink, 0, &tag, NULL));

  losses = lw_test_write ("coco", path, set, NULL);
  kinds = lw_test_list_kinds (losses);
  text = lw_test_load (folder, "new.json");
  g_assert_cmpstr (kinds, ==, "loss-extra loss-lot loss-tags loss-shape");
  g_assert_cmpstr (text, ==,
                   "{\"categories\":[\n{\"id\":1,\"name\":\"cell\"}],\n"
                   "\"images\":[\n{\"id\":1,\"file_name\":\"a.jpg\",\"width\":10,\"height\":8}],\n"
                   "\"annotations\":[\n"
                   "{\"id\":2,\"image_id\":1,\"category_id\":1,\"bbox\":[1,2,2,2.5],\"area\":5,\"iscrowd\":0,\"attributes\":{\"difficult\":true}},\n"
                   "{\"id\":1,\"image_id\":1,\"category_id\":1,\"bbox\":[1,2,2,2],\"area\":4,\"iscrowd\":0}]}\n");
  lw_test_remove_folder (folder);
}

/* What was there stays when writing is cancelled. */
static void
test_write_cancelled (void)
{
  g_autofree char *folder = lw_test_make_folder ();
  g_autofree char *path = lw_test_put (folder, "old.json", "{\"precious\":1}");
  g_autofree char *source = lw_test_put (folder, "a.json", full);
  g_autoptr (LwTestRead) read = lw_test_read ("coco", source, NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (LwFindings) findings = lw_findings_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = NULL;
  const LwWriteOptions options = { 0 };
  g_autofree char     *text = NULL;
  guint                n_files = 0;

  g_cancellable_cancel (cancellable);
  g_assert_false (lw_format_find ("coco", NULL)->write (path, &options, lw_dataset_get_source (read->set), findings, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  text = lw_test_load (folder, "old.json");
  g_assert_cmpstr (text, ==, "{\"precious\":1}");

  dir = g_dir_open (folder, 0, NULL);
  while (g_dir_read_name (dir) != NULL)
    n_files++;
  g_assert_cmpuint (n_files, ==, 2);
  lw_test_remove_folder (folder);
}

/* clang-format off */
static const struct
{
  const char *name;
  const char *text;
  const char *kinds;  /* of findings, or "!" and a part of the error */
  guint       n_boxes;
} broken[] = {
  { "empty",               "",                                                                      "!empty", 0 },
  { "no-json",             "hello",                                                                 "!not JSON", 0 },
  { "utf-16",              "\xff\xfe{",                                                             "!not JSON", 0 },
  { "predictions",         "[{\"image_id\":1,\"category_id\":1,\"bbox\":[1,2,3,4],\"score\":0.5}]", "!predictions", 0 },
  { "no-images",           "{\"annotations\":[]}",                                                  "!\"images\"", 0 },
  { "images-object",       "{\"images\":{}}",                                                       "!not a list", 0 },
  { "categories-object",   "{\"images\":[],\"categories\":{\"1\":\"a\"}}",                          "!not a list", 0 },
  { "no-annotations",      HEAD "\"z\":1}",                                                         "no-annotations", 0 },
  { "trailing",            HEAD "\"annotations\":[]} x",                                            "!after the end", 0 },
  { "trailing-comma",      ONE ("{" BOX "},"),                                                      "!line 1", 0 },
  { "missing-comma",       ONE ("{" BOX "} {" BOX "}"),                                             "!line 1", 0 },
  { "bad-element",         ONE ("{" BOX ",}"),                                                      "!well-formed", 0 },
  { "mismatched",          ONE ("{" BOX "]"),                                                       "!well-formed", 0 },
  { "nan-bbox",            ONE ("{\"image_id\":5,\"category_id\":7,\"bbox\":[NaN,2,3,4]}"),         "box-malformed", 0 },
  { "huge-bbox",           ONE ("{\"image_id\":5,\"category_id\":7,\"bbox\":[1e999,2,3,4]}"),       "box-malformed", 0 },
  { "nan-extra",           ONE ("{" BOX ",\"score\":NaN}"),                                         "number-unrepresentable", 1 },
  { "bbox-of-3",           ONE ("{\"image_id\":5,\"category_id\":7,\"bbox\":[1,2,3]}"),             "box-malformed", 0 },
  { "bbox-of-5",           ONE ("{\"image_id\":5,\"category_id\":7,\"bbox\":[1,2,3,4,5]}"),         "box-malformed", 0 },
  { "bbox-of-strings",     ONE ("{\"image_id\":5,\"category_id\":7,\"bbox\":[\"1\",2,3,4]}"),       "box-malformed", 0 },
  { "bbox-object",         ONE ("{\"image_id\":5,\"category_id\":7,\"bbox\":{\"x\":1}}"),           "box-malformed", 0 },
  { "negative-size",       ONE ("{\"image_id\":5,\"category_id\":7,\"bbox\":[1,2,-3,4]}"),          "", 1 },
  { "polygon-only",        ONE ("{\"image_id\":5,\"category_id\":7,\"segmentation\":[[1,2,3,4,5,0]]}"), "box-from-polygon", 1 },
  { "mask-only",           ONE ("{\"image_id\":5,\"category_id\":7,\"segmentation\":{\"counts\":\"a\",\"size\":[1,1]}}"), "no-box", 0 },
  { "caption",             ONE ("{\"image_id\":5,\"category_id\":7,\"caption\":\"c\"}"),            "no-box", 0 },
  { "unknown-category",    ONE ("{\"image_id\":5,\"category_id\":8,\"bbox\":[1,2,3,4]}"),           "unknown-class", 0 },
  { "no-category",         ONE ("{\"image_id\":5,\"bbox\":[1,2,3,4]}"),                             "unknown-class", 0 },
  { "unknown-image",       ONE ("{\"image_id\":55,\"category_id\":7,\"bbox\":[1,2,3,4]}"),          "unknown-image", 0 },
  { "no-image",            ONE ("{\"category_id\":7,\"bbox\":[1,2,3,4]}"),                          "unknown-image", 0 },
  { "number-as-label",     ONE ("5"),                                                               "unknown-image", 0 },
  { "duplicate-id",        ONE ("{\"id\":1," BOX "},{\"id\":1," BOX "}"),                           "duplicate-id", 2 },
  { "string-ids",          ONE ("{\"id\":\"a\",\"image_id\":\"5\",\"category_id\":7.0,\"bbox\":[1,2,3,4]}"), "", 1 },
  { "duplicate-image-id",  "{\"images\":[{\"id\":1,\"file_name\":\"a\"},{\"id\":1,\"file_name\":\"b\"}],\"annotations\":[]}", "duplicate-id", 0 },
  { "duplicate-file",      "{\"images\":[{\"id\":1,\"file_name\":\"a\"},{\"id\":2,\"file_name\":\"./a\"}],\"annotations\":[]}", "duplicate-file-name", 0 },
  { "duplicate-category",  "{\"images\":[],\"categories\":[{\"id\":1,\"name\":\"a\"},{\"id\":1,\"name\":\"b\"}],\"annotations\":[]}", "duplicate-id", 0 },
  { "no-name",             "{\"images\":[],\"categories\":[{\"id\":1}],\"annotations\":[]}",        "class-without-name", 0 },
  { "no-category-id",      "{\"images\":[],\"categories\":[{\"name\":\"a\"}],\"annotations\":[]}",  "class-malformed", 0 },
  { "no-file-name",        "{\"images\":[{\"id\":1}],\"annotations\":[]}",                          "image-malformed", 0 },
  { "no-image-id",         "{\"images\":[{\"file_name\":\"a\"}],\"annotations\":[]}",               "image-without-id", 0 },
  { "absolute",            "{\"images\":[{\"id\":1,\"file_name\":\"/etc/passwd\"}],\"annotations\":[{\"image_id\":1}]}", "path-outside label-of-refused-image", 0 },
  { "drive",               "{\"images\":[{\"id\":1,\"file_name\":\"C:\\\\a.jpg\"}],\"annotations\":[]}", "path-outside", 0 },
  { "dot-dot",             "{\"images\":[{\"id\":1,\"file_name\":\"a/../../b.jpg\"}],\"annotations\":[]}", "path-outside", 0 },
};
/* clang-format on */

static void
test_broken (gconstpointer data)
{
  guint            i = GPOINTER_TO_UINT (data);
  g_autofree char *folder = lw_test_make_folder ();
  g_autofree char *path = lw_test_put (folder, "a.json", broken[i].text);
  g_autoptr (LwTestRead) read = lw_test_read ("coco", path, NULL);

  lw_test_assert_read (read, broken[i].kinds, broken[i].n_boxes);

  lw_test_remove_folder (folder);
}

static void
test_deep (void)
{
  g_autofree char *folder = lw_test_make_folder ();
  g_autofree char *open = g_strnfill (100000, '[');
  g_autofree char *close = g_strnfill (100000, ']');
  g_autofree char *text = g_strconcat (HEAD "\"annotations\":[{" BOX ",\"d\":", open, close, "}]}", NULL);
  g_autofree char *path = lw_test_put (folder, "a.json", text);
  g_autoptr (LwTestRead) read = lw_test_read ("coco", path, NULL);

  g_assert_error (read->error, LW_ERROR, LW_ERROR_INVALID);
  lw_test_remove_folder (folder);
}

static void
test_truncated (void)
{
  g_autofree char *folder = lw_test_make_folder ();

  for (gsize len = 0; len < sizeof full - 1; len++)
    {
      g_autofree char *cut = g_strndup (full, len);
      g_autofree char *path = lw_test_put (folder, "a.json", cut);
      g_autoptr (LwTestRead) read = lw_test_read ("coco", path, NULL);

      g_assert_error (read->error, LW_ERROR, LW_ERROR_INVALID);
    }

  lw_test_remove_folder (folder);
}

/* clang-format off */
static const struct { const char *json; const char *image; const char *folder; } places[] = {
  { "a.json",                           "x.jpg",              "."             },
  { "a.json",                           "images/x.jpg",       "images"        },
  { "annotations/instances_train.json", "images/train/x.jpg", "images/train"  },
  { "annotations/instances_val.json",   "val/x.jpg",          "val"           },
  { "annotations/instances_val.json",   "images/x.jpg",       "images"        },
};
/* clang-format on */

static void
test_images_folder (gconstpointer data)
{
  guint            i = GPOINTER_TO_UINT (data);
  g_autofree char *folder = lw_test_make_folder ();
  g_autofree char *path = lw_test_put (folder, places[i].json, full);
  g_autofree char *image = lw_test_put (folder, places[i].image, "");
  g_autofree char *wanted = g_canonicalize_filename (places[i].folder, folder);
  g_autoptr (LwTestRead) read = lw_test_read ("coco", path, NULL);

  g_assert_cmpstr (read->folder, ==, wanted);
  lw_test_remove_folder (folder);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/format-coco/read", test_read);
  g_test_add_func ("/format-coco/round-trip", test_round_trip);
  g_test_add_func ("/format-coco/write-new", test_write_new);
  g_test_add_func ("/format-coco/write-cancelled", test_write_cancelled);
  g_test_add_func ("/format-coco/deep", test_deep);
  g_test_add_func ("/format-coco/truncated", test_truncated);

  for (guint i = 0; i < G_N_ELEMENTS (broken); i++)
    {
      g_autofree char *path = g_strdup_printf ("/format-coco/broken/%s", broken[i].name);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_broken);
    }

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autofree char *path = g_strdup_printf ("/format-coco/images-folder/%u", i);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_images_folder);
    }

  return g_test_run ();
}

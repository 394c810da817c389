/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-test-dataset.h"

#include "lw-error.h"

#include <string.h>

#define OBJECT(x0, y0, x1, y1, more) \
  "<object><name>cat</name>" more "<bndbox><xmin>" x0 "</xmin><ymin>" y0 "</ymin><xmax>" x1 "</xmax><ymax>" y1 "</ymax></bndbox></object>"
#define FILE_OF(objects) \
  "<annotation verified=\"yes\"><folder>f</folder><filename>a.jpg</filename><size><width>20</width><height>10</height><depth>1</depth></size>" objects "</annotation>"

static const char full[] = FILE_OF (
    OBJECT ("1", "2", "20", "4.5", "<pose/><truncated/><difficult>1</difficult><part><name>head</name><bndbox><xmin>1</xmin></bndbox></part>")
        OBJECT ("3", "2", "8", "9", "<occluded>1</occluded><actions><run>1</run></actions>"));

static void
test_read (void)
{
  g_autofree char *folder = lw_test_make_folder ();
  g_autofree char *xml = lw_test_put (folder, "Annotations/a.xml", full);
  g_autofree char *image = lw_test_put (folder, "JPEGImages/A.JPG", "");
  g_autofree char *other = lw_test_put (folder, "JPEGImages/b.jpg", "");
  g_autofree char *subset = lw_test_put (folder, "ImageSets/Main/train.txt", "a\n");
  g_autofree char *classes = lw_test_put (folder, "ImageSets/Main/cat_train.txt", "a  1\nb -1\n");
  g_autoptr (LwTestRead) read = lw_test_read ("voc", folder, NULL);
  g_autofree char *text = lw_test_describe (read->set, "voc");

  g_assert_no_error (read->error);
  g_assert_cmpstr (text, ==,
                   "set {\"class_subsets\":[\"train\"],\"origin\":1}\n"
                   "class cat\n"
                   "A.JPG 20x10 2  {\"depth\":\"1\",\"stem\":\"a\",\"subsets\":[\"train\"],\"verified\":\"yes\",\"xml\":\"<folder>f</folder>\"}\n"
                   "  cat 0.0000000 1.0000000 20.0000000 4.5000000 1 {\"xml\":\"<pose/><part><name>head</name><bndbox><xmin>1</xmin></bndbox></part>\"}\n"
                   "  cat 2.0000000 1.0000000 8.0000000 9.0000000 4 {\"xml\":\"<actions><run>1</run></actions>\"}\n"
                   "b.jpg 0x0 0 \n");
  lw_test_remove_folder (folder);
}

static void
test_round_trip (void)
{
  g_autofree char *folder = lw_test_make_folder ();
  g_autofree char *source = g_build_filename (folder, "in", NULL);
  g_autofree char *target = g_build_filename (folder, "out", NULL);
  g_autofree char *xml = lw_test_put (source, "Annotations/a.xml", full);
  g_autofree char *image = lw_test_put (source, "JPEGImages/a.jpg", "");
  g_autofree char *subset = lw_test_put (source, "ImageSets/Main/train.txt", "a\n");
  g_autofree char *written = lw_test_round_trip ("voc", source, target);
  g_autofree char *text = lw_test_load (target, "Annotations/a.xml");
  g_autofree char *list = lw_test_load (target, "ImageSets/Main/train.txt");

  g_assert_nonnull (strstr (text, "<xmin>1</xmin><ymin>2</ymin><xmax>20</xmax><ymax>4.5</ymax>"));
  g_assert_cmpstr (list, ==, "a\n");
  lw_test_remove_folder (folder);
}

/* Lists by class follow from the labels, and are made of them again. */
static void
test_class_lists (void)
{
  g_autofree char *folder = lw_test_make_folder ();
  g_autofree char *source = g_build_filename (folder, "in", NULL);
  g_autofree char *target = g_build_filename (folder, "out", NULL);
  g_autofree char *a = lw_test_put (source, "Annotations/a 1.xml", FILE_OF (OBJECT ("1", "2", "20", "4", "")));
  g_autofree char *b = lw_test_put (source, "Annotations/b 1.xml", FILE_OF (OBJECT ("1", "2", "20", "4", "<difficult>1</difficult>")));
  g_autofree char *c = lw_test_put (source, "Annotations/c 1.xml", FILE_OF (""));
  g_autofree char *image_a = lw_test_put (source, "JPEGImages/a 1.jpg", "");
  g_autofree char *image_b = lw_test_put (source, "JPEGImages/b 1.jpg", "");
  g_autofree char *image_c = lw_test_put (source, "JPEGImages/c 1.jpg", "");
  g_autofree char *subset = lw_test_put (source, "ImageSets/Main/trainval.txt", "# of 2012\na 1\nb 1\nc 1\ngone\n");
  g_autofree char *other_subset = lw_test_put (source, "ImageSets/Main/val.txt", "a 1\n");
  g_autofree char *lists = lw_test_put (source, "ImageSets/Main/cat_trainval.txt", "a 1  1\nb 1  0\nc 1 -1\n");
  g_autofree char *none = lw_test_put (source, "ImageSets/Main/horse_trainval.txt", "a 1 -1\nb 1 -1\nc 1 -1\n");
  g_autofree char *lost = lw_test_put (source, "ImageSets/Main/dog_test.txt", "a 1  1\n");
  g_autofree char *layout = lw_test_put (source, "ImageSets/Layout/train.txt", "a 1\n");
  g_autoptr (LwTestRead) read = lw_test_read ("voc", source, NULL);
  g_autofree char *kinds = lw_test_list_kinds (read->findings);
  g_autofree char *written = lw_test_round_trip ("voc", source, target);
  g_autofree char *text = lw_test_load (target, "ImageSets/Main/cat_trainval.txt");
  g_autofree char *empty = lw_test_load (target, "ImageSets/Main/horse_trainval.txt");
  g_autofree char *names = lw_test_load (target, "ImageSets/Main/trainval.txt");
  g_autofree char *unasked = g_build_filename (target, "ImageSets/Main/cat_val.txt", NULL);

  g_assert_cmpstr (names, ==, "a 1\nb 1\nc 1\n");
  g_assert_cmpstr (text, ==, "a 1  1\nb 1  0\nc 1 -1\n");
  g_assert_cmpstr (empty, ==, "a 1 -1\nb 1 -1\nc 1 -1\n");
  g_assert_false (g_file_test (unasked, G_FILE_TEST_EXISTS));
  g_assert_nonnull (strstr (kinds, "class-lists"));
  g_assert_nonnull (strstr (kinds, "class-list-without-subset"));
  g_assert_nonnull (strstr (kinds, "image-sets-unread"));
  g_assert_nonnull (strstr (kinds, "subset-image-missing"));
  lw_test_remove_folder (folder);
}

/* A folder with anything in it belongs to the user. */
static void
test_refuses_full_folder (void)
{
  g_autofree char *folder = lw_test_make_folder ();
  g_autofree char *note = lw_test_put (folder, "note.txt", "mine");
  g_autofree char *text = NULL;
  g_autoptr (LwDataset) set = lw_dataset_new ();
  g_autoptr (LwFindings) findings = lw_findings_new ();
  g_autoptr (GError) error = NULL;
  const LwWriteOptions options = { 0 };

  g_assert_false (lw_format_find ("voc", NULL)->write (folder, &options, lw_dataset_get_source (set), findings, NULL, &error));
  g_assert_error (error, LW_ERROR, LW_ERROR_EXISTS);
  text = lw_test_load (folder, "note.txt");
  g_assert_cmpstr (text, ==, "mine");
  lw_test_remove_folder (folder);
}

/* clang-format off */
static const struct
{
  const char *name, *text, *kinds; /* "!": a part of the error */
  guint       n_boxes;
  double      x0;
} cases[] = {
  { "zero-based",     FILE_OF (OBJECT ("0", "2", "20", "4", "")),   "voc-origin", 1, 0 },
  { "one-based",      FILE_OF (OBJECT ("1", "2", "20", "4", "")),   "voc-origin", 1, 0 },
  { "ambiguous",      FILE_OF (OBJECT ("1", "2", "19", "4", "")),   "voc-origin", 1, 1 },
  { "said",           "<annotation origin=\"1\"><filename>a.jpg</filename><size><width>9</width><height>9</height></size>" OBJECT ("5", "5", "6", "6", "") "</annotation>", "voc-origin", 1, 4 },
  { "no-size",        "<annotation><filename>a.jpg</filename>" OBJECT ("5", "5", "6", "6", "") "</annotation>", "voc-origin size-unknown", 1, 5 },
  { "zero-size",      "<annotation><size><width>0</width><height>0</height></size></annotation>", "voc-origin size-unknown", 0, 0 },
  { "no-name",        FILE_OF ("<object><bndbox/></object>"),       "voc-origin class-malformed", 0, 0 },
  { "no-box",         FILE_OF ("<object><name>a</name></object>"),  "voc-origin no-box", 0, 0 },
  { "empty-box",      FILE_OF ("<object><name>a</name><bndbox/></object>"), "voc-origin box-malformed", 0, 0 },
  { "word-box",       FILE_OF (OBJECT ("1", "x", "3", "4", "")),    "voc-origin box-malformed", 0, 0 },
  { "nan-box",        FILE_OF (OBJECT ("1", "nan", "3", "4", "")),  "voc-origin box-malformed", 0, 0 },
  { "outside-name",   "<annotation><filename>../../x.jpg</filename><size><width>9</width><height>9</height></size></annotation>", "voc-origin", 0, 0 },
  { "cut",            "<annotation><filename>a.jpg</filename>",     "!line 1", 0, 0 },
  { "empty",          "",                                           "!XML", 0, 0 },
  { "cvat",           "<annotations><image/></annotations>",        "!not Pascal VOC", 0, 0 },
  { "entities",       "<!DOCTYPE a [<!ENTITY e \"x\">]><annotation><filename>&e;</filename></annotation>", "!document type", 0, 0 },
  { "external",       "<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><annotation/>", "!document type", 0, 0 },
};
/* clang-format on */

static void
test_case (gconstpointer data)
{
  guint            i = GPOINTER_TO_UINT (data);
  g_autofree char *folder = lw_test_make_folder ();
  g_autofree char *path = lw_test_put (folder, "a.xml", cases[i].text);
  g_autoptr (LwTestRead) read = lw_test_read ("voc", path, NULL);

  lw_test_assert_read (read, cases[i].kinds, cases[i].n_boxes);

  if (cases[i].n_boxes > 0)
    {
      g_autofree char *text = lw_test_describe (read->set, NULL);
      g_autofree char *start = g_strdup_printf ("\n  cat %.7f ", cases[i].x0);

      g_assert_nonnull (strstr (text, start));
    }

  lw_test_remove_folder (folder);
}

static void
test_truncated (void)
{
  g_autofree char *folder = lw_test_make_folder ();

  for (gsize len = 0; len < sizeof full - 1; len++)
    {
      g_autofree char *cut = g_strndup (full, len);
      g_autofree char *path = lw_test_put (folder, "a.xml", cut);
      g_autoptr (LwTestRead) read = lw_test_read ("voc", path, NULL);

      g_assert_error (read->error, LW_ERROR, LW_ERROR_INVALID);
    }

  lw_test_remove_folder (folder);
}

/* One bad file among good ones is left out and told. */
static void
test_bad_file (void)
{
  g_autofree char *folder = lw_test_make_folder ();
  g_autofree char *good = lw_test_put (folder, "a.xml", full);
  g_autofree char *bad = lw_test_put (folder, "b.xml", "<annotation>");
  g_autoptr (LwTestRead) read = lw_test_read ("voc", folder, NULL);

  g_assert_no_error (read->error);
  g_assert_cmpuint (lw_findings_count (read->findings, "file-malformed"), ==, 1);
  g_assert_cmpuint (lw_test_count_boxes (read->set), ==, 2);
  lw_test_remove_folder (folder);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/format-voc/read", test_read);
  g_test_add_func ("/format-voc/round-trip", test_round_trip);
  g_test_add_func ("/format-voc/class-lists", test_class_lists);
  g_test_add_func ("/format-voc/refuses-full-folder", test_refuses_full_folder);
  g_test_add_func ("/format-voc/truncated", test_truncated);
  g_test_add_func ("/format-voc/bad-file", test_bad_file);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/format-voc/case/%s", cases[i].name);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_case);
    }

  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Real sets of all formats: which format each is taken for, and what is in it. */
#include "lw-test-dataset.h"

#include "lw-error.h"

#include <string.h>

#define ASSETS "formats/datumaro/tests/assets/"
#define ULTRA "formats/yolo-ultralytics/"

/* clang-format off */
static const struct
{
  const char *path;
  const char *format_id; /* NULL: none of ours */
  guint       n_classes, n_images, n_boxes, n_tags;
  const char *kinds; /* of findings; "!": an error */
} samples[] = {
  { "bccd",                                                        "voc",         3, 243, 3288, 0, "voc-origin" },
  { "raccoon",                                                     "voc",         1, 133,  147, 0, "voc-origin" },
  { "deeppcb/annotations.coco.json",                               "coco",        6, 150, 1019, 0, "" },
  { "deeppcb",                                                     "coco",        6, 150, 1019, 0, "" },
  { ULTRA "yolo",                                                  "darknet",    10,   1,    2, 0, "" },
  { ULTRA "yolov8_classification",                                 "imagefolder", 2,   3,    0, 3, "" },
  { ULTRA "yolov8_detection",                                      "yolo",       10,   1,    2, 0, "" },
  { ULTRA "yolov8_detection_with_list_of_imgs",                    "yolo",       10,   1,    2, 0, "" },
  { ULTRA "yolov8_detection_with_list_of_names",                   "yolo",       10,   1,    2, 0, "" },
  { ULTRA "yolov8_detection_with_subset_txt",                      "yolo",       10,   1,    2, 0, "" },
  { ULTRA "yolov8_oriented_boxes",                                 "yolo",       10,   1,    2, 0, "box-from-polygon coordinate-outside" },
  { ULTRA "yolov8_pose",                                           "yolo",        1,   1,    1, 0, "key-points" },
  { ULTRA "yolov8_pose_two_values_per_point",                      "yolo",        1,   1,    1, 0, "key-points" },
  { ULTRA "yolov8_segmentation",                                   "yolo",       10,   1,    2, 0, "box-from-polygon" },
  { ASSETS "yolo_dataset/strict",                                  "darknet",    10,   1,    2, 0, "" },
  { ASSETS "yolo_dataset/labels",                                  "darknet",    10,   2,    4, 0, "" },
  { ASSETS "yolo_dataset/annotations",                             "darknet",    10,   1,    2, 0, "" },
  { ASSETS "kaggle_dataset/relaxed_yolo",                          "darknet",     4,   2,    4, 0, "class-names-missing class-without-name" },
  { ASSETS "roboflow_dataset/yolo",                                "yolo",        2,   3,    4, 0, "" },
  { ASSETS "roboflow_dataset/yolo_obb",                            NULL,          0,   0,    0, 0, "" },
  { ASSETS "voc_dataset/voc_dataset1",                             "voc",        22,   2,    2, 0, "class-lists image-sets-unread voc-origin" },
  { ASSETS "voc_dataset/voc_dataset2",                             "voc",        22,   5,    4, 0, "image-sets-unread voc-origin size-unknown" },
  { ASSETS "voc_dataset/voc_dataset3",                             "voc",         1,   1,    1, 0, "voc-origin" },
  { ASSETS "kaggle_dataset/relaxed_voc1",                          "voc",         2,   2,    2, 0, "voc-origin" },
  { ASSETS "kaggle_dataset/relaxed_voc2",                          "voc",         2,   2,    2, 0, "voc-origin" },
  { ASSETS "roboflow_dataset/voc",                                 "voc",         2,   3,    4, 0, "voc-origin" },
  { ASSETS "coco_dataset/coco",                                    "coco",        0,   0,    0, 0, "!" },
  { ASSETS "coco_dataset/coco/annotations/captions_train.json",    "coco",        0,   1,    0, 0, "no-box" },
  { ASSETS "coco_dataset/coco/annotations/image_info_train.json",  "coco",        0,   1,    0, 0, "" },
  { ASSETS "coco_dataset/coco/annotations/instances_train.json",   "coco",        3,   1,    1, 0, "" },
  { ASSETS "coco_dataset/coco/annotations/instances_val.json",     "coco",        3,   1,    2, 0, "" },
  { ASSETS "coco_dataset/coco/annotations/labels_val.json",        "coco",        2,   1,    0, 2, "" },
  { ASSETS "coco_dataset/coco/annotations/panoptic_train.json",    "coco",        2,   1,    0, 0, "no-box" },
  { ASSETS "coco_dataset/coco/annotations/person_keypoints_val.json", "coco",     2,   1,    2, 0, "" },
  { ASSETS "coco_dataset/coco/annotations/stuff_train.json",       "coco",        2,   1,    1, 0, "" },
  { ASSETS "coco_dataset/mmdet_coco/annotations/instances_val.json", "coco",      3,   1,    2, 0, "" },
  { ASSETS "coco_dataset/coco_roboflow/train/_annotations.coco.json", "coco",     3,   1,    1, 0, "" },
  { ASSETS "kaggle_dataset/relaxed_coco",                          "coco",        2,   2,    2, 0, "" },
  { ASSETS "imagenet_dataset",                                     "imagefolder", 3,   4,    0, 3, "image-without-class" },
  { ASSETS "imagenet_subsets_dataset",                             "imagefolder", 3,  12,    0, 9, "image-without-class" },
  { ASSETS "image_dir_dataset",                                    NULL,          0,   0,    0, 0, "" },
  { ASSETS "kitti_dataset/kitti_detection",                        NULL,          0,   0,    0, 0, "" },
  { ASSETS "labelme_dataset",                                      NULL,          0,   0,    0, 0, "" },
  { ASSETS "cvat_dataset/for_images/export_task",                  NULL,          0,   0,    0, 0, "" },
  { ASSETS "open_images_dataset/v6",                               NULL,          0,   0,    0, 0, "" },
  { ASSETS "datumaro_dataset/legacy",                              NULL,          0,   0,    0, 0, "" },
  { ASSETS "vott_csv_dataset",                                     NULL,          0,   0,    0, 0, "" },
  { ASSETS "widerface_dataset",                                    NULL,          0,   0,    0, 0, "" },
  { ASSETS "roboflow_dataset/createml",                            NULL,          0,   0,    0, 0, "" },
};
/* clang-format on */

static void
test_sample (gconstpointer data)
{
  guint            i = GPOINTER_TO_UINT (data);
  g_autofree char *path = lw_test_find_data (samples[i].path);
  g_autoptr (GError) error = NULL;
  g_autoptr (LwTestRead) read = NULL;
  g_autofree char *kinds = NULL;
  const LwFormat  *format;

  if (path == NULL)
    return;

  format = lw_format_guess (path, &error);
  g_assert_cmpstr (format != NULL ? format->id : NULL, ==, samples[i].format_id);

  if (format == NULL)
    {
      g_assert_error (error, LW_ERROR, LW_ERROR_INVALID);
      return;
    }

  read = lw_test_read (format->id, path, NULL);

  if (g_str_equal (samples[i].kinds, "!"))
    {
      g_assert_error (read->error, LW_ERROR, LW_ERROR_INVALID);
      return;
    }

  g_assert_no_error (read->error);
  kinds = lw_test_list_kinds (read->findings);
  g_assert_cmpstr (kinds, ==, samples[i].kinds);
  g_assert_cmpuint (lw_dataset_get_source (read->set)->n_classes, ==, samples[i].n_classes);
  g_assert_cmpuint (lw_dataset_get_source (read->set)->n_images, ==, samples[i].n_images);
  g_assert_cmpuint (lw_test_count_boxes (read->set), ==, samples[i].n_boxes);
  g_assert_cmpuint (lw_test_count_tags (read->set), ==, samples[i].n_tags);
}

/* Formats whose image paths do not change by being written. */
static void
test_round_trip (gconstpointer data)
{
  guint            i = GPOINTER_TO_UINT (data);
  g_autofree char *path = lw_test_find_data (samples[i].path);
  g_autofree char *folder = NULL;
  g_autofree char *target = NULL;
  g_autofree char *written = NULL;

  if (path == NULL)
    return;

  folder = lw_test_make_folder ();
  target = g_build_filename (folder, "out", NULL);
  written = lw_test_round_trip (samples[i].format_id, path, target);
  lw_test_remove_folder (folder);
}

static void
test_find (void)
{
  g_autoptr (GError) error = NULL;
  guint                  n;
  const LwFormat *const *formats = lw_formats_list (&n);

  for (guint i = 0; i < n; i++)
    {
      g_assert_true (lw_format_find (formats[i]->id, NULL) == formats[i]);
      g_assert_nonnull (formats[i]->read);
      g_assert_nonnull (formats[i]->write);
      g_assert_true (formats[i]->losses[0] == '\0' || g_str_has_suffix (formats[i]->losses, "."));
      g_assert_cmpint (formats[i]->target_is_folder, ==, !g_str_equal (formats[i]->id, "coco"));
    }

  g_assert_null (lw_format_find ("no-such", &error));
  g_assert_error (error, LW_ERROR, LW_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, "coco, voc, yolo, darknet, imagefolder"));
}

static void
test_guess_missing (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (lw_format_guess ("/nowhere/at/all", &error));
  g_assert_error (error, LW_ERROR, LW_ERROR_NOT_FOUND);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/formats/find", test_find);
  g_test_add_func ("/formats/guess-missing", test_guess_missing);

  for (guint i = 0; i < G_N_ELEMENTS (samples); i++)
    {
      const char      *id = samples[i].format_id;
      g_autofree char *path = g_strdup_printf ("/formats/sample/%s", samples[i].path);
      g_autofree char *trip = g_strdup_printf ("/formats/round-trip/%s", samples[i].path);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_sample);

      if (id != NULL && samples[i].kinds[0] != '!' && (g_str_equal (id, "coco") || g_str_equal (id, "voc")))
        g_test_add_data_func (trip, GUINT_TO_POINTER (i), test_round_trip);
    }

  return g_test_run ();
}

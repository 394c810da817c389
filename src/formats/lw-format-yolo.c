/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-yolo.h"

#include "lw-format-private.h"
#include "lw-image-files.h"
#include "lw-text-file.h"

#include <glib/gi18n-lib.h>

#include <string.h>

/* DOTA's labels in pixels come with the same data.yaml. */
static gboolean
has_fraction_labels (const char *folder)
{
  g_autofree char *label = lw_files_find_first (folder, 3, lw_yolo_is_label_name);

  return label == NULL || strstr (label, "/labelTxt/") == NULL;
}

static int
recognise_ultralytics (const char *path)
{
  g_autofree char *yaml = NULL;

  if (!g_file_test (path, G_FILE_TEST_IS_DIR))
    {
      g_autofree char *folder = g_path_get_dirname (path);

      return lw_yolo_is_data_yaml (path) && has_fraction_labels (folder) ? 95 : 0;
    }

  yaml = lw_yolo_find_yaml (path);

  return yaml != NULL && has_fraction_labels (path) ? 95 : 0;
}

static gboolean
is_data_name (const char *name)
{
  return g_str_has_suffix (name, ".data");
}

/* The first line of the first label file tells; one that is empty does not. */
static int
judge_labels (const char *folder)
{
  g_autofree char *label = lw_files_find_first (folder, 3, lw_yolo_is_label_name);
  g_autofree char *head = label != NULL ? lw_text_file_peek (label, 4096) : NULL;
  g_autofree char *image = NULL;
  LwYoloLine       line;
  char            *walk = head;
  char            *text = lw_text_next_line (&walk);

  if (label == NULL || strstr (label, "/labelTxt/") != NULL)
    return 0;

  image = lw_files_find_first (folder, 3, lw_image_name_is_known);
  if (image == NULL)
    return 0;

  if (text == NULL || text[0] == '\0')
    return strstr (label, "/labels/") != NULL ? 40 : 0;

  return lw_yolo_line_parse (text, 0, &line) ? 70 : 0;
}

static int
recognise_darknet (const char *path)
{
  g_autofree char *data = NULL;
  g_autofree char *names = NULL;
  int              score;

  if (!g_file_test (path, G_FILE_TEST_IS_DIR))
    {
      g_autofree char *head = is_data_name (path) ? lw_text_file_peek (path, 4096) : NULL;

      return head != NULL && strstr (head, "names") != NULL && strchr (head, '=') != NULL ? 90 : 0;
    }

  data = lw_files_find_first (path, 0, is_data_name);
  if (data != NULL)
    return recognise_darknet (data);

  names = lw_yolo_find_names (path);
  score = judge_labels (path);

  return score > 0 && names != NULL ? 88 : score;
}

#define LOSSES N_ ("Not kept are marks on boxes, classes of images as a whole, lots, open and skipped images, and what other formats said besides.")

const LwFormat lw_format_yolo = {
  .id = "yolo",
  .name = "YOLO (Ultralytics)",
  .pattern = N_ ("a folder with data.yaml, or that file"),
  .losses = LOSSES,
  .target_is_folder = TRUE,
  .recognise = recognise_ultralytics,
  .read = lw_yolo_read,
  .write = lw_yolo_write_ultralytics,
};

const LwFormat lw_format_darknet = {
  .id = "darknet",
  .name = "YOLO (darknet)",
  .pattern = N_ ("a folder with obj.data, or one of .txt files beside images"),
  .losses = LOSSES,
  .target_is_folder = TRUE,
  .recognise = recognise_darknet,
  .read = lw_yolo_read,
  .write = lw_yolo_write_darknet,
};

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-coco.h"

#include "lw-error.h"
#include "lw-format-private.h"
#include "lw-image-files.h"
#include "lw-text-file.h"

#include <glib/gi18n-lib.h>

#include <string.h>

/* Looked at to recognise a file. */
#define HEAD_SIZE (16 * 1024)

const LwCocoMark lw_coco_marks[LW_COCO_N_MARKS] = {
  { "difficult", LW_BOX_DIFFICULT },
  { "truncated", LW_BOX_TRUNCATED },
  { "occluded", LW_BOX_OCCLUDED },
};

const char *const lw_coco_progress_names[LW_N_PROGRESS] = { "unseen", "open", "done", "skipped" };

gboolean
lw_coco_parse_bbox (LwJsonSlice value,
                    LwRect     *rect,
                    double     *area)
{
  LwJsonSlice element;
  double      numbers[4];
  guint       n = 0;

  if (value.len == 0 || *value.text != '[')
    return FALSE;

  while (lw_json_next_element (&value, &element))
    if (n == 4 || !lw_json_get_number (element, &numbers[n++]))
      return FALSE;

  if (n != 4)
    return FALSE;

  *rect = (LwRect){ numbers[0], numbers[1], numbers[0] + numbers[2], numbers[1] + numbers[3] };
  *area = numbers[2] * numbers[3];

  return TRUE;
}

gboolean
lw_coco_has_shape (LwJsonSlice segmentation)
{
  LwJsonSlice unused;
  LwJsonSlice key;

  if (segmentation.len == 0)
    return FALSE;

  if (*segmentation.text == '{')
    return lw_json_next_member (&segmentation, &key, &unused);

  return *segmentation.text == '[' && lw_json_next_element (&segmentation, &unused);
}

/* Other formats are JSON as well; the names of COCO's members tell, even of a
 * file whose first kilobytes are all of one kind. */
static int
recognise_file (const char *path)
{
  static const char *const members[] = { "\"images\"", "\"annotations\"", "\"categories\"", "\"file_name\"", "\"category_id\"", "\"bbox\"", "\"image_id\"", "\"licenses\"", "\"supercategory\"" };
  g_autofree char         *head = NULL;
  guint                    n_seen = 0;
  const char              *at;

  head = lw_text_file_peek (path, HEAD_SIZE);
  if (head == NULL)
    return 0;

  at = head + (g_str_has_prefix (head, "\xef\xbb\xbf") ? 3 : 0);
  at += strspn (at, " \t\r\n");
  if (*at != '{' && *at != '[')
    return 0;

  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    n_seen += strstr (at, members[i]) != NULL;

  /* Predictions: recognised, so that the reader can say what they are. */
  if (*at == '[')
    return n_seen >= 3 ? 60 : 0;

  if (n_seen >= 3)
    return 95;

  if (n_seen > 0)
    return 50;

  /* A long "info" may come first. */
  return strlen (head) == HEAD_SIZE && g_str_has_suffix (path, ".json") ? 10 : 0;
}

static gboolean
is_json_name (const char *name)
{
  return g_str_has_suffix (name, ".json");
}

static int
recognise (const char *path)
{
  g_autofree char *first = NULL;

  if (!g_file_test (path, G_FILE_TEST_IS_DIR))
    return recognise_file (path);

  first = lw_files_find_first (path, 2, is_json_name);

  return first != NULL && recognise_file (first) >= 90 ? 80 : 0;
}

/* A folder stands for the one file of labels in it. */
static char *
choose_file (const char   *path,
             GCancellable *cancellable,
             GError      **error)
{
  g_autoptr (GPtrArray) files = NULL;
  g_autofree char *only = NULL;
  guint            n = 0;

  if (!g_file_test (path, G_FILE_TEST_IS_DIR))
    return g_strdup (path);

  files = lw_files_list (path, is_json_name, cancellable, error);
  if (files == NULL)
    return NULL;

  for (guint i = 0; i < files->len; i++)
    {
      g_autofree char *file = g_build_filename (path, g_ptr_array_index (files, i), NULL);

      if (recognise_file (file) < 90)
        continue;

      n++;
      if (only == NULL)
        only = g_steal_pointer (&file);
    }

  if (n == 1)
    return g_steal_pointer (&only);

  if (n == 0)
    g_set_error (error, LW_ERROR, LW_ERROR_INVALID, _ ("%s holds no COCO file"), path);
  else
    g_set_error (error, LW_ERROR, LW_ERROR_INVALID, _ ("%s holds %u COCO files; name one of them, such as %s"), path, n, only);

  return NULL;
}

static gboolean
read_set (const char          *path,
          const LwReadOptions *options,
          LwSink              *sink,
          char               **images_folder_out,
          LwFindings          *findings,
          GCancellable        *cancellable,
          GError             **error)
{
  g_autofree char *file = choose_file (path, cancellable, error);

  return file != NULL && lw_coco_read (file, options, sink, images_folder_out, findings, cancellable, error);
}

const LwFormat lw_format_coco = {
  .id = LW_COCO_ID,
  .name = "COCO detection JSON",
  .pattern = N_ ("a file such as instances_train.json, or the folder of one"),
  .losses = N_ ("Not kept are classes of images as a whole, lots, what other formats said besides, and the shape of an object whose box was changed."),
  .recognise = recognise,
  .read = read_set,
  .write = lw_coco_write,
};

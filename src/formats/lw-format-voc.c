/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-voc.h"

#include "lw-format-private.h"
#include "lw-image-files.h"
#include "lw-text-file.h"

#include <glib/gi18n-lib.h>

#include <string.h>

gboolean
lw_voc_is_xml_name (const char *name)
{
  gsize len = strlen (name);

  return len > 4 && g_ascii_strcasecmp (name + len - 4, ".xml") == 0;
}

static gboolean
is_voc_file (const char *path)
{
  g_autofree char *head = lw_text_file_peek (path, 8192);
  const char      *root = head != NULL ? strstr (head, "<annotation") : NULL;

  /* <annotations> is CVAT's; LabelMe's web tool has <annotation> with polygons. */
  if (root == NULL || strchr (" \t\r\n>", root[strlen ("<annotation")]) == NULL)
    return FALSE;

  return strstr (root, "<polygon>") == NULL && strstr (root, "<imagesize>") == NULL &&
         (strstr (root, "<filename") != NULL || strstr (root, "<object>") != NULL || strstr (root, "<size>") != NULL);
}

static int
recognise (const char *path)
{
  g_autofree char *annotations = g_build_filename (path, "Annotations", NULL);
  g_autofree char *first = NULL;

  if (!g_file_test (path, G_FILE_TEST_IS_DIR))
    return lw_voc_is_xml_name (path) && is_voc_file (path) ? 90 : 0;

  first = lw_files_find_first (annotations, 1, lw_voc_is_xml_name);
  if (first != NULL && is_voc_file (first))
    return 95;

  g_clear_pointer (&first, g_free);
  first = lw_files_find_first (path, 3, lw_voc_is_xml_name);

  return first != NULL && is_voc_file (first) ? 85 : 0;
}

const LwFormat lw_format_voc = {
  .id = LW_VOC_ID,
  .name = "Pascal VOC",
  .pattern = N_ ("a folder of .xml files, such as VOC2007, or one of them"),
  .losses = N_ ("Not kept are classes of images as a whole, lots, crowd marks, open and skipped images, and what other formats said besides."),
  .target_is_folder = TRUE,
  .recognise = recognise,
  .read = lw_voc_read,
  .write = lw_voc_write,
};

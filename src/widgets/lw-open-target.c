/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-open-target.h"

#include "lw-decode.h"
#include "lw-store.h"

/* Bounds what a click may wait for: a folder of this many files without any
 * picture among them is not a folder of pictures. */
#define MAX_NAMES 2000

static gboolean
has_images (const char *folder,
            guint       depth,
            guint      *n_names)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (*n_names)++ < MAX_NAMES && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = NULL;

      if (lw_decode_is_image_name (name))
        return TRUE;

      if (depth == 0 || name[0] == '.')
        continue;

      path = g_build_filename (folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR) && has_images (path, depth - 1, n_names))
        return TRUE;
    }

  return FALSE;
}

static char *
dup_image_folder (const char *file)
{
  g_autofree char *folder = g_path_get_dirname (file);
  g_autofree char *parent = g_path_get_dirname (folder);
  g_autofree char *grandparent = g_path_get_dirname (parent);
  const char      *folders[] = { folder, parent, grandparent };

  for (guint i = 0; i < G_N_ELEMENTS (folders); i++)
    {
      guint n_names = 0;

      if (has_images (folders[i], 1, &n_names))
        return g_strdup (folders[i]);
    }

  return g_steal_pointer (&folder);
}

LwTargetKind
lw_open_target_look (const char *path,
                     char      **folder)
{
  if (g_file_test (path, G_FILE_TEST_IS_DIR))
    return LW_TARGET_FOLDER;

  /* Something that is not there is best explained by opening it. */
  if (g_str_has_suffix (path, LW_STORE_SUFFIX) || !g_file_test (path, G_FILE_TEST_EXISTS))
    return LW_TARGET_PROJECT;

  /* One picture means the pictures around it. */
  if (lw_decode_is_image_name (path))
    {
      *folder = g_path_get_dirname (path);
      return LW_TARGET_FOLDER;
    }

  *folder = dup_image_folder (path);

  return LW_TARGET_ANNOTATIONS;
}

/* lw-test-folder.h - a folder that a test has to itself
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>
#include <glib/gstdio.h>

G_BEGIN_DECLS

/* To be cleared away with lw_test_remove_folder().  Transfer full. */
static inline char *
lw_test_make_folder (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = g_dir_make_tmp ("labelwright-test-XXXXXX", &error);

  g_assert_no_error (error);

  return folder;
}

/* With all that is in it; what symbolic links point to stays. */
static inline void
lw_test_remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_unlink (path) != 0)
        lw_test_remove_folder (path);
    }

  g_rmdir (folder);
}

G_END_DECLS

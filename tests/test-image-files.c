/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-image-files.h"
#include "lw-image-index.h"
#include "lw-test-folder.h"

/* clang-format off */
static const struct
{
  const char *path;
  const char *stem;
  gboolean    is_image;
} names[] = {
  { "a.tif",              "a",              TRUE  },
  { "a.tif#page=2",       "a#page=2",       TRUE  },
  { "b.c/a.b.TIFF#page=3","b.c/a.b#page=3", TRUE  },
  { "a.txt#page=2",       "a#page=2",       FALSE },
  { "a.tif#page=1",       "a",              FALSE },
  { "a.b/c",              "a.b/c",          FALSE },
};
/* clang-format on */

static void
test_names (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *stem = lw_path_dup_stem (names[i].path);

      g_assert_cmpstr (stem, ==, names[i].stem);
      g_assert_cmpint (lw_image_name_is_known (names[i].path), ==, names[i].is_image);
    }
}

static void
put (const char *folder,
     const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *parent = g_path_get_dirname (path);

  g_assert_cmpint (g_mkdir_with_parents (parent, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, "x", 1, NULL));
}

/* Of a page, its file is what is looked for. */
static void
test_pages_in_index (void)
{
  g_autofree char *folder = lw_test_make_folder ();
  g_autofree char *sub = g_build_filename (folder, "sub", NULL);
  LwImageIndex    *index;

  put (folder, "sub/Stack.tif");
  put (folder, "sub/odd.tif#page=2");
  index = lw_image_index_new (folder, NULL, NULL);

  g_assert_cmpstr (lw_image_index_find (index, "sub/stack.tif"), ==, "sub/Stack.tif");
  g_assert_cmpstr (lw_image_index_find (index, "data/sub/stack.tif#page=2"), ==, "sub/Stack.tif#page=2");
  g_assert_cmpstr (lw_image_index_find (index, "stack.tif#page=12"), ==, "sub/Stack.tif#page=12");
  g_assert_cmpstr (lw_image_index_find_stem (index, "stack#page=7"), ==, "sub/Stack.tif#page=7");
  g_assert_cmpstr (lw_image_index_find (index, "odd.tif#page=2"), ==, "sub/odd.tif#page=2");
  g_assert_null (lw_image_index_find (index, "other.tif#page=2"));

  g_assert_true (lw_image_exists (sub, "Stack.tif#page=2"));
  g_assert_false (lw_image_exists (sub, "other.tif#page=2"));

  lw_image_index_free (index);
  lw_test_remove_folder (folder);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/image-files/names", test_names);
  g_test_add_func ("/image-files/pages-in-index", test_pages_in_index);

  return g_test_run ();
}

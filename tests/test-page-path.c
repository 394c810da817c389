/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-page-path.h"
#include "lw-test-folder.h"

/* clang-format off */
static const struct
{
  const char *path;
  const char *file;
  int         page;
} splits[] = {
  { "a.tif",               "a.tif",               1     },
  { "a.tif#page=2",        "a.tif",               2     },
  { "b/a.tif#page=65535",  "b/a.tif",             65535 },
  { "a#page=3.tif#page=4", "a#page=3.tif",        4     },
  { "a.tif#page=1",        "a.tif#page=1",        1     },
  { "a.tif#page=0",        "a.tif#page=0",        1     },
  { "a.tif#page=02",       "a.tif#page=02",       1     },
  { "a.tif#page=-2",       "a.tif#page=-2",       1     },
  { "a.tif#page=+2",       "a.tif#page=+2",       1     },
  { "a.tif#page=2x",       "a.tif#page=2x",       1     },
  { "a.tif#page=",         "a.tif#page=",         1     },
  { "a.tif#page=65536",    "a.tif#page=65536",    1     },
  { "a#page=2/b.tif",      "a#page=2/b.tif",      1     },
  { "#page=2",             "#page=2",             1     },
  { "b/#page=2",           "b/#page=2",           1     },
  { "",                    "",                    1     },
};
/* clang-format on */

static void
test_split (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (splits); i++)
    {
      int              page;
      g_autofree char *file = lw_page_path_split (splits[i].path, &page);
      g_autofree char *back = lw_page_path_join (file, page);

      g_assert_cmpstr (file, ==, splits[i].file);
      g_assert_cmpint (page, ==, splits[i].page);
      g_assert_cmpstr (back, ==, splits[i].path);
    }
}

static void
test_file_wins (void)
{
  g_autofree char *folder = lw_test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "a.tif#page=2", NULL);
  g_autofree char *plain = g_build_filename (folder, "a.tif", NULL);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  int              page;

  before = lw_page_path_split_file (path, &page);
  g_assert_cmpstr (before, ==, plain);
  g_assert_cmpint (page, ==, 2);

  g_assert_true (g_file_set_contents (path, "x", 1, NULL));
  after = lw_page_path_split_file (path, &page);
  g_assert_cmpstr (after, ==, path);
  g_assert_cmpint (page, ==, 1);

  lw_test_remove_folder (folder);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/page-path/split", test_split);
  g_test_add_func ("/page-path/file-wins", test_file_wins);

  return g_test_run ();
}

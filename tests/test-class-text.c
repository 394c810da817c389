/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-class-text.h"
#include "lw-class-tree.h"
#include "lw-test-project.h"

#include <string.h>

typedef struct
{
  char      *folder;
  LwProject *project;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->folder = lw_test_make_folder ();
  lw_test_write_png (fixture->folder, "1.png", 40, 30);
  fixture->project = lw_test_open_folder_as (fixture->folder, "Ada");
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  lw_test_close_project (fixture->project);
  lw_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
}

static guint
add (Fixture    *fixture,
     const char *text)
{
  g_autoptr (GError) error = NULL;
  guint n_added = G_MAXUINT;

  lw_project_add_class_text (fixture->project, text, strlen (text), &n_added, &error);
  g_assert_no_error (error);

  return n_added;
}

static void
assert_text (Fixture    *fixture,
             const char *expected)
{
  g_autofree char *text = lw_class_text_write (lw_project_get_classes (fixture->project));

  g_assert_cmpstr (text, ==, expected);
}

/* clang-format off */
static const struct
{
  const char *name;
  const char *text;
  guint       n_added;
  const char *written;
} cases[] = {
  { "plain",    "cat\ndog\n",                          2, "cat\ndog\n" },
  { "tree",     "animal\n\tcat\n\t\tlynx\n\tdog\ncar\n", 5, "animal\n\tcat\n\t\tlynx\n\tdog\ncar\n" },
  { "blanks",   "animal\n  cat\n      lynx\n  dog\ncar", 5, "animal\n\tcat\n\t\tlynx\n\tdog\ncar\n" },
  { "windows",  "\xef\xbb\xbf" "cat\r\ndog\r\n",       2, "cat\ndog\n" },
  { "escapes",  "two\\nlines\na\\\\b\nc\\d\n",        3, "two\\nlines\na\\\\b\nc\\\\d\n" },
  { "paths",    "a/b\nخلية\n",                         2, "a/b\nخلية\n" },
  { "twice",    "cat\ncat\n\tlynx\n",                 2, "cat\n\tlynx\n" },
  { "outdents", "\t\tcat\n\tdog\nbird\n",             3, "cat\ndog\nbird\n" },
  { "nothing",  " \n\n\t\n",                           0, "" },
};
/* clang-format on */

static void
test_case (Fixture      *fixture,
           gconstpointer data)
{
  const guint i = GPOINTER_TO_UINT (data);

  g_assert_cmpuint (add (fixture, cases[i].text), ==, cases[i].n_added);
  assert_text (fixture, cases[i].written);

  /* What is written says nothing new. */
  g_assert_cmpuint (add (fixture, cases[i].written), ==, 0);
  assert_text (fixture, cases[i].written);
}

static void
undo (Fixture *fixture)
{
  GAsyncResult *result = NULL;
  g_autoptr (GAsyncResult) done = NULL;
  g_autoptr (GError) error = NULL;

  lw_project_undo_async (fixture->project, lw_test_store_result_cb, &result);
  done = lw_test_wait_result (&result);
  lw_project_step_finish (fixture->project, done, NULL, &error);
  g_assert_no_error (error);
}

/* What is there stays where it is, and can get others below it; all are one step. */
static void
test_known (Fixture      *fixture,
            gconstpointer data)
{
  add (fixture, "animal\n\tcat\n");
  g_assert_cmpuint (add (fixture, "cat\n\tlynx\n\tpuma\nanimal\n\tdog\n"), ==, 3);
  assert_text (fixture, "animal\n\tcat\n\t\tlynx\n\t\tpuma\n\tdog\n");
  undo (fixture);
  assert_text (fixture, "animal\n\tcat\n");
}

/* Nothing of a text that is refused stays. */
static void
test_refused (Fixture      *fixture,
              gconstpointer data)
{
  static const char *const texts[] = { "cat\n\xff\xfe\n",
                                       "1\n 2\n  3\n   4\n    5\n     6\n      7\n       8\n        9\n         10\n"
                                       "          11\n           12\n            13\n             14\n"
                                       "              15\n               16\n                17\n"
                                       "                 18\n                  19\n" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;
      guint n_added;

      g_assert_false (lw_project_add_class_text (fixture->project, texts[i], strlen (texts[i]), &n_added, &error));
      g_assert_error (error, LW_ERROR, LW_ERROR_INVALID);
      assert_text (fixture, "");
    }
}

#define ADD(path, data, func) g_test_add ("/class-text/" path, Fixture, data, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/class-text/", cases[i].name, NULL);

      g_test_add (path, Fixture, GUINT_TO_POINTER (i), set_up, test_case, tear_down);
    }

  ADD ("known", NULL, test_known);
  ADD ("refused", NULL, test_refused);

  return g_test_run ();
}

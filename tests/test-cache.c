/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-cache.h"
#include "store-helpers.h"

#include <string.h>

static const char picture_a[] = "a picture";
static const char picture_b[] = "another one";

static GBytes *
make_bytes (const char *text)
{
  return g_bytes_new_static (text, strlen (text));
}

static void
put (LwCache    *cache,
     const char *path,
     gint64      size,
     gint64      modified,
     const char *text)
{
  g_autoptr (GBytes) picture = make_bytes (text);

  lw_cache_put_thumbnail (cache, path, size, modified, picture);
}

/* @text NULL: there must be none. */
static void
assert_cached (LwCache    *cache,
               const char *path,
               gint64      size,
               gint64      modified,
               const char *text)
{
  g_autoptr (GBytes) picture = lw_cache_get_thumbnail (cache, path, size, modified);
  g_autoptr (GBytes) expected = text != NULL ? make_bytes (text) : NULL;

  if (text == NULL)
    g_assert_null (picture);
  else
    g_assert_true (picture != NULL && g_bytes_equal (picture, expected));
}

static char *
cache_file (LwId id)
{
  char             text[LW_ID_TEXT_SIZE];
  g_autofree char *name = NULL;

  lw_id_to_text (id, text);
  name = g_strconcat (text, ".sqlite", NULL);

  return g_build_filename (g_get_user_cache_dir (), "labelwright", name, NULL);
}

static void
test_thumbnail (void)
{
  const LwId id = lw_id_new ();

  for (int i = 0; i < 2; i++)
    {
      g_autoptr (LwCache) cache = lw_cache_open (id);

      /* What the first round put is there in the second. */
      assert_cached (cache, "a.jpg", 10, 20, i == 0 ? NULL : picture_a);
      put (cache, "a.jpg", 10, 20, picture_b);
      put (cache, "a.jpg", 10, 20, picture_a);
      assert_cached (cache, "a.jpg", 10, 20, picture_a);
      assert_cached (cache, "a.jpg", 11, 20, NULL);
      assert_cached (cache, "a.jpg", 10, 21, NULL);
      assert_cached (cache, "b.jpg", 10, 20, NULL);
    }
}

static void
test_projects_apart (void)
{
  g_autoptr (LwCache) one = lw_cache_open (lw_id_new ());
  g_autoptr (LwCache) other = lw_cache_open (lw_id_new ());

  put (one, "a.jpg", 1, 1, picture_a);
  assert_cached (other, "a.jpg", 1, 1, NULL);
}

static void
test_damaged (void)
{
  static const char *const contents[] = { "no database at all, but long enough to be looked at by anybody who cares",
                                          "SQLite format 3", "" };

  for (guint i = 0; i < G_N_ELEMENTS (contents); i++)
    {
      const LwId       id = lw_id_new ();
      g_autofree char *path = cache_file (id);
      LwCache         *cache = lw_cache_open (id);

      put (cache, "a.jpg", 1, 1, picture_a);
      lw_cache_close (cache);
      g_assert_true (g_file_set_contents (path, contents[i], -1, NULL));

      cache = lw_cache_open (id);
      assert_cached (cache, "a.jpg", 1, 1, NULL);
      put (cache, "a.jpg", 1, 1, picture_b);
      assert_cached (cache, "a.jpg", 1, 1, picture_b);
      lw_cache_close (cache);
    }
}

/* Bytes go wrong in the middle of a file that starts well. */
static void
test_damaged_inside (void)
{
  const LwId       id = lw_id_new ();
  g_autofree char *path = cache_file (id);
  g_autofree char *content = NULL;
  gsize            length;
  LwCache         *cache = lw_cache_open (id);

  for (int i = 0; i < 500; i++)
    {
      g_autofree char *name = g_strdup_printf ("a rather long name of an image, number %d.jpg", i);

      put (cache, name, i, 1, picture_a);
    }

  lw_cache_close (cache);
  g_assert_true (g_file_get_contents (path, &content, &length, NULL));
  memset (content + 4096, 0x5a, length - 4096);
  g_assert_true (g_file_set_contents (path, content, (gssize) length, NULL));

  cache = lw_cache_open (id);
  put (cache, "b.jpg", 1, 1, picture_b);
  lw_cache_close (cache);

  cache = lw_cache_open (id);
  put (cache, "b.jpg", 1, 1, picture_b);
  assert_cached (cache, "b.jpg", 1, 1, picture_b);
  lw_cache_close (cache);
}

/* A folder stands where the file should be: no cache, and no harm. */
static void
test_no_file (void)
{
  const LwId       id = lw_id_new ();
  g_autofree char *path = cache_file (id);

  g_assert_cmpint (g_mkdir_with_parents (path, 0700), ==, 0);

  {
    g_autoptr (LwCache) cache = lw_cache_open (id);

    put (cache, "a.jpg", 1, 1, picture_a);
    assert_cached (cache, "a.jpg", 1, 1, NULL);
  }
}

static gpointer
hammer (gpointer data)
{
  LwCache *cache = data;

  for (int i = 0; i < 200; i++)
    {
      g_autofree char *name = g_strdup_printf ("%d.jpg", i % 20);
      g_autoptr (GBytes) picture = NULL;

      put (cache, name, 1, 1, picture_a);
      picture = lw_cache_get_thumbnail (cache, name, 1, 1);
      g_assert_nonnull (picture);
    }

  return NULL;
}

static void
test_threads (void)
{
  g_autoptr (LwCache) cache = lw_cache_open (lw_id_new ());
  GThread *threads[4];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("hammer", hammer, cache);

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
}

int
main (int   argc,
      char *argv[])
{
  g_autofree char *folder = NULL;
  int              result;

  folder = lw_test_make_folder ();
  g_setenv ("XDG_CACHE_HOME", folder, TRUE);
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/cache/thumbnail", test_thumbnail);
  g_test_add_func ("/cache/projects-apart", test_projects_apart);
  g_test_add_func ("/cache/damaged", test_damaged);
  g_test_add_func ("/cache/damaged-inside", test_damaged_inside);
  g_test_add_func ("/cache/no-file", test_no_file);
  g_test_add_func ("/cache/threads", test_threads);

  result = g_test_run ();
  lw_test_remove_folder (folder);

  return result;
}

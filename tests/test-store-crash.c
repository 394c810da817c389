/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-store.h"
#include "store-helpers.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

/* How often the editing process is killed. */
#define N_KILLS 60

static const char *program;

typedef struct
{
  gint64 annotator, class, image;
} Keys;

static Keys
fill (LwStore *store)
{
  GError *error = NULL;
  Keys    keys;
  const LwClassRecord class = { "cell", LW_COLOUR_AUTOMATIC, NULL };
  const LwImageRecord image = { "a.jpg", 100, 100, LW_PROGRESS_UNSEEN, NULL, NULL };

  begin_setup (store);
  keys.annotator = lw_store_add_annotator (store, "ann", &error);
  keys.class = lw_store_add_class (store, &class, &error);
  keys.image = lw_store_add_image (store, &image, 1, &error);
  g_assert_no_error (error);
  commit (store);

  return keys;
}

static Keys
read_keys (LwStore *store)
{
  g_autoptr (GArray) annotators = lw_store_list_annotators (store, NULL);
  g_autoptr (GArray) classes = lw_store_list_classes (store, NULL);
  g_autoptr (GArray) images = lw_store_list_images (store, NULL);

  return (Keys){ g_array_index (annotators, LwAnnotatorRow, 0).key, g_array_index (classes, LwClassRow, 0).key,
                 g_array_index (images, LwImageRow, 0).key };
}

/* The child: edits until it is killed, and says so after each commit.  The first
 * number of a box is the number of the edit; every fourth edit is undone and
 * redone, so that the kill also meets those: then its number is free again, and
 * the next storm, which counts the boxes, gives it anew. */
static int
storm (const char *path)
{
  GError  *error = NULL;
  LwStore *store = lw_store_open (path, &error);
  Keys     keys;
  gint64   start;

  g_assert_no_error (error);
  g_assert_null (lw_store_get_read_only_reason (store));
  keys = read_keys (store);

  {
    g_autoptr (GArray) boxes = lw_store_list_boxes (store, keys.image, 0, &error);

    start = boxes->len;
  }

  for (gint64 i = start;; i++)
    {
      const LwBoxRow   row = { .image_key = keys.image,
                               .annotator_key = keys.annotator,
                               .class_key = keys.class,
                               .rect = { (double) i, 0, (double) i + 1, 1 } };
      g_autofree char *line = g_strdup_printf ("%" G_GINT64_FORMAT "\n", i);

      draw_box (store, &row);

      if (i % 4 == 0)
        g_assert_true (lw_store_undo (store, keys.annotator, NULL, &error) &&
                       lw_store_redo (store, keys.annotator, NULL, &error));

      if (write (STDOUT_FILENO, line, strlen (line)) < 0)
        return 1;
    }
}

/* Lets a storm rage for a moment and kills it.  Returns the last edit that it said
 * was done, or -1. */
static gint64
storm_and_kill (const char *path)
{
  const char *const argv[] = { program, "--storm", path, NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) said = g_string_new (NULL);
  char    buffer[4096];
  GPid    pid;
  int     out;
  ssize_t n;
  char   *last;

  g_spawn_async_with_pipes (NULL, (char **) argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL, &pid, NULL, &out, NULL,
                            &error);
  g_assert_no_error (error);

  /* The first word says that it has begun; from there on any moment will do. */
  n = read (out, buffer, sizeof buffer);
  g_assert_cmpint (n, >, 0);
  g_string_append_len (said, buffer, n);
  g_usleep ((gulong) g_test_rand_int_range (0, 30000));
  kill (pid, SIGKILL);

  while ((n = read (out, buffer, sizeof buffer)) > 0)
    g_string_append_len (said, buffer, n);

  close (out);
  waitpid (pid, NULL, 0);
  g_spawn_close_pid (pid);

  /* A word that was cut off has been said by nobody. */
  last = strrchr (said->str, '\n');
  g_assert_nonnull (last);
  *last = '\0';
  last = strrchr (said->str, '\n');

  return g_ascii_strtoll (last != NULL ? last + 1 : said->str, NULL, 10);
}

static void
assert_all_there (LwStore *store,
                  gint64   image,
                  gint64   last)
{
  GError *error = NULL;
  g_autoptr (GArray) boxes = lw_store_list_boxes (store, image, 0, &error);

  g_assert_no_error (error);
  g_assert_cmpint (boxes->len, >, last);

  for (guint i = 0; i < boxes->len; i++)
    g_assert_cmpfloat (g_array_index (boxes, LwBoxRow, i).rect.x0, ==, i);
}

static void
test_kill (void)
{
  GError          *error = NULL;
  g_autofree char *folder = lw_test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "x.labelwright", NULL);
  LwStore         *store = lw_store_create (path, &error);
  Keys             keys;

  g_assert_no_error (error);
  keys = fill (store);
  lw_store_close (store);

  for (int i = 0; i < N_KILLS; i++)
    {
      const gint64 last = storm_and_kill (path);

      store = lw_store_open (path, &error);
      g_assert_no_error (error);
      g_assert_null (lw_store_get_read_only_reason (store));
      assert_all_there (store, keys.image, last);
      assert_clean (store);
      lw_store_close (store);
    }

  lw_test_remove_folder (folder);
}

/* The child: fills a project until the system says no, checks that nothing is lost
 * by it, gets room and goes on. */
typedef void (*MakeRoomFunc) (const char *folder);

static guint
count_boxes (LwStore *store,
             gint64   image)
{
  GError *error = NULL;
  g_autoptr (GArray) boxes = lw_store_list_boxes (store, image, 0, &error);

  g_assert_no_error (error);

  return boxes->len;
}

static gboolean
try_to_draw (LwStore *store,
             Keys     keys,
             GError **error)
{
  g_autofree char *extra = g_strnfill (2000, 'x');
  const LwBoxRow   row = { .image_key = keys.image,
                           .annotator_key = keys.annotator,
                           .class_key = keys.class,
                           .rect = { 0, 0, 1, 1 },
                           .extra = extra };

  if (!lw_store_begin (store, LW_GROUP_EDIT, keys.annotator, "Draw", error))
    return FALSE;

  if (lw_store_add_box (store, &row, error) == 0)
    {
      lw_store_rollback (store);
      return FALSE;
    }

  return lw_store_commit (store, error);
}

static void
fill_up (const char  *folder,
         LwStore     *store,
         Keys         keys,
         MakeRoomFunc make_room)
{
  g_autoptr (GError) error = NULL;
  guint n_boxes = count_boxes (store, keys.image);

  for (; try_to_draw (store, keys, &error); n_boxes++)
    g_assert_cmpuint (n_boxes, <, 100000);

  g_assert_error (error, LW_ERROR, LW_ERROR_NO_SPACE);
  g_assert_null (strchr (error->message, '\n'));
  g_assert_cmpuint (count_boxes (store, keys.image), ==, n_boxes);

  /* Again: the first failure must not have left anything half open. */
  g_clear_error (&error);
  g_assert_false (try_to_draw (store, keys, &error));
  g_assert_error (error, LW_ERROR, LW_ERROR_NO_SPACE);
  g_clear_error (&error);

  make_room (folder);
  g_assert_true (try_to_draw (store, keys, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (count_boxes (store, keys.image), ==, n_boxes + 1);
  assert_clean (store);
}

static void
lift_limit (const char *folder)
{
  struct rlimit limit;

  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  limit.rlim_cur = limit.rlim_max;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
}

static void
test_file_limit (void)
{
  GError          *error = NULL;
  g_autofree char *folder = lw_test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "x.labelwright", NULL);
  LwStore         *store = lw_store_create (path, &error);
  Keys             keys;
  struct rlimit    limit;

  g_assert_no_error (error);
  keys = fill (store);

  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  limit.rlim_cur = 400 * 1024;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);

  fill_up (folder, store, keys, lift_limit);
  lw_store_close (store);
  lw_test_remove_folder (folder);
}

static void
remove_ballast (const char *folder)
{
  g_autofree char *ballast = g_build_filename (folder, "ballast", NULL);

  g_assert_cmpint (g_unlink (ballast), ==, 0);
}

static void
test_full_disk (void)
{
  GError          *error = NULL;
  g_autofree char *folder = lw_test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "x.labelwright", NULL);
  g_autofree char *ballast = g_build_filename (folder, "ballast", NULL);
  g_autofree char *zeros = g_malloc0 (1024 * 1024);
  LwStore         *store;
  Keys             keys;

  if (mount ("none", folder, "tmpfs", 0, "size=2m") != 0)
    {
      g_test_skip ("a file system of a fixed size cannot be mounted here");
      g_rmdir (folder);
      return;
    }

  write_bytes (ballast, zeros, 1024 * 1024);
  store = lw_store_create (path, &error);
  g_assert_no_error (error);
  keys = fill (store);
  fill_up (folder, store, keys, remove_ballast);
  lw_store_close (store);

  store = lw_store_open (path, &error);
  g_assert_no_error (error);
  assert_clean (store);
  lw_store_close (store);

  g_assert_cmpint (umount (folder), ==, 0);
  g_rmdir (folder);
}

int
main (int   argc,
      char *argv[])
{
  if (argc == 3 && strcmp (argv[1], "--storm") == 0)
    return storm (argv[2]);

  program = argv[0];
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/store-crash/kill", test_kill);
  g_test_add_func ("/store-crash/file-limit", test_file_limit);
  g_test_add_func ("/store-crash/full-disk", test_full_disk);

  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-store.h"
#include "store-helpers.h"

#include <sqlite3.h>
#include <string.h>
#include <sys/stat.h>

/* A project with some content, as bytes. */
static char *good;
static gsize good_length;

static char *folder;
static char *path;

static void
make_good (void)
{
  GError *error = NULL;
  const LwClassRecord class = { "cell", LW_COLOUR_AUTOMATIC, NULL };
  const LwImageRecord image = { "a.jpg", 100, 100, LW_PROGRESS_UNSEEN, "lot", NULL };
  LwStore            *store = lw_store_create (path, &error);
  LwBoxRow            row = { .rect = { 1, 2, 30, 40 } };

  g_assert_no_error (error);
  begin_setup (store);
  row.annotator_key = lw_store_add_annotator (store, "ann", &error);
  row.class_key = lw_store_add_class (store, &class, &error);
  row.image_key = lw_store_add_image (store, &image, 1, &error);
  g_assert_no_error (error);
  commit (store);

  for (int i = 0; i < 30; i++)
    draw_box (store, &row);

  lw_store_close (store);
  g_assert_true (g_file_get_contents (path, &good, &good_length, NULL));
  g_unlink (path);
}

static guint
count_files (void)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;

  return n;
}

static void
write_file (const char *bytes,
            gsize       length)
{
  write_bytes (path, bytes, length);
}

static void
assert_untouched (const char *bytes,
                  gsize       length)
{
  g_autofree char *now = NULL;
  gsize            now_length;

  g_assert_true (g_file_get_contents (path, &now, &now_length, NULL));
  g_assert_cmpmem (now, now_length, bytes, length);
  g_assert_cmpuint (count_files (), ==, 1);
}

/* One clear message, and nothing written, by either way of opening. */
static void
assert_refused (const char *bytes,
                gsize       length,
                int         code)
{
  for (int i = 0; i < 2; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (LwStore) store = NULL;

      write_file (bytes, length);
      store = i == 0 ? lw_store_open (path, &error) : lw_store_open_read_only (path, &error);
      g_assert_null (store);
      g_assert_error (error, LW_ERROR, code);
      g_assert_nonnull (strstr (error->message, "x.labelwright"));
      g_assert_null (strchr (error->message, '\n'));
      assert_untouched (bytes, length);
    }
}

static void
test_text (void)
{
  static const char *const texts[] = { "x", "{\"images\":[]}", "SQLite format 3",
                                       "A text that is long enough to hold what would be the header of a database: "
                                       "a hundred bytes, and then some more." };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    assert_refused (texts[i], strlen (texts[i]), LW_ERROR_CORRUPT);

  assert_refused ("", 0, LW_ERROR_CORRUPT);
}

static void
test_truncated (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LwStore) store = NULL;

  for (gsize length = 0; length < good_length; length += MAX (1, good_length / 61))
    assert_refused (good, length, LW_ERROR_CORRUPT);

  assert_refused (good, good_length - 1, LW_ERROR_CORRUPT);
  assert_refused (good, good_length - 4096, LW_ERROR_CORRUPT);

  /* The whole of it is fine, so that it was the end that was missed. */
  write_file (good, good_length);
  store = lw_store_open (path, &error);
  g_assert_no_error (error);
}

static void
test_not_there (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LwStore) store = NULL;

  g_unlink (path);
  store = lw_store_open (path, &error);
  g_assert_null (store);
  g_assert_error (error, LW_ERROR, LW_ERROR_NOT_FOUND);
  g_assert_cmpuint (count_files (), ==, 0);
}

static gboolean
add_setting (LwStore *store,
             GError **error)
{
  if (!lw_store_begin (store, LW_GROUP_SETUP, 0, "Set", error))
    return FALSE;

  return lw_store_set_setting (store, "a", "b", error) && lw_store_commit (store, error);
}

/* Taken away while it is open: no edit may end in a file that nobody will find. */
static void
test_taken_away (void)
{
  static const char *const besides[] = { "-wal", "-shm", "-lock" };
  g_autofree char         *away = g_strconcat (path, ".away", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (LwStore) store = NULL;

  write_file (good, good_length);
  store = lw_store_open (path, &error);
  g_assert_no_error (error);
  g_assert_true (add_setting (store, &error));

  g_assert_cmpint (g_rename (path, away), ==, 0);
  g_assert_false (add_setting (store, &error));
  g_assert_error (error, LW_ERROR, LW_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_false (lw_store_undo (store, 0, NULL, &error));
  g_clear_error (&error);

  /* Another one in its place is not the same. */
  write_bytes (path, "x", 1);
  g_assert_false (add_setting (store, &error));
  g_assert_error (error, LW_ERROR, LW_ERROR_NOT_FOUND);
  g_clear_error (&error);

  g_assert_cmpint (g_rename (away, path), ==, 0);
  g_assert_true (add_setting (store, &error));

  g_unlink (path);
  g_assert_false (add_setting (store, &error));
  g_assert_error (error, LW_ERROR, LW_ERROR_NOT_FOUND);
  g_clear_pointer (&store, lw_store_close);

  /* What SQLite keeps beside a file that it does not find any more. */
  for (guint i = 0; i < G_N_ELEMENTS (besides); i++)
    {
      g_autofree char *beside = g_strconcat (path, besides[i], NULL);

      g_unlink (beside);
    }

  g_assert_cmpuint (count_files (), ==, 0);
}

static void
test_folder (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LwStore) store = NULL;

  g_unlink (path);
  g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
  store = lw_store_open (path, &error);
  g_assert_null (store);
  g_assert_error (error, LW_ERROR, LW_ERROR_CORRUPT);
  g_rmdir (path);
}

/* Nobody writes into the pipe: whoever opened it would wait for ever. */
static void
test_pipe (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LwStore) store = NULL;

  g_unlink (path);
  g_assert_cmpint (mkfifo (path, 0600), ==, 0);
  store = lw_store_open (path, &error);
  g_assert_null (store);
  g_assert_error (error, LW_ERROR, LW_ERROR_CORRUPT);
  g_unlink (path);
}

/* As somebody else, since root reads everything. */
static void
test_unreadable (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LwStore) store = NULL;
  const gboolean is_root = geteuid () == 0;

  write_file (good, good_length);
  g_assert_cmpint (g_chmod (folder, 0755), ==, 0);
  g_assert_cmpint (g_chmod (path, 0), ==, 0);
  g_assert_cmpint (is_root ? seteuid (65534) : 0, ==, 0);
  store = lw_store_open (path, &error);
  g_assert_cmpint (is_root ? seteuid (0) : 0, ==, 0);
  g_chmod (path, 0600);

  g_assert_null (store);
  g_assert_error (error, LW_ERROR, LW_ERROR_FAILED);
  assert_untouched (good, good_length);
}

/* What somebody with another program did to a good file. */
static const struct
{
  const char *name;
  const char *sql;
  int         code;
} tampered[] = {
  { "newer", "PRAGMA user_version = 1000", LW_ERROR_TOO_NEW },
  { "unfinished", "PRAGMA user_version = 0", LW_ERROR_CORRUPT },
  { "foreign", "PRAGMA application_id = 1", LW_ERROR_CORRUPT },
  { "trigger", "CREATE TRIGGER t AFTER INSERT ON box BEGIN DELETE FROM change; END", LW_ERROR_CORRUPT },
  { "view", "DROP TABLE setting; CREATE VIEW setting AS SELECT 1 AS name, 2 AS value", LW_ERROR_CORRUPT },
  { "table", "CREATE TABLE more (a)", LW_ERROR_CORRUPT },
  { "index", "DROP INDEX box_by_image", LW_ERROR_CORRUPT },
  { "column", "ALTER TABLE lot ADD COLUMN more TEXT", LW_ERROR_CORRUPT },
  { "identity", "DELETE FROM project", LW_ERROR_CORRUPT },
  { "type", "PRAGMA writable_schema = ON;"
            "UPDATE sqlite_schema SET sql = replace (sql, 'STRICT', '') WHERE name = 'box'",
    LW_ERROR_CORRUPT },
  { "nonsense", "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = 'CREATE nonsense' WHERE name = 'box'",
    LW_ERROR_CORRUPT },
};

static void
test_tampered (gconstpointer data)
{
  const guint      i = GPOINTER_TO_UINT (data);
  g_autofree char *bytes = NULL;
  gsize            length;
  sqlite3         *db;

  write_file (good, good_length);
  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, tampered[i].sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));

  assert_refused (bytes, length, tampered[i].code);
}

/* A log beside a bad file is somebody's work and stays; nothing comes to it. */
static void
test_log_stays (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LwStore) store = NULL;
  g_autofree char *log = g_strconcat (path, "-wal", NULL);
  g_autofree char *bytes = g_memdup2 (good, good_length);

  memset (bytes + 4096, 0xa5, good_length - 4096);
  write_file (bytes, good_length);
  g_assert_true (g_file_set_contents (log, "not a log", -1, NULL));
  store = lw_store_open (path, &error);
  g_assert_null (store);
  g_assert_error (error, LW_ERROR, LW_ERROR_CORRUPT);
  g_assert_true (g_file_test (log, G_FILE_TEST_EXISTS));
  g_assert_cmpuint (count_files (), ==, 2);
  g_unlink (log);
  assert_untouched (bytes, good_length);
}

static void
use (LwStore *store)
{
  g_autoptr (GArray) findings = g_array_new (FALSE, FALSE, sizeof (LwCheckFinding));
  g_autoptr (GArray) images = lw_store_list_images (store, NULL);
  g_autoptr (GArray) summary = lw_store_summarise (store, 0, NULL);
  g_autoptr (GArray) history = lw_store_list_history (store, 0, 100, NULL);

  g_array_set_clear_func (findings, clear_finding);
  lw_store_check (store, findings, NULL, NULL);

  for (guint i = 0; images != NULL && i < images->len; i++)
    {
      g_autoptr (GArray) boxes =
          lw_store_list_boxes (store, g_array_index (images, LwImageRow, i).key, 0, NULL);
    }

  for (int i = 0; i < 5; i++)
    lw_store_undo (store, 1, NULL, NULL);
}

/* Wrong bytes are refused or lived with; what must not be is a crash, and a
 * refused file that is another afterwards. */
static void
test_flipped (void)
{
  for (int i = 0; i < 400; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (LwStore) store = NULL;
      g_autofree char *bytes = g_memdup2 (good, good_length);

      for (int n = g_test_rand_int_range (1, 10); n > 0; n--)
        bytes[g_test_rand_int_range (0, (gint32) good_length)] ^= 1 << g_test_rand_int_range (0, 8);

      write_file (bytes, good_length);
      store = lw_store_open (path, &error);

      if (store != NULL)
        {
          use (store);
          continue;
        }

      g_assert_nonnull (error);
      g_assert_null (strchr (error->message, '\n'));
      assert_untouched (bytes, good_length);
    }
}

/* Values that SQLite finds nothing wrong with, and the journal does. */
static const struct
{
  const char *name;
  const char *sql;
} falsified[] = {
  { "box-moved", "UPDATE box SET x0 = x0 - 1 WHERE key = 7" },
  { "box-removed", "DELETE FROM box WHERE key = 7" },
  { "box-added", "INSERT INTO box SELECT 1000, randomblob (16), image, annotator, class, x0, y0, x1, y1,"
                 " flags, origin, extra, attributes FROM box WHERE key = 7" },
  { "box-other-class", "INSERT INTO class (key, id, name, colour, position) VALUES (9, randomblob (16), 'other', 1, 1);"
                       "UPDATE box SET class = 9 WHERE key = 7" },
  { "image-renamed", "UPDATE image SET path = '/etc/passwd'" },
  { "image-other-size", "UPDATE image SET file_size = 7" },
  { "image-other-hash", "UPDATE image SET content_hash = zeroblob (32)" },
  { "image-short-hash", "PRAGMA ignore_check_constraints = ON; UPDATE image SET content_hash = zeroblob (31)" },
  { "change-bad-hash", "UPDATE change SET after = replace (after, '\"orientation\":1', '\"orientation\":1,\"content_hash\":\"../7\"')"
                       " WHERE kind = 'image'" },
  { "change-removed", "DELETE FROM change WHERE seq = 20" },
  { "change-no-json", "UPDATE change SET after = '{' WHERE seq = 20" },
  { "change-other-json", "UPDATE change SET after = '[]' WHERE seq = 20" },
  { "change-pack", "UPDATE change SET kind = 'box-pack' WHERE seq = 20" },
  { "change-pack-empty", "UPDATE change SET kind = 'box-pack', after = '{\"boxes\":[[9e99,-1,null]]}' WHERE seq = 20" },
  { "change-kind", "UPDATE change SET kind = 'nonsense' WHERE seq = 20" },
  { "change-swapped", "UPDATE change SET before = after, after = NULL WHERE seq = 20" },
  { "group-undone", "UPDATE change_group SET state = 'undone' WHERE key = 20" },
  { "group-inverts", "UPDATE change_group SET kind = 'undo', inverts = 20, state = NULL WHERE key = 20" },
  { "dangling", "PRAGMA foreign_keys = OFF; UPDATE box SET image = 99 WHERE key = 7" },
};

static void
test_falsified (gconstpointer data)
{
  const guint i = GPOINTER_TO_UINT (data);
  g_autoptr (GError) error = NULL;
  g_autoptr (LwStore) store = NULL;
  g_autoptr (GArray) findings = NULL;
  sqlite3 *db;
  char    *message = NULL;

  write_file (good, good_length);
  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  sqlite3_exec (db, falsified[i].sql, NULL, NULL, &message);
  g_assert_cmpstr (message, ==, NULL);
  sqlite3_close (db);

  store = lw_store_open (path, &error);
  g_assert_no_error (error);
  findings = check_store (store);
  g_assert_cmpuint (findings->len, >, 0);
  use (store);
}

int
main (int   argc,
      char *argv[])
{
  int result;

  prefer_memory ();
  g_test_init (&argc, &argv, NULL);
  folder = lw_test_make_folder ();
  path = g_build_filename (folder, "x.labelwright", NULL);
  make_good ();

  g_test_add_func ("/store-hostile/text", test_text);
  g_test_add_func ("/store-hostile/truncated", test_truncated);
  g_test_add_func ("/store-hostile/not-there", test_not_there);
  g_test_add_func ("/store-hostile/folder", test_folder);
  g_test_add_func ("/store-hostile/taken-away", test_taken_away);
  g_test_add_func ("/store-hostile/pipe", test_pipe);
  g_test_add_func ("/store-hostile/unreadable", test_unreadable);
  g_test_add_func ("/store-hostile/log-stays", test_log_stays);
  g_test_add_func ("/store-hostile/flipped", test_flipped);

  for (guint i = 0; i < G_N_ELEMENTS (tampered); i++)
    {
      g_autofree char *name = g_strdup_printf ("/store-hostile/tampered/%s", tampered[i].name);

      g_test_add_data_func (name, GUINT_TO_POINTER (i), test_tampered);
    }

  for (guint i = 0; i < G_N_ELEMENTS (falsified); i++)
    {
      g_autofree char *name = g_strdup_printf ("/store-hostile/falsified/%s", falsified[i].name);

      g_test_add_data_func (name, GUINT_TO_POINTER (i), test_falsified);
    }

  result = g_test_run ();
  lw_test_remove_folder (folder);
  g_free (path);
  g_free (folder);
  g_free (good);

  return result;
}

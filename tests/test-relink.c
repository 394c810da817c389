/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-image-folder.h"
#include "lw-image-identity.h"
#include "lw-project.h"
#include "lw-test-tiff.h"
#include "lw-test-project.h"
#include "store-helpers.h"

#include <string.h>

/* A project beside its folder "old" of images, none of which need be a picture. */
typedef struct
{
  char    *folder;
  char    *path;
  char    *old_folder;
  char    *new_folder;
  LwStore *store;
  gint64   annotator;
} Fixture;

static void
put (const char *folder,
     const char *name,
     const char *content)
{
  g_autofree char *file = g_build_filename (folder, name, NULL);
  g_autofree char *parent = g_path_get_dirname (file);

  g_assert_cmpint (g_mkdir_with_parents (parent, 0700), ==, 0);
  write_bytes (file, content, strlen (content));
}

static void
set_up (Fixture      *f,
        gconstpointer data)
{
  GError *error = NULL;

  f->folder = lw_test_make_folder ();
  f->path = g_build_filename (f->folder, "p.labelwright", NULL);
  f->old_folder = g_build_filename (f->folder, "old", NULL);
  f->new_folder = g_build_filename (f->folder, "new", NULL);
  g_mkdir (f->new_folder, 0700);
  f->store = lw_store_create (f->path, &error);
  g_assert_no_error (error);

  begin_setup (f->store);
  f->annotator = lw_store_add_annotator (f->store, "Ada", &error);
  lw_image_folder_set (f->store, f->old_folder, &error);
  g_assert_no_error (error);
  commit (f->store);
}

static void
tear_down (Fixture      *f,
           gconstpointer data)
{
  assert_clean (f->store);
  lw_store_close (f->store);
  lw_test_remove_folder (f->folder);
  g_free (f->folder);
  g_free (f->path);
  g_free (f->old_folder);
  g_free (f->new_folder);
}

/* An image of the project; @hash NULL: of which nothing is known. */
static void
add_page (Fixture    *f,
          const char *path,
          const char *hash,
          gint64      size)
{
  GError             *error = NULL;
  const LwImageRecord record = { .path = path };
  LwImageRow          row = { .path = (char *) path, .orientation = 1, .file_size = size, .content_hash = (char *) hash };

  begin_setup (f->store);
  row.key = lw_store_add_image (f->store, &record, 1, &error);
  g_assert_no_error (error);
  lw_store_update_image (f->store, &row, &error);
  g_assert_no_error (error);
  commit (f->store);
}

/* The same by what is in the file. */
static void
add_image (Fixture    *f,
           const char *path,
           const char *content)
{
  g_autofree char *hash = content != NULL ? g_compute_checksum_for_string (G_CHECKSUM_SHA256, content, -1) : NULL;

  add_page (f, path, hash, content != NULL ? (gint64) strlen (content) : 0);
}

static void
assert_paths (Fixture    *f,
              const char *folder,
              const char *expected)
{
  g_autoptr (GArray) images = lw_store_list_images (f->store, NULL);
  g_autoptr (GString) paths = g_string_new (NULL);
  g_autofree char *actual_folder = lw_image_folder_get (f->store);

  for (guint i = 0; i < images->len; i++)
    g_string_append_printf (paths, "%s%s", i > 0 ? " " : "", g_array_index (images, LwImageRow, i).path);

  g_assert_cmpstr (paths->str, ==, expected);
  g_assert_cmpstr (actual_folder, ==, folder);
}

static void
relink (Fixture       *f,
        LwRelinkReport expected)
{
  g_autoptr (GError) error = NULL;
  LwRelinkReport report;

  lw_relink_run (f->store, f->new_folder, f->annotator, &report, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (report.n_images, ==, expected.n_images);
  g_assert_cmpuint (report.n_found, ==, expected.n_found);
  g_assert_cmpuint (report.n_renamed, ==, expected.n_renamed);
  g_assert_cmpuint (report.n_kept, ==, expected.n_kept);
  g_assert_cmpuint (report.n_changed, ==, expected.n_changed);
}

/* --- One case a row: files in the new folder, images of the project, what becomes of them --- */

typedef struct
{
  const char *name;
  struct
  {
    const char *path, *content;
  } images[4], files[4];
  const char    *paths; /* afterwards */
  LwRelinkReport report;
} Case;

/* clang-format off */
static const Case cases[] = {
  { "moved",
    { { "1.png", "one" }, { "sub/2.png", NULL } },
    { { "1.png", "one" }, { "sub/2.png", "two" } },
    "1.png sub/2.png", { 2, 2, 0, 0, 0 } },
  { "renamed",
    { { "1.png", "one" }, { "2.png", "two" } },
    { { "1.png", "one" }, { "deep/er/b.png", "two" } },
    "1.png deep/er/b.png", { 2, 2, 1, 0, 0 } },
  { "equal-size",
    { { "1.png", "one" }, { "2.png", "two" } },
    { { "a.png", "two" }, { "b.png", "one" }, { "c.png", "six" } },
    "b.png a.png", { 2, 2, 2, 0, 0 } },
  { "same-name-other-content",
    { { "1.png", "one" }, { "2.png", "two" } },
    { { "x/1.png", "six" }, { "y/2.png", "two" } },
    "1.png y/2.png", { 2, 1, 1, 0, 0 } },
  { "same-name-in-every-folder",
    { { "a/1.png", "one" }, { "b/1.png", "two" } },
    { { "p/1.png", "two" }, { "q/1.png", "one" } },
    "q/1.png p/1.png", { 2, 2, 2, 0, 0 } },
  { "copies",
    { { "1.png", "one" }, { "2.png", "one" }, { "3.png", "one" } },
    { { "x/2.png", "one" }, { "x/0.png", "one" } },
    "x/0.png x/2.png 3.png", { 3, 2, 2, 0, 0 } },
  { "swapped",
    { { "1.png", "one" }, { "2.png", "two" } },
    { { "2.png", "one" } },
    "1.png 2.png", { 2, 1, 0, 0, 0 } },
  { "edited",
    { { "1.png", "one" } },
    { { "1.png", "eleven" } },
    "1.png", { 1, 1, 0, 0, 1 } },
  { "unknown",
    { { "a/1.png", NULL }, { "a/2.png", NULL } },
    { { "x/1.png", "one" }, { "x/2.png", "two" }, { "y/2.png", "three" } },
    "x/1.png a/2.png", { 2, 1, 1, 0, 0 } },
  { "unknown-twice",
    { { "a/1.png", NULL }, { "b/1.png", NULL }, { "2.png", NULL } },
    { { "x/1.png", "one" }, { "2.png", "two" } },
    "a/1.png b/1.png 2.png", { 3, 1, 0, 0, 0 } },
  { "not-pictures",
    { { "1.png", "one" }, { "2.png", "two" } },
    { { "1.png", "one" }, { "two.txt", "two" } },
    "1.png 2.png", { 2, 1, 0, 0, 0 } },
  { "outwards",
    { { "../old/1.png", "one" }, { "/nowhere/2.png", "two" }, { "3.png", "three" } },
    { { "2.png", "two" }, { "3.png", "three" } },
    "../old/1.png 2.png 3.png", { 3, 2, 1, 0, 0 } },
};
/* clang-format on */

static void
test_case (Fixture      *f,
           gconstpointer data)
{
  const Case *row = data;
  g_autoptr (GString) before = g_string_new (NULL);
  GError *error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (row->images) && row->images[i].path != NULL; i++)
    {
      add_image (f, row->images[i].path, row->images[i].content);
      g_string_append_printf (before, "%s%s", i > 0 ? " " : "", row->images[i].path);
    }

  for (guint i = 0; i < G_N_ELEMENTS (row->files) && row->files[i].path != NULL; i++)
    put (f->new_folder, row->files[i].path, row->files[i].content);

  relink (f, row->report);
  assert_paths (f, f->new_folder, row->paths);
  assert_clean (f->store);

  /* One step, there and back. */
  g_assert_true (lw_store_undo (f->store, f->annotator, NULL, &error));
  assert_paths (f, f->old_folder, before->str);
  g_assert_false (lw_store_undo (f->store, f->annotator, NULL, NULL));
  assert_clean (f->store);
  g_assert_true (lw_store_redo (f->store, f->annotator, NULL, &error));
  assert_paths (f, f->new_folder, row->paths);
  g_assert_no_error (error);
}

/* The second time there is nothing left to do, and no step to undo is made. */
/* Each page is found again as that page, in a file of another name. */
static void
test_pages (Fixture      *f,
            gconstpointer data)
{
  g_autofree char *stack = g_build_filename (f->new_folder, "moved.tif", NULL);
  g_autofree char *content = NULL;
  g_autofree char *hash = NULL;
  gsize            n;

  lw_test_write_stack (stack, 4, 5, 5);
  g_assert_true (g_file_get_contents (stack, &content, &n, NULL));
  hash = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guint8 *) content, n);

  add_page (f, "stack.tif#page=3", hash, n);
  add_page (f, "stack.tif", hash, n);
  add_page (f, "stack.tif#page=4", hash, n);
  add_page (f, "stack.tif#page=9", hash, n);

  /* Never shown: known by the others; and there is no page 7. */
  add_page (f, "stack.tif#page=2", NULL, 0);
  add_page (f, "stack.tif#page=7", NULL, 0);
  add_page (f, "other.tif#page=2", NULL, 0);

  relink (f, (LwRelinkReport){ .n_images = 7, .n_found = 4, .n_renamed = 4 });
  assert_paths (f, f->new_folder, "moved.tif#page=3 moved.tif moved.tif#page=4 stack.tif#page=9 moved.tif#page=2 "
                                  "stack.tif#page=7 other.tif#page=2");
}

static void
test_twice (Fixture      *f,
            gconstpointer data)
{
  g_autofree char *label = NULL;

  add_image (f, "1.png", "one");
  put (f->new_folder, "b.png", "one");
  relink (f, (LwRelinkReport){ 1, 1, 1, 0, 0 });
  g_assert_true (lw_store_undo (f->store, f->annotator, NULL, NULL));
  g_assert_true (lw_store_redo (f->store, f->annotator, NULL, NULL));
  relink (f, (LwRelinkReport){ 1, 1, 0, 0, 0 });
  g_assert_true (lw_store_undo (f->store, f->annotator, NULL, NULL));
  label = lw_store_dup_undo_label (f->store, f->annotator);
  g_assert_null (label);
  assert_paths (f, f->old_folder, "1.png");
}

/* What is not in the new folder stays where it was; a folder above the old one
 * holds the very files. */
static void
test_kept (Fixture      *f,
           gconstpointer data)
{
  g_autofree char *expected = g_strdup_printf ("1.png %s/2.png", f->old_folder);

  add_image (f, "1.png", "one");
  add_image (f, "2.png", NULL);
  put (f->old_folder, "2.png", "two");
  put (f->new_folder, "1.png", "one");
  relink (f, (LwRelinkReport){ 2, 2, 1, 1, 0 });
  assert_paths (f, f->new_folder, expected);
}

static void
test_above (Fixture      *f,
            gconstpointer data)
{
  LwRelinkReport report;
  GError        *error = NULL;

  add_image (f, "1.png", NULL);
  add_image (f, "2.png", "two");
  put (f->old_folder, "1.png", "one");
  put (f->old_folder, "2.png", "twelve");
  put (f->new_folder, "1.png", "other");
  g_assert_true (lw_relink_run (f->store, f->folder, 0, &report, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  assert_paths (f, f->folder, "old/1.png old/2.png");

  /* Nobody's step. */
  g_assert_false (lw_store_undo (f->store, f->annotator, NULL, NULL));
}

/* What a found file is goes into the same step: looking at it later would be a change
 * that stands in the way of the undo. */
static void
test_whole_row (Fixture      *f,
                gconstpointer data)
{
  g_autoptr (GArray) images = NULL;
  g_autofree char *file = g_build_filename (f->new_folder, "x", "1.png", NULL);
  LwImageIdentity  identity;
  GError          *error = NULL;

  add_image (f, "1.png", NULL);
  lw_test_write_png (f->new_folder, "x/1.png", 40, 30);
  relink (f, (LwRelinkReport){ 1, 1, 1, 0, 0 });
  g_assert_true (lw_image_identity_read (file, &identity, NULL, &error));
  images = lw_store_list_images (f->store, NULL);
  g_assert_cmpint (g_array_index (images, LwImageRow, 0).width_px, ==, 40);
  g_assert_cmpint (g_array_index (images, LwImageRow, 0).height_px, ==, 30);
  g_assert_cmpint (g_array_index (images, LwImageRow, 0).file_size, ==, identity.file_size);
  g_assert_cmpstr (g_array_index (images, LwImageRow, 0).content_hash, ==, identity.content_hash);
}

/* --- Refusals: everything stays as it was --- */

static void
refuse (Fixture      *f,
        const char   *folder,
        GCancellable *cancellable,
        GQuark        domain,
        int           code)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *old_folder = lw_image_folder_get (f->store);
  LwRelinkReport   report;

  g_assert_false (lw_relink_run (f->store, folder, f->annotator, &report, NULL, NULL, cancellable, &error));
  g_assert_error (error, domain, code);
  assert_paths (f, old_folder, "1.png 2.png");
  g_assert_false (lw_store_undo (f->store, f->annotator, NULL, NULL));
}

static void
test_refused (Fixture      *f,
              gconstpointer data)
{
  GError          *error = NULL;
  g_autofree char *nowhere = g_build_filename (f->folder, "nowhere", NULL);
  LwStore         *writer = f->store;

  add_image (f, "1.png", "one");
  add_image (f, "2.png", NULL);
  put (f->new_folder, "6.png", "six");
  refuse (f, nowhere, NULL, LW_ERROR, LW_ERROR_NOT_FOUND);
  refuse (f, f->new_folder, NULL, LW_ERROR, LW_ERROR_NOT_FOUND);

  /* Neither does it count that they are still where they were. */
  put (f->old_folder, "1.png", "one");
  refuse (f, f->new_folder, NULL, LW_ERROR, LW_ERROR_NOT_FOUND);

  put (f->new_folder, "1.png", "one");
  f->store = lw_store_open_read_only (f->path, &error);
  g_assert_no_error (error);
  refuse (f, f->new_folder, NULL, LW_ERROR, LW_ERROR_READ_ONLY);
  lw_store_close (f->store);
  f->store = writer;
}

static void
cancel_cb (double   fraction,
           gpointer user_data)
{
  g_cancellable_cancel (user_data);
}

static void
test_cancelled (Fixture      *f,
                gconstpointer data)
{
  g_autoptr (GCancellable) before = g_cancellable_new ();
  g_autoptr (GCancellable) amidst = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  LwRelinkReport report;

  add_image (f, "1.png", "one");
  add_image (f, "2.png", "two");
  put (f->new_folder, "a.png", "one");
  put (f->new_folder, "b.png", "two");

  g_cancellable_cancel (before);
  refuse (f, f->new_folder, before, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  g_assert_false (lw_relink_run (f->store, f->new_folder, f->annotator, &report, cancel_cb, amidst, amidst, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  assert_paths (f, f->old_folder, "1.png 2.png");
}

/* --- The identity alone --- */

static void
test_identity (Fixture      *f,
               gconstpointer data)
{
  g_autofree char *file = g_build_filename (f->new_folder, "a", NULL);
  g_autofree char *large = g_strnfill (1000000, 'x');
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, large, -1);
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  LwImageIdentity identity;

  put (f->new_folder, "a", large);
  g_assert_true (lw_image_identity_read (file, &identity, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (identity.file_size, ==, 1000000);
  g_assert_cmpstr (identity.content_hash, ==, hash);

  g_cancellable_cancel (cancelled);
  g_assert_false (lw_image_identity_read (file, &identity, cancelled, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);

  g_unlink (file);
  g_assert_false (lw_image_identity_read (file, &identity, NULL, &error));
  g_assert_error (error, LW_ERROR, LW_ERROR_NOT_FOUND);
  g_clear_error (&error);

  g_assert_false (lw_image_identity_read (f->new_folder, &identity, NULL, &error));
  g_assert_error (error, LW_ERROR, LW_ERROR_FAILED);
}

/* --- In an open project --- */

static gboolean
is_identified (gpointer user_data)
{
  g_autoptr (GArray) images = lw_store_list_images (user_data, NULL);

  return g_array_index (images, LwImageRow, 0).content_hash != NULL;
}

static guint
count_changes (LwStore *store)
{
  g_autoptr (GArray) rows = NULL;
  gint64 seq = 0;

  g_assert_true (lw_store_find_version (store, "now", &seq, NULL));

  return (guint) seq;
}

/* Size, file size and hash come in one quiet change, once. */
static void
test_shown (void)
{
  g_autofree char *folder = lw_test_make_folder ();
  g_autoptr (LwProject) project = NULL;
  g_autoptr (LwStore) reader = NULL;
  g_autoptr (GArray) images = NULL;
  g_autofree char *file = NULL;
  LwImageIdentity  identity;
  gboolean         can_undo;
  guint            n_before;

  lw_test_write_png (folder, "1.png", 40, 30);
  project = lw_test_open_folder_as (folder, "Ada");
  reader = lw_store_open_read_only (lw_project_get_path (project), NULL);
  n_before = count_changes (reader);

  lw_project_set_image_info (project, lw_test_get_image_key (project, 0), 40, 30, 1);
  lw_project_set_image_info (project, lw_test_get_image_key (project, 0), 40, 30, 1);
  lw_project_identify_image (project, lw_test_get_image_key (project, 0));
  lw_test_wait (is_identified, reader);
  lw_project_set_image_info (project, lw_test_get_image_key (project, 0), 40, 30, 1);
  lw_project_identify_image (project, lw_test_get_image_key (project, 0));

  file = lw_project_dup_image_path (project, lw_test_get_image_key (project, 0));
  g_assert_true (lw_image_identity_read (file, &identity, NULL, NULL));
  images = lw_store_list_images (reader, NULL);
  g_assert_cmpint (g_array_index (images, LwImageRow, 0).width_px, ==, 40);
  g_assert_cmpint (g_array_index (images, LwImageRow, 0).file_size, ==, identity.file_size);
  g_assert_cmpstr (g_array_index (images, LwImageRow, 0).content_hash, ==, identity.content_hash);
  g_assert_cmpuint (count_changes (reader), ==, n_before + 1);
  g_object_get (project, "can-undo", &can_undo, NULL);
  g_assert_false (can_undo);
  assert_clean (reader);

  lw_test_close_project (g_steal_pointer (&project));
  lw_test_remove_folder (folder);
}

/* A file that is read does not keep the project open. */
static void
test_shown_and_closed (void)
{
  g_autofree char *folder = lw_test_make_folder ();
  LwProject       *project;

  lw_test_write_png (folder, "1.png", 40, 30);
  project = lw_test_open_folder_as (folder, "Ada");
  lw_test_wait_idle (project);
  lw_project_set_image_info (project, lw_test_get_image_key (project, 0), 40, 30, 1);
  g_assert_finalize_object (project);

  project = lw_test_open_folder_as (folder, "Ada");
  g_assert_null (lw_project_get_read_only_reason (project));
  lw_test_close_project (project);
  lw_test_remove_folder (folder);
}

static void
count_cb (GListModel *model,
          guint       position,
          guint       n_removed,
          guint       n_added,
          guint      *n_calls)
{
  *n_calls += 1;
}

static gboolean
was_called (gpointer n_calls)
{
  return *(guint *) n_calls > 0;
}

/* After the images have moved, everybody looks for them anew, also after the undo. */
static void
test_project (void)
{
  g_autofree char *folder = lw_test_make_folder ();
  g_autofree char *elsewhere = lw_test_make_folder ();
  g_autofree char *old_file = NULL;
  g_autofree char *new_file = g_build_filename (elsewhere, "1.png", NULL);
  g_autofree char *found = NULL;
  g_autofree char *undone = NULL;
  g_autoptr (GAsyncResult) done = NULL;
  g_autoptr (GAsyncResult) refused = NULL;
  g_autoptr (GAsyncResult) stepped = NULL;
  g_autoptr (GError) error = NULL;
  GAsyncResult  *result = NULL, *second = NULL, *step = NULL;
  LwProject     *project;
  LwRelinkReport report;
  guint          n_calls = 0;

  lw_test_write_png (folder, "1.png", 40, 30);
  project = lw_test_open_folder_as (folder, "Ada");
  old_file = lw_project_dup_image_path (project, lw_test_get_image_key (project, 0));
  g_assert_cmpint (g_rename (old_file, new_file), ==, 0);
  g_signal_connect (lw_project_get_images (project), "items-changed", G_CALLBACK (count_cb), &n_calls);

  lw_project_relink_async (project, elsewhere, NULL, NULL, NULL, lw_test_store_result_cb, &result);
  g_assert_true (lw_project_is_busy (project));
  lw_project_relink_async (project, elsewhere, NULL, NULL, NULL, lw_test_store_result_cb, &second);
  done = lw_test_wait_result (&result);
  g_assert_true (lw_project_relink_finish (project, done, &report, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (report.n_found, ==, 1);
  g_assert_false (lw_project_is_busy (project));
  lw_test_wait (was_called, &n_calls);
  found = lw_project_dup_image_path (project, lw_test_get_image_key (project, 0));
  g_assert_cmpstr (found, ==, new_file);

  refused = lw_test_wait_result (&second);
  g_assert_false (lw_project_relink_finish (project, refused, &report, &error));
  g_assert_error (error, LW_ERROR, LW_ERROR_CONFLICT);
  g_clear_error (&error);

  n_calls = 0;
  lw_project_undo_async (project, lw_test_store_result_cb, &step);
  stepped = lw_test_wait_result (&step);
  g_assert_true (lw_project_step_finish (project, stepped, NULL, &error));
  undone = lw_project_dup_image_path (project, lw_test_get_image_key (project, 0));
  g_assert_cmpstr (undone, ==, old_file);
  lw_test_wait (was_called, &n_calls);

  g_clear_object (&done);
  g_clear_object (&refused);
  g_clear_object (&stepped);
  lw_test_close_project (project);
  lw_test_remove_folder (folder);
  lw_test_remove_folder (elsewhere);
}

#define TEST(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_autofree char *cache = NULL;
  int              status;

  prefer_memory ();
  cache = lw_test_make_folder ();
  g_setenv ("XDG_CACHE_HOME", cache, TRUE);
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/relink/case/%s", cases[i].name);

      g_test_add (path, Fixture, &cases[i], set_up, test_case, tear_down);
    }

  TEST ("/relink/pages", test_pages);
  TEST ("/relink/twice", test_twice);
  TEST ("/relink/kept", test_kept);
  TEST ("/relink/above", test_above);
  TEST ("/relink/whole-row", test_whole_row);
  TEST ("/relink/refused", test_refused);
  TEST ("/relink/cancelled", test_cancelled);
  TEST ("/relink/identity", test_identity);
  g_test_add_func ("/relink/shown", test_shown);
  g_test_add_func ("/relink/shown-and-closed", test_shown_and_closed);
  g_test_add_func ("/relink/project", test_project);

  status = g_test_run ();
  lw_test_remove_folder (cache);

  return status;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-project.h"
#include "lw-test-project.h"

/* A folder of five pictures, opened as a project with one annotator and one class. */
typedef struct
{
  char      *folder;
  LwProject *project;
  gint64     class_key;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = lw_test_make_folder ();

  for (int i = 1; i <= 5; i++)
    {
      g_autofree char *name = g_strdup_printf ("Cell_%d.png", i);

      lw_test_write_png (fixture->folder, name, 40, 30);
    }

  fixture->project = lw_test_open_folder_as (fixture->folder, "Ada");
  lw_project_add_class (fixture->project, "cell", &fixture->class_key, &error);
  g_assert_no_error (error);
}

/* TRUE where the step was done; @image_key may be NULL. */
static gboolean
step (Fixture *fixture,
      void (*start) (LwProject *project, GAsyncReadyCallback callback, gpointer user_data),
      gint64  *image_key,
      GError **error)
{
  g_autoptr (GAsyncResult) done = NULL;
  GAsyncResult *result = NULL;

  start (fixture->project, lw_test_store_result_cb, &result);
  done = lw_test_wait_result (&result);

  return lw_project_step_finish (fixture->project, done, image_key, error);
}

static gboolean
undo (Fixture *fixture)
{
  return step (fixture, lw_project_undo_async, NULL, NULL);
}

static gboolean
redo (Fixture *fixture)
{
  return step (fixture, lw_project_redo_async, NULL, NULL);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  lw_test_close_project (fixture->project);
  lw_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
}

static gint64
draw (Fixture *fixture,
      gint64   image_key,
      double   x0)
{
  g_autoptr (GError) error = NULL;
  const LwRect rect = { x0, 1, x0 + 5, 8 };
  gint64       key = 0;

  lw_project_add_box (fixture->project, image_key, fixture->class_key, rect, &key, &error);
  g_assert_no_error (error);

  return key;
}

static guint
count_boxes (Fixture *fixture,
             gint64   image_key)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) boxes = lw_project_list_boxes (fixture->project, image_key, &error);

  g_assert_no_error (error);

  return boxes->len;
}

static void
test_first_box_opens_image (Fixture      *fixture,
                            gconstpointer data)
{
  const gint64 image_key = lw_test_get_image_key (fixture->project, 1);
  g_autoptr (LwImageItem) item = lw_image_list_dup_item (lw_project_get_images (fixture->project), image_key);
  g_autoptr (GError) error = NULL;
  gint64 undone_image = 0;

  g_assert_cmpint (lw_image_item_get_progress (item), ==, LW_PROGRESS_UNSEEN);
  draw (fixture, image_key, 2);
  g_assert_cmpint (lw_image_item_get_progress (item), ==, LW_PROGRESS_OPEN);
  g_assert_cmpuint (lw_image_item_get_n_boxes (item), ==, 1);

  /* One step: undo takes back the opening too. */
  g_assert_true (step (fixture, lw_project_undo_async, &undone_image, &error));
  g_assert_cmpint (undone_image, ==, image_key);
  g_assert_cmpint (lw_image_item_get_progress (item), ==, LW_PROGRESS_UNSEEN);
  g_assert_cmpuint (count_boxes (fixture, image_key), ==, 0);
}

static void
flag_cb (LwProject *project,
         gpointer   user_data)
{
  *(gboolean *) user_data = TRUE;
}

static gboolean
is_set (gpointer user_data)
{
  return *(gboolean *) user_data;
}

/* Counting nothing is counted all the same. */
static void
test_no_images (void)
{
  g_autofree char *folder = lw_test_make_folder ();
  LwProject       *project = lw_test_open_folder (folder);
  gboolean         is_counted = FALSE;

  g_signal_connect (project, "counts-changed", G_CALLBACK (flag_cb), &is_counted);
  lw_test_wait (is_set, &is_counted);
  g_assert_cmpuint (lw_image_list_get_n_total (lw_project_get_images (project)), ==, 0);

  lw_test_close_project (project);
  lw_test_remove_folder (folder);
}

/* What the window selects after a step, whatever was kept in between. */
static void
test_stepped_boxes (Fixture      *fixture,
                    gconstpointer data)
{
  const gint64 image_key = lw_test_get_image_key (fixture->project, 1);
  g_autoptr (GArray) before = NULL;
  g_autoptr (GArray) undone = NULL;
  g_autoptr (GArray) redone = NULL;
  g_autoptr (GArray) boxes = NULL;

  draw (fixture, image_key, 1);
  draw (fixture, image_key, 2);
  before = lw_project_list_stepped_boxes (fixture->project);
  g_assert_cmpuint (before->len, ==, 0);

  g_assert_true (undo (fixture));
  lw_project_set_image_info (fixture->project, image_key, 640, 480, 1);
  undone = lw_project_list_stepped_boxes (fixture->project);
  g_assert_cmpuint (undone->len, ==, 1);

  g_assert_true (redo (fixture));
  redone = lw_project_list_stepped_boxes (fixture->project);
  boxes = lw_project_list_boxes (fixture->project, image_key, NULL);
  g_assert_cmpuint (redone->len, ==, 1);
  g_assert_cmpuint (boxes->len, ==, 2);
  g_assert_cmpint (g_array_index (redone, gint64, 0), ==, g_array_index (boxes, LwBoxRow, 1).key);
}

static void
count_cb (GObject    *object,
          GParamSpec *pspec,
          gpointer    user_data)
{
  (*(guint *) user_data)++;
}

static void
test_undo_notifies_once (Fixture      *fixture,
                         gconstpointer data)
{
  guint n_can_redo = 0, n_undo_label = 0;

  draw (fixture, lw_test_get_image_key (fixture->project, 0), 2);
  g_signal_connect (fixture->project, "notify::can-redo", G_CALLBACK (count_cb), &n_can_redo);
  g_signal_connect (fixture->project, "notify::undo-label", G_CALLBACK (count_cb), &n_undo_label);

  g_assert_true (undo (fixture));
  g_assert_cmpuint (n_can_redo, ==, 1);
  g_assert_cmpuint (n_undo_label, ==, 1);
  g_assert_true (redo (fixture));
  g_assert_cmpuint (n_can_redo, ==, 2);
}

static void
test_survives_reopening (Fixture      *fixture,
                         gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  const gint64 image_key = lw_test_get_image_key (fixture->project, 3);

  for (int i = 0; i < 20; i++)
    draw (fixture, image_key, i);

  lw_test_close_project (fixture->project);
  fixture->project = lw_test_open_folder (fixture->folder);
  g_assert_true (lw_project_set_annotator (fixture->project, "Ada", &error));
  g_assert_cmpuint (count_boxes (fixture, image_key), ==, 20);

  for (int i = 0; i < 20; i++)
    g_assert_true (undo (fixture));

  g_assert_cmpuint (count_boxes (fixture, image_key), ==, 0);

  for (int i = 0; i < 20; i++)
    g_assert_true (redo (fixture));

  g_assert_cmpuint (count_boxes (fixture, image_key), ==, 20);
}

static void
test_layers_are_apart (Fixture      *fixture,
                       gconstpointer data)
{
  const gint64 image_key = lw_test_get_image_key (fixture->project, 0);

  draw (fixture, image_key, 1);
  g_assert_true (lw_project_set_annotator (fixture->project, "Grace", NULL));
  g_assert_cmpuint (count_boxes (fixture, image_key), ==, 0);
  g_assert_false (undo (fixture));
  g_assert_true (lw_project_set_annotator (fixture->project, "Ada", NULL));
  g_assert_cmpuint (count_boxes (fixture, image_key), ==, 1);
}

static void
test_several_boxes_one_step (Fixture      *fixture,
                             gconstpointer data)
{
  const gint64   image_key = lw_test_get_image_key (fixture->project, 0);
  const LwBoxRow rows[] = {
    { .class_key = fixture->class_key, .rect = { 0, 0, 3, 3 } },
    { .class_key = fixture->class_key, .rect = { 4, 4, 8, 8 }, .flags = LW_BOX_CROWD },
  };
  gint64 keys[2] = { 0 };

  g_assert_true (lw_project_add_boxes (fixture->project, image_key, rows, 2, keys, NULL));
  g_assert_cmpint (keys[1], >, keys[0]);
  g_assert_true (lw_project_remove_boxes (fixture->project, keys, 2, NULL));
  g_assert_cmpuint (count_boxes (fixture, image_key), ==, 0);
  g_assert_true (undo (fixture));
  g_assert_cmpuint (count_boxes (fixture, image_key), ==, 2);
  g_assert_true (undo (fixture));
  g_assert_cmpuint (count_boxes (fixture, image_key), ==, 0);
}

/* One bad box in a step takes the whole step back. */
static void
test_all_or_nothing (Fixture      *fixture,
                     gconstpointer data)
{
  const gint64   image_key = lw_test_get_image_key (fixture->project, 0);
  const LwBoxRow rows[] = {
    { .class_key = fixture->class_key, .rect = { 0, 0, 3, 3 } },
    { .class_key = fixture->class_key, .rect = { 8, 8, 4, 4 } },
  };
  g_autoptr (GError) error = NULL;

  g_assert_false (lw_project_add_boxes (fixture->project, image_key, rows, 2, NULL, &error));
  g_assert_error (error, LW_ERROR, LW_ERROR_INVALID);
  g_assert_cmpuint (count_boxes (fixture, image_key), ==, 0);
  draw (fixture, image_key, 3);
}

static void
set_filter (Fixture             *fixture,
            const LwImageFilter *filter)
{
  LwImageList *list = lw_project_get_images (fixture->project);
  g_autoptr (GError) error = NULL;
  g_autoptr (GAsyncResult) done = NULL;
  GAsyncResult *result = NULL;

  lw_image_list_set_filter_async (list, filter, lw_test_store_result_cb, &result);
  done = lw_test_wait_result (&result);
  lw_image_list_set_filter_finish (list, done, &error);
  g_assert_no_error (error);
}

static void
test_filter (Fixture      *fixture,
             gconstpointer data)
{
  LwImageList *list = lw_project_get_images (fixture->project);
  GListModel  *model = G_LIST_MODEL (list);
  g_autoptr (GError) error = NULL;
  const gint64        key = lw_test_get_image_key (fixture->project, 3);
  const LwImageFilter by_text = { .text = "cELL_4" };
  const LwImageFilter by_progress = { .progress_mask = 1u << LW_PROGRESS_OPEN };
  const LwImageFilter by_class = { .class_key = fixture->class_key };
  const LwImageFilter all = { .text = NULL };

  draw (fixture, key, 2);

  set_filter (fixture, &by_text);
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, 1);
  g_assert_cmpuint (lw_image_list_find (list, key), ==, 0);

  set_filter (fixture, &by_progress);
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, 1);

  /* An edit does not make the row vanish under the hand. */
  g_assert_true (lw_project_set_progress (fixture->project, key, LW_PROGRESS_DONE, &error));
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, 1);

  set_filter (fixture, &by_class);
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, 1);
  g_assert_cmpint (lw_test_get_image_key (fixture->project, 0), ==, key);

  set_filter (fixture, &all);
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, 5);
  g_assert_cmpuint (lw_image_list_find (list, key), ==, 3);
}

static gboolean
is_counted (gpointer user_data)
{
  g_autoptr (GArray) counts = lw_project_count_classes (user_data);

  return counts != NULL && counts->len == 1 && g_array_index (counts, LwClassCount, 0).n_boxes == 3;
}

static void
test_counts_follow (Fixture      *fixture,
                    gconstpointer data)
{
  for (int i = 0; i < 3; i++)
    draw (fixture, lw_test_get_image_key (fixture->project, 0), i);

  lw_test_wait (is_counted, fixture->project);
}

static void
test_tags (Fixture      *fixture,
           gconstpointer data)
{
  const gint64 image_key = lw_test_get_image_key (fixture->project, 2);
  g_autoptr (GArray) given = NULL;
  g_autoptr (GArray) taken = NULL;

  g_assert_true (lw_project_toggle_tag (fixture->project, image_key, fixture->class_key, NULL));
  given = lw_project_list_tags (fixture->project, image_key, NULL);
  g_assert_cmpuint (given->len, ==, 1);
  g_assert_true (lw_project_toggle_tag (fixture->project, image_key, fixture->class_key, NULL));
  taken = lw_project_list_tags (fixture->project, image_key, NULL);
  g_assert_cmpuint (taken->len, ==, 0);
}

static void
test_classes (Fixture      *fixture,
              gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) in_use = NULL;
  gint64 key = 0;

  g_assert_false (lw_project_add_class (fixture->project, "cell", NULL, &error));
  g_assert_error (error, LW_ERROR, LW_ERROR_EXISTS);

  g_assert_true (lw_project_add_class (fixture->project, "dust", &key, NULL));
  g_assert_true (lw_project_rename_class (fixture->project, key, "speck", NULL));
  g_assert_cmpstr (lw_project_find_class (fixture->project, key)->name, ==, "speck");
  g_assert_true (lw_project_remove_class (fixture->project, key, NULL));
  g_assert_null (lw_project_find_class (fixture->project, key));
  g_assert_true (undo (fixture));
  g_assert_nonnull (lw_project_find_class (fixture->project, key));

  draw (fixture, lw_test_get_image_key (fixture->project, 0), 1);
  g_assert_false (lw_project_remove_class (fixture->project, fixture->class_key, &in_use));
  g_assert_error (in_use, LW_ERROR, LW_ERROR_CONFLICT);
}

/* The whole import is one step, which a worker takes back; nobody edits meanwhile. */
static void
test_undo_of_import (Fixture      *fixture,
                     gconstpointer data)
{
  static const char coco[] =
      "{\"images\": [{\"id\": 1, \"file_name\": \"Cell_1.png\", \"width\": 40, \"height\": 30}],"
      " \"categories\": [{\"id\": 1, \"name\": \"cell\"}],"
      " \"annotations\": [{\"id\": 1, \"image_id\": 1, \"category_id\": 1, \"bbox\": [1, 2, 5, 6]},"
      "                   {\"id\": 2, \"image_id\": 1, \"category_id\": 1, \"bbox\": [9, 2, 5, 6]}]}";
  g_autofree char      *source = g_build_filename (fixture->folder, "labels.json", NULL);
  const LwImportOptions options = { .source = source, .images_folder = fixture->folder, .annotator = "Ada" };
  const gint64          image_key = lw_test_get_image_key (fixture->project, 0);
  g_autoptr (GError) error = NULL;
  g_autoptr (GAsyncResult) imported = NULL;
  g_autoptr (GAsyncResult) undone = NULL;
  g_autoptr (LwImportReport) report = NULL;
  GAsyncResult *result = NULL;

  g_assert_true (g_file_set_contents (source, coco, -1, NULL));
  lw_project_import_async (fixture->project, &options, NULL, NULL, NULL, lw_test_store_result_cb, &result);
  imported = lw_test_wait_result (&result);
  report = lw_project_import_finish (fixture->project, imported, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (report->n_boxes_added, ==, 2);
  g_assert_cmpuint (count_boxes (fixture, image_key), ==, 2);

  lw_project_undo_async (fixture->project, lw_test_store_result_cb, &result);
  g_assert_true (lw_project_is_busy (fixture->project));
  g_assert_false (lw_project_add_class (fixture->project, "dust", NULL, &error));
  g_assert_error (error, LW_ERROR, LW_ERROR_CONFLICT);
  undone = lw_test_wait_result (&result);
  g_assert_true (lw_project_step_finish (fixture->project, undone, NULL, NULL));
  g_assert_false (lw_project_is_busy (fixture->project));
  g_assert_cmpuint (count_boxes (fixture, image_key), ==, 0);
}

/* The second to open it can look and not touch. */
static void
test_second_is_read_only (Fixture      *fixture,
                          gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  LwProject *second = lw_test_open_folder (fixture->folder);

  g_assert_null (lw_project_get_read_only_reason (fixture->project));
  g_assert_nonnull (lw_project_get_read_only_reason (second));
  g_assert_true (lw_project_set_annotator (second, "Ada", NULL));
  g_assert_false (lw_project_add_class (second, "other", NULL, &error));
  g_assert_error (error, LW_ERROR, LW_ERROR_READ_ONLY);
  lw_test_close_project (second);
}

static void
test_image_info (Fixture      *fixture,
                 gconstpointer data)
{
  const gint64 image_key = lw_test_get_image_key (fixture->project, 0);
  g_autoptr (LwImageItem) item = lw_image_list_dup_item (lw_project_get_images (fixture->project), image_key);
  g_autofree char *label = NULL;

  lw_project_set_image_info (fixture->project, image_key, 40, 30, 1);
  g_assert_cmpint (lw_image_item_get_width (item), ==, 40);

  /* Not a step that could be undone. */
  g_object_get (fixture->project, "undo-label", &label, NULL);
  g_assert_cmpstr (label, ==, "Add class “cell”");
}

static void
test_pictures (Fixture      *fixture,
               gconstpointer data)
{
  LwPictureLoader *loader = lw_project_get_picture_loader (fixture->project);
  g_autofree char *path = lw_project_dup_image_path (fixture->project, lw_test_get_image_key (fixture->project, 0));
  g_autofree char *broken = g_build_filename (fixture->folder, "none.png", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GAsyncResult) first = NULL;
  g_autoptr (GAsyncResult) second = NULL;
  g_autoptr (GAsyncResult) third = NULL;
  g_autoptr (LwPixels) pixels = NULL;
  g_autoptr (LwPixels) ready = NULL;
  g_autoptr (GBytes) thumbnail = NULL;
  GAsyncResult *result = NULL;

  g_assert_null (lw_picture_loader_peek (loader, path));
  lw_picture_loader_load_async (loader, path, NULL, lw_test_store_result_cb, &result);
  first = lw_test_wait_result (&result);
  pixels = lw_picture_loader_load_finish (loader, first, &error);
  g_assert_no_error (error);
  g_assert_cmpint (lw_pixels_get_width (pixels), ==, 40);
  ready = lw_picture_loader_peek (loader, path);
  g_assert_true (ready == pixels);

  lw_picture_loader_thumbnail_async (loader, path, NULL, lw_test_store_result_cb, &result);
  second = lw_test_wait_result (&result);
  thumbnail = lw_picture_loader_thumbnail_finish (loader, second, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (thumbnail), >, 100);

  lw_picture_loader_load_async (loader, broken, NULL, lw_test_store_result_cb, &result);
  third = lw_test_wait_result (&result);
  g_assert_null (lw_picture_loader_load_finish (loader, third, &error));
  g_assert_error (error, LW_ERROR, LW_ERROR_NOT_FOUND);
}

static gboolean
is_prepared (gpointer user_data)
{
  gpointer *args = user_data;
  g_autoptr (LwPixels) pixels = lw_picture_loader_peek (args[0], args[1]);

  return pixels != NULL;
}

static void
test_neighbours_are_prepared (Fixture      *fixture,
                              gconstpointer data)
{
  LwPictureLoader *loader = lw_project_get_picture_loader (fixture->project);
  g_autofree char *path = lw_project_dup_image_path (fixture->project, lw_test_get_image_key (fixture->project, 1));
  const char      *paths[] = { path, NULL };
  const char      *none[] = { NULL };
  gpointer         args[] = { loader, path };

  lw_picture_loader_prepare (loader, paths);
  lw_picture_loader_prepare (loader, none);
  lw_picture_loader_prepare (loader, paths);
  lw_test_wait (is_prepared, args);
}

int
main (int   argc,
      char *argv[])
{
  g_autofree char *cache = lw_test_make_folder ();
  int              status;

  g_setenv ("XDG_CACHE_HOME", cache, TRUE);
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func) g_test_add ("/project/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("first-box-opens-image", test_first_box_opens_image);
  ADD ("stepped-boxes", test_stepped_boxes);
  ADD ("undo-notifies-once", test_undo_notifies_once);
  ADD ("survives-reopening", test_survives_reopening);
  ADD ("layers-are-apart", test_layers_are_apart);
  ADD ("several-boxes-one-step", test_several_boxes_one_step);
  ADD ("all-or-nothing", test_all_or_nothing);
  ADD ("filter", test_filter);
  ADD ("counts-follow", test_counts_follow);
  ADD ("tags", test_tags);
  ADD ("classes", test_classes);
  ADD ("undo-of-import", test_undo_of_import);
  ADD ("second-is-read-only", test_second_is_read_only);
  ADD ("image-info", test_image_info);
  ADD ("pictures", test_pictures);
  ADD ("neighbours-are-prepared", test_neighbours_are_prepared);
#undef ADD

  g_test_add_func ("/project/no-images", test_no_images);
  status = g_test_run ();
  lw_test_remove_folder (cache);

  return status;
}

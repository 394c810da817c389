/* test-project-boxes.c - several boxes as one step, and several keys as one
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lw-project.h"
#include "lw-test-project.h"

typedef struct
{
  char      *folder;
  LwProject *project;
  gint64     image_key, class_key;
  gint64     keys[3];
} Fixture;

static void
add_three_boxes (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  LwBoxRow rows[3];

  for (guint i = 0; i < 3; i++)
    rows[i] = (LwBoxRow){ .class_key = fixture->class_key, .rect = { i, i, i + 5, i + 8 } };

  lw_project_add_boxes (fixture->project, fixture->image_key, rows, 3, fixture->keys, &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = lw_test_make_folder ();
  lw_test_write_png (fixture->folder, "cell.png", 40, 30);
  fixture->project = lw_test_open_folder_as (fixture->folder, "Ada");
  lw_project_add_class (fixture->project, "cell", &fixture->class_key, &error);
  g_assert_no_error (error);
  fixture->image_key = lw_test_get_image_key (fixture->project, 0);
  add_three_boxes (fixture);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  lw_test_close_project (fixture->project);
  lw_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
}

static gboolean
step (Fixture *fixture,
      gboolean redo)
{
  g_autoptr (GAsyncResult) done = NULL;
  GAsyncResult *result = NULL;

  if (redo)
    lw_project_redo_async (fixture->project, lw_test_store_result_cb, &result);
  else
    lw_project_undo_async (fixture->project, lw_test_store_result_cb, &result);
  done = lw_test_wait_result (&result);

  return lw_project_step_finish (fixture->project, done, NULL, NULL);
}

static void
move_first (Fixture *fixture,
            double   x0,
            gboolean is_more)
{
  g_autoptr (GError) error = NULL;
  const LwRect rect = { x0, 0, x0 + 5, 8 };

  lw_project_set_box_rects (fixture->project, fixture->keys, &rect, 1, "Move box", is_more, &error);
  g_assert_no_error (error);
}

/* Of the first box; NULL boxes would be no box. */
static double
get_x0 (Fixture *fixture)
{
  g_autoptr (GArray) boxes = lw_project_list_boxes (fixture->project, fixture->image_key, NULL);

  g_assert_cmpuint (boxes->len, ==, 3);

  return g_array_index (boxes, LwBoxRow, 0).rect.x0;
}

static void
test_burst (Fixture      *fixture,
            gconstpointer data)
{
  move_first (fixture, 10, FALSE);
  for (int i = 1; i <= 5; i++)
    move_first (fixture, 10 + i, TRUE);

  g_assert_true (step (fixture, FALSE));
  g_assert_cmpfloat (get_x0 (fixture), ==, 0);
  g_assert_true (step (fixture, TRUE));
  g_assert_cmpfloat (get_x0 (fixture), ==, 15);

  /* What was undone or done again is closed, and so is what has another name. */
  move_first (fixture, 20, TRUE);
  g_assert_true (step (fixture, FALSE));
  g_assert_cmpfloat (get_x0 (fixture), ==, 15);
  move_first (fixture, 22, TRUE);
  g_assert_true (step (fixture, FALSE));
  g_assert_cmpfloat (get_x0 (fixture), ==, 15);
  g_assert_true (step (fixture, FALSE));
  g_assert_true (step (fixture, TRUE));

  g_assert_true (lw_project_set_box_class (fixture->project, fixture->keys, 1, fixture->class_key, NULL));
  g_assert_true (lw_project_mark_boxes (fixture->project, fixture->keys, 3, LW_BOX_CROWD, 0, NULL));
  move_first (fixture, 25, TRUE);
  g_assert_true (step (fixture, FALSE));
  g_assert_cmpfloat (get_x0 (fixture), ==, 15);
}

/* The journal of a burst can be replayed, and a redo after it is no longer offered. */
static void
test_burst_kills_redo (Fixture      *fixture,
                       gconstpointer data)
{
  move_first (fixture, 10, FALSE);
  move_first (fixture, 20, FALSE);
  g_assert_true (step (fixture, FALSE));
  move_first (fixture, 12, TRUE);
  g_assert_false (step (fixture, TRUE));
  g_assert_cmpfloat (get_x0 (fixture), ==, 12);
  g_assert_true (step (fixture, FALSE));
  g_assert_cmpfloat (get_x0 (fixture), ==, 10);
}

static void
test_rects (Fixture      *fixture,
            gconstpointer data)
{
  const LwRect rects[] = { { 1, 1, 2, 2 }, { 3, 3, 4, 4 }, { 5, 5, 6, 6 } };
  const LwRect bad[] = { { 1, 1, 2, 2 }, { 3, 3, 3, 4 }, { 5, 5, 6, 6 } };
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) boxes = NULL;

  g_assert_false (lw_project_set_box_rects (fixture->project, fixture->keys, bad, 3, "Align", FALSE, &error));
  g_assert_error (error, LW_ERROR, LW_ERROR_INVALID);
  g_assert_cmpfloat (get_x0 (fixture), ==, 0);

  /* One that is gone does not shift the others. */
  g_assert_true (lw_project_remove_boxes (fixture->project, &fixture->keys[1], 1, NULL));
  g_assert_true (lw_project_set_box_rects (fixture->project, fixture->keys, rects, 3, "Align", FALSE, NULL));
  boxes = lw_project_list_boxes (fixture->project, fixture->image_key, NULL);
  g_assert_cmpuint (boxes->len, ==, 2);
  g_assert_true (lw_rect_equal (g_array_index (boxes, LwBoxRow, 0).rect, rects[0]));
  g_assert_true (lw_rect_equal (g_array_index (boxes, LwBoxRow, 1).rect, rects[2]));
  g_assert_true (step (fixture, FALSE));
  g_assert_true (step (fixture, FALSE));
  g_assert_cmpfloat (get_x0 (fixture), ==, 0);
}

static void
test_named (Fixture      *fixture,
            gconstpointer data)
{
  const LwBoxRow    rows[] = { { .rect = { 1, 1, 2, 2 } }, { .rect = { 3, 3, 4, 4 } }, { .rect = { 5, 5, 6, 6 } } };
  const char *const names[] = { "nucleus", "cell", "nucleus" };
  gint64            keys[3];
  g_autoptr (GArray) boxes = NULL;

  g_assert_true (lw_project_add_named_boxes (fixture->project, fixture->image_key, rows, names, 3, keys, NULL));
  g_assert_cmpuint (lw_project_get_classes (fixture->project)->len, ==, 2);
  boxes = lw_project_list_boxes (fixture->project, fixture->image_key, NULL);
  g_assert_cmpuint (boxes->len, ==, 6);
  g_assert_cmpint (g_array_index (boxes, LwBoxRow, 4).class_key, ==, fixture->class_key);
  g_assert_cmpint (g_array_index (boxes, LwBoxRow, 3).class_key, ==, g_array_index (boxes, LwBoxRow, 5).class_key);
  g_assert_cmpint (g_array_index (boxes, LwBoxRow, 5).key, ==, keys[2]);

  /* The class goes with the step that brought it. */
  g_assert_true (step (fixture, FALSE));
  g_assert_cmpuint (lw_project_get_classes (fixture->project)->len, ==, 1);
  g_assert_true (step (fixture, TRUE));
  g_assert_cmpuint (lw_project_get_classes (fixture->project)->len, ==, 2);
}

/* Replaces *@label. */
static const char *
read_label (Fixture    *fixture,
            const char *property,
            char      **label)
{
  g_clear_pointer (label, g_free);
  g_object_get (fixture->project, property, label, NULL);

  return *label;
}

/* A jump that is stopped at once has taken the one step that it was at. */
static void
test_stop_jump (Fixture      *fixture,
                gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GAsyncResult) done = NULL;
  g_autofree char *label = NULL;
  GAsyncResult    *result = NULL;

  for (guint i = 1; i <= 5; i++)
    {
      const LwRect     rect = { i, i, i + 10, i + 10 };
      g_autofree char *text = g_strdup_printf ("Move %u", i);

      lw_project_set_box_rects (fixture->project, fixture->keys, &rect, 1, text, FALSE, &error);
      g_assert_no_error (error);
    }

  lw_project_jump_async (fixture->project, 0, lw_test_store_result_cb, &result);
  lw_project_stop_jump (fixture->project);
  done = lw_test_wait_result (&result);
  g_assert_true (lw_project_step_finish (fixture->project, done, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (read_label (fixture, "undo-label", &label), ==, "Move 4");
  g_assert_cmpstr (read_label (fixture, "redo-label", &label), ==, "Move 5");
}

static void
test_labels (Fixture      *fixture,
             gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *label = NULL;
  gint64           other, key;

  g_assert_cmpstr (read_label (fixture, "undo-label", &label), ==, "Add 3 boxes (cell)");
  lw_project_add_class (fixture->project, "Ring", &other, &error);
  g_assert_no_error (error);
  lw_project_add_box (fixture->project, fixture->image_key, other, (LwRect){ 1, 1, 9, 9 }, &key, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (read_label (fixture, "undo-label", &label), ==, "Draw Ring");
  lw_project_remove_boxes (fixture->project, &key, 1, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (read_label (fixture, "undo-label", &label), ==, "Delete 1 box (Ring)");
  lw_project_set_box_class (fixture->project, fixture->keys, 2, other, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (read_label (fixture, "undo-label", &label), ==, "Set class Ring");
  lw_project_remove_boxes (fixture->project, fixture->keys, 3, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (read_label (fixture, "undo-label", &label), ==, "Delete 3 boxes");
}

int
main (int   argc,
      char *argv[])
{
  g_autofree char *cache = g_dir_make_tmp ("labelwright-cache-XXXXXX", NULL);
  int              status;

  g_setenv ("XDG_CACHE_HOME", cache, TRUE);
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func) g_test_add ("/project-boxes/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("burst", test_burst);
  ADD ("burst-kills-redo", test_burst_kills_redo);
  ADD ("rects", test_rects);
  ADD ("named", test_named);
  ADD ("labels", test_labels);
  ADD ("stop-jump", test_stop_jump);
#undef ADD

  status = g_test_run ();
  lw_test_remove_folder (cache);

  return status;
}

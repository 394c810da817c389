/* test-many-boxes.c - an image of many boxes comes in steps, and is right in between
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lw-box-list.h"
#include "lw-canvas.h"
#include "lw-label-page.h"
#include "lw-test-util.h"

#include <gtk/gtk.h>

#define N_IMAGES 2
/* More than come at once. */
#define N_BOXES 4100

typedef struct
{
  char        *folder;
  LwProject   *project;
  gint64       images[N_IMAGES], class_key;
  GtkWidget   *window;
  LwLabelPage *page;
  LwCanvas    *canvas;
} Fixture;

static void
add_boxes (Fixture *fixture,
           guint    image)
{
  g_autofree LwBoxRow *rows = g_new0 (LwBoxRow, N_BOXES);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < N_BOXES; i++)
    {
      const double x = i % 100, y = i / 100 % 90;

      rows[i] = (LwBoxRow){ .class_key = fixture->class_key, .rect = { x, y, x + 3, y + 2 + image } };
    }

  lw_project_add_boxes (fixture->project, fixture->images[image], rows, N_BOXES, NULL, &error);
  g_assert_no_error (error);
}

static GtkWidget *
find_widget (GtkWidget *parent,
             GType      type)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (parent, type))
    return parent;

  for (GtkWidget *child = gtk_widget_get_first_child (parent); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_widget (child, type);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GAsyncResult) done = NULL;
  GAsyncResult *result = NULL;

  fixture->folder = lw_test_make_folder ();
  lw_test_write_png (fixture->folder, "1.png", 120, 100);
  lw_test_write_png (fixture->folder, "2.png", 120, 100);

  lw_project_open_folder_async (fixture->folder, NULL, lw_test_store_result_cb, &result);
  done = lw_test_wait_result (&result);
  fixture->project = lw_project_open_finish (done, &error);
  g_assert_no_error (error);
  lw_project_set_annotator (fixture->project, "Ada", &error);
  lw_project_add_class (fixture->project, "cell", &fixture->class_key, &error);
  g_assert_no_error (error);

  for (guint i = 0; i < N_IMAGES; i++)
    {
      g_autoptr (LwImageItem) item = g_list_model_get_item (G_LIST_MODEL (lw_project_get_images (fixture->project)), i);

      fixture->images[i] = lw_image_item_get_key (item);
      add_boxes (fixture, i);
    }

  fixture->page = LW_LABEL_PAGE (lw_label_page_new ());
  fixture->canvas = LW_CANVAS (find_widget (GTK_WIDGET (fixture->page), LW_TYPE_CANVAS));
  fixture->window = gtk_window_new ();
  gtk_window_set_child (GTK_WINDOW (fixture->window), GTK_WIDGET (fixture->page));
  lw_label_page_set_project (fixture->page, fixture->project);
}

static gboolean
is_idle (gpointer user_data)
{
  return G_OBJECT (user_data)->ref_count == 1;
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  lw_label_page_set_project (fixture->page, NULL);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  lw_test_wait (is_idle, fixture->project);
  g_object_unref (fixture->project);
  lw_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
}

static guint
count_listed (Fixture *fixture)
{
  GtkWidget *list = find_widget (GTK_WIDGET (fixture->page), LW_TYPE_BOX_LIST);
  GtkWidget *view = find_widget (list, GTK_TYPE_LIST_VIEW);

  return g_list_model_get_n_items (G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (view))));
}

static gboolean
is_listed (gpointer user_data)
{
  Fixture *fixture = user_data;

  return lw_canvas_get_n_boxes (fixture->canvas) >= N_BOXES && count_listed (fixture) == lw_canvas_get_n_boxes (fixture->canvas);
}

/* The canvas has the boxes of the image that is shown, and selects them all by their keys. */
static void
check_all_selected (Fixture *fixture,
                    guint    n_expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) rows = lw_project_list_boxes (fixture->project, lw_label_page_get_image (fixture->page), &error);
  const gint64 *keys;
  gsize         n_keys;

  g_assert_no_error (error);
  g_action_group_activate_action (lw_label_page_get_actions (fixture->page), "select-all", NULL);
  keys = lw_canvas_get_selection (fixture->canvas, &n_keys);
  g_assert_cmpuint (n_keys, ==, n_expected);
  g_assert_cmpuint (rows->len, ==, n_expected);

  for (gsize i = 0; i < n_keys; i++)
    g_assert_cmpint (keys[i], ==, g_array_index (rows, LwBoxRow, i).key);

  g_assert_cmpuint (count_listed (fixture), ==, n_expected);
}

static void
test_steps (Fixture      *fixture,
            gconstpointer data)
{
  lw_label_page_show_image (fixture->page, fixture->images[1]);
  g_assert_cmpuint (lw_canvas_get_n_boxes (fixture->canvas), <, N_BOXES);

  lw_test_wait (is_listed, fixture);
  check_all_selected (fixture, N_BOXES);
}

/* Whoever acts before the last step finds them all. */
static void
test_at_once (Fixture      *fixture,
              gconstpointer data)
{
  lw_test_wait (is_listed, fixture);
  lw_label_page_show_image (fixture->page, fixture->images[1]);
  check_all_selected (fixture, N_BOXES);
  lw_test_wait (is_listed, fixture);
  check_all_selected (fixture, N_BOXES);
}

static void
test_passing (Fixture      *fixture,
              gconstpointer data)
{
  lw_label_page_show_image (fixture->page, fixture->images[1]);
  lw_label_page_show_image (fixture->page, fixture->images[0]);
  lw_test_wait (is_listed, fixture);
  check_all_selected (fixture, N_BOXES);
  g_assert_cmpint (lw_label_page_get_image (fixture->page), ==, fixture->images[0]);
}

static void
test_edited (Fixture      *fixture,
             gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  lw_label_page_show_image (fixture->page, fixture->images[1]);
  lw_project_add_box (fixture->project, fixture->images[1], fixture->class_key, (LwRect){ 50, 50, 60, 60 }, NULL, &error);
  g_assert_no_error (error);
  lw_test_wait (is_listed, fixture);
  check_all_selected (fixture, N_BOXES + 1);
}

/* The page goes while boxes are on their way. */
static void
test_gone (Fixture      *fixture,
           gconstpointer data)
{
  lw_label_page_show_image (fixture->page, fixture->images[1]);
}

int
main (int   argc,
      char *argv[])
{
  g_setenv ("GSETTINGS_BACKEND", "memory", TRUE);
  gtk_test_init (&argc, &argv, NULL);

  g_test_add ("/many-boxes/steps", Fixture, NULL, set_up, test_steps, tear_down);
  g_test_add ("/many-boxes/at-once", Fixture, NULL, set_up, test_at_once, tear_down);
  g_test_add ("/many-boxes/passing", Fixture, NULL, set_up, test_passing, tear_down);
  g_test_add ("/many-boxes/edited", Fixture, NULL, set_up, test_edited, tear_down);
  g_test_add ("/many-boxes/gone", Fixture, NULL, set_up, test_gone, tear_down);

  return g_test_run ();
}

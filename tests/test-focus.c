/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-box-cell.h"
#include "lw-canvas.h"
#include "lw-image-cell.h"
#include "lw-list-tab.h"
#include "lw-names.h"
#include "lw-settings.h"
#include "lw-test-util.h"
#include "lw-window.h"

/* The keys: where they go, and that they come back. */

typedef struct
{
  char      *folder;
  LwWindow  *window;
  GtkWidget *canvas;
} Fixture;

/* One for all: a process of GTK has one. */
static AdwApplication *application;

static GtkWidget *
find (GtkWidget *widget,
      GType      type)
{
  if (g_type_is_a (G_OBJECT_TYPE (widget), type) && gtk_widget_get_mapped (widget))
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find (child, type);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static gboolean
has_rows (gpointer data)
{
  Fixture *fixture = data;

  return lw_window_get_project (fixture->window) != NULL && find (GTK_WIDGET (fixture->window), LW_TYPE_IMAGE_CELL) != NULL;
}

static GtkWidget *
get_focus (Fixture *fixture)
{
  return gtk_window_get_focus (GTK_WINDOW (fixture->window));
}

static gboolean
has_canvas (gpointer data)
{
  return get_focus (data) == ((Fixture *) data)->canvas;
}

static gboolean
has_no_canvas (gpointer data)
{
  return ((Fixture *) data)->canvas == NULL;
}

static void
settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  g_settings_set_string (lw_settings_get (), "annotator-name", "Ann");
  fixture->folder = lw_test_make_folder ();
  lw_test_write_png (fixture->folder, "a.png", 40, 30);
  lw_test_write_png (fixture->folder, "b.png", 40, 30);
  lw_test_write_png (fixture->folder, "c.png", 40, 30);

  fixture->window = lw_window_new (application);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 1300, 800);
  gtk_widget_show (GTK_WIDGET (fixture->window));
  lw_window_open (fixture->window, fixture->folder);
  lw_test_wait (has_rows, fixture);
  fixture->canvas = find (GTK_WIDGET (fixture->window), LW_TYPE_CANVAS);
  g_assert_true (lw_project_add_class (lw_window_get_project (fixture->window), "Cell", NULL, NULL));
  g_assert_true (lw_project_add_class (lw_window_get_project (fixture->window), "Other", NULL, NULL));
  settle ();
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  /* Another window goes on, for which a page that is left over would be fatal. */
  g_object_add_weak_pointer (G_OBJECT (fixture->canvas), (gpointer *) &fixture->canvas);
  g_object_add_weak_pointer (G_OBJECT (fixture->window), (gpointer *) &fixture->window);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  lw_test_wait (has_no_canvas, fixture);
  g_assert_null (fixture->window);
  lw_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
}

/* Every Tab goes on, and after some the canvas has the focus again. */
static void
test_round (Fixture      *fixture,
            gconstpointer data)
{
  const GtkDirectionType direction = GPOINTER_TO_INT (data);
  GtkWidget             *before;
  guint                  n_steps = 0;

  gtk_widget_grab_focus (fixture->canvas);

  do
    {
      before = get_focus (fixture);

      /* From the last back to the first, as the Tab key does it. */
      if (!gtk_widget_child_focus (GTK_WIDGET (fixture->window), direction))
        {
          gtk_window_set_focus (GTK_WINDOW (fixture->window), NULL);
          gtk_widget_child_focus (GTK_WIDGET (fixture->window), direction);
        }

      g_assert_nonnull (get_focus (fixture));
      g_assert_true (get_focus (fixture) != before);
      n_steps++;
    }
  while (get_focus (fixture) != fixture->canvas && n_steps < 200);

  g_assert_true (get_focus (fixture) == fixture->canvas);
  g_assert_cmpuint (n_steps, >, 20);
}

/* Images, tools, canvas, classes, boxes, status, header: and every one is another. */
static void
test_parts (Fixture      *fixture,
            gconstpointer data)
{
  const char *action = data;
  g_autoptr (GPtrArray) seen = g_ptr_array_new ();

  gtk_widget_grab_focus (fixture->canvas);

  do
    {
      g_ptr_array_add (seen, get_focus (fixture));
      g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->window), action, NULL));
      settle ();
    }
  while (!g_ptr_array_find (seen, get_focus (fixture), NULL) && seen->len < 20);

  g_assert_true (get_focus (fixture) == fixture->canvas);
  g_assert_cmpuint (seen->len, >=, 6);
}

/* The row that is selected has the focus, not the one that had it last. */
static void
test_selected_row (Fixture      *fixture,
                   gconstpointer data)
{
  GtkWidget *cell = find (GTK_WIDGET (fixture->window), LW_TYPE_IMAGE_CELL);
  GtkWidget *list = gtk_widget_get_ancestor (cell, GTK_TYPE_LIST_VIEW);

  gtk_widget_grab_focus (gtk_widget_get_parent (cell));
  gtk_widget_grab_focus (fixture->canvas);
  gtk_widget_activate_action (fixture->canvas, "label.next", NULL);
  settle ();

  g_assert_true (gtk_widget_child_focus (list, GTK_DIR_TAB_FORWARD));
  settle ();
  g_assert_true (gtk_widget_get_parent (get_focus (fixture)) == list);
  g_assert_true (get_focus (fixture) != gtk_widget_get_parent (cell));
  g_assert_true ((gtk_widget_get_state_flags (get_focus (fixture)) & GTK_STATE_FLAG_SELECTED) != 0);
}

/* What had the focus goes: the keys of the page go on working. */
static void
test_rescue (Fixture      *fixture,
             gconstpointer data)
{
  gtk_window_set_focus (GTK_WINDOW (fixture->window), NULL);
  lw_test_wait (has_canvas, fixture);
}

static gboolean
has_box_row (gpointer data)
{
  return find (GTK_WIDGET (((Fixture *) data)->window), LW_TYPE_BOX_CELL) != NULL;
}

/* The list of boxes goes with the last of them, while it has the focus. */
static void
test_last_row (Fixture      *fixture,
               gconstpointer data)
{
  LwProject *project = lw_window_get_project (fixture->window);
  g_autoptr (LwImageItem) item = g_list_model_get_item (G_LIST_MODEL (lw_project_get_images (project)), 0);
  const LwClassRow *class = &g_array_index (lw_project_get_classes (project), LwClassRow, 0);
  gint64 key;

  g_assert_true (lw_project_add_box (project, lw_image_item_get_key (item), class->key, (LwRect){ 1, 1, 9, 9 }, &key, NULL));
  lw_test_wait (has_box_row, fixture);
  gtk_widget_grab_focus (gtk_widget_get_parent (find (GTK_WIDGET (fixture->window), LW_TYPE_BOX_CELL)));
  g_assert_false (has_canvas (fixture));

  g_assert_true (lw_project_remove_boxes (project, &key, 1, NULL));
  lw_test_wait (has_canvas, fixture);
}

/* --- Names --- */

static void
test_names (void)
{
  GtkWidget *window = g_object_ref_sink (gtk_window_new ());
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *button = gtk_button_new_with_mnemonic ("Re_set __all");
  GtkWidget *check = gtk_check_button_new_with_mnemonic ("_Invert");
  GtkWidget *plain = gtk_button_new_with_label ("a_b");

  gtk_box_append (GTK_BOX (box), button);
  gtk_box_append (GTK_BOX (box), check);
  gtk_box_append (GTK_BOX (box), plain);
  gtk_window_set_child (GTK_WINDOW (window), box);
  gtk_widget_show (window);

  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, "Reset _all");
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, "Invert");
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (plain), GTK_ACCESSIBLE_PROPERTY_LABEL, "a_b");
  g_assert_false (gtk_test_accessible_has_relation (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_RELATION_LABELLED_BY));

  gtk_button_set_label (GTK_BUTTON (button), "_Keep");
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, "Keep");

  gtk_window_destroy (GTK_WINDOW (window));
  g_assert_finalize_object (window);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  application = adw_application_new ("io.github.labelwright.Test", G_APPLICATION_NON_UNIQUE);
  g_assert_true (g_application_register (G_APPLICATION (application), NULL, NULL));
  lw_names_watch ();
  lw_list_tab_watch ();

  g_test_add ("/focus/round/forward", Fixture, GINT_TO_POINTER (GTK_DIR_TAB_FORWARD), set_up, test_round, tear_down);
  g_test_add ("/focus/round/backward", Fixture, GINT_TO_POINTER (GTK_DIR_TAB_BACKWARD), set_up, test_round, tear_down);
  g_test_add ("/focus/parts/next", Fixture, "win.next-part", set_up, test_parts, tear_down);
  g_test_add ("/focus/parts/previous", Fixture, "win.previous-part", set_up, test_parts, tear_down);
  g_test_add ("/focus/selected-row", Fixture, NULL, set_up, test_selected_row, tear_down);
  g_test_add ("/focus/rescue", Fixture, NULL, set_up, test_rescue, tear_down);
  g_test_add ("/focus/last-row", Fixture, NULL, set_up, test_last_row, tear_down);
  g_test_add_func ("/focus/names", test_names);

  return g_test_run ();
}

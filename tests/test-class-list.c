/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-class-list.h"
#include "lw-test-project.h"

#include <time.h>

/* --- A thousand classes: fifty families of nineteen --- */

#define N_FAMILIES 50
#define N_MEMBERS 19

typedef struct
{
  char        *folder;
  LwProject   *project;
  LwClassList *list;
  GtkWidget   *window;
} Fixture;

static void
add_classes (LwProject *project)
{
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < N_FAMILIES; i++)
    {
      g_autofree char *family = g_strdup_printf ("family %02u", i);
      g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
      gint64 family_key;

      for (guint k = 0; k < N_MEMBERS; k++)
        g_ptr_array_add (names, g_strdup_printf ("member %02u of %02u", k, i));

      lw_project_add_class (project, family, &family_key, &error);
      g_assert_no_error (error);
      lw_project_add_classes (project, (const char *const *) names->pdata, names->len, family_key, NULL, &error);
      g_assert_no_error (error);
    }
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->folder = lw_test_make_folder ();
  lw_test_write_png (fixture->folder, "1.png", 40, 30);
  fixture->project = lw_test_open_folder_as (fixture->folder, "Ada");
  add_classes (fixture->project);

  fixture->list = g_object_new (LW_TYPE_CLASS_LIST, "shows-tags", TRUE, NULL);
  fixture->window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 280, 500);
  gtk_window_set_child (GTK_WINDOW (fixture->window), GTK_WIDGET (fixture->list));
  lw_class_list_set_project (fixture->list, fixture->project);
  gtk_window_present (GTK_WINDOW (fixture->window));
  gtk_test_widget_wait_for_draw (fixture->window);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  lw_test_close_project (fixture->project);
  lw_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
}

static const char *
get_name (Fixture *fixture,
          guint    position)
{
  const LwClassInfo *info = lw_class_model_get_info (lw_class_list_get_model (fixture->list), position);

  return info != NULL ? info->name : NULL;
}

static guint
get_n_shown (Fixture *fixture)
{
  return g_list_model_get_n_items (G_LIST_MODEL (lw_class_list_get_model (fixture->list)));
}

static GtkWidget *
find_descendant (GtkWidget *widget,
                 GType      type)
{
  GtkWidget *found = g_type_is_a (G_OBJECT_TYPE (widget), type) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_descendant (child, type);

  return found;
}

static void
type_text (Fixture    *fixture,
           const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (find_descendant (GTK_WIDGET (fixture->list), GTK_TYPE_SEARCH_ENTRY)), text);
}

/* --- Tests --- */

static void
test_tree (Fixture      *fixture,
           gconstpointer data)
{
  LwClassModel *model = lw_class_list_get_model (fixture->list);
  const gint64  family_key = lw_class_model_get_info (model, 0)->key;

  g_assert_cmpuint (get_n_shown (fixture), ==, N_FAMILIES * (N_MEMBERS + 1));
  g_assert_cmpstr (get_name (fixture, 1), ==, "member 00 of 00");
  g_assert_cmpuint (lw_class_model_get_info (model, 1)->depth, ==, 1);
  g_assert_cmpstr (lw_class_model_get_info (model, 1)->key_label, ==, "2");
  g_assert_null (lw_class_model_get_info (model, 10)->key_label);

  lw_class_model_set_folded (model, family_key, TRUE);
  g_assert_cmpuint (get_n_shown (fixture), ==, N_FAMILIES * (N_MEMBERS + 1) - N_MEMBERS);
  g_assert_cmpstr (get_name (fixture, 1), ==, "family 01");
  lw_class_model_set_folded (model, family_key, FALSE);
  g_assert_cmpuint (get_n_shown (fixture), ==, N_FAMILIES * (N_MEMBERS + 1));
}

static void
store_key_cb (LwClassList *list,
              gint64       class_key,
              gint64      *chosen)
{
  *chosen = class_key;
}

static void
test_search (Fixture      *fixture,
             gconstpointer data)
{
  gint64 chosen = 0;

  g_signal_connect (fixture->list, "chosen", G_CALLBACK (store_key_cb), &chosen);
  type_text (fixture, "mem 18 49");
  g_assert_cmpuint (get_n_shown (fixture), ==, 1);
  g_assert_cmpstr (get_name (fixture, 0), ==, "member 18 of 49");

  /* Enter takes the best. */
  g_signal_emit_by_name (find_descendant (GTK_WIDGET (fixture->list), GTK_TYPE_SEARCH_ENTRY), "activate");
  g_assert_cmpint (chosen, ==, lw_class_model_get_info (lw_class_list_get_model (fixture->list), 0)->key);

  /* The family is a word of the path, too. */
  type_text (fixture, "family 07/member 03");
  g_assert_cmpstr (get_name (fixture, 0), ==, "member 03 of 07");
  type_text (fixture, "no such class");
  g_assert_cmpuint (get_n_shown (fixture), ==, 0);
  type_text (fixture, "");
  g_assert_cmpuint (get_n_shown (fixture), ==, N_FAMILIES * (N_MEMBERS + 1));
}

static void
assert_recent (LwClassModel *model,
               guint         position,
               gint64        key)
{
  g_autoptr (LwClassItem) item = g_list_model_get_item (lw_class_model_get_recent (model), position);

  g_assert_nonnull (item);
  g_assert_cmpint (lw_class_item_get_info (item)->key, ==, key);
  g_assert_true (lw_class_item_get_info (item)->is_recent);
}

static void
count_change_cb (guint *n_changes)
{
  *n_changes += 1;
}

/* What was used last stands on top, and stays where it is while it is used. */
static void
test_recent (Fixture      *fixture,
             gconstpointer data)
{
  LwClassModel *model = lw_class_list_get_model (fixture->list);
  const gint64  a = lw_class_model_get_info (model, 500)->key;
  const gint64  b = lw_class_model_get_info (model, 600)->key;
  g_autoptr (GError) error = NULL;

  lw_class_model_note_used (model, a);
  lw_class_model_note_used (model, b);
  lw_class_model_note_used (model, a);
  assert_recent (model, 0, b);
  assert_recent (model, 1, a);
  g_assert_cmpuint (g_list_model_get_n_items (lw_class_model_get_recent (model)), ==, 2);
  g_assert_cmpuint (lw_class_model_find (model, a), ==, 500);

  /* The oldest goes; those that are archived go, and come back only by being used. */
  for (guint i = 0; i < 4; i++)
    lw_class_model_note_used (model, lw_class_model_get_info (model, 20 + i)->key);

  g_assert_cmpuint (g_list_model_get_n_items (lw_class_model_get_recent (model)), ==, 5);
  assert_recent (model, 4, b);
  lw_project_archive_classes (fixture->project, &b, 1, TRUE, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (lw_class_model_get_recent (model)), ==, 4);
}

/* A use changes nothing in the long list, whose rows would all move. */
static void
test_recent_alone (Fixture      *fixture,
                   gconstpointer data)
{
  LwClassModel *model = lw_class_list_get_model (fixture->list);
  guint         n_changes = 0;

  g_signal_connect_swapped (model, "items-changed", G_CALLBACK (count_change_cb), &n_changes);
  lw_class_model_note_used (model, lw_class_model_get_info (model, 700)->key);
  g_assert_cmpuint (g_list_model_get_n_items (lw_class_model_get_recent (model)), ==, 1);
  g_assert_cmpuint (n_changes, ==, 0);
}

/* What was drawn with is there again when the project is; an import is nobody's use. */
static void
test_recent_kept (Fixture      *fixture,
                  gconstpointer data)
{
  LwClassModel *model = lw_class_list_get_model (fixture->list);
  g_autoptr (LwClassModel) later = NULL;
  g_autoptr (GError) error = NULL;
  const gint64 keys[] = { lw_class_model_get_info (model, 700)->key, lw_class_model_get_info (model, 40)->key,
                          lw_class_model_get_info (model, 700)->key };
  g_autoptr (LwImageItem) image = g_list_model_get_item (G_LIST_MODEL (lw_project_get_images (fixture->project)), 0);

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      lw_project_add_box (fixture->project, lw_image_item_get_key (image), keys[i], (LwRect){ 1, 1, 9, 9 }, NULL, &error);
      g_assert_no_error (error);
    }

  later = lw_class_model_new ();
  lw_class_model_set_project (later, fixture->project);
  g_assert_cmpuint (g_list_model_get_n_items (lw_class_model_get_recent (later)), ==, 2);
  assert_recent (later, 0, keys[0]);
  assert_recent (later, 1, keys[1]);

  /* Somebody else has not used any. */
  lw_project_set_annotator (fixture->project, "Bob", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (lw_class_model_get_recent (later)), ==, 0);
  lw_class_model_set_project (later, NULL);
}

/* A class that is chosen is seen, also where somebody has folded the one above it. */
static void
test_reveal (Fixture      *fixture,
             gconstpointer data)
{
  LwClassModel *model = lw_class_list_get_model (fixture->list);
  const gint64  family_key = lw_class_model_get_info (model, 0)->key;
  const gint64  key = lw_class_model_get_info (model, 5)->key;

  lw_class_model_set_folded (model, family_key, TRUE);
  g_assert_cmpuint (lw_class_model_find (model, key), ==, GTK_INVALID_LIST_POSITION);
  lw_class_list_set_selected (fixture->list, key);
  g_assert_cmpuint (lw_class_model_find (model, key), ==, 5);
  g_assert_cmpint (lw_class_list_get_selected (fixture->list), ==, key);
}

static void
test_archived (Fixture      *fixture,
               gconstpointer data)
{
  LwClassModel *model = lw_class_list_get_model (fixture->list);
  const gint64  key = lw_class_model_get_info (model, 3)->key;
  g_autoptr (GError) error = NULL;

  lw_project_archive_classes (fixture->project, &key, 1, TRUE, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (lw_class_model_find (model, key), ==, GTK_INVALID_LIST_POSITION);
  lw_class_model_set_shows_archived (model, TRUE);
  g_assert_cmpuint (lw_class_model_find (model, key), ==, 3);
  g_assert_null (lw_class_model_get_info (model, 3)->key_label);
}

/* Of this thread alone, however busy the machine is. */
static gint64
get_cpu_us (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);

  return (gint64) now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

/* Told, not tested: what the main thread does for one letter, one change and one use. */
static void
test_times (Fixture      *fixture,
            gconstpointer data)
{
  LwClassModel *model = lw_class_list_get_model (fixture->list);
  const char   *texts[] = { "m", "me", "mem 1", "mem 18", "" };
  gint64        start;

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      start = get_cpu_us ();
      type_text (fixture, texts[i]);
      g_test_message ("typing '%s': %.1f ms", texts[i], (double) (get_cpu_us () - start) / 1000);
      gtk_test_widget_wait_for_draw (fixture->window);
    }

  for (guint i = 0; i < 7; i++)
    {
      start = get_cpu_us ();
      lw_class_model_note_used (model, lw_class_model_get_info (model, 700 + i)->key);
      g_test_message ("using a class: %.1f ms", (double) (get_cpu_us () - start) / 1000);
      gtk_test_widget_wait_for_draw (fixture->window);
      g_test_message ("and shown: %.1f ms", (double) (get_cpu_us () - start) / 1000);
    }

  start = get_cpu_us ();
  g_signal_emit_by_name (fixture->project, "classes-changed");
  g_test_message ("a change of the classes: %.1f ms", (double) (get_cpu_us () - start) / 1000);
}

#define ADD(path, func) g_test_add ("/class-list/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);

  ADD ("tree", test_tree);
  ADD ("search", test_search);
  ADD ("recent", test_recent);
  ADD ("recent-alone", test_recent_alone);
  ADD ("recent-kept", test_recent_kept);
  ADD ("reveal", test_reveal);
  ADD ("archived", test_archived);
  ADD ("times", test_times);

  return g_test_run ();
}

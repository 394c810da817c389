/* test-toast-overlay.c - short messages: which one is shown, and when
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lw-toast-overlay.h"
#include "lw-toast.h"

#include <adwaita.h>

typedef struct
{
  GtkWidget      *window, *page;
  LwToastOverlay *overlay;
  guint           n_undone;
} Fixture;

static void
undo_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  ((Fixture *) user_data)->n_undone++;
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  static const GActionEntry entries[] = { { .name = "undo", .activate = undo_action } };
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();

  fixture->page = gtk_entry_new ();
  gtk_widget_set_vexpand (fixture->page, TRUE);
  fixture->overlay = LW_TOAST_OVERLAY (lw_toast_overlay_new (fixture->page));
  fixture->window = gtk_window_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (group), entries, G_N_ELEMENTS (entries), fixture);
  gtk_widget_insert_action_group (fixture->window, "label", G_ACTION_GROUP (group));
  gtk_window_set_child (GTK_WINDOW (fixture->window), GTK_WIDGET (fixture->overlay));
  gtk_window_present (GTK_WINDOW (fixture->window));
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  GtkWidget *overlay = GTK_WIDGET (fixture->overlay);

  g_object_add_weak_pointer (G_OBJECT (overlay), (gpointer *) &overlay);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  g_assert_null (overlay);
}

/* The first widget of @type below @widget that can be seen. */
static GtkWidget *
find_visible (GtkWidget *widget,
              GType      type)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found;

      if (!gtk_widget_get_visible (child))
        continue;

      if (G_TYPE_CHECK_INSTANCE_TYPE (child, type))
        return child;

      found = find_visible (child, type);
      if (found != NULL)
        return found;
    }

  return NULL;
}

static const char *
get_text (Fixture *fixture)
{
  GtkWidget *label = find_visible (GTK_WIDGET (fixture->overlay), GTK_TYPE_LABEL);

  return label != NULL ? gtk_label_get_text (GTK_LABEL (label)) : NULL;
}

static void
test_turns (Fixture      *fixture,
            gconstpointer data)
{
  guint one, two;

  g_assert_null (get_text (fixture));
  g_assert_true (gtk_widget_compute_expand (GTK_WIDGET (fixture->overlay), GTK_ORIENTATION_VERTICAL));
  g_assert_false (gtk_widget_compute_expand (GTK_WIDGET (fixture->overlay), GTK_ORIENTATION_HORIZONTAL));

  one = lw_toast_overlay_add (fixture->overlay, "one <b>", NULL, NULL, 60);
  two = lw_toast_overlay_add (fixture->overlay, "two", NULL, NULL, 60);
  g_assert_cmpuint (one, !=, two);
  g_assert_cmpstr (get_text (fixture), ==, "one <b>");

  /* Said already. */
  g_assert_cmpuint (lw_toast_overlay_add (fixture->overlay, "two", NULL, NULL, 60), ==, two);

  lw_toast_overlay_dismiss (fixture->overlay, one);
  g_assert_cmpstr (get_text (fixture), ==, "two");
  lw_toast_overlay_dismiss (fixture->overlay, one);
  g_assert_cmpstr (get_text (fixture), ==, "two");
  lw_toast_overlay_dismiss (fixture->overlay, two);
  g_assert_null (get_text (fixture));
}

/* Steps as quick as a key that is held: each takes the offer of the one before away. */
static void
test_quick_steps (Fixture      *fixture,
                  gconstpointer data)
{
  guint number = 0;

  for (guint i = 0; i < 50; i++)
    {
      lw_toast_dismiss (fixture->page, number);
      number = lw_toast_show_action (fixture->page, i % 2 == 0 ? "even" : "odd", "_Undo", "label.undo");
      g_assert_cmpstr (get_text (fixture), ==, i % 2 == 0 ? "even" : "odd");

      while (g_main_context_iteration (NULL, FALSE))
        ;
    }

  g_assert_cmpuint (fixture->n_undone, ==, 0);
}

static void
test_one_offer (Fixture      *fixture,
                gconstpointer data)
{
  GtkWidget *button;

  lw_toast_show (fixture->page, "first");
  lw_toast_show_action (fixture->page, "old", "_Undo", "label.undo");
  lw_toast_show_action (fixture->page, "new", "_Undo", "label.undo");
  g_assert_cmpstr (get_text (fixture), ==, "first");

  /* The only button of the first one closes it. */
  button = find_visible (GTK_WIDGET (fixture->overlay), GTK_TYPE_BUTTON);
  g_signal_emit_by_name (button, "clicked");
  g_assert_cmpstr (get_text (fixture), ==, "new");

  button = find_visible (GTK_WIDGET (fixture->overlay), GTK_TYPE_BUTTON);
  g_assert_cmpstr (gtk_button_get_label (GTK_BUTTON (button)), ==, "_Undo");
  g_signal_emit_by_name (button, "clicked");
  g_assert_cmpuint (fixture->n_undone, ==, 1);
  g_assert_null (get_text (fixture));
}

/* An error does not wait behind an offer that stays for long. */
static void
test_urgent (Fixture      *fixture,
             gconstpointer data)
{
  g_autoptr (GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_NO_SPACE, "full");
  GtkWidget *button;

  lw_toast_show_question (fixture->page, "offer", "_Show It", "label.undo");
  lw_toast_show (fixture->page, "news");

  for (guint i = 0; i < 3; i++)
    {
      lw_toast_show_error (fixture->page, error);
      g_assert_cmpstr (get_text (fixture), ==, "full");
    }

  button = find_visible (GTK_WIDGET (fixture->overlay), GTK_TYPE_BUTTON);
  g_signal_emit_by_name (button, "clicked");
  g_assert_cmpstr (get_text (fixture), ==, "offer");
}

/* A disk that is full says so at every stroke. */
static void
test_many (Fixture      *fixture,
           gconstpointer data)
{
  guint n = 0;

  for (guint i = 0; i < 100; i++)
    {
      g_autofree char *text = g_strdup_printf ("error %u", i);

      lw_toast_show (fixture->page, text);
    }

  for (const char *text = get_text (fixture); text != NULL; text = get_text (fixture))
    {
      g_autofree char *shown = g_strdup (text);

      g_signal_emit_by_name (find_visible (GTK_WIDGET (fixture->overlay), GTK_TYPE_BUTTON), "clicked");
      n++;

      if (get_text (fixture) == NULL)
        g_assert_cmpstr (shown, ==, "error 99");
    }

  g_assert_cmpuint (n, >, 1);
  g_assert_cmpuint (n, <, 10);
}

int
main (int   argc,
      char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add ("/toast-overlay/turns", Fixture, NULL, set_up, test_turns, tear_down);
  g_test_add ("/toast-overlay/quick-steps", Fixture, NULL, set_up, test_quick_steps, tear_down);
  g_test_add ("/toast-overlay/one-offer", Fixture, NULL, set_up, test_one_offer, tear_down);
  g_test_add ("/toast-overlay/urgent", Fixture, NULL, set_up, test_urgent, tear_down);
  g_test_add ("/toast-overlay/many", Fixture, NULL, set_up, test_many, tear_down);

  return g_test_run ();
}

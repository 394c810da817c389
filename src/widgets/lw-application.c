/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-application.h"

#include "lw-config.h"
#include "lw-keys.h"
#include "lw-list-tab.h"
#include "lw-memory.h"
#include "lw-names.h"
#include "lw-preferences-window.h"
#include "lw-shortcuts-window.h"
#include "lw-ui.h"
#include "lw-window.h"

#include <glib/gi18n-lib.h>

struct _LwApplication
{
  AdwApplication parent_instance;
};

G_DEFINE_FINAL_TYPE (LwApplication, lw_application, ADW_TYPE_APPLICATION)

static void
new_window_action (GSimpleAction *action,
                   GVariant      *parameter,
                   gpointer       user_data)
{
  gtk_window_present (GTK_WINDOW (lw_window_new (user_data)));
}

/* The one that whatever is active belongs to. */
static GtkWindow *
get_main_window (GtkApplication *application)
{
  GtkWindow *window = gtk_application_get_active_window (application);

  while (window != NULL && gtk_window_get_transient_for (window) != NULL)
    window = gtk_window_get_transient_for (window);

  return window;
}

static void
shortcuts_action (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       user_data)
{
  lw_shortcuts_window_present (get_main_window (user_data));
}

static void
preferences_action (GSimpleAction *action,
                    GVariant      *parameter,
                    gpointer       user_data)
{
  lw_preferences_window_present (get_main_window (user_data), "general");
}

static void
about_action (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  adw_show_about_window (gtk_application_get_active_window (user_data),
                         "application-name", _ ("Labelwright"),
                         "application-icon", LW_APPLICATION_ID,
                         "version", LW_VERSION,
                         "developer-name", _ ("The Labelwright authors"),
                         "license-type", GTK_LICENSE_GPL_3_0,
                         "comments", _ ("A workbench for image labels"),
                         NULL);
}

static void
quit_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  GList *windows;

  /* Closed one by one, so that each remembers its size. */
  while ((windows = gtk_application_get_windows (user_data)) != NULL)
    gtk_window_destroy (windows->data);
}

static const GActionEntry entries[] = {
  { .name = "new-window", .activate = new_window_action },
  { .name = "shortcuts", .activate = shortcuts_action },
  { .name = "preferences", .activate = preferences_action },
  { .name = "about", .activate = about_action },
  { .name = "quit", .activate = quit_action },
};

static void
lw_application_startup (GApplication *application)
{
  lw_memory_keep_frames ();
  G_APPLICATION_CLASS (lw_application_parent_class)->startup (application);

  g_action_map_add_action_entries (G_ACTION_MAP (application), entries, G_N_ELEMENTS (entries), application);
  lw_names_watch ();
  lw_list_tab_watch ();
  lw_keys_set_accels (GTK_APPLICATION (application));
  lw_preferences_apply_colours (ADW_APPLICATION (application));
  gtk_window_set_default_icon_name (LW_APPLICATION_ID);
}

static void
lw_application_activate (GApplication *application)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (application));

  if (window == NULL)
    window = GTK_WINDOW (lw_window_new (ADW_APPLICATION (application)));

  gtk_window_present (window);
}

static LwWindow *
get_free_window (GApplication *application)
{
  for (GList *l = gtk_application_get_windows (GTK_APPLICATION (application)); l != NULL; l = l->next)
    if (LW_IS_WINDOW (l->data) && lw_window_is_free (l->data))
      return l->data;

  return lw_window_new (ADW_APPLICATION (application));
}

static void
lw_application_open (GApplication *application,
                     GFile       **files,
                     int           n_files,
                     const char   *hint)
{
  for (int i = 0; i < n_files; i++)
    {
      const char *path = g_file_peek_path (files[i]);
      LwWindow   *window = get_free_window (application);

      gtk_window_present (GTK_WINDOW (window));

      if (path != NULL)
        lw_window_open (window, path);
    }
}

static void
lw_application_class_init (LwApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  application_class->startup = lw_application_startup;
  application_class->activate = lw_application_activate;
  application_class->open = lw_application_open;
}

static void
lw_application_init (LwApplication *self)
{
}

LwApplication *
lw_application_new (void)
{
  return g_object_new (LW_TYPE_APPLICATION,
                       "application-id", LW_APPLICATION_ID,
                       "flags", G_APPLICATION_HANDLES_OPEN,
                       "resource-base-path", LW_RESOURCE_BASE,
                       NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-preferences-window.h"

#include "lw-keys-page.h"
#include "lw-names.h"
#include "lw-settings.h"
#include "lw-toast-overlay.h"
#include "lw-ui.h"

struct _LwPreferencesWindow
{
  AdwPreferencesWindow parent_instance;

  /* Template */
  AdwComboRow *colours_row, *hints_row;
  LwKeysPage  *keys_page;
};

G_DEFINE_FINAL_TYPE (LwPreferencesWindow, lw_preferences_window, ADW_TYPE_PREFERENCES_WINDOW)

/* --- Colours --- */

/* In the order of the rows. */
static const struct
{
  const char    *name; /* in the settings */
  AdwColorScheme scheme;
} colours[] = {
  { "system", ADW_COLOR_SCHEME_DEFAULT },
  { "light", ADW_COLOR_SCHEME_FORCE_LIGHT },
  { "dark", ADW_COLOR_SCHEME_FORCE_DARK },
};

static const char *const hints[] = { "first-hour", "always", "never", NULL };

static guint
find_hints (void)
{
  g_autofree char *name = g_settings_get_string (lw_settings_get (), "key-hints");

  for (guint i = 0; hints[i] != NULL; i++)
    if (g_str_equal (hints[i], name))
      return i;

  return 0;
}

static void
hints_selected_cb (LwPreferencesWindow *self)
{
  const guint selected = adw_combo_row_get_selected (self->hints_row);

  if (selected >= g_strv_length ((char **) hints) || selected == find_hints ())
    return;

  /* Whoever asks for the first hour again gets a whole one. */
  g_settings_set_int (lw_settings_get (), "key-hints-seconds", 0);
  g_settings_set_string (lw_settings_get (), "key-hints", hints[selected]);
}

static guint
find_colours (void)
{
  g_autofree char *name = g_settings_get_string (lw_settings_get (), "colours");

  for (guint i = 0; i < G_N_ELEMENTS (colours); i++)
    if (g_str_equal (colours[i].name, name))
      return i;

  return 0;
}

static void
colours_selected_cb (LwPreferencesWindow *self)
{
  const guint selected = adw_combo_row_get_selected (self->colours_row);

  if (selected < G_N_ELEMENTS (colours) && selected != find_colours ())
    g_settings_set_string (lw_settings_get (), "colours", colours[selected].name);
}

static void
colours_changed_cb (AdwApplication *application)
{
  adw_style_manager_set_color_scheme (adw_application_get_style_manager (application), colours[find_colours ()].scheme);
}

void
lw_preferences_apply_colours (AdwApplication *application)
{
  colours_changed_cb (application);
  g_signal_connect_object (lw_settings_get (), "changed::colours", G_CALLBACK (colours_changed_cb), application,
                           G_CONNECT_SWAPPED);
}

/* --- The window --- */

static void
undo_keys_cb (GtkWidget  *widget,
              const char *name,
              GVariant   *target)
{
  lw_keys_page_undo (LW_PREFERENCES_WINDOW (widget)->keys_page);
}

/* Below the messages of the platform, which are not used. */
static void
wrap_content (LwPreferencesWindow *self)
{
  g_autoptr (GtkWidget) content = g_object_ref (adw_window_get_content (ADW_WINDOW (self)));

  adw_window_set_content (ADW_WINDOW (self), NULL);
  adw_window_set_content (ADW_WINDOW (self), lw_toast_overlay_new (content));
}

static void
lw_preferences_window_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), LW_TYPE_PREFERENCES_WINDOW);

  G_OBJECT_CLASS (lw_preferences_window_parent_class)->dispose (object);
}

static void
lw_preferences_window_class_init (LwPreferencesWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lw_preferences_window_dispose;

  g_type_ensure (LW_TYPE_KEYS_PAGE);
  gtk_widget_class_set_template_from_resource (widget_class, LW_UI ("lw-preferences-window.ui"));
  gtk_widget_class_bind_template_child (widget_class, LwPreferencesWindow, colours_row);
  gtk_widget_class_bind_template_child (widget_class, LwPreferencesWindow, hints_row);
  gtk_widget_class_bind_template_child (widget_class, LwPreferencesWindow, keys_page);
  gtk_widget_class_bind_template_callback (widget_class, colours_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, hints_selected_cb);
  gtk_widget_class_install_action (widget_class, "keys.undo", NULL, undo_keys_cb);
}

static void
lw_preferences_window_init (LwPreferencesWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  wrap_content (self);
  lw_names_tidy (GTK_WIDGET (self));
  adw_combo_row_set_selected (self->colours_row, find_colours ());
  adw_combo_row_set_selected (self->hints_row, find_hints ());
}

static LwPreferencesWindow *
find_open (GtkApplication *application)
{
  for (GList *l = application != NULL ? gtk_application_get_windows (application) : NULL; l != NULL; l = l->next)
    if (LW_IS_PREFERENCES_WINDOW (l->data))
      return l->data;

  return NULL;
}

void
lw_preferences_window_present (GtkWindow  *parent,
                               const char *page)
{
  GtkApplication      *application = parent != NULL ? gtk_window_get_application (parent) : NULL;
  LwPreferencesWindow *self = find_open (application);

  if (self == NULL)
    self = g_object_new (LW_TYPE_PREFERENCES_WINDOW, "application", application, "transient-for", parent, NULL);

  adw_preferences_window_set_visible_page_name (ADW_PREFERENCES_WINDOW (self), page);
  gtk_window_present (GTK_WINDOW (self));

  if (g_str_equal (page, "keys"))
    lw_keys_page_focus_search (self->keys_page);
}

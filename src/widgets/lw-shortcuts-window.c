/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-shortcuts-window.h"

#include "lw-key-list.h"
#include "lw-names.h"
#include "lw-preferences-window.h"
#include "lw-ui.h"
#include "lw-window.h"

struct _LwShortcutsWindow
{
  AdwWindow parent_instance;

  /* Template */
  LwKeyList *key_list;
};

G_DEFINE_FINAL_TYPE (LwShortcutsWindow, lw_shortcuts_window, ADW_TYPE_WINDOW)

static void
change_clicked_cb (LwShortcutsWindow *self)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));

  gtk_window_close (GTK_WINDOW (self));
  lw_preferences_window_present (parent, "keys");
}

static void
lw_shortcuts_window_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), LW_TYPE_SHORTCUTS_WINDOW);

  G_OBJECT_CLASS (lw_shortcuts_window_parent_class)->dispose (object);
}

static void
lw_shortcuts_window_class_init (LwShortcutsWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lw_shortcuts_window_dispose;

  g_type_ensure (LW_TYPE_KEY_LIST);
  gtk_widget_class_set_template_from_resource (widget_class, LW_UI ("lw-shortcuts-window.ui"));
  gtk_widget_class_bind_template_child (widget_class, LwShortcutsWindow, key_list);
  gtk_widget_class_bind_template_callback (widget_class, change_clicked_cb);

  /* From wherever in it the focus is; the search entry has it first and ends its search. */
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
lw_shortcuts_window_init (LwShortcutsWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  lw_names_tidy (GTK_WIDGET (self));
}

void
lw_shortcuts_window_present (GtkWindow *parent)
{
  LwShortcutsWindow *self = g_object_new (LW_TYPE_SHORTCUTS_WINDOW, "transient-for", parent, NULL);
  LwProject         *project = LW_IS_WINDOW (parent) ? lw_window_get_project (LW_WINDOW (parent)) : NULL;

  if (project != NULL)
    lw_key_list_set_classes (self->key_list, lw_project_get_classes (project));

  gtk_window_present (GTK_WINDOW (self));
  lw_key_list_focus_search (self->key_list);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-attribute-window.h"

#include "lw-attribute-editor.h"
#include "lw-class-drop-down.h"
#include "lw-names.h"
#include "lw-tag-rule-group.h"
#include "lw-toast-overlay.h"

#include <glib/gi18n-lib.h>

struct _LwAttributeWindow
{
  AdwWindow parent_instance;

  LwProject *project;
  gint64     class_key;
  gboolean   is_updating;

  GtkWidget         *drop_down;
  LwAttributeEditor *editor;
  LwTagRuleGroup    *rules;
};

G_DEFINE_FINAL_TYPE (LwAttributeWindow, lw_attribute_window, ADW_TYPE_WINDOW)

static void
class_selected_cb (LwAttributeWindow *self)
{
  const GArray *classes = lw_project_get_classes (self->project);
  const guint   selected = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->drop_down));

  if (self->is_updating)
    return;

  self->class_key = selected > 0 && selected <= classes->len ? g_array_index (classes, LwClassRow, selected - 1).key : 0;
  lw_attribute_editor_set_class (self->editor, self->class_key);
  lw_tag_rule_group_set_class (self->rules, self->class_key);
}

static void
classes_changed_cb (LwAttributeWindow *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  const GArray *classes = lw_project_get_classes (self->project);
  guint         selected = 0;

  gtk_string_list_append (names, _ ("All classes"));

  for (guint i = 0; i < classes->len; i++)
    {
      const LwClassRow *class = &g_array_index (classes, LwClassRow, i);

      gtk_string_list_append (names, class->name);
      selected = class->key == self->class_key ? i + 1 : selected;
    }

  self->is_updating = TRUE;
  lw_class_drop_down_set_names (GTK_DROP_DOWN (self->drop_down), names);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->drop_down), selected);
  self->is_updating = FALSE;

  /* The class itself may have gone. */
  if (selected == 0 && self->class_key != 0)
    class_selected_cb (self);
}

static GtkWidget *
new_content (LwAttributeWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 24);
  GtkWidget *clamp = adw_clamp_new ();
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  self->editor = LW_ATTRIBUTE_EDITOR (lw_attribute_editor_new (self->project));
  self->rules = LW_TAG_RULE_GROUP (lw_tag_rule_group_new (self->project));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->editor));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->rules));
  gtk_widget_set_margin_top (box, 18);
  gtk_widget_set_margin_bottom (box, 24);
  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_end (box, 12);
  adw_clamp_set_child (ADW_CLAMP (clamp), box);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), clamp);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_widget_set_vexpand (scrolled, TRUE);

  return lw_toast_overlay_new (scrolled);
}

static void
fill (LwAttributeWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *bar = adw_header_bar_new ();

  self->drop_down = gtk_drop_down_new (NULL, NULL);
  lw_class_drop_down_init (GTK_DROP_DOWN (self->drop_down));
  gtk_widget_set_tooltip_text (self->drop_down, _ ("Boxes of Which Class Are Asked"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->drop_down), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Boxes of Which Class Are Asked"), -1);
  g_signal_connect_object (self->drop_down, "notify::selected", G_CALLBACK (class_selected_cb), self, G_CONNECT_SWAPPED);
  adw_header_bar_pack_start (ADW_HEADER_BAR (bar), self->drop_down);
  gtk_box_append (GTK_BOX (box), bar);
  gtk_box_append (GTK_BOX (box), new_content (self));
  adw_window_set_content (ADW_WINDOW (self), box);
}

static void
lw_attribute_window_dispose (GObject *object)
{
  LwAttributeWindow *self = LW_ATTRIBUTE_WINDOW (object);

  if (self->project != NULL)
    g_signal_handlers_disconnect_by_data (self->project, self);

  g_clear_object (&self->project);

  G_OBJECT_CLASS (lw_attribute_window_parent_class)->dispose (object);
}

static void
lw_attribute_window_class_init (LwAttributeWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lw_attribute_window_dispose;
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_z, GDK_CONTROL_MASK, "label.undo", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_z, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "label.redo", NULL);
}

static void
lw_attribute_window_init (LwAttributeWindow *self)
{
  gtk_window_set_default_size (GTK_WINDOW (self), 620, 640);
  gtk_window_set_title (GTK_WINDOW (self), _ ("Attributes"));
}

GtkWidget *
lw_attribute_window_new (GtkWindow    *parent,
                         LwProject    *project,
                         GActionGroup *actions)
{
  LwAttributeWindow *self = g_object_new (LW_TYPE_ATTRIBUTE_WINDOW, "transient-for", parent, "modal", TRUE, NULL);

  self->project = g_object_ref (project);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "label", actions);
  fill (self);
  g_signal_connect_object (project, "classes-changed", G_CALLBACK (classes_changed_cb), self, G_CONNECT_SWAPPED);
  classes_changed_cb (self);
  lw_names_tidy (GTK_WIDGET (self));

  return GTK_WIDGET (self);
}

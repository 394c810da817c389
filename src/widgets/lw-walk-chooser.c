/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-walk-chooser.h"

#include "lw-names.h"
#include "lw-settings.h"
#include "lw-ui.h"

#include <glib/gi18n-lib.h>

struct _LwWalkChooser
{
  GtkPopover parent_instance;

  GArray *keys; /* (element-type gint64): of each row */

  /* Template */
  GtkStack       *stack;
  GtkListBox     *list_box;
  GtkCheckButton *without_check, *onward_check;
  GtkWidget      *start_button, *attributes_button;
};

enum
{
  SIGNAL_CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LwWalkChooser, lw_walk_chooser, GTK_TYPE_POPOVER)

static void
start_cb (LwWalkChooser *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list_box);
  const gint64   key = row != NULL ? g_array_index (self->keys, gint64, gtk_list_box_row_get_index (row)) : 0;

  if (row == NULL)
    return;

  gtk_popover_popdown (GTK_POPOVER (self));
  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, key, gtk_check_button_get_active (self->without_check),
                 gtk_check_button_get_active (self->onward_check));
}

static void
attributes_cb (LwWalkChooser *self)
{
  gtk_popover_popdown (GTK_POPOVER (self));
  gtk_widget_activate_action (GTK_WIDGET (self), "label.attributes", NULL);
}

static void
lw_walk_chooser_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), LW_TYPE_WALK_CHOOSER);

  G_OBJECT_CLASS (lw_walk_chooser_parent_class)->dispose (object);
}

static void
lw_walk_chooser_finalize (GObject *object)
{
  g_array_unref (LW_WALK_CHOOSER (object)->keys);

  G_OBJECT_CLASS (lw_walk_chooser_parent_class)->finalize (object);
}

static void
lw_walk_chooser_class_init (LwWalkChooserClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lw_walk_chooser_dispose;
  G_OBJECT_CLASS (klass)->finalize = lw_walk_chooser_finalize;

  signals[SIGNAL_CHOSEN] =
      g_signal_new ("chosen", LW_TYPE_WALK_CHOOSER, G_SIGNAL_RUN_LAST,
                    0, NULL, NULL, NULL, G_TYPE_NONE, 3, G_TYPE_INT64, G_TYPE_BOOLEAN, G_TYPE_BOOLEAN);

  gtk_widget_class_set_template_from_resource (widget_class, LW_UI ("lw-walk-chooser.ui"));
  gtk_widget_class_bind_template_child (widget_class, LwWalkChooser, stack);
  gtk_widget_class_bind_template_child (widget_class, LwWalkChooser, list_box);
  gtk_widget_class_bind_template_child (widget_class, LwWalkChooser, without_check);
  gtk_widget_class_bind_template_child (widget_class, LwWalkChooser, onward_check);
  gtk_widget_class_bind_template_child (widget_class, LwWalkChooser, start_button);
  gtk_widget_class_bind_template_child (widget_class, LwWalkChooser, attributes_button);
  gtk_widget_class_bind_template_callback (widget_class, start_cb);
  gtk_widget_class_bind_template_callback (widget_class, attributes_cb);
}

static void
lw_walk_chooser_init (LwWalkChooser *self)
{
  GSettings *settings = lw_settings_get ();

  self->keys = g_array_new (FALSE, FALSE, sizeof (gint64));
  gtk_widget_init_template (GTK_WIDGET (self));
  g_settings_bind (settings, "walk-only-without", self->without_check, "active", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "walk-onward", self->onward_check, "active", G_SETTINGS_BIND_DEFAULT);
}

GtkWidget *
lw_walk_chooser_new (void)
{
  return g_object_new (LW_TYPE_WALK_CHOOSER, NULL);
}

static void
add_row (LwWalkChooser        *self,
         LwProject            *project,
         const LwAttributeRow *attribute)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *name = gtk_label_new (attribute->name);
  const LwClassRow *class = lw_project_find_class (project, attribute->class_key);
  GtkWidget       *of = gtk_label_new (class != NULL ? class->name : _ ("All classes"));
  g_autofree char *spoken = g_strdup_printf ("%s, %s", attribute->name, gtk_label_get_label (GTK_LABEL (of)));

  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_widget_set_hexpand (name, TRUE);
  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_END);
  gtk_label_set_ellipsize (GTK_LABEL (of), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (of, "dim-label");
  gtk_widget_add_css_class (box, "header");
  gtk_box_append (GTK_BOX (box), name);
  gtk_box_append (GTK_BOX (box), of);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  gtk_list_box_append (self->list_box, row);
  g_array_append_val (self->keys, attribute->key);
}

/* The one of the last time, or the first. */
static void
fill (LwWalkChooser *self,
      LwProject     *project)
{
  const GArray    *attributes = lw_project_get_attributes (project);
  g_autofree char *last = g_settings_get_string (lw_settings_get (), "walk-attribute");
  GtkWidget       *child;
  int              selected = 0;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->list_box))) != NULL)
    gtk_list_box_remove (self->list_box, child);

  g_array_set_size (self->keys, 0);

  for (guint i = 0; i < attributes->len; i++)
    {
      const LwAttributeRow *attribute = &g_array_index (attributes, LwAttributeRow, i);
      char                  id[LW_ID_TEXT_SIZE];

      if (attribute->is_archived)
        continue;

      lw_id_to_text (attribute->id, id);

      if (g_str_equal (id, last))
        selected = (int) self->keys->len;

      add_row (self, project, attribute);
    }

  gtk_list_box_select_row (self->list_box, gtk_list_box_get_row_at_index (self->list_box, selected));
}

void
lw_walk_chooser_open (LwWalkChooser *self,
                      LwProject     *project)
{
  g_return_if_fail (LW_IS_WALK_CHOOSER (self));

  fill (self, project);
  gtk_stack_set_visible_child_name (self->stack, self->keys->len > 0 ? "choose" : "none");
  gtk_popover_popup (GTK_POPOVER (self));
  gtk_widget_grab_focus (self->keys->len > 0 ? GTK_WIDGET (gtk_list_box_get_selected_row (self->list_box))
                                             : self->attributes_button);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-class-drop-down.h"

/* Fewer are chosen faster with the arrow keys. */
#define SEARCH_MIN_NAMES 12

static GtkWidget *
find_descendant (GtkWidget *widget,
                 GType      type)
{
  GtkWidget *found = NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = G_TYPE_CHECK_INSTANCE_TYPE (child, type) ? child : find_descendant (child, type);

  return found;
}

static void
opened_cb (GtkWidget *entry)
{
  if (gtk_widget_get_mapped (entry))
    gtk_widget_grab_focus (entry);
}

/* GTK 4.8 searches only after a click into the entry. */
static void
search_as_typed (GtkDropDown *drop_down)
{
  GtkWidget *popover = find_descendant (GTK_WIDGET (drop_down), GTK_TYPE_POPOVER);
  GtkWidget *entry = popover != NULL ? find_descendant (popover, GTK_TYPE_SEARCH_ENTRY) : NULL;

  if (entry != NULL)
    g_signal_connect_object (popover, "show", G_CALLBACK (opened_cb), entry, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
}

void
lw_class_drop_down_init (GtkDropDown *drop_down)
{
  g_autoptr (GtkExpression) name = gtk_property_expression_new (GTK_TYPE_STRING_OBJECT, NULL, "string");

  gtk_drop_down_set_expression (drop_down, name);
  search_as_typed (drop_down);
}

void
lw_class_drop_down_set_names (GtkDropDown   *drop_down,
                              GtkStringList *names)
{
  gtk_drop_down_set_model (drop_down, G_LIST_MODEL (names));
  gtk_drop_down_set_enable_search (drop_down, g_list_model_get_n_items (G_LIST_MODEL (names)) > SEARCH_MIN_NAMES);
}

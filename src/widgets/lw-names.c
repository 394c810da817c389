/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-names.h"

#include <string.h>

/* Without the underlines that mark mnemonics; two of them stand for one. */
static char *
dup_readable (const char *label)
{
  GString *text = g_string_new (NULL);

  for (const char *p = label; *p != '\0'; p++)
    {
      if (*p == '_')
        p++;
      if (*p == '\0')
        break;
      g_string_append_c (text, *p);
    }

  return g_string_free (text, FALSE);
}

static void
tidy_button (GtkButton *button)
{
  const char      *label = gtk_button_get_label (button);
  g_autofree char *name = NULL;

  gtk_accessible_reset_relation (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_RELATION_LABELLED_BY);

  if (label == NULL || !gtk_button_get_use_underline (button))
    return;

  name = dup_readable (label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

/* --- Rows of drop-downs --- */

#define DROP_DOWN "lw-drop-down"

static void
update_check_cb (GtkListItem *item)
{
  GtkWidget *box = gtk_list_item_get_child (item);
  GtkWidget *check = box != NULL ? gtk_widget_get_last_child (box) : NULL;
  GtkWidget *drop_down = g_object_get_data (G_OBJECT (item), DROP_DOWN);
  GtkWidget *popover;
  gpointer   selected = NULL;

  if (check == NULL)
    return;

  g_object_get (drop_down, "selected-item", &selected, NULL);
  gtk_widget_set_opacity (check, selected == gtk_list_item_get_item (item) ? 1 : 0);

  /* On the button itself there is no choice to be seen.  A popover around the drop-down as a whole
   * is not the one that lists the choices. */
  popover = gtk_widget_get_ancestor (box, GTK_TYPE_POPOVER);
  gtk_widget_set_visible (check, popover != NULL && gtk_widget_is_ancestor (popover, drop_down));
  g_clear_object (&selected);
}

static void
setup_cb (GtkSignalListItemFactory *factory,
          GtkListItem              *item,
          GtkWidget                *drop_down)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new (NULL);
  GtkWidget *check = gtk_image_new_from_icon_name ("object-select-symbolic");

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_width_chars (GTK_LABEL (label), 1);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), check);
  gtk_list_item_set_child (item, box);
  g_object_set_data (G_OBJECT (item), DROP_DOWN, drop_down);
}

/* The row around what is set up is GTK's, and exists only now. */
static void
bind_cb (GtkSignalListItemFactory *factory,
         GtkListItem              *item,
         GtkWidget                *drop_down)
{
  GtkWidget  *box = gtk_list_item_get_child (item);
  const char *text = gtk_string_object_get_string (gtk_list_item_get_item (item));

  gtk_label_set_label (GTK_LABEL (gtk_widget_get_first_child (box)), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_parent (box)), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  g_signal_connect_object (drop_down, "notify::selected-item", G_CALLBACK (update_check_cb), item, G_CONNECT_SWAPPED);
  g_signal_connect_object (box, "notify::root", G_CALLBACK (update_check_cb), item, G_CONNECT_SWAPPED);
  update_check_cb (item);
}

static void
unbind_cb (GtkSignalListItemFactory *factory,
           GtkListItem              *item,
           GtkWidget                *drop_down)
{
  g_signal_handlers_disconnect_by_func (drop_down, update_check_cb, item);
  g_signal_handlers_disconnect_by_func (gtk_list_item_get_child (item), update_check_cb, item);
}

/* Once, since a factory that is replaced makes all rows anew. */
static void
tidy_drop_down (GtkWidget *drop_down)
{
  g_autoptr (GtkListItemFactory) factory = NULL;

  if (g_object_get_data (G_OBJECT (drop_down), DROP_DOWN) != NULL)
    return;

  factory = gtk_signal_list_item_factory_new ();
  g_object_set_data (G_OBJECT (drop_down), DROP_DOWN, drop_down);
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), drop_down);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), drop_down);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cb), drop_down);
  g_object_set (drop_down, "factory", factory, NULL);

  /* What has the focus is the button in it. */
  if (GTK_IS_DROP_DOWN (drop_down))
    gtk_accessible_update_relation (GTK_ACCESSIBLE (gtk_widget_get_first_child (drop_down)),
                                    GTK_ACCESSIBLE_RELATION_LABELLED_BY, drop_down, NULL, -1);
}

void
lw_names_tidy (GtkWidget *widget)
{
  if (GTK_IS_DROP_DOWN (widget) || ADW_IS_COMBO_ROW (widget))
    {
      tidy_drop_down (widget);
      return;
    }

  /* Without text of its own a button may be named by whatever it holds: the name of the
   * only thing that is known of it must stay. */
  if (GTK_IS_BUTTON (widget) && gtk_button_get_label (GTK_BUTTON (widget)) != NULL)
    tidy_button (GTK_BUTTON (widget));

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    lw_names_tidy (child);
}

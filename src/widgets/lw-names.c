/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-names.h"

#include <glib/gi18n-lib.h>
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
name_after (GtkWidget  *widget,
            const char *label)
{
  g_autofree char *name = dup_readable (label);

  gtk_accessible_reset_relation (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
tidy_button (GtkButton *button)
{
  const char *label = gtk_button_get_label (button);

  if (label != NULL && gtk_button_get_use_underline (button))
    name_after (GTK_WIDGET (button), label);
  else
    gtk_accessible_reset_relation (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
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

/* --- What can have the focus --- */

static void
set_name (GtkWidget  *widget,
          const char *name)
{
  if (name != NULL && *name != '\0')
    gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

/* NULL in the windows that have more than one thing to say. */
static const char *
get_dialog_title (GtkWidget *widget)
{
  GtkRoot *root = gtk_widget_get_root (widget);

  return GTK_IS_WINDOW (root) && gtk_window_get_transient_for (GTK_WINDOW (root)) != NULL ? gtk_window_get_title (GTK_WINDOW (root))
                                                                                          : NULL;
}

static void
name_scrolled (GtkWidget *scrolled)
{
  GtkWidget *child = gtk_scrolled_window_get_child (GTK_SCROLLED_WINDOW (scrolled));
  GtkWidget *page = gtk_widget_get_ancestor (scrolled, ADW_TYPE_PREFERENCES_PAGE);

  if (child != NULL && !GTK_IS_VIEWPORT (child))
    gtk_accessible_update_relation (GTK_ACCESSIBLE (scrolled), GTK_ACCESSIBLE_RELATION_LABELLED_BY, child, NULL, -1);
  else if (gtk_widget_get_ancestor (scrolled, GTK_TYPE_POPOVER_MENU) != NULL)
    set_name (scrolled, _ ("Menu"));
  else if (page != NULL && adw_preferences_page_get_title (ADW_PREFERENCES_PAGE (page)) != NULL)
    set_name (scrolled, adw_preferences_page_get_title (ADW_PREFERENCES_PAGE (page)));
  else
    set_name (scrolled, get_dialog_title (scrolled));
}

/* A group without a title does not name its list; what is chosen in a row is a list, too. */
static void
name_list (GtkWidget *list)
{
  GtkWidget *row = gtk_widget_get_ancestor (list, ADW_TYPE_COMBO_ROW);
  GtkWidget *group = gtk_widget_get_ancestor (list, ADW_TYPE_PREFERENCES_GROUP);

  if (row != NULL)
    set_name (list, adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)));
  else if (GTK_IS_LIST_BOX (list) && group != NULL &&
           *adw_preferences_group_get_title (ADW_PREFERENCES_GROUP (group)) == '\0')
    set_name (list, get_dialog_title (list));
}

static gboolean
has_strings (GtkWidget *widget)
{
  g_autoptr (GListModel) model = NULL;

  g_object_get (widget, "model", &model, NULL);

  return GTK_IS_STRING_LIST (model);
}

#define WATCHED "lw-names-watched"

/* Another label is a name with an underline again. */
static void
watch_button (GtkWidget *button)
{
  tidy_button (GTK_BUTTON (button));

  if (g_object_get_data (G_OBJECT (button), WATCHED) != NULL)
    return;

  g_object_set_data (G_OBJECT (button), WATCHED, button);
  g_signal_connect (button, "notify::label", G_CALLBACK (tidy_button), NULL);
}

static gboolean
mapped_cb (GSignalInvocationHint *hint,
           guint                  n_values,
           const GValue          *values,
           gpointer               data)
{
  GtkWidget *widget = g_value_get_object (&values[0]);

  if (GTK_IS_BUTTON (widget))
    {
      if (gtk_button_get_label (GTK_BUTTON (widget)) != NULL && gtk_button_get_use_underline (GTK_BUTTON (widget)))
        watch_button (widget);
    }
  else if (GTK_IS_CHECK_BUTTON (widget))
    {
      const char *label = gtk_check_button_get_label (GTK_CHECK_BUTTON (widget));

      if (label != NULL && gtk_check_button_get_use_underline (GTK_CHECK_BUTTON (widget)))
        name_after (widget, label);
    }
  else if (GTK_IS_SCROLLED_WINDOW (widget))
    name_scrolled (widget);
  else if (GTK_IS_LIST_VIEW (widget) || GTK_IS_LIST_BOX (widget))
    name_list (widget);
  else if ((GTK_IS_DROP_DOWN (widget) || ADW_IS_COMBO_ROW (widget)) && has_strings (widget))
    tidy_drop_down (widget);

  /* On with the next one. */
  return TRUE;
}

void
lw_names_watch (void)
{
  g_type_class_unref (g_type_class_ref (GTK_TYPE_WIDGET));
  g_signal_add_emission_hook (g_signal_lookup ("map", GTK_TYPE_WIDGET), 0, mapped_cb, NULL, NULL);
}

/* lw-window-parts.c - where the keys go: from part to part, and never nowhere
 *
 * The parts are in the order of reading: images, tools, picture, classes, boxes, what is
 * selected, status line, header bar.  F6 goes through them; those that are hidden, or hold
 * nothing that takes the focus, are passed over.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lw-window-private.h"

#include "lw-list-tab.h"

/* The first list in @widget that is shown, or NULL. */
static GtkWidget *
find_list (GtkWidget *widget)
{
  if (!gtk_widget_get_mapped (widget) || GTK_IS_LIST_BASE (widget))
    return gtk_widget_get_mapped (widget) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *list = find_list (child);

      if (list != NULL)
        return list;
    }

  return NULL;
}

static gboolean
focus_part (LwWindow  *self,
            GtkWidget *part)
{
  GtkWidget *before = gtk_window_get_focus (GTK_WINDOW (self));
  GtkWidget *list = find_list (part);

  if (gtk_widget_get_focusable (part))
    gtk_widget_grab_focus (part);
  else if (list == NULL || !lw_list_tab_focus_selected (list))
    gtk_widget_child_focus (part, GTK_DIR_TAB_FORWARD);

  /* What a widget of GTK 4.8 says of its success is not always true. */
  return gtk_window_get_focus (GTK_WINDOW (self)) != before;
}

static GPtrArray *
list_parts (LwWindow *self)
{
  GPtrArray *parts = g_ptr_array_new ();

  if (self->project != NULL)
    lw_label_page_add_parts (self->label_page, parts);
  else
    g_ptr_array_add (parts, gtk_stack_get_visible_child (self->stack));

  g_ptr_array_add (parts, self->header_bar);

  for (guint i = parts->len; i > 0; i--)
    if (!gtk_widget_get_mapped (g_ptr_array_index (parts, i - 1)))
      g_ptr_array_remove_index (parts, i - 1);

  return parts;
}

void
lw_window_focus_next_part (LwWindow *self,
                           int       direction)
{
  g_autoptr (GPtrArray) parts = list_parts (self);
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));
  guint      at = direction > 0 ? parts->len - 1 : 0;

  for (guint i = 0; focus != NULL && i < parts->len; i++)
    if (focus == g_ptr_array_index (parts, i) || gtk_widget_is_ancestor (focus, g_ptr_array_index (parts, i)))
      at = i;

  for (guint i = 1; i <= parts->len; i++)
    if (focus_part (self, g_ptr_array_index (parts, (at + (direction > 0 ? i : parts->len - i)) % parts->len)))
      break;

  gtk_window_set_focus_visible (GTK_WINDOW (self), TRUE);
}

/* --- Never nowhere --- */

static gboolean
rescue_cb (gpointer user_data)
{
  LwWindow  *self = user_data;
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  self->focus_source = 0;

  if (self->project != NULL && (focus == NULL || !gtk_widget_get_mapped (focus)))
    lw_label_page_focus_canvas (self->label_page);

  return G_SOURCE_REMOVE;
}

/* What had the focus may have gone, and with it the keys of the page: they go to the
 * picture.  Later, since between two widgets it belongs to none. */
static void
focus_changed_cb (LwWindow *self)
{
  if (self->focus_source == 0)
    self->focus_source = g_idle_add (rescue_cb, self);
}

void
lw_window_watch_focus (LwWindow *self)
{
  g_signal_connect (self, "notify::focus-widget", G_CALLBACK (focus_changed_cb), NULL);
}

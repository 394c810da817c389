/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-start-page.h"

#include "lw-recent-row.h"
#include "lw-recent.h"
#include "lw-ui.h"

struct _LwStartPage
{
  AdwBin parent_instance;

  /* Template */
  GtkWidget  *welcome_box;
  GtkStack   *recent_stack;
  GtkListBox *recent_list;
};

enum
{
  SIGNAL_OPEN_REQUESTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LwStartPage, lw_start_page, ADW_TYPE_BIN)

static void
row_activated_cb (LwStartPage *self,
                  LwRecentRow *row)
{
  g_signal_emit (self, signals[SIGNAL_OPEN_REQUESTED], 0, lw_recent_row_get_path (row));
}

static void
remove_requested_cb (LwStartPage *self,
                     LwRecentRow *row)
{
  lw_recent_remove (lw_recent_row_get_path (row));
  lw_start_page_reload (self);
}

static void
lw_start_page_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), LW_TYPE_START_PAGE);

  G_OBJECT_CLASS (lw_start_page_parent_class)->dispose (object);
}

static void
lw_start_page_class_init (LwStartPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lw_start_page_dispose;

  signals[SIGNAL_OPEN_REQUESTED] =
      g_signal_new ("open-requested", LW_TYPE_START_PAGE, G_SIGNAL_RUN_LAST,
                    0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class, LW_UI ("lw-start-page.ui"));
  gtk_widget_class_bind_template_child (widget_class, LwStartPage, welcome_box);
  gtk_widget_class_bind_template_child (widget_class, LwStartPage, recent_stack);
  gtk_widget_class_bind_template_child (widget_class, LwStartPage, recent_list);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
}

static void
lw_start_page_init (LwStartPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  lw_start_page_reload (self);
}

void
lw_start_page_reload (LwStartPage *self)
{
  g_auto (GStrv) paths = lw_recent_list ();
  GtkWidget *row;

  g_return_if_fail (LW_IS_START_PAGE (self));

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->recent_list))) != NULL)
    gtk_list_box_remove (self->recent_list, row);

  for (guint i = 0; paths[i] != NULL; i++)
    {
      row = lw_recent_row_new (paths[i]);
      g_signal_connect_object (row, "remove-requested", G_CALLBACK (remove_requested_cb), self, G_CONNECT_SWAPPED);
      gtk_list_box_append (self->recent_list, row);
    }

  /* Whoever has projects knows what this is, and wants to see the next of them. */
  gtk_widget_set_visible (self->welcome_box, paths[0] == NULL);
  gtk_stack_set_visible_child_name (self->recent_stack, paths[0] != NULL ? "list" : "empty");
}

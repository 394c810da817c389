/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-history-popover.h"

#include "lw-history-list.h"
#include "lw-ui.h"

#include <glib/gi18n-lib.h>

/* How often the progress of a long jump is looked at, and after how many looks it is shown. */
#define PROGRESS_MS 100
#define N_QUIET_LOOKS 3

struct _LwHistoryPopover
{
  GtkPopover parent_instance;

  LwProject     *project;
  LwHistoryList *steps;
  guint          progress_source, scroll_source;
  guint          n_looks; /* at the running jump */

  /* Template */
  GtkListView        *list_view;
  GtkSingleSelection *selection;
  GtkProgressBar     *progress_bar;
  GtkWidget          *progress_box, *stop_button;
  GtkLabel           *hint_label;
};

enum
{
  SIGNAL_JUMP_REQUESTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LwHistoryPopover, lw_history_popover, GTK_TYPE_POPOVER)

/* --- Rows --- */

static void
setup_cb (LwHistoryPopover *self,
          GtkListItem      *list_item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *marker = gtk_image_new_from_icon_name ("lw-done-symbolic");
  GtkWidget *text = gtk_label_new (NULL);
  GtkWidget *when = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (text), 0);
  gtk_label_set_ellipsize (GTK_LABEL (text), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (text, TRUE);
  gtk_widget_add_css_class (when, "dim-label");
  gtk_widget_add_css_class (when, "numeric");
  gtk_box_append (GTK_BOX (box), marker);
  gtk_box_append (GTK_BOX (box), text);
  gtk_box_append (GTK_BOX (box), when);
  gtk_list_item_set_child (list_item, box);
}

static char *
dup_description (LwHistoryItem *item)
{
  const char *text = lw_history_item_get_text (item);
  const char *when = lw_history_item_get_time (item);

  if (lw_history_item_is_current (item))
    /* Translators: a step in the history: what, when */
    return g_strdup_printf (_ ("%s, %s, the last step that is done"), text, when);

  if (lw_history_item_is_undone (item))
    /* Translators: a step in the history: what, when */
    return g_strdup_printf (_ ("%s, %s, undone"), text, when);

  return g_strdup_printf ("%s, %s", text, when);
}

static void
bind_cb (LwHistoryPopover *self,
         GtkListItem      *list_item)
{
  LwHistoryItem   *item = gtk_list_item_get_item (list_item);
  GtkWidget       *box = gtk_list_item_get_child (list_item);
  GtkWidget       *marker = gtk_widget_get_first_child (box);
  GtkWidget       *text = gtk_widget_get_next_sibling (marker);
  GtkWidget       *when = gtk_widget_get_next_sibling (text);
  g_autofree char *description = dup_description (item);

  gtk_widget_set_opacity (marker, lw_history_item_is_current (item) ? 1 : 0);
  gtk_label_set_label (GTK_LABEL (text), lw_history_item_get_text (item));
  gtk_label_set_label (GTK_LABEL (when), lw_history_item_get_time (item));

  if (lw_history_item_is_undone (item))
    gtk_widget_add_css_class (text, "dim-label");
  else
    gtk_widget_remove_css_class (text, "dim-label");

  gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_parent (box)), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  description, -1);
}

/* --- Where we are --- */

static gboolean
scroll_cb (gpointer user_data)
{
  LwHistoryPopover *self = user_data;

  self->scroll_source = 0;
  gtk_widget_activate_action (GTK_WIDGET (self->list_view), "list.scroll-to-item", "u",
                              lw_history_list_get_current (self->steps));
  gtk_widget_grab_focus (GTK_WIDGET (self->list_view));

  return G_SOURCE_REMOVE;
}

static void
reload (LwHistoryPopover *self)
{
  /* It is read when it is opened: an edit costs nothing for a panel that nobody sees. */
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;

  gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
  lw_history_list_reload (self->steps);
  gtk_single_selection_set_selected (self->selection, lw_history_list_get_current (self->steps));

  /* After the layout: rows that have just been added have no place to scroll to. */
  if (self->scroll_source == 0)
    self->scroll_source = g_idle_add_full (G_PRIORITY_LOW, scroll_cb, self, NULL);
}

static gboolean
progress_cb (gpointer user_data)
{
  LwHistoryPopover *self = user_data;
  const double      fraction = self->project != NULL ? lw_project_get_jump_progress (self->project) : -1;

  if (fraction >= 0)
    {
      gtk_progress_bar_set_fraction (self->progress_bar, fraction);
      if (++self->n_looks == N_QUIET_LOOKS)
        {
          gtk_widget_set_visible (self->progress_box, TRUE);
          gtk_widget_grab_focus (self->stop_button);
        }
      return G_SOURCE_CONTINUE;
    }

  self->progress_source = 0;
  self->n_looks = 0;
  gtk_widget_set_visible (self->progress_box, FALSE);

  return G_SOURCE_REMOVE;
}

static void
busy_changed_cb (LwHistoryPopover *self)
{
  const gboolean is_busy = lw_project_is_busy (self->project);

  gtk_widget_set_sensitive (GTK_WIDGET (self->list_view), !is_busy);

  if (is_busy && self->progress_source == 0)
    self->progress_source = g_timeout_add (PROGRESS_MS, progress_cb, self);
  else if (!is_busy)
    reload (self);
}

static void
activate_cb (LwHistoryPopover *self,
             guint             position)
{
  g_autoptr (LwHistoryItem) item = g_list_model_get_item (G_LIST_MODEL (self->steps), position);

  if (item != NULL && !lw_history_item_is_current (item))
    g_signal_emit (self, signals[SIGNAL_JUMP_REQUESTED], 0, lw_history_item_get_group_key (item));
}

static void
stop_cb (LwHistoryPopover *self)
{
  if (self->project != NULL)
    lw_project_stop_jump (self->project);
}

static void
map_cb (LwHistoryPopover *self)
{
  reload (self);
}

/* --- Object --- */

static void
lw_history_popover_dispose (GObject *object)
{
  LwHistoryPopover *self = LW_HISTORY_POPOVER (object);

  if (self->steps != NULL)
    lw_history_popover_set_project (self, NULL);

  g_clear_handle_id (&self->progress_source, g_source_remove);
  g_clear_handle_id (&self->scroll_source, g_source_remove);
  gtk_widget_dispose_template (GTK_WIDGET (object), LW_TYPE_HISTORY_POPOVER);
  g_clear_object (&self->steps);

  G_OBJECT_CLASS (lw_history_popover_parent_class)->dispose (object);
}

static void
lw_history_popover_class_init (LwHistoryPopoverClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lw_history_popover_dispose;

  signals[SIGNAL_JUMP_REQUESTED] =
      g_signal_new ("jump-requested", LW_TYPE_HISTORY_POPOVER, G_SIGNAL_RUN_LAST,
                    0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);

  gtk_widget_class_set_template_from_resource (widget_class, LW_UI ("lw-history-popover.ui"));
  gtk_widget_class_bind_template_child (widget_class, LwHistoryPopover, list_view);
  gtk_widget_class_bind_template_child (widget_class, LwHistoryPopover, selection);
  gtk_widget_class_bind_template_child (widget_class, LwHistoryPopover, progress_bar);
  gtk_widget_class_bind_template_child (widget_class, LwHistoryPopover, progress_box);
  gtk_widget_class_bind_template_child (widget_class, LwHistoryPopover, stop_button);
  gtk_widget_class_bind_template_child (widget_class, LwHistoryPopover, hint_label);
  gtk_widget_class_bind_template_callback (widget_class, setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, map_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_cb);
}

static void
lw_history_popover_init (LwHistoryPopover *self)
{
  self->steps = lw_history_list_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_single_selection_set_model (self->selection, G_LIST_MODEL (self->steps));
}

void
lw_history_popover_set_project (LwHistoryPopover *self,
                                LwProject        *project)
{
  g_return_if_fail (LW_IS_HISTORY_POPOVER (self));

  if (self->project != NULL)
    g_signal_handlers_disconnect_by_data (self->project, self);

  g_set_object (&self->project, project);
  lw_history_list_set_project (self->steps, project);

  if (project == NULL)
    return;

  g_signal_connect_object (project, "labels-changed", G_CALLBACK (reload), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (project, "classes-changed", G_CALLBACK (reload), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (project, "notify::annotator-key", G_CALLBACK (reload), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (project, "notify::busy", G_CALLBACK (busy_changed_cb), self, G_CONNECT_SWAPPED);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-image-sidebar.h"

#include "lw-class-drop-down.h"
#include "lw-image-cell.h"
#include "lw-keys.h"
#include "lw-progress-text.h"
#include "lw-toast.h"
#include "lw-ui.h"

#include <glib/gi18n-lib.h>

struct _LwImageSidebar
{
  GtkBox parent_instance;

  LwProject *project;
  gint64     image_key;
  guint      scroll_source;

  /* The lists follow the project while this is set: nothing was chosen by the user. */
  gboolean is_updating;

  /* Template */
  GtkSearchEntry *search_entry;
  GtkDropDown    *state_drop_down;
  GtkDropDown    *class_drop_down;
  GtkListView    *list_view;
  GtkStack       *stack;
  GtkLabel       *empty_label;
  GtkButton      *clear_button;

  GtkSingleSelection *selection;
};

enum
{
  SIGNAL_IMAGE_CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LwImageSidebar, lw_image_sidebar, GTK_TYPE_BOX)

/* clang-format off */
static const struct
{
  const char *name;
  guint       progress_mask;
} states[] = {
  { N_("All images"),    0 },
  { N_("Left to do"),    1 << LW_PROGRESS_UNSEEN | 1 << LW_PROGRESS_OPEN },
  { N_("Not looked at"), 1 << LW_PROGRESS_UNSEEN },
  { N_("Open"),          1 << LW_PROGRESS_OPEN },
  { N_("Done"),          1 << LW_PROGRESS_DONE },
  { N_("Skipped"),       1 << LW_PROGRESS_SKIPPED },
};
/* clang-format on */

static void
update_empty (LwImageSidebar *self)
{
  LwImageList *images = self->project != NULL ? lw_project_get_images (self->project) : NULL;
  gboolean     is_empty = images == NULL || g_list_model_get_n_items (G_LIST_MODEL (images)) == 0;
  gboolean     is_filtered = images != NULL && lw_image_list_get_n_total (images) > 0;

  gtk_stack_set_visible_child_name (self->stack, is_empty ? "empty" : "list");
  gtk_label_set_label (self->empty_label,
                       is_filtered ? _ ("No image is like this.") : _ ("There are no images in this project."));
  gtk_widget_set_visible (GTK_WIDGET (self->clear_button), is_filtered);
}

static gboolean
scroll_cb (gpointer user_data)
{
  LwImageSidebar *self = user_data;
  const guint     position = gtk_single_selection_get_selected (self->selection);

  self->scroll_source = 0;

  if (position != GTK_INVALID_LIST_POSITION)
    gtk_widget_activate_action (GTK_WIDGET (self->list_view), "list.scroll-to-item", "u", position);

  return G_SOURCE_REMOVE;
}

static void
select_image (LwImageSidebar *self)
{
  guint position = G_MAXUINT;

  if (self->project != NULL && self->image_key != 0)
    position = lw_image_list_find (lw_project_get_images (self->project), self->image_key);

  self->is_updating = TRUE;
  gtk_single_selection_set_selected (self->selection,
                                     position == G_MAXUINT ? GTK_INVALID_LIST_POSITION : position);
  self->is_updating = FALSE;

  /* After the layout: rows that have just been added have no place to scroll to. */
  if (position != G_MAXUINT && self->scroll_source == 0)
    self->scroll_source = g_idle_add_full (G_PRIORITY_LOW, scroll_cb, self, NULL);
}

static gint64
get_filter_class (LwImageSidebar *self)
{
  const GArray *classes = lw_project_get_classes (self->project);
  guint         selected = gtk_drop_down_get_selected (self->class_drop_down);

  if (selected == 0 || selected == GTK_INVALID_LIST_POSITION || selected > classes->len)
    return 0;

  return g_array_index (classes, LwClassRow, selected - 1).key;
}

/* The rows change: nothing was chosen by the user. */
static void
images_changing_cb (LwImageSidebar *self)
{
  self->is_updating = TRUE;
  gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
}

static void
images_changed_cb (LwImageSidebar *self)
{
  self->is_updating = FALSE;
  update_empty (self);
  select_image (self);
}

static void
filtered_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (LwImageSidebar) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!lw_image_list_set_filter_finish (LW_IMAGE_LIST (source), result, &error) &&
      !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    lw_toast_show_error (GTK_WIDGET (self), error);
}

static void
filter_changed_cb (LwImageSidebar *self)
{
  LwImageFilter filter = { 0 };
  guint         state;

  if (self->project == NULL || self->is_updating)
    return;

  state = gtk_drop_down_get_selected (self->state_drop_down);
  filter.text = gtk_editable_get_text (GTK_EDITABLE (self->search_entry));
  filter.progress_mask = state < G_N_ELEMENTS (states) ? states[state].progress_mask : 0;
  filter.class_key = get_filter_class (self);

  lw_image_list_set_filter_async (lw_project_get_images (self->project), &filter, filtered_cb, g_object_ref (self));
}

static void
clear_clicked_cb (LwImageSidebar *self)
{
  self->is_updating = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->search_entry), "");
  gtk_drop_down_set_selected (self->state_drop_down, 0);
  gtk_drop_down_set_selected (self->class_drop_down, 0);
  self->is_updating = FALSE;

  filter_changed_cb (self);
}

static void
stop_search_cb (LwImageSidebar *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search_entry), "");
  gtk_widget_activate_action (GTK_WIDGET (self), "label.focus-canvas", NULL);
}

static void
selected_cb (LwImageSidebar *self)
{
  LwImageItem *item = gtk_single_selection_get_selected_item (self->selection);

  if (self->is_updating || item == NULL || lw_image_item_get_key (item) == self->image_key)
    return;

  self->image_key = lw_image_item_get_key (item);
  g_signal_emit (self, signals[SIGNAL_IMAGE_CHOSEN], 0, self->image_key);
}

static void
activate_cb (LwImageSidebar *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "label.focus-canvas", NULL);
}

/* A list takes Space for itself, to select what is selected already; here it
 * means what it means everywhere else. */
static gboolean
key_pressed_cb (LwImageSidebar *self,
                guint           keyval,
                guint           keycode,
                GdkModifierType state)
{
  if (keyval != GDK_KEY_space || (state & (GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0)
    return GDK_EVENT_PROPAGATE;

  gtk_widget_activate_action (GTK_WIDGET (self),
                              (state & GDK_SHIFT_MASK) != 0 ? "label.skip" : "label.done", NULL);

  return GDK_EVENT_STOP;
}

static void
setup_cb (LwImageSidebar *self,
          GtkListItem    *list_item)
{
  gtk_list_item_set_child (list_item, lw_image_cell_new ());
}

static void
bind_cb (LwImageSidebar *self,
         GtkListItem    *list_item)
{
  lw_image_cell_set_item (LW_IMAGE_CELL (gtk_list_item_get_child (list_item)), self->project,
                          gtk_list_item_get_item (list_item));
}

static void
unbind_cb (LwImageSidebar *self,
           GtkListItem    *list_item)
{
  lw_image_cell_set_item (LW_IMAGE_CELL (gtk_list_item_get_child (list_item)), NULL, NULL);
}

static void
classes_changed_cb (LwImageSidebar *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  const GArray *classes = lw_project_get_classes (self->project);
  guint         selected = gtk_drop_down_get_selected (self->class_drop_down);

  gtk_string_list_append (names, _ ("Any class"));

  for (guint i = 0; i < classes->len; i++)
    gtk_string_list_append (names, g_array_index (classes, LwClassRow, i).name);

  self->is_updating = TRUE;
  lw_class_drop_down_set_names (self->class_drop_down, names);
  gtk_drop_down_set_selected (self->class_drop_down, selected <= classes->len ? selected : 0);
  self->is_updating = FALSE;
}

static void
lw_image_sidebar_dispose (GObject *object)
{
  LwImageSidebar *self = LW_IMAGE_SIDEBAR (object);

  if (self->list_view != NULL)
    lw_image_sidebar_set_project (self, NULL);

  g_clear_handle_id (&self->scroll_source, g_source_remove);
  gtk_widget_dispose_template (GTK_WIDGET (object), LW_TYPE_IMAGE_SIDEBAR);

  G_OBJECT_CLASS (lw_image_sidebar_parent_class)->dispose (object);
}

static void
lw_image_sidebar_class_init (LwImageSidebarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lw_image_sidebar_dispose;

  signals[SIGNAL_IMAGE_CHOSEN] =
      g_signal_new ("image-chosen", LW_TYPE_IMAGE_SIDEBAR, G_SIGNAL_RUN_LAST,
                    0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);

  gtk_widget_class_set_template_from_resource (widget_class, LW_UI ("lw-image-sidebar.ui"));
  gtk_widget_class_bind_template_child (widget_class, LwImageSidebar, search_entry);
  gtk_widget_class_bind_template_child (widget_class, LwImageSidebar, state_drop_down);
  gtk_widget_class_bind_template_child (widget_class, LwImageSidebar, class_drop_down);
  gtk_widget_class_bind_template_child (widget_class, LwImageSidebar, list_view);
  gtk_widget_class_bind_template_child (widget_class, LwImageSidebar, stack);
  gtk_widget_class_bind_template_child (widget_class, LwImageSidebar, empty_label);
  gtk_widget_class_bind_template_child (widget_class, LwImageSidebar, clear_button);
  gtk_widget_class_bind_template_child (widget_class, LwImageSidebar, selection);
  gtk_widget_class_bind_template_callback (widget_class, filter_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, clear_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_search_cb);
  gtk_widget_class_bind_template_callback (widget_class, selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_cb);
  gtk_widget_class_bind_template_callback (widget_class, unbind_cb);
}

static void
lw_image_sidebar_init (LwImageSidebar *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  gtk_widget_init_template (GTK_WIDGET (self));
  lw_class_drop_down_init (self->class_drop_down);
  lw_keys_set_tooltip (GTK_WIDGET (self->search_entry), _ ("Find images by name"), "label.search");

  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    gtk_string_list_append (names, _ (states[i].name));

  gtk_drop_down_set_model (self->state_drop_down, G_LIST_MODEL (names));
}

void
lw_image_sidebar_set_project (LwImageSidebar *self,
                              LwProject      *project)
{
  g_return_if_fail (LW_IS_IMAGE_SIDEBAR (self));

  if (self->project == project)
    return;

  self->is_updating = TRUE;
  gtk_single_selection_set_model (self->selection, NULL);

  if (self->project != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->project, self);
      g_signal_handlers_disconnect_by_data (lw_project_get_images (self->project), self);
    }

  g_set_object (&self->project, project);
  self->image_key = 0;

  gtk_editable_set_text (GTK_EDITABLE (self->search_entry), "");
  gtk_drop_down_set_selected (self->state_drop_down, 0);

  if (project != NULL)
    {
      g_signal_connect_object (project, "classes-changed", G_CALLBACK (classes_changed_cb), self,
                               G_CONNECT_SWAPPED);
      classes_changed_cb (self);
      self->is_updating = TRUE;
      gtk_drop_down_set_selected (self->class_drop_down, 0);
      gtk_single_selection_set_model (self->selection, G_LIST_MODEL (lw_project_get_images (project)));
      g_signal_connect_object (lw_project_get_images (project), "changing", G_CALLBACK (images_changing_cb), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (lw_project_get_images (project), "items-changed", G_CALLBACK (images_changed_cb), self,
                               G_CONNECT_SWAPPED);
    }

  self->is_updating = FALSE;
  update_empty (self);
}

void
lw_image_sidebar_set_image (LwImageSidebar *self,
                            gint64          image_key)
{
  g_return_if_fail (LW_IS_IMAGE_SIDEBAR (self));

  self->image_key = image_key;
  select_image (self);
}

void
lw_image_sidebar_focus_search (LwImageSidebar *self)
{
  g_return_if_fail (LW_IS_IMAGE_SIDEBAR (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-image-sidebar.h"

#include "lw-filter-popover.h"
#include "lw-filter-text.h"
#include "lw-image-cell.h"
#include "lw-keys.h"
#include "lw-toast.h"
#include "lw-ui.h"

#include <glib/gi18n-lib.h>

struct _LwImageSidebar
{
  GtkBox parent_instance;

  LwProject     *project;
  LwImageFilter *filter; /* what is asked for; the list follows */
  gint64         image_key;
  guint          scroll_source;

  /* The lists follow the project while this is set: nothing was chosen by the user. */
  gboolean is_updating;

  /* Template */
  GtkSearchEntry  *search_entry;
  GtkMenuButton   *filter_button;
  LwFilterPopover *popover;
  GtkFlowBox      *chips;
  GtkLabel        *summary_label;
  GtkListView     *list_view;
  GtkStack        *stack;
  GtkLabel        *empty_label;
  GtkButton       *clear_button;

  GtkSingleSelection *selection;
};

enum
{
  SIGNAL_IMAGE_CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LwImageSidebar, lw_image_sidebar, GTK_TYPE_BOX)

/* --- What the filter says --- */

static void
update_summary (LwImageSidebar *self)
{
  LwImageList     *images = lw_project_get_images (self->project);
  const guint      n_shown = g_list_model_get_n_items (G_LIST_MODEL (images));
  const guint      n_total = lw_image_list_get_n_total (images);
  const gboolean   has_order = self->filter->sort != LW_IMAGE_SORT_ADDED || self->filter->is_descending;
  const gboolean   is_filtered = !lw_image_filter_shows_all (self->filter);
  g_autofree char *count = NULL;
  g_autofree char *order = NULL;
  g_autofree char *text = NULL;

  /* Translators: how many images of all are listed */
  count = is_filtered ? g_strdup_printf (_ ("%u of %u images"), n_shown, n_total)
                      : g_strdup_printf (ngettext ("%u image", "%u images", n_total), n_total);

  /* Translators: the order of a list, downwards */
  order = self->filter->is_descending ? g_strdup_printf (_ ("%s, reversed"), lw_image_sort_to_text (self->filter->sort))
                                      : g_strdup (lw_image_sort_to_text (self->filter->sort));
  text = has_order ? g_strdup_printf ("%s · %s", count, order) : g_strdup (count);

  gtk_label_set_label (self->summary_label, text);
  gtk_widget_set_visible (GTK_WIDGET (self->summary_label), is_filtered || has_order);
}

static void
update_empty (LwImageSidebar *self)
{
  LwImageList     *images = self->project != NULL ? lw_project_get_images (self->project) : NULL;
  gboolean         is_empty = images == NULL || g_list_model_get_n_items (G_LIST_MODEL (images)) == 0;
  gboolean         is_filtered = images != NULL && lw_image_list_get_n_total (images) > 0;
  g_autofree char *conditions = is_filtered ? lw_filter_dup_text (self->filter, self->project) : NULL;
  g_autofree char *text = NULL;

  if (conditions != NULL)
    /* Translators: why the list is empty: "No image is like this: Done, With Red cell." */
    text = g_strdup_printf (_ ("No image is like this: %s."), conditions);
  else
    text = g_strdup (_ ("There are no images in this project."));

  gtk_stack_set_visible_child_name (self->stack, is_empty ? "empty" : "list");
  gtk_label_set_label (self->empty_label, text);
  gtk_widget_set_visible (GTK_WIDGET (self->clear_button), is_filtered);

  if (self->project != NULL)
    update_summary (self);
}

static void apply_filter (LwImageSidebar *self);

static void
show_text (LwImageSidebar *self)
{
  self->is_updating = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->search_entry), self->filter->text != NULL ? self->filter->text : "");
  self->is_updating = FALSE;
}

static void
chip_clicked_cb (LwImageSidebar *self,
                 GtkButton      *chip)
{
  lw_filter_remove_part (self->filter, GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (chip), "part")));
  show_text (self);
  apply_filter (self);
  gtk_widget_activate_action (GTK_WIDGET (self), "label.focus-canvas", NULL);
}

static void
add_chip (LwImageSidebar *self,
          LwFilterPart    part,
          const char     *text)
{
  GtkWidget       *chip = gtk_button_new ();
  GtkWidget       *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);
  GtkWidget       *label = gtk_label_new (text);
  GtkWidget       *child = gtk_flow_box_child_new ();
  g_autofree char *action = g_strdup_printf (_ ("Stop showing only: %s"), text);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 24);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name ("window-close-symbolic"));
  gtk_button_set_child (GTK_BUTTON (chip), box);
  gtk_widget_add_css_class (chip, "lw-chip");
  gtk_widget_set_tooltip_text (chip, action);
  gtk_accessible_update_property (GTK_ACCESSIBLE (chip), GTK_ACCESSIBLE_PROPERTY_LABEL, action, -1);
  g_object_set_data (G_OBJECT (chip), "part", GUINT_TO_POINTER (part));
  g_signal_connect_object (chip, "clicked", G_CALLBACK (chip_clicked_cb), self, G_CONNECT_SWAPPED);

  gtk_flow_box_child_set_child (GTK_FLOW_BOX_CHILD (child), chip);
  gtk_widget_set_focusable (child, FALSE);
  gtk_flow_box_append (self->chips, child);
}

static void
update_chips (LwImageSidebar *self)
{
  GtkWidget *child;
  gboolean   has_any = FALSE;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->chips))) != NULL)
    gtk_flow_box_remove (self->chips, child);

  /* The text is where it was typed. */
  for (guint part = LW_FILTER_TEXT + 1; self->project != NULL && part < LW_N_FILTER_PARTS; part++)
    {
      g_autofree char *text = lw_filter_dup_part (self->filter, part, self->project);

      if (text != NULL)
        add_chip (self, part, text);

      has_any |= text != NULL;
    }

  gtk_widget_set_visible (GTK_WIDGET (self->chips), has_any);

  if (has_any)
    gtk_widget_add_css_class (GTK_WIDGET (self->filter_button), "accent");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->filter_button), "accent");
}

/* --- The list --- */

static gboolean
scroll_cb (gpointer user_data)
{
  LwImageSidebar *self = user_data;
  const guint     selected = gtk_single_selection_get_selected (self->selection);
  const guint     position = selected != GTK_INVALID_LIST_POSITION ? selected : 0;

  self->scroll_source = 0;

  if (position < g_list_model_get_n_items (G_LIST_MODEL (self->selection)))
    gtk_widget_activate_action (GTK_WIDGET (self->list_view), "list.scroll-to-item", "u", position);

  return G_SOURCE_REMOVE;
}

/* After the layout: rows that have just been added have no place to scroll to. */
static void
scroll_later (LwImageSidebar *self)
{
  if (self->scroll_source == 0)
    self->scroll_source = g_idle_add_full (G_PRIORITY_LOW, scroll_cb, self, NULL);
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

  if (position != G_MAXUINT)
    scroll_later (self);
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
  scroll_later (self);
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
apply_filter (LwImageSidebar *self)
{
  if (self->project == NULL)
    return;

  update_chips (self);
  lw_image_list_set_filter_async (lw_project_get_images (self->project), self->filter, filtered_cb, g_object_ref (self));
}

static void
set_filter (LwImageSidebar *self,
            LwImageFilter  *filter)
{
  lw_image_filter_free (self->filter);
  self->filter = filter;
}

static void
search_changed_cb (LwImageSidebar *self)
{
  if (self->is_updating)
    return;

  g_free ((char *) self->filter->text);
  self->filter->text = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->search_entry)));
  apply_filter (self);
}

static void
popover_shown_cb (LwImageSidebar *self)
{
  lw_filter_popover_set_filter (self->popover, self->project, self->filter);
}

static void
popover_closed_cb (LwImageSidebar *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "label.focus-canvas", NULL);
}

static void
popover_changed_cb (LwImageSidebar *self)
{
  set_filter (self, lw_filter_popover_dup_filter (self->popover));
  show_text (self);
  apply_filter (self);
}

static void
clear_clicked_cb (LwImageSidebar *self)
{
  const LwImageFilter all = { .sort = self->filter->sort, .is_descending = self->filter->is_descending };

  set_filter (self, lw_image_filter_copy (&all));
  show_text (self);
  apply_filter (self);
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
lw_image_sidebar_finalize (GObject *object)
{
  lw_image_filter_free (LW_IMAGE_SIDEBAR (object)->filter);

  G_OBJECT_CLASS (lw_image_sidebar_parent_class)->finalize (object);
}

static void
lw_image_sidebar_class_init (LwImageSidebarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lw_image_sidebar_dispose;
  G_OBJECT_CLASS (klass)->finalize = lw_image_sidebar_finalize;

  signals[SIGNAL_IMAGE_CHOSEN] =
      g_signal_new ("image-chosen", LW_TYPE_IMAGE_SIDEBAR, G_SIGNAL_RUN_LAST,
                    0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);

  g_type_ensure (LW_TYPE_FILTER_POPOVER);
  gtk_widget_class_set_template_from_resource (widget_class, LW_UI ("lw-image-sidebar.ui"));
  gtk_widget_class_bind_template_child (widget_class, LwImageSidebar, search_entry);
  gtk_widget_class_bind_template_child (widget_class, LwImageSidebar, filter_button);
  gtk_widget_class_bind_template_child (widget_class, LwImageSidebar, popover);
  gtk_widget_class_bind_template_child (widget_class, LwImageSidebar, chips);
  gtk_widget_class_bind_template_child (widget_class, LwImageSidebar, summary_label);
  gtk_widget_class_bind_template_child (widget_class, LwImageSidebar, list_view);
  gtk_widget_class_bind_template_child (widget_class, LwImageSidebar, stack);
  gtk_widget_class_bind_template_child (widget_class, LwImageSidebar, empty_label);
  gtk_widget_class_bind_template_child (widget_class, LwImageSidebar, clear_button);
  gtk_widget_class_bind_template_child (widget_class, LwImageSidebar, selection);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, popover_shown_cb);
  gtk_widget_class_bind_template_callback (widget_class, popover_closed_cb);
  gtk_widget_class_bind_template_callback (widget_class, popover_changed_cb);
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
  const LwImageFilter all = { 0 };

  self->filter = lw_image_filter_copy (&all);
  gtk_widget_init_template (GTK_WIDGET (self));
  lw_keys_set_tooltip (GTK_WIDGET (self->search_entry), _ ("Find images by name"), "label.search");
  lw_keys_set_tooltip (GTK_WIDGET (self->filter_button), _ ("Which Images, in What Order"), "label.filter");
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
  gtk_widget_set_sensitive (GTK_WIDGET (self->filter_button), project != NULL);

  if (project != NULL)
    {
      LwImageList *images = lw_project_get_images (project);

      set_filter (self, lw_image_filter_copy (lw_image_list_get_filter (images)));
      gtk_single_selection_set_model (self->selection, G_LIST_MODEL (images));
      g_signal_connect_object (project, "classes-changed", G_CALLBACK (update_chips), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (images, "changing", G_CALLBACK (images_changing_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (images, "items-changed", G_CALLBACK (images_changed_cb), self, G_CONNECT_SWAPPED);
    }

  update_chips (self);
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

void
lw_image_sidebar_show_filter (LwImageSidebar *self)
{
  g_return_if_fail (LW_IS_IMAGE_SIDEBAR (self));

  gtk_menu_button_popup (self->filter_button);
}

void
lw_image_sidebar_show_all (LwImageSidebar *self)
{
  g_return_if_fail (LW_IS_IMAGE_SIDEBAR (self));

  clear_clicked_cb (self);
}

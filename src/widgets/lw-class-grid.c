/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-class-grid.h"

#include "lw-class-button.h"
#include "lw-class-grid-cell.h"
#include "lw-class-key-dialog.h"
#include "lw-class-tree.h"
#include "lw-image-grid.h"
#include "lw-keys.h"
#include "lw-project-tags.h"
#include "lw-settings.h"
#include "lw-toast.h"
#include "lw-ui.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#define N_DIGITS 10

/* Ten of them fit into two rows of a narrow window. */
#define LABEL_CHARS_MAX 18

/* Thumbnails are made of 128 pixels; twice that can still be told apart. */
static const int sides_px[] = { 64, 96, 128, 176, 256 };

struct _LwClassGrid
{
  GtkBox parent_instance;

  LwProject   *project;
  LwImageGrid *images; /* nullable before it is first shown */
  GPtrArray   *cells;  /* (element-type LwClassGridCell), not owned: those that are made */
  guint        side;   /* index into sides_px */
  guint        scroll_source, columns_source, target;
  gboolean     seeks_focus;

  /* Template */
  GtkGridView       *grid_view;
  GtkStack          *stack;
  GtkToggleButton   *without_button, *by_class_button, *advance_button;
  GtkFlowBox        *class_box;
  LwClassButton     *other_button;
  GtkLabel          *marked_label;
  GtkMultiSelection *selection;
};

enum
{
  SIGNAL_IMAGE_CHOSEN,
  SIGNAL_LEFT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LwClassGrid, lw_class_grid, GTK_TYPE_BOX)

/* --- What is marked --- */

/* (element-type gint64), and the last position among them. */
static GArray *
dup_marked (LwClassGrid *self,
            guint       *last)
{
  g_autoptr (GtkBitset) set = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));
  GArray       *keys = g_array_new (FALSE, FALSE, sizeof (gint64));
  GtkBitsetIter iter;
  guint         position;

  for (gboolean ok = gtk_bitset_iter_init_first (&iter, set, &position); ok; ok = gtk_bitset_iter_next (&iter, &position))
    {
      g_autoptr (LwImageItem) item = g_list_model_get_item (G_LIST_MODEL (self->selection), position);
      const gint64 key = lw_image_item_get_key (item);

      g_array_append_val (keys, key);
      *last = position;
    }

  return keys;
}

static void
update_marked (LwClassGrid *self)
{
  g_autoptr (GtkBitset) set = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));
  const guint      n_marked = gtk_bitset_get_size (set);
  const guint      n_images = g_list_model_get_n_items (G_LIST_MODEL (self->selection));
  g_autofree char *text = g_strdup_printf (_ ("%u of %u marked"), n_marked, n_images);

  gtk_label_set_label (self->marked_label, text);
  gtk_stack_set_visible_child_name (self->stack, n_images > 0 ? "grid" : "empty");
}

/* --- Going to an image --- */

static LwClassGridCell *
find_cell (LwClassGrid *self,
           gint64       image_key)
{
  for (guint i = 0; i < self->cells->len; i++)
    if (lw_class_grid_cell_get_image (g_ptr_array_index (self->cells, i)) == image_key)
      return g_ptr_array_index (self->cells, i);

  return NULL;
}

static gboolean
scroll_cb (gpointer user_data)
{
  LwClassGrid *self = user_data;
  g_autoptr (LwImageItem) item = g_list_model_get_item (G_LIST_MODEL (self->selection), self->target);
  LwClassGridCell *cell = item != NULL ? find_cell (self, lw_image_item_get_key (item)) : NULL;

  gtk_widget_activate_action (GTK_WIDGET (self->grid_view), "list.scroll-to-item", "u", self->target);

  /* Out of sight it has no widget before the layout that follows. */
  if (item != NULL && (cell == NULL || !gtk_widget_get_mapped (GTK_WIDGET (cell))) && self->seeks_focus)
    {
      self->seeks_focus = FALSE;
      return G_SOURCE_CONTINUE;
    }

  if (cell != NULL)
    gtk_widget_grab_focus (gtk_widget_get_parent (GTK_WIDGET (cell)));
  else
    gtk_widget_grab_focus (GTK_WIDGET (self->grid_view));

  self->scroll_source = 0;

  return G_SOURCE_REMOVE;
}

static void
go_to (LwClassGrid *self,
       guint        position)
{
  if (position >= g_list_model_get_n_items (G_LIST_MODEL (self->selection)))
    return;

  self->target = position;
  self->seeks_focus = TRUE;
  gtk_selection_model_select_item (GTK_SELECTION_MODEL (self->selection), position, TRUE);

  if (self->scroll_source == 0)
    self->scroll_source = g_idle_add_full (G_PRIORITY_LOW, scroll_cb, self, NULL);
}

/* --- Classes --- */

void
lw_class_grid_set_class (LwClassGrid *self,
                         gint64       class_key)
{
  guint    last = 0;
  gboolean is_given;
  g_autoptr (GArray) keys = NULL;
  g_autoptr (GError) error = NULL;

  g_return_if_fail (LW_IS_CLASS_GRID (self));

  keys = dup_marked (self, &last);

  if (keys->len == 0 || class_key == 0)
    return;

  if (!lw_project_tag_images (self->project, (const gint64 *) keys->data, keys->len, class_key, &is_given, &error))
    lw_toast_show_error (GTK_WIDGET (self), error);
  else if (is_given && gtk_toggle_button_get_active (self->advance_button))
    go_to (self, last + 1);
}

static void
class_clicked_cb (LwClassGrid *self,
                  GtkWidget   *button)
{
  lw_class_grid_set_class (self, *(gint64 *) g_object_get_data (G_OBJECT (button), "class-key"));
}

static void
other_chosen_cb (LwClassGrid *self,
                 gint64       class_key)
{
  lw_class_grid_set_class (self, class_key);
}

static GtkWidget *
new_class_label (guint digit,
                 const LwClassRow *class)
{
  g_autofree char *text = g_strdup_printf ("%u  %s", (digit + 1) % N_DIGITS, class->name);
  GtkWidget       *label = gtk_label_new (text);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), LABEL_CHARS_MAX);
  gtk_label_set_single_line_mode (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);

  return label;
}

static void
add_class_button (LwClassGrid *self,
                  guint        digit,
                  const LwClassRow *class)
{
  g_autofree char *tooltip = g_strdup_printf (_ ("Give the Marked Images the Class “%s”, or Take It Away"), class->name);
  g_autofree char *name = g_strdup_printf ("%u %s", (digit + 1) % N_DIGITS, class->name);
  GtkWidget       *child = gtk_flow_box_child_new ();
  GtkWidget       *button = gtk_button_new ();

  gtk_button_set_child (GTK_BUTTON (button), new_class_label (digit, class));
  g_object_set_data_full (G_OBJECT (button), "class-key", g_memdup2 (&class->key, sizeof class->key), g_free);
  gtk_widget_set_tooltip_text (button, tooltip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_widget_set_focus_on_click (button, FALSE);
  gtk_widget_add_css_class (button, "flat");
  g_signal_connect_object (button, "clicked", G_CALLBACK (class_clicked_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_set_focusable (child, FALSE);
  gtk_flow_box_child_set_child (GTK_FLOW_BOX_CHILD (child), button);
  gtk_flow_box_insert (self->class_box, child, -1);
}

static void
classes_changed_cb (LwClassGrid *self)
{
  const GArray *classes = lw_project_get_classes (self->project);
  GtkWidget    *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->class_box))) != NULL)
    gtk_flow_box_remove (self->class_box, child);

  for (guint digit = 0; digit < N_DIGITS; digit++)
    {
      const LwClassRow *class = lw_project_find_class (self->project, lw_class_tree_find_digit (classes, digit));

      if (class != NULL)
        add_class_button (self, digit, class);
    }

  for (guint i = 0; i < self->cells->len; i++)
    lw_class_grid_cell_update (g_ptr_array_index (self->cells, i));
}

static void
labels_changed_cb (LwClassGrid *self,
                   gint64       image_key)
{
  for (guint i = 0; i < self->cells->len; i++)
    {
      LwClassGridCell *cell = g_ptr_array_index (self->cells, i);

      if (image_key == 0 || lw_class_grid_cell_get_image (cell) == image_key)
        lw_class_grid_cell_update (cell);
    }
}

/* --- Keys --- */

/* The view keeps widgets for 30 rows of as many columns as it may have, whether they fit or not:
 * of a few hundred cells it would make more than a thousand. */
static void
update_columns (LwClassGrid *self)
{
  const int width = gtk_widget_get_width (GTK_WIDGET (self));

  if (width > 0)
    gtk_grid_view_set_max_columns (self->grid_view, (guint) MAX (width / sides_px[self->side], 1));
}

static gboolean
columns_cb (gpointer user_data)
{
  LwClassGrid *self = user_data;

  self->columns_source = 0;
  update_columns (self);

  return G_SOURCE_REMOVE;
}

/* Later, because nothing may ask for another layout while sizes are being given out. */
static void
lw_class_grid_size_allocate (GtkWidget *widget,
                             int        width,
                             int        height,
                             int        baseline)
{
  LwClassGrid *self = LW_CLASS_GRID (widget);

  GTK_WIDGET_CLASS (lw_class_grid_parent_class)->size_allocate (widget, width, height, baseline);

  if (self->columns_source == 0)
    self->columns_source = g_idle_add_full (GTK_PRIORITY_RESIZE - 1, columns_cb, self, NULL);
}

static void
set_side (LwClassGrid *self,
          int          step)
{
  self->side = CLAMP ((int) self->side + step, 0, (int) G_N_ELEMENTS (sides_px) - 1);

  for (guint i = 0; i < self->cells->len; i++)
    lw_class_grid_cell_set_size (g_ptr_array_index (self->cells, i), sides_px[self->side]);

  update_columns (self);
}

static void
larger_cb (LwClassGrid *self)
{
  set_side (self, 1);
}

static void
smaller_cb (LwClassGrid *self)
{
  set_side (self, -1);
}

static void
leave_cb (LwClassGrid *self)
{
  g_signal_emit (self, signals[SIGNAL_LEFT], 0);
}

static gint64
find_class (LwClassGrid *self,
            const char  *pressed)
{
  const GArray     *classes = lw_project_get_classes (self->project);
  const LwClassRow *own = lw_class_key_find (self->project, pressed);
  const char       *digit = g_str_has_prefix (pressed, "KP_") ? pressed + 3 : pressed;

  if (own != NULL)
    return own->key;

  if (g_ascii_isdigit (digit[0]) && digit[1] == '\0')
    return lw_class_tree_find_digit (classes, (digit[0] - '0' + N_DIGITS - 1) % N_DIGITS);

  return 0;
}

/* Before the keys of the page behind, which mean boxes; those with Ctrl that mean the
 * same here are let through, and so are the grid's own. */
static gboolean
key_pressed_cb (LwClassGrid           *self,
                guint                  keyval,
                guint                  keycode,
                GdkModifierType        state,
                GtkEventControllerKey *controller)
{
  g_autofree char *pressed = lw_keys_dup_pressed (controller, keyval, keycode, state);
  gint64           class_key;

  if (pressed == NULL || self->project == NULL)
    return GDK_EVENT_PROPAGATE;

  if ((class_key = find_class (self, pressed)) != 0)
    lw_class_grid_set_class (self, class_key);
  else if (keyval == GDK_KEY_Escape || g_str_equal (pressed, "g"))
    leave_cb (self);
  else if ((state & GDK_CONTROL_MASK) && (keyval == GDK_KEY_plus || keyval == GDK_KEY_equal || keyval == GDK_KEY_KP_Add))
    set_side (self, 1);
  else if ((state & GDK_CONTROL_MASK) && (keyval == GDK_KEY_minus || keyval == GDK_KEY_KP_Subtract))
    set_side (self, -1);
  else if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK)) == 0 && keyval > GDK_KEY_space && keyval < 0x100)
    return GDK_EVENT_STOP;
  else if (keyval == GDK_KEY_Delete || keyval == GDK_KEY_BackSpace)
    return GDK_EVENT_STOP;
  else
    return GDK_EVENT_PROPAGATE;

  return GDK_EVENT_STOP;
}

static void
activated_cb (LwClassGrid *self,
              guint        position)
{
  g_autoptr (LwImageItem) item = g_list_model_get_item (G_LIST_MODEL (self->selection), position);

  if (item != NULL)
    g_signal_emit (self, signals[SIGNAL_IMAGE_CHOSEN], 0, lw_image_item_get_key (item));
}

static void
order_changed_cb (LwClassGrid *self)
{
  if (self->images != NULL)
    lw_image_grid_set_order (self->images, gtk_toggle_button_get_active (self->by_class_button),
                             gtk_toggle_button_get_active (self->without_button));
}

/* --- Cells --- */

static void
cell_destroyed_cb (LwClassGrid *self,
                   GtkWidget   *cell)
{
  g_ptr_array_remove_fast (self->cells, cell);
}

static void
setup_cb (LwClassGrid *self,
          GtkListItem *list_item)
{
  GtkWidget *cell = lw_class_grid_cell_new ();

  lw_class_grid_cell_set_size (LW_CLASS_GRID_CELL (cell), sides_px[self->side]);
  g_ptr_array_add (self->cells, cell);
  g_signal_connect_object (cell, "destroy", G_CALLBACK (cell_destroyed_cb), self, G_CONNECT_SWAPPED);
  gtk_list_item_set_child (list_item, cell);
}

static void
bind_cb (LwClassGrid *self,
         GtkListItem *list_item)
{
  lw_class_grid_cell_set_item (LW_CLASS_GRID_CELL (gtk_list_item_get_child (list_item)), self->project,
                               gtk_list_item_get_item (list_item));
}

static void
unbind_cb (LwClassGrid *self,
           GtkListItem *list_item)
{
  lw_class_grid_cell_set_item (LW_CLASS_GRID_CELL (gtk_list_item_get_child (list_item)), NULL, NULL);
}

/* --- Object --- */

static void
lw_class_grid_dispose (GObject *object)
{
  LwClassGrid *self = LW_CLASS_GRID (object);

  g_clear_handle_id (&self->scroll_source, g_source_remove);
  g_clear_handle_id (&self->columns_source, g_source_remove);

  if (self->grid_view != NULL)
    lw_class_grid_set_project (self, NULL);

  gtk_widget_dispose_template (GTK_WIDGET (object), LW_TYPE_CLASS_GRID);

  G_OBJECT_CLASS (lw_class_grid_parent_class)->dispose (object);
}

static void
lw_class_grid_finalize (GObject *object)
{
  g_ptr_array_unref (LW_CLASS_GRID (object)->cells);

  G_OBJECT_CLASS (lw_class_grid_parent_class)->finalize (object);
}

static void
lw_class_grid_class_init (LwClassGridClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lw_class_grid_dispose;
  G_OBJECT_CLASS (klass)->finalize = lw_class_grid_finalize;
  widget_class->size_allocate = lw_class_grid_size_allocate;

  signals[SIGNAL_IMAGE_CHOSEN] =
      g_signal_new ("image-chosen", LW_TYPE_CLASS_GRID, G_SIGNAL_RUN_LAST,
                    0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
  signals[SIGNAL_LEFT] =
      g_signal_new ("left", LW_TYPE_CLASS_GRID, G_SIGNAL_RUN_LAST,
                    0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (LW_TYPE_CLASS_BUTTON);
  gtk_widget_class_set_template_from_resource (widget_class, LW_UI ("lw-class-grid.ui"));
  gtk_widget_class_bind_template_child (widget_class, LwClassGrid, grid_view);
  gtk_widget_class_bind_template_child (widget_class, LwClassGrid, stack);
  gtk_widget_class_bind_template_child (widget_class, LwClassGrid, without_button);
  gtk_widget_class_bind_template_child (widget_class, LwClassGrid, by_class_button);
  gtk_widget_class_bind_template_child (widget_class, LwClassGrid, advance_button);
  gtk_widget_class_bind_template_child (widget_class, LwClassGrid, class_box);
  gtk_widget_class_bind_template_child (widget_class, LwClassGrid, other_button);
  gtk_widget_class_bind_template_child (widget_class, LwClassGrid, marked_label);
  gtk_widget_class_bind_template_child (widget_class, LwClassGrid, selection);
  gtk_widget_class_bind_template_callback (widget_class, key_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, order_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, other_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, update_marked);
  gtk_widget_class_bind_template_callback (widget_class, larger_cb);
  gtk_widget_class_bind_template_callback (widget_class, smaller_cb);
  gtk_widget_class_bind_template_callback (widget_class, leave_cb);
  gtk_widget_class_bind_template_callback (widget_class, setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_cb);
  gtk_widget_class_bind_template_callback (widget_class, unbind_cb);
}

static void
lw_class_grid_init (LwClassGrid *self)
{
  self->cells = g_ptr_array_new ();
  self->side = 2;

  gtk_widget_init_template (GTK_WIDGET (self));
  lw_class_button_set_none (self->other_button, _ ("Other Class…"));
  lw_class_button_set_purpose (self->other_button, _ ("Class of the marked images"));
  g_settings_bind (lw_settings_get (), "grid-advances", self->advance_button, "active", G_SETTINGS_BIND_DEFAULT);
}

void
lw_class_grid_set_project (LwClassGrid *self,
                           LwProject   *project)
{
  g_return_if_fail (LW_IS_CLASS_GRID (self));

  if (self->project == project)
    return;

  if (self->project != NULL)
    g_signal_handlers_disconnect_by_data (self->project, self);

  gtk_multi_selection_set_model (self->selection, NULL);
  g_clear_object (&self->images);
  lw_class_button_set_project (self->other_button, project);
  g_set_object (&self->project, project);

  if (project == NULL)
    return;

  g_signal_connect_object (project, "classes-changed", G_CALLBACK (classes_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (project, "labels-changed", G_CALLBACK (labels_changed_cb), self, G_CONNECT_SWAPPED);
  classes_changed_cb (self);
}

void
lw_class_grid_start (LwClassGrid *self,
                     gint64       image_key)
{
  g_return_if_fail (LW_IS_CLASS_GRID (self));
  g_return_if_fail (self->project != NULL);

  if (self->images == NULL)
    {
      self->images = lw_image_grid_new (self->project);
      order_changed_cb (self);
      gtk_multi_selection_set_model (self->selection, G_LIST_MODEL (self->images));
    }

  update_marked (self);
  go_to (self, lw_image_grid_find (self->images, image_key));
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-box-list.h"

#include "lw-box-cell.h"
#include "lw-box-order.h"
#include "lw-settings.h"
#include "lw-ui.h"

#include <glib/gi18n-lib.h>

struct _LwBoxList
{
  GtkBox parent_instance;

  LwBoxOrder    *boxes; /* the selection holds it */
  GSettings     *settings;
  LwBoxStateFunc state_func;
  gpointer       state_data;
  GHashTable    *rows; /* (element-type GtkListItem): those that show a box */
  gboolean       is_updating;

  /* Template */
  GtkListView       *list_view;
  GtkMultiSelection *selection;
  GtkLabel          *title_label;
  GtkStack          *stack;
  GtkMenuButton     *order_button;
  GtkLabel          *order_label;
};

enum
{
  SIGNAL_SELECTION_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LwBoxList, lw_box_list, GTK_TYPE_BOX)

static void
update_title (LwBoxList *self)
{
  guint            n_boxes = g_list_model_get_n_items (G_LIST_MODEL (self->selection));
  g_autofree char *title = g_strdup_printf (_ ("Boxes (%u)"), n_boxes);

  gtk_label_set_label (self->title_label, title);

  /* With its last row the list goes, and with it the focus, which is for what comes next. */
  if (n_boxes == 0 && gtk_widget_get_focus_child (GTK_WIDGET (self->stack)) != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "label.focus-canvas", NULL);

  gtk_stack_set_visible_child_name (self->stack, n_boxes > 0 ? "list" : "empty");
}

static void
selection_changed_cb (LwBoxList *self)
{
  if (!self->is_updating)
    g_signal_emit (self, signals[SIGNAL_SELECTION_CHANGED], 0);
}

static void
setup_cb (LwBoxList   *self,
          GtkListItem *list_item)
{
  gtk_list_item_set_child (list_item, lw_box_cell_new ());
}

static LwCanvasBoxFlags
get_state (LwBoxList        *self,
           const LwShownBox *box)
{
  if (self->state_func != NULL)
    return self->state_func (box, self->state_data);

  return (box->flags & LW_BOX_LOCKED) != 0 ? LW_CANVAS_BOX_LOCKED : 0;
}

static char *
dup_description (const LwShownBox *box,
                 LwCanvasBoxFlags  state)
{
  const LwRect rect = box->rect;
  /* Translators: a box in the list: class, then place and size in pixels. */
  g_autofree char *place = g_strdup_printf (_ ("%s, x %.0f, y %.0f, width %.0f, height %.0f"), box->class_name, rect.x0,
                                            rect.y0, rect.x1 - rect.x0, rect.y1 - rect.y0);

  switch ((guint) state & (LW_CANVAS_BOX_HIDDEN | LW_CANVAS_BOX_LOCKED))
    {
    /* Translators: a box in the list, and what holds for it. */
    case LW_CANVAS_BOX_HIDDEN | LW_CANVAS_BOX_LOCKED:
      return g_strdup_printf (_ ("%s, hidden, locked"), place);
    case LW_CANVAS_BOX_HIDDEN:
      return g_strdup_printf (_ ("%s, hidden"), place);
    case LW_CANVAS_BOX_LOCKED:
      return g_strdup_printf (_ ("%s, locked"), place);
    default:
      return g_steal_pointer (&place);
    }
}

static void
show_row (LwBoxList   *self,
          GtkListItem *list_item)
{
  const LwShownBox      *shown = lw_box_order_get_box (self->boxes, gtk_list_item_get_position (list_item));
  const LwCanvasBoxFlags state = get_state (self, shown);
  GtkWidget             *cell = gtk_list_item_get_child (list_item);
  g_autofree char       *description = dup_description (shown, state);

  lw_box_cell_set_box (LW_BOX_CELL (cell), shown, state);

  gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_parent (cell)),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, description, -1);
}

static void
bind_cb (LwBoxList   *self,
         GtkListItem *list_item)
{
  g_hash_table_add (self->rows, list_item);
  show_row (self, list_item);
}

static void
unbind_cb (LwBoxList   *self,
           GtkListItem *list_item)
{
  g_hash_table_remove (self->rows, list_item);
}

/* --- Order --- */

static const char *
get_order_text (LwBoxSort sort)
{
  switch (sort)
    {
    case LW_BOX_SORT_NEWEST:
      return _ ("Newest First");
    case LW_BOX_SORT_CLASS:
      return _ ("By Class");
    case LW_BOX_SORT_SIZE:
      return _ ("Largest First");
    case LW_BOX_SORT_READING:
      return _ ("Reading Order");
    case LW_BOX_SORT_OLDEST:
    default:
      return _ ("Oldest First");
    }
}

static void
order_changed_cb (LwBoxList *self)
{
  const LwBoxSort  sort = (LwBoxSort) g_settings_get_enum (self->settings, "box-order");
  g_autofree char *name = g_strdup_printf (_ ("Order of the Boxes: %s"), get_order_text (sort));
  g_autoptr (GArray) selected = NULL;

  gtk_label_set_label (self->order_label, get_order_text (sort));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->order_button), name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->order_button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);

  if (self->boxes == NULL)
    return;

  selected = lw_box_list_dup_selection (self);
  self->is_updating = TRUE;
  lw_box_order_set_sort (self->boxes, sort);
  self->is_updating = FALSE;
  lw_box_list_set_selection (self, (const gint64 *) (const void *) selected->data, selected->len);
}

static void
add_order_menu (LwBoxList *self)
{
  static const char *const nicks[] = { "oldest", "newest", "class", "size", "reading" };
  g_autoptr (GSimpleActionGroup) actions = g_simple_action_group_new ();
  g_autoptr (GAction) action = g_settings_create_action (self->settings, "box-order");
  g_autoptr (GMenu) menu = g_menu_new ();

  g_action_map_add_action (G_ACTION_MAP (actions), action);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "box-list", G_ACTION_GROUP (actions));

  for (guint i = 0; i < G_N_ELEMENTS (nicks); i++)
    {
      g_autofree char *target = g_strdup_printf ("box-list.box-order::%s", nicks[i]);

      g_menu_append (menu, get_order_text ((LwBoxSort) i), target);
    }

  gtk_menu_button_set_menu_model (self->order_button, G_MENU_MODEL (menu));
}

static void
lw_box_list_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), LW_TYPE_BOX_LIST);

  G_OBJECT_CLASS (lw_box_list_parent_class)->dispose (object);
}

static void
lw_box_list_finalize (GObject *object)
{
  g_hash_table_unref (LW_BOX_LIST (object)->rows);

  G_OBJECT_CLASS (lw_box_list_parent_class)->finalize (object);
}

static void
lw_box_list_class_init (LwBoxListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lw_box_list_dispose;
  G_OBJECT_CLASS (klass)->finalize = lw_box_list_finalize;

  signals[SIGNAL_SELECTION_CHANGED] =
      g_signal_new ("selection-changed", LW_TYPE_BOX_LIST, G_SIGNAL_RUN_LAST,
                    0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, LW_UI ("lw-box-list.ui"));
  gtk_widget_class_bind_template_child (widget_class, LwBoxList, list_view);
  gtk_widget_class_bind_template_child (widget_class, LwBoxList, selection);
  gtk_widget_class_bind_template_child (widget_class, LwBoxList, title_label);
  gtk_widget_class_bind_template_child (widget_class, LwBoxList, stack);
  gtk_widget_class_bind_template_child (widget_class, LwBoxList, order_button);
  gtk_widget_class_bind_template_child (widget_class, LwBoxList, order_label);
  gtk_widget_class_bind_template_callback (widget_class, selection_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_cb);
  gtk_widget_class_bind_template_callback (widget_class, unbind_cb);
}

static void
lw_box_list_init (LwBoxList *self)
{
  self->settings = lw_settings_get ();
  self->rows = g_hash_table_new (NULL, NULL);
  gtk_widget_init_template (GTK_WIDGET (self));

  add_order_menu (self);
  g_signal_connect_object (self->settings, "changed::box-order", G_CALLBACK (order_changed_cb), self, G_CONNECT_SWAPPED);
  order_changed_cb (self);
  g_signal_connect_swapped (self->selection, "items-changed", G_CALLBACK (update_title), self);
  update_title (self);
}

void
lw_box_list_set_model (LwBoxList  *self,
                       LwBoxModel *boxes)
{
  g_autoptr (LwBoxOrder) order = NULL;

  g_return_if_fail (LW_IS_BOX_LIST (self));

  order = lw_box_order_new (boxes);
  g_signal_connect_object (order, "replaced", G_CALLBACK (lw_box_list_refresh), self, G_CONNECT_SWAPPED);

  self->boxes = order;
  gtk_multi_selection_set_model (self->selection, G_LIST_MODEL (order));
  order_changed_cb (self);
  update_title (self);
}

void
lw_box_list_set_state_func (LwBoxList     *self,
                            LwBoxStateFunc func,
                            gpointer       user_data)
{
  g_return_if_fail (LW_IS_BOX_LIST (self));

  self->state_func = func;
  self->state_data = user_data;
  lw_box_list_refresh (self);
}

void
lw_box_list_refresh (LwBoxList *self)
{
  GHashTableIter iter;
  gpointer       list_item;

  g_return_if_fail (LW_IS_BOX_LIST (self));

  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, &list_item, NULL))
    show_row (self, list_item);
}

GArray *
lw_box_list_dup_selection (LwBoxList *self)
{
  GArray *keys = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GtkBitset) set = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));
  GtkBitsetIter iter;
  guint         position;

  for (gboolean is_valid = gtk_bitset_iter_init_first (&iter, set, &position);
       is_valid;
       is_valid = gtk_bitset_iter_next (&iter, &position))
    {
      g_array_append_val (keys, lw_box_order_get_box (self->boxes, position)->key);
    }

  return keys;
}

void
lw_box_list_set_selection (LwBoxList    *self,
                           const gint64 *keys,
                           gsize         n_keys)
{
  const guint n_items = self->boxes != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->boxes)) : 0;
  g_autoptr (GtkBitset) selected = gtk_bitset_new_empty ();
  g_autoptr (GtkBitset) all = gtk_bitset_new_range (0, n_items);
  g_autoptr (GHashTable) wanted = g_hash_table_new (g_int64_hash, g_int64_equal);

  for (gsize i = 0; i < n_keys; i++)
    g_hash_table_add (wanted, (gpointer) &keys[i]);

  for (guint i = 0; n_keys > 0 && i < n_items; i++)
    {
      const gint64 key = lw_box_order_get_box (self->boxes, i)->key;

      if (g_hash_table_contains (wanted, &key))
        gtk_bitset_add (selected, i);
    }

  self->is_updating = TRUE;
  gtk_selection_model_set_selection (GTK_SELECTION_MODEL (self->selection), selected, all);
  self->is_updating = FALSE;

  if (n_keys == 1 && !gtk_bitset_is_empty (selected))
    gtk_widget_activate_action (GTK_WIDGET (self->list_view), "list.scroll-to-item", "u",
                                gtk_bitset_get_minimum (selected));
}

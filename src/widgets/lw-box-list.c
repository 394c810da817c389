/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-box-list.h"

#include "lw-box-cell.h"
#include "lw-ui.h"

#include <glib/gi18n-lib.h>

struct _LwBoxList
{
  GtkBox parent_instance;

  LwBoxModel *boxes; /* the selection holds it */
  gboolean    is_updating;

  /* Template */
  GtkListView       *list_view;
  GtkMultiSelection *selection;
  GtkLabel          *title_label;
  GtkStack          *stack;
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

static void
bind_cb (LwBoxList   *self,
         GtkListItem *list_item)
{
  const LwShownBox *shown = lw_box_item_get_box (gtk_list_item_get_item (list_item));
  GtkWidget        *cell = gtk_list_item_get_child (list_item);
  LwRect            rect = shown->rect;
  g_autofree char  *description = NULL;

  lw_box_cell_set_box (LW_BOX_CELL (cell), shown);

  /* Translators: a box in the list: class, then place and size in pixels. */
  description = g_strdup_printf ((shown->flags & LW_BOX_LOCKED) != 0
                                     ? _ ("%s, x %.0f, y %.0f, width %.0f, height %.0f, locked")
                                     : _ ("%s, x %.0f, y %.0f, width %.0f, height %.0f"),
                                 shown->class_name, rect.x0, rect.y0,
                                 rect.x1 - rect.x0, rect.y1 - rect.y0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_parent (cell)),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, description, -1);
}

static void
lw_box_list_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), LW_TYPE_BOX_LIST);

  G_OBJECT_CLASS (lw_box_list_parent_class)->dispose (object);
}

static void
lw_box_list_class_init (LwBoxListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lw_box_list_dispose;

  signals[SIGNAL_SELECTION_CHANGED] =
      g_signal_new ("selection-changed", LW_TYPE_BOX_LIST, G_SIGNAL_RUN_LAST,
                    0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, LW_UI ("lw-box-list.ui"));
  gtk_widget_class_bind_template_child (widget_class, LwBoxList, list_view);
  gtk_widget_class_bind_template_child (widget_class, LwBoxList, selection);
  gtk_widget_class_bind_template_child (widget_class, LwBoxList, title_label);
  gtk_widget_class_bind_template_child (widget_class, LwBoxList, stack);
  gtk_widget_class_bind_template_callback (widget_class, selection_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_cb);
}

static void
lw_box_list_init (LwBoxList *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  g_signal_connect_swapped (self->selection, "items-changed", G_CALLBACK (update_title), self);
  update_title (self);
}

void
lw_box_list_set_model (LwBoxList  *self,
                       LwBoxModel *boxes)
{
  g_return_if_fail (LW_IS_BOX_LIST (self));

  self->boxes = boxes;
  gtk_multi_selection_set_model (self->selection, G_LIST_MODEL (boxes));
  update_title (self);
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
      g_array_append_val (keys, lw_box_model_get_box (self->boxes, position)->key);
    }

  return keys;
}

void
lw_box_list_set_selection (LwBoxList    *self,
                           const gint64 *keys,
                           gsize         n_keys)
{
  const guint n_items = self->boxes != NULL ? lw_box_model_get_n_boxes (self->boxes) : 0;
  g_autoptr (GtkBitset) selected = gtk_bitset_new_empty ();
  g_autoptr (GtkBitset) all = gtk_bitset_new_range (0, n_items);
  g_autoptr (GHashTable) wanted = g_hash_table_new (g_int64_hash, g_int64_equal);

  for (gsize i = 0; i < n_keys; i++)
    g_hash_table_add (wanted, (gpointer) &keys[i]);

  for (guint i = 0; n_keys > 0 && i < n_items; i++)
    {
      const gint64 key = lw_box_model_get_box (self->boxes, i)->key;

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

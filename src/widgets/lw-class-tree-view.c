/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-class-tree-view.h"

#include "lw-class-model.h"
#include "lw-class-tree.h"
#include "lw-palette-row.h"
#include "lw-ui.h"

struct _LwClassTreeView
{
  GtkBox parent_instance;

  LwProject    *project;
  LwClassModel *model;      /* the selection holds it */
  gint64        wanted_key; /* to be selected again once the list has changed */
  gboolean      shows_archived;
  guint         focus_source;
  gboolean      seeks_row; /* the row to be focused has no widget before the next layout */

  /* Template */
  GtkEditable       *search_entry;
  GtkListView       *list_view;
  GtkMultiSelection *selection;
};

enum
{
  SIGNAL_SELECTION_CHANGED,
  SIGNAL_MOVE_REQUESTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LwClassTreeView, lw_class_tree_view, GTK_TYPE_BOX)

static gint64
get_row_key (LwPaletteRow *row)
{
  LwClassItem *item = lw_palette_row_get_item (row);

  return item != NULL ? lw_class_item_get_info (item)->key : 0;
}

/* --- Dragging --- */

typedef enum
{
  DROP_BEFORE,
  DROP_INTO,
  DROP_BEHIND,
} DropPlace;

static const char *const drop_classes[] = { "lw-drop-before", "lw-drop-into", "lw-drop-behind" };

/* A third of the row for each. */
static DropPlace
find_drop_place (GtkWidget *row,
                 double     y)
{
  const double part = y / MAX (gtk_widget_get_height (row), 1);

  return part < 1.0 / 3 ? DROP_BEFORE : part > 2.0 / 3 ? DROP_BEHIND
                                                       : DROP_INTO;
}

static void
show_drop_place (GtkWidget *row,
                 int        place)
{
  for (int i = 0; i < (int) G_N_ELEMENTS (drop_classes); i++)
    if (i == place)
      gtk_widget_add_css_class (row, drop_classes[i]);
    else
      gtk_widget_remove_css_class (row, drop_classes[i]);
}

static GdkContentProvider *
drag_prepare_cb (GtkDragSource *source,
                 double         x,
                 double         y,
                 GtkWidget     *row)
{
  return gdk_content_provider_new_typed (G_TYPE_INT64, get_row_key (LW_PALETTE_ROW (row)));
}

static GdkDragAction
drop_motion_cb (GtkDropTarget *target,
                double         x,
                double         y,
                GtkWidget     *row)
{
  show_drop_place (row, (int) find_drop_place (row, y));

  return GDK_ACTION_MOVE;
}

static void
drop_leave_cb (GtkDropTarget *target,
               GtkWidget     *row)
{
  show_drop_place (row, -1);
}

static gboolean
drop_cb (GtkDropTarget *target,
         const GValue  *value,
         double         x,
         double         y,
         GtkWidget     *row)
{
  LwClassTreeView  *self = LW_CLASS_TREE_VIEW (gtk_widget_get_ancestor (row, LW_TYPE_CLASS_TREE_VIEW));
  const gint64      class_key = g_value_get_int64 (value);
  const DropPlace   place = find_drop_place (row, y);
  const LwClassRow *onto = lw_project_find_class (self->project, get_row_key (LW_PALETTE_ROW (row)));
  gint64            before_key = 0;

  show_drop_place (row, -1);

  if (onto == NULL || onto->key == class_key)
    return FALSE;

  if (place == DROP_BEFORE)
    before_key = onto->key;
  else if (place == DROP_BEHIND)
    before_key = lw_class_tree_find_next (lw_project_get_classes (self->project), onto->key);

  self->wanted_key = class_key;
  g_signal_emit (self, signals[SIGNAL_MOVE_REQUESTED], 0, class_key,
                 place == DROP_INTO ? onto->key : onto->parent_key, before_key);

  return TRUE;
}

static void
add_dragging (GtkWidget *row)
{
  GtkDragSource *source = gtk_drag_source_new ();
  GtkDropTarget *target = gtk_drop_target_new (G_TYPE_INT64, GDK_ACTION_MOVE);

  gtk_drag_source_set_actions (source, GDK_ACTION_MOVE);
  g_signal_connect (source, "prepare", G_CALLBACK (drag_prepare_cb), row);
  g_signal_connect (target, "motion", G_CALLBACK (drop_motion_cb), row);
  g_signal_connect (target, "leave", G_CALLBACK (drop_leave_cb), row);
  g_signal_connect (target, "drop", G_CALLBACK (drop_cb), row);
  gtk_widget_add_controller (row, GTK_EVENT_CONTROLLER (source));
  gtk_widget_add_controller (row, GTK_EVENT_CONTROLLER (target));
}

/* --- Rows --- */

static void
fold_toggled_cb (LwClassTreeView *self,
                 LwPaletteRow    *row)
{
  const LwClassInfo *info = lw_class_item_get_info (lw_palette_row_get_item (row));

  lw_class_model_set_folded (self->model, info->key, !info->is_folded);
}

static void
setup_cb (LwClassTreeView *self,
          GtkListItem     *list_item)
{
  GtkWidget *row = lw_palette_row_new (FALSE);

  g_signal_connect_object (row, "fold-toggled", G_CALLBACK (fold_toggled_cb), self, G_CONNECT_SWAPPED);
  add_dragging (row);
  gtk_list_item_set_child (list_item, row);
}

static void
bind_cb (LwClassTreeView *self,
         GtkListItem     *list_item)
{
  lw_palette_row_set_item (LW_PALETTE_ROW (gtk_list_item_get_child (list_item)), gtk_list_item_get_item (list_item));
}

static void
unbind_cb (LwClassTreeView *self,
           GtkListItem     *list_item)
{
  lw_palette_row_set_item (LW_PALETTE_ROW (gtk_list_item_get_child (list_item)), NULL);
}

/* --- The focus --- */

/* NULL where it is out of sight. */
static GtkWidget *
find_list_row (LwClassTreeView *self,
               gint64           class_key)
{
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->list_view)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *row = gtk_widget_get_first_child (child);

      if (LW_IS_PALETTE_ROW (row) && gtk_widget_get_child_visible (child) && get_row_key (LW_PALETTE_ROW (row)) == class_key)
        return child;
    }

  return NULL;
}

/* The list by itself gives the focus to the row that had it last, which is not the one that
 * is selected where it was selected by us. */
static gboolean
focus_cb (gpointer user_data)
{
  LwClassTreeView *self = user_data;
  g_autoptr (GArray) keys = lw_class_tree_view_dup_selection (self);
  const gint64 class_key = keys->len > 0 ? g_array_index (keys, gint64, 0) : 0;
  GtkWidget   *row = find_list_row (self, class_key);

  if (row == NULL && class_key != 0 && self->seeks_row)
    {
      self->seeks_row = FALSE;
      gtk_widget_activate_action (GTK_WIDGET (self->list_view), "list.scroll-to-item", "u",
                                  lw_class_model_find (self->model, class_key));
      gtk_widget_grab_focus (GTK_WIDGET (self->list_view));
      return G_SOURCE_CONTINUE;
    }

  self->focus_source = 0;
  gtk_widget_grab_focus (row != NULL ? row : GTK_WIDGET (self->list_view));

  return G_SOURCE_REMOVE;
}

/* --- Selecting and searching --- */

static void
selection_changed_cb (LwClassTreeView *self)
{
  g_signal_emit (self, signals[SIGNAL_SELECTION_CHANGED], 0);
}

/* A class that was moved is another place of the list, and stays what is looked at. */
static void
items_changed_cb (LwClassTreeView *self)
{
  const gint64 wanted_key = self->wanted_key;

  self->wanted_key = 0;

  if (wanted_key != 0 && lw_class_model_find (self->model, wanted_key) != GTK_INVALID_LIST_POSITION)
    lw_class_tree_view_select (self, wanted_key);
  else
    selection_changed_cb (self);
}

static void
search_changed_cb (LwClassTreeView *self)
{
  lw_class_model_set_search (self->model, gtk_editable_get_text (self->search_entry));

  if (*lw_class_model_get_search (self->model) != '\0')
    gtk_selection_model_select_item (GTK_SELECTION_MODEL (self->selection), 0, TRUE);
}

static void
stop_search_cb (LwClassTreeView *self)
{
  g_autoptr (GArray) keys = lw_class_tree_view_dup_selection (self);

  gtk_editable_set_text (self->search_entry, "");

  if (keys->len > 0)
    lw_class_tree_view_select (self, g_array_index (keys, gint64, 0));

  lw_class_tree_view_focus_list (self);
}

static void
take_cb (LwClassTreeView *self)
{
  stop_search_cb (self);
}

/* --- Keys --- */

static gboolean
move_selected (LwClassTreeView *self,
               LwClassMove      move)
{
  g_autoptr (GArray) keys = lw_class_tree_view_dup_selection (self);
  gint64 parent_key, before_key;

  if (keys->len != 1 || *lw_class_model_get_search (self->model) != '\0' ||
      !lw_class_tree_find_move (lw_project_get_classes (self->project), g_array_index (keys, gint64, 0), move,
                                self->shows_archived, &parent_key, &before_key))
    return GDK_EVENT_STOP;

  /* What it goes into has to be open, or it would be gone. */
  if (move == LW_CLASS_MOVE_IN)
    lw_class_model_set_folded (self->model, parent_key, FALSE);

  self->wanted_key = g_array_index (keys, gint64, 0);
  g_signal_emit (self, signals[SIGNAL_MOVE_REQUESTED], 0, g_array_index (keys, gint64, 0), parent_key, before_key);

  return GDK_EVENT_STOP;
}

static gboolean
fold_selected (LwClassTreeView *self,
               gboolean         is_folded)
{
  g_autoptr (GArray) keys = lw_class_tree_view_dup_selection (self);

  for (guint i = 0; i < keys->len; i++)
    lw_class_model_set_folded (self->model, g_array_index (keys, gint64, i), is_folded);

  return GDK_EVENT_STOP;
}

static gboolean
list_key_cb (LwClassTreeView *self,
             guint            keyval,
             guint            keycode,
             GdkModifierType  state)
{
  const gboolean is_rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  const gboolean moves = (state & GDK_ALT_MASK) != 0;

  if (self->project == NULL || (state & (GDK_CONTROL_MASK | GDK_SHIFT_MASK)) != 0)
    return GDK_EVENT_PROPAGATE;

  if (keyval == GDK_KEY_Delete)
    return gtk_widget_activate_action (GTK_WIDGET (self), "classes.remove", NULL);

  if (keyval == GDK_KEY_Up && moves)
    return move_selected (self, LW_CLASS_MOVE_UP);

  if (keyval == GDK_KEY_Down && moves)
    return move_selected (self, LW_CLASS_MOVE_DOWN);

  if (keyval != GDK_KEY_Left && keyval != GDK_KEY_Right)
    return GDK_EVENT_PROPAGATE;

  if ((keyval == GDK_KEY_Left) != is_rtl)
    return moves ? move_selected (self, LW_CLASS_MOVE_OUT) : fold_selected (self, TRUE);

  return moves ? move_selected (self, LW_CLASS_MOVE_IN) : fold_selected (self, FALSE);
}

/* --- Object --- */

static void
lw_class_tree_view_dispose (GObject *object)
{
  g_clear_handle_id (&LW_CLASS_TREE_VIEW (object)->focus_source, g_source_remove);
  g_clear_object (&LW_CLASS_TREE_VIEW (object)->project);
  gtk_widget_dispose_template (GTK_WIDGET (object), LW_TYPE_CLASS_TREE_VIEW);

  G_OBJECT_CLASS (lw_class_tree_view_parent_class)->dispose (object);
}

static void
lw_class_tree_view_class_init (LwClassTreeViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lw_class_tree_view_dispose;

  signals[SIGNAL_SELECTION_CHANGED] = g_signal_new ("selection-changed", LW_TYPE_CLASS_TREE_VIEW, G_SIGNAL_RUN_LAST, 0,
                                                    NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_MOVE_REQUESTED] = g_signal_new ("move-requested", LW_TYPE_CLASS_TREE_VIEW, G_SIGNAL_RUN_LAST, 0, NULL,
                                                 NULL, NULL, G_TYPE_NONE, 3, G_TYPE_INT64, G_TYPE_INT64, G_TYPE_INT64);

  gtk_widget_class_set_template_from_resource (widget_class, LW_UI ("lw-class-tree-view.ui"));
  gtk_widget_class_bind_template_child (widget_class, LwClassTreeView, search_entry);
  gtk_widget_class_bind_template_child (widget_class, LwClassTreeView, list_view);
  gtk_widget_class_bind_template_child (widget_class, LwClassTreeView, selection);
  gtk_widget_class_bind_template_callback (widget_class, setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_cb);
  gtk_widget_class_bind_template_callback (widget_class, unbind_cb);
  gtk_widget_class_bind_template_callback (widget_class, selection_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_search_cb);
  gtk_widget_class_bind_template_callback (widget_class, take_cb);
  gtk_widget_class_bind_template_callback (widget_class, list_key_cb);
}

static void
lw_class_tree_view_init (LwClassTreeView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->model = lw_class_model_new ();
  gtk_multi_selection_set_model (self->selection, G_LIST_MODEL (self->model));
  g_object_unref (self->model);
  g_signal_connect_object (self->model, "items-changed", G_CALLBACK (items_changed_cb), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
}

void
lw_class_tree_view_set_project (LwClassTreeView *self,
                                LwProject       *project)
{
  g_return_if_fail (LW_IS_CLASS_TREE_VIEW (self));

  g_set_object (&self->project, project);
  lw_class_model_set_project (self->model, project);
}

void
lw_class_tree_view_set_shows_archived (LwClassTreeView *self,
                                       gboolean         shows_archived)
{
  g_return_if_fail (LW_IS_CLASS_TREE_VIEW (self));

  self->shows_archived = shows_archived;
  lw_class_model_set_shows_archived (self->model, shows_archived);
}

GArray *
lw_class_tree_view_dup_selection (LwClassTreeView *self)
{
  GArray     *keys = g_array_new (FALSE, FALSE, sizeof (gint64));
  const guint n_items = g_list_model_get_n_items (G_LIST_MODEL (self->model));

  for (guint i = 0; i < n_items; i++)
    if (gtk_selection_model_is_selected (GTK_SELECTION_MODEL (self->selection), i))
      g_array_append_val (keys, lw_class_model_get_info (self->model, i)->key);

  return keys;
}

void
lw_class_tree_view_select (LwClassTreeView *self,
                           gint64           class_key)
{
  guint position;

  g_return_if_fail (LW_IS_CLASS_TREE_VIEW (self));

  lw_class_model_reveal (self->model, class_key);
  position = lw_class_model_find (self->model, class_key);

  /* A class that has just been made may not be in the list yet. */
  if (position == GTK_INVALID_LIST_POSITION)
    {
      self->wanted_key = class_key;
      return;
    }

  /* The list's own way, so that Shift and an arrow go on from there. */
  gtk_widget_activate_action (GTK_WIDGET (self->list_view), "list.select-item", "(ubb)", position, FALSE, FALSE);
  gtk_widget_activate_action (GTK_WIDGET (self->list_view), "list.scroll-to-item", "u", position);
}

void
lw_class_tree_view_focus_search (LwClassTreeView *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}

void
lw_class_tree_view_focus_list (LwClassTreeView *self)
{
  g_return_if_fail (LW_IS_CLASS_TREE_VIEW (self));

  g_clear_handle_id (&self->focus_source, g_source_remove);
  self->seeks_row = TRUE;

  /* At once where it can be: the next key may be on its way.  Otherwise after the layout, in
   * which the row that is scrolled to gets its widget. */
  if (gtk_widget_get_mapped (GTK_WIDGET (self)) && focus_cb (self) == G_SOURCE_REMOVE)
    return;

  self->focus_source = g_idle_add_full (G_PRIORITY_LOW, focus_cb, self, NULL);
}

void
lw_class_tree_view_cancel_focus (LwClassTreeView *self)
{
  g_return_if_fail (LW_IS_CLASS_TREE_VIEW (self));

  g_clear_handle_id (&self->focus_source, g_source_remove);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-class-list.h"

#include "lw-palette-row.h"
#include "lw-ui.h"

#include <glib/gi18n-lib.h>

/* Fewer are seen at once. */
#define SEARCH_MIN_CLASSES 12

/* A list that fits on the screen needs no second way to what is in it. */
#define RECENT_MIN_CLASSES 20

struct _LwClassList
{
  GtkBox parent_instance;

  /* The answers have a list of their own: it is short, and the tree is not made anew with
   * every letter.  The selections hold both models. */
  LwClassModel *tree, *answers;
  gint64        selected_key;
  gboolean      shows_tags, always_searches;
  gboolean      is_editable;
  gboolean      is_updating;

  /* Template */
  GtkEditable        *search_entry;
  GtkStack           *stack;
  GtkWidget          *recent_box;
  GtkListView        *list_view, *answers_view, *recent_view;
  GtkSingleSelection *selection, *answers_selection, *recent_selection;
};

enum
{
  PROP_0,
  PROP_SHOWS_TAGS,
  PROP_ALWAYS_SEARCHES,
  N_PROPS
};

enum
{
  SIGNAL_CHOSEN,
  SIGNAL_SELECTED,
  SIGNAL_DISMISSED,
  SIGNAL_TAG_TOGGLED,
  SIGNAL_COLOUR_CHOSEN,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint       signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LwClassList, lw_class_list, GTK_TYPE_BOX)

static gboolean
is_searching (LwClassList *self)
{
  return *lw_class_model_get_search (self->answers) != '\0';
}

static GtkSingleSelection *
get_selection (LwClassList *self)
{
  return is_searching (self) ? self->answers_selection : self->selection;
}

/* --- Rows --- */

static gint64
get_row_key (LwPaletteRow *row)
{
  return lw_class_item_get_info (lw_palette_row_get_item (row))->key;
}

static void
row_chosen_cb (LwClassList  *self,
               LwPaletteRow *row)
{
  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, get_row_key (row));
}

static void
row_fold_toggled_cb (LwClassList  *self,
                     LwPaletteRow *row)
{
  const LwClassInfo *info = lw_class_item_get_info (lw_palette_row_get_item (row));

  lw_class_model_set_folded (self->tree, info->key, !info->is_folded);
}

static void
row_tag_toggled_cb (LwClassList  *self,
                    LwPaletteRow *row)
{
  g_signal_emit (self, signals[SIGNAL_TAG_TOGGLED], 0, get_row_key (row));
}

static void
row_colour_chosen_cb (LwClassList  *self,
                      guint         colour,
                      LwPaletteRow *row)
{
  g_signal_emit (self, signals[SIGNAL_COLOUR_CHOSEN], 0, get_row_key (row), colour);
}

static void
setup_cb (LwClassList *self,
          GtkListItem *list_item)
{
  GtkWidget *row = lw_palette_row_new (self->shows_tags);

  g_signal_connect_object (row, "chosen", G_CALLBACK (row_chosen_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "fold-toggled", G_CALLBACK (row_fold_toggled_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "tag-toggled", G_CALLBACK (row_tag_toggled_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "colour-chosen", G_CALLBACK (row_colour_chosen_cb), self, G_CONNECT_SWAPPED);
  gtk_list_item_set_child (list_item, row);
}

static void
bind_cb (LwClassList *self,
         GtkListItem *list_item)
{
  LwPaletteRow *row = LW_PALETTE_ROW (gtk_list_item_get_child (list_item));

  lw_palette_row_set_item (row, gtk_list_item_get_item (list_item));
  lw_palette_row_set_editable (row, self->is_editable);
}

static void
unbind_cb (LwClassList *self,
           GtkListItem *list_item)
{
  lw_palette_row_set_item (LW_PALETTE_ROW (gtk_list_item_get_child (list_item)), NULL);
}

/* --- Selecting --- */

static void
scroll_to (LwClassList *self,
           guint        position)
{
  if (position != GTK_INVALID_LIST_POSITION)
    gtk_widget_activate_action (GTK_WIDGET (is_searching (self) ? self->answers_view : self->list_view),
                                "list.scroll-to-item", "u", position);
}

static const LwClassInfo *
get_recent_info (LwClassList *self)
{
  LwClassItem *item = gtk_single_selection_get_selected_item (self->recent_selection);

  return item != NULL ? lw_class_item_get_info (item) : NULL;
}

/* What is chosen is seen among those used last, too, where it is one of them. */
static void
select_recent (LwClassList *self)
{
  GListModel *recent = lw_class_model_get_recent (self->tree);
  guint       selected = GTK_INVALID_LIST_POSITION;

  for (guint i = 0; i < g_list_model_get_n_items (recent); i++)
    {
      g_autoptr (LwClassItem) item = g_list_model_get_item (recent, i);

      if (lw_class_item_get_info (item)->key == self->selected_key)
        selected = i;
    }

  self->is_updating = TRUE;
  gtk_single_selection_set_selected (self->recent_selection, selected);
  self->is_updating = FALSE;
}

static void
select_position (LwClassList *self,
                 guint        position)
{
  self->is_updating = TRUE;
  gtk_single_selection_set_selected (get_selection (self), position);
  self->is_updating = FALSE;
  scroll_to (self, position);
}

/* What is chosen stays selected while the list changes around it; only a search selects its
 * best answer. */
static void
reselect (LwClassList *self)
{
  select_position (self, is_searching (self) ? 0 : lw_class_model_find (self->tree, self->selected_key));
}

static void
update_stack (LwClassList *self)
{
  const gboolean has_answers = g_list_model_get_n_items (G_LIST_MODEL (self->answers)) > 0;

  gtk_stack_set_visible_child_name (self->stack, !is_searching (self) ? "list" : has_answers ? "answers"
                                                                                             : "nothing");
  gtk_widget_set_visible (GTK_WIDGET (self->search_entry),
                          self->always_searches || is_searching (self) ||
                              lw_class_model_get_n_classes (self->tree) > SEARCH_MIN_CLASSES);
  gtk_widget_set_visible (self->recent_box,
                          !is_searching (self) && lw_class_model_get_n_classes (self->tree) > RECENT_MIN_CLASSES &&
                              g_list_model_get_n_items (lw_class_model_get_recent (self->tree)) > 0);
}

static void
recent_changed_cb (LwClassList *self)
{
  select_recent (self);
  update_stack (self);
}

static void
items_changed_cb (LwClassList *self)
{
  self->is_updating = TRUE;
  gtk_single_selection_set_selected (self->selection, lw_class_model_find (self->tree, self->selected_key));
  self->is_updating = FALSE;
  update_stack (self);
}

static const LwClassInfo *
get_selected_info (LwClassList *self)
{
  return lw_class_model_get_info (lw_class_list_get_model (self), gtk_single_selection_get_selected (get_selection (self)));
}

static void
selected_cb (LwClassList *self)
{
  const LwClassInfo *info = get_selected_info (self);

  if (self->is_updating || info == NULL)
    return;

  self->selected_key = info->key;
  select_recent (self);
  g_signal_emit (self, signals[SIGNAL_SELECTED], 0, info->key);
}

/* The tree follows without moving: the next one may be chosen from here as well. */
static void
recent_selected_cb (LwClassList *self)
{
  const LwClassInfo *info = get_recent_info (self);

  if (self->is_updating || info == NULL)
    return;

  self->selected_key = info->key;
  self->is_updating = TRUE;
  gtk_single_selection_set_selected (self->selection, lw_class_model_find (self->tree, info->key));
  self->is_updating = FALSE;
  g_signal_emit (self, signals[SIGNAL_SELECTED], 0, info->key);
}

static void
recent_activate_cb (LwClassList *self,
                    guint        position)
{
  const LwClassInfo *info = get_recent_info (self);

  if (info != NULL)
    g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, info->key);
}

static void
take (LwClassList *self)
{
  const LwClassInfo *info = get_selected_info (self);

  if (info != NULL)
    g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, info->key);
}

static void
activate_cb (LwClassList *self,
             guint        position)
{
  take (self);
}

/* --- Keys --- */

static void
search_changed_cb (LwClassList *self)
{
  self->is_updating = TRUE;
  lw_class_model_set_search (self->answers, gtk_editable_get_text (self->search_entry));
  self->is_updating = FALSE;
  update_stack (self);
  reselect (self);
}

static void
move (LwClassList *self,
      int          by)
{
  const guint n_items = g_list_model_get_n_items (G_LIST_MODEL (lw_class_list_get_model (self)));
  const guint position = gtk_single_selection_get_selected (get_selection (self));
  const guint start = position == GTK_INVALID_LIST_POSITION ? (by > 0 ? G_MAXUINT : n_items) : position;

  if (n_items > 0)
    select_position (self, (guint) CLAMP ((gint64) (gint32) start + by, 0, (gint64) n_items - 1));
}

#define PAGE_ROWS 10

static gboolean
search_key_cb (LwClassList    *self,
               guint           keyval,
               guint           keycode,
               GdkModifierType state)
{
  switch (keyval)
    {
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      move (self, 1);
      return GDK_EVENT_STOP;

    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      move (self, -1);
      return GDK_EVENT_STOP;

    case GDK_KEY_Page_Down:
      move (self, PAGE_ROWS);
      return GDK_EVENT_STOP;

    case GDK_KEY_Page_Up:
      move (self, -PAGE_ROWS);
      return GDK_EVENT_STOP;

    default:
      return GDK_EVENT_PROPAGATE;
    }
}

static void
stop_search_cb (LwClassList *self)
{
  if (*gtk_editable_get_text (self->search_entry) != '\0')
    gtk_editable_set_text (self->search_entry, "");
  else
    g_signal_emit (self, signals[SIGNAL_DISMISSED], 0);
}

static gboolean
list_key_cb (LwClassList    *self,
             guint           keyval,
             guint           keycode,
             GdkModifierType state)
{
  const gboolean     is_rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  const LwClassInfo *info = get_selected_info (self);

  if (info == NULL || !info->has_children || (keyval != GDK_KEY_Left && keyval != GDK_KEY_Right) ||
      (state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SHIFT_MASK)) != 0)
    return GDK_EVENT_PROPAGATE;

  lw_class_model_set_folded (self->tree, info->key, (keyval == GDK_KEY_Left) != is_rtl);

  return GDK_EVENT_STOP;
}

/* --- Object --- */

static void
lw_class_list_set_property (GObject      *object,
                            guint         prop_id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  LwClassList *self = LW_CLASS_LIST (object);

  switch (prop_id)
    {
    case PROP_SHOWS_TAGS:
      self->shows_tags = g_value_get_boolean (value);
      break;

    case PROP_ALWAYS_SEARCHES:
      self->always_searches = g_value_get_boolean (value);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lw_class_list_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), LW_TYPE_CLASS_LIST);

  G_OBJECT_CLASS (lw_class_list_parent_class)->dispose (object);
}

static guint
new_signal (const char *name,
            guint       n_params)
{
  return g_signal_new (name, LW_TYPE_CLASS_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, n_params,
                       G_TYPE_INT64, G_TYPE_UINT);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, LW_UI ("lw-class-list.ui"));
  gtk_widget_class_bind_template_child (widget_class, LwClassList, search_entry);
  gtk_widget_class_bind_template_child (widget_class, LwClassList, stack);
  gtk_widget_class_bind_template_child (widget_class, LwClassList, list_view);
  gtk_widget_class_bind_template_child (widget_class, LwClassList, selection);
  gtk_widget_class_bind_template_child (widget_class, LwClassList, answers_view);
  gtk_widget_class_bind_template_child (widget_class, LwClassList, answers_selection);
  gtk_widget_class_bind_template_child (widget_class, LwClassList, recent_box);
  gtk_widget_class_bind_template_child (widget_class, LwClassList, recent_view);
  gtk_widget_class_bind_template_child (widget_class, LwClassList, recent_selection);
  gtk_widget_class_bind_template_callback (widget_class, recent_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, recent_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_cb);
  gtk_widget_class_bind_template_callback (widget_class, unbind_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_key_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_search_cb);
  gtk_widget_class_bind_template_callback (widget_class, list_key_cb);
  gtk_widget_class_bind_template_callback (widget_class, take);
}

static void
lw_class_list_class_init (LwClassListClass *klass)
{
  GObjectClass     *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = lw_class_list_dispose;
  object_class->set_property = lw_class_list_set_property;

  properties[PROP_SHOWS_TAGS] = g_param_spec_boolean ("shows-tags", NULL, NULL, FALSE, flags);
  properties[PROP_ALWAYS_SEARCHES] = g_param_spec_boolean ("always-searches", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_CHOSEN] = new_signal ("chosen", 1);
  signals[SIGNAL_SELECTED] = new_signal ("selected", 1);
  signals[SIGNAL_DISMISSED] = new_signal ("dismissed", 0);
  signals[SIGNAL_TAG_TOGGLED] = new_signal ("tag-toggled", 1);
  signals[SIGNAL_COLOUR_CHOSEN] = new_signal ("colour-chosen", 2);

  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
lw_class_list_init (LwClassList *self)
{
  self->is_editable = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));

  self->tree = lw_class_model_new ();
  self->answers = lw_class_model_new_answers ();
  gtk_single_selection_set_model (self->selection, G_LIST_MODEL (self->tree));
  gtk_single_selection_set_model (self->answers_selection, G_LIST_MODEL (self->answers));
  gtk_single_selection_set_model (self->recent_selection, lw_class_model_get_recent (self->tree));
  g_object_unref (self->tree);
  g_object_unref (self->answers);
  g_signal_connect_object (self->tree, "items-changed", G_CALLBACK (items_changed_cb), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (lw_class_model_get_recent (self->tree), "items-changed", G_CALLBACK (recent_changed_cb), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  update_stack (self);
}

LwClassModel *
lw_class_list_get_model (LwClassList *self)
{
  g_return_val_if_fail (LW_IS_CLASS_LIST (self), NULL);

  return is_searching (self) ? self->answers : self->tree;
}

guint
lw_class_list_get_n_classes (LwClassList *self)
{
  g_return_val_if_fail (LW_IS_CLASS_LIST (self), 0);

  return lw_class_model_get_n_classes (self->tree);
}

void
lw_class_list_set_project (LwClassList *self,
                           LwProject   *project)
{
  g_return_if_fail (LW_IS_CLASS_LIST (self));

  lw_class_model_set_project (self->tree, project);
  lw_class_model_set_project (self->answers, project);
}

void
lw_class_list_note_used (LwClassList *self,
                         gint64       class_key)
{
  g_return_if_fail (LW_IS_CLASS_LIST (self));

  lw_class_model_note_used (self->tree, class_key);
}

void
lw_class_list_set_tags (LwClassList  *self,
                        const GArray *tags)
{
  g_return_if_fail (LW_IS_CLASS_LIST (self));

  lw_class_model_set_tags (self->tree, tags);
  lw_class_model_set_tags (self->answers, tags);
}

gint64
lw_class_list_get_selected (LwClassList *self)
{
  const LwClassInfo *info;

  g_return_val_if_fail (LW_IS_CLASS_LIST (self), 0);

  info = get_selected_info (self);

  return info != NULL ? info->key : 0;
}

void
lw_class_list_set_selected (LwClassList *self,
                            gint64       class_key)
{
  const LwClassInfo *info;

  g_return_if_fail (LW_IS_CLASS_LIST (self));

  self->selected_key = class_key;
  lw_class_model_reveal (self->tree, class_key);
  info = get_selected_info (self);
  select_recent (self);

  if (info == NULL || info->key != class_key)
    select_position (self, lw_class_model_find (lw_class_list_get_model (self), class_key));
}

void
lw_class_list_focus_search (LwClassList *self)
{
  g_return_if_fail (LW_IS_CLASS_LIST (self));

  gtk_widget_set_visible (GTK_WIDGET (self->search_entry), TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
  gtk_editable_select_region (self->search_entry, 0, -1);
}

void
lw_class_list_clear_search (LwClassList *self)
{
  g_return_if_fail (LW_IS_CLASS_LIST (self));

  gtk_editable_set_text (self->search_entry, "");
  update_stack (self);
}

static void
set_rows_editable (GtkListView *list_view,
                   gboolean     editable)
{
  for (GtkWidget *list_item = gtk_widget_get_first_child (GTK_WIDGET (list_view)); list_item != NULL;
       list_item = gtk_widget_get_next_sibling (list_item))
    {
      GtkWidget *row = gtk_widget_get_first_child (list_item);

      if (LW_IS_PALETTE_ROW (row))
        lw_palette_row_set_editable (LW_PALETTE_ROW (row), editable);
    }
}

void
lw_class_list_set_editable (LwClassList *self,
                            gboolean     editable)
{
  g_return_if_fail (LW_IS_CLASS_LIST (self));

  self->is_editable = editable;
  set_rows_editable (self->list_view, editable);
  set_rows_editable (self->answers_view, editable);
  set_rows_editable (self->recent_view, editable);
}

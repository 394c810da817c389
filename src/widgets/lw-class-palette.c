/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-class-palette.h"

#include "lw-name-dialog.h"
#include "lw-palette-row.h"
#include "lw-toast.h"
#include "lw-ui.h"

#include <glib/gi18n-lib.h>

/* What is left free beside a row that is scrolled to. */
#define ROW_MARGIN_PX 14

struct _LwClassPalette
{
  GtkBox parent_instance;

  LwProject *project;
  gint64     current_key;
  GArray    *tags; /* class keys of the image, gint64 */
  gboolean   is_updating;
  gboolean   editable;

  /* Template */
  GtkListBox *list_box;
  GtkStack   *stack;
};

enum
{
  SIGNAL_CLASS_CHOSEN,
  SIGNAL_TAG_TOGGLED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LwClassPalette, lw_class_palette, GTK_TYPE_BOX)

static LwPaletteRow *
get_row (LwClassPalette *self,
         guint           i)
{
  return (LwPaletteRow *) gtk_list_box_get_row_at_index (self->list_box, i);
}

static void
update_tags (LwClassPalette *self)
{
  LwPaletteRow *row;

  for (guint i = 0; (row = get_row (self, i)) != NULL; i++)
    {
      gboolean is_tagged = FALSE;

      for (guint k = 0; k < self->tags->len; k++)
        is_tagged |= g_array_index (self->tags, gint64, k) == lw_palette_row_get_class_key (row);

      lw_palette_row_set_tagged (row, is_tagged);
    }
}

static void
update_counts (LwClassPalette *self)
{
  g_autoptr (GArray) counts = NULL;
  LwPaletteRow *row;

  if (self->project == NULL)
    return;

  counts = lw_project_count_classes (self->project);

  for (guint i = 0; counts != NULL && (row = get_row (self, i)) != NULL; i++)
    for (guint k = 0; k < counts->len; k++)
      {
        const LwClassCount *count = &g_array_index (counts, LwClassCount, k);

        if (count->class_key == lw_palette_row_get_class_key (row))
          lw_palette_row_set_count (row, count->n_boxes, count->n_tags);
      }
}

static void
tag_toggled_cb (LwClassPalette *self,
                LwPaletteRow   *row)
{
  g_signal_emit (self, signals[SIGNAL_TAG_TOGGLED], 0, lw_palette_row_get_class_key (row));

  /* Shows what is, also where nobody granted the request. */
  update_tags (self);
}

static void
colour_chosen_cb (LwClassPalette *self,
                  guint           colour,
                  LwPaletteRow   *row)
{
  g_autoptr (GError) error = NULL;

  if (!lw_project_set_class_colour (self->project, lw_palette_row_get_class_key (row), colour, &error))
    lw_toast_show_error (GTK_WIDGET (self), error);
}

static void
add_row (LwClassPalette *self,
         const LwClassRow *class,
         guint position)
{
  GtkWidget *row = lw_palette_row_new (class, position);

  g_signal_connect_object (row, "tag-toggled", G_CALLBACK (tag_toggled_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "colour-chosen", G_CALLBACK (colour_chosen_cb), self, G_CONNECT_SWAPPED);
  lw_palette_row_set_editable (LW_PALETTE_ROW (row), self->editable);
  gtk_list_box_append (self->list_box, row);
}

/* A key chooses among all classes, also those that are scrolled away. */
static void
show_current (LwClassPalette *self)
{
  GtkListBoxRow  *row = gtk_list_box_get_selected_row (self->list_box);
  GtkAdjustment  *adjustment = gtk_list_box_get_adjustment (self->list_box);
  graphene_rect_t bounds;

  if (row != NULL && adjustment != NULL &&
      gtk_widget_compute_bounds (GTK_WIDGET (row), GTK_WIDGET (self->list_box), &bounds))
    gtk_adjustment_clamp_page (adjustment, bounds.origin.y - ROW_MARGIN_PX,
                               bounds.origin.y + bounds.size.height + ROW_MARGIN_PX);
}

static void
select_current (LwClassPalette *self)
{
  LwPaletteRow *row;

  for (guint i = 0; (row = get_row (self, i)) != NULL; i++)
    if (lw_palette_row_get_class_key (row) == self->current_key)
      {
        gtk_list_box_select_row (self->list_box, GTK_LIST_BOX_ROW (row));
        return;
      }

  row = get_row (self, 0);
  self->current_key = row != NULL ? lw_palette_row_get_class_key (row) : 0;

  if (row != NULL)
    gtk_list_box_select_row (self->list_box, GTK_LIST_BOX_ROW (row));
}

static void
update_actions (LwClassPalette *self)
{
  gboolean can_edit = self->project != NULL && self->editable;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "palette.add", can_edit);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "palette.rename", can_edit && self->current_key != 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "palette.remove", can_edit && self->current_key != 0);
}

static void
classes_changed_cb (LwClassPalette *self)
{
  const GArray *classes = self->project != NULL ? lw_project_get_classes (self->project) : NULL;
  GtkWidget    *row;

  self->is_updating = TRUE;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->list_box))) != NULL)
    gtk_list_box_remove (self->list_box, row);

  for (guint i = 0; classes != NULL && i < classes->len; i++)
    add_row (self, &g_array_index (classes, LwClassRow, i), i);

  select_current (self);
  update_tags (self);
  self->is_updating = FALSE;

  gtk_stack_set_visible_child_name (self->stack, classes != NULL && classes->len > 0 ? "list" : "empty");
  update_actions (self);
  update_counts (self);
}

static void
row_selected_cb (LwClassPalette *self,
                 LwPaletteRow   *row)
{
  if (self->is_updating || row == NULL)
    return;

  self->current_key = lw_palette_row_get_class_key (row);
  update_actions (self);
}

static void
row_activated_cb (LwClassPalette *self,
                  LwPaletteRow   *row)
{
  self->current_key = lw_palette_row_get_class_key (row);
  g_signal_emit (self, signals[SIGNAL_CLASS_CHOSEN], 0, self->current_key);
}

static void
added_cb (const char *name,
          gpointer    user_data)
{
  LwClassPalette *self = user_data;
  g_autoptr (GError) error = NULL;
  gint64 key;

  gtk_widget_activate_action (GTK_WIDGET (self), "label.focus-canvas", NULL);

  if (name == NULL || self->project == NULL)
    return;

  if (lw_project_add_class (self->project, name, &key, &error))
    lw_class_palette_set_current (self, key);
  else
    lw_toast_show_error (GTK_WIDGET (self), error);
}

static void
add_action (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  const LwNameQuestion question = {
    .heading = _ ("Add a Class"),
    .body = _ ("What the thing in the box is called."),
    .entry_label = _ ("Name of the class"),
    .accept = _ ("_Add"),
  };

  lw_name_dialog_ask (widget, &question, added_cb, widget);
}

static void
renamed_cb (const char *name,
            gpointer    user_data)
{
  LwClassPalette *self = user_data;
  g_autoptr (GError) error = NULL;

  gtk_widget_activate_action (GTK_WIDGET (self), "label.focus-canvas", NULL);

  if (name != NULL && self->project != NULL &&
      !lw_project_rename_class (self->project, self->current_key, name, &error))
    lw_toast_show_error (GTK_WIDGET (self), error);
}

static void
rename_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  LwClassPalette *self = LW_CLASS_PALETTE (widget);
  const LwClassRow *class = lw_project_find_class (self->project, self->current_key);
  LwNameQuestion question = {
    .heading = _ ("Rename the Class"),
    .body = _ ("All its labels keep their meaning and show the new name."),
    .entry_label = _ ("Name of the class"),
    .accept = _ ("_Rename"),
  };

  if (class == NULL)
    return;

  question.initial = class->name;
  lw_name_dialog_ask (widget, &question, renamed_cb, widget);
}

static void
remove_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  LwClassPalette *self = LW_CLASS_PALETTE (widget);
  g_autoptr (GError) error = NULL;

  if (lw_project_remove_class (self->project, self->current_key, &error))
    lw_toast_show_action (widget, _ ("The class was removed"), _ ("_Undo"), "label.undo");
  else
    lw_toast_show_error (widget, error);
}

static void
lw_class_palette_dispose (GObject *object)
{
  LwClassPalette *self = LW_CLASS_PALETTE (object);

  g_clear_object (&self->project);
  gtk_widget_dispose_template (GTK_WIDGET (object), LW_TYPE_CLASS_PALETTE);

  G_OBJECT_CLASS (lw_class_palette_parent_class)->dispose (object);
}

static void
lw_class_palette_finalize (GObject *object)
{
  g_array_unref (LW_CLASS_PALETTE (object)->tags);

  G_OBJECT_CLASS (lw_class_palette_parent_class)->finalize (object);
}

static void
lw_class_palette_class_init (LwClassPaletteClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lw_class_palette_dispose;
  G_OBJECT_CLASS (klass)->finalize = lw_class_palette_finalize;

  signals[SIGNAL_CLASS_CHOSEN] =
      g_signal_new ("class-chosen", LW_TYPE_CLASS_PALETTE, G_SIGNAL_RUN_LAST,
                    0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
  signals[SIGNAL_TAG_TOGGLED] =
      g_signal_new ("tag-toggled", LW_TYPE_CLASS_PALETTE, G_SIGNAL_RUN_LAST,
                    0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);

  gtk_widget_class_install_action (widget_class, "palette.add", NULL, add_action);
  gtk_widget_class_install_action (widget_class, "palette.rename", NULL, rename_action);
  gtk_widget_class_install_action (widget_class, "palette.remove", NULL, remove_action);

  gtk_widget_class_set_template_from_resource (widget_class, LW_UI ("lw-class-palette.ui"));
  gtk_widget_class_bind_template_child (widget_class, LwClassPalette, list_box);
  gtk_widget_class_bind_template_child (widget_class, LwClassPalette, stack);
  gtk_widget_class_bind_template_callback (widget_class, row_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
}

static void
lw_class_palette_init (LwClassPalette *self)
{
  self->tags = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->editable = TRUE;

  gtk_widget_init_template (GTK_WIDGET (self));
  update_actions (self);
}

void
lw_class_palette_set_project (LwClassPalette *self,
                              LwProject      *project)
{
  g_return_if_fail (LW_IS_CLASS_PALETTE (self));

  if (self->project == project)
    return;

  if (self->project != NULL)
    g_signal_handlers_disconnect_by_data (self->project, self);

  g_set_object (&self->project, project);
  self->current_key = 0;
  g_array_set_size (self->tags, 0);

  if (project != NULL)
    {
      g_signal_connect_object (project, "classes-changed", G_CALLBACK (classes_changed_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (project, "counts-changed", G_CALLBACK (update_counts), self, G_CONNECT_SWAPPED);
    }

  classes_changed_cb (self);
}

gint64
lw_class_palette_get_current (LwClassPalette *self)
{
  g_return_val_if_fail (LW_IS_CLASS_PALETTE (self), 0);

  return self->current_key;
}

void
lw_class_palette_set_current (LwClassPalette *self,
                              gint64          class_key)
{
  g_return_if_fail (LW_IS_CLASS_PALETTE (self));

  self->current_key = class_key;
  self->is_updating = TRUE;
  select_current (self);
  show_current (self);
  self->is_updating = FALSE;
  update_actions (self);
}

void
lw_class_palette_set_tags (LwClassPalette *self,
                           GArray         *tags)
{
  g_return_if_fail (LW_IS_CLASS_PALETTE (self));

  g_array_set_size (self->tags, 0);

  for (guint i = 0; tags != NULL && i < tags->len; i++)
    g_array_append_val (self->tags, g_array_index (tags, LwTagRow, i).class_key);

  update_tags (self);
}

void
lw_class_palette_set_editable (LwClassPalette *self,
                               gboolean        editable)
{
  LwPaletteRow *row;

  g_return_if_fail (LW_IS_CLASS_PALETTE (self));

  self->editable = editable;

  for (guint i = 0; (row = get_row (self, i)) != NULL; i++)
    lw_palette_row_set_editable (row, editable);

  update_actions (self);
}

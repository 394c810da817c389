/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-class-palette.h"

#include "lw-class-list.h"
#include "lw-class-tree.h"
#include "lw-name-dialog.h"
#include "lw-toast.h"
#include "lw-ui.h"

#include <glib/gi18n-lib.h>

struct _LwClassPalette
{
  GtkBox parent_instance;

  LwProject *project;
  gint64     current_key;
  gboolean   editable;

  /* Template */
  LwClassList *list;
  GtkStack    *stack;
};

enum
{
  SIGNAL_CLASS_CHOSEN,
  SIGNAL_CURRENT_CHANGED,
  SIGNAL_TAG_TOGGLED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LwClassPalette, lw_class_palette, GTK_TYPE_BOX)

static void
tag_toggled_cb (LwClassPalette *self,
                gint64          class_key)
{
  g_signal_emit (self, signals[SIGNAL_TAG_TOGGLED], 0, class_key);
}

static void
colour_chosen_cb (LwClassPalette *self,
                  gint64          class_key,
                  guint           colour)
{
  g_autoptr (GError) error = NULL;

  if (!lw_project_set_class_colour (self->project, class_key, colour, &error))
    lw_toast_show_error (GTK_WIDGET (self), error);
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
set_current (LwClassPalette *self,
             gint64          class_key)
{
  const gboolean is_new = self->current_key != class_key;

  self->current_key = class_key;
  update_actions (self);

  if (is_new)
    g_signal_emit (self, signals[SIGNAL_CURRENT_CHANGED], 0);
}

/* Who drew with a class that is gone or archived goes on with what took it over, or else with
 * the first one. */
static gint64
find_current (LwClassPalette *self,
              const GArray   *nodes)
{
  const LwClassRow *row = lw_project_find_class (self->project, self->current_key);

  if (row != NULL && row->is_archived && row->merged_into_key != 0)
    row = lw_project_find_class (self->project, row->merged_into_key);

  if (row != NULL && !row->is_archived)
    return row->key;

  return nodes->len > 0 ? g_array_index (nodes, LwClassNode, 0).row->key : 0;
}

static void
classes_changed_cb (LwClassPalette *self)
{
  const GArray *classes = self->project != NULL ? lw_project_get_classes (self->project) : NULL;
  g_autoptr (GArray) nodes = classes != NULL ? lw_class_tree_list (classes, FALSE) : NULL;

  set_current (self, nodes != NULL ? find_current (self, nodes) : 0);
  lw_class_list_set_selected (self->list, self->current_key);
  gtk_stack_set_visible_child_name (self->stack, nodes != NULL && nodes->len > 0 ? "list" : "empty");
}

static void
selected_cb (LwClassPalette *self,
             gint64          class_key)
{
  set_current (self, class_key);
}

static void
chosen_cb (LwClassPalette *self,
           gint64          class_key)
{
  lw_class_list_clear_search (self->list);
  lw_class_palette_set_current (self, class_key);
  g_signal_emit (self, signals[SIGNAL_CLASS_CHOSEN], 0, class_key);
}

static void
dismissed_cb (LwClassPalette *self)
{
  lw_class_list_set_selected (self->list, self->current_key);
  gtk_widget_activate_action (GTK_WIDGET (self), "label.focus-canvas", NULL);
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
  else if (g_error_matches (error, LW_ERROR, LW_ERROR_CONFLICT))
    lw_toast_show_action (widget, _ ("The class is in use: archive it, or merge it into another one"), _ ("_Classes…"),
                          "label.edit-classes");
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
lw_class_palette_class_init (LwClassPaletteClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lw_class_palette_dispose;

  signals[SIGNAL_CLASS_CHOSEN] =
      g_signal_new ("class-chosen", LW_TYPE_CLASS_PALETTE, G_SIGNAL_RUN_LAST,
                    0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
  signals[SIGNAL_CURRENT_CHANGED] =
      g_signal_new ("current-changed", LW_TYPE_CLASS_PALETTE, G_SIGNAL_RUN_LAST,
                    0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_TAG_TOGGLED] =
      g_signal_new ("tag-toggled", LW_TYPE_CLASS_PALETTE, G_SIGNAL_RUN_LAST,
                    0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);

  gtk_widget_class_install_action (widget_class, "palette.add", NULL, add_action);
  gtk_widget_class_install_action (widget_class, "palette.rename", NULL, rename_action);
  gtk_widget_class_install_action (widget_class, "palette.remove", NULL, remove_action);

  g_type_ensure (LW_TYPE_CLASS_LIST);
  gtk_widget_class_set_template_from_resource (widget_class, LW_UI ("lw-class-palette.ui"));
  gtk_widget_class_bind_template_child (widget_class, LwClassPalette, list);
  gtk_widget_class_bind_template_child (widget_class, LwClassPalette, stack);
  gtk_widget_class_bind_template_callback (widget_class, selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, dismissed_cb);
  gtk_widget_class_bind_template_callback (widget_class, tag_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, colour_chosen_cb);
}

static void
lw_class_palette_init (LwClassPalette *self)
{
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

  /* The list knows of a change first: the current class is selected in what it shows. */
  lw_class_list_clear_search (self->list);
  lw_class_list_set_project (self->list, project);

  if (project != NULL)
    g_signal_connect_object (project, "classes-changed", G_CALLBACK (classes_changed_cb), self, G_CONNECT_SWAPPED);

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

  lw_class_list_set_selected (self->list, class_key);
  set_current (self, class_key);
}

void
lw_class_palette_note_used (LwClassPalette *self,
                            gint64          class_key)
{
  g_return_if_fail (LW_IS_CLASS_PALETTE (self));

  lw_class_list_note_used (self->list, class_key);
}

void
lw_class_palette_focus_search (LwClassPalette *self)
{
  g_return_if_fail (LW_IS_CLASS_PALETTE (self));

  lw_class_list_focus_search (self->list);
}

void
lw_class_palette_set_tags (LwClassPalette *self,
                           GArray         *tags)
{
  g_return_if_fail (LW_IS_CLASS_PALETTE (self));

  lw_class_list_set_tags (self->list, tags);
}

void
lw_class_palette_set_editable (LwClassPalette *self,
                               gboolean        editable)
{
  g_return_if_fail (LW_IS_CLASS_PALETTE (self));

  self->editable = editable;
  lw_class_list_set_editable (self->list, editable);
  update_actions (self);
}

guint
lw_class_palette_get_n_classes (LwClassPalette *self)
{
  g_return_val_if_fail (LW_IS_CLASS_PALETTE (self), 0);

  return lw_class_list_get_n_classes (self->list);
}

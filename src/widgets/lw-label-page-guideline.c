/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-label-page-private.h"

#include "lw-attribute-editor.h"
#include "lw-class-editor.h"
#include "lw-guideline-pane.h"
#include "lw-tag-rule-group.h"
#include "lw-toast.h"

#include <glib/gi18n-lib.h>

/* The class of what is selected, or else what is drawn with. */
static gint64
get_class (LwLabelPage *self)
{
  gsize             n_keys;
  const gint64     *keys = lw_canvas_get_selection (self->canvas, &n_keys);
  const LwShownBox *first = n_keys > 0 ? lw_box_model_find_box (self->boxes, keys[0]) : NULL;

  return first != NULL ? first->class_key : lw_class_palette_get_current (self->palette);
}

void
lw_label_page_update_guideline (LwLabelPage *self)
{
  g_autoptr (GArray) keys = NULL;

  lw_guideline_pane_set_class (self->guideline, get_class (self));

  if (self->class_editor == NULL)
    return;

  keys = lw_label_page_dup_selection (self);
  lw_class_editor_set_boxes (LW_CLASS_EDITOR (self->class_editor), keys);
}

/* --- The window of the classes --- */

static void
show_attributes (GtkWidget *page,
                 gint64     class_key)
{
  lw_attribute_editor_set_class (LW_ATTRIBUTE_EDITOR (gtk_widget_get_first_child (page)), class_key);
  lw_tag_rule_group_set_class (LW_TAG_RULE_GROUP (gtk_widget_get_last_child (page)), class_key);
}

static void
add_attributes (LwLabelPage   *self,
                LwClassEditor *editor)
{
  GtkWidget *page = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);

  gtk_box_append (GTK_BOX (page), lw_attribute_editor_new (self->project));
  gtk_box_append (GTK_BOX (page), lw_tag_rule_group_new (self->project));
  lw_class_editor_add_page (editor, "attributes", _ ("Attributes"), page, show_attributes);
}

static LwClassEditor *
need_editor (LwLabelPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (self->class_editor == NULL)
    {
      GtkWidget *editor = lw_class_editor_new (GTK_WINDOW (root), self->project, G_ACTION_GROUP (self->actions));

      g_set_weak_pointer (&self->class_editor, editor);
      add_attributes (self, LW_CLASS_EDITOR (editor));
      lw_class_editor_show_class (LW_CLASS_EDITOR (editor), get_class (self));
    }

  lw_label_page_update_guideline (self);
  gtk_window_present (GTK_WINDOW (self->class_editor));

  return LW_CLASS_EDITOR (self->class_editor);
}

static void
edit_classes_action (GSimpleAction *action,
                     GVariant      *parameter,
                     gpointer       user_data)
{
  LwLabelPage *self = user_data;

  if (self->project != NULL)
    need_editor (self);
}

void
lw_label_page_write_guideline (LwLabelPage *self,
                               gint64       class_key)
{
  if (self->project != NULL)
    lw_class_editor_edit_guideline (need_editor (self), class_key);
}

void
lw_label_page_close_class_editor (LwLabelPage *self)
{
  if (self->class_editor != NULL)
    gtk_window_close (GTK_WINDOW (self->class_editor));
}

/* --- Examples --- */

static gboolean
add_example (LwLabelPage *self,
             gint64       box_key,
             gboolean     is_wrong,
             GError     **error)
{
  const LwShownBox  *box = lw_box_model_find_box (self->boxes, box_key);
  const LwExampleRow row = {
    .class_key = box != NULL ? box->class_key : 0,
    .image_key = self->image_key,
    .rect = box != NULL ? box->rect : (LwRect){ 0 },
    .is_wrong = is_wrong,
  };

  return box == NULL || lw_project_add_example (self->project, &row, error);
}

static void
example_action (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       user_data)
{
  LwLabelPage   *self = user_data;
  const gboolean is_wrong = g_variant_get_boolean (parameter);
  g_autoptr (GArray) keys = lw_label_page_dup_selection (self);
  g_autoptr (GError) error = NULL;

  if (keys->len == 0)
    {
      lw_label_page_say (self, _ ("Select the box that is to be an example."));
      return;
    }

  for (guint i = 0; error == NULL && lw_label_page_can_edit (self) && i < keys->len; i++)
    add_example (self, g_array_index (keys, gint64, i), is_wrong, &error);

  if (error != NULL)
    lw_toast_show_error (GTK_WIDGET (self), error);
  else
    lw_toast_show_action (GTK_WIDGET (self), is_wrong ? _ ("Kept as a counter-example") : _ ("Kept as an example"),
                          _ ("_Undo"), "label.undo");
}

static const GActionEntry entries[] = {
  { .name = "edit-classes", .activate = edit_classes_action },
  { .name = "use-as-example", .activate = example_action, .parameter_type = "b" },
};

void
lw_label_page_add_guideline_actions (LwLabelPage *self)
{
  g_autoptr (GAction) show = g_settings_create_action (self->settings, "show-guideline");

  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
  g_action_map_add_action (G_ACTION_MAP (self->actions), show);
}

void
lw_label_page_init_guideline (LwLabelPage *self)
{
  g_settings_bind (self->settings, "show-guideline", self->guideline, "visible", G_SETTINGS_BIND_GET);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-attribute-editor.h"

#include "lw-attribute-editor-row.h"
#include "lw-name-dialog.h"
#include "lw-project-attributes.h"
#include "lw-toast.h"

#include <glib/gi18n-lib.h>

struct _LwAttributeEditor
{
  AdwPreferencesGroup parent_instance;

  LwProject *project;
  gint64     class_key;
  gint64     opened_key; /* the attribute to be shown opened once it is there; or 0 */
  GPtrArray *rows;       /* (element-type LwAttributeEditorRow) */
  GtkWidget *add_button, *empty_row;
};

G_DEFINE_FINAL_TYPE (LwAttributeEditor, lw_attribute_editor, ADW_TYPE_PREFERENCES_GROUP)

/* Of this class alone, archived ones, too.  (element-type LwAttributeRow), transfer container. */
static GPtrArray *
list_attributes (LwAttributeEditor *self)
{
  const GArray *all = lw_project_get_attributes (self->project);
  GPtrArray    *own = g_ptr_array_new ();

  for (guint i = 0; i < all->len; i++)
    if (g_array_index (all, LwAttributeRow, i).class_key == self->class_key)
      g_ptr_array_add (own, &g_array_index (all, LwAttributeRow, i));

  return own;
}

static gboolean
has_rows_of (LwAttributeEditor *self,
             const GPtrArray   *attributes)
{
  if (self->rows->len != attributes->len)
    return FALSE;

  for (guint i = 0; i < attributes->len; i++)
    if (lw_attribute_editor_row_get_key (g_ptr_array_index (self->rows, i)) !=
        ((const LwAttributeRow *) g_ptr_array_index (attributes, i))->key)
      return FALSE;

  return TRUE;
}

static void
make_rows (LwAttributeEditor *self,
           const GPtrArray   *attributes)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      LwAttributeEditorRow *row = g_ptr_array_index (self->rows, i);

      /* A row that has only moved stays open. */
      if (adw_expander_row_get_expanded (ADW_EXPANDER_ROW (row)) && self->opened_key == 0)
        self->opened_key = lw_attribute_editor_row_get_key (row);

      adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), GTK_WIDGET (row));
    }

  g_ptr_array_set_size (self->rows, 0);

  for (guint i = 0; i < attributes->len; i++)
    {
      const LwAttributeRow *attribute = g_ptr_array_index (attributes, i);
      GtkWidget            *row = lw_attribute_editor_row_new (self->project, attribute->key);

      adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
      g_ptr_array_add (self->rows, row);

      if (attribute->key == self->opened_key)
        adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), TRUE);
    }

  self->opened_key = 0;
}

static void
update (LwAttributeEditor *self)
{
  g_autoptr (GPtrArray) attributes = list_attributes (self);

  if (!has_rows_of (self, attributes))
    make_rows (self, attributes);

  for (guint i = 0; i < self->rows->len; i++)
    lw_attribute_editor_row_update (g_ptr_array_index (self->rows, i), i == 0, i + 1 == self->rows->len);

  gtk_widget_set_visible (self->empty_row, attributes->len == 0);
}

static void
update_editable (LwAttributeEditor *self)
{
  const gboolean editable = lw_project_get_read_only_reason (self->project) == NULL && !lw_project_is_busy (self->project);

  gtk_widget_set_sensitive (GTK_WIDGET (self), editable);
}

static void
named_cb (const char *name,
          gpointer    user_data)
{
  LwAttributeEditor   *self = user_data;
  const LwAttributeRow row = { .class_key = self->class_key, .name = (char *) name, .type = LW_ATTRIBUTE_FLAG };
  g_autoptr (GError) error = NULL;
  gint64 key;

  if (name == NULL)
    return;

  if (!lw_project_add_attribute (self->project, &row, &key, &error))
    {
      lw_toast_show_error (GTK_WIDGET (self), error);
      return;
    }

  for (guint i = 0; i < self->rows->len; i++)
    adw_expander_row_set_expanded (g_ptr_array_index (self->rows, i),
                                   lw_attribute_editor_row_get_key (g_ptr_array_index (self->rows, i)) == key);
}

static void
add_clicked_cb (LwAttributeEditor *self)
{
  const LwNameQuestion question = {
    .heading = _ ("Add an Attribute"),
    .body = _ ("What each box is asked about: “ripe”, “blood group”, “age in days”."),
    .entry_label = _ ("Name of the attribute"),
    .accept = _ ("_Add"),
  };

  lw_name_dialog_ask (GTK_WIDGET (self), &question, named_cb, self);
}

static void
lw_attribute_editor_dispose (GObject *object)
{
  LwAttributeEditor *self = LW_ATTRIBUTE_EDITOR (object);

  if (self->project != NULL)
    g_signal_handlers_disconnect_by_data (self->project, self);

  g_clear_object (&self->project);
  g_clear_pointer (&self->rows, g_ptr_array_unref);

  G_OBJECT_CLASS (lw_attribute_editor_parent_class)->dispose (object);
}

static void
lw_attribute_editor_class_init (LwAttributeEditorClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = lw_attribute_editor_dispose;
}

static void
lw_attribute_editor_init (LwAttributeEditor *self)
{
  self->rows = g_ptr_array_new ();
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), _ ("Attributes of Boxes"));

  self->add_button = gtk_button_new_from_icon_name ("list-add-symbolic");
  gtk_widget_set_tooltip_text (self->add_button, _ ("Add an Attribute"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->add_button), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Add an Attribute"), -1);
  gtk_widget_add_css_class (self->add_button, "flat");
  g_signal_connect_object (self->add_button, "clicked", G_CALLBACK (add_clicked_cb), self, G_CONNECT_SWAPPED);
  adw_preferences_group_set_header_suffix (ADW_PREFERENCES_GROUP (self), self->add_button);

  self->empty_row = adw_action_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->empty_row), _ ("Nothing is asked yet"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->empty_row), _ ("Add what each box is to be asked about: yes or no, a choice, a number or text."));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), self->empty_row);
}

GtkWidget *
lw_attribute_editor_new (LwProject *project)
{
  LwAttributeEditor *self = g_object_new (LW_TYPE_ATTRIBUTE_EDITOR, NULL);

  g_return_val_if_fail (LW_IS_PROJECT (project), NULL);

  self->project = g_object_ref (project);
  g_signal_connect_object (project, "classes-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (project, "notify::busy", G_CALLBACK (update_editable), self, G_CONNECT_SWAPPED);
  update (self);
  update_editable (self);

  return GTK_WIDGET (self);
}

void
lw_attribute_editor_set_class (LwAttributeEditor *self,
                               gint64             class_key)
{
  g_return_if_fail (LW_IS_ATTRIBUTE_EDITOR (self));

  self->class_key = class_key;
  update (self);
}

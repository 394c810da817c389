/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-attribute-editor-row.h"

#include "lw-attribute-number.h"
#include "lw-choice-list.h"
#include "lw-entry-row.h"
#include "lw-names.h"
#include "lw-project-attributes.h"
#include "lw-toast.h"

#include <glib/gi18n-lib.h>

struct _LwAttributeEditorRow
{
  AdwExpanderRow parent_instance;

  LwProject *project;
  gint64     attribute_key;
  gboolean   is_updating;

  GtkWidget    *name_row, *type_row, *default_drop_down, *default_entry, *archive_row;
  GtkWidget    *up_button, *down_button, *remove_button;
  LwChoiceList *choices;
};

G_DEFINE_FINAL_TYPE (LwAttributeEditorRow, lw_attribute_editor_row, ADW_TYPE_EXPANDER_ROW)

/* In the order of LwAttributeType. */
static const char *const type_names[LW_N_ATTRIBUTE_TYPES] = {
  N_ ("Yes or no"),
  N_ ("Choice"),
  N_ ("Number"),
  N_ ("Text"),
};

static const LwAttributeRow *
find_attribute (LwAttributeEditorRow *self)
{
  return lw_project_find_attribute (self->project, self->attribute_key);
}

static void
change (LwAttributeEditorRow *self,
        const LwAttributeRow *row)
{
  g_autoptr (GError) error = NULL;

  if (lw_project_update_attribute (self->project, row, &error))
    return;

  lw_toast_show_error (GTK_WIDGET (self), error);
  lw_attribute_editor_row_update (self, !gtk_widget_get_sensitive (self->up_button),
                                  !gtk_widget_get_sensitive (self->down_button));
}

static void
name_applied_cb (LwAttributeEditorRow *self)
{
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->name_row))));
  LwAttributeRow   row;

  /* The row is left, too, when it goes with its attribute. */
  if (find_attribute (self) == NULL)
    return;

  row = *find_attribute (self);
  row.name = name;

  if (!g_str_equal (find_attribute (self)->name, name))
    change (self, &row);

  lw_entry_row_set_text (ADW_ENTRY_ROW (self->name_row), find_attribute (self)->name);
}

/* A default of the old type means nothing in the new one. */
static void
type_selected_cb (LwAttributeEditorRow *self)
{
  const char    *first_choices[] = { _ ("First choice"), NULL };
  LwAttributeRow row;

  if (self->is_updating)
    return;

  row = *find_attribute (self);
  row.type = adw_combo_row_get_selected (ADW_COMBO_ROW (self->type_row));
  row.default_value = NULL;
  row.choices = row.type == LW_ATTRIBUTE_CHOICE ? (char **) first_choices : NULL;
  change (self, &row);
}

static void
default_selected_cb (LwAttributeEditorRow *self)
{
  const char *const flags[] = { "true", "false", NULL };
  guint             selected;
  LwAttributeRow    row;

  if (self->is_updating)
    return;

  row = *find_attribute (self);
  selected = adw_combo_row_get_selected (ADW_COMBO_ROW (self->default_drop_down));

  if (selected == 0 || selected == GTK_INVALID_LIST_POSITION)
    row.default_value = NULL;
  else
    row.default_value = row.type == LW_ATTRIBUTE_FLAG ? (char *) flags[selected - 1] : row.choices[selected - 1];

  change (self, &row);
}

static void
default_applied_cb (LwAttributeEditorRow *self)
{
  const char      *text = gtk_editable_get_text (GTK_EDITABLE (self->default_entry));
  g_autofree char *number = NULL;
  LwAttributeRow   row;

  if (find_attribute (self) == NULL)
    return;

  row = *find_attribute (self);
  number = row.type == LW_ATTRIBUTE_NUMBER ? lw_attribute_number_from_text (text) : NULL;

  if (*text == '\0')
    row.default_value = NULL;
  else
    row.default_value = number != NULL ? number : (char *) text;

  if (g_strcmp0 (row.default_value, find_attribute (self)->default_value) != 0)
    change (self, &row);

  lw_entry_row_set_text (ADW_ENTRY_ROW (self->default_entry), find_attribute (self)->default_value);
}

static void
archived_cb (LwAttributeEditorRow *self)
{
  LwAttributeRow row;

  if (self->is_updating)
    return;

  row = *find_attribute (self);
  row.is_archived = gtk_switch_get_active (GTK_SWITCH (self->archive_row));
  change (self, &row);
}

static void
up_cb (LwAttributeEditorRow *self)
{
  g_autoptr (GError) error = NULL;

  lw_project_move_attribute (self->project, self->attribute_key, -1, &error);
  lw_toast_show_error (GTK_WIDGET (self), error);
}

static void
down_cb (LwAttributeEditorRow *self)
{
  g_autoptr (GError) error = NULL;

  lw_project_move_attribute (self->project, self->attribute_key, 1, &error);
  lw_toast_show_error (GTK_WIDGET (self), error);
}

static void
remove_cb (LwAttributeEditorRow *self)
{
  /* The row goes with the attribute. */
  GtkWidget *list = gtk_widget_get_parent (GTK_WIDGET (self));
  g_autoptr (GError) error = NULL;

  if (lw_project_remove_attribute (self->project, self->attribute_key, &error))
    lw_toast_show_action (list, _ ("The attribute was removed"), _ ("_Undo"), "label.undo");
  else
    lw_toast_show_error (list, error);
}

/* --- Showing --- */

static char *
dup_summary (const LwAttributeRow *attribute)
{
  g_autofree char *shown = lw_attribute_dup_shown (attribute, attribute->default_value);
  g_autofree char *choices = attribute->choices != NULL ? g_strjoinv (", ", attribute->choices) : NULL;
  GString         *text = g_string_new (attribute->is_archived ? _ ("Archived. ") : "");

  g_string_append (text, _ (type_names[attribute->type]));

  if (choices != NULL)
    g_string_append_printf (text, ": %s", choices);

  if (shown != NULL)
    /* Translators: after what an attribute is, its default: "Choice: A, B; by default A" */
    g_string_append_printf (text, _ ("; by default %s"), shown);

  return g_string_free (text, FALSE);
}

/* A row that has just said what was chosen in it must keep its model. */
static void
set_names (GtkWidget     *row,
           GtkStringList *names)
{
  GListModel *old = adw_combo_row_get_model (ADW_COMBO_ROW (row));
  guint       n_names = g_list_model_get_n_items (G_LIST_MODEL (names));
  gboolean    is_same = old != NULL && g_list_model_get_n_items (old) == n_names;

  for (guint i = 0; is_same && i < n_names; i++)
    is_same = g_str_equal (gtk_string_list_get_string (GTK_STRING_LIST (old), i), gtk_string_list_get_string (names, i));

  if (!is_same)
    adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (names));
}

static void
update_default (LwAttributeEditorRow *self,
                const LwAttributeRow *attribute)
{
  const gboolean is_chosen = attribute->type == LW_ATTRIBUTE_FLAG || attribute->type == LW_ATTRIBUTE_CHOICE;
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  guint selected = 0;

  gtk_widget_set_visible (self->default_drop_down, is_chosen);
  gtk_widget_set_visible (self->default_entry, !is_chosen);
  lw_entry_row_refresh (ADW_ENTRY_ROW (self->default_entry), attribute->default_value);

  if (!is_chosen)
    return;

  gtk_string_list_append (names, _ ("(none)"));

  for (guint i = 0; attribute->choices != NULL && attribute->choices[i] != NULL; i++)
    {
      gtk_string_list_append (names, attribute->choices[i]);
      selected = g_strcmp0 (attribute->default_value, attribute->choices[i]) == 0 ? i + 1 : selected;
    }

  if (attribute->type == LW_ATTRIBUTE_FLAG)
    {
      gtk_string_list_append (names, _ ("Yes"));
      gtk_string_list_append (names, _ ("No"));
      selected = attribute->default_value == NULL ? 0 : g_str_equal (attribute->default_value, "true") ? 1
                                                                                                       : 2;
    }

  set_names (self->default_drop_down, names);
  adw_combo_row_set_selected (ADW_COMBO_ROW (self->default_drop_down), selected);
}

void
lw_attribute_editor_row_update (LwAttributeEditorRow *self,
                                gboolean              is_first,
                                gboolean              is_last)
{
  const LwAttributeRow *attribute;
  g_autofree char      *summary = NULL;

  g_return_if_fail (LW_IS_ATTRIBUTE_EDITOR_ROW (self));

  if (!(attribute = find_attribute (self)))
    return;

  summary = dup_summary (attribute);
  self->is_updating = TRUE;
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), attribute->name);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self), summary);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, attribute->name,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, summary, -1);
  lw_entry_row_refresh (ADW_ENTRY_ROW (self->name_row), attribute->name);
  adw_combo_row_set_selected (ADW_COMBO_ROW (self->type_row), attribute->type);
  gtk_switch_set_active (GTK_SWITCH (self->archive_row), attribute->is_archived);
  gtk_widget_set_visible (gtk_widget_get_ancestor (GTK_WIDGET (self->choices), GTK_TYPE_LIST_BOX_ROW),
                          attribute->type == LW_ATTRIBUTE_CHOICE);
  lw_choice_list_update (self->choices);
  update_default (self, attribute);
  gtk_widget_set_sensitive (self->up_button, !is_first);
  gtk_widget_set_sensitive (self->down_button, !is_last);
  self->is_updating = FALSE;
}

/* --- Making --- */

static GtkWidget *
new_button (LwAttributeEditorRow *self,
            const char           *icon,
            const char           *text,
            GCallback             callback)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_set_tooltip_text (button, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  g_signal_connect_object (button, "clicked", callback, self, G_CONNECT_SWAPPED);
  adw_expander_row_add_action (ADW_EXPANDER_ROW (self), button);

  return button;
}

static GtkWidget *
new_entry_row (LwAttributeEditorRow *self,
               const char           *title,
               GCallback             callback)
{
  GtkWidget *row = adw_entry_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_entry_row_set_show_apply_button (ADW_ENTRY_ROW (row), TRUE);
  g_signal_connect_object (row, "apply", callback, self, G_CONNECT_SWAPPED);
  lw_entry_row_tend (ADW_ENTRY_ROW (row), TRUE);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), row);

  return row;
}

static GtkWidget *
new_combo_row (LwAttributeEditorRow *self,
               const char           *title,
               GCallback             callback)
{
  GtkWidget *row = adw_combo_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  g_signal_connect_object (row, "notify::selected", callback, self, G_CONNECT_SWAPPED);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), row);

  return row;
}

static void
add_archive_row (LwAttributeEditorRow *self)
{
  GtkWidget *row = adw_action_row_new ();

  self->archive_row = gtk_switch_new ();
  gtk_widget_set_valign (self->archive_row, GTK_ALIGN_CENTER);
  g_signal_connect_object (self->archive_row, "notify::active", G_CALLBACK (archived_cb), self, G_CONNECT_SWAPPED);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ ("Archived"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), _ ("No longer asked; what boxes have is kept"));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), self->archive_row);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), self->archive_row);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), row);
}

static void
add_rows (LwAttributeEditorRow *self)
{
  g_autoptr (GtkStringList) types = gtk_string_list_new (NULL);
  GtkWidget *list_row = adw_preferences_row_new ();

  for (guint i = 0; i < LW_N_ATTRIBUTE_TYPES; i++)
    gtk_string_list_append (types, _ (type_names[i]));

  self->name_row = new_entry_row (self, _ ("Name"), G_CALLBACK (name_applied_cb));
  self->type_row = new_combo_row (self, _ ("What It Is"), G_CALLBACK (type_selected_cb));
  adw_combo_row_set_model (ADW_COMBO_ROW (self->type_row), G_LIST_MODEL (types));

  self->choices = LW_CHOICE_LIST (lw_choice_list_new (self->project, self->attribute_key));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (list_row), GTK_WIDGET (self->choices));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (list_row), FALSE);
  gtk_widget_set_focusable (list_row, FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (list_row), _ ("Choices"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (list_row), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Choices"), -1);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), list_row);

  self->default_drop_down = new_combo_row (self, _ ("By Default"), G_CALLBACK (default_selected_cb));
  self->default_entry = new_entry_row (self, _ ("By Default"), G_CALLBACK (default_applied_cb));
  add_archive_row (self);
}

static void
lw_attribute_editor_row_dispose (GObject *object)
{
  g_clear_object (&LW_ATTRIBUTE_EDITOR_ROW (object)->project);

  G_OBJECT_CLASS (lw_attribute_editor_row_parent_class)->dispose (object);
}

static void
lw_attribute_editor_row_class_init (LwAttributeEditorRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = lw_attribute_editor_row_dispose;
}

static void
lw_attribute_editor_row_init (LwAttributeEditorRow *self)
{
  /* Names are the user's: an & in them is no markup. */
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
}

GtkWidget *
lw_attribute_editor_row_new (LwProject *project,
                             gint64     attribute_key)
{
  LwAttributeEditorRow *self = g_object_new (LW_TYPE_ATTRIBUTE_EDITOR_ROW, NULL);

  self->project = g_object_ref (project);
  self->attribute_key = attribute_key;
  self->is_updating = TRUE;
  self->remove_button = new_button (self, "user-trash-symbolic", _ ("Remove the Attribute"), G_CALLBACK (remove_cb));
  self->down_button = new_button (self, "go-down-symbolic", _ ("Move the Attribute Down"), G_CALLBACK (down_cb));
  self->up_button = new_button (self, "go-up-symbolic", _ ("Move the Attribute Up"), G_CALLBACK (up_cb));
  add_rows (self);
  lw_names_tidy (GTK_WIDGET (self));
  self->is_updating = FALSE;

  return GTK_WIDGET (self);
}

gint64
lw_attribute_editor_row_get_key (LwAttributeEditorRow *self)
{
  g_return_val_if_fail (LW_IS_ATTRIBUTE_EDITOR_ROW (self), 0);

  return self->attribute_key;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-choice-list.h"

#include "lw-entry-row.h"
#include "lw-names.h"
#include "lw-project-attributes.h"
#include "lw-toast.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

struct _LwChoiceList
{
  GtkBox parent_instance;

  LwProject *project;
  gint64     attribute_key;
  char     **choices; /* shown */
  char      *renaming_from, *renaming_to;

  GtkWidget *list_box, *add_row;
};

G_DEFINE_FINAL_TYPE (LwChoiceList, lw_choice_list, GTK_TYPE_BOX)

static const LwAttributeRow *
find_attribute (LwChoiceList *self)
{
  return lw_project_find_attribute (self->project, self->attribute_key);
}

/* @choices replaces what there is; the default goes with the choice that it was. */
static void
set_choices (LwChoiceList *self,
             char        **choices)
{
  LwAttributeRow row = *find_attribute (self);
  g_autoptr (GError) error = NULL;

  row.choices = choices;

  if (row.default_value != NULL && !g_strv_contains ((const char *const *) choices, row.default_value))
    row.default_value = NULL;

  if (!lw_project_update_attribute (self->project, &row, &error))
    lw_toast_show_error (GTK_WIDGET (self), error);
}

static guint
get_index (GtkWidget *widget)
{
  GtkWidget *row = gtk_widget_get_ancestor (widget, GTK_TYPE_LIST_BOX_ROW);

  return gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (row));
}

static void
move (LwChoiceList *self,
      guint         from,
      guint         to)
{
  g_auto (GStrv) choices = g_strdupv (self->choices);
  char *moved = choices[from];

  choices[from] = choices[to];
  choices[to] = moved;
  set_choices (self, choices);
}

static void
up_cb (LwChoiceList *self,
       GtkWidget    *button)
{
  move (self, get_index (button), get_index (button) - 1);
}

static void
down_cb (LwChoiceList *self,
         GtkWidget    *button)
{
  move (self, get_index (button), get_index (button) + 1);
}

static void
remove_cb (LwChoiceList *self,
           GtkWidget    *button)
{
  const guint i = get_index (button);
  g_auto (GStrv) choices = g_strdupv (self->choices);

  g_free (choices[i]);
  memmove (choices + i, choices + i + 1, (g_strv_length (choices + i + 1) + 1) * sizeof *choices);
  set_choices (self, choices);
}

/* --- Renaming --- */

static void
renamed_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (LwChoiceList) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!lw_project_rename_choice_finish (LW_PROJECT (source), result, &error))
    lw_toast_show_error (GTK_WIDGET (self), error);

  g_clear_pointer (&self->choices, g_strfreev);
  lw_choice_list_update (self);
}

static void
rename_choice (LwChoiceList *self,
               gboolean      changes_boxes)
{
  lw_project_rename_choice_async (self->project, self->attribute_key, self->renaming_from, self->renaming_to, changes_boxes,
                                  renamed_cb, g_object_ref (self));
}

static void
response_cb (LwChoiceList *self,
             const char   *response)
{
  if (!g_str_equal (response, "cancel"))
    {
      rename_choice (self, g_str_equal (response, "change"));
      return;
    }

  g_clear_pointer (&self->choices, g_strfreev);
  lw_choice_list_update (self);
}

static void
ask_about_boxes (LwChoiceList *self,
                 gint64        n_boxes)
{
  GtkWindow       *window = GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));
  g_autofree char *heading = g_strdup_printf (ngettext ("%" PRId64 " Box Has “%s”", "%" PRId64 " Boxes Have “%s”", n_boxes),
                                              n_boxes, self->renaming_from);
  g_autofree char *body = g_strdup_printf (_ ("Are they “%s” now? If not, they keep the old word, which can no longer be chosen."),
                                           self->renaming_to);
  GtkWidget       *dialog = adw_message_dialog_new (window, heading, body);

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "keep", _ ("_Keep the Old Word"),
                                    "change", _ ("_Change the Boxes"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "change", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "change");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (response_cb), self, G_CONNECT_SWAPPED);
  lw_names_tidy (dialog);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
applied_cb (LwChoiceList *self,
            GtkWidget    *row)
{
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (row))));
  const char      *old = self->choices[get_index (row)];
  g_autoptr (GError) error = NULL;
  gint64 n_boxes;

  if (*name == '\0' || g_str_equal (name, old))
    {
      lw_entry_row_set_text (ADW_ENTRY_ROW (row), old);
      return;
    }

  g_free (self->renaming_from);
  g_free (self->renaming_to);
  self->renaming_from = g_strdup (old);
  self->renaming_to = g_steal_pointer (&name);
  n_boxes = lw_project_count_values (self->project, self->attribute_key, old, &error);

  if (n_boxes < 0)
    lw_toast_show_error (GTK_WIDGET (self), error);
  else if (n_boxes > 0)
    ask_about_boxes (self, n_boxes);
  else
    rename_choice (self, FALSE);
}

/* --- Adding --- */

static void
added_cb (LwChoiceList *self)
{
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->add_row))));
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) choices = NULL;

  if (*name == '\0' || g_strv_contains ((const char *const *) self->choices, name))
    return;

  g_strv_builder_addv (builder, (const char **) self->choices);
  g_strv_builder_add (builder, name);
  choices = g_strv_builder_end (builder);
  lw_entry_row_set_text (ADW_ENTRY_ROW (self->add_row), "");
  set_choices (self, choices);
  gtk_widget_grab_focus (self->add_row);
}

/* --- Rows --- */

static GtkWidget *
add_button (LwChoiceList *self,
            GtkWidget    *row,
            const char   *icon,
            const char   *text,
            GCallback     callback)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_set_tooltip_text (button, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  g_signal_connect_object (button, "clicked", callback, self, G_CONNECT_SWAPPED);
  adw_entry_row_add_suffix (ADW_ENTRY_ROW (row), button);

  return button;
}

static void
add_choice (LwChoiceList *self,
            guint         i,
            guint         n_choices)
{
  GtkWidget *row = adw_entry_row_new ();
  GtkWidget *up, *down, *remove;

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ ("Choice"));
  adw_entry_row_set_show_apply_button (ADW_ENTRY_ROW (row), TRUE);
  lw_entry_row_tend (ADW_ENTRY_ROW (row), FALSE);
  lw_entry_row_set_text (ADW_ENTRY_ROW (row), self->choices[i]);
  g_signal_connect_object (row, "apply", G_CALLBACK (applied_cb), self, G_CONNECT_SWAPPED);
  up = add_button (self, row, "go-up-symbolic", _ ("Move the Choice Up"), G_CALLBACK (up_cb));
  down = add_button (self, row, "go-down-symbolic", _ ("Move the Choice Down"), G_CALLBACK (down_cb));
  remove = add_button (self, row, "user-trash-symbolic", _ ("Remove the Choice"), G_CALLBACK (remove_cb));
  gtk_widget_set_sensitive (up, i > 0);
  gtk_widget_set_sensitive (down, i + 1 < n_choices);
  gtk_widget_set_sensitive (remove, n_choices > 1);
  gtk_list_box_append (GTK_LIST_BOX (self->list_box), row);
}

static void
lw_choice_list_dispose (GObject *object)
{
  g_clear_object (&LW_CHOICE_LIST (object)->project);

  G_OBJECT_CLASS (lw_choice_list_parent_class)->dispose (object);
}

static void
lw_choice_list_finalize (GObject *object)
{
  LwChoiceList *self = LW_CHOICE_LIST (object);

  g_strfreev (self->choices);
  g_free (self->renaming_from);
  g_free (self->renaming_to);

  G_OBJECT_CLASS (lw_choice_list_parent_class)->finalize (object);
}

static void
lw_choice_list_class_init (LwChoiceListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = lw_choice_list_dispose;
  G_OBJECT_CLASS (klass)->finalize = lw_choice_list_finalize;
}

static void
lw_choice_list_init (LwChoiceList *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  self->list_box = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->list_box), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (self->list_box, "background");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list_box), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Choices"), -1);
  gtk_box_append (GTK_BOX (self), self->list_box);

  self->add_row = adw_entry_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->add_row), _ ("Add a choice"));
  adw_entry_row_set_show_apply_button (ADW_ENTRY_ROW (self->add_row), TRUE);
  lw_entry_row_tend (ADW_ENTRY_ROW (self->add_row), FALSE);
  g_signal_connect_object (self->add_row, "apply", G_CALLBACK (added_cb), self, G_CONNECT_SWAPPED);
  gtk_list_box_append (GTK_LIST_BOX (self->list_box), self->add_row);
}

GtkWidget *
lw_choice_list_new (LwProject *project,
                    gint64     attribute_key)
{
  LwChoiceList *self = g_object_new (LW_TYPE_CHOICE_LIST, NULL);

  self->project = g_object_ref (project);
  self->attribute_key = attribute_key;
  lw_choice_list_update (self);

  return GTK_WIDGET (self);
}

void
lw_choice_list_update (LwChoiceList *self)
{
  const LwAttributeRow *attribute;
  GtkWidget            *row;

  g_return_if_fail (LW_IS_CHOICE_LIST (self));

  attribute = self->project != NULL ? find_attribute (self) : NULL;

  if (attribute == NULL || attribute->choices == NULL ||
      (self->choices != NULL && g_strv_equal ((const char *const *) self->choices, (const char *const *) attribute->choices)))
    return;

  g_strfreev (self->choices);
  self->choices = g_strdupv (attribute->choices);

  while ((row = gtk_widget_get_first_child (self->list_box)) != self->add_row)
    gtk_list_box_remove (GTK_LIST_BOX (self->list_box), row);

  g_object_ref (self->add_row);
  gtk_list_box_remove (GTK_LIST_BOX (self->list_box), self->add_row);

  for (guint i = 0; self->choices[i] != NULL; i++)
    add_choice (self, i, g_strv_length (self->choices));

  gtk_list_box_append (GTK_LIST_BOX (self->list_box), self->add_row);
  g_object_unref (self->add_row);
}

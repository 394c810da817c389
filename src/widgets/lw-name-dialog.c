/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-name-dialog.h"

#include "lw-names.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  LwNameFunc func;
  GObject   *user_data;
  GtkEntry  *entry;
} Question;

static void
question_free (gpointer  data,
               GClosure *closure)
{
  Question *self = data;

  g_clear_object (&self->user_data);
  g_free (self);
}

static char *
dup_name (GtkEntry *entry)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (entry))));
}

static void
changed_cb (GtkEntry         *entry,
            AdwMessageDialog *dialog)
{
  g_autofree char *name = dup_name (entry);

  adw_message_dialog_set_response_enabled (dialog, "accept", *name != '\0');
}

static void
response_cb (AdwMessageDialog *dialog,
             const char       *response,
             Question         *self)
{
  g_autofree char *name = dup_name (self->entry);
  gboolean         is_accepted = g_strcmp0 (response, "accept") == 0 && *name != '\0';

  self->func (is_accepted ? name : NULL, self->user_data);
}

void
lw_name_dialog_ask (GtkWidget            *parent,
                    const LwNameQuestion *question,
                    LwNameFunc            func,
                    gpointer              user_data)
{
  GtkWindow        *window = GTK_WINDOW (gtk_widget_get_root (parent));
  AdwMessageDialog *dialog;
  Question         *self = g_new0 (Question, 1);

  dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (window, question->heading, question->body));

  self->func = func;
  self->user_data = user_data != NULL ? g_object_ref (user_data) : NULL;
  self->entry = GTK_ENTRY (gtk_entry_new ());

  gtk_entry_set_activates_default (self->entry, TRUE);
  gtk_entry_set_max_length (self->entry, 200);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  question->entry_label, -1);

  adw_message_dialog_set_extra_child (dialog, GTK_WIDGET (self->entry));
  adw_message_dialog_add_responses (dialog, "cancel", _ ("_Cancel"), "accept", question->accept, NULL);
  adw_message_dialog_set_response_appearance (dialog, "accept", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (dialog, "accept");
  adw_message_dialog_set_close_response (dialog, "cancel");

  g_signal_connect (self->entry, "changed", G_CALLBACK (changed_cb), dialog);
  g_signal_connect_data (dialog, "response", G_CALLBACK (response_cb), self, question_free, 0);

  gtk_editable_set_text (GTK_EDITABLE (self->entry), question->initial != NULL ? question->initial : "");
  changed_cb (self->entry, dialog);

  lw_names_tidy (GTK_WIDGET (dialog));
  gtk_window_present (GTK_WINDOW (dialog));
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}

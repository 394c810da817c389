/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-class-merge-dialog.h"

#include "lw-class-button.h"
#include "lw-names.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  LwProject       *project;
  gint64           only_key; /* of one class: it cannot go into itself; else 0 */
  LwClassMergeFunc func;
  GObject         *user_data;
  LwClassButton   *button;
} Question;

static void
question_free (gpointer  data,
               GClosure *closure)
{
  Question *self = data;

  g_object_unref (self->project);
  g_object_unref (self->user_data);
  g_free (self);
}

static void
chosen_cb (LwClassButton *button,
           gint64         class_key,
           gpointer       user_data)
{
  Question         *self = g_object_get_data (user_data, "lw-question");
  const LwClassRow *row = lw_project_find_class (self->project, class_key);

  lw_class_button_set_class (button, class_key);
  adw_message_dialog_set_response_enabled (user_data, "merge",
                                           row != NULL && !row->is_archived && class_key != self->only_key);
}

static void
response_cb (AdwMessageDialog *dialog,
             const char       *response,
             Question         *self)
{
  const gint64 into_key = lw_class_button_get_class (self->button);

  if (g_str_equal (response, "merge") && into_key != 0)
    self->func (into_key, self->user_data);
}

static char *
dup_heading (LwProject    *project,
             const GArray *from_keys)
{
  const LwClassRow *row;

  if (from_keys->len != 1)
    return g_strdup_printf (_ ("Merge %u Classes"), from_keys->len);

  row = lw_project_find_class (project, g_array_index (from_keys, gint64, 0));

  return g_strdup_printf (_ ("Merge “%s”"), row != NULL ? row->name : "");
}

void
lw_class_merge_dialog_ask (GtkWindow       *parent,
                           LwProject       *project,
                           const GArray    *from_keys,
                           LwClassMergeFunc func,
                           gpointer         user_data)
{
  g_autofree char *heading = dup_heading (project, from_keys);
  Question        *self = g_new0 (Question, 1);
  GtkWidget       *dialog;

  self->project = g_object_ref (project);
  self->only_key = from_keys->len == 1 ? g_array_index (from_keys, gint64, 0) : 0;
  self->func = func;
  self->user_data = g_object_ref (user_data);
  self->button = LW_CLASS_BUTTON (lw_class_button_new ());
  lw_class_button_set_project (self->button, project);
  lw_class_button_set_purpose (self->button, _ ("Class that takes over"));
  lw_class_button_set_none (self->button, _ ("Choose a class"));

  dialog = adw_message_dialog_new (parent, heading,
                                   _ ("All boxes and image classes, of all annotators, change over to the class below. "
                                      "Attributes, classes below and examples go along. The old classes are archived, "
                                      "and one undo brings everything back."));
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), GTK_WIDGET (self->button));
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "merge", _ ("_Merge"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "merge", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_response_enabled (ADW_MESSAGE_DIALOG (dialog), "merge", FALSE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "merge");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_object_set_data (G_OBJECT (dialog), "lw-question", self);
  g_signal_connect_object (self->button, "class-chosen", G_CALLBACK (chosen_cb), dialog, 0);
  g_signal_connect_data (dialog, "response", G_CALLBACK (response_cb), self, question_free, 0);
  lw_names_tidy (GTK_WIDGET (dialog));
  gtk_window_present (GTK_WINDOW (dialog));
  gtk_widget_grab_focus (GTK_WIDGET (self->button));
}

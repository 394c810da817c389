/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-file-chooser.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  LwChosenFunc func;
  GObject     *user_data;
} Question;

static void
question_free (gpointer  data,
               GClosure *closure)
{
  Question *self = data;

  g_clear_object (&self->user_data);
  g_free (self);
}

static void
response_cb (GtkNativeDialog *dialog,
             int              response,
             Question        *self)
{
  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
      /* GTK takes "Open" for an answer also where nothing is selected. */
      const char *path = file != NULL ? g_file_peek_path (file) : NULL;

      if (path != NULL)
        self->func (path, self->user_data);
    }

  /* A native dialog is not owned by any window: this is the reference that kept it. */
  g_object_unref (dialog);
}

static void
add_filter (GtkFileChooser    *chooser,
            const char        *name,
            const char *const *patterns)
{
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, name);

  for (guint i = 0; patterns[i] != NULL; i++)
    gtk_file_filter_add_pattern (filter, patterns[i]);

  gtk_file_chooser_add_filter (chooser, filter);
}

static GtkFileChooserAction
get_action (LwChooseKind kind)
{
  switch (kind)
    {
    case LW_CHOOSE_FOLDER:
      return GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER;

    case LW_CHOOSE_NEW_FILE:
      return GTK_FILE_CHOOSER_ACTION_SAVE;

    default:
      return GTK_FILE_CHOOSER_ACTION_OPEN;
    }
}

void
lw_file_chooser_ask (GtkWidget   *parent,
                     LwChooseKind kind,
                     const char  *title,
                     const char  *name,
                     LwChosenFunc func,
                     gpointer     user_data)
{
  GtkWindow            *window = GTK_WINDOW (gtk_widget_get_root (parent));
  GtkFileChooserNative *dialog;
  Question             *self = g_new0 (Question, 1);

  dialog = gtk_file_chooser_native_new (title, window, get_action (kind),
                                        kind == LW_CHOOSE_NEW_FILE ? _ ("_Choose") : _ ("_Open"), NULL);

  if (kind == LW_CHOOSE_NEW_FILE && name != NULL)
    gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);

  if (kind == LW_CHOOSE_PROJECT_OR_ANNOTATIONS)
    {
      add_filter (GTK_FILE_CHOOSER (dialog), _ ("Projects and annotation files"),
                  (const char *[]){ "*.labelwright", "*.json", "*.xml", "*.yaml", "*.yml", "*.txt", NULL });
      add_filter (GTK_FILE_CHOOSER (dialog), _ ("All files"), (const char *[]){ "*", NULL });
    }

  self->func = func;
  self->user_data = g_object_ref (user_data);

  g_signal_connect_data (dialog, "response", G_CALLBACK (response_cb), self, question_free, 0);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

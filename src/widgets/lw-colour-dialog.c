/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-colour-dialog.h"

#include "lw-colour-dot.h"

typedef struct
{
  LwColourFunc func;
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
response_cb (GtkDialog *dialog,
             int        response,
             Question  *self)
{
  GdkRGBA rgba;

  if (response == GTK_RESPONSE_OK)
    {
      gtk_color_chooser_get_rgba (GTK_COLOR_CHOOSER (dialog), &rgba);
      self->func (lw_colour_from_rgba (&rgba), self->user_data);
    }

  gtk_window_destroy (GTK_WINDOW (dialog));
}

GtkWindow *
lw_colour_dialog_ask (GtkWidget   *parent,
                      const char  *title,
                      guint32      colour,
                      LwColourFunc func,
                      gpointer     user_data)
{
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (parent));
  GtkWidget *dialog = gtk_color_chooser_dialog_new (title, window);
  Question  *self = g_new0 (Question, 1);
  GdkRGBA    rgba = lw_colour_to_rgba (colour);

  self->func = func;
  self->user_data = g_object_ref (user_data);

  gtk_color_chooser_set_use_alpha (GTK_COLOR_CHOOSER (dialog), FALSE);
  gtk_color_chooser_set_rgba (GTK_COLOR_CHOOSER (dialog), &rgba);
  gtk_window_set_modal (GTK_WINDOW (dialog), TRUE);
  gtk_window_set_destroy_with_parent (GTK_WINDOW (dialog), TRUE);
  g_signal_connect_data (dialog, "response", G_CALLBACK (response_cb), self, question_free, 0);
  gtk_window_present (GTK_WINDOW (dialog));

  return GTK_WINDOW (dialog);
}

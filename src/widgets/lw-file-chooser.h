/* lw-file-chooser.h - asks for a file or folder
 *
 * The one place that knows GtkFileChooserNative: later GTK replaces it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef enum
{
  LW_CHOOSE_FOLDER,
  LW_CHOOSE_ANY_FILE,
  LW_CHOOSE_PROJECT_OR_ANNOTATIONS,
  LW_CHOOSE_NEW_FILE, /* to write */
} LwChooseKind;

/* Not called where the user cancels. */
typedef void (*LwChosenFunc) (const char *path,
                              gpointer    user_data);

/* @user_data: a GObject, kept alive until the answer.  @name: proposed for a new
 * file, otherwise NULL. */
void lw_file_chooser_ask (GtkWidget   *parent,
                          LwChooseKind kind,
                          const char  *title,
                          const char  *name,
                          LwChosenFunc func,
                          gpointer     user_data);

G_END_DECLS

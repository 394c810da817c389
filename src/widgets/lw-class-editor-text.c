/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-class-editor-text.h"

#include "lw-class-text.h"
#include "lw-file-chooser.h"
#include "lw-toast.h"

#include <glib/gi18n-lib.h>

static void
read_cb (const char *path,
         gpointer    user_data)
{
  LwClassEditor   *editor = user_data;
  LwProject       *project = lw_class_editor_get_project (editor);
  g_autofree char *text = NULL;
  g_autofree char *news = NULL;
  g_autoptr (GError) error = NULL;
  gsize n_bytes;
  guint n_added;

  if (!g_file_get_contents (path, &text, &n_bytes, &error) ||
      !lw_project_add_class_text (project, text, n_bytes, &n_added, &error))
    {
      lw_toast_show_error (lw_class_editor_get_toast_widget (editor), error);
      return;
    }

  if (n_added == 0)
    {
      lw_toast_show (lw_class_editor_get_toast_widget (editor), _ ("All classes of the text are there already"));
      return;
    }

  news = g_strdup_printf (ngettext ("%u class added", "%u classes added", n_added), n_added);
  lw_toast_show_action (lw_class_editor_get_toast_widget (editor), news, _ ("_Undo"), "label.undo");
}

static void
write_cb (const char *path,
          gpointer    user_data)
{
  LwClassEditor   *editor = user_data;
  g_autofree char *text = lw_class_text_write (lw_project_get_classes (lw_class_editor_get_project (editor)));
  g_autoptr (GError) error = NULL;

  if (!g_file_set_contents (path, text, -1, &error))
    lw_toast_show_error (lw_class_editor_get_toast_widget (editor), error);
  else
    lw_toast_show (lw_class_editor_get_toast_widget (editor), _ ("The list of classes is written"));
}

void
lw_class_editor_read_text (LwClassEditor *editor)
{
  g_return_if_fail (LW_IS_CLASS_EDITOR (editor));

  lw_file_chooser_ask (GTK_WIDGET (editor), LW_CHOOSE_ANY_FILE, _ ("Add Classes from a Text"), NULL, read_cb, editor);
}

void
lw_class_editor_write_text (LwClassEditor *editor)
{
  g_return_if_fail (LW_IS_CLASS_EDITOR (editor));

  lw_file_chooser_ask (GTK_WIDGET (editor), LW_CHOOSE_NEW_FILE, _ ("Write the Classes as a Text"), "classes.txt", write_cb,
                       editor);
}

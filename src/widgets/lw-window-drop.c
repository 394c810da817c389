/* lw-window-drop.c - files that are dropped on the window
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lw-window-private.h"

#include "lw-decode.h"
#include "lw-format.h"
#include "lw-import-dialog.h"
#include "lw-open-target.h"

#include <glib/gi18n-lib.h>

/* A question is open, or something that must not lose the project under it. */
static gboolean
is_occupied (LwWindow *self)
{
  g_autoptr (GListModel) toplevels = g_object_ref (gtk_window_get_toplevels ());

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (toplevels, i);

      if (gtk_window_get_transient_for (window) == GTK_WINDOW (self) && gtk_window_get_modal (window) &&
          gtk_widget_get_visible (GTK_WIDGET (window)))
        return TRUE;
    }

  return !g_action_group_get_action_enabled (G_ACTION_GROUP (self), "open");
}

/* Pictures of one folder are one thing: that folder. */
static gboolean
are_neighbours (GSList *files)
{
  g_autoptr (GFile) folder = g_file_get_parent (files->data);

  for (GSList *l = files; l != NULL; l = l->next)
    {
      g_autofree char *name = g_file_get_basename (l->data);

      if (folder == NULL || !g_file_has_parent (l->data, folder) || !lw_decode_is_image_name (name))
        return FALSE;
    }

  return TRUE;
}

/* What the open project can take in stays with it. */
static gboolean
import_into_project (LwWindow   *self,
                     const char *path)
{
  g_autofree char *folder = NULL;

  if (self->project == NULL || lw_open_target_look (path, &folder) != LW_TARGET_ANNOTATIONS ||
      lw_format_guess (path, NULL) == NULL)
    return FALSE;

  if (g_action_group_get_action_enabled (G_ACTION_GROUP (self), "import"))
    lw_import_dialog_present (GTK_WINDOW (self), self->project, path);
  else
    lw_window_show_notice (self, lw_project_get_read_only_reason (self->project));

  return TRUE;
}

static gboolean
drop_cb (GtkDropTarget *target,
         const GValue  *value,
         double         x,
         double         y,
         LwWindow      *self)
{
  GSList          *files = g_value_get_boxed (value);
  g_autofree char *text = NULL;

  if (files == NULL || is_occupied (self))
    return FALSE;

  if (g_file_peek_path (files->data) == NULL)
    {
      g_autofree char *name = g_file_get_parse_name (files->data);

      text = g_strdup_printf (_ ("%s is not on this computer: copy it here first"), name);
    }
  else if (files->next != NULL && !are_neighbours (files))
    text = g_strdup_printf (_ ("%u things were dropped at once: drop one folder or one file"), g_slist_length (files));

  if (text != NULL)
    lw_window_show_notice (self, text);
  else if (!import_into_project (self, g_file_peek_path (files->data)))
    lw_window_open (self, g_file_peek_path (files->data));

  return TRUE;
}

void
lw_window_accept_drops (LwWindow *self)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  g_signal_connect (target, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->stack), GTK_EVENT_CONTROLLER (target));
}

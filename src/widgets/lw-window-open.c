/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-window-private.h"

#include "lw-demo-maker.h"
#include "lw-format.h"
#include "lw-import-dialog.h"
#include "lw-open-target.h"
#include "lw-recent.h"

#include <glib/gi18n-lib.h>

static gboolean
pulse_cb (gpointer user_data)
{
  gtk_progress_bar_pulse (LW_WINDOW (user_data)->busy_bar);

  return G_SOURCE_CONTINUE;
}

static GCancellable *
start_busy (LwWindow   *self,
            const char *text)
{
  lw_window_set_project (self, NULL);
  gtk_label_set_label (self->busy_label, text);
  gtk_progress_bar_set_fraction (self->busy_bar, 0);
  gtk_stack_set_visible_child_name (self->stack, "busy");

  self->opening = g_cancellable_new ();
  self->pulse_source = g_timeout_add (150, pulse_cb, self);
  lw_window_update_actions (self);

  return self->opening;
}

static void
stop_busy (LwWindow *self)
{
  g_clear_handle_id (&self->pulse_source, g_source_remove);
  g_clear_object (&self->opening);
  lw_window_update_actions (self);
}

void
lw_window_cancel_opening (LwWindow *self)
{
  g_cancellable_cancel (self->opening);
}

static void
opened_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (LwWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *import_path = g_steal_pointer (&self->import_path);
  g_autoptr (LwProject) project = lw_project_open_finish (result, &error);

  stop_busy (self);

  /* The window was closed meanwhile. */
  if (self->stack == NULL)
    return;

  if (project == NULL)
    {
      lw_window_set_project (self, NULL);

      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        lw_window_show_notice (self, error->message);
      return;
    }

  lw_recent_add (lw_project_get_path (project));
  lw_window_set_project (self, project);

  if (import_path != NULL && lw_project_get_read_only_reason (project) == NULL)
    lw_import_dialog_present (GTK_WINDOW (self), project, import_path);
}

static gboolean
present_if_open (LwWindow   *self,
                 const char *path)
{
  GList *windows = gtk_application_get_windows (gtk_window_get_application (GTK_WINDOW (self)));

  for (GList *l = windows; l != NULL; l = l->next)
    if (LW_IS_WINDOW (l->data) && LW_WINDOW (l->data)->project != NULL &&
        g_strcmp0 (lw_project_get_path (LW_WINDOW (l->data)->project), path) == 0)
      {
        gtk_window_present (l->data);
        return TRUE;
      }

  return FALSE;
}

void
lw_window_open (LwWindow   *self,
                const char *path)
{
  g_autofree char *folder = NULL;
  g_autofree char *absolute = g_canonicalize_filename (path, NULL);
  g_autofree char *name = g_path_get_basename (absolute);
  g_autofree char *text = g_strdup_printf (_ ("Opening %s"), name);
  g_autofree char *refusal = NULL;
  LwTargetKind     kind;

  g_return_if_fail (LW_IS_WINDOW (self));

  if (self->opening != NULL || present_if_open (self, absolute))
    return;

  kind = lw_open_target_look (absolute, &folder);

  /* Before a project is made around a file that is none of ours. */
  if (kind == LW_TARGET_ANNOTATIONS && lw_format_guess (absolute, NULL) == NULL)
    {
      refusal = g_strdup_printf (_ ("%s is neither a project, a picture nor an annotation file that can be read"), name);
      lw_window_show_notice (self, refusal);
      return;
    }

  start_busy (self, text);

  if (kind == LW_TARGET_PROJECT)
    lw_project_open_async (absolute, self->opening, opened_cb, g_object_ref (self));
  else
    {
      g_free (self->import_path);
      self->import_path = kind == LW_TARGET_ANNOTATIONS ? g_strdup (absolute) : NULL;
      lw_project_open_folder_async (folder != NULL ? folder : absolute, self->opening, opened_cb, g_object_ref (self));
    }
}

void
lw_window_open_chosen (const char *path,
                       gpointer    user_data)
{
  lw_window_open (user_data, path);
}

static void
demo_progress_cb (double   fraction,
                  gpointer user_data)
{
  LwWindow *self = user_data;

  g_clear_handle_id (&self->pulse_source, g_source_remove);
  gtk_progress_bar_set_fraction (self->busy_bar, fraction);
}

static void
demo_made_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (LwWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = lw_demo_maker_finish (result, &error);

  stop_busy (self);

  if (self->stack == NULL)
    return;

  lw_window_set_project (self, NULL);

  if (path != NULL)
    lw_window_open (self, path);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    lw_window_show_notice (self, error->message);
}

void
lw_window_open_demo (LwWindow *self)
{
  start_busy (self, _ ("Drawing the demonstration"));
  lw_demo_maker_make_async (demo_progress_cb, self, self->opening, demo_made_cb, g_object_ref (self));
}

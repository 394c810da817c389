/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-recent-row.h"

#include "lw-decode.h"
#include "lw-jobs.h"
#include "lw-picture-loader.h"
#include "lw-recent.h"
#include "lw-ui.h"

#include <glib/gi18n-lib.h>

struct _LwRecentRow
{
  AdwActionRow parent_instance;

  char         *path;
  GCancellable *cancellable;

  /* Template */
  GtkImage  *thumbnail;
  GtkLabel  *left_label;
  GtkButton *remove_button;
};

enum
{
  SIGNAL_REMOVE_REQUESTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LwRecentRow, lw_recent_row, ADW_TYPE_ACTION_ROW)

static void
thumbnail_worker (GTask        *task,
                  gpointer      source_object,
                  gpointer      task_data,
                  GCancellable *cancellable)
{
  GError *error = NULL;
  GBytes *bytes = lw_decode_thumbnail (task_data, LW_THUMBNAIL_EDGE_PX, cancellable, &error);

  if (bytes != NULL)
    g_task_return_pointer (task, bytes, (GDestroyNotify) g_bytes_unref);
  else
    g_task_return_error (task, error);
}

static void
thumbnail_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  LwRecentRow *self = LW_RECENT_ROW (source);
  g_autoptr (GBytes) bytes = g_task_propagate_pointer (G_TASK (result), NULL);
  g_autoptr (GdkTexture) texture = bytes != NULL ? gdk_texture_new_from_bytes (bytes, NULL) : NULL;

  if (texture != NULL)
    gtk_image_set_from_paintable (self->thumbnail, GDK_PAINTABLE (texture));
}

static void
load_thumbnail (LwRecentRow *self,
                const char  *path)
{
  g_autoptr (GTask) task = g_task_new (self, self->cancellable, thumbnail_cb, NULL);

  g_task_set_source_tag (task, load_thumbnail);
  g_task_set_task_data (task, g_strdup (path), g_free);
  lw_jobs_run (task, thumbnail_worker, LW_PRIORITY_THUMBNAIL);
}

static void
looked_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (LwRecentRow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (LwRecentInfo) info = lw_recent_look_finish (result, &error);
  g_autofree char *left = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (info == NULL)
    {
      /* Paths are long, and why is said at the end. */
      gtk_label_set_label (self->left_label, g_file_test (self->path, G_FILE_TEST_EXISTS) ? _ ("Cannot be opened") : _ ("No longer there"));
      gtk_widget_set_tooltip_text (GTK_WIDGET (self), error->message);
      gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), FALSE);
      gtk_image_set_from_icon_name (self->thumbnail, "image-missing-symbolic");
      return;
    }

  if (info->n_images == 0)
    left = g_strdup (_ ("No images"));
  else
    /* Translators: of a project: images that are left to do, and all of them. */
    left = info->n_left > 0 ? g_strdup_printf (_ ("%u of %u left"), info->n_left, info->n_images)
                            : g_strdup_printf (_ ("%u done"), info->n_images);

  gtk_label_set_label (self->left_label, left);

  if (info->first_image != NULL)
    load_thumbnail (self, info->first_image);
}

static void
remove_clicked_cb (LwRecentRow *self)
{
  g_signal_emit (self, signals[SIGNAL_REMOVE_REQUESTED], 0);
}

static void
lw_recent_row_dispose (GObject *object)
{
  LwRecentRow *self = LW_RECENT_ROW (object);

  g_cancellable_cancel (self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (object), LW_TYPE_RECENT_ROW);

  G_OBJECT_CLASS (lw_recent_row_parent_class)->dispose (object);
}

static void
lw_recent_row_finalize (GObject *object)
{
  LwRecentRow *self = LW_RECENT_ROW (object);

  g_free (self->path);
  g_object_unref (self->cancellable);

  G_OBJECT_CLASS (lw_recent_row_parent_class)->finalize (object);
}

static void
lw_recent_row_class_init (LwRecentRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lw_recent_row_dispose;
  G_OBJECT_CLASS (klass)->finalize = lw_recent_row_finalize;

  signals[SIGNAL_REMOVE_REQUESTED] =
      g_signal_new ("remove-requested", LW_TYPE_RECENT_ROW, G_SIGNAL_RUN_LAST,
                    0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, LW_UI ("lw-recent-row.ui"));
  gtk_widget_class_bind_template_child (widget_class, LwRecentRow, thumbnail);
  gtk_widget_class_bind_template_child (widget_class, LwRecentRow, left_label);
  gtk_widget_class_bind_template_child (widget_class, LwRecentRow, remove_button);
  gtk_widget_class_bind_template_callback (widget_class, remove_clicked_cb);
}

static void
lw_recent_row_init (LwRecentRow *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
lw_recent_row_new (const char *path)
{
  LwRecentRow     *self = g_object_new (LW_TYPE_RECENT_ROW, NULL);
  g_autofree char *title = g_path_get_basename (path);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *remove = NULL;
  char            *suffix = strrchr (title, '.');

  if (suffix != NULL && suffix != title)
    *suffix = '\0';

  self->path = g_strdup (path);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), folder);
  remove = g_strdup_printf (_ ("Remove %s from This List"), title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->remove_button), GTK_ACCESSIBLE_PROPERTY_LABEL, remove, -1);

  lw_recent_look_async (path, self->cancellable, looked_cb, g_object_ref (self));

  return GTK_WIDGET (self);
}

const char *
lw_recent_row_get_path (LwRecentRow *self)
{
  g_return_val_if_fail (LW_IS_RECENT_ROW (self), NULL);

  return self->path;
}

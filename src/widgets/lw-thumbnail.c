/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-thumbnail.h"

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GtkImage) image = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  g_autoptr (GBytes) bytes = lw_picture_loader_thumbnail_finish (LW_PICTURE_LOADER (source), result, &error);

  if (bytes != NULL)
    texture = gdk_texture_new_from_bytes (bytes, &error);

  if (texture != NULL)
    gtk_image_set_from_paintable (image, GDK_PAINTABLE (texture));
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      gtk_image_set_from_icon_name (image, "image-missing-symbolic");
      gtk_widget_set_tooltip_text (GTK_WIDGET (image), error->message);
    }
}

void
lw_thumbnail_load (GtkImage        *image,
                   LwPictureLoader *loader,
                   const char      *path,
                   GCancellable    *cancellable)
{
  lw_picture_loader_thumbnail_async (loader, path, cancellable, loaded_cb, g_object_ref (image));
}

/* lw-label-page-say.c - what those who cannot see the page hear of it
 *
 * Everything here is on the screen anyway, at the place where it happens; the canvas, which
 * has the focus, says it.  What eyes need to be told as well is announced where it happens.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lw-label-page-private.h"

#include "lw-progress-text.h"

#include <glib/gi18n-lib.h>

static char *
dup_image (LwLabelPage *self)
{
  LwImageList *images = lw_project_get_images (self->project);
  g_autoptr (LwImageItem) item = lw_image_list_dup_item (images, self->image_key);
  const guint      position = lw_image_list_find (images, self->image_key);
  const guint      n_images = g_list_model_get_n_items (G_LIST_MODEL (images));
  g_autofree char *text = NULL;

  if (item == NULL)
    return NULL;

  text = g_strdup_printf ("%s, %s", lw_image_item_get_name (item), lw_progress_to_text (lw_image_item_get_progress (item)));

  if (lw_image_item_is_flagged (item))
    {
      char *flagged = g_strdup_printf ("%s, %s", text, _ ("flagged"));

      g_free (text);
      text = flagged;
    }

  if (position == G_MAXUINT)
    return g_steal_pointer (&text);

  /* Translators: an image with its state, and its place in the list: "0003.jpg, Open, 3 of 60" */
  return g_strdup_printf (_ ("%s, %u of %u"), text, position + 1, n_images);
}

void
lw_label_page_say_image (LwLabelPage *self,
                         const char  *before)
{
  g_autofree char *image = self->project != NULL ? dup_image (self) : NULL;
  g_autofree char *text = before != NULL && image != NULL ? g_strjoin ("; ", before, image, NULL) : NULL;

  if (image != NULL)
    lw_canvas_say (self->canvas, text != NULL ? text : image);
}

void
lw_label_page_say_step (LwLabelPage *self,
                        const char  *text,
                        gboolean     is_elsewhere)
{
  lw_label_page_say (self, text);

  if (is_elsewhere)
    lw_label_page_say_image (self, text);
}

void
lw_label_page_say_class (LwLabelPage *self,
                         gint64       class_key,
                         guint        n_boxes)
{
  const LwClassRow *class = lw_project_find_class (self->project, class_key);
  g_autofree char *text = NULL;

  if (class == NULL)
    return;

  if (n_boxes == 0)
    text = g_strdup_printf (_ ("Drawing with %s"), class->name);
  else
    text = g_strdup_printf (ngettext ("%u box is now %s", "%u boxes are now %s", n_boxes), n_boxes, class->name);

  lw_canvas_say (self->canvas, text);
}

void
lw_label_page_say_zoom (LwLabelPage *self)
{
  g_autofree char *text = g_strdup_printf (_ ("Zoom %.0f%%"), lw_canvas_get_zoom (self->canvas) * 100);

  lw_canvas_say (self->canvas, text);
}

void
lw_label_page_say_switch (LwLabelPage *self,
                          const char  *title,
                          gboolean     is_on)
{
  /* Translators: something that can be switched: "Rulers: on" */
  g_autofree char *text = g_strdup_printf (is_on ? _ ("%s: on") : _ ("%s: off"), title);

  lw_canvas_say (self->canvas, text);
}

/* --- How the picture is shown --- */

static void
tone_changed_cb (LwLabelPage *self)
{
  const char *tone = gtk_label_get_label (self->tone_label);

  lw_canvas_say (self->canvas, *tone != '\0' ? tone : _ ("Picture as in the file"));
}

void
lw_label_page_init_say (LwLabelPage *self)
{
  g_signal_connect_object (self->tone_label, "notify::label", G_CALLBACK (tone_changed_cb), self, G_CONNECT_SWAPPED);
}

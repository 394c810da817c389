/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-image-cell.h"

#include "lw-progress-text.h"
#include "lw-short-text.h"
#include "lw-thumbnail.h"
#include "lw-ui.h"

#include <glib/gi18n-lib.h>

/* As much of a note as a tooltip has room for, or anybody listens to. */
#define MAX_NOTE_BYTES 1000

struct _LwImageCell
{
  GtkBox parent_instance;

  LwProject    *project; /* borrowed while there is an item */
  LwImageItem  *item;
  GCancellable *cancellable;

  /* Template */
  GtkImage *thumbnail;
  GtkLabel *name_label;
  GtkLabel *count_label;
  GtkImage *flag_image;
  GtkImage *state_image;
};

G_DEFINE_FINAL_TYPE (LwImageCell, lw_image_cell, GTK_TYPE_BOX)

/* "flagged", or "flagged: unclear margin". */
static char *
dup_flag (LwImageCell *self)
{
  g_autofree char *note = lw_project_dup_note (self->project, lw_image_item_get_key (self->item));
  g_autofree char *shown = lw_short_text_dup (note, MAX_NOTE_BYTES);

  if (note == NULL || *note == '\0')
    return g_strdup (_ ("flagged"));

  /* Translators: with the note that somebody wrote. */
  return g_strdup_printf (_ ("flagged: %s"), shown);
}

static char *
dup_description (LwImageCell *self)
{
  LwImageItem     *item = self->item;
  guint            n_boxes = lw_image_item_get_n_boxes (item);
  guint            n_tags = lw_image_item_get_n_tags (item);
  g_autofree char *boxes = g_strdup_printf (ngettext ("%u box", "%u boxes", n_boxes), n_boxes);
  g_autofree char *tags = g_strdup_printf (ngettext ("%u image class", "%u image classes", n_tags), n_tags);

  if (lw_image_item_is_flagged (item))
    {
      g_autofree char *flag = dup_flag (self);

      /* Translators: the same as below, of an image that is flagged; at the end its note */
      return g_strdup_printf (_ ("%s, %s, %s, %s, %s"), lw_image_item_get_name (item),
                              lw_progress_to_text (lw_image_item_get_progress (item)), boxes, tags, flag);
    }

  /* Translators: an image in the list: "0003.jpg, Done, 14 boxes, 1 image class" */
  return g_strdup_printf (_ ("%s, %s, %s, %s"), lw_image_item_get_name (item),
                          lw_progress_to_text (lw_image_item_get_progress (item)), boxes, tags);
}

static void
update (LwImageCell *self)
{
  LwProgress       progress = lw_image_item_get_progress (self->item);
  guint            n_labels = lw_image_item_get_n_boxes (self->item) + lw_image_item_get_n_tags (self->item);
  g_autofree char *count = n_labels > 0 ? g_strdup_printf ("%u", n_labels) : g_strdup ("");
  g_autofree char *description = dup_description (self);
  GtkWidget       *list_item = gtk_widget_get_parent (GTK_WIDGET (self));

  gtk_label_set_label (self->count_label, count);
  gtk_widget_set_visible (GTK_WIDGET (self->flag_image), lw_image_item_is_flagged (self->item));
  gtk_image_set_from_icon_name (self->state_image, lw_progress_to_icon (progress));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->state_image), lw_progress_to_text (progress));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->state_image), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  lw_progress_to_text (progress), -1);

  if (list_item != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (list_item), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    description, -1);
}

/* Asked for only when somebody wants to know: the notes of all images are many. */
static gboolean
flag_tooltip_cb (LwImageCell *self,
                 int          x,
                 int          y,
                 gboolean     is_keyboard,
                 GtkTooltip  *tooltip)
{
  g_autofree char *note = NULL;
  g_autofree char *shown = NULL;

  if (self->item == NULL || !(note = lw_project_dup_note (self->project, lw_image_item_get_key (self->item))))
    return FALSE;

  shown = lw_short_text_dup (note, MAX_NOTE_BYTES);
  gtk_tooltip_set_text (tooltip, *note != '\0' ? shown : _ ("Flagged"));

  return TRUE;
}

/* Another note, and the image is flagged as before: the item knows nothing of that. */
static void
labels_changed_cb (LwImageCell *self,
                   gint64       image_key)
{
  if (self->item != NULL && (image_key == 0 || image_key == lw_image_item_get_key (self->item)) &&
      lw_image_item_is_flagged (self->item))
    update (self);
}

static void
clear (LwImageCell *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);

  if (self->item != NULL)
    {
      g_signal_handlers_disconnect_by_func (self->item, update, self);
      g_signal_handlers_disconnect_by_func (self->project, labels_changed_cb, self);
    }

  g_clear_object (&self->item);
}

static void
lw_image_cell_dispose (GObject *object)
{
  clear (LW_IMAGE_CELL (object));
  gtk_widget_dispose_template (GTK_WIDGET (object), LW_TYPE_IMAGE_CELL);

  G_OBJECT_CLASS (lw_image_cell_parent_class)->dispose (object);
}

static void
lw_image_cell_class_init (LwImageCellClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lw_image_cell_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, LW_UI ("lw-image-cell.ui"));
  gtk_widget_class_bind_template_child (widget_class, LwImageCell, thumbnail);
  gtk_widget_class_bind_template_child (widget_class, LwImageCell, name_label);
  gtk_widget_class_bind_template_child (widget_class, LwImageCell, count_label);
  gtk_widget_class_bind_template_child (widget_class, LwImageCell, flag_image);
  gtk_widget_class_bind_template_child (widget_class, LwImageCell, state_image);
  gtk_widget_class_bind_template_callback (widget_class, flag_tooltip_cb);
}

static void
lw_image_cell_init (LwImageCell *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
lw_image_cell_new (void)
{
  return g_object_new (LW_TYPE_IMAGE_CELL, NULL);
}

void
lw_image_cell_set_item (LwImageCell *self,
                        LwProject   *project,
                        LwImageItem *item)
{
  g_autofree char *path = NULL;

  g_return_if_fail (LW_IS_IMAGE_CELL (self));

  clear (self);
  gtk_image_clear (self->thumbnail);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->thumbnail), NULL);

  if (item == NULL)
    return;

  self->item = g_object_ref (item);
  self->project = project;
  self->cancellable = g_cancellable_new ();

  gtk_label_set_label (self->name_label, lw_image_item_get_name (item));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->name_label), lw_image_item_get_path (item));

  g_signal_connect_swapped (item, "notify::n-boxes", G_CALLBACK (update), self);
  g_signal_connect_swapped (item, "notify::n-tags", G_CALLBACK (update), self);
  g_signal_connect_swapped (item, "notify::progress", G_CALLBACK (update), self);
  g_signal_connect_swapped (item, "notify::is-flagged", G_CALLBACK (update), self);
  g_signal_connect_object (project, "labels-changed", G_CALLBACK (labels_changed_cb), self, G_CONNECT_SWAPPED);
  update (self);

  path = lw_project_dup_image_path (project, lw_image_item_get_key (item));
  lw_thumbnail_load (self->thumbnail, lw_project_get_picture_loader (project), path, self->cancellable);
}

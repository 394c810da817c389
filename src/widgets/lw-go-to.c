/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-go-to.h"

#include "lw-progress-text.h"
#include "lw-ui.h"

#include <glib/gi18n-lib.h>

/* As many as can be taken in at a glance. */
#define N_MATCHES 8

struct _LwGoTo
{
  GtkPopover parent_instance;

  LwImageList *images; /* borrowed: the page's project has it */

  /* Template */
  GtkEditable *entry;
  GtkListBox  *list_box;
  GtkLabel    *empty_label;
};

enum
{
  SIGNAL_IMAGE_CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LwGoTo, lw_go_to, GTK_TYPE_POPOVER)

static void
add_row (LwGoTo *self,
         gint64  image_key)
{
  g_autoptr (LwImageItem) item = lw_image_list_dup_item (self->images, image_key);
  const guint      position = lw_image_list_find (self->images, image_key);
  GtkWidget       *row = gtk_list_box_row_new ();
  GtkWidget       *label;
  g_autofree char *text = NULL;

  if (item == NULL)
    return;

  /* Translators: an image to go to: its number in the list, name, state */
  text = g_strdup_printf (_ ("%u · %s · %s"), position + 1, lw_image_item_get_name (item),
                          lw_progress_to_text (lw_image_item_get_progress (item)));
  label = gtk_label_new (text);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  g_object_set_data_full (G_OBJECT (row), "image-key", g_memdup2 (&image_key, sizeof image_key), g_free);
  gtk_list_box_append (self->list_box, row);
}

/* The number in the list, as the status line counts them; 0 where it is none. */
static gint64
find_numbered (LwGoTo     *self,
               const char *text)
{
  guint64 number;
  g_autoptr (LwImageItem) item = NULL;

  if (!g_ascii_string_to_unsigned (text, 10, 1, G_MAXUINT, &number, NULL))
    return 0;

  item = g_list_model_get_item (G_LIST_MODEL (self->images), (guint) number - 1);

  return item != NULL ? lw_image_item_get_key (item) : 0;
}

static void
clear_rows (LwGoTo *self)
{
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->list_box))) != NULL)
    gtk_list_box_remove (self->list_box, row);
}

static void
search_changed_cb (LwGoTo *self)
{
  const char *text = gtk_editable_get_text (self->entry);
  gint64      numbered = 0;
  g_autoptr (GArray) keys = NULL;

  clear_rows (self);

  if (self->images != NULL && *text != '\0')
    {
      if ((numbered = find_numbered (self, text)) != 0)
        add_row (self, numbered);

      keys = lw_image_list_search (self->images, text, N_MATCHES);

      for (guint i = 0; i < keys->len; i++)
        if (g_array_index (keys, gint64, i) != numbered)
          add_row (self, g_array_index (keys, gint64, i));
    }

  gtk_list_box_select_row (self->list_box, gtk_list_box_get_row_at_index (self->list_box, 0));
  gtk_widget_set_visible (GTK_WIDGET (self->list_box), gtk_list_box_get_row_at_index (self->list_box, 0) != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->empty_label),
                          *text != '\0' && gtk_list_box_get_row_at_index (self->list_box, 0) == NULL);
}

static void
choose (LwGoTo        *self,
        GtkListBoxRow *row)
{
  gint64 image_key;

  if (row == NULL)
    return;

  image_key = *(gint64 *) g_object_get_data (G_OBJECT (row), "image-key");
  gtk_popover_popdown (GTK_POPOVER (self));
  g_signal_emit (self, signals[SIGNAL_IMAGE_CHOSEN], 0, image_key);
}

static void
activate_cb (LwGoTo *self)
{
  /* What has just been typed may not have been looked for yet. */
  search_changed_cb (self);
  choose (self, gtk_list_box_get_selected_row (self->list_box));
}

static void
row_activated_cb (LwGoTo        *self,
                  GtkListBoxRow *row)
{
  choose (self, row);
}

static void
stop_search_cb (LwGoTo *self)
{
  gtk_popover_popdown (GTK_POPOVER (self));
}

static void
button_clicked_cb (LwGoTo *self)
{
  gtk_popover_popdown (GTK_POPOVER (self));
}

static void
show_cb (LwGoTo *self)
{
  gtk_editable_set_text (self->entry, "");
  search_changed_cb (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}

static void
lw_go_to_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), LW_TYPE_GO_TO);

  G_OBJECT_CLASS (lw_go_to_parent_class)->dispose (object);
}

static void
lw_go_to_class_init (LwGoToClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lw_go_to_dispose;

  signals[SIGNAL_IMAGE_CHOSEN] =
      g_signal_new ("image-chosen", LW_TYPE_GO_TO, G_SIGNAL_RUN_LAST,
                    0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);

  gtk_widget_class_set_template_from_resource (widget_class, LW_UI ("lw-go-to.ui"));
  gtk_widget_class_bind_template_child (widget_class, LwGoTo, entry);
  gtk_widget_class_bind_template_child (widget_class, LwGoTo, list_box);
  gtk_widget_class_bind_template_child (widget_class, LwGoTo, empty_label);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_search_cb);
  gtk_widget_class_bind_template_callback (widget_class, button_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_cb);
}

static void
lw_go_to_init (LwGoTo *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
lw_go_to_set_images (LwGoTo      *self,
                     LwImageList *images)
{
  g_return_if_fail (LW_IS_GO_TO (self));

  self->images = images;
}

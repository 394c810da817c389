/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-palette-row.h"

#include "lw-colour-dot.h"
#include "lw-keys.h"
#include "lw-ui.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

struct _LwPaletteRow
{
  GtkListBoxRow parent_instance;

  gint64   class_key;
  guint32  colour;
  char    *name;
  gboolean is_updating;
  guint    position; /* among the classes, which is what its keys go by */

  /* Template */
  GtkLabel       *key_label;
  GtkButton      *colour_button;
  LwColourDot    *dot;
  GtkLabel       *name_label;
  GtkLabel       *count_label;
  GtkCheckButton *tag_check;
};

enum
{
  SIGNAL_TAG_TOGGLED,
  SIGNAL_COLOUR_CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LwPaletteRow, lw_palette_row, GTK_TYPE_LIST_BOX_ROW)

static void
tag_toggled_cb (LwPaletteRow *self)
{
  if (!self->is_updating)
    g_signal_emit (self, signals[SIGNAL_TAG_TOGGLED], 0);
}

static void
colour_response_cb (GtkDialog    *dialog,
                    int           response,
                    LwPaletteRow *self)
{
  if (response == GTK_RESPONSE_OK)
    {
      GdkRGBA rgba;

      gtk_color_chooser_get_rgba (GTK_COLOR_CHOOSER (dialog), &rgba);
      g_signal_emit (self, signals[SIGNAL_COLOUR_CHOSEN], 0, lw_colour_from_rgba (&rgba));
    }

  gtk_window_destroy (GTK_WINDOW (dialog));
}

static void
colour_clicked_cb (LwPaletteRow *self)
{
  g_autofree char *title = g_strdup_printf (_ ("Colour of %s"), self->name);
  GtkWindow       *window = GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));
  GtkWidget       *dialog = gtk_color_chooser_dialog_new (title, window);
  GdkRGBA          rgba = lw_colour_to_rgba (self->colour);

  gtk_window_set_modal (GTK_WINDOW (dialog), TRUE);
  gtk_color_chooser_set_use_alpha (GTK_COLOR_CHOOSER (dialog), FALSE);
  gtk_color_chooser_set_rgba (GTK_COLOR_CHOOSER (dialog), &rgba);
  g_signal_connect_object (dialog, "response", G_CALLBACK (colour_response_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
lw_palette_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), LW_TYPE_PALETTE_ROW);

  G_OBJECT_CLASS (lw_palette_row_parent_class)->dispose (object);
}

static void
lw_palette_row_finalize (GObject *object)
{
  g_free (LW_PALETTE_ROW (object)->name);

  G_OBJECT_CLASS (lw_palette_row_parent_class)->finalize (object);
}

static void
lw_palette_row_class_init (LwPaletteRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lw_palette_row_dispose;
  G_OBJECT_CLASS (klass)->finalize = lw_palette_row_finalize;

  signals[SIGNAL_TAG_TOGGLED] =
      g_signal_new ("tag-toggled", LW_TYPE_PALETTE_ROW, G_SIGNAL_RUN_LAST,
                    0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_COLOUR_CHOSEN] =
      g_signal_new ("colour-chosen", LW_TYPE_PALETTE_ROW, G_SIGNAL_RUN_LAST,
                    0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);

  g_type_ensure (LW_TYPE_COLOUR_DOT);
  gtk_widget_class_set_template_from_resource (widget_class, LW_UI ("lw-palette-row.ui"));
  gtk_widget_class_bind_template_child (widget_class, LwPaletteRow, key_label);
  gtk_widget_class_bind_template_child (widget_class, LwPaletteRow, colour_button);
  gtk_widget_class_bind_template_child (widget_class, LwPaletteRow, dot);
  gtk_widget_class_bind_template_child (widget_class, LwPaletteRow, name_label);
  gtk_widget_class_bind_template_child (widget_class, LwPaletteRow, count_label);
  gtk_widget_class_bind_template_child (widget_class, LwPaletteRow, tag_check);
  gtk_widget_class_bind_template_callback (widget_class, tag_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, colour_clicked_cb);
}

static void
lw_palette_row_init (LwPaletteRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
update_texts_cb (LwPaletteRow *self)
{
  g_autofree char *class_action = g_strdup_printf ("label.class(%u)", self->position);
  g_autofree char *tag_action = g_strdup_printf ("label.tag(%u)", self->position);
  g_autofree char *key = lw_keys_dup_label (class_action);
  g_autofree char *colour = g_strdup_printf (_ ("Colour of %s"), self->name);
  g_autofree char *tag = g_strdup_printf (_ ("The whole image is %s"), self->name);

  gtk_label_set_label (self->key_label, key != NULL ? key : "");
  gtk_label_set_label (self->name_label, self->name);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->name_label), self->name);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->colour_button), colour);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->colour_button), GTK_ACCESSIBLE_PROPERTY_LABEL, colour, -1);
  lw_keys_set_tooltip (GTK_WIDGET (self->tag_check), tag, tag_action);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->tag_check), GTK_ACCESSIBLE_PROPERTY_LABEL, tag, -1);
}

GtkWidget *
lw_palette_row_new (const LwClassRow *class,
                    guint position)
{
  LwPaletteRow *self = g_object_new (LW_TYPE_PALETTE_ROW, NULL);

  self->class_key = class->key;
  self->colour = class->colour;
  self->name = g_strdup (class->name);

  lw_colour_dot_set_colour (self->dot, class->colour);
  self->position = position;
  update_texts_cb (self);
  g_signal_connect_object (lw_keys_get_map (), "changed", G_CALLBACK (update_texts_cb), self, G_CONNECT_SWAPPED);
  lw_palette_row_set_count (self, 0, 0);

  return GTK_WIDGET (self);
}

gint64
lw_palette_row_get_class_key (LwPaletteRow *self)
{
  g_return_val_if_fail (LW_IS_PALETTE_ROW (self), 0);

  return self->class_key;
}

void
lw_palette_row_set_count (LwPaletteRow *self,
                          guint64       n_boxes,
                          guint64       n_tags)
{
  g_autofree char *text = NULL;
  g_autofree char *description = NULL;

  g_return_if_fail (LW_IS_PALETTE_ROW (self));

  text = g_strdup_printf ("%" PRIu64, n_boxes + n_tags);

  /* Translators: a class, how many boxes, how many whole images. */
  description = g_strdup_printf (_ ("%s, boxes: %" PRIu64 ", images: %" PRIu64),
                                 self->name, n_boxes, n_tags);
  gtk_label_set_label (self->count_label, n_boxes + n_tags > 0 ? text : "");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, description, -1);
}

void
lw_palette_row_set_tagged (LwPaletteRow *self,
                           gboolean      tagged)
{
  g_return_if_fail (LW_IS_PALETTE_ROW (self));

  self->is_updating = TRUE;
  gtk_check_button_set_active (self->tag_check, tagged);
  self->is_updating = FALSE;
}

void
lw_palette_row_set_editable (LwPaletteRow *self,
                             gboolean      editable)
{
  g_return_if_fail (LW_IS_PALETTE_ROW (self));

  gtk_widget_set_sensitive (GTK_WIDGET (self->colour_button), editable);
  gtk_widget_set_sensitive (GTK_WIDGET (self->tag_check), editable);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-scale-dialog.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <math.h>

/* What a length is given of; places in the drop-down. */
typedef enum
{
  OF_PIXEL,
  OF_WIDTH,
  OF_HEIGHT,
} Of;

typedef struct
{
  LwScaleFunc       func;
  GObject          *user_data;
  AdwMessageDialog *dialog;
  double            width_px, height_px;
  GtkDropDown      *of_drop_down; /* NULL without a box */
  GtkEditable      *length_entry;
  GtkDropDown      *unit_drop_down;
  GtkLabel         *result_label;
} Question;

static void
question_free (gpointer  data,
               GClosure *closure)
{
  Question *self = data;

  g_clear_object (&self->user_data);
  g_free (self);
}

static double
get_pixels (Question *self)
{
  Of of = self->of_drop_down != NULL ? (Of) gtk_drop_down_get_selected (self->of_drop_down) : OF_PIXEL;

  switch (of)
    {
    case OF_WIDTH:
      return self->width_px;

    case OF_HEIGHT:
      return self->height_px;

    case OF_PIXEL:
    default:
      return 1;
    }
}

/* Without a length where none is typed.  A point and a comma are both understood: a number
 * copied from a microscope knows no language. */
static LwScale
get_scale (Question *self)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (self->length_entry)));
  char            *end;
  double           length;

  g_strdelimit (text, ",", '.');
  length = g_ascii_strtod (text, &end);
  if (end == text || *end != '\0' || !isfinite (length) || length <= 0)
    return (LwScale){ 0 };

  return (LwScale){ length / get_pixels (self), (LwUnit) gtk_drop_down_get_selected (self->unit_drop_down) };
}

static void
update (Question *self)
{
  LwScale          scale = get_scale (self);
  g_autofree char *hundred = lw_scale_dup_length (&scale, 100);
  g_autofree char *text = NULL;

  if (hundred != NULL)
    text = g_strdup_printf (_ ("100 pixels are %s."), hundred);

  gtk_label_set_label (self->result_label, text != NULL ? text : _ ("Type a length above 0."));
  adw_message_dialog_set_response_enabled (self->dialog, "set", text != NULL);
}

static void
response_cb (AdwMessageDialog *dialog,
             const char       *response,
             Question         *self)
{
  LwScale scale = { 0 };

  if (g_str_equal (response, "set"))
    scale = get_scale (self);

  self->func (g_str_equal (response, "cancel") ? NULL : &scale, self->user_data);
}

static void
set_label (GtkWidget  *widget,
           const char *label)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static GtkWidget *
new_of (Question *self)
{
  g_autofree char *width = g_strdup_printf (_ ("The width of the box, %.4g pixels, is"), self->width_px);
  g_autofree char *height = g_strdup_printf (_ ("The height of the box, %.4g pixels, is"), self->height_px);
  const char      *texts[] = { _ ("A pixel is"), width, height, NULL };
  GtkWidget       *drop_down;

  if (self->width_px <= 0)
    return gtk_label_new (_ ("A pixel is"));

  drop_down = gtk_drop_down_new_from_strings (texts);
  self->of_drop_down = GTK_DROP_DOWN (drop_down);
  set_label (drop_down, _ ("What the length is of"));
  g_signal_connect_swapped (drop_down, "notify::selected", G_CALLBACK (update), self);

  return drop_down;
}

static GtkWidget *
new_length (Question      *self,
            const LwScale *scale)
{
  GtkWidget       *entry = gtk_entry_new ();
  g_autofree char *text = g_strdup_printf ("%.9g", scale->per_pixel);

  self->length_entry = GTK_EDITABLE (entry);
  gtk_editable_set_text (self->length_entry, lw_scale_is_set (scale) ? text : "");
  gtk_editable_set_width_chars (self->length_entry, 9);
  gtk_editable_set_max_width_chars (self->length_entry, 9);
  gtk_entry_set_activates_default (GTK_ENTRY (entry), TRUE);
  set_label (entry, _ ("Length"));
  g_signal_connect_swapped (entry, "changed", G_CALLBACK (update), self);

  return entry;
}

static GtkWidget *
new_unit (Question      *self,
          const LwScale *scale)
{
  const char *symbols[LW_N_UNITS + 1] = { NULL };
  GtkWidget  *drop_down;

  for (int i = 0; i < LW_N_UNITS; i++)
    symbols[i] = lw_unit_get_symbol ((LwUnit) i);

  drop_down = gtk_drop_down_new_from_strings (symbols);
  self->unit_drop_down = GTK_DROP_DOWN (drop_down);
  gtk_drop_down_set_selected (self->unit_drop_down, lw_scale_is_set (scale) ? scale->unit : LW_UNIT_UM);
  set_label (drop_down, _ ("Unit"));
  g_signal_connect_swapped (drop_down, "notify::selected", G_CALLBACK (update), self);

  return drop_down;
}

static GtkWidget *
new_form (Question      *self,
          const LwScale *scale)
{
  GtkWidget *form = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *result = gtk_label_new (NULL);

  gtk_widget_set_halign (row, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (form), new_of (self));
  gtk_box_append (GTK_BOX (row), new_length (self, scale));
  gtk_box_append (GTK_BOX (row), new_unit (self, scale));
  gtk_box_append (GTK_BOX (form), row);

  self->result_label = GTK_LABEL (result);
  gtk_widget_add_css_class (result, "dim-label");
  gtk_box_append (GTK_BOX (form), result);

  return form;
}

void
lw_scale_dialog_ask (GtkWidget     *parent,
                     const LwScale *scale,
                     double         width_px,
                     double         height_px,
                     LwScaleFunc    func,
                     gpointer       user_data)
{
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (parent));
  Question  *self = g_new0 (Question, 1);

  self->func = func;
  self->user_data = user_data != NULL ? g_object_ref (user_data) : NULL;
  self->width_px = width_px;
  self->height_px = height_px;
  self->dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (window, _ ("Scale"),
                                                             width_px > 0 ? _ ("Say how long a pixel is, or how large the selected box is in the world.")
                                                                          : _ ("Say how long a pixel is. To measure it, select one box of a known size first.")));

  adw_message_dialog_set_extra_child (self->dialog, new_form (self, scale));
  adw_message_dialog_add_response (self->dialog, "cancel", _ ("_Cancel"));
  if (lw_scale_is_set (scale))
    adw_message_dialog_add_response (self->dialog, "remove", _ ("_No Scale"));
  adw_message_dialog_add_response (self->dialog, "set", _ ("_Set"));
  adw_message_dialog_set_response_appearance (self->dialog, "set", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (self->dialog, "set");
  adw_message_dialog_set_close_response (self->dialog, "cancel");
  g_signal_connect_data (self->dialog, "response", G_CALLBACK (response_cb), self, question_free, 0);

  update (self);
  gtk_window_present (GTK_WINDOW (self->dialog));
  gtk_widget_grab_focus (GTK_WIDGET (self->length_entry));
}

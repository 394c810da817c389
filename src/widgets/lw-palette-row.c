/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-palette-row.h"

#include "lw-colour-dialog.h"
#include "lw-colour-dot.h"
#include "lw-keys.h"
#include "lw-ui.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

#define INDENT_PX 14

struct _LwPaletteRow
{
  GtkBox parent_instance;

  LwClassItem *item;
  gboolean     is_updating;
  gboolean     is_editable;
  gboolean     shows_tags;

  GtkCheckButton *no_tag; /* the other one of the group of tag_radio; owned */

  /* Template */
  GtkImage       *fold_image;
  GtkLabel       *key_label;
  LwColourDot    *dot;
  GtkLabel       *name_label;
  GtkLabel       *path_label;
  GtkLabel       *count_label;
  GtkLabel       *asked_label;
  GtkCheckButton *tag_check, *tag_radio; /* one of them is shown */
  GtkWidget      *radio_box;
};

enum
{
  SIGNAL_CHOSEN,
  SIGNAL_FOLD_TOGGLED,
  SIGNAL_TAG_TOGGLED,
  SIGNAL_COLOUR_CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LwPaletteRow, lw_palette_row, GTK_TYPE_BOX)

/* --- What it says --- */

static char *
dup_description (const LwClassInfo *info)
{
  const char *name = info->is_found ? info->path : info->name;

  /* Translators: a class, how many boxes, how many whole images. */
  g_autofree char *counts = g_strdup_printf (_ ("%s, boxes: %" PRIu64 ", images: %" PRIu64), name, info->n_boxes, info->n_tags);

  if (info->is_archived)
    return g_strdup_printf (_ ("%s, archived"), counts);

  if (info->is_asked)
    return g_strdup_printf (_ ("%s, the image needs one of these"), counts);

  if (info->is_recent)
    return g_strdup_printf (_ ("%s, used last"), counts);

  return g_steal_pointer (&counts);
}

static void
update_tag (LwPaletteRow      *self,
            const LwClassInfo *info)
{
  GtkCheckButton  *button = info->is_single ? self->tag_radio : self->tag_check;
  g_autofree char *tag = NULL;
  g_autofree char *tooltip = NULL;
  g_autofree char *action = g_strdup_printf ("label.tag(%d)", info->place);

  if (!self->shows_tags)
    return;

  tag = g_strdup_printf (_ ("The whole image is %s"), info->name);
  tooltip = info->place >= 0 ? lw_keys_dup_tooltip (tag, action) : g_strdup (tag);
  gtk_widget_set_visible (GTK_WIDGET (self->tag_check), !info->is_single);
  gtk_widget_set_visible (self->radio_box, info->is_single);
  gtk_widget_set_visible (GTK_WIDGET (self->asked_label), info->is_asked);
  gtk_check_button_set_active (button, info->is_tagged);
  gtk_widget_set_tooltip_text (GTK_WIDGET (button), tooltip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, tag, -1);
}

static void
update_fold (LwPaletteRow      *self,
             const LwClassInfo *info)
{
  const gboolean is_rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  const char    *folded_icon = is_rtl ? "pan-start-symbolic" : "pan-end-symbolic";
  const gboolean has_fold = info->has_children && !info->is_found;

  gtk_image_set_from_icon_name (self->fold_image, info->is_folded ? folded_icon : "pan-down-symbolic");

  /* Beside classes that fold, the others keep the place free, so that names stand in line. */
  gtk_widget_set_visible (GTK_WIDGET (self->fold_image), info->has_tree && !info->is_found);
  gtk_widget_set_opacity (GTK_WIDGET (self->fold_image), has_fold ? 1 : 0);
  gtk_widget_set_margin_start (GTK_WIDGET (self), info->is_found ? 0 : (int) info->depth * INDENT_PX);
}

/* The list item is what a screen reader stops at. */
static void
update_accessible (LwPaletteRow      *self,
                   const LwClassInfo *info)
{
  GtkWidget       *list_item = gtk_widget_get_parent (GTK_WIDGET (self));
  g_autofree char *description = NULL;

  if (list_item == NULL)
    return;

  description = dup_description (info);
  gtk_accessible_update_property (GTK_ACCESSIBLE (list_item), GTK_ACCESSIBLE_PROPERTY_LABEL, description, -1);

  if (info->has_children && !info->is_found)
    gtk_accessible_update_state (GTK_ACCESSIBLE (list_item), GTK_ACCESSIBLE_STATE_EXPANDED, !info->is_folded, -1);
  else
    gtk_accessible_reset_state (GTK_ACCESSIBLE (list_item), GTK_ACCESSIBLE_STATE_EXPANDED);
}

static void
set_css_class (GtkWidget  *widget,
               const char *css_class,
               gboolean    has_it)
{
  if (has_it)
    gtk_widget_add_css_class (widget, css_class);
  else
    gtk_widget_remove_css_class (widget, css_class);
}

static void
update (LwPaletteRow *self)
{
  const LwClassInfo *info = lw_class_item_get_info (self->item);
  g_autofree char   *count = g_strdup_printf ("%" PRIu64, info->n_boxes + info->n_tags);
  g_autofree char   *colour = g_strdup_printf (_ ("Colour of %s"), info->name);
  const gboolean     has_path = info->is_found && strlen (info->path) > strlen (info->name);
  g_autofree char   *above = has_path ? g_strndup (info->path, strlen (info->path) - strlen (info->name) - 1) : NULL;

  self->is_updating = TRUE;
  gtk_label_set_label (self->key_label, info->key_label != NULL ? info->key_label : "");
  gtk_label_set_label (self->name_label, info->name);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->name_label), info->path);
  gtk_label_set_label (self->path_label, above != NULL ? above : "");
  gtk_widget_set_visible (GTK_WIDGET (self->path_label), has_path);
  gtk_label_set_label (self->count_label, info->n_boxes + info->n_tags > 0 ? count : "");
  lw_colour_dot_set_colour (self->dot, info->colour);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->dot), colour);
  set_css_class (GTK_WIDGET (self->name_label), "dim-label", info->is_archived);
  set_css_class (GTK_WIDGET (self), "lw-recent", info->is_recent);
  update_fold (self, info);
  update_tag (self, info);
  update_accessible (self, info);
  self->is_updating = FALSE;
}

/* --- What is done to it --- */

static void
tag_toggled_cb (LwPaletteRow *self)
{
  if (self->is_updating || self->item == NULL)
    return;

  g_signal_emit (self, signals[SIGNAL_TAG_TOGGLED], 0);

  /* Shows what is, also where nobody granted the request. */
  update (self);
}

/* By itself a radio button does not go off, but a class can be taken away again.  Taken on the way
 * to the button, which would otherwise answer, too. */
static void
radio_pressed_cb (LwPaletteRow    *self,
                  int              n_presses,
                  double           x,
                  double           y,
                  GtkGestureClick *gesture)
{
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);

  if (self->item != NULL && self->is_editable)
    g_signal_emit (self, signals[SIGNAL_TAG_TOGGLED], 0);
}

static void
fold_pressed_cb (LwPaletteRow    *self,
                 int              n_presses,
                 double           x,
                 double           y,
                 GtkGestureClick *gesture)
{
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  g_signal_emit (self, signals[SIGNAL_FOLD_TOGGLED], 0);
}

static void
chosen_cb (LwPaletteRow    *self,
           int              n_presses,
           double           x,
           double           y,
           GtkGestureClick *gesture)
{
  const GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture));

  /* With these, several are selected. */
  if ((state & (GDK_CONTROL_MASK | GDK_SHIFT_MASK)) == 0)
    g_signal_emit (self, signals[SIGNAL_CHOSEN], 0);
}

static void
colour_chosen_cb (guint32  colour,
                  gpointer user_data)
{
  LwPaletteRow *self = user_data;

  if (self->item != NULL)
    g_signal_emit (self, signals[SIGNAL_COLOUR_CHOSEN], 0, colour);
}

/* The row may be bound to another class while the dialog is open: then the answer is nobody's. */
static void
item_gone_cb (GtkWindow *dialog)
{
  gtk_window_destroy (dialog);
}

static void
dot_pressed_cb (LwPaletteRow    *self,
                int              n_presses,
                double           x,
                double           y,
                GtkGestureClick *gesture)
{
  const LwClassInfo *info = lw_class_item_get_info (self->item);
  g_autofree char   *title = g_strdup_printf (_ ("Colour of %s"), info->name);
  GtkWindow         *dialog;

  if (!self->is_editable || !self->shows_tags)
    return;

  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  dialog = lw_colour_dialog_ask (GTK_WIDGET (self), title, info->colour, colour_chosen_cb, self);
  g_signal_connect_object (self, "unmap", G_CALLBACK (item_gone_cb), dialog, G_CONNECT_SWAPPED);
}

/* --- Object --- */

static void
lw_palette_row_dispose (GObject *object)
{
  LwPaletteRow *self = LW_PALETTE_ROW (object);

  lw_palette_row_set_item (self, NULL);

  if (self->tag_radio != NULL)
    gtk_check_button_set_group (self->tag_radio, NULL);

  g_clear_object (&self->no_tag);
  gtk_widget_dispose_template (GTK_WIDGET (object), LW_TYPE_PALETTE_ROW);

  G_OBJECT_CLASS (lw_palette_row_parent_class)->dispose (object);
}

static guint
new_signal (const char *name,
            guint       n_params)
{
  return g_signal_new (name, LW_TYPE_PALETTE_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, n_params,
                       G_TYPE_UINT);
}

static void
lw_palette_row_class_init (LwPaletteRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lw_palette_row_dispose;

  signals[SIGNAL_CHOSEN] = new_signal ("chosen", 0);
  signals[SIGNAL_FOLD_TOGGLED] = new_signal ("fold-toggled", 0);
  signals[SIGNAL_TAG_TOGGLED] = new_signal ("tag-toggled", 0);
  signals[SIGNAL_COLOUR_CHOSEN] = new_signal ("colour-chosen", 1);

  g_type_ensure (LW_TYPE_COLOUR_DOT);
  gtk_widget_class_set_template_from_resource (widget_class, LW_UI ("lw-palette-row.ui"));
  gtk_widget_class_bind_template_child (widget_class, LwPaletteRow, fold_image);
  gtk_widget_class_bind_template_child (widget_class, LwPaletteRow, key_label);
  gtk_widget_class_bind_template_child (widget_class, LwPaletteRow, dot);
  gtk_widget_class_bind_template_child (widget_class, LwPaletteRow, name_label);
  gtk_widget_class_bind_template_child (widget_class, LwPaletteRow, path_label);
  gtk_widget_class_bind_template_child (widget_class, LwPaletteRow, count_label);
  gtk_widget_class_bind_template_child (widget_class, LwPaletteRow, asked_label);
  gtk_widget_class_bind_template_child (widget_class, LwPaletteRow, tag_check);
  gtk_widget_class_bind_template_child (widget_class, LwPaletteRow, tag_radio);
  gtk_widget_class_bind_template_child (widget_class, LwPaletteRow, radio_box);
  gtk_widget_class_bind_template_callback (widget_class, tag_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, radio_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, fold_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, dot_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, chosen_cb);
}

static void
lw_palette_row_init (LwPaletteRow *self)
{
  self->shows_tags = TRUE;
  self->is_editable = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->asked_label), _ ("The image needs one of these classes before it is done"));

  /* Only a button in a group looks like a radio button; which siblings go off is for the project
   * to say, so that the other one of the group is never seen. */
  self->no_tag = GTK_CHECK_BUTTON (g_object_ref_sink (gtk_check_button_new ()));
  gtk_check_button_set_group (self->tag_radio, self->no_tag);
}

GtkWidget *
lw_palette_row_new (gboolean shows_tags)
{
  LwPaletteRow *self = g_object_new (LW_TYPE_PALETTE_ROW, NULL);

  self->shows_tags = shows_tags;
  gtk_widget_set_visible (GTK_WIDGET (self->tag_check), shows_tags);

  return GTK_WIDGET (self);
}

void
lw_palette_row_set_item (LwPaletteRow *self,
                         LwClassItem  *item)
{
  g_return_if_fail (LW_IS_PALETTE_ROW (self));

  if (self->item != NULL)
    g_signal_handlers_disconnect_by_func (self->item, update, self);

  g_set_object (&self->item, item);

  if (item == NULL)
    return;

  g_signal_connect_swapped (item, "changed", G_CALLBACK (update), self);
  update (self);
}

LwClassItem *
lw_palette_row_get_item (LwPaletteRow *self)
{
  g_return_val_if_fail (LW_IS_PALETTE_ROW (self), NULL);

  return self->item;
}

void
lw_palette_row_set_editable (LwPaletteRow *self,
                             gboolean      editable)
{
  g_return_if_fail (LW_IS_PALETTE_ROW (self));

  self->is_editable = editable;
  gtk_widget_set_sensitive (GTK_WIDGET (self->tag_check), editable);
  gtk_widget_set_sensitive (GTK_WIDGET (self->tag_radio), editable);
}

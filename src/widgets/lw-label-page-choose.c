/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-label-page-private.h"

#include "lw-class-key-dialog.h"
#include "lw-class-popover.h"
#include "lw-keys.h"

/* --- By the class's own key --- */

static gboolean
class_key_cb (GtkEventControllerKey *controller,
              guint                  keyval,
              guint                  keycode,
              GdkModifierType        state,
              gpointer               user_data)
{
  LwLabelPage      *self = user_data;
  g_autofree char  *pressed = lw_keys_dup_pressed (controller, keyval, keycode, state);
  const LwClassRow *row;

  if (pressed == NULL || self->project == NULL ||
      !(row = lw_class_key_find (self->project, pressed)))
    return GDK_EVENT_PROPAGATE;

  lw_label_page_set_class (self, row->key);

  return GDK_EVENT_STOP;
}

void
lw_label_page_add_class_keys (LwLabelPage *self)
{
  GtkEventController *controller = gtk_event_controller_key_new ();

  /* While the key comes up, so that an entry has it first. */
  g_signal_connect (controller, "key-pressed", G_CALLBACK (class_key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
}

/* --- From the list, beside the box --- */

static void
chosen_cb (LwLabelPage *self,
           gint64       class_key)
{
  lw_label_page_set_class (self, class_key);
}

static void
closed_cb (LwLabelPage *self)
{
  lw_label_page_focus_canvas (self);
}

/* Where the popover points: at the box, or at the middle of the canvas. */
static GdkRectangle
get_place (LwLabelPage *self)
{
  gsize            n_keys;
  const gint64    *keys = lw_canvas_get_selection (self->canvas, &n_keys);
  GtkWidget       *canvas = GTK_WIDGET (self->canvas);
  GdkRectangle     area = { gtk_widget_get_width (canvas) / 2, gtk_widget_get_height (canvas) / 3, 1, 1 };
  graphene_point_t at;

  if (n_keys > 0)
    lw_canvas_get_box_area (self->canvas, keys[0], &area);

  if (gtk_widget_compute_point (canvas, GTK_WIDGET (self), &GRAPHENE_POINT_INIT (area.x, area.y), &at))
    {
      area.x = (int) at.x;
      area.y = (int) at.y;
    }

  return area;
}

void
lw_label_page_choose_class (LwLabelPage *self)
{
  gsize             n_keys;
  const gint64     *keys = lw_canvas_get_selection (self->canvas, &n_keys);
  const LwShownBox *first = n_keys > 0 ? lw_box_model_find_box (self->boxes, keys[0]) : NULL;
  GdkRectangle      place = get_place (self);

  if (self->project == NULL || lw_project_get_classes (self->project)->len == 0)
    return;

  if (self->class_popover == NULL)
    {
      self->class_popover = lw_class_popover_new ();
      gtk_widget_set_parent (self->class_popover, GTK_WIDGET (self));
      g_signal_connect_object (self->class_popover, "class-chosen", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (self->class_popover, "closed", G_CALLBACK (closed_cb), self, G_CONNECT_SWAPPED);
    }

  lw_class_popover_set_project (LW_CLASS_POPOVER (self->class_popover), self->project);
  gtk_popover_set_pointing_to (GTK_POPOVER (self->class_popover), &place);
  lw_class_popover_open (LW_CLASS_POPOVER (self->class_popover),
                         first != NULL ? first->class_key : lw_class_palette_get_current (self->palette));
}

void
lw_label_page_drop_class_popover (LwLabelPage *self)
{
  g_clear_pointer (&self->class_popover, gtk_widget_unparent);
}

/* --- In the palette --- */

void
lw_label_page_search_class (LwLabelPage *self)
{
  g_object_set (self, "show-inspector", TRUE, NULL);
  lw_class_palette_focus_search (self->palette);
}

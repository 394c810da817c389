/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-colour-dot.h"

#include <math.h>

#define DIAMETER_PX 14

struct _LwColourDot
{
  GtkWidget parent_instance;

  guint32 colour;
};

G_DEFINE_FINAL_TYPE (LwColourDot, lw_colour_dot, GTK_TYPE_WIDGET)

static void
lw_colour_dot_measure (GtkWidget     *widget,
                       GtkOrientation orientation,
                       int            for_size,
                       int           *minimum,
                       int           *natural,
                       int           *minimum_baseline,
                       int           *natural_baseline)
{
  *minimum = *natural = DIAMETER_PX;
}

static void
lw_colour_dot_snapshot (GtkWidget   *widget,
                        GtkSnapshot *snapshot)
{
  LwColourDot   *self = LW_COLOUR_DOT (widget);
  GdkRGBA        rgba = lw_colour_to_rgba (self->colour);
  float          x = (gtk_widget_get_width (widget) - DIAMETER_PX) / 2;
  float          y = (gtk_widget_get_height (widget) - DIAMETER_PX) / 2;
  GskRoundedRect disc;

  gsk_rounded_rect_init_from_rect (&disc, &GRAPHENE_RECT_INIT (x, y, DIAMETER_PX, DIAMETER_PX),
                                   DIAMETER_PX / 2.0f);
  gtk_snapshot_push_rounded_clip (snapshot, &disc);
  gtk_snapshot_append_color (snapshot, &rgba, &disc.bounds);
  gtk_snapshot_pop (snapshot);
}

static void
lw_colour_dot_class_init (LwColourDotClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->measure = lw_colour_dot_measure;
  widget_class->snapshot = lw_colour_dot_snapshot;

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
lw_colour_dot_init (LwColourDot *self)
{
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
}

GtkWidget *
lw_colour_dot_new (void)
{
  return g_object_new (LW_TYPE_COLOUR_DOT, NULL);
}

void
lw_colour_dot_set_colour (LwColourDot *self,
                          guint32      colour)
{
  g_return_if_fail (LW_IS_COLOUR_DOT (self));

  if (self->colour == colour)
    return;

  self->colour = colour;

  gtk_widget_queue_draw (GTK_WIDGET (self));
}

GdkRGBA
lw_colour_to_rgba (guint32 colour)
{
  return (GdkRGBA){
    .red = ((colour >> 16) & 0xff) / 255.0f,
    .green = ((colour >> 8) & 0xff) / 255.0f,
    .blue = (colour & 0xff) / 255.0f,
    .alpha = 1,
  };
}

guint32
lw_colour_from_rgba (const GdkRGBA *rgba)
{
  return ((guint32) lroundf (rgba->red * 255) << 16) |
         ((guint32) lroundf (rgba->green * 255) << 8) |
         (guint32) lroundf (rgba->blue * 255);
}

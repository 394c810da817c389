/* lw-canvas-scale-bar.c - a length of the world in a corner of the canvas
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lw-canvas-hud-private.h"

#include "lw-ticks.h"

#include <math.h>

/* Logical pixels. */
#define LENGTH_MAX 160
#define THICKNESS 4
#define MARGIN 14
#define PADDING 5

/* The longest round length that fits, in a unit in which it is a number people say. */
static double
choose_length (const LwScale *scale,
               double         zoom,
               LwUnit        *unit)
{
  double length_max = LENGTH_MAX / zoom * scale->per_pixel;

  *unit = lw_unit_choose (length_max, scale->unit);

  return lw_ticks_round_down (lw_unit_convert (length_max, scale->unit, *unit));
}

void
lw_canvas_scale_bar_snapshot (LwCanvasHud *self,
                              GtkSnapshot *snapshot)
{
  const LwView    *view = &self->canvas->view;
  gboolean         is_mirrored = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  LwUnit           unit;
  double           length = choose_length (&self->scale, view->zoom, &unit);
  double           bar = lw_unit_convert (length, unit, self->scale.unit) / self->scale.per_pixel * view->zoom;
  g_autofree char *text = g_strdup_printf ("%g %s", length, lw_unit_get_symbol (unit));
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  double   x, y, width, height;
  int      text_width, text_height;
  cairo_t *cr;

  pango_layout_get_pixel_size (layout, &text_width, &text_height);
  width = ceil (fmax (bar, text_width)) + 2 * PADDING;
  height = text_height + THICKNESS + 2 * PADDING;
  x = is_mirrored ? floor (view->width_view - width - MARGIN) : MARGIN;
  y = floor (view->height_view - height - MARGIN);

  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT ((float) x, (float) y, (float) width, (float) height));
  cairo_translate (cr, x, y);
  cairo_set_source_rgba (cr, 0, 0, 0, 0.7);
  cairo_paint (cr);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_rectangle (cr, (width - bar) / 2, text_height + PADDING, bar, THICKNESS);
  cairo_fill (cr);
  cairo_move_to (cr, floor ((width - text_width) / 2), PADDING - 1);
  pango_cairo_show_layout (cr, layout);
  cairo_destroy (cr);
}

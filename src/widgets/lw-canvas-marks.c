/* lw-canvas-marks.c - what is seen of the tools: frame, lines, points, group
 *
 * Everything is drawn twice, dark and light, so that it is seen on any picture.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lw-canvas-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define POINT_RADIUS 4
#define LOCK_SIZE 9

static void
set_grey (cairo_t *cr,
          double   grey,
          double   alpha)
{
  cairo_set_source_rgba (cr, grey, grey, grey, alpha);
}

/* Widget coordinates on the edges of device pixels, the same that the overlay has. */
static LwRect
to_view (LwCanvas *self,
         LwRect    rect_img)
{
  int    scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  double zoom_px = self->view.zoom * scale;
  int    x_px, y_px;

  lw_canvas_get_origin_px (self, &x_px, &y_px);

  return (LwRect){
    (double) (lround (rect_img.x0 * zoom_px) - x_px) / scale,
    (double) (lround (rect_img.y0 * zoom_px) - y_px) / scale,
    (double) (lround (rect_img.x1 * zoom_px) - x_px) / scale,
    (double) (lround (rect_img.y1 * zoom_px) - y_px) / scale,
  };
}

/* Bounded: Cairo's numbers overflow where a box is zoomed far beyond the widget. */
static LwRect
bound (LwCanvas *self,
       LwRect    rect)
{
  return (LwRect){ fmax (rect.x0, -16), fmax (rect.y0, -16),
                   fmin (rect.x1, self->view.width_view + 16), fmin (rect.y1, self->view.height_view + 16) };
}

static void
outline (cairo_t *cr,
         LwRect   rect,
         gboolean is_dashed)
{
  static const double dashes[] = { 5, 4 };

  cairo_set_line_width (cr, 1);
  for (int i = 0; i < 2; i++)
    {
      set_grey (cr, i, i == 0 ? 0.7 : 1);
      cairo_set_dash (cr, dashes, is_dashed && i == 1 ? 2 : 0, 0);
      cairo_rectangle (cr, rect.x0 - 0.5 + i, rect.y0 - 0.5 + i, rect.x1 - rect.x0 + 1 - 2 * i, rect.y1 - rect.y0 + 1 - 2 * i);
      cairo_stroke (cr);
    }
  cairo_set_dash (cr, NULL, 0, 0);
}

static void
draw_band (LwCanvas *self,
           cairo_t  *cr)
{
  LwRect rect = bound (self, to_view (self, self->drag.rect));

  cairo_set_source_rgba (cr, 0.21, 0.52, 0.89, 0.2);
  cairo_rectangle (cr, rect.x0, rect.y0, rect.x1 - rect.x0, rect.y1 - rect.y0);
  cairo_fill (cr);
  /* Dashed: open to what it touches. */
  outline (cr, rect, self->drag.is_touching);
}

/* What the drag changes, as it would be. */
static LwRect
get_dragged (LwCanvas *self)
{
  LwRect all = self->drag.rect;

  for (guint i = 0; i < self->drag.lifted->len; i++)
    {
      LwRect rect = g_array_index (self->drag.lifted, LwCanvasLifted, i).after;

      all = i == 0 ? rect : lw_rect_union (all, rect);
    }

  return all;
}

static void
draw_snap (LwCanvas     *self,
           cairo_t      *cr,
           const LwSnap *snap,
           gboolean      is_upright)
{
  LwRect dragged = get_dragged (self);
  double low = fmin (snap->low, is_upright ? dragged.y0 : dragged.x0);
  double high = fmax (snap->high, is_upright ? dragged.y1 : dragged.x1);
  LwRect line = is_upright ? (LwRect){ snap->line, low, snap->line, high } : (LwRect){ low, snap->line, high, snap->line };
  LwRect rect;

  if (!snap->is_found)
    return;

  /* From what has its edge there to what is drawn to it, and a little beyond both. */
  rect = bound (self, to_view (self, line));
  cairo_set_source_rgb (cr, 1, 0, 0.8);
  if (is_upright)
    cairo_rectangle (cr, rect.x0 - 0.5, rect.y0 - 12, 1, rect.y1 - rect.y0 + 24);
  else
    cairo_rectangle (cr, rect.x0 - 12, rect.y0 - 0.5, rect.x1 - rect.x0 + 24, 1);
  cairo_fill (cr);
}

static void
draw_label (LwCanvas   *self,
            cairo_t    *cr,
            const char *text,
            double      x,
            double      y)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  int width, height;

  pango_layout_get_pixel_size (layout, &width, &height);
  x = CLAMP (x + 12, 0, fmax (self->view.width_view - width - 8, 0));
  y = CLAMP (y + 12, 0, fmax (self->view.height_view - height - 2, 0));
  set_grey (cr, 0, 0.7);
  cairo_rectangle (cr, x, y, width + 8, height + 2);
  cairo_fill (cr);
  set_grey (cr, 1, 1);
  cairo_move_to (cr, x + 4, y + 1);
  pango_cairo_show_layout (cr, layout);
}

static void
draw_points (LwCanvas *self,
             cairo_t  *cr)
{
  /* Translators: two of the four points of a box have been set. */
  g_autofree char *text = g_strdup_printf (_ ("%u of %u"), self->n_points, (guint) G_N_ELEMENTS (self->points_img));
  LwRect           cross = to_view (self, (LwRect){ self->x_cross_img, self->y_cross_img, self->x_cross_img, self->y_cross_img });

  if (self->n_points > 1)
    outline (cr, bound (self, to_view (self, lw_rect_around_points ((const double (*)[2]) self->points_img, self->n_points))), TRUE);

  for (guint i = 0; i < self->n_points; i++)
    {
      LwRect at = to_view (self, (LwRect){ self->points_img[i][0], self->points_img[i][1], 0, 0 });

      set_grey (cr, 0, 0.7);
      cairo_arc (cr, at.x0, at.y0, POINT_RADIUS + 1.5, 0, 2 * G_PI);
      cairo_fill (cr);
      set_grey (cr, 1, 1);
      cairo_arc (cr, at.x0, at.y0, POINT_RADIUS, 0, 2 * G_PI);
      cairo_fill (cr);
    }

  draw_label (self, cr, text, cross.x0, cross.y0);
}

/* A padlock in the corner of what is selected and stays. */
static void
draw_lock (cairo_t *cr,
           LwRect   rect)
{
  double x = rect.x1 - LOCK_SIZE - 4;
  double y = rect.y0 + LOCK_SIZE;

  for (int i = 0; i < 2; i++)
    {
      set_grey (cr, i, i == 0 ? 0.75 : 1);
      cairo_rectangle (cr, x - 1 + i, y - 1 + i, LOCK_SIZE + 2 - 2 * i, LOCK_SIZE - 2 * i);
      cairo_fill (cr);
      cairo_set_line_width (cr, i == 0 ? 3.5 : 1.5);
      cairo_arc (cr, x + LOCK_SIZE / 2.0, y, LOCK_SIZE / 3.0, G_PI, 0);
      cairo_stroke (cr);
    }
}

static void
draw_locks (LwCanvas *self,
            cairo_t  *cr)
{
  for (guint i = 0; i < self->selection->len && i < LW_CANVAS_HANDLED_MAX; i++)
    {
      const LwCanvasItem *item = lw_canvas_find_item (self, g_array_index (self->selection, gint64, i));

      if (item != NULL && lw_canvas_is_locked (item))
        draw_lock (cr, bound (self, to_view (self, item->box.rect)));
    }
}

static void
draw_group (LwCanvas *self,
            cairo_t  *cr)
{
  LwRect bounds;

  if (self->selection->len < 2 || self->selection->len > LW_CANVAS_HANDLED_MAX || !self->is_editable ||
      self->is_drawing_mode || self->drag.is_running || !lw_canvas_get_selection_bounds (self, &bounds))
    return;

  bounds = to_view (self, bounds);
  outline (cr, bound (self, bounds), TRUE);
  lw_canvas_draw_handles (cr, bounds, 0x808080);
}

void
lw_canvas_draw_marks (LwCanvas *self,
                      cairo_t  *cr)
{
  draw_locks (self, cr);
  draw_group (self, cr);

  if (self->drag.is_running && self->drag.grip.kind == LW_CANVAS_GRIP_BAND)
    draw_band (self, cr);
  if (self->drag.is_running)
    {
      draw_snap (self, cr, &self->drag.x_snap, TRUE);
      draw_snap (self, cr, &self->drag.y_snap, FALSE);
    }
  if (self->tool == LW_CANVAS_TOOL_POINTS && self->is_drawing_mode)
    draw_points (self, cr);
}

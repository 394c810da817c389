/* lw-canvas-magnifier.c - the pixels around the pointer, large enough to be counted
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lw-canvas-hud-private.h"

#include <math.h>

/* Logical pixels; the lens is a square. */
#define SIDE 184
#define DISTANCE 28

/* Against the canvas, and against the picture. */
#define ZOOM_FACTOR 4
#define ZOOM_MIN 4.0
#define ZOOM_MAX 64.0

/* More edges than that in a lens hide the pixels they run along. */
#define BOXES_MAX 200

/* What is looked at, and where it is drawn. */
typedef struct
{
  LwCanvas *canvas;
  cairo_t  *cr;
  double    x_img, y_img; /* in the middle */
  double    zoom;         /* logical pixels per pixel of the picture; whole */
} Lens;

/* The pointer, or the cross-hair that is moved by keys. */
static gboolean
find_point (LwCanvas *canvas,
            double   *x_view,
            double   *y_view)
{
  if (canvas->has_pointer)
    {
      *x_view = canvas->x_pointer_view;
      *y_view = canvas->y_pointer_view;
      return TRUE;
    }
  if (!canvas->is_drawing_mode)
    return FALSE;

  lw_view_to_view (&canvas->view, canvas->x_cross_img, canvas->y_cross_img, x_view, y_view);

  return TRUE;
}

/* Below and behind the point; where there is no room, on the other side. */
static void
find_corner (const LwView *view,
             double       *x_view,
             double       *y_view)
{
  *x_view += *x_view + DISTANCE + SIDE <= view->width_view ? DISTANCE : -DISTANCE - SIDE;
  *y_view += *y_view + DISTANCE + SIDE <= view->height_view ? DISTANCE : -DISTANCE - SIDE;
  *x_view = floor (CLAMP (*x_view, 0, fmax (view->width_view - SIDE, 0)));
  *y_view = floor (CLAMP (*y_view, 0, fmax (view->height_view - SIDE, 0)));
}

static double
to_lens_x (const Lens *lens,
           double      x_img)
{
  return SIDE / 2 + (x_img - lens->x_img) * lens->zoom;
}

static double
to_lens_y (const Lens *lens,
           double      y_img)
{
  return SIDE / 2 + (y_img - lens->y_img) * lens->zoom;
}

static void
draw_pixels (const Lens *lens)
{
  LwPixels        *pixels = lens->canvas->shown_pixels;
  double           scale_x = lw_pixels_get_width (pixels) / lens->canvas->view.width_img; /* below 1 for a preview */
  double           scale_y = lw_pixels_get_height (pixels) / lens->canvas->view.height_img;
  double           reach = SIDE / 2 / lens->zoom;
  int              x0 = MAX ((int) floor ((lens->x_img - reach) * scale_x), 0);
  int              y0 = MAX ((int) floor ((lens->y_img - reach) * scale_y), 0);
  int              x1 = MIN ((int) ceil ((lens->x_img + reach) * scale_x), lw_pixels_get_width (pixels));
  int              y1 = MIN ((int) ceil ((lens->y_img + reach) * scale_y), lw_pixels_get_height (pixels));
  cairo_surface_t *part;

  if (x0 >= x1 || y0 >= y1)
    return;

  part = cairo_image_surface_create (CAIRO_FORMAT_RGB24, x1 - x0, y1 - y0);
  lw_pixels_render (pixels, 0, x0, y0, x1 - x0, y1 - y0, lw_canvas_tiles_get_table (lens->canvas->tiles),
                    (guint32 *) (void *) cairo_image_surface_get_data (part),
                    (gsize) cairo_image_surface_get_stride (part) / 4);
  cairo_surface_mark_dirty (part);

  cairo_save (lens->cr);
  cairo_translate (lens->cr, to_lens_x (lens, x0 / scale_x), to_lens_y (lens, y0 / scale_y));
  cairo_scale (lens->cr, lens->zoom / scale_x, lens->zoom / scale_y);
  cairo_set_source_surface (lens->cr, part, 0, 0);
  cairo_pattern_set_filter (cairo_get_source (lens->cr), CAIRO_FILTER_NEAREST);
  cairo_rectangle (lens->cr, 0, 0, x1 - x0, y1 - y0);
  cairo_fill (lens->cr);
  cairo_restore (lens->cr);
  cairo_surface_destroy (part);
}

/* Black below, colour on top: seen on any ground. */
static void
draw_box (const Lens *lens,
          LwRect      rect,
          guint32     colour)
{
  double x0 = CLAMP (to_lens_x (lens, rect.x0), -9, SIDE + 9);
  double y0 = CLAMP (to_lens_y (lens, rect.y0), -9, SIDE + 9);
  double x1 = CLAMP (to_lens_x (lens, rect.x1), -9, SIDE + 9);
  double y1 = CLAMP (to_lens_y (lens, rect.y1), -9, SIDE + 9);

  cairo_rectangle (lens->cr, x0, y0, x1 - x0, y1 - y0);
  cairo_set_source_rgba (lens->cr, 0, 0, 0, 0.7);
  cairo_set_line_width (lens->cr, 4);
  cairo_stroke_preserve (lens->cr);
  cairo_set_source_rgb (lens->cr, (colour >> 16 & 0xff) / 255.0, (colour >> 8 & 0xff) / 255.0, (colour & 0xff) / 255.0);
  cairo_set_line_width (lens->cr, 2);
  cairo_stroke (lens->cr);
}

static void
draw_boxes (const Lens *lens)
{
  LwCanvas *canvas = lens->canvas;
  double    reach = SIDE / 2 / lens->zoom;

  g_array_set_size (canvas->scratch, 0);
  lw_box_index_query (canvas->index, (LwRect){ lens->x_img - reach, lens->y_img - reach, lens->x_img + reach, lens->y_img + reach },
                      canvas->scratch);

  for (guint i = 0; i < MIN (canvas->scratch->len, BOXES_MAX); i++)
    {
      const LwCanvasItem *item = canvas->items->pdata[g_array_index (canvas->scratch, guint32, i)];

      if (!item->is_lifted && !(item->box.flags & LW_CANVAS_BOX_HIDDEN))
        draw_box (lens, item->box.rect, item->box.colour);
    }
}

/* What is being dragged is where it would be dropped. */
static void
draw_dragged (const Lens *lens)
{
  const LwCanvasDrag *drag = &lens->canvas->drag;

  if (!drag->is_running)
    return;

  for (guint i = 0; i < drag->lifted->len; i++)
    {
      const LwCanvasLifted *lifted = &g_array_index (drag->lifted, LwCanvasLifted, i);
      const LwCanvasItem   *item = lw_canvas_find_item (lens->canvas, lifted->key);

      if (item != NULL)
        draw_box (lens, lifted->after, item->box.colour);
    }
  if (drag->grip.kind == LW_CANVAS_GRIP_DRAW && lw_rect_is_valid (drag->rect))
    draw_box (lens, drag->rect, 0xffffff);
}

/* Interrupted in the middle, so that the pixel under it can be seen. */
static void
draw_cross (const Lens *lens)
{
  static const double widths[] = { 3, 1 };
  double              gap = fmax (lens->zoom, 6);

  for (int i = 0; i < 2; i++)
    {
      cairo_set_source_rgba (lens->cr, i, i, i, i == 0 ? 0.6 : 1);
      cairo_set_line_width (lens->cr, widths[i]);
      cairo_move_to (lens->cr, SIDE / 2 + 0.5, 0);
      cairo_line_to (lens->cr, SIDE / 2 + 0.5, SIDE / 2 - gap);
      cairo_move_to (lens->cr, SIDE / 2 + 0.5, SIDE / 2 + gap);
      cairo_line_to (lens->cr, SIDE / 2 + 0.5, SIDE);
      cairo_move_to (lens->cr, 0, SIDE / 2 + 0.5);
      cairo_line_to (lens->cr, SIDE / 2 - gap, SIDE / 2 + 0.5);
      cairo_move_to (lens->cr, SIDE / 2 + gap, SIDE / 2 + 0.5);
      cairo_line_to (lens->cr, SIDE, SIDE / 2 + 0.5);
      cairo_stroke (lens->cr);
    }
}

static void
draw_frame (const Lens *lens)
{
  cairo_set_line_width (lens->cr, 2);
  cairo_rectangle (lens->cr, 1, 1, SIDE - 2, SIDE - 2);
  cairo_set_source_rgb (lens->cr, 0, 0, 0);
  cairo_stroke (lens->cr);
  cairo_rectangle (lens->cr, 2.5, 2.5, SIDE - 5, SIDE - 5);
  cairo_set_line_width (lens->cr, 1);
  cairo_set_source_rgb (lens->cr, 1, 1, 1);
  cairo_stroke (lens->cr);
}

void
lw_canvas_magnifier_snapshot (LwCanvasHud *self,
                              GtkSnapshot *snapshot)
{
  Lens   lens = { .canvas = self->canvas };
  double x, y;

  if (!find_point (self->canvas, &x, &y))
    return;

  lw_view_to_img (&self->canvas->view, x, y, &lens.x_img, &lens.y_img);
  lens.zoom = ceil (CLAMP (self->canvas->view.zoom * ZOOM_FACTOR, ZOOM_MIN, ZOOM_MAX));
  find_corner (&self->canvas->view, &x, &y);

  lens.cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT ((float) x, (float) y, SIDE, SIDE));
  cairo_translate (lens.cr, x, y);
  cairo_set_source_rgb (lens.cr, 0.3, 0.3, 0.3);
  cairo_paint (lens.cr);
  if (self->canvas->shown_pixels != NULL)
    draw_pixels (&lens);
  draw_boxes (&lens);
  draw_dragged (&lens);
  draw_cross (&lens);
  draw_frame (&lens);
  cairo_destroy (lens.cr);
}

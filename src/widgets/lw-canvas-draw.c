/* lw-canvas-draw.c - what moves with the pointer: hover, selection, drag, cross-hair
 *
 * Drawn on top of the ground of picture and boxes, which is kept between frames.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lw-canvas-private.h"

#include <math.h>

#define HANDLE_SIZE 8

/* Enough to draw; more selected boxes than this are a crowd, not a choice. */
#define HANDLES_MAX 1

typedef struct
{
  LwCanvas *self;
  cairo_t  *cr;
  int       scale;
  int       x_px, y_px; /* corner of the widget from that of the picture */
} Frame;

static void
set_rgb (cairo_t *cr,
         guint32  colour,
         double   alpha)
{
  cairo_set_source_rgba (cr, (colour >> 16 & 0xff) / 255.0, (colour >> 8 & 0xff) / 255.0, (colour & 0xff) / 255.0, alpha);
}

/* Widget coordinates on the edges of device pixels, the same that the overlay has. */
static LwRect
snap (const Frame *frame,
      LwRect       rect_img)
{
  double zoom_px = frame->self->view.zoom * frame->scale;

  return (LwRect){
    (double) (lround (rect_img.x0 * zoom_px) - frame->x_px) / frame->scale,
    (double) (lround (rect_img.y0 * zoom_px) - frame->y_px) / frame->scale,
    (double) (lround (rect_img.x1 * zoom_px) - frame->x_px) / frame->scale,
    (double) (lround (rect_img.y1 * zoom_px) - frame->y_px) / frame->scale,
  };
}

static void
add_rectangle (cairo_t *cr,
               LwRect   rect)
{
  cairo_rectangle (cr, rect.x0, rect.y0, rect.x1 - rect.x0, rect.y1 - rect.y0);
}

/* A ring @outside and @inside of the rect's edge: filled rather than stroked, so
 * that it lies on whole pixels. */
static void
draw_ring (cairo_t *cr,
           LwRect   rect,
           double   outside,
           double   inside)
{
  LwRect outer = { rect.x0 - outside, rect.y0 - outside, rect.x1 + outside, rect.y1 + outside };
  LwRect inner = { rect.x0 + inside, rect.y0 + inside, rect.x1 - inside, rect.y1 - inside };

  add_rectangle (cr, outer);
  if (lw_rect_is_valid (inner))
    add_rectangle (cr, inner);
  cairo_set_fill_rule (cr, CAIRO_FILL_RULE_EVEN_ODD);
  cairo_fill (cr);
}

static void
draw_handle (cairo_t *cr,
             double   x,
             double   y,
             guint32  colour)
{
  LwRect rect = { x - HANDLE_SIZE / 2, y - HANDLE_SIZE / 2, x + HANDLE_SIZE / 2, y + HANDLE_SIZE / 2 };

  set_rgb (cr, 0xffffff, 1);
  add_rectangle (cr, rect);
  cairo_fill (cr);
  set_rgb (cr, 0x000000, 0.75);
  draw_ring (cr, rect, 1, 0);
  set_rgb (cr, colour, 1);
  draw_ring (cr, rect, 0, 1);
}

void
lw_canvas_draw_handles (cairo_t *cr,
                        LwRect   rect,
                        guint32  colour)
{
  double   x_mid = floor ((rect.x0 + rect.x1) / 2);
  double   y_mid = floor ((rect.y0 + rect.y1) / 2);
  gboolean has_x_mid = rect.x1 - rect.x0 >= LW_CANVAS_MID_HANDLE_SIDE_MIN;
  gboolean has_y_mid = rect.y1 - rect.y0 >= LW_CANVAS_MID_HANDLE_SIDE_MIN;

  draw_handle (cr, rect.x0, rect.y0, colour);
  draw_handle (cr, rect.x1, rect.y0, colour);
  draw_handle (cr, rect.x0, rect.y1, colour);
  draw_handle (cr, rect.x1, rect.y1, colour);
  if (has_x_mid)
    {
      draw_handle (cr, x_mid, rect.y0, colour);
      draw_handle (cr, x_mid, rect.y1, colour);
    }
  if (has_y_mid)
    {
      draw_handle (cr, rect.x0, y_mid, colour);
      draw_handle (cr, rect.x1, y_mid, colour);
    }
}

static void
draw_hovered (const Frame *frame,
              LwRect       rect_img,
              guint32      colour)
{
  LwRect rect = snap (frame, rect_img);

  set_rgb (frame->cr, colour, 0.12);
  add_rectangle (frame->cr, rect);
  cairo_fill (frame->cr);
  set_rgb (frame->cr, colour, 1);
  draw_ring (frame->cr, rect, 1, 1);
}

static void
draw_selected (const Frame *frame,
               LwRect       rect_img,
               guint32      colour)
{
  LwRect rect = snap (frame, rect_img);

  set_rgb (frame->cr, colour, 0.12);
  add_rectangle (frame->cr, rect);
  cairo_fill (frame->cr);
  set_rgb (frame->cr, 0x000000, 0.6);
  draw_ring (frame->cr, rect, 3, 2);
  set_rgb (frame->cr, colour, 1);
  draw_ring (frame->cr, rect, 2, 1);
}

static gboolean
is_in_sight (const Frame *frame,
             LwRect       rect_img)
{
  LwRect rect = snap (frame, rect_img);
  LwRect widget = { -HANDLE_SIZE, -HANDLE_SIZE, frame->self->view.width_view + HANDLE_SIZE,
                    frame->self->view.height_view + HANDLE_SIZE };

  return rect.x0 <= widget.x1 && rect.x1 >= widget.x0 && rect.y0 <= widget.y1 && rect.y1 >= widget.y0;
}

static void
draw_selection (const Frame *frame)
{
  LwCanvas *self = frame->self;

  for (guint i = 0; i < self->selection->len; i++)
    {
      LwCanvasItem *item = lw_canvas_find_item (self, g_array_index (self->selection, gint64, i));

      if (item == NULL || item->is_lifted || !is_in_sight (frame, item->box.rect))
        continue;

      draw_selected (frame, item->box.rect, item->box.colour);
      if (self->selection->len <= HANDLES_MAX && self->is_editable && !self->is_drawing_mode && !lw_canvas_is_locked (item))
        lw_canvas_draw_handles (frame->cr, snap (frame, item->box.rect), item->box.colour);
    }
}

/* "120 × 96" beside the far corner, so that a box of a wanted size can be drawn;
 * inside the widget, wherever the corner is. */
static void
draw_size (const Frame *frame,
           LwRect       rect_img)
{
  LwRect           rect = snap (frame, rect_img);
  g_autofree char *text = lw_canvas_dup_size (frame->self, rect_img);
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (frame->self), text);
  double x, y;
  int    width, height;

  pango_layout_get_pixel_size (layout, &width, &height);
  x = CLAMP (rect.x1 - width - 8, 0, MAX (frame->self->view.width_view - width - 8, 0));
  y = CLAMP (rect.y1 + 6, 0, MAX (frame->self->view.height_view - height - 2, 0));

  cairo_save (frame->cr);
  cairo_translate (frame->cr, x, y);
  set_rgb (frame->cr, 0x000000, 0.7);
  cairo_rectangle (frame->cr, 0, 0, width + 8, height + 2);
  cairo_fill (frame->cr);
  set_rgb (frame->cr, 0xffffff, 1);
  cairo_move_to (frame->cr, 4, 1);
  pango_cairo_show_layout (frame->cr, layout);
  cairo_restore (frame->cr);
}

static void
draw_lifted (const Frame *frame)
{
  const GArray *lifted = frame->self->drag.lifted;

  for (guint i = 0; i < lifted->len; i++)
    {
      const LwCanvasLifted *one = &g_array_index (lifted, LwCanvasLifted, i);
      LwCanvasItem         *item = lw_canvas_find_item (frame->self, one->key);

      if (item == NULL || !is_in_sight (frame, one->after))
        continue;

      draw_selected (frame, one->after, item->box.colour);
      if (frame->self->drag.grip.kind == LW_CANVAS_GRIP_RESIZE)
        draw_size (frame, one->after);
    }
}

static void
draw_rubber_band (const Frame *frame)
{
  LwRect rect_img = frame->self->drag.rect;
  LwRect rect = snap (frame, rect_img);

  if (!lw_rect_is_valid (rect_img))
    return;

  set_rgb (frame->cr, 0x000000, 0.7);
  draw_ring (frame->cr, rect, 2, 1);
  set_rgb (frame->cr, 0xffffff, 1);
  draw_ring (frame->cr, rect, 1, 0);
  draw_size (frame, rect_img);
}

static void
draw_cross (const Frame *frame)
{
  LwCanvas *self = frame->self;
  LwRect    at = { floor (self->x_pointer_view), floor (self->y_pointer_view), 0, 0 };

  if (self->is_drawing_mode)
    at = snap (frame, (LwRect){ self->x_cross_img, self->y_cross_img, self->x_cross_img, self->y_cross_img });

  for (int i = 0; i < 2; i++)
    {
      /* White beside black: one of the two is seen on any ground. */
      set_rgb (frame->cr, i == 0 ? 0x000000 : 0xffffff, i == 0 ? 0.5 : 0.9);
      cairo_rectangle (frame->cr, at.x0 - i, 0, 1, self->view.height_view);
      cairo_rectangle (frame->cr, 0, at.y0 - i, self->view.width_view, 1);
      cairo_set_fill_rule (frame->cr, CAIRO_FILL_RULE_WINDING);
      cairo_fill (frame->cr);
    }
}

void
lw_canvas_draw_live (LwCanvas *self,
                     cairo_t  *cr)
{
  LwCanvasItem *hovered = self->hovered;
  Frame         frame = { .self = self, .cr = cr, .scale = gtk_widget_get_scale_factor (GTK_WIDGET (self)) };

  lw_canvas_get_origin_px (self, &frame.x_px, &frame.y_px);

  if (hovered != NULL && !hovered->is_selected && !self->drag.is_running)
    draw_hovered (&frame, hovered->box.rect, hovered->box.colour);

  if (!lw_canvas_has_crowd (self))
    draw_selection (&frame);
  if (self->drag.is_running && !lw_canvas_moves_crowd (self))
    draw_lifted (&frame);
  lw_canvas_captions_draw_live (self, cr);
  lw_canvas_ghosts_draw_live (self, cr);
  if (self->is_drawing_mode || (self->options & LW_CANVAS_GUIDES && self->has_pointer))
    draw_cross (&frame);
  if (self->drag.is_running && self->drag.grip.kind == LW_CANVAS_GRIP_DRAW)
    draw_rubber_band (&frame);
  lw_canvas_draw_marks (self, cr);
}

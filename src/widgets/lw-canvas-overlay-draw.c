/* lw-canvas-overlay-draw.c - boxes and captions, into a part of a layer
 *
 * Lines are written straight into its pixels, which is several times faster than any path of
 * Cairo at 100,000 boxes; only captions are Cairo's and Pango's work.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lw-canvas-private.h"

#include <math.h>

/* With more, casings would only darken the picture, and lines of two pixels hide it. */
#define CASED_MAX 5000
#define THICK_MAX 20000

/* What one drawing of the lines needs. */
typedef struct
{
  LwCanvas            *canvas;
  const LwCanvasLayer *layer;
  LwCanvasTarget       target;
  guint                n_boxes; /* of the picture */
} Drawing;

LwCanvasArea
lw_canvas_layer_area_of (const LwCanvasLayer *layer,
                         LwRect               rect)
{
  LwCanvasArea area = {
    (int) lround (rect.x0 * layer->zoom_px) - layer->x_px,
    (int) lround (rect.y0 * layer->zoom_px) - layer->y_px,
    (int) lround (rect.x1 * layer->zoom_px) - layer->x_px,
    (int) lround (rect.y1 * layer->zoom_px) - layer->y_px,
  };

  /* However small: a box that is there can be seen. */
  area.x1 = MAX (area.x1, area.x0 + 1);
  area.y1 = MAX (area.y1, area.y0 + 1);

  return area;
}

static int
thickness_of (const Drawing *drawing,
              LwCanvasArea   area)
{
  int scale = drawing->target.scale;
  int side = MIN (area.x1 - area.x0, area.y1 - area.y0);

  return side >= 16 * scale && drawing->n_boxes <= THICK_MAX ? 2 * scale : scale;
}

/* White stands out more beside it than black: relative luminance below 0.179 (WCAG 2.1),
 * with squares for the powers of 2.4, for every box and every frame. */
static gboolean
is_dark (guint32 colour)
{
  guint32 red = colour >> 16 & 0xff;
  guint32 green = colour >> 8 & 0xff;
  guint32 blue = colour & 0xff;

  return 54 * red * red + 183 * green * green + 18 * blue * blue < 255 * 255 * 46;
}

/* Dark beside what is light and light beside what is dark: one of the two is seen on
 * any ground. */
static guint32
casing_of (LwCanvas          *self,
           const LwCanvasBox *box)
{
  gboolean is_light = is_dark (box->colour);

  if (self->options & LW_CANVAS_STRONG)
    return is_light ? 0xffffffffu : 0xff000000u;

  return is_light ? 0x99999999u : 0x80000000u;
}

static guint32
premultiplied (const LwCanvasBox *box)
{
  guint32 red = box->colour >> 16 & 0xff;
  guint32 green = box->colour >> 8 & 0xff;
  guint32 blue = box->colour & 0xff;

  /* A third of the colour at a third of the alpha for what is to step back. */
  if (box->flags & LW_CANVAS_BOX_DIM)
    return 0x55000000u | red / 3 << 16 | green / 3 << 8 | blue / 3;

  return 0xff000000u | red << 16 | green << 8 | blue;
}

/* A suggestion has holes in its line; where the line of a label pauses, it goes on in
 * black or white, so that the two are never taken for each other. */
static LwCanvasLine
line_of (LwCanvas          *self,
         const LwCanvasBox *box)
{
  LwCanvasLine line = { .colour = premultiplied (box) };

  if (box->flags & LW_CANVAS_BOX_DASHED)
    {
      line.pattern = LW_LINE_DASHES;
      line.has_holes = TRUE;
    }
  else if (self->options & LW_CANVAS_PATTERNS)
    {
      line.pattern = box->pattern;
      line.has_holes = (box->flags & LW_CANVAS_BOX_DIM) != 0;
      line.pause_colour = is_dark (box->colour) ? 0xffffffffu : 0xff000000u;
    }

  return line;
}

static gboolean
is_drawn (const LwCanvasItem *item)
{
  return !(item->box.flags & LW_CANVAS_BOX_HIDDEN) && !item->is_lifted;
}

static void
draw_casings (const Drawing *drawing)
{
  LwCanvas *self = drawing->canvas;
  int       scale = drawing->target.scale;

  for (guint i = 0; i < self->scratch->len; i++)
    {
      const LwCanvasItem *item = self->items->pdata[g_array_index (self->scratch, guint32, i)];
      LwCanvasArea        area = lw_canvas_layer_area_of (drawing->layer, item->box.rect);
      int                 thickness = thickness_of (drawing, area);
      LwCanvasLine        line = { .colour = casing_of (self, &item->box) };

      if (is_drawn (item) && !(item->box.flags & LW_CANVAS_BOX_DIM))
        lw_canvas_frame_area (&drawing->target, lw_canvas_area_grow (area, thickness / 2 + scale), thickness + 2 * scale, &line);
    }
}

static void
draw_lines (const Drawing *drawing)
{
  LwCanvas *self = drawing->canvas;

  for (guint i = 0; i < self->scratch->len; i++)
    {
      const LwCanvasItem *item = self->items->pdata[g_array_index (self->scratch, guint32, i)];
      LwCanvasArea        area = lw_canvas_layer_area_of (drawing->layer, item->box.rect);
      int                 thickness = thickness_of (drawing, area);
      LwCanvasLine        line = line_of (self, &item->box);

      if (is_drawn (item))
        lw_canvas_frame_area (&drawing->target, lw_canvas_area_grow (area, thickness / 2), thickness, &line);
    }
}

static void
draw_chosen (const Drawing *drawing,
             LwRect         rect_img,
             guint32        colour)
{
  int          scale = drawing->target.scale;
  LwCanvasArea area = lw_canvas_layer_area_of (drawing->layer, rect_img);
  LwCanvasLine casing = { .colour = 0x99000000u };
  LwCanvasLine line = { .colour = 0xff000000u | colour };

  if (!lw_canvas_area_overlaps (lw_canvas_area_grow (area, LW_CANVAS_LINE_REACH * scale), drawing->target.clip))
    return;

  lw_canvas_frame_area (&drawing->target, lw_canvas_area_grow (area, 3 * scale), scale, &casing);
  lw_canvas_frame_area (&drawing->target, lw_canvas_area_grow (area, 2 * scale), 3 * scale, &line);
}

/* As in what moves with the pointer, but without the tint of the inside: thousands of them
 * on top of each other would hide the picture. */
static void
draw_crowd (const Drawing *drawing)
{
  LwCanvas *self = drawing->canvas;

  if (drawing->layer->has_crowd)
    for (guint i = 0; i < self->scratch->len; i++)
      {
        const LwCanvasItem *item = self->items->pdata[g_array_index (self->scratch, guint32, i)];

        if (item->is_selected && is_drawn (item))
          draw_chosen (drawing, item->box.rect, item->box.colour);
      }

  for (guint i = 0; i < self->overlay.moved->len; i++)
    {
      const LwCanvasMoved *one = &g_array_index (self->overlay.moved, LwCanvasMoved, i);

      draw_chosen (drawing, one->rect, one->colour);
    }
}

void
lw_canvas_layer_query (LwCanvas            *self,
                       const LwCanvasLayer *layer,
                       LwCanvasArea         area,
                       int                  scale)
{
  LwCanvasArea reach = lw_canvas_area_grow (area, LW_CANVAS_LINE_REACH * scale);

  g_array_set_size (self->scratch, 0);
  lw_box_index_query (self->index,
                      (LwRect){ (reach.x0 + layer->x_px) / layer->zoom_px,
                                (reach.y0 + layer->y_px) / layer->zoom_px,
                                (reach.x1 + layer->x_px) / layer->zoom_px,
                                (reach.y1 + layer->y_px) / layer->zoom_px },
                      self->scratch);
}

void
lw_canvas_layer_draw (LwCanvas      *self,
                      LwCanvasLayer *layer,
                      LwCanvasArea   clip,
                      int            scale)
{
  Drawing drawing = { .canvas = self, .layer = layer, .target = { .clip = clip, .scale = scale } };

  cairo_surface_flush (layer->surface);
  drawing.target.pixels = (guint32 *) (void *) cairo_image_surface_get_data (layer->surface);
  drawing.target.stride = cairo_image_surface_get_stride (layer->surface) / 4;
  /* Of the picture, not of the clip: a part that is redrawn must look like the rest. */
  drawing.n_boxes = lw_box_index_get_n_boxes (self->index);

  lw_canvas_fill (&drawing.target, clip, 0);
  lw_canvas_ghosts_draw (self, &drawing.target, layer->x_px, layer->y_px, layer->zoom_px);
  if (drawing.n_boxes <= CASED_MAX)
    draw_casings (&drawing);
  draw_lines (&drawing);
  draw_crowd (&drawing);
  lw_canvas_captions_blit (self, &drawing.target, layer->x_px, layer->y_px);
  cairo_surface_mark_dirty (layer->surface);
}

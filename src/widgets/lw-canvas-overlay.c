/* lw-canvas-overlay.c - the layer of boxes that is kept between frames
 *
 * A surface somewhat larger than the widget: panning only shifts it.  Lines are
 * written straight into its pixels, which is several times faster than any path
 * of Cairo at 100,000 boxes; only captions are Cairo's and Pango's work.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lw-canvas-private.h"

#include <math.h>
#include <string.h>

/* How far one can pan before the overlay is drawn again, in device pixels: a flick
 * of the mouse stays inside, and the surface of a 4K screen below 50 MB. */
#define MARGIN_PX 256

/* With more, casings would only darken the picture, and lines of two pixels hide it. */
#define CASED_MAX 5000
#define THICK_MAX 20000

/* How far lines and their casing reach beyond their box, logical pixels. */
#define REACH 3

/* What one drawing of the lines needs. */
typedef struct
{
  LwCanvas            *canvas;
  const LwCanvasLayer *layer;
  LwCanvasTarget       target;
  guint                n_boxes; /* of the picture */
} Drawing;

static LwCanvasArea
area_of (const LwCanvasLayer *layer,
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
      LwCanvasArea        area = area_of (drawing->layer, item->box.rect);
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
      LwCanvasArea        area = area_of (drawing->layer, item->box.rect);
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
  LwCanvasArea area = area_of (drawing->layer, rect_img);
  LwCanvasLine casing = { .colour = 0x99000000u };
  LwCanvasLine line = { .colour = 0xff000000u | colour };

  lw_canvas_frame_area (&drawing->target, lw_canvas_area_grow (area, 3 * scale), scale, &casing);
  lw_canvas_frame_area (&drawing->target, lw_canvas_area_grow (area, 2 * scale), 3 * scale, &line);
}

/* As in what moves with the pointer, but without the tint of the inside: thousands of them
 * on top of each other would hide the picture. */
static void
draw_crowd (const Drawing *drawing)
{
  LwCanvas *self = drawing->canvas;

  if (lw_canvas_has_crowd (self))
    for (guint i = 0; i < self->scratch->len; i++)
      {
        const LwCanvasItem *item = self->items->pdata[g_array_index (self->scratch, guint32, i)];

        if (item->is_selected && is_drawn (item))
          draw_chosen (drawing, item->box.rect, item->box.colour);
      }

  if (lw_canvas_moves_crowd (self))
    for (guint i = 0; i < self->drag.lifted->len; i++)
      {
        const LwCanvasLifted *one = &g_array_index (self->drag.lifted, LwCanvasLifted, i);
        const LwCanvasItem   *item = lw_canvas_find_item (self, one->key);

        if (item != NULL)
          draw_chosen (drawing, one->after, item->box.colour);
      }
}

/* The boxes in or near @area of the layer, into scratch. */
static void
query (LwCanvas            *self,
       const LwCanvasLayer *layer,
       LwCanvasArea         area,
       int                  scale)
{
  LwCanvasArea reach = lw_canvas_area_grow (area, REACH * scale);

  g_array_set_size (self->scratch, 0);
  lw_box_index_query (self->index,
                      (LwRect){ (reach.x0 + layer->x_px) / layer->zoom_px,
                                (reach.y0 + layer->y_px) / layer->zoom_px,
                                (reach.x1 + layer->x_px) / layer->zoom_px,
                                (reach.y1 + layer->y_px) / layer->zoom_px },
                      self->scratch);
}

/* Draws the boxes of scratch, and the captions that are placed, anew inside @clip, which
 * lies in the layer. */
static void
draw_area (LwCanvas      *self,
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
  layer->is_dirty = FALSE;
}

static LwCanvasArea
shift (LwCanvasArea area,
       int          dx,
       int          dy)
{
  return (LwCanvasArea){ area.x0 + dx, area.y0 + dy, area.x1 + dx, area.y1 + dy };
}

static void
draw_everything (LwCanvas      *self,
                 LwCanvasLayer *layer,
                 int            scale)
{
  LwCanvasArea whole = { 0, 0, layer->width_px, layer->height_px };

  query (self, layer, whole, scale);
  lw_canvas_captions_place (self, shift (whole, layer->x_px, layer->y_px), layer->zoom_px);
  draw_area (self, layer, whole, scale);
}

static void
ensure_surface (LwCanvasLayer *layer,
                int            width_px,
                int            height_px)
{
  if (layer->surface != NULL && layer->width_px == width_px && layer->height_px == height_px)
    return;

  g_clear_pointer (&layer->surface, cairo_surface_destroy);
  layer->surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width_px, height_px);
  layer->width_px = width_px;
  layer->height_px = height_px;
  layer->zoom_px = 0;
}

static gboolean
has_same_place (const LwCanvasLayer *a,
                const LwCanvasLayer *b)
{
  return a->zoom_px == b->zoom_px && a->x_px == b->x_px && a->y_px == b->y_px;
}

/* A copy of what is drawn costs less than drawing 100,000 boxes for the sake of one. */
static void
copy_layer (LwCanvasLayer       *to,
            const LwCanvasLayer *from)
{
  gsize size = (gsize) cairo_image_surface_get_stride (from->surface) * (gsize) from->height_px;

  cairo_surface_flush (to->surface);
  memcpy (cairo_image_surface_get_data (to->surface), cairo_image_surface_get_data (from->surface), size);
  cairo_surface_mark_dirty (to->surface);

  to->zoom_px = from->zoom_px;
  to->x_px = from->x_px;
  to->y_px = from->y_px;
  to->is_dirty = from->is_dirty;
  to->dirty_img = from->dirty_img;
}

static void
damage_layer (LwCanvasLayer *layer,
              LwRect         rect_img)
{
  LwRect *dirty = &layer->dirty_img;

  if (!layer->is_dirty)
    *dirty = rect_img;
  else
    *dirty = (LwRect){ MIN (dirty->x0, rect_img.x0), MIN (dirty->y0, rect_img.y0),
                       MAX (dirty->x1, rect_img.x1), MAX (dirty->y1, rect_img.y1) };
  layer->is_dirty = TRUE;
}

/* Captions that come and go with what is drawn anew in @layer are news to @other, the layer
 * before, as well. */
static void
draw_dirty (LwCanvas      *self,
            LwCanvasLayer *layer,
            LwCanvasLayer *other,
            int            scale)
{
  LwCanvasArea dirty = lw_canvas_area_grow (area_of (layer, layer->dirty_img), REACH * scale);
  LwCanvasArea changed = { 0 };

  layer->is_dirty = FALSE;
  query (self, layer, dirty, scale);
  lw_canvas_captions_update (self, layer->zoom_px, &changed);
  if (changed.x0 < changed.x1)
    {
      damage_layer (other, (LwRect){ changed.x0 / layer->zoom_px, changed.y0 / layer->zoom_px,
                                     changed.x1 / layer->zoom_px, changed.y1 / layer->zoom_px });
      dirty = lw_canvas_area_unite (dirty, shift (changed, -layer->x_px, -layer->y_px));
    }

  dirty.x0 = MAX (dirty.x0, 0);
  dirty.y0 = MAX (dirty.y0, 0);
  dirty.x1 = MIN (dirty.x1, layer->width_px);
  dirty.y1 = MIN (dirty.y1, layer->height_px);
  if (dirty.x0 >= dirty.x1 || dirty.y0 >= dirty.y1)
    return;

  query (self, layer, dirty, scale);
  draw_area (self, layer, dirty, scale);
}

void
lw_canvas_overlay_init (LwCanvasOverlay *overlay)
{
  lw_canvas_captions_init (&overlay->captions);
}

void
lw_canvas_overlay_clear (LwCanvasOverlay *overlay)
{
  g_clear_pointer (&overlay->layers[0].surface, cairo_surface_destroy);
  g_clear_pointer (&overlay->layers[1].surface, cairo_surface_destroy);
  lw_canvas_captions_clear (&overlay->captions);
}

void
lw_canvas_overlay_invalidate (LwCanvasOverlay *overlay)
{
  overlay->layers[0].zoom_px = 0;
  overlay->layers[1].zoom_px = 0;
}

void
lw_canvas_overlay_damage (LwCanvasOverlay *overlay,
                          LwRect           rect_img)
{
  damage_layer (&overlay->layers[0], rect_img);
  damage_layer (&overlay->layers[1], rect_img);
}

LwCanvasItem *
lw_canvas_overlay_find_caption (LwCanvas *self,
                                double    x_view,
                                double    y_view)
{
  LwCanvasOverlay *overlay = &self->overlay;
  int              scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  double           zoom_px = self->view.zoom * scale;
  int              x_px, y_px;

  /* What was drawn for another zoom is elsewhere now. */
  if (overlay->layers[overlay->current].zoom_px != zoom_px)
    return NULL;

  lw_canvas_get_origin_px (self, &x_px, &y_px);

  return lw_canvas_captions_find (self, x_px + (int) (x_view * scale), y_px + (int) (y_view * scale), zoom_px);
}

gboolean
lw_canvas_has_crowd (LwCanvas *self)
{
  return self->selection->len > LW_CANVAS_CROWD_MIN;
}

gboolean
lw_canvas_moves_crowd (LwCanvas *self)
{
  return self->drag.is_running && self->drag.lifted->len > LW_CANVAS_CROWD_MIN;
}

/* All of a crowd changes its look when it is chosen, left, or moved. */
static gboolean
is_crowd_drawn (LwCanvas *self)
{
  LwCanvasOverlay *overlay = &self->overlay;
  gboolean         has_crowd = lw_canvas_has_crowd (self);
  gboolean         moves_crowd = lw_canvas_moves_crowd (self);
  gboolean         is_drawn_so = has_crowd == overlay->has_crowd && !moves_crowd && !overlay->moves_crowd;

  overlay->has_crowd = has_crowd;
  overlay->moves_crowd = moves_crowd;

  return is_drawn_so;
}

static void
drop_layers (LwCanvasOverlay *overlay)
{
  for (guint i = 0; i < G_N_ELEMENTS (overlay->layers); i++)
    if (overlay->layers[i].surface != NULL)
      {
        g_clear_pointer (&overlay->layers[i].surface, cairo_surface_destroy);
        overlay->layers[i] = (LwCanvasLayer){ 0 };
        overlay->serial++;
      }
}

const LwCanvasLayer *
lw_canvas_overlay_update (LwCanvas *self)
{
  LwCanvasOverlay *overlay = &self->overlay;
  LwCanvasLayer   *shown = &overlay->layers[overlay->current];
  LwCanvasLayer   *next = &overlay->layers[!overlay->current];
  int              scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  int              width_px = gtk_widget_get_width (GTK_WIDGET (self)) * scale;
  int              height_px = gtk_widget_get_height (GTK_WIDGET (self)) * scale;
  double           zoom_px = self->view.zoom * scale;
  int              x_px, y_px;
  gboolean         is_covering;

  /* Nothing to draw: no memory for it, either. */
  if (lw_box_index_get_n_boxes (self->index) == 0 || self->is_filling)
    {
      drop_layers (overlay);
      return NULL;
    }

  lw_canvas_get_origin_px (self, &x_px, &y_px);
  ensure_surface (shown, width_px + 2 * MARGIN_PX, height_px + 2 * MARGIN_PX);
  is_covering = is_crowd_drawn (self) && shown->zoom_px == zoom_px &&
                x_px >= shown->x_px && x_px + width_px <= shown->x_px + shown->width_px &&
                y_px >= shown->y_px && y_px + height_px <= shown->y_px + shown->height_px;
  if (is_covering && !shown->is_dirty)
    return shown;

  ensure_surface (next, shown->width_px, shown->height_px);
  if (is_covering)
    {
      if (!has_same_place (next, shown))
        copy_layer (next, shown);
      draw_dirty (self, next, shown, scale);
    }
  else
    {
      next->zoom_px = zoom_px;
      next->x_px = x_px - MARGIN_PX;
      next->y_px = y_px - MARGIN_PX;
      draw_everything (self, next, scale);
    }
  overlay->current = !overlay->current;
  overlay->serial++;

  return next;
}

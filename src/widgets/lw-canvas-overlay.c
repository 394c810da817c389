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

/* With more, captions cover the picture and each other. */
#define CAPTIONS_MAX 200

/* With more, casings would only darken the picture, and lines of two pixels hide it. */
#define CASED_MAX 5000
#define THICK_MAX 20000

/* A caption on a smaller box says less than it hides; logical pixels. */
#define CAPTION_WIDTH_MIN 28
#define CAPTION_HEIGHT_MIN 14
#define CAPTION_PADDING 3

/* How far lines and their casing reach beyond their box, logical pixels. */
#define REACH 3

#define CASING_COLOUR 0x80000000u
#define DASH_ON 5
#define DASH_OFF 4

/* Half-open, in pixels of the surface. */
typedef struct
{
  int x0, y0, x1, y1;
} Area;

typedef struct
{
  guint32 *pixels;
  int      stride; /* in pixels */
  Area     clip;
  int      scale; /* device pixels per logical one */
  guint    n_boxes;
} Target;

static void
fill (const Target *target,
      Area          area,
      guint32       colour)
{
  int x0 = MAX (area.x0, target->clip.x0);
  int x1 = MIN (area.x1, target->clip.x1);
  int y1 = MIN (area.y1, target->clip.y1);

  for (int y = MAX (area.y0, target->clip.y0); y < y1; y++)
    {
      guint32 *row = target->pixels + (gsize) y * (gsize) target->stride;

      for (int x = x0; x < x1; x++)
        row[x] = colour;
    }
}

/* Only one of the two sides of a bar is long enough for dashes. */
static void
fill_dashed (const Target *target,
             Area          area,
             guint32       colour)
{
  gboolean is_flat = area.x1 - area.x0 > area.y1 - area.y0;
  int      step = (DASH_ON + DASH_OFF) * target->scale;
  int      on = DASH_ON * target->scale;
  int      begin = is_flat ? area.x0 : area.y0;
  int      end = is_flat ? area.x1 : area.y1;
  int      clip_begin = is_flat ? target->clip.x0 : target->clip.y0;
  int      clip_end = is_flat ? target->clip.x1 : target->clip.y1;

  /* A box that is zoomed far beyond the widget has millions of dashes outside. */
  if (clip_begin > begin)
    begin += (clip_begin - begin) / step * step;

  for (int at = begin; at < MIN (end, clip_end); at += step)
    {
      int  stop = MIN (at + on, end);
      Area dash = is_flat ? (Area){ at, area.y0, stop, area.y1 } : (Area){ area.x0, at, area.x1, stop };

      fill (target, dash, colour);
    }
}

static void
frame (const Target *target,
       Area          outer,
       int           thickness,
       guint32       colour,
       gboolean      is_dashed)
{
  void (*bar) (const Target *, Area, guint32) = is_dashed ? fill_dashed : fill;
  Area o = outer;

  if (o.x1 - o.x0 <= 2 * thickness || o.y1 - o.y0 <= 2 * thickness)
    {
      fill (target, o, colour);
      return;
    }

  bar (target, (Area){ o.x0, o.y0, o.x1, o.y0 + thickness }, colour);
  bar (target, (Area){ o.x0, o.y1 - thickness, o.x1, o.y1 }, colour);
  bar (target, (Area){ o.x0, o.y0 + thickness, o.x0 + thickness, o.y1 - thickness }, colour);
  bar (target, (Area){ o.x1 - thickness, o.y0 + thickness, o.x1, o.y1 - thickness }, colour);
}

static Area
area_of (const LwCanvasLayer *layer,
         LwRect               rect)
{
  Area area = {
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

static Area
grow (Area area,
      int  by)
{
  return (Area){ area.x0 - by, area.y0 - by, area.x1 + by, area.y1 + by };
}

static int
thickness_of (const Target *target,
              Area          area)
{
  int side = MIN (area.x1 - area.x0, area.y1 - area.y0);

  return side >= 16 * target->scale && target->n_boxes <= THICK_MAX ? 2 * target->scale : target->scale;
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

static gboolean
is_drawn (const LwCanvasItem *item)
{
  return !(item->box.flags & LW_CANVAS_BOX_HIDDEN) && !item->is_lifted;
}

static void
draw_casings (LwCanvas            *self,
              const LwCanvasLayer *layer,
              const Target        *target)
{
  for (guint i = 0; i < self->scratch->len; i++)
    {
      const LwCanvasItem *item = self->items->pdata[g_array_index (self->scratch, guint32, i)];
      Area                area = area_of (layer, item->box.rect);
      int                 thickness = thickness_of (target, area);

      if (is_drawn (item) && !(item->box.flags & LW_CANVAS_BOX_DIM))
        frame (target, grow (area, thickness / 2 + target->scale), thickness + 2 * target->scale, CASING_COLOUR, FALSE);
    }
}

static void
draw_lines (LwCanvas            *self,
            const LwCanvasLayer *layer,
            const Target        *target)
{
  for (guint i = 0; i < self->scratch->len; i++)
    {
      const LwCanvasItem *item = self->items->pdata[g_array_index (self->scratch, guint32, i)];
      Area                area = area_of (layer, item->box.rect);
      int                 thickness = thickness_of (target, area);

      if (is_drawn (item))
        frame (target, grow (area, thickness / 2), thickness, premultiplied (&item->box),
               (item->box.flags & LW_CANVAS_BOX_DASHED) != 0);
    }
}

static PangoLayout *
ensure_layout (LwCanvas   *self,
               const char *caption)
{
  PangoLayout *layout = g_hash_table_lookup (self->overlay.layouts, caption);

  if (layout == NULL)
    {
      g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

      layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), caption);
      pango_layout_set_single_paragraph_mode (layout, TRUE);
      pango_attr_list_insert (attributes, pango_attr_scale_new (PANGO_SCALE_SMALL));
      pango_layout_set_attributes (layout, attributes);
      g_hash_table_insert (self->overlay.layouts, g_strdup (caption), layout);
    }

  return layout;
}

/* Black or white, whichever stands out: Rec. 709 luma against the middle. */
static double
text_grey (guint32 colour)
{
  double luma = 0.2126 * (colour >> 16 & 0xff) + 0.7152 * (colour >> 8 & 0xff) + 0.0722 * (colour & 0xff);

  return luma > 140 ? 0 : 1;
}

static void
keep_caption (LwCanvas            *self,
              const LwCanvasLayer *layer,
              const LwCanvasItem  *item,
              int                  scale,
              LwRect               rect)
{
  LwCanvasCaption caption = {
    item->slot,
    (int) (rect.x0 * scale) + layer->x_px,
    (int) (rect.y0 * scale) + layer->y_px,
    (int) (rect.x1 * scale) + layer->x_px,
    (int) (rect.y1 * scale) + layer->y_px,
  };

  g_array_append_val (self->overlay.captions, caption);
}

static void
draw_caption (LwCanvas            *self,
              const LwCanvasLayer *layer,
              cairo_t             *cr,
              const LwCanvasItem  *item,
              int                  scale)
{
  PangoLayout *layout = ensure_layout (self, item->box.caption);
  Area         area = area_of (layer, item->box.rect);
  double       x = (double) area.x0 / scale - 1;
  double       y = (double) area.y0 / scale;
  double       width_box = (double) (area.x1 - area.x0) / scale + 2;
  double       grey = text_grey (item->box.colour);
  guint32      colour = item->box.colour;
  int          width, height;

  pango_layout_get_pixel_size (layout, &width, &height);
  /* Above the box, where it hides nothing of it, but not beyond the picture. */
  y = area.y0 + layer->y_px >= (height + 1) * scale ? y - height - 1 : y + 1;

  width = (int) MIN (width + 2 * CAPTION_PADDING, width_box);
  keep_caption (self, layer, item, scale, (LwRect){ x, y, x + width, y + height });

  cairo_save (cr);
  cairo_rectangle (cr, x, y, width, height);
  cairo_clip (cr);
  cairo_set_source_rgb (cr, (colour >> 16 & 0xff) / 255.0, (colour >> 8 & 0xff) / 255.0, (colour & 0xff) / 255.0);
  cairo_paint (cr);
  cairo_set_source_rgb (cr, grey, grey, grey);
  cairo_move_to (cr, x + CAPTION_PADDING, y);
  pango_cairo_show_layout (cr, layout);
  cairo_restore (cr);
}

static gboolean
wants_caption (const LwCanvasLayer *layer,
               const LwCanvasItem  *item,
               int                  scale)
{
  Area area = area_of (layer, item->box.rect);

  return is_drawn (item) && item->box.caption != NULL && !(item->box.flags & LW_CANVAS_BOX_DIM) &&
         area.x1 - area.x0 >= CAPTION_WIDTH_MIN * scale && area.y1 - area.y0 >= CAPTION_HEIGHT_MIN * scale;
}

static void
draw_captions (LwCanvas      *self,
               LwCanvasLayer *layer,
               int            scale)
{
  cairo_t *cr = cairo_create (layer->surface);

  cairo_scale (cr, scale, scale);
  for (guint i = 0; i < self->scratch->len; i++)
    {
      const LwCanvasItem *item = self->items->pdata[g_array_index (self->scratch, guint32, i)];

      if (wants_caption (layer, item, scale))
        draw_caption (self, layer, cr, item, scale);
    }
  cairo_destroy (cr);
}

/* Draws the lines of the boxes anew inside @clip, which lies in the layer. */
static void
draw_area (LwCanvas      *self,
           LwCanvasLayer *layer,
           Area           clip,
           int            scale)
{
  Target target = { .clip = clip, .scale = scale };
  Area   reach = grow (clip, REACH * scale);

  g_array_set_size (self->scratch, 0);
  lw_box_index_query (self->index,
                      (LwRect){ (reach.x0 + layer->x_px) / layer->zoom_px,
                                (reach.y0 + layer->y_px) / layer->zoom_px,
                                (reach.x1 + layer->x_px) / layer->zoom_px,
                                (reach.y1 + layer->y_px) / layer->zoom_px },
                      self->scratch);

  cairo_surface_flush (layer->surface);
  target.pixels = (guint32 *) (void *) cairo_image_surface_get_data (layer->surface);
  target.stride = cairo_image_surface_get_stride (layer->surface) / 4;
  /* Of the picture, not of the clip: a part that is redrawn must look like the rest. */
  target.n_boxes = lw_box_index_get_n_boxes (self->index);

  fill (&target, clip, 0);
  if (target.n_boxes <= CASED_MAX)
    draw_casings (self, layer, &target);
  draw_lines (self, layer, &target);
  cairo_surface_mark_dirty (layer->surface);
  layer->is_dirty = FALSE;
}

static void
draw_everything (LwCanvas      *self,
                 LwCanvasLayer *layer,
                 int            scale)
{
  draw_area (self, layer, (Area){ 0, 0, layer->width_px, layer->height_px }, scale);

  g_array_set_size (self->overlay.captions, 0);
  self->overlay.has_captions = self->scratch->len <= CAPTIONS_MAX;
  if (self->overlay.has_captions)
    draw_captions (self, layer, scale);
}

static void
draw_dirty (LwCanvas      *self,
            LwCanvasLayer *layer,
            int            scale)
{
  Area dirty = grow (area_of (layer, layer->dirty_img), REACH * scale);

  layer->is_dirty = FALSE;
  dirty.x0 = MAX (dirty.x0, 0);
  dirty.y0 = MAX (dirty.y0, 0);
  dirty.x1 = MIN (dirty.x1, layer->width_px);
  dirty.y1 = MIN (dirty.y1, layer->height_px);

  if (dirty.x0 < dirty.x1 && dirty.y0 < dirty.y1)
    draw_area (self, layer, dirty, scale);
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

void
lw_canvas_overlay_init (LwCanvasOverlay *overlay)
{
  overlay->captions = g_array_new (FALSE, FALSE, sizeof (LwCanvasCaption));
  overlay->layouts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
}

void
lw_canvas_overlay_clear (LwCanvasOverlay *overlay)
{
  g_clear_pointer (&overlay->layers[0].surface, cairo_surface_destroy);
  g_clear_pointer (&overlay->layers[1].surface, cairo_surface_destroy);
  g_clear_pointer (&overlay->captions, g_array_unref);
  g_clear_pointer (&overlay->layouts, g_hash_table_unref);
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
  /* Captions reach beyond their boxes and lie over others; with the few boxes that
   * have them, drawing all is cheap. */
  if (overlay->has_captions)
    lw_canvas_overlay_invalidate (overlay);

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
  int              x_px, y_px;

  /* What is about to be drawn anew may speak of boxes that are gone. */
  if (overlay->layers[overlay->current].zoom_px != self->view.zoom * scale)
    return NULL;

  lw_canvas_get_origin_px (self, &x_px, &y_px);
  x_px += (int) (x_view * scale);
  y_px += (int) (y_view * scale);

  for (guint i = overlay->captions->len; i-- > 0;)
    {
      const LwCanvasCaption *caption = &g_array_index (overlay->captions, LwCanvasCaption, i);

      if (x_px >= caption->x0_px && x_px < caption->x1_px && y_px >= caption->y0_px && y_px < caption->y1_px)
        return self->items->pdata[caption->slot];
    }

  return NULL;
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

  lw_canvas_get_origin_px (self, &x_px, &y_px);
  ensure_surface (shown, width_px + 2 * MARGIN_PX, height_px + 2 * MARGIN_PX);
  is_covering = shown->zoom_px == zoom_px &&
                x_px >= shown->x_px && x_px + width_px <= shown->x_px + shown->width_px &&
                y_px >= shown->y_px && y_px + height_px <= shown->y_px + shown->height_px;
  if (is_covering && !shown->is_dirty)
    return shown;

  ensure_surface (next, shown->width_px, shown->height_px);
  if (is_covering)
    {
      if (!has_same_place (next, shown))
        copy_layer (next, shown);
      draw_dirty (self, next, scale);
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

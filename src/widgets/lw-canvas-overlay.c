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
area_of (const LwCanvasOverlay *overlay,
         LwRect                 rect)
{
  Area area = {
    (int) lround (rect.x0 * overlay->zoom_px) - overlay->x_px,
    (int) lround (rect.y0 * overlay->zoom_px) - overlay->y_px,
    (int) lround (rect.x1 * overlay->zoom_px) - overlay->x_px,
    (int) lround (rect.y1 * overlay->zoom_px) - overlay->y_px,
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
draw_casings (LwCanvas     *self,
              const Target *target)
{
  for (guint i = 0; i < self->scratch->len; i++)
    {
      const LwCanvasItem *item = self->items->pdata[g_array_index (self->scratch, guint32, i)];
      Area                area = area_of (&self->overlay, item->box.rect);
      int                 thickness = thickness_of (target, area);

      if (is_drawn (item) && !(item->box.flags & LW_CANVAS_BOX_DIM))
        frame (target, grow (area, thickness / 2 + target->scale), thickness + 2 * target->scale, CASING_COLOUR, FALSE);
    }
}

static void
draw_lines (LwCanvas     *self,
            const Target *target)
{
  for (guint i = 0; i < self->scratch->len; i++)
    {
      const LwCanvasItem *item = self->items->pdata[g_array_index (self->scratch, guint32, i)];
      Area                area = area_of (&self->overlay, item->box.rect);
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
draw_caption (LwCanvas           *self,
              cairo_t            *cr,
              const LwCanvasItem *item,
              int                 scale)
{
  PangoLayout *layout = ensure_layout (self, item->box.caption);
  Area         area = area_of (&self->overlay, item->box.rect);
  double       x = (double) area.x0 / scale - 1;
  double       y = (double) area.y0 / scale;
  double       width_box = (double) (area.x1 - area.x0) / scale + 2;
  double       grey = text_grey (item->box.colour);
  guint32      colour = item->box.colour;
  int          width, height;

  pango_layout_get_pixel_size (layout, &width, &height);
  /* Above the box, where it hides nothing of it, but not beyond the picture. */
  y = area.y0 + self->overlay.y_px >= (height + 1) * scale ? y - height - 1 : y + 1;

  cairo_save (cr);
  cairo_rectangle (cr, x, y, MIN (width + 2 * CAPTION_PADDING, width_box), height);
  cairo_clip (cr);
  cairo_set_source_rgb (cr, (colour >> 16 & 0xff) / 255.0, (colour >> 8 & 0xff) / 255.0, (colour & 0xff) / 255.0);
  cairo_paint (cr);
  cairo_set_source_rgb (cr, grey, grey, grey);
  cairo_move_to (cr, x + CAPTION_PADDING, y);
  pango_cairo_show_layout (cr, layout);
  cairo_restore (cr);
}

static gboolean
wants_caption (LwCanvas           *self,
               const LwCanvasItem *item,
               int                 scale)
{
  Area area = area_of (&self->overlay, item->box.rect);

  return is_drawn (item) && item->box.caption != NULL && !(item->box.flags & LW_CANVAS_BOX_DIM) &&
         area.x1 - area.x0 >= CAPTION_WIDTH_MIN * scale && area.y1 - area.y0 >= CAPTION_HEIGHT_MIN * scale;
}

static void
draw_captions (LwCanvas *self,
               int       scale)
{
  cairo_t *cr = cairo_create (self->overlay.surface);

  cairo_scale (cr, scale, scale);
  for (guint i = 0; i < self->scratch->len; i++)
    {
      const LwCanvasItem *item = self->items->pdata[g_array_index (self->scratch, guint32, i)];

      if (wants_caption (self, item, scale))
        draw_caption (self, cr, item, scale);
    }
  cairo_destroy (cr);
}

/* Draws the lines of the boxes anew inside @clip, which lies in the surface. */
static void
draw_area (LwCanvas *self,
           Area      clip,
           int       scale)
{
  LwCanvasOverlay *overlay = &self->overlay;
  Target           target = { .clip = clip, .scale = scale };
  Area             reach = grow (clip, 3 * scale);

  g_array_set_size (self->scratch, 0);
  lw_box_index_query (self->index,
                      (LwRect){ (reach.x0 + overlay->x_px) / overlay->zoom_px,
                                (reach.y0 + overlay->y_px) / overlay->zoom_px,
                                (reach.x1 + overlay->x_px) / overlay->zoom_px,
                                (reach.y1 + overlay->y_px) / overlay->zoom_px },
                      self->scratch);

  cairo_surface_flush (overlay->surface);
  target.pixels = (guint32 *) (void *) cairo_image_surface_get_data (overlay->surface);
  target.stride = cairo_image_surface_get_stride (overlay->surface) / 4;
  /* Of the picture, not of the clip: a part that is redrawn must look like the rest. */
  target.n_boxes = lw_box_index_get_n_boxes (self->index);

  fill (&target, clip, 0);
  if (target.n_boxes <= CASED_MAX)
    draw_casings (self, &target);
  draw_lines (self, &target);
  cairo_surface_mark_dirty (overlay->surface);
}

static void
draw_everything (LwCanvas *self,
                 int       scale)
{
  LwCanvasOverlay *overlay = &self->overlay;

  draw_area (self, (Area){ 0, 0, overlay->width_px, overlay->height_px }, scale);

  overlay->has_captions = self->scratch->len <= CAPTIONS_MAX;
  if (overlay->has_captions)
    draw_captions (self, scale);
  overlay->is_dirty = FALSE;
}

static void
draw_dirty (LwCanvas *self,
            int       scale)
{
  LwCanvasOverlay *overlay = &self->overlay;
  Area             dirty = grow (area_of (overlay, overlay->dirty_img), 3 * scale);

  overlay->is_dirty = FALSE;
  dirty.x0 = MAX (dirty.x0, 0);
  dirty.y0 = MAX (dirty.y0, 0);
  dirty.x1 = MIN (dirty.x1, overlay->width_px);
  dirty.y1 = MIN (dirty.y1, overlay->height_px);

  if (dirty.x0 < dirty.x1 && dirty.y0 < dirty.y1)
    draw_area (self, dirty, scale);
}

static void
ensure_surface (LwCanvasOverlay *overlay,
                int              width_px,
                int              height_px)
{
  if (overlay->surface != NULL && overlay->width_px == width_px && overlay->height_px == height_px)
    return;

  g_clear_pointer (&overlay->surface, cairo_surface_destroy);
  overlay->surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width_px, height_px);
  overlay->width_px = width_px;
  overlay->height_px = height_px;
  overlay->zoom_px = 0;
}

void
lw_canvas_overlay_init (LwCanvasOverlay *overlay)
{
  overlay->layouts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
}

void
lw_canvas_overlay_clear (LwCanvasOverlay *overlay)
{
  g_clear_pointer (&overlay->surface, cairo_surface_destroy);
  g_clear_pointer (&overlay->layouts, g_hash_table_unref);
}

void
lw_canvas_overlay_invalidate (LwCanvasOverlay *overlay)
{
  overlay->zoom_px = 0;
}

void
lw_canvas_overlay_damage (LwCanvasOverlay *overlay,
                          LwRect           rect_img)
{
  LwRect *dirty = &overlay->dirty_img;

  /* Captions reach beyond their boxes and lie over others; with the few boxes that
   * have them, drawing all is cheap. */
  if (overlay->has_captions)
    lw_canvas_overlay_invalidate (overlay);

  if (!overlay->is_dirty)
    *dirty = rect_img;
  else
    *dirty = (LwRect){ MIN (dirty->x0, rect_img.x0), MIN (dirty->y0, rect_img.y0),
                       MAX (dirty->x1, rect_img.x1), MAX (dirty->y1, rect_img.y1) };
  overlay->is_dirty = TRUE;
}

void
lw_canvas_overlay_update (LwCanvas *self)
{
  LwCanvasOverlay *overlay = &self->overlay;
  int              scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  int              width_px = gtk_widget_get_width (GTK_WIDGET (self)) * scale;
  int              height_px = gtk_widget_get_height (GTK_WIDGET (self)) * scale;
  double           zoom_px = self->view.zoom * scale;
  int              x_px, y_px;

  lw_canvas_get_origin_px (self, &x_px, &y_px);
  ensure_surface (overlay, width_px + 2 * MARGIN_PX, height_px + 2 * MARGIN_PX);

  if (overlay->zoom_px != zoom_px ||
      x_px < overlay->x_px || x_px + width_px > overlay->x_px + overlay->width_px ||
      y_px < overlay->y_px || y_px + height_px > overlay->y_px + overlay->height_px)
    {
      overlay->zoom_px = zoom_px;
      overlay->x_px = x_px - MARGIN_PX;
      overlay->y_px = y_px - MARGIN_PX;
      draw_everything (self, scale);
    }
  else if (overlay->is_dirty)
    draw_dirty (self, scale);
}

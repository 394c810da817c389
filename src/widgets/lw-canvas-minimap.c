/* lw-canvas-minimap.c - the whole picture in a corner, and what of it is in sight
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lw-canvas-hud-private.h"

#include <math.h>
#include <string.h>

/* Logical pixels; on a small canvas a third of it. */
#define SIDE_MAX 180
#define MARGIN 14

/* So near to it the pointer means what lies underneath. */
#define CLEARANCE 24

/* On a map of a few pixels nobody aims. */
#define SIDE_MIN 24

/* More dots than this are drawn smaller. */
#define LARGE_DOTS_MAX 500

#define RINGS_MAX 50

static LwRect
visible_part (const LwView *view)
{
  double width = view->width_view / view->zoom / 2;
  double height = view->height_view / view->zoom / 2;

  return lw_rect_clip ((LwRect){ view->x_img - width, view->y_img - height, view->x_img + width, view->y_img + height },
                       view->width_img, view->height_img);
}

static LwRect
place_map (LwCanvasHud *self)
{
  const LwView *view = &self->canvas->view;
  double        side_x = fmin (SIDE_MAX, view->width_view / 3);
  double        side_y = fmin (SIDE_MAX, view->height_view / 3);
  double        zoom = fmin (side_x / view->width_img, side_y / view->height_img);
  double        width = fmax (floor (view->width_img * zoom), 2);
  double        height = fmax (floor (view->height_img * zoom), 2);
  gboolean      is_mirrored = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  double        x = is_mirrored ? MARGIN : view->width_view - width - MARGIN;

  return (LwRect){ floor (x), floor (view->height_view - height - MARGIN), floor (x) + width,
                   floor (view->height_view - height - MARGIN) + height };
}

/* Something is drawn or moved, or about to be, where the map is. */
static gboolean
is_in_the_way (LwCanvas *canvas,
               LwRect    area)
{
  gboolean is_working = canvas->is_drawing_mode ||
                        (canvas->drag.is_running && canvas->drag.grip.kind != LW_CANVAS_GRIP_PAN);
  double x = canvas->x_pointer_view, y = canvas->y_pointer_view;

  return is_working && canvas->has_pointer && x >= area.x0 - CLEARANCE && x < area.x1 + CLEARANCE &&
         y >= area.y0 - CLEARANCE && y < area.y1 + CLEARANCE;
}

LwRect
lw_canvas_minimap_find_area (LwCanvasHud *self)
{
  const LwRect none = { 0 };
  LwRect       area, part;

  if (!(self->parts & LW_CANVAS_HUD_MINIMAP) || self->canvas == NULL || !self->canvas->has_picture ||
      self->canvas->view.zoom <= 0)
    return none;

  part = visible_part (&self->canvas->view);
  if (part.x0 <= 0 && part.y0 <= 0 && part.x1 >= self->canvas->view.width_img && part.y1 >= self->canvas->view.height_img)
    return none;

  area = place_map (self);
  if (fmax (area.x1 - area.x0, area.y1 - area.y0) < SIDE_MIN || is_in_the_way (self->canvas, area))
    return none;

  return area;
}

void
lw_canvas_minimap_pan_to (LwCanvasHud *self,
                          double       x_view,
                          double       y_view)
{
  LwRect        area = self->map.area;
  const LwView *view;
  double        x_img, y_img;

  if (self->canvas == NULL || !lw_rect_is_valid (area))
    return;

  view = &self->canvas->view;
  x_img = (x_view - area.x0) / (area.x1 - area.x0) * view->width_img;
  y_img = (y_view - area.y0) / (area.y1 - area.y0) * view->height_img;
  lw_canvas_pan (self->canvas, (view->x_img - x_img) * view->zoom, (view->y_img - y_img) * view->zoom);
}

void
lw_canvas_minimap_drop_picture (LwCanvasMinimap *map)
{
  g_clear_pointer (&map->picture, cairo_surface_destroy);
}

void
lw_canvas_minimap_drop_dots (LwCanvasMinimap *map)
{
  g_clear_pointer (&map->dots, cairo_surface_destroy);
}

/* The smallest level that is not smaller than the map. */
static int
choose_level (LwPixels *pixels,
              int       width_px)
{
  int level = 0;

  while (level + 1 < lw_pixels_get_n_levels (pixels) && (lw_pixels_get_width (pixels) >> (level + 1)) >= width_px)
    level++;

  return level;
}

static cairo_surface_t *
render_level (LwCanvas *canvas,
              int       level)
{
  LwPixels        *pixels = canvas->shown_pixels;
  int              width = (lw_pixels_get_width (pixels) + (1 << level) - 1) >> level;
  int              height = (lw_pixels_get_height (pixels) + (1 << level) - 1) >> level;
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height);

  if (cairo_surface_status (surface) == CAIRO_STATUS_SUCCESS)
    {
      lw_pixels_render (pixels, level, 0, 0, width, height, lw_canvas_tiles_get_table (canvas->tiles),
                        (guint32 *) (void *) cairo_image_surface_get_data (surface),
                        (gsize) cairo_image_surface_get_stride (surface) / 4);
      cairo_surface_mark_dirty (surface);
    }

  return surface;
}

static cairo_surface_t *
new_picture (LwCanvasHud *self)
{
  LwCanvasMinimap *map = &self->map;
  cairo_surface_t *picture = cairo_image_surface_create (CAIRO_FORMAT_RGB24, map->width_px, map->height_px);
  cairo_t         *cr = cairo_create (picture);

  cairo_set_source_rgb (cr, 0.5, 0.5, 0.5);
  cairo_paint (cr);
  if (self->canvas->shown_pixels != NULL)
    {
      cairo_surface_t *level = render_level (self->canvas, choose_level (self->canvas->shown_pixels, map->width_px));

      cairo_scale (cr, (double) map->width_px / cairo_image_surface_get_width (level),
                   (double) map->height_px / cairo_image_surface_get_height (level));
      cairo_set_source_surface (cr, level, 0, 0);
      cairo_pattern_set_extend (cairo_get_source (cr), CAIRO_EXTEND_PAD);
      cairo_paint (cr);
      cairo_surface_destroy (level);
    }
  cairo_destroy (cr);

  return picture;
}

static cairo_surface_t *
new_dots (LwCanvasHud *self)
{
  LwCanvasMinimap *map = &self->map;
  const LwView    *view = &self->canvas->view;
  const GPtrArray *items = self->canvas->items;
  int              scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  int              radius = scale * (items->len <= LARGE_DOTS_MAX ? 2 : 1);
  double           zoom_px = map->width_px / view->width_img;
  cairo_surface_t *dots = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, map->width_px, map->height_px);
  LwCanvasTarget   target = {
      .pixels = (guint32 *) (void *) cairo_image_surface_get_data (dots),
      .stride = cairo_image_surface_get_stride (dots) / 4,
      .clip = { 0, 0, map->width_px, map->height_px },
      .scale = scale,
  };

  cairo_surface_flush (dots);
  for (guint i = 0; i < items->len; i++)
    {
      const LwCanvasItem *item = items->pdata[i];
      int                 x, y;

      if (item == NULL || item->box.flags & LW_CANVAS_BOX_HIDDEN)
        continue;

      x = (int) ((item->box.rect.x0 + item->box.rect.x1) / 2 * zoom_px);
      y = (int) ((item->box.rect.y0 + item->box.rect.y1) / 2 * zoom_px);
      lw_canvas_fill (&target, (LwCanvasArea){ x - radius, y - radius, x + radius, y + radius }, 0xff000000u | item->box.colour);
    }
  cairo_surface_mark_dirty (dots);

  return dots;
}

static void
ensure_surfaces (LwCanvasHud *self)
{
  LwCanvasMinimap *map = &self->map;
  int              scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  int              width_px = (int) (map->area.x1 - map->area.x0) * scale;
  int              height_px = (int) (map->area.y1 - map->area.y0) * scale;

  if (width_px != map->width_px || height_px != map->height_px)
    {
      lw_canvas_minimap_drop_picture (map);
      lw_canvas_minimap_drop_dots (map);
      map->width_px = width_px;
      map->height_px = height_px;
    }
  if (map->picture == NULL)
    map->picture = new_picture (self);
  if (map->dots == NULL)
    map->dots = new_dots (self);
}

static LwRect
to_map (LwCanvasHud *self,
        LwRect       rect_img)
{
  LwRect        area = self->map.area;
  const LwView *view = &self->canvas->view;
  double        zoom_x = (area.x1 - area.x0) / view->width_img;
  double        zoom_y = (area.y1 - area.y0) / view->height_img;

  return (LwRect){ rect_img.x0 * zoom_x, rect_img.y0 * zoom_y, rect_img.x1 * zoom_x, rect_img.y1 * zoom_y };
}

static void
draw_selected (LwCanvasHud *self,
               cairo_t     *cr)
{
  const GArray *selection = self->canvas->selection;

  for (guint i = 0; i < MIN (selection->len, RINGS_MAX); i++)
    {
      LwCanvasItem *item = lw_canvas_find_item (self->canvas, g_array_index (selection, gint64, i));
      LwRect        rect = to_map (self, item->box.rect);

      cairo_new_sub_path (cr);
      cairo_arc (cr, (rect.x0 + rect.x1) / 2, (rect.y0 + rect.y1) / 2, 4, 0, 2 * G_PI);
    }
  cairo_set_source_rgb (cr, 0, 0, 0);
  cairo_set_line_width (cr, 3);
  cairo_stroke_preserve (cr);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_set_line_width (cr, 1.5);
  cairo_stroke (cr);
}

/* What is out of sight is dimmed, and the frame is seen on any ground. */
static void
draw_part (LwCanvasHud *self,
           cairo_t     *cr)
{
  LwRect area = self->map.area;
  LwRect part = to_map (self, visible_part (&self->canvas->view));
  double x0 = floor (part.x0), y0 = floor (part.y0);
  double width = fmax (ceil (part.x1) - x0, 3), height = fmax (ceil (part.y1) - y0, 3);

  cairo_set_fill_rule (cr, CAIRO_FILL_RULE_EVEN_ODD);
  cairo_rectangle (cr, 0, 0, area.x1 - area.x0, area.y1 - area.y0);
  cairo_rectangle (cr, x0, y0, width, height);
  cairo_set_source_rgba (cr, 0, 0, 0, 0.45);
  cairo_fill (cr);

  cairo_set_line_width (cr, 3);
  cairo_rectangle (cr, x0 + 0.5, y0 + 0.5, width - 1, height - 1);
  cairo_set_source_rgb (cr, 0, 0, 0);
  cairo_stroke_preserve (cr);
  cairo_set_line_width (cr, 1);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_stroke (cr);
}

static void
draw_surface (cairo_t         *cr,
              cairo_surface_t *surface,
              int              scale)
{
  cairo_save (cr);
  cairo_scale (cr, 1.0 / scale, 1.0 / scale);
  cairo_set_source_surface (cr, surface, 0, 0);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_NEAREST);
  cairo_paint (cr);
  cairo_restore (cr);
}

void
lw_canvas_minimap_snapshot (LwCanvasHud *self,
                            GtkSnapshot *snapshot)
{
  int      scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  LwRect   area = self->map.area;
  double   width = area.x1 - area.x0, height = area.y1 - area.y0;
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT ((float) area.x0 - 2, (float) area.y0 - 2,
                                                                          (float) width + 4, (float) height + 4));

  ensure_surfaces (self);
  cairo_translate (cr, area.x0, area.y0);
  cairo_rectangle (cr, -2, -2, width + 4, height + 4);
  cairo_set_source_rgb (cr, 0, 0, 0);
  cairo_fill (cr);
  cairo_rectangle (cr, -1, -1, width + 2, height + 2);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_fill (cr);

  cairo_rectangle (cr, 0, 0, width, height);
  cairo_clip (cr);
  draw_surface (cr, self->map.picture, scale);
  draw_part (self, cr);
  draw_surface (cr, self->map.dots, scale);
  draw_selected (self, cr);
  cairo_destroy (cr);
}

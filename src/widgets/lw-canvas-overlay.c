/* lw-canvas-overlay.c - the layer of boxes that is kept between frames
 *
 * A surface somewhat larger than the widget: panning only shifts it.  Where more boxes are in
 * view than there is time for in a frame, the next surface is drawn in bands between frames.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lw-canvas-private.h"

#include <math.h>
#include <string.h>

/* How far one can pan before the overlay is drawn again, in device pixels: a flick
 * of the mouse stays inside, and the surface of a 4K screen below 50 MB. */
#define MARGIN_PX 256

/* More boxes take longer to draw than a frame has time for. */
#define AT_ONCE_MAX 15000

/* Bands of a layer are drawn until this is used up, then the main loop goes on. */
#define BANDS_US 4000

/* Rows that stay in the cache while the boxes in them are drawn. */
#define BAND_PX 96

/* When less than this of the margin is left, the next layer is begun: some frames before it is needed. */
#define MARGIN_LOW_PX 128

/* Beyond these zooms a layer cannot stand in for another one. */
#define STAND_IN_ZOOM_MAX 8.0

static LwCanvasArea
shift (LwCanvasArea area,
       int          dx,
       int          dy)
{
  return (LwCanvasArea){ area.x0 + dx, area.y0 + dy, area.x1 + dx, area.y1 + dy };
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
  layer->n_dirty = 0;
}

static gboolean
differs_only_in_parts (const LwCanvasLayer *a,
                       const LwCanvasLayer *b)
{
  return a->zoom_px == b->zoom_px && a->x_px == b->x_px && a->y_px == b->y_px && !a->is_stale && !b->is_stale &&
         a->has_crowd == b->has_crowd && !a->moves_crowd && !b->moves_crowd;
}

/* A copy of what is drawn costs less than drawing 100,000 boxes for the sake of one. */
static void
copy_layer (LwCanvasLayer       *to,
            const LwCanvasLayer *from)
{
  gsize            size = (gsize) cairo_image_surface_get_stride (from->surface) * (gsize) from->height_px;
  cairo_surface_t *surface = to->surface;

  cairo_surface_flush (to->surface);
  memcpy (cairo_image_surface_get_data (to->surface), cairo_image_surface_get_data (from->surface), size);
  cairo_surface_mark_dirty (to->surface);

  *to = *from;
  to->surface = surface;
}

static void
damage_layer (LwCanvasLayer *layer,
              LwRect         rect_img)
{
  LwRect *last = &layer->dirty_img[LW_CANVAS_DIRTY_MAX - 1];

  if (layer->n_dirty < LW_CANVAS_DIRTY_MAX)
    layer->dirty_img[layer->n_dirty++] = rect_img;
  else
    *last = (LwRect){ MIN (last->x0, rect_img.x0), MIN (last->y0, rect_img.y0),
                      MAX (last->x1, rect_img.x1), MAX (last->y1, rect_img.y1) };
}

/* Captions that come and go with what is drawn anew in @layer are news to @other, the layer
 * before, as well. */
static void
draw_part (LwCanvas      *self,
           LwCanvasLayer *layer,
           LwCanvasLayer *other,
           LwRect         part_img,
           int            scale)
{
  LwCanvasArea dirty = lw_canvas_area_grow (lw_canvas_layer_area_of (layer, part_img), LW_CANVAS_LINE_REACH * scale);
  LwCanvasArea changed = { 0 };

  lw_canvas_layer_query (self, layer, dirty, scale);
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

  lw_canvas_layer_query (self, layer, dirty, scale);
  lw_canvas_layer_draw (self, layer, dirty, scale);
}

static void
draw_dirty (LwCanvas      *self,
            LwCanvasLayer *layer,
            LwCanvasLayer *other,
            int            scale)
{
  g_array_set_size (self->overlay.moved, 0);

  for (guint i = 0; i < layer->n_dirty; i++)
    draw_part (self, layer, other, layer->dirty_img[i], scale);

  layer->n_dirty = 0;
}

/* --- A whole layer, in bands --- */

static LwCanvasLayer *
get_next (LwCanvasOverlay *overlay)
{
  return &overlay->layers[!overlay->current];
}

static void
stop_bands (LwCanvasOverlay *overlay)
{
  if (overlay->band_id == 0)
    return;

  g_clear_handle_id (&overlay->band_id, g_source_remove);
  get_next (overlay)->zoom_px = 0;
}

/* Where a crowd is now: the bands of a layer must not show it at different places. */
static void
copy_moved (LwCanvas *self)
{
  GArray *moved = self->overlay.moved;

  g_array_set_size (moved, 0);
  if (!lw_canvas_moves_crowd (self))
    return;

  for (guint i = 0; i < self->drag.lifted->len; i++)
    {
      const LwCanvasLifted *one = &g_array_index (self->drag.lifted, LwCanvasLifted, i);
      const LwCanvasItem   *item = lw_canvas_find_item (self, one->key);
      const LwCanvasMoved   now = { one->after, item != NULL ? item->box.colour : 0 };

      if (item != NULL)
        g_array_append_val (moved, now);
    }
}

static void
begin_bands (LwCanvas *self,
             double    zoom_px,
             int       x_px,
             int       y_px,
             int       scale)
{
  LwCanvasLayer *layer = get_next (&self->overlay);
  LwCanvasArea   whole = { 0, 0, layer->width_px, layer->height_px };

  layer->zoom_px = zoom_px;
  layer->x_px = x_px;
  layer->y_px = y_px;
  layer->is_stale = FALSE;
  layer->n_dirty = 0;
  layer->has_crowd = lw_canvas_has_crowd (self);
  layer->moves_crowd = lw_canvas_moves_crowd (self);

  copy_moved (self);
  lw_canvas_layer_query (self, layer, whole, scale);
  layer->n_boxes = self->scratch->len + self->overlay.moved->len + self->ghosts.ghosts->len;
  self->overlay.band_px = -1;
}

/* Before the first band, whose captions may reach into the others. */
static void
place_captions (LwCanvas *self,
                int       scale)
{
  LwCanvasLayer *layer = get_next (&self->overlay);
  LwCanvasArea   whole = { 0, 0, layer->width_px, layer->height_px };

  lw_canvas_layer_query (self, layer, whole, scale);
  lw_canvas_captions_place (self, shift (whole, layer->x_px, layer->y_px), layer->zoom_px);
  self->overlay.band_px = 0;
}

/* FALSE after the last. */
static gboolean
draw_band (LwCanvas *self,
           int       scale)
{
  LwCanvasLayer *layer = get_next (&self->overlay);
  const int      y_px = self->overlay.band_px;
  LwCanvasArea   band = { 0, y_px, layer->width_px, MIN (y_px + BAND_PX * scale, layer->height_px) };

  if (self->overlay.band_px < 0)
    {
      place_captions (self, scale);
      return TRUE;
    }

  lw_canvas_layer_query (self, layer, band, scale);
  lw_canvas_layer_draw (self, layer, band, scale);
  self->overlay.band_px = band.y1;

  return band.y1 < layer->height_px;
}

static void
show_next (LwCanvasOverlay *overlay)
{
  overlay->current = !overlay->current;
  overlay->serial++;
}

static gboolean
band_cb (gpointer user_data)
{
  LwCanvas    *self = user_data;
  const int    scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  const gint64 end_us = g_get_monotonic_time () + BANDS_US;

  while (draw_band (self, scale))
    if (g_get_monotonic_time () >= end_us)
      return G_SOURCE_CONTINUE;

  self->overlay.band_id = 0;
  show_next (&self->overlay);
  gtk_widget_queue_draw (GTK_WIDGET (self));

  return G_SOURCE_REMOVE;
}

void
lw_canvas_overlay_init (LwCanvasOverlay *overlay)
{
  overlay->moved = g_array_new (FALSE, FALSE, sizeof (LwCanvasMoved));
  lw_canvas_captions_init (&overlay->captions);
}

void
lw_canvas_overlay_clear (LwCanvasOverlay *overlay)
{
  g_clear_handle_id (&overlay->band_id, g_source_remove);
  g_clear_pointer (&overlay->moved, g_array_unref);
  g_clear_pointer (&overlay->layers[0].surface, cairo_surface_destroy);
  g_clear_pointer (&overlay->layers[1].surface, cairo_surface_destroy);
  lw_canvas_captions_clear (&overlay->captions);
}

void
lw_canvas_overlay_drop (LwCanvasOverlay *overlay)
{
  stop_bands (overlay);
  overlay->layers[0].zoom_px = 0;
  overlay->layers[1].zoom_px = 0;
}

void
lw_canvas_overlay_invalidate (LwCanvasOverlay *overlay)
{
  stop_bands (overlay);
  overlay->layers[0].is_stale = TRUE;
  overlay->layers[1].is_stale = TRUE;
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

  /* What was drawn for another zoom is elsewhere now; of the next layer there may be nothing yet. */
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

static void
drop_layers (LwCanvasOverlay *overlay)
{
  stop_bands (overlay);

  for (guint i = 0; i < G_N_ELEMENTS (overlay->layers); i++)
    if (overlay->layers[i].surface != NULL)
      {
        g_clear_pointer (&overlay->layers[i].surface, cairo_surface_destroy);
        overlay->layers[i] = (LwCanvasLayer){ 0 };
        overlay->serial++;
      }
}

/* Where the widget is in a layer, and how much of its margin is left; negative: it is not covered. */
static int
find_margin_px (LwCanvas            *self,
                const LwCanvasLayer *layer,
                int                  x_px,
                int                  y_px)
{
  const int width_px = layer->width_px - 2 * MARGIN_PX, height_px = layer->height_px - 2 * MARGIN_PX;
  const int x = x_px - layer->x_px, y = y_px - layer->y_px;

  return MIN (MIN (x, layer->width_px - width_px - x), MIN (y, layer->height_px - height_px - y));
}

/* All of a crowd changes its look when it is chosen, left, or moved. */
static gboolean
is_as_it_should_be (LwCanvas            *self,
                    const LwCanvasLayer *layer,
                    double               zoom_px)
{
  return layer->zoom_px == zoom_px && !layer->is_stale && !layer->moves_crowd && !lw_canvas_moves_crowd (self) &&
         layer->has_crowd == lw_canvas_has_crowd (self);
}

static gboolean
is_little (LwCanvas            *self,
           const LwCanvasLayer *layer,
           int                  scale)
{
  guint n_boxes = 0;

  for (guint i = 0; i < layer->n_dirty && n_boxes <= AT_ONCE_MAX; i++)
    {
      lw_canvas_layer_query (self, layer, lw_canvas_area_grow (lw_canvas_layer_area_of (layer, layer->dirty_img[i]), LW_CANVAS_LINE_REACH * scale), scale);
      n_boxes += self->scratch->len;
    }

  return n_boxes <= AT_ONCE_MAX;
}

static const LwCanvasLayer *
get_stand_in (const LwCanvasLayer *layer,
              double               zoom_px)
{
  const gboolean is_usable = layer->zoom_px > 0 && layer->zoom_px < zoom_px * STAND_IN_ZOOM_MAX &&
                             zoom_px < layer->zoom_px * STAND_IN_ZOOM_MAX;

  return is_usable ? layer : NULL;
}

static const LwCanvasLayer *
draw_next (LwCanvas *self,
           double    zoom_px,
           int       x_px,
           int       y_px,
           int       scale)
{
  LwCanvasOverlay *overlay = &self->overlay;
  LwCanvasLayer   *shown = &overlay->layers[overlay->current];

  if (overlay->band_id != 0)
    return get_stand_in (shown, zoom_px);

  ensure_surface (get_next (overlay), shown->width_px, shown->height_px);
  begin_bands (self, zoom_px, x_px - MARGIN_PX, y_px - MARGIN_PX, scale);

  if (get_next (overlay)->n_boxes > AT_ONCE_MAX)
    {
      overlay->band_id = g_idle_add (band_cb, self);
      return get_stand_in (shown, zoom_px);
    }

  while (draw_band (self, scale))
    ;
  show_next (overlay);

  return &overlay->layers[overlay->current];
}

const LwCanvasLayer *
lw_canvas_overlay_update (LwCanvas *self)
{
  LwCanvasOverlay *overlay = &self->overlay;
  LwCanvasLayer   *shown = &overlay->layers[overlay->current];
  LwCanvasLayer   *next = get_next (overlay);
  int              scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  int              width_px = gtk_widget_get_width (GTK_WIDGET (self)) * scale + 2 * MARGIN_PX;
  int              height_px = gtk_widget_get_height (GTK_WIDGET (self)) * scale + 2 * MARGIN_PX;
  double           zoom_px = self->view.zoom * scale;
  int              x_px, y_px, margin_px;

  /* Nothing to draw: no memory for it, either. */
  if ((lw_box_index_get_n_boxes (self->index) == 0 && self->ghosts.ghosts->len == 0) || self->is_filling)
    {
      drop_layers (overlay);
      return NULL;
    }

  lw_canvas_get_origin_px (self, &x_px, &y_px);
  if (shown->width_px != width_px || shown->height_px != height_px)
    stop_bands (overlay);
  ensure_surface (shown, width_px, height_px);
  margin_px = find_margin_px (self, shown, x_px, y_px);

  if (margin_px < 0 || !is_as_it_should_be (self, shown, zoom_px) || !is_little (self, shown, scale))
    return draw_next (self, zoom_px, x_px, y_px, scale);

  /* While bands are drawn, captions are theirs: what has changed is drawn when they are there. */
  if (shown->n_dirty > 0 && overlay->band_id == 0)
    {
      ensure_surface (next, width_px, height_px);
      if (!differs_only_in_parts (next, shown))
        copy_layer (next, shown);
      draw_dirty (self, next, shown, scale);
      show_next (overlay);
      shown = next;
    }

  if (shown->n_boxes > AT_ONCE_MAX && margin_px < MARGIN_LOW_PX)
    draw_next (self, zoom_px, x_px, y_px, scale);

  return &overlay->layers[overlay->current];
}

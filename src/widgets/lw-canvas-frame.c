/* lw-canvas-frame.c - one frame, as nodes for the renderer
 *
 * Two nodes.  The ground, of picture and boxes, is kept as long as nothing of it
 * changes, and GTK paints again only where it is not the node of the frame before.  What
 * moves with the pointer is a node of its own, no larger than what it shows: hovering and
 * dragging a handle paint a few boxes' worth of the screen.
 *
 * The ground is made in one of two ways, chosen at run time by the renderer of the window:
 *
 * - Software (GskCairoRenderer): one Cairo node, of tiles and overlay as surfaces that
 *   live longer than the frame.  This renderer downloads and rescales textures each
 *   frame, 15 to 60 ms for what surfaces do in 8.
 * - GPU (GL, NGL, Vulkan): tiles and overlay are textures, which are uploaded once.  A Cairo
 *   node would be painted in software and uploaded whole with each change.  Before GTK
 *   4.10 textures are always smoothed: there a picture that is shown pixel by pixel is a
 *   Cairo node in this way, too.
 *
 * LABELWRIGHT_DEBUG=frames says which was chosen.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lw-canvas-private.h"

#include "lw-debug.h"

#include <math.h>

/* From here on pixels are meant to be told apart. */
#define NEAREST_ZOOM_MIN 2.0

/* Of the 16 ms of a frame: painting takes 8 at 1600 by 1000. */
#define TILES_BUDGET_US 5000

/* Where the ground is, and how large a pixel. */
typedef struct
{
  LwCanvas *self;
  int       scale;
  int       x_px, y_px; /* corner of the widget from that of the picture */
  double    zoom_px;    /* device pixels per pixel of the picture */
} Place;

/* Half-open, in device pixels of the widget. */
typedef struct
{
  int x0, y0, x1, y1;
} Area;

static Place
find_place (LwCanvas *self)
{
  Place place = { .self = self, .scale = gtk_widget_get_scale_factor (GTK_WIDGET (self)) };

  place.zoom_px = self->view.zoom * place.scale;
  lw_canvas_get_origin_px (self, &place.x_px, &place.y_px);

  return place;
}

/* Every edge is rounded by itself: neighbours share it, and no line is left between. */
static Area
area_of (const Place *place,
         LwRect       rect_img)
{
  return (Area){
    (int) lround (rect_img.x0 * place->zoom_px) - place->x_px,
    (int) lround (rect_img.y0 * place->zoom_px) - place->y_px,
    (int) lround (rect_img.x1 * place->zoom_px) - place->x_px,
    (int) lround (rect_img.y1 * place->zoom_px) - place->y_px,
  };
}

static graphene_rect_t
bounds_of (const Place *place,
           Area         area)
{
  float scale = (float) place->scale;

  return GRAPHENE_RECT_INIT ((float) area.x0 / scale, (float) area.y0 / scale,
                             (float) (area.x1 - area.x0) / scale, (float) (area.y1 - area.y0) / scale);
}

static graphene_rect_t
widget_bounds (LwCanvas *self)
{
  return GRAPHENE_RECT_INIT (0, 0, (float) self->view.width_view, (float) self->view.height_view);
}

static LwRect
visible_part (const Place *place)
{
  const LwView *view = &place->self->view;
  LwRect        rect = { place->x_px / place->zoom_px, place->y_px / place->zoom_px,
                         (place->x_px + view->width_view * place->scale) / place->zoom_px,
                         (place->y_px + view->height_view * place->scale) / place->zoom_px };

  return lw_rect_clip (rect, view->width_img, view->height_img);
}

static gboolean
is_nearest (const Place *place)
{
  return place->zoom_px >= NEAREST_ZOOM_MIN;
}

/* --- In software --- */

static void
draw_tile (const Place             *place,
           const LwCanvasTilePlace *at,
           cairo_t                 *cr)
{
  const LwCanvasTile *tile = at->tile;
  Area                area = area_of (place, at->rect_img);
  double              zoom = place->zoom_px * lw_canvas_tiles_get_scale (place->self->tiles, tile);
  cairo_pattern_t    *pattern = cairo_pattern_create_for_surface (tile->surface);
  cairo_matrix_t      matrix;

  cairo_matrix_init (&matrix, 1 / zoom, 0, 0, 1 / zoom,
                     place->x_px / zoom - tile->x_px + LW_CANVAS_TILE_BORDER_PX,
                     place->y_px / zoom - tile->y_px + LW_CANVAS_TILE_BORDER_PX);
  cairo_pattern_set_matrix (pattern, &matrix);
  cairo_pattern_set_filter (pattern, is_nearest (place) ? CAIRO_FILTER_NEAREST : CAIRO_FILTER_BILINEAR);
  /* The border makes it no difference, except that Cairo then knows the tile to be opaque. */
  cairo_pattern_set_extend (pattern, CAIRO_EXTEND_PAD);

  cairo_rectangle (cr, area.x0, area.y0, area.x1 - area.x0, area.y1 - area.y0);
  cairo_set_source (cr, pattern);
  cairo_fill (cr);
  cairo_pattern_destroy (pattern);
}

/* In device pixels. */
static void
draw_tiles (const Place *place,
            cairo_t     *cr)
{
  guint                    n_places;
  const LwCanvasTilePlace *places = lw_canvas_tiles_get_places (place->self->tiles, &n_places);

  for (guint i = 0; i < n_places; i++)
    draw_tile (place, &places[i], cr);
}

/* A layer that stands in for the next one has another zoom than the picture. */
static double
get_stretch (const Place         *place,
             const LwCanvasLayer *layer)
{
  return place->zoom_px / layer->zoom_px;
}

static void
draw_overlay (const Place         *place,
              const LwCanvasLayer *layer,
              cairo_t             *cr)
{
  const double stretch = get_stretch (place, layer);

  cairo_save (cr);
  cairo_translate (cr, round (layer->x_px * stretch) - place->x_px, round (layer->y_px * stretch) - place->y_px);
  if (stretch != 1)
    cairo_scale (cr, stretch, stretch);
  cairo_set_source_surface (cr, layer->surface, 0, 0);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_NEAREST);
  cairo_paint (cr);
  cairo_restore (cr);
}

static cairo_t *
append_cairo (const Place *place,
              GtkSnapshot *snapshot)
{
  graphene_rect_t bounds = widget_bounds (place->self);
  cairo_t        *cr = gtk_snapshot_append_cairo (snapshot, &bounds);

  cairo_scale (cr, 1.0 / place->scale, 1.0 / place->scale);

  return cr;
}

/* --- As textures --- */

#if GTK_CHECK_VERSION(4, 10, 0)
#define HAS_NEAREST_TEXTURES TRUE
#else
#define HAS_NEAREST_TEXTURES FALSE
#endif

static void
append_texture (const Place           *place,
                GtkSnapshot           *snapshot,
                GdkTexture            *texture,
                const graphene_rect_t *bounds)
{
#if GTK_CHECK_VERSION(4, 10, 0)
  gtk_snapshot_append_scaled_texture (snapshot, texture,
                                      is_nearest (place) ? GSK_SCALING_FILTER_NEAREST : GSK_SCALING_FILTER_LINEAR,
                                      bounds);
#else
  gtk_snapshot_append_texture (snapshot, texture, bounds);
#endif
}

static void
append_tile (const Place             *place,
             const LwCanvasTilePlace *at,
             GtkSnapshot             *snapshot)
{
  LwCanvasTile   *tile = at->tile;
  GdkTexture     *texture = lw_canvas_tiles_get_texture (place->self->tiles, tile);
  double          zoom = place->zoom_px * lw_canvas_tiles_get_scale (place->self->tiles, tile) / place->scale;
  double          x = (tile->x_px - LW_CANVAS_TILE_BORDER_PX) * zoom - (double) place->x_px / place->scale;
  double          y = (tile->y_px - LW_CANVAS_TILE_BORDER_PX) * zoom - (double) place->y_px / place->scale;
  graphene_rect_t clip = bounds_of (place, area_of (place, at->rect_img));
  graphene_rect_t bounds = GRAPHENE_RECT_INIT ((float) x, (float) y, (float) (gdk_texture_get_width (texture) * zoom),
                                               (float) (gdk_texture_get_height (texture) * zoom));

  gtk_snapshot_push_clip (snapshot, &clip);
  append_texture (place, snapshot, texture, &bounds);
  gtk_snapshot_pop (snapshot);
}

static void
append_tiles (const Place *place,
              GtkSnapshot *snapshot)
{
  guint                    n_places;
  const LwCanvasTilePlace *places = lw_canvas_tiles_get_places (place->self->tiles, &n_places);

  for (guint i = 0; i < n_places; i++)
    append_tile (place, &places[i], snapshot);
}

static GdkTexture *
texture_of_layer (const LwCanvasLayer *layer)
{
  gsize stride = (gsize) cairo_image_surface_get_stride (layer->surface);
  g_autoptr (GBytes) bytes = NULL;

  cairo_surface_flush (layer->surface);
  bytes = g_bytes_new_with_free_func (cairo_image_surface_get_data (layer->surface), stride * (gsize) layer->height_px,
                                      (GDestroyNotify) cairo_surface_destroy,
                                      cairo_surface_reference (layer->surface));

  return gdk_memory_texture_new (layer->width_px, layer->height_px, GDK_MEMORY_DEFAULT, bytes, stride);
}

static void
append_overlay (const Place         *place,
                const LwCanvasLayer *layer,
                GtkSnapshot         *snapshot)
{
  LwCanvasFrame  *frame = &place->self->frame;
  const double    stretch = get_stretch (place, layer);
  const int       x_px = (int) lround (layer->x_px * stretch) - place->x_px;
  const int       y_px = (int) lround (layer->y_px * stretch) - place->y_px;
  graphene_rect_t bounds = bounds_of (place, (Area){ x_px, y_px, x_px + (int) lround (layer->width_px * stretch),
                                                     y_px + (int) lround (layer->height_px * stretch) });

  if (frame->overlay_texture == NULL || frame->overlay_serial != place->self->overlay.serial)
    {
      g_clear_object (&frame->overlay_texture);
      frame->overlay_texture = texture_of_layer (layer);
      frame->overlay_serial = place->self->overlay.serial;
    }

  gtk_snapshot_append_texture (snapshot, frame->overlay_texture, &bounds);
}

/* --- The ground --- */

static GdkRGBA
empty_colour (LwCanvas *self)
{
  GdkRGBA colour;

  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (self)), &colour);
  colour.alpha *= 0.08f;

  return colour;
}

static void
append_empty (const Place *place,
              GtkSnapshot *snapshot)
{
  const LwView   *view = &place->self->view;
  GdkRGBA         colour = empty_colour (place->self);
  graphene_rect_t bounds = bounds_of (place, area_of (place, (LwRect){ 0, 0, view->width_img, view->height_img }));

  gtk_snapshot_append_color (snapshot, &colour, &bounds);
}

static GskRenderNode *
make_ground (const Place         *place,
             const LwCanvasLayer *layer)
{
  LwCanvas    *self = place->self;
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  gboolean     has_pixels = self->shown_pixels != NULL;
  gboolean     has_textures = self->frame.path == LW_CANVAS_PATH_TEXTURES;
  gboolean     has_tile_textures = has_textures && (HAS_NEAREST_TEXTURES || !is_nearest (place));
  cairo_t     *cr = NULL;

  if (!has_pixels)
    append_empty (place, snapshot);
  else if (has_tile_textures)
    append_tiles (place, snapshot);
  else
    draw_tiles (place, cr = append_cairo (place, snapshot));

  if (has_textures && layer != NULL)
    append_overlay (place, layer, snapshot);
  else if (layer != NULL)
    {
      /* In the same node as the tiles: one clip and one walk less. */
      cr = cr != NULL ? cr : append_cairo (place, snapshot);
      draw_overlay (place, layer, cr);
    }

  g_clear_pointer (&cr, cairo_destroy);

  return gtk_snapshot_free_to_node (snapshot);
}

static gboolean
refine_cb (GtkWidget     *widget,
           GdkFrameClock *clock,
           gpointer       user_data)
{
  LwCanvas *self = LW_CANVAS (widget);

  self->frame.refine_id = 0;
  lw_canvas_frame_drop (self);
  gtk_widget_queue_draw (widget);

  return G_SOURCE_REMOVE;
}

static gboolean
is_ground_kept (const Place *place)
{
  const LwCanvasFrame *frame = &place->self->frame;

  return frame->ground != NULL && frame->x_px == place->x_px && frame->y_px == place->y_px &&
         frame->zoom_px == place->zoom_px && frame->scale == place->scale &&
         frame->width_view == place->self->view.width_view && frame->height_view == place->self->view.height_view &&
         frame->ground_serial == place->self->overlay.serial;
}

static void
keep_ground (const Place   *place,
             GskRenderNode *ground)
{
  LwCanvasFrame *frame = &place->self->frame;

  g_clear_pointer (&frame->ground, gsk_render_node_unref);
  frame->ground = ground;
  frame->x_px = place->x_px;
  frame->y_px = place->y_px;
  frame->zoom_px = place->zoom_px;
  frame->scale = place->scale;
  frame->width_view = place->self->view.width_view;
  frame->height_view = place->self->view.height_view;
  frame->ground_serial = place->self->overlay.serial;
}

static void
update_ground (const Place *place)
{
  LwCanvas            *self = place->self;
  const LwCanvasLayer *layer = lw_canvas_overlay_update (self);

  if (is_ground_kept (place))
    return;

  if (self->shown_pixels != NULL &&
      !lw_canvas_tiles_update (self->tiles, visible_part (place), place->zoom_px, TILES_BUDGET_US) &&
      self->frame.refine_id == 0)
    self->frame.refine_id = gtk_widget_add_tick_callback (GTK_WIDGET (self), refine_cb, NULL, NULL);

  keep_ground (place, make_ground (place, layer));
}

/* --- What moves --- */

/* What is drawn depends on hover, selection, drag and mode: asking Cairo what it touched
 * is the one way that cannot miss any of it. */
static gboolean
measure_live (LwCanvas        *self,
              graphene_rect_t *bounds)
{
  graphene_rect_t  widget = widget_bounds (self);
  cairo_surface_t *recorder = cairo_recording_surface_create (CAIRO_CONTENT_COLOR_ALPHA, NULL);
  cairo_t         *cr = cairo_create (recorder);
  double           x, y, width, height;

  lw_canvas_draw_live (self, cr);
  cairo_destroy (cr);
  cairo_recording_surface_ink_extents (recorder, &x, &y, &width, &height);
  cairo_surface_destroy (recorder);

  if (width <= 0 || height <= 0)
    return FALSE;

  /* One more on each side: the extents of text are those of its outlines. */
  graphene_rect_init (bounds, (float) floor (x) - 1, (float) floor (y) - 1, (float) (ceil (x + width) - floor (x)) + 2,
                      (float) (ceil (y + height) - floor (y)) + 2);

  return graphene_rect_intersection (bounds, &widget, bounds);
}

static void
snapshot_live (LwCanvas    *self,
               GtkSnapshot *snapshot)
{
  graphene_rect_t bounds;
  cairo_t        *cr;

  if (!measure_live (self, &bounds))
    return;

  cr = gtk_snapshot_append_cairo (snapshot, &bounds);
  lw_canvas_draw_live (self, cr);
  cairo_destroy (cr);
}

static void
snapshot_message (LwCanvas    *self,
                  GtkSnapshot *snapshot)
{
  GtkWidget *widget = GTK_WIDGET (self);
  int        width_max = MAX (gtk_widget_get_width (widget) - 48, 1);
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (widget, self->message);
  GdkRGBA colour;
  int     height;

  pango_layout_set_width (layout, width_max * PANGO_SCALE);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_alignment (layout, PANGO_ALIGN_CENTER);
  pango_layout_get_pixel_size (layout, NULL, &height);
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &colour);

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (24, (float) MAX ((gtk_widget_get_height (widget) - height) / 2, 0)));
  gtk_snapshot_append_layout (snapshot, layout, &colour);
  gtk_snapshot_restore (snapshot);
}

/* --- The way --- */

/* By name: the types of the renderers are not all in every GTK. */
static LwCanvasPath
choose_path (LwCanvas *self)
{
  static const char *const gpu[] = { "GskGLRenderer", "GskNglRenderer", "GskVulkanRenderer" };
  GtkNative               *native = gtk_widget_get_native (GTK_WIDGET (self));
  const char              *name = native != NULL ? G_OBJECT_TYPE_NAME (gtk_native_get_renderer (native)) : "";

  for (guint i = 0; i < G_N_ELEMENTS (gpu); i++)
    if (g_str_equal (name, gpu[i]))
      return LW_CANVAS_PATH_TEXTURES;

  return LW_CANVAS_PATH_SURFACES;
}

static void
update_path (LwCanvas *self)
{
  LwCanvasPath path = choose_path (self);

  if (path == self->frame.path)
    return;

  self->frame.path = path;
  lw_canvas_frame_drop (self);
  if (lw_debug_is_on (LW_DEBUG_FRAMES))
    g_printerr ("canvas: drawn as %s\n", lw_canvas_get_path_name (self));
}

const char *
lw_canvas_get_path_name (LwCanvas *self)
{
  return self->frame.path == LW_CANVAS_PATH_TEXTURES ? "textures, for a GPU" : "surfaces, in software";
}

void
lw_canvas_get_origin_px (LwCanvas *self,
                         int      *x_px,
                         int      *y_px)
{
  int scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));

  *x_px = (int) lround ((self->view.x_img * self->view.zoom - self->view.width_view / 2) * scale);
  *y_px = (int) lround ((self->view.y_img * self->view.zoom - self->view.height_view / 2) * scale);
}

void
lw_canvas_frame_drop (LwCanvas *self)
{
  g_clear_pointer (&self->frame.ground, gsk_render_node_unref);
}

void
lw_canvas_frame_clear (LwCanvas *self)
{
  lw_canvas_frame_drop (self);
  g_clear_object (&self->frame.overlay_texture);
}

void
lw_canvas_snapshot (GtkWidget   *widget,
                    GtkSnapshot *snapshot)
{
  LwCanvas *self = LW_CANVAS (widget);

  update_path (self);
  if (self->has_picture && self->view.zoom > 0)
    {
      Place place = find_place (self);

      update_ground (&place);
      if (self->frame.ground != NULL)
        gtk_snapshot_append_node (snapshot, self->frame.ground);
      snapshot_live (self, snapshot);
    }

  if (self->message != NULL)
    snapshot_message (self, snapshot);
}

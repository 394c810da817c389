/* lw-canvas-tiles.h - the picture on the screen, in squares
 *
 * A picture of 100 megapixels is never on the screen as a whole: what is in sight is cut
 * into squares of the level that fits the zoom, and each is rendered through the tone
 * once and kept, within a budget of memory.  Panning makes the few squares that come into
 * sight; a new tone makes those in sight again and forgets the others.
 *
 * Making them is bounded in time: where there is more to do, the squares that are not
 * there yet are stood in for by parts of coarser ones, and made in the next frames.
 *
 * Belongs to the main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-pixels.h"
#include "lw-rect.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Large enough that a screen takes about 50, small enough that the ones that panning
 * brings in cost a millisecond. */
#define LW_CANVAS_TILE_PX 256

/* Around each, the pixels next to it: so that smoothing across an edge sees what it
 * would see in one piece, and there is no seam. */
#define LW_CANVAS_TILE_BORDER_PX 1

typedef struct
{
  int              level;
  int              x_px, y_px;          /* in pixels of the level, without the border */
  int              width_px, height_px; /* less than LW_CANVAS_TILE_PX at the far edges */
  cairo_surface_t *surface;             /* RGB24, with the border */
  GdkTexture      *texture;             /* the same pixels; NULL until they were asked for */
  guint64          stamp;               /* of the last update that it was in sight */
  guint64          key;                 /* of level and place among the tiles */
} LwCanvasTile;

/* A tile or, where a finer one is still missing, a part of it. */
typedef struct
{
  LwCanvasTile *tile;
  LwRect        rect_img; /* where it is drawn, in pixels of the picture */
} LwCanvasTilePlace;

typedef struct _LwCanvasTiles LwCanvasTiles;

LwCanvasTiles *lw_canvas_tiles_new (void);
void           lw_canvas_tiles_free (LwCanvasTiles *self);

/* Forgets all tiles.  @pixels may be smaller than the picture that they are drawn for: a
 * preview is stretched.  NULL for none. */
void lw_canvas_tiles_set_pixels (LwCanvasTiles *self,
                                 LwPixels      *pixels,
                                 double         width_img,
                                 double         height_img);

/* Forgets all tiles where it is another tone.  Without a window of its own, deep pictures are
 * shown with their automatic one. */
void          lw_canvas_tiles_set_tone (LwCanvasTiles *self,
                                        const LwTone  *tone);
const LwTone *lw_canvas_tiles_get_tone (LwCanvasTiles *self);

/* What lw_pixels_render() wants: NULL for a neutral tone.  Borrowed until the tone changes. */
const LwToneTable *lw_canvas_tiles_get_table (LwCanvasTiles *self);

/* Makes what is missing of a part of the picture that is shown at @zoom_px device pixels
 * per pixel of the picture, for about @budget_us; at least one tile, so that
 * repeating it comes to an end, but for those that a disk has still to bring: these are
 * waited for only after many times.  FALSE where it has to be repeated. */
gboolean lw_canvas_tiles_update (LwCanvasTiles *self,
                                 LwRect         area_img,
                                 double         zoom_px,
                                 gint64         budget_us);

/* What the last update found: together they cover the area, and none overlaps another.
 * Borrowed until the next call that changes anything. */
const LwCanvasTilePlace *lw_canvas_tiles_get_places (LwCanvasTiles *self,
                                                     guint         *n_places);

/* Pixels of the picture per pixel of a tile. */
double lw_canvas_tiles_get_scale (LwCanvasTiles      *self,
                                  const LwCanvasTile *tile);

/* Borrowed from the tile. */
GdkTexture *lw_canvas_tiles_get_texture (LwCanvasTiles *self,
                                         LwCanvasTile  *tile);

/* Bytes of all tiles, also of those whose memory waits to be used again. */
gsize lw_canvas_tiles_get_size (LwCanvasTiles *self);

/* Tiles made so far; for tests and for measuring. */
guint64 lw_canvas_tiles_get_n_made (LwCanvasTiles *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LwCanvasTiles, lw_canvas_tiles_free)

G_END_DECLS

/* lw-canvas-hud-private.h - what the files of the floating parts share
 *
 * lw-canvas-hud.c         the widget and its pointer
 * lw-canvas-minimap.c     the picture in small
 * lw-canvas-magnifier.c   pixels in large
 * lw-canvas-scale-bar.c   a length of the world
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-canvas-hud.h"
#include "lw-canvas-private.h"

G_BEGIN_DECLS

typedef struct
{
  LwRect           area; /* widget coordinates; empty while it is not shown */
  cairo_surface_t *picture;
  cairo_surface_t *dots;
  int              width_px, height_px; /* of both, device pixels */
} LwCanvasMinimap;

struct _LwCanvasHud
{
  GtkWidget parent_instance;

  LwCanvas        *canvas; /* weak */
  LwCanvasHudParts parts;
  LwScale          scale;
  LwCanvasMinimap  map;
};

/* Where the map is now; an empty rect where it is not shown. */
LwRect lw_canvas_minimap_find_area (LwCanvasHud *self);

/* Pans to the part of the picture that is there on the map. */
void lw_canvas_minimap_pan_to (LwCanvasHud *self,
                               double       x_view,
                               double       y_view);
void lw_canvas_minimap_drop_picture (LwCanvasMinimap *map);
void lw_canvas_minimap_drop_dots (LwCanvasMinimap *map);
void lw_canvas_minimap_snapshot (LwCanvasHud *self,
                                 GtkSnapshot *snapshot);
void lw_canvas_magnifier_snapshot (LwCanvasHud *self,
                                   GtkSnapshot *snapshot);
void lw_canvas_scale_bar_snapshot (LwCanvasHud *self,
                                   GtkSnapshot *snapshot);

G_END_DECLS

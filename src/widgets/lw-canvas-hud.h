/* lw-canvas-hud.h - what floats over the canvas: mini-map, scale bar, magnifier
 *
 * A widget that covers the canvas and lets everything through but the mini-map, on
 * which a click or a drag pans and the wheel zooms.
 *
 * The mini-map is there while a part of the picture is out of sight, and goes away while
 * something is drawn or moved underneath it.  The magnifier shows the pixels around the
 * pointer, or around the cross-hair of drawing by keys, at least fourfold, with the edges
 * of boxes, also of those being dragged.  The scale bar is there where a scale is set.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-canvas.h"
#include "lw-scale.h"

G_BEGIN_DECLS

#define LW_TYPE_CANVAS_HUD (lw_canvas_hud_get_type ())
G_DECLARE_FINAL_TYPE (LwCanvasHud, lw_canvas_hud, LW, CANVAS_HUD, GtkWidget)

/* At first none. */
typedef enum
{
  LW_CANVAS_HUD_MINIMAP = 1 << 0,
  LW_CANVAS_HUD_SCALE_BAR = 1 << 1,
  LW_CANVAS_HUD_MAGNIFIER = 1 << 2,
} LwCanvasHudParts;

/* The one that it covers, which outlives it or is forgotten; once. */
void lw_canvas_hud_set_canvas (LwCanvasHud *self,
                               LwCanvas    *canvas);

void lw_canvas_hud_set_parts (LwCanvasHud     *self,
                              LwCanvasHudParts parts);
void lw_canvas_hud_set_scale (LwCanvasHud   *self,
                              const LwScale *scale);

/* Whether the mini-map is on the screen; @area, in widget coordinates, may be NULL. */
gboolean lw_canvas_hud_get_map_area (LwCanvasHud     *self,
                                     graphene_rect_t *area);

G_END_DECLS

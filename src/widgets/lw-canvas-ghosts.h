/* lw-canvas-ghosts.h - boxes of others, to be compared with but never touched
 *
 * Faint lines below the boxes, in the overlay.  They are told apart by their pattern first
 * and by their colour second; the pointer passes through, and says whose the smallest one
 * under it is.  Part of the canvas: see lw-canvas-private.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-canvas-lines.h"
#include "lw-canvas.h"

#include "lw-box-index.h"

G_BEGIN_DECLS

typedef struct
{
  GArray     *ghosts; /* (element-type LwCanvasGhost), captions interned */
  LwBoxIndex *index;
  GArray     *scratch; /* (element-type guint32) */
  gint64      hovered; /* a place in ghosts, or -1 */
} LwCanvasGhosts;

void lw_canvas_ghosts_init (LwCanvas *self);
void lw_canvas_ghosts_clear (LwCanvasGhosts *ghosts);

/* Where the target's corner is from that of the picture, device pixels. */
void lw_canvas_ghosts_draw (LwCanvas             *self,
                            const LwCanvasTarget *target,
                            int                   x_px,
                            int                   y_px,
                            double                zoom_px);

/* The hovered one, after the captions of boxes; widget coordinates. */
void lw_canvas_ghosts_draw_live (LwCanvas *self,
                                 cairo_t  *cr);

G_END_DECLS

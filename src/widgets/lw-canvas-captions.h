/* lw-canvas-captions.h - the captions of boxes: room, pictures, places
 *
 * In the overlay, larger boxes come first, and what finds no room beside the others is
 * shortened or left out; together captions cover at most a fifth of the picture.  What
 * is hovered or selected has its caption in any case, drawn live on top.
 *
 * A caption is drawn by Pango once for each text, colour and width and copied from then
 * on.  Part of the canvas: see lw-canvas-private.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-canvas-lines.h"
#include "lw-canvas.h"
#include "lw-caption-layout.h"

G_BEGIN_DECLS

typedef struct
{
  LwCanvasArea     area;   /* device pixels from the corner of the picture */
  LwCanvasArea     box;    /* the box's, when it was placed */
  GRefString      *name;   /* the box's caption then */
  guint32          colour; /* the box's then */
  guint32          slot;
  gint64           key;
  gboolean         is_short;
  cairo_surface_t *picture;
} LwCanvasCaption;

typedef struct
{
  LwCaptionLayout *room;      /* of the overlay */
  LwCaptionLayout *room_live; /* of what is drawn live */
  GArray          *placed;    /* (element-type LwCanvasCaption), in the overlay */
  GArray          *live;      /* (element-type LwCanvasCaption), of selected boxes */
  GHashTable      *layouts;   /* (element-type utf8 PangoLayout): a text is laid out once */
  GHashTable      *pictures;  /* (element-type utf8 cairo_surface_t) */
} LwCanvasCaptions;

void lw_canvas_captions_init (LwCanvasCaptions *captions);
void lw_canvas_captions_clear (LwCanvasCaptions *captions);

/* After the font changed, or the scale of the screen. */
void lw_canvas_captions_drop_pictures (LwCanvasCaptions *captions);

/* For the overlay.  @whole is what it covers, in device pixels from the corner of the picture, as
 * all areas here; the boxes are those whose slots are in scratch.
 *
 * place: finds room for all anew.
 * update: forgets those of boxes that changed and finds room for boxes without one; adds
 * to @changed, empty at first, what came and went.
 * blit: copies what lies in @target's clip; @x_px, @y_px is the corner of the target. */
void lw_canvas_captions_place (LwCanvas    *self,
                               LwCanvasArea whole,
                               double       zoom_px);
void lw_canvas_captions_update (LwCanvas     *self,
                                double        zoom_px,
                                LwCanvasArea *changed);
void lw_canvas_captions_blit (LwCanvas             *self,
                              const LwCanvasTarget *target,
                              int                   x_px,
                              int                   y_px);

/* Of what is hovered and selected; widget coordinates. */
void lw_canvas_captions_draw_live (LwCanvas *self,
                                   cairo_t  *cr);

/* One more beside those that draw_live drew in this frame; @rect_img is what it belongs to. */
void lw_canvas_captions_draw_text (LwCanvas   *self,
                                   cairo_t    *cr,
                                   const char *text,
                                   guint32     colour,
                                   LwRect      rect_img);

G_END_DECLS

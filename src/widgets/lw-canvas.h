/* lw-canvas.h - the picture with its boxes: shows them, and asks for changes
 *
 * The canvas owns nothing but the view.  What the user draws, moves or wants
 * removed is emitted as a request; whoever owns the boxes changes them and tells
 * the canvas.  A request nobody answers leaves the boxes as they were.
 *
 * Opening a picture is: set_image_size, set_boxes, and set_pixels or set_message
 * once the worker is done.  Boxes can be seen and edited before the pixels are
 * there.
 *
 * The view belongs to the viewer.  The first picture is fitted; after that a
 * picture of the same size keeps zoom and place, one of another size is fitted
 * if the last one was, and otherwise keeps zoom and the relative centre.
 *
 * Mouse: a drag draws, except that it moves the selected boxes or resizes them by a
 * handle; Ctrl+drag and drawing mode always draw.  Shift+drag beside the selection pulls
 * a frame that adds to the selection, Ctrl+Shift+drag one that takes away; with Alt too the
 * first keeps only what it holds selected, and the second swaps what it holds; to the right a frame holds what it encloses, to the
 * left what it touches.  A click selects the box whose
 * caption it hits or the smallest box under the pointer, the same click again (or
 * Alt+click) the next one below, and Shift+click adds or takes away; in drawing mode two
 * clicks set the corners.  The wheel zooms at the pointer, Shift+wheel and two fingers pan,
 * as do the middle and the right button.  A drag that is held at the edge of the widget
 * pans.
 *
 * While a drag goes on: Shift makes a square, or keeps a move to one axis; Alt draws and
 * resizes from the middle; Ctrl does the opposite of what snapping is set to, where it was
 * not held from the beginning on.
 *
 * Fingers: one does what the mouse does, with larger handles; two pan and zoom; a long
 * press asks for the menu, a double tap zooms in and back to all.  The other end of a pen
 * removes the box it touches.
 *
 * Keys, while the canvas has the focus: arrows move the selection by 1 pixel, from 8-fold
 * zoom on by 0.1, with Shift ten times as far, with Ctrl they move its far corner; Tab goes
 * through the boxes in reading order and leaves behind the last; Esc goes one step back.
 * With a tool other than the usual, arrows move a cross-hair, Enter or Space sets the
 * corners or points; Alt+Enter begins in the middle; Backspace takes the last point back.
 *
 * Rectangles that leave the canvas are valid, lie inside the picture and are rounded
 * to whole pixels, or to tenths from 8-fold zoom on, where one screen pixel is
 * finer than that; edges that snapped are where the line is.  A locked box can be
 * selected, but neither moved nor resized nor removed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-line-pattern.h"
#include "lw-pixels.h"
#include "lw-rect.h"
#include "lw-scale.h"
#include "lw-view.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef enum
{
  LW_CANVAS_BOX_DASHED = 1 << 0, /* a suggestion, not yet a label */
  LW_CANVAS_BOX_HIDDEN = 1 << 1, /* neither drawn nor hit */
  LW_CANVAS_BOX_DIM = 1 << 2,    /* drawn faintly, still hit */
  LW_CANVAS_BOX_LOCKED = 1 << 3, /* keeps its place */
} LwCanvasBoxFlags;

typedef struct
{
  gint64           key;    /* unique among the boxes of the picture; the owner's, e.g. a row id */
  LwRect           rect;   /* image pixels, valid */
  guint32          colour; /* 0xRRGGBB */
  LwCanvasBoxFlags flags;
  const char      *caption; /* class name, or NULL; copied */
  LwLinePattern    pattern; /* drawn with LW_CANVAS_PATTERNS, except for suggestions */
} LwCanvasBox;

/* A box of somebody else. */
typedef struct
{
  LwRect        rect;
  guint32       colour; /* 0xRRGGBB */
  LwLinePattern pattern;
  const char   *caption; /* shown while it is hovered; copied */
} LwCanvasGhost;

/* What is drawn besides the boxes.  At first LW_CANVAS_CAPTIONS. */
typedef enum
{
  LW_CANVAS_CAPTIONS = 1 << 0, /* class names at the boxes, as many as have room */
  LW_CANVAS_SIZES = 1 << 1,    /* ... with width and height, while there are few boxes */
  LW_CANVAS_PATTERNS = 1 << 2, /* lines in the pattern of their class */
  LW_CANVAS_GUIDES = 1 << 3,   /* a cross-hair at the pointer, not only for drawing */
  LW_CANVAS_STRONG = 1 << 4,   /* opaque casings, for those who asked for high contrast */
} LwCanvasOptions;

/* What a drag, a click or Enter does. */
typedef enum
{
  LW_CANVAS_TOOL_USUAL,  /* selects, moves, and draws beside the selection */
  LW_CANVAS_TOOL_DRAW,   /* draws anywhere */
  LW_CANVAS_TOOL_POINTS, /* a box from its four outermost points */
  LW_CANVAS_TOOL_FRAME,  /* selects by a frame */
} LwCanvasTool;

/* What happens to what is drawn beyond the picture. */
typedef enum
{
  LW_CANVAS_OUTSIDE_CUT,
  LW_CANVAS_OUTSIDE_REFUSE,
} LwCanvasOutside;

/* What "changed" speaks of. */
typedef enum
{
  LW_CANVAS_CHANGED_VIEW = 1 << 0,    /* zoom, place, size of the canvas or of the picture */
  LW_CANVAS_CHANGED_PICTURE = 1 << 1, /* the pixels, or how they are shown */
  LW_CANVAS_CHANGED_BOXES = 1 << 2,
} LwCanvasChanges;

#define LW_TYPE_CANVAS (lw_canvas_get_type ())
G_DECLARE_FINAL_TYPE (LwCanvas, lw_canvas, LW, CANVAS, GtkWidget)

/* Properties:
 *
 *   zoom          double    screen pixels (logical) per image pixel; setting it keeps the
 *                           centre in place
 *   tool          int       a LwCanvasTool; Esc goes back to the usual one
 *   drawing-mode  boolean   the tool is LW_CANVAS_TOOL_DRAW; kept after a box was drawn
 *   snapping      boolean   edges are drawn to those of the picture and of other boxes
 *   editable      boolean   default TRUE; otherwise boxes can be looked at and selected only
 *
 * Signals, all requests or news of what the user did:
 *
 *   box-drawn         (const LwRect *rect)               a new box is wanted
 *   boxes-moved       (const gint64 *keys, const LwRect *rects, guint n, gboolean is_more)
 *                     once, at the end of a drag, or per key press; is_more: one of a burst of keys,
 *                     which is one thing to undo
 *   remove-requested  ()                                 the other end of a pen touched the box that is now selected
 *   selection-changed ()                                 whatever changed it; never without a difference
 *   pointer-moved     (double x, double y, gboolean inside)  image pixels; inside: over the picture
 *   menu-requested    (double x, double y)               widget coordinates: right click, Menu key
 *   notice            (const char *text)                 one translated sentence for the status line; empty
 *                                                        where the last one no longer holds
 *   changed           (LwCanvasChanges what)             for what is drawn beside or over the canvas; may
 *                                                        come while sizes are being given out
 *
 * Arrays and a LwRect are borrowed for the duration of the emission. */
GtkWidget *lw_canvas_new (void);

/* A new picture of that size, as displayed, in pixels; 0 by 0 for none.  Forgets
 * the pixels and the message of the one before, and ends a running drag. */
void lw_canvas_set_image_size (LwCanvas *self,
                               int       width_px,
                               int       height_px);

/* Takes its own reference.  Pixels of another size than announced win.  NULL while
 * they are loading: boxes are then shown on an empty ground. */
void lw_canvas_set_pixels (LwCanvas *self,
                           LwPixels *pixels);

/* A smaller picture of the same, stretched to its size until the pixels are there; after
 * set_image_size.  Takes its own reference.  NULL to remove it. */
void lw_canvas_set_preview (LwCanvas *self,
                            LwPixels *preview);

/* How the pixels are shown; for eyes, the file stays as it is.  Neutral at first, and kept
 * from picture to picture; while it has no window, each deep picture is shown with its
 * automatic one. */
const LwTone *lw_canvas_get_tone (LwCanvas *self);
void          lw_canvas_set_tone (LwCanvas     *self,
                                  const LwTone *tone);

/* Shown in place of the pixels: why there are none; NULL to remove it. */
void lw_canvas_set_message (LwCanvas   *self,
                            const char *message);

/* Replaces all boxes.  What was selected stays selected where its key is still there. */
void lw_canvas_set_boxes (LwCanvas          *self,
                          const LwCanvasBox *boxes,
                          gsize              n_boxes);

/* The same in parts, for more boxes than there is time for in a frame: begin removes all,
 * and none is drawn until the last have been appended.  What is selected is given up. */
void lw_canvas_begin_boxes (LwCanvas *self);
void lw_canvas_append_boxes (LwCanvas          *self,
                             const LwCanvasBox *boxes,
                             gsize              n_boxes,
                             gboolean           is_last);

/* Boxes of others, drawn faintly below and never hit.  Replaces all; after set_image_size. */
void lw_canvas_set_ghosts (LwCanvas            *self,
                           const LwCanvasGhost *ghosts,
                           gsize                n_ghosts);

/* Single edits that do not cost more with more boxes.  Adding a key that is there
 * replaces the box, removing one that is not does nothing. */
void lw_canvas_add_box (LwCanvas          *self,
                        const LwCanvasBox *box);
void lw_canvas_update_box (LwCanvas          *self,
                           const LwCanvasBox *box);
void lw_canvas_remove_box (LwCanvas *self,
                           gint64    key);

guint lw_canvas_get_n_boxes (LwCanvas *self);

/* Where a box is in the widget, for a popover; FALSE where it is out of sight. */
gboolean lw_canvas_get_box_area (LwCanvas     *self,
                                 gint64        key,
                                 GdkRectangle *area);

/* Borrowed until the selection or the boxes change; in the order of selecting. */
const gint64 *lw_canvas_get_selection (LwCanvas *self,
                                       gsize    *n_keys);

/* Unknown and hidden keys are left out, and so is what is named twice. */
void lw_canvas_set_selection (LwCanvas     *self,
                              const gint64 *keys,
                              gsize         n_keys);

/* Selects the next (@direction 1) or previous (-1) box in reading order, top to
 * bottom and left to right, and brings it into view.  From the last it does not
 * wrap: FALSE, and nothing changes.  With nothing selected it takes the first, or last. */
gboolean lw_canvas_cycle_selection (LwCanvas *self,
                                    int       direction);

/* The box that lies under the selected one, and after the last the topmost again; with
 * nothing selected the topmost under the pointer.  FALSE where there is none. */
gboolean lw_canvas_select_below (LwCanvas *self);

/* Asks to move the selected boxes by image pixels, or with @resize their far corners. */
void lw_canvas_nudge (LwCanvas *self,
                      double    dx,
                      double    dy,
                      gboolean  resize);

/* What Enter does with a tool: sets the first, then the second corner, or a point, at the
 * cross-hair.  FALSE with the usual tool. */
gboolean lw_canvas_place_corner (LwCanvas *self);

/* One step back, as Esc: ends a drag, else leaves drawing mode, else deselects.
 * FALSE where there was nothing to go back from. */
gboolean lw_canvas_step_back (LwCanvas *self);

LwCanvasTool lw_canvas_get_tool (LwCanvas *self);
void         lw_canvas_set_tool (LwCanvas    *self,
                                 LwCanvasTool tool);

/* Says a sentence to whoever cannot see: through the notice, the description, and, from
 * GTK 4.14 on, at once. */
void lw_canvas_announce (LwCanvas   *self,
                         const char *text);

/* The same for those who cannot see only: what eyes see anyway. */
void lw_canvas_say (LwCanvas   *self,
                    const char *text);

gboolean lw_canvas_get_snapping (LwCanvas *self);
void     lw_canvas_set_snapping (LwCanvas *self,
                                 gboolean  snapping);

/* In image pixels, 1 by default: what is drawn or made smaller is refused, and that is
 * said. */
void lw_canvas_set_side_min (LwCanvas *self,
                             double    side_min);
void lw_canvas_set_outside (LwCanvas       *self,
                            LwCanvasOutside outside);

/* In image pixels; FALSE where there is no picture. */
gboolean lw_canvas_get_pointer (LwCanvas *self,
                                double   *x_img,
                                double   *y_img);

gboolean lw_canvas_get_drawing_mode (LwCanvas *self);
void     lw_canvas_set_drawing_mode (LwCanvas *self,
                                     gboolean  drawing_mode);
gboolean lw_canvas_get_editable (LwCanvas *self);
void     lw_canvas_set_editable (LwCanvas *self,
                                 gboolean  editable);
double   lw_canvas_get_zoom (LwCanvas *self);
void     lw_canvas_set_zoom (LwCanvas *self,
                             double    zoom);

/* Borrowed; its zoom is 0 while there is no picture or no size. */
const LwView *lw_canvas_get_view (LwCanvas *self);

/* How long a pixel is: sizes are said in the world's units, too.  At first no scale. */
void lw_canvas_set_scale (LwCanvas      *self,
                          const LwScale *scale);

LwCanvasOptions lw_canvas_get_options (LwCanvas *self);
void            lw_canvas_set_options (LwCanvas       *self,
                                       LwCanvasOptions options);

/* In and out keep what is under the pointer in place, or the centre when the pointer
 * is elsewhere; actual is one image pixel per screen pixel. */
void lw_canvas_zoom_in (LwCanvas *self);
void lw_canvas_zoom_out (LwCanvas *self);
void lw_canvas_zoom_fit (LwCanvas *self);
void lw_canvas_zoom_actual (LwCanvas *self);

/* Pans, never zooms, until as much of the box as possible is in view. */
void lw_canvas_scroll_to_box (LwCanvas *self,
                              gint64    key);

/* Zooms and pans until the box takes up @share of the view, never beyond @zoom_max. */
void lw_canvas_frame_box (LwCanvas *self,
                          gint64    key,
                          double    share,
                          double    zoom_max);

/* Zoom and place as they were once: a copy of lw_canvas_get_view().  Where the picture is
 * another one since, as it would be had it been opened then. */
void lw_canvas_restore_view (LwCanvas     *self,
                             const LwView *view);

G_END_DECLS

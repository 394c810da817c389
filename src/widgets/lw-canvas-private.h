/* lw-canvas-private.h - what the files of the canvas share
 *
 * lw-canvas.c          the widget: properties, view, accessible description
 * lw-canvas-boxes.c    the boxes and which of them are selected
 * lw-canvas-frame.c    one frame, as nodes for the renderer
 * lw-canvas-tiles.c    the picture, in squares that are kept between frames
 * lw-canvas-overlay.c  the layer of boxes that is kept between frames; -overlay-draw.c draws it
 * lw-canvas-captions.c the captions of boxes
 * lw-canvas-ghosts.c   boxes of others
 * lw-canvas-lines.c    outlines, as pixels
 * lw-canvas-draw.c     what moves with the pointer
 * lw-canvas-tools.c    which tool, and how it is set
 * lw-canvas-input.c    the pointer
 * lw-canvas-keys.c     keys that the canvas has for itself
 * lw-canvas-touch.c    fingers and pen
 * lw-canvas-edit.c     the life of a drag, and what keys do to rectangles
 * lw-canvas-shape.c    where the edges go that a drag moves: modifiers, snapping, the border
 * lw-canvas-rules.c    what a box must be, and saying what was done to make it so
 * lw-canvas-select.c   frames that select, the next box in reading order and the one below
 * lw-canvas-points.c   a box from four points
 * lw-canvas-marks.c    what of all this is seen: frame, lines, points
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-canvas.h"

#include "lw-box-index.h"
#include "lw-canvas-captions.h"
#include "lw-canvas-ghosts.h"
#include "lw-canvas-tiles.h"
#include "lw-snap.h"
#include "lw-view.h"

G_BEGIN_DECLS

/* On a shorter side mid-edge handles would touch those of the corners; on screen. */
#define LW_CANVAS_MID_HANDLE_SIDE_MIN 32

/* What moves with the pointer. */
#define LW_CANVAS_FOLLOWING LW_CANVAS_GUIDES

/* With more than these selected or moved, what moves with the pointer would take longer to draw
 * than a frame. */
#define LW_CANVAS_CROWD_MIN 64
/* With more boxes selected there are no handles: a crowd is moved, not shaped. */
#define LW_CANVAS_HANDLED_MAX 1000

typedef struct
{
  LwCanvasBox box;  /* its caption is a GRefString */
  guint32     slot; /* in items and in the index; order of drawing */
  gboolean    is_selected;
  gboolean    is_listed;   /* while a selection is made: a key may be named twice */
  gboolean    is_lifted;   /* being dragged: drawn live, not in the overlay */
  gboolean    has_caption; /* in the overlay */
} LwCanvasItem;

/* What a drag that starts here would do. */
typedef enum
{
  LW_CANVAS_GRIP_NONE,
  LW_CANVAS_GRIP_DRAW,
  LW_CANVAS_GRIP_MOVE,
  LW_CANVAS_GRIP_RESIZE,
  LW_CANVAS_GRIP_PAN,
  LW_CANVAS_GRIP_BAND, /* a frame that selects */
} LwCanvasGripKind;

typedef struct
{
  LwCanvasGripKind kind;
  int              handle_x, handle_y; /* of a resize: -1 near edge, 1 far edge, 0 neither */
} LwCanvasGrip;

typedef struct
{
  gint64 key;
  LwRect before, after;
} LwCanvasLifted;

typedef struct
{
  LwCanvasGrip    grip;
  gboolean        is_held;          /* the button is down, and nothing ended what it began */
  gboolean        is_pressed;       /* the button began this drag; otherwise the keyboard or two clicks did */
  gboolean        is_running;       /* shown, and asks for a change when it ends */
  gboolean        is_touch;         /* a finger, which is thicker than a pointer */
  GdkModifierType state;            /* held now */
  gboolean        is_control_spent; /* held since the press, where it meant to draw */
  gboolean        is_centred;       /* begun by keys from the middle */
  double          x_img, y_img;     /* where it started */
  double          x_view, y_view;
  double          x_now_view, y_now_view; /* where it is */
  double          dx_view, dy_view;       /* of a pan: how far it was applied */
  LwRect          rect;                   /* of a drawing: in the picture and rounded, maybe empty */
  gboolean        is_clipped;             /* it went beyond the picture */
  gboolean        is_touching;            /* of a frame: what it touches counts, not only what it encloses */
  LwSnap          x_snap, y_snap;         /* lines that edges were drawn to */
  GArray         *lifted;                 /* (element-type LwCanvasLifted) */
  LwRect          bounds;                 /* of what was lifted, before */
  guint           tick_id;                /* while the view follows the drag */
  gint64          tick_us;
} LwCanvasDrag;

/* More places than this that are to be drawn again are one place that has them all. */
#define LW_CANVAS_DIRTY_MAX 8

typedef struct
{
  cairo_surface_t *surface; /* ARGB32 in device pixels */
  int              width_px, height_px;
  int              x_px, y_px; /* its corner from that of the picture */
  double           zoom_px;    /* device pixels per image pixel at the time of drawing; 0: nothing drawn */
  gboolean         is_stale;   /* all of it is to be drawn again */
  guint            n_dirty;    /* or these parts */
  LwRect           dirty_img[LW_CANVAS_DIRTY_MAX];
  guint            n_boxes;                /* in it, as far as is known */
  gboolean         has_crowd, moves_crowd; /* drawn so */
} LwCanvasLayer;

/* The frame on the screen holds on to one layer while the next one is drawn: writing
 * to that one would make Cairo copy it first.  With many boxes the next one is drawn in bands
 * between frames, and the one before stands in for it meanwhile, shifted and zoomed. */
typedef struct
{
  LwCanvasLayer    layers[2];
  int              current;
  guint            serial;  /* another one whenever anything was drawn */
  guint            band_id; /* the source that draws bands of the next layer; 0: none */
  int              band_px; /* where the next band begins; before the captions have been placed -1 */
  GArray          *moved;   /* (element-type LwCanvasMoved): of a crowd that is being moved, as the next layer shows them */
  LwCanvasCaptions captions;
} LwCanvasOverlay;

typedef struct
{
  LwRect  rect;
  guint32 colour;
} LwCanvasMoved;

typedef enum
{
  LW_CANVAS_PATH_UNKNOWN,
  LW_CANVAS_PATH_SURFACES,
  LW_CANVAS_PATH_TEXTURES,
} LwCanvasPath;

/* The ground of picture and boxes as it was drawn last, and for which view. */
typedef struct
{
  LwCanvasPath   path;
  GskRenderNode *ground; /* NULL: has to be made */
  guint          ground_serial;
  int            x_px, y_px, scale;
  double         zoom_px, width_view, height_view;
  GdkTexture    *overlay_texture;
  guint          overlay_serial;
  guint          refine_id; /* tiles are missing */
} LwCanvasFrame;

struct _LwCanvas
{
  GtkWidget parent_instance;

  LwView    view;
  gboolean  has_picture; /* its size is known */
  LwPixels *pixels;
  LwPixels *shown_pixels; /* these, or a preview of them; NULL while there is neither */
  char     *message;

  LwCanvasTiles        *tiles;
  LwCanvasFrame         frame;
  PangoFontDescription *font; /* of the captions that are laid out */

  GPtrArray  *items;      /* (element-type LwCanvasItem) (nullable), by slot */
  GArray     *free_slots; /* (element-type guint32) */
  GHashTable *by_key;     /* (element-type gint64 LwCanvasItem), borrowed from items */
  LwBoxIndex *index;
  gboolean    is_filling; /* not all boxes are there yet: none is drawn */
  GArray     *selection;  /* (element-type gint64) */
  GArray     *scratch;    /* (element-type guint32): answers of the index */

  LwCanvasOverlay overlay;
  LwCanvasOptions options;
  LwCanvasGhosts  ghosts;
  LwScale         scale;

  LwCanvasDrag    drag;
  LwCanvasTool    tool;
  gboolean        is_drawing_mode;  /* the tool is one with a cross-hair */
  double          points_img[4][2]; /* of the tool for four points */
  guint           n_points;
  gboolean        is_snapping;
  double          side_min; /* image pixels */
  LwCanvasOutside outside;
  gint64          burst_end_us; /* until then an arrow key goes on with what the last one began; 0: none */
  GArray         *order;        /* (element-type guint32) (nullable): slots as one reads; NULL after a change */
  gboolean        is_editable;
  GdkModifierType state; /* modifiers, as the last event said */
  gboolean        has_pointer;
  double          x_pointer_view, y_pointer_view;
  const char     *cursor_name; /* static */
  LwCanvasItem   *hovered;
  double          x_cross_img, y_cross_img; /* cross-hair of the drawing mode */
  double          x_click_view, y_click_view;
  gboolean        has_clicked; /* x_click_view is set, and a click there goes one deeper */
  gboolean        is_menu_due; /* its button went down at x_menu_view, and nothing was moved since */
  double          x_menu_view, y_menu_view;
  double          zoom_at_pinch;
  double          x_pinch_view, y_pinch_view;

  guint    describe_id;
  char    *announced;          /* the last news, at the end of the description */
  char    *described;          /* the whole description, as it was set last */
  gboolean has_news;           /* something was said since */
  gboolean has_selection_news; /* not described yet */
};

typedef enum
{
  LW_CANVAS_SIGNAL_BOX_DRAWN,
  LW_CANVAS_SIGNAL_BOXES_MOVED,
  LW_CANVAS_SIGNAL_REMOVE_REQUESTED,
  LW_CANVAS_SIGNAL_SELECTION_CHANGED,
  LW_CANVAS_SIGNAL_POINTER_MOVED,
  LW_CANVAS_SIGNAL_MENU_REQUESTED,
  LW_CANVAS_SIGNAL_NOTICE,
  LW_CANVAS_SIGNAL_CHANGED,
  LW_CANVAS_N_SIGNALS
} LwCanvasSignal;

extern guint lw_canvas_signals[LW_CANVAS_N_SIGNALS];

/* lw-canvas.c */
void lw_canvas_notice (LwCanvas   *self,
                       const char *text);
/* What was said is about what was before. */
void lw_canvas_forget_news (LwCanvas *self);
/* "120 × 96", and in the world's units where there is a scale.  Transfer full. */
char *lw_canvas_dup_size (LwCanvas *self,
                          LwRect    rect_img);
void  lw_canvas_say_changed (LwCanvas       *self,
                             LwCanvasChanges what);
void  lw_canvas_zoom_by (LwCanvas *self,
                         double    factor,
                         double    x_view,
                         double    y_view);
void  lw_canvas_pan (LwCanvas *self,
                     double    dx_view,
                     double    dy_view);
void  lw_canvas_show_rect (LwCanvas *self,
                           LwRect    rect_img);
void  lw_canvas_queue_describe (LwCanvas *self);

/* lw-canvas-boxes.c */
void          lw_canvas_boxes_init (LwCanvas *self);
void          lw_canvas_boxes_finalize (LwCanvas *self);
void          lw_canvas_boxes_reindex (LwCanvas *self);
LwCanvasItem *lw_canvas_find_item (LwCanvas *self,
                                   gint64    key);

/* A file from elsewhere puts boxes anywhere, to infinity; where no picture reaches they are cut
 * off, so that pixels of them can be counted. */
LwRect lw_canvas_bring_near (LwRect rect);

/* The items under a point of the widget, by caption or box, topmost first, in self->scratch as slots;
 * hidden ones are left out. */
void lw_canvas_find_hits (LwCanvas *self,
                          double    x_view,
                          double    y_view);

/* Adds to the selection or takes away. */
void lw_canvas_toggle_selected (LwCanvas *self,
                                gint64    key);

/* lw-canvas-overlay.c */
void lw_canvas_overlay_init (LwCanvasOverlay *overlay);
void lw_canvas_overlay_clear (LwCanvasOverlay *overlay);

/* Draws anew soon: everything, or what lies around @rect_img.  What is there may stand in for it,
 * unless it is dropped: it belongs to another picture. */
void lw_canvas_overlay_drop (LwCanvasOverlay *overlay);
void lw_canvas_overlay_invalidate (LwCanvasOverlay *overlay);
void lw_canvas_overlay_damage (LwCanvasOverlay *overlay,
                               LwRect           rect_img);

/* The box whose caption is there, or NULL. */
LwCanvasItem *lw_canvas_overlay_find_caption (LwCanvas *self,
                                              double    x_view,
                                              double    y_view);

/* More boxes are selected, or being moved, than could be drawn anew with every frame: the
 * overlay draws them. */
gboolean lw_canvas_has_crowd (LwCanvas *self);
gboolean lw_canvas_moves_crowd (LwCanvas *self);

/* Brings the overlay up to date so that it covers the widget, or begins to: then the layer may have
 * another zoom and may not cover it.  Borrowed; NULL where there is nothing to show. */
const LwCanvasLayer *lw_canvas_overlay_update (LwCanvas *self);

/* lw-canvas-overlay-draw.c */

/* How far lines and their casing reach beyond their box, logical pixels. */
#define LW_CANVAS_LINE_REACH 3

LwCanvasArea lw_canvas_layer_area_of (const LwCanvasLayer *layer,
                                      LwRect               rect_img);

/* The boxes in or near @area of the layer, into scratch. */
void lw_canvas_layer_query (LwCanvas            *self,
                            const LwCanvasLayer *layer,
                            LwCanvasArea         area,
                            int                  scale);

/* Draws the boxes of scratch, and the captions that are placed, anew inside @clip, which
 * lies in the layer. */
void lw_canvas_layer_draw (LwCanvas      *self,
                           LwCanvasLayer *layer,
                           LwCanvasArea   clip,
                           int            scale);

/* lw-canvas-captions.c: the same, by device pixels from the corner of the picture. */
LwCanvasItem *lw_canvas_captions_find (LwCanvas *self,
                                       int       x_px,
                                       int       y_px,
                                       double    zoom_px);

/* lw-canvas-draw.c */
void lw_canvas_draw_live (LwCanvas *self,
                          cairo_t  *cr);

/* lw-canvas-frame.c */
void lw_canvas_snapshot (GtkWidget   *widget,
                         GtkSnapshot *snapshot);

/* Picture and boxes are to be drawn again with the next frame, which has to be asked for. */
void lw_canvas_frame_drop (LwCanvas *self);
void lw_canvas_frame_clear (LwCanvas *self);

/* What LABELWRIGHT_DEBUG=frames says. */
const char *lw_canvas_get_path_name (LwCanvas *self);

/* Corner of the widget from that of the picture, in whole device pixels, so that
 * picture and boxes are shifted alike. */
void lw_canvas_get_origin_px (LwCanvas *self,
                              int      *x_px,
                              int      *y_px);

/* Squares at the corners and in the middles of the sides; @rect in widget coordinates. */
void lw_canvas_draw_handles (cairo_t *cr,
                             LwRect   rect,
                             guint32  colour);

/* lw-canvas-marks.c */

/* In widget coordinates; snapped to device pixels, as the boxes are. */
void lw_canvas_draw_marks (LwCanvas *self,
                           cairo_t  *cr);

/* lw-canvas-input.c */
void lw_canvas_input_init (LwCanvas *self);

/* Ctrl, Shift or Alt went down or up. */
void lw_canvas_modifiers_changed (LwCanvas       *self,
                                  GdkModifierType state);

/* A click, with a finger as with a button. */
void lw_canvas_click (LwCanvas       *self,
                      double          x_view,
                      double          y_view,
                      GdkModifierType state);
void lw_canvas_ask_for_menu (LwCanvas *self,
                             double    x_view,
                             double    y_view);

/* The item that a click would take of those in self->scratch; NULL for none. */
LwCanvasItem *lw_canvas_choose_hit (LwCanvas       *self,
                                    double          x_view,
                                    double          y_view,
                                    GdkModifierType state);

/* Where the pointer is, or the middle of the widget. */
void lw_canvas_get_anchor (LwCanvas *self,
                           double   *x_view,
                           double   *y_view);

/* lw-canvas-keys.c */
void lw_canvas_keys_init (LwCanvas *self);

/* lw-canvas-touch.c */
void     lw_canvas_touch_init (LwCanvas *self);
gboolean lw_canvas_is_touch (GtkGesture *gesture);
/* The other end of a pen.  Its tip draws as a mouse does: how hard it is pressed means nothing to a box. */
gboolean lw_canvas_is_eraser (GtkGesture *gesture);

/* Whether @controller is being told of an event of this type. */
gboolean lw_canvas_is_event (gpointer     controller,
                             GdkEventType type);

/* Asks for the removal of the box there. */
void lw_canvas_erase_at (LwCanvas *self,
                         double    x_view,
                         double    y_view);

/* From fitted to twice the size of the pixels or of the fit, and back. */
void lw_canvas_zoom_or_fit (LwCanvas *self,
                            double    x_view,
                            double    y_view);

/* Hover and cursor, after anything under the pointer changed. */
void lw_canvas_update_hover (LwCanvas *self);

/* lw-canvas-edit.c */
LwCanvasGrip lw_canvas_find_grip (LwCanvas       *self,
                                  double          x_view,
                                  double          y_view,
                                  GdkModifierType state,
                                  gboolean        is_touch);
void         lw_canvas_drag_start (LwCanvas *self);

/* Anew, after pointer, view or modifiers changed. */
void lw_canvas_drag_update (LwCanvas *self);
void lw_canvas_drag_move_to (LwCanvas *self,
                             double    x_img,
                             double    y_img);
void lw_canvas_drag_finish (LwCanvas *self);
void lw_canvas_drag_cancel (LwCanvas *self);
void lw_canvas_move_cross (LwCanvas *self,
                           double    dx,
                           double    dy);

/* As lw_canvas_place_corner(); with Alt a drawing begins in its middle, and the modifiers say what
 * a frame does to the selection. */
gboolean lw_canvas_place (LwCanvas       *self,
                          GdkModifierType state);

/* Around what is selected; FALSE where nothing is. */
gboolean lw_canvas_get_selection_bounds (LwCanvas *self,
                                         LwRect   *bounds);

/* One request for all that changed. */
void lw_canvas_ask_for_moved (LwCanvas *self,
                              GArray   *lifted,
                              gboolean  is_more);

/* lw-canvas-shape.c */

/* Where a drawing begins, rounded or on a line. */
void lw_canvas_shape_begin (LwCanvas *self);
void lw_canvas_shape_draw (LwCanvas *self,
                           double    x_img,
                           double    y_img);
void lw_canvas_shape_move (LwCanvas *self,
                           double    x_img,
                           double    y_img);
void lw_canvas_shape_resize (LwCanvas *self,
                             double    x_img,
                             double    y_img);

/* lw-canvas-rules.c */

/* The unit of drags and arrow keys: 1 pixel, from 8-fold zoom on 0.1. */
double   lw_canvas_get_step (LwCanvas *self);
double   lw_canvas_round (LwCanvas *self,
                          double    value);
LwRect   lw_canvas_round_rect (LwCanvas *self,
                               LwRect    rect);
LwRect   lw_canvas_clip (LwCanvas *self,
                         LwRect    rect);
gboolean lw_canvas_is_large_enough (LwCanvas *self,
                                    LwRect    rect);
gboolean lw_canvas_is_locked (const LwCanvasItem *item);
gboolean lw_canvas_is_slip (LwCanvas *self,
                            LwRect    rect);
void     lw_canvas_tell_slip (LwCanvas *self);
void     lw_canvas_tell_too_small (LwCanvas *self);
void     lw_canvas_tell_at_edge (LwCanvas *self);
void     lw_canvas_tell_locked (LwCanvas *self,
                                guint     n_locked);

/* Asks for a new box, or says why not. */
void lw_canvas_ask_for_drawn (LwCanvas *self,
                              LwRect    rect,
                              gboolean  is_clipped);

/* lw-canvas-select.c */

/* What the frame holds: (element-type gint64), transfer full. */
GArray *lw_canvas_list_in_band (LwCanvas *self,
                                LwRect    band_img,
                                gboolean  is_touching);
void    lw_canvas_band_to (LwCanvas *self,
                           double    x_img,
                           double    y_img);
void    lw_canvas_finish_band (LwCanvas       *self,
                               LwRect          band_img,
                               gboolean        is_touching,
                               GdkModifierType state);

/* lw-canvas-points.c */
void     lw_canvas_add_point (LwCanvas *self,
                              double    x_img,
                              double    y_img);
gboolean lw_canvas_take_back_point (LwCanvas *self);
void     lw_canvas_forget_points (LwCanvas *self);

G_END_DECLS

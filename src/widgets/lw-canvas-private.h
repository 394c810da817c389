/* lw-canvas-private.h - what the files of the canvas share
 *
 * lw-canvas.c          the widget: properties, view, accessible description
 * lw-canvas-boxes.c    the boxes and which of them are selected
 * lw-canvas-frame.c    one frame, as nodes for the renderer
 * lw-canvas-tiles.c    the picture, in squares that are kept between frames
 * lw-canvas-overlay.c  the layer of boxes that is kept between frames
 * lw-canvas-captions.c the captions of boxes
 * lw-canvas-lines.c    outlines, as pixels
 * lw-canvas-draw.c     what moves with the pointer
 * lw-canvas-input.c    pointer and keys
 * lw-canvas-edit.c     what a drag or a key does to a rectangle
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-canvas.h"

#include "lw-box-index.h"
#include "lw-canvas-captions.h"
#include "lw-canvas-tiles.h"
#include "lw-view.h"

G_BEGIN_DECLS

/* On a shorter side mid-edge handles would touch those of the corners; on screen. */
#define LW_CANVAS_MID_HANDLE_SIDE_MIN 32

/* What moves with the pointer. */
#define LW_CANVAS_FOLLOWING LW_CANVAS_GUIDES

/* With more than these selected or moved, what moves with the pointer would take longer to draw
 * than a frame. */
#define LW_CANVAS_CROWD_MIN 64

typedef struct
{
  LwCanvasBox box;  /* its caption is a GRefString */
  guint32     slot; /* in items and in the index; order of drawing */
  gboolean    is_selected;
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
  LwCanvasGrip grip;
  gboolean     is_held;      /* the button is down, and nothing ended what it began */
  gboolean     is_pressed;   /* the button began this drag; otherwise the keyboard or two clicks did */
  gboolean     is_running;   /* shown, and asks for a change when it ends */
  double       x_img, y_img; /* where it started */
  double       x_view, y_view;
  double       dx_view, dy_view; /* of a pan: how far it was applied */
  LwRect       rect;             /* of a drawing: in the picture and rounded, maybe empty */
  gboolean     is_clipped;       /* of a drawing: it went beyond the picture */
  GArray      *lifted;           /* (element-type LwCanvasLifted) */
} LwCanvasDrag;

typedef struct
{
  cairo_surface_t *surface; /* ARGB32 in device pixels */
  int              width_px, height_px;
  int              x_px, y_px; /* its corner from that of the picture */
  double           zoom_px;    /* device pixels per image pixel at the time of drawing; 0: nothing drawn */
  gboolean         is_dirty;   /* the part given by dirty_img */
  LwRect           dirty_img;
} LwCanvasLayer;

/* The frame on the screen holds on to one layer while the next one is drawn: writing
 * to that one would make Cairo copy it first. */
typedef struct
{
  LwCanvasLayer    layers[2];
  int              current;
  guint            serial;                 /* another one whenever anything was drawn */
  gboolean         has_crowd, moves_crowd; /* drawn so */
  LwCanvasCaptions captions;
} LwCanvasOverlay;

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
  GArray     *selection; /* (element-type gint64) */
  GArray     *scratch;   /* (element-type guint32): answers of the index */

  LwCanvasOverlay overlay;
  LwCanvasOptions options;

  LwCanvasDrag  drag;
  gboolean      is_drawing_mode;
  gboolean      is_editable;
  gboolean      has_pointer;
  double        x_pointer_view, y_pointer_view;
  const char   *cursor_name; /* static */
  LwCanvasItem *hovered;
  double        x_cross_img, y_cross_img; /* cross-hair of the drawing mode */
  double        x_click_view, y_click_view;
  gboolean      has_clicked; /* x_click_view is set, and a click there goes one deeper */
  double        zoom_at_pinch;
  double        x_pinch_view, y_pinch_view;

  guint describe_id;
};

typedef enum
{
  LW_CANVAS_SIGNAL_BOX_DRAWN,
  LW_CANVAS_SIGNAL_BOX_MOVED,
  LW_CANVAS_SIGNAL_SELECTION_CHANGED,
  LW_CANVAS_SIGNAL_POINTER_MOVED,
  LW_CANVAS_SIGNAL_MENU_REQUESTED,
  LW_CANVAS_SIGNAL_NOTICE,
  LW_CANVAS_N_SIGNALS
} LwCanvasSignal;

extern guint lw_canvas_signals[LW_CANVAS_N_SIGNALS];

/* lw-canvas.c */
void lw_canvas_notice (LwCanvas   *self,
                       const char *text);
void lw_canvas_zoom_by (LwCanvas *self,
                        double    factor,
                        double    x_view,
                        double    y_view);
void lw_canvas_pan (LwCanvas *self,
                    double    dx_view,
                    double    dy_view);
void lw_canvas_show_rect (LwCanvas *self,
                          LwRect    rect_img);
void lw_canvas_queue_describe (LwCanvas *self);

/* lw-canvas-boxes.c */
void          lw_canvas_boxes_init (LwCanvas *self);
void          lw_canvas_boxes_finalize (LwCanvas *self);
void          lw_canvas_boxes_reindex (LwCanvas *self);
LwCanvasItem *lw_canvas_find_item (LwCanvas *self,
                                   gint64    key);

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

/* Draws anew at the next frame: everything, or what lies around @rect_img. */
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

/* Brings the overlay up to date so that it covers the widget.  Borrowed. */
const LwCanvasLayer *lw_canvas_overlay_update (LwCanvas *self);

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

/* lw-canvas-input.c */
void lw_canvas_input_init (LwCanvas *self);

/* Hover and cursor, after anything under the pointer changed. */
void lw_canvas_update_hover (LwCanvas *self);

/* lw-canvas-edit.c */
LwCanvasGrip lw_canvas_find_grip (LwCanvas       *self,
                                  double          x_view,
                                  double          y_view,
                                  GdkModifierType state);
void         lw_canvas_drag_start (LwCanvas *self);
void         lw_canvas_drag_move_to (LwCanvas *self,
                                     double    x_img,
                                     double    y_img);
void         lw_canvas_drag_finish (LwCanvas *self);
void         lw_canvas_drag_cancel (LwCanvas *self);
void         lw_canvas_move_cross (LwCanvas *self,
                                   double    dx,
                                   double    dy);

G_END_DECLS

/* lw-test-canvas.h - a canvas in a window, with an owner that does what it asks for
 *
 * The widget is as large as its picture, so that at zoom 1 both have the same coordinates.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-canvas.h"

G_BEGIN_DECLS

#define LW_TEST_WIDTH 400
#define LW_TEST_HEIGHT 300

typedef struct
{
  GtkWidget  *window;
  LwCanvas   *canvas;
  GHashTable *boxes; /* (element-type gint64 LwCanvasBox): what the owner has */
  gint64      last_key;
  int         n_requests, n_more; /* moves, and those that go on with the one before */
  char       *notice;             /* the last */
} LwTestCanvas;

void lw_test_canvas_init (LwTestCanvas      *self,
                          const LwCanvasBox *boxes,
                          gsize              n_boxes);
void lw_test_canvas_clear (LwTestCanvas *self);

/* Borrowed; NULL where it is gone. */
const LwCanvasBox *lw_test_canvas_get_box (LwTestCanvas *self,
                                           gint64        key);

/* The controller of that type; of gestures the one of the first button. */
GtkEventController *lw_test_canvas_find_controller (LwTestCanvas *self,
                                                    GType         type);

gboolean lw_test_canvas_press (LwTestCanvas   *self,
                               guint           keyval,
                               GdkModifierType state);

/* Shift, Ctrl and Alt, until changed. */
void lw_test_canvas_hold (LwTestCanvas   *self,
                          GdkModifierType state);
void lw_test_canvas_point (LwTestCanvas *self,
                           double        x,
                           double        y);
void lw_test_canvas_drag_begin (LwTestCanvas *self,
                                double        x,
                                double        y);
void lw_test_canvas_drag_to (LwTestCanvas *self, /* from where it began */
                             double        dx,
                             double        dy);
void lw_test_canvas_drag_end (LwTestCanvas *self,
                              double        dx,
                              double        dy);
void lw_test_canvas_drag (LwTestCanvas *self,
                          double        x0,
                          double        y0,
                          double        x1,
                          double        y1);

G_END_DECLS

/* lw-view.h - which part of a picture a widget shows, and how large
 *
 * Pure: a plain value that one thread owns.  Names end in _img for pixels of the
 * picture and in _view for logical pixels of the widget, so that mixing them looks
 * wrong.  y points down in both.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-rect.h"

#include <stdbool.h>

/* Beyond 64 screen pixels per image pixel nothing is left to be seen. */
#define LW_VIEW_ZOOM_MAX 64.0

/* Free ground around a fitted picture, so that handles at its border can be grasped. */
#define LW_VIEW_FIT_MARGIN 12.0

/* All zero is a valid start: no picture, no widget.  The first picture is fitted.
 *
 * The centre is kept rather than a corner, so that a widget that grows or shrinks
 * keeps showing the same thing.  It never leaves the picture. */
typedef struct
{
  double width_img, height_img;
  double width_view, height_view;
  double zoom;         /* view pixels per image pixel; 0 until both sizes are known */
  double x_img, y_img; /* what the centre of the widget shows */
  bool   is_free;      /* the viewer zoomed or panned: no longer follows the fit */
} LwView;

/* A picture of the same size changes nothing.  Another size is fitted where the
 * last was, and otherwise keeps zoom and relative centre. */
void lw_view_set_picture (LwView *self,
                          double  width_img,
                          double  height_img);
void lw_view_resize (LwView *self,
                     double  width_view,
                     double  height_view);

/* The zoom at which the picture just fits; small pictures are enlarged. */
double lw_view_get_fit_zoom (const LwView *self);

/* Half of what fits, but small enough for 1:2 in any case. */
double lw_view_get_zoom_min (const LwView *self);

void lw_view_fit (LwView *self);

/* The image point under x_view, y_view stays there as long as the centre can stay
 * in the picture.  @zoom is limited first. */
void lw_view_zoom_at (LwView *self,
                      double  zoom,
                      double  x_view,
                      double  y_view);

/* Moves the picture by that much, as far as the limit allows. */
void lw_view_pan (LwView *self,
                  double  dx_view,
                  double  dy_view);

/* Pans as little as needed until @rect_img and a margin around it are in view.  A
 * rect larger than the widget is centred, unless it covers the widget already. */
void lw_view_show_rect (LwView *self,
                        LwRect  rect_img,
                        double  margin_view);

/* Zooms and pans until @rect_img is in the middle and takes up @share of the widget, as
 * far as that is neither less than what fits nor more than @zoom_max. */
void lw_view_frame_rect (LwView *self,
                         LwRect  rect_img,
                         double  share,
                         double  zoom_max);

void lw_view_to_img (const LwView *self,
                     double        x_view,
                     double        y_view,
                     double       *x_img,
                     double       *y_img);
void lw_view_to_view (const LwView *self,
                      double        x_img,
                      double        y_img,
                      double       *x_view,
                      double       *y_view);

LwRect lw_view_rect_to_view (const LwView *self,
                             LwRect        rect_img);

/* How fast to pan while a drag holds the pointer at the edge of the widget, in view
 * pixels per second, as lw_view_pan() takes them: faster the nearer or the farther
 * beyond; 0 in the middle, and where the picture ends before the widget does. */
void lw_view_get_edge_speed (const LwView *self,
                             double        x_view,
                             double        y_view,
                             double       *x_speed,
                             double       *y_speed);

/* lw-view.c - which part of a picture a widget shows, and how large
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lw-view.h"

#include <math.h>

static bool
has_both_sizes (const LwView *self)
{
  return self->width_img > 0 && self->height_img > 0 && self->width_view > 0 && self->height_view > 0;
}

static double
limit (double value,
       double low,
       double high)
{
  return fmin (fmax (value, low), high);
}

static void
limit_centre (LwView *self)
{
  self->x_img = limit (self->x_img, 0, self->width_img);
  self->y_img = limit (self->y_img, 0, self->height_img);
}

static void
limit_zoom (LwView *self)
{
  if (has_both_sizes (self))
    self->zoom = limit (self->zoom, lw_view_get_zoom_min (self), LW_VIEW_ZOOM_MAX);
}

static void
follow_fit (LwView *self)
{
  self->x_img = self->width_img / 2;
  self->y_img = self->height_img / 2;
  self->zoom = lw_view_get_fit_zoom (self);
}

void
lw_view_set_picture (LwView *self,
                     double  width_img,
                     double  height_img)
{
  if (width_img == self->width_img && height_img == self->height_img)
    return;

  if (self->width_img > 0 && self->height_img > 0)
    {
      self->x_img *= width_img / self->width_img;
      self->y_img *= height_img / self->height_img;
    }

  self->width_img = width_img;
  self->height_img = height_img;

  if (self->is_free)
    limit_zoom (self);
  else
    follow_fit (self);
}

void
lw_view_resize (LwView *self,
                double  width_view,
                double  height_view)
{
  self->width_view = width_view;
  self->height_view = height_view;

  if (self->is_free)
    limit_zoom (self);
  else
    follow_fit (self);
}

double
lw_view_get_fit_zoom (const LwView *self)
{
  double width, height;

  if (!has_both_sizes (self))
    return 0;

  /* A widget smaller than its margins still has to show something. */
  width = fmax (self->width_view - 2 * LW_VIEW_FIT_MARGIN, self->width_view / 2);
  height = fmax (self->height_view - 2 * LW_VIEW_FIT_MARGIN, self->height_view / 2);

  return fmin (fmin (width / self->width_img, height / self->height_img), LW_VIEW_ZOOM_MAX);
}

double
lw_view_get_zoom_min (const LwView *self)
{
  return fmin (lw_view_get_fit_zoom (self), 1.0) / 2;
}

void
lw_view_fit (LwView *self)
{
  self->is_free = false;
  follow_fit (self);
}

void
lw_view_zoom_at (LwView *self,
                 double  zoom,
                 double  x_view,
                 double  y_view)
{
  double x_img, y_img;

  if (!has_both_sizes (self))
    return;

  lw_view_to_img (self, x_view, y_view, &x_img, &y_img);

  self->zoom = zoom;
  self->is_free = true;
  limit_zoom (self);

  self->x_img = x_img - (x_view - self->width_view / 2) / self->zoom;
  self->y_img = y_img - (y_view - self->height_view / 2) / self->zoom;
  limit_centre (self);
}

void
lw_view_pan (LwView *self,
             double  dx_view,
             double  dy_view)
{
  if (!has_both_sizes (self))
    return;

  self->is_free = true;
  self->x_img -= dx_view / self->zoom;
  self->y_img -= dy_view / self->zoom;
  limit_centre (self);
}

/* How far to move a span so that it lies in [0, size]. */
static double
pan_for_span (double low,
              double high,
              double size)
{
  if (high - low > size)
    return low <= 0 && high >= size ? 0 : size / 2 - (low + high) / 2;
  if (low < 0)
    return -low;
  if (high > size)
    return size - high;

  return 0;
}

void
lw_view_show_rect (LwView *self,
                   LwRect  rect_img,
                   double  margin_view)
{
  LwRect rect;
  double dx, dy;

  if (!has_both_sizes (self))
    return;

  rect = lw_view_rect_to_view (self, rect_img);
  dx = pan_for_span (rect.x0 - margin_view, rect.x1 + margin_view, self->width_view);
  dy = pan_for_span (rect.y0 - margin_view, rect.y1 + margin_view, self->height_view);

  if (dx != 0 || dy != 0)
    lw_view_pan (self, dx, dy);
}

void
lw_view_frame_rect (LwView *self,
                    LwRect  rect_img,
                    double  share,
                    double  zoom_max)
{
  double zoom;

  if (!has_both_sizes (self))
    return;

  zoom = share * fmin (self->width_view / fmax (rect_img.x1 - rect_img.x0, 1),
                       self->height_view / fmax (rect_img.y1 - rect_img.y0, 1));

  self->zoom = fmin (fmax (zoom, lw_view_get_fit_zoom (self)), zoom_max);
  self->is_free = true;
  limit_zoom (self);
  self->x_img = (rect_img.x0 + rect_img.x1) / 2;
  self->y_img = (rect_img.y0 + rect_img.y1) / 2;
  limit_centre (self);
}

void
lw_view_to_img (const LwView *self,
                double        x_view,
                double        y_view,
                double       *x_img,
                double       *y_img)
{
  double scale = self->zoom > 0 ? 1 / self->zoom : 0;

  *x_img = self->x_img + (x_view - self->width_view / 2) * scale;
  *y_img = self->y_img + (y_view - self->height_view / 2) * scale;
}

void
lw_view_to_view (const LwView *self,
                 double        x_img,
                 double        y_img,
                 double       *x_view,
                 double       *y_view)
{
  *x_view = self->width_view / 2 + (x_img - self->x_img) * self->zoom;
  *y_view = self->height_view / 2 + (y_img - self->y_img) * self->zoom;
}

LwRect
lw_view_rect_to_view (const LwView *self,
                      LwRect        rect_img)
{
  LwRect rect;

  lw_view_to_view (self, rect_img.x0, rect_img.y0, &rect.x0, &rect.y0);
  lw_view_to_view (self, rect_img.x1, rect_img.y1, &rect.x1, &rect.y1);

  return rect;
}

/* Within this of an edge, and fastest this far beyond; a full screen has no beyond. */
#define EDGE_REACH 20.0
#define EDGE_BEYOND 60.0
#define EDGE_SPEED_MAX 1500.0

/* @low and @high: where the picture ends on this axis. */
static double
get_edge_speed (double at,
                double size,
                double low,
                double high)
{
  const double before = EDGE_REACH - at;
  const double after = at - (size - EDGE_REACH);

  if (before > 0 && before >= after && low < 0)
    return EDGE_SPEED_MAX * fmin (before / (EDGE_REACH + EDGE_BEYOND), 1);
  if (after > 0 && after > before && high > size)
    return -EDGE_SPEED_MAX * fmin (after / (EDGE_REACH + EDGE_BEYOND), 1);

  return 0;
}

void
lw_view_get_edge_speed (const LwView *self,
                        double        x_view,
                        double        y_view,
                        double       *x_speed,
                        double       *y_speed)
{
  const LwRect picture = lw_view_rect_to_view (self, (LwRect){ 0, 0, self->width_img, self->height_img });

  *x_speed = get_edge_speed (x_view, self->width_view, picture.x0, picture.x1);
  *y_speed = get_edge_speed (y_view, self->height_view, picture.y0, picture.y1);
}

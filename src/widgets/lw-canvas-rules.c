/* lw-canvas-rules.c - what a box must be, and saying what was done to make it so
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lw-canvas-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* From this zoom on a screen pixel is finer than a useful part of an image pixel. */
#define TENTHS_ZOOM_MIN 8

/* What is drawn with the button held is wider or higher on screen than this. */
#define SLIP_SIDE 4

double
lw_canvas_get_step (LwCanvas *self)
{
  return self->view.zoom >= TENTHS_ZOOM_MIN ? 0.1 : 1;
}

double
lw_canvas_round (LwCanvas *self,
                 double    value)
{
  /* Not a division by the step: 0.1 is not exact, and 3 * 0.1 is not 0.3. */
  return self->view.zoom >= TENTHS_ZOOM_MIN ? round (value * 10) / 10 : round (value);
}

LwRect
lw_canvas_round_rect (LwCanvas *self,
                      LwRect    rect)
{
  return (LwRect){ lw_canvas_round (self, rect.x0), lw_canvas_round (self, rect.y0),
                   lw_canvas_round (self, rect.x1), lw_canvas_round (self, rect.y1) };
}

LwRect
lw_canvas_clip (LwCanvas *self,
                LwRect    rect)
{
  return lw_rect_clip (rect, self->view.width_img, self->view.height_img);
}

/* In a picture that is smaller than the smallest side, all of it can be drawn. */
gboolean
lw_canvas_is_large_enough (LwCanvas *self,
                           LwRect    rect)
{
  /* Tenths are not exact: 1.1 - 0.1 is a little less than 1. */
  return rect.x1 - rect.x0 > fmin (self->side_min, self->view.width_img) - 1e-6 &&
         rect.y1 - rect.y0 > fmin (self->side_min, self->view.height_img) - 1e-6;
}

gboolean
lw_canvas_is_locked (const LwCanvasItem *item)
{
  return (item->box.flags & LW_CANVAS_BOX_LOCKED) != 0;
}

void
lw_canvas_tell_too_small (LwCanvas *self)
{
  g_autofree char *text = g_strdup_printf (_ ("Too small: a box has to be at least %.4g pixels wide and high"), self->side_min);

  lw_canvas_notice (self, self->side_min == 1 ? _ ("Too small: a box has to be at least one pixel wide and high") : text);
}

/* A hand that slips while it clicks draws something like this. */
gboolean
lw_canvas_is_slip (LwCanvas *self,
                   LwRect    rect)
{
  return lw_rect_is_valid (rect) && (rect.x1 - rect.x0) * self->view.zoom < SLIP_SIDE &&
         (rect.y1 - rect.y0) * self->view.zoom < SLIP_SIDE;
}

void
lw_canvas_tell_slip (LwCanvas *self)
{
  lw_canvas_notice (self, _ ("Nothing was drawn: zoom in for a box this small"));
}

void
lw_canvas_tell_at_edge (LwCanvas *self)
{
  lw_canvas_notice (self, _ ("Stopped at the edge of the image"));
}

void
lw_canvas_tell_locked (LwCanvas *self,
                       guint     n_locked)
{
  g_autofree char *text = g_strdup_printf (ngettext ("%u locked box stays where it is",
                                                     "%u locked boxes stay where they are", n_locked),
                                           n_locked);

  lw_canvas_notice (self, text);
}

void
lw_canvas_ask_for_drawn (LwCanvas *self,
                         LwRect    rect,
                         gboolean  is_clipped)
{
  if (is_clipped && !lw_rect_is_valid (rect))
    lw_canvas_notice (self, _ ("Boxes can be drawn on the picture only"));
  else if (is_clipped && self->outside == LW_CANVAS_OUTSIDE_REFUSE)
    lw_canvas_notice (self, _ ("Not drawn: a part of it is outside the image"));
  else if (!lw_canvas_is_large_enough (self, rect))
    lw_canvas_tell_too_small (self);
  else
    {
      g_signal_emit (self, lw_canvas_signals[LW_CANVAS_SIGNAL_BOX_DRAWN], 0, &rect);
      /* After what the owner has to say about the box. */
      if (is_clipped)
        lw_canvas_notice (self, _ ("Cut at the edge of the image"));
    }
}

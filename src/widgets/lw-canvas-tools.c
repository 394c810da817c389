/* lw-canvas-tools.c - which tool, how it is set, and what is said about it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lw-canvas-private.h"

#include <glib/gi18n-lib.h>

void
lw_canvas_say (LwCanvas   *self,
               const char *text)
{
  g_return_if_fail (LW_IS_CANVAS (self));
  g_return_if_fail (text != NULL);

  g_free (self->announced);
  self->announced = g_strdup (text);
  self->has_news = TRUE;
  lw_canvas_queue_describe (self);
#if GTK_CHECK_VERSION(4, 14, 0)
  gtk_accessible_announce (GTK_ACCESSIBLE (self), text, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
#endif
}

void
lw_canvas_announce (LwCanvas   *self,
                    const char *text)
{
  g_return_if_fail (LW_IS_CANVAS (self));
  g_return_if_fail (text != NULL);

  lw_canvas_say (self, text);
  g_signal_emit (self, lw_canvas_signals[LW_CANVAS_SIGNAL_NOTICE], 0, text);
}

void
lw_canvas_notice (LwCanvas   *self,
                  const char *text)
{
  lw_canvas_announce (self, text);
}

void
lw_canvas_forget_news (LwCanvas *self)
{
  if (self->announced == NULL)
    return;

  g_clear_pointer (&self->announced, g_free);
  lw_canvas_queue_describe (self);
  g_signal_emit (self, lw_canvas_signals[LW_CANVAS_SIGNAL_NOTICE], 0, "");
}

LwCanvasTool
lw_canvas_get_tool (LwCanvas *self)
{
  g_return_val_if_fail (LW_IS_CANVAS (self), LW_CANVAS_TOOL_USUAL);

  return self->tool;
}

/* For whoever has chosen it for the first time, and for those who cannot see the cursor. */
static void
tell_tool (LwCanvas *self)
{
  switch (self->tool)
    {
    case LW_CANVAS_TOOL_DRAW:
      lw_canvas_notice (self, _ ("Drawing: drag, or set two corners by clicks or Enter; Alt draws from the middle, Shift a square"));
      break;
    case LW_CANVAS_TOOL_POINTS:
      lw_canvas_notice (self, _ ("Four points: set the top, left, bottom and right end, in any order; Backspace takes one back"));
      break;
    case LW_CANVAS_TOOL_FRAME:
      lw_canvas_notice (self, _ ("Selecting: to the right what the frame encloses, to the left what it touches; Shift adds, Ctrl takes away, Alt keeps what is in both, Ctrl+Alt swaps"));
      break;
    case LW_CANVAS_TOOL_USUAL:
    default:
      lw_canvas_notice (self, _ ("Selecting and drawing"));
    }
}

void
lw_canvas_set_tool (LwCanvas    *self,
                    LwCanvasTool tool)
{
  gboolean was_drawing;
  double   x, y;

  g_return_if_fail (LW_IS_CANVAS (self));

  if (self->tool == tool)
    return;

  lw_canvas_drag_cancel (self);
  lw_canvas_forget_points (self);
  was_drawing = self->tool == LW_CANVAS_TOOL_DRAW;
  self->tool = tool;
  self->is_drawing_mode = tool != LW_CANVAS_TOOL_USUAL;
  lw_canvas_get_anchor (self, &x, &y);
  lw_view_to_img (&self->view, x, y, &x, &y);
  self->x_cross_img = CLAMP (x, 0, self->view.width_img);
  self->y_cross_img = CLAMP (y, 0, self->view.height_img);

  lw_canvas_update_hover (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  tell_tool (self);
  g_object_notify (G_OBJECT (self), "tool");
  if (was_drawing != (tool == LW_CANVAS_TOOL_DRAW))
    g_object_notify (G_OBJECT (self), "drawing-mode");
}

gboolean
lw_canvas_get_drawing_mode (LwCanvas *self)
{
  g_return_val_if_fail (LW_IS_CANVAS (self), FALSE);

  return self->tool == LW_CANVAS_TOOL_DRAW;
}

void
lw_canvas_set_drawing_mode (LwCanvas *self,
                            gboolean  drawing_mode)
{
  g_return_if_fail (LW_IS_CANVAS (self));

  if (drawing_mode)
    lw_canvas_set_tool (self, LW_CANVAS_TOOL_DRAW);
  else if (self->tool == LW_CANVAS_TOOL_DRAW)
    lw_canvas_set_tool (self, LW_CANVAS_TOOL_USUAL);
}

gboolean
lw_canvas_step_back (LwCanvas *self)
{
  g_return_val_if_fail (LW_IS_CANVAS (self), FALSE);

  if (self->drag.is_running)
    lw_canvas_drag_cancel (self);
  else if (self->n_points > 0)
    lw_canvas_forget_points (self);
  else if (self->is_drawing_mode)
    lw_canvas_set_tool (self, LW_CANVAS_TOOL_USUAL);
  else if (self->selection->len > 0)
    lw_canvas_set_selection (self, NULL, 0);
  else
    return FALSE;

  return TRUE;
}

gboolean
lw_canvas_get_snapping (LwCanvas *self)
{
  g_return_val_if_fail (LW_IS_CANVAS (self), FALSE);

  return self->is_snapping;
}

void
lw_canvas_set_snapping (LwCanvas *self,
                        gboolean  snapping)
{
  g_return_if_fail (LW_IS_CANVAS (self));

  snapping = snapping != FALSE;
  if (self->is_snapping == snapping)
    return;

  self->is_snapping = snapping;
  lw_canvas_drag_update (self);
  g_object_notify (G_OBJECT (self), "snapping");
}

void
lw_canvas_set_side_min (LwCanvas *self,
                        double    side_min)
{
  g_return_if_fail (LW_IS_CANVAS (self));
  g_return_if_fail (side_min > 0);

  self->side_min = side_min;
}

void
lw_canvas_set_outside (LwCanvas       *self,
                       LwCanvasOutside outside)
{
  g_return_if_fail (LW_IS_CANVAS (self));

  self->outside = outside;
}

gboolean
lw_canvas_get_pointer (LwCanvas *self,
                       double   *x_img,
                       double   *y_img)
{
  double x, y;

  g_return_val_if_fail (LW_IS_CANVAS (self), FALSE);

  lw_canvas_get_anchor (self, &x, &y);
  lw_view_to_img (&self->view, x, y, x_img, y_img);

  return self->has_picture && self->view.zoom > 0;
}

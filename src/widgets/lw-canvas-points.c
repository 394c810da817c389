/* lw-canvas-points.c - a box from four points
 *
 * The four outermost points of an object lie on it and are quick to hit, while the
 * corners of its box lie beside it and have to be guessed (Papadopoulos et al., Extreme
 * clicking for efficient object annotation, ICCV 2017).  Their order does not matter.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lw-canvas-private.h"

#include <glib/gi18n-lib.h>

static void
tell_progress (LwCanvas *self)
{
  /* Translators: four points make a box; the second of them has been set. */
  g_autofree char *text = g_strdup_printf (_ ("Point %u of %u"), self->n_points, (guint) G_N_ELEMENTS (self->points_img));

  lw_canvas_notice (self, text);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
lw_canvas_add_point (LwCanvas *self,
                     double    x_img,
                     double    y_img)
{
  LwRect rect;

  if (!self->is_editable || !self->has_picture)
    return;

  self->points_img[self->n_points][0] = lw_canvas_round (self, CLAMP (x_img, 0, self->view.width_img));
  self->points_img[self->n_points][1] = lw_canvas_round (self, CLAMP (y_img, 0, self->view.height_img));
  self->n_points++;

  if (self->n_points < G_N_ELEMENTS (self->points_img))
    {
      tell_progress (self);
      return;
    }

  rect = lw_rect_around_points ((const double (*)[2]) self->points_img, self->n_points);
  lw_canvas_forget_points (self);
  g_object_ref (self);
  lw_canvas_ask_for_drawn (self, rect, FALSE);
  g_object_unref (self);
}

gboolean
lw_canvas_take_back_point (LwCanvas *self)
{
  if (self->tool != LW_CANVAS_TOOL_POINTS || self->n_points == 0)
    return FALSE;

  self->n_points--;
  tell_progress (self);

  return TRUE;
}

void
lw_canvas_forget_points (LwCanvas *self)
{
  self->n_points = 0;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-canvas-private.h"

#include "lw-colour-vision.h"

#include <math.h>

/* Two screen pixels beside its line still mean it. */
#define SLACK 2.0

/* Of the line on the picture, and of the dark that it pauses with: seen on any ground. */
#define ALPHA 0xcc
#define PAUSE_COLOUR 0x73000000u

static void
clear_ghosts (LwCanvasGhosts *ghosts)
{
  for (guint i = 0; i < ghosts->ghosts->len; i++)
    g_ref_string_release ((GRefString *) g_array_index (ghosts->ghosts, LwCanvasGhost, i).caption);

  g_array_set_size (ghosts->ghosts, 0);
  ghosts->hovered = -1;
}

static gint64
find_hovered (LwCanvas *self)
{
  LwCanvasGhosts *ghosts = &self->ghosts;
  double          x_img, y_img;

  if (ghosts->ghosts->len == 0 || !self->has_pointer || !self->has_picture || self->view.zoom <= 0 || self->drag.is_running)
    return -1;

  lw_view_to_img (&self->view, self->x_pointer_view, self->y_pointer_view, &x_img, &y_img);
  g_array_set_size (ghosts->scratch, 0);
  lw_box_index_hit (ghosts->index, x_img, y_img, SLACK / self->view.zoom, ghosts->scratch);

  return ghosts->scratch->len > 0 ? (gint64) g_array_index (ghosts->scratch, guint32, 0) : -1;
}

static void
pointer_moved_cb (LwCanvas *self)
{
  gint64 hovered = find_hovered (self);

  if (hovered == self->ghosts.hovered)
    return;

  self->ghosts.hovered = hovered;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
lw_canvas_ghosts_init (LwCanvas *self)
{
  self->ghosts.ghosts = g_array_new (FALSE, FALSE, sizeof (LwCanvasGhost));
  self->ghosts.scratch = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->ghosts.index = lw_box_index_new (0, 0);
  self->ghosts.hovered = -1;
  g_signal_connect (self, "pointer-moved", G_CALLBACK (pointer_moved_cb), NULL);
}

void
lw_canvas_ghosts_clear (LwCanvasGhosts *ghosts)
{
  clear_ghosts (ghosts);
  g_clear_pointer (&ghosts->ghosts, g_array_unref);
  g_clear_pointer (&ghosts->scratch, g_array_unref);
  g_clear_pointer (&ghosts->index, lw_box_index_free);
}

static guint32
premultiplied (guint32 colour,
               guint32 alpha)
{
  guint32 red = (colour >> 16 & 0xff) * alpha / 255;
  guint32 green = (colour >> 8 & 0xff) * alpha / 255;
  guint32 blue = (colour & 0xff) * alpha / 255;

  return alpha << 24 | red << 16 | green << 8 | blue;
}

/* In high contrast as strong as a box of one's own; what tells them apart is that it has no casing. */
static LwCanvasLine
line_of (LwCanvas            *self,
         const LwCanvasGhost *ghost)
{
  gboolean is_strong = (self->options & LW_CANVAS_STRONG) != 0;
  gboolean is_light = lw_colour_lightness (ghost->colour) > 0.5;

  return (LwCanvasLine){ .colour = premultiplied (ghost->colour, is_strong ? 0xff : ALPHA),
                         .pause_colour = !is_strong ? PAUSE_COLOUR : is_light ? 0xff000000u
                                                                              : 0xffffffffu,
                         .pattern = ghost->pattern };
}

void
lw_canvas_ghosts_draw (LwCanvas             *self,
                       const LwCanvasTarget *target,
                       int                   x_px,
                       int                   y_px,
                       double                zoom_px)
{
  LwCanvasGhosts *ghosts = &self->ghosts;
  LwCanvasArea    clip = lw_canvas_area_grow (target->clip, 2 * target->scale);

  if (ghosts->ghosts->len == 0)
    return;

  g_array_set_size (ghosts->scratch, 0);
  lw_box_index_query (ghosts->index, (LwRect){ (clip.x0 + x_px) / zoom_px, (clip.y0 + y_px) / zoom_px, (clip.x1 + x_px) / zoom_px, (clip.y1 + y_px) / zoom_px },
                      ghosts->scratch);

  for (guint i = 0; i < ghosts->scratch->len; i++)
    {
      const LwCanvasGhost *ghost = &g_array_index (ghosts->ghosts, LwCanvasGhost, g_array_index (ghosts->scratch, guint32, i));
      LwCanvasLine         line = line_of (self, ghost);
      LwCanvasArea         area = {
                (int) lround (ghost->rect.x0 * zoom_px) - x_px,
                (int) lround (ghost->rect.y0 * zoom_px) - y_px,
                (int) lround (ghost->rect.x1 * zoom_px) - x_px,
                (int) lround (ghost->rect.y1 * zoom_px) - y_px,
      };

      lw_canvas_frame_area (target, area, target->scale, &line);
    }
}

void
lw_canvas_ghosts_draw_live (LwCanvas *self,
                            cairo_t  *cr)
{
  const LwCanvasGhost *ghost;
  LwRect               rect;

  if (self->ghosts.hovered < 0 || self->drag.is_running || !self->has_pointer)
    return;

  ghost = &g_array_index (self->ghosts.ghosts, LwCanvasGhost, self->ghosts.hovered);
  rect = lw_view_rect_to_view (&self->view, ghost->rect);
  cairo_rectangle (cr, floor (rect.x0) + 0.5, floor (rect.y0) + 0.5, floor (rect.x1) - floor (rect.x0), floor (rect.y1) - floor (rect.y0));
  cairo_set_source_rgba (cr, 0, 0, 0, 0.6);
  cairo_set_line_width (cr, 3);
  cairo_stroke_preserve (cr);
  cairo_set_source_rgb (cr, (ghost->colour >> 16 & 0xff) / 255.0, (ghost->colour >> 8 & 0xff) / 255.0, (ghost->colour & 0xff) / 255.0);
  cairo_set_line_width (cr, 1);
  cairo_stroke (cr);

  if (ghost->caption != NULL)
    lw_canvas_captions_draw_text (self, cr, ghost->caption, ghost->colour, ghost->rect);
}

void
lw_canvas_set_ghosts (LwCanvas            *self,
                      const LwCanvasGhost *ghosts,
                      gsize                n_ghosts)
{
  g_return_if_fail (LW_IS_CANVAS (self));
  g_return_if_fail (ghosts != NULL || n_ghosts == 0);

  if (self->ghosts.ghosts->len == 0 && n_ghosts == 0)
    return;

  clear_ghosts (&self->ghosts);
  lw_box_index_free (self->ghosts.index);
  self->ghosts.index = lw_box_index_new (self->view.width_img, self->view.height_img);

  for (gsize i = 0; i < n_ghosts; i++)
    {
      LwCanvasGhost ghost = ghosts[i];

      ghost.rect = lw_canvas_bring_near (ghost.rect);
      ghost.caption = g_ref_string_new_intern (ghost.caption != NULL ? ghost.caption : "");
      g_array_append_val (self->ghosts.ghosts, ghost);
      lw_box_index_set (self->ghosts.index, (guint32) i, ghost.rect);
    }

  pointer_moved_cb (self);
  lw_canvas_overlay_invalidate (&self->overlay);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

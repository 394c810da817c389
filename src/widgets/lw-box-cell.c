/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-box-cell.h"

#include "lw-colour-dot.h"

#include <adwaita.h>

#define DOT_PX 14
#define GAP_PX 6
#define MARK_PX 14

/* Beside the name, and the name of what is hidden: as .dim-label is in the style sheets. */
#define DIM_ALPHA 0.72f
#define DIM_HIGH_CONTRAST_ALPHA 0.9f

struct _LwBoxCell
{
  GtkWidget parent_instance;

  LwShownBox       box;
  LwCanvasBoxFlags state;
};

G_DEFINE_FINAL_TYPE (LwBoxCell, lw_box_cell, GTK_TYPE_WIDGET)

static void
lw_box_cell_measure (GtkWidget     *widget,
                     GtkOrientation orientation,
                     int            for_size,
                     int           *minimum,
                     int           *natural,
                     int           *minimum_baseline,
                     int           *natural_baseline)
{
  PangoContext     *context = gtk_widget_get_pango_context (widget);
  PangoFontMetrics *metrics = pango_context_get_metrics (context, NULL, NULL);
  const int         line = (pango_font_metrics_get_ascent (metrics) + pango_font_metrics_get_descent (metrics)) / PANGO_SCALE;

  pango_font_metrics_unref (metrics);

  if (orientation == GTK_ORIENTATION_VERTICAL)
    *minimum = *natural = MAX (DOT_PX, line + 1);
  else
    *minimum = *natural = DOT_PX + GAP_PX + 4 * line;
}

static void
draw_dot (LwBoxCell   *self,
          GtkSnapshot *snapshot,
          float        x)
{
  const float    y = (gtk_widget_get_height (GTK_WIDGET (self)) - DOT_PX) / 2.0f;
  const GdkRGBA  rgba = lw_colour_to_rgba (self->box.colour);
  GskRoundedRect disc;

  gsk_rounded_rect_init_from_rect (&disc, &GRAPHENE_RECT_INIT (x, y, DOT_PX, DOT_PX), DOT_PX / 2.0f);
  gtk_snapshot_push_rounded_clip (snapshot, &disc);
  gtk_snapshot_append_color (snapshot, &rgba, &disc.bounds);
  gtk_snapshot_pop (snapshot);
}

static void
draw_text (LwBoxCell   *self,
           GtkSnapshot *snapshot,
           PangoLayout *layout,
           float        x,
           float        alpha)
{
  GdkRGBA colour;
  int     height;

  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (self)), &colour);
  colour.alpha *= alpha;
  pango_layout_get_pixel_size (layout, NULL, &height);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (x, (gtk_widget_get_height (GTK_WIDGET (self)) - height) / 2));
  gtk_snapshot_append_layout (snapshot, layout, &colour);
  gtk_snapshot_restore (snapshot);
}

static float
mark_top (LwBoxCell *self)
{
  return (float) ((gtk_widget_get_height (GTK_WIDGET (self)) - MARK_PX) / 2);
}

static cairo_t *
begin_mark (LwBoxCell   *self,
            GtkSnapshot *snapshot,
            float        x,
            float        y)
{
  GdkRGBA  colour;
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (x, y, MARK_PX, MARK_PX));

  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (self)), &colour);
  gdk_cairo_set_source_rgba (cr, &colour);

  return cr;
}

/* An eye that is crossed out. */
static void
draw_hidden (LwBoxCell   *self,
             GtkSnapshot *snapshot,
             float        x)
{
  const float y = mark_top (self);
  cairo_t    *cr = begin_mark (self, snapshot, x, y);

  cairo_set_line_width (cr, 1.3);
  cairo_move_to (cr, x + 1, y + 7);
  cairo_curve_to (cr, x + 4, y + 2.5, x + 10, y + 2.5, x + 13, y + 7);
  cairo_curve_to (cr, x + 10, y + 11.5, x + 4, y + 11.5, x + 1, y + 7);
  cairo_stroke (cr);
  cairo_arc (cr, x + 7, y + 7, 1.8, 0, 2 * G_PI);
  cairo_fill (cr);
  cairo_move_to (cr, x + 2, y + 12.5);
  cairo_line_to (cr, x + 12, y + 1.5);
  cairo_stroke (cr);
  cairo_destroy (cr);
}

/* A closed padlock: a body and a bow. */
static void
draw_lock (LwBoxCell   *self,
           GtkSnapshot *snapshot,
           float        x)
{
  const float y = mark_top (self);
  cairo_t    *cr = begin_mark (self, snapshot, x, y);

  cairo_rectangle (cr, x + 3, y + 7, 8, 6);
  cairo_fill (cr);
  cairo_set_line_width (cr, 1.5);
  cairo_arc (cr, x + 7, y + 6, 2.75, -G_PI, 0);
  cairo_line_to (cr, x + 9.75, y + 7);
  cairo_move_to (cr, x + 4.25, y + 6);
  cairo_line_to (cr, x + 4.25, y + 7);
  cairo_stroke (cr);
  cairo_destroy (cr);
}

/* Room for most sizes, so that marks are below each other. */
static float
get_size_column (LwBoxCell *self,
                 int        size_width)
{
  g_autoptr (PangoLayout) widest = gtk_widget_create_pango_layout (GTK_WIDGET (self), "0000×0000");
  int width;

  pango_layout_get_pixel_size (widest, &width, NULL);

  return (float) MAX (width, size_width);
}

/* From the start of the line to its end, whichever side that is. */
static float
place (LwBoxCell *self,
       float      start,
       float      width)
{
  if (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL)
    return gtk_widget_get_width (GTK_WIDGET (self)) - start - width;

  return start;
}

static void
lw_box_cell_snapshot (GtkWidget   *widget,
                      GtkSnapshot *snapshot)
{
  LwBoxCell     *self = LW_BOX_CELL (widget);
  const LwRect   rect = self->box.rect;
  const gboolean is_hidden = (self->state & LW_CANVAS_BOX_HIDDEN) != 0;
  const gboolean is_locked = (self->state & LW_CANVAS_BOX_LOCKED) != 0;
  /* Isolated from left to right: height by width it would be in a window from right to left. */
  g_autofree char *size = g_strdup_printf ("\u2066%.0f×%.0f\u2069", rect.x1 - rect.x0, rect.y1 - rect.y0);
  g_autoptr (PangoLayout) name_layout = gtk_widget_create_pango_layout (widget, self->box.class_name);
  g_autoptr (PangoLayout) size_layout = gtk_widget_create_pango_layout (widget, size);
  const float start = DOT_PX + GAP_PX;
  const float dim = adw_style_manager_get_high_contrast (adw_style_manager_get_default ()) ? DIM_HIGH_CONTRAST_ALPHA
                                                                                           : DIM_ALPHA;
  float       end;
  int         size_width;

  pango_layout_get_pixel_size (size_layout, &size_width, NULL);
  end = (float) (gtk_widget_get_width (widget) - size_width);
  draw_dot (self, snapshot, place (self, 0, DOT_PX));
  draw_text (self, snapshot, size_layout, place (self, end, (float) size_width), dim);

  /* A place each, so that a lock is below a lock whatever else a box is. */
  if (is_locked || is_hidden)
    end = (float) gtk_widget_get_width (widget) - get_size_column (self, size_width) - MARK_PX - GAP_PX;
  if (is_locked)
    draw_lock (self, snapshot, place (self, end, MARK_PX));
  if (is_hidden)
    {
      end -= MARK_PX + GAP_PX;
      draw_hidden (self, snapshot, place (self, end, MARK_PX));
    }

  pango_layout_set_single_paragraph_mode (name_layout, TRUE);
  pango_layout_set_ellipsize (name_layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_width (name_layout, (int) MAX (0, end - start - GAP_PX) * PANGO_SCALE);

  /* A layout with a width puts right-to-left text at its own end. */
  draw_text (self, snapshot, name_layout, place (self, start, MAX (0, end - start - GAP_PX)), is_hidden ? dim : 1);
}

static void
lw_box_cell_class_init (LwBoxCellClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->measure = lw_box_cell_measure;
  widget_class->snapshot = lw_box_cell_snapshot;

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
lw_box_cell_init (LwBoxCell *self)
{
  self->box.class_name = "";
}

GtkWidget *
lw_box_cell_new (void)
{
  return g_object_new (LW_TYPE_BOX_CELL, NULL);
}

void
lw_box_cell_set_box (LwBoxCell        *self,
                     const LwShownBox *box,
                     LwCanvasBoxFlags  state)
{
  g_return_if_fail (LW_IS_BOX_CELL (self));

  self->box = *box;
  self->state = state;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

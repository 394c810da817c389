/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-ruler.h"

#include "lw-ticks.h"

#include <math.h>

/* Between the numbers and between the ticks, logical pixels. */
#define NUMBER_DISTANCE 64
#define TICK_DISTANCE 5

#define TICK_LONG 6
#define TICK_SHORT 3
#define PADDING 2

/* Numbers that are in sight a few frames in a row are laid out once. */
#define LAYOUTS_MAX 400

struct _LwRuler
{
  GtkWidget parent_instance;

  GtkOrientation orientation;
  LwCanvas      *canvas; /* weak */
  LwScale        scale;
  gboolean       has_pointer;
  double         pointer_img;
  GHashTable    *layouts; /* (element-type utf8 PangoLayout) */
  int            row;     /* thickness of a row of numbers; 0 until measured */
};

/* One frame, along the ruler. */
typedef struct
{
  LwRuler *self;
  cairo_t *cr;
  double   begin_img, end_img; /* of what is in sight */
  double   offset_view, zoom;  /* view = img * zoom + offset */
  double   length, thickness;
} Frame;

enum
{
  PROP_0,
  PROP_ORIENTATION,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (LwRuler, lw_ruler, GTK_TYPE_WIDGET)

static gboolean
is_flat (LwRuler *self)
{
  return self->orientation == GTK_ORIENTATION_HORIZONTAL;
}

static PangoLayout *
ensure_layout (LwRuler    *self,
               const char *text)
{
  PangoLayout *layout = g_hash_table_lookup (self->layouts, text);

  if (layout == NULL)
    {
      if (g_hash_table_size (self->layouts) >= LAYOUTS_MAX)
        g_hash_table_remove_all (self->layouts);

      layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
      g_hash_table_insert (self->layouts, g_strdup (text), layout);
    }

  return layout;
}

static int
get_row (LwRuler *self)
{
  if (self->row == 0)
    {
      pango_layout_get_pixel_size (ensure_layout (self, "0123456789"), NULL, &self->row);
      self->row += PADDING;
    }

  return self->row;
}

static int
get_thickness (LwRuler *self)
{
  return get_row (self) * (lw_scale_is_set (&self->scale) ? 2 : 1) + TICK_SHORT;
}

/* A rectangle given along and across the ruler; across counts from the picture. */
static void
add_bar (const Frame *frame,
         double       along,
         double       across,
         double       length,
         double       height)
{
  if (is_flat (frame->self))
    cairo_rectangle (frame->cr, along, frame->thickness - across - height, length, height);
  else
    cairo_rectangle (frame->cr, frame->thickness - across - height, along, height, length);
}

static void
draw_number (const Frame *frame,
             const char  *text,
             double       along,
             double       across)
{
  PangoLayout *layout = ensure_layout (frame->self, text);

  cairo_save (frame->cr);
  if (is_flat (frame->self))
    cairo_move_to (frame->cr, along + PADDING, frame->thickness - across - get_row (frame->self));
  else
    {
      int width;

      /* Read from below to above, as on a chart. */
      pango_layout_get_pixel_size (layout, &width, NULL);
      cairo_translate (frame->cr, frame->thickness - across - get_row (frame->self), along + PADDING + width);
      cairo_rotate (frame->cr, -G_PI / 2);
      cairo_move_to (frame->cr, 0, 0);
    }
  pango_cairo_show_layout (frame->cr, layout);
  cairo_restore (frame->cr);
}

/* Ticks and numbers of one row; a pixel of the picture is @per_pixel of its unit. */
static void
draw_row (const Frame *frame,
          double       per_pixel,
          double       step_min,
          double       across,
          const char  *unit)
{
  LwTicks ticks = lw_ticks_choose (per_pixel / frame->zoom, NUMBER_DISTANCE, TICK_DISTANCE, step_min);
  gint64  first = (gint64) floor (frame->begin_img * per_pixel / ticks.minor);
  gint64  last = (gint64) ceil (frame->end_img * per_pixel / ticks.minor);

  first -= ((first % ticks.n_minor) + ticks.n_minor) % ticks.n_minor;
  for (gint64 i = first; i <= last; i++)
    {
      gboolean is_major = i % ticks.n_minor == 0;
      double   value = (double) i * ticks.minor;
      double   along = floor (value / per_pixel * frame->zoom + frame->offset_view);

      add_bar (frame, along, across, 1, is_major ? get_row (frame->self) : TICK_SHORT);
      if (is_major)
        {
          g_autofree char *text = g_strdup_printf ("%.*f%s", ticks.n_digits, i == 0 ? 0 : value, unit);

          cairo_fill (frame->cr);
          draw_number (frame, text, along, across + TICK_SHORT - 1);
        }
    }
  cairo_fill (frame->cr);
}

static void
draw_world (const Frame *frame)
{
  LwRuler *self = frame->self;
  LwUnit   unit = lw_unit_choose (NUMBER_DISTANCE / frame->zoom * self->scale.per_pixel, self->scale.unit);

  g_autofree char *text = g_strconcat (" ", lw_unit_get_symbol (unit), NULL);

  draw_row (frame, lw_unit_convert (self->scale.per_pixel, self->scale.unit, unit), 0, get_row (self), text);
}

static void
draw_selected (const Frame *frame)
{
  LwRuler      *self = frame->self;
  gsize         n_keys;
  const gint64 *keys = lw_canvas_get_selection (self->canvas, &n_keys);
  GdkRectangle  area;

  if (n_keys != 1 || !lw_canvas_get_box_area (self->canvas, keys[0], &area))
    return;

  if (is_flat (self))
    add_bar (frame, area.x, 0, area.width, frame->thickness);
  else
    add_bar (frame, area.y, 0, area.height, frame->thickness);
}

static void
draw_pointer (const Frame *frame)
{
  double along = floor (frame->self->pointer_img * frame->zoom + frame->offset_view);

  add_bar (frame, along - 1, 0, 3, frame->thickness);
  cairo_fill (frame->cr);
}

static void
draw (const Frame   *frame,
      const GdkRGBA *colour)
{
  GdkRGBA faint = *colour;

  faint.alpha *= 0.15f;
  gdk_cairo_set_source_rgba (frame->cr, &faint);
  draw_selected (frame);
  cairo_fill (frame->cr);

  gdk_cairo_set_source_rgba (frame->cr, colour);
  draw_row (frame, 1, 1, 0, "");
  if (lw_scale_is_set (&frame->self->scale))
    draw_world (frame);
  if (frame->self->has_pointer)
    draw_pointer (frame);
}

static Frame
make_frame (LwRuler *self)
{
  const LwView *view = lw_canvas_get_view (self->canvas);
  GtkWidget    *widget = GTK_WIDGET (self);
  Frame         frame = { .self = self, .zoom = view->zoom };

  if (is_flat (self))
    {
      frame.offset_view = view->width_view / 2 - view->x_img * view->zoom;
      frame.length = gtk_widget_get_width (widget);
      frame.thickness = gtk_widget_get_height (widget);
      frame.end_img = fmin ((frame.length - frame.offset_view) / view->zoom, view->width_img);
    }
  else
    {
      frame.offset_view = view->height_view / 2 - view->y_img * view->zoom;
      frame.length = gtk_widget_get_height (widget);
      frame.thickness = gtk_widget_get_width (widget);
      frame.end_img = fmin ((frame.length - frame.offset_view) / view->zoom, view->height_img);
    }
  frame.begin_img = fmax (-frame.offset_view / view->zoom, 0);

  return frame;
}

static void
lw_ruler_snapshot (GtkWidget   *widget,
                   GtkSnapshot *snapshot)
{
  LwRuler *self = LW_RULER (widget);
  Frame    frame;
  GdkRGBA  colour;

  if (self->canvas == NULL || lw_canvas_get_view (self->canvas)->zoom <= 0 ||
      lw_canvas_get_view (self->canvas)->width_img <= 0)
    return;

  frame = make_frame (self);
  frame.cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) gtk_widget_get_width (widget),
                                                                       (float) gtk_widget_get_height (widget)));
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &colour);
  draw (&frame, &colour);
  cairo_destroy (frame.cr);
}

static void
lw_ruler_measure (GtkWidget     *widget,
                  GtkOrientation orientation,
                  int            for_size,
                  int           *size_min,
                  int           *size_natural,
                  int           *baseline_min,
                  int           *baseline_natural)
{
  LwRuler *self = LW_RULER (widget);

  *size_min = orientation == self->orientation ? 1 : get_thickness (self);
  *size_natural = *size_min;
}

static void
lw_ruler_css_changed (GtkWidget         *widget,
                      GtkCssStyleChange *change)
{
  LwRuler *self = LW_RULER (widget);

  GTK_WIDGET_CLASS (lw_ruler_parent_class)->css_changed (widget, change);

  /* The font may be another one. */
  g_hash_table_remove_all (self->layouts);
  self->row = 0;
  gtk_widget_queue_resize (widget);
}

static void
pointer_moved_cb (LwRuler *self,
                  double   x_img,
                  double   y_img,
                  gboolean is_inside)
{
  self->has_pointer = is_inside;
  self->pointer_img = is_flat (self) ? x_img : y_img;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
lw_ruler_set_property (GObject      *object,
                       guint         prop_id,
                       const GValue *value,
                       GParamSpec   *pspec)
{
  if (prop_id == PROP_ORIENTATION)
    LW_RULER (object)->orientation = g_value_get_enum (value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
lw_ruler_dispose (GObject *object)
{
  g_clear_weak_pointer (&LW_RULER (object)->canvas);

  G_OBJECT_CLASS (lw_ruler_parent_class)->dispose (object);
}

static void
lw_ruler_finalize (GObject *object)
{
  g_hash_table_unref (LW_RULER (object)->layouts);

  G_OBJECT_CLASS (lw_ruler_parent_class)->finalize (object);
}

static void
lw_ruler_class_init (LwRulerClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = lw_ruler_dispose;
  object_class->finalize = lw_ruler_finalize;
  object_class->set_property = lw_ruler_set_property;
  widget_class->css_changed = lw_ruler_css_changed;
  widget_class->measure = lw_ruler_measure;
  widget_class->snapshot = lw_ruler_snapshot;

  properties[PROP_ORIENTATION] =
      g_param_spec_enum ("orientation", NULL, NULL, GTK_TYPE_ORIENTATION, GTK_ORIENTATION_HORIZONTAL,
                         G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_css_name (widget_class, "lwruler");
  /* The status line says where the pointer is. */
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
lw_ruler_init (LwRuler *self)
{
  self->layouts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
}

void
lw_ruler_set_canvas (LwRuler  *self,
                     LwCanvas *canvas)
{
  g_return_if_fail (LW_IS_RULER (self));
  g_return_if_fail (LW_IS_CANVAS (canvas));
  g_return_if_fail (self->canvas == NULL);

  g_set_weak_pointer (&self->canvas, canvas);
  g_signal_connect_object (canvas, "changed", G_CALLBACK (gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (canvas, "selection-changed", G_CALLBACK (gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (canvas, "pointer-moved", G_CALLBACK (pointer_moved_cb), self, G_CONNECT_SWAPPED);
}

void
lw_ruler_set_scale (LwRuler       *self,
                    const LwScale *scale)
{
  g_return_if_fail (LW_IS_RULER (self));

  self->scale = *scale;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

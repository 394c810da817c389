/* lw-canvas.c - the picture with its boxes: shows them, and asks for changes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lw-canvas-private.h"

#include <glib/gi18n-lib.h>

/* Zooming by keys and buttons: two steps double. */
#define ZOOM_STEP 1.4142135623730951

/* Ground to keep around a box that is brought into view, in view pixels. */
#define SHOW_MARGIN 32

enum
{
  PROP_0,
  PROP_ZOOM,
  PROP_TOOL,
  PROP_DRAWING_MODE,
  PROP_SNAPPING,
  PROP_EDITABLE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

guint lw_canvas_signals[LW_CANVAS_N_SIGNALS];

G_DEFINE_FINAL_TYPE (LwCanvas, lw_canvas, GTK_TYPE_WIDGET)

/* Below any style sheet of the application, which may say otherwise. */
static const char style[] =
    "lwcanvas { background-color: mix(@window_bg_color, @window_fg_color, 0.14); }\n"
    "lwcanvas:focus-visible { outline: 2px solid @accent_color; outline-offset: -2px; }\n";

static void
ensure_style (GtkWidget *widget)
{
  static gboolean is_loaded;
  g_autoptr (GtkCssProvider) provider = NULL;

  if (is_loaded)
    return;

  is_loaded = TRUE;
  provider = gtk_css_provider_new ();
  gtk_css_provider_load_from_data (provider, style, -1);
  gtk_style_context_add_provider_for_display (gtk_widget_get_display (widget), GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_FALLBACK);
}

static char *
describe_selected (LwCanvas *self)
{
  const LwCanvasItem *item;
  LwRect              rect;

  if (self->selection->len == 0)
    return NULL;
  if (self->selection->len > 1)
    return g_strdup_printf (ngettext ("%u selected", "%u selected", self->selection->len), self->selection->len);

  item = lw_canvas_find_item (self, g_array_index (self->selection, gint64, 0));
  rect = item->box.rect;

  return g_strdup_printf (_ ("selected: %s, %.4g by %.4g pixels at %.6g, %.6g"),
                          item->box.caption != NULL ? item->box.caption : _ ("no class"),
                          rect.x1 - rect.x0, rect.y1 - rect.y0, rect.x0, rect.y0);
}

static gboolean
describe_cb (gpointer data)
{
  LwCanvas        *self = data;
  guint            n_boxes = lw_canvas_get_n_boxes (self);
  g_autofree char *selected = describe_selected (self);
  g_autofree char *boxes = g_strdup_printf (ngettext ("%u box", "%u boxes", n_boxes), n_boxes);
  g_autofree char *state = g_strjoin ("; ", boxes, selected, NULL);
  /* News come last: what is there is what one listens for most often. */
  g_autofree char *text = g_strjoin ("; ", state, self->announced, NULL);

  self->describe_id = 0;

  /* What is said twice in the same words is news all the same; without a change nobody hears it. */
  if (self->has_news && g_strcmp0 (text, self->described) == 0)
    {
      char *again = g_strconcat (text, "\u200b", NULL);

      g_free (text);
      text = again;
    }

  self->has_news = FALSE;
  g_free (self->described);
  self->described = g_strdup (text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  self->message != NULL ? self->message : text, -1);
#if GTK_CHECK_VERSION(4, 14, 0)
  /* What news said at once is not said again. */
  if (self->has_selection_news && self->announced == NULL && selected != NULL)
    gtk_accessible_announce (GTK_ACCESSIBLE (self), selected, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
#endif
  self->has_selection_news = FALSE;

  return G_SOURCE_REMOVE;
}

void
lw_canvas_queue_describe (LwCanvas *self)
{
  /* Later, and once: a thousand edits in a row are one thing to say. */
  if (self->describe_id == 0)
    self->describe_id = g_idle_add (describe_cb, self);
}

static void
view_changed (LwCanvas *self,
              double    zoom_before)
{
  lw_canvas_update_hover (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  lw_canvas_say_changed (self, LW_CANVAS_CHANGED_VIEW);
  if (self->view.zoom != zoom_before)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ZOOM]);
}

static void
set_picture_size (LwCanvas *self,
                  double    width_px,
                  double    height_px)
{
  double zoom_before = self->view.zoom;

  self->has_picture = TRUE;
  if (self->view.width_img != width_px || self->view.height_img != height_px)
    {
      lw_view_set_picture (&self->view, width_px, height_px);
      lw_canvas_boxes_reindex (self);
      lw_canvas_overlay_invalidate (&self->overlay);
    }
  view_changed (self, zoom_before);
}

/* What is on the screen from now on: the pixels, a preview of them, or neither. */
static void
show_pixels (LwCanvas *self,
             LwPixels *pixels)
{
  g_clear_pointer (&self->shown_pixels, lw_pixels_unref);
  if (pixels != NULL)
    self->shown_pixels = lw_pixels_ref (pixels);

  lw_canvas_tiles_set_pixels (self->tiles, pixels, self->view.width_img, self->view.height_img);
  lw_canvas_frame_drop (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  lw_canvas_say_changed (self, LW_CANVAS_CHANGED_PICTURE);
}

/* Zooming by keys keeps the pointer in place. */
static void
zoom_at_anchor (LwCanvas *self,
                double    factor)
{
  double x, y;

  lw_canvas_get_anchor (self, &x, &y);
  lw_canvas_zoom_by (self, factor, x, y);
}

static void
lw_canvas_measure (GtkWidget     *widget,
                   GtkOrientation orientation,
                   int            for_size,
                   int           *size_min,
                   int           *size_natural,
                   int           *baseline_min,
                   int           *baseline_natural)
{
  *size_min = 64;
  *size_natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 800 : 600;
}

static void
lw_canvas_size_allocate (GtkWidget *widget,
                         int        width,
                         int        height,
                         int        baseline)
{
  LwCanvas *self = LW_CANVAS (widget);
  double    zoom_before = self->view.zoom;

  lw_view_resize (&self->view, width, height);
  lw_canvas_say_changed (self, LW_CANVAS_CHANGED_VIEW);
  if (self->view.zoom != zoom_before)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ZOOM]);
}

static void
lw_canvas_css_changed (GtkWidget         *widget,
                       GtkCssStyleChange *change)
{
  LwCanvas                   *self = LW_CANVAS (widget);
  const PangoFontDescription *font;

  GTK_WIDGET_CLASS (lw_canvas_parent_class)->css_changed (widget, change);

  /* The ground has a colour of the style. */
  lw_canvas_frame_drop (self);
  gtk_widget_queue_draw (widget);

  /* The style also changes with pointer and focus, many times a minute: drawing 100,000
   * boxes again is for another font only. */
  font = pango_context_get_font_description (gtk_widget_get_pango_context (widget));
  if (self->font != NULL && pango_font_description_equal (self->font, font))
    return;

  g_clear_pointer (&self->font, pango_font_description_free);
  self->font = pango_font_description_copy (font);
  lw_canvas_captions_drop_pictures (&self->overlay.captions);
  lw_canvas_overlay_invalidate (&self->overlay);
}

static void
lw_canvas_dispose (GObject *object)
{
  LwCanvas *self = LW_CANVAS (object);

  g_clear_handle_id (&self->describe_id, g_source_remove);
  lw_canvas_overlay_drop (&self->overlay);
  self->hovered = NULL;

  G_OBJECT_CLASS (lw_canvas_parent_class)->dispose (object);
}

static void
lw_canvas_finalize (GObject *object)
{
  LwCanvas *self = LW_CANVAS (object);

  lw_canvas_frame_clear (self);
  lw_canvas_overlay_clear (&self->overlay);
  lw_canvas_ghosts_clear (&self->ghosts);
  lw_canvas_boxes_finalize (self);
  g_clear_pointer (&self->tiles, lw_canvas_tiles_free);
  g_clear_pointer (&self->shown_pixels, lw_pixels_unref);
  g_clear_pointer (&self->pixels, lw_pixels_unref);
  g_clear_pointer (&self->font, pango_font_description_free);
  g_free (self->message);
  g_free (self->announced);
  g_free (self->described);
  g_array_unref (self->drag.lifted);

  G_OBJECT_CLASS (lw_canvas_parent_class)->finalize (object);
}

static void
lw_canvas_get_property (GObject    *object,
                        guint       prop_id,
                        GValue     *value,
                        GParamSpec *pspec)
{
  LwCanvas *self = LW_CANVAS (object);

  switch (prop_id)
    {
    case PROP_ZOOM:
      g_value_set_double (value, lw_canvas_get_zoom (self));
      break;
    case PROP_TOOL:
      g_value_set_int (value, lw_canvas_get_tool (self));
      break;
    case PROP_DRAWING_MODE:
      g_value_set_boolean (value, lw_canvas_get_drawing_mode (self));
      break;
    case PROP_SNAPPING:
      g_value_set_boolean (value, lw_canvas_get_snapping (self));
      break;
    case PROP_EDITABLE:
      g_value_set_boolean (value, lw_canvas_get_editable (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lw_canvas_set_property (GObject      *object,
                        guint         prop_id,
                        const GValue *value,
                        GParamSpec   *pspec)
{
  LwCanvas *self = LW_CANVAS (object);

  switch (prop_id)
    {
    case PROP_ZOOM:
      lw_canvas_set_zoom (self, g_value_get_double (value));
      break;
    case PROP_TOOL:
      lw_canvas_set_tool (self, (LwCanvasTool) g_value_get_int (value));
      break;
    case PROP_DRAWING_MODE:
      lw_canvas_set_drawing_mode (self, g_value_get_boolean (value));
      break;
    case PROP_SNAPPING:
      lw_canvas_set_snapping (self, g_value_get_boolean (value));
      break;
    case PROP_EDITABLE:
      lw_canvas_set_editable (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
install_properties (GObjectClass *object_class)
{
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  properties[PROP_ZOOM] = g_param_spec_double ("zoom", NULL, NULL, 0, LW_VIEW_ZOOM_MAX, 0, flags);
  properties[PROP_TOOL] = g_param_spec_int ("tool", NULL, NULL, LW_CANVAS_TOOL_USUAL, LW_CANVAS_TOOL_FRAME, LW_CANVAS_TOOL_USUAL, flags);
  properties[PROP_SNAPPING] = g_param_spec_boolean ("snapping", NULL, NULL, FALSE, flags);
  properties[PROP_DRAWING_MODE] = g_param_spec_boolean ("drawing-mode", NULL, NULL, FALSE, flags);
  properties[PROP_EDITABLE] = g_param_spec_boolean ("editable", NULL, NULL, TRUE, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static guint
new_signal (const char *name,
            guint       n_params,
            GType       first,
            GType       second,
            GType       third)
{
  GType types[] = { first, second, third, G_TYPE_BOOLEAN };

  return g_signal_newv (name, LW_TYPE_CANVAS, G_SIGNAL_RUN_LAST, NULL, NULL, NULL, NULL, G_TYPE_NONE, n_params, types);
}

static void
install_signals (void)
{
  lw_canvas_signals[LW_CANVAS_SIGNAL_BOX_DRAWN] = new_signal ("box-drawn", 1, G_TYPE_POINTER, 0, 0);
  lw_canvas_signals[LW_CANVAS_SIGNAL_BOXES_MOVED] = new_signal ("boxes-moved", 4, G_TYPE_POINTER, G_TYPE_POINTER, G_TYPE_UINT);
  lw_canvas_signals[LW_CANVAS_SIGNAL_REMOVE_REQUESTED] = new_signal ("remove-requested", 0, 0, 0, 0);
  lw_canvas_signals[LW_CANVAS_SIGNAL_SELECTION_CHANGED] = new_signal ("selection-changed", 0, 0, 0, 0);
  lw_canvas_signals[LW_CANVAS_SIGNAL_POINTER_MOVED] =
      new_signal ("pointer-moved", 3, G_TYPE_DOUBLE, G_TYPE_DOUBLE, G_TYPE_BOOLEAN);
  lw_canvas_signals[LW_CANVAS_SIGNAL_MENU_REQUESTED] = new_signal ("menu-requested", 2, G_TYPE_DOUBLE, G_TYPE_DOUBLE, 0);
  lw_canvas_signals[LW_CANVAS_SIGNAL_NOTICE] = new_signal ("notice", 1, G_TYPE_STRING, 0, 0);
  lw_canvas_signals[LW_CANVAS_SIGNAL_CHANGED] = new_signal ("changed", 1, G_TYPE_UINT, 0, 0);
}

static void
lw_canvas_class_init (LwCanvasClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = lw_canvas_dispose;
  object_class->finalize = lw_canvas_finalize;
  object_class->get_property = lw_canvas_get_property;
  object_class->set_property = lw_canvas_set_property;
  widget_class->measure = lw_canvas_measure;
  widget_class->size_allocate = lw_canvas_size_allocate;
  widget_class->css_changed = lw_canvas_css_changed;
  widget_class->snapshot = lw_canvas_snapshot;

  install_properties (object_class);
  install_signals ();

  gtk_widget_class_set_css_name (widget_class, "lwcanvas");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
lw_canvas_init (LwCanvas *self)
{
  GtkWidget *widget = GTK_WIDGET (self);

  self->is_editable = TRUE;
  self->options = LW_CANVAS_CAPTIONS;
  self->side_min = 1;
  self->drag.lifted = g_array_new (FALSE, FALSE, sizeof (LwCanvasLifted));
  lw_canvas_boxes_init (self);
  lw_canvas_overlay_init (&self->overlay);
  lw_canvas_ghosts_init (self);
  self->tiles = lw_canvas_tiles_new ();
  lw_canvas_input_init (self);
  ensure_style (widget);

  gtk_widget_set_focusable (widget, TRUE);
  gtk_widget_set_hexpand (widget, TRUE);
  gtk_widget_set_vexpand (widget, TRUE);
  /* Boxes at the border must not be painted over the neighbours. */
  gtk_widget_set_overflow (widget, GTK_OVERFLOW_HIDDEN);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Image"), -1);
  lw_canvas_queue_describe (self);
}

void
lw_canvas_say_changed (LwCanvas       *self,
                       LwCanvasChanges what)
{
  g_signal_emit (self, lw_canvas_signals[LW_CANVAS_SIGNAL_CHANGED], 0, (guint) what);
}

void
lw_canvas_zoom_by (LwCanvas *self,
                   double    factor,
                   double    x_view,
                   double    y_view)
{
  double zoom_before = self->view.zoom;

  lw_view_zoom_at (&self->view, zoom_before * factor, x_view, y_view);
  view_changed (self, zoom_before);
}

void
lw_canvas_pan (LwCanvas *self,
               double    dx_view,
               double    dy_view)
{
  lw_view_pan (&self->view, dx_view, dy_view);
  view_changed (self, self->view.zoom);
}

void
lw_canvas_show_rect (LwCanvas *self,
                     LwRect    rect_img)
{
  lw_view_show_rect (&self->view, rect_img, SHOW_MARGIN);
  view_changed (self, self->view.zoom);
}

GtkWidget *
lw_canvas_new (void)
{
  return g_object_new (LW_TYPE_CANVAS, NULL);
}

void
lw_canvas_set_image_size (LwCanvas *self,
                          int       width_px,
                          int       height_px)
{
  g_return_if_fail (LW_IS_CANVAS (self));
  g_return_if_fail (width_px >= 0 && height_px >= 0);

  lw_canvas_drag_cancel (self);
  g_clear_pointer (&self->pixels, lw_pixels_unref);
  g_clear_pointer (&self->message, g_free);
  show_pixels (self, NULL);
  lw_canvas_overlay_drop (&self->overlay);
  lw_canvas_forget_points (self);
  lw_canvas_forget_news (self);
  self->has_clicked = FALSE;
  lw_canvas_queue_describe (self);

  if (width_px > 0 && height_px > 0)
    set_picture_size (self, width_px, height_px);
  else
    {
      /* The view stays as it is for the next picture. */
      self->has_picture = FALSE;
      gtk_widget_queue_draw (GTK_WIDGET (self));
      lw_canvas_say_changed (self, LW_CANVAS_CHANGED_VIEW);
    }
}

void
lw_canvas_set_pixels (LwCanvas *self,
                      LwPixels *pixels)
{
  g_return_if_fail (LW_IS_CANVAS (self));

  if (self->pixels == pixels)
    return;

  g_clear_pointer (&self->pixels, lw_pixels_unref);
  if (pixels != NULL)
    {
      self->pixels = lw_pixels_ref (pixels);
      g_clear_pointer (&self->message, g_free);
      set_picture_size (self, lw_pixels_get_width (pixels), lw_pixels_get_height (pixels));
    }
  show_pixels (self, pixels);
}

void
lw_canvas_set_preview (LwCanvas *self,
                       LwPixels *preview)
{
  g_return_if_fail (LW_IS_CANVAS (self));

  if (self->pixels == NULL)
    show_pixels (self, self->has_picture ? preview : NULL);
}

const LwTone *
lw_canvas_get_tone (LwCanvas *self)
{
  g_return_val_if_fail (LW_IS_CANVAS (self), NULL);

  return lw_canvas_tiles_get_tone (self->tiles);
}

void
lw_canvas_set_tone (LwCanvas     *self,
                    const LwTone *tone)
{
  g_return_if_fail (LW_IS_CANVAS (self));
  g_return_if_fail (tone != NULL);

  if (lw_tone_equal (lw_canvas_tiles_get_tone (self->tiles), tone))
    return;

  lw_canvas_tiles_set_tone (self->tiles, tone);
  lw_canvas_frame_drop (self);
  lw_canvas_say_changed (self, LW_CANVAS_CHANGED_PICTURE);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
lw_canvas_set_message (LwCanvas   *self,
                       const char *message)
{
  g_return_if_fail (LW_IS_CANVAS (self));

  if (g_strcmp0 (self->message, message) == 0)
    return;

  g_free (self->message);
  self->message = g_strdup (message);
  lw_canvas_queue_describe (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

gboolean
lw_canvas_get_editable (LwCanvas *self)
{
  g_return_val_if_fail (LW_IS_CANVAS (self), FALSE);

  return self->is_editable;
}

void
lw_canvas_set_editable (LwCanvas *self,
                        gboolean  editable)
{
  g_return_if_fail (LW_IS_CANVAS (self));

  editable = editable != FALSE;
  if (self->is_editable == editable)
    return;

  lw_canvas_drag_cancel (self);
  self->is_editable = editable;
  if (!editable && self->tool != LW_CANVAS_TOOL_FRAME)
    lw_canvas_set_tool (self, LW_CANVAS_TOOL_USUAL);
  lw_canvas_update_hover (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_EDITABLE]);
}

const LwView *
lw_canvas_get_view (LwCanvas *self)
{
  g_return_val_if_fail (LW_IS_CANVAS (self), NULL);

  return &self->view;
}

char *
lw_canvas_dup_size (LwCanvas *self,
                    LwRect    rect_img)
{
  double           width = rect_img.x1 - rect_img.x0;
  double           height = rect_img.y1 - rect_img.y0;
  g_autofree char *world = lw_scale_dup_size (&self->scale, width, height);

  /* Between marks that keep the width before the height among words that are read from
   * the right. */
  return g_strdup_printf ("\u2066%.4g × %.4g%s%s\u2069", width, height, world != NULL ? " · " : "",
                          world != NULL ? world : "");
}

void
lw_canvas_set_scale (LwCanvas      *self,
                     const LwScale *scale)
{
  g_return_if_fail (LW_IS_CANVAS (self));

  self->scale = *scale;
  if (self->options & LW_CANVAS_SIZES)
    lw_canvas_overlay_invalidate (&self->overlay);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

LwCanvasOptions
lw_canvas_get_options (LwCanvas *self)
{
  g_return_val_if_fail (LW_IS_CANVAS (self), 0);

  return self->options;
}

void
lw_canvas_set_options (LwCanvas       *self,
                       LwCanvasOptions options)
{
  g_return_if_fail (LW_IS_CANVAS (self));

  if (self->options == options)
    return;

  self->options = options;
  lw_canvas_overlay_invalidate (&self->overlay);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

double
lw_canvas_get_zoom (LwCanvas *self)
{
  g_return_val_if_fail (LW_IS_CANVAS (self), 0);

  return self->view.zoom;
}

void
lw_canvas_set_zoom (LwCanvas *self,
                    double    zoom)
{
  double zoom_before;

  g_return_if_fail (LW_IS_CANVAS (self));

  zoom_before = self->view.zoom;
  lw_view_zoom_at (&self->view, zoom, self->view.width_view / 2, self->view.height_view / 2);
  view_changed (self, zoom_before);
}

void
lw_canvas_zoom_in (LwCanvas *self)
{
  g_return_if_fail (LW_IS_CANVAS (self));

  zoom_at_anchor (self, ZOOM_STEP);
}

void
lw_canvas_zoom_out (LwCanvas *self)
{
  g_return_if_fail (LW_IS_CANVAS (self));

  zoom_at_anchor (self, 1 / ZOOM_STEP);
}

void
lw_canvas_zoom_fit (LwCanvas *self)
{
  double zoom_before;

  g_return_if_fail (LW_IS_CANVAS (self));

  zoom_before = self->view.zoom;
  lw_view_fit (&self->view);
  view_changed (self, zoom_before);
}

void
lw_canvas_zoom_actual (LwCanvas *self)
{
  g_return_if_fail (LW_IS_CANVAS (self));

  /* Pixel for pixel of the screen, also where a logical pixel is several. */
  if (self->view.zoom > 0)
    zoom_at_anchor (self, 1.0 / gtk_widget_get_scale_factor (GTK_WIDGET (self)) / self->view.zoom);
}

void
lw_canvas_scroll_to_box (LwCanvas *self,
                         gint64    key)
{
  LwCanvasItem *item;

  g_return_if_fail (LW_IS_CANVAS (self));

  item = lw_canvas_find_item (self, key);
  if (item != NULL)
    lw_canvas_show_rect (self, item->box.rect);
}

void
lw_canvas_frame_box (LwCanvas *self,
                     gint64    key,
                     double    share,
                     double    zoom_max)
{
  LwCanvasItem *item;
  double        zoom_before;

  g_return_if_fail (LW_IS_CANVAS (self));

  zoom_before = self->view.zoom;
  item = lw_canvas_find_item (self, key);

  if (item != NULL)
    lw_view_frame_rect (&self->view, item->box.rect, share, zoom_max);

  view_changed (self, zoom_before);
}

void
lw_canvas_restore_view (LwCanvas     *self,
                        const LwView *view)
{
  const LwView now = *lw_canvas_get_view (self);

  g_return_if_fail (LW_IS_CANVAS (self));

  self->view = *view;
  lw_view_set_picture (&self->view, now.width_img, now.height_img);
  lw_view_resize (&self->view, now.width_view, now.height_view);
  view_changed (self, now.zoom);
}

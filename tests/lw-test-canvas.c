/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-test-canvas.h"

static void
put_box (LwTestCanvas      *self,
         const LwCanvasBox *box)
{
  LwCanvasBox *copy = g_memdup2 (box, sizeof (*box));

  g_hash_table_replace (self->boxes, &copy->key, copy);
}

static void
box_drawn_cb (LwCanvas     *canvas,
              const LwRect *rect,
              LwTestCanvas *self)
{
  const LwCanvasBox box = { .key = ++self->last_key, .rect = *rect, .colour = 0xff0000, .caption = "Drawn" };

  put_box (self, &box);
  lw_canvas_add_box (canvas, &box);
  lw_canvas_set_selection (canvas, &box.key, 1);
}

static void
boxes_moved_cb (LwCanvas     *canvas,
                const gint64 *keys,
                const LwRect *rects,
                guint         n_boxes,
                gboolean      is_more,
                LwTestCanvas *self)
{
  self->n_requests++;
  self->n_more += is_more;
  for (guint i = 0; i < n_boxes; i++)
    {
      LwCanvasBox *box = g_hash_table_lookup (self->boxes, &keys[i]);

      g_assert_nonnull (box);
      box->rect = rects[i];
      lw_canvas_update_box (canvas, box);
    }
}

static void
remove_requested_cb (LwCanvas     *canvas,
                     LwTestCanvas *self)
{
  gsize              n_keys;
  const gint64      *selected = lw_canvas_get_selection (canvas, &n_keys);
  g_autofree gint64 *keys = g_memdup2 (selected, n_keys * sizeof (gint64));

  for (gsize i = 0; i < n_keys; i++)
    {
      lw_canvas_remove_box (canvas, keys[i]);
      g_hash_table_remove (self->boxes, &keys[i]);
    }
}

static void
notice_cb (LwCanvas     *canvas,
           const char   *text,
           LwTestCanvas *self)
{
  g_free (self->notice);
  self->notice = g_strdup (text);
}

static LwPixels *
make_grey (void)
{
  gsize              size = LW_TEST_WIDTH * LW_TEST_HEIGHT * 3;
  g_autofree guint8 *rgb = g_malloc (size);

  for (gsize i = 0; i < size; i++)
    rgb[i] = 0x99;

  return lw_pixels_new_from_rgb (rgb, LW_TEST_WIDTH, LW_TEST_HEIGHT, LW_TEST_WIDTH * 3);
}

void
lw_test_canvas_init (LwTestCanvas      *self,
                     const LwCanvasBox *boxes,
                     gsize              n_boxes)
{
  g_autoptr (LwPixels) pixels = make_grey ();

  self->boxes = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, g_free);
  self->last_key = 1000;
  self->window = gtk_window_new ();
  self->canvas = LW_CANVAS (lw_canvas_new ());
  gtk_window_set_decorated (GTK_WINDOW (self->window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (self->window), LW_TEST_WIDTH, LW_TEST_HEIGHT);
  gtk_window_set_child (GTK_WINDOW (self->window), GTK_WIDGET (self->canvas));
  gtk_window_present (GTK_WINDOW (self->window));
  gtk_test_widget_wait_for_draw (GTK_WIDGET (self->canvas));

  lw_canvas_set_pixels (self->canvas, pixels);
  lw_canvas_set_zoom (self->canvas, 1);
  for (gsize i = 0; i < n_boxes; i++)
    put_box (self, &boxes[i]);
  lw_canvas_set_boxes (self->canvas, boxes, n_boxes);

  g_signal_connect (self->canvas, "box-drawn", G_CALLBACK (box_drawn_cb), self);
  g_signal_connect (self->canvas, "boxes-moved", G_CALLBACK (boxes_moved_cb), self);
  g_signal_connect (self->canvas, "remove-requested", G_CALLBACK (remove_requested_cb), self);
  g_signal_connect (self->canvas, "notice", G_CALLBACK (notice_cb), self);
}

void
lw_test_canvas_clear (LwTestCanvas *self)
{
  gpointer canvas = self->canvas;

  g_object_add_weak_pointer (G_OBJECT (canvas), &canvas);
  gtk_window_destroy (GTK_WINDOW (self->window));
  g_assert_null (canvas);
  g_hash_table_unref (self->boxes);
  g_clear_pointer (&self->notice, g_free);
}

const LwCanvasBox *
lw_test_canvas_get_box (LwTestCanvas *self,
                        gint64        key)
{
  return g_hash_table_lookup (self->boxes, &key);
}

GtkEventController *
lw_test_canvas_find_controller (LwTestCanvas *self,
                                GType         type)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (self->canvas));

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      /* The canvas keeps it alive. */
      if (g_type_is_a (G_OBJECT_TYPE (controller), type) &&
          (!GTK_IS_GESTURE_SINGLE (controller) ||
           gtk_gesture_single_get_button (GTK_GESTURE_SINGLE (controller)) <= GDK_BUTTON_PRIMARY))
        return controller;
    }

  g_assert_not_reached ();
}

gboolean
lw_test_canvas_press (LwTestCanvas   *self,
                      guint           keyval,
                      GdkModifierType state)
{
  gboolean is_handled = FALSE;

  g_signal_emit_by_name (lw_test_canvas_find_controller (self, GTK_TYPE_EVENT_CONTROLLER_KEY), "key-pressed",
                         keyval, 0, state, &is_handled);

  return is_handled;
}

void
lw_test_canvas_hold (LwTestCanvas   *self,
                     GdkModifierType state)
{
  gboolean is_handled = FALSE;

  g_signal_emit_by_name (lw_test_canvas_find_controller (self, GTK_TYPE_EVENT_CONTROLLER_KEY), "modifiers", state,
                         &is_handled);
}

void
lw_test_canvas_point (LwTestCanvas *self,
                      double        x,
                      double        y)
{
  g_signal_emit_by_name (lw_test_canvas_find_controller (self, GTK_TYPE_EVENT_CONTROLLER_MOTION), "motion", x, y);
}

void
lw_test_canvas_drag_begin (LwTestCanvas *self,
                           double        x,
                           double        y)
{
  g_signal_emit_by_name (lw_test_canvas_find_controller (self, GTK_TYPE_GESTURE_DRAG), "drag-begin", x, y);
}

void
lw_test_canvas_drag_to (LwTestCanvas *self,
                        double        dx,
                        double        dy)
{
  g_signal_emit_by_name (lw_test_canvas_find_controller (self, GTK_TYPE_GESTURE_DRAG), "drag-update", dx, dy);
}

void
lw_test_canvas_drag_end (LwTestCanvas *self,
                         double        dx,
                         double        dy)
{
  g_signal_emit_by_name (lw_test_canvas_find_controller (self, GTK_TYPE_GESTURE_DRAG), "drag-end", dx, dy);
}

void
lw_test_canvas_drag (LwTestCanvas *self,
                     double        x0,
                     double        y0,
                     double        x1,
                     double        y1)
{
  lw_test_canvas_drag_begin (self, x0, y0);
  lw_test_canvas_drag_to (self, (x1 - x0) / 2, (y1 - y0) / 2);
  lw_test_canvas_drag_to (self, x1 - x0, y1 - y0);
  lw_test_canvas_drag_end (self, x1 - x0, y1 - y0);
}

/* bench-canvas-large.c - what a picture of 100 megapixels costs until it can be panned
 *
 * Times of frames are processor time of the main thread alone, the decoder being at work in
 * another; times of waiting are on the clock.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "bench-canvas-large.h"

#include "lw-canvas.h"
#include "lw-picture-loader.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define EDGE 10000
#define PAN_FRAMES 60

typedef struct
{
  LwCanvas  *canvas;
  GMainLoop *loop;
  char      *path;
  gint64     start_us;
  double     begin_ms;
  double     preview_ms, decoded_ms, detail_ms; /* until they were painted; 0: not yet */
  gboolean   has_preview, has_pixels;
  double     slowest_loading_ms, latest_ms; /* frame; longest time that the main loop was away */
  gint64     tick_us;
  GArray    *pan_ms; /* (element-type double) */
} Large;

/* Cheap to make and not cheap to keep: gradients, blobs and noise. */
int
bench_large_make (const char *path)
{
  g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, EDGE, EDGE);
  g_autoptr (GError) error = NULL;
  guchar *data = gdk_pixbuf_get_pixels (pixbuf);
  int     stride = gdk_pixbuf_get_rowstride (pixbuf);
  guint32 noise = 1;

  for (int y = 0; y < EDGE; y++)
    for (int x = 0; x < EDGE; x++)
      {
        guchar *to = data + (gsize) y * (gsize) stride + 3 * x;

        noise = noise * 1664525u + 1013904223u;
        to[0] = (guchar) (100 + (x >> 7) % 80 + (noise >> 28));
        to[1] = (guchar) (60 + (y >> 6) % 120 + (noise >> 27 & 15));
        to[2] = (guchar) (((x >> 8 ^ y >> 8) & 15) * 12 + (noise >> 26 & 15));
      }

  if (!gdk_pixbuf_save (pixbuf, path, "jpeg", &error, "quality", "90", NULL))
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }

  return 0;
}

static double
thread_ms (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);

  return now.tv_sec * 1e3 + now.tv_nsec / 1e6;
}

static double
since_start_ms (Large *large)
{
  return (double) (g_get_monotonic_time () - large->start_us) / 1e3;
}

static void
paint_began_cb (GdkFrameClock *clock,
                Large         *large)
{
  large->begin_ms = thread_ms ();
}

static void
paint_ended_cb (GdkFrameClock *clock,
                Large         *large)
{
  double cost_ms = thread_ms () - large->begin_ms;

  if (large->has_preview && large->preview_ms == 0)
    large->preview_ms = since_start_ms (large);

  if (!large->has_pixels)
    large->slowest_loading_ms = fmax (large->slowest_loading_ms, cost_ms);
  else if (large->decoded_ms == 0)
    {
      large->decoded_ms = since_start_ms (large);
      large->slowest_loading_ms = fmax (large->slowest_loading_ms, cost_ms);
    }
  else
    g_array_append_val (large->pan_ms, cost_ms);
}

/* While it loads the view is moved at every frame, as an impatient user would. */
static gboolean
step_cb (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       data)
{
  Large *large = data;
  gint64 now_us = g_get_monotonic_time ();

  if (!large->has_pixels && large->tick_us != 0)
    large->latest_ms = fmax (large->latest_ms, (double) (now_us - large->tick_us) / 1e3);
  large->tick_us = now_us;

  if (large->decoded_ms > 0 && large->pan_ms->len == 0)
    lw_canvas_zoom_actual (large->canvas);
  if (large->pan_ms->len >= PAN_FRAMES)
    g_main_loop_quit (large->loop);

  /* 48 pixels a frame: a fast drag across a screen in half a second. */
  if (large->decoded_ms > 0)
    {
      GListModel *controllers = gtk_widget_observe_controllers (widget);

      for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
        {
          g_autoptr (GObject) controller = g_list_model_get_item (controllers, i);

          if (!GTK_IS_GESTURE_DRAG (controller))
            continue;

          g_signal_emit_by_name (controller, "drag-begin", 800.0, 500.0);
          g_signal_emit_by_name (controller, "drag-update", -48.0, -31.0);
          g_signal_emit_by_name (controller, "drag-end", -48.0, -31.0);
          break;
        }
      g_object_unref (controllers);
    }
  else
    gtk_widget_queue_draw (widget);

  return G_SOURCE_CONTINUE;
}

static void
preview_cb (LwPictureLoader *loader,
            const char      *path,
            LwPixels        *preview,
            int              width_px,
            int              height_px,
            Large           *large)
{
  lw_canvas_set_preview (large->canvas, preview);
  large->has_preview = TRUE;
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  Large *large = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (LwPixels) pixels = lw_picture_loader_load_finish (LW_PICTURE_LOADER (source), result, &error);

  if (pixels == NULL)
    g_error ("%s", error->message);

  lw_canvas_set_pixels (large->canvas, pixels);
  large->has_pixels = TRUE;
}

static int
compare_doubles (const void *a,
                 const void *b)
{
  double x = *(const double *) a;
  double y = *(const double *) b;

  return x < y ? -1 : x > y;
}

static double
peak_mb (void)
{
  g_autofree char *text = NULL;
  const char      *line;

  if (!g_file_get_contents ("/proc/self/status", &text, NULL, NULL) || (line = strstr (text, "VmHWM:")) == NULL)
    return 0;

  return strtod (line + 6, NULL) / 1024;
}

static void
print_large (Large *large)
{
  double *pan_ms = (double *) (void *) large->pan_ms->data;
  guint   n = large->pan_ms->len;

  qsort (pan_ms, n, sizeof (double), compare_doubles);
  g_print ("\n%d by %d JPEG: preview on the screen after %.0f ms, all of it after %.0f ms (on the clock)\n", EDGE, EDGE,
           large->preview_ms, large->decoded_ms);
  g_print ("  slowest frame meanwhile %.1f ms of the main thread, longest time between two %.0f ms on the clock\n",
           large->slowest_loading_ms, large->latest_ms);
  g_print ("  panning at 1:1: median %.1f, slowest %.1f ms of the main thread\n", pan_ms[n / 2], pan_ms[n - 1]);
  g_print ("  peak of memory of the whole process: %.0f MB\n", peak_mb ());
}

int
bench_large_run (const char *path)
{
  GtkWidget *window = gtk_window_new ();
  Large      large = { .canvas = LW_CANVAS (lw_canvas_new ()), .loop = g_main_loop_new (NULL, FALSE) };
  g_autoptr (LwPictureLoader) loader = lw_picture_loader_new (lw_id_new ());
  GdkFrameClock *clock;

  large.pan_ms = g_array_new (FALSE, FALSE, sizeof (double));
  gtk_window_set_child (GTK_WINDOW (window), GTK_WIDGET (large.canvas));
  gtk_window_set_default_size (GTK_WINDOW (window), 1600, 1000);
  gtk_window_present (GTK_WINDOW (window));
  while (!gtk_widget_get_mapped (GTK_WIDGET (large.canvas)))
    g_main_context_iteration (NULL, TRUE);

  clock = gtk_widget_get_frame_clock (window);
  g_signal_connect (clock, "before-paint", G_CALLBACK (paint_began_cb), &large);
  g_signal_connect (clock, "after-paint", G_CALLBACK (paint_ended_cb), &large);
  g_signal_connect (loader, "preview", G_CALLBACK (preview_cb), &large);
  gtk_widget_add_tick_callback (GTK_WIDGET (large.canvas), step_cb, &large, NULL);

  lw_canvas_set_image_size (large.canvas, EDGE, EDGE);
  large.start_us = g_get_monotonic_time ();
  lw_picture_loader_load_async (loader, path, NULL, loaded_cb, &large);
  g_main_loop_run (large.loop);
  print_large (&large);

  gtk_window_destroy (GTK_WINDOW (window));
  g_main_loop_unref (large.loop);
  g_array_unref (large.pan_ms);

  return 0;
}

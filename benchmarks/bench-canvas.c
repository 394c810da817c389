/* bench-canvas.c - what a frame of the canvas costs
 *
 * Prints processor time per frame of this process, from before the painting to
 * after it, all threads: on a busy machine it says more than the clock on the
 * wall.  Run on an idle screen of 1600 by 1000 with GSK_RENDERER=cairo; or gl, for the other
 * way to draw.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "bench-canvas-large.h"

#include "lw-canvas-hud.h"
#include "lw-canvas.h"
#include "lw-ruler.h"
#include "lw-memory.h"

#include <glib/gstdio.h>
#include <math.h>
#include <stdlib.h>
#include <time.h>

#define IMAGE_WIDTH 4000
#define IMAGE_HEIGHT 3000
#define WARM_UP_FRAMES 5
#define FRAMES 30

typedef struct Bench Bench;

typedef struct
{
  const char *name;
  double      zoom; /* 0: fit */
  void (*step) (Bench *bench,
                int    frame);
} Scene;

struct Bench
{
  LwCanvas    *canvas;
  GtkWidget   *window;
  GArray      *boxes; /* (element-type LwCanvasBox) */
  const Scene *scene;
  int          frame;
  double       begin_ms;
  double       cost_ms[FRAMES];
  gint64       handled; /* a box that is large enough for handles */
  GMainLoop   *loop;
};

static double
cpu_ms (void)
{
  struct timespec now;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now);

  return now.tv_sec * 1e3 + now.tv_nsec / 1e6;
}

static GtkEventController *
find_controller (Bench *bench,
                 GType  type)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (bench->canvas));

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      /* The canvas keeps it alive. */
      if (g_type_is_a (G_OBJECT_TYPE (controller), type))
        return controller;
    }

  g_error ("the canvas has no %s", g_type_name (type));
}

static void
step_pan (Bench *bench,
          int    frame)
{
  GtkEventController *drag = find_controller (bench, GTK_TYPE_GESTURE_DRAG);
  double              angle = frame * 0.4;

  g_object_set (bench->canvas, "editable", FALSE, NULL);
  g_signal_emit_by_name (drag, "drag-begin", 700.0, 450.0);
  g_signal_emit_by_name (drag, "drag-update", 40 * cos (angle), 40 * sin (angle));
  g_signal_emit_by_name (drag, "drag-end", 40 * cos (angle), 40 * sin (angle));
}

static void
step_zoom (Bench *bench,
           int    frame)
{
  if (frame % 16 < 8)
    lw_canvas_zoom_in (bench->canvas);
  else
    lw_canvas_zoom_out (bench->canvas);
}

static void
step_hover (Bench *bench,
            int    frame)
{
  g_signal_emit_by_name (find_controller (bench, GTK_TYPE_EVENT_CONTROLLER_MOTION), "motion",
                         200.0 + 37 * (frame % 30), 150.0 + 23 * (frame % 25));
  gtk_widget_queue_draw (GTK_WIDGET (bench->canvas));
}

static void
step_edit (Bench *bench,
           int    frame)
{
  LwCanvasBox box = g_array_index (bench->boxes, LwCanvasBox, (guint) frame % bench->boxes->len);

  box.rect.x1 += 1 + frame % 3;
  lw_canvas_update_box (bench->canvas, &box);
}

static GtkEventController *
find_primary_drag (Bench *bench)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (bench->canvas));

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_GESTURE_DRAG (controller) &&
          gtk_gesture_single_get_button (GTK_GESTURE_SINGLE (controller)) == GDK_BUTTON_PRIMARY)
        return controller;
    }

  g_error ("the canvas has no drag of the first button");
}

/* One drag through all frames, by the far corner of the box in the middle of the view. */
static void
step_handle (Bench *bench,
             int    frame)
{
  GtkEventController *drag = find_primary_drag (bench);
  GdkRectangle        area;

  if (frame == 0)
    {
      lw_canvas_set_selection (bench->canvas, &bench->handled, 1);
      lw_canvas_scroll_to_box (bench->canvas, bench->handled);
      if (!lw_canvas_get_box_area (bench->canvas, bench->handled, &area))
        g_error ("the box is out of sight");
      g_signal_emit_by_name (drag, "drag-begin", (double) area.x + area.width, (double) area.y + area.height);
    }

  g_signal_emit_by_name (drag, "drag-update", 40.0 + 5 * (frame % 7), 40.0 + 3 * (frame % 11));
  if (frame == WARM_UP_FRAMES + FRAMES - 1)
    {
      g_signal_emit_by_name (drag, "drag-end", 0.0, 0.0);
      lw_canvas_set_selection (bench->canvas, NULL, 0);
    }
}

/* With lines to look for among all boxes in view. */
static void
step_snapping (Bench *bench,
               int    frame)
{
  if (frame == 0)
    lw_canvas_set_snapping (bench->canvas, TRUE);

  step_handle (bench, frame);

  if (frame == WARM_UP_FRAMES + FRAMES - 1)
    lw_canvas_set_snapping (bench->canvas, FALSE);
}

static void
step_tone (Bench *bench,
           int    frame)
{
  LwTone tone = LW_TONE_NEUTRAL;

  tone.brightness = frame % 10 / 20.0;
  tone.gamma = 1.1;
  lw_canvas_set_tone (bench->canvas, frame == WARM_UP_FRAMES + FRAMES - 1 ? &LW_TONE_NEUTRAL : &tone);
}

static void
step_boxes (Bench *bench,
            int    frame)
{
  lw_canvas_set_boxes (bench->canvas, (LwCanvasBox *) (void *) bench->boxes->data, bench->boxes->len);
}

static void
step_pan_all (Bench *bench,
              int    frame)
{
  g_autoptr (GArray) keys = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (frame == 0)
    {
      for (guint i = 0; i < bench->boxes->len; i++)
        g_array_append_val (keys, g_array_index (bench->boxes, LwCanvasBox, i).key);
      lw_canvas_set_selection (bench->canvas, (gint64 *) (void *) keys->data, keys->len);
    }

  step_pan (bench, frame);
  if (frame == WARM_UP_FRAMES + FRAMES - 1)
    lw_canvas_set_selection (bench->canvas, NULL, 0);
}

/* The selection of the scene before it, by the box in the middle of the view. */
static void
step_move_all (Bench *bench,
               int    frame)
{
  GtkEventController *drag = find_primary_drag (bench);
  GdkRectangle        area;

  if (frame == 0)
    {
      step_pan_all (bench, 0);
      g_object_set (bench->canvas, "editable", TRUE, NULL);
      lw_canvas_get_box_area (bench->canvas, bench->handled, &area);
      g_signal_emit_by_name (drag, "drag-begin", area.x + area.width / 2.0, area.y + area.height / 2.0);
    }

  g_signal_emit_by_name (drag, "drag-update", 10.0 + 5 * (frame % 7), 10.0 + 3 * (frame % 11));
  if (frame == WARM_UP_FRAMES + FRAMES - 1)
    {
      g_signal_emit_by_name (drag, "drag-end", 0.0, 0.0);
      lw_canvas_set_selection (bench->canvas, NULL, 0);
    }
}

static const Scene scenes[] = {
  { "pan, fitted", 0, step_pan },
  { "pan, 1:1", 1, step_pan },
  { "zoom", 0, step_zoom },
  { "hover, fitted", 0, step_hover },
  { "handle, fitted", 0, step_handle },
  { "handle, 1:1", 1, step_handle },
  { "handle, snaps", 0, step_snapping },
  { "edit, fitted", 0, step_edit },
  { "tone, fitted", 0, step_tone },
  { "tone, 1:1", 1, step_tone },
  { "all anew", 0, step_boxes },
  { "pan, all chosen", 0, step_pan_all },
  { "move all", 0, step_move_all },
};

static LwPixels *
make_pixels (GRand *random)
{
  gsize              stride = IMAGE_WIDTH * 3;
  g_autofree guint8 *rgb = g_malloc (stride * IMAGE_HEIGHT);

  for (gsize y = 0; y < IMAGE_HEIGHT; y++)
    for (gsize x = 0; x < stride; x++)
      rgb[y * stride + x] = (guint8) (120 + 60 * sin ((double) x / 500) + 40 * cos ((double) y / 90) +
                                      g_rand_int_range (random, 0, 20));

  return lw_pixels_new_from_rgb (rgb, IMAGE_WIDTH, IMAGE_HEIGHT, stride);
}

static GArray *
make_boxes (GRand *random,
            int    n_boxes)
{
  static const guint32     colours[] = { 0xe01b24, 0x33d17a, 0x3584e4, 0xf6d32d };
  static const char *const names[] = { "Red cell", "White cell", "Platelet", "Artefact" };
  GArray                  *boxes = g_array_new (FALSE, FALSE, sizeof (LwCanvasBox));

  for (int i = 0; i < n_boxes; i++)
    {
      double      width = g_rand_double_range (random, 10, 120);
      double      height = g_rand_double_range (random, 10, 120);
      double      x = g_rand_double_range (random, 0, IMAGE_WIDTH - width);
      double      y = g_rand_double_range (random, 0, IMAGE_HEIGHT - height);
      LwCanvasBox box = { i + 1, { x, y, x + width, y + height }, colours[i % 4], 0, names[i % 4] };

      g_array_append_val (boxes, box);
    }

  return boxes;
}

static gint64
find_large (const GArray *boxes)
{
  gint64 key = 1;
  double side = 0;

  for (guint i = 0; i < boxes->len; i++)
    {
      const LwCanvasBox *box = &g_array_index (boxes, LwCanvasBox, i);
      double             shorter = MIN (box->rect.x1 - box->rect.x0, box->rect.y1 - box->rect.y0);

      if (shorter > side)
        {
          side = shorter;
          key = box->key;
        }
    }

  return key;
}

static gboolean
step_cb (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       data)
{
  Bench *bench = data;

  bench->scene->step (bench, bench->frame);

  return G_SOURCE_CONTINUE;
}

static void
paint_began_cb (GdkFrameClock *clock,
                Bench         *bench)
{
  bench->begin_ms = cpu_ms ();
}

static void
paint_ended_cb (GdkFrameClock *clock,
                Bench         *bench)
{
  int i = bench->frame++ - WARM_UP_FRAMES;

  if (i >= 0 && i < FRAMES)
    bench->cost_ms[i] = cpu_ms () - bench->begin_ms;
  if (i + 1 >= FRAMES)
    g_main_loop_quit (bench->loop);
}

static int
compare_doubles (const void *a,
                 const void *b)
{
  double x = *(const double *) a;
  double y = *(const double *) b;

  return x < y ? -1 : x > y;
}

static void
run_scene (Bench       *bench,
           const Scene *scene)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (bench->window);
  gulong         began, ended;
  guint          tick;

  lw_canvas_zoom_fit (bench->canvas);
  if (scene->zoom > 0)
    lw_canvas_set_zoom (bench->canvas, scene->zoom);

  bench->scene = scene;
  bench->frame = 0;
  began = g_signal_connect (clock, "before-paint", G_CALLBACK (paint_began_cb), bench);
  ended = g_signal_connect (clock, "after-paint", G_CALLBACK (paint_ended_cb), bench);
  tick = gtk_widget_add_tick_callback (GTK_WIDGET (bench->canvas), step_cb, bench, NULL);

  g_main_loop_run (bench->loop);

  gtk_widget_remove_tick_callback (GTK_WIDGET (bench->canvas), tick);
  g_signal_handler_disconnect (clock, began);
  g_signal_handler_disconnect (clock, ended);
  g_object_set (bench->canvas, "editable", TRUE, NULL);

  qsort (bench->cost_ms, FRAMES, sizeof (double), compare_doubles);
  g_print ("%8u  %-15s  %7.1f  %7.1f  %7.1f\n", bench->boxes->len, scene->name,
           bench->cost_ms[FRAMES / 2], bench->cost_ms[0], bench->cost_ms[FRAMES - 1]);
}

/* Rulers, mini-map and scale bar around and over the canvas, patterns and captions in it. */
static GtkWidget *
add_everything (LwCanvas *canvas)
{
  const LwScale scale = { 0.25, LW_UNIT_UM };
  GtkWidget    *grid = gtk_grid_new ();
  GtkWidget    *overlay = gtk_overlay_new ();
  GtkWidget    *hud = g_object_new (LW_TYPE_CANVAS_HUD, NULL);
  GtkWidget    *top = g_object_new (LW_TYPE_RULER, "orientation", GTK_ORIENTATION_HORIZONTAL, NULL);
  GtkWidget    *left = g_object_new (LW_TYPE_RULER, "orientation", GTK_ORIENTATION_VERTICAL, NULL);

  gtk_overlay_set_child (GTK_OVERLAY (overlay), GTK_WIDGET (canvas));
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), hud);
  gtk_grid_attach (GTK_GRID (grid), top, 1, 0, 1, 1);
  gtk_grid_attach (GTK_GRID (grid), left, 0, 1, 1, 1);
  gtk_grid_attach (GTK_GRID (grid), overlay, 1, 1, 1, 1);

  lw_canvas_hud_set_canvas (LW_CANVAS_HUD (hud), canvas);
  lw_canvas_hud_set_parts (LW_CANVAS_HUD (hud), LW_CANVAS_HUD_MINIMAP | LW_CANVAS_HUD_SCALE_BAR);
  lw_canvas_hud_set_scale (LW_CANVAS_HUD (hud), &scale);
  lw_ruler_set_canvas (LW_RULER (top), canvas);
  lw_ruler_set_canvas (LW_RULER (left), canvas);
  lw_ruler_set_scale (LW_RULER (top), &scale);
  lw_ruler_set_scale (LW_RULER (left), &scale);
  lw_canvas_set_options (canvas, LW_CANVAS_CAPTIONS | LW_CANVAS_SIZES | LW_CANVAS_PATTERNS);

  return grid;
}

/* Somebody else's boxes, as many, beside each of one's own. */
static void
show_ghosts (Bench *bench)
{
  g_autoptr (GArray) ghosts = g_array_new (FALSE, FALSE, sizeof (LwCanvasGhost));

  for (guint i = 0; i < bench->boxes->len; i++)
    {
      LwRect        rect = g_array_index (bench->boxes, LwCanvasBox, i).rect;
      LwCanvasGhost ghost = { { rect.x0 + 3, rect.y0 - 2, rect.x1 + 4, rect.y1 + 1 }, 0xffe0b0, LW_LINE_DASH_DOT, "Red cell · Ben" };

      g_array_append_val (ghosts, ghost);
    }
  lw_canvas_set_ghosts (bench->canvas, (const LwCanvasGhost *) (const void *) ghosts->data, ghosts->len);
}

static void
run_boxes (gboolean has_everything)
{
  static const int n_boxes[] = { 1000, 10000, 100000 };
  g_autoptr (GRand) random = g_rand_new_with_seed (7);
  g_autoptr (LwPixels) pixels = make_pixels (random);
  Bench bench = { .loop = g_main_loop_new (NULL, FALSE) };

  bench.window = gtk_window_new ();
  bench.canvas = LW_CANVAS (lw_canvas_new ());
  gtk_window_set_child (GTK_WINDOW (bench.window), has_everything ? add_everything (bench.canvas) : GTK_WIDGET (bench.canvas));
  gtk_window_set_default_size (GTK_WINDOW (bench.window), 1600, 1000);
  gtk_window_present (GTK_WINDOW (bench.window));
  while (gtk_widget_get_width (GTK_WIDGET (bench.canvas)) == 0)
    g_main_context_iteration (NULL, TRUE);
  lw_canvas_set_pixels (bench.canvas, pixels);

  g_print ("canvas %d by %d, picture %d by %d, renderer %s\n", gtk_widget_get_width (GTK_WIDGET (bench.canvas)),
           gtk_widget_get_height (GTK_WIDGET (bench.canvas)), IMAGE_WIDTH, IMAGE_HEIGHT,
           G_OBJECT_TYPE_NAME (gtk_native_get_renderer (GTK_NATIVE (bench.window))));
  g_print ("CPU milliseconds per frame\n   boxes  scene             median  fastest  slowest\n");
  for (guint i = 0; i < G_N_ELEMENTS (n_boxes); i++)
    {
      bench.boxes = make_boxes (random, n_boxes[i]);
      bench.handled = find_large (bench.boxes);
      lw_canvas_set_boxes (bench.canvas, (LwCanvasBox *) (void *) bench.boxes->data, bench.boxes->len);
      if (has_everything)
        show_ghosts (&bench);
      for (guint k = 0; k < G_N_ELEMENTS (scenes); k++)
        run_scene (&bench, &scenes[k]);
      g_array_unref (bench.boxes);
    }

  g_main_loop_unref (bench.loop);
  gtk_window_destroy (GTK_WINDOW (bench.window));
}

/* In a process of its own: the peak of memory is that of a whole process. */
static void
run_self (const char *self,
          const char *option,
          const char *path)
{
  const char *argv[] = { self, option, path, NULL };
  g_autoptr (GError) error = NULL;
  int status;

  if (!g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_CHILD_INHERITS_STDIN, NULL, NULL, NULL, NULL, &status, &error) ||
      !g_spawn_check_wait_status (status, &error))
    g_error ("%s", error->message);
}

static void
run_large (const char *self)
{
  g_autofree char *folder = g_dir_make_tmp ("bench-canvas-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "large.jpg", NULL);

  run_self (self, "--make", path);
  run_self (self, "--large", path);
  g_unlink (path);
  g_rmdir (folder);
}

int
main (int   argc,
      char *argv[])
{
  if (argc == 3 && g_str_equal (argv[1], "--make"))
    return bench_large_make (argv[2]);

  lw_memory_keep_frames ();
  gtk_init ();
  if (argc == 3 && g_str_equal (argv[1], "--large"))
    return bench_large_run (argv[2]);

  if (argc == 2 && g_str_equal (argv[1], "--everything"))
    {
      run_boxes (TRUE);
      return 0;
    }

  run_boxes (FALSE);
  run_large (argv[0]);

  return 0;
}

/* test-canvas-tiles.c - the picture on the screen, pixel by pixel
 *
 * The oracle is lw_pixels_render(): what is on the screen is what it says for the pixel
 * that is there.  The picture of the window is taken from its own renderer, so that the
 * same tests hold for software, for GL and at twice the scale.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lw-canvas-private.h"

#include "lw-pixels-private.h"

#include <math.h>
#include <string.h>

/* More than two tiles wide and high, with odd rests, and all of it in the widget at zoom 1. */
#define WIDTH 601
#define HEIGHT 279
#define WIDGET_WIDTH 640
#define WIDGET_HEIGHT 300

static const LwTone inverted = { .white = 1, .gamma = 1, .is_inverted = TRUE };

static guint8 *
make_noise (int width_px,
            int height_px)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (3);
  gsize   size = (gsize) width_px * (gsize) height_px * 3;
  guint8 *rgb = g_malloc (size);

  for (gsize i = 0; i < size; i++)
    rgb[i] = (guint8) g_rand_int_range (random, 0, 256);

  return rgb;
}

static LwPixels *
make_pixels (int width_px,
             int height_px)
{
  g_autofree guint8 *rgb = make_noise (width_px, height_px);

  return lw_pixels_new_from_rgb (rgb, width_px, height_px, (gsize) width_px * 3);
}

/* As a camera stores it that was held on its side. */
static LwPixels *
make_turned (void)
{
  LwPixelsSource source = { LW_PIXELS_RGB_8, make_noise (HEIGHT, WIDTH), HEIGHT, WIDTH, HEIGHT * 3, 6, NULL, g_free };
  LwPixels      *pixels;

  source.owner = source.data;
  pixels = lw_pixels_new_take (&source);
  g_assert_true (lw_pixels_add_levels (pixels, NULL));
  g_assert_cmpint (lw_pixels_get_width (pixels), ==, WIDTH);

  return pixels;
}

static guint32 *
render_level (LwPixels     *pixels,
              int           level,
              const LwTone *tone,
              int          *width_px,
              int          *height_px)
{
  LwToneTable table;
  guint32    *dest;

  *width_px = lw_pixels_get_width (pixels);
  *height_px = lw_pixels_get_height (pixels);
  for (int i = 0; i < level; i++)
    {
      *width_px = (*width_px + 1) / 2;
      *height_px = (*height_px + 1) / 2;
    }

  lw_tone_table_init (&table, tone);
  dest = g_new (guint32, (gsize) *width_px * (gsize) *height_px);
  lw_pixels_render (pixels, level, 0, 0, *width_px, *height_px, &table, dest, (gsize) *width_px);

  return dest;
}

/* --- The cache itself --- */

static guint32
tile_pixel (const LwCanvasTile *tile,
            int                 x,
            int                 y)
{
  const guint8 *data = cairo_image_surface_get_data (tile->surface);
  gsize         stride = (gsize) cairo_image_surface_get_stride (tile->surface);
  gsize         at = (gsize) (y + LW_CANVAS_TILE_BORDER_PX) * stride + (gsize) (x + LW_CANVAS_TILE_BORDER_PX) * 4;

  return *(const guint32 *) (gconstpointer) (data + at) & 0xffffff;
}

static void
assert_tile (const LwCanvasTile *tile,
             const guint32      *level,
             int                 width_px,
             int                 height_px)
{
  for (int y = -LW_CANVAS_TILE_BORDER_PX; y < tile->height_px + LW_CANVAS_TILE_BORDER_PX; y++)
    for (int x = -LW_CANVAS_TILE_BORDER_PX; x < tile->width_px + LW_CANVAS_TILE_BORDER_PX; x++)
      {
        /* Beyond the picture its last pixels go on. */
        int x_level = CLAMP (tile->x_px + x, 0, width_px - 1);
        int y_level = CLAMP (tile->y_px + y, 0, height_px - 1);

        g_assert_cmphex (tile_pixel (tile, x, y), ==, level[y_level * width_px + x_level] & 0xffffff);
      }
}

static double
covered_area (LwCanvasTiles *tiles)
{
  guint                    n_places;
  const LwCanvasTilePlace *places = lw_canvas_tiles_get_places (tiles, &n_places);
  double                   area = 0;

  for (guint i = 0; i < n_places; i++)
    area += lw_rect_area (places[i].rect_img);

  return area;
}

static void
test_tiles (gconstpointer data)
{
  const int level = GPOINTER_TO_INT (data);
  g_autoptr (LwCanvasTiles) tiles = lw_canvas_tiles_new ();
  g_autoptr (LwPixels) pixels = make_turned ();
  g_autofree guint32      *expected = NULL;
  const LwCanvasTilePlace *places;
  guint                    n_places;
  int                      width_px, height_px;

  lw_canvas_tiles_set_pixels (tiles, pixels, WIDTH, HEIGHT);
  lw_canvas_tiles_set_tone (tiles, &inverted);
  g_assert_true (lw_canvas_tiles_update (tiles, (LwRect){ 0, 0, WIDTH, HEIGHT }, ldexp (1, -level), G_USEC_PER_SEC));

  expected = render_level (pixels, level, &inverted, &width_px, &height_px);
  places = lw_canvas_tiles_get_places (tiles, &n_places);
  g_assert_cmpuint (n_places, ==, (guint) (((width_px + 255) / 256) * ((height_px + 255) / 256)));
  for (guint i = 0; i < n_places; i++)
    {
      g_assert_cmpint (places[i].tile->level, ==, level);
      assert_tile (places[i].tile, expected, width_px, height_px);
    }
  g_assert_cmpfloat (covered_area (tiles), ==, WIDTH * HEIGHT);
}

static void
test_stand_ins (void)
{
  g_autoptr (LwCanvasTiles) tiles = lw_canvas_tiles_new ();
  g_autoptr (LwPixels) pixels = make_pixels (2000, 1500);
  const LwRect             all = { 0, 0, 2000, 1500 };
  const LwCanvasTilePlace *places;
  guint                    n_places, n_coarse = 0, n_updates = 1;

  lw_canvas_tiles_set_pixels (tiles, pixels, 2000, 1500);

  /* No time at all: one tile, and the others from coarser ones. */
  g_assert_false (lw_canvas_tiles_update (tiles, all, 1, 0));
  g_assert_cmpfloat (covered_area (tiles), ==, 2000 * 1500);
  places = lw_canvas_tiles_get_places (tiles, &n_places);
  for (guint i = 0; i < n_places; i++)
    n_coarse += places[i].tile->level == 2;
  g_assert_cmpuint (n_coarse, ==, n_places - 1);

  while (!lw_canvas_tiles_update (tiles, all, 1, 0))
    n_updates++;
  g_assert_cmpuint (n_updates, ==, n_places - 1);
  places = lw_canvas_tiles_get_places (tiles, &n_places);
  for (guint i = 0; i < n_places; i++)
    g_assert_cmpint (places[i].tile->level, ==, 0);
}

static void
test_kept (void)
{
  g_autoptr (LwCanvasTiles) tiles = lw_canvas_tiles_new ();
  g_autoptr (LwPixels) pixels = make_pixels (2000, 1500);
  guint64 n_made;

  lw_canvas_tiles_set_pixels (tiles, pixels, 2000, 1500);
  g_assert_true (lw_canvas_tiles_update (tiles, (LwRect){ 10, 10, 700, 700 }, 1, G_USEC_PER_SEC));
  n_made = lw_canvas_tiles_get_n_made (tiles);
  g_assert_cmpuint (n_made, ==, 9);

  /* Panning inside costs nothing, beyond an edge one column. */
  g_assert_true (lw_canvas_tiles_update (tiles, (LwRect){ 60, 10, 750, 700 }, 1, 0));
  g_assert_cmpuint (lw_canvas_tiles_get_n_made (tiles), ==, n_made);
  g_assert_true (lw_canvas_tiles_update (tiles, (LwRect){ 90, 10, 780, 700 }, 1, G_USEC_PER_SEC));
  g_assert_cmpuint (lw_canvas_tiles_get_n_made (tiles), ==, n_made + 3);

  /* The same tone is no change; another one renders what is in sight and no more. */
  lw_canvas_tiles_set_tone (tiles, &LW_TONE_NEUTRAL);
  g_assert_true (lw_canvas_tiles_update (tiles, (LwRect){ 90, 10, 780, 700 }, 1, 0));
  g_assert_cmpuint (lw_canvas_tiles_get_n_made (tiles), ==, n_made + 3);
  lw_canvas_tiles_set_tone (tiles, &inverted);
  g_assert_true (lw_canvas_tiles_update (tiles, (LwRect){ 10, 10, 700, 700 }, 1, G_USEC_PER_SEC));
  g_assert_cmpuint (lw_canvas_tiles_get_n_made (tiles), ==, n_made + 3 + 9);
}

/* However far one pans, and however often the tone changes, memory stays. */
static void
test_budget (void)
{
  g_autoptr (LwCanvasTiles) tiles = lw_canvas_tiles_new ();
  g_autoptr (LwPixels) pixels = make_pixels (12000, 2600);

  lw_canvas_tiles_set_pixels (tiles, pixels, 12000, 2600);
  for (int round = 0; round < 3; round++)
    {
      for (int x = 0; x + 1500 <= 12000; x += 100)
        g_assert_true (lw_canvas_tiles_update (tiles, (LwRect){ x, 0, x + 1500, 2600 }, 1, G_USEC_PER_SEC));
      lw_canvas_tiles_set_tone (tiles, round % 2 == 0 ? &inverted : &LW_TONE_NEUTRAL);
      g_assert_true (lw_canvas_tiles_update (tiles, (LwRect){ 0, 0, 1500, 2600 }, 1, G_USEC_PER_SEC));
    }

  /* 256 tiles of 260 kB, and two screens of 77 that wait to be used again. */
  g_assert_cmpuint (lw_canvas_tiles_get_size (tiles), <, 128 << 20);
}

/* --- The window --- */

typedef struct
{
  GtkWidget *window;
  LwCanvas  *canvas;
  int        scale;
} Screen;

static Screen
open_screen (LwPixels *pixels)
{
  Screen screen = { gtk_window_new (), LW_CANVAS (lw_canvas_new ()), 1 };

  gtk_window_set_decorated (GTK_WINDOW (screen.window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (screen.window), WIDGET_WIDTH, WIDGET_HEIGHT);
  gtk_window_set_child (GTK_WINDOW (screen.window), GTK_WIDGET (screen.canvas));
  gtk_window_present (GTK_WINDOW (screen.window));
  gtk_test_widget_wait_for_draw (GTK_WIDGET (screen.canvas));
  screen.scale = gtk_widget_get_scale_factor (GTK_WIDGET (screen.canvas));
  if (pixels != NULL)
    lw_canvas_set_pixels (screen.canvas, pixels);

  return screen;
}

static void
close_screen (Screen *screen)
{
  gtk_window_destroy (GTK_WINDOW (screen->window));
}

/* What the renderer of the window makes of the canvas, at the scale of the screen; only
 * once no tile is missing. */
static guint32 *
shoot (Screen *screen)
{
  GskRenderer *renderer = gtk_native_get_renderer (gtk_widget_get_native (GTK_WIDGET (screen->canvas)));
  gsize        width = (gsize) (WIDGET_WIDTH * screen->scale);
  gsize        height = (gsize) (WIDGET_HEIGHT * screen->scale);
  guint32     *data = g_new0 (guint32, width * height);
  g_autoptr (GdkPaintable) paintable = NULL;
  g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;

  do
    gtk_test_widget_wait_for_draw (GTK_WIDGET (screen->canvas));
  while (screen->canvas->frame.refine_id != 0);

  paintable = gtk_widget_paintable_new (GTK_WIDGET (screen->canvas));
  /* GTK 4.8 loses the last row of a clip that is the whole picture, in a texture only: on the
   * screen there is a window around it, and here a ground. */
  gtk_snapshot_append_color (snapshot, &(GdkRGBA){ 1, 0, 1, 1 }, &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));
  gtk_snapshot_scale (snapshot, (float) screen->scale, (float) screen->scale);
  gdk_paintable_snapshot (paintable, snapshot, WIDGET_WIDTH, WIDGET_HEIGHT);
  node = gtk_snapshot_to_node (snapshot);
  texture = gsk_renderer_render_texture (renderer, node, &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));
  gdk_texture_download (texture, (guchar *) data, width * 4);

  return data;
}

/* Two pixels there: both are right. */
static gboolean
is_between (double x)
{
  return fabs (x - round (x)) < 0.01;
}

/* Every pixel of the widget against the pixel of the level that is under its middle.
 * @slack: how far one of its channels may be away. */
static void
assert_screen (Screen       *screen,
               LwPixels     *pixels,
               int           level,
               const LwTone *tone,
               int           slack)
{
  const double        zoom_px = lw_canvas_get_zoom (screen->canvas) * screen->scale;
  const int           width = WIDGET_WIDTH * screen->scale;
  const int           height = WIDGET_HEIGHT * screen->scale;
  g_autofree guint32 *shot = shoot (screen);
  g_autofree guint32 *expected = NULL;
  int                 width_px, height_px, x_px, y_px, n_seen = 0;

  expected = render_level (pixels, level, tone, &width_px, &height_px);
  lw_canvas_get_origin_px (screen->canvas, &x_px, &y_px);
  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++)
      {
        double  x_img = (x + x_px + 0.5) / zoom_px;
        double  y_img = (y + y_px + 0.5) / zoom_px;
        guint32 there = shot[y * width + x];
        guint32 wanted;

        if (is_between (ldexp (x_img, -level)) || is_between (ldexp (y_img, -level)))
          continue;
        if (x_img < 0 || y_img < 0 || x_img >= lw_pixels_get_width (pixels) || y_img >= lw_pixels_get_height (pixels))
          continue;

        wanted = expected[(int) ldexp (y_img, -level) * width_px + (int) ldexp (x_img, -level)];
        for (int shift = 0; shift < 24; shift += 8)
          g_assert_cmpint (ABS ((int) (there >> shift & 0xff) - (int) (wanted >> shift & 0xff)), <=, slack);
        n_seen++;
      }

  g_assert_cmpint (n_seen, >, 1000);
}

/* clang-format off */
static const struct
{
  const char *name;
  double      zoom;
  int         level;
  gboolean    is_turned, is_toned;
} screen_cases[] = {
  { "actual-size", 1,    0, FALSE, FALSE },
  { "tone",        1,    0, FALSE, TRUE  },
  { "turned",      1,    0, TRUE,  FALSE },
  { "half",        0.5,  1, FALSE, FALSE },
  { "twice",       2,    0, FALSE, FALSE },
  { "odd-zoom",    2.7,  0, TRUE,  FALSE },
  { "8-fold",      8,    0, FALSE, TRUE  },
  { "64-fold",     64,   0, FALSE, FALSE },
};
/* clang-format on */

static void
test_screen (gconstpointer data)
{
  const guint i = GPOINTER_TO_UINT (data);
  g_autoptr (LwPixels) pixels = screen_cases[i].is_turned ? make_turned () : make_pixels (WIDTH, HEIGHT);
  const LwTone *tone = screen_cases[i].is_toned ? &inverted : &LW_TONE_NEUTRAL;
  Screen        screen = open_screen (pixels);

  lw_canvas_set_tone (screen.canvas, tone);
  lw_canvas_set_zoom (screen.canvas, screen_cases[i].zoom / screen.scale);
  /* At twice the scale the view does not go below what fits. */
  if (lw_canvas_get_zoom (screen.canvas) * screen.scale > screen_cases[i].zoom)
    {
      close_screen (&screen);
      return;
    }
  assert_screen (&screen, pixels, screen_cases[i].level, tone, 0);

  /* Again from what is kept, after what was there has been forgotten, and elsewhere. */
  lw_canvas_set_tone (screen.canvas, tone == &inverted ? &LW_TONE_NEUTRAL : &inverted);
  assert_screen (&screen, pixels, screen_cases[i].level, tone == &inverted ? &LW_TONE_NEUTRAL : &inverted, 0);
  lw_canvas_set_tone (screen.canvas, tone);
  lw_canvas_pan (screen.canvas, 57, -33);
  assert_screen (&screen, pixels, screen_cases[i].level, tone, 0);
  close_screen (&screen);
}

/* Between the sizes of two levels: no seam at the edges of tiles, whatever the zoom. */
static void
test_no_seams (void)
{
  g_autofree guint8 *rgb = g_malloc (WIDTH * HEIGHT * 3);
  g_autoptr (LwPixels) pixels = NULL;
  Screen screen;

  memset (rgb, 0x77, WIDTH * HEIGHT * 3);
  pixels = lw_pixels_new_from_rgb (rgb, WIDTH, HEIGHT, WIDTH * 3);
  screen = open_screen (pixels);
  for (double zoom = 0.31; zoom < 1.9; zoom *= 1.07)
    {
      lw_canvas_set_zoom (screen.canvas, zoom / screen.scale);
      assert_screen (&screen, pixels, 0, &LW_TONE_NEUTRAL, 1);
    }
  close_screen (&screen);
}

static void
test_preview (void)
{
  g_autoptr (LwPixels) pixels = make_pixels (WIDTH, HEIGHT);
  g_autofree guint8 *rgb = g_malloc (61 * 28 * 3);
  g_autoptr (LwPixels) preview = NULL;
  g_autofree guint32 *shot = NULL;
  Screen              screen = open_screen (NULL);
  int                 x_px, y_px;

  memset (rgb, 0x40, 61 * 28 * 3);
  preview = lw_pixels_new_from_rgb (rgb, 61, 28, 61 * 3);
  lw_canvas_set_image_size (screen.canvas, WIDTH, HEIGHT);
  lw_canvas_set_zoom (screen.canvas, 1.0 / screen.scale);
  lw_canvas_set_preview (screen.canvas, preview);
  shot = shoot (&screen);
  lw_canvas_get_origin_px (screen.canvas, &x_px, &y_px);
  for (int y = 0; y < HEIGHT; y++)
    for (int x = 0; x < WIDTH; x++)
      g_assert_cmphex (shot[(y - y_px) * WIDGET_WIDTH * screen.scale + x - x_px] & 0xffffff, ==, 0x404040);

  /* Once the pixels are there, a late preview is none. */
  lw_canvas_set_pixels (screen.canvas, pixels);
  lw_canvas_set_preview (screen.canvas, preview);
  assert_screen (&screen, pixels, 0, &LW_TONE_NEUTRAL, 0);
  close_screen (&screen);
}

/* --- The same elsewhere --- */

static void
run_again (const char *variable,
           const char *value)
{
  g_autofree char *before = g_strdup (g_getenv (variable));

  g_setenv (variable, value, TRUE);
  g_test_trap_subprocess ("/canvas-tiles/elsewhere/subprocess", 0, 0);
  if (before != NULL)
    g_setenv (variable, before, TRUE);
  else
    g_unsetenv (variable);
  g_test_trap_assert_passed ();
}

static void
test_elsewhere (void)
{
  g_autoptr (LwPixels) pixels = make_pixels (WIDTH, HEIGHT);
  Screen screen = open_screen (pixels);

  g_print ("scale %d, %s\n", screen.scale, lw_canvas_get_path_name (screen.canvas));
  close_screen (&screen);

  for (guint i = 0; i < G_N_ELEMENTS (screen_cases); i++)
    test_screen (GUINT_TO_POINTER (i));
  test_no_seams ();
  test_preview ();
}

static void
test_double_scale (void)
{
  run_again ("GDK_SCALE", "2");
  g_test_trap_assert_stdout ("*scale 2, surfaces*");
}

static void
test_gl (void)
{
  /* The driver keeps memory to itself, which is not what is tested here. */
  g_setenv ("ASAN_OPTIONS", "detect_leaks=0", TRUE);
  g_setenv ("GDK_DEBUG", "", TRUE);
  run_again ("GSK_RENDERER", "gl");
  g_test_trap_assert_stdout ("*textures*");
}

int
main (int   argc,
      char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);

  for (int level = 0; level < 3; level++)
    {
      g_autofree char *path = g_strdup_printf ("/canvas-tiles/level-%d", level);

      g_test_add_data_func (path, GINT_TO_POINTER (level), test_tiles);
    }
  g_test_add_func ("/canvas-tiles/stand-ins", test_stand_ins);
  g_test_add_func ("/canvas-tiles/kept", test_kept);
  g_test_add_func ("/canvas-tiles/budget", test_budget);
  for (guint i = 0; i < G_N_ELEMENTS (screen_cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/canvas-tiles/screen/%s", screen_cases[i].name);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_screen);
    }
  g_test_add_func ("/canvas-tiles/no-seams", test_no_seams);
  g_test_add_func ("/canvas-tiles/preview", test_preview);
  g_test_add_func ("/canvas-tiles/elsewhere/subprocess", test_elsewhere);
  g_test_add_func ("/canvas-tiles/double-scale", test_double_scale);
  g_test_add_func ("/canvas-tiles/gl", test_gl);

  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-demo-scene.h"

#include <math.h>
#include <string.h>

#define SEED 20260101

/* Enough objects for the rarest rate: about 12,000. */
#define N_SCENES 400

static char *
checksum_of (cairo_surface_t *surface)
{
  return g_compute_checksum_for_data (G_CHECKSUM_SHA256, cairo_image_surface_get_data (surface),
                                      (gsize) cairo_image_surface_get_stride (surface) * LW_DEMO_HEIGHT_PX);
}

static char *
draw_checksum (guint64  seed,
               guint    index,
               GArray **truth)
{
  cairo_surface_t *surface = lw_demo_draw (seed, index, truth);
  char            *sum = checksum_of (surface);

  g_assert_true (cairo_image_surface_get_format (surface) == CAIRO_FORMAT_RGB24);
  g_assert_cmpint (cairo_image_surface_get_width (surface), ==, LW_DEMO_WIDTH_PX);
  g_assert_cmpint (cairo_image_surface_get_height (surface), ==, LW_DEMO_HEIGHT_PX);
  cairo_surface_destroy (surface);

  return sum;
}

static void
assert_same_boxes (const GArray *a,
                   const GArray *b)
{
  g_assert_cmpuint (a->len, ==, b->len);

  for (guint i = 0; i < a->len; i++)
    {
      const LwDemoBox *x = &g_array_index (a, LwDemoBox, i);
      const LwDemoBox *y = &g_array_index (b, LwDemoBox, i);

      g_assert_true (lw_rect_equal (x->rect, y->rect));
      g_assert_cmpint (x->cell_class, ==, y->cell_class);
      g_assert_cmpint (x->object, ==, y->object);
      g_assert_cmpint (x->fault, ==, y->fault);
    }
}

static void
test_repeatable (void)
{
  g_autoptr (GArray) truth = NULL;
  g_autoptr (GArray) truth_again = NULL;
  g_autofree char *sum = draw_checksum (SEED, 3, &truth);
  g_autofree char *again = draw_checksum (SEED, 3, &truth_again);
  g_autofree char *other_seed = draw_checksum (SEED + 1, 3, NULL);
  g_autofree char *other_index = draw_checksum (SEED, 4, NULL);

  g_assert_cmpstr (sum, ==, again);
  g_assert_cmpstr (sum, !=, other_seed);
  g_assert_cmpstr (sum, !=, other_index);
  assert_same_boxes (truth, truth_again);

  for (int id = 0; id < LW_DEMO_N_HABITS; id++)
    {
      g_autoptr (GArray) drawn = lw_demo_simulate (id, SEED, 3, truth);
      g_autoptr (GArray) drawn_again = lw_demo_simulate (id, SEED, 3, truth);

      assert_same_boxes (drawn, drawn_again);
    }
}

/* Holds the promise that pictures are the same on every machine and with every
 * compiler.  A change of the drawing on purpose changes this, and with it the
 * images that older demonstration projects refer to. */
static void
test_same_everywhere (void)
{
  g_autofree char *sum = draw_checksum (1, 0, NULL);

  g_assert_cmpstr (sum, ==, "6554d0a0b947531258d6f4ec75afad4b2dca177772c4e003dfff7f60e464ae75");
}

/* What the geometry says, by asking every pixel about every cell. */
static void
assert_cell_measured (const LwDemoScene *scene,
                      guint              index)
{
  const LwDemoCell *cell = &g_array_index (scene->cells, LwDemoCell, index);
  LwRect            seen = { 1e9, 1e9, -1e9, -1e9 };
  int               n_pixels = 0, n_visible = 0;

  for (int y = -140; y < LW_DEMO_HEIGHT_PX + 140; y++)
    for (int x = -140; x < LW_DEMO_WIDTH_PX + 140; x++)
      {
        guint above = index + 1;

        if (fabs (x - cell->x_px) > 90 || fabs (y - cell->y_px) > 90 ||
            !lw_demo_cell_contains (cell, x + 0.5, y + 0.5))
          continue;

        while (above < scene->cells->len &&
               !lw_demo_cell_contains (&g_array_index (scene->cells, LwDemoCell, above), x + 0.5, y + 0.5))
          above++;

        n_pixels++;
        n_visible += above == scene->cells->len && x >= 0 && x < LW_DEMO_WIDTH_PX && y >= 0 && y < LW_DEMO_HEIGHT_PX;
        seen = (LwRect){ MIN (seen.x0, x), MIN (seen.y0, y), MAX (seen.x1, x + 1), MAX (seen.y1, y + 1) };
      }

  g_assert_cmpfloat (cell->n_pixels, ==, n_pixels);
  g_assert_cmpfloat (cell->n_visible, ==, n_visible);

  /* A pixel counts by its centre, so its far half may stick out; and a pointed
   * outline may reach on for up to a pixel between two centres. */
  g_assert_cmpfloat (fabs (cell->bounds.x0 - seen.x0), <, 1);
  g_assert_cmpfloat (fabs (cell->bounds.y0 - seen.y0), <, 1);
  g_assert_cmpfloat (fabs (cell->bounds.x1 - seen.x1), <, 1);
  g_assert_cmpfloat (fabs (cell->bounds.y1 - seen.y1), <, 1);
}

static void
test_scene_measures (void)
{
  for (guint i = 0; i < 4; i++)
    {
      g_autoptr (LwDemoScene) scene = lw_demo_scene_new (SEED, i);

      for (guint k = 0; k < scene->cells->len; k++)
        assert_cell_measured (scene, k);
    }
}

static void
test_bounds_are_tight (void)
{
  g_autoptr (LwDemoScene) scene = lw_demo_scene_new (SEED, 0);

  for (guint i = 0; i < scene->cells->len; i++)
    {
      const LwDemoCell *cell = &g_array_index (scene->cells, LwDemoCell, i);
      LwRect            reach = { 1e9, 1e9, -1e9, -1e9 };

      for (int k = 0; k < 20000; k++)
        {
          const double c = cos (k * G_PI / 10000), s = sin (k * G_PI / 10000);
          const double radius = lw_demo_cell_get_radius (cell, c, s);

          reach.x0 = MIN (reach.x0, cell->x_px + radius * c);
          reach.x1 = MAX (reach.x1, cell->x_px + radius * c);
          reach.y0 = MIN (reach.y0, cell->y_px + radius * s);
          reach.y1 = MAX (reach.y1, cell->y_px + radius * s);
        }

      g_assert_cmpfloat_with_epsilon (cell->bounds.x0, reach.x0, 0.01);
      g_assert_cmpfloat_with_epsilon (cell->bounds.y0, reach.y0, 0.01);
      g_assert_cmpfloat_with_epsilon (cell->bounds.x1, reach.x1, 0.01);
      g_assert_cmpfloat_with_epsilon (cell->bounds.y1, reach.y1, 0.01);
    }
}

static void
test_truth (void)
{
  guint n_hidden = 0, n_cut = 0;
  guint n_white_at_most = 0;

  for (guint i = 0; i < N_SCENES; i++)
    {
      g_autoptr (LwDemoScene) scene = lw_demo_scene_new (SEED, i);
      g_autoptr (GArray) truth = lw_demo_scene_list_truth (scene);
      guint counts[LW_DEMO_N_CLASSES] = { 0 };
      guint n_seen = 0;

      for (guint k = 0; k < scene->cells->len; k++)
        {
          const LwDemoCell *cell = &g_array_index (scene->cells, LwDemoCell, k);
          const LwDemoBox  *box = &g_array_index (truth, LwDemoBox, MIN (n_seen, truth->len - 1));

          counts[cell->cell_class]++;

          if (cell->n_visible < 0.25 * cell->n_pixels)
            {
              n_hidden++;
              continue;
            }

          g_assert_cmpuint (n_seen, <, truth->len);
          g_assert_cmpint (box->object, ==, n_seen);
          g_assert_cmpint (box->cell_class, ==, cell->cell_class);
          g_assert_true (lw_rect_is_valid (box->rect));
          g_assert_true (lw_rect_equal (box->rect, lw_rect_clip (cell->bounds, LW_DEMO_WIDTH_PX, LW_DEMO_HEIGHT_PX)));
          n_cut += !lw_rect_equal (box->rect, cell->bounds);
          n_seen++;
        }

      g_assert_cmpuint (n_seen, ==, truth->len);
      g_assert_cmpuint (counts[LW_DEMO_RED_CELL], >=, 15);
      g_assert_cmpuint (counts[LW_DEMO_RED_CELL], <=, 45);
      g_assert_cmpuint (counts[LW_DEMO_WHITE_CELL], <=, 3);
      g_assert_cmpuint (counts[LW_DEMO_PLATELET], >=, 1);
      g_assert_cmpuint (counts[LW_DEMO_PLATELET], <=, 8);
      n_white_at_most = MAX (n_white_at_most, counts[LW_DEMO_WHITE_CELL]);
    }

  /* The rules above have been met by something. */
  g_assert_cmpuint (n_hidden, >, 0);
  g_assert_cmpuint (n_cut, >, N_SCENES);
  g_assert_cmpuint (n_white_at_most, ==, 3);
}

static double
green_at (cairo_surface_t *surface,
          int              x,
          int              y)
{
  const guint8 *row = cairo_image_surface_get_data (surface) + y * cairo_image_surface_get_stride (surface);

  return ((const guint32 *) row)[x] >> 8 & 0xff;
}

/* The paint is where the labels say: stain takes green light away. */
static void
test_paint_follows_scene (void)
{
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (LwDemoScene) scene = lw_demo_scene_new (SEED, i);
      cairo_surface_t   *surface = lw_demo_draw (SEED, i, NULL);
      g_autofree double *sums = g_new0 (double, scene->cells->len + 1);
      g_autofree int    *counts = g_new0 (int, scene->cells->len + 1);

      for (int y = 0; y < LW_DEMO_HEIGHT_PX; y++)
        for (int x = 0; x < LW_DEMO_WIDTH_PX; x++)
          {
            const guint8 label = scene->labels[y * LW_DEMO_WIDTH_PX + x];

            sums[label] += green_at (surface, x, y);
            counts[label]++;
          }

      for (guint k = 1; k <= scene->cells->len; k++)
        if (counts[k] > 40)
          g_assert_cmpfloat (sums[k] / counts[k], <, sums[0] / counts[0] - 15);

      cairo_surface_destroy (surface);
    }
}

/* Something that happened in some of a number of cases. */
typedef struct
{
  int n, hits;
} Rate;

static void
count (Rate    *rate,
       gboolean hit)
{
  rate->n++;
  rate->hits += hit;
}

static void
assert_rate (const char *what,
             Rate        rate,
             double      expected)
{
  const double sigma = sqrt (rate.n * expected * (1 - expected));
  const double off = rate.hits - rate.n * expected;

  g_test_message ("%s: %d of %d, expected %g", what, rate.hits, rate.n, rate.n * expected);
  g_assert_cmpint (rate.n, >, 300);

  if (fabs (off) > 4 * sigma)
    g_error ("%s: %d of %d, expected %g", what, rate.hits, rate.n, rate.n * expected);
}

typedef struct
{
  Rate   missed, missed_small, confused, spurious, swapped, shifted;
  int    swapped_to[LW_DEMO_N_CLASSES][LW_DEMO_N_CLASSES];
  double edge_squares;
  int    n_edges;
  double shifted_iou;
} Tally;

static void
tally_edges (Tally *tally,
             LwRect truth,
             LwRect drawn)
{
  /* Away from the border, where an edge cannot go on. */
  if (truth.x0 < 25 || truth.y0 < 25 || truth.x1 > LW_DEMO_WIDTH_PX - 25 || truth.y1 > LW_DEMO_HEIGHT_PX - 25)
    return;

  tally->edge_squares += (drawn.x0 - truth.x0) * (drawn.x0 - truth.x0) + (drawn.y0 - truth.y0) * (drawn.y0 - truth.y0) +
                         (drawn.x1 - truth.x1) * (drawn.x1 - truth.x1) + (drawn.y1 - truth.y1) * (drawn.y1 - truth.y1);
  tally->n_edges += 4;
}

static void
tally_box (Tally             *tally,
           const LwDemoHabit *habit,
           const LwDemoBox   *object,
           const LwDemoBox   *drawn)
{
  const gboolean other_class = drawn->cell_class != object->cell_class;

  g_assert_cmpint (other_class, ==, drawn->fault == LW_DEMO_FAULT_CLASS);
  count (&tally->swapped, other_class);
  count (&tally->shifted, drawn->fault == LW_DEMO_FAULT_SHIFTED);
  tally->swapped_to[object->cell_class][drawn->cell_class]++;

  if (object->cell_class == habit->confused_a || object->cell_class == habit->confused_b)
    {
      count (&tally->confused, other_class);

      if (other_class && habit->swap_rate == 0)
        g_assert_true (drawn->cell_class == habit->confused_a || drawn->cell_class == habit->confused_b);
    }

  if (drawn->fault == LW_DEMO_FAULT_SHIFTED)
    tally->shifted_iou += lw_rect_iou (drawn->rect, object->rect);
  else if (object->cell_class != LW_DEMO_PLATELET)
    tally_edges (tally, object->rect, drawn->rect);
}

static void
tally_scene (Tally        *tally,
             LwDemoHabitId id,
             guint         index)
{
  const LwDemoHabit *habit = lw_demo_get_habit (id);
  g_autoptr (LwDemoScene) scene = lw_demo_scene_new (SEED, index);
  g_autoptr (GArray) truth = lw_demo_scene_list_truth (scene);
  g_autoptr (GArray) drawn = lw_demo_simulate (id, SEED, index, truth);
  g_autofree gboolean *found = g_new0 (gboolean, truth->len);
  int                  n_spurious = 0;

  for (guint i = 0; i < drawn->len; i++)
    {
      const LwDemoBox *box = &g_array_index (drawn, LwDemoBox, i);

      g_assert_true (lw_rect_is_valid (box->rect));
      g_assert_true (box->rect.x0 >= 0 && box->rect.x1 <= LW_DEMO_WIDTH_PX);
      g_assert_true (box->rect.y0 >= 0 && box->rect.y1 <= LW_DEMO_HEIGHT_PX);
      g_assert_cmpint (box->object == -1, ==, box->fault == LW_DEMO_FAULT_SPURIOUS);

      if (box->object < 0)
        {
          n_spurious++;
          continue;
        }

      g_assert_false (found[box->object]);
      found[box->object] = TRUE;
      tally_box (tally, habit, &g_array_index (truth, LwDemoBox, box->object), box);
    }

  for (guint i = 0; i < truth->len; i++)
    {
      const gboolean small = g_array_index (truth, LwDemoBox, i).cell_class == LW_DEMO_PLATELET;

      count (small ? &tally->missed_small : &tally->missed, !found[i]);
      count (&tally->spurious, (int) i < n_spurious);
    }
}

static void
test_habit (gconstpointer data)
{
  const LwDemoHabitId id = GPOINTER_TO_INT (data);
  const LwDemoHabit  *habit = lw_demo_get_habit (id);
  Tally               tally = { 0 };

  for (guint i = 0; i < N_SCENES; i++)
    tally_scene (&tally, id, i);

  assert_rate ("missed", tally.missed, habit->miss_rate);
  assert_rate ("missed platelets", tally.missed_small, habit->miss_rate_small);
  assert_rate ("spurious", tally.spurious, habit->false_rate);
  assert_rate ("shifted", tally.shifted, habit->shift_rate);

  if (habit->swap_rate > 0)
    assert_rate ("swapped", tally.swapped, habit->swap_rate);
  else
    assert_rate ("confused", tally.confused, habit->confusion_rate);

  /* A variance of n samples is off by sqrt (2 / n) of itself. */
  g_assert_cmpint (tally.n_edges, >, 4000);
  g_assert_cmpfloat (fabs (tally.edge_squares / tally.n_edges / (habit->edge_sigma_px * habit->edge_sigma_px) - 1), <,
                     4 * sqrt (2.0 / tally.n_edges));

  /* Moved by 0.3 and 0.3 larger or smaller the other way: 0.44 or 0.40, but more
   * at the border of the image, which pushes boxes back. */
  if (habit->shift_rate > 0)
    g_assert_cmpfloat_with_epsilon (tally.shifted_iou / tally.shifted.hits, 0.43, 0.05);
}

/* Both of the classes that something is not are as likely. */
static void
test_swap_is_even (void)
{
  Tally tally = { 0 };
  int   to_white, to_platelet;

  for (guint i = 0; i < N_SCENES; i++)
    tally_scene (&tally, LW_DEMO_VENDOR, i);

  to_white = tally.swapped_to[LW_DEMO_RED_CELL][LW_DEMO_WHITE_CELL];
  to_platelet = tally.swapped_to[LW_DEMO_RED_CELL][LW_DEMO_PLATELET];
  assert_rate ("to white", (Rate){ to_white + to_platelet, to_white }, 0.5);
}

static void
test_names (void)
{
  for (int i = 0; i < LW_DEMO_N_HABITS; i++)
    for (int k = 0; k < i; k++)
      g_assert_cmpstr (lw_demo_get_habit (i)->name, !=, lw_demo_get_habit (k)->name);

  g_assert_cmpstr (lw_demo_class_name (LW_DEMO_RED_CELL), ==, "Red cell");
  g_assert_cmpstr (lw_demo_class_name (LW_DEMO_WHITE_CELL), ==, "White cell");
  g_assert_cmpstr (lw_demo_class_name (LW_DEMO_PLATELET), ==, "Platelet");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/demo/repeatable", test_repeatable);
  g_test_add_func ("/demo/same-everywhere", test_same_everywhere);
  g_test_add_func ("/demo/scene-measures", test_scene_measures);
  g_test_add_func ("/demo/bounds-are-tight", test_bounds_are_tight);
  g_test_add_func ("/demo/truth", test_truth);
  g_test_add_func ("/demo/paint-follows-scene", test_paint_follows_scene);
  g_test_add_data_func ("/demo/habit/careful", GINT_TO_POINTER (LW_DEMO_CAREFUL), test_habit);
  g_test_add_data_func ("/demo/habit/hasty", GINT_TO_POINTER (LW_DEMO_HASTY), test_habit);
  g_test_add_data_func ("/demo/habit/confused", GINT_TO_POINTER (LW_DEMO_CONFUSED), test_habit);
  g_test_add_data_func ("/demo/habit/vendor", GINT_TO_POINTER (LW_DEMO_VENDOR), test_habit);
  g_test_add_func ("/demo/swap-is-even", test_swap_is_even);
  g_test_add_func ("/demo/names", test_names);

  return g_test_run ();
}

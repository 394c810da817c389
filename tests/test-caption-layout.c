/* test-caption-layout.c - captions that do not overlap
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lw-caption-layout.h"

#include "lw-random.h"

#define WIDTH 50
#define HEIGHT 14

static LwCaptionLayout *
new_layout (int width,
            int height)
{
  LwCaptionLayout *layout = lw_caption_layout_new ();

  lw_caption_layout_reset (layout, (LwCaptionArea){ 0, 0, width, height });

  return layout;
}

static LwCaptionWish
make_wish (int x0,
           int y0,
           int x1,
           int y1)
{
  return (LwCaptionWish){ { x0, y0, x1, y1 }, WIDTH, HEIGHT, WIDTH };
}

static gboolean
overlap (LwCaptionArea a,
         LwCaptionArea b)
{
  return a.x0 < b.x1 && b.x0 < a.x1 && a.y0 < b.y1 && b.y0 < a.y1;
}

/* The places around a box come in the promised order as the ones before are taken. */
static void
test_order (void)
{
  static const LwCaptionArea expected[] = {
    { 200, 185, 250, 199 },
    { 201, 201, 251, 215 },
    { 200, 301, 250, 315 },
    { 350, 185, 400, 199 },
    { 350, 301, 400, 315 },
    { 201, 285, 251, 299 },
    { 401, 200, 451, 214 },
    { 149, 200, 199, 214 },
  };
  g_autoptr (LwCaptionLayout) layout = new_layout (600, 500);
  LwCaptionWish wish = make_wish (200, 200, 400, 300);
  LwCaptionArea place;

  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_assert_true (lw_caption_layout_place (layout, &wish, &place));
      g_assert_cmpmem (&place, sizeof place, &expected[i], sizeof expected[i]);
    }
  g_assert_false (lw_caption_layout_place (layout, &wish, &place));
}

static void
test_bounds (void)
{
  g_autoptr (LwCaptionLayout) layout = lw_caption_layout_new ();
  LwCaptionWish wish = make_wish (-100, -40, 60, 100);
  LwCaptionArea place;

  /* Before any ground there is no room. */
  g_assert_false (lw_caption_layout_place (layout, &wish, &place));

  /* There is none above a box at the upper edge. */
  lw_caption_layout_reset (layout, (LwCaptionArea){ -100, -40, 500, 400 });
  g_assert_true (lw_caption_layout_place (layout, &wish, &place));
  g_assert_cmpint (place.x0, ==, -99);
  g_assert_cmpint (place.y0, ==, -39);

  /* A ground too low for the letters. */
  lw_caption_layout_reset (layout, (LwCaptionArea){ 0, 0, 500, HEIGHT - 1 });
  g_assert_false (lw_caption_layout_place (layout, &wish, &place));
}

/* One inside would hide a box that is hardly larger. */
static void
test_small_box (void)
{
  g_autoptr (LwCaptionLayout) layout = new_layout (600, 500);
  LwCaptionWish wish = make_wish (200, 0, 240, 2 * HEIGHT);
  LwCaptionArea place;

  for (guint i = 0; i < 3; i++)
    {
      g_assert_true (lw_caption_layout_place (layout, &wish, &place));
      g_assert_false (overlap (place, wish.box));
    }
}

static void
test_shortened (void)
{
  g_autoptr (LwCaptionLayout) layout = new_layout (WIDTH - 10, 400);
  LwCaptionWish wish = make_wish (0, 100, 30, 130);
  LwCaptionArea place;

  g_assert_false (lw_caption_layout_place (layout, &wish, &place));
  wish.width_min = 20;
  g_assert_true (lw_caption_layout_place (layout, &wish, &place));
  g_assert_cmpint (place.x0, ==, 0);
  g_assert_cmpint (place.y0, ==, 100 - HEIGHT - 1);
  g_assert_cmpint (place.x1, ==, 40);
}

static void
test_release (void)
{
  g_autoptr (LwCaptionLayout) layout = new_layout (600, 500);
  LwCaptionWish wish = make_wish (203, 201, 400, 300);
  LwCaptionArea first, again;

  g_assert_true (lw_caption_layout_place (layout, &wish, &first));
  g_assert_cmpfloat (lw_caption_layout_get_share (layout), >, 0);
  lw_caption_layout_release (layout, first);
  g_assert_cmpfloat (lw_caption_layout_get_share (layout), ==, 0);
  g_assert_true (lw_caption_layout_place (layout, &wish, &again));
  g_assert_cmpmem (&first, sizeof first, &again, sizeof again);
}

static void
test_take (void)
{
  g_autoptr (LwCaptionLayout) layout = new_layout (600, 500);
  LwCaptionWish wish = make_wish (200, 200, 400, 300);
  LwCaptionArea place;

  lw_caption_layout_take (layout, (LwCaptionArea){ -50, 190, 210, 195 });
  lw_caption_layout_take (layout, (LwCaptionArea){ 700, 0, 900, 600 });
  g_assert_true (lw_caption_layout_place (layout, &wish, &place));
  g_assert_cmpint (place.y0, ==, 201);
}

/* However dense: no caption on another, none outside, and those given back are free. */
static void
test_random (void)
{
  const LwCaptionArea bounds = { -37, 11, 763, 511 };
  g_autoptr (LwCaptionLayout) layout = lw_caption_layout_new ();
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (LwCaptionArea));
  LwRandom random = lw_random_new (3);
  guint    n_refused = 0, n_shortened = 0;

  lw_caption_layout_reset (layout, bounds);
  for (int i = 0; i < 3000; i++)
    {
      int           x = (int) lw_random_range (&random, -80, 760);
      int           y = (int) lw_random_range (&random, -20, 510);
      LwCaptionWish wish = { { x, y, x + (int) lw_random_range (&random, 1, 90), y + (int) lw_random_range (&random, 1, 90) },
                             (int) lw_random_range (&random, 20, 150),
                             14,
                             20 };
      LwCaptionArea place;

      if (!lw_caption_layout_place (layout, &wish, &place))
        {
          n_refused++;
          continue;
        }

      n_shortened += place.x1 - place.x0 < wish.width;
      g_assert_cmpint (place.x1 - place.x0, >=, wish.width_min);
      g_assert_cmpint (place.x1 - place.x0, <=, wish.width);
      g_assert_cmpint (place.y1 - place.y0, ==, wish.height);
      g_assert_true (place.x0 >= bounds.x0 && place.y0 >= bounds.y0 && place.x1 <= bounds.x1 && place.y1 <= bounds.y1);
      for (guint k = 0; k < places->len; k++)
        g_assert_false (overlap (place, g_array_index (places, LwCaptionArea, k)));
      g_array_append_val (places, place);

      if (lw_random_chance (&random, 0.1))
        {
          guint taken = (guint) lw_random_below (&random, places->len);

          lw_caption_layout_release (layout, g_array_index (places, LwCaptionArea, taken));
          g_array_remove_index_fast (places, taken);
        }
    }

  g_assert_cmpuint (n_refused, >, 0);
  g_assert_cmpuint (n_shortened, >, 0);
  g_assert_cmpuint (places->len, >, 100);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/caption-layout/order", test_order);
  g_test_add_func ("/caption-layout/bounds", test_bounds);
  g_test_add_func ("/caption-layout/small-box", test_small_box);
  g_test_add_func ("/caption-layout/shortened", test_shortened);
  g_test_add_func ("/caption-layout/release", test_release);
  g_test_add_func ("/caption-layout/take", test_take);
  g_test_add_func ("/caption-layout/random", test_random);

  return g_test_run ();
}

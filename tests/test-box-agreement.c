/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-box-agreement.h"

#include "lw-random.h"

#include <glib.h>
#include <math.h>

#define N_IMAGES 400
#define N_CLASSES 3

typedef struct
{
  GArray          *images, *annotators, *classes, *rects; /* of guint32, guint32, gint32, LwRect */
  GArray          *look_images, *look_annotators;
  LwAnnotatorBoxes boxes;
} Drawn;

static Drawn *
drawn_new (void)
{
  Drawn *self = g_new0 (Drawn, 1);

  self->images = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->annotators = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->classes = g_array_new (FALSE, FALSE, sizeof (gint32));
  self->rects = g_array_new (FALSE, FALSE, sizeof (LwRect));
  self->look_images = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->look_annotators = g_array_new (FALSE, FALSE, sizeof (guint32));

  return self;
}

static void
drawn_free (Drawn *self)
{
  g_array_unref (self->images);
  g_array_unref (self->annotators);
  g_array_unref (self->classes);
  g_array_unref (self->rects);
  g_array_unref (self->look_images);
  g_array_unref (self->look_annotators);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Drawn, drawn_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LwBoxAgreement, lw_box_agreement_free)

static void
add_box (Drawn  *self,
         guint32 image,
         guint32 annotator,
         gint32 class,
         LwRect rect)
{
  g_array_append_val (self->images, image);
  g_array_append_val (self->annotators, annotator);
  g_array_append_val (self->classes, class);
  g_array_append_val (self->rects, rect);
}

static void
add_look (Drawn  *self,
          guint32 image,
          guint32 annotator)
{
  g_array_append_val (self->look_images, image);
  g_array_append_val (self->look_annotators, annotator);
}

static LwBoxAgreement *
measure (Drawn  *drawn,
         gsize   n_images,
         gsize   n_annotators,
         gdouble iou_min)
{
  const LwBootstrapOptions options = { .n_resamples = 300, .confidence = 0.95, .seed = 1 };

  drawn->boxes = (LwAnnotatorBoxes){ .n_images = n_images,
                                     .n_annotators = n_annotators,
                                     .n_classes = N_CLASSES,
                                     .n_boxes = drawn->rects->len,
                                     .images = (const guint32 *) (gpointer) drawn->images->data,
                                     .annotators = (const guint32 *) (gpointer) drawn->annotators->data,
                                     .classes = (const gint32 *) (gpointer) drawn->classes->data,
                                     .rects = (const LwRect *) (gpointer) drawn->rects->data,
                                     .n_looks = drawn->look_images->len,
                                     .look_images = (const guint32 *) (gpointer) drawn->look_images->data,
                                     .look_annotators = (const guint32 *) (gpointer) drawn->look_annotators->data };
  g_assert_cmpuint (lw_annotator_boxes_check (&drawn->boxes), ==, drawn->boxes.n_boxes);

  return lw_box_agreement_new (&drawn->boxes, iou_min, &options);
}

static LwRect
draw_rect (LwRandom *random,
           gdouble   room)
{
  const gdouble x = lw_random_range (random, 0, room), y = lw_random_range (random, 0, room);

  return (LwRect){ x, y, x + lw_random_range (random, 40, 80), y + lw_random_range (random, 40, 80) };
}

static void
assert_inside (LwInterval interval)
{
  g_assert_cmpfloat (interval.low, <=, interval.value);
  g_assert_cmpfloat (interval.value, <=, interval.high);
}

/* The second one misses 30 %, calls 20 % something else and draws 4 pixels to the right. */
static void
test_planted (void)
{
  g_autoptr (Drawn) drawn = drawn_new ();
  g_autoptr (LwBoxAgreement) agreement = NULL;
  LwRandom random = lw_random_new (1);
  gdouble  iou = 0, matched = 0;

  for (guint32 image = 0; image < N_IMAGES; image++)
    {
      const LwRect rect = draw_rect (&random, 2000);
      const gint32 class = (gint32) lw_random_below (&random, N_CLASSES);
      const LwRect other = { rect.x0 + 4, rect.y0, rect.x1 + 4, rect.y1 };

      add_box (drawn, image, 0, class, rect);
      add_look (drawn, image, 1);
      if (lw_random_chance (&random, 0.3))
        continue;

      add_box (drawn, image, 1, lw_random_chance (&random, 0.2) ? (class + 1) % N_CLASSES : class, other);
      iou += lw_rect_iou (rect, other);
      matched++;
    }

  agreement = measure (drawn, N_IMAGES, 2, 0.5);
  g_assert_cmpuint (agreement->n_pairs, ==, 1);
  g_assert_cmpuint (agreement->pairs[0].n_images, ==, N_IMAGES);
  g_assert_cmpuint (agreement->pairs[0].n_matched, ==, (guint) matched);
  g_assert_cmpfloat_with_epsilon (agreement->parts[LW_BOX_AGREEMENT_OBSERVED].value, 2 * matched / (matched + N_IMAGES), 1e-12);

  /* Boxes all over the place match elsewhere only rarely. */
  g_assert_cmpfloat_with_epsilon (agreement->parts[LW_BOX_AGREEMENT_MISS].value, 2 * .7 / 1.7, 0.03);
  g_assert_cmpfloat (agreement->parts[LW_BOX_AGREEMENT_MISS].value, <=, agreement->parts[LW_BOX_AGREEMENT_OBSERVED].value);

  /* Of three classes alike, chance is a third. */
  g_assert_cmpfloat_with_epsilon (agreement->parts[LW_BOX_AGREEMENT_CLASS].value, (.8 - 1 / 3.0) / (2 / 3.0), 0.08);
  g_assert_cmpfloat_with_epsilon (agreement->pairs[0].parts[LW_BOX_AGREEMENT_CLASS].value, agreement->parts[LW_BOX_AGREEMENT_CLASS].value, 0.01);
  g_assert_cmpfloat_with_epsilon (agreement->parts[LW_BOX_AGREEMENT_IOU].value, iou / matched, 1e-12);
  g_assert_cmpfloat (agreement->parts[LW_BOX_AGREEMENT_LOCATION].value, >, 0.5);
  g_assert_cmpfloat (agreement->parts[LW_BOX_AGREEMENT_LOCATION].value, <, iou / matched);

  for (int part = 0; part < LW_N_BOX_AGREEMENTS; part++)
    {
      assert_inside (agreement->parts[part]);
      assert_inside (agreement->pairs[0].parts[part]);
      g_assert_cmpfloat (agreement->parts[part].low, <, agreement->parts[part].high);
    }
}

/* Two who do not look at the picture, in a corner where boxes often meet: chance is all there is. */
static void
test_chance (void)
{
  g_autoptr (Drawn) drawn = drawn_new ();
  g_autoptr (LwBoxAgreement) agreement = NULL;
  LwRandom random = lw_random_new (2);

  for (guint32 image = 0; image < N_IMAGES; image++)
    for (guint32 a = 0; a < 2; a++)
      for (guint i = 0; i < 2; i++)
        add_box (drawn, image, a, (gint32) lw_random_below (&random, N_CLASSES), draw_rect (&random, 60));

  agreement = measure (drawn, N_IMAGES, 2, 0.3);
  g_assert_cmpfloat (agreement->parts[LW_BOX_AGREEMENT_OBSERVED].value, >, 0.4);
  for (int part = LW_BOX_AGREEMENT_MISS; part <= LW_BOX_AGREEMENT_LOCATION; part++)
    {
      g_assert_cmpfloat_with_epsilon (agreement->parts[part].value, 0, 0.09);
      g_assert_cmpfloat (agreement->parts[part].low, <, 0.02);
      g_assert_cmpfloat (agreement->parts[part].high, >, -0.02);
    }
}

/* Three annotators, of whom two agree wholly. */
static void
test_pairs (void)
{
  g_autoptr (Drawn) drawn = drawn_new ();
  g_autoptr (LwBoxAgreement) agreement = NULL;
  LwRandom random = lw_random_new (3);

  for (guint32 image = 0; image < 50; image++)
    {
      const LwRect rect = draw_rect (&random, 2000);

      add_box (drawn, image, 2, image % N_CLASSES, rect);
      add_box (drawn, image, 0, image % N_CLASSES, rect);
      if (image < 10)
        add_box (drawn, image, 1, -1, (LwRect){ rect.x0, rect.y0 + 5000, rect.x1, rect.y1 + 5000 });
    }

  agreement = measure (drawn, 50, 3, 0.5);
  g_assert_cmpuint (agreement->n_pairs, ==, 3);
  g_assert_cmpuint (agreement->pairs[1].a, ==, 0);
  g_assert_cmpuint (agreement->pairs[1].b, ==, 2);
  g_assert_cmpuint (agreement->pairs[0].n_images, ==, 10);

  for (int part = 0; part < LW_N_BOX_AGREEMENTS; part++)
    g_assert_cmpfloat (agreement->pairs[1].parts[part].value, ==, 1);

  /* Nobody disagreed in 50 images, which is no proof that nobody ever does. */
  g_assert_cmpfloat_with_epsilon (agreement->pairs[1].parts[LW_BOX_AGREEMENT_MISS].low, 0.93, 0.02);
  g_assert_cmpfloat (agreement->pairs[1].parts[LW_BOX_AGREEMENT_CLASS].low, <, 0.93);

  g_assert_cmpfloat (agreement->pairs[0].parts[LW_BOX_AGREEMENT_OBSERVED].value, ==, 0);
  g_assert_true (isnan (agreement->pairs[0].parts[LW_BOX_AGREEMENT_CLASS].value));
  g_assert_true (isnan (agreement->pairs[0].parts[LW_BOX_AGREEMENT_LOCATION].value));
}

/* What is in every image at the same place says nothing: chance finds it too. */
static void
test_undefined (void)
{
  g_autoptr (Drawn) drawn = drawn_new ();
  g_autoptr (Drawn) nothing = drawn_new ();
  g_autoptr (LwBoxAgreement) agreement = NULL;
  g_autoptr (LwBoxAgreement) none = NULL;
  g_autoptr (LwBoxAgreement) nobody = NULL;

  for (guint32 image = 0; image < 20; image++)
    for (guint32 a = 0; a < 2; a++)
      {
        add_box (drawn, image, a, 0, (LwRect){ 10, 10, 60, 60 });
        add_look (nothing, image, a);
      }

  agreement = measure (drawn, 20, 2, 0.5);
  g_assert_cmpfloat (agreement->parts[LW_BOX_AGREEMENT_OBSERVED].value, ==, 1);
  g_assert_true (isnan (agreement->parts[LW_BOX_AGREEMENT_MISS].value));
  g_assert_true (isnan (agreement->parts[LW_BOX_AGREEMENT_CLASS].value));

  none = measure (nothing, 20, 2, 0.5);
  g_assert_cmpuint (none->n_pairs, ==, 1);
  for (int part = 0; part < LW_N_BOX_AGREEMENTS; part++)
    g_assert_true (isnan (none->parts[part].value));

  g_array_set_size (nothing->look_images, 0);
  g_array_set_size (nothing->look_annotators, 0);
  nobody = measure (nothing, 0, 0, 0.5);
  g_assert_cmpuint (nobody->n_pairs, ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/box-agreement/planted", test_planted);
  g_test_add_func ("/box-agreement/chance", test_chance);
  g_test_add_func ("/box-agreement/pairs", test_pairs);
  g_test_add_func ("/box-agreement/undefined", test_undefined);

  return g_test_run ();
}

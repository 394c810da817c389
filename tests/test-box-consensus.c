/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-box-consensus.h"

#include "lw-assignment.h"
#include "lw-box-frame.h"
#include "lw-box-neutral.h"
#include "lw-random.h"

#include <glib.h>
#include <math.h>
#include <string.h>

/* --- A world whose truth is known --- */

#define N_OBJECTS_MAX 4
#define N_ANNOTATORS_MAX 7
#define N_CLASSES 3

typedef struct
{
  guint   n_images, n_annotators;
  gdouble misses[N_ANNOTATORS_MAX];   /* probabilities */
  gdouble mistakes[N_ANNOTATORS_MAX]; /* boxes of nothing per image */
  gdouble errors[N_ANNOTATORS_MAX];   /* standard deviation of a side, in pixels */
  gdouble added[N_ANNOTATORS_MAX];    /* on each side, outwards */
  gdouble confused[N_ANNOTATORS_MAX]; /* probability to give another class than the true one */
} World;

typedef struct
{
  LwAnnotatorBoxes input;
  GArray          *images, *annotators, *classes, *rects; /* of guint32, guint32, gint32, LwRect */
  GArray          *truths;                                /* of LwRect, N_OBJECTS_MAX per image; empty: no object */
  GArray          *true_classes;
  GArray          *look_images, *look_annotators;
} Drawn;

static void
drawn_free (Drawn *self)
{
  g_array_unref (self->images);
  g_array_unref (self->annotators);
  g_array_unref (self->classes);
  g_array_unref (self->rects);
  g_array_unref (self->truths);
  g_array_unref (self->true_classes);
  g_array_unref (self->look_images);
  g_array_unref (self->look_annotators);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Drawn, drawn_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LwBoxConsensus, lw_box_consensus_free)

static Drawn *
drawn_new (void)
{
  Drawn *self = g_new0 (Drawn, 1);

  self->images = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->annotators = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->classes = g_array_new (FALSE, FALSE, sizeof (gint32));
  self->rects = g_array_new (FALSE, FALSE, sizeof (LwRect));
  self->truths = g_array_new (FALSE, FALSE, sizeof (LwRect));
  self->true_classes = g_array_new (FALSE, FALSE, sizeof (gint32));
  self->look_images = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->look_annotators = g_array_new (FALSE, FALSE, sizeof (guint32));

  return self;
}

static void
add_look (Drawn  *self,
          guint32 image,
          guint32 annotator)
{
  g_array_append_val (self->look_images, image);
  g_array_append_val (self->look_annotators, annotator);
}

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

static const LwAnnotatorBoxes *
get_input (Drawn   *self,
           guint    n_images,
           guint    n_annotators,
           gboolean has_classes)
{
  self->input = (LwAnnotatorBoxes){ .n_images = n_images,
                                    .n_annotators = n_annotators,
                                    .n_classes = has_classes ? N_CLASSES : 0,
                                    .n_boxes = self->rects->len,
                                    .images = (const guint32 *) (gpointer) self->images->data,
                                    .annotators = (const guint32 *) (gpointer) self->annotators->data,
                                    .classes = has_classes ? (const gint32 *) (gpointer) self->classes->data : NULL,
                                    .rects = (const LwRect *) (gpointer) self->rects->data,
                                    .n_looks = self->look_images->len,
                                    .look_images = (const guint32 *) (gpointer) self->look_images->data,
                                    .look_annotators = (const guint32 *) (gpointer) self->look_annotators->data };

  return &self->input;
}

/* One object per quarter of a picture of 800 x 800, so that none is near another one; mistakes are
 * in a picture's lower part, where no object is. */
static void
draw_object (Drawn       *self,
             const World *world,
             LwRandom    *random,
             guint32      image,
             guint        place)
{
  const gboolean is_there = lw_random_chance (random, 0.7);
  const gint32 class = (gint32) lw_random_below (random, N_CLASSES);
  const gdouble width = lw_random_range (random, 60, 120), height = lw_random_range (random, 60, 120);
  const gdouble x = 100 + place % 2 * 400 + lw_random_range (random, 0, 100), y = 100 + place / 2 * 400 + lw_random_range (random, 0, 100);
  const LwRect  truth = { x, y, is_there ? x + width : x, is_there ? y + height : y };

  g_array_append_val (self->truths, truth);
  g_array_append_val (self->true_classes, class);

  for (guint32 a = 0; a < world->n_annotators && is_there; a++)
    {
      const gdouble s = world->errors[a], add = world->added[a];
      LwRect        rect = { x - add + s * lw_random_normal (random), y - add + s * lw_random_normal (random),
                             x + width + add + s * lw_random_normal (random), y + height + add + s * lw_random_normal (random) };
      const gint32  given = lw_random_chance (random, world->confused[a]) ? (class + 1 + (gint32) lw_random_below (random, N_CLASSES - 1)) % N_CLASSES : class;

      if (!lw_random_chance (random, world->misses[a]))
        add_box (self, image, a, given, rect);
    }
}

static Drawn *
draw (const World *world,
      guint64      seed)
{
  Drawn   *self = drawn_new ();
  LwRandom random = lw_random_new (seed);

  for (guint32 image = 0; image < world->n_images; image++)
    {
      for (guint place = 0; place < N_OBJECTS_MAX; place++)
        draw_object (self, world, &random, image, place);

      for (guint32 a = 0; a < world->n_annotators; a++)
        {
          add_look (self, image, a);
          for (gdouble left = world->mistakes[a]; left > 0; left -= 0.5)
            if (lw_random_chance (&random, MIN (left, 0.5)))
              {
                const gdouble x = lw_random_range (&random, 0, 20000), y = 1000;

                add_box (self, image, a, (gint32) lw_random_below (&random, N_CLASSES), (LwRect){ x, y, x + 90, y + 90 });
              }
        }
    }

  return self;
}

static LwBoxConsensus *
settle (Drawn   *drawn,
        guint    n_images,
        guint    n_annotators,
        gboolean has_classes)
{
  const LwAnnotatorBoxes *input = get_input (drawn, n_images, n_annotators, has_classes);

  g_assert_cmpuint (lw_annotator_boxes_check (input), ==, input->n_boxes);

  return lw_box_consensus_new (input, &LW_BOX_CONSENSUS_DEFAULT);
}

/* The object of the truth that a fused box is of, or -1. */
static gint
find_truth (const Drawn       *drawn,
            const LwBoxObject *object)
{
  for (guint i = 0; i < N_OBJECTS_MAX; i++)
    {
      const guint  number = object->image * N_OBJECTS_MAX + i;
      const LwRect truth = g_array_index (drawn->truths, LwRect, number);

      if (truth.x0 < truth.x1 && lw_rect_iou (truth, object->rect) > 0.5)
        return (gint) number;
    }

  return -1;
}

/* --- What was planted is found --- */

static const World careful_and_careless = {
  .n_images = 600,
  .n_annotators = 5,
  .misses = { 0.05, 0.1, 0.15, 0.25, 0.4 },
  .mistakes = { 0.05, 0.3, 0.1, 0.6, 0.1 },
  .errors = { 2, 3, 4, 6, 8 },
  .added = { 0, 0, 0, 8, 12 },
  .confused = { 0.02, 0.05, 0.1, 0.2, 0.3 },
};

static void
test_rates (void)
{
  const World *world = &careful_and_careless;
  g_autoptr (Drawn) drawn = draw (world, 1);
  g_autoptr (LwBoxConsensus) consensus = settle (drawn, world->n_images, world->n_annotators, TRUE);

  for (guint a = 0; a < world->n_annotators; a++)
    {
      const LwBoxAnnotator *found = &consensus->annotators[a];
      const gdouble        *confusion = consensus->confusions + a * N_CLASSES * N_CLASSES;
      gdouble               right = 0, all = 0;

      g_assert_cmpuint (found->n_images, ==, world->n_images);
      g_assert_cmpfloat_with_epsilon (found->watch.n_missed / found->watch.n_objects, world->misses[a], 0.03);
      g_assert_cmpfloat_with_epsilon (found->watch.n_false / found->n_images, world->mistakes[a], 0.06);
      g_assert_cmpfloat_with_epsilon (found->watch.n_objects, 600 * 4 * 0.7, 80);

      for (guint truth = 0; truth < N_CLASSES; truth++)
        for (guint given = 0; given < N_CLASSES; given++)
          {
            all += confusion[truth * N_CLASSES + given];
            right += given == truth ? confusion[truth * N_CLASSES + given] : 0;
          }
      g_assert_cmpfloat_with_epsilon (right / all, 1 - world->confused[a], 0.03);
    }
}

static void
test_drawing (void)
{
  const World *world = &careful_and_careless;
  g_autoptr (Drawn) drawn = draw (world, 2);
  g_autoptr (LwBoxConsensus) consensus = settle (drawn, world->n_images, world->n_annotators, TRUE);
  gdouble fused = 0, median = 0;
  guint   n = 0;

  for (guint a = 0; a < world->n_annotators; a++)
    for (int s = 0; s < LW_BOX_N_SIDES; s++)
      {
        const LwBoxDrawing *drawing = &consensus->annotators[a].drawing;

        g_assert_cmpfloat_with_epsilon (drawing->error[s], world->errors[a], 0.15 * world->errors[a] + 0.3);
        g_assert_cmpfloat_with_epsilon (drawing->bias[s], s < 2 ? -world->added[a] : world->added[a], 1);
      }

  g_assert_cmpfloat_with_epsilon (consensus->size, 90, 10);
  g_assert_cmpfloat (consensus->annotators[0].mean_iou, >, consensus->annotators[4].mean_iou + 0.1);

  for (gsize i = 0; i < consensus->n_objects; i++)
    {
      const LwBoxObject *object = &consensus->objects[i];
      const gint         truth = find_truth (drawn, object);

      if (truth < 0 || object->n_votes < 5)
        continue;

      /* Five boxes whose mean would be 4 pixels off. */
      fused += ABS (object->rect.x0 - g_array_index (drawn->truths, LwRect, truth).x0);
      median += object->errors[0];
      n++;
    }

  g_assert_cmpuint (n, >, 300);
  g_assert_cmpfloat (fused / n, <, 1.5);
  /* The mean of |e| is 0.8 standard deviations, and the standard errors tell it. */
  g_assert_cmpfloat_with_epsilon (fused / n, 0.8 * median / n, 0.35);
}

static void
test_classes (void)
{
  const World *world = &careful_and_careless;
  g_autoptr (Drawn) drawn = draw (world, 3);
  g_autoptr (LwBoxConsensus) consensus = settle (drawn, world->n_images, world->n_annotators, TRUE);
  gdouble n = 0, right = 0, expected = 0;

  for (gsize i = 0; i < consensus->n_objects; i++)
    {
      const LwBoxObject *object = &consensus->objects[i];
      const gint         truth = find_truth (drawn, object);
      gdouble            total = 0;

      for (guint c = 0; c < N_CLASSES; c++)
        total += consensus->posteriors[i * N_CLASSES + c];
      g_assert_cmpfloat_with_epsilon (total, 1, 1e-9);
      g_assert_cmpfloat (object->class_probability, ==, consensus->posteriors[i * N_CLASSES + (guint) object->class]);

      if (truth < 0)
        continue;

      n++;
      right += object->class == g_array_index (drawn->true_classes, gint32, truth);
      expected += object->class_probability;
    }

  g_assert_cmpfloat (right / n, >, 0.96);
  g_assert_cmpfloat_with_epsilon (right / n, expected / n, 0.02);
}

static void
assert_rects_equal (LwRect a,
                    LwRect b)
{
  g_assert_cmpfloat_with_epsilon (a.x0, b.x0, 1e-9);
  g_assert_cmpfloat_with_epsilon (a.y0, b.y0, 1e-9);
  g_assert_cmpfloat_with_epsilon (a.x1, b.x1, 1e-9);
  g_assert_cmpfloat_with_epsilon (a.y1, b.y1, 1e-9);
}

/* --- Probabilities --- */

/* The expected calibration error in ten bins. */
static gdouble
get_calibration_error (const Drawn          *drawn,
                       const LwBoxConsensus *consensus)
{
  gdouble probability[10] = { 0 }, hits[10] = { 0 }, error = 0;

  for (gsize i = 0; i < consensus->n_objects; i++)
    {
      const gdouble p = consensus->objects[i].probability;
      const guint   bin = MIN ((guint) (p * 10), 9);

      g_assert_true (p >= 0 && p <= 1);
      probability[bin] += p;
      hits[bin] += find_truth (drawn, &consensus->objects[i]) >= 0;
    }

  for (guint bin = 0; bin < 10; bin++)
    error += ABS (probability[bin] - hits[bin]) / consensus->n_objects;

  return error;
}

static void
test_calibration (void)
{
  const World worlds[] = {
    careful_and_careless,
    { .n_images = 600, .n_annotators = 3, .misses = { .1, .15, .2 }, .mistakes = { .2, .3, .4 }, .errors = { 3, 3, 3 } },
    { .n_images = 600, .n_annotators = 7, .misses = { .3, .3, .3, .3, .2, .2, .1 }, .mistakes = { .5, .5, .5, .5, .5, .5, .5 }, .errors = { 3, 3, 3, 3, 3, 3, 3 } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (worlds); i++)
    {
      g_autoptr (Drawn) drawn = draw (&worlds[i], 4 + i);
      g_autoptr (LwBoxConsensus) consensus = settle (drawn, worlds[i].n_images, worlds[i].n_annotators, FALSE);
      const gdouble error = get_calibration_error (drawn, consensus);

      g_test_message ("calibration error %.4f", error);
      g_assert_cmpfloat (error, <, 0.03);
    }
}

/* What nobody can know is left open: whoever marks it, one of two did. */
static void
test_two_annotators (void)
{
  const World world = { .n_images = 300, .n_annotators = 2, .misses = { .2, .2 }, .mistakes = { .2, .2 }, .errors = { 3, 3 } };
  g_autoptr (Drawn) drawn = draw (&world, 8);
  g_autoptr (LwBoxConsensus) consensus = settle (drawn, world.n_images, 2, FALSE);
  guint n_both = 0;

  for (gsize i = 0; i < consensus->n_objects; i++)
    {
      const LwBoxObject *object = &consensus->objects[i];

      if (object->n_votes == 2)
        {
          g_assert_cmpfloat (object->probability, >, 0.9);
          g_assert_false (object->is_unsure);
          n_both++;
        }
      else
        {
          g_assert_cmpfloat_with_epsilon (object->probability, 0.5, 0.35);
          g_assert_true (object->is_unsure == (object->probability > 0.2 && object->probability < 0.8));
        }
    }

  g_assert_cmpuint (n_both, >, 400);
}

static void
test_one_annotator (void)
{
  g_autoptr (Drawn) drawn = drawn_new ();
  g_autoptr (LwBoxConsensus) consensus = NULL;
  const LwRect rect = { 10, 20, 60, 90 };

  add_box (drawn, 0, 0, -1, rect);
  consensus = settle (drawn, 1, 1, FALSE);

  g_assert_cmpuint (consensus->n_objects, ==, 1);
  assert_rects_equal (consensus->objects[0].rect, rect);
  g_assert_cmpuint (consensus->objects[0].n_votes, ==, 1);
  g_assert_cmpuint (consensus->objects[0].n_looked, ==, 1);
  g_assert_cmpint (consensus->objects[0].class, ==, -1);
  g_assert_cmpfloat (consensus->objects[0].probability, >, 0.5);
  g_assert_true (isnan (consensus->annotators[0].mean_iou));
}

static void
test_nothing (void)
{
  g_autoptr (Drawn) drawn = drawn_new ();
  g_autoptr (LwBoxConsensus) consensus = NULL;
  g_autoptr (LwBoxConsensus) none = settle (drawn, 0, 0, FALSE);

  g_assert_cmpuint (none->n_objects, ==, 0);

  add_look (drawn, 0, 0);
  add_look (drawn, 0, 1);
  add_look (drawn, 1, 1);
  add_look (drawn, 1, 1);
  consensus = settle (drawn, 2, 2, TRUE);
  g_assert_cmpuint (consensus->n_objects, ==, 0);
  g_assert_cmpuint (consensus->annotators[0].n_images, ==, 1);
  g_assert_cmpuint (consensus->annotators[1].n_images, ==, 2);
}

/* One marked it.  That four others looked and saw nothing is what makes it doubtful. */
static void
test_saw_nothing (void)
{
  gdouble probabilities[2];

  for (guint looked = 0; looked < 2; looked++)
    {
      const World world = { .n_images = 100, .n_annotators = 5, .misses = { .1, .1, .1, .1, .1 }, .mistakes = { .1, .1, .1, .1, .1 }, .errors = { 3, 3, 3, 3, 3 } };
      g_autoptr (Drawn) drawn = draw (&world, 9);
      g_autoptr (LwBoxConsensus) consensus = NULL;

      add_box (drawn, 100, 0, -1, (LwRect){ 10, 10, 90, 90 });
      for (guint32 a = 1; a < 5 && looked; a++)
        add_look (drawn, 100, a);

      consensus = settle (drawn, 101, 5, FALSE);
      probabilities[looked] = consensus->objects[consensus->n_objects - 1].probability;
      g_assert_cmpuint (consensus->objects[consensus->n_objects - 1].image, ==, 100);
      g_assert_cmpuint (consensus->objects[consensus->n_objects - 1].n_looked, ==, looked ? 5 : 1);
    }

  g_assert_cmpfloat (probabilities[0], >, 0.9);
  g_assert_cmpfloat (probabilities[1], <, 0.1);
}

/* --- Order --- */

static void
test_order (void)
{
  const World world = { .n_images = 40, .n_annotators = 4, .misses = { .2, .2, .2, .2 }, .mistakes = { .5, .5, .5, .5 }, .errors = { 9, 9, 9, 9 } };
  g_autoptr (Drawn) drawn = draw (&world, 10);
  g_autoptr (Drawn) shuffled = drawn_new ();
  g_autoptr (LwBoxConsensus) first = settle (drawn, world.n_images, world.n_annotators, TRUE);
  g_autoptr (LwBoxConsensus) second = NULL;

  for (guint i = drawn->rects->len; i-- > 0;)
    add_box (shuffled, g_array_index (drawn->images, guint32, i), g_array_index (drawn->annotators, guint32, i),
             g_array_index (drawn->classes, gint32, i), g_array_index (drawn->rects, LwRect, i));
  for (guint i = drawn->look_images->len; i-- > 0;)
    add_look (shuffled, g_array_index (drawn->look_images, guint32, i), g_array_index (drawn->look_annotators, guint32, i));

  second = settle (shuffled, world.n_images, world.n_annotators, TRUE);
  g_assert_cmpuint (first->n_objects, ==, second->n_objects);

  for (gsize i = 0; i < first->n_objects; i++)
    {
      const LwBoxObject *a = &first->objects[i], *b = &second->objects[i];

      g_assert_cmpuint (a->image, ==, b->image);
      g_assert_true (lw_rect_equal (a->rect, b->rect));
      g_assert_cmpfloat (a->probability, ==, b->probability);
      g_assert_cmpint (a->class, ==, b->class);
      g_assert_cmpuint (a->n_votes, ==, b->n_votes);

      /* By image, then by descending probability; an annotator once at most. */
      if (i > 0 && first->objects[i - 1].image == a->image)
        g_assert_cmpfloat (first->objects[i - 1].probability, >=, a->probability);
      for (gsize j = a->first_box; j < a->first_box + a->n_votes; j++)
        {
          g_assert_cmpuint (g_array_index (drawn->images, guint32, first->boxes[j]), ==, a->image);
          if (j > a->first_box)
            g_assert_cmpuint (g_array_index (drawn->annotators, guint32, first->boxes[j]), >,
                              g_array_index (drawn->annotators, guint32, first->boxes[j - 1]));
        }
    }
}

/* Whoever draws the same box twice marks one object, and something else. */
static void
test_identical (void)
{
  g_autoptr (Drawn) drawn = drawn_new ();
  g_autoptr (LwBoxConsensus) consensus = NULL;
  const LwRect rect = { 100, 100, 180, 260 };

  for (guint32 a = 0; a < 3; a++)
    add_box (drawn, 0, a, -1, rect);
  add_box (drawn, 0, 0, -1, rect);

  consensus = settle (drawn, 1, 3, FALSE);
  g_assert_cmpuint (consensus->n_objects, ==, 2);
  g_assert_cmpuint (consensus->objects[0].n_votes, ==, 3);
  g_assert_cmpuint (consensus->objects[1].n_votes, ==, 1);
  g_assert_cmpfloat (consensus->objects[0].probability, >, 0.8);
  g_assert_cmpfloat (consensus->objects[1].probability, <, consensus->objects[0].probability);
  assert_rects_equal (consensus->objects[0].rect, rect);
  g_assert_cmpfloat_with_epsilon (consensus->annotators[1].mean_iou, 1, 1e-9);
}

/* Two that overlap each other stay two, for everybody drew both. */
static void
test_crowded (void)
{
  g_autoptr (Drawn) drawn = drawn_new ();
  g_autoptr (LwBoxConsensus) consensus = NULL;

  for (guint32 a = 0; a < 4; a++)
    {
      const gdouble d = 3.0 * a;

      add_box (drawn, 0, a, -1, (LwRect){ 100 + d, 100, 200 + d, 300 });
      add_box (drawn, 0, a, -1, (LwRect){ 140 - d, 100, 240 - d, 300 });
    }

  consensus = settle (drawn, 1, 4, FALSE);
  g_assert_cmpuint (consensus->n_objects, ==, 2);
  g_assert_cmpuint (consensus->objects[0].n_votes, ==, 4);
  g_assert_cmpuint (consensus->objects[1].n_votes, ==, 4);
}

static void
test_check (void)
{
  const LwRect bad[] = { { NAN, 0, 1, 1 }, { 0, 0, INFINITY, 1 }, { 2, 0, 1, 1 }, { 0, 1, 1, 1 }, { 0, 0, 1, 2e9 } };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (Drawn) drawn = drawn_new ();

      add_box (drawn, 0, 0, -1, (LwRect){ 0, 0, 1, 1 });
      add_box (drawn, 0, 0, -1, bad[i]);
      g_assert_cmpuint (lw_annotator_boxes_check (get_input (drawn, 1, 1, TRUE)), ==, 1);
    }

  {
    const struct
    {
      guint32 image, annotator;
      gint32 class;
      guint first_bad;
    } rows[] = { { 1, 0, 0, 0 }, { 0, 1, 0, 0 }, { 0, 0, N_CLASSES, 0 }, { 0, 0, -2, 0 }, { 0, 0, N_CLASSES - 1, 1 } };

    for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
      {
        g_autoptr (Drawn) drawn = drawn_new ();

        add_box (drawn, rows[i].image, rows[i].annotator, rows[i].class, (LwRect){ 0, 0, 1, 1 });
        g_assert_cmpuint (lw_annotator_boxes_check (get_input (drawn, 1, 1, TRUE)), ==, rows[i].first_bad);
      }
  }
}

/* --- The parts --- */

/* The largest sum of gains, tried out. */
static gdouble
try_all (const gdouble *gains,
         guint          n_rows,
         guint          n_columns,
         guint          row,
         guint          used)
{
  gdouble best;

  if (row == n_rows)
    return 0;

  best = try_all (gains, n_rows, n_columns, row + 1, used);
  for (guint c = 0; c < n_columns; c++)
    if (!(used >> c & 1) && gains[row * n_columns + c] > 0)
      best = MAX (best, gains[row * n_columns + c] + try_all (gains, n_rows, n_columns, row + 1, used | 1u << c));

  return best;
}

static void
test_assignment (void)
{
  LwRandom random = lw_random_new (11);

  for (guint trial = 0; trial < 3000; trial++)
    {
      const guint      n_rows = 1 + (guint) lw_random_below (&random, 6), n_columns = 1 + (guint) lw_random_below (&random, 6);
      const gdouble    density = lw_random_uniform (&random);
      gdouble          gains[36] = { 0 }, sum = 0;
      LwAssignmentPair pairs[36];
      gsize            columns[6], n_pairs = 0;
      guint            used = 0;

      for (guint i = 0; i < n_rows * n_columns; i++)
        if (lw_random_chance (&random, density))
          {
            /* Few different ones, so that there are ties. */
            gains[i] = 1 + (gdouble) lw_random_below (&random, 5);
            pairs[n_pairs++] = (LwAssignmentPair){ i / n_columns, i % n_columns, gains[i] };
          }

      lw_assignment_solve (pairs, n_pairs, n_rows, n_columns, columns);

      for (guint row = 0; row < n_rows; row++)
        if (columns[row] != LW_ASSIGNMENT_NONE)
          {
            g_assert_cmpfloat (gains[row * n_columns + columns[row]], >, 0);
            g_assert_false (used >> columns[row] & 1);
            used |= 1u << columns[row];
            sum += gains[row * n_columns + columns[row]];
          }

      g_assert_cmpfloat_with_epsilon (sum, try_all (gains, n_rows, n_columns, 0, 0), 1e-12);
    }
}

static void
test_frame (void)
{
  LwRect     rects[100];
  LwBoxFrame frame;

  for (guint i = 0; i < 100; i++)
    rects[i] = (LwRect){ i < 10 ? -5.0 - i : 100, 20, i >= 90 ? 645.0 + i : 200, 60 };

  frame = lw_box_frame_estimate (rects, 100);
  g_assert_cmpfloat (frame.right, ==, 735);
  g_assert_true (isinf (frame.bottom));

  g_assert_true (lw_rect_equal (lw_box_frame_cut (&frame, (LwRect){ -10, 5, 20, 900 }, 0, 0), (LwRect){ -5, 5, 20, 900 }));
  g_assert_true (lw_rect_equal (lw_box_frame_cut (&frame, (LwRect){ 700, 5, 745, 900 }, 0, 600), (LwRect){ 700, 5, 740, 750 }));
  g_assert_true (lw_rect_equal (lw_box_frame_cut (&frame, (LwRect){ 800, 5, 900, 9 }, 0, 0), (LwRect){ 800, 5, 900, 9 }));

  /* Three slips tell nothing. */
  for (guint i = 3; i < 10; i++)
    rects[i].x0 = 100;
  g_assert_true (isinf (lw_box_frame_estimate (rects, 100).right));
}

static void
test_neutral (void)
{
  const gdouble added[] = { 8, 0, 1, 20, 2, 1 }, weights[] = { 1, 1, 1, 1, 1, 1 };
  gdouble       many[400], ones[400];

  /* One alone is right, two meet half-way between the middle and the lower one. */
  g_assert_cmpfloat (lw_box_neutral_find (added, weights, 1), ==, 8);
  g_assert_cmpfloat_with_epsilon (lw_box_neutral_find (added, weights, 2), 4 - 4.0 / 3, 1e-12);

  for (guint i = 0; i < 400; i++)
    {
      many[i] = i;
      ones[i] = 1;
    }
  g_assert_cmpfloat_with_epsilon (lw_box_neutral_find (many, ones, 400), 100, 1.5);
  g_assert_cmpfloat (lw_box_neutral_find (added, weights, 6), <, 1.5);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/box-consensus/rates", test_rates);
  g_test_add_func ("/box-consensus/drawing", test_drawing);
  g_test_add_func ("/box-consensus/classes", test_classes);
  g_test_add_func ("/box-consensus/calibration", test_calibration);
  g_test_add_func ("/box-consensus/two-annotators", test_two_annotators);
  g_test_add_func ("/box-consensus/one-annotator", test_one_annotator);
  g_test_add_func ("/box-consensus/nothing", test_nothing);
  g_test_add_func ("/box-consensus/saw-nothing", test_saw_nothing);
  g_test_add_func ("/box-consensus/order", test_order);
  g_test_add_func ("/box-consensus/identical", test_identical);
  g_test_add_func ("/box-consensus/crowded", test_crowded);
  g_test_add_func ("/box-consensus/check", test_check);
  g_test_add_func ("/box-consensus/assignment", test_assignment);
  g_test_add_func ("/box-consensus/frame", test_frame);
  g_test_add_func ("/box-consensus/neutral", test_neutral);

  return g_test_run ();
}

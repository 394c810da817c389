/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-detector-decode.h"
#include "lw-test-tensor.h"

#include <math.h>
#include <stdlib.h>

#define STRIDE 4
#define UNIT_PX 10
#define N_CLASSES 2
#define H 20
#define W 31
#define N_ROOM 1000

typedef struct
{
  LwTensor   heat, sides;
  LwFoundBox boxes[N_ROOM];
} Answer;

static Answer *
answer_new (void)
{
  Answer *answer = g_new0 (Answer, 1);

  answer->heat = (LwTensor){ { 2, N_CLASSES, H, W }, g_new (gfloat, 2 * N_CLASSES * H * W) };
  answer->sides = (LwTensor){ { 2, 4, H, W }, g_new0 (gfloat, 2 * 4 * H * W) };
  for (guint i = 0; i < 2 * N_CLASSES * H * W; i++)
    answer->heat.data[i] = -10;

  return answer;
}

static void
answer_free (Answer *answer)
{
  g_free (answer->heat.data);
  g_free (answer->sides.data);
  g_free (answer);
}

static void
set_heat (Answer *answer,
          gint    class_index,
          gint    i,
          gint    j,
          gdouble p)
{
  lw_tensor_get_plane (answer->heat, 1, class_index)[i * W + j] = (gfloat) log (p / (1 - p));
}

static gsize
decode (Answer *answer,
        gsize   n_room)
{
  const LwDecodeSettings settings = lw_decode_get_defaults ();

  return lw_decode_boxes (answer->heat, answer->sides, 1, STRIDE, UNIT_PX, &settings, answer->boxes, n_room);
}

/* Sides of e, 1, 1/e and e^4 units (held: the output says 9). */
static void
test_one (void)
{
  static const gfloat outputs[] = { 1, 0, -1, 9 };
  Answer             *answer = answer_new ();

  set_heat (answer, 1, 5, 7, 0.8);
  for (gint k = 0; k < 4; k++)
    lw_tensor_get_plane (answer->sides, 1, k)[5 * W + 7] = outputs[k];

  g_assert_cmpuint (decode (answer, N_ROOM), ==, 1);
  g_assert_cmpint (answer->boxes[0].class_index, ==, 1);
  g_assert_cmpfloat_with_epsilon (answer->boxes[0].score, 0.8, 1e-6);
  g_assert_cmpfloat_with_epsilon (answer->boxes[0].x0, 30 - 10 * G_E, 1e-4);
  g_assert_cmpfloat_with_epsilon (answer->boxes[0].y0, 22 - 10, 1e-4);
  g_assert_cmpfloat_with_epsilon (answer->boxes[0].x1, 30 + 10 / G_E, 1e-4);
  g_assert_cmpfloat_with_epsilon (answer->boxes[0].y1, 22 + 10 * exp (4), 1e-3);
  answer_free (answer);
}

/* A plateau is one peak; what is not above the least score is none; corners have neighbours only on
 * two sides.  Boxes are so small that none is dropped for another. */
static void
test_peaks (void)
{
  Answer *answer = answer_new ();

  for (gsize i = 0; i < lw_shape_get_size (answer->sides.shape); i++)
    answer->sides.data[i] = -2;

  set_heat (answer, 0, 0, 0, 0.3);
  set_heat (answer, 0, 0, 1, 0.3);
  set_heat (answer, 0, 1, 0, 0.3);
  set_heat (answer, 0, 10, 15, 0.4);
  set_heat (answer, 0, 11, 16, 0.5);
  set_heat (answer, 1, H - 1, W - 1, 0.0199);
  set_heat (answer, 1, H - 1, 0, 0.0201);

  g_assert_cmpuint (decode (answer, N_ROOM), ==, 3);
  g_assert_cmpfloat_with_epsilon (answer->boxes[0].score, 0.5, 1e-6);
  g_assert_cmpfloat_with_epsilon (answer->boxes[1].score, 0.3, 1e-6);
  g_assert_cmpfloat_with_epsilon (answer->boxes[1].x0 + answer->boxes[1].x1, 4, 1e-5);
  g_assert_cmpfloat_with_epsilon (answer->boxes[2].score, 0.0201, 1e-6);
  answer_free (answer);
}

/* Boxes of 20 x 20: two cells apart they overlap by 0.43 of their union, one apart, in another class,
 * by 0.67. */
static void
test_overlaps (void)
{
  Answer *answer = answer_new ();

  set_heat (answer, 0, 10, 10, 0.9);
  set_heat (answer, 0, 10, 12, 0.8);
  set_heat (answer, 1, 10, 11, 0.7);

  g_assert_cmpuint (decode (answer, N_ROOM), ==, 2);
  g_assert_cmpfloat_with_epsilon (answer->boxes[0].score, 0.9, 1e-6);
  g_assert_cmpfloat_with_epsilon (answer->boxes[1].score, 0.8, 1e-6);
  answer_free (answer);
}

/* --- Against the plain way: all peaks, sorted, overlaps taken away --- */

static gint
compare_boxes (gconstpointer a,
               gconstpointer b)
{
  const LwFoundBox *first = a, *second = b;

  return (first->score < second->score) - (first->score > second->score);
}

static gdouble
get_iou (const LwFoundBox *a,
         const LwFoundBox *b)
{
  const gdouble w = MAX (MIN (a->x1, b->x1) - MAX (a->x0, b->x0), 0), h = MAX (MIN (a->y1, b->y1) - MAX (a->y0, b->y0), 0);

  return w * h / ((a->x1 - a->x0) * (a->y1 - a->y0) + (b->x1 - b->x0) * (b->y1 - b->y0) - w * h);
}

static GArray *
find_all (const Answer *answer)
{
  GArray *all = g_array_new (FALSE, FALSE, sizeof (LwFoundBox));

  for (gint k = 0; k < N_CLASSES * H * W; k++)
    {
      const gint    c = k / (H * W), i = k / W % H, j = k % W;
      const gfloat *plane = lw_tensor_get_plane (answer->heat, 1, c);
      gdouble       distances[4];
      gboolean      is_peak = TRUE;
      LwFoundBox    box;

      for (gint d = 0; d < 9; d++)
        {
          const gint row = i + d / 3 - 1, column = j + d % 3 - 1;

          if (row >= 0 && row < H && column >= 0 && column < W)
            is_peak = is_peak && plane[row * W + column] <= plane[i * W + j];
        }

      for (gint d = 0; d < 4; d++)
        distances[d] = UNIT_PX * exp (lw_tensor_get_plane (answer->sides, 1, d)[i * W + j]);

      box = (LwFoundBox){ (j + 0.5) * STRIDE - distances[0], (i + 0.5) * STRIDE - distances[1],
                          (j + 0.5) * STRIDE + distances[2], (i + 0.5) * STRIDE + distances[3],
                          1 / (1 + exp (-plane[i * W + j])), c };
      if (is_peak && box.score > 0.02)
        g_array_append_val (all, box);
    }

  qsort (all->data, all->len, sizeof (LwFoundBox), compare_boxes);

  return all;
}

static void
drop_overlaps (GArray *boxes)
{
  for (guint i = 0; i < boxes->len; i++)
    for (guint k = boxes->len - 1; k > i; k--)
      if (get_iou (&g_array_index (boxes, LwFoundBox, i), &g_array_index (boxes, LwFoundBox, k)) > 0.5)
        g_array_remove_index (boxes, k);
}

static void
test_oracle (void)
{
  static const gsize rooms[] = { N_ROOM, 40, 1, 0 };
  LwRandom           random = lw_random_new (1);
  Answer            *answer = answer_new ();

  for (gsize i = 0; i < lw_shape_get_size (answer->heat.shape); i++)
    answer->heat.data[i] = (gfloat) (2 * lw_random_normal (&random) - 2);
  for (gsize i = 0; i < lw_shape_get_size (answer->sides.shape); i++)
    answer->sides.data[i] = (gfloat) lw_random_range (&random, -0.7, 0.7);

  for (guint r = 0; r < G_N_ELEMENTS (rooms); r++)
    {
      g_autoptr (GArray) wanted = find_all (answer);
      gsize n;

      /* Room for fewer than there are: only the highest are looked at. */
      g_assert_cmpuint (wanted->len, >, 100);
      g_array_set_size (wanted, MIN (wanted->len, rooms[r]));
      drop_overlaps (wanted);

      n = decode (answer, rooms[r]);
      g_assert_cmpuint (n, ==, MIN (wanted->len, 200));

      for (gsize i = 0; i < n; i++)
        {
          const LwFoundBox *box = &g_array_index (wanted, LwFoundBox, i);

          g_assert_cmpfloat_with_epsilon (answer->boxes[i].score, box->score, 1e-6);
          g_assert_cmpint (answer->boxes[i].class_index, ==, box->class_index);
          g_assert_cmpfloat_with_epsilon (answer->boxes[i].x0, box->x0, 1e-3);
          g_assert_cmpfloat_with_epsilon (answer->boxes[i].y1, box->y1, 1e-3);
        }
    }

  answer_free (answer);
}

/* Of more than are wanted the highest; equal scores in the order that is promised. */
static void
test_limit (void)
{
  LwDecodeSettings settings = lw_decode_get_defaults ();
  Answer          *answer = answer_new ();

  settings.n_boxes_max = 5;
  for (gint i = 0; i < 3 * 4; i++)
    set_heat (answer, i % 2, 1 + i / 4 * 8, 1 + i % 4 * 8, 0.6);

  g_assert_cmpuint (lw_decode_boxes (answer->heat, answer->sides, 1, STRIDE, UNIT_PX, &settings, answer->boxes, N_ROOM), ==, 5);
  for (gint i = 0; i < 5; i++)
    {
      const gint cell = i < 4 ? i % 2 * 2 : 0;

      g_assert_cmpint (answer->boxes[i].class_index, ==, 0);
      g_assert_cmpfloat_with_epsilon (answer->boxes[i].x0, (1 + cell * 8 + 0.5) * STRIDE - UNIT_PX, 1e-4);
      g_assert_cmpfloat_with_epsilon (answer->boxes[i].y0, (1 + i / 2 * 8 + 0.5) * STRIDE - UNIT_PX, 1e-4);
    }
  answer_free (answer);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/model-decode/one", test_one);
  g_test_add_func ("/model-decode/peaks", test_peaks);
  g_test_add_func ("/model-decode/overlaps", test_overlaps);
  g_test_add_func ("/model-decode/oracle", test_oracle);
  g_test_add_func ("/model-decode/limit", test_limit);

  return g_test_run ();
}

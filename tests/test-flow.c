/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-image-filter.h"
#include "lw-natural.h"
#include "lw-pace.h"

#include <math.h>

/* --- Order of names --- */

/* clang-format off */
static const struct
{
  const char *name, *smaller, *larger;
} natural_cases[] = {
  { "by-value",      "image 2",      "image 10"  },
  { "prefix",        "image",        "image 1"   },
  { "zeros",         "image 007",    "image 8"   },
  { "fewer-zeros",   "image 7",      "image 007" },
  { "after-number",  "a1b",          "a1c"       },
  { "second-number", "1-2",          "1-10"      },
  { "letters",       "a10",          "b2"        },
  { "long-numbers",  "99999999999999999999998", "99999999999999999999999" },
  { "longer-number", "99999999999999999999999", "100000000000000000000000" },
  { "not-ascii",     "z",            "\xc3\xa9"  },
};
/* clang-format on */

static void
test_natural (gconstpointer data)
{
  const guint i = GPOINTER_TO_UINT (data);

  g_assert_cmpint (lw_natural_compare (natural_cases[i].smaller, natural_cases[i].larger), <, 0);
  g_assert_cmpint (lw_natural_compare (natural_cases[i].larger, natural_cases[i].smaller), >, 0);
  g_assert_cmpint (lw_natural_compare (natural_cases[i].smaller, natural_cases[i].smaller), ==, 0);
}

/* --- Filter --- */

typedef struct
{
  LwImageSet   *set;
  LwImageFacts *facts;
} Images;

/* clang-format off */
static const struct
{
  const char *path, *lot;
  LwProgress  progress;
  guint       n_boxes;
  gboolean    is_flagged;
  int         width_px, height_px;
} rows[] = {
  { "b/Image 10.jpg", NULL,  LW_PROGRESS_UNSEEN,   0, FALSE,  100,   50 },
  { "b/image 2.jpg",  "May", LW_PROGRESS_OPEN,     3, TRUE,   640,  480 },
  { "a/cell.png",     "May", LW_PROGRESS_DONE,    12, FALSE, 4000, 3000 },
  { "c/\xc3\x84pfel", NULL,  LW_PROGRESS_SKIPPED,  0, TRUE,     0,    0 },
  { "a/image 3.jpg",  "Jun", LW_PROGRESS_DONE,     0, FALSE,  480,  640 },
};

static const gint64 with_class_keys[] = { 11, 13, 14, 99 };
static const gint64 of_annotator_keys[] = { 12, 14 };
static const LwImageEdit edited[] = { { 11, 500 }, { 12, 900 }, { 14, 700 } };

/* Expected: the indices in their order. */
static const struct
{
  const char    *name;
  LwImageFilter  filter;
  gboolean       has_class, has_annotator;
  const char    *expected;
} filter_cases[] = {
  { "all",             { 0 },                                              FALSE, FALSE, "01234" },
  { "text",            { .text = "IMAGE" },                                FALSE, FALSE, "014"   },
  { "text-folded",     { .text = "\xc3\xa4PF" },                           FALSE, FALSE, "3"     },
  { "text-decomposed", { .text = "A\xcc\x88pf" },                         FALSE, FALSE, "3"     },
  { "text-of-folder",  { .text = "b/" },                                   FALSE, FALSE, "01"    },
  { "state",           { .progress_mask = 1 << LW_PROGRESS_DONE },         FALSE, FALSE, "24"    },
  { "states",          { .progress_mask = 1 << LW_PROGRESS_UNSEEN | 1 << LW_PROGRESS_OPEN }, FALSE, FALSE, "01" },
  { "flagged",         { .is_flagged = TRUE },                             FALSE, FALSE, "13"    },
  { "lot",             { .lot = "May" },                                   FALSE, FALSE, "12"    },
  { "without-boxes",   { .n_boxes_end = 1 },                               FALSE, FALSE, "034"   },
  { "some-boxes",      { .n_boxes_min = 1, .n_boxes_end = 10 },            FALSE, FALSE, "1"     },
  { "large",           { .side_min_px = 640 },                             FALSE, FALSE, "124"   },
  { "small",           { .side_end_px = 640 },                             FALSE, FALSE, "03"    },
  { "class",           { .class_key = 7 },                                 TRUE,  FALSE, "134"   },
  { "annotator",       { .annotator_key = 7 },                             FALSE, TRUE,  "24"    },
  { "class-annotator", { .class_key = 7, .annotator_key = 7 },             TRUE,  TRUE,  "4"     },
  { "together",        { .text = "image", .progress_mask = 1 << LW_PROGRESS_OPEN, .is_flagged = TRUE }, FALSE, FALSE, "1" },
  { "nothing",         { .text = "image", .lot = "May", .n_boxes_min = 5 }, FALSE, FALSE, ""     },
  { "by-name",         { .sort = LW_IMAGE_SORT_NAME },                     FALSE, FALSE, "21403" },
  { "by-name-down",    { .sort = LW_IMAGE_SORT_NAME, .is_descending = TRUE }, FALSE, FALSE, "30412" },
  { "by-path",         { .sort = LW_IMAGE_SORT_PATH },                     FALSE, FALSE, "24103" },
  { "by-state",        { .sort = LW_IMAGE_SORT_STATE },                    FALSE, FALSE, "01324" },
  { "by-boxes",        { .sort = LW_IMAGE_SORT_BOXES },                    FALSE, FALSE, "03412" },
  { "by-boxes-down",   { .sort = LW_IMAGE_SORT_BOXES, .is_descending = TRUE }, FALSE, FALSE, "21034" },
  { "by-edit",         { .sort = LW_IMAGE_SORT_EDITED },                   FALSE, FALSE, "03142" },
  { "by-size",         { .sort = LW_IMAGE_SORT_SIZE },                     FALSE, FALSE, "30142" },
  { "added-down",      { .is_descending = TRUE },                          FALSE, FALSE, "43210" },
};
/* clang-format on */

static void
set_up (Images       *images,
        gconstpointer data)
{
  GArray *list = g_array_new (FALSE, TRUE, sizeof (LwImageRow));

  images->facts = g_new0 (LwImageFacts, G_N_ELEMENTS (rows));

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const LwImageRow row = { .key = 10 + i, .path = (char *) rows[i].path, .lot = (char *) rows[i].lot };

      g_array_append_val (list, row);
      images->facts[i] = (LwImageFacts){
        .summary = { row.key, rows[i].n_boxes, 0, rows[i].progress, rows[i].is_flagged },
        .width_px = rows[i].width_px,
        .height_px = rows[i].height_px,
      };
    }

  images->set = lw_image_set_new (list);
}

static void
tear_down (Images       *images,
           gconstpointer data)
{
  lw_image_set_unref (images->set);
  g_free (images->facts);
}

static void
test_filter (Images       *images,
             gconstpointer data)
{
  const guint i = GPOINTER_TO_UINT (data);
  g_autoptr (GArray) with_class = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) of_annotator = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) edits = g_array_new (FALSE, FALSE, sizeof (LwImageEdit));
  g_autoptr (GArray) shown = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree guint *places = NULL;
  LwImageAnswers    answers;

  g_array_append_vals (with_class, with_class_keys, G_N_ELEMENTS (with_class_keys));
  g_array_append_vals (of_annotator, of_annotator_keys, G_N_ELEMENTS (of_annotator_keys));
  g_array_append_vals (edits, edited, G_N_ELEMENTS (edited));
  answers = (LwImageAnswers){ filter_cases[i].has_class ? with_class : NULL,
                              filter_cases[i].has_annotator ? of_annotator : NULL, edits };

  shown = lw_image_filter_run (&filter_cases[i].filter, images->set, images->facts, &answers, NULL);

  for (guint k = 0; k < shown->len; k++)
    g_string_append_c (text, (char) ('0' + g_array_index (shown, guint, k)));

  g_assert_cmpstr (text->str, ==, filter_cases[i].expected);
  g_assert_cmpint (lw_image_filter_shows_all (&filter_cases[i].filter), ==, shown->len == G_N_ELEMENTS (rows));

  places = lw_image_filter_find_places (shown, G_N_ELEMENTS (rows));

  for (guint k = 0; k < shown->len; k++)
    g_assert_cmpuint (places[g_array_index (shown, guint, k)], ==, k + 1);
}

static void
test_find_image (Images       *images,
                 gconstpointer data)
{
  guint index = 0;

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_assert_true (lw_image_set_find (images->set, 10 + i, &index));
      g_assert_cmpuint (index, ==, i);
    }

  g_assert_false (lw_image_set_find (images->set, 9, &index));
  g_assert_false (lw_image_set_find (images->set, 15, &index));
}

/* --- Pace --- */

#define SECOND ((gint64) G_USEC_PER_SEC)

static void
test_pace (void)
{
  /* Two boxes in the first step of a session, of which nobody knows how long they took;
   * an hour's pause before the seventh. */
  const LwPaceEvent events[] = {
    { 0, 2, 0 },
    { 10 * SECOND, 1, 0 },
    { 30 * SECOND, 3, 1 },
    { 90 * SECOND, 0, 1 },
    { 3690 * SECOND, 5, 0 },
    { 3700 * SECOND, 2, 1 },
    { 3690 * SECOND, 0, 0 },
  };
  const LwPace pace = lw_pace_measure (events, G_N_ELEMENTS (events));

  g_assert_cmpint (pace.active_us, ==, 100 * SECOND);
  g_assert_cmpuint (pace.n_boxes, ==, 13);
  g_assert_cmpuint (pace.n_timed_boxes, ==, 6);
  g_assert_cmpuint (pace.n_done, ==, 3);
  g_assert_cmpfloat_with_epsilon (lw_pace_get_boxes_per_minute (&pace), 3.6, 1e-9);

  /* 30, 60 and 10 seconds. */
  g_assert_cmpuint (pace.n_timed_done, ==, 3);
  g_assert_cmpfloat_with_epsilon (pace.done_mean_us, 100.0 / 3 * SECOND, 1);
  g_assert_cmpfloat_with_epsilon (pace.done_sd_us, sqrt (1900.0 / 3) * SECOND, 1);
}

static void
test_pace_of_nothing (void)
{
  const LwPace      none = lw_pace_measure (NULL, 0);
  const LwPaceEvent one = { 5, 7, 1 };
  const LwPace      first = lw_pace_measure (&one, 1);
  double            low, high;

  g_assert_true (isnan (lw_pace_get_boxes_per_minute (&none)));
  g_assert_false (lw_pace_estimate (&none, 10, &low, &high));
  g_assert_true (isnan (lw_pace_get_boxes_per_minute (&first)));
  g_assert_cmpuint (first.n_boxes, ==, 7);
}

/* The interval holds what comes about as often as it says.  Images take 5 to 25 seconds. */
static void
test_estimate_holds (void)
{
  const guint n_worlds = 400, n_before = 20, n_left = 30;
  guint       n_inside = 0;

  for (guint w = 0; w < n_worlds; w++)
    {
      LwPaceEvent events[21] = { 0 };
      double      rest_us = 0, low, high;
      LwPace      pace;

      for (guint i = 1; i <= n_before; i++)
        events[i] = (LwPaceEvent){ events[i - 1].made_at_us + g_test_rand_int_range (5, 25) * SECOND, 1, 1 };

      for (guint i = 0; i < n_left; i++)
        rest_us += g_test_rand_int_range (5, 25) * SECOND;

      pace = lw_pace_measure (events, G_N_ELEMENTS (events));
      g_assert_true (lw_pace_estimate (&pace, n_left, &low, &high));
      n_inside += rest_us >= low && rest_us <= high;
    }

  /* 95 % of 400 is 380; with 20 images before, the spread is known a little less well. */
  g_assert_cmpuint (n_inside, >=, 350);
  g_assert_cmpuint (n_inside, <, n_worlds);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (natural_cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/flow/natural/%s", natural_cases[i].name);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_natural);
    }

  for (guint i = 0; i < G_N_ELEMENTS (filter_cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/flow/filter/%s", filter_cases[i].name);

      g_test_add (path, Images, GUINT_TO_POINTER (i), set_up, test_filter, tear_down);
    }

  g_test_add ("/flow/find-image", Images, NULL, set_up, test_find_image, tear_down);
  g_test_add_func ("/flow/pace/known", test_pace);
  g_test_add_func ("/flow/pace/nothing", test_pace_of_nothing);
  g_test_add_func ("/flow/pace/estimate-holds", test_estimate_holds);

  return g_test_run ();
}

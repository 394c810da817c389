/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-agreement.h"

#include "lw-random.h"
#include "lw-test-golden.h"

#include <glib.h>
#include <math.h>

#define NONE (-1)

/* Krippendorff 2011, his example of four observers and twelve units, classes 1 to 5. */
static const int32_t observers[12][4] = {
  { 1, 1, NONE, 1 },
  { 2, 2, 3, 2 },
  { 3, 3, 3, 3 },
  { 3, 3, 3, 3 },
  { 2, 2, 2, 2 },
  { 1, 2, 3, 4 },
  { 4, 4, 4, 4 },
  { 1, 1, 2, 1 },
  { 2, 2, 2, 2 },
  { NONE, 5, 5, 5 },
  { NONE, NONE, 1, 1 },
  { NONE, NONE, 3, NONE },
};

static void
test_krippendorff (void)
{
  const double wanted[] = { 0.743, 0.815, 0.849, 0.797 };

  for (LwDisagreement distance = LW_DISAGREEMENT_NOMINAL; distance <= LW_DISAGREEMENT_RATIO; distance++)
    g_assert_cmpfloat_with_epsilon (lw_agreement_krippendorff (observers[0], 12, 4, 6, distance), wanted[distance],
                                    0.0006);
}

/* Two raters, a table of 20 5 / 10 15: observed .7, by chance .5. */
static void
test_cohen (void)
{
  int32_t     ratings[51][2] = { 0 };
  const guint counts[] = { 20, 5, 10, 15 };
  guint       n = 0;

  for (guint cell = 0; cell < 4; cell++)
    for (guint i = 0; i < counts[cell]; i++, n++)
      {
        ratings[n][0] = (int32_t) cell / 2;
        ratings[n][1] = (int32_t) cell % 2;
      }
  ratings[n][0] = NONE;

  g_assert_cmpfloat_with_epsilon (lw_agreement_cohen (ratings[0], 51, 2, 2, 0, 1, LW_DISAGREEMENT_NOMINAL), 0.4, 1e-12);
  /* Of two classes, all weights are alike. */
  g_assert_cmpfloat_with_epsilon (lw_agreement_cohen (ratings[0], 51, 2, 2, 0, 1, LW_DISAGREEMENT_LINEAR), 0.4, 1e-12);
  g_assert_cmpfloat_with_epsilon (lw_agreement_observed (ratings[0], 51, 2), 0.7, 1e-12);
}

/* Raters who guess agree by chance, whatever the classes' shares. */
static void
test_chance (void)
{
  const gsize         n = 20000, n_raters = 4;
  g_autofree int32_t *ratings = g_new (int32_t, n * n_raters);
  LwRandom            random = lw_random_new (9);

  for (gsize i = 0; i < n * n_raters; i++)
    ratings[i] = lw_random_chance (&random, 0.8) ? 0 : (int32_t) lw_random_below (&random, 3);

  g_assert_cmpfloat_with_epsilon (lw_agreement_fleiss (ratings, n, n_raters, 3), 0, 0.02);
  g_assert_cmpfloat_with_epsilon (lw_agreement_cohen (ratings, n, n_raters, 3, 1, 3, LW_DISAGREEMENT_INTERVAL), 0, 0.03);
  g_assert_cmpfloat_with_epsilon (lw_agreement_krippendorff (ratings, n, n_raters, 3, LW_DISAGREEMENT_NOMINAL), 0, 0.02);
  /* Where chance is taken to be even, the frequent class looks like agreement. */
  g_assert_cmpfloat (lw_agreement_randolph (ratings, n, n_raters, 3), >, 0.3);
}

static void
test_all_or_nothing (void)
{
  const int32_t same[] = { 0, 0, 1, 1, 2, 2 }, one_class[] = { 1, 1, 1, 1 }, missing[] = { 0, NONE, NONE, 1 };

  g_assert_cmpfloat (lw_agreement_fleiss (same, 3, 2, 3), ==, 1);
  g_assert_cmpfloat (lw_agreement_krippendorff (same, 3, 2, 3, LW_DISAGREEMENT_ORDINAL), ==, 1);
  g_assert_true (isnan (lw_agreement_cohen (one_class, 2, 2, 2, 0, 1, LW_DISAGREEMENT_NOMINAL)));
  g_assert_true (isnan (lw_agreement_fleiss (one_class, 2, 2, 2)));
  g_assert_true (isnan (lw_agreement_krippendorff (missing, 2, 2, 2, LW_DISAGREEMENT_NOMINAL)));
  g_assert_true (isnan (lw_agreement_observed (missing, 2, 2)));
}

/* --- The reference cases --- */

/* By the name of the figure in the reference's table; NaN for one that is not known. */
static gdouble
compute (const gchar  *figure,
         const gint32 *ratings,
         gsize         n,
         gsize         n_raters,
         gsize         n_classes)
{
  static const gchar *const distances[] = { "nominal", "ordinal", "interval", "ratio" };
  g_auto (GStrv) parts = g_strsplit (figure, "_", -1);
  LwDisagreement weights = LW_DISAGREEMENT_NOMINAL;

  if (g_str_equal (figure, "fleiss_kappa"))
    return lw_agreement_fleiss (ratings, n, n_raters, n_classes);
  if (g_str_equal (figure, "randolph_kappa"))
    return lw_agreement_randolph (ratings, n, n_raters, n_classes);

  if (g_str_equal (parts[0], "cohen"))
    {
      if (g_str_equal (parts[1], "linear"))
        weights = LW_DISAGREEMENT_LINEAR;
      else if (g_str_equal (parts[1], "quadratic"))
        weights = LW_DISAGREEMENT_INTERVAL;

      return lw_agreement_cohen (ratings, n, n_raters, n_classes, g_ascii_strtoull (parts[2], NULL, 10),
                                 g_ascii_strtoull (parts[3], NULL, 10), weights);
    }

  for (guint i = 0; i < G_N_ELEMENTS (distances); i++)
    if (g_str_equal (parts[1], distances[i]))
      return lw_agreement_krippendorff (ratings, n, n_raters, n_classes, i);

  g_assert_not_reached ();
}

static void
test_reference (void)
{
  g_autofree gchar *path = g_build_filename (g_getenv ("LW_SHARED_DATA") != NULL ? g_getenv ("LW_SHARED_DATA") : "", "..", "golden",
                                             "agreement", "expected.csv", NULL);
  g_autofree gchar *text = NULL;
  g_auto (GStrv) lines = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    {
      g_test_skip ("the reference programs' numbers are not here");
      return;
    }

  lines = g_strsplit (g_strchomp (text), "\n", -1);
  for (gsize i = 1; lines[i] != NULL; i++)
    {
      g_auto (GStrv) fields = g_strsplit (lines[i], ",", -1);
      g_autoptr (LwTestTable) labels = lw_test_golden_read ("agreement", fields[0], "labels");
      g_autofree gint32 *ratings = g_new (gint32, labels->n_rows * labels->n_columns);
      gsize              n_classes = 0;
      gdouble            value, wanted = g_ascii_strtod (fields[2], NULL);

      for (gsize j = 0; j < labels->n_rows * labels->n_columns; j++)
        {
          ratings[j] = (gint32) labels->values[j];
          n_classes = MAX (n_classes, (gsize) (ratings[j] + 1));
        }

      value = compute (fields[1], ratings, labels->n_rows, labels->n_columns, n_classes);
      if (!(lw_test_largest_error (&value, &wanted, 1) < 1e-9))
        g_error ("%s %s: %.17g, not %.17g", fields[0], fields[1], value, wanted);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/agreement/krippendorff", test_krippendorff);
  g_test_add_func ("/agreement/cohen", test_cohen);
  g_test_add_func ("/agreement/chance", test_chance);
  g_test_add_func ("/agreement/all-or-nothing", test_all_or_nothing);
  g_test_add_func ("/agreement/reference", test_reference);

  return g_test_run ();
}

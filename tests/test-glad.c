/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-glad.h"

#include "lw-minimise.h"
#include "lw-random.h"
#include "lw-test-golden.h"

#include <glib.h>
#include <math.h>

/* --- The minimum --- */

static guint n_calls;

/* Rosenbrock's valley in pairs of numbers: the least value 0 is at (1, 1). */
static gdouble
valley (const gdouble *x,
        gpointer       data,
        gdouble       *gradient)
{
  const gsize n = *(gsize *) data;
  gdouble     value = 0;

  n_calls++;
  for (gsize i = 0; i < n; i += 2)
    {
      const gdouble across = x[i + 1] - x[i] * x[i];

      value += 100 * across * across + (1 - x[i]) * (1 - x[i]);
      gradient[i] = -400 * x[i] * across - 2 * (1 - x[i]);
      gradient[i + 1] = 200 * across;
    }

  return value;
}

static void
test_minimise (void)
{
  gsize     n = 6;
  gdouble   x[] = { -1.2, 1, 0, 0, 3, -4 };
  LwMinimum found;

  n_calls = 0;
  found = lw_minimise (valley, &n, x, n, 3, 1e-9);
  g_assert_false (found.has_converged);
  g_assert_cmpuint (found.n_iterations, ==, 3);

  found = lw_minimise (valley, &n, x, n, 500, 1e-9);
  g_assert_true (found.has_converged);
  g_assert_cmpfloat (found.value, <, 1e-15);
  for (guint i = 0; i < 6; i++)
    g_assert_cmpfloat_with_epsilon (x[i], 1, 1e-8);
  g_assert_cmpuint (n_calls, <, 250);
}

/* --- The model --- */

typedef struct
{
  guint32 *truth, *workers, *labels;
  gsize   *begins;
  gdouble *abilities, *log_eases;
} Crowd;

static LwAnswers
make_crowd (Crowd *crowd,
            gsize  n_tasks,
            gsize  n_workers,
            gsize  n_classes)
{
  LwRandom random = lw_random_new (31);

  crowd->truth = g_new (guint32, n_tasks);
  crowd->workers = g_new (guint32, n_tasks * n_workers);
  crowd->labels = g_new (guint32, n_tasks * n_workers);
  crowd->begins = g_new0 (gsize, n_tasks + 1);
  crowd->abilities = g_new (gdouble, n_workers);
  crowd->log_eases = g_new (gdouble, n_tasks);

  /* One of them is wrong on purpose. */
  for (gsize w = 0; w < n_workers; w++)
    crowd->abilities[w] = w == 0 ? -1 : 0.5 + lw_random_normal (&random) * 0.7;

  for (gsize t = 0; t < n_tasks; t++)
    {
      crowd->truth[t] = (guint32) lw_random_below (&random, n_classes);
      crowd->log_eases[t] = lw_random_normal (&random);

      for (gsize w = 0; w < n_workers; w++)
        {
          const gdouble right = 1 / (1 + exp (-crowd->abilities[w] * exp (crowd->log_eases[t])));
          const guint32 other = (guint32) (lw_random_below (&random, n_classes - 1) + 1);
          const gsize   i = t * n_workers + w;

          crowd->workers[i] = (guint32) w;
          crowd->labels[i] = (crowd->truth[t] + (lw_random_chance (&random, right) ? 0 : other)) % (guint32) n_classes;
        }
      crowd->begins[t + 1] = (t + 1) * n_workers;
    }

  return (LwAnswers){ n_tasks, n_workers, n_classes, crowd->begins, crowd->workers, crowd->labels };
}

static void
clear_crowd (Crowd *crowd)
{
  g_free (crowd->truth);
  g_free (crowd->workers);
  g_free (crowd->labels);
  g_free (crowd->begins);
  g_free (crowd->abilities);
  g_free (crowd->log_eases);
}

static gdouble
correlate (const gdouble *a,
           const gdouble *b,
           gsize          n)
{
  gdouble sum_a = 0, sum_b = 0, aa = 0, ab = 0, bb = 0;

  for (gsize i = 0; i < n; i++)
    {
      sum_a += a[i];
      sum_b += b[i];
      aa += a[i] * a[i];
      ab += a[i] * b[i];
      bb += b[i] * b[i];
    }

  return (ab - sum_a * sum_b / (gdouble) n) /
         sqrt ((aa - sum_a * sum_a / (gdouble) n) * (bb - sum_b * sum_b / (gdouble) n));
}

static gsize
count_right (const gdouble   *probabilities,
             const LwAnswers *answers,
             const guint32   *truth)
{
  gsize n = 0;

  for (gsize t = 0; t < answers->n_tasks; t++)
    {
      const gdouble *row = probabilities + t * answers->n_classes;
      gsize          best = 0;

      for (gsize j = 1; j < answers->n_classes; j++)
        best = row[j] > row[best] ? j : best;
      n += best == truth[t];
    }

  return n;
}

static void
test_simulated (void)
{
  Crowd     crowd;
  LwAnswers answers = make_crowd (&crowd, 400, 12, 3);
  LwGlad   *glad = lw_glad_new (&answers);
  gdouble   start = lw_glad_get_likelihood (glad), first, last;
  gsize     n_iterations, n_right, n_vote = 0;

  lw_glad_run (glad, 1, 1e-6);
  first = lw_glad_get_likelihood (glad);
  g_assert_true (lw_glad_run (glad, 1000, 1e-6));
  last = lw_glad_get_likelihood (glad);
  g_assert_cmpfloat (first, >, start);
  g_assert_cmpfloat (last, >, first);

  /* There it stays. */
  n_iterations = lw_glad_get_n_iterations (glad);
  g_assert_true (lw_glad_run (glad, 1000, 1e-6));
  g_assert_cmpuint (lw_glad_get_n_iterations (glad), <=, n_iterations + 10);
  g_assert_cmpfloat_with_epsilon (lw_glad_get_likelihood (glad), last, 1e-6);

  g_assert_cmpfloat (correlate (lw_glad_get_abilities (glad), crowd.abilities, 12), >, 0.9);
  g_assert_cmpfloat (correlate (lw_glad_get_log_eases (glad), crowd.log_eases, 400), >, 0.5);
  g_assert_cmpfloat (lw_glad_get_abilities (glad)[0], <, 0);

  for (gsize t = 0; t < 400; t++)
    {
      guint counts[3] = { 0 };

      for (gsize i = crowd.begins[t]; i < crowd.begins[t + 1]; i++)
        counts[crowd.labels[i]]++;
      n_vote += counts[crowd.truth[t]] > counts[(crowd.truth[t] + 1) % 3] && counts[crowd.truth[t]] > counts[(crowd.truth[t] + 2) % 3];
    }

  n_right = count_right (lw_glad_get_probabilities (glad), &answers, crowd.truth);
  g_test_message ("right: %" G_GSIZE_FORMAT ", by vote %" G_GSIZE_FORMAT, n_right, n_vote);
  g_assert_cmpuint (n_right, >, n_vote + 10);

  lw_glad_free (glad);
  clear_crowd (&crowd);
}

/* One worker, one task, two classes: which one they said cannot tell how able they are, so the
 * priors stay, and the answer is right with probability 1 / (1 + exp (-e)). */
static void
test_one_answer (void)
{
  LwAnswers answers = { 1, 1, 2, (const gsize[]){ 0, 1 }, (const guint32[]){ 0 }, (const guint32[]){ 1 } };
  LwGlad   *glad = lw_glad_new (&answers);

  g_assert_true (lw_glad_run (glad, 100, 1e-9));
  g_assert_cmpfloat_with_epsilon (lw_glad_get_abilities (glad)[0], 1, 1e-6);
  g_assert_cmpfloat_with_epsilon (lw_glad_get_log_eases (glad)[0], 1, 1e-6);
  g_assert_cmpfloat_with_epsilon (lw_glad_get_probabilities (glad)[1], 1 / (1 + exp (-exp (1))), 1e-6);
  lw_glad_free (glad);
}

/* The reference ends after two iterations, each with an optimiser of its own. */
static void
test_reference (void)
{
  g_auto (GStrv) names = lw_test_golden_list ("crowd");

  for (gsize c = 0; names != NULL && names[c] != NULL; c++)
    {
      g_autoptr (LwTestTable) wanted = lw_test_golden_read ("crowd", names[c], "glad_probas");
      g_autoptr (LwTestTable) table = lw_test_golden_read ("crowd", names[c], "annotations");
      LwAnswers answers = { 0 };
      gsize     n_same = 0, n;
      LwGlad   *glad;

      if (wanted == NULL)
        continue;

      n = table->n_rows;
      g_autofree guint32 *tasks = (guint32 *) lw_test_table_dup_ints (table, 0), *workers = (guint32 *) lw_test_table_dup_ints (table, 1);
      g_autofree guint32 *labels = (guint32 *) lw_test_table_dup_ints (table, 2);
      g_autofree guint32 *grouped_workers = g_new (guint32, n), *grouped_labels = g_new (guint32, n);
      g_autofree gsize   *begins = g_new (gsize, wanted->n_rows + 1);

      lw_answers_group (tasks, workers, labels, n, wanted->n_rows, begins, grouped_workers, grouped_labels);
      answers = (LwAnswers){ wanted->n_rows, 0, wanted->n_columns, begins, grouped_workers, grouped_labels };
      for (gsize i = 0; i < n; i++)
        answers.n_workers = MAX (answers.n_workers, workers[i] + 1);

      glad = lw_glad_new (&answers);
      lw_glad_run (glad, 2, 1e-6);

      for (gsize t = 0; t < answers.n_tasks; t++)
        {
          const gdouble *own = lw_glad_get_probabilities (glad) + t * answers.n_classes, *row = wanted->values + t * answers.n_classes;
          gsize          best = 0, best_wanted = 0;

          for (gsize j = 1; j < answers.n_classes; j++)
            {
              best = own[j] > own[best] ? j : best;
              best_wanted = row[j] > row[best_wanted] ? j : best_wanted;
            }
          n_same += best == best_wanted;
        }

      g_test_message ("%s: %" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT " alike", names[c], n_same, answers.n_tasks);
      g_assert_cmpuint (n_same, >=, answers.n_tasks * 90 / 100);
      lw_glad_free (glad);
    }

  if (names == NULL)
    g_test_skip ("the reference programs' numbers are not here");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/glad/minimise", test_minimise);
  g_test_add_func ("/glad/simulated", test_simulated);
  g_test_add_func ("/glad/one-answer", test_one_answer);
  g_test_add_func ("/glad/reference", test_reference);

  return g_test_run ();
}

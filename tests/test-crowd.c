/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-crowdlab.h"
#include "lw-dawid-skene.h"
#include "lw-mace.h"
#include "lw-random.h"
#include "lw-vote.h"

#include <glib.h>
#include <math.h>

/* --- Simulated workers: some good, some who mix classes up, some who always say the same --- */

#define N_TASKS 600
#define N_WORKERS 9
#define N_CLASSES 3
#define N_ANSWERS (N_TASKS * 5)

typedef struct
{
  LwAnswers answers;
  uint32_t  tasks[N_ANSWERS], workers[N_ANSWERS], labels[N_ANSWERS];
  uint32_t  grouped_workers[N_ANSWERS], grouped_labels[N_ANSWERS];
  size_t    begins[N_TASKS + 1];
  uint32_t  truth[N_TASKS];
  double    probabilities[N_TASKS * N_CLASSES]; /* of a classifier that is right in 85 % */
} Crowd;

static uint32_t
answer (LwRandom *random,
        uint32_t  worker,
        uint32_t  truth)
{
  /* Good, careless, spamming, and one who takes 0 and 1 for each other. */
  if (worker < 3)
    return lw_random_chance (random, 0.9) ? truth : (uint32_t) lw_random_below (random, N_CLASSES);
  if (worker < 6)
    return lw_random_chance (random, 0.6) ? truth : (uint32_t) lw_random_below (random, N_CLASSES);
  if (worker < 8)
    return 2;

  return truth == 2 ? 2 : lw_random_chance (random, 0.9) ? 1 - truth
                                                         : truth;
}

static void
predict (LwRandom *random,
         uint32_t  truth,
         double   *row)
{
  const uint32_t guess = lw_random_chance (random, 0.85) ? truth : (uint32_t) lw_random_below (random, N_CLASSES);

  for (uint32_t j = 0; j < N_CLASSES; j++)
    row[j] = j == guess ? 0.8 : 0.1;
}

static void
crowd_fill (Crowd   *crowd,
            uint64_t seed)
{
  LwRandom random = lw_random_new (seed);

  for (uint32_t t = 0; t < N_TASKS; t++)
    {
      const uint32_t first = (uint32_t) lw_random_below (&random, N_WORKERS);

      crowd->truth[t] = (uint32_t) lw_random_below (&random, N_CLASSES);
      predict (&random, crowd->truth[t], crowd->probabilities + t * N_CLASSES);

      for (uint32_t i = 0; i < 5; i++)
        {
          /* Not in the order of the tasks. */
          const uint32_t place = i * N_TASKS + t;

          crowd->tasks[place] = t;
          crowd->workers[place] = (first + i) % N_WORKERS;
          crowd->labels[place] = answer (&random, crowd->workers[place], crowd->truth[t]);
        }
    }

  lw_answers_group (crowd->tasks, crowd->workers, crowd->labels, N_ANSWERS, N_TASKS, crowd->begins,
                    crowd->grouped_workers, crowd->grouped_labels);
  crowd->answers = (LwAnswers){ N_TASKS, N_WORKERS, N_CLASSES, crowd->begins, crowd->grouped_workers,
                                crowd->grouped_labels };
}

static double
measure_accuracy (const Crowd  *crowd,
                  const double *probabilities)
{
  uint32_t winners[N_TASKS];
  double   n = 0;

  lw_vote_winners (&crowd->answers, probabilities, winners);
  for (guint t = 0; t < N_TASKS; t++)
    n += winners[t] == crowd->truth[t];

  return n / N_TASKS;
}

static void
set_up (Crowd        *crowd,
        gconstpointer data)
{
  crowd_fill (crowd, 21);
}

static void
tear_down (Crowd        *crowd,
           gconstpointer data)
{
}

/* --- Votes --- */

/* Two tasks by hand; the third has no answer. */
static void
test_vote (void)
{
  const size_t    begins[] = { 0, 3, 5, 5 };
  const uint32_t  workers[] = { 0, 1, 2, 0, 1 }, labels[] = { 1, 1, 0, 0, 1 };
  const LwAnswers answers = { 3, 4, 2, begins, workers, labels };
  double          shares[6], skills[4];
  uint32_t        winners[3];

  lw_vote_shares (&answers, NULL, shares);
  g_assert_cmpfloat_with_epsilon (shares[1], 2.0 / 3, 1e-15);
  g_assert_cmpfloat (shares[2], ==, 0.5);
  g_assert_cmpfloat (shares[4], ==, 0);

  lw_vote_winners (&answers, shares, winners);
  g_assert_cmpuint (winners[0], ==, 1);
  g_assert_cmpuint (winners[1], ==, 0);

  lw_vote_skills (&answers, winners, skills);
  g_assert_cmpfloat (skills[0], ==, 1);
  g_assert_cmpfloat (skills[1], ==, 0.5);
  g_assert_cmpfloat (skills[2], ==, 0);
  g_assert_true (isnan (skills[3]));

  lw_vote_wawa (&answers, shares, skills);
  g_assert_cmpfloat (shares[1], ==, 1);
  g_assert_cmpfloat_with_epsilon (shares[2], 1 / 1.5, 1e-15);
}

/* --- Models --- */

static void
test_dawid_skene (Crowd        *crowd,
                  gconstpointer data)
{
  double        shares[N_TASKS * N_CLASSES], skills[N_WORKERS];
  LwDawidSkene *model = lw_dawid_skene_new (&crowd->answers, LW_DAWID_SKENE_FULL);
  double        accuracy;

  lw_vote_shares (&crowd->answers, NULL, shares);
  g_assert_cmpuint (lw_dawid_skene_run (model, 100, 1e-5), <, 100);
  accuracy = measure_accuracy (crowd, lw_dawid_skene_get_probabilities (model));
  g_test_message ("vote %.3f, model %.3f", measure_accuracy (crowd, shares), accuracy);
  g_assert_cmpfloat (accuracy, >, measure_accuracy (crowd, shares) + 0.03);

  /* Who takes two classes for each other is seen through, and of use. */
  g_assert_cmpfloat (lw_dawid_skene_get_error (model, 8, 1, 0), >, 0.8);
  g_assert_cmpfloat (lw_dawid_skene_get_error (model, 8, 2, 2), >, 0.8);
  g_assert_true (isnan (lw_dawid_skene_get_error (model, 7, 0, 0)));

  lw_dawid_skene_get_skills (model, skills);
  g_assert_cmpfloat_with_epsilon (skills[0], 0.93, 0.04);
  g_assert_cmpfloat_with_epsilon (skills[7], 0.33, 0.06);
  lw_dawid_skene_free (model);
}

static void
test_one_coin (Crowd        *crowd,
               gconstpointer data)
{
  LwDawidSkene *model = lw_dawid_skene_new (&crowd->answers, LW_DAWID_SKENE_ONE_COIN);
  double        shares[N_TASKS * N_CLASSES];

  lw_vote_shares (&crowd->answers, NULL, shares);
  lw_dawid_skene_run (model, 100, 1e-5);
  g_assert_cmpfloat (measure_accuracy (crowd, lw_dawid_skene_get_probabilities (model)), >,
                     measure_accuracy (crowd, shares));
  lw_dawid_skene_free (model);
}

static void
test_mace (Crowd        *crowd,
           gconstpointer data)
{
  for (LwMaceKind kind = LW_MACE_VARIATIONAL; kind <= LW_MACE_EM; kind++)
    {
      LwMace *model = lw_mace_new (&crowd->answers, kind);
      double  probabilities[N_TASKS * N_CLASSES], shares[N_TASKS * N_CLASSES];

      lw_vote_shares (&crowd->answers, NULL, shares);
      lw_mace_run (model, 4, 50, 1);
      lw_mace_get_probabilities (model, probabilities);
      g_assert_cmpfloat (measure_accuracy (crowd, probabilities), >, measure_accuracy (crowd, shares));

      /* Those who always say the same spam, the good ones know. */
      g_assert_cmpfloat (lw_mace_get_spamming (model)[2 * 7 + 1], <, 0.1);
      g_assert_cmpfloat (lw_mace_get_spamming (model)[2 * 0 + 1], >, 0.75);
      lw_mace_free (model);
    }
}

/* --- CROWDLAB --- */

static void
test_crowdlab (Crowd        *crowd,
               gconstpointer data)
{
  const double *models[] = { crowd->probabilities };
  LwCrowdlab   *crowdlab =
      lw_crowdlab_new (&crowd->answers, models, 1, LW_CROWDLAB_BEST_QUALITY, LW_CROWDLAB_MODEL);
  LwCrowdlabAnnotator annotators[N_WORKERS];
  double              shares[N_TASKS * N_CLASSES], quality[N_TASKS];
  double              right = 0, n_right = 0, wrong = 0, accuracy;

  lw_vote_shares (&crowd->answers, NULL, shares);
  accuracy = measure_accuracy (crowd, lw_crowdlab_get_posterior (crowdlab));
  g_test_message ("accuracy %.3f", accuracy);
  g_assert_cmpfloat (accuracy, >, measure_accuracy (crowd, shares));
  g_assert_cmpfloat (accuracy, >=, measure_accuracy (crowd, crowd->probabilities));

  lw_crowdlab_get_quality (crowdlab, quality);
  for (guint t = 0; t < N_TASKS; t++)
    if (lw_crowdlab_get_labels (crowdlab)[t] == crowd->truth[t])
      {
        right += quality[t];
        n_right++;
      }
    else
      wrong += quality[t];
  g_assert_cmpfloat (right / n_right, >, wrong / (N_TASKS - n_right) + 0.1);

  lw_crowdlab_get_annotators (crowdlab, annotators);
  g_assert_cmpfloat (annotators[0].quality, >, annotators[4].quality);
  g_assert_cmpfloat (annotators[4].quality, >, annotators[8].quality);
  g_assert_cmpuint (annotators[7].worst_class, ==, 2);
  lw_crowdlab_free (crowdlab);
}

/* A tie is settled by the probability, else by the rarer class, else by who is right elsewhere,
 * else by the lower class; also where every item is tied. */
static void
test_ladder (void)
{
  const size_t    begins[] = { 0, 2, 4 };
  const uint32_t  workers[] = { 0, 1, 0, 1 }, labels[] = { 0, 1, 2, 1 };
  const double    rows[] = { 0.2, 0.5, 0.3, 0.1, 0.1, 0.8 };
  const LwAnswers tied = { 2, 2, 3, begins, workers, labels };
  const size_t    skill_begins[] = { 0, 3, 5 };
  const uint32_t  skill_workers[] = { 0, 1, 2, 0, 1 }, skill_labels[] = { 1, 0, 1, 1, 0 };
  const LwAnswers skilled = { 2, 3, 2, skill_begins, skill_workers, skill_labels };
  uint32_t        winners[2];

  lw_crowdlab_vote (&tied, rows, winners);
  g_assert_cmpuint (winners[0], ==, 1);
  g_assert_cmpuint (winners[1], ==, 2);

  /* Class 1 was given twice. */
  lw_crowdlab_vote (&tied, NULL, winners);
  g_assert_cmpuint (winners[0], ==, 0);
  g_assert_cmpuint (winners[1], ==, 2);

  lw_crowdlab_vote (&skilled, NULL, winners);
  g_assert_cmpuint (winners[0], ==, 1);
  g_assert_cmpuint (winners[1], ==, 0);
}

static void
test_temperature (Crowd        *crowd,
                  gconstpointer data)
{
  double sharp[N_TASKS * N_CLASSES], mild[N_TASKS * N_CLASSES];

  lw_crowdlab_scale (crowd->probabilities, N_TASKS, N_CLASSES, 0.5, sharp);
  lw_crowdlab_scale (crowd->probabilities, N_TASKS, N_CLASSES, 1, mild);
  g_assert_cmpfloat_with_epsilon (mild[0], crowd->probabilities[0], 1e-12);

  /* What was sharpened has to be softened more. */
  g_assert_cmpfloat (lw_crowdlab_choose_temperature (&crowd->answers, sharp), >,
                     lw_crowdlab_choose_temperature (&crowd->answers, crowd->probabilities));
}

/* An item that is labelled by many who agree needs no further label; a doubtful one does. */
static void
test_active (Crowd        *crowd,
             gconstpointer data)
{
  const double unlabelled[] = { 0.98, 0.01, 0.01, 0.34, 0.33, 0.33 };
  double       scores[N_TASKS], further[2], alone[2];

  lw_crowdlab_score_active (&crowd->answers, crowd->probabilities, unlabelled, 2, N_CLASSES, scores, further);
  g_assert_cmpfloat (further[0], >, further[1]);
  for (guint t = 0; t < N_TASKS; t++)
    g_assert_true (scores[t] > 0 && scores[t] <= 1);

  lw_crowdlab_score_active (NULL, NULL, unlabelled, 2, N_CLASSES, NULL, alone);
  g_assert_cmpfloat_with_epsilon (alone[0], (0.98 + 1.0 / 3) / 2, 1e-12);
}

#define ADD(path, func) g_test_add ("/crowd/" path, Crowd, NULL, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/crowd/vote", test_vote);
  ADD ("dawid-skene", test_dawid_skene);
  ADD ("one-coin", test_one_coin);
  ADD ("mace", test_mace);
  ADD ("crowdlab", test_crowdlab);
  g_test_add_func ("/crowd/ladder", test_ladder);
  ADD ("temperature", test_temperature);
  ADD ("active", test_active);

  return g_test_run ();
}

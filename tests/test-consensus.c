/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-consensus.h"

#include "lw-random.h"
#include "lw-test-golden.h"

#include <glib.h>
#include <math.h>

#define N_BINS 10

/* How many of @n_tasks items in each range of probability are right, against what was said. */
typedef struct
{
  gdouble n[N_BINS], said[N_BINS], right[N_BINS];
} Calibration;

static void
add_item (Calibration *self,
          gdouble      probability,
          gboolean     is_right)
{
  const guint bin = MIN ((guint) (probability * N_BINS), N_BINS - 1);

  self->n[bin]++;
  self->said[bin] += probability;
  self->right[bin] += is_right;
}

static gdouble
get_error (const Calibration *self)
{
  gdouble n = 0, error = 0;

  for (guint i = 0; i < N_BINS; i++)
    {
      n += self->n[i];
      error += fabs (self->said[i] - self->right[i]);
    }

  return error / n;
}

/* --- Simulated annotators --- */

typedef struct
{
  gsize     n_tasks, n_workers, n_classes;
  gdouble   labels_per_item, skill_min, skill_max;
  gdouble   signal, temperature; /* of the classifier: how much it sees, how it misstates it */
  guint32  *truth;
  gdouble  *probabilities, *skills;
  gsize    *begins;
  guint32  *workers, *labels;
  LwAnswers answers;
} Crowd;

static void
classify (Crowd    *self,
          LwRandom *random,
          gsize     item)
{
  gdouble *row = self->probabilities + item * self->n_classes, sum = 0;

  /* Normal numbers around the signal for the true class: their best logits are signal times them. */
  for (gsize j = 0; j < self->n_classes; j++)
    {
      const gdouble seen = lw_random_normal (random) + (j == self->truth[item] ? self->signal : 0);

      sum += row[j] = exp (self->signal * seen / self->temperature);
    }
  for (gsize j = 0; j < self->n_classes; j++)
    row[j] /= sum;
}

static void
crowd_make (Crowd  *self,
            guint64 seed)
{
  LwRandom random = lw_random_new_stream (21, seed);
  gsize    n = 0;

  self->truth = g_new (guint32, self->n_tasks);
  self->probabilities = g_new (gdouble, self->n_tasks * self->n_classes);
  self->skills = g_new (gdouble, self->n_workers);
  self->begins = g_new0 (gsize, self->n_tasks + 1);
  self->workers = g_new (guint32, self->n_tasks * self->n_workers);
  self->labels = g_new (guint32, self->n_tasks * self->n_workers);

  for (gsize w = 0; w < self->n_workers; w++)
    self->skills[w] = lw_random_range (&random, self->skill_min, self->skill_max);

  for (gsize t = 0; t < self->n_tasks; t++)
    {
      const guint32 truth = self->truth[t] = (guint32) lw_random_below (&random, self->n_classes);

      classify (self, &random, t);
      for (gsize w = 0; w < self->n_workers; w++)
        if (lw_random_chance (&random, self->labels_per_item / (gdouble) self->n_workers))
          {
            const guint32 other = (guint32) (truth + 1 + lw_random_below (&random, self->n_classes - 1));

            self->workers[n] = (guint32) w;
            self->labels[n++] = lw_random_chance (&random, self->skills[w]) ? truth : other % (guint32) self->n_classes;
          }
      self->begins[t + 1] = n;
    }

  self->answers = (LwAnswers){ self->n_tasks, self->n_workers, self->n_classes, self->begins, self->workers, self->labels };
}

static void
crowd_clear (Crowd *self)
{
  g_free (self->truth);
  g_free (self->probabilities);
  g_free (self->skills);
  g_free (self->begins);
  g_free (self->workers);
  g_free (self->labels);
}

static gdouble
score (Crowd       *crowd,
       gsize        n_models,
       Calibration *calibration)
{
  const gdouble *const models[] = { crowd->probabilities };
  LwConsensus         *consensus = lw_consensus_new (&crowd->answers, models, n_models);
  g_autofree guint32  *labels = g_new (guint32, crowd->n_tasks);
  g_autofree gdouble  *probabilities = g_new (gdouble, crowd->n_tasks);
  const gdouble        temperature = n_models > 0 ? lw_consensus_get_temperature (consensus, 0) : NAN;

  lw_consensus_get_labels (consensus, labels, probabilities);
  for (gsize t = 0; t < crowd->n_tasks; t++)
    add_item (calibration, probabilities[t], labels[t] == crowd->truth[t]);

  lw_consensus_free (consensus);

  return temperature;
}

/* What is said to be right in so many cases is, over many crowds of one kind. */
static void
test_calibration (void)
{
  static const struct
  {
    gsize   n_tasks, n_workers, n_classes;
    gdouble labels_per_item, skill_min, skill_max, signal, temperature;
  } kinds[] = {
    { 500, 5, 4, 5, 0.6, 0.95, 1.6, 2 },
    { 300, 50, 3, 2.6, 0.5, 1, 1.5, 2 },
    { 600, 8, 10, 2.8, 0.5, 0.95, 1.8, 2.5 },
    { 300, 4, 2, 2.2, 0.65, 0.97, 1.3, 0.5 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    for (gsize n_models = 0; n_models < 2; n_models++)
      {
        Calibration calibration = { 0 };
        gdouble     log_temperature = 0;

        for (guint64 seed = 0; seed < 8; seed++)
          {
            Crowd crowd = { kinds[i].n_tasks, kinds[i].n_workers, kinds[i].n_classes, kinds[i].labels_per_item,
                            kinds[i].skill_min, kinds[i].skill_max, kinds[i].signal, kinds[i].temperature };

            crowd_make (&crowd, seed);
            log_temperature += log (score (&crowd, n_models, &calibration)) / 8;
            crowd_clear (&crowd);
          }

        g_test_message ("kind %u, %" G_GSIZE_FORMAT " classifiers: error %.4f, temperature %.3f of %.3f", i, n_models,
                        get_error (&calibration), exp (log_temperature), 1 / kinds[i].temperature);
        g_assert_cmpfloat (get_error (&calibration), <, 0.03);
        /* What undoes its misstatement is one over it. */
        if (n_models > 0)
          g_assert_cmpfloat_with_epsilon (exp (log_temperature) * kinds[i].temperature, 1, 0.15);
      }
}

/* An annotator with few labels is taken for an ordinary one. */
static void
test_shrinking (void)
{
  Crowd               crowd = { 400, 6, 3, 4, 0.8, 0.85, 1, 1 };
  LwConsensus        *consensus;
  g_autofree gdouble *skills = g_new (gdouble, 6);
  gdouble             sum = 0;

  crowd_make (&crowd, 1);

  /* Worker 5 keeps one label, a wrong one, and becomes nobody else. */
  for (gsize t = 0; t < crowd.n_tasks; t++)
    for (gsize i = crowd.begins[t]; i < crowd.begins[t + 1]; i++)
      if (crowd.workers[i] == 5)
        crowd.workers[i] = 0;
  crowd.workers[crowd.begins[20]] = 5;
  crowd.labels[crowd.begins[20]] = (crowd.truth[20] + 1) % 3;

  consensus = lw_consensus_new (&crowd.answers, NULL, 0);
  lw_consensus_get_skills (consensus, skills);
  g_assert_cmpfloat (skills[5], >, 0.6);
  g_assert_cmpfloat (skills[5], <, 0.9);

  for (guint observed = 0; observed < 3; observed++)
    sum += lw_consensus_get_error (consensus, 2, 1, observed);
  g_assert_cmpfloat_with_epsilon (sum, 1, 1e-9);
  g_assert_cmpfloat_with_epsilon (lw_consensus_get_error (consensus, 2, 1, 1), 0.825, 0.08);
  g_assert_true (lw_consensus_has_converged (consensus));

  lw_consensus_free (consensus);
  crowd_clear (&crowd);
}

/* The limits of a skill hold it about as often as they say. */
static void
test_skills (void)
{
  enum
  {
    N_WORKERS = 20,
    N_CROWDS = 15
  };
  guint n_held = 0;

  for (guint64 seed = 0; seed < N_CROWDS; seed++)
    {
      Crowd        crowd = { 200, N_WORKERS, 4, 5, 0.4, 1, 1, 1 };
      LwConsensus *consensus;
      LwInterval   skills[N_WORKERS];

      crowd_make (&crowd, seed);
      consensus = lw_consensus_new (&crowd.answers, NULL, 0);
      lw_consensus_get_skill_intervals (consensus, 0.95, skills);

      for (guint w = 0; w < N_WORKERS; w++)
        {
          g_assert_cmpfloat (skills[w].low, <, skills[w].value);
          g_assert_cmpfloat (skills[w].high, >, skills[w].value);
          n_held += skills[w].low <= crowd.skills[w] && crowd.skills[w] <= skills[w].high;
        }

      lw_consensus_free (consensus);
      crowd_clear (&crowd);
    }

  g_test_message ("%u of %d", n_held, N_WORKERS * N_CROWDS);
  g_assert_cmpuint (n_held, >=, N_WORKERS * N_CROWDS * 91 / 100);
  g_assert_cmpuint (n_held, <, N_WORKERS * N_CROWDS);
}

/* --- Whom to ask --- */

/* Against what it is by its definition: the entropy now less its mean over the answers that may
 * come, each with the posterior that it would lead to. */
static gdouble
expect_fall (const LwConsensus *consensus,
             gsize              task,
             gsize              worker,
             gsize              n_classes)
{
  const gdouble *row = lw_consensus_get_posterior (consensus) + task * n_classes;
  gdouble        fall = 0;

  for (gsize j = 0; j < n_classes; j++)
    fall -= row[j] > 0 ? row[j] * log (row[j]) : 0;

  for (gsize l = 0; l < n_classes; l++)
    {
      gdouble answer = 0;

      for (gsize j = 0; j < n_classes; j++)
        answer += row[j] * lw_consensus_get_error (consensus, worker, j, l);

      for (gsize j = 0; j < n_classes; j++)
        {
          const gdouble after = row[j] * lw_consensus_get_error (consensus, worker, j, l) / answer;

          fall += after > 0 ? answer * after * log (after) : 0;
        }
    }

  return fall;
}

static void
test_information (void)
{
  Crowd                      crowd = { 300, 6, 4, 2, 0.4, 0.99, 1, 1 };
  LwConsensus               *consensus;
  g_autofree gdouble        *information = g_new (gdouble, 6);
  g_autofree LwConsensusAsk *asks = g_new (LwConsensusAsk, 300);
  const guint8               is_available[6] = { 0, 0, 1, 0, 0, 0 };

  crowd_make (&crowd, 3);
  consensus = lw_consensus_new (&crowd.answers, NULL, 0);
  lw_consensus_choose_workers (consensus, NULL, asks);

  for (gsize t = 0; t < 300; t += 7)
    {
      guint best = 0;

      lw_consensus_measure_information (consensus, t, information);
      for (guint w = 0; w < 6; w++)
        {
          gboolean has_labelled = FALSE;

          for (gsize i = crowd.begins[t]; i < crowd.begins[t + 1]; i++)
            has_labelled |= crowd.workers[i] == w;

          g_assert_cmpfloat_with_epsilon (information[w], has_labelled ? 0 : expect_fall (consensus, t, w, 4), 1e-9);
          best = information[w] > information[best] ? w : best;
        }

      g_assert_cmpuint (asks[t].worker, ==, best);
      g_assert_cmpfloat (asks[t].information, ==, information[best]);
    }

  lw_consensus_choose_workers (consensus, is_available, asks);
  for (gsize t = 0; t < 300; t++)
    g_assert_true (asks[t].worker == 2 || (asks[t].worker == G_MAXUINT32 && asks[t].information == 0));

  lw_consensus_free (consensus);
  crowd_clear (&crowd);
}

/* --- Degenerate --- */

static void
test_degenerate (void)
{
  const gsize   begins[] = { 0, 0, 2, 3 };
  const guint32 workers[] = { 0, 1, 0 }, labels[] = { 0, 0, 0 };
  LwAnswers     answers = { 3, 2, 1, begins, workers, labels };
  const gdouble ones[] = { 1, 1, 1 }, *const models[] = { ones, ones };
  LwConsensus   *consensus = lw_consensus_new (&answers, models, 2);
  LwConsensusAsk asks[3];
  gdouble        probabilities[3];

  /* One class is certain. */
  lw_consensus_get_labels (consensus, NULL, probabilities);
  g_assert_cmpfloat_with_epsilon (probabilities[0], 1, 1e-12);
  lw_consensus_choose_workers (consensus, NULL, asks);
  g_assert_cmpfloat (asks[0].information, <, 1e-12);
  g_assert_cmpuint (asks[1].worker, ==, G_MAXUINT32);
  lw_consensus_free (consensus);

  /* Nobody has said anything. */
  answers = (LwAnswers){ 2, 0, 3, (const gsize[]){ 0, 0, 0 }, NULL, NULL };
  consensus = lw_consensus_new (&answers, NULL, 0);
  g_assert_cmpfloat_with_epsilon (lw_consensus_get_posterior (consensus)[4], 1 / 3.0, 1e-12);
  lw_consensus_free (consensus);

  /* No item. */
  answers.n_tasks = 0;
  consensus = lw_consensus_new (&answers, NULL, 0);
  lw_consensus_free (consensus);
}

/* --- The reference cases, with their truth --- */

static void
read_answers (const LwTestTable *labels,
              Crowd             *crowd)
{
  gsize n = 0;

  crowd->n_tasks = labels->n_rows;
  crowd->n_workers = labels->n_columns;
  crowd->begins = g_new0 (gsize, crowd->n_tasks + 1);
  crowd->workers = g_new (guint32, crowd->n_tasks * crowd->n_workers);
  crowd->labels = g_new (guint32, crowd->n_tasks * crowd->n_workers);

  for (gsize i = 0; i < labels->n_rows * labels->n_columns; i++)
    {
      if (labels->values[i] >= 0)
        {
          crowd->workers[n] = (guint32) (i % labels->n_columns);
          crowd->labels[n++] = (guint32) labels->values[i];
        }
      crowd->begins[i / labels->n_columns + 1] = n;
    }

  crowd->answers = (LwAnswers){ crowd->n_tasks, crowd->n_workers, crowd->n_classes, crowd->begins, crowd->workers, crowd->labels };
}

static void
test_reference (void)
{
  static const gchar *const names[] = { "digits_8annot", "dense_complete", "sparse_50annot" };
  gsize                     n_seen = 0;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (LwTestTable) labels = lw_test_golden_read ("multiannotator", names[i], "labels");
      g_autoptr (LwTestTable) probabilities = lw_test_golden_read ("multiannotator", names[i], "pred_probs");
      g_autoptr (LwTestTable) truth = lw_test_golden_read ("multiannotator", names[i], "true_labels");
      Crowd crowd = { 0 };

      if (labels == NULL || probabilities == NULL || truth == NULL)
        continue;

      crowd.n_classes = probabilities->n_columns;
      read_answers (labels, &crowd);
      crowd.truth = (guint32 *) lw_test_table_dup_ints (truth, 0);
      crowd.probabilities = g_memdup2 (probabilities->values, sizeof (gdouble) * probabilities->n_rows * probabilities->n_columns);

      for (gsize n_models = 0; n_models < 2; n_models++)
        {
          Calibration calibration = { 0 };

          score (&crowd, n_models, &calibration);
          g_test_message ("%s, %" G_GSIZE_FORMAT " classifiers: error %.4f", names[i], n_models, get_error (&calibration));
          g_assert_cmpfloat (get_error (&calibration), <=, 0.03);
        }

      n_seen++;
      crowd_clear (&crowd);
    }

  if (n_seen == 0)
    g_test_skip ("the reference programs' numbers are not here");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/consensus/calibration", test_calibration);
  g_test_add_func ("/consensus/shrinking", test_shrinking);
  g_test_add_func ("/consensus/skills", test_skills);
  g_test_add_func ("/consensus/information", test_information);
  g_test_add_func ("/consensus/degenerate", test_degenerate);
  g_test_add_func ("/consensus/reference", test_reference);

  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-cli-private.h"

#include "lw-answer-set.h"
#include "lw-class-consensus.h"
#include "lw-crowdlab.h"
#include "lw-csv.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define ITEMS_HEAD "item,label,probability"
#define WORKERS_HEAD "worker,answers,quality,quality_low,quality_high\n"
#define ERRORS_HEAD "worker,observed,true,probability\n"
#define ASK_HEAD "item,score\n"
#define WHOM_HEAD "item,worker,information\n"

/* In the order of LwConsensusMethod. */
static const char *const method_names[] = { "majority", "wawa", "dawid-skene", "one-coin", "mace", "crowdlab", "glad", "calibrated" };

G_STATIC_ASSERT (G_N_ELEMENTS (method_names) == LW_N_CONSENSUS_METHODS);

/* The references' limits: of Dawid and Skene, and of MACE. */
#define N_ITERATIONS 100
#define N_MACE_ITERATIONS 50

/* More than it ever took. */
#define N_GLAD_ITERATIONS 10000

typedef struct
{
  char  *method, *probabilities_path, *out_path, *workers_path, *errors_path, *ask_path;
  int    n_iterations;
  double tolerance;

  LwAnswerSet *set;
  double      *probabilities, *all; /* of the items, and all rows of the file */
  gsize        n_all;
} ConsensusOptions;

static void
consensus_options_clear (ConsensusOptions *self)
{
  g_free (self->method);
  g_free (self->probabilities_path);
  g_free (self->out_path);
  g_free (self->workers_path);
  g_free (self->errors_path);
  g_free (self->ask_path);
  g_clear_pointer (&self->set, lw_answer_set_free);
  g_free (self->probabilities);
  g_free (self->all);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ConsensusOptions, consensus_options_clear)

/* --- Tables --- */

static gboolean
write_items (const LwAnswerSet      *set,
             const LwClassConsensus *consensus,
             const char             *path,
             GError                **error)
{
  const gsize k = consensus->n_classes;
  g_autoptr (GString) text = g_string_new (ITEMS_HEAD);

  for (gsize j = 0; j < k; j++)
    {
      g_autofree char *name = g_strconcat ("p_", g_ptr_array_index (set->classes, j), NULL);

      g_string_append_c (text, ',');
      lw_csv_append_text (text, name);
    }
  g_string_append_c (text, '\n');

  for (gsize i = 0; i < consensus->n_tasks; i++)
    {
      const double *p = consensus->probabilities + i * k;

      lw_csv_append_text (text, g_ptr_array_index (set->items, i));
      g_string_append_c (text, ',');
      lw_csv_append_text (text, g_ptr_array_index (set->classes, consensus->labels[i]));
      g_string_append_c (text, ',');
      lw_csv_append_double (text, p[consensus->labels[i]]);

      for (gsize j = 0; j < k; j++)
        {
          g_string_append_c (text, ',');
          lw_csv_append_double (text, p[j]);
        }
      g_string_append_c (text, '\n');
    }

  return lw_cli_write_table (path, ITEMS_HEAD, text, error);
}

static gboolean
write_workers (const LwAnswerSet      *set,
               const LwClassConsensus *consensus,
               const char             *path,
               GError                **error)
{
  g_autoptr (GString) text = g_string_new (WORKERS_HEAD);

  for (gsize i = 0; i < consensus->n_workers; i++)
    {
      const LwWorkerQuality *worker = &consensus->workers[i];

      lw_csv_append_text (text, g_ptr_array_index (set->workers, i));
      g_string_append_printf (text, ",%zu,", worker->n_answers);
      lw_csv_append_double (text, worker->quality.value);
      g_string_append_c (text, ',');
      lw_csv_append_double (text, worker->quality.low);
      g_string_append_c (text, ',');
      lw_csv_append_double (text, worker->quality.high);
      g_string_append_c (text, '\n');
    }

  return lw_cli_write_table (path, WORKERS_HEAD, text, error);
}

/* What each worker answers for each true class; answers that were never given have no row. */
static gboolean
write_errors (const LwAnswerSet      *set,
              const LwClassConsensus *consensus,
              const char             *path,
              GError                **error)
{
  const gsize   k = consensus->n_classes;
  const double *p = consensus->errors;
  g_autoptr (GString) text = g_string_new (ERRORS_HEAD);

  for (gsize i = 0; i < consensus->n_workers; i++)
    for (gsize observed = 0; observed < k; observed++)
      for (gsize truth = 0; truth < k; truth++, p++)
        {
          if (isnan (*p))
            continue;

          lw_csv_append_text (text, g_ptr_array_index (set->workers, i));
          g_string_append_c (text, ',');
          lw_csv_append_text (text, g_ptr_array_index (set->classes, observed));
          g_string_append_c (text, ',');
          lw_csv_append_text (text, g_ptr_array_index (set->classes, truth));
          g_string_append_c (text, ',');
          lw_csv_append_double (text, *p);
          g_string_append_c (text, '\n');
        }

  return lw_cli_write_table (path, ERRORS_HEAD, text, error);
}

/* --- Whom to ask next --- */

/* The rows of the probabilities that no answer is of. */
static gsize *
find_unlabelled (const ConsensusOptions *self,
                 gsize                  *n_unlabelled)
{
  g_autofree guint8 *is_labelled = g_new0 (guint8, self->n_all);
  gsize             *rows = g_new (gsize, self->n_all);
  gsize              n = 0;

  for (gsize i = 0; i < self->set->answers.n_tasks; i++)
    is_labelled[g_ascii_strtoull (g_ptr_array_index (self->set->items, i), NULL, 10)] = 1;
  for (gsize row = 0; row < self->n_all; row++)
    if (!is_labelled[row])
      rows[n++] = row;

  *n_unlabelled = n;

  return rows;
}

static void
append_score (GString    *text,
              const char *item,
              double      score)
{
  lw_csv_append_text (text, item);
  g_string_append_c (text, ',');
  lw_csv_append_double (text, score);
  g_string_append_c (text, '\n');
}

/* The worker whose answer would say most about the item, and how much, in nats. */
static gboolean
write_whom (const LwAnswerSet      *set,
            const LwClassConsensus *consensus,
            const char             *path,
            GError                **error)
{
  g_autoptr (GString) text = g_string_new (WHOM_HEAD);

  for (gsize i = 0; i < consensus->n_tasks; i++)
    {
      const LwConsensusAsk *ask = &consensus->asks[i];

      lw_csv_append_text (text, g_ptr_array_index (set->items, i));
      g_string_append_c (text, ',');
      if (ask->worker < consensus->n_workers)
        lw_csv_append_text (text, g_ptr_array_index (set->workers, ask->worker));
      g_string_append_c (text, ',');
      lw_csv_append_double (text, ask->information);
      g_string_append_c (text, '\n');
    }

  return lw_cli_write_table (path, WHOM_HEAD, text, error);
}

static gboolean
write_worth (const ConsensusOptions *self,
             GError                **error)
{
  const LwAnswers   *answers = &self->set->answers;
  gsize              n;
  g_autofree gsize  *rows = find_unlabelled (self, &n);
  g_autofree double *unlabelled = g_new (double, n * answers->n_classes);
  g_autofree double *scores = g_new (double, answers->n_tasks);
  g_autofree double *unlabelled_scores = g_new (double, n);
  g_autoptr (GString) text = g_string_new (ASK_HEAD);

  for (gsize i = 0; i < n; i++)
    memcpy (unlabelled + i * answers->n_classes, self->all + rows[i] * answers->n_classes, sizeof (double) * answers->n_classes);

  lw_crowdlab_score_active (answers, self->probabilities, unlabelled, n, answers->n_classes, scores, unlabelled_scores);

  for (gsize i = 0; i < answers->n_tasks; i++)
    append_score (text, g_ptr_array_index (self->set->items, i), scores[i]);
  for (gsize i = 0; i < n; i++)
    {
      g_autofree char *item = g_strdup_printf ("%zu", rows[i]);

      append_score (text, item, unlabelled_scores[i]);
    }

  return lw_cli_write_table (self->ask_path, ASK_HEAD, text, error);
}

static gboolean
write_ask (const ConsensusOptions *self,
           const LwClassConsensus *consensus,
           GError                **error)
{
  return consensus->asks != NULL ? write_whom (self->set, consensus, self->ask_path, error) : write_worth (self, error);
}

/* --- The command --- */

static gboolean
check_options (const ConsensusOptions *self,
               LwConsensusMethod       method,
               GError                **error)
{
  const gboolean may_have_model = method == LW_CONSENSUS_CROWDLAB || method == LW_CONSENSUS_CALIBRATED;

  if (method == LW_CONSENSUS_CROWDLAB && self->probabilities_path == NULL)
    g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED, _ ("--method crowdlab needs --pred-probs"));
  else if (self->probabilities_path != NULL && !may_have_model)
    g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED, _ ("--pred-probs goes with --method crowdlab or calibrated"));
  else if (self->ask_path != NULL && !may_have_model)
    g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED, _ ("--ask goes with --method crowdlab or calibrated"));
  else if (self->errors_path != NULL && method != LW_CONSENSUS_DAWID_SKENE)
    g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED, _ ("--errors goes with --method dawid-skene"));
  else if (self->n_iterations < 0 || !(self->tolerance >= 0))
    g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _ ("--max-iter and --tol have to be 0 or more"));
  else
    return TRUE;

  return FALSE;
}

static gboolean
show (LwCli                  *self,
      const ConsensusOptions *given,
      const LwClassConsensus *consensus,
      LwFindings             *findings,
      GError                **error)
{
  const gboolean is_quiet = given->workers_path != NULL || given->errors_path != NULL || given->ask_path != NULL || self->json;

  if ((given->workers_path != NULL && !write_workers (given->set, consensus, given->workers_path, error)) ||
      (given->errors_path != NULL && consensus->errors != NULL && !write_errors (given->set, consensus, given->errors_path, error)) ||
      (given->ask_path != NULL && !write_ask (given, consensus, error)) ||
      ((given->out_path != NULL || !is_quiet) && !write_items (given->set, consensus, given->out_path, error)))
    return FALSE;

  if (self->json)
    return lw_cli_print_json (json_pack ("{s:I, s:I, s:I, s:I, s:I, s:o}", "items", (json_int_t) consensus->n_tasks, "workers",
                                         (json_int_t) consensus->n_workers, "classes", (json_int_t) consensus->n_classes, "answers",
                                         (json_int_t) lw_answers_get_n (&given->set->answers), "iterations",
                                         (json_int_t) consensus->n_iterations, "findings", lw_cli_json_from_findings (findings)),
                              error);

  lw_cli_warn (findings);

  return TRUE;
}

static gboolean
run (LwCli            *self,
     const char       *path,
     LwConsensusMethod method,
     ConsensusOptions *given,
     GError          **error)
{
  g_autoptr (LwFindings) findings = lw_findings_new ();
  g_autoptr (LwClassConsensus) consensus = NULL;
  LwClassConsensusOptions options = { .method = method, .tolerance = given->tolerance };

  if ((given->set = lw_answer_set_read (path, findings, self->cancellable, error)) == NULL)
    return FALSE;

  if (given->probabilities_path != NULL &&
      (given->probabilities = lw_answer_set_read_probabilities (given->set, given->probabilities_path, &given->all, &given->n_all,
                                                                self->cancellable, error)) == NULL)
    return FALSE;

  options.probabilities = given->probabilities;
  options.n_iterations_max = given->n_iterations > 0       ? (gsize) given->n_iterations
                             : method == LW_CONSENSUS_MACE ? N_MACE_ITERATIONS
                             : method == LW_CONSENSUS_GLAD ? N_GLAD_ITERATIONS
                                                           : N_ITERATIONS;
  consensus = lw_class_consensus_new (&given->set->answers, &options);

  return show (self, given, consensus, findings, error);
}

gboolean
lw_cli_consensus_classes (LwCli   *self,
                          int      argc,
                          char   **argv,
                          GError **error)
{
  g_auto (ConsensusOptions) given = { .tolerance = 1e-5 };
  const GOptionEntry entries[] = {
    { "method", 0, 0, G_OPTION_ARG_STRING, &given.method, N_ ("calibrated (the default), majority, wawa, dawid-skene, one-coin, mace, crowdlab or glad"), "METHOD" },
    { "pred-probs", 0, 0, G_OPTION_ARG_FILENAME, &given.probabilities_path, N_ ("A classifier's out-of-sample probabilities, a row an item: .csv or .npy"), "FILE" },
    { "max-iter", 0, 0, G_OPTION_ARG_INT, &given.n_iterations, N_ ("At most that many iterations (100; mace 50; glad as many as it takes)"), "N" },
    { "tol", 0, 0, G_OPTION_ARG_DOUBLE, &given.tolerance, N_ ("Stop when the bound on the evidence changes by less (0.00001)"), "T" },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &given.out_path, N_ ("Write the consensus here"), "FILE" },
    { "workers", 0, 0, G_OPTION_ARG_FILENAME, &given.workers_path, N_ ("Write how good each worker is here"), "FILE" },
    { "errors", 0, 0, G_OPTION_ARG_FILENAME, &given.errors_path, N_ ("Write what each worker takes for what here"), "FILE" },
    { "ask", 0, 0, G_OPTION_ARG_FILENAME, &given.ask_path, N_ ("Write here whom to ask next about each item; of crowdlab, how little one more answer is worth"), "FILE" },
    G_OPTION_ENTRY_NULL
  };
  int method;

  if (!lw_cli_parse (self, entries, &argc, &argv, 2, 2, error))
    return FALSE;

  if (given.method == NULL)
    given.method = g_strdup ("calibrated");

  method = lw_cli_choose ("--method", given.method, method_names, G_N_ELEMENTS (method_names), error);

  return method >= 0 && check_options (&given, (LwConsensusMethod) method, error) &&
         run (self, argv[2], (LwConsensusMethod) method, &given, error);
}

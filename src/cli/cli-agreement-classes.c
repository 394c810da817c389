/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-cli-private.h"

#include "lw-agreement.h"
#include "lw-answer-set.h"
#include "lw-csv.h"
#include "lw-parallel.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdio.h>

#define COEFFICIENTS_HEAD "coefficient,value,low,high\n"
#define PAIRS_HEAD "worker_a,worker_b,items,agreement,kappa,kappa_low,kappa_high\n"

#define WHY "chance alone would give this much agreement, or no item has two answers"

typedef struct
{
  char              *out_path, *pairs_path;
  LwBootstrapOptions bootstrap;
  gint64             seed;
  int                n_resamples, n_threads;
} AgreementOptions;

static void
agreement_options_clear (AgreementOptions *self)
{
  g_free (self->out_path);
  g_free (self->pairs_path);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AgreementOptions, agreement_options_clear)

/* --- Of all workers --- */

enum
{
  OBSERVED,
  FLEISS,
  RANDOLPH,
  NOMINAL, /* Krippendorff's alpha, and what follows */
  ORDINAL,
  INTERVAL,
  RATIO,
  N_COEFFICIENTS
};

static const char *const coefficient_ids[] = { "observed", "fleiss_kappa", "randolph_kappa", "krippendorff_nominal",
                                               "krippendorff_ordinal", "krippendorff_interval", "krippendorff_ratio" };

G_STATIC_ASSERT (G_N_ELEMENTS (coefficient_ids) == N_COEFFICIENTS);

/* Classes with names have no order, and nothing lies between two of them. */
static int
count_coefficients (const LwAnswerSet *set)
{
  return set->has_names ? ORDINAL : N_COEFFICIENTS;
}

static LwInterval
measure (const LwAnswerSet        *set,
         const int32_t            *ratings,
         gsize                     n_columns,
         int                       coefficient,
         const LwBootstrapOptions *options)
{
  const gsize n = set->answers.n_tasks, k = set->answers.n_classes;

  switch (coefficient)
    {
    case OBSERVED:
      return lw_agreement_observed_interval (ratings, n, n_columns, k, options);
    case FLEISS:
      return lw_agreement_fleiss_interval (ratings, n, n_columns, k, options);
    case RANDOLPH:
      return lw_agreement_randolph_interval (ratings, n, n_columns, k, options);
    default:
      return lw_agreement_krippendorff_interval (ratings, n, n_columns, k, (LwDisagreement) (LW_DISAGREEMENT_NOMINAL + coefficient - NOMINAL),
                                                 options);
    }
}

/* --- Of two workers --- */

typedef struct
{
  LwInterval agreement, kappa, linear, quadratic;
} PairAgreement;

static PairAgreement
measure_pair (const LwAnswerPair       *pair,
              gsize                     n_classes,
              const LwBootstrapOptions *options)
{
  const int32_t *ratings = (const int32_t *) (void *) pair->ratings->data;
  const gsize    n = pair->ratings->len / 2;
  gsize          n_equal = 0;

  for (gsize i = 0; i < n; i++)
    n_equal += ratings[2 * i] == ratings[2 * i + 1];

  return (PairAgreement){
    .agreement = lw_interval_exact ((double) n_equal, (double) n, options->confidence),
    .kappa = lw_agreement_cohen_interval (ratings, n, 2, n_classes, 0, 1, LW_DISAGREEMENT_NOMINAL, options),
    .linear = lw_agreement_cohen_interval (ratings, n, 2, n_classes, 0, 1, LW_DISAGREEMENT_LINEAR, options),
    .quadratic = lw_agreement_cohen_interval (ratings, n, 2, n_classes, 0, 1, LW_DISAGREEMENT_INTERVAL, options),
  };
}

/* --- All of it --- */

typedef struct
{
  LwAnswerSet   *set;
  GArray        *pairs; /* (element-type LwAnswerPair) */
  LwInterval     coefficients[N_COEFFICIENTS];
  PairAgreement *of_pairs;
} Agreement;

static void
agreement_clear (Agreement *self)
{
  g_clear_pointer (&self->pairs, g_array_unref);
  g_clear_pointer (&self->set, lw_answer_set_free);
  g_free (self->of_pairs);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Agreement, agreement_clear)

typedef struct
{
  Agreement                *agreement;
  const int32_t            *ratings;
  gsize                     n_columns;
  const LwBootstrapOptions *options;
  GCancellable             *cancellable;
} Measuring;

/* The coefficients of all workers, and then each pair. */
static bool
measure_cb (size_t i,
            void  *data)
{
  const Measuring *measuring = data;
  Agreement       *self = measuring->agreement;
  const gsize      n_coefficients = (gsize) count_coefficients (self->set);

  if (i < n_coefficients)
    self->coefficients[i] = measure (self->set, measuring->ratings, measuring->n_columns, (int) i, measuring->options);
  else
    self->of_pairs[i - n_coefficients] = measure_pair (&g_array_index (self->pairs, LwAnswerPair, i - n_coefficients),
                                                       self->set->answers.n_classes, measuring->options);

  return !g_cancellable_is_cancelled (measuring->cancellable);
}

static gboolean
measure_all (Agreement                *self,
             const LwBootstrapOptions *options,
             int                       n_threads,
             GCancellable             *cancellable,
             GError                  **error)
{
  gsize               n_columns;
  g_autofree int32_t *ratings = lw_answer_set_dup_ratings (self->set, &n_columns);
  Measuring           measuring = { self, ratings, n_columns, options, cancellable };

  self->pairs = lw_answer_set_list_pairs (self->set);
  self->of_pairs = g_new (PairAgreement, self->pairs->len);

  lw_parallel_for ((gsize) count_coefficients (self->set) + self->pairs->len, (unsigned) n_threads, measure_cb, &measuring);

  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}

/* --- Output --- */

static gboolean
write_coefficients (const Agreement *self,
                    const char      *path,
                    GError         **error)
{
  g_autoptr (GString) text = g_string_new (COEFFICIENTS_HEAD);

  for (int i = 0; i < count_coefficients (self->set); i++)
    {
      g_string_append (text, coefficient_ids[i]);
      lw_cli_append_interval (text, self->coefficients[i]);
      g_string_append_c (text, '\n');
    }

  return lw_cli_write_table (path, COEFFICIENTS_HEAD, text, error);
}

static gboolean
write_pairs (const Agreement *self,
             const char      *path,
             GError         **error)
{
  g_autoptr (GString) text = g_string_new (PAIRS_HEAD);

  for (guint i = 0; i < self->pairs->len; i++)
    {
      const LwAnswerPair *pair = &g_array_index (self->pairs, LwAnswerPair, i);

      lw_csv_append_text (text, g_ptr_array_index (self->set->workers, pair->a));
      g_string_append_c (text, ',');
      lw_csv_append_text (text, g_ptr_array_index (self->set->workers, pair->b));
      g_string_append_printf (text, ",%u,", pair->ratings->len / 2);
      lw_csv_append_double (text, self->of_pairs[i].agreement.value);
      lw_cli_append_interval (text, self->of_pairs[i].kappa);
      g_string_append_c (text, '\n');
    }

  return lw_cli_write_table (path, PAIRS_HEAD, text, error);
}

static json_t *
pair_to_json (const Agreement *self,
              guint            i)
{
  const LwAnswerPair  *pair = &g_array_index (self->pairs, LwAnswerPair, i);
  const PairAgreement *agreement = &self->of_pairs[i];
  json_t              *json = json_pack ("{s:o, s:o, s:I, s:o, s:o}", "a", lw_cli_json_text (g_ptr_array_index (self->set->workers, pair->a)), "b",
                                         lw_cli_json_text (g_ptr_array_index (self->set->workers, pair->b)), "items",
                                         (json_int_t) pair->ratings->len / 2, "agreement", lw_cli_json_from_interval (agreement->agreement, WHY),
                                         "cohen_kappa", lw_cli_json_from_interval (agreement->kappa, WHY));

  if (!self->set->has_names)
    {
      json_object_set_new (json, "cohen_kappa_linear", lw_cli_json_from_interval (agreement->linear, WHY));
      json_object_set_new (json, "cohen_kappa_quadratic", lw_cli_json_from_interval (agreement->quadratic, WHY));
    }

  return json;
}

/* Cohen's of two workers, Fleiss' of more. */
static json_t *
kappa_to_json (const Agreement *self)
{
  const bool is_cohen = self->set->answers.n_workers == 2 && self->pairs->len == 1;
  json_t    *json = lw_cli_json_from_interval (is_cohen ? self->of_pairs[0].kappa : self->coefficients[FLEISS], WHY);

  json_object_set_new (json, "kind", json_string (is_cohen ? "cohen" : "fleiss"));

  return json;
}

static json_t *
to_json (const Agreement *self,
         LwFindings      *findings)
{
  json_t *pairs = json_array ();
  json_t *json = json_pack ("{s:I, s:I, s:I, s:I}", "items", (json_int_t) self->set->answers.n_tasks, "workers",
                            (json_int_t) self->set->answers.n_workers, "classes", (json_int_t) self->set->answers.n_classes, "answers",
                            (json_int_t) lw_answers_get_n (&self->set->answers));

  json_object_set_new (json, "kappa", kappa_to_json (self));
  json_object_set_new (json, "alpha", lw_cli_json_from_interval (self->coefficients[NOMINAL], WHY));
  for (int i = 0; i < count_coefficients (self->set); i++)
    json_object_set_new (json, coefficient_ids[i], lw_cli_json_from_interval (self->coefficients[i], WHY));
  for (guint i = 0; i < self->pairs->len; i++)
    json_array_append_new (pairs, pair_to_json (self, i));

  json_object_set_new (json, "pairs", pairs);
  json_object_set_new (json, "findings", lw_cli_json_from_findings (findings));

  return json;
}

static void
print_all (const Agreement *self)
{
  printf (_ ("Items: %zu\nWorkers: %zu\n"), self->set->answers.n_tasks, self->set->answers.n_workers);
  for (int i = 0; i < count_coefficients (self->set); i++)
    lw_cli_print_interval (coefficient_ids[i], self->coefficients[i], WHY);

  puts (_ ("Cohen's kappa of each two workers:"));
  for (guint i = 0; i < self->pairs->len; i++)
    {
      const LwAnswerPair *pair = &g_array_index (self->pairs, LwAnswerPair, i);
      g_autofree char    *name = g_strdup_printf (_ ("  %s and %s, %u items"), (const char *) g_ptr_array_index (self->set->workers, pair->a),
                                                  (const char *) g_ptr_array_index (self->set->workers, pair->b), pair->ratings->len / 2);

      lw_cli_print_interval (name, self->of_pairs[i].kappa, WHY);
    }
}

/* --- The command --- */

static gboolean
show (LwCli                  *self,
      const AgreementOptions *given,
      const Agreement        *agreement,
      LwFindings             *findings,
      GError                **error)
{
  if ((given->out_path != NULL && !write_coefficients (agreement, given->out_path, error)) ||
      (given->pairs_path != NULL && !write_pairs (agreement, given->pairs_path, error)))
    return FALSE;

  if (self->json)
    return lw_cli_print_json (to_json (agreement, findings), error);

  if (given->out_path == NULL && given->pairs_path == NULL)
    print_all (agreement);
  lw_cli_warn (findings);

  return TRUE;
}

gboolean
lw_cli_agreement_classes (LwCli   *self,
                          int      argc,
                          char   **argv,
                          GError **error)
{
  g_auto (AgreementOptions) given = { .bootstrap = LW_BOOTSTRAP_DEFAULT, .seed = 1, .n_resamples = 2000 };
  g_auto (Agreement) agreement = { 0 };
  g_autoptr (LwFindings) findings = lw_findings_new ();
  const GOptionEntry entries[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &given.out_path, N_ ("Write the coefficients here"), "FILE" },
    { "pairs", 0, 0, G_OPTION_ARG_FILENAME, &given.pairs_path, N_ ("Write each two workers' agreement here"), "FILE" },
    { "resamples", 0, 0, G_OPTION_ARG_INT, &given.n_resamples, N_ ("Samples of the bootstrap (2000)"), "N" },
    { "threads", 0, 0, G_OPTION_ARG_INT, &given.n_threads, N_ ("How many threads work on it; 0: as many as there are processors"), "N" },
    { "seed", 0, 0, G_OPTION_ARG_INT64, &given.seed, N_ ("Where the bootstrap's random numbers begin (1)"), "N" },
    G_OPTION_ENTRY_NULL
  };
  if (!lw_cli_parse (self, entries, &argc, &argv, 2, 2, error))
    return FALSE;

  if (given.n_resamples < 1 || given.n_threads < 0)
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _ ("--resamples has to be 1 or more, and --threads 0 or more"));
      return FALSE;
    }

  given.bootstrap.n_resamples = (gsize) given.n_resamples;
  given.bootstrap.seed = (uint64_t) given.seed;

  if ((agreement.set = lw_answer_set_read (argv[2], findings, self->cancellable, error)) == NULL)
    return FALSE;

  return measure_all (&agreement, &given.bootstrap, given.n_threads, self->cancellable, error) && show (self, &given, &agreement, findings, error);
}

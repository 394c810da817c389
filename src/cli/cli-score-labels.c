/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-cli-private.h"

#include "lw-csv.h"
#include "lw-error.h"
#include "lw-label-audit.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>

#define HEALTH_HEAD "class,items,label_issues,label_noise,label_noise_low,label_noise_high,inverse_label_issues,inverse_label_noise,inverse_label_noise_low,inverse_label_noise_high,label_quality\n"
#define OVERLAPS_HEAD "class_a,class_b,items,share\n"
#define NOISE_HEAD "what,given,true,value\n"
#define ITEMS_HEAD "index,label,predicted,quality,is_issue\n"

typedef struct
{
  char       *labels, *probabilities, *score, *filter, *collision;
  double      fraction;
  gint        min_per_class;
  gboolean    adjust, summary;
  char       *out_path, *joint_path, *counts_path, *health_path, *overlaps_path, *noise_path, *true_share;
  LwTrueShare true_share_method;
  gboolean    is_converging;
} LabelOptions;

static void
label_options_clear (LabelOptions *self)
{
  g_free (self->labels);
  g_free (self->probabilities);
  g_free (self->score);
  g_free (self->filter);
  g_free (self->collision);
  g_free (self->out_path);
  g_free (self->joint_path);
  g_free (self->counts_path);
  g_free (self->health_path);
  g_free (self->overlaps_path);
  g_free (self->noise_path);
  g_free (self->true_share);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LabelOptions, label_options_clear)

/* In the order of LwTrueShare. */
static const char *const true_share_names[] = { "count", "equation", "marginal", "marginal-given" };

/* --- Options --- */

/* "FILE:COLUMN" where there is no file of the whole name. */
static void
split_column (char        *path,
              const char **column)
{
  char *colon = strrchr (path, ':');

  *column = NULL;

  if (colon == NULL || g_file_test (path, G_FILE_TEST_EXISTS))
    return;

  *colon = '\0';
  *column = colon + 1;
}

static gboolean
read_options (const LabelOptions  *given,
              LwLabelAuditOptions *options,
              GError             **error)
{
  const int score = lw_cli_choose ("--method", given->score, lw_cli_label_scores, LW_N_LABEL_SCORES, error);
  const int filter = score < 0 ? -1 : lw_cli_choose ("--filter", given->filter, lw_cli_label_filters, LW_N_LABEL_FILTERS, error);
  const int collision =
      filter < 0 ? -1 : lw_cli_choose ("--collision", given->collision, lw_cli_collisions, LW_N_COLLISIONS, error);

  if (collision < 0)
    return FALSE;

  *options = (LwLabelAuditOptions){
    .labels_path = given->labels,
    .probabilities_path = given->probabilities,
    .score = (LwLabelScore) score,
    .adjust = given->adjust,
    .finder = { .filter = (LwLabelFilter) filter,
                .collision = (LwCollision) collision,
                .fraction = given->fraction,
                .min_per_class = given->min_per_class },
  };

  if (given->labels == NULL || given->probabilities == NULL)
    g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED, _ ("--labels and --pred-probs are both needed"));
  else if (given->adjust && score >= LW_LABEL_SCORE_CONFIDENCE_WEIGHTED_ENTROPY)
    g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED, _ ("--adjust does not go with an entropy"));
  else if (!(given->fraction >= 0 && given->fraction <= 1))
    g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _ ("--frac-noise has to be from 0 to 1"));
  else if (given->min_per_class < 0)
    g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _ ("--min-per-class has to be 0 or more"));
  else
    return TRUE;

  return FALSE;
}

/* --- Tables --- */

static gboolean
write_items (const LwLabelAudit *audit,
             const char         *path,
             GError            **error)
{
  g_autoptr (GString) text = g_string_new (ITEMS_HEAD);

  for (gsize i = 0; i < audit->n_items; i++)
    {
      g_string_append_printf (text, "%zu,%d,%d,", i, audit->labels[i], audit->predicted[i]);
      lw_csv_append_double (text, audit->quality[i]);
      g_string_append (text, audit->is_issue[i] ? ",1\n" : ",0\n");
    }

  return lw_cli_write_table (path, ITEMS_HEAD, text, error);
}

/* K times K whole numbers, columns c0 and so on. */
static gboolean
write_matrix (const LwLabelAudit *audit,
              gboolean            is_calibrated,
              const char         *path,
              GError            **error)
{
  const gsize k = audit->n_classes;
  g_autoptr (GString) text = g_string_new (NULL);

  for (gsize j = 0; j < k; j++)
    g_string_append_printf (text, "c%zu%c", j, j + 1 < k ? ',' : '\n');

  for (gsize i = 0; i < k * k; i++)
    {
      if (is_calibrated)
        lw_csv_append_double (text, audit->calibrated[i]);
      else
        g_string_append_printf (text, "%" G_GINT64_FORMAT, audit->counts[i]);
      g_string_append_c (text, (i + 1) % k == 0 ? '\n' : ',');
    }

  return lw_cli_write_table (path, "c0", text, error);
}

/* How far each class can be trusted, both ways. */
static gboolean
write_health (const LwLabelAudit *audit,
              const char         *path,
              GError            **error)
{
  g_autoptr (GString) text = g_string_new (HEALTH_HEAD);

  for (gsize k = 0; k < audit->n_classes; k++)
    {
      const LwClassHealth *health = &audit->health[k];

      g_string_append_printf (text, "%zu,%" G_GINT64_FORMAT ",%g", k, audit->class_counts[k], health->n_issues);
      lw_cli_append_interval (text, health->noise);
      g_string_append_printf (text, ",%g", health->n_inverse_issues);
      lw_cli_append_interval (text, health->inverse_noise);
      g_string_append_c (text, ',');
      lw_csv_append_double (text, health->quality);
      g_string_append_c (text, '\n');
    }

  return lw_cli_write_table (path, HEALTH_HEAD, text, error);
}

/* Classes that are taken for each other, the worst first. */
static gboolean
write_overlaps (const LwLabelAudit *audit,
                const char         *path,
                GError            **error)
{
  const gsize k = audit->n_classes;
  g_autoptr (GString) text = g_string_new (OVERLAPS_HEAD);

  for (gsize i = 0; i < k * (k - 1) / 2; i++)
    {
      const LwClassOverlap *overlap = &audit->overlaps[i];

      g_string_append_printf (text, "%zu,%zu,%g,", overlap->class_a, overlap->class_b, overlap->n_items);
      lw_csv_append_double (text, overlap->share);
      g_string_append_c (text, '\n');
    }

  return lw_cli_write_table (path, OVERLAPS_HEAD, text, error);
}

static void
append_noise (GString    *text,
              const char *what,
              gsize       given,
              gsize       truth,
              double      value)
{
  g_string_append_printf (text, "%s,%zu,%zu,", what, given, truth);
  lw_csv_append_double (text, value);
  g_string_append_c (text, '\n');
}

/* How frequent each true class is, each given class of a true one, and each true class of a given one. */
static gboolean
write_noise (const LwLabelAudit *audit,
             const LabelOptions *given,
             GError            **error)
{
  const gsize        k = audit->n_classes;
  g_autofree double *shares = g_new (double, k);
  g_autofree double *noise = g_new (double, k *k);
  g_autofree double *inverse = g_new (double, k *k);
  const LwNoiseRates rates = { shares, noise, inverse };
  g_autoptr (GString) text = g_string_new (NOISE_HEAD);

  if (!lw_noise_rates_estimate (audit->calibrated, audit->class_counts, k, given->true_share_method, given->is_converging, &rates))
    {
      g_set_error (error, LW_ERROR, LW_ERROR_INVALID, _ ("%s: the noise has no solution with a class that nobody gave; choose another --true-share than equation"),
                   given->labels);
      return FALSE;
    }

  for (gsize i = 0; i < k; i++)
    {
      g_string_append_printf (text, "true_share,,%zu,", i);
      lw_csv_append_double (text, shares[i]);
      g_string_append_c (text, '\n');
    }
  for (gsize i = 0; i < k * k; i++)
    append_noise (text, "noise", i / k, i % k, noise[i]);
  for (gsize i = 0; i < k * k; i++)
    append_noise (text, "inverse_noise", i % k, i / k, inverse[i]);

  return lw_cli_write_table (given->noise_path, NOISE_HEAD, text, error);
}

/* --- Summary --- */

static json_t *
summarise (const LwLabelAudit *audit)
{
  g_autofree gint64 *issues = g_new0 (gint64, audit->n_classes);
  json_t            *classes = json_array ();

  for (gsize i = 0; i < audit->n_items; i++)
    issues[audit->labels[i]] += audit->is_issue[i];

  for (gsize k = 0; k < audit->n_classes; k++)
    json_array_append_new (classes, json_pack ("{s:I, s:I, s:I, s:o}", "class", (json_int_t) k, "items",
                                               (json_int_t) audit->class_counts[k], "issues", (json_int_t) issues[k],
                                               "error_rate", lw_cli_json_from_interval (audit->class_error_rates[k], "no item of this class has a confident class")));

  return json_pack ("{s:I, s:I, s:o, s:o, s:o, s:o}", "items", (json_int_t) audit->n_items, "issues", (json_int_t) audit->n_issues,
                    "error_rate", lw_cli_json_from_interval (audit->error_rate, "no item has a confident class"), "estimated_errors",
                    lw_cli_json_from_interval (audit->n_errors, ""), "health",
                    lw_cli_json_from_interval (lw_label_health (lw_confident_joint_get_n_issues (lw_label_finder_get_joint (audit->finder)), audit->n_items, 0.95), ""),
                    "classes", classes);
}

static void
print_rate (LwInterval rate)
{
  if (rate.value != rate.value)
    printf (_ ("unknown: no item has a confident class\n"));
  else
    printf (_ ("%.2f %% (95 %% interval %.2f to %.2f)\n"), rate.value * 100, rate.low * 100, rate.high * 100);
}

static void
print_summary (const LwLabelAudit *audit)
{
  json_t *summary = summarise (audit);
  json_t *row;
  size_t  i;

  printf (_ ("Items: %zu\nLabel issues: %zu\nEstimated wrong labels: %.0f (95 %% interval %.0f to %.0f)\nEstimated error rate: "), audit->n_items, audit->n_issues, audit->n_errors.value, audit->n_errors.low, audit->n_errors.high);
  print_rate (audit->error_rate);
  puts (_ ("Classes:"));

  json_array_foreach (json_object_get (summary, "classes"), i, row)
  {
    printf (_ ("  %zu: %lld items, %lld issues, error rate "), i, json_integer_value (json_object_get (row, "items")),
            json_integer_value (json_object_get (row, "issues")));
    print_rate (audit->class_error_rates[i]);
  }

  json_decref (summary);
}

/* --- The command --- */

static gboolean
show (LwCli              *self,
      const LabelOptions *given,
      const LwLabelAudit *audit,
      GError            **error)
{
  const gboolean is_quiet = given->summary || given->joint_path != NULL || given->counts_path != NULL || given->health_path != NULL ||
                            given->overlaps_path != NULL || given->noise_path != NULL || self->json;

  if ((given->joint_path != NULL && !write_matrix (audit, TRUE, given->joint_path, error)) ||
      (given->counts_path != NULL && !write_matrix (audit, FALSE, given->counts_path, error)) ||
      (given->health_path != NULL && !write_health (audit, given->health_path, error)) ||
      (given->overlaps_path != NULL && !write_overlaps (audit, given->overlaps_path, error)) ||
      (given->noise_path != NULL && !write_noise (audit, given, error)) ||
      ((given->out_path != NULL || !is_quiet) && !write_items (audit, given->out_path, error)))
    return FALSE;

  if (self->json)
    return lw_cli_print_json (summarise (audit), error);

  if (given->summary)
    print_summary (audit);

  return TRUE;
}

gboolean
lw_cli_score_labels (LwCli   *self,
                     int      argc,
                     char   **argv,
                     GError **error)
{
  g_auto (LabelOptions) given = { .fraction = 1, .min_per_class = 1 };
  const GOptionEntry entries[] = {
    { "labels", 0, 0, G_OPTION_ARG_FILENAME, &given.labels, N_ ("The given labels: class indices from 0, in the column “label” or the one named"), "FILE[:COLUMN]" },
    { "pred-probs", 0, 0, G_OPTION_ARG_FILENAME, &given.probabilities, N_ ("Out-of-sample probabilities, a row an item, a column a class: .csv or .npy"), "FILE" },
    { "method", 0, 0, G_OPTION_ARG_STRING, &given.score, N_ ("self-confidence, normalized-margin or confidence-weighted-entropy"), "METHOD" },
    { "adjust", 0, 0, G_OPTION_ARG_NONE, &given.adjust, N_ ("Measure each class against its own confidence"), NULL },
    { "filter", 0, 0, G_OPTION_ARG_STRING, &given.filter, N_ ("What makes an issue: prune-by-noise-rate, prune-by-class, both, confident-learning, predicted-neq-given, low-self-confidence, low-normalized-margin"), "FILTER" },
    { "frac-noise", 0, 0, G_OPTION_ARG_DOUBLE, &given.fraction, N_ ("The share of the estimated noise to flag, from 0 to 1"), "F" },
    { "min-per-class", 0, 0, G_OPTION_ARG_INT, &given.min_per_class, N_ ("Flag nothing in classes with no more items than that"), "N" },
    { "collision", 0, 0, G_OPTION_ARG_STRING, &given.collision, N_ ("Where several classes are confident: paper or peer"), "RULE" },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &given.out_path, N_ ("Write the table here"), "FILE" },
    { "joint", 0, 0, G_OPTION_ARG_FILENAME, &given.joint_path, N_ ("Write the calibrated confident joint here"), "FILE" },
    { "counts", 0, 0, G_OPTION_ARG_FILENAME, &given.counts_path, N_ ("Write the confident joint as it was counted here"), "FILE" },
    { "health", 0, 0, G_OPTION_ARG_FILENAME, &given.health_path, N_ ("Write here how noisy the labels of each class are"), "FILE" },
    { "overlaps", 0, 0, G_OPTION_ARG_FILENAME, &given.overlaps_path, N_ ("Write here which classes are taken for each other"), "FILE" },
    { "noise", 0, 0, G_OPTION_ARG_FILENAME, &given.noise_path, N_ ("Write here how frequent each true class is, and how often it is given as which"), "FILE" },
    { "true-share", 0, 0, G_OPTION_ARG_STRING, &given.true_share, N_ ("How that is estimated: count, equation, marginal or marginal-given"), "METHOD" },
    { "converge", 0, 0, G_OPTION_ARG_NONE, &given.is_converging, N_ ("Bring the estimates in line with each other"), NULL },
    { "summary", 0, 0, G_OPTION_ARG_NONE, &given.summary, N_ ("Print how many issues there are and the estimated error rates"), NULL },
    G_OPTION_ENTRY_NULL
  };
  LwLabelAuditOptions options;
  g_autoptr (LwLabelAudit) audit = NULL;
  int true_share;

  if (!lw_cli_parse (self, entries, &argc, &argv, 1, 1, error) || !read_options (&given, &options, error) ||
      (true_share = lw_cli_choose ("--true-share", given.true_share, true_share_names, G_N_ELEMENTS (true_share_names), error)) < 0)
    return FALSE;

  given.true_share_method = (LwTrueShare) true_share;

  split_column (given.labels, &options.column);
  audit = lw_label_audit_run (&options, lw_cli_show_progress, NULL, self->cancellable, error);
  lw_cli_end_progress ();

  return audit != NULL && show (self, &given, audit, error);
}

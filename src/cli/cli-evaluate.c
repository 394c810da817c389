/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-cli-private.h"

#include "lw-average-precision.h"
#include "lw-coco-metrics.h"
#include "lw-csv.h"
#include "lw-detection-confusion.h"
#include "lw-detection-set.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>

#define N_T LW_DETECTIONS_N_THRESHOLDS
#define CONFUSION_HEAD "true_class"

/* IoU .5 and .75. */
#define T_50 0
#define T_75 5

typedef struct
{
  char    *annotations, *predictions, *confusion_path;
  double   iou, score;
  gboolean merge_classes;
} EvaluateOptions;

static void
evaluate_options_clear (EvaluateOptions *self)
{
  g_free (self->annotations);
  g_free (self->predictions);
  g_free (self->confusion_path);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (EvaluateOptions, evaluate_options_clear)

typedef struct
{
  LwDetectionPair *pair;
  LwCocoMetrics   *metrics;
  gint64          *confusion; /* K + 1 times K + 1 */
} Evaluation;

static void
evaluation_clear (Evaluation *self)
{
  lw_coco_metrics_free (self->metrics);
  lw_detection_pair_free (self->pair);
  g_free (self->confusion);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Evaluation, evaluation_clear)

static gsize
get_n_classes (const Evaluation *self)
{
  return self->pair->truth->detections.n_classes;
}

static const LwCocoCategory *
get_class (const Evaluation *self,
           gsize             k)
{
  return &g_array_index (self->pair->table->categories, LwCocoCategory, self->pair->truth->classes[k]);
}

/* --- What is measured --- */

typedef struct
{
  const char *name;
  double      value; /* -1 where there is no ground truth of that kind, as COCO has it */
} Figure;

#define N_FIGURES 12

static void
measure (const LwCocoMetrics *metrics,
         Figure               figures[N_FIGURES])
{
  const Figure all[N_FIGURES] = {
    { "AP", lw_coco_metrics_average_precision (metrics, 0, N_T, LW_COCO_ALL) },
    { "AP50", lw_coco_metrics_average_precision (metrics, T_50, T_50 + 1, LW_COCO_ALL) },
    { "AP75", lw_coco_metrics_average_precision (metrics, T_75, T_75 + 1, LW_COCO_ALL) },
    { "APs", lw_coco_metrics_average_precision (metrics, 0, N_T, LW_COCO_SMALL) },
    { "APm", lw_coco_metrics_average_precision (metrics, 0, N_T, LW_COCO_MEDIUM) },
    { "APl", lw_coco_metrics_average_precision (metrics, 0, N_T, LW_COCO_LARGE) },
    { "AR1", lw_coco_metrics_average_recall (metrics, LW_COCO_ALL, LW_COCO_MAX_1) },
    { "AR10", lw_coco_metrics_average_recall (metrics, LW_COCO_ALL, LW_COCO_MAX_10) },
    { "AR100", lw_coco_metrics_average_recall (metrics, LW_COCO_ALL, LW_COCO_MAX_100) },
    { "ARs", lw_coco_metrics_average_recall (metrics, LW_COCO_SMALL, LW_COCO_MAX_100) },
    { "ARm", lw_coco_metrics_average_recall (metrics, LW_COCO_MEDIUM, LW_COCO_MAX_100) },
    { "ARl", lw_coco_metrics_average_recall (metrics, LW_COCO_LARGE, LW_COCO_MAX_100) },
  };

  memcpy (figures, all, sizeof all);
}

/* The mean over thresholds of one class; -1 without ground truth. */
static double
get_class_precision (const Evaluation *self,
                     gsize             k,
                     gsize             first,
                     gsize             last)
{
  double sum = 0;

  for (gsize t = first; t < last; t++)
    sum += lw_coco_metrics_get_precision (self->metrics, k, t, LW_COCO_ALL);

  return sum / (double) (last - first);
}

static double
get_class_recall (const Evaluation *self,
                  gsize             k)
{
  double sum = 0;

  for (gsize t = 0; t < N_T; t++)
    sum += lw_coco_metrics_get_recall (self->metrics, k, t, LW_COCO_ALL, LW_COCO_MAX_100);

  return sum / N_T;
}

/* Of the rows of the confusion matrix, or of its columns: how many are right, of how many. */
static LwInterval
get_rate (const Evaluation *self,
          gsize             k,
          gboolean          is_recall)
{
  const gsize stride = get_n_classes (self) + 1;
  gint64      n = 0;

  for (gsize i = 0; i < stride; i++)
    n += self->confusion[is_recall ? k * stride + i : i * stride + k];

  return lw_interval_exact ((double) self->confusion[k * stride + k], (double) n, 0.95);
}

/* --- JSON --- */

#define WHY "there is no ground truth of that kind"

/* COCO's -1 is no number. */
static json_t *
figure_to_json (double value)
{
  return value < 0 ? json_null () : json_real (value);
}

static json_t *
metrics_to_json (const Evaluation *self)
{
  Figure  figures[N_FIGURES];
  json_t *json = json_object ();
  bool    has_all = true;

  measure (self->metrics, figures);
  for (int i = 0; i < N_FIGURES; i++)
    {
      json_object_set_new (json, figures[i].name, figure_to_json (figures[i].value));
      has_all = has_all && figures[i].value >= 0;
    }

  if (!has_all)
    json_object_set_new (json, "why", json_string (WHY));

  return json;
}

static json_t *
voc_to_json (const Evaluation *self,
             gsize             k,
             double            iou)
{
  const LwDetections      *truth = &self->pair->truth->detections, *predictions = &self->pair->predictions->detections;
  const LwAveragePrecision pixels = lw_average_precision (truth, predictions, (uint32_t) k, iou, LW_IOU_PIXELS);
  const LwAveragePrecision continuous = lw_average_precision (truth, predictions, (uint32_t) k, iou, LW_IOU_CONTINUOUS);

  return json_pack ("{s:f, s:o, s:o, s:o, s:I, s:I, s:I}", "iou", iou, "every_point", lw_cli_json_number (pixels.every_point),
                    "eleven_point", lw_cli_json_number (pixels.eleven_point), "every_point_continuous_iou",
                    lw_cli_json_number (continuous.every_point), "positives", (json_int_t) pixels.n_truths, "tp",
                    (json_int_t) pixels.n_right, "fp", (json_int_t) pixels.n_wrong);
}

static json_t *
class_to_json (const Evaluation *self,
               gsize             k,
               double            iou)
{
  return json_pack ("{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "category_id", lw_cli_json_text (get_class (self, k)->id), "name",
                    lw_cli_json_text (get_class (self, k)->name), "AP", figure_to_json (get_class_precision (self, k, 0, N_T)), "AP50",
                    figure_to_json (get_class_precision (self, k, T_50, T_50 + 1)), "AP75", figure_to_json (get_class_precision (self, k, T_75, T_75 + 1)), "AR100",
                    figure_to_json (get_class_recall (self, k)), "recall", lw_cli_json_from_interval (get_rate (self, k, TRUE), "there is no object of this class"),
                    "precision", lw_cli_json_from_interval (get_rate (self, k, FALSE), "nothing was predicted to be of this class"), "voc",
                    voc_to_json (self, k, iou));
}

static json_t *
evaluation_to_json (const Evaluation      *self,
                    const EvaluateOptions *options)
{
  const gsize stride = get_n_classes (self) + 1;
  json_t     *classes = json_array (), *confusion = json_array ();

  for (gsize k = 0; k < get_n_classes (self); k++)
    json_array_append_new (classes, class_to_json (self, k, options->iou));

  for (gsize i = 0; i < stride; i++)
    {
      json_t *row = json_array ();

      for (gsize j = 0; j < stride; j++)
        json_array_append_new (row, json_integer (self->confusion[i * stride + j]));
      json_array_append_new (confusion, row);
    }

  return json_pack ("{s:o, s:o, s:{s:f, s:f, s:o}, s:o}", "metrics", metrics_to_json (self), "per_class", classes, "confusion", "iou", options->iou, "score",
                    options->score, "counts", confusion, "findings", lw_cli_json_from_findings (self->pair->findings));
}

/* --- Text --- */

static void
append_confusion (const Evaluation *self,
                  GString          *text)
{
  const gsize n = get_n_classes (self);

  g_string_append (text, CONFUSION_HEAD);
  for (gsize k = 0; k < n; k++)
    {
      g_string_append_c (text, ',');
      lw_csv_append_text (text, get_class (self, k)->name);
    }
  g_string_append (text, ",(missed)\n");

  for (gsize i = 0; i <= n; i++)
    {
      lw_csv_append_text (text, i < n ? get_class (self, i)->name : "(nothing)");
      for (gsize j = 0; j <= n; j++)
        g_string_append_printf (text, ",%" G_GINT64_FORMAT, self->confusion[i * (n + 1) + j]);
      g_string_append_c (text, '\n');
    }
}

static void
print_rate (const char *name,
            LwInterval  rate)
{
  if (rate.value == rate.value)
    printf (_ ("  %s %.3f (95 %% interval %.3f to %.3f)"), name, rate.value, rate.low, rate.high);
  else
    printf (_ ("  %s unknown"), name);
}

static void
print_evaluation (const Evaluation      *self,
                  const EvaluateOptions *options)
{
  Figure figures[N_FIGURES];
  g_autoptr (GString) confusion = g_string_new (NULL);

  measure (self->metrics, figures);
  for (int i = 0; i < N_FIGURES; i++)
    printf ("%-5s %.4f\n", figures[i].name, figures[i].value);
  puts (_ ("-1: there is no ground truth of that kind"));

  printf (_ ("\nClasses (recall and precision at IoU %g and score %g):\n"), options->iou, options->score);
  for (gsize k = 0; k < get_n_classes (self); k++)
    {
      printf ("%s: AP %.4f  AP50 %.4f  AP75 %.4f  AR100 %.4f", get_class (self, k)->name, get_class_precision (self, k, 0, N_T),
              get_class_precision (self, k, T_50, T_50 + 1), get_class_precision (self, k, T_75, T_75 + 1), get_class_recall (self, k));
      print_rate (_ ("recall"), get_rate (self, k, TRUE));
      print_rate (_ ("precision"), get_rate (self, k, FALSE));
      putchar ('\n');
    }

  append_confusion (self, confusion);
  printf (_ ("\nConfusion matrix (rows are true classes, columns predicted ones):\n%s"), confusion->str);
}

/* --- The command --- */

static gboolean
check_options (const EvaluateOptions *options,
               GError               **error)
{
  if (options->annotations == NULL || options->predictions == NULL)
    g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED, _ ("--annotations and --predictions are both needed"));
  else if (!(options->iou > 0 && options->iou <= 1))
    g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _ ("--iou has to be above 0 and at most 1"));
  else
    return TRUE;

  return FALSE;
}

static gboolean
show (LwCli                 *self,
      const Evaluation      *evaluation,
      const EvaluateOptions *options,
      GError               **error)
{
  g_autoptr (GString) confusion = g_string_new (NULL);

  if (options->confusion_path != NULL)
    {
      append_confusion (evaluation, confusion);
      if (!lw_cli_write_table (options->confusion_path, CONFUSION_HEAD, confusion, error))
        return FALSE;
    }

  if (self->json)
    return lw_cli_print_json (evaluation_to_json (evaluation, options), error);

  print_evaluation (evaluation, options);
  lw_cli_warn (evaluation->pair->findings);

  return TRUE;
}

gboolean
lw_cli_evaluate (LwCli   *self,
                 int      argc,
                 char   **argv,
                 GError **error)
{
  g_auto (EvaluateOptions) given = { .iou = 0.5, .score = 0.5 };
  g_auto (Evaluation) evaluation = { 0 };
  const GOptionEntry entries[] = {
    { "annotations", 0, 0, G_OPTION_ARG_FILENAME, &given.annotations, N_ ("The ground truth, as COCO has it"), "FILE" },
    { "predictions", 0, 0, G_OPTION_ARG_FILENAME, &given.predictions, N_ ("A detector's boxes, a list of COCO results"), "FILE" },
    { "iou", 0, 0, G_OPTION_ARG_DOUBLE, &given.iou, N_ ("From where on a box is found, for the confusion matrix and VOC's figures (0.5)"), "IOU" },
    { "score", 0, 0, G_OPTION_ARG_DOUBLE, &given.score, N_ ("The lowest score that counts in the confusion matrix (0.5)"), "SCORE" },
    { "class-agnostic", 0, 0, G_OPTION_ARG_NONE, &given.merge_classes, N_ ("Take all classes for one"), NULL },
    { "confusion", 0, 0, G_OPTION_ARG_FILENAME, &given.confusion_path, N_ ("Write the confusion matrix here"), "FILE" },
    G_OPTION_ENTRY_NULL
  };
  gsize n;

  if (!lw_cli_parse (self, entries, &argc, &argv, 0, 0, error) || !check_options (&given, error) ||
      (evaluation.pair = lw_detection_pair_read (given.annotations, given.predictions, given.merge_classes, self->cancellable, error)) == NULL)
    return FALSE;

  n = get_n_classes (&evaluation) + 1;
  evaluation.metrics = lw_coco_metrics_new (&evaluation.pair->truth->detections, &evaluation.pair->predictions->detections);
  evaluation.confusion = g_new (gint64, n * n);
  lw_detection_confusion (&evaluation.pair->truth->detections, &evaluation.pair->predictions->detections, given.iou, given.score,
                          evaluation.confusion);

  return show (self, &evaluation, &given, error);
}

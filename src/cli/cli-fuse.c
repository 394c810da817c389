/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-cli-private.h"

#include "lw-json-text.h"
#include "lw-prediction-fusion.h"

#include <glib/gi18n-lib.h>
#include <math.h>

static const char *const method_names[] = { "wbf", "nms", "soft-nms", "nmw" };
enum
{
  METHOD_WBF,
  METHOD_NMS,
  METHOD_SOFT_NMS,
  METHOD_NMW
};

static const char *const score_names[] = { "average", "max", "box-and-model-average", "absent-model-aware-average" };
static const char *const decay_names[] = { "gaussian", "linear" };

typedef struct
{
  char    *method, *score, *decay, *weights, *annotations, *out_path;
  double   iou, skip, sigma, score_min;
  gboolean may_exceed, undecayed;
  double  *numbers; /* of the weights */
  gsize    n_numbers;
} FuseOptions;

static void
fuse_options_clear (FuseOptions *self)
{
  g_free (self->method);
  g_free (self->score);
  g_free (self->decay);
  g_free (self->weights);
  g_free (self->annotations);
  g_free (self->out_path);
  g_free (self->numbers);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (FuseOptions, fuse_options_clear)

/* --- Options --- */

static gboolean
read_weights (FuseOptions *self,
              int          n_files,
              GError     **error)
{
  if (self->weights == NULL)
    return TRUE;

  if (!lw_cli_parse_numbers ("--weights", self->weights, &self->numbers, &self->n_numbers, error))
    return FALSE;

  for (gsize i = 0; i < self->n_numbers; i++)
    if (!(self->numbers[i] > 0))
      {
        g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _ ("--weights “%s”: each has to be above 0"), self->weights);
        return FALSE;
      }

  if (self->n_numbers != (gsize) n_files)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _ ("--weights has %zu numbers for %d files"), self->n_numbers, n_files);
      return FALSE;
    }

  return TRUE;
}

static gboolean
read_options (FuseOptions               *self,
              int                        n_files,
              LwPredictionFusionOptions *options,
              GError                   **error)
{
  const int method = lw_cli_choose ("--method", self->method, method_names, G_N_ELEMENTS (method_names), error);
  const int score = method < 0 ? -1 : lw_cli_choose ("--score", self->score, score_names, G_N_ELEMENTS (score_names), error);
  const int decay = score < 0 ? -1 : lw_cli_choose ("--decay", self->decay, decay_names, G_N_ELEMENTS (decay_names), error);

  if (decay < 0 || !read_weights (self, n_files, error))
    return FALSE;

  if (isnan (self->iou))
    self->iou = method == METHOD_WBF || method == METHOD_NMW ? 0.55 : 0.5;

  if (!(self->iou >= 0 && self->iou <= 1) || !(self->sigma > 0))
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _ ("--iou has to be from 0 to 1, and --sigma above 0"));
      return FALSE;
    }

  *options = (LwPredictionFusionOptions){
    .method = method == METHOD_WBF ? LW_FUSE_WEIGHTED : method == METHOD_NMW ? LW_FUSE_NON_MAXIMUM_WEIGHTED
                                                                             : LW_FUSE_SUPPRESS,
    .score_min = self->skip,
    .weights = self->numbers,
    .fusion = { .iou_min = self->iou, .score = (LwFusionScore) score, .may_exceed = self->may_exceed },
    .suppress = { .kind = method == METHOD_NMS ? LW_SUPPRESS_HARD : decay == 0 ? LW_SUPPRESS_GAUSSIAN
                                                                               : LW_SUPPRESS_LINEAR,
                  .iou_max = self->iou,
                  .sigma = self->sigma,
                  .score_min = self->score_min,
                  .undecayed = self->undecayed },
  };
  options->fusion.score_min = self->skip;

  return TRUE;
}

/* --- Results --- */

static void
append_id (GString    *text,
           const char *id)
{
  if (g_ascii_string_to_signed (id, 10, G_MININT64, G_MAXINT64, NULL, NULL))
    g_string_append (text, id);
  else
    lw_json_append_string (text, id);
}

static GString *
to_json (const LwCocoTable *table,
         const GArray      *boxes)
{
  GString *text = g_string_new ("[");

  for (guint i = 0; i < boxes->len; i++)
    {
      const LwCocoBox *box = &g_array_index (boxes, LwCocoBox, i);

      g_string_append (text, i > 0 ? ",\n{\"image_id\": " : "\n{\"image_id\": ");
      append_id (text, g_array_index (table->images, LwCocoImage, box->image).id);
      g_string_append (text, ", \"category_id\": ");
      append_id (text, g_array_index (table->categories, LwCocoCategory, box->category).id);
      g_string_append (text, ", \"bbox\": [");
      lw_json_append_number (text, box->rect.x0);
      g_string_append (text, ", ");
      lw_json_append_number (text, box->rect.y0);
      g_string_append (text, ", ");
      lw_json_append_extent (text, box->rect.x0, box->rect.x1);
      g_string_append (text, ", ");
      lw_json_append_extent (text, box->rect.y0, box->rect.y1);
      g_string_append (text, "], \"score\": ");
      lw_json_append_number (text, box->score);
      g_string_append_c (text, '}');
    }

  g_string_append (text, "\n]\n");

  return text;
}

static GPtrArray *
read_predictions (LwCli       *self,
                  LwCocoTable *table,
                  int          n_files,
                  char       **paths,
                  LwFindings  *findings,
                  GError     **error)
{
  g_autoptr (GPtrArray) predictions = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);

  for (int i = 0; i < n_files; i++)
    {
      GArray *boxes = lw_coco_table_read_predictions (table, paths[i], FALSE, findings, self->cancellable, error);

      if (boxes == NULL)
        return NULL;
      g_ptr_array_add (predictions, boxes);
    }

  return g_steal_pointer (&predictions);
}

/* Of the annotations only the sizes of their images are wanted. */
static gboolean
read_sizes (LwCli       *self,
            LwCocoTable *table,
            const char  *path,
            GError     **error)
{
  g_autoptr (LwFindings) unused = lw_findings_new ();
  g_autoptr (GArray) boxes = path != NULL ? lw_coco_table_read_truth (table, path, unused, self->cancellable, error) : NULL;

  return path == NULL || boxes != NULL;
}

static gboolean
run (LwCli                           *self,
     int                              n_files,
     char                           **paths,
     const LwPredictionFusionOptions *options,
     const FuseOptions               *given,
     GError                         **error)
{
  g_autoptr (LwCocoTable) table = lw_coco_table_new ();
  g_autoptr (LwFindings) findings = lw_findings_new ();
  g_autoptr (GPtrArray) predictions = NULL;
  g_autoptr (GArray) fused = NULL;
  g_autoptr (GString) text = NULL;

  if (!read_sizes (self, table, given->annotations, error) ||
      !(predictions = read_predictions (self, table, n_files, paths, findings, error)))
    return FALSE;

  fused = lw_prediction_fusion_run (table, predictions, options, lw_cli_show_progress, NULL, self->cancellable, error);
  lw_cli_end_progress ();
  if (fused == NULL)
    return FALSE;

  text = to_json (table, fused);
  if (!lw_cli_write_table (given->out_path, NULL, text, error))
    return FALSE;

  lw_cli_warn (findings);

  return TRUE;
}

gboolean
lw_cli_fuse (LwCli   *self,
             int      argc,
             char   **argv,
             GError **error)
{
  g_auto (FuseOptions) given = { .iou = NAN, .sigma = 0.5, .score_min = 0.001 };
  LwPredictionFusionOptions options;
  const GOptionEntry        entries[] = {
           { "method", 0, 0, G_OPTION_ARG_STRING, &given.method, N_ ("wbf (weighted boxes fusion), nms, soft-nms or nmw (non-maximum weighted)"), "METHOD" },
           { "iou", 0, 0, G_OPTION_ARG_DOUBLE, &given.iou, N_ ("Above it, boxes are of the same object (wbf and nmw 0.55, otherwise 0.5)"), "IOU" },
           { "skip", 0, 0, G_OPTION_ARG_DOUBLE, &given.skip, N_ ("Leave out boxes of lower score first (0)"), "SCORE" },
           { "weights", 0, 0, G_OPTION_ARG_STRING, &given.weights, N_ ("What each file weighs, with commas between"), "W,W..." },
           { "score", 0, 0, G_OPTION_ARG_STRING, &given.score, N_ ("The score of a fused box: average, max, box-and-model-average or absent-model-aware-average"), "SCORE" },
           { "may-exceed", 0, 0, G_OPTION_ARG_NONE, &given.may_exceed, N_ ("Count each box of a file, so that scores may exceed 1"), NULL },
           { "decay", 0, 0, G_OPTION_ARG_STRING, &given.decay, N_ ("How soft-nms lowers scores: gaussian or linear"), "KIND" },
           { "sigma", 0, 0, G_OPTION_ARG_DOUBLE, &given.sigma, N_ ("The width of the Gaussian (0.5)"), "SIGMA" },
           { "drop", 0, 0, G_OPTION_ARG_DOUBLE, &given.score_min, N_ ("Soft-nms drops what falls to that score (0.001)"), "SCORE" },
           { "undecayed", 0, 0, G_OPTION_ARG_NONE, &given.undecayed, N_ ("Print the scores as they were before soft-nms"), NULL },
           { "annotations", 0, 0, G_OPTION_ARG_FILENAME, &given.annotations, N_ ("A COCO file with the sizes of the images, to cut boxes off there"), "FILE" },
           { "output", 'o', 0, G_OPTION_ARG_FILENAME, &given.out_path, N_ ("Write the COCO results here"), "FILE" },
           G_OPTION_ENTRY_NULL
  };

  return lw_cli_parse (self, entries, &argc, &argv, 1, G_MAXINT, error) && read_options (&given, argc - 1, &options, error) &&
         run (self, argc - 1, argv + 1, &options, &given, error);
}

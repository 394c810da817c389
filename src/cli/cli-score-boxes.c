/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-cli-private.h"

#include "lw-csv.h"
#include "lw-detection-set.h"
#include "lw-objectlab.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>

#define BOXES_HEAD "image_id,kind,box,score,is_issue\n"
#define IMAGES_HEAD "image_id,overlooked,badly_located,swapped,quality\n"

/* In the order of LwBoxFault. */
static const char *const fault_names[] = { "overlooked", "badly-located", "swapped" };

G_STATIC_ASSERT (G_N_ELEMENTS (fault_names) == LW_N_BOX_FAULTS);

typedef struct
{
  LwDetectionPair *pair;
  LwObjectlab     *lab;
  double          *limits;                    /* per class */
  guint8          *is_issue[LW_N_BOX_FAULTS]; /* per box */
  guint8          *is_image_issue;
} Scores;

static void
scores_clear (Scores *self)
{
  lw_objectlab_free (self->lab);
  lw_detection_pair_free (self->pair);
  g_free (self->limits);
  g_free (self->is_image_issue);
  for (int fault = 0; fault < LW_N_BOX_FAULTS; fault++)
    g_free (self->is_issue[fault]);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Scores, scores_clear)

/* What a fault is said of. */
static const LwDetectionSet *
get_set (const Scores *self,
         int           fault)
{
  return fault == LW_BOX_OVERLOOKED ? self->pair->predictions : self->pair->truth;
}

static void
compute (Scores  *self,
         gboolean check_duplicates)
{
  const LwDetections *truth = &self->pair->truth->detections;

  self->lab = lw_objectlab_new (truth, &self->pair->predictions->detections, check_duplicates);
  self->limits = g_new (double, truth->n_classes);
  lw_objectlab_get_limits (self->lab, self->limits);

  for (int fault = 0; fault < LW_N_BOX_FAULTS; fault++)
    {
      self->is_issue[fault] = g_new (guint8, lw_detections_get_n (&get_set (self, fault)->detections));
      lw_objectlab_find_boxes (self->lab, (LwBoxFault) fault, self->limits, self->is_issue[fault]);
    }

  self->is_image_issue = g_new (guint8, truth->n_images);
  lw_objectlab_find_images (self->lab, self->limits, self->is_image_issue);
}

/* --- Tables --- */

static const char *
get_image_id (const Scores *self,
              gsize         image)
{
  return g_array_index (self->pair->table->images, LwCocoImage, self->pair->truth->images[image]).id;
}

static void
append_boxes (const Scores *self,
              GString      *text,
              gsize         image,
              int           fault)
{
  const LwDetectionSet *set = get_set (self, fault);
  const GArray         *boxes = fault == LW_BOX_OVERLOOKED ? self->pair->predicted_boxes : self->pair->truth_boxes;
  const double         *scores = lw_objectlab_get_boxes (self->lab, (LwBoxFault) fault);

  for (gsize i = set->detections.begins[image]; i < set->detections.begins[image + 1]; i++)
    {
      lw_csv_append_text (text, get_image_id (self, image));
      g_string_append_printf (text, ",%s,", fault_names[fault]);
      lw_csv_append_text (text, g_array_index (boxes, LwCocoBox, set->sources[i]).id);
      g_string_append_c (text, ',');
      lw_csv_append_double (text, scores[i]);
      g_string_append (text, self->is_issue[fault][i] ? ",1\n" : ",0\n");
    }
}

static gboolean
write_boxes (const Scores *self,
             const char   *path,
             GError      **error)
{
  g_autoptr (GString) text = g_string_new (BOXES_HEAD);

  for (gsize image = 0; image < self->pair->truth->detections.n_images; image++)
    for (int fault = 0; fault < LW_N_BOX_FAULTS; fault++)
      append_boxes (self, text, image, fault);

  return lw_cli_write_table (path, BOXES_HEAD, text, error);
}

static gboolean
write_images (const Scores *self,
              const double  weights[LW_N_BOX_FAULTS],
              const char   *path,
              GError      **error)
{
  const gsize        n = self->pair->truth->detections.n_images;
  g_autofree double *quality = g_new (double, n);
  g_autoptr (GString) text = g_string_new (IMAGES_HEAD);

  lw_objectlab_get_quality (self->lab, weights, quality);

  for (gsize image = 0; image < n; image++)
    {
      lw_csv_append_text (text, get_image_id (self, image));
      for (int fault = 0; fault < LW_N_BOX_FAULTS; fault++)
        {
          g_string_append_c (text, ',');
          lw_csv_append_double (text, lw_objectlab_get_images (self->lab, (LwBoxFault) fault)[image]);
        }
      g_string_append_c (text, ',');
      lw_csv_append_double (text, quality[image]);
      g_string_append_c (text, '\n');
    }

  return lw_cli_write_table (path, IMAGES_HEAD, text, error);
}

/* --- Summary --- */

static gsize
count_issues (const Scores *self,
              int           fault)
{
  gsize n = 0;

  for (gsize i = 0; i < lw_detections_get_n (&get_set (self, fault)->detections); i++)
    n += self->is_issue[fault][i];

  return n;
}

static json_t *
summarise (const Scores *self)
{
  json_t *kinds = json_object ();
  json_t *limits = json_array ();
  gsize   n_images = 0;

  for (int fault = 0; fault < LW_N_BOX_FAULTS; fault++)
    json_object_set_new (kinds, fault_names[fault], json_integer ((json_int_t) count_issues (self, fault)));

  for (gsize i = 0; i < self->pair->truth->detections.n_images; i++)
    n_images += self->is_image_issue[i];

  for (gsize k = 0; k < self->pair->truth->detections.n_classes; k++)
    json_array_append_new (limits, json_pack ("{s:o, s:o}", "category_id",
                                              lw_cli_json_text (g_array_index (self->pair->table->categories, LwCocoCategory, self->pair->truth->classes[k]).id),
                                              "limit", lw_cli_json_number (self->limits[k])));

  return json_pack ("{s:I, s:I, s:I, s:I, s:o, s:o, s:o}", "images", (json_int_t) self->pair->truth->detections.n_images,
                    "annotations", (json_int_t) self->pair->truth_boxes->len, "predictions", (json_int_t) self->pair->predicted_boxes->len,
                    "image_issues", (json_int_t) n_images, "box_issues", kinds, "classes", limits, "findings",
                    lw_cli_json_from_findings (self->pair->findings));
}

/* --- The command --- */

typedef struct
{
  char    *annotations, *predictions, *boxes_path, *images_path, *weights;
  gboolean ignore_duplicates;
} BoxOptions;

static void
box_options_clear (BoxOptions *self)
{
  g_free (self->annotations);
  g_free (self->predictions);
  g_free (self->boxes_path);
  g_free (self->images_path);
  g_free (self->weights);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BoxOptions, box_options_clear)

/* Three that are not negative, made to sum to 1. */
static gboolean
read_weights (const char *text,
              double      weights[LW_N_BOX_FAULTS],
              GError    **error)
{
  g_autofree double *given = NULL;
  gsize              n;
  double             sum = 0;

  for (int fault = 0; fault < LW_N_BOX_FAULTS; fault++)
    weights[fault] = 1.0 / LW_N_BOX_FAULTS;

  if (text == NULL)
    return TRUE;
  if (!lw_cli_parse_numbers ("--weights", text, &given, &n, error))
    return FALSE;

  for (gsize i = 0; i < n && sum >= 0; i++)
    sum = given[i] >= 0 ? sum + given[i] : -1;

  if (n != LW_N_BOX_FAULTS || !(sum > 0))
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                           _ ("--weights has to be three numbers from 0, not all 0: overlooked, badly located, swapped"));
      return FALSE;
    }

  for (gsize i = 0; i < n; i++)
    weights[i] = given[i] / sum;

  return TRUE;
}

gboolean
lw_cli_score_boxes (LwCli   *self,
                    int      argc,
                    char   **argv,
                    GError **error)
{
  g_auto (BoxOptions) given = { 0 };
  g_auto (Scores) scores = { 0 };
  double             weights[LW_N_BOX_FAULTS];
  const GOptionEntry entries[] = {
    { "annotations", 0, 0, G_OPTION_ARG_FILENAME, &given.annotations, N_ ("The given boxes, as COCO has them"), "FILE" },
    { "predictions", 0, 0, G_OPTION_ARG_FILENAME, &given.predictions, N_ ("A detector's out-of-sample boxes, a list of COCO results"), "FILE" },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &given.boxes_path, N_ ("Write the table of boxes here"), "FILE" },
    { "images", 0, 0, G_OPTION_ARG_FILENAME, &given.images_path, N_ ("Write the table of images here"), "FILE" },
    { "weights", 0, 0, G_OPTION_ARG_STRING, &given.weights, N_ ("What overlooked, badly located and swapped boxes weigh in the quality of an image"), "W,W,W" },
    { "ignore-duplicates", 0, 0, G_OPTION_ARG_NONE, &given.ignore_duplicates, N_ ("Two classes on the same box are nothing by themselves"), NULL },
    G_OPTION_ENTRY_NULL
  };

  if (!lw_cli_parse (self, entries, &argc, &argv, 1, 1, error) || !read_weights (given.weights, weights, error))
    return FALSE;

  if (given.annotations == NULL || given.predictions == NULL)
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED, _ ("--annotations and --predictions are both needed"));
      return FALSE;
    }

  if ((scores.pair = lw_detection_pair_read (given.annotations, given.predictions, FALSE, self->cancellable, error)) == NULL)
    return FALSE;

  compute (&scores, !given.ignore_duplicates);

  if (((given.boxes_path != NULL || (given.images_path == NULL && !self->json)) && !write_boxes (&scores, given.boxes_path, error)) ||
      (given.images_path != NULL && !write_images (&scores, weights, given.images_path, error)))
    return FALSE;

  if (self->json)
    return lw_cli_print_json (summarise (&scores), error);

  lw_cli_warn (scores.pair->findings);

  return TRUE;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-cli-private.h"

#include "lw-box-consensus.h"
#include "lw-box-set.h"
#include "lw-csv.h"
#include "lw-error.h"
#include "lw-json-text.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define OBJECTS_HEAD "image,class,x0,y0,x1,y1,probability,votes,annotators"
#define WORKERS_HEAD "annotator,images,boxes,objects,missed,miss_rate,miss_rate_low,miss_rate_high,false_boxes,false_per_image," \
                     "false_per_image_low,false_per_image_high,error_px,bias_left,bias_top,bias_right,bias_bottom,mean_iou\n"
#define CONFUSIONS_HEAD "annotator,given,true,count\n"

#define CONFIDENCE 0.95

/* Annotators times classes squared, and objects times classes, are held. */
#define N_NUMBERS_MAX (256 * 1024 * 1024)

typedef struct
{
  gboolean are_coco;
  double   iou;
  char    *out_path, *workers_path, *confusions_path;
  gboolean has_posteriors;
} ConsensusOptions;

static void
consensus_options_clear (ConsensusOptions *self)
{
  g_free (self->out_path);
  g_free (self->workers_path);
  g_free (self->confusions_path);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ConsensusOptions, consensus_options_clear)

/* --- Objects --- */

static void
append_numbers (GString      *text,
                const double *numbers,
                gsize         n)
{
  for (gsize i = 0; i < n; i++)
    {
      g_string_append_c (text, ',');
      lw_csv_append_double (text, numbers[i]);
    }
}

/* Those who have a box in it, with semicolons between. */
static void
append_annotators (GString              *text,
                   const LwBoxSet       *set,
                   const LwBoxConsensus *consensus,
                   const LwBoxObject    *object)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (gsize i = object->first_box; i < object->first_box + object->n_votes; i++)
    {
      const guint32 annotator = set->input.annotators[consensus->boxes[i]];

      if (names->len > 0)
        g_string_append_c (names, ';');
      g_string_append (names, g_ptr_array_index (set->annotators, annotator));
    }

  lw_csv_append_text (text, names->str);
}

static const char *
get_class_name (const LwBoxSet    *set,
                const LwBoxObject *object)
{
  return object->class >= 0 ? g_ptr_array_index (set->classes, object->class) : "";
}

static void
append_object (GString              *text,
               const LwBoxSet       *set,
               const LwBoxConsensus *consensus,
               gsize                 number,
               gboolean              has_posteriors)
{
  const LwBoxObject *object = &consensus->objects[number];
  const double       numbers[] = { object->rect.x0, object->rect.y0, object->rect.x1, object->rect.y1, object->probability };
  const gsize        k = set->input.n_classes;

  lw_csv_append_text (text, g_ptr_array_index (set->images, object->image));
  g_string_append_c (text, ',');
  lw_csv_append_text (text, get_class_name (set, object));
  append_numbers (text, numbers, G_N_ELEMENTS (numbers));
  g_string_append_printf (text, ",%u,", object->n_votes);
  append_annotators (text, set, consensus, object);

  if (has_posteriors && consensus->posteriors != NULL)
    append_numbers (text, consensus->posteriors + number * k, k);

  g_string_append_c (text, '\n');
}

static gboolean
write_objects_table (const LwBoxSet       *set,
                     const LwBoxConsensus *consensus,
                     gboolean              has_posteriors,
                     const char           *path,
                     GError              **error)
{
  g_autoptr (GString) text = g_string_new (OBJECTS_HEAD);

  for (guint c = 0; c < set->classes->len && has_posteriors; c++)
    {
      g_autofree char *name = g_strconcat ("p_", g_ptr_array_index (set->classes, c), NULL);

      g_string_append_c (text, ',');
      lw_csv_append_text (text, name);
    }
  g_string_append_c (text, '\n');

  for (gsize i = 0; i < consensus->n_objects; i++)
    append_object (text, set, consensus, i, has_posteriors);

  return lw_cli_write_table (path, OBJECTS_HEAD, text, error);
}

/* --- COCO --- */

/* Images keep their ids where all have numbers for names; otherwise they are numbered from 1. */
static gint64
get_image_id (const LwBoxSet *set,
              guint           image,
              gboolean        are_numbers)
{
  return are_numbers ? g_ascii_strtoll (g_ptr_array_index (set->images, image), NULL, 10) : (gint64) image + 1;
}

static gboolean
are_all_numbers (const GPtrArray *names)
{
  for (guint i = 0; i < names->len; i++)
    if (!g_ascii_string_to_signed (g_ptr_array_index (names, i), 10, G_MININT64, G_MAXINT64, NULL, NULL))
      return FALSE;

  return TRUE;
}

static void
append_coco_images (GString        *text,
                    const LwBoxSet *set,
                    gboolean        are_numbers)
{
  for (guint i = 0; i < set->images->len; i++)
    {
      g_string_append_printf (text, "%s\n{\"id\": %" G_GINT64_FORMAT ", \"file_name\": ", i > 0 ? "," : "", get_image_id (set, i, are_numbers));
      lw_json_append_string (text, g_ptr_array_index (set->images, i));

      if (set->input.widths != NULL && set->input.widths[i] > 0 && set->input.heights[i] > 0)
        {
          g_string_append (text, ", \"width\": ");
          lw_json_append_number (text, set->input.widths[i]);
          g_string_append (text, ", \"height\": ");
          lw_json_append_number (text, set->input.heights[i]);
        }
      g_string_append_c (text, '}');
    }
}

static void
append_coco_categories (GString        *text,
                        const LwBoxSet *set)
{
  if (set->classes->len == 0)
    g_string_append (text, "\n{\"id\": 1, \"name\": \"object\"}");

  for (guint i = 0; i < set->classes->len; i++)
    {
      g_string_append_printf (text, "%s\n{\"id\": %u, \"name\": ", i > 0 ? "," : "", i + 1);
      lw_json_append_string (text, g_ptr_array_index (set->classes, i));
      g_string_append_c (text, '}');
    }
}

static void
append_coco_object (GString           *text,
                    const LwBoxSet    *set,
                    const LwBoxObject *object,
                    gboolean           are_numbers)
{
  const LwRect rect = object->rect;

  g_string_append_printf (text, "\"image_id\": %" G_GINT64_FORMAT ", \"category_id\": %d, \"bbox\": [",
                          get_image_id (set, object->image, are_numbers), MAX (object->class, 0) + 1);
  lw_json_append_number (text, rect.x0);
  g_string_append (text, ", ");
  lw_json_append_number (text, rect.y0);
  g_string_append (text, ", ");
  lw_json_append_extent (text, rect.x0, rect.x1);
  g_string_append (text, ", ");
  lw_json_append_extent (text, rect.y0, rect.y1);
  g_string_append (text, "], \"area\": ");
  lw_json_append_number (text, (rect.x1 - rect.x0) * (rect.y1 - rect.y0));
  g_string_append (text, ", \"iscrowd\": 0, \"score\": ");
  lw_json_append_number (text, object->probability);
  g_string_append_printf (text, ", \"votes\": %u}", object->n_votes);
}

static gboolean
write_objects_coco (const LwBoxSet       *set,
                    const LwBoxConsensus *consensus,
                    const char           *path,
                    GError              **error)
{
  const gboolean are_numbers = are_all_numbers (set->images);
  g_autoptr (GString) text = g_string_new ("{\"images\": [");

  append_coco_images (text, set, are_numbers);
  g_string_append (text, "],\n\"categories\": [");
  append_coco_categories (text, set);
  g_string_append (text, "],\n\"annotations\": [");

  for (gsize i = 0; i < consensus->n_objects; i++)
    {
      g_string_append_printf (text, "%s\n{\"id\": %zu, ", i > 0 ? "," : "", i + 1);
      append_coco_object (text, set, &consensus->objects[i], are_numbers);
    }
  g_string_append (text, "]}\n");

  return lw_cli_write_table (path, NULL, text, error);
}

static gboolean
write_objects (const ConsensusOptions *given,
               const LwBoxSet         *set,
               const LwBoxConsensus   *consensus,
               GError                **error)
{
  if (given->out_path != NULL && g_str_has_suffix (given->out_path, ".json"))
    return write_objects_coco (set, consensus, given->out_path, error);

  return write_objects_table (set, consensus, given->has_posteriors, given->out_path, error);
}

/* --- Annotators --- */

static LwInterval
get_miss_rate (const LwBoxAnnotator *annotator)
{
  return lw_interval_exact (annotator->watch.n_missed, annotator->watch.n_objects, CONFIDENCE);
}

static LwInterval
get_false_rate (const LwBoxAnnotator *annotator)
{
  return lw_interval_poisson (annotator->watch.n_false, (double) annotator->n_images, CONFIDENCE);
}

/* The root of the mean square over the sides. */
static double
get_error (const LwBoxAnnotator *annotator)
{
  double sum = 0;

  for (int s = 0; s < LW_BOX_N_SIDES; s++)
    sum += annotator->drawing.error[s] * annotator->drawing.error[s] / LW_BOX_N_SIDES;

  return annotator->n_shared > 0 ? sqrt (sum) : NAN;
}

static gboolean
write_workers (const LwBoxSet       *set,
               const LwBoxConsensus *consensus,
               const char           *path,
               GError              **error)
{
  g_autoptr (GString) text = g_string_new (WORKERS_HEAD);

  for (guint a = 0; a < set->annotators->len; a++)
    {
      const LwBoxAnnotator *annotator = &consensus->annotators[a];
      const LwInterval      miss = get_miss_rate (annotator), mistake = get_false_rate (annotator);
      const double         *bias = annotator->drawing.bias;
      const double          numbers[] = { annotator->watch.n_objects, annotator->watch.n_missed, miss.value, miss.low, miss.high,
                                          annotator->watch.n_false, mistake.value, mistake.low, mistake.high, get_error (annotator),
                                          bias[0], bias[1], bias[2], bias[3], annotator->mean_iou };

      lw_csv_append_text (text, g_ptr_array_index (set->annotators, a));
      g_string_append_printf (text, ",%zu,%zu", annotator->n_images, annotator->n_boxes);
      append_numbers (text, numbers, G_N_ELEMENTS (numbers));
      g_string_append_c (text, '\n');
    }

  return lw_cli_write_table (path, WORKERS_HEAD, text, error);
}

static gboolean
write_confusions (const LwBoxSet       *set,
                  const LwBoxConsensus *consensus,
                  const char           *path,
                  GError              **error)
{
  const double *count = consensus->confusions;
  g_autoptr (GString) text = g_string_new (CONFUSIONS_HEAD);

  for (guint a = 0; a < set->annotators->len; a++)
    for (guint truth = 0; truth < set->classes->len; truth++)
      for (guint given = 0; given < set->classes->len; given++, count++)
        {
          lw_csv_append_text (text, g_ptr_array_index (set->annotators, a));
          g_string_append_c (text, ',');
          lw_csv_append_text (text, g_ptr_array_index (set->classes, given));
          g_string_append_c (text, ',');
          lw_csv_append_text (text, g_ptr_array_index (set->classes, truth));
          append_numbers (text, count, 1);
          g_string_append_c (text, '\n');
        }

  return lw_cli_write_table (path, CONFUSIONS_HEAD, text, error);
}

/* --- JSON --- */

static json_t *
object_to_json (const LwBoxSet    *set,
                const LwBoxObject *object)
{
  return json_pack ("{s:o, s:o, s:[f,f,f,f], s:f, s:i, s:i}", "image", lw_cli_json_text (g_ptr_array_index (set->images, object->image)),
                    "class", object->class >= 0 ? lw_cli_json_text (get_class_name (set, object)) : json_null (), "box", object->rect.x0,
                    object->rect.y0, object->rect.x1, object->rect.y1, "probability", object->probability, "votes", (int) object->n_votes,
                    "looked", (int) object->n_looked);
}

static json_t *
worker_to_json (const LwBoxSet       *set,
                const LwBoxAnnotator *annotator,
                guint                 number)
{
  const double *bias = annotator->drawing.bias;

  return json_pack ("{s:o, s:I, s:I, s:o, s:o, s:o, s:[f,f,f,f], s:o}", "annotator", lw_cli_json_text (g_ptr_array_index (set->annotators, number)),
                    "images", (json_int_t) annotator->n_images, "boxes", (json_int_t) annotator->n_boxes, "miss_rate",
                    lw_cli_json_from_interval (get_miss_rate (annotator), "no object is where the annotator looked"), "false_per_image",
                    lw_cli_json_from_interval (get_false_rate (annotator), "the annotator looked at no image"), "error_px",
                    lw_cli_json_number (get_error (annotator)), "bias_px", bias[0], bias[1], bias[2], bias[3], "mean_iou",
                    lw_cli_json_number (annotator->mean_iou));
}

static json_t *
summarise (const LwBoxSet       *set,
           const LwBoxConsensus *consensus,
           LwFindings           *findings)
{
  json_t *unsure = json_array (), *workers = json_array ();
  gsize   n_probable = 0;

  for (gsize i = 0; i < consensus->n_objects; i++)
    {
      n_probable += consensus->objects[i].probability >= 0.5;
      if (consensus->objects[i].is_unsure)
        json_array_append_new (unsure, object_to_json (set, &consensus->objects[i]));
    }

  for (guint a = 0; a < set->annotators->len; a++)
    json_array_append_new (workers, worker_to_json (set, &consensus->annotators[a], a));

  return json_pack ("{s:I, s:I, s:I, s:I, s:I, s:I, s:f, s:o, s:o, s:o}", "images", (json_int_t) set->input.n_images, "annotators",
                    (json_int_t) set->input.n_annotators, "boxes", (json_int_t) set->input.n_boxes, "objects", (json_int_t) consensus->n_objects,
                    "probable_objects", (json_int_t) n_probable, "iterations", (json_int_t) consensus->n_iterations, "typical_size_px",
                    consensus->size, "unsure", unsure, "workers", workers, "findings", lw_cli_json_from_findings (findings));
}

/* --- The command --- */

static gboolean
show (LwCli                  *self,
      const ConsensusOptions *given,
      const LwBoxSet         *set,
      const LwBoxConsensus   *consensus,
      LwFindings             *findings,
      GError                **error)
{
  const gboolean is_quiet = given->workers_path != NULL || given->confusions_path != NULL || self->json;

  if ((given->workers_path != NULL && !write_workers (set, consensus, given->workers_path, error)) ||
      (given->confusions_path != NULL && !write_confusions (set, consensus, given->confusions_path, error)) ||
      ((given->out_path != NULL || !is_quiet) && !write_objects (given, set, consensus, error)))
    return FALSE;

  if (self->json)
    return lw_cli_print_json (summarise (set, consensus, findings), error);

  lw_cli_warn (findings);

  return TRUE;
}

static gboolean
check_set (const ConsensusOptions *given,
           const LwBoxSet         *set,
           const char             *path,
           GError                **error)
{
  const double k = (double) set->input.n_classes;

  if (k * k * (double) set->input.n_annotators > N_NUMBERS_MAX || k * (double) set->input.n_boxes > N_NUMBERS_MAX)
    {
      g_set_error (error, LW_ERROR, LW_ERROR_INVALID, _ ("%s: %zu classes are too many for %zu annotators and %zu boxes; leave the classes out"), path,
                   set->input.n_classes, set->input.n_annotators, set->input.n_boxes);
      return FALSE;
    }

  if (given->confusions_path != NULL && k == 0)
    {
      g_set_error (error, LW_ERROR, LW_ERROR_INVALID, _ ("%s: no box has a class, so there are no confusions to write"), path);
      return FALSE;
    }

  return TRUE;
}

static gboolean
run (LwCli                  *self,
     const ConsensusOptions *given,
     char                  **paths,
     GError                **error)
{
  LwBoxConsensusOptions options = LW_BOX_CONSENSUS_DEFAULT;
  g_autoptr (LwFindings) findings = lw_findings_new ();
  g_autoptr (LwBoxSet) set = NULL;
  LwBoxConsensus *consensus;
  gboolean        is_done;

  set = given->are_coco ? lw_box_set_read_coco ((const char *const *) paths, findings, self->cancellable, error)
                        : lw_box_set_read_table (paths[0], findings, self->cancellable, error);

  if (set == NULL || !check_set (given, set, paths[0], error))
    return FALSE;

  options.iou_min = given->iou;
  consensus = lw_box_consensus_new (&set->input, &options);
  is_done = show (self, given, set, consensus, findings, error);
  lw_box_consensus_free (consensus);

  return is_done;
}

gboolean
lw_cli_consensus_boxes (LwCli   *self,
                        int      argc,
                        char   **argv,
                        GError **error)
{
  g_auto (ConsensusOptions) given = { .iou = LW_BOX_CONSENSUS_DEFAULT.iou_min };
  const GOptionEntry entries[] = {
    { "annotations", 0, 0, G_OPTION_ARG_NONE, &given.are_coco, N_ ("The files are COCO, one per annotator"), NULL },
    { "iou", 0, 0, G_OPTION_ARG_DOUBLE, &given.iou, N_ ("A box that overlaps less is not of the object (0.15)"), "IOU" },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &given.out_path, N_ ("Write the objects here, as a table, or as COCO where the name ends with .json"), "FILE" },
    { "posteriors", 0, 0, G_OPTION_ARG_NONE, &given.has_posteriors, N_ ("Add a column per class to the table, with its probability"), NULL },
    { "workers", 0, 0, G_OPTION_ARG_FILENAME, &given.workers_path, N_ ("Write what each annotator overlooks, invents and adds here"), "FILE" },
    { "confusions", 0, 0, G_OPTION_ARG_FILENAME, &given.confusions_path, N_ ("Write which class each annotator takes for which here"), "FILE" },
    G_OPTION_ENTRY_NULL
  };

  if (!lw_cli_parse (self, entries, &argc, &argv, 2, G_MAXINT, error))
    return FALSE;

  if (!(given.iou >= 0 && given.iou < 1))
    g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _ ("--iou has to be from 0 to below 1"));
  else if (given.are_coco && argc < 4)
    g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED, _ ("--annotations needs two files at least, one per annotator"));
  else if (!given.are_coco && argc > 3)
    g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED, _ ("one table of boxes is taken; COCO files go with --annotations"));
  else
    return run (self, &given, argv + 2, error);

  return FALSE;
}

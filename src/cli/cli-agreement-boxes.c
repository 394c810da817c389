/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-cli-private.h"

#include "lw-box-agreement.h"
#include "lw-box-set.h"
#include "lw-csv.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdio.h>

#define COEFFICIENTS_HEAD "coefficient,value,low,high\n"
#define PAIRS_HEAD "annotator_a,annotator_b,images,boxes,matched,observed,miss,miss_low,miss_high,class,class_low,class_high," \
                   "location,location_low,location_high,mean_iou\n"

#define WHY "nobody's boxes match, or chance alone would give this much agreement"

/* What a match is where nothing else is said: as detectors are measured. */
#define IOU_MIN 0.5

/* In the order of LwBoxAgreementPart. */
static const char *const part_ids[] = { "observed", "miss", "class", "location", "mean_iou" };

G_STATIC_ASSERT (G_N_ELEMENTS (part_ids) == LW_N_BOX_AGREEMENTS);

typedef struct
{
  gboolean are_coco;
  double   iou;
  char    *out_path, *pairs_path;
  gint64   seed;
  int      n_resamples;
} AgreementOptions;

static void
agreement_options_clear (AgreementOptions *self)
{
  g_free (self->out_path);
  g_free (self->pairs_path);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AgreementOptions, agreement_options_clear)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LwBoxAgreement, lw_box_agreement_free)

/* --- Output --- */

static gboolean
write_coefficients (const LwBoxAgreement *agreement,
                    const char           *path,
                    GError              **error)
{
  g_autoptr (GString) text = g_string_new (COEFFICIENTS_HEAD);

  for (int part = 0; part < LW_N_BOX_AGREEMENTS; part++)
    {
      g_string_append (text, part_ids[part]);
      lw_cli_append_interval (text, agreement->parts[part]);
      g_string_append_c (text, '\n');
    }

  return lw_cli_write_table (path, COEFFICIENTS_HEAD, text, error);
}

static gboolean
write_pairs (const LwBoxSet       *set,
             const LwBoxAgreement *agreement,
             const char           *path,
             GError              **error)
{
  g_autoptr (GString) text = g_string_new (PAIRS_HEAD);

  for (gsize i = 0; i < agreement->n_pairs; i++)
    {
      const LwBoxAgreementPair *pair = &agreement->pairs[i];

      lw_csv_append_text (text, g_ptr_array_index (set->annotators, pair->a));
      g_string_append_c (text, ',');
      lw_csv_append_text (text, g_ptr_array_index (set->annotators, pair->b));
      g_string_append_printf (text, ",%zu,%zu,%zu,", pair->n_images, pair->n_boxes, pair->n_matched);
      lw_csv_append_double (text, pair->parts[LW_BOX_AGREEMENT_OBSERVED].value);
      lw_cli_append_interval (text, pair->parts[LW_BOX_AGREEMENT_MISS]);
      lw_cli_append_interval (text, pair->parts[LW_BOX_AGREEMENT_CLASS]);
      lw_cli_append_interval (text, pair->parts[LW_BOX_AGREEMENT_LOCATION]);
      g_string_append_c (text, ',');
      lw_csv_append_double (text, pair->parts[LW_BOX_AGREEMENT_IOU].value);
      g_string_append_c (text, '\n');
    }

  return lw_cli_write_table (path, PAIRS_HEAD, text, error);
}

/* Tools that read the agreement of classes look for a kappa and an alpha: on whether there is
 * something, and on what it is. */
static void
add_parts (json_t           *json,
           const LwInterval *parts)
{
  json_object_set_new (json, "kappa", lw_cli_json_from_interval (parts[LW_BOX_AGREEMENT_MISS], WHY));
  json_object_set_new (json, "alpha", lw_cli_json_from_interval (parts[LW_BOX_AGREEMENT_CLASS], WHY));
  for (int part = 0; part < LW_N_BOX_AGREEMENTS; part++)
    json_object_set_new (json, part_ids[part], lw_cli_json_from_interval (parts[part], WHY));
}

static json_t *
to_json (const LwBoxSet       *set,
         const LwBoxAgreement *agreement,
         double                iou,
         LwFindings           *findings)
{
  json_t *pairs = json_array ();
  json_t *json = json_pack ("{s:I, s:I, s:I, s:f}", "images", (json_int_t) set->input.n_images, "annotators", (json_int_t) set->input.n_annotators,
                            "boxes", (json_int_t) set->input.n_boxes, "iou", iou);

  add_parts (json, agreement->parts);

  for (gsize i = 0; i < agreement->n_pairs; i++)
    {
      const LwBoxAgreementPair *pair = &agreement->pairs[i];
      json_t                   *row = json_pack ("{s:o, s:o, s:I, s:I, s:I}", "a", lw_cli_json_text (g_ptr_array_index (set->annotators, pair->a)), "b",
                                                 lw_cli_json_text (g_ptr_array_index (set->annotators, pair->b)), "images", (json_int_t) pair->n_images,
                                                 "boxes", (json_int_t) pair->n_boxes, "matched", (json_int_t) pair->n_matched);

      add_parts (row, pair->parts);
      json_array_append_new (pairs, row);
    }

  json_object_set_new (json, "pairs", pairs);
  json_object_set_new (json, "findings", lw_cli_json_from_findings (findings));

  return json;
}

static void
print_all (const LwBoxSet       *set,
           const LwBoxAgreement *agreement)
{
  printf (_ ("Images: %zu\nAnnotators: %zu\nBoxes: %zu\n"), set->input.n_images, set->input.n_annotators, set->input.n_boxes);
  for (int part = 0; part < LW_N_BOX_AGREEMENTS; part++)
    lw_cli_print_interval (part_ids[part], agreement->parts[part], WHY);

  puts (_ ("Agreement of each two annotators on what there is:"));
  for (gsize i = 0; i < agreement->n_pairs; i++)
    {
      const LwBoxAgreementPair *pair = &agreement->pairs[i];
      g_autofree char          *name = g_strdup_printf (_ ("  %s and %s, %zu images"), (const char *) g_ptr_array_index (set->annotators, pair->a),
                                                        (const char *) g_ptr_array_index (set->annotators, pair->b), pair->n_images);

      lw_cli_print_interval (name, pair->parts[LW_BOX_AGREEMENT_MISS], WHY);
    }
}

/* --- The command --- */

static gboolean
show (LwCli                  *self,
      const AgreementOptions *given,
      const LwBoxSet         *set,
      const LwBoxAgreement   *agreement,
      LwFindings             *findings,
      GError                **error)
{
  if ((given->out_path != NULL && !write_coefficients (agreement, given->out_path, error)) ||
      (given->pairs_path != NULL && !write_pairs (set, agreement, given->pairs_path, error)))
    return FALSE;

  if (self->json)
    return lw_cli_print_json (to_json (set, agreement, given->iou, findings), error);

  if (given->out_path == NULL && given->pairs_path == NULL)
    print_all (set, agreement);
  lw_cli_warn (findings);

  return TRUE;
}

static gboolean
run (LwCli                  *self,
     const AgreementOptions *given,
     char                  **paths,
     GError                **error)
{
  LwBootstrapOptions bootstrap = LW_BOOTSTRAP_DEFAULT;
  g_autoptr (LwFindings) findings = lw_findings_new ();
  g_autoptr (LwBoxSet) set = NULL;
  g_autoptr (LwBoxAgreement) agreement = NULL;

  set = given->are_coco ? lw_box_set_read_coco ((const char *const *) paths, findings, self->cancellable, error)
                        : lw_box_set_read_table (paths[0], findings, self->cancellable, error);
  if (set == NULL)
    return FALSE;

  bootstrap.n_resamples = (gsize) given->n_resamples;
  bootstrap.seed = (uint64_t) given->seed;
  agreement = lw_box_agreement_new (&set->input, given->iou, &bootstrap);

  return show (self, given, set, agreement, findings, error);
}

gboolean
lw_cli_agreement_boxes (LwCli   *self,
                        int      argc,
                        char   **argv,
                        GError **error)
{
  g_auto (AgreementOptions) given = { .iou = IOU_MIN, .seed = 1, .n_resamples = 2000 };
  const GOptionEntry entries[] = {
    { "annotations", 0, 0, G_OPTION_ARG_NONE, &given.are_coco, N_ ("The files are COCO, one per annotator"), NULL },
    { "iou", 0, 0, G_OPTION_ARG_DOUBLE, &given.iou, N_ ("Boxes that overlap less do not match (0.5)"), "IOU" },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &given.out_path, N_ ("Write the coefficients here"), "FILE" },
    { "pairs", 0, 0, G_OPTION_ARG_FILENAME, &given.pairs_path, N_ ("Write each two annotators' agreement here"), "FILE" },
    { "resamples", 0, 0, G_OPTION_ARG_INT, &given.n_resamples, N_ ("Samples of the bootstrap (2000)"), "N" },
    { "seed", 0, 0, G_OPTION_ARG_INT64, &given.seed, N_ ("Where the bootstrap's random numbers begin (1)"), "N" },
    G_OPTION_ENTRY_NULL
  };

  if (!lw_cli_parse (self, entries, &argc, &argv, 2, G_MAXINT, error))
    return FALSE;

  if (!(given.iou >= 0 && given.iou < 1))
    g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _ ("--iou has to be from 0 to below 1"));
  else if (given.n_resamples < 1)
    g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _ ("--resamples has to be 1 or more"));
  else if (given.are_coco && argc < 4)
    g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED, _ ("--annotations needs two files at least, one per annotator"));
  else if (!given.are_coco && argc > 3)
    g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED, _ ("one table of boxes is taken; COCO files go with --annotations"));
  else
    return run (self, &given, argv + 2, error);

  return FALSE;
}

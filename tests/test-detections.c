/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-average-precision.h"
#include "lw-box-fusion.h"
#include "lw-coco-metrics.h"
#include "lw-objectlab.h"

#include "lw-test-golden.h"

#include <glib.h>
#include <math.h>

/* Two images: the first with two boxes of class 0, one of them a crowd, the second with one of
 * class 1. */
static const LwRect   truth_rects[] = { { 0, 0, 10, 10 }, { 100, 0, 300, 200 }, { 0, 0, 50, 50 } };
static const uint32_t truth_classes[] = { 0, 0, 1 };
static const uint8_t  truth_crowds[] = { 0, 1, 0 };
static const size_t   truth_begins[] = { 0, 2, 3 };

/* A hit, a second one on the same box, two in the crowd, and one that is off. */
static const LwRect   found_rects[] = { { 0, 0, 10, 9 }, { 0, 1, 10, 10 }, { 110, 10, 150, 50 }, { 200, 10, 250, 50 }, { 0, 0, 50, 30 } };
static const uint32_t found_classes[] = { 0, 0, 0, 0, 1 };
static const double   found_scores[] = { 0.9, 0.8, 0.7, 0.6, 0.5 };
static const size_t   found_begins[] = { 0, 4, 5 };

static const LwDetections truth = { 2, 2, truth_begins, truth_rects, truth_classes, NULL, NULL, truth_crowds };
static const LwDetections found = { 2, 2, found_begins, found_rects, found_classes, found_scores, NULL, NULL };

/* --- Metrics --- */

static void
test_thresholds (void)
{
  g_assert_cmpfloat (lw_detections_threshold (0), ==, 0.5);
  g_assert_cmpfloat (lw_detections_threshold (8), ==, 0.8999999999999999);
  g_assert_cmpfloat (lw_detections_threshold (9), ==, 0.95);
}

/* IoU is .9 of the hits and .6 of the last. */
static void
test_coco (void)
{
  LwCocoMetrics *metrics = lw_coco_metrics_new (&truth, &found);

  g_assert_cmpfloat_with_epsilon (lw_coco_metrics_get_precision (metrics, 0, 0, LW_COCO_ALL), 1, 1e-12);
  g_assert_cmpfloat_with_epsilon (lw_coco_metrics_get_recall (metrics, 0, 0, LW_COCO_ALL, LW_COCO_MAX_1), 1, 1e-12);
  g_assert_cmpfloat (lw_coco_metrics_get_precision (metrics, 0, 9, LW_COCO_ALL), ==, 0);
  g_assert_cmpfloat_with_epsilon (lw_coco_metrics_get_precision (metrics, 1, 2, LW_COCO_ALL), 1, 1e-12);
  g_assert_cmpfloat (lw_coco_metrics_get_precision (metrics, 1, 3, LW_COCO_ALL), ==, 0);

  /* The small box is all that counts among the small ones of class 0; class 1 is medium. */
  g_assert_cmpfloat (lw_coco_metrics_get_precision (metrics, 0, 0, LW_COCO_MEDIUM), ==, -1);
  g_assert_cmpfloat_with_epsilon (lw_coco_metrics_average_precision (metrics, 0, 1, LW_COCO_SMALL), 1, 1e-12);
  g_assert_cmpfloat_with_epsilon (lw_coco_metrics_average_precision (metrics, 0, 1, LW_COCO_MEDIUM), 1, 1e-12);
  g_assert_cmpfloat (lw_coco_metrics_average_recall (metrics, LW_COCO_LARGE, LW_COCO_MAX_100), ==, -1);
  g_assert_cmpfloat_with_epsilon (lw_coco_metrics_average_precision (metrics, 0, 10, LW_COCO_ALL), (0.9 + 0.3) / 2,
                                  1e-9);

  lw_coco_metrics_free (metrics);
}

/* A wrong one before the right one: precision .5 at all recalls. */
static void
test_order (void)
{
  const LwRect       rects[] = { { 60, 60, 90, 90 }, { 0, 0, 10, 10 } };
  const uint32_t     classes[] = { 0, 0 };
  const double       scores[] = { 0.9, 0.8 };
  const size_t       begins[] = { 0, 2, 2 };
  const LwDetections wrong_first = { 2, 2, begins, rects, classes, scores, NULL, NULL };
  LwCocoMetrics     *metrics = lw_coco_metrics_new (&truth, &wrong_first);
  LwAveragePrecision voc = lw_average_precision (&truth, &wrong_first, 0, 0.5, LW_IOU_CONTINUOUS);

  g_assert_cmpfloat_with_epsilon (lw_coco_metrics_get_precision (metrics, 0, 0, LW_COCO_ALL), 0.5, 1e-12);
  g_assert_cmpfloat_with_epsilon (lw_coco_metrics_get_recall (metrics, 0, 0, LW_COCO_ALL, LW_COCO_MAX_1), 0, 1e-12);
  g_assert_cmpfloat_with_epsilon (lw_coco_metrics_get_recall (metrics, 0, 0, LW_COCO_ALL, LW_COCO_MAX_10), 1, 1e-12);

  /* PASCAL knows no crowds: half of the truth is found. */
  g_assert_cmpfloat_with_epsilon (voc.every_point, 0.25, 1e-12);
  g_assert_cmpuint (voc.n_right, ==, 1);
  g_assert_cmpuint (voc.n_wrong, ==, 1);
  g_assert_true (isnan (lw_average_precision (&wrong_first, &found, 1, 0.5, LW_IOU_CONTINUOUS).every_point));

  lw_coco_metrics_free (metrics);
}

static void
test_iou (void)
{
  const LwRect a = { 0, 0, 9, 9 }, b = { 5, 0, 14, 9 }, beside = { 9, 0, 18, 9 };

  g_assert_cmpfloat_with_epsilon (lw_iou (a, b, LW_IOU_CONTINUOUS), 36.0 / 126, 1e-15);
  g_assert_cmpfloat_with_epsilon (lw_iou (a, b, LW_IOU_PIXELS), 50.0 / 150, 1e-15);
  g_assert_cmpfloat (lw_iou (a, beside, LW_IOU_CONTINUOUS), ==, 0);
  g_assert_cmpfloat (lw_iou (a, beside, LW_IOU_PIXELS), >, 0);
}

/* --- ObjectLab --- */

/* Labels: one as predicted, one shifted, one of the wrong class; a prediction has no label. */
static void
test_objectlab (void)
{
  const LwRect       rects[] = { { 0, 0, 20, 20 }, { 100, 0, 120, 20 }, { 200, 0, 220, 20 } };
  const uint32_t     classes[] = { 0, 0, 1 };
  const size_t       begins[] = { 0, 3, 3 };
  const LwDetections labels = { 2, 2, begins, rects, classes, NULL, NULL, NULL };
  const LwRect       predicted[] = { { 0, 0, 20, 20 }, { 108, 0, 128, 20 }, { 200, 0, 220, 20 }, { 300, 300, 340, 340 } };
  const uint32_t     predicted_classes[] = { 0, 0, 0, 1 };
  const double       scores[] = { 0.99, 0.9, 0.98, 0.97 };
  const size_t       predicted_begins[] = { 0, 4, 4 };
  const LwDetections predictions = { 2, 2, predicted_begins, predicted, predicted_classes, scores, NULL, NULL };
  const double       weights[] = { 1.0 / 3, 1.0 / 3, 1.0 / 3 };
  LwObjectlab       *lab = lw_objectlab_new (&labels, &predictions, TRUE);
  const double      *located = lw_objectlab_get_boxes (lab, LW_BOX_BADLY_LOCATED);
  const double      *swapped = lw_objectlab_get_boxes (lab, LW_BOX_SWAPPED);
  const double      *overlooked = lw_objectlab_get_boxes (lab, LW_BOX_OVERLOOKED);
  double             quality[2];

  g_assert_cmpfloat_with_epsilon (located[0], 1, 1e-12);
  g_assert_cmpfloat (located[1], <, 0.5);
  g_assert_cmpfloat (located[2], ==, 1);
  g_assert_cmpfloat (swapped[0], ==, 1);
  g_assert_cmpfloat (swapped[2], <, 0.01);
  g_assert_true (isnan (overlooked[0]));
  g_assert_true (isnan (overlooked[1]));
  g_assert_cmpfloat (overlooked[3], <, 0.1);

  /* An image without anything is without fault. */
  lw_objectlab_get_quality (lab, weights, quality);
  g_assert_cmpfloat (quality[0], <, 0.5);
  g_assert_cmpfloat_with_epsilon (quality[1], 1, 1e-12);

  lw_objectlab_free (lab);
}

/* --- Fusion --- */

static void
test_fuse (void)
{
  const LwFusionBox boxes[] = {
    { { 0.1, 0.1, 0.3, 0.3 }, 0.9, 0, 0 },
    { { 0.1, 0.1, 0.3, 0.34 }, 0.3, 0, 1 },
    { { 0.3, 0.5, 0.1, 1.4 }, 0.6, 1, 1 }, /* corners in the wrong order, and outside */
    { { 0.1, 0.1, 0.3, 0.3 }, 0.05, 0, 1 },
  };
  const double    weights[] = { 1, 1 };
  LwFusionOptions options = { .iou_min = 0.5, .score_min = 0.1 };
  LwFusionBox     fused[4];

  g_assert_cmpuint (lw_fusion_weighted (boxes, 4, weights, 2, &options, fused), ==, 2);
  g_assert_cmpfloat_with_epsilon (fused[0].score, 0.6, 1e-12);
  g_assert_cmpfloat_with_epsilon (fused[0].rect.y1, (0.9 * 0.3 + 0.3 * 0.34) / 1.2, 1e-12);
  g_assert_cmpfloat_with_epsilon (fused[1].score, 0.3, 1e-12);
  g_assert_cmpfloat (fused[1].rect.y1, ==, 1);
  g_assert_cmpfloat (fused[1].rect.x0, ==, 0.1);

  options.score = LW_FUSION_MAX;
  lw_fusion_weighted (boxes, 4, weights, 2, &options, fused);
  g_assert_cmpfloat (fused[0].score, ==, 0.9);
}

/* Two boxes of a model are no two models. */
static void
test_fuse_same_model (void)
{
  const LwFusionBox boxes[] = { { { 0, 0, 1, 1 }, 0.8, 0, 0 }, { { 0, 0, 1, 1 }, 0.8, 0, 0 }, { { 0, 0, 1, 1 }, 0.8, 0, 0 } };
  const double      weights[] = { 1, 1 };
  LwFusionOptions   options = { .iou_min = 0.5 };
  LwFusionBox       fused[3];

  lw_fusion_weighted (boxes, 3, weights, 2, &options, fused);
  g_assert_cmpfloat_with_epsilon (fused[0].score, 0.8, 1e-12);

  options.may_exceed = TRUE;
  lw_fusion_weighted (boxes, 3, weights, 2, &options, fused);
  g_assert_cmpfloat_with_epsilon (fused[0].score, 1.2, 1e-12);

  options.score = LW_FUSION_BOX_AND_MODEL_AVERAGE;
  lw_fusion_weighted (boxes, 3, weights, 2, &options, fused);
  g_assert_cmpfloat_with_epsilon (fused[0].score, 0.4, 1e-12);
}

static void
test_suppress (void)
{
  const LwFusionBox boxes[] = {
    { { 0, 0, 0.2, 0.2 }, 0.8, 0, 0 },
    { { 0, 0, 0.2, 0.16 }, 0.9, 0, 0 },
    { { 0, 0, 0.2, 0.16 }, 0.7, 1, 0 },
  };
  LwSuppressOptions options = { .kind = LW_SUPPRESS_HARD, .iou_max = 0.5, .sigma = 0.5 };
  LwFusionBox       kept[3];

  g_assert_cmpuint (lw_fusion_suppress (boxes, 3, NULL, 1, &options, kept), ==, 2);
  g_assert_cmpfloat (kept[0].score, ==, 0.9);

  options.kind = LW_SUPPRESS_LINEAR;
  g_assert_cmpuint (lw_fusion_suppress (boxes, 3, NULL, 1, &options, kept), ==, 3);
  g_assert_cmpfloat_with_epsilon (kept[1].score, 0.8 * 0.2, 1e-12);

  options.undecayed = TRUE;
  lw_fusion_suppress (boxes, 3, NULL, 1, &options, kept);
  g_assert_cmpfloat (kept[1].score, ==, 0.8);

  options.kind = LW_SUPPRESS_GAUSSIAN;
  options.score_min = 0.5;
  g_assert_cmpuint (lw_fusion_suppress (boxes, 3, NULL, 1, &options, kept), ==, 2);
}

/* The second overlaps the first by 0.8; the third by 0.25, which is too little. */
static void
test_non_maximum_weighted (void)
{
  const LwFusionBox boxes[] = {
    { { 0, 0, 0.5, 0.4 }, 0.6, 1, 1 },
    { { 0, 0, 0.5, 0.5 }, 0.8, 1, 0 },
    { { 0, 0, 0.25, 0.25 }, 0.7, 1, 0 },
    { { 0, 0, 0.5, 0.5 }, 0.9, 2, 0 },
  };
  const gdouble weights[] = { 2, 1 };
  const gdouble second = 0.6 * 0.8;
  LwFusionBox   fused[4];

  g_assert_cmpuint (lw_fusion_non_maximum_weighted (boxes, 4, NULL, 2, 0.55, 0, fused), ==, 3);
  g_assert_cmpuint (fused[0].class, ==, 2);
  g_assert_cmpuint (fused[1].class, ==, 1);
  g_assert_cmpfloat (fused[1].score, ==, 0.8);
  g_assert_cmpfloat_with_epsilon (fused[1].rect.y1, (0.8 * 0.5 + second * 0.4) / (0.8 + second), 1e-12);
  g_assert_cmpfloat (fused[2].score, ==, 0.7);
  g_assert_cmpfloat (fused[2].rect.y1, ==, 0.25);

  /* The first has 0.3 now; what is below 0.65 goes before it is weighed. */
  lw_fusion_non_maximum_weighted (boxes, 4, weights, 2, 0.55, 0, fused);
  g_assert_cmpfloat_with_epsilon (fused[1].rect.y1, (0.8 * 0.5 + second / 2 * 0.4) / (0.8 + second / 2), 1e-12);
  lw_fusion_non_maximum_weighted (boxes, 4, weights, 2, 0.55, 0.65, fused);
  g_assert_cmpfloat (fused[1].rect.y1, ==, 0.5);
  g_assert_cmpuint (lw_fusion_non_maximum_weighted (NULL, 0, weights, 2, 0.55, 0, fused), ==, 0);
}

/* Of the class, the nearest box of the reference's table: equal scores come in no order there. */
static gdouble
find_nearest (const LwTestTable *table,
              const LwFusionBox *box)
{
  const gdouble own[] = { box->class, box->score, box->rect.x0, box->rect.y0, box->rect.x1, box->rect.y1 };
  gdouble       nearest = INFINITY;

  for (gsize i = 0; i < table->n_rows; i++)
    nearest = MIN (nearest, lw_test_largest_error (own, table->values + i * table->n_columns, 6));

  return nearest;
}

static void
test_fuse_reference (void)
{
  g_auto (GStrv) names = lw_test_golden_list ("fusion");

  for (gsize c = 0; names != NULL && names[c] != NULL; c++)
    {
      g_autoptr (LwTestTable) given = lw_test_golden_read ("fusion", names[c], "boxes");
      g_autoptr (LwTestTable) wanted = lw_test_golden_read ("fusion", names[c], "nmw");
      const gsize             n_models = (gsize) lw_test_golden_scalar ("fusion", names[c], "params", "models", 0);
      g_autofree LwFusionBox *boxes = g_new (LwFusionBox, given->n_rows), *fused = g_new (LwFusionBox, given->n_rows);
      g_autofree gdouble     *weights = g_new (gdouble, n_models);
      gsize                   n;

      for (gsize m = 0; m < n_models; m++)
        {
          g_autofree gchar *name = g_strdup_printf ("weight_%" G_GSIZE_FORMAT, m);

          weights[m] = lw_test_golden_scalar ("fusion", names[c], "params", name, NAN);
        }

      for (gsize i = 0; i < given->n_rows; i++)
        {
          const gdouble *row = given->values + i * given->n_columns;

          boxes[i] = (LwFusionBox){ { row[4], row[5], row[6], row[7] }, row[3], (guint32) row[2], (guint32) row[0] };
        }

      n = lw_fusion_non_maximum_weighted (boxes, given->n_rows, weights, n_models,
                                          lw_test_golden_scalar ("fusion", names[c], "params", "iou_thr", NAN), 0.1, fused);
      g_assert_cmpuint (n, ==, wanted->n_rows);
      for (gsize i = 0; i < n; i++)
        g_assert_cmpfloat (find_nearest (wanted, &fused[i]), <, 1e-6);
    }

  if (names == NULL)
    g_test_skip ("the reference programs' numbers are not here");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/detections/thresholds", test_thresholds);
  g_test_add_func ("/detections/coco", test_coco);
  g_test_add_func ("/detections/order", test_order);
  g_test_add_func ("/detections/iou", test_iou);
  g_test_add_func ("/detections/objectlab", test_objectlab);
  g_test_add_func ("/detections/fuse", test_fuse);
  g_test_add_func ("/detections/fuse/same-model", test_fuse_same_model);
  g_test_add_func ("/detections/suppress", test_suppress);
  g_test_add_func ("/detections/non-maximum-weighted", test_non_maximum_weighted);
  g_test_add_func ("/detections/fuse/reference", test_fuse_reference);

  return g_test_run ();
}

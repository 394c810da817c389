/* bench-quality.c - the quality engine's algorithms on inputs of a stated size
 *
 * Usage: bench-quality [--seed N] [--write FOLDER | --read FOLDER] [--scale S]
 *
 * Draws the inputs from the seed, or reads them from a folder that --write made, and prints the
 * processor seconds of each algorithm, the best of three, as one JSON object.  Files are raw arrays
 * in the byte order of the machine, named after what they hold, so that other programs can be given
 * the same bytes; "sizes" in the JSON object says their shapes.  --scale multiplies the number of
 * items, for a quick look.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lw-box-fusion.h"
#include "lw-coco-metrics.h"
#include "lw-crowdlab.h"
#include "lw-dawid-skene.h"
#include "lw-label-issues.h"
#include "lw-label-scores.h"
#include "lw-objectlab.h"
#include "lw-random.h"

#include <glib.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define N_RUNS 3

static const char *write_folder, *read_folder;
static double      scale = 1;
static guint64     seed = 1;
static gboolean    has_printed;

/* --- Measuring --- */

static double
cpu_seconds (void)
{
  struct timespec now;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now);

  return (double) now.tv_sec + (double) now.tv_nsec / 1e9;
}

typedef void (*BenchFunc) (gpointer data);

static double
measure (BenchFunc func,
         gpointer  data)
{
  double best = INFINITY;

  for (int i = 0; i < N_RUNS; i++)
    {
      const double begin = cpu_seconds ();

      func (data);
      best = MIN (best, cpu_seconds () - begin);
    }

  return best;
}

static void
print (const char *name,
       double      value)
{
  printf ("%s\n  \"%s\": %.6g", has_printed ? "," : "{", name, value);
  has_printed = TRUE;
}

static gsize
scaled (gsize n)
{
  return MAX ((gsize) ((double) n * scale), 16);
}

/* --- Arrays in files --- */

/* Writes @array, or fills it from the file that was written. */
static void
exchange (const char *name,
          gpointer    array,
          gsize       n,
          gsize       size)
{
  const char      *folder = write_folder != NULL ? write_folder : read_folder;
  g_autofree char *path = folder != NULL ? g_build_filename (folder, name, NULL) : NULL;
  FILE            *file;
  gsize            done;

  if (path == NULL)
    return;

  file = fopen (path, write_folder != NULL ? "wb" : "rb");
  done = file == NULL ? 0 : write_folder != NULL ? fwrite (array, size, n, file)
                                                 : fread (array, size, n, file);

  if (file == NULL || done != n || fclose (file) != 0)
    {
      g_printerr ("bench-quality: %s has not %zu elements of %zu bytes\n", path, n, size);
      exit (1);
    }
}

/* --- Labels and probabilities --- */

typedef struct
{
  gsize    n, k;
  double  *probabilities, *scores;
  int32_t *labels;
  guint8  *is_issue;
  double   sum;
} Labels;

/* A softmax of normal logits, the true class raised; one label in ten is another one. */
static Labels
draw_labels (const char *name,
             gsize       n,
             gsize       k)
{
  Labels           self = { n, k, g_new (double, n *k), g_new (double, n), g_new (int32_t, n), g_new (guint8, n), 0 };
  g_autofree char *labels_name = g_strconcat (name, "-labels.i32", NULL);
  g_autofree char *probabilities_name = g_strconcat (name, "-probabilities.f64", NULL);

  for (gsize i = 0; i < n; i++)
    {
      LwRandom    random = lw_random_new_stream (seed, i);
      double     *p = self.probabilities + i * k;
      const gsize truth = lw_random_below (&random, k);
      double      total = 0;

      for (gsize j = 0; j < k; j++)
        total += p[j] = exp (lw_random_normal (&random) + (j == truth ? 2.5 : 0));
      for (gsize j = 0; j < k; j++)
        p[j] /= total;

      self.labels[i] = (int32_t) (lw_random_chance (&random, 0.1) ? lw_random_below (&random, k) : truth);
    }

  exchange (labels_name, self.labels, n, sizeof (int32_t));
  exchange (probabilities_name, self.probabilities, n * k, sizeof (double));

  return self;
}

static void
labels_clear (Labels *self)
{
  g_free (self->probabilities);
  g_free (self->scores);
  g_free (self->labels);
  g_free (self->is_issue);
}

static void
sum_cb (gpointer data)
{
  Labels *self = data;
  double  sum = 0;

  for (gsize i = 0; i < self->n * self->k; i++)
    sum += self->probabilities[i];

  self->sum += sum;
}

static void
self_confidence_cb (gpointer data)
{
  Labels *self = data;

  lw_label_scores (LW_LABEL_SCORE_SELF_CONFIDENCE, self->probabilities, self->labels, self->n, self->k, self->scores);
}

static void
margin_cb (gpointer data)
{
  Labels *self = data;

  lw_label_scores (LW_LABEL_SCORE_NORMALIZED_MARGIN, self->probabilities, self->labels, self->n, self->k, self->scores);
}

static void
entropy_cb (gpointer data)
{
  Labels *self = data;

  lw_label_scores (LW_LABEL_SCORE_CONFIDENCE_WEIGHTED_ENTROPY, self->probabilities, self->labels, self->n, self->k, self->scores);
}

static void
issues_cb (gpointer data)
{
  const LwLabelFinderOptions options = { .fraction = 1, .min_per_class = 1 };
  Labels                    *self = data;

  lw_label_find_issues (&options, self->probabilities, self->labels, self->n, self->k, self->is_issue);
}

static void
bench_scores (void)
{
  Labels       labels = draw_labels ("labels-10", scaled (1000000), 10);
  const double gigabytes = (double) (labels.n * labels.k) * sizeof (double) / 1e9;
  const double sum = measure (sum_cb, &labels), confidence = measure (self_confidence_cb, &labels),
               margin = measure (margin_cb, &labels);

  print ("labels_10_items", (double) labels.n);
  print ("sum_gb_per_s", gigabytes / sum);
  print ("self_confidence_gb_per_s", gigabytes / confidence);
  print ("normalized_margin_gb_per_s", gigabytes / margin);
  print ("self_confidence_s", confidence);
  print ("normalized_margin_s", margin);
  print ("entropy_s", measure (entropy_cb, &labels));
  print ("find_label_issues_10_s", measure (issues_cb, &labels));
  labels_clear (&labels);
}

static void
bench_many_classes (void)
{
  Labels labels = draw_labels ("labels-1000", scaled (50000), 1000);

  print ("labels_1000_items", (double) labels.n);
  print ("find_label_issues_1000_s", measure (issues_cb, &labels));
  labels_clear (&labels);
}

/* --- Answers --- */

typedef struct
{
  LwAnswers answers;
  double   *probabilities; /* or NULL */
} Crowd;

/* @per_task answers each, of workers whose skills go from .5 to .95. */
static Crowd
draw_crowd (const char *name,
            gsize       n_tasks,
            gsize       n_workers,
            gsize       per_task,
            gsize       n_classes,
            gboolean    with_model)
{
  const gsize         n = n_tasks * per_task;
  gsize              *begins = g_new (gsize, n_tasks + 1);
  uint32_t           *workers = g_new (uint32_t, n);
  uint32_t           *labels = g_new (uint32_t, n);
  Crowd               self = { { n_tasks, n_workers, n_classes, begins, workers, labels }, NULL };
  g_autofree guint32 *order = g_new (guint32, n_workers);
  g_autofree char    *workers_name = g_strconcat (name, "-workers.u32", NULL);
  g_autofree char    *labels_name = g_strconcat (name, "-answers.u32", NULL);
  g_autofree char    *probabilities_name = g_strconcat (name, "-probabilities.f64", NULL);

  if (with_model)
    self.probabilities = g_new (double, n_tasks *n_classes);

  for (gsize task = 0; task <= n_tasks; task++)
    begins[task] = task * per_task;

  for (gsize task = 0; task < n_tasks; task++)
    {
      LwRandom    random = lw_random_new_stream (seed + 1, task);
      const gsize truth = lw_random_below (&random, n_classes);

      for (guint32 w = 0; w < n_workers; w++)
        order[w] = w;

      for (gsize i = 0; i < per_task; i++)
        {
          const gsize   other = i + lw_random_below (&random, n_workers - i);
          const guint32 worker = order[other];
          const double  skill = 0.5 + 0.45 * worker / (double) n_workers;

          order[other] = order[i];
          workers[begins[task] + i] = worker;
          labels[begins[task] + i] = (uint32_t) (lw_random_chance (&random, skill) ? truth : lw_random_below (&random, n_classes));
        }

      if (with_model)
        {
          double *p = self.probabilities + task * n_classes, total = 0;

          for (gsize j = 0; j < n_classes; j++)
            total += p[j] = exp (lw_random_normal (&random) + (j == truth ? 2.5 : 0));
          for (gsize j = 0; j < n_classes; j++)
            p[j] /= total;
        }
    }

  exchange (workers_name, workers, n, sizeof (uint32_t));
  exchange (labels_name, labels, n, sizeof (uint32_t));
  if (with_model)
    exchange (probabilities_name, self.probabilities, n_tasks * n_classes, sizeof (double));

  return self;
}

static void
crowd_clear (Crowd *self)
{
  g_free ((gpointer) self->answers.begins);
  g_free ((gpointer) self->answers.workers);
  g_free ((gpointer) self->answers.labels);
  g_free (self->probabilities);
}

static void
crowdlab_cb (gpointer data)
{
  Crowd        *self = data;
  const double *probabilities = self->probabilities;

  lw_crowdlab_free (lw_crowdlab_new (&self->answers, &probabilities, 1, LW_CROWDLAB_BEST_QUALITY, LW_CROWDLAB_MODEL));
}

static void
dawid_skene_cb (gpointer data)
{
  LwDawidSkene *model = lw_dawid_skene_new (&((Crowd *) data)->answers, LW_DAWID_SKENE_FULL);

  for (int i = 0; i < 10; i++)
    lw_dawid_skene_iterate (model);
  lw_dawid_skene_free (model);
}

static void
bench_crowds (void)
{
  Crowd annotators = draw_crowd ("annotators", scaled (100000), 50, 5, 10, TRUE);
  Crowd workers = draw_crowd ("workers", scaled (100000), 200, 5, 5, FALSE);

  print ("crowdlab_items", (double) annotators.answers.n_tasks);
  print ("crowdlab_s", measure (crowdlab_cb, &annotators));
  print ("dawid_skene_items", (double) workers.answers.n_tasks);
  print ("dawid_skene_10_s", measure (dawid_skene_cb, &workers));
  crowd_clear (&annotators);
  crowd_clear (&workers);
}

/* --- Boxes --- */

/* As a file has them: image, class, x0, y0, x1, y1, score. */
#define N_FIELDS 7

typedef struct
{
  LwDetections detections;
  double      *rows;
} Boxes;

static void
add_row (GArray *rows,
         gsize   image,
         gsize   class_index,
         LwRect  rect,
         double  score)
{
  const double row[N_FIELDS] = { (double) image, (double) class_index, rect.x0, rect.y0, rect.x1, rect.y1, score };

  g_array_append_vals (rows, row, N_FIELDS);
}

static LwRect
shake (LwRandom *random,
       LwRect    rect,
       double    by)
{
  const double dx = by * (rect.x1 - rect.x0), dy = by * (rect.y1 - rect.y0);

  rect.x0 += dx * lw_random_normal (random);
  rect.y0 += dy * lw_random_normal (random);
  rect.x1 = MAX (rect.x1 + dx * lw_random_normal (random), rect.x0 + 1);
  rect.y1 = MAX (rect.y1 + dy * lw_random_normal (random), rect.y0 + 1);

  return rect;
}

static LwRect
draw_rect (LwRandom *random)
{
  const double width = exp (lw_random_range (random, 2.3, 5.3)), height = width * lw_random_range (random, 0.5, 2);
  const double x = lw_random_range (random, 0, 600), y = lw_random_range (random, 0, 440);

  return (LwRect){ x, y, x + width, y + height };
}

static Boxes
finish_boxes (const char *name,
              GArray     *rows,
              gsize       n_images,
              gsize       n_classes,
              gboolean    with_scores)
{
  const gsize n = rows->len / N_FIELDS;
  Boxes       self = { { n_images, n_classes, NULL, NULL, NULL, NULL, NULL, NULL }, (double *) (void *) g_array_free (rows, FALSE) };
  gsize      *begins = g_new0 (gsize, n_images + 1);
  LwRect     *rects = g_new (LwRect, n);
  uint32_t   *classes = g_new (uint32_t, n);
  double     *scores = with_scores ? g_new (double, n) : NULL;

  exchange (name, self.rows, n * N_FIELDS, sizeof (double));

  for (gsize i = 0; i < n; i++)
    {
      const double *row = self.rows + i * N_FIELDS;

      begins[(gsize) row[0] + 1]++;
      classes[i] = (uint32_t) row[1];
      rects[i] = (LwRect){ row[2], row[3], row[4], row[5] };
      if (with_scores)
        scores[i] = row[6];
    }
  for (gsize i = 0; i < n_images; i++)
    begins[i + 1] += begins[i];

  self.detections.begins = begins;
  self.detections.rects = rects;
  self.detections.classes = classes;
  self.detections.scores = scores;

  return self;
}

static void
boxes_clear (Boxes *self)
{
  g_free ((gpointer) self->detections.begins);
  g_free ((gpointer) self->detections.rects);
  g_free ((gpointer) self->detections.classes);
  g_free ((gpointer) self->detections.scores);
  g_free (self->rows);
}

typedef struct
{
  Boxes truth, predictions;
} Scenes;

/* Objects, of which most are found, one in twenty as another class, and some false ones. */
static Scenes
draw_scenes (const char *name,
             gsize       n_images,
             gsize       n_classes,
             double      objects_mean,
             double      false_mean,
             double      copies)
{
  GArray          *truths = g_array_new (FALSE, FALSE, sizeof (double));
  GArray          *predictions = g_array_new (FALSE, FALSE, sizeof (double));
  g_autofree char *truth_name = g_strconcat (name, "-truth.f64", NULL);
  g_autofree char *predictions_name = g_strconcat (name, "-predictions.f64", NULL);
  Scenes           self;

  for (gsize image = 0; image < n_images; image++)
    {
      LwRandom    random = lw_random_new_stream (seed + 2, image);
      const gsize n_objects = lw_random_below (&random, (guint64) (2 * objects_mean + 1));
      const gsize n_false = lw_random_below (&random, (guint64) (2 * false_mean + 1));

      for (gsize i = 0; i < n_objects; i++)
        {
          const LwRect rect = draw_rect (&random);
          const gsize  own = lw_random_below (&random, n_classes);

          add_row (truths, image, own, rect, 1);
          for (double left = copies; left > 0; left--)
            if (lw_random_chance (&random, MIN (left, 1) * 0.9))
              add_row (predictions, image, lw_random_chance (&random, 0.05) ? lw_random_below (&random, n_classes) : own,
                       shake (&random, rect, 0.06), 1 - 0.6 * lw_random_uniform (&random) * lw_random_uniform (&random));
        }
      for (gsize i = 0; i < n_false; i++)
        add_row (predictions, image, lw_random_below (&random, n_classes), draw_rect (&random), 0.8 * lw_random_uniform (&random));
    }

  self.truth = finish_boxes (truth_name, truths, n_images, n_classes, FALSE);
  self.predictions = finish_boxes (predictions_name, predictions, n_images, n_classes, TRUE);

  return self;
}

static void
scenes_clear (Scenes *self)
{
  boxes_clear (&self->truth);
  boxes_clear (&self->predictions);
}

static void
objectlab_cb (gpointer data)
{
  static const double weights[LW_N_BOX_FAULTS] = { 1.0 / 3, 1.0 / 3, 1.0 / 3 };
  Scenes             *self = data;
  LwObjectlab        *lab = lw_objectlab_new (&self->truth.detections, &self->predictions.detections, true);
  g_autofree double  *quality = g_new (double, self->truth.detections.n_images);
  g_autofree double  *limits = g_new (double, self->truth.detections.n_classes);
  g_autofree guint8  *is_issue = g_new (guint8, self->truth.detections.n_images);

  lw_objectlab_get_quality (lab, weights, quality);
  lw_objectlab_get_limits (lab, limits);
  lw_objectlab_find_images (lab, limits, is_issue);
  lw_objectlab_free (lab);
}

static void
coco_cb (gpointer data)
{
  Scenes        *self = data;
  LwCocoMetrics *metrics = lw_coco_metrics_new (&self->truth.detections, &self->predictions.detections);

  lw_coco_metrics_average_precision (metrics, 0, LW_DETECTIONS_N_THRESHOLDS, LW_COCO_ALL);
  lw_coco_metrics_free (metrics);
}

static void
bench_boxes (void)
{
  Scenes lab = draw_scenes ("objectlab", scaled (10000), 10, 5, 1, 1);
  Scenes coco = draw_scenes ("coco", scaled (5000), 80, 7.2, 26, 1.25);

  print ("objectlab_images", (double) lab.truth.detections.n_images);
  print ("objectlab_truths", (double) lw_detections_get_n (&lab.truth.detections));
  print ("objectlab_predictions", (double) lw_detections_get_n (&lab.predictions.detections));
  print ("objectlab_s", measure (objectlab_cb, &lab));
  print ("coco_images", (double) coco.truth.detections.n_images);
  print ("coco_truths", (double) lw_detections_get_n (&coco.truth.detections));
  print ("coco_predictions", (double) lw_detections_get_n (&coco.predictions.detections));
  print ("coco_s", measure (coco_cb, &coco));
  scenes_clear (&lab);
  scenes_clear (&coco);
}

/* --- Fusion --- */

typedef struct
{
  gsize        n_images;
  gsize       *begins;
  LwFusionBox *boxes, *fused;
} Fusion;

#define N_MODELS 3

static Fusion
draw_fusion (const char *name,
             gsize       n_images)
{
  GArray                 *rows = g_array_new (FALSE, FALSE, sizeof (double));
  Fusion                  self = { n_images, g_new0 (gsize, n_images + 1), NULL, NULL };
  g_autofree LwFusionBox *boxes = NULL;
  gsize                   n;

  for (gsize image = 0; image < n_images; image++)
    {
      LwRandom random = lw_random_new_stream (seed + 3, image);

      for (int i = 0; i < 20; i++)
        {
          const LwRect rect = draw_rect (&random);

          for (gsize model = 0; model < N_MODELS; model++)
            {
              LwRect own = shake (&random, rect, 0.08);

              own = (LwRect){ CLAMP (own.x0 / 1000, 0, 1), CLAMP (own.y0 / 1000, 0, 1), CLAMP (own.x1 / 1000, 0, 1), CLAMP (own.y1 / 1000, 0, 1) };
              add_row (rows, image * N_MODELS + model, (gsize) i % 5, own, lw_random_uniform (&random));
            }
        }
      self.begins[image + 1] = rows->len / N_FIELDS;
    }

  n = rows->len / N_FIELDS;
  exchange (name, rows->data, n * N_FIELDS, sizeof (double));
  self.boxes = g_new (LwFusionBox, n);
  self.fused = g_new (LwFusionBox, n);

  for (gsize i = 0; i < n; i++)
    {
      const double *row = &g_array_index (rows, double, i *N_FIELDS);

      self.boxes[i] = (LwFusionBox){ { row[2], row[3], row[4], row[5] }, row[6], (uint32_t) row[1], (uint32_t) row[0] % N_MODELS };
    }
  g_array_unref (rows);

  return self;
}

static void
fusion_cb (gpointer data)
{
  static const double   weights[N_MODELS] = { 1, 1, 1 };
  const LwFusionOptions options = { .iou_min = 0.55, .score_min = 0 };
  Fusion               *self = data;

  for (gsize image = 0; image < self->n_images; image++)
    lw_fusion_weighted (self->boxes + self->begins[image], self->begins[image + 1] - self->begins[image], weights, N_MODELS, &options, self->fused);
}

static void
nms_cb (gpointer data)
{
  const LwSuppressOptions options = { .kind = LW_SUPPRESS_HARD, .iou_max = 0.5, .sigma = 0.5 };
  Fusion                 *self = data;

  for (gsize image = 0; image < self->n_images; image++)
    lw_fusion_suppress (self->boxes + self->begins[image], self->begins[image + 1] - self->begins[image], NULL, N_MODELS, &options, self->fused);
}

static void
bench_fusion (void)
{
  Fusion fusion = draw_fusion ("fusion.f64", scaled (2000));

  print ("fusion_images", (double) fusion.n_images);
  print ("weighted_fusion_s", measure (fusion_cb, &fusion));
  print ("nms_s", measure (nms_cb, &fusion));
  g_free (fusion.begins);
  g_free (fusion.boxes);
  g_free (fusion.fused);
}

int
main (int    argc,
      char **argv)
{
  for (int i = 1; i < argc; i += 2)
    {
      if (i + 1 < argc && g_str_equal (argv[i], "--seed"))
        seed = g_ascii_strtoull (argv[i + 1], NULL, 10);
      else if (i + 1 < argc && g_str_equal (argv[i], "--write"))
        write_folder = argv[i + 1];
      else if (i + 1 < argc && g_str_equal (argv[i], "--read"))
        read_folder = argv[i + 1];
      else if (i + 1 < argc && g_str_equal (argv[i], "--scale"))
        scale = g_ascii_strtod (argv[i + 1], NULL);
      else
        {
          g_printerr ("Usage: bench-quality [--seed N] [--write FOLDER | --read FOLDER] [--scale S]\n");
          return 2;
        }
    }

  bench_scores ();
  bench_many_classes ();
  bench_crowds ();
  bench_boxes ();
  bench_fusion ();
  printf ("\n}\n");

  return 0;
}

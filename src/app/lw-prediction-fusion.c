/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-prediction-fusion.h"

#include <math.h>

/* Images between two looks at whether to go on. */
#define N_IMAGES_PER_LOOK 256

typedef struct
{
  double x, y; /* what is 0 0 */
  double width, height;
} Frame;

typedef struct
{
  guint            image;
  const LwCocoBox *box;
  guint            model;
} Prediction;

/* --- By image --- */

static GArray *
gather (const GPtrArray *predictions,
        double           score_min)
{
  GArray *all = g_array_new (FALSE, FALSE, sizeof (Prediction));

  for (guint model = 0; model < predictions->len; model++)
    {
      const GArray *boxes = g_ptr_array_index (predictions, model);

      for (guint i = 0; i < boxes->len; i++)
        {
          const LwCocoBox *box = &g_array_index (boxes, LwCocoBox, i);

          if (box->score >= score_min)
            g_array_append_vals (all, &((Prediction){ box->image, box, model }), 1);
        }
    }

  return all;
}

static int
compare_by_image (gconstpointer a,
                  gconstpointer b)
{
  const guint left = ((const Prediction *) a)->image, right = ((const Prediction *) b)->image;

  return (left > right) - (left < right);
}

/* --- An image --- */

static Frame
get_frame (const LwCocoTable *table,
           const Prediction  *predictions,
           gsize              n)
{
  const LwCocoImage *image = &g_array_index (table->images, LwCocoImage, predictions[0].image);
  LwRect             hull = lw_rect_normalise (predictions[0].box->rect);

  if (image->width_px > 0)
    return (Frame){ 0, 0, image->width_px, image->height_px };

  for (gsize i = 1; i < n; i++)
    hull = lw_rect_union (hull, lw_rect_normalise (predictions[i].box->rect));

  return (Frame){ hull.x0, hull.y0, MAX (hull.x1 - hull.x0, 1), MAX (hull.y1 - hull.y0, 1) };
}

static LwRect
to_shares (Frame  frame,
           LwRect rect)
{
  return (LwRect){ (rect.x0 - frame.x) / frame.width, (rect.y0 - frame.y) / frame.height,
                   (rect.x1 - frame.x) / frame.width, (rect.y1 - frame.y) / frame.height };
}

static LwRect
from_shares (Frame  frame,
             LwRect rect)
{
  return (LwRect){ frame.x + rect.x0 * frame.width, frame.y + rect.y0 * frame.height,
                   frame.x + rect.x1 * frame.width, frame.y + rect.y1 * frame.height };
}

static gsize
fuse (const LwFusionBox               *boxes,
      gsize                            n,
      gsize                            n_models,
      const LwPredictionFusionOptions *options,
      LwFusionBox                     *fused)
{
  g_autofree double *ones = NULL;

  if (options->method == LW_FUSE_SUPPRESS)
    return lw_fusion_suppress (boxes, n, options->weights, n_models, &options->suppress, fused);

  if (options->method == LW_FUSE_NON_MAXIMUM_WEIGHTED)
    return lw_fusion_non_maximum_weighted (boxes, n, options->weights, n_models, options->fusion.iou_min, -INFINITY, fused);

  if (options->weights != NULL)
    return lw_fusion_weighted (boxes, n, options->weights, n_models, &options->fusion, fused);

  ones = g_new (double, n_models);
  for (gsize i = 0; i < n_models; i++)
    ones[i] = 1;

  return lw_fusion_weighted (boxes, n, ones, n_models, &options->fusion, fused);
}

static void
fuse_image (const LwCocoTable               *table,
            const Prediction                *predictions,
            gsize                            n,
            gsize                            n_models,
            const LwPredictionFusionOptions *options,
            GArray                          *result)
{
  const Frame             frame = get_frame (table, predictions, n);
  g_autofree LwFusionBox *boxes = g_new (LwFusionBox, n);
  g_autofree LwFusionBox *fused = g_new (LwFusionBox, n);
  gsize                   n_fused;

  for (gsize i = 0; i < n; i++)
    boxes[i] = (LwFusionBox){ .rect = to_shares (frame, predictions[i].box->rect),
                              .score = predictions[i].box->score,
                              .class = predictions[i].box->category,
                              .model = predictions[i].model };

  n_fused = fuse (boxes, n, n_models, options, fused);

  for (gsize i = 0; i < n_fused; i++)
    g_array_append_vals (result, &((LwCocoBox){ .image = predictions[0].image, .category = fused[i].class, .rect = from_shares (frame, fused[i].rect), .score = fused[i].score }),
                         1);
}

/* --- All of them --- */

GArray *
lw_prediction_fusion_run (const LwCocoTable               *table,
                          const GPtrArray                 *predictions,
                          const LwPredictionFusionOptions *options,
                          LwProgressFunc                   progress,
                          gpointer                         progress_data,
                          GCancellable                    *cancellable,
                          GError                         **error)
{
  g_autoptr (GArray) all = gather (predictions, options->score_min);
  g_autoptr (GArray) result = g_array_new (FALSE, FALSE, sizeof (LwCocoBox));
  guint n_images = 0;

  g_array_sort (all, compare_by_image);

  for (guint first = 0, last; first < all->len; first = last)
    {
      const Prediction *image = &g_array_index (all, Prediction, first);

      for (last = first; last < all->len && g_array_index (all, Prediction, last).image == image->image; last++)
        ;

      fuse_image (table, image, last - first, predictions->len, options, result);

      if (++n_images % N_IMAGES_PER_LOOK != 0)
        continue;
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
      if (progress != NULL)
        progress ((double) last / all->len, progress_data);
    }

  return g_steal_pointer (&result);
}

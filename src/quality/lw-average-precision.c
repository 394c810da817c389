/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-average-precision.h"

#include "lw-grow.h"
#include "lw-order.h"

#include <math.h>
#include <stdbool.h>

double
lw_iou (LwRect    a,
        LwRect    b,
        LwIouKind kind)
{
  const double more = kind == LW_IOU_PIXELS ? 1 : 0;
  const double width = fmin (a.x1, b.x1) - fmax (a.x0, b.x0) + more;
  const double height = fmin (a.y1, b.y1) - fmax (a.y0, b.y0) + more;
  const double overlap = width > 0 && height > 0 ? width * height : 0;
  const double both = (a.x1 - a.x0 + more) * (a.y1 - a.y0 + more) + (b.x1 - b.x0 + more) * (b.y1 - b.y0 + more);

  return overlap > 0 ? overlap / (both - overlap) : 0;
}

double
lw_average_precision_of_curve (double       *precisions,
                               const double *recalls,
                               size_t        n)
{
  double area = 0;

  for (size_t i = n; i-- > 1;)
    precisions[i - 1] = fmax (precisions[i - 1], precisions[i]);

  for (size_t i = 0; i < n; i++)
    area += (recalls[i] - (i > 0 ? recalls[i - 1] : 0)) * precisions[i];

  return area;
}

/* The mean of the largest precision at recall 0, 0.1, ... 1 and above; @precisions are falling.
 * The grid is that of the reference, multiples of 0.1: 7 of them are a trifle more than 0.7, which
 * a recall of 56 in 80 does not reach. */
static double
get_eleven_point (const double *precisions,
                  const double *recalls,
                  size_t        n)
{
  double sum = 0;

  for (int r = 0; r <= 10; r++)
    for (size_t i = 0; i < n; i++)
      if (recalls[i] >= r * 0.1)
        {
          sum += precisions[i];
          break;
        }

  return sum / 11;
}

/* One detection, and the image that it is in. */
typedef struct
{
  size_t box, image;
} Place;

static size_t
list_places (const LwDetections *predictions,
             uint32_t class,
             Place *places)
{
  const size_t n_all = lw_detections_get_n (predictions);
  Place       *found = lw_grow_array (Place, n_all);
  LwRanked    *items = lw_grow_array (LwRanked, n_all);
  size_t       n = 0;

  for (size_t image = 0; image < predictions->n_images; image++)
    for (size_t i = predictions->begins[image]; i < predictions->begins[image + 1]; i++)
      if (predictions->classes[i] == class)
        {
          items[n] = (LwRanked){ -predictions->scores[i], n };
          found[n++] = (Place){ i, image };
        }

  qsort (items, n, sizeof *items, lw_ranked_compare);
  for (size_t i = 0; i < n; i++)
    places[i] = found[items[i].index];

  free (found);
  free (items);

  return n;
}

/* Whether a detection is right; what it takes is marked. */
static bool
take (const LwDetections *truth,
      LwRect              rect,
      size_t              image,
      uint32_t class,
      double    threshold,
      LwIouKind kind,
      bool     *is_taken)
{
  double best = 0;
  size_t found = SIZE_MAX;

  for (size_t g = truth->begins[image]; g < truth->begins[image + 1]; g++)
    if (truth->classes[g] == class)
      {
        const double iou = lw_iou (truth->rects[g], rect, kind);

        if (iou > best)
          {
            best = iou;
            found = g;
          }
      }

  if (found == SIZE_MAX || best < threshold || is_taken[found])
    return false;

  return is_taken[found] = true;
}

LwAveragePrecision
lw_average_precision (const LwDetections *truth,
                      const LwDetections *predictions,
                      uint32_t class,
                      double    threshold,
                      LwIouKind kind)
{
  const size_t       n_all = lw_detections_get_n (predictions);
  Place             *places = lw_grow_array (Place, n_all);
  const size_t       n = list_places (predictions, class, places);
  double            *precisions = lw_grow_array (double, n), *recalls = lw_grow_array (double, n);
  bool              *is_taken = lw_grow_array (bool, lw_detections_get_n (truth));
  LwAveragePrecision found = { NAN, NAN, 0, 0, 0 };

  for (size_t g = 0; g < lw_detections_get_n (truth); g++)
    found.n_truths += truth->classes[g] == class;

  for (size_t i = 0; i < n; i++)
    {
      found.n_right +=
          take (truth, predictions->rects[places[i].box], places[i].image, class, threshold, kind, is_taken);
      precisions[i] = (double) found.n_right / (double) (i + 1);
      recalls[i] = (double) found.n_right / (double) found.n_truths;
    }

  found.n_wrong = n - found.n_right;
  if (found.n_truths > 0)
    {
      found.every_point = lw_average_precision_of_curve (precisions, recalls, n);
      found.eleven_point = get_eleven_point (precisions, recalls, n);
    }

  free (places);
  free (precisions);
  free (recalls);
  free (is_taken);

  return found;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-box-clusters.h"

#include "lw-grow.h"
#include "lw-order.h"

#include <stdbool.h>
#include <string.h>

/* Most images are settled after two passes; a box that goes to and fro for ever stays somewhere. */
#define N_PASSES_MAX 8

/* --- Overlaps --- */

/* Only boxes that overlap along x are compared: @b is sorted by its left sides, and none reaches
 * further than the widest. */
LwAssignmentPair *
lw_box_clusters_find_overlaps (const LwRect *a,
                               size_t        n_a,
                               const LwRect *b,
                               size_t        n_b,
                               double        iou_min,
                               size_t       *n_pairs)
{
  double           *lefts = lw_grow_array (double, n_b);
  size_t           *order = lw_grow_array (size_t, n_b);
  LwAssignmentPair *pairs = NULL;
  size_t            n_room = 0;
  double            width_max = 0;

  for (size_t j = 0; j < n_b; j++)
    {
      lefts[j] = b[j].x0;
      width_max = b[j].x1 - b[j].x0 > width_max ? b[j].x1 - b[j].x0 : width_max;
    }

  lw_order_ascending (lefts, n_b, order);
  *n_pairs = 0;

  for (size_t i = 0; i < n_a; i++)
    {
      size_t low = 0, high = n_b;

      while (low < high)
        {
          const size_t middle = (low + high) / 2;

          if (lefts[order[middle]] < a[i].x0 - width_max)
            low = middle + 1;
          else
            high = middle;
        }

      for (; low < n_b && lefts[order[low]] < a[i].x1; low++)
        {
          const double gain = lw_rect_iou (a[i], b[order[low]]) - iou_min;

          if (!(gain > 0))
            continue;

          pairs = lw_grow_room (pairs, *n_pairs + 1, sizeof *pairs, &n_room);
          pairs[(*n_pairs)++] = (LwAssignmentPair){ i, order[low], gain };
        }
    }

  free (lefts);
  free (order);

  return pairs;
}

/* --- Objects --- */

typedef struct
{
  const LwRect *rects;
  const size_t *begins;
  size_t        n_annotators;
  double        iou_min;
  size_t       *clusters;   /* per box; LW_ASSIGNMENT_NONE while it is taken out */
  size_t        n_clusters; /* with those that have become empty */
  size_t       *starts;     /* per cluster and one more: its boxes within members */
  size_t       *members;
  size_t       *used;    /* clusters that are not empty */
  LwRect       *centres; /* of the used ones */
  double       *sides;
} Clustering;

static LwRect
get_centre (Clustering   *self,
            const size_t *members,
            size_t        n)
{
  double medians[4];

  for (int side = 0; side < 4; side++)
    {
      for (size_t i = 0; i < n; i++)
        {
          const LwRect *rect = &self->rects[members[i]];

          self->sides[i] = side == 0 ? rect->x0 : side == 1 ? rect->y0
                                              : side == 2   ? rect->x1
                                                            : rect->y1;
        }
      medians[side] = lw_order_median (self->sides, n);
    }

  return (LwRect){ medians[0], medians[1], medians[2], medians[3] };
}

/* Returns how many clusters have boxes. */
static size_t
find_centres (Clustering *self,
              size_t      n_boxes)
{
  size_t n_used = 0;

  memset (self->starts, 0, sizeof (size_t) * (self->n_clusters + 2));
  for (size_t i = 0; i < n_boxes; i++)
    if (self->clusters[i] != LW_ASSIGNMENT_NONE)
      self->starts[self->clusters[i] + 2]++;
  for (size_t c = 2; c < self->n_clusters + 2; c++)
    self->starts[c] += self->starts[c - 1];
  for (size_t i = 0; i < n_boxes; i++)
    if (self->clusters[i] != LW_ASSIGNMENT_NONE)
      self->members[self->starts[self->clusters[i] + 1]++] = i;

  for (size_t c = 0; c < self->n_clusters; c++)
    if (self->starts[c] < self->starts[c + 1])
      {
        self->centres[n_used] = get_centre (self, self->members + self->starts[c], self->starts[c + 1] - self->starts[c]);
        self->used[n_used++] = c;
      }

  return n_used;
}

/* The number of a cluster without boxes, so that there are never more than boxes. */
static size_t
get_empty (Clustering *self,
           size_t     *from)
{
  for (; *from < self->n_clusters; (*from)++)
    if (self->starts[*from] == self->starts[*from + 1])
      return (*from)++;

  self->n_clusters++;

  return (*from)++;
}

/* Gives the boxes of one annotator to the objects of the others; whether any went elsewhere. */
static bool
assign (Clustering *self,
        size_t      annotator,
        size_t     *before,
        size_t     *chosen)
{
  const size_t      begin = self->begins[annotator], n = self->begins[annotator + 1] - begin;
  LwAssignmentPair *pairs;
  size_t            n_used, n_pairs, from = 0;
  bool              has_moved = false;

  for (size_t i = 0; i < n; i++)
    {
      before[i] = self->clusters[begin + i];
      self->clusters[begin + i] = LW_ASSIGNMENT_NONE;
    }

  n_used = find_centres (self, self->begins[self->n_annotators]);
  pairs = lw_box_clusters_find_overlaps (self->rects + begin, n, self->centres, n_used, self->iou_min, &n_pairs);
  lw_assignment_solve (pairs, n_pairs, n, n_used, chosen);

  for (size_t i = 0; i < n; i++)
    {
      const bool was_alone = before[i] != LW_ASSIGNMENT_NONE && self->starts[before[i]] == self->starts[before[i] + 1];

      if (chosen[i] != LW_ASSIGNMENT_NONE)
        self->clusters[begin + i] = self->used[chosen[i]];
      else
        self->clusters[begin + i] = get_empty (self, &from);

      has_moved = has_moved || !(chosen[i] != LW_ASSIGNMENT_NONE ? self->clusters[begin + i] == before[i] : was_alone);
    }

  free (pairs);

  return has_moved;
}

/* By the first box of each. */
static size_t
renumber (Clustering *self,
          size_t      n_boxes)
{
  size_t n = 0;

  for (size_t c = 0; c < self->n_clusters; c++)
    self->used[c] = LW_ASSIGNMENT_NONE;

  for (size_t i = 0; i < n_boxes; i++)
    {
      size_t *number = &self->used[self->clusters[i]];

      if (*number == LW_ASSIGNMENT_NONE)
        *number = n++;
      self->clusters[i] = *number;
    }

  return n;
}

size_t
lw_box_clusters_find (const LwRect *rects,
                      const size_t *begins,
                      size_t        n_annotators,
                      double        iou_min,
                      size_t       *clusters)
{
  const size_t n = begins[n_annotators];
  Clustering   self = { .rects = rects, .begins = begins, .n_annotators = n_annotators, .iou_min = iou_min, .clusters = clusters };
  size_t      *scratch = lw_grow_array (size_t, 5 * n + 2);
  bool         has_moved = true;

  self.starts = scratch;
  self.members = scratch + n + 2;
  self.used = scratch + 2 * n + 2;
  self.centres = lw_grow_array (LwRect, n);
  self.sides = lw_grow_array (double, n);

  for (size_t i = 0; i < n; i++)
    clusters[i] = LW_ASSIGNMENT_NONE;

  for (int pass = 0; pass < N_PASSES_MAX && has_moved; pass++)
    {
      has_moved = false;
      for (size_t a = 0; a < n_annotators; a++)
        if (begins[a] < begins[a + 1])
          has_moved = assign (&self, a, scratch + 3 * n + 2, scratch + 4 * n + 2) || has_moved;
    }

  self.n_clusters = renumber (&self, n);

  free (scratch);
  free (self.centres);
  free (self.sides);

  return self.n_clusters;
}

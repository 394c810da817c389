/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-sorted-boxes.h"

#include "lw-grow.h"

#include <math.h>
#include <stdbool.h>

static bool
is_near (double side)
{
  return fabs (side) <= LW_ANNOTATOR_BOXES_SIDE_MAX;
}

static bool
is_box (LwRect rect)
{
  return lw_rect_is_valid (rect) && is_near (rect.x0) && is_near (rect.y0) && is_near (rect.x1) && is_near (rect.y1);
}

size_t
lw_annotator_boxes_check (const LwAnnotatorBoxes *boxes)
{
  for (size_t i = 0; i < boxes->n_boxes; i++)
    if (!is_box (boxes->rects[i]) || boxes->images[i] >= boxes->n_images || boxes->annotators[i] >= boxes->n_annotators ||
        (boxes->classes != NULL && (boxes->classes[i] < -1 || boxes->classes[i] >= (int64_t) boxes->n_classes)))
      return i;

  return boxes->n_boxes;
}

static int
compare_numbers (double a,
                 double b)
{
  return (a > b) - (a < b);
}

int
lw_sorted_boxes_compare_rects (LwRect a,
                               LwRect b)
{
  const int orders[] = { compare_numbers (a.x0, b.x0), compare_numbers (a.y0, b.y0), compare_numbers (a.x1, b.x1), compare_numbers (a.y1, b.y1) };

  for (size_t i = 0; i < sizeof orders / sizeof *orders; i++)
    if (orders[i] != 0)
      return orders[i];

  return 0;
}

static int
compare_boxes (const void *a,
               const void *b)
{
  const LwSortedBox *left = a, *right = b;
  const int          order = lw_sorted_boxes_compare_rects (left->rect, right->rect);

  if (left->image != right->image)
    return left->image < right->image ? -1 : 1;
  if (left->annotator != right->annotator)
    return left->annotator < right->annotator ? -1 : 1;
  if (order != 0)
    return order;
  if (left->class != right->class)
    return left->class < right->class ? -1 : 1;

  return (left->source > right->source) - (left->source < right->source);
}

static int
compare_keys (const void *a,
              const void *b)
{
  const uint64_t left = *(const uint64_t *) a, right = *(const uint64_t *) b;

  return (left > right) - (left < right);
}

/* Each who looked at an image once. */
static void
sort_looks (LwSortedBoxes          *self,
            const LwAnnotatorBoxes *boxes)
{
  const size_t n = boxes->n_boxes + boxes->n_looks;
  uint64_t    *keys = lw_grow_array (uint64_t, n);

  for (size_t i = 0; i < boxes->n_boxes; i++)
    keys[i] = (uint64_t) boxes->images[i] << 32 | boxes->annotators[i];
  for (size_t i = 0; i < boxes->n_looks; i++)
    keys[boxes->n_boxes + i] = (uint64_t) boxes->look_images[i] << 32 | boxes->look_annotators[i];

  qsort (keys, n, sizeof *keys, compare_keys);

  for (size_t i = 0; i < n; i++)
    {
      if (i > 0 && keys[i] == keys[i - 1])
        continue;

      self->image_looks[(keys[i] >> 32) + 1]++;
      self->lookers[self->n_looks++] = (uint32_t) keys[i];
    }

  for (size_t i = 0; i < boxes->n_images; i++)
    self->image_looks[i + 1] += self->image_looks[i];

  free (keys);
}

static void
find_look_boxes (LwSortedBoxes          *self,
                 const LwAnnotatorBoxes *boxes)
{
  size_t box = 0;

  for (size_t image = 0; image < boxes->n_images; image++)
    for (size_t look = self->image_looks[image]; look < self->image_looks[image + 1]; look++)
      {
        self->look_boxes[look] = box;
        while (box < boxes->n_boxes && self->boxes[box].image == image && self->boxes[box].annotator == self->lookers[look])
          box++;
      }

  self->look_boxes[self->n_looks] = box;
}

void
lw_sorted_boxes_init (LwSortedBoxes          *self,
                      const LwAnnotatorBoxes *boxes)
{
  const size_t n = boxes->n_boxes;

  *self = (LwSortedBoxes){ 0 };
  self->boxes = lw_grow_array (LwSortedBox, n);
  self->image_looks = lw_grow_array (size_t, boxes->n_images + 1);
  self->lookers = lw_grow_array (uint32_t, n + boxes->n_looks);
  self->look_boxes = lw_grow_array (size_t, n + boxes->n_looks + 1);

  for (size_t i = 0; i < n; i++)
    self->boxes[i] = (LwSortedBox){ boxes->rects[i], boxes->images[i], boxes->annotators[i], boxes->classes != NULL ? boxes->classes[i] : -1, i };

  qsort (self->boxes, n, sizeof *self->boxes, compare_boxes);
  sort_looks (self, boxes);
  find_look_boxes (self, boxes);
}

void
lw_sorted_boxes_clear (LwSortedBoxes *self)
{
  free (self->boxes);
  free (self->image_looks);
  free (self->lookers);
  free (self->look_boxes);
}

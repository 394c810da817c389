/* lw-box-patterns.h - objects that the same annotators looked at and the same of them marked
 *
 * They are equally probable to be there; in large sets there are few patterns and many objects.
 *
 * Pure: the caller's arrays, any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-box-existence.h"

typedef struct
{
  LwBoxExistenceInput input;
  size_t             *of_objects; /* per object: its pattern */
} LwBoxPatterns;

/* @begins      n_objects + 1: the boxes of object o are those from begins[o]
 * @annotators  per box, ascending within an object
 * @images      per object
 * @looks       n_images + 1: those who looked at image i are those from looks[i]
 * @lookers     ascending within an image; whoever has a box is among them */
LwBoxPatterns *lw_box_patterns_new (size_t          n_objects,
                                    size_t          n_annotators,
                                    const size_t   *begins,
                                    const uint32_t *annotators,
                                    const uint32_t *images,
                                    const size_t   *looks,
                                    const uint32_t *lookers);
void           lw_box_patterns_free (LwBoxPatterns *self);

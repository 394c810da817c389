/* lw-grow.h - memory for arrays of numbers
 *
 * As everywhere in the program, memory that there is not ends it: nobody can go on without the
 * numbers that were asked for, and no caller has to ask.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <stdint.h>
#include <stdlib.h>

/* @n elements of @size bytes, zeros; never NULL, also for none.  free() it. */
static inline void *
lw_grow_new (size_t n,
             size_t size)
{
  void *array = calloc (n > 0 ? n : 1, size);

  if (array == NULL)
    abort ();

  return array;
}

/* Room for @n_needed elements at least, by doubling; @array may be NULL with *n_room 0. */
static inline void *
lw_grow_room (void   *array,
              size_t  n_needed,
              size_t  size,
              size_t *n_room)
{
  if (n_needed <= *n_room)
    return array;

  *n_room = n_needed > 2 * *n_room ? n_needed : 2 * *n_room;
  if (*n_room > SIZE_MAX / size || (array = realloc (array, *n_room * size)) == NULL)
    abort ();

  return array;
}

#define lw_grow_array(Type, n) ((Type *) lw_grow_new (n, sizeof (Type)))

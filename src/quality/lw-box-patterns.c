/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-box-patterns.h"

#include "lw-grow.h"

#include <string.h>

#define NO_PATTERN ((size_t) -1)

typedef struct
{
  size_t   *begins;
  size_t    n_begins_room;
  uint32_t *annotators;
  size_t    n_annotators_room;
  uint8_t  *is_marked;
  size_t    n_marked_room;
  double   *counts;
  size_t    n_counts_room;
  size_t    n;

  size_t *table; /* open addressing, a power of 2, twice the objects at least */
  size_t  n_table;
} Patterns;

static uint64_t
hash (const uint32_t *annotators,
      const uint8_t  *is_marked,
      size_t          n)
{
  uint64_t value = 0xcbf29ce484222325;

  for (size_t i = 0; i < n; i++)
    {
      value = (value ^ ((uint64_t) annotators[i] << 1 | is_marked[i])) * 0x100000001b3;
      value ^= value >> 29;
    }

  return value;
}

/* Appends the object behind the patterns, where it stays if it is a new one. */
static void
append (Patterns       *self,
        const uint32_t *lookers,
        size_t          n_lookers,
        const uint32_t *markers,
        size_t          n_markers)
{
  const size_t begin = self->begins[self->n], end = begin + n_lookers;

  self->annotators = lw_grow_room (self->annotators, end, sizeof *self->annotators, &self->n_annotators_room);
  self->is_marked = lw_grow_room (self->is_marked, end, sizeof *self->is_marked, &self->n_marked_room);

  for (size_t i = 0, marker = 0; i < n_lookers; i++)
    {
      const uint8_t is_marked = marker < n_markers && markers[marker] == lookers[i];

      self->annotators[begin + i] = lookers[i];
      self->is_marked[begin + i] = is_marked;
      marker += is_marked;
    }
}

/* The number of the pattern that was appended. */
static size_t
find (Patterns *self,
      size_t    n)
{
  const size_t begin = self->begins[self->n];
  size_t       place = hash (self->annotators + begin, self->is_marked + begin, n) & (self->n_table - 1);

  for (; self->table[place] != NO_PATTERN; place = (place + 1) & (self->n_table - 1))
    {
      const size_t known = self->table[place], other = self->begins[known];

      if (self->begins[known + 1] - other == n &&
          memcmp (self->annotators + other, self->annotators + begin, n * sizeof *self->annotators) == 0 &&
          memcmp (self->is_marked + other, self->is_marked + begin, n) == 0)
        return known;
    }

  self->table[place] = self->n;
  self->begins = lw_grow_room (self->begins, self->n + 2, sizeof *self->begins, &self->n_begins_room);
  self->begins[self->n + 1] = begin + n;
  self->counts = lw_grow_room (self->counts, self->n + 1, sizeof *self->counts, &self->n_counts_room);
  self->counts[self->n] = 0;

  return self->n++;
}

static void
patterns_init (Patterns *self,
               size_t    n_objects)
{
  *self = (Patterns){ .n_table = 16 };

  while (self->n_table < 2 * n_objects)
    self->n_table *= 2;

  self->table = lw_grow_array (size_t, self->n_table);
  for (size_t i = 0; i < self->n_table; i++)
    self->table[i] = NO_PATTERN;

  self->begins = lw_grow_room (NULL, 1, sizeof *self->begins, &self->n_begins_room);
  self->begins[0] = 0;
}

LwBoxPatterns *
lw_box_patterns_new (size_t          n_objects,
                     size_t          n_annotators,
                     const size_t   *begins,
                     const uint32_t *annotators,
                     const uint32_t *images,
                     const size_t   *looks,
                     const uint32_t *lookers)
{
  LwBoxPatterns *result = lw_grow_array (LwBoxPatterns, 1);
  Patterns       patterns;

  patterns_init (&patterns, n_objects);
  result->of_objects = lw_grow_array (size_t, n_objects);

  for (size_t o = 0; o < n_objects; o++)
    {
      const size_t look = looks[images[o]], n_lookers = looks[images[o] + 1] - look;

      append (&patterns, lookers + look, n_lookers, annotators + begins[o], begins[o + 1] - begins[o]);
      result->of_objects[o] = find (&patterns, n_lookers);
      patterns.counts[result->of_objects[o]] += 1;
    }

  free (patterns.table);
  result->input = (LwBoxExistenceInput){ .n_patterns = patterns.n,
                                         .n_annotators = n_annotators,
                                         .begins = patterns.begins,
                                         .annotators = patterns.annotators,
                                         .is_marked = patterns.is_marked,
                                         .counts = patterns.counts };

  return result;
}

void
lw_box_patterns_free (LwBoxPatterns *self)
{
  if (self == NULL)
    return;

  free ((void *) self->input.begins);
  free ((void *) self->input.annotators);
  free ((void *) self->input.is_marked);
  free ((void *) self->input.counts);
  free (self->of_objects);
  free (self);
}

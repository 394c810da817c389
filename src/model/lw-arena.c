/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-arena.h"

#include "lw-grow.h"

#include <string.h>

/* 64 bytes: a cache line, and the widest vector register. */
#define LINE_FLOATS 16

struct _LwArena
{
  float *floats;
  size_t n_room, n_used;
};

LwArena *
lw_arena_new (size_t n_floats)
{
  LwArena *self = lw_grow_array (LwArena, 1);

  if (n_floats > SIZE_MAX / sizeof (float) - LINE_FLOATS)
    abort ();

  self->n_room = lw_arena_round (n_floats > 0 ? n_floats : 1);
  self->floats = aligned_alloc (LINE_FLOATS * sizeof (float), self->n_room * sizeof (float));
  if (self->floats == NULL)
    abort ();

  memset (self->floats, 0, self->n_room * sizeof (float));

  return self;
}

void
lw_arena_free (LwArena *self)
{
  if (self == NULL)
    return;

  free (self->floats);
  free (self);
}

size_t
lw_arena_round (size_t n_floats)
{
  return (n_floats + LINE_FLOATS - 1) / LINE_FLOATS * LINE_FLOATS;
}

float *
lw_arena_take (LwArena *self,
               size_t   n_floats)
{
  const size_t n_taken = lw_arena_round (n_floats);
  float       *piece = self->floats + self->n_used;

  if (n_taken > self->n_room - self->n_used)
    abort ();

  self->n_used += n_taken;

  return piece;
}

size_t
lw_arena_get_used (const LwArena *self)
{
  return self->n_used;
}

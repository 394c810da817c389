/* lw-arena.h - one block of memory that the numbers of a net are cut from
 *
 * Everything that a step needs is cut once, before the first step: a step allocates nothing.  An
 * arena belongs to one thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <stddef.h>

typedef struct _LwArena LwArena;

/* Room for @n_floats numbers in pieces of lw_arena_round(); memory that there is not ends the
 * program. */
LwArena *lw_arena_new (size_t n_floats);

void lw_arena_free (LwArena *self);

/* What a piece of @n_floats takes: pieces begin on cache lines. */
size_t lw_arena_round (size_t n_floats);

/* @n_floats zeros, on a cache line, as long as the arena lives.  To take more than there is room
 * for is a mistake of the caller, and ends the program. */
float *lw_arena_take (LwArena *self,
                      size_t   n_floats);

/* Numbers taken so far, with what rounding cost. */
size_t lw_arena_get_used (const LwArena *self);

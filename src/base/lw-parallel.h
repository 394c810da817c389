/* lw-parallel.h - the same work on many parts, by several threads
 *
 * Which thread takes which part is left to chance: parts must not depend on each other, and then
 * the result is the same for any number of threads.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* Part @i; returns false to have no further part begun. */
typedef bool (*LwParallelFunc) (size_t i,
                                void  *data);

/* Calls @func for each @i from 0 to before @n, in up to @n_threads threads, of which the caller's is
 * one; 0: as many as there are processors.  Returns when all are done: whether none was stopped. */
bool lw_parallel_for (size_t         n,
                      unsigned       n_threads,
                      LwParallelFunc func,
                      void          *data);

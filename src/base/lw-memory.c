/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-memory.h"

#include <stdlib.h>

#ifdef __GLIBC__
#include <malloc.h>
#endif

/* The most that glibc allows; pictures beyond are still given back at once. */
#define MAPPED_MIN (32 << 20)

/* Two frames of a large screen. */
#define KEPT_MAX (64 << 20)

void
lw_memory_keep_frames (void)
{
#ifdef __GLIBC__
  mallopt (M_MMAP_THRESHOLD, MAPPED_MIN);
  mallopt (M_TRIM_THRESHOLD, KEPT_MAX);
#endif
}

void
lw_memory_give_back (void)
{
#ifdef __GLIBC__
  malloc_trim (0);
#endif
}

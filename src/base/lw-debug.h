/* lw-debug.h - what LABELWRIGHT_DEBUG switches on
 *
 * LABELWRIGHT_DEBUG=startup,frames,busy prints to stderr; LABELWRIGHT_DEBUG=help lists
 * what there is.  Any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  LW_DEBUG_STARTUP = 1 << 0, /* processor time until the first frame is painted */
  LW_DEBUG_FRAMES = 1 << 1,  /* processor and wall time of every frame of the canvas's window */
  LW_DEBUG_BUSY = 1 << 2,    /* whenever the main thread works for half a frame without a pause */
} LwDebugFlags;

gboolean lw_debug_is_on (LwDebugFlags flag);

/* Processor time of the whole process so far, all threads. */
double lw_debug_get_cpu_ms (void);

/* The same of the thread that asks. */
double lw_debug_get_thread_cpu_ms (void);

G_END_DECLS

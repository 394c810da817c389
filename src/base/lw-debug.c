/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-debug.h"

#include <time.h>

/* The help text of LABELWRIGHT_DEBUG=help is printed from this table. */
static const GDebugKey keys[] = {
  { "startup", LW_DEBUG_STARTUP },
  { "frames", LW_DEBUG_FRAMES },
  { "busy", LW_DEBUG_BUSY },
};

static gpointer
parse (gpointer data)
{
  return GUINT_TO_POINTER (g_parse_debug_string (g_getenv ("LABELWRIGHT_DEBUG"), keys, G_N_ELEMENTS (keys)));
}

gboolean
lw_debug_is_on (LwDebugFlags flag)
{
  static GOnce once = G_ONCE_INIT;

  return (GPOINTER_TO_UINT (g_once (&once, parse, NULL)) & flag) != 0;
}

static double
get_ms (clockid_t clock)
{
  struct timespec now;

  clock_gettime (clock, &now);

  return (double) now.tv_sec * 1e3 + (double) now.tv_nsec / 1e6;
}

double
lw_debug_get_cpu_ms (void)
{
  return get_ms (CLOCK_PROCESS_CPUTIME_ID);
}

double
lw_debug_get_thread_cpu_ms (void)
{
  return get_ms (CLOCK_THREAD_CPUTIME_ID);
}

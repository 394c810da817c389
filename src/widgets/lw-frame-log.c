/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-frame-log.h"

#include "lw-debug.h"

typedef struct
{
  gboolean has_painted;
  double   cpu_ms;
  gint64   wall_us;
} FrameLog;

static void
before_paint_cb (GdkFrameClock *clock,
                 gpointer       user_data)
{
  FrameLog *log = user_data;

  log->cpu_ms = lw_debug_get_cpu_ms ();
  log->wall_us = g_get_monotonic_time ();
}

static void
after_paint_cb (GdkFrameClock *clock,
                gpointer       user_data)
{
  FrameLog *log = user_data;

  if (!log->has_painted && lw_debug_is_on (LW_DEBUG_STARTUP))
    g_printerr ("startup: first frame: CPU %.0f ms\n", lw_debug_get_cpu_ms ());

  log->has_painted = TRUE;

  if (lw_debug_is_on (LW_DEBUG_FRAMES))
    g_printerr ("frame: CPU %.1f ms, wall %.1f ms\n", lw_debug_get_cpu_ms () - log->cpu_ms,
                (double) (g_get_monotonic_time () - log->wall_us) / 1e3);
}

static void
realized_cb (GtkWidget *window,
             gpointer   user_data)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (window);
  FrameLog      *log = g_new0 (FrameLog, 1);

  g_signal_connect (clock, "before-paint", G_CALLBACK (before_paint_cb), log);
  g_signal_connect_data (clock, "after-paint", G_CALLBACK (after_paint_cb), log, (GClosureNotify) (void (*) (void)) g_free,
                         G_CONNECT_AFTER);
}

void
lw_frame_log_watch (GtkWindow *window)
{
  g_return_if_fail (GTK_IS_WINDOW (window));

  if (lw_debug_is_on (LW_DEBUG_STARTUP) || lw_debug_is_on (LW_DEBUG_FRAMES))
    g_signal_connect (window, "realize", G_CALLBACK (realized_cb), NULL);
}

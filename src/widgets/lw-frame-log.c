/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-frame-log.h"

#include "lw-debug.h"

typedef struct
{
  double cpu_ms;
  gint64 wall_us;
} Moment;

typedef struct
{
  gboolean has_painted;
  Moment   frame_start;
} FrameLog;

/* What lw_frame_log_mark() said last, until a frame that shows all of it has ended. */
static const char *marked_what;
static gboolean    has_arrived;
static Moment      marked_at;

static Moment
now (void)
{
  return (Moment){ .cpu_ms = lw_debug_get_cpu_ms (), .wall_us = g_get_monotonic_time () };
}

static void
print_since (const char *what,
             Moment      start)
{
  const Moment end = now ();

  g_printerr ("%s: CPU %.1f ms, wall %.1f ms\n", what, end.cpu_ms - start.cpu_ms,
              (double) (end.wall_us - start.wall_us) / 1e3);
}

static void
before_paint_cb (GdkFrameClock *clock,
                 gpointer       user_data)
{
  FrameLog *log = user_data;

  log->frame_start = now ();
}

static void
after_paint_cb (GdkFrameClock *clock,
                gpointer       user_data)
{
  FrameLog *log = user_data;

  if (!log->has_painted && lw_debug_is_on (LW_DEBUG_STARTUP))
    g_printerr ("startup: first frame: CPU %.0f ms\n", lw_debug_get_cpu_ms ());

  log->has_painted = TRUE;

  if (!lw_debug_is_on (LW_DEBUG_FRAMES))
    return;

  print_since ("frame", log->frame_start);

  if (marked_what == NULL || !has_arrived)
    return;

  print_since (marked_what, marked_at);
  marked_what = NULL;
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

/* --- Between two waits of the main loop --- */

/* Half a frame. */
#define BUSY_MS 8.0

static double busy_since_ms;

static int
poll_cb (GPollFD *fds,
         guint    n_fds,
         int      timeout_ms)
{
  const double busy_ms = lw_debug_get_thread_cpu_ms () - busy_since_ms;
  int          n_ready;

  if (busy_ms >= BUSY_MS)
    g_printerr ("busy: CPU %.1f ms%s%s\n", busy_ms, marked_what != NULL ? ", before " : "", marked_what != NULL ? marked_what : "");

  n_ready = g_poll (fds, n_fds, timeout_ms);
  busy_since_ms = lw_debug_get_thread_cpu_ms ();

  return n_ready;
}

void
lw_frame_log_watch (GtkWindow *window)
{
  g_return_if_fail (GTK_IS_WINDOW (window));

  if (lw_debug_is_on (LW_DEBUG_BUSY))
    g_main_context_set_poll_func (NULL, poll_cb);

  if (lw_debug_is_on (LW_DEBUG_STARTUP) || lw_debug_is_on (LW_DEBUG_FRAMES))
    g_signal_connect (window, "realize", G_CALLBACK (realized_cb), NULL);
}

void
lw_frame_log_mark (const char *what)
{
  if (!lw_debug_is_on (LW_DEBUG_FRAMES))
    return;

  marked_what = what;
  marked_at = now ();
  has_arrived = FALSE;
}

void
lw_frame_log_arrived (void)
{
  has_arrived = TRUE;
}

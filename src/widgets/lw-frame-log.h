/* lw-frame-log.h - what frames cost, for LABELWRIGHT_DEBUG=startup,frames,busy
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Prints to stderr, a line a frame, from when @window is realised on:
 *   startup: first frame: CPU 312 ms
 *   frame: CPU 4.1 ms, wall 4.5 ms
 *   next image: CPU 12.0 ms, wall 13.1 ms (from lw_frame_log_mark() to the end of the frame that has it)
 *   busy: CPU 9.8 ms (the main thread alone, between two waits for something to do, from 8 ms on)
 * Does nothing where no flag is set. */
void lw_frame_log_watch (GtkWindow *window);

/* Something starts now that the user will see with the next frame after lw_frame_log_arrived().
 * @what is static.  Main thread. */
void lw_frame_log_mark (const char *what);
void lw_frame_log_arrived (void);

G_END_DECLS

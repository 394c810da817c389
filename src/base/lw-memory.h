/* lw-memory.h - how the allocator is to be used
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Keeps the memory of a frame for the next one.  GTK's software renderer takes and gives back
 * a surface as large as the window with each frame; glibc returns it to the system, which
 * clears its pages anew: at 1600 by 1000 pixels 5 of the 14 ms of a frame.  Once, at the start
 * of a program with windows; does nothing with another C library. */
void lw_memory_keep_frames (void);

/* Returns what is free to the system, which glibc would keep for the thread that has used it:
 * after work that took a lot of it in small pieces and is over.  Any thread. */
void lw_memory_give_back (void);

G_END_DECLS

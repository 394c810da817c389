/* lw-progress-relay.h - how far a worker is, told on the main thread
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-import.h"

G_BEGIN_DECLS

typedef struct _LwProgressRelay LwProgressRelay;

/* @func is called from the main loop, at most once for what was reported meanwhile; it may
 * be NULL. */
LwProgressRelay *lw_progress_relay_new (LwProgressFunc func,
                                        gpointer       data);
void             lw_progress_relay_unref (LwProgressRelay *self);

/* A LwProgressFunc for the worker; @relay is the relay. */
void lw_progress_relay_report (double   fraction,
                               gpointer relay);

/* Main thread: nothing is told any more, however late the last message comes. */
void lw_progress_relay_stop (LwProgressRelay *self);

G_END_DECLS

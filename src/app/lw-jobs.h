/* lw-jobs.h - the one bounded pool that all background work goes through
 *
 * A job sees only its own data, hands back one finished thing, and can be
 * cancelled at any moment; what is cancelled is never delivered.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Lower runs first. */
typedef enum
{
  LW_PRIORITY_VISIBLE,   /* the picture that the user waits for */
  LW_PRIORITY_NEIGHBOUR, /* the next ones */
  LW_PRIORITY_THUMBNAIL,
  LW_PRIORITY_BACKGROUND,
} LwPriority;

/* Runs @func in the pool as g_task_run_in_thread() would, but in order of
 * @priority, newest first within thumbnails (they are what is on the screen
 * now).  Call from the main thread. */
void lw_jobs_run (GTask          *task,
                  GTaskThreadFunc func,
                  LwPriority      priority);

G_END_DECLS

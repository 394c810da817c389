/* lw-lock.h - the right to write a project, held by one process at a time
 *
 * A lock on a file of its own beside the project: SQLite's locks on the project
 * are dropped when any descriptor of it is closed in this process, and they are
 * held during a transaction only.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _LwLock LwLock;

/* NULL where the lock cannot be had, with @reason set to a sentence for the user. */
LwLock *lw_lock_take (const char *project_path,
                      char      **reason);

/* Lets go, and removes the file. */
void lw_lock_release (LwLock *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LwLock, lw_lock_release)

G_END_DECLS

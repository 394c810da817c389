/* lw-demo-maker.h - the demonstration, drawn in a worker while the window lives on
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-demo-project.h"

G_BEGIN_DECLS

/* Where it is there already, nothing is drawn.  @progress is called on the main
 * thread. */
void lw_demo_maker_make_async (LwProgressFunc      progress,
                               gpointer            progress_data,
                               GCancellable       *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer            user_data);

/* The path of the project, transfer full. */
char *lw_demo_maker_finish (GAsyncResult *result,
                            GError      **error);

G_END_DECLS

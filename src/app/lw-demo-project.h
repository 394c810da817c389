/* lw-demo-project.h - the demonstration project on disk
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-import.h"

G_BEGIN_DECLS

#define LW_DEMO_SEED 7
#define LW_DEMO_N_IMAGES 60
#define LW_DEMO_PROJECT_NAME "demo" LW_STORE_SUFFIX

/**
 * lw_demo_project_make:
 * @folder: made where it is not there
 *
 * Draws images/0001.jpg... and writes truth.coco.json and demo.labelwright with
 * the simulated annotators' layers into @folder.  Blocks for some seconds; any
 * thread.
 *
 * Returns: the path of the project, transfer full; NULL with
 *   LW_ERROR_EXISTS  there is a project in @folder already
 */
char *lw_demo_project_make (const char    *folder,
                            guint64        seed,
                            guint          n_images,
                            LwProgressFunc progress,
                            gpointer       progress_data,
                            GCancellable  *cancellable,
                            GError       **error);

/* Where the workbench keeps its own: in the user's data folder.  Transfer full. */
char *lw_demo_project_dup_default_folder (void);

G_END_DECLS

/* lw-test-project.h - a folder of pictures as an open project
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-project.h"
#include "lw-test-util.h"

G_BEGIN_DECLS

/* The project of @folder, made where there is none; nobody is labelling yet.  Runs the main
 * loop meanwhile.  Transfer full. */
LwProject *lw_test_open_folder (const char *folder);

/* The same, with @annotator at work. */
LwProject *lw_test_open_folder_as (const char *folder,
                                   const char *annotator);

/* Until nothing in the background holds @project any more. */
void lw_test_wait_idle (LwProject *project);

/* The same, then takes the reference, and fails the test if somebody else has one. */
void lw_test_close_project (LwProject *project);

/* Of the image at @position in the list. */
gint64 lw_test_get_image_key (LwProject *project,
                              guint      position);

G_END_DECLS

/* lw-window.h - a window: the start page, or one open project
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-project.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define LW_TYPE_WINDOW (lw_window_get_type ())
G_DECLARE_FINAL_TYPE (LwWindow, lw_window, LW, WINDOW, AdwApplicationWindow)

LwWindow *lw_window_new (AdwApplication *application);

/* A project, a folder of images or an annotation file, in place of what is open.
 * Errors are shown in the window. */
void lw_window_open (LwWindow   *self,
                     const char *path);

/* NULL for the start page.  Borrowed. */
LwProject *lw_window_get_project (LwWindow *self);

/* Neither a project nor one being opened: can be used for something. */
gboolean lw_window_is_free (LwWindow *self);

G_END_DECLS

/* lw-application.h - the workbench as a GTK application
 *
 * Opens a window with the start page, or one for each thing it is given: a
 * project, a folder of images, or an annotation file, whose labels are offered
 * for import with a report first.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define LW_TYPE_APPLICATION (lw_application_get_type ())
G_DECLARE_FINAL_TYPE (LwApplication, lw_application, LW, APPLICATION, AdwApplication)

LwApplication *lw_application_new (void);

G_END_DECLS

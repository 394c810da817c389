/* lw-export-dialog.h - one annotator's labels into a file or folder, with what was lost
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-project.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define LW_TYPE_EXPORT_DIALOG (lw_export_dialog_get_type ())
G_DECLARE_FINAL_TYPE (LwExportDialog, lw_export_dialog, LW, EXPORT_DIALOG, AdwWindow)

void lw_export_dialog_present (GtkWindow *parent,
                               LwProject *project);

G_END_DECLS

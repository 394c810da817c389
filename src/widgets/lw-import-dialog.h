/* lw-import-dialog.h - labels from a file: tried first, reported, then imported or not
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-project.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define LW_TYPE_IMPORT_DIALOG (lw_import_dialog_get_type ())
G_DECLARE_FINAL_TYPE (LwImportDialog, lw_import_dialog, LW, IMPORT_DIALOG, AdwWindow)

/* @source: file or folder; NULL: the user is asked.  The labels come into the
 * layer of the current annotator. */
void lw_import_dialog_present (GtkWindow  *parent,
                               LwProject  *project,
                               const char *source);

G_END_DECLS

/* lw-attribute-editor-row.h - one attribute in the editor: closed a summary, opened all of it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-project.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define LW_TYPE_ATTRIBUTE_EDITOR_ROW (lw_attribute_editor_row_get_type ())
G_DECLARE_FINAL_TYPE (LwAttributeEditorRow, lw_attribute_editor_row, LW, ATTRIBUTE_EDITOR_ROW, AdwExpanderRow)

GtkWidget *lw_attribute_editor_row_new (LwProject *project,
                                        gint64     attribute_key);
gint64     lw_attribute_editor_row_get_key (LwAttributeEditorRow *self);

/* Shows what the project says now; what is the first cannot be moved up. */
void lw_attribute_editor_row_update (LwAttributeEditorRow *self,
                                     gboolean              is_first,
                                     gboolean              is_last);

G_END_DECLS

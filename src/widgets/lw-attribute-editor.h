/* lw-attribute-editor.h - what boxes are asked about: adding, changing, ordering, removing
 *
 * For the boxes of one class, or of all.  Every change is made in the project at once,
 * and is a step that can be undone.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-project.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define LW_TYPE_ATTRIBUTE_EDITOR (lw_attribute_editor_get_type ())
G_DECLARE_FINAL_TYPE (LwAttributeEditor, lw_attribute_editor, LW, ATTRIBUTE_EDITOR, AdwPreferencesGroup)

GtkWidget *lw_attribute_editor_new (LwProject *project);

/* 0: boxes of every class. */
void lw_attribute_editor_set_class (LwAttributeEditor *self,
                                    gint64             class_key);

G_END_DECLS

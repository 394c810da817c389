/* lw-class-editor-text.h - the list of classes from and to a text, asked for in a dialog
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-class-editor.h"

G_BEGIN_DECLS

void lw_class_editor_read_text (LwClassEditor *editor);
void lw_class_editor_write_text (LwClassEditor *editor);

G_END_DECLS

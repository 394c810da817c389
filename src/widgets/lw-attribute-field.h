/* lw-attribute-field.h - one attribute of the selected boxes: its name and an editor
 *
 * A flag is a check button; a choice a drop-down, in which digits choose, too, and Backspace goes
 * back to the default; number and text are entries whose text counts with Enter or when the
 * focus leaves, and is put back by Esc.  A number has two buttons for a step, which Up and Down
 * are for the keyboard (with Shift ten, with Ctrl a tenth).  A value that is only the default is
 * dim.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-shared-values.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Signals:
 *   value-chosen (string value)   NULL: back to the default
 */
#define LW_TYPE_ATTRIBUTE_FIELD (lw_attribute_field_get_type ())
G_DECLARE_FINAL_TYPE (LwAttributeField, lw_attribute_field, LW, ATTRIBUTE_FIELD, GtkBox)

GtkWidget *lw_attribute_field_new (const LwAttributeRow *attribute);

/* @shared: of the same attribute.  What is just being typed stays. */
void lw_attribute_field_set_value (LwAttributeField    *self,
                                   const LwSharedValue *shared);

/* Asks for what has been typed and not been asked for yet; what is no value is put back. */
void lw_attribute_field_take_typed (LwAttributeField *self);

G_END_DECLS

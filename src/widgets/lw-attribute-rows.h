/* lw-attribute-rows.h - what the selected boxes say about their attributes, to be changed
 *
 * Shows what it is given and asks for changes.  A value that is only the default is
 * dim; where boxes differ, "(several)" is shown, and a change is for all of them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Signals:
 *   value-chosen (int64 attribute_key, string value, GArray boxes)   value NULL: back to
 *     the default; boxes (element-type gint64): which the value is for, borrowed
 */
#define LW_TYPE_ATTRIBUTE_ROWS (lw_attribute_rows_get_type ())
G_DECLARE_FINAL_TYPE (LwAttributeRows, lw_attribute_rows, LW, ATTRIBUTE_ROWS, GtkBox)

GtkWidget *lw_attribute_rows_new (void);

/* The boxes that the values are of.  What has been typed for those before is asked for first. */
void lw_attribute_rows_set_boxes (LwAttributeRows *self,
                                  const gint64    *keys,
                                  gsize            n_keys);

/* (element-type LwSharedValue); whoever is typing into a row keeps the focus where the
 * attributes are the same as before. */
void lw_attribute_rows_set_values (LwAttributeRows *self,
                                   GArray          *values);

/* Puts the focus on the first row; FALSE where there is none. */
gboolean lw_attribute_rows_grab_focus (LwAttributeRows *self);

G_END_DECLS

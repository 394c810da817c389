/* lw-box-list.h - the boxes of the image as real rows, for eyes, keys and screen readers
 *
 * Signals:
 *   selection-changed ()   by the user
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-box-model.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define LW_TYPE_BOX_LIST (lw_box_list_get_type ())
G_DECLARE_FINAL_TYPE (LwBoxList, lw_box_list, LW, BOX_LIST, GtkBox)

void lw_box_list_set_model (LwBoxList  *self,
                            LwBoxModel *boxes);

/* Keys, (element-type gint64), transfer full. */
GArray *lw_box_list_dup_selection (LwBoxList *self);

/* Without a signal. */
void lw_box_list_set_selection (LwBoxList    *self,
                                const gint64 *keys,
                                gsize         n_keys);

G_END_DECLS

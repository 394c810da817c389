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

/* Which of HIDDEN and LOCKED of a canvas's boxes hold for this one now. */
typedef LwCanvasBoxFlags (*LwBoxStateFunc) (const LwShownBox *box,
                                            gpointer          user_data);

/* Asked for each row that is shown.  Without one a row has the lock of its box only. */
void lw_box_list_set_state_func (LwBoxList     *self,
                                 LwBoxStateFunc func,
                                 gpointer       user_data);

/* What that says has changed. */
void lw_box_list_refresh (LwBoxList *self);

/* Keys, (element-type gint64), transfer full. */
GArray *lw_box_list_dup_selection (LwBoxList *self);

/* Without a signal. */
void lw_box_list_set_selection (LwBoxList    *self,
                                const gint64 *keys,
                                gsize         n_keys);

G_END_DECLS

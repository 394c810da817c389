/* lw-class-split-dialog.h - asks how a class is to be split
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-project.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* @split is borrowed for the call. */
typedef void (*LwClassSplitFunc) (const LwClassSplit *split,
                                  gpointer            user_data);

/* @box_keys: (element-type gint64) (nullable): boxes that are selected, which may be what is
 * split off.  @user_data is an object, held until the user has answered. */
void lw_class_split_dialog_ask (GtkWindow       *parent,
                                LwProject       *project,
                                gint64           class_key,
                                const GArray    *box_keys,
                                LwClassSplitFunc func,
                                gpointer         user_data);

G_END_DECLS

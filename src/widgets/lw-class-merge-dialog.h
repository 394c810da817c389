/* lw-class-merge-dialog.h - asks which class takes over others
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-project.h"

#include <adwaita.h>

G_BEGIN_DECLS

typedef void (*LwClassMergeFunc) (gint64   into_key,
                                  gpointer user_data);

/* @from_keys: (element-type gint64): what is to be merged; of several, one of them may stay.
 * @func is called where the user wants it.  @user_data is an object, held until then. */
void lw_class_merge_dialog_ask (GtkWindow       *parent,
                                LwProject       *project,
                                const GArray    *from_keys,
                                LwClassMergeFunc func,
                                gpointer         user_data);

G_END_DECLS

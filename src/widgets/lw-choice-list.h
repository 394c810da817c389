/* lw-choice-list.h - the choices of an attribute: adding, renaming, ordering, removing
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-project.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define LW_TYPE_CHOICE_LIST (lw_choice_list_get_type ())
G_DECLARE_FINAL_TYPE (LwChoiceList, lw_choice_list, LW, CHOICE_LIST, GtkBox)

GtkWidget *lw_choice_list_new (LwProject *project,
                               gint64     attribute_key);

/* Shows what the project says now. */
void lw_choice_list_update (LwChoiceList *self);

G_END_DECLS

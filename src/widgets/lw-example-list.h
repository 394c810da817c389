/* lw-example-list.h - the examples of a class: what belongs to it, and what does not
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-project.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define LW_TYPE_EXAMPLE_LIST (lw_example_list_get_type ())
G_DECLARE_FINAL_TYPE (LwExampleList, lw_example_list, LW, EXAMPLE_LIST, GtkBox)

/* @can_edit: with entries for the captions, and buttons to turn an example into a
 * counter-example and to remove it; the changes are made in the project at once. */
GtkWidget *lw_example_list_new (gboolean can_edit);

/* NULL and 0 for none. */
void lw_example_list_set_class (LwExampleList *self,
                                LwProject     *project,
                                gint64         class_key);

/* Of both kinds. */
guint lw_example_list_get_n_examples (LwExampleList *self);

G_END_DECLS

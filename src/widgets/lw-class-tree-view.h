/* lw-class-tree-view.h - all classes, to be put in order: search, several at once, moving
 *
 * Rows are dragged onto, before or behind others; Alt and an arrow moves what is selected by
 * one step.  It moves nothing itself.
 *
 * Signals:
 *   selection-changed ()
 *   move-requested (int64 class_key, int64 parent_key, int64 before_key)
 *     as lw_project_move_class() takes them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-project.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define LW_TYPE_CLASS_TREE_VIEW (lw_class_tree_view_get_type ())
G_DECLARE_FINAL_TYPE (LwClassTreeView, lw_class_tree_view, LW, CLASS_TREE_VIEW, GtkBox)

/* NULL for none. */
void lw_class_tree_view_set_project (LwClassTreeView *self,
                                     LwProject       *project);
void lw_class_tree_view_set_shows_archived (LwClassTreeView *self,
                                            gboolean         shows_archived);

/* (element-type gint64), in the order of the list; transfer full. */
GArray *lw_class_tree_view_dup_selection (LwClassTreeView *self);

/* Selects that one and brings it into view. */
void lw_class_tree_view_select (LwClassTreeView *self,
                                gint64           class_key);
void lw_class_tree_view_focus_search (LwClassTreeView *self);

/* The row that is selected, once the list has been laid out; or not after all. */
void lw_class_tree_view_focus_list (LwClassTreeView *self);
void lw_class_tree_view_cancel_focus (LwClassTreeView *self);

G_END_DECLS

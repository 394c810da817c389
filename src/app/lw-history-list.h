/* lw-history-list.h - the steps of the current annotator as a list model
 *
 * A GListModel of LwHistoryItem, newest first, and last the beginning, before any
 * step.  Rows are read in pages as they are asked for: thousands of steps cost what
 * the screen shows.  Does not follow the project: call lw_history_list_reload().
 *
 * Main thread only.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-project.h"

G_BEGIN_DECLS

#define LW_TYPE_HISTORY_ITEM (lw_history_item_get_type ())
G_DECLARE_FINAL_TYPE (LwHistoryItem, lw_history_item, LW, HISTORY_ITEM, GObject)

/* 0 for the beginning. */
gint64 lw_history_item_get_group_key (LwHistoryItem *self);

/* "Draw box · 0012.jpg" */
const char *lw_history_item_get_text (LwHistoryItem *self);

/* "10:42", or with the date where it was not today; "" for the beginning. */
const char *lw_history_item_get_time (LwHistoryItem *self);

/* Undone: it would be done again. */
gboolean lw_history_item_is_undone (LwHistoryItem *self);

/* The last that is done. */
gboolean lw_history_item_is_current (LwHistoryItem *self);

#define LW_TYPE_HISTORY_LIST (lw_history_list_get_type ())
G_DECLARE_FINAL_TYPE (LwHistoryList, lw_history_list, LW, HISTORY_LIST, GObject)

LwHistoryList *lw_history_list_new (void);

/* NULL for an empty list.  Borrowed. */
void lw_history_list_set_project (LwHistoryList *self,
                                  LwProject     *project);

/* Everything anew.  Does nothing while a worker has the project. */
void lw_history_list_reload (LwHistoryList *self);

/* Position of the last step that is done, or of the beginning. */
guint lw_history_list_get_current (LwHistoryList *self);

G_END_DECLS

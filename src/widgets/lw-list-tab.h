/* lw-list-tab.h - a list is one stop of the Tab key
 *
 * In GTK before 4.12, Tab goes from row to row: 100,000 images are as many stops.  And who
 * comes into a list by Tab is where the focus was last, which is not what is selected, so
 * that the next arrow key goes somewhere unexpected.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* For all list and grid views of the process, from when they are first shown.  Once, before
 * the first window. */
void lw_list_tab_watch (void);

/* Gives the focus to the first row of @list, a list or grid view, that is selected and
 * shown; FALSE where there is none. */
gboolean lw_list_tab_focus_selected (GtkWidget *list);

G_END_DECLS

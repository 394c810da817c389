/* lw-label-page.h - where images get their labels: list, canvas, classes, inspector
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-project.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Properties: show-sidebar, show-inspector (boolean, writable): whether the user
 * wants them; where there is no room for both the right one is hidden first. */
#define LW_TYPE_LABEL_PAGE (lw_label_page_get_type ())
G_DECLARE_FINAL_TYPE (LwLabelPage, lw_label_page, LW, LABEL_PAGE, GtkWidget)

GtkWidget *lw_label_page_new (void);

/* NULL for none.  Starts with the first image that is left to do. */
void lw_label_page_set_project (LwLabelPage *self,
                                LwProject   *project);

/* What the window puts in as "label", so that its buttons can use it. */
GActionGroup *lw_label_page_get_actions (LwLabelPage *self);

/* 0 for none. */
gint64 lw_label_page_get_image (LwLabelPage *self);
void   lw_label_page_show_image (LwLabelPage *self,
                                 gint64       image_key);
void   lw_label_page_focus_canvas (LwLabelPage *self);

/* What F6 goes through, borrowed, in the order of reading, hidden ones included. */
void lw_label_page_add_parts (LwLabelPage *self,
                              GPtrArray   *parts);

/* Goes to a step of the history, see lw_project_jump_async(), and shows what it touched. */
void lw_label_page_jump (LwLabelPage *self,
                         gint64       group_key);

/* Leaves the canvas and the status line; columns that are asked for meanwhile are
 * shown, and gone with it. */
void lw_label_page_set_fullscreen (LwLabelPage *self,
                                   gboolean     is_fullscreen);

G_END_DECLS

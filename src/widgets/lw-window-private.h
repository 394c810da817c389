/* lw-window-private.h - what the parts of the window share
 *
 * lw-window.c is the frame with its actions, lw-window-open.c gets a project into it,
 * lw-window-drop.c takes what is dropped on it,
 * lw-window-annotators.c says whose labels are shown, lw-window-parts.c where the focus is.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-history-popover.h"
#include "lw-label-page.h"
#include "lw-start-page.h"
#include "lw-window.h"

#include <adwaita.h>

G_BEGIN_DECLS

struct _LwWindow
{
  AdwApplicationWindow parent_instance;

  GSettings    *settings;
  LwProject    *project;
  GCancellable *opening;     /* set while the busy page is shown */
  char         *import_path; /* to be offered for import once its project is open */
  guint         pulse_source;
  guint         layers_toast; /* number of the message that somebody else has labels */
  guint         focus_source; /* nothing has the focus, and perhaps it stays so */

  /* Template */
  GtkWidget        *header_bar, *notice_box;
  GtkLabel         *notice_label, *busy_label;
  GtkProgressBar   *busy_bar;
  GtkWidget        *busy_cancel;
  AdwWindowTitle   *window_title;
  GtkWidget        *back_button, *undo_button, *redo_button, *history_box;
  GtkMenuButton    *open_button, *menu_button, *annotator_button, *history_button;
  LwHistoryPopover *history_popover;
  AdwButtonContent *annotator_content;
  GtkStack         *stack;
  LwStartPage      *start_page;
  LwLabelPage      *label_page;
};

/* --- lw-window.c --- */

/* NULL for the start page. */
void lw_window_set_project (LwWindow  *self,
                            LwProject *project);
void lw_window_update_actions (LwWindow *self);

/* Gives the focus back to the canvas when the menu closes. */
void lw_window_watch_menu (LwWindow      *self,
                           GtkMenuButton *button);

/* A message that stays until it is closed; NULL to hide it. */
void lw_window_show_notice (LwWindow   *self,
                            const char *text);

/* --- lw-window-open.c --- */

void lw_window_open_demo (LwWindow *self);
void lw_window_open_chosen (const char *path,
                            gpointer    window);
void lw_window_cancel_opening (LwWindow *self);

/* --- lw-window-drop.c --- */

/* Once.  A project, folder or picture is opened, a file of labels is imported into the project that
 * is open. */
void lw_window_accept_drops (LwWindow *self);

/* --- lw-window-annotators.c --- */

void lw_window_update_annotators (LwWindow *self);

/* For a project that has just been opened. */
void lw_window_choose_annotator (LwWindow *self);
void lw_window_ask_annotator (LwWindow *self);

/* Takes back what was said about the labels of others. */
void lw_window_forget_layers (LwWindow *self);

/* Shows the error where there is one; FALSE then. */
gboolean lw_window_set_annotator (LwWindow   *self,
                                  const char *name);

/* --- lw-window-parts.c --- */

/* From the part of the window that has the focus, 1 on or -1 back, round the window. */
void lw_window_focus_next_part (LwWindow *self,
                                int       direction);

/* Once: the focus comes back to the canvas where it would be lost. */
void lw_window_watch_focus (LwWindow *self);

G_END_DECLS
